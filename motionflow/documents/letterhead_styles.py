"""The styles of a letterhead laid on ours: what Word names alike looks as the letterhead has it."""

from collections.abc import Iterable, Mapping
from copy import deepcopy

from lxml import etree

from motionflow.documents.blank import (
    ACCENT,
    SECOND_SIGNATURE,
    SIGNATURE_WIDTH,
    TEXT_WIDTH,
    blank_styles,
)
from motionflow.documents.word_archive import NAME, Archive, Mark, value

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Those of our styles that Word has names of its own for.
_SHARED = (
    *("normal", "title", "subtitle", "quote", "list paragraph", "hyperlink", "footnote text"),
    *(f"heading {level}" for level in range(1, 7)),
)
# What is taken of a style, in the order that Word's schema wants.
_PARAGRAPH = (
    *("keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "shd", "tabs", "spacing", "ind"),
    *("contextualSpacing", "jc", "outlineLvl"),
)
_RUN = (
    *("rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "color", "spacing", "kern", "sz", "szCs", "u"),
    "vertAlign",
)
_KEPT_OF_OURS = ("keepNext", "keepLines", "outlineLvl")
_FAMILIES = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "cs": "cstheme"}
_WORDS_OWN_SIZE, _WORDS_OWN_FONT = "20", "Times New Roman"
_DEEPEST = 10


class LetterheadStyles:
    """The styles of a letterhead that has been sent in."""

    def __init__(self, archive: Archive) -> None:
        part = archive.beside("styles")
        self._rows = {} if part is None else {value(row, "styleId"): row for row in part.iter(f"{NAME}style")}
        self._defaults = None if part is None else part.find(f"{NAME}docDefaults")
        self._by_name = {
            value(row.find(f"{NAME}name")).lower(): style_id for style_id, row in self._rows.items()
        }
        self._normal = self._by_name.get("normal", "")
        theme = archive.beside("theme")
        self._fonts = {} if theme is None else dict(_theme_fonts(theme))
        self._own: dict[str, str] = {}

    def own_id(self, style_id: str) -> str:
        """Return the id that a style which the header or footer uses gets beside ours; empty without one."""
        if style_id not in self._rows:
            return ""
        return self._own.setdefault(style_id, f"Own{len(self._own) + 1}")

    def on_ours(self, *, width: int) -> bytes:
        """Return our styles with the letterhead's laid on them, for a text of a width in twips."""
        root = etree.fromstring(blank_styles().encode())
        for row in root.iter(f"{NAME}style"):
            name = value(row.find(f"{NAME}name")).lower()
            if name in _SHARED and name in self._by_name:
                self._lay_on(row, self._by_name[name])
        if self._defaults is not None:
            self._lay_defaults(root[0])
        for style_id, own in self._own.items():
            root.append(self._imported(style_id, own))
        self._spread(root, width)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _lay_on(self, ours: Mark, style_id: str) -> None:
        kept = {
            each.tag: each
            for each in ours.iterfind(f"{NAME}pPr/*")
            if each.tag.removeprefix(NAME) in _KEPT_OF_OURS
        }
        paragraph, run, _ = self._flat(style_id)
        for tag, mark in kept.items():
            paragraph.setdefault(tag.removeprefix(NAME), mark)
        around = ours.find(f"{NAME}pPr/{NAME}spacing")
        if around is not None and "spacing" in paragraph and value(around, "before"):
            room = deepcopy(paragraph["spacing"])  # so that a title stands behind what is above it
            room.set(f"{NAME}before", value(room, "before") or value(around, "before"))
            paragraph["spacing"] = room
        for kind, order, found in (("pPr", _PARAGRAPH, paragraph), ("rPr", _RUN, run)):
            old = ours.find(f"{NAME}{kind}")
            if old is not None:
                ours.remove(old)
            if kind == "rPr" or value(ours, "type") == "paragraph":
                ours.append(_properties(kind, order, found))

    def _imported(self, style_id: str, own: str) -> Mark:
        row = self._rows[style_id]
        kind = value(row, "type")
        made = etree.Element(f"{NAME}style", {f"{NAME}type": kind, f"{NAME}styleId": own})
        name = value(row.find(f"{NAME}name"))
        etree.SubElement(made, f"{NAME}name", {f"{NAME}val": f"Brevark {name}"[:100]})
        paragraph, run, is_on_normal = self._flat(style_id)
        base = {"paragraph": "Normal" if is_on_normal else "", "table": "TableNormal"}.get(kind, "")
        if base:
            etree.SubElement(made, f"{NAME}basedOn", {f"{NAME}val": base})
        if kind in {"paragraph", "table"}:
            made.append(_properties("pPr", _PARAGRAPH, paragraph))
        made.append(_properties("rPr", _RUN, run))
        borders = row.find(f"{NAME}tblPr/{NAME}tblBorders")
        if kind == "table" and borders is not None:
            etree.SubElement(made, f"{NAME}tblPr").append(deepcopy(borders))
        return made

    def _flat(self, style_id: str) -> tuple[dict[str, Mark], dict[str, Mark], bool]:
        """Return what a style says with all it is based on up to Normal, and whether that is its base."""
        chain: list[Mark] = []
        reached = False
        while style_id in self._rows and len(chain) < _DEEPEST:
            if style_id == self._normal and chain:
                reached = True
                break
            chain.append(self._rows[style_id])
            style_id = value(self._rows[style_id].find(f"{NAME}basedOn"))
        paragraph: dict[str, Mark] = {}
        run: dict[str, Mark] = {}
        for row in reversed(chain):
            self._add(paragraph, row.find(f"{NAME}pPr"), _PARAGRAPH)
            self._add(run, row.find(f"{NAME}rPr"), _RUN)
        return paragraph, run, reached

    def _add(self, found: dict[str, Mark], properties: Mark | None, wanted: Iterable[str]) -> None:
        for name in wanted:
            mark = None if properties is None else properties.find(f"{NAME}{name}")
            if mark is None:
                continue
            mark = self.plain(mark)
            if name in found and not len(mark):  # such as two that each say a part of the space around
                mark = deepcopy(mark)
                for key, said in found[name].items():
                    mark.set(key, mark.get(key, said))
            found[name] = mark

    def plain(self, mark: Mark) -> Mark:
        """Return a property with the theme's fonts and colours named, since papers have no theme."""
        made = deepcopy(mark)
        for each in made.iter():
            if each.tag == f"{NAME}rFonts":
                for family, theme in _FAMILIES.items():
                    font = self._fonts.get(each.get(f"{NAME}{theme}", "")[:5], "")
                    if font:
                        each.set(f"{NAME}{family}", font)
                for key in [key for key in map(str, each.attrib) if key.removeprefix(NAME) not in _FAMILIES]:
                    del each.attrib[key]
            for key in [key for key in map(str, each.attrib) if "theme" in key.lower()]:
                del each.attrib[key]
        return made

    def _lay_defaults(self, ours: Mark) -> None:
        """Lay the letterhead's defaults on ours, or Word's own where it says nothing."""
        run: dict[str, Mark] = {}
        paragraph: dict[str, Mark] = {}
        if self._defaults is not None:
            self._add(run, self._defaults.find(f"{NAME}rPrDefault/{NAME}rPr"), _RUN)
            self._add(paragraph, self._defaults.find(f"{NAME}pPrDefault/{NAME}pPr"), _PARAGRAPH)
        for name in ("sz", "szCs"):
            run.setdefault(name, etree.Element(f"{NAME}{name}", {f"{NAME}val": _WORDS_OWN_SIZE}))
        fonts = run.get("rFonts")
        if fonts is None or not fonts.attrib:
            run["rFonts"] = etree.Element(
                f"{NAME}rFonts", {f"{NAME}{family}": _WORDS_OWN_FONT for family in _FAMILIES}
            )
        language = ours.find(f"{NAME}rPrDefault/{NAME}rPr/{NAME}lang")
        made = etree.Element(f"{NAME}docDefaults")
        etree.SubElement(made, f"{NAME}rPrDefault").append(_properties("rPr", _RUN, run))
        if language is not None:
            made[0][0].append(language)
        etree.SubElement(made, f"{NAME}pPrDefault").append(_properties("pPr", _PARAGRAPH, paragraph))
        ours.getparent().replace(ours, made)  # type: ignore[union-attr]  # it stands in the styles

    def _spread(self, root: Mark, width: int) -> None:
        """Move the tab stops of our own styles to the text's width, and give them the headings' colour."""
        for stop in root.iter(f"{NAME}tab"):
            if stop.get(f"{NAME}pos", "") in {str(TEXT_WIDTH), str(SIGNATURE_WIDTH), str(SECOND_SIGNATURE)}:
                stop.set(f"{NAME}pos", str(int(value(stop, "pos")) * width // TEXT_WIDTH))
        color = ""
        if "heading 1" in self._by_name:
            _, run, _ = self._flat(self._by_name["heading 1"])
            color = value(run.get("color"))
        if len(color) == len(ACCENT):
            for each in root.iter():
                for key, said in each.attrib.items():
                    if said == ACCENT:
                        each.set(key, color)


def _properties(kind: str, order: Iterable[str], found: Mapping[str, Mark]) -> Mark:
    made = etree.Element(f"{NAME}{kind}")
    made.extend(deepcopy(found[name]) for name in order if name in found)
    return made


def _theme_fonts(theme: Mark) -> Iterable[tuple[str, str]]:
    for name in ("major", "minor"):
        font = theme.find(f".//{_DRAWING}{name}Font/{_DRAWING}latin")
        if font is not None and font.get("typeface"):
            yield name, str(font.get("typeface"))
