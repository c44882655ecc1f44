"""One paper, against its parts: an empty document opened and saved, Markdown read, the same text written."""

import io

from docx import Document
from lxml import etree

from motionflow.documents.blank import W, blank_docx
from motionflow.documents.markdown_tree import tree_of
from motionflow.documents.word import make_paper
from motionflow.documents.words import markdown_for
from tests.bench.measuring import Figure, milliseconds
from tests.documents import samples

NAME = "one_paper"
MOST_TIMES = 1.5

_TAG = f"{{{W}}}"
Run = tuple[bool, str, tuple[tuple[str, str], ...]]
Line = tuple[str, tuple[Run, ...]]


def measure() -> Figure:
    """Return the time of the minutes of a meeting, the longest of the usual papers."""
    facts = samples.MINUTES
    markdown = markdown_for(facts, "nb")
    lines = lines_of(make_paper(facts, language="nb").content)

    def parts() -> bytes:
        document = Document(io.BytesIO(blank_docx()))
        tree_of(markdown)
        write(document.element.body, lines)
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()

    assert lines_of(parts()) == lines
    took, baseline, ratio = milliseconds(lambda: make_paper(facts, language="nb"), parts, rounds=15, calls=20)
    return Figure(NAME, took, "ms", baseline, ratio, MOST_TIMES, is_kept=ratio <= MOST_TIMES)


def lines_of(content: bytes) -> list[Line]:
    """Return every paragraph's style and its runs: bold or not, their style, and text, tabs and breaks."""
    body = Document(io.BytesIO(content)).element.body
    found = []
    for paragraph in body.iter(f"{_TAG}p"):
        style = paragraph.find(f"{_TAG}pPr/{_TAG}pStyle")
        runs = tuple(
            (
                run.find(f"{_TAG}rPr/{_TAG}b") is not None,
                _value(run.find(f"{_TAG}rPr/{_TAG}rStyle")),
                tuple(
                    (one.tag, one.text or "")
                    for one in run
                    if one.tag in (f"{_TAG}t", f"{_TAG}tab", f"{_TAG}br")
                ),
            )
            for run in paragraph.iter(f"{_TAG}r")
        )
        found.append((_value(style), runs))
    return found


def _value(style: etree._Element | None) -> str:
    return "" if style is None else str(style.get(f"{_TAG}val"))


def write(body: etree._Element, lines: list[Line]) -> None:
    """Write paragraphs with their style and their runs."""
    end = body[-1]
    for style, runs in lines:
        paragraph = etree.SubElement(body, f"{_TAG}p")
        if style:
            properties = etree.SubElement(paragraph, f"{_TAG}pPr")
            etree.SubElement(properties, f"{_TAG}pStyle").set(f"{_TAG}val", style)
        for is_bold, run_style, pieces in runs:
            run = etree.SubElement(paragraph, f"{_TAG}r")
            if is_bold or run_style:
                properties = etree.SubElement(run, f"{_TAG}rPr")
                if run_style:
                    etree.SubElement(properties, f"{_TAG}rStyle").set(f"{_TAG}val", run_style)
                if is_bold:
                    etree.SubElement(properties, f"{_TAG}b")
            for tag, text in pieces:
                etree.SubElement(run, tag).text = text
        end.addprevious(paragraph)
