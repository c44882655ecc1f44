"""What differs between two texts as a page shows it: words marked, and long unchanged stretches folded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, zip_longest

from motionflow.documents.changed_lines import ChangedLine, changed_lines, stretches_in
from motionflow.documents.numbered import Words, line_span, numbered_paragraphs
from motionflow.documents.run_changes import ChangedRun
from motionflow.documents.text_lines import Set
from motionflow.documents.word_model import Run
from motionflow.domain.differences import ChangeKind, ParagraphChange, PieceKind, Restyle, rejected

Spans = Mapping[int, tuple[int, int] | None]
_FOLDED_FROM = 5  # unchanged paragraphs in a row; the first and the last of them stay in sight
_WENT = frozenset({ChangeKind.REMOVED, ChangeKind.MOVED_AWAY})
_ONE_SIDED = _WENT | {ChangeKind.ADDED, ChangeKind.MOVED_HERE}


@dataclass(frozen=True)
class Segment:
    """Words with one look, and what became of them: same, added or removed, and by which amendments.

    The last of words that came with no more than another look has that in ``restyles``.
    """

    kind: str
    text: str
    is_strong: bool = False
    is_em: bool = False
    is_code: bool = False
    href: str = ""
    note: str = ""
    by: str = ""
    restyles: tuple[Restyle, ...] = ()


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
    blocks = blocks_of(changed_lines(changes), spans_of(changes, first=1) if has_lines else {})
    found: list[Stretch] = []
    for is_same, alike in groupby(blocks, key=lambda block: block.is_same):
        run = list(alike)
        if is_same and len(run) >= _FOLDED_FROM:
            found += [_stretch(run[:1]), _stretch(run[1:-1], is_folded=True), _stretch(run[-1:])]
        else:
            found.append(_stretch(run))
    return found


def groups_of(blocks: Sequence[Block]) -> tuple[Group, ...]:
    """Return blocks with the rows of each table together."""
    apart = groupby(blocks, key=lambda block: block.set == Set.ROW)
    return tuple(Group(tuple(group), is_table) for is_table, group in apart)


def spans_of(changes: Sequence[ParagraphChange], *, first: int) -> Spans:
    """Return the first and the last line of each paragraph of the old text, counted from ``first``."""
    return _spans(rejected(changes), first)


@lru_cache(maxsize=16)
def _spans(text: str, first: int) -> Spans:
    # A list of amendments asks for the lines of the one text again and again.
    return {each.number: line_span(each) for each in numbered_paragraphs(text, first=first)}


def _stretch(blocks: Sequence[Block], *, is_folded: bool = False) -> Stretch:
    return Stretch(groups_of(blocks), len(blocks), is_folded)


def blocks_of(lines: Sequence[ChangedLine], spans: Spans) -> list[Block]:
    """Return lines and what became of them as blocks; ``spans`` are by the numbers of old paragraphs."""
    return [
        Block(
            kind=each.kind,
            set=each.line.shape.set,
            level=each.line.shape.level,
            marker=f"[{each.note}]" if each.note else marker_of(each.line.shape.set, each.line.number),
            cells=tuple(tuple(_segments(cell)) for cell in each.cells),
            old_number=each.change.old_number,
            new_number=each.change.new_number,
            lines=spans.get(each.change.old_number or 0) if each.change.stands_in_old else None,
        )
        for each in lines
    ]


def _segments(runs: Sequence[ChangedRun]) -> Iterator[Segment]:
    for stretch in stretches_in(runs):
        made = [_segment(each.kind, each.run) for each in stretch.runs]
        if made:
            by = stretch.runs[-1].by
            made[-1] = replace(made[-1], by=by.author if by else "", restyles=stretch.restyles)
        yield from made


def _segment(kind: PieceKind, run: Run | Words) -> Segment:
    look = run.look
    return Segment(kind, run.text, look.bold, look.italic, look.code, run.link, run.note)


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
                    tuple(tuple(_segment(PieceKind.SAME, run) for run in cell) for cell in line.cells),
                )
                for line in paragraph.lines
            ),
        )
        for paragraph in numbered_paragraphs(text, first=first)
    ]


def marker_of(set: Set, counted: int) -> str:
    """Return what stands before an item of a list."""
    return "•" if set is Set.BULLET else f"{counted}." if set is Set.NUMBER else ""
