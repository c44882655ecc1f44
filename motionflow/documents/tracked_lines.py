"""Compared lines in the order that Word sets them, the rows of both texts in the tables they share."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from motionflow.documents.text_lines import Line, Lines
from motionflow.domain.differences import ParagraphChange, PieceKind


@dataclass(frozen=True)
class Entry:
    """A line to set; SAME has both lines, and its words may yet differ."""

    kind: PieceKind
    line: Line
    old: Line | None
    place: int
    numbers: tuple[int, ...] = ()


def entries_of(changes: Sequence[ParagraphChange], before: Lines, after: Lines) -> Iterator[Entry]:
    """Yield the lines of compared texts; those that became another kind of line twice, old and new."""
    for place, change in enumerate(changes):
        old = before.by_number.get(change.old_number or 0) if change.stands_in_old else None
        new = after.by_number.get(change.new_number or 0) if change.stands_in_new else None
        numbers = (change.old_number,) if change.stands_in_old and change.old_number else ()
        if old is not None and new is not None and (old.shape, old.aligned) == (new.shape, new.aligned):
            yield Entry(PieceKind.SAME, new, old, place, numbers)
            continue
        if old is not None:
            yield Entry(PieceKind.REMOVED, old, None, place, numbers)
        if new is not None:
            yield Entry(PieceKind.ADDED, new, None, place)


def in_tables(entries: Iterable[Entry]) -> Iterator[tuple[int, Entry]]:
    """Yield the lines with the number of the table they stand in, 0 for none, the rows of each together.

    A table of the old text and one of the new are one in Word when they answer to each other. Rows that
    answer to rows of another table are removed there and added here.
    """
    found = list(entries)
    alike = Counter(
        (one.old.table, one.line.table) for one in found if one.old is not None and one.line.table
    )
    answers: dict[int, int] = {}
    for (old, new), _ in alike.most_common():
        if old not in answers and new not in answers.values():
            answers[old] = new
    tables: dict[int, list[Entry]] = {}
    placed: list[int | Entry] = []
    standing: set[int] = set()
    for one in chain.from_iterable(_split(each, answers) for each in found):
        if not one.line.table:
            placed.append(one)
            continue
        is_old = one.kind is PieceKind.REMOVED
        key = answers.get(one.line.table, -one.line.table) if is_old else one.line.table
        tables.setdefault(key, []).append(one)
        # A table of both texts stands at its first row of both: its first rows of the one text may come
        # ahead of a paragraph that stands before the table in the other.
        if key not in standing and (one.old is not None or key not in answers.values()):
            standing.add(key)
            placed.append(key)
    for place in placed:
        yield from [(place, row) for row in tables[place]] if isinstance(place, int) else [(0, place)]


def _split(entry: Entry, answers: Mapping[int, int]) -> Iterator[Entry]:
    if entry.old is None or not entry.line.table or answers.get(entry.old.table) == entry.line.table:
        yield entry
    else:
        yield Entry(PieceKind.REMOVED, entry.old, None, entry.place, entry.numbers)
        yield Entry(PieceKind.ADDED, entry.line, None, entry.place)
