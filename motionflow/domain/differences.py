"""What differs between two texts, as the one list of operations that page, Word and lineage are made from.

Paragraphs are aligned by likeness first; inside a changed paragraph whole words are compared. A
paragraph too long for that is aligned by its sentences before its words are compared.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from motionflow.domain.aligning import Part, align
from motionflow.domain.paragraphs import Paragraph, paragraphs_of, text_of
from motionflow.domain.texts import LineKind
from motionflow.domain.tokens import Token, shared_tokens, spans_of, text_of_tokens, tokens_of


class PieceKind(StrEnum):
    """What became of a piece of a paragraph."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Restyle(StrEnum):
    """What is done to words that stay."""

    BOLD = "bold"
    NOT_BOLD = "not_bold"
    ITALIC = "italic"
    NOT_ITALIC = "not_italic"
    CODE = "code"
    NOT_CODE = "not_code"
    LINKED = "linked"
    NOT_LINKED = "not_linked"
    LINKED_ELSEWHERE = "linked_elsewhere"


_WORDS = re.compile(r"\w+")


class ChangeKind(StrEnum):
    """What became of a paragraph. One that was moved stands in the list twice."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"


@dataclass(frozen=True)
class Piece:
    """Some words of a paragraph with their markup and spaces, and what became of them."""

    kind: PieceKind
    text: str


@dataclass(frozen=True)
class ParagraphChange:
    """A paragraph and what became of it, with its number (from 1) in the old and in the new text.

    Of one that was moved, the place it left holds the old words and the place it came to the changes,
    and both know both numbers.
    """

    kind: ChangeKind
    old_number: int | None
    new_number: int | None
    pieces: tuple[Piece, ...]
    old: Paragraph | None
    new: Paragraph | None

    @property
    def line_kind(self) -> LineKind:
        """What the paragraph is in the newest text it stands in: a heading, an item, a row …"""
        paragraph = self.new or self.old
        return paragraph.kind if paragraph else LineKind.TEXT

    @property
    def stands_in_old(self) -> bool:
        """Whether the old text has a paragraph at this place."""
        return self.kind not in (ChangeKind.ADDED, ChangeKind.MOVED_HERE)

    @property
    def stands_in_new(self) -> bool:
        """Whether the new text has a paragraph at this place."""
        return self.kind not in (ChangeKind.REMOVED, ChangeKind.MOVED_AWAY)


def compare(old: str, new: str, *, closely: bool = False) -> tuple[ParagraphChange, ...]:
    """Return every paragraph of two texts in reading order, with what became of it.

    ``closely`` asks what is left of the old: paragraphs that share a few words are compared too, where
    it is easier to read that one went and another came.
    """
    before, after = [_Read(each) for each in paragraphs_of(old)], [_Read(each) for each in paragraphs_of(new)]
    alignment = align([each.part for each in before], [each.part for each in after], closely=closely)
    kept = {pair.new: pair.old for pair in alignment.kept}
    left = {pair.old: pair.new for pair in alignment.moved}
    came = {pair.new: pair.old for pair in alignment.moved}
    stays = set(kept.values())
    found: list[ParagraphChange] = []
    here = 0
    for there in range(len(after)):
        until = kept.get(there)
        if until is not None:
            found += (_gone(before, after, place, left.get(place)) for place in range(here, until))
            here = until + 1
        elif here < len(before) and here not in stays:
            # What was removed stands before what was added in its place.
            while here < len(before) and here not in stays:
                found.append(_gone(before, after, here, left.get(here)))
                here += 1
        found.append(_standing(before, after, there, kept.get(there), came.get(there)))
    found += (_gone(before, after, place, left.get(place)) for place in range(here, len(before)))
    return tuple(found)


def accepted(changes: Iterable[ParagraphChange]) -> str:
    """Return the new text, put together from the changes."""
    standing = (each for each in changes if each.stands_in_new)
    return text_of(replace(each.new, text=_without(PieceKind.REMOVED, each)) for each in standing if each.new)


def rejected(changes: Iterable[ParagraphChange]) -> str:
    """Return the old text, put together from the changes."""
    stood = (each for each in changes if each.stands_in_old)
    return text_of(replace(each.old, text=_without(PieceKind.ADDED, each)) for each in stood if each.old)


def is_unchanged(changes: Iterable[ParagraphChange]) -> bool:
    """Return whether the two texts say the same."""
    return all(each.kind is ChangeKind.SAME for each in changes)


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return what became of the words of one paragraph; what was removed stands before what came."""
    # Most of a changed paragraph stands before its first change and after its last; only what is between
    # them is read as words.
    ahead, behind = shared_tokens(old, new)
    before, after = tokens_of(old[ahead : len(old) - behind]), tokens_of(new[ahead : len(new) - behind])
    pieces = [(PieceKind.SAME, old[:ahead])]
    for span in spans_of(before, after):
        olds, news = before[span.old_from : span.old_to], after[span.new_from : span.new_to]
        pieces += _pieces(olds, news, is_same=span.is_same)
    pieces.append((PieceKind.SAME, old[len(old) - behind :]))
    return tuple(_joined(pieces))


@dataclass(frozen=True)
class _Read:
    """A paragraph, and its words when they are asked for."""

    paragraph: Paragraph

    @property
    def part(self) -> Part:
        return Part(self.paragraph.text, len(self.paragraph.text), self._words)

    def _words(self) -> list[str]:
        words = _WORDS.findall(self.paragraph.text.casefold())
        # A row of a table answers to another row only, whatever words it has.
        return [f"|{word}" for word in words] if self.paragraph.kind is LineKind.TABLE else words


def _gone(before: Sequence[_Read], after: Sequence[_Read], place: int, to: int | None) -> ParagraphChange:
    paragraph = before[place].paragraph
    if to is None:
        pieces = (Piece(PieceKind.REMOVED, paragraph.text),)
        return ParagraphChange(ChangeKind.REMOVED, place + 1, None, pieces, paragraph, None)
    pieces = (Piece(PieceKind.SAME, paragraph.text),)
    return ParagraphChange(ChangeKind.MOVED_AWAY, place + 1, to + 1, pieces, paragraph, after[to].paragraph)


def _standing(
    before: Sequence[_Read], after: Sequence[_Read], place: int, kept: int | None, came: int | None
) -> ParagraphChange:
    paragraph = after[place].paragraph
    answers = kept if kept is not None else came
    if answers is None:
        pieces: tuple[Piece, ...] = (Piece(PieceKind.ADDED, paragraph.text),)
        return ParagraphChange(ChangeKind.ADDED, None, place + 1, pieces, None, paragraph)
    old = before[answers].paragraph
    is_same = old.text == paragraph.text
    pieces = (Piece(PieceKind.SAME, old.text),)
    if not is_same:
        pieces = compare_words(old.text, paragraph.text)
    kind = ChangeKind.MOVED_HERE if kept is None else ChangeKind.SAME if is_same else ChangeKind.CHANGED
    return ParagraphChange(kind, answers + 1, place + 1, pieces, old, paragraph)


def _without(kind: PieceKind, change: ParagraphChange) -> str:
    return "".join(piece.text for piece in change.pieces if piece.kind is not kind)


def _pieces(old: list[Token], new: list[Token], *, is_same: bool) -> Iterator[tuple[PieceKind, str]]:
    before, after = text_of_tokens(old), text_of_tokens(new)
    if before == after:
        yield PieceKind.SAME, before
    elif not is_same:
        yield PieceKind.REMOVED, before
        yield PieceKind.ADDED, after
    else:  # the same words, but not the same space between them
        for one, other in zip(old, new, strict=True):
            yield from _pieces([Token(one.space, "")], [Token(other.space, "")], is_same=False)
            yield PieceKind.SAME, one.word


def _joined(pieces: Iterable[tuple[PieceKind, str]]) -> Iterator[Piece]:
    """Yield the pieces with one removed and one added at most between two that stayed."""
    same, removed, added = "", "", ""
    for kind, text in pieces:
        if kind is PieceKind.REMOVED:
            removed += text
        elif kind is PieceKind.ADDED:
            added += text
        elif text:
            if removed or added:
                same, removed, added = _with_shared_space(same, removed, added)
                if removed or added:
                    yield from _said(same, removed, added)
                    same, removed, added = "", "", ""
            same += text
    yield from _said(*_with_shared_space(same, removed, added))


def _with_shared_space(same: str, removed: str, added: str) -> tuple[str, str, str]:
    size = len(shared_space(removed, added))
    return same + removed[:size], removed[size:], added[size:]


def _said(same: str, removed: str, added: str) -> Iterator[Piece]:
    if same:
        yield Piece(PieceKind.SAME, same)
    if removed:
        yield Piece(PieceKind.REMOVED, removed)
    if added:
        yield Piece(PieceKind.ADDED, added)


def shared_space(one: str, other: str) -> str:
    """Return the space that two texts begin with, when it is the same; else nothing."""
    space = one[: len(one) - len(one.lstrip())]
    return space if space == other[: len(other) - len(other.lstrip())] else ""
