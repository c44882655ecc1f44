"""Changes of several hands in one text: whom Word is to name for each, and by which words it is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from motionflow.documents.remarks import By
from motionflow.documents.run_changes import ChangedRun
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


def many_hands(base: str, parts: Sequence[MergedParagraph], *, by: Mapping[str, By]) -> ManyHands:
    """Return what amendments that do not conflict make of a text; ``by`` has whom Word names for each."""
    before = paragraphs_of(base)
    changes: list[ParagraphChange] = []
    hands: dict[int, tuple[Hand, ...]] = {}
    first: dict[str, int] = {}
    number = 0
    for place, part in enumerate(parts):
        old = before[part.old_number - 1] if part.old_number else None
        stands_in_old = part.kind not in (ChangeKind.ADDED, ChangeKind.MOVED_HERE)
        number += part.stands_in_new
        changes.append(
            ParagraphChange(
                part.kind,
                part.old_number if stands_in_old else None,
                number if part.stands_in_new else None,
                (),
                old,
                part.paragraph if part.stands_in_new else None,
            )
        )
        if part.by:
            hands[place] = _hands(part, old, by)
            first |= {id: place for id in part.by if id not in first}
    return ManyHands(tuple(changes), hands, first)


def _hands(part: MergedParagraph, old: Paragraph | None, by: Mapping[str, By]) -> tuple[Hand, ...]:
    several = list(dict.fromkeys(piece.by for piece in part.pieces if piece.by))
    said = (old.text if old else "") + part.paragraph.text
    if part.kind is not ChangeKind.CHANGED or "[^" in said:  # one operation, or notes that go with the whole
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
    return By(", ".join(dict.fromkeys(one.author for one in them)), min(one.at for one in them))


def composed(first: Sequence[ChangedRun], then: Sequence[ChangedRun]) -> list[ChangedRun]:
    """Return the changes from one text to a second, and from that to a third, as changes in one go."""
    made: list[ChangedRun] = []
    waiting = list(reversed(then))
    for one in first:
        if one.kind is PieceKind.REMOVED:
            made.append(one)
            continue
        text = one.run.text
        while text:
            following = waiting.pop()
            if following.kind is PieceKind.ADDED:
                made.append(following)
                continue
            size = min(len(text), len(following.run.text))
            if following.kind is PieceKind.SAME:
                made.append(_cut(one, text[:size]))
            elif one.kind is PieceKind.SAME:
                made.append(_cut(following, text[:size]))
            if size < len(following.run.text):
                waiting.append(_cut(following, following.run.text[size:]))
            text = text[size:]
    return [*made, *reversed(waiting)]


def _cut(one: ChangedRun, text: str) -> ChangedRun:
    return replace(one, run=replace(one.run, text=text))
