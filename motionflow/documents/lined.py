"""Texts in numbered lines, set into a paper with the breaks and numbers that the pages have.

In a paper's Markdown such a text stands between two marks, as it was written; it is not read as Markdown
of the paper.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from motionflow.documents import marks
from motionflow.documents.blank import TEXT_WIDTH
from motionflow.documents.footnotes import NoteDesk
from motionflow.documents.line_widths import USUAL_SIZE, drawn_together, room_for_words
from motionflow.documents.looks import PLAIN, look_of
from motionflow.documents.markdown_tree import tree_of
from motionflow.documents.marks import Mark
from motionflow.documents.numbered import NumberedParagraph, TextLine, Words, numbered_paragraphs
from motionflow.documents.text_lines import Set, lines_of
from motionflow.documents.word_model import Run
from motionflow.domain.paragraphs import paragraphs_of

Notes = Mapping[str, Sequence[Run]]

TAG = "lined"
_BEGIN, _END = "\ue010", "\ue011"
_LINED = re.compile(f"^{_BEGIN}(decision|text) (anew|on)$(.*?)^{_END}$", re.MULTILINE | re.DOTALL)
_BETWEEN_CELLS = " | "
_STYLES = {"decision": "LinedDecision", "text": "LinedText"}
_MARKS = re.compile(f"[{_BEGIN}{_END}]")


def between_marks(text: str, *, kind: str, goes_on: bool) -> str:
    """Return a text as it stands in a paper's Markdown: ``kind`` is decision or text.

    ``goes_on`` counts on from the text in numbered lines before it.
    """
    return f"{_BEGIN}{kind} {'on' if goes_on else 'anew'}\n{_MARKS.sub('', text)}\n{_END}"


def tree_with_lines(markdown: str) -> Element:
    """Return a paper's Markdown as a tree, in which ``lined`` elements hold the texts in numbered lines."""
    found: list[Element] = []

    def put_away(lined: re.Match[str]) -> str:
        found.append(Element(TAG, {"kind": lined[1], "counted": lined[2]}))
        found[-1].text = lined[3]
        return f"\n\n{_BEGIN}\n\n"

    root = tree_of(_LINED.sub(put_away, markdown) if _BEGIN in markdown else markdown)
    if found:
        texts = iter(found)
        root[:] = [next(texts, block) if block.text == _BEGIN else block for block in root]
    return root


@dataclass(frozen=True)
class Column:
    """What numbered lines are set in: its width in twips, and their size in half points."""

    room: int = TEXT_WIDTH
    size: int = USUAL_SIZE


def lined_paragraphs(
    lined: Element, *, after: int, within: Mark, desk: NoteDesk, column: Column
) -> Iterator[tuple[Mark, int]]:
    """Yield the paragraphs of a text in numbered lines, each with the number of its last line.

    ``after`` is the last line of the text before it, from which this one counts on if it goes on.
    """
    style = _STYLES[lined.get("kind", "text")]
    first = after + 1 if lined.get("counted") == "on" else 1
    text = lined.text or ""
    notes = lines_of(paragraphs_of(text)).notes if "[^" in text else {}
    for paragraph in numbered_paragraphs(text, first=first):
        if paragraph.lines:
            made = marks.paragraph(style, within=within, keep_next=paragraph.shape.set is Set.HEADING)
            _write_paragraph(made, paragraph, desk, notes, column)
            yield made, paragraph.lines[-1].number


def _write_paragraph(
    made: Mark, paragraph: NumberedParagraph, desk: NoteDesk, notes: Notes, column: Column
) -> None:
    shape = paragraph.shape
    is_item = shape.set in (Set.BULLET, Set.NUMBER)
    steps = 1 + (0 if shape.set is Set.HEADING else shape.level) + (shape.set in (Set.QUOTE, Set.GOES_ON))
    room = room_for_words(column.room, size=column.size, tabs=steps + is_item)
    is_row = shape.set is Set.ROW
    for place, line in enumerate(paragraph.lines):
        marks.line_number(made, line.number, tabs=steps + (is_item and place > 0), goes_on=place > 0)
        before = ""
        if is_item and place == 0:
            before = "•\t" if shape.set is Set.BULLET else f"{paragraph.counted}.\t"
        start = len(made)
        for cell, runs in enumerate(line.cells):
            before = _BETWEEN_CELLS if cell else before
            _write(made, runs, before, is_bold=shape.set is Set.HEADING, desk=desk, notes=notes)
        words = _words_on(line) if is_row or len(line.runs) > 1 else line.runs
        per_cent = drawn_together(words, room=room, is_row=is_row)
        if per_cent < 100:
            marks.draw_together(list(made)[start:], per_cent)


def _words_on(line: TextLine) -> list[Words]:
    """Return what is written on a line, the signs between cells and the numbers of notes too."""
    found: list[Words] = []
    for cell, runs in enumerate(line.cells):
        if cell:
            found.append(Words(_BETWEEN_CELLS, PLAIN, "", ""))
        found += (run._replace(text=run.text + run.note) for run in runs)
    return found


def _write(
    made: Mark, runs: Sequence[Words], before: str, *, is_bold: bool, desk: NoteDesk, notes: Notes
) -> None:
    """Write the runs of a line, after some plain words of ours."""
    if before and (not runs or runs[0].look != PLAIN or runs[0].link or is_bold):
        marks.write(made, before)
        before = ""
    for run in runs:
        if run.note in notes:
            marks.write(made, before)
            before = ""
            _write_note(made, notes[run.note], desk)
            continue
        target = marks.link(made, relation=desk.relation_to(run.link)) if run.link else made
        look = run.look
        if is_bold or run.link:
            look = look_of(bold=look.bold or is_bold, italic=look.italic, code=look.code, link=bool(run.link))
        marks.write(target, before + (f"[{run.note}]" if run.note else run.text), look)
        before = ""


def _write_note(made: Mark, runs: Sequence[Run], desk: NoteDesk) -> None:
    number, note = desk.new_note()
    marks.note_reference(made, number=number)
    for run in runs:
        target = marks.link(note, relation=desk.note_relation_to(run.link)) if run.link else note
        marks.write(target, run.text.replace("\n", " "), marks.linked(run.look) if run.link else run.look)
