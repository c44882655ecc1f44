"""The text put together from amendments: every word with who changed it, and no conflict ever guessed.

Two amendments conflict where they touch the same words, where one removes what the other changes, and
where both add nearly the same. A conflict is shown as a stretch of text with what it would be under each
of them; the choice is handed back in, by the conflict's key, and the text is put together again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from motionflow.domain.assembling import assemble
from motionflow.domain.differences import PieceKind, compare
from motionflow.domain.merged import (
    Choice,
    Clash,
    Conflict,
    Edit,
    Ids,
    Merged,
    MergedParagraph,
    TracedPiece,
    ids_of,
    standing_text,
)
from motionflow.domain.paragraphs import Paragraph, paragraphs_of, text_of
from motionflow.domain.texts import tidy
from motionflow.domain.tokens import tokens_of
from motionflow.domain.touching import (
    Origin,
    Spots,
    Touch,
    clashes_between,
    stretch_around,
    touch_of,
    whole_touch_of,
)

_ByParent = Mapping[str | None, list[Edit]]


def merge(base: str, edits: Iterable[Edit], *, chosen: Mapping[str, str] | None = None) -> Merged:
    """Return what amendments make of a text; ``chosen`` holds the texts chosen for conflicts, by key.

    In whatever order the amendments are given, the result is the same.
    """
    given = sorted(edits, key=_order)
    merged = _merge_to(base, None, _by_parent(given), chosen or {})
    left_out = tuple(edit.id for edit in given if edit.id not in merged.taken)
    return replace(merged, dropped=left_out)


def rebase(text: str, *, base: str, onto: str) -> Merged:
    """Return an edited text as an edit of a newer version than the one it was made from.

    Where it cannot be, there are conflicts. The edit's id in the result is ``"edit"``, the newer
    version's ``"onto"``.
    """
    return merge(base, [Edit("onto", onto), Edit("edit", text, order=1)])


def list_clashes(base: str, edits: Iterable[Edit]) -> tuple[Clash, ...]:
    """Return the amendments that conflict, two and two; those to an amendment among themselves."""
    given = sorted(edits, key=_order)
    grounds: dict[str | None, str] = {None: base, **{edit.id: edit.text for edit in given}}
    found = []
    for on, siblings in _by_parent(given).items():
        if on not in grounds:
            continue
        touches = [_touch(grounds[on], edit, alone=False) for edit in siblings]
        for one, other in combinations(touches, 2):
            spots = list(clashes_between(one, other))
            if spots:
                numbers = sorted({number for each in spots for number in _numbers(each)})
                found.append(Clash(one.id, other.id, min(_after(each) for each in spots), tuple(numbers)))
    return tuple(found)


def _order(edit: Edit) -> tuple[int, list[tuple[int, int, str]]]:
    parts = re.findall(r"\d+|\D+", edit.id)
    return edit.order, [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _by_parent(edits: Sequence[Edit]) -> _ByParent:
    found: dict[str | None, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.on, []).append(edit)
    if len({edit.id for edit in edits}) < len(edits):
        raise ValueError("two amendments have one id")
    return found


def _merge_to(base: str, on: str | None, to: _ByParent, chosen: Mapping[str, str]) -> Merged:
    """Merge the amendments to a text, each with what its own amendments make of it."""
    edits = to.get(on, [])
    alone = len(edits) == 1
    touches: list[Touch] = []
    under = []
    for edit in edits:
        touch = _touch(base, edit, alone=alone)
        if edit.id in to:
            own = _merge_to(edit.text, edit.id, to, chosen)
            under.append(own)
            touch = _touch_amended(base, edit, own, touch, alone=alone)
        touches.append(touch)
    return Merged(
        parts=tuple(_parts(paragraphs_of(base), touches, chosen, on=on)),
        taken=ids_of([tuple(touch.id for touch in touches), *(own.taken for own in under)]),
        idle=ids_of([tuple(touch.id for touch in touches if touch.is_idle), *(own.idle for own in under)]),
        inner=tuple(conflict for own in under for conflict in own.conflicts),
    )


def _touch(base: str, edit: Edit, *, alone: bool, origin: Origin | None = None) -> Touch:
    # Alone, a full alternative is shown by what it changes; beside others it stands instead of all.
    touching = touch_of if alone or not edit.is_whole else whole_touch_of
    return touching(base, edit.text, id=edit.id, origin=origin)


def _touch_amended(base: str, edit: Edit, own: Merged, bare: Touch, *, alone: bool) -> Touch:
    """Return what an amendment does with its own amendments in it; where those conflict, as it was."""
    parts = [
        each
        for part in own.parts
        for each in ([part] if isinstance(part, MergedParagraph) else part.choices[0].parts)
    ]
    text = standing_text(parts)
    origin = _origin(text, parts, edit.id)
    touch = _touch(base, replace(edit, text=text), alone=alone, origin=origin)
    _credit(touch, bare, own.taken)
    return touch


def _origin(text: str, parts: Sequence[MergedParagraph], id: str) -> Origin:
    """Give, of every token of an amended amendment, who wrote it."""
    signs: list[Ids] = []
    for part in (each for each in parts if each.stands_in_new):
        # What stands between two paragraphs is nobody's; one sign or two, the texts tell.
        while len(signs) < len(text) and signs and text[len(signs)] == "\n":
            signs.append(())
        for piece in part.pieces:
            if piece.kind is not PieceKind.REMOVED:
                signs += [piece.by if piece.kind is PieceKind.ADDED else (id,)] * len(piece.text)
    found: list[list[Ids]] = []
    at = 0
    for paragraph in paragraphs_of(text):
        at = text.index(paragraph.text, at)
        here = []
        for token in tokens_of(paragraph.text):
            here.append(signs[at + len(token.space)])
            at += len(token.text)
        found.append(here)
    return lambda place, token: found[place][token]


def _credit(touch: Touch, bare: Touch, under: Ids) -> None:
    """Say of what is removed only because of an amendment's own amendments that they remove it."""
    for place, by in touch.removed.items():
        touch.removed[place] = by if place in bare.removed else under
    for place, edits in touch.words.items():
        mine = [(edit.start, edit.end) for edit in bare.words.get(place, ())]
        for number, edit in enumerate(edits):
            if place not in bare.removed and not any(
                start < edit.end and edit.start < end for start, end in mine
            ):
                wrote = ids_of(each.by for each in edit.tokens if each.by != (touch.id,))
                edits[number] = replace(edit, by=wrote or under)


@dataclass
class _Stretch:
    """Where amendments conflict, and which with which."""

    spots: Spots
    pairs: set[frozenset[str]]

    def takes(self, other: "_Stretch") -> bool:
        """Take another stretch in, if the two share a place."""
        if self.spots[0] > other.spots[1] or other.spots[0] > self.spots[1]:
            return False
        self.spots = min(self.spots[0], other.spots[0]), max(self.spots[1], other.spots[1])
        self.pairs |= other.pairs
        return True


def _parts(
    base: Sequence[Paragraph], touches: Sequence[Touch], chosen: Mapping[str, str], *, on: str | None
) -> Iterator[MergedParagraph | Conflict]:
    at = 0
    for stretch in _stretches(touches):
        yield from assemble(base, (at, stretch.spots[0] - 1), touches)
        conflict = _conflict(base, stretch, touches, on=on)
        if conflict.key in chosen:
            yield from _chosen(base, conflict, stretch.spots, chosen[conflict.key])
        else:
            yield conflict
        at = stretch.spots[1] + 1
    yield from assemble(base, (at, 3 * len(base)), touches)


def _stretches(touches: Sequence[Touch]) -> list[_Stretch]:
    """Return the stretches where edits conflict, in the order of the text; no two share a place."""
    grown: dict[Spots, Spots] = {}
    found: list[_Stretch] = []
    for one, other in combinations(touches, 2):
        for spots in clashes_between(one, other):
            if spots not in grown:
                grown[spots] = stretch_around(spots, touches)
            found.append(_Stretch(grown[spots], {frozenset((one.id, other.id))}))
    apart: list[_Stretch] = []
    for stretch in sorted(found, key=lambda each: each.spots):
        if not apart or not apart[-1].takes(stretch):
            apart.append(stretch)
    return apart


def _conflict(
    base: Sequence[Paragraph], stretch: _Stretch, touches: Sequence[Touch], *, on: str | None
) -> Conflict:
    """Return a stretch with what it would be under none, and under each with those it goes with."""
    ids = tuple(touch.id for touch in touches if any(touch.id in pair for pair in stretch.pairs))
    together: dict[Ids, None] = {(): None}
    for id in ids:
        picked = {id}
        for other in ids:
            if not any(frozenset((other, each)) in stretch.pairs for each in picked):
                picked.add(other)
        together[tuple(each for each in ids if each in picked)] = None
    choices = []
    for by in together:
        parts = assemble(
            base, stretch.spots, [each for each in touches if each.id in by or each.id not in ids]
        )
        choices.append(Choice(by, standing_text(parts), tuple(parts)))
    key = f"{on or ''}:{stretch.spots[0]}-{stretch.spots[1]}:{','.join(ids)}"
    numbers = tuple(_numbers(stretch.spots))
    return Conflict(key, ids, on, _after(stretch.spots), numbers, tuple(choices))


def _chosen(
    base: Sequence[Paragraph], conflict: Conflict, spots: Spots, text: str
) -> Iterator[MergedParagraph]:
    """Yield a stretch as it was chosen; what was written by hand comes of all that conflict there."""
    for choice in conflict.choices:
        if choice.text == tidy(text):
            yield from choice.parts
            return
    here = base[conflict.after : conflict.after + len(conflict.old_numbers)]
    for change in compare(text_of(here), text):
        pieces = tuple(
            TracedPiece(piece.kind, piece.text, () if piece.kind is PieceKind.SAME else conflict.by)
            for piece in change.pieces
        )
        number = None if change.old_number is None else change.old_number + conflict.after
        paragraph = change.new if change.stands_in_new else change.old
        if paragraph is not None:
            yield MergedParagraph(change.kind, number, pieces, paragraph)


def _numbers(spots: Spots) -> range:
    """Return the numbers of the paragraphs that lie in a stretch."""
    return range((spots[0] + 1) // 3 + 1, (spots[1] - 1) // 3 + 2)


def _after(spots: Spots) -> int:
    """Return the number of the paragraph that a stretch stands after, 0 at the start."""
    return (spots[0] + 1) // 3
