"""A text in numbered lines, as the page, the hall's screen and the booklet set it: one breaking for all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from motionflow.documents.text_lines import Line, Set, Shape, lines_of
from motionflow.documents.word_model import Run
from motionflow.domain.lines import ShownParagraph, number_lines
from motionflow.domain.paragraphs import paragraphs_of


@dataclass(frozen=True)
class TextLine:
    """A line with its number, and what stands on it; of a row of a table one sequence for each cell."""

    number: int
    cells: tuple[tuple[Run, ...], ...]

    @property
    def runs(self) -> tuple[Run, ...]:
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
    counted = _counted(text)
    if first == 1:
        return counted
    return tuple(
        replace(
            paragraph,
            lines=tuple(replace(line, number=line.number + first - 1) for line in paragraph.lines),
        )
        for paragraph in counted
    )


@lru_cache(maxsize=64)
def _counted(text: str) -> tuple[NumberedParagraph, ...]:
    read = lines_of(paragraphs_of(text)).by_number
    lines: dict[int, list[TextLine]] = {number: [] for number in read}
    shown = (
        ShownParagraph(number, _words(line), is_row=line.shape.set is Set.ROW)
        for number, line in read.items()
    )
    for each in number_lines(shown):
        line = read[each.paragraph]
        cells = line.cells
        if line.shape.set is not Set.ROW:
            cells = (tuple(_between(line.runs, each.start, each.end)),)
        lines[each.paragraph].append(TextLine(each.number, cells))
    return tuple(
        NumberedParagraph(number, line.shape, tuple(lines[number]), line.number)
        for number, line in read.items()
    )


def line_span(paragraph: NumberedParagraph) -> tuple[int, int] | None:
    """Return the first and the last line of a paragraph; ``None`` for one without words."""
    return (paragraph.lines[0].number, paragraph.lines[-1].number) if paragraph.lines else None


def _words(line: Line) -> str:
    return " ".join("".join(run.text for run in cell).replace("\n", " ") for cell in line.cells)


def _between(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    """Yield what stands between two places; a reference to a note stays with the word before it."""
    at = 0
    for run in runs:
        text = run.text[max(0, start - at) : max(0, end - at)].replace("\n", " ")
        if text or (run.note and start < at <= end) or (run.note and at == start == 0):
            yield replace(run, text=text)
        at += len(run.text)
