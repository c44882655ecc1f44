"""Searching in Norwegian: words as they are typed, to stems that both written languages' forms begin with."""

import re
from enum import StrEnum


class EntryKind(StrEnum):
    """What a found text is."""

    TEXT = "text"
    DECISION = "decision"
    RECOMMENDATION = "recommendation"
    PAPER = "paper"


MOST_WORDS = 8
_WORD = re.compile(r"\w+")
