"""A Markdown text as the lines that Word sets: each paragraph, item and row with its runs.

The paragraphs are those of ``domain/paragraphs.py``, so that a line and a paragraph that was compared
are the same thing.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from xml.etree.ElementTree import Element

from motionflow.documents.looks import PLAIN, Look, look_of
from motionflow.documents.markdown_tree import inlines_of
from motionflow.documents.word_model import Run
from motionflow.domain.paragraphs import Paragraph
from motionflow.domain.texts import LineKind

# A sign that no text has stands for each reference to a note while its line is read and compared.
NOTE_SIGN = 0xF0000
MOST_NOTES = 10_000
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
_NOTE = re.compile(r"(?<!\\)\[\^([^\]\s]{1,40})\]")
_DEFINED = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*(.*)", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?$", re.DOTALL)
_ITEM = re.compile(r"( *)(?:([-*+•▪●◦·–])|(\d{1,9})[.)])\s+(.*)", re.DOTALL)
_CELLS = re.compile(r"(?<!\\)\|")
_RULED = re.compile(r"\s*:?-+:?\s*")
_QUOTE = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_MARKUP = re.compile(r"[\\`*_\[\]<>&!\t]| \n")
# Bold words and links in plain ones, with nothing at their edges that Markdown might read in another way.
_WORDS = r"[^\W_](?:[^\\`*_\[\]<>&!\t\n]*[^\W_])?"
_SIMPLY = re.compile(
    rf"(?<!\*)\*\*({_WORDS})\*\*(?!\*)|\[({_WORDS})\]\((https?://[^\W_](?:[\w./-]*[^\W_])?/?)\)"
)
_ONLY_SIMPLY = re.compile(rf"(?:[^\\`*_\[\]<>&!\t\n]|{_SIMPLY.pattern})*")
_LINKED = ("http://", "https://", "mailto:")
_STEP = 4
_DEEPEST = 8


class Set(StrEnum):
    """How a line is set."""

    TEXT = "text"
    HEADING = "heading"
    BULLET = "bullet"
    NUMBER = "number"
    GOES_ON = "goes_on"
    QUOTE = "quote"
    ROW = "row"
    RULE = "rule"
    NOTE = "note"
    """What a footnote says. It stands in no line of the text itself."""


@dataclass(frozen=True)
class Shape:
    """What a line is, apart from its words. ``level`` is from 1 for headings and from 0 for items."""

    set: Set = Set.TEXT
    level: int = 0
    columns: int = 0


_PROSE = Shape()


@dataclass(frozen=True)
class Line:
    """A line to set: runs, or for a row one sequence of runs for each cell.

    ``number`` is an item's own; ``table`` counts the tables, from 1, and tells which one a row stands in.
    """

    shape: Shape
    cells: tuple[tuple[Run, ...], ...]
    number: int = 0
    aligned: tuple[bool, ...] = ()
    table: int = 0

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs of a line that is no row."""
        return self.cells[0]


@dataclass
class Lines:
    """The lines of a text by the numbers of its paragraphs, from 1, and what its notes say by their keys.

    A paragraph that makes no line of its own, such as the rule under a table's head, has none.
    """

    by_number: dict[int, Line] = field(default_factory=dict)
    notes: dict[str, tuple[Run, ...]] = field(default_factory=dict)


def note_key(paragraph: Paragraph) -> str:
    """Return the key of the note that a paragraph says; nothing for any other paragraph."""
    match = _DEFINED.match(paragraph.text) if paragraph.kind is LineKind.NOTE else None
    return match[1] if match else ""


def lines_of(paragraphs: Sequence[Paragraph], *, noted: Collection[str] = ()) -> Lines:
    """Return the lines that paragraphs make; ``noted`` are keys of notes that stand elsewhere in the text."""
    found = Lines()
    definitions = [_DEFINED.match(one.text) if one.kind is LineKind.NOTE else None for one in paragraphs]
    defined = {match[1]: match[2] for match in definitions if match}
    known = list(dict.fromkeys((*defined, *noted)))[:MOST_NOTES]
    keys = {key: chr(NOTE_SIGN + place) for place, key in enumerate(known)}
    texts: list[str] = list(defined.values())
    raw: list[tuple[int, slice, Shape, int, tuple[bool, ...], int]] = []
    aligned: tuple[bool, ...] = ()
    level, table = -1, 0
    for number, paragraph in enumerate(paragraphs, start=1):
        if definitions[number - 1]:
            continue
        shape, own, words = _read(paragraph, level)
        level = shape.level if shape.set in {Set.BULLET, Set.NUMBER, Set.GOES_ON} else -1
        if shape.set is Set.ROW:
            before = paragraphs[number - 2].kind if number > 1 else None
            if before is not LineKind.TABLE or not paragraph.is_tight:
                aligned, table = _ahead(paragraphs[number:]), table + 1
            if all(_RULED.fullmatch(cell) for cell in words):
                aligned = tuple(cell.strip().endswith(":") for cell in words)
                continue
        where = slice(len(texts), len(texts) + len(words))
        is_row = shape.set is Set.ROW
        raw.append((number, where, shape, own, aligned if is_row else (), table if is_row else 0))
        texts += words
    made = _runs_of(texts, keys)
    found.notes = {key: made[place] for place, key in enumerate(defined)}
    found.by_number = {
        number: Line(shape, tuple(made[where]), own, right, of_table)
        for number, where, shape, own, right, of_table in raw
    }
    return found


def _read(paragraph: Paragraph, level: int) -> tuple[Shape, int, list[str]]:
    """Return what a paragraph is, its own number where it is a numbered item, and its words to be read."""
    text = paragraph.text
    if paragraph.kind is LineKind.HEADING and (heading := _HEADING.match(text.strip())):
        return Shape(Set.HEADING, len(heading[1])), 0, [" ".join(heading[2].split())]
    if paragraph.kind is LineKind.ITEM and (item := _ITEM.match(text)):
        depth = max(0, min(len(item[1]) // _STEP, level + 1, _DEEPEST))
        number = int(item[3] or 0)
        kind = Set.BULLET if item[2] else Set.NUMBER
        return Shape(kind, depth), number, [" ".join(item[4].split())]
    if paragraph.kind is LineKind.TABLE:
        cells = _CELLS.split(text.strip().removeprefix("|").removesuffix("|"))
        return Shape(Set.ROW, columns=len(cells)), 0, [cell.strip() for cell in cells]
    if paragraph.kind is LineKind.QUOTE:
        return Shape(Set.QUOTE), 0, [_QUOTE.sub("", text)]
    if paragraph.kind is LineKind.RULE:
        return Shape(Set.RULE), 0, [""]
    indent = (len(text) - len(text.lstrip(" "))) // _STEP
    if indent and level >= 0:
        return Shape(Set.GOES_ON, min(indent - 1, level)), 0, [" ".join(text.split())]
    return _PROSE, 0, ["\n".join(line.strip() for line in text.split("\n"))]


def _ahead(paragraphs: Sequence[Paragraph]) -> tuple[bool, ...]:
    """Return which columns of a table are set to the right, as the rule under its head says."""
    if paragraphs and paragraphs[0].kind is LineKind.TABLE:
        cells = _CELLS.split(paragraphs[0].text.strip().removeprefix("|").removesuffix("|"))
        if all(_RULED.fullmatch(cell) for cell in cells):
            return tuple(cell.strip().endswith(":") for cell in cells)
    return ()


def _runs_of(texts: Sequence[str], keys: Mapping[str, str]) -> list[tuple[Run, ...]]:
    signed = [_PRIVATE.sub("", text) for text in texts]
    if keys:
        signed = [_NOTE.sub(lambda found: keys.get(found[1], found[0]), text) for text in signed]
    names = {sign: key for key, sign in keys.items()}
    # Reading Markdown takes most of the time, and most of a text has none.
    kinds = [_kind_of(text) for text in signed]
    marked = [text for text, kind in zip(signed, kinds, strict=True) if kind is _Marked.OTHERWISE]
    read = iter(inlines_of(marked) if marked else ())
    found: list[tuple[Run, ...]] = []
    for text, kind in zip(signed, kinds, strict=True):
        if kind is _Marked.NOT:
            runs = _run(text, PLAIN, "")
        elif kind is _Marked.SIMPLY:
            runs = _bold_and_links(text)
        else:
            runs = _inner(next(read), PLAIN, "")
        found.append(tuple(_noted(runs, names)))
    return found


class _Marked(Enum):
    NOT, SIMPLY, OTHERWISE = range(3)


def _kind_of(text: str) -> _Marked:
    if not _MARKUP.search(text):
        return _Marked.NOT
    return _Marked.SIMPLY if _ONLY_SIMPLY.fullmatch(text) else _Marked.OTHERWISE


def _bold_and_links(text: str) -> Iterable[Run]:
    at = 0
    for found in _SIMPLY.finditer(text):
        yield from _run(text[at : found.start()], PLAIN, "")
        bold, linked, address = found.groups()
        yield Run(bold, look_of(bold=True)) if bold else Run(linked, PLAIN, address)
        at = found.end()
    yield from _run(text[at:], PLAIN, "")


def _inner(element: Element, look: Look, link: str) -> Iterable[Run]:
    yield from _run(element.text, look, link)
    for child in element:
        inside, leads = look, link
        if child.tag in {"strong", "em", "code"}:
            inside = look_of(
                bold=look.bold or child.tag == "strong",
                italic=look.italic or child.tag == "em",
                code=look.code or child.tag == "code",
            )
        elif child.tag == "br":
            yield Run("\n", look, link)
        elif child.tag == "a":
            address = "".join(child.get("href", "").split())
            leads = address if address.lower().startswith(_LINKED) else link
        yield from _inner(child, inside, leads)
        yield from _run(child.tail, look, link)


def _run(text: str | None, look: Look, link: str) -> Iterable[Run]:
    if text:
        yield Run(text, look, link)


def _noted(runs: Iterable[Run], names: Mapping[str, str]) -> Iterable[Run]:
    if not names:
        yield from runs
        return
    for run in runs:
        for piece in re.split("([\U000f0000-\U0010ffff])", run.text):
            if piece in names:
                yield Run("", note=names[piece])
            elif piece:
                yield Run(piece, run.look, run.link)
