"""Users' Markdown can do no harm and takes no time; templates speak the reader's language."""

import time
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from jinja2 import Environment, StrictUndefined

from motionflow.i18n import words
from motionflow.web import filters
from motionflow.web.filters import install, markdown

ALLOWED = {
    *("p", "br", "hr", "em", "strong", "blockquote", "pre", "code", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//example.org/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<style>body{display:none}</style>",
    "<form action=https://example.org><input name=csrf_token></form>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<base href=https://example.org/>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<p onmouseover=alert(1)>x</p>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//example.org/phish)",
    "[x](/sign-out)",
    '[x](https://example.org "\\" onmouseover=\\"alert(1)")',
    "[x](https://example.org/'onclick='alert(1))",
    "![x](https://example.org/spy.gif)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "a | b\n-|-\n<script>alert(1)</script> | <img src=x onerror=alert(1)>",
    "*<img src=x onerror=alert(1)>*",
    "\x02wzxhzdk:0\x03 <b>x</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "# <img src=x onerror=alert(1)>",
]


class Collector(HTMLParser):
    """Notes every element and attribute a browser would make of the HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def elements(text: str) -> Collector:
    collector = Collector()
    collector.feed(markdown(text))
    return collector


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_lets_no_attack_through(attack: str) -> None:
    found = elements(attack)
    assert set(found.tags) <= ALLOWED
    for tag, name, value in found.attributes:
        assert (tag, name) in {("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start"), ("td", "align")}
        if name == "href":
            assert value.startswith(("http://", "https://", "mailto:"))


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert markdown("Vi vil <b>ikke</b>") == "<p>Vi vil &lt;b&gt;ikke&lt;/b&gt;</p>"


def test_ordinary_markdown_is_kept() -> None:
    found = elements(
        "# Vedtak\n\nKommunen **skal** *snart*:\n\n3. en\n4. to\n\n> sitat\n\na | b\n-|-:\n1 | 2"
    )
    assert set(found.tags) >= {"h3", "p", "strong", "em", "ol", "li", "blockquote", "table", "th", "td"}
    assert ("ol", "start", "3") in found.attributes
    assert ("td", "align", "right") in found.attributes


def test_headings_stay_below_those_of_the_page() -> None:
    assert elements("# a\n\n## b\n\n##### c\n\n###### d").tags == ["h3", "h4", "h6", "h6"]


def test_links_open_without_giving_us_away() -> None:
    found = elements("[kilde](https://example.org/a) og <kari@example.org>")
    assert ("a", "href", "https://example.org/a") in found.attributes
    assert ("a", "rel", "nofollow noopener noreferrer") in found.attributes
    assert [value for _tag, name, value in found.attributes if name == "href"][1].startswith("mailto:")


def test_no_text_is_no_html() -> None:
    assert markdown("") == markdown(None) == ""


def test_brackets_beyond_the_limit_are_still_shown() -> None:
    text = "[" * (filters.BRACKETS_PER_BLOCK + 50)
    assert markdown(text) == f"<p>{text}</p>"
    assert "a href" in markdown("[x](https://example.org)")


def test_a_text_too_long_for_markdown_is_shown_as_typed() -> None:
    text = "Et **avsnitt** <b>.\n\n" * (filters.LONGEST_TEXT // 15)
    html = markdown(text)
    assert html.startswith("<p>Et **avsnitt** &lt;b&gt;.</p><p>")
    assert html.count("<p>") == filters.LONGEST_TEXT // 15


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60_000,
        "[a](<b" * 6_000,
        (("[" * 200) + "\n\n") * 60,
        ">" * 50_000,
        "\n".join("> " * depth + "x" for depth in range(300)),
        "\n".join("    " * depth + "* a" for depth in range(300)),
        "# a\n" * 20_000,
        "a\n===\n" * 10_000,
        "***a**b" * 8_000,
        "&#91;" * 10_000,
        "`" * 50_000,
        "![" * 6_000,
        "[a]: http://x\n" * 5_000,
    ],
    ids=lambda text: text[:6].strip() or "text",
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    markdown(text)
    assert time.process_time() - start < 3


# --- the reader's language -------------------------------------------------------------------------


def page(source: str, *, language: str = "nb", **values: object) -> str:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    install(environment, current=lambda: words(language))
    return environment.from_string(source).render(**values)


def test_templates_show_dates_and_amounts_in_the_readers_language() -> None:
    source = (
        "{{ day|date }} · {{ at|moment }} · {{ 1500|amount }} · {{ ['a', 'b']|list_of }} · {{ 0.5|percent }}"
    )
    values = {"day": date(2019, 1, 16), "at": datetime(2019, 1, 16, 17, tzinfo=UTC)}
    assert page(source, **values) == (
        "16. januar 2019 · 16. januar 2019 kl. 18.00 · 1\xa0500\xa0kr · a og b · 50\xa0%"
    )
    assert page(source, language="en", **values) == (
        "16 January 2019 · 16 January 2019 at 18:00 · NOK\xa01,500 · a and b · 50%"
    )


def test_what_is_put_into_a_sentence_is_escaped() -> None:
    assert page("{{ _('Hello {name}', name='<b>') }}", language="en") == "Hello &lt;b&gt;"


def test_a_plural_is_chosen_in_a_template() -> None:
    source = "{{ plural('{n} vote', '{n} votes', 1) }}, {{ plural('{n} vote', '{n} votes', 3) }}"
    assert page(source, language="en") == "1 vote, 3 votes"


def test_the_language_is_found_anew_at_each_rendering() -> None:
    environment = Environment(autoescape=True)
    chosen = ["nb"]
    install(environment, current=lambda: words(chosen[-1]))
    template = environment.from_string("{{ language() }} {{ day|date }}")
    assert template.render(day=date(2019, 5, 17)) == "nb 17. mai 2019"
    chosen.append("en")
    assert template.render(day=date(2019, 5, 17)) == "en 17 May 2019"


def test_machines_read_days_and_moments_in_utc() -> None:
    assert page("{{ day|machine_date }}", day=date(2019, 1, 16)) == "2019-01-16"
    moment = datetime(2019, 1, 16, 17, tzinfo=UTC)
    assert page("{{ at|machine_date }}", at=moment) == "2019-01-16T17:00:00+00:00"


def test_a_note_stands_below_the_text_under_the_number_it_is_referred_to_by() -> None:
    shown = markdown("Sagt.[^a] Uten.[^b]\n\n[^a]: Se **sak** <b>4</b>.")
    words, _, notes = shown.partition('<div class="mf-notes">')

    assert words.strip() == "<p>Sagt.<sup>[1]</sup> Uten.[^b]</p>"
    assert notes.strip() == "<p><sup>[1]</sup> Se <strong>sak</strong> &lt;b&gt;4&lt;/b&gt;.</p></div>"
