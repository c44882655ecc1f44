"""What became of the runs of a line: words compared where they are seen, looks where they stayed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from motionflow.documents.remarks import By
from motionflow.documents.word_model import Run
from motionflow.domain.differences import PieceKind, Restyle, compare_words


@dataclass(frozen=True)
class ChangedRun:
    """A run, what became of it, and by whom where several have changed the text."""

    kind: PieceKind
    run: Run
    by: By | None = None


def compare_runs(
    old: Sequence[Run], new: Sequence[Run], *, sign: Callable[[Run, bool], str]
) -> list[ChangedRun]:
    """Return the runs of both texts in order, with what became of them.

    ``sign`` gives the one sign that stands for a reference to a note, by the run and whether it is old.
    Words that stayed but look otherwise or lead elsewhere are removed and added.
    """
    before = _signed(old, lambda run: sign(run, True))
    after = _signed(new, lambda run: sign(run, False))
    if before == after:
        return [ChangedRun(PieceKind.SAME, run) for _, run in after]
    old_text, new_text = ("".join(text for text, _ in side) for side in (before, after))
    here, there = _Reel(before), _Reel(after)
    found: list[ChangedRun] = []
    for piece in compare_words(old_text, new_text) if old_text != new_text else ():
        size = len(piece.text)
        if piece.kind is PieceKind.REMOVED:
            found += _all(PieceKind.REMOVED, here.take(size))
        elif piece.kind is PieceKind.ADDED:
            found += _all(PieceKind.ADDED, there.take(size))
        else:
            found += _looks(here.take(size), there.take(size))
    if old_text == new_text:
        found += _looks(here.take(len(old_text)), there.take(len(new_text)))
    return found


def restyled(removed: Sequence[Run], added: Sequence[Run]) -> tuple[Restyle, ...]:
    """Return what is done to words that went and came back with another look; nothing for other words."""
    before, after = (list(_each_sign(side)) for side in (removed, added))
    if [sign for sign, _ in before] != [sign for sign, _ in after]:
        return ()
    found: dict[Restyle, None] = {}
    for (sign, one), (_, other) in zip(before, after, strict=True):
        if not sign.isspace():
            found |= dict.fromkeys(_restyles(one, other))
    return tuple(found)


def _each_sign(runs: Sequence[Run]) -> Iterator[tuple[str, Run]]:
    for run in runs:
        yield from ((sign, run) for sign in (run.note or run.text))


def _restyles(one: Run, other: Run) -> Iterator[Restyle]:
    for was, became, on, off in (
        (one.look.bold, other.look.bold, Restyle.BOLD, Restyle.NOT_BOLD),
        (one.look.italic, other.look.italic, Restyle.ITALIC, Restyle.NOT_ITALIC),
        (one.look.code, other.look.code, Restyle.CODE, Restyle.NOT_CODE),
        (bool(one.link), bool(other.link), Restyle.LINKED, Restyle.NOT_LINKED),
    ):
        if was is not became:
            yield on if became else off
    if one.link and other.link and one.link != other.link:
        yield Restyle.LINKED_ELSEWHERE


def _signed(runs: Sequence[Run], sign: Callable[[Run], str]) -> list[tuple[str, Run]]:
    """Return each run with its text, or with the sign of its note, by which runs are compared."""
    return [
        (signed, replace(run, note=signed) if run.note else run)
        for run in runs
        for signed in [sign(run) if run.note else run.text]
    ]


class _Reel:
    """Runs that are taken from the front, as many signs as are asked for."""

    def __init__(self, runs: list[tuple[str, Run]]) -> None:
        self._runs = runs
        self._place = self._offset = 0

    def take(self, size: int) -> list[tuple[str, Run]]:
        taken = []
        while size and self._place < len(self._runs):
            text, run = self._runs[self._place]
            part = text[self._offset : self._offset + size]
            taken.append((part, run if run.note else replace(run, text=part)))
            size -= len(part)
            self._offset += len(part)
            if self._offset == len(text):
                self._place, self._offset = self._place + 1, 0
        return taken


def _all(kind: PieceKind, runs: list[tuple[str, Run]]) -> Iterator[ChangedRun]:
    yield from (ChangedRun(kind, run) for _, run in runs)


def _looks(old: list[tuple[str, Run]], new: list[tuple[str, Run]]) -> Iterator[ChangedRun]:
    """Yield runs of the same words: as they are where they look alike, else as removed and added."""
    here, there = _Reel(old), _Reel(new)
    edges = sorted({*_edges(old), *_edges(new)})
    start = 0
    held: tuple[list[ChangedRun], list[ChangedRun]] = ([], [])
    for edge in edges:
        ((_, one),) = here.take(edge - start)
        ((_, other),) = there.take(edge - start)
        start = edge
        if one == other:
            yield from [*held[0], *held[1]]
            held = ([], [])
            yield ChangedRun(PieceKind.SAME, other)
        else:
            held[0].append(ChangedRun(PieceKind.REMOVED, one))
            held[1].append(ChangedRun(PieceKind.ADDED, other))
    yield from [*held[0], *held[1]]


def _edges(runs: list[tuple[str, Run]]) -> Iterator[int]:
    end = 0
    for text, _ in runs:
        end += len(text)
        yield end


def not_ended_by(kind: PieceKind, runs: Sequence[ChangedRun]) -> list[ChangedRun]:
    """Return the runs so that the last is not of a kind; what they make of both texts is the same.

    Where nothing of the other kind stands there, the last word that stayed is removed and added again.
    """
    if not runs or runs[-1].kind is not kind:
        return list(runs)
    tail = len(runs)
    while tail and runs[tail - 1].kind is not PieceKind.SAME:
        tail -= 1
    head, ends = list(runs[:tail]), list(runs[tail:])
    if head and all(one.kind is kind for one in ends):
        last = head.pop()
        cut = 0 if last.run.note else last.run.text.rstrip().rfind(" ") + 1
        if cut:
            head.append(replace(last, run=replace(last.run, text=last.run.text[:cut])))
            last = replace(last, run=replace(last.run, text=last.run.text[cut:]))
        ends = [replace(last, kind=one) for one in (PieceKind.REMOVED, PieceKind.ADDED)] + ends
    return [*head, *(one for one in ends if one.kind is kind), *(one for one in ends if one.kind is not kind)]
