"""Texts in numbered lines, set into a paper with the breaks and numbers that the pages have.

In a paper's Markdown such a text stands between two marks, as it was written; it is not read as Markdown
of the paper.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from motionflow.documents import marks
from motionflow.documents.looks import look_of
from motionflow.documents.markdown_tree import tree_of
from motionflow.documents.marks import Mark
from motionflow.documents.numbered import NumberedParagraph, numbered_paragraphs
from motionflow.documents.text_lines import Set
from motionflow.documents.word_model import Run

TAG = "lined"
_BEGIN, _END = "\ue010", "\ue011"
_LINED = re.compile(f"^{_BEGIN}([a-z]+) (\\d+)$(.*?)^{_END}$", re.MULTILINE | re.DOTALL)
_STYLES = {"decision": "LinedDecision", "text": "LinedText"}
_MARKS = re.compile(f"[{_BEGIN}{_END}]")


def between_marks(text: str, *, kind: str, first: int) -> str:
    """Return a text as it stands in a paper's Markdown: ``kind`` is decision or text."""
    return f"{_BEGIN}{kind} {first}\n{_MARKS.sub('', text)}\n{_END}"


def lines_in(text: str) -> int:
    """Return how many lines a text has."""
    return sum(len(paragraph.lines) for paragraph in numbered_paragraphs(text))


def tree_with_lines(markdown: str) -> Element:
    """Return a paper's Markdown as a tree, in which ``lined`` elements hold the texts in numbered lines."""
    if _BEGIN not in markdown:
        return tree_of(markdown)
    parts = _LINED.split(markdown)
    root = tree_of(parts[0])
    for start in range(1, len(parts), 4):
        kind, first, text, following = parts[start : start + 4]
        lined = SubElement(root, TAG, {"kind": kind, "first": first})
        lined.text = text
        root.extend(tree_of(following))
    return root


def lined_paragraphs(lined: Element, *, within: Mark, relation_to: Callable[[str], str]) -> Iterator[Mark]:
    """Yield the paragraphs of a text in numbered lines."""
    style = _STYLES.get(lined.get("kind", ""), _STYLES["text"])
    for paragraph in numbered_paragraphs(lined.text or "", first=int(lined.get("first", "1"))):
        if paragraph.lines:
            yield _paragraph(paragraph, style, within, relation_to)


def _paragraph(
    paragraph: NumberedParagraph, style: str, within: Mark, relation_to: Callable[[str], str]
) -> Mark:
    shape = paragraph.shape
    made = marks.paragraph(style, within=within, keep_next=shape.set is Set.HEADING)
    is_item = shape.set in (Set.BULLET, Set.NUMBER)
    steps = 1 + (0 if shape.set is Set.HEADING else shape.level) + (shape.set in (Set.QUOTE, Set.GOES_ON))
    for place, line in enumerate(paragraph.lines):
        if place:
            marks.line_break(made)
        marks.line_number(made, line.number)
        marks.write(made, "\t" * steps)
        if is_item:
            marks.write(
                made, ("•" if shape.set is Set.BULLET else f"{paragraph.counted}.") if not place else ""
            )
            marks.write(made, "\t")
        for cell, runs in enumerate(line.cells):
            marks.write(made, " | " if cell else "")
            _write(made, runs, is_bold=shape.set is Set.HEADING, relation_to=relation_to)
    return made


def _write(made: Mark, runs: Sequence[Run], *, is_bold: bool, relation_to: Callable[[str], str]) -> None:
    for link, group in groupby(runs, key=lambda run: run.link):
        target = marks.link(made, relation=relation_to(link)) if link else made
        for run in group:
            look = look_of(
                bold=run.look.bold or is_bold, italic=run.look.italic, code=run.look.code, link=bool(link)
            )
            marks.write(target, f"[{run.note}]" if run.note else run.text, look)
