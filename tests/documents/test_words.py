"""Facts become Markdown in two languages, and what users wrote stays in its place."""

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionflow.documents.facts import Facts
from motionflow.documents.markdown_tree import tree_of
from motionflow.documents.phrases import LANGUAGES, Language
from motionflow.documents.setting import plain
from motionflow.documents.words import escaped, link, markdown_for, prose, quoted
from motionflow.domain.flow import Outcome
from motionflow.domain.papers import PaperKind
from motionflow.domain.texts import slug_of
from motionflow.paths import TEMPLATES
from tests.documents import samples

ALL = pytest.mark.parametrize("facts", samples.SAMPLES, ids=lambda facts: facts.kind.value)
HOSTILE = (
    "# Overskrift\n\nUnder\n=====\n\n## Vedtak\n\nVedtatt\n---\n\n---\n\nKari\n\n> sitat\n\n"
    "Forslagsstiller\n:   En annen\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- punkt\n\n    - under\n\n"
    "1. en\n2. to\n\n**feit** *kursiv* [lenke](https://example.org) [ond](javascript:alert(1))\n\n"
    "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} \x0b\x0c\x00\x02klzzwxh:0000\x03"
)


def test_there_is_a_template_for_every_kind_in_both_languages() -> None:
    expected = {f"{kind}.{language}.md" for kind in (*PaperKind, "parts") for language in LANGUAGES}

    assert {file.name for file in (TEMPLATES / "documents").iterdir()} == expected


@ALL
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_written_whole(facts: Facts, language: Language) -> None:
    text = markdown_for(facts, language)

    assert text.startswith(("# ", "Registrert av "))
    assert not re.search(r"\{\{|\}\}|\{%|%\}|qq\d|\bNone\b|\bTrue\b|\bFalse\b|PieceOf|Outcome\.", text)
    assert "\n\n\n" not in text


@ALL
def test_nynorsk_differs_from_bokmål(facts: Facts) -> None:
    assert markdown_for(facts, "nn") != markdown_for(facts, "nb")


BOKMÅL_ONLY = re.compile(
    r"\b(ikke|fra|noe|hva|en|et|ble|saken|innen|behandl\w+|begrunnelse|kilde[rn]?|sted|endringer|"
    r"forslagsstiller|hver[t]?|flere|nå|penger|egen|uten|tall|stemmeberettigede?|flertall|vedtatt)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("kind", [*PaperKind, "parts"])
def test_no_bokmål_is_left_in_a_nynorsk_template(kind: str) -> None:
    text = (TEMPLATES / "documents" / f"{kind}.nn.md").read_text(encoding="utf-8")
    shown = re.sub(r"\{%.*?%\}", "", text)
    code = re.sub(r"\{\{.*?\}\}", lambda found: " ".join(re.findall(r'"([^"]*)"', found[0])), shown)

    assert BOKMÅL_ONLY.findall(code) == []


@pytest.mark.parametrize("kind", [*PaperKind, "parts"])
def test_both_languages_ask_for_the_same_facts(kind: str) -> None:
    asked = [
        re.findall(
            r"\b(?:paper|one|item|row|version|motion|point|decision|money|source|say|parts)\.(?!n[bn]\b)[\w.]+",
            (TEMPLATES / "documents" / f"{kind}.{language}.md").read_text(encoding="utf-8"),
        )
        for language in LANGUAGES
    ]

    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "text",
    [
        *("# ikke overskrift", "1. januar", "- strek", "+1", ": kolon", "> sitat", "a * b * c", "_x_", "`x`"),
        *("[x](y)", "<b>", "a | b", "\\*", "=== ", "AT&T &amp; co", "2019/1", "16.1.2019", "100 %", "***"),
    ],
)
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    root = tree_of(f"{escaped(text)}\n")

    assert [(block.tag, plain(block), len(block)) for block in root] == [("p", text.strip(), 0)]


@given(st.text(max_size=80))
def test_any_plain_text_stays_one_paragraph_of_text(text: str) -> None:
    root = tree_of(f"x {escaped(text)}\n")

    assert [(block.tag, len(block)) for block in root] == [("p", 0)]


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*"#>-*_=|:[]()`~\n \\1.ax", "\n\n", "---", "| - |", "    "]), max_size=60))
def test_no_text_of_a_user_gets_out_of_its_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    root = tree_of(f"## Før\n\n{prose(text, 4)}\n\n## Mellom\n\n{quoted(text)}\n\n## Etter\n")
    tags = [block.tag for block in root]

    assert [plain(block) for block in root if block.tag == "h2"] == ["Før", "Mellom", "Etter"]
    assert not {"h1", "h3", "hr", "dl"} & set(tags)
    boxed = tags[len(tags) - 1 - tags[::-1].index("h2", 1) + 1 : -1]
    assert set(boxed) <= {"blockquote"}


def test_a_users_headings_go_below_the_papers_own() -> None:
    assert prose("# A\n\nB\n===\n\nC\n---\n\n###### D", 3) == "\n".join(
        ["", "### A", "", "", "", "### B", "", "", "", "#### C", "", "", "", "###### D", ""]
    )


def test_what_users_write_keeps_its_lists_tables_and_looks() -> None:
    root = tree_of(prose(HOSTILE, 4))
    tags = {element.tag for element in root.iter()}

    assert {"ul", "ol", "table", "strong", "em", "a", "blockquote"} <= tags
    assert "script" not in tags
    assert "{{ 7 * 7 }}" in "".join(root.itertext())


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_leaves_the_headings_of_a_paper_as_they_are(language: Language) -> None:
    calm = dataclasses.replace(samples.MOTION, grounds="x", background="x", proposed_decision="x")
    hostile = dataclasses.replace(
        samples.MOTION, grounds=HOSTILE, background=HOSTILE, proposed_decision=HOSTILE
    )

    def headings(facts: Facts) -> list[str]:
        return [plain(block) for block in tree_of(markdown_for(facts, language)) if block.tag in ("h1", "h2")]

    assert headings(hostile) == headings(calm)


def test_a_line_break_within_a_title_does_not_end_it() -> None:
    facts = dataclasses.replace(samples.LETTER, title="Tittel\n\n# Ny\x0btittel")

    assert markdown_for(facts, "nb").split("\n")[0] == "# Oversendelse av sak: Tittel \\# Ny tittel"


def test_an_enum_is_never_printed_by_its_value() -> None:
    with pytest.raises(TypeError, match="cannot show"):
        escaped(Outcome.ADOPTED)


def test_nothing_is_never_printed_as_a_word() -> None:
    with pytest.raises(TypeError, match="cannot show"):
        escaped(None)


def test_only_web_addresses_become_links() -> None:
    assert link("https://example.org/a_b") == "[https://example.org/a\\_b](<https://example.org/a_b>)"
    assert link("javascript:alert(1)") == "javascript:alert(1)"


def test_file_names_are_spelled_in_ascii() -> None:
    assert slug_of("Løken Arbeiderforening") == "loken-arbeiderforening"
    assert slug_of("Ås & Ælvdal – Øvre, É") == "as-aelvdal-ovre-e"
