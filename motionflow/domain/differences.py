"""What differs between two texts, as the one list of operations that page, Word and lineage are made from.

Paragraphs are aligned by likeness first; inside a changed paragraph whole words are compared. A
paragraph too long for that is aligned by its sentences before its words are compared.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, zip_longest

from motionflow.domain.aligning import Part, align
from motionflow.domain.paragraphs import Paragraph, paragraphs_of, text_of
from motionflow.domain.texts import LineKind, kind_of

_LONGEST = 2_000  # tokens; a longer paragraph is split by sentence first
_MOST_REPEATS = 50_000  # pairs of equal tokens; difflib looks at all of them for every piece it finds
_CHUNK = 30  # tokens of a sentence that is too long itself
_ISLAND = 4  # signs; so short a piece in common between two longer changes only breaks them up
_SHORE = 8

_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(
    r"(?P<space>\s*)(?P<word>"
    r"https?://[^\s)\]>]+"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\w])"
    r"|\d+(?:[.,:/–-]\d+)*"
    r"|[^\W_]+(?:[-'’_./@][^\W_]+)*"
    r"|(?P<sign>[^\w\s]|_)(?P=sign)*"
    r"|$)"
)
_SENTENCE_ENDS = re.compile(r"[.!?:;]+$")


class PieceKind(StrEnum):
    """What became of a piece of a paragraph."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


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


def compare(old: str, new: str) -> tuple[ParagraphChange, ...]:
    """Return every paragraph of two texts in reading order, with what became of it."""
    before, after = paragraphs_of(old), paragraphs_of(new)
    alignment = align([_part(each.text) for each in before], [_part(each.text) for each in after])
    kept = {pair.new: pair.old for pair in alignment.kept}
    left = {pair.old: pair.new for pair in alignment.moved}
    came = {pair.new: pair.old for pair in alignment.moved}
    stays = set(kept.values())
    found: list[ParagraphChange] = []
    here = 0
    for there, paragraph in enumerate(after):
        until = kept.get(there)
        if until is not None:
            found += (_gone(before, after, place, left.get(place)) for place in range(here, until))
            here = until + 1
        elif here < len(before) and here not in stays:
            # What was removed stands before what was added in its place.
            while here < len(before) and here not in stays:
                found.append(_gone(before, after, here, left.get(here)))
                here += 1
        found.append(_standing(before, there, paragraph, kept.get(there), came.get(there)))
    found += (_gone(before, after, place, left.get(place)) for place in range(here, len(before)))
    return tuple(found)


def accepted(changes: Iterable[ParagraphChange]) -> str:
    """Return the new text, put together from the changes."""
    return text_of(_of_pieces(each, each.new, PieceKind.REMOVED) for each in changes if each.stands_in_new)


def rejected(changes: Iterable[ParagraphChange]) -> str:
    """Return the old text, put together from the changes."""
    return text_of(_of_pieces(each, each.old, PieceKind.ADDED) for each in changes if each.stands_in_old)


def is_unchanged(changes: Iterable[ParagraphChange]) -> bool:
    """Return whether the two texts say the same."""
    return all(each.kind is ChangeKind.SAME for each in changes)


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return what became of the words of one paragraph; what was removed stands before what came."""
    pieces = list(_merged(_pieces(tokens_of(old), tokens_of(new))))
    pieces = list(_merged(_without_islands(pieces)))
    return tuple(_merged(_after_shared_space(pieces)))


@dataclass(frozen=True)
class Token:
    """A whole word, a number, an address or a sign, and the space before it."""

    space: str
    word: str

    @property
    def text(self) -> str:
        """The word as it stands in the text."""
        return self.space + self.word


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text; put together they are the text."""
    found = (Token(match["space"], match["word"]) for match in _TOKEN.finditer(text))
    return [token for token in found if token.text]


def _part(text: str) -> Part:
    # A row of a table answers to another row only, whatever words it has.
    mark = "|" if kind_of(text) is LineKind.TABLE else ""
    return Part(text, Counter(mark + word.casefold() for word in _WORD.findall(text)))


def _gone(
    before: Sequence[Paragraph], after: Sequence[Paragraph], place: int, to: int | None
) -> ParagraphChange:
    paragraph = before[place]
    if to is None:
        pieces = (Piece(PieceKind.REMOVED, paragraph.text),)
        return ParagraphChange(ChangeKind.REMOVED, place + 1, None, pieces, paragraph, None)
    pieces = (Piece(PieceKind.SAME, paragraph.text),)
    return ParagraphChange(ChangeKind.MOVED_AWAY, place + 1, to + 1, pieces, paragraph, after[to])


def _standing(
    before: Sequence[Paragraph], place: int, paragraph: Paragraph, kept: int | None, came: int | None
) -> ParagraphChange:
    answers = kept if kept is not None else came
    if answers is None:
        pieces: tuple[Piece, ...] = (Piece(PieceKind.ADDED, paragraph.text),)
        return ParagraphChange(ChangeKind.ADDED, None, place + 1, pieces, None, paragraph)
    old = before[answers]
    is_same = old.text == paragraph.text
    pieces = (Piece(PieceKind.SAME, old.text),) if is_same else compare_words(old.text, paragraph.text)
    kind = ChangeKind.MOVED_HERE if kept is None else ChangeKind.SAME if is_same else ChangeKind.CHANGED
    return ParagraphChange(kind, answers + 1, place + 1, pieces, old, paragraph)


def _of_pieces(change: ParagraphChange, paragraph: Paragraph | None, without: PieceKind) -> Paragraph:
    text = "".join(piece.text for piece in change.pieces if piece.kind is not without)
    return Paragraph(change.line_kind, text, paragraph is not None and paragraph.is_tight)


def _pieces(old: list[Token], new: list[Token]) -> Iterator[Piece]:
    """Yield what became of the tokens, not yet merged."""
    if not _is_heavy(old, new):
        yield from _by_word(old, new)
        return
    yield from _by_parts(_sentences(old), _sentences(new))


def _is_heavy(old: list[Token], new: list[Token]) -> bool:
    if max(len(old), len(new)) > _LONGEST:
        return True
    there = Counter(token.word for token in new)
    return sum(there[token.word] for token in old) > _MOST_REPEATS


def _sentences(tokens: list[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.space and found[-1] and _SENTENCE_ENDS.match(found[-1][-1].word):
            found.append([])
        found[-1].append(token)
    return found


def _by_parts(old: list[list[Token]], new: list[list[Token]]) -> Iterator[Piece]:
    """Yield what became of the tokens of parts that are aligned first."""
    alignment = align([_part_of(each) for each in old], [_part_of(each) for each in new])
    here = there = 0
    for pair in alignment.kept:
        yield from _all(PieceKind.REMOVED, old[here : pair.old])
        yield from _all(PieceKind.ADDED, new[there : pair.new])
        if not _is_heavy(old[pair.old], new[pair.new]):
            yield from _by_word(old[pair.old], new[pair.new])
        else:
            yield from _by_parts(_chunks(old[pair.old]), _chunks(new[pair.new]))
        here, there = pair.old + 1, pair.new + 1
    yield from _all(PieceKind.REMOVED, old[here:])
    yield from _all(PieceKind.ADDED, new[there:])


def _part_of(tokens: list[Token]) -> Part:
    words = tuple(token.word for token in tokens)
    return Part(words, Counter(word.casefold() for word in words))


def _chunks(tokens: list[Token]) -> list[list[Token]]:
    return [tokens[start : start + _CHUNK] for start in range(0, len(tokens), _CHUNK)]


def _all(kind: PieceKind, parts: list[list[Token]]) -> Iterator[Piece]:
    yield from (Piece(kind, token.text) for part in parts for token in part)


def _by_word(old: list[Token], new: list[Token]) -> Iterator[Piece]:
    # autojunk would take every word that is used often for junk, and find nothing in common.
    matcher = SequenceMatcher(None, [each.word for each in old], [each.word for each in new], autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what != "equal":
            yield from (Piece(PieceKind.REMOVED, token.text) for token in old[old_from:old_to])
            yield from (Piece(PieceKind.ADDED, token.text) for token in new[new_from:new_to])
            continue
        for one, other in zip(old[old_from:old_to], new[new_from:new_to], strict=True):
            if one.space != other.space:
                yield Piece(PieceKind.REMOVED, one.space)
                yield Piece(PieceKind.ADDED, other.space)
                yield Piece(PieceKind.SAME, one.word)
            else:
                yield Piece(PieceKind.SAME, one.text)


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield one removed and one added piece at most between two that stayed."""
    for is_same, group in groupby(pieces, key=lambda piece: piece.kind is PieceKind.SAME):
        if is_same:
            text = "".join(piece.text for piece in group)
            yield from [Piece(PieceKind.SAME, text)] if text else []
            continue
        texts = {PieceKind.REMOVED: "", PieceKind.ADDED: ""}
        for piece in group:
            texts[piece.kind] += piece.text
        yield from (Piece(kind, text) for kind, text in texts.items() if text)


def _without_islands(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces, with a «og» that two rewritten halves happen to share counted as rewritten too."""
    sizes = [0 if piece.kind is PieceKind.SAME else len(piece.text) for piece in pieces]
    for place, piece in enumerate(pieces):
        before, after = sizes[max(0, place - 2) : place], sizes[place + 1 : place + 3]
        shores = min(max(before, default=0), max(after, default=0))
        if piece.kind is PieceKind.SAME and shores >= _SHORE and _is_island(piece.text):
            yield Piece(PieceKind.REMOVED, piece.text)
            yield Piece(PieceKind.ADDED, piece.text)
        else:
            yield piece


def _is_island(text: str) -> bool:
    return len(text.strip()) <= _ISLAND and "|" not in text and "\n" not in text


def _after_shared_space(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces, with the space taken out that both what was removed and what came begin with."""
    shared = ""
    for piece, following in zip_longest(pieces, pieces[1:]):
        if piece.kind is PieceKind.REMOVED and following and following.kind is PieceKind.ADDED:
            before = _space_before(piece.text)
            shared = before if before == _space_before(following.text) else ""
            yield Piece(PieceKind.SAME, shared)
        yield piece if piece.kind is PieceKind.SAME else Piece(piece.kind, piece.text.removeprefix(shared))
        shared = shared if piece.kind is PieceKind.REMOVED else ""


def _space_before(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]
