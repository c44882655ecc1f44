"""How much of a text's words live on in later ones, counted from the same operations that are shown."""

from dataclasses import dataclass

from motionflow.domain.differences import ChangeKind, PieceKind, compare
from motionflow.domain.paragraphs import paragraphs_of
from motionflow.domain.tokens import tokens_of


@dataclass(frozen=True)
class Kept:
    """How many of a text's words stand in another, and of how many."""

    words: int
    of: int

    @property
    def share(self) -> float:
        """The share of the words (0–1); 0 of a text without words."""
        return self.words / self.of if self.of else 0.0


def kept_in(origin: str, *texts: str) -> Kept:
    """Return how many of a text's words stand in at least one of some later texts.

    A word stands there when the comparison of the two shows it unchanged, in its paragraph or with a
    paragraph that was moved. Numbers count as words, signs do not.
    """
    before = [_words_in(paragraph.text) for paragraph in paragraphs_of(origin)]
    kept: set[tuple[int, int]] = set()
    for text in texts:
        kept |= _kept_places(origin, text)
    return Kept(len(kept), sum(before))


def _kept_places(origin: str, text: str) -> set[tuple[int, int]]:
    """Return the words of a text that stand in another, by paragraph and place in it."""
    found: set[tuple[int, int]] = set()
    for change in compare(origin, text, closely=True):
        if change.old_number is None or change.kind is ChangeKind.MOVED_AWAY:
            continue
        place = 0
        for piece in change.pieces:
            if piece.kind is PieceKind.ADDED:
                continue
            count = _words_in(piece.text)
            if piece.kind is PieceKind.SAME:
                found |= {(change.old_number, number) for number in range(place, place + count)}
            place += count
    return found


def _words_in(text: str) -> int:
    return sum(token.word[:1].isalnum() for token in tokens_of(text))
