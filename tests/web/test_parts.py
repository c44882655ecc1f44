"""The parts of the pages say in words what they show in colour, and hold nothing the browser must refuse."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, Form, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from motionflow.i18n import words
from motionflow.web.filters import install

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "motionflow" / "web" / "static"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "documents" not in path.parts)

Render = Callable[..., str]


@pytest.fixture
def render() -> Iterator[Render]:
    """Render a source in English as a page would, with every value that is missing an error."""
    app = Flask("parts", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.jinja_env.undefined = StrictUndefined
    install(app.jinja_env, current=lambda: words("en"))
    with app.test_request_context():
        yield lambda source, **values: app.jinja_env.from_string(source).render(**values)


class Page(HTMLParser):
    """The elements of a rendered part: tag and attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            attributes
            for name, attributes in self.found
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]


# --- every template ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_holds_nothing_that_the_content_policy_refuses(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:", source) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_fetches_nothing_from_elsewhere(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", source) == []
    assert "|safe" not in source.replace(" ", "")


def test_the_styles_fetch_nothing_from_elsewhere() -> None:
    assert re.findall(r"url\((?!\"?(?:data:|[a-z]))|@import|https?://", styles()) == []


def styles() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.css")))


def test_every_picture_that_a_template_names_is_drawn() -> None:
    drawn = {symbol.get("id") for symbol in ElementTree.parse(STATIC / "icons.svg").getroot()}
    named: set[str] = set()
    for path in PAGES:
        source = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"""(?:icon|picture)\(["']([a-z-]+)["']""", source))
        named |= set(re.findall(r"""(?<!-)(?:icon|picture)=["']([a-z-]+)["']""", source))
        named |= set(re.findall(r"""\("(?:neutral|info|success|warning|danger)", "([a-z-]+)"\)""", source))
    assert sorted(named - drawn) == []
    assert len(named) > 20


def test_every_class_of_ours_in_a_template_has_a_style() -> None:
    used = set()
    for path in PAGES:
        used |= set(re.findall(r"\b(mf-[a-z][a-z0-9_-]*[a-z0-9])", path.read_text(encoding="utf-8")))
    known = set(re.findall(r"\.(mf-[a-z][a-z0-9_-]*)", styles()))
    assert sorted(name for name in used - known if not any(one.startswith(name) for one in known)) == []


# --- how things stand -------------------------------------------------------------------------------


@pytest.mark.parametrize("macro", ["outcome_tag", "state_tag", "follow_up_tag"])
def test_a_tag_says_in_words_what_its_colour_says(render: Render, macro: str) -> None:
    html = render(
        '{% import "parts/status.html" as s %}{{ s[m]("lapsed", "Lapsed <1>") }}{{ s[m]("new", "New") }}',
        m=macro,
    )
    page = Page(html)
    assert page.text.strip() == "Lapsed <1>New"
    assert len(page.all("svg", **{"aria-hidden": "true"})) == 2


def test_every_outcome_state_and_follow_up_has_a_look_of_its_own() -> None:
    from motionflow.domain.flow import FollowUpStatus, Outcome, StepState

    source = (TEMPLATES / "parts" / "status.html").read_text(encoding="utf-8")
    tables = re.findall(r"{% set _(\w+)_looks = {(.*?)} %}", source, re.DOTALL)
    looks = {name: set(re.findall(r'"(\w+)": \(', table)) for name, table in tables}
    assert looks == {
        "outcome": {outcome.value for outcome in Outcome},
        "state": {state.value for state in StepState},
        "follow_up": {status.value for status in FollowUpStatus},
    }


# --- votes -----------------------------------------------------------------------------------------

VOTES = [
    {"label": "For", "count": 17, "kind": "for"},
    {"label": "Against", "count": 18, "kind": "against"},
    {"label": "Blank", "count": 0, "kind": "blank"},
]


def test_votes_are_a_picture_with_words_and_a_table(render: Render) -> None:
    page = Page(render('{% import "parts/votes.html" as v %}{{ v.votes("v", o, entitled=40) }}', o=VOTES))
    (picture,) = page.all("svg", role="img")
    assert picture["aria-labelledby"] == "v-title v-desc"
    assert page.all("title", id="v-title")
    assert page.all("desc", id="v-desc")
    assert "For: 17, Against: 18, Blank: 0" in page.text
    assert "35/40" in page.text
    assert "48.6%" in page.text


def test_the_bars_are_as_long_as_the_counts(render: Render) -> None:
    page = Page(render('{% import "parts/votes.html" as v %}{{ v.votes("v", o, entitled=40) }}', o=VOTES))
    bars = [(bar["class"], bar["x"], bar["width"]) for bar in page.all("rect", rx="4")]
    assert bars == [
        ("mf-vote--for", "0.0%", "42.5%"),
        ("mf-vote--against", "42.5%", "45.0%"),
        ("mf-vote--none", "87.5%", "12.5%"),
    ]


def test_no_votes_at_all_are_shown_without_a_picture(render: Render) -> None:
    nothing = [{"label": "For", "count": 0, "kind": "for"}]
    page = Page(render('{% import "parts/votes.html" as v %}{{ v.votes("v", o) }}', o=nothing))
    assert page.all("svg", role="img") == []
    assert page.all("table")


def test_how_each_party_voted_stands_in_a_table(render: Render) -> None:
    page = Page(
        render(
            '{% import "parts/votes.html" as v %}{{ v.votes("v", o, parties=p) }}',
            o=VOTES,
            p=[{"party": "Ap", "counts": [14, 0, 0]}, {"party": "Sp", "counts": [3, 18, 0]}],
        )
    )
    assert page.all("summary")
    assert re.sub(r"\s+", "", page.text.partition("Party")[2]) == "ForAgainstBlankAp14––Sp318–Sum17180"


# --- the way of a case -------------------------------------------------------------------------------


def test_a_step_shows_its_body_its_day_and_what_it_holds(render: Render) -> None:
    page = Page(
        render(
            """{% from "parts/timeline.html" import timeline, step, decision %}
            {% call timeline("Way") %}{% call step("Løken <b>", place="current", on=day, meta=["Item 6.1"]) %}
            {{ decision("We **ask**\n\n<script>x</script>", "Decision", "They *pay*", "Proposed") }}
            {% endcall %}{% endcall %}""",
            day=date(2019, 1, 16),
        )
    )
    assert page.all("time", datetime="2019-01-16")
    assert page.all("li", **{"aria-current": "step"})
    assert "Løken <b>" in page.text
    assert (page.all("strong"), page.all("em"), page.all("script")) == ([{}], [{}], [])


def test_a_paper_that_cannot_be_opened_says_why(render: Render) -> None:
    html = render(
        """{% from "parts/papers.html" import papers, paper %}{% call papers() %}
        {{ paper("Minutes", "/p/1", day, 2000, 2) }}{{ paper("Letter", note="Destroyed.") }}{% endcall %}""",
        day=date(2019, 1, 16),
    )
    page = Page(html)
    assert [link["href"] for link in page.all("a")] == ["/p/1"]
    assert "Word · version 2 · 16/01/2019 · 2 kB" in page.text
    assert "Destroyed." in page.text


# --- forms -----------------------------------------------------------------------------------------


class Sample(Form):
    """One field of each kind."""

    title = StringField("Title", [InputRequired("Write a title.")], description="What it is about.")
    grounds = TextAreaField("Grounds")
    late = BooleanField("Late")
    how = RadioField("How", choices=[SelectChoice("a", "Aloud"), SelectChoice("w", "Written")])
    counts = FieldList(IntegerField("Count", [InputRequired("Write a number.")]), min_entries=2)


FORMS = '{% import "parts/forms.html" as f %}'


@pytest.fixture
def refused() -> Sample:
    form = Sample(MultiDict({"title": ""}))
    form.validate()
    return form


def test_a_field_is_tied_to_its_label_its_help_and_its_error(render: Render, refused: Sample) -> None:
    page = Page(render(FORMS + "{{ f.field(form.title, maxlength=200) }}", form=refused))
    (field,) = page.all("input")
    assert field["aria-describedby"] == "title-description title-error"
    assert field["aria-invalid"] == "true"
    assert field["maxlength"] == "200"
    assert page.all("label", **{"for": "title"})
    assert [a for tag, a in page.found if a.get("id") in ("title-description", "title-error")] != []
    assert "Write a title." in page.text


def test_a_field_without_fault_says_none(render: Render) -> None:
    page = Page(render(FORMS + "{{ f.textarea(form.grounds, lang='nn') }}", form=Sample()))
    (field,) = page.all("textarea")
    assert not {"aria-describedby", "aria-invalid"} & set(field)
    assert field["lang"] == "nn"
    assert "(optional)" in page.text


def test_the_summary_links_to_every_field_with_a_fault(render: Render, refused: Sample) -> None:
    page = Page(render(FORMS + "{{ f.error_summary(form, ['The meeting is over.']) }}", form=refused))
    assert [link["href"] for link in page.all("a")] == ["#title", "#how", "#counts-0", "#counts-1"]
    assert "The meeting is over." in page.text


def test_there_is_no_summary_where_nothing_is_wrong(render: Render) -> None:
    assert render(FORMS + "{{ f.error_summary(form) }}", form=Sample()).strip() == ""


def test_choices_are_named_together_and_one_by_one(render: Render) -> None:
    page = Page(render(FORMS + "{{ f.choices(form.how) }}{{ f.checkbox(form.late) }}", form=Sample()))
    labelled = {label["for"] for label in page.all("label")}
    assert {field["id"] for field in page.all("input")} == labelled == {"how-0", "how-1", "late"}
    assert page.all("legend")


def test_counts_are_summed_against_those_entitled(render: Render) -> None:
    page = Page(render(FORMS + "{{ f.counts(form.counts, form.title, 'Votes') }}", form=Sample()))
    assert page.all("fieldset", **{"data-sum-limit": "title"})
    assert [field["id"] for field in page.all("input") if "data-sum-part" in field] == [
        "counts-0",
        "counts-1",
    ]
    assert page.all("p", **{"aria-live": "polite"})


def test_a_button_of_its_own_sends_its_token_and_its_key(render: Render) -> None:
    page = Page(render(FORMS + "{{ f.button_form('/x', 'Follow', 't', 'k', fields={'to': '1'}) }}"))
    assert [(i["name"], i["value"]) for i in page.all("input")] == [
        ("csrf_token", "t"),
        ("form_key", "k"),
        ("to", "1"),
    ]
    assert page.all("form", method="post", action="/x")


# --- pages -----------------------------------------------------------------------------------------


def test_older_and_newer_are_there_only_when_there_is_more(render: Render) -> None:
    source = '{% from "parts/pages.html" import pages %}{{ pages(newer, older) }}'
    assert render(source, newer=None, older=None).strip() == ""
    assert [a["rel"] for a in Page(render(source, newer=None, older="/2")).all("a")] == ["next"]
    assert [a["rel"] for a in Page(render(source, newer="/1", older="/3")).all("a")] == ["prev", "next"]


def test_the_page_one_is_on_is_no_link(render: Render) -> None:
    source = '{% from "parts/pages.html" import crumbs %}{{ crumbs([("Cases", "/c"), ("2019/1", none)]) }}'
    page = Page(render(source))
    assert {link["href"] for link in page.all("a")} == {"/c"}
    assert page.all("span", **{"aria-current": "page"})


def test_a_row_without_an_address_is_no_link(render: Render) -> None:
    source = '{% from "parts/pages.html" import row %}{{ row("T", lines=["", "l"]) }}'
    page = Page(render(source))
    assert (page.all("a"), len(page.all("span"))) == ([], 1)


POSTING = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
# A form gets its key by itself, with its hidden fields, with a meeting's fields, or as it was sent before.
WITH_A_KEY = ("form_key", "hidden(", "fields(form, body)", "in kept")
# Choosing a language, signing out and stopping mail are the same done twice.
SAME_TWICE = ("people.choose_language", "people.sign_out", "No more mail about this")


def test_every_form_that_writes_has_a_key_against_a_second_press() -> None:
    forms = [
        (template.relative_to(TEMPLATES).as_posix(), form)
        for template in PAGES
        for form in POSTING.findall(template.read_text(encoding="utf-8"))
    ]
    assert len(forms) > 60
    assert [
        (name, form[:160])
        for name, form in forms
        if not any(mark in form for mark in WITH_A_KEY + SAME_TWICE)
    ] == []
