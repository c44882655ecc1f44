"""What differs between two texts as a page shows it: words marked, and long unchanged stretches folded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from motionflow.documents.numbered import Words, line_span, numbered_paragraphs
from motionflow.documents.run_changes import ChangedRun, compare_runs
from motionflow.documents.text_lines import NOTE_SIGN, Line, Set, lines_of
from motionflow.documents.word_model import Run
from motionflow.domain.differences import ChangeKind, ParagraphChange, PieceKind, rejected
from motionflow.domain.paragraphs import Paragraph
from motionflow.domain.texts import LineKind

_FOLDED_FROM = 5  # unchanged paragraphs in a row; the first and the last of them stay in sight
_WENT = frozenset({ChangeKind.REMOVED, ChangeKind.MOVED_AWAY})
_ONE_SIDED = _WENT | {ChangeKind.ADDED, ChangeKind.MOVED_HERE}


@dataclass(frozen=True)
class Segment:
    """Words with one look, and what became of them: same, added or removed."""

    kind: str
    text: str
    is_strong: bool = False
    is_em: bool = False
    is_code: bool = False
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph and what became of it. ``lines`` are its first and last line in the old text."""

    kind: str
    set: str
    level: int
    marker: str
    cells: tuple[tuple[Segment, ...], ...]
    old_number: int | None
    new_number: int | None
    lines: tuple[int, int] | None = None

    @property
    def old_cells(self) -> list[list[Segment]]:
        """What stood there before."""
        return [[each for each in cell if each.kind != PieceKind.ADDED] for cell in self.cells]

    @property
    def new_cells(self) -> list[list[Segment]]:
        """What stands there now."""
        return [[each for each in cell if each.kind != PieceKind.REMOVED] for cell in self.cells]

    @property
    def is_same(self) -> bool:
        """Whether nothing became of it."""
        return self.kind == ChangeKind.SAME


@dataclass(frozen=True)
class Group:
    """Blocks that follow each other: the rows of one table, or others."""

    blocks: tuple[Block, ...]
    is_table: bool = False

    @property
    def pairs(self) -> list[tuple[Block | None, Block | None]]:
        """What stood there beside what stands there: what went beside what came in its place."""
        found: list[tuple[Block | None, Block | None]] = []
        for one_sided, run in groupby(self.blocks, key=lambda block: block.kind in _ONE_SIDED):
            blocks = list(run)
            if not one_sided:
                found += [(block, block) for block in blocks]
                continue
            went = [block for block in blocks if block.kind in _WENT]
            came = [block for block in blocks if block.kind not in _WENT]
            found += zip_longest(went, came)
        return found


@dataclass(frozen=True)
class Stretch:
    """Part of a text; where nothing changed for long it is folded, and ``count`` says how long."""

    groups: tuple[Group, ...]
    count: int
    is_folded: bool = False


def stretches_of(changes: Sequence[ParagraphChange], *, has_lines: bool = True) -> list[Stretch]:
    """Return what became of a text, or of a part of one that ``has_lines`` with no numbers, in order."""
    found: list[Stretch] = []
    for is_same, blocks in groupby(_blocks(changes, has_lines), key=lambda block: block.is_same):
        run = list(blocks)
        if is_same and len(run) >= _FOLDED_FROM:
            found += [_stretch(run[:1]), _stretch(run[1:-1], is_folded=True), _stretch(run[-1:])]
        else:
            found.append(_stretch(run))
    return found


def _stretch(blocks: Sequence[Block], *, is_folded: bool = False) -> Stretch:
    apart = groupby(blocks, key=lambda block: block.set == Set.ROW)
    groups = tuple(Group(tuple(group), is_table) for is_table, group in apart)
    return Stretch(groups, len(blocks), is_folded)


def _blocks(changes: Sequence[ParagraphChange], has_lines: bool) -> Iterator[Block]:
    before, old_notes = _lines([(each.old_number, each.old) for each in changes if each.stands_in_old])
    after, new_notes = _lines([(each.new_number, each.new) for each in changes if each.stands_in_new])
    lined = numbered_paragraphs(rejected(changes)) if has_lines else ()
    spans = {each.number: line_span(each) for each in lined}
    keys = list(dict.fromkeys([*new_notes, *old_notes]))
    for change in changes:
        old = before.get(change.old_number or 0)
        new = after.get(change.new_number or 0)
        lines = spans.get(change.old_number or 0) if change.stands_in_old else None
        for kind, one, other in _sides(change.kind, old, new):
            line = other or one
            if line is not None:
                yield _block(change, kind, line, _cells(one, other, keys), lines)
        if old is None and new is None and (change.new or change.old) and change.line_kind is LineKind.NOTE:
            yield _note(change)


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


def _cells(old: Line | None, new: Line | None, keys: Sequence[str]) -> tuple[tuple[Segment, ...], ...]:
    if old is not None and new is not None:
        return tuple(
            tuple(
                _segments(
                    compare_runs(one, other, sign=lambda run, _: chr(NOTE_SIGN + keys.index(run.note))), keys
                )
            )
            for one, other in zip(old.cells, new.cells, strict=True)
        )
    kind = PieceKind.REMOVED if new is None else PieceKind.ADDED
    line = old or new
    cells = line.cells if line else ()
    return tuple(tuple(_segment(kind, run, run.note) for run in cell) for cell in cells)


def _segments(runs: Iterable[ChangedRun], keys: Sequence[str]) -> Iterator[Segment]:
    for each in runs:
        note = keys[ord(each.run.note) - NOTE_SIGN] if each.run.note else ""
        yield _segment(each.kind, each.run, note)


def _segment(kind: PieceKind, run: Run | Words, note: str) -> Segment:
    look = run.look
    return Segment(kind, run.text, look.bold, look.italic, look.code, run.link, note)


def _block(
    change: ParagraphChange,
    kind: ChangeKind,
    line: Line,
    cells: tuple[tuple[Segment, ...], ...],
    lines: tuple[int, int] | None,
) -> Block:
    return Block(
        kind=kind,
        set=line.shape.set,
        level=line.shape.level,
        marker=marker_of(line.shape.set, line.number),
        cells=cells,
        old_number=change.old_number,
        new_number=change.new_number,
        lines=lines,
    )


@dataclass(frozen=True)
class ShownLine:
    """A numbered line with its words; of a row of a table one sequence for each cell."""

    number: int
    cells: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True)
class ShownText:
    """A paragraph of a text in numbered lines."""

    set: str
    level: int
    marker: str
    lines: tuple[ShownLine, ...]


def shown_text(text: str, *, first: int = 1) -> list[ShownText]:
    """Return a text in lines, numbered from ``first``."""
    return [
        ShownText(
            paragraph.shape.set,
            paragraph.shape.level,
            marker_of(paragraph.shape.set, paragraph.counted),
            tuple(
                ShownLine(
                    line.number,
                    tuple(
                        tuple(_segment(PieceKind.SAME, run, run.note) for run in cell) for cell in line.cells
                    ),
                )
                for line in paragraph.lines
            ),
        )
        for paragraph in numbered_paragraphs(text, first=first)
    ]


def marker_of(set: Set, counted: int) -> str:
    """Return what stands before an item of a list."""
    return "•" if set is Set.BULLET else f"{counted}." if set is Set.NUMBER else ""


def _note(change: ParagraphChange) -> Block:
    pieces = tuple(Segment(piece.kind, piece.text) for piece in change.pieces)
    return Block(change.kind, "note", 0, "", (pieces,), change.old_number, change.new_number)


def _lines(numbered: list[tuple[int | None, Paragraph | None]]) -> tuple[dict[int, Line], Iterable[str]]:
    """Return the lines of paragraphs by their numbers in the text, and the notes they have."""
    standing = {number or 0: one for number, one in numbered if one is not None}
    numbers = sorted(standing)
    found = lines_of([standing[number] for number in numbers])
    return {numbers[place - 1]: line for place, line in found.by_number.items()}, found.notes
