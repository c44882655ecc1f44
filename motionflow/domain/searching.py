"""Searching in Norwegian: from the words that are typed to what bokmål's and nynorsk's forms begin with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class EntryKind(StrEnum):
    """What a found text is."""

    TEXT = "text"
    DECISION = "decision"
    RECOMMENDATION = "recommendation"
    PAPER = "paper"


MOST_WORDS = 8
SHORTEST_STEM = 3
_WORD = re.compile(r"\w+")
# The longest first. What is left is looked for as the beginning of a word, so little need be cut off.
_ENDINGS = (
    *("hetene", "hetens", "ingane", "ingene", "heten", "heter", "anes", "enes", "ande", "ende"),
    *("ane", "ene", "ens", "ers", "ets", "ast", "est", "ert", "ete", "dde", "tte", "het"),
    *("ar", "en", "er", "et", "es", "as", "a", "e", "s"),
)
# What begins otherwise in the other written language, or in another form of the same word.
_ALIKE: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        (
            *(("skol", "skul"), ("forslag", "framlegg"), ("vedtatt", "vedta", "vedtek", "vedtok")),
            *(("bevilg", "bevilgning", "løyv"), ("begynn", "byrj"), ("sykehjem", "sjukeheim")),
            *(("syk", "sjuk"), ("hjem", "heim"), ("vei", "veg"), ("vann", "vatn"), ("mulig", "mogleg")),
            *(("tjenest", "tenest"), ("leder", "leiar"), ("ledels", "leiing"), ("tilskudd", "tilskot")),
            *(("inndekning", "inndekking"), ("oversend", "oversending"), ("behandl", "handsam")),
            *(("kommunen", "kommun"), ("hvordan", "korleis"), ("hva", "kva"), ("ikke", "ikkje")),
            *(("uke", "veke"), ("språk", "mål"), ("bolig", "bustad"), ("innbygger", "innbyggjar")),
            *(("arbeid", "arbeid"), ("kirke", "kyrkje"), ("fylling", "fylling"), ("lærling", "lærling")),
            *(("begrunn", "grunngi", "grunngje"), ("stemme", "røyst"), ("protokoll", "møtebok")),
        ),
    )
)


@dataclass(frozen=True)
class Query:
    """What is looked for: for each word typed, the beginnings of which one must be found.

    ``typed`` holds the words as they were typed, where they were.
    """

    words: tuple[tuple[str, ...], ...]
    typed: tuple[str, ...] = ()

    @property
    def beginnings(self) -> frozenset[str]:
        """Every beginning that counts as found."""
        return frozenset(each for word in self.words for each in word)


@dataclass(frozen=True)
class Piece:
    """A piece of an excerpt, and whether it is what was looked for."""

    text: str
    is_hit: bool = False


def query_of(typed: str) -> Query:
    """Return what is looked for, told from what was typed. Signs mean nothing."""
    words = tuple(dict.fromkeys(_WORD.findall(typed.casefold())))[:MOST_WORDS]
    return Query(tuple(beginnings_of(word) for word in words), words)


def beginnings_of(word: str) -> tuple[str, ...]:
    """Return what the forms of a word begin with, in both written languages."""
    stem = stem_of(word)
    found = [stem]
    for group in _ALIKE:
        if any(stem == each or word == each for each in group) or stem in {stem_of(each) for each in group}:
            found += sorted(group)
    return tuple(dict.fromkeys(found))


def stem_of(word: str) -> str:
    """Return a word without its ending, at least three letters of it: «kommunane» is «kommun»."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def significant(text: str, *, most: int = 12) -> tuple[str, ...]:
    """Return the stems of a text's longest words, the ones that say most, each once."""
    stems = {stem_of(word) for word in _WORD.findall(text.casefold()) if len(word) > 3}
    return tuple(sorted(stems, key=lambda stem: (-len(stem), stem))[:most])


def likeness(one: str, other: str) -> float:
    """Return how alike two short texts are, from 0 to 1: the share of their words that both have."""
    first, second = set(significant(one, most=40)), set(significant(other, most=40))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def excerpt(text: str, query: Query, *, length: int = 220) -> tuple[Piece, ...]:
    """Return a piece of a text around the first find, with every find marked; plain text throughout."""
    hits = [found for found in _WORD.finditer(text) if _is_hit(found[0], query.beginnings)]
    start = max(0, hits[0].start() - length // 4) if hits else 0
    if start:
        space = text.find(" ", start)
        start = space + 1 if 0 <= space < start + 40 else start
    end = min(len(text), start + length)
    pieces = [Piece("… ")] if start else []
    at = start
    for found in hits:
        if found.start() < at or found.end() > end:
            continue
        pieces += [Piece(text[at : found.start()]), Piece(found[0], is_hit=True)]
        at = found.end()
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


def _is_hit(word: str, beginnings: Iterable[str]) -> bool:
    folded = word.casefold()
    return any(folded.startswith(each) for each in beginnings)
