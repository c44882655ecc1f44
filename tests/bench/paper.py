"""One paper, against its parts: an empty document opened and saved, Markdown read, the same text written."""

import io
from xml.etree.ElementTree import Element

from docx import Document
from lxml import etree

from motionflow.documents.blank import W, blank_docx
from motionflow.documents.markdown_tree import plain_parser
from motionflow.documents.word import make_paper
from motionflow.documents.words import markdown_for
from tests.bench.measuring import Figure, milliseconds
from tests.documents import samples

NAME = "one_paper"
MOST_TIMES = 1.5

_TAG = f"{{{W}}}"
_PARAGRAPH, _PARAGRAPH_PROPERTIES, _PARAGRAPH_STYLE = f"{_TAG}p", f"{_TAG}pPr", f"{_TAG}pStyle"
_RUN, _RUN_PROPERTIES, _RUN_STYLE, _BOLD, _VALUE = (
    f"{_TAG}{name}" for name in ("r", "rPr", "rStyle", "b", "val")
)
_PARSER = plain_parser()
Run = tuple[bool, str, tuple[tuple[str, str], ...]]
Line = tuple[str, tuple[Run, ...]]


def measure() -> Figure:
    """Return the time of the minutes of a meeting, the longest of the usual papers."""
    facts = samples.MINUTES
    markdown = markdown_for(facts, "nb")
    lines = lines_of(make_paper(facts, language="nb").content)

    def parts() -> bytes:
        document = Document(io.BytesIO(blank_docx()))
        read(markdown)
        write(document.element.body, lines)
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()

    assert lines_of(parts()) == lines
    took, baseline, ratio = milliseconds(lambda: make_paper(facts, language="nb"), parts, rounds=15, calls=20)
    return Figure(NAME, took, "ms", baseline, ratio, MOST_TIMES, is_kept=ratio <= MOST_TIMES)


def read(markdown: str) -> None:
    """Read Markdown into a tree by Python-Markdown alone, with nothing of ours that hurries or guards it."""
    _PARSER.reset()
    root = Element("div")
    _PARSER.parser.parseChunk(root, markdown)
    for processor in _PARSER.treeprocessors:
        processor.run(root)


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
    """Write paragraphs with their style and their runs, as quickly as lxml can."""
    put, end = etree.SubElement, body[-1]
    body.remove(end)
    for style, runs in lines:
        paragraph = put(body, _PARAGRAPH)
        if style:
            put(put(paragraph, _PARAGRAPH_PROPERTIES), _PARAGRAPH_STYLE, {_VALUE: style})
        for is_bold, run_style, pieces in runs:
            run = put(paragraph, _RUN)
            if is_bold or run_style:
                properties = put(run, _RUN_PROPERTIES)
                if run_style:
                    put(properties, _RUN_STYLE, {_VALUE: run_style})
                if is_bold:
                    put(properties, _BOLD)
            for tag, text in pieces:
                put(run, tag).text = text or None
    body.append(end)
