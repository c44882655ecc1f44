"""Changes of several hands in one text: whom to name for each, and by which words it is theirs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from motionflow.documents.remarks import By
from motionflow.documents.run_changes import ChangedRun, compare_runs
from motionflow.documents.text_lines import lines_of
from motionflow.documents.word_model import Run
from motionflow.domain.differences import ChangeKind, ParagraphChange, PieceKind
from motionflow.domain.merged import Ids, MergedParagraph, ids_of
from motionflow.domain.paragraphs import Paragraph, paragraphs_of


@dataclass(frozen=True)
class Hand:
    """Somebody's part in what became of a paragraph, and how it reads when they and those before are done."""

    by: By
    text: str


@dataclass(frozen=True)
class ManyHands:
    """The changes of several in one text; ``hands`` by the place of a change, ``first`` by amendment."""

    changes: tuple[ParagraphChange, ...]
    hands: Mapping[int, tuple[Hand, ...]]
    first: Mapping[str, int]


def many_hands(parts: Sequence[MergedParagraph], *, by: Mapping[str, By]) -> ManyHands:
    """Return what amendments make of a text, or of a stretch of one; ``by`` has whom to name for each."""
    before = [_old(part) for part in parts]
    numbers = _numbers(parts)
    left = {
        before[place].text: numbers[place][0]
        for place, part in enumerate(parts)
        if part.kind is ChangeKind.MOVED_AWAY
    }
    changes: list[ParagraphChange] = []
    hands: dict[int, tuple[Hand, ...]] = {}
    first: dict[str, int] = {}
    for place, (part, old, (old_number, new_number)) in enumerate(zip(parts, before, numbers, strict=True)):
        came = part.kind is ChangeKind.MOVED_HERE
        changes.append(
            ParagraphChange(
                part.kind,
                left.get(old.text) if came else old_number,
                new_number,
                (),
                None if part.kind is ChangeKind.ADDED else old,
                part.paragraph if part.stands_in_new else None,
            )
        )
        if part.by:
            hands[place] = _hands(part, by)
            first |= {id: place for id in part.by if id not in first}
    return ManyHands(tuple(changes), hands, first)


def _old(part: MergedParagraph) -> Paragraph:
    text = "".join(piece.text for piece in part.pieces if piece.kind is not PieceKind.ADDED)
    kinds = [each.kind for each in paragraphs_of(text)[:1]]
    return Paragraph(kinds[0] if kinds else part.paragraph.kind, text, part.paragraph.is_tight)


def _numbers(parts: Sequence[MergedParagraph]) -> list[tuple[int | None, int | None]]:
    """Return the number of each paragraph in the old and in the new text, counted from the first of these."""
    found: list[tuple[int | None, int | None]] = []
    old = new = 0
    for part in parts:
        stands_in_old = part.kind not in (ChangeKind.ADDED, ChangeKind.MOVED_HERE)
        old, new = old + stands_in_old, new + part.stands_in_new
        found.append((old if stands_in_old else None, new if part.stands_in_new else None))
    return found


def _hands(part: MergedParagraph, by: Mapping[str, By]) -> tuple[Hand, ...]:
    several = list(dict.fromkeys(piece.by for piece in part.pieces if piece.by))
    notes_change = any("[^" in piece.text for piece in part.pieces if piece.kind is not PieceKind.SAME)
    if part.kind is not ChangeKind.CHANGED or notes_change:  # one operation, or notes that go with the whole
        return (Hand(_together(ids_of(several), by), part.paragraph.text),)
    return tuple(
        Hand(_together(ids, by), _text_with(part, set(several[: count + 1])))
        for count, ids in enumerate(several)
    )


def _text_with(part: MergedParagraph, done: set[Ids]) -> str:
    """Return a paragraph as it reads when some have made their changes."""
    return "".join(
        piece.text
        for piece in part.pieces
        if piece.kind is PieceKind.SAME or (piece.kind is PieceKind.ADDED) is (piece.by in done)
    )


def _together(ids: Ids, by: Mapping[str, By]) -> By:
    them = [by[id] for id in ids]
    return By(", ".join(dict.fromkeys(one.author for one in them if one.author)), min(one.at for one in them))


def runs_by_hand(
    before: Sequence[Run],
    hands: Sequence[Hand],
    *,
    cell: int,
    sign: Callable[[Run, bool], str],
    noted: Collection[str] = (),
) -> list[ChangedRun]:
    """Return the runs of a line, or of a cell of one, with what each of several has made of them.

    ``sign`` is that of ``compare_runs``, and ``noted`` are the keys of the notes that both texts have.
    """
    made = [
        ChangedRun(PieceKind.SAME, replace(run, note=sign(run, True)) if run.note else run) for run in before
    ]
    signs = sign
    for hand in hands:
        after = before
        for line in lines_of(paragraphs_of(hand.text)[:1], noted=noted).by_number.values():
            after = line.cells[cell] if cell < len(line.cells) else before
        step = compare_runs(before, after, sign=signs)
        made = _composed(made, [replace(one, by=hand.by) for one in step])
        before, signs = after, lambda run, _: sign(run, False)
    return made


def _composed(first: Sequence[ChangedRun], then: Sequence[ChangedRun]) -> list[ChangedRun]:
    """Return the changes from one text to a second, and from that to a third, as changes in one go."""
    made: list[ChangedRun] = []
    waiting = list(reversed(then))
    for one in first:
        if one.kind is PieceKind.REMOVED:
            made.append(one)
            continue
        left = _size(one)
        while left:
            following = waiting.pop()
            if following.kind is PieceKind.ADDED:
                made.append(following)
                continue
            size = min(left, _size(following))
            start = _size(one) - left
            if following.kind is PieceKind.SAME:
                made.append(_cut(one, start, start + size))
            elif one.kind is PieceKind.SAME:
                made.append(_cut(following, 0, size))
            if size < _size(following):
                waiting.append(_cut(following, size, _size(following)))
            left -= size
    return [*made, *reversed(waiting)]


def _size(one: ChangedRun) -> int:
    return 1 if one.run.note else len(one.run.text)


def _cut(one: ChangedRun, start: int, end: int) -> ChangedRun:
    return one if one.run.note else replace(one, run=replace(one.run, text=one.run.text[start:end]))
