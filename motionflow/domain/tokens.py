"""The whole words of a paragraph, and which of them two paragraphs share."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from motionflow.domain.aligning import Part, align, shared_edges, shared_ends

_LONGEST = 2_000  # tokens; a longer paragraph is split by sentence first
_MOST_REPEATS = 50_000  # pairs of equal tokens; difflib looks at all of them for every piece it finds
_CHUNK = 30  # tokens of a sentence that is too long itself
_ISLAND = 4  # signs; so short a piece in common between two longer changes only breaks them up
_SHORE = 8

# Signs that change the letter before them (accents, Hebrew and Arabic vowels) or join two; for pictures, skin
# and the way they are drawn.
_ON_LETTERS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u200c\u200d"
_ON_PICTURES = "\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff"
_TOKEN = re.compile(
    r"(?P<space>\s*)(?P<word>"
    r"https?://[^\s)\]>]+"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\w)"
    r"|\d+(?:[.,:/–-]\d+)*"
    rf"|[^\W_]+(?:[-'’_./@][^\W_]+|[{_ON_LETTERS}]+[^\W_]*)*"
    r"|[\U0001f1e6-\U0001f1ff]{2}"
    rf"|[^\w\s](?:[{_ON_PICTURES}]|\u200d[^\w\s])+"
    r"|(?P<sign>[^\w\s]|_)(?P=sign)*"
    r"|$)"
)
_GROUPED = re.compile(r"\d[ \u00a0\u202f]\d{3}(?!\w)")
_SPACE = re.compile(r"(\s+)")
_NOTHING = ("", "")
_made = tuple.__new__  # what a named tuple does too, by two more calls for every word of a text
_SENTENCE_ENDS = re.compile(r"[.!?:;]+$")


class Token(NamedTuple):
    """A whole word, a number, an address or a sign, and the space before it."""

    space: str
    word: str

    @property
    def text(self) -> str:
        """The word as it stands in the text."""
        return self.space + self.word


class Span(NamedTuple):
    """Places in two lists of tokens (from, up to) that hold the same words, or where they differ."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int
    is_same: bool


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text; put together they are the text."""
    if _GROUPED.search(text):
        found = [Token(space, word) for space, word, _ in _TOKEN.findall(text)]
        if found and found[-1] == _NOTHING:
            found.pop()
        return found
    # Only a number in groups holds spaces, so without one every word between two spaces is read by itself.
    parts = ["", *_SPACE.split(text)]
    found = []
    for space, chunk in zip(parts[::2], parts[1::2], strict=True):
        if chunk.isalpha():
            found.append(_made(Token, (space, chunk)))
        elif chunk or space:
            first, *others = _words_in(chunk)
            found.append(Token(space, first))
            found += [Token("", word) for word in others]
    return found


@lru_cache(maxsize=4096)
def _words_in(chunk: str) -> tuple[str, ...]:
    return tuple(word for _, word, _ in _TOKEN.findall(chunk) if word) or ("",)


def text_of_tokens(tokens: Iterable[Token]) -> str:
    """Return tokens put together."""
    return "".join([space + word for space, word in tokens])


def shared_tokens(old: str, new: str) -> tuple[int, int]:
    """Return how many signs two texts share at their start and at their end, in whole tokens.

    It may be fewer than they share, never more.
    """
    start, size = shared_edges(old, new)
    ahead = old.rfind(" ", 1, max(start - 1, 1))
    while ahead > 0 and not _parts_tokens(old, ahead):
        ahead = old.rfind(" ", 1, ahead)
    behind = old.find(" ", len(old) - size + 1, -1)
    while behind > 0 and not _parts_tokens(old, behind):
        behind = old.find(" ", behind + 1, -1)
    return max(ahead, 0), len(old) - behind if behind > 0 else 0


def _parts_tokens(text: str, space: int) -> bool:
    """Return whether a token begins with a single space; one in a number in groups does not."""
    one, other = text[space - 1], text[space + 1]
    return not (one.isspace() or one.isdigit() or other.isspace() or other.isdigit())


def spans_of(old: Sequence[Token], new: Sequence[Token]) -> list[Span]:
    """Return what two lists of tokens share and where they differ, by turns; spaces are not compared."""
    spans = _by_word(old, new) if not _is_heavy(old, new) else _by_parts(_sentences(old), _sentences(new))
    whole = list(_by_turns(spans))
    return list(_by_turns(_without_islands(whole, old, new)))


def _is_heavy(old: Sequence[Token], new: Sequence[Token]) -> bool:
    if max(len(old), len(new)) > _LONGEST:
        return True
    if len(old) * len(new) <= _MOST_REPEATS:
        return False
    there = Counter(token.word for token in new)
    return sum(there[token.word] for token in old) > _MOST_REPEATS


def _by_word(
    old: Sequence[Token], new: Sequence[Token], *, old_at: int = 0, new_at: int = 0
) -> Iterator[Span]:
    before, after = [each.word for each in old], [each.word for each in new]
    ahead, behind = shared_ends(before, after)
    before, after = before[ahead : len(before) - behind], after[ahead : len(after) - behind]
    here, there = old_at + ahead, new_at + ahead
    yield Span(old_at, here, new_at, there, is_same=True)
    if before and after:
        # autojunk would take every word that is used often for junk, and find nothing in common.
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
            yield Span(here + old_from, here + old_to, there + new_from, there + new_to, what == "equal")
    else:
        yield Span(here, here + len(before), there, there + len(after), is_same=False)
    here, there = old_at + len(old), new_at + len(new)
    yield Span(here - behind, here, there - behind, there, is_same=True)


def _by_parts(
    old: Sequence[Sequence[Token]], new: Sequence[Sequence[Token]], *, old_at: int = 0, new_at: int = 0
) -> Iterator[Span]:
    """Yield the spans of tokens in parts that are aligned first."""
    old_starts, new_starts = _starts(old, old_at), _starts(new, new_at)
    here, there = old_at, new_at
    for pair in align([part_of(each) for each in old], [part_of(each) for each in new]).kept:
        one, other = old[pair.old], new[pair.new]
        old_start, new_start = old_starts[pair.old], new_starts[pair.new]
        yield Span(here, old_start, there, new_start, is_same=False)
        if not _is_heavy(one, other):
            yield from _by_word(one, other, old_at=old_start, new_at=new_start)
        else:
            yield from _by_parts(_chunks(one), _chunks(other), old_at=old_start, new_at=new_start)
        here, there = old_starts[pair.old + 1], new_starts[pair.new + 1]
    yield Span(here, old_starts[-1], there, new_starts[-1], is_same=False)


def _starts(parts: Sequence[Sequence[Token]], at: int) -> list[int]:
    """Return where each part starts, and last where they end."""
    found = [at]
    for part in parts:
        found.append(found[-1] + len(part))
    return found


def part_of(tokens: Sequence[Token]) -> Part:
    """Return tokens as a part of a text that can be aligned with others."""
    words = tuple(token.word for token in tokens)
    return Part(words, len(words), lambda: [word.casefold() for word in words])


def _sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.space and found[-1] and _SENTENCE_ENDS.match(found[-1][-1].word):
            found.append([])
        found[-1].append(token)
    return found


def _chunks(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    return [tokens[start : start + _CHUNK] for start in range(0, len(tokens), _CHUNK)]


def _by_turns(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans with neighbours of one kind joined, and empty ones left out."""
    held: Span | None = None
    for span in spans:
        if span.old_from == span.old_to and span.new_from == span.new_to:
            continue
        if held is None or held.is_same is not span.is_same:
            if held is not None:
                yield held
            held = span
        else:
            held = Span(held.old_from, span.old_to, held.new_from, span.new_to, span.is_same)
    if held is not None:
        yield held


def _without_islands(spans: list[Span], old: Sequence[Token], new: Sequence[Token]) -> Iterator[Span]:
    """Yield the spans, with a «og» that two rewritten halves happen to share counted as rewritten too."""
    for place, span in enumerate(spans):
        is_island = (
            span.is_same
            and 0 < place < len(spans) - 1
            and span.old_to - span.old_from <= _ISLAND
            and _is_little(text_of_tokens(old[span.old_from : span.old_to]))
            and min(_size(spans[place - 1], old, new), _size(spans[place + 1], old, new)) >= _SHORE
        )
        yield span._replace(is_same=False) if is_island else span


def _size(span: Span, old: Sequence[Token], new: Sequence[Token]) -> int:
    sides = old[span.old_from : span.old_to], new[span.new_from : span.new_to]
    return max(len(text_of_tokens(side)) for side in sides)


def _is_little(text: str) -> bool:
    return len(text.strip()) <= _ISLAND and "|" not in text and "\n" not in text
