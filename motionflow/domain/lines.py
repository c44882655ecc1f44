"""Numbered lines that people can say aloud in a meeting: «linje 14».

A text is broken at a fixed number of signs and not by the width of a page, so that the page, the hall's
screen and the booklet number it alike, on a telephone too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from unicodedata import combining, east_asian_width

LINE_LENGTH: Final = 72
"""Signs on a line. A change would give every text that has been talked about other numbers."""


@dataclass(frozen=True)
class NumberedLine:
    """A line: its number, the paragraph it is of, and where in the words of that it starts and ends."""

    number: int
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class ShownParagraph:
    """The words of a paragraph as they are seen, without markup. A row of a table is never broken."""

    number: int
    words: str
    is_row: bool = False


def number_lines(paragraphs: Iterable[ShownParagraph], *, first: int = 1) -> tuple[NumberedLine, ...]:
    """Return the lines of a text, counted through from ``first``; what shows no words has no line."""
    found: list[NumberedLine] = []
    for paragraph in paragraphs:
        words = paragraph.words
        places = [(0, len(words))] if paragraph.is_row else break_lines(words)
        for start, end in places:
            if words[start:end].strip():
                found.append(NumberedLine(first + len(found), paragraph.number, start, end))
    return tuple(found)


def break_lines(words: str) -> list[tuple[int, int]]:
    """Return where each line of some words starts and ends, without the space between them.

    Lines break at spaces; a word longer than a line is cut.
    """
    found: list[tuple[int, int]] = []
    start = None  # of the line that is being filled
    end = width = 0
    for place, size, wide in _words(words):
        between = _width(words[end:place]) if start is not None else 0
        if start is not None and width + between + wide <= LINE_LENGTH:
            end, width = place + size, width + between + wide
            continue
        if start is not None:
            found.append((start, end))
        start, end, width = place, place + size, wide
        while width > LINE_LENGTH:
            cut = _fitting(words, start, end)
            found.append((start, cut))
            start, width = cut, _width(words[cut:end])
    if start is not None:
        found.append((start, end))
    return found


def _words(text: str) -> Iterable[tuple[int, int, int]]:
    """Yield where each word starts, how many signs it has, and how wide it is."""
    start = None
    for place, sign in enumerate(text):
        if sign.isspace() and sign not in "\u00a0\u202f":
            if start is not None:
                yield start, place - start, _width(text[start:place])
            start = None
        elif start is None:
            start = place
    if start is not None:
        yield start, len(text) - start, _width(text[start:])


def _fitting(text: str, start: int, end: int) -> int:
    """Return the end of as much of a word as fits on a line."""
    width = 0
    for place in range(start, end):
        width += _width(text[place])
        if width > LINE_LENGTH:
            return place
    return end


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)
