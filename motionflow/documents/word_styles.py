"""What the styles and lists of a Word document make of a paragraph or a run."""

import re
from dataclasses import dataclass, field

from motionflow.documents.looks import Look
from motionflow.documents.word_archive import NAME, Archive, Mark, is_on, value
from motionflow.documents.word_model import Item, Shape

_HEADING = re.compile(r"(?:heading|overskrift|rubrik|überschrift)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "tittel", "titel"}
_QUOTES = {"quote", "intense quote", "block text", "sitat", "sterkt sitat", "quotations"}
_CODE = {"code", "kode", "html code", "verbatim char", "source text", "html-kode"}
_GOES_ON = {"list paragraph", "list continue", "listeavsnitt"}
_RULE = "skillelinje"
_PARAGRAPH_NUMBER = "avsnittsnummer"
_DEEPEST = 10


@dataclass
class Style:
    """One style: its names up to the one it began from, and what it says of looks and lists."""

    names: list[str] = field(default_factory=list)
    bold: bool | None = None
    italic: bool | None = None
    numbering: Mark | None = None
    outline: int | None = None


class Styles:
    """The styles of a document."""

    def __init__(self, archive: Archive) -> None:
        part = archive.beside("styles")
        rows = [] if part is None else list(part.iter(f"{NAME}style"))
        self._rows = {value(row, "styleId"): row for row in rows}
        self._made: dict[str, Style] = {}

    def get(self, style_id: str) -> Style:
        """Return a style with what it has from those it is based on."""
        if style_id not in self._made:
            self._made[style_id] = self._chain(style_id)
        return self._made[style_id]

    def look(self, properties: Mark | None) -> Look:
        """Return how a run with these properties looks."""
        if properties is None:
            return Look()
        style = self.get(value(properties.find(f"{NAME}rStyle")))
        bold, italic = is_on(properties, "b"), is_on(properties, "i")
        return Look(
            bold=bool(style.bold if bold is None else bold),
            italic=bool(style.italic if italic is None else italic),
            code=any(name in _CODE for name in style.names),
        )

    def is_paragraph_number(self, properties: Mark | None) -> bool:
        """Whether a run is the number that we have put before a paragraph, which is no part of its text."""
        style = value(None if properties is None else properties.find(f"{NAME}rStyle"))
        return bool(style) and _PARAGRAPH_NUMBER in self.get(style).names

    def _chain(self, style_id: str) -> Style:
        made = Style()
        for _ in range(_DEEPEST):
            row = self._rows.get(style_id)
            if row is None:
                break
            made.names.append(value(row.find(f"{NAME}name")).lower())
            run, paragraph = row.find(f"{NAME}rPr"), row.find(f"{NAME}pPr")
            if made.bold is None:
                made.bold = is_on(run, "b")
            if made.italic is None:
                made.italic = is_on(run, "i")
            if made.numbering is None and paragraph is not None:
                made.numbering = paragraph.find(f"{NAME}numPr")
            if made.outline is None and paragraph is not None:
                level = value(paragraph.find(f"{NAME}outlineLvl"))
                made.outline = int(level) if level.isdecimal() else None
            style_id = value(row.find(f"{NAME}basedOn"))
        return made


@dataclass
class _Level:
    is_bullet: bool = True
    start: int = 1


class Lists:
    """The lists of a document."""

    def __init__(self, archive: Archive) -> None:
        part = archive.beside("numbering")
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._of: dict[str, str] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        if part is None:
            return
        by_style: dict[str, str] = {}
        links: dict[str, str] = {}
        for row in part.iter(f"{NAME}abstractNum"):
            number = value(row, "abstractNumId")
            self._abstract[number] = dict(map(_level, row.findall(f"{NAME}lvl")))
            if row.find(f"{NAME}styleLink") is not None:
                by_style[value(row.find(f"{NAME}styleLink"))] = number
            if row.find(f"{NAME}numStyleLink") is not None:
                links[number] = value(row.find(f"{NAME}numStyleLink"))
        for row in part.iter(f"{NAME}num"):
            number = value(row, "numId")
            abstract = value(row.find(f"{NAME}abstractNumId"))
            self._of[number] = by_style.get(links.get(abstract, ""), abstract)
            self._own[number] = self._overridden(row)

    def item(self, numbering: Mark | None) -> Item | None:
        """Return the item that a paragraph is; None where its list is none."""
        list_id = "" if numbering is None else value(numbering.find(f"{NAME}numId"))
        if list_id not in self._of or list_id == "0":
            return None
        level_text = value(numbering.find(f"{NAME}ilvl")) if numbering is not None else ""
        level = min(int(level_text), 8) if level_text.isdecimal() else 0
        abstract = self._of[list_id]
        known = self._own[list_id].get(level) or self._abstract.get(abstract, {}).get(level) or _Level()
        if known.is_bullet:
            return Item(level)
        return Item(
            level,
            is_numbered=True,
            counter=abstract,
            list_id=list_id,
            start=known.start,
            restarts=tuple(self._own[list_id]),
        )

    def _overridden(self, row: Mark) -> dict[int, _Level]:
        known = self._abstract.get(self._of[value(row, "numId")], {})
        found: dict[int, _Level] = {}
        for one in row.findall(f"{NAME}lvlOverride"):
            level_text, start = value(one, "ilvl"), value(one.find(f"{NAME}startOverride"))
            level = min(int(level_text), 8) if level_text.isdecimal() else 0
            inner = one.find(f"{NAME}lvl")
            made = known.get(level, _Level()) if inner is None else _level(inner)[1]
            found[level] = _Level(made.is_bullet, int(start) if start.isdecimal() else made.start)
        return found


def _level(row: Mark) -> tuple[int, _Level]:
    number, start = value(row, "ilvl"), value(row.find(f"{NAME}start"))
    kind = value(row.find(f"{NAME}numFmt"))
    return (
        min(int(number), 8) if number.isdecimal() else 0,
        _Level(kind in {"bullet", "none", ""}, int(start) if start.isdecimal() else 1),
    )


def shape_of(properties: Mark | None, *, styles: Styles, lists: Lists) -> Shape:
    """Return what a paragraph with these properties is."""
    if properties is None:
        return Shape()
    style = styles.get(value(properties.find(f"{NAME}pStyle")))
    heading = next((level for level in map(_heading, style.names) if level), 0)
    if not heading and style.outline is not None and style.outline < 6:
        heading = style.outline + 1
    own = properties.find(f"{NAME}numPr")
    item = None
    if not heading:
        item = lists.item(_whole(own, style.numbering))
    return Shape(
        heading=heading,
        item=item,
        is_quote=any(name in _QUOTES for name in style.names),
        goes_on=item is None and any(name in _GOES_ON for name in style.names[:1]),
        is_right_aligned=value(properties.find(f"{NAME}jc")) in {"right", "end"},
        is_title=any(name in _TITLES for name in style.names),
        is_rule=_RULE in style.names,
    )


def _whole(own: Mark | None, of_style: Mark | None) -> Mark | None:
    """Return the list a paragraph stands in: its own, or its style's where it names only a level."""
    if own is None or own.find(f"{NAME}numId") is None:
        return of_style
    return own


def _heading(name: str) -> int:
    if name in _TITLES:
        return 1
    found = _HEADING.fullmatch(name)
    return min(int(found[1]), 6) if found else 0
