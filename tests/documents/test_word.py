"""A paper is an accessible Word document, and the same facts give the same bytes."""

import dataclasses
import io
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from motionflow.documents.facts import Facts
from motionflow.documents.phrases import LANGUAGES, LOCALES, Language
from motionflow.documents.word import Letterhead, make_docx, make_paper
from tests.documents import samples
from tests.documents.opened import W, lines, paragraphs, parts, style_of, text_of, tree
from tests.documents.test_words import HOSTILE

ALL = pytest.mark.parametrize("facts", samples.SAMPLES, ids=lambda facts: facts.kind.value)
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
LISTED = "numId"

# ECMA-376 part 1, 17.3.1.26 (pPr), 17.3.2.28 (rPr), 17.4.60 (tblPr), 17.6.17 (sectPr).
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr "
    "shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
    "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
    "vertAlign rtl cs em lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
    "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
    "qFormat locked personal pPr rPr tblPr trPr tcPr tblStylePr",
    "pBdr": "top left bottom right between bar",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "trPr": "cantSplit tblHeader",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "numbering": "numPicBullet abstractNum num",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol "
    "listSeparator",
    "tbl": "tblPr tblGrid tr",
}


def plain_docx(markdown: str, language: Language = "nb") -> bytes:
    return make_docx(markdown, title="T", language=language, author="A", created_on=date(2019, 1, 16))


@ALL
@EVERY_LANGUAGE
def test_the_same_facts_give_the_same_bytes(facts: Facts, language: Language) -> None:
    assert make_paper(facts, language=language) == make_paper(facts, language=language)


def test_a_fresh_process_makes_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.documents.samples import SAMPLES;"
        "from motionflow.documents.word import make_paper;"
        "made = [make_paper(sample, language='nn').content for sample in SAMPLES];"
        "print(*[hashlib.sha256(content).hexdigest() for content in made])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).resolve().parents[2],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }

    assert len(runs) == 1


def test_parts_lie_in_order_with_a_fixed_day() -> None:
    with zipfile.ZipFile(io.BytesIO(make_paper(samples.MINUTES, language="nb").content)) as archive:
        entries = archive.infolist()

    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


@ALL
@EVERY_LANGUAGE
def test_elements_stand_in_the_order_of_the_schema(facts: Facts, language: Language) -> None:
    content = make_paper(facts, language=language).content
    for name in parts(content):
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        for element in tree(content, name).iter():
            order = ORDER.get(etree.QName(element).localname)
            if order is not None:
                places = [order.split().index(etree.QName(child).localname) for child in element]
                assert places == sorted(places), (name, etree.tostring(element))


@ALL
@EVERY_LANGUAGE
def test_a_paper_says_its_title_author_language_and_day(facts: Facts, language: Language) -> None:
    paper = make_paper(facts, language=language)
    properties = docx.Document(io.BytesIO(paper.content)).core_properties

    assert properties.title == paper.title
    assert properties.author == facts.head.issuer.name
    assert properties.language == LOCALES[language]
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.date() == facts.head.dated
    languages = tree(paper.content, "word/styles.xml").iter(f"{W}lang")
    assert [one.get(f"{W}val") for one in languages] == [LOCALES[language]]


@ALL
def test_a_paper_has_one_title_and_headings_that_skip_no_level(facts: Facts) -> None:
    styles = [style for style, _ in paragraphs(make_paper(facts, language="nb").content)]
    levels = [int(style[-1]) for style in styles if style.startswith("Heading")]

    assert styles.count("Title") == 1
    assert all(later <= before + 1 for before, later in zip([0, *levels], levels, strict=False))


def test_headings_are_wordss_own() -> None:
    document = docx.Document(io.BytesIO(make_paper(samples.BOOKLET, language="nb").content))

    assert {"Title", "Heading 1", "Heading 2", "Heading 3"} <= {one.style.name for one in document.paragraphs}


@ALL
def test_every_table_repeats_its_header_row_and_never_splits_a_row(facts: Facts) -> None:
    for table in tree(make_paper(facts, language="nb").content).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")

        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert all(text_of(cell) for cell in rows[0].iter(f"{W}tc"))


@ALL
@EVERY_LANGUAGE
def test_every_page_says_its_number_of_how_many(facts: Facts, language: Language) -> None:
    content = make_paper(facts, language=language).content
    for name in ("word/footer1.xml", "word/footer2.xml"):
        footer = tree(content, name)

        assert text_of(footer).endswith("Side 1 av 1")
        assert text_of(footer).startswith(facts.head.issuer.name)
        assert [(one.text or "").strip() for one in footer.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]
    assert b"updateFields" not in parts(content)["word/settings.xml"]


def test_a_paper_is_a4_and_its_first_page_has_no_running_title() -> None:
    document = docx.Document(io.BytesIO(make_paper(samples.MINUTES, language="nb").content))
    section = document.sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.left_margin > Mm(20)
    assert section.header.paragraphs[0].text.startswith("Protokoll fra årsmøtet i A-H Arbeiderparti")
    assert section.first_page_header.paragraphs[0].text == "\tEksempel: personer og tall er oppdiktet"


def test_sender_stands_left_and_date_and_reference_right() -> None:
    head = dataclasses.replace(samples.LETTER.head, their_reference="12/3", version=2)
    content = make_paper(dataclasses.replace(samples.LETTER, head=head), language="nb").content
    top = [text for style, text in paragraphs(content) if style == "Sender"]

    assert top == [
        "Løken Arbeiderforening\tDato: 18.\u00a0januar 2019",
        "Løken\tVår ref.: 2019/1",
        "\tDeres ref.: 12/3",
        "\tVersjon 2",
    ]


def test_the_file_is_named_by_day_body_and_kind() -> None:
    assert (
        make_paper(samples.NOTICE_OF_DECISION, language="nb").file_stem
        == "2019-12-20-a-h-arbeiderparti-decision-notice"
    )


def test_numbered_lists_begin_anew_and_nest() -> None:
    content = plain_docx("# T\n\n1. en\n2. to\n    1. under\n\nmellom\n\n3. tre\n\n- punkt\n    - under")
    numbers = {
        text_of(one): tuple(
            one.find(f"{W}pPr/{W}numPr/{W}{name}").get(f"{W}val") for name in ("ilvl", LISTED)
        )
        for one in tree(content).iter(f"{W}p")
        if one.find(f"{W}pPr/{W}numPr") is not None
    }
    starts = {
        number.get(f"{W}numId"): number.find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val")
        for number in tree(content, "word/numbering.xml").iter(f"{W}num")
        if len(number) > 1
    }

    assert numbers["en"] == numbers["to"]
    assert len({numbers["en"][1], numbers["under"][1], numbers["tre"][1]}) == 3
    assert starts[numbers["en"][1]] == "1"
    assert starts[numbers["tre"][1]] == "3"
    assert numbers["under"][0] == "1"


def test_links_lead_where_they_say_and_only_there() -> None:
    content = plain_docx(
        "# T\n\n[a](https://example.org/?a=1&b=2) [b](javascript:alert(1)) [c](file:///etc/x)"
    )
    targets = [
        one.get("Target")
        for one in tree(content, "word/_rels/document.xml.rels")
        if one.get("TargetMode") == "External"
    ]

    assert targets == ["https://example.org/?a=1&b=2"]
    assert lines(content)[-1] == "a b c"


def test_the_booklets_overview_leads_to_its_motions() -> None:
    document = tree(make_paper(samples.BOOKLET, language="nb").content)
    anchors = [one.get(f"{W}anchor") for one in document.iter(f"{W}hyperlink") if one.get(f"{W}anchor")]
    places = [one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart")]

    assert anchors == places == ["to_forslag_nr_4", "to_forslag_nr_5"]


def test_a_decision_is_a_box_and_a_quote_within_it_stays_in_it() -> None:
    found = [style for style, _ in paragraphs(plain_docx("# T\n\n> vedtak\n>\n> > sitat\n>\n> 1. punkt"))]

    assert found == ["Title", "DecisionText", "DecisionQuote", "DecisionText"]


def test_a_small_heading_stays_with_what_it_heads() -> None:
    content = plain_docx("# T\n\nForan.\n\n**Endringsforslag A1**\n\nEndres.\n\n*Begrunnelse:*\n\nFordi.")
    properties = {text_of(each): each[0] for each in tree(content).iter(f"{W}p") if text_of(each)}
    space_of = {
        text: {etree.QName(name).localname: size for name, size in found.attrib.items()}
        for text, each in properties.items()
        for found in each.findall(f"{W}spacing")
    }

    assert [text for text, each in properties.items() if each.find(f"{W}keepNext") is not None] == [
        "Endringsforslag A1",
        "Begrunnelse:",
    ]
    assert space_of == {"Endringsforslag A1": {"before": "180"}, "Begrunnelse:": {"after": "40"}}


def kept_rows(rows: int, *, text: str = "1") -> list[bool]:
    """Return for each row of a table, with the heading above it, whether it stays with what follows."""
    lines = "\n".join(f"| {number} | {text} |" for number in range(rows))
    table = f"| Svar | Antall |\n| --- | ---: |\n{lines}"
    body = tree(plain_docx(f"# T\n\nForan.\n\n**Votering 1**\n\n{table}\n\nVedtatt.")).find(f"{W}body")
    assert body is not None
    heading, set_table = body[-4], body[-3]
    return [
        all(each.find(f"{W}pPr/{W}keepNext") is not None for each in place.iter(f"{W}p"))
        for place in (heading, *set_table.iter(f"{W}tr"))
    ]


def test_a_short_table_stands_on_one_page_with_its_heading() -> None:
    assert kept_rows(3) == [True, True, True, True, False]
    assert kept_rows(12) == [True, True, *[False] * 12]
    assert kept_rows(3, text="ord " * 100) == [True, True, False, False, False]


def test_a_users_quote_is_no_decision() -> None:
    assert paragraphs(plain_docx("# T\n\n> > sitat"))[-1] == ("Quote", "sitat")


def test_two_sign_beside_each_other() -> None:
    found = paragraphs(plain_docx("# T\n\n---\n\nKari\n\n---\n\nOla\n\n---\n\nAnne"))

    assert found[1:] == [
        ("SignatureLine", "\t\t\t"),
        ("SignatureName", "Kari\tOla"),
        ("SignatureLine", "\t"),
        ("SignatureName", "Anne"),
    ]


def test_what_cannot_be_printed_is_left_out() -> None:
    facts = dataclasses.replace(
        samples.LETTER,
        title="A\x00B\x0bC\ud800",
        proposed_decision=HOSTILE,
        recipient_leader=dataclasses.replace(samples.OLA, name="Ola\x01\ufffe\nPrøve"),
        head=dataclasses.replace(samples.LETTER.head, reference="1\x02\x03"),
    )
    paper = make_paper(facts, language="nb")

    assert paper.title == "Oversendelse av sak: AB C"
    assert "A-H Arbeiderparti v/ Ola Prøve" in lines(paper.content)
    assert not any("klzzwxh" in line and "\x02" in line for line in lines(paper.content))


def test_a_users_text_signs_nothing_and_heads_nothing() -> None:
    calm = make_paper(dataclasses.replace(samples.LETTER, proposed_decision="x"), language="nb").content
    wild = make_paper(dataclasses.replace(samples.LETTER, proposed_decision=HOSTILE), language="nb").content
    own = ("Title", "Heading1", "Heading2", "Heading3", "SignatureLine", "SignatureName", "Field", "Mark")

    assert [one for one in paragraphs(wild) if one[0] in own] == [
        one for one in paragraphs(calm) if one[0] in own
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=40))
def test_any_text_gives_a_document_that_opens(text: str, title: str) -> None:
    facts = dataclasses.replace(
        samples.MOTION, title=title or "x", grounds=text, proposed_decision=text, number=title
    )
    content = make_paper(facts, language="nb").content

    assert docx.Document(io.BytesIO(content)).paragraphs


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*"#>-*|: \n1.ab", "\n\n", "    ", "| a | b |\n| - | - |\n"]), max_size=50))
def test_any_markdown_gives_a_document_that_opens(pieces: list[str]) -> None:
    content = plain_docx("".join(pieces))

    assert docx.Document(io.BytesIO(content)) is not None
    for cell in tree(content).iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"


def test_a_document_can_be_made_of_markdown_alone() -> None:
    content = make_docx(
        "# Tittel\n\ntekst",
        title="Tittel",
        language="nn",
        author="Laget",
        created_on=date(2020, 2, 29),
        letterhead=Letterhead(sender=("Laget",), references=("Dato",), footer="Laget"),
    )

    assert lines(content) == ["Laget\tDato", "Tittel", "tekst"]


def test_a_meetings_time_is_norways() -> None:
    winter = dataclasses.replace(samples.BRANCH_MEETING, starts_at=datetime(2019, 1, 16, 23, 30, tzinfo=UTC))
    content = make_paper(dataclasses.replace(samples.NOTICE, meeting=winter), language="nb").content

    assert "Tid:\ttorsdag 17.\u00a0januar 2019 kl.\u00a000.30–20.30" in lines(content)


def test_style_of_a_paragraph_without_one_is_normal() -> None:
    assert style_of(etree.fromstring(f'<p xmlns="{W[1:-1]}"/>')) == "Normal"
