"""What was changed between two texts, parted into changes that can be taken or left one by one."""

from collections.abc import Collection, Sequence

from motionflow.domain.differences import ChangeKind, ParagraphChange, PieceKind
from motionflow.domain.notes import labels_of
from motionflow.domain.paragraphs import Paragraph, text_of

_WHOLE = {ChangeKind.ADDED, ChangeKind.REMOVED}
_MOVED = {ChangeKind.MOVED_AWAY, ChangeKind.MOVED_HERE}


def coherent_changes(changes: Sequence[ParagraphChange]) -> tuple[tuple[int, ...], ...]:
    """Return the places in ``changes`` of each change that makes sense alone, in reading order.

    A rewritten paragraph is one; so are whole paragraphs that came and went in one place, and the two
    places of a paragraph that was moved. A note that came or went goes with the words that name it.
    """
    found: list[list[int]] = []
    moves: dict[tuple[int | None, int | None], list[int]] = {}
    for place, change in enumerate(changes):
        if change.kind in _MOVED:
            numbers = (change.old_number, change.new_number)
            if numbers in moves:
                moves[numbers].append(place)
                continue
            moves[numbers] = [place]
            found.append(moves[numbers])
        elif change.kind is ChangeKind.CHANGED:
            found.append([place])
        elif change.kind in _WHOLE:
            goes_on = place and found and found[-1][-1] == place - 1 and changes[place - 1].kind in _WHOLE
            if goes_on:
                found[-1].append(place)
            else:
                found.append([place])
    return tuple(tuple(places) for places in _with_notes(found, changes))


def _with_notes(found: Sequence[list[int]], changes: Sequence[ParagraphChange]) -> list[list[int]]:
    """Return the places with those of notes moved to where the notes are named."""
    left = [[place for place in places if not _is_whole_note(changes[place])] for places in found]
    for places in found:
        for place in places:
            if not _is_whole_note(changes[place]):
                continue
            name = f"[^{_label(changes[place])}]"
            naming = (one for one in left if any(_names(changes[other], name) for other in one))
            home = next(naming, None)
            if home is None:
                left.append([place])
            else:
                home.append(place)
    return [places for places in left if places]


def _is_whole_note(change: ParagraphChange) -> bool:
    return change.kind in _WHOLE and bool(_label(change))


def _label(change: ParagraphChange) -> str:
    return next(iter(labels_of("".join(piece.text for piece in change.pieces))), "")


def _names(change: ParagraphChange, name: str) -> bool:
    """Return whether the words that came or went name a note."""
    is_whole = change.kind in _WHOLE
    words = (piece.text for piece in change.pieces if is_whole or piece.kind is not PieceKind.SAME)
    return any(name in each for each in words)


def text_with(
    changes: Sequence[ParagraphChange], chosen: Collection[int], *, originals: Sequence[Paragraph] = ()
) -> str:
    """Return the old text with only the changes at some places made.

    ``originals`` are the old paragraphs as they are to stand where nothing is changed, if they are
    written otherwise than what was compared.
    """
    kept: list[Paragraph] = []
    for place, change in enumerate(changes):
        if place in chosen or change.kind is ChangeKind.SAME:
            if change.stands_in_new and change.new is not None:
                is_same = change.kind is ChangeKind.SAME and change.old_number is not None and originals
                kept.append(originals[(change.old_number or 1) - 1] if is_same else change.new)
        elif change.stands_in_old and change.old is not None:
            kept.append(originals[(change.old_number or 1) - 1] if originals else change.old)
    return text_of(kept)
