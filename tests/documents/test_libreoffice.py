"""Every kind of paper opens in LibreOffice and comes out as pages of A4."""

import re
import subprocess
from pathlib import Path

import pytest

from motionflow.documents.phrases import LANGUAGES
from motionflow.documents.word import make_paper
from tests.documents import samples


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
    assert "(A4)" in size
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout


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
