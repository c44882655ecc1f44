"""What a paper tells of a founding body's words: how many are left, hop by hop, and where they stand."""

import re
from dataclasses import dataclass, replace
from datetime import date

from motionflow.domain.differences import PieceKind, compare
from motionflow.domain.paragraphs import text_of
from motionflow.domain.texts import LineKind

_MARKED = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.QUOTE})
_PLAIN = re.compile(r"[^\W_]+(?:[ \-’',;:/.][ ]?[^\W_]+)*")


@dataclass(frozen=True)
class KeptRow:
    """How many words of the origin stand in the text of one hop."""

    on: date
    body: str
    label: str
    words: int


@dataclass(frozen=True)
class KeptText:
    """A text that a council adopted, as Markdown with the words of the origin in bold."""

    on: date
    body: str
    text: str
    words: int


@dataclass(frozen=True)
class KeptWords:
    """How many of the words that a body sent on a day stand in what a council adopted."""

    body: str
    on: date
    words: int
    of: int
    rows: tuple[KeptRow, ...] = ()
    adopted: tuple[KeptText, ...] = ()


def with_kept_in_bold(origin: str, text: str) -> str:
    """Return a text as Markdown in which the words that stood in the origin are bold, and no others."""
    paragraphs = []
    for change in compare(origin, text, closely=True):
        if not change.stands_in_new or change.new is None:
            continue
        words = ""
        for piece in change.pieces:
            if piece.kind is PieceKind.ADDED:
                words += piece.text.replace("**", "")
            elif piece.kind is PieceKind.SAME:
                words += _bold(piece.text.replace("**", "")) if change.line_kind in _MARKED else piece.text
        paragraphs.append(replace(change.new, text=words))
    return text_of(paragraphs)


def _bold(text: str) -> str:
    lead = re.match(r"\s*(?:[-*+]|\d+[.)])\s+", text)
    start = lead.end() if lead else 0
    return text[:start] + _PLAIN.sub(lambda found: f"**{found[0]}**", text[start:])
