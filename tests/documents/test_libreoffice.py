"""Every kind of paper opens in LibreOffice and comes out as pages of A4."""

import base64
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Inches, Mm, Pt

from motionflow.documents.letterheads import read_letterhead
from motionflow.documents.phrases import LANGUAGES
from motionflow.documents.word import Paper, make_paper
from tests.documents import samples
from tests.documents.letterheads import letterhead_docx
from tests.documents.test_lined import lines_of

PROSE = "Kommunen skal vurdere om anleggsmaskiner kan byttes ut med elektriske før vinteren kommer og "
WIDE = f"""\
{PROSE * 3}

**{(PROSE * 2).strip()}**

{PROSE.upper() * 2}

## {PROSE}

- {PROSE}
    - {PROSE.upper()}
        1. {PROSE}

| År | {PROSE[:50]} |
|---|---|
| 2019 | 250 000 |"""


def on_a_wide_font(document: Document) -> None:
    """Let a letterhead be of Letter paper with broad margins, in a font that is not installed."""
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Mm(31)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Cambria", Pt(14)
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    normal.paragraph_format.first_line_indent = Mm(10)
    normal.paragraph_format.tab_stops.add_tab_stop(Mm(3))


def booklet_on(change: Callable[[Document], None] | None) -> Paper:
    """Return a booklet with a text that has wide lines, on a letterhead if one is to be had."""
    (motion, *_) = samples.BOOKLET.motions
    facts = replace(samples.BOOKLET, motions=(replace(motion, proposed_decision=WIDE),))
    template = None
    if change is not None:
        read = read_letterhead(letterhead_docx(change), name="brevark.docx")
        template = base64.b64decode(read.template)
    return make_paper(facts, language="nb", template=template)


LINED = {"on_ours": booklet_on(None), "on_a_wide_font": booklet_on(on_a_wide_font)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What LibreOffice makes of every kind in both languages: the text of the pages, by name."""
    folder = tmp_path_factory.mktemp("papers")
    papers = {
        f"{facts.kind}-{language}": make_paper(facts, language=language)
        for facts in samples.SAMPLES
        for language in LANGUAGES
    }
    papers["long"] = make_paper(samples.long_booklet(20), language="nb")
    papers |= LINED
    for name, paper in papers.items():
        (folder / f"{name}.docx").write_bytes(paper.content)
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{name}.docx") for name in papers),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {name: _text(folder / f"{name}.pdf") for name in papers}


def _text(pdf: Path) -> str:
    size = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert ("(letter)" if pdf.stem == "on_a_wide_font" else "(A4)") in size
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize("name", LINED)
def test_a_numbered_line_is_one_line_of_the_page_on_any_letterhead(name: str, pages: dict[str, str]) -> None:
    numbered = ["".join(f"{number}{words}".split()) for number, words in lines_of(LINED[name].content)]
    printed = ["".join(line.split()) for line in pages[name].splitlines()]

    assert len(numbered) > 15
    assert [line for line in numbered if line not in printed] == []


def test_every_kind_opens_and_counts_its_pages(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        sheets = text.rstrip("\f").split("\f")
        numbers = [re.findall(r"Side (\d+) av (\d+)", sheet) for sheet in sheets]

        assert numbers == [[(str(at), str(len(sheets)))] for at in range(1, len(sheets) + 1)], name


def test_the_tables_header_is_repeated_on_the_next_page(pages: dict[str, str]) -> None:
    assert len(re.findall(r"Nr\. +Tittel +Forslagsstiller +Styrets innstilling", pages["long"])) == 2


def test_no_page_of_a_long_booklet_is_almost_empty(pages: dict[str, str]) -> None:
    sheets = pages["long"].rstrip("\f").split("\f")

    assert len(sheets) > 10
    assert min(len([line for line in sheet.splitlines() if line.strip()]) for sheet in sheets[:-1]) > 20
