"""A text in numbered lines, as the page, the hall's screen and the booklet set it: one breaking for all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from motionflow.documents.looks import Look
from motionflow.documents.text_lines import Line, Set, Shape, lines_of
from motionflow.documents.word_model import Run
from motionflow.domain.lines import ShownParagraph, number_lines
from motionflow.domain.paragraphs import paragraphs_of


class Words(NamedTuple):
    """Words with one look on a line, or (``note``) a reference to a footnote."""

    text: str
    look: Look
    link: str
    note: str


class TextLine(NamedTuple):
    """A line with its number, and what stands on it; of a row of a table one sequence for each cell."""

    number: int
    cells: tuple[tuple[Words, ...], ...]

    @property
    def runs(self) -> tuple[Words, ...]:
        """What stands on a line that is no row."""
        return self.cells[0]


@dataclass(frozen=True)
class NumberedParagraph:
    """A paragraph with its number and its lines. ``counted`` is its own number where it is a counted item."""

    number: int
    shape: Shape
    lines: tuple[TextLine, ...]
    counted: int = 0


def numbered_paragraphs(text: str, *, first: int = 1) -> tuple[NumberedParagraph, ...]:
    """Return a text in lines, counted from ``first``. What footnotes say has no lines."""
    read = lines_of(paragraphs_of(text)).by_number
    lines: dict[int, list[TextLine]] = {number: [] for number in read}
    shown = (
        ShownParagraph(number, _shown(line), is_row=line.shape.set is Set.ROW)
        for number, line in read.items()
    )
    for each in number_lines(shown, first=first):
        line = read[each.paragraph]
        if line.shape.set is Set.ROW:
            cells = tuple(tuple(_words_of(run, run.text) for run in cell) for cell in line.cells)
        else:
            cells = (tuple(_between(line.runs, each.start, each.end)),)
        lines[each.paragraph].append(TextLine(each.number, cells))
    return tuple(
        NumberedParagraph(number, line.shape, tuple(lines[number]), line.number)
        for number, line in read.items()
    )


def line_span(paragraph: NumberedParagraph) -> tuple[int, int] | None:
    """Return the first and the last line of a paragraph; ``None`` for one without words."""
    return (paragraph.lines[0].number, paragraph.lines[-1].number) if paragraph.lines else None


def _shown(line: Line) -> str:
    if len(line.cells) == len(line.cells[0]) == 1:
        return line.cells[0][0].text.replace("\n", " ")
    return " ".join("".join([run.text for run in cell]).replace("\n", " ") for cell in line.cells)


def _between(runs: Sequence[Run], start: int, end: int) -> Iterator[Words]:
    """Yield what stands between two places; a reference to a note stays with the word before it."""
    at = 0
    for run in runs:
        until = at + len(run.text)
        if run.note:
            if start < at <= end or at == start == 0:
                yield _words_of(run, "")
        elif at < end and start < until:
            yield _words_of(run, run.text[max(0, start - at) : end - at])
        at = until


def _words_of(run: Run, text: str) -> Words:
    return Words(text.replace("\n", " "), run.look, run.link, run.note)
