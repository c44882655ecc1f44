"""How a run of text looks."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Look:
    """How a run of text looks."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    link: bool = False


PLAIN = Look()


@cache
def look_of(*, bold: bool = False, italic: bool = False, code: bool = False, link: bool = False) -> Look:
    """Return the one look with these marks; there are few, and a paper asks for them hundreds of times."""
    return Look(bold, italic, code, link)
