"""What became of a text line by line, its words compared as they are seen and not as they are written.

The pages, the hall's screen and the sentences of papers are made from this one list, so that none of them
shows the signs of Markdown.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from motionflow.documents.hands import Hand, runs_by_hand
from motionflow.documents.run_changes import ChangedRun, compare_runs, restyled
from motionflow.documents.text_lines import NOTE_SIGN, Line, Lines, Set, Shape, lines_of, note_key
from motionflow.documents.word_model import Run
from motionflow.domain.differences import ChangeKind, ParagraphChange, PieceKind, Restyle
from motionflow.domain.paragraphs import Paragraph

NO_HANDS: Mapping[int, Sequence[Hand]] = {}


@dataclass(frozen=True)
class ChangedLine:
    """A line and what became of it: runs with what became of each, of a row of a table for every cell.

    Where a paragraph became another kind of line, the old and the new line follow each other as removed
    and added, both with the one ``change``. What a footnote says is a line too, with its key in ``note``.
    """

    kind: ChangeKind
    change: ParagraphChange
    line: Line
    cells: tuple[tuple[ChangedRun, ...], ...]
    note: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anything became of it."""
        return self.kind is not ChangeKind.SAME


@dataclass(frozen=True)
class Stretch:
    """Runs of one kind that follow each other; ``restyles`` is what is done to words that only look new."""

    kind: PieceKind
    runs: tuple[ChangedRun, ...]
    restyles: tuple[Restyle, ...] = ()


def changed_lines(
    changes: Sequence[ParagraphChange],
    *,
    hands: Mapping[int, Sequence[Hand]] = NO_HANDS,
    noted: Collection[str] = (),
) -> list[ChangedLine]:
    """Return the lines of compared texts in order, with what became of each.

    ``hands`` has who changed a paragraph by its place, where several did; ``noted`` are the keys of notes
    that stand elsewhere, for a part of a text.
    """
    before = _Side([(each.old_number, each.old) for each in changes if each.stands_in_old], noted)
    after = _Side([(each.new_number, each.new) for each in changes if each.stands_in_new], noted)
    keys = list(dict.fromkeys((*after.notes, *before.notes, *noted)))
    reading = _Reading(before, after, hands, noted, keys)
    return [line for place, change in enumerate(changes) for line in reading.lines(place, change)]


def stretches_in(runs: Sequence[ChangedRun]) -> list[Stretch]:
    """Return the runs of a line in stretches of what was removed, what came, and what stayed."""
    found: list[Stretch] = []
    for (kind, _), group in groupby(runs, key=lambda each: (each.kind, each.by)):
        stretch = Stretch(kind, tuple(group))
        if kind is PieceKind.ADDED and found and found[-1].kind is PieceKind.REMOVED:
            sides = ([each.run for each in one.runs] for one in (found[-1], stretch))
            stretch = replace(stretch, restyles=restyled(*sides))
        found.append(stretch)
    return found


class _Side:
    """The lines of the old or of the new text, by the numbers of their paragraphs."""

    def __init__(
        self, numbered: Sequence[tuple[int | None, Paragraph | None]], noted: Collection[str]
    ) -> None:
        standing = {number or 0: one for number, one in numbered if one is not None}
        numbers = sorted(standing)
        read: Lines = lines_of([standing[number] for number in numbers], noted=noted)
        self.by_number = {numbers[place - 1]: line for place, line in read.by_number.items()}
        self.notes = read.notes

    def note_line(self, paragraph: Paragraph | None) -> Line | None:
        """Return what a footnote's paragraph says, as a line."""
        key = note_key(paragraph) if paragraph is not None else ""
        return Line(Shape(Set.NOTE), (self.notes[key],)) if key in self.notes else None


@dataclass(frozen=True)
class _Reading:
    before: _Side
    after: _Side
    hands: Mapping[int, Sequence[Hand]]
    noted: Collection[str]
    keys: Sequence[str]

    def lines(self, place: int, change: ParagraphChange) -> Iterator[ChangedLine]:
        old = self.before.by_number.get(change.old_number or 0)
        new = self.after.by_number.get(change.new_number or 0)
        paragraph = change.new or change.old
        note = note_key(paragraph) if paragraph is not None else ""
        if note:
            old, new = self.before.note_line(change.old), self.after.note_line(change.new)
        for kind, one, other in _sides(change.kind, old, new):
            line = other or one
            if line is not None:
                cells = self._cells(one, other, self.hands.get(place, ()))
                yield ChangedLine(kind, change, line, cells, note)

    def _cells(
        self, old: Line | None, new: Line | None, hands: Sequence[Hand]
    ) -> tuple[tuple[ChangedRun, ...], ...]:
        if old is not None and new is not None:
            pairs = zip(old.cells, new.cells, strict=True)
            return tuple(self._runs(one, other, hands, cell) for cell, (one, other) in enumerate(pairs))
        kind = PieceKind.REMOVED if new is None else PieceKind.ADDED
        line = old or new
        by, cells = hands[0].by if hands else None, line.cells if line else ()
        return tuple(tuple(ChangedRun(kind, run, by) for run in cell) for cell in cells)

    def _runs(
        self, old: Sequence[Run], new: Sequence[Run], hands: Sequence[Hand], cell: int
    ) -> tuple[ChangedRun, ...]:
        keys = self.keys

        def sign(run: Run, _: bool) -> str:
            return chr(NOTE_SIGN + keys.index(run.note))

        if len(hands) > 1:
            noted = {*self.noted, *(self.before.notes.keys() & self.after.notes.keys())}
            runs = runs_by_hand(old, hands, cell=cell, sign=sign, noted=noted)
        else:
            runs = compare_runs(old, new, sign=sign)
        by = hands[0].by if len(hands) == 1 else None
        named = (replace(each, by=None if each.kind is PieceKind.SAME else each.by or by) for each in runs)
        return tuple(replace(each, run=_with_key(each.run, keys)) for each in named)


def _with_key(run: Run, keys: Sequence[str]) -> Run:
    return replace(run, note=keys[ord(run.note) - NOTE_SIGN]) if run.note else run


def _sides(
    kind: ChangeKind, old: Line | None, new: Line | None
) -> Iterator[tuple[ChangeKind, Line | None, Line | None]]:
    """Yield the old and the new line of a paragraph; apart where one is a heading and the other is not."""
    if kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        yield kind, old, new
    elif kind is ChangeKind.MOVED_AWAY:
        yield kind, old, old
    elif kind is ChangeKind.MOVED_HERE and (old is None or new is None or old.shape != new.shape):
        yield kind, new, new
    elif old is not None and new is not None and old.shape == new.shape:
        yield kind, old, new
    else:
        yield ChangeKind.REMOVED, old, None
        yield ChangeKind.ADDED, None, new
