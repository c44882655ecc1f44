"""Slips of spelling that can be told for certain from the text itself and from known names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

NAME = "name_spelling"
SPELLING = "spelling"
REPEATED = "repeated_word"

_Found = tuple[str, dict[str, object]]

_NAME_IN_TEXT = re.compile(r"\b[A-ZÆØÅ][a-zæøå]+(?:[ -][A-ZÆØÅ][a-zæøå]+){1,6}")
_INITIALS = re.compile(r"(?<![\w-])[A-ZÆØÅ](?:-[A-ZÆØÅ])+(?![\w-])")
# Words that take an s before the next part of a compound, and parts they are put before.
_BEFORE_S = (
    "omsorg|utdanning|opplæring|forvaltning|rehabilitering|forebygging|forsking|forskning|undervisning"
    "|likestilling"
)
_AFTER_S = (
    "sektor|tjenest|tenest|tilbud|tilbod|plan|arbeid|behov|tiltak|institusjon|senter|bolig|bustad|oppgav|oppgåv|yrke|lønn"
    "|personell|program|kompetanse"
)
_MISSING_S = re.compile(rf"\b(\w{{0,40}}(?:{_BEFORE_S}))((?:{_AFTER_S})\w{{0,40}})", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ACUTE = re.compile(r"\b([^\W\d_]+)[`´](\s?)(?=[^\W\d_])")
_TWICE = re.compile(
    r"(?<![\w-])(og|i|på|til|av|med|å|en|et|eller|ein|eit|frå|fra|hos)\s+(\1)(?![\w-])", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[,;:–(]|(?<!-)\s(?:og|men|som|at|da|då|når|hvis|fordi|der|hvor|kor|enn|eller|mens|medan|om|så)\s",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_AUXILIARY = re.compile(r"\b(ble|blei|vart|blir)\b", re.IGNORECASE)


def find_spellings(texts: Sequence[str], *, names: Iterable[str]) -> list[_Found]:
    """Return each slip once, as its kind and what to say of it: found, suggested, count."""
    whole = "\n".join(texts)
    return [
        *_names(whole, names=names),
        *_compounds(whole),
        *_genitives(texts),
        *_acute_accents(whole),
        *_repeated(texts),
    ]


def _names(text: str, *, names: Iterable[str]) -> Iterator[_Found]:
    """Compare the names in a text with known ones, sign for sign but for hyphen, space and case."""
    known = {_key(name): name for name in names if _key(name)}
    known |= {_key(name): name for name in _parts(known.values())}
    in_text = Counter(_NAME_IN_TEXT.findall(text))
    for name in in_text:
        if "-" in name:
            known.setdefault(_key(name), name)
    initials = set(_INITIALS.findall(text)) | {
        found for name in known.values() for found in _INITIALS.findall(name)
    }
    slips: Counter[tuple[str, str]] = Counter()
    for name, count in in_text.items():
        for run in _runs(name):
            right = known.get(_key(run))
            hyphened = run.replace(" ", "-")
            if right is None and hyphened != run and _initials(hyphened) in initials:
                right = hyphened
            if right is not None:
                if right != run:
                    slips[run, right] += count
                break
    for (found, right), count in slips.items():
        yield NAME, {"found": found, "suggested": right, "count": count}


def _parts(names: Iterable[str]) -> list[str]:
    """Return the hyphened words of names: «Nord-Sør» of «Nord-Sør kommune»."""
    return [
        word
        for name in names
        for word in name.split()
        if re.fullmatch(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})+", word)
    ]


def _runs(name: str) -> Iterator[str]:
    """Return the runs of two words and more in a name, the longest first."""
    words = name.split(" ")
    if len(words) == 1:
        yield name
    for length in range(len(words), 1, -1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _key(name: str) -> str:
    return re.sub(r"[\s-]+", "", name).casefold()


def _initials(name: str) -> str:
    return "-".join(word[0] for word in name.split("-"))


def _compounds(text: str) -> Iterator[_Found]:
    slips = Counter(
        (match[0], f"{match[1]}{'S' if match[0].isupper() else 's'}{match[2]}")
        for match in _MISSING_S.finditer(text)
    )
    for (found, right), count in slips.items():
        yield SPELLING, {"found": found, "suggested": right, "count": count}


def _genitives(texts: Sequence[str]) -> Iterator[_Found]:
    """«Xy» for «XY»: an acronym of the text with its genitive s, written as a common name."""
    running = " ".join(text for text in texts if not text.isupper())
    words = _WORD.findall(running)
    acronyms = {word for word in words if word.isupper() and 2 <= len(word) <= 5}
    for word in dict.fromkeys(words):
        stem = word[:-1]
        if word.endswith("s") and stem.istitle() and stem.upper() in acronyms:
            yield SPELLING, {"found": word, "suggested": stem.upper() + "s", "count": words.count(word)}


def _acute_accents(text: str) -> Iterator[_Found]:
    if text.count("`") % 2 == 0 and "´" not in text:
        return
    for match in _ACUTE.finditer(text):
        after = " " if match[1].lower().endswith(("s", "x", "z")) else match[2]
        following = _WORD.match(text, match.end())
        word = following[0] if following else ""
        yield SPELLING, {"found": match[0] + word, "suggested": f"{match[1]}’{after}{word}", "count": 1}


def _repeated(texts: Sequence[str]) -> Iterator[_Found]:
    for text in texts:
        for match in _TWICE.finditer(text):
            yield REPEATED, {"word": match[1], "text": match[0]}
        for sentence in _SENTENCE.split(text):
            for first, second in pairwise(_AUXILIARY.finditer(sentence)):
                between = sentence[first.end() : second.start()]
                if first[0].lower() == second[0].lower() and not _CLAUSE.search(between + " "):
                    yield REPEATED, {"word": second[0], "text": sentence[first.start() : second.end()]}
