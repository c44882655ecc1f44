"""Numbered lines that people can say aloud in a meeting: «linje 14».

A text is broken at a fixed number of signs and not by the width of a page, so that the page, the hall's
screen and the booklet number it alike, on a telephone too.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from unicodedata import combining, east_asian_width

LINE_LENGTH: Final = 72
"""Signs on a line. A change would give every text that has been talked about other numbers."""

_WORD = re.compile(r"[\S\u00a0\u202f]+")  # hard spaces hold words together
_NARROW = re.compile("[\x00-\u02ff\u2010-\u2030]*")  # all of Latin, and the dashes and quotes of prose


class NumberedLine(NamedTuple):
    """A line: its number, the paragraph it is of, and where in the words of that it starts and ends."""

    number: int
    paragraph: int
    start: int
    end: int


class ShownParagraph(NamedTuple):
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
            if start < end and (not paragraph.is_row or words.strip()):
                found.append(NumberedLine(first + len(found), paragraph.number, start, end))
    return tuple(found)


def break_lines(words: str) -> list[tuple[int, int]]:
    """Return where each line of some words starts and ends, without the space between them.

    Lines break at spaces; a word longer than a line is cut.
    """
    found: list[tuple[int, int]] = []
    start = end = 0
    is_narrow = _NARROW.fullmatch(words) is not None  # then the place is the width
    for word in _WORD.finditer(words):
        place, until = word.span()
        if end and (until - start if is_narrow else _width(words[start:until])) <= LINE_LENGTH:
            end = until
            continue
        if end:
            found.append((start, end))
        start, end = place, until
        while (cut := start + LINE_LENGTH if is_narrow else _fitting(words, start, until)) < until:
            found.append((start, cut))
            start = cut
    if end:
        found.append((start, end))
    return found


def _fitting(text: str, start: int, end: int) -> int:
    """Return the end of as much of a word as fits on a line."""
    width = 0
    for place in range(start, end):
        width += _width(text[place])
        if width > LINE_LENGTH:
            return place
    return end


def _width(text: str) -> int:
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)
