"""The headers and footers of a letterhead, with only what shows and fetches nothing.

What is not known is left out: text, tables, shapes, fields and pictures inside the file are kept.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from motionflow.documents.blank import R, W
from motionflow.documents.letterhead_styles import LetterheadStyles
from motionflow.documents.word_archive import NAME, Archive, Mark, value

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_KNOWN = frozenset(
    {
        W,
        f"{_DRAWING}main",
        f"{_DRAWING}picture",
        f"{_DRAWING}wordprocessingDrawing",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    }
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OPENED = {f"{NAME}{name}" for name in ("ins", "moveTo", "smartTag", "customXml")}
_CONTENT = f"{NAME}sdtContent"
_DROPPED = {
    *(f"{NAME}{name}" for name in ("del", "moveFrom", "proofErr", "numPr", "rPrChange", "pPrChange")),
    *(f"{NAME}{name}" for name in ("bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "lang")),
    *(f"{NAME}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")),
    *(f"{NAME}{name}" for name in ("footnoteReference", "endnoteReference", "sectPr", "altChunk")),
    *(f"{NAME}{name}" for name in ("tblPrChange", "trPrChange", "tcPrChange", "sectPrChange")),
    _FALLBACK,
}
_LEFT_OUT = {f"{NAME}object": "object", f"{NAME}pict": "old_picture"}
_STYLED = {f"{NAME}{name}" for name in ("pStyle", "rStyle", "tblStyle")}
_EMBEDS, _LINKS = f"{{{R}}}embed", f"{{{R}}}link"
_BLIP = f"{{{_DRAWING}main}}blip"
_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpeg", "image/jpeg"),
    (b"GIF8", "gif", "image/gif"),
)


@dataclass(frozen=True)
class Picture:
    """A picture of a letterhead: its bytes, the ending of its name, and its kind."""

    content: bytes = field(repr=False)
    ending: str
    kind: str


@dataclass
class Edge:
    """A header or footer as it can be used: its element, and what its relations lead to."""

    element: Mark
    pictures: dict[str, Picture] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    @property
    def counts_pages(self) -> bool:
        """Whether it says which page one is on."""
        told = [each.text or "" for each in self.element.iter(f"{NAME}instrText")]
        told += [value(each, "instr") for each in self.element.iter(f"{NAME}fldSimple")]
        return any(each.split()[:1] == ["PAGE"] for each in told)


def edge_of(
    archive: Archive,
    part: str,
    *,
    styles: LetterheadStyles,
    pictures: Mapping[str, bytes],
    left_out: Counter[str],
) -> Edge | None:
    """Return a header or footer with what is safe in it; None where nothing of it is left.

    ``pictures`` are the bytes of the file's other parts, ``left_out`` counts what was not taken.
    """
    found = archive.part(part)
    if found is None:
        return None
    edge = Edge(deepcopy(found))
    _clean(edge.element, left_out)
    targets = archive.targets(part)
    for blip in list(edge.element.iter(_BLIP)):
        picture = _picture(pictures.get(targets.get(blip.get(_EMBEDS, ""), ""), b""))
        if picture is None:
            left_out["picture"] += 1
            _remove_drawing(blip)
            continue
        name = f"rId{len(edge.pictures) + len(edge.links) + 1}"
        edge.pictures[name] = picture
        blip.set(_EMBEDS, name)
        if _LINKS in blip.attrib:
            del blip.attrib[_LINKS]
    _link(edge, archive.links(part))
    for mark in edge.element.iter(*_STYLED):
        own = styles.own_id(value(mark))
        mark.set(f"{NAME}val", own or "Normal") if own or mark.tag.endswith("pStyle") else _drop(mark)
    for mark in edge.element.iter(f"{NAME}rFonts", f"{NAME}color", f"{NAME}shd"):
        plain = styles.plain(mark)
        mark.attrib.clear()
        mark.attrib.update(plain.attrib)
    return edge if _shows(edge.element) else None


def texts_of(element: Mark) -> tuple[str, ...]:
    """Return the lines of text in a header or footer."""
    lines = ("".join(_said(paragraph)).strip() for paragraph in element.iter(f"{NAME}p"))
    return tuple(dict.fromkeys(" ".join(line.split()) for line in lines if line))


def _said(paragraph: Mark) -> Iterator[str]:
    for each in paragraph.iter(f"{NAME}t", f"{NAME}tab", f"{NAME}br"):
        yield each.text or "" if each.tag == f"{NAME}t" else " "


def _clean(parent: Mark, left_out: Counter[str]) -> None:
    for child in list(parent):
        if not isinstance(child.tag, str) or child.tag in _DROPPED:
            _drop(child)
        elif child.tag in _LEFT_OUT:
            left_out[_LEFT_OUT[child.tag]] += 1
            _drop(child)
        elif child.tag == f"{NAME}sdt":
            content = child.find(_CONTENT)
            if content is not None:
                _clean(content, left_out)
                _open(child, content)
            else:
                _drop(child)
        elif child.tag in _OPENED:
            _clean(child, left_out)
            _open(child, child)
        elif etree.QName(child).namespace not in _KNOWN or child.tag.endswith(("}extLst", "}hlinkClick")):
            _drop(child)
        else:
            _clean(child, left_out)
    for key in list(parent.attrib):
        if etree.QName(key).namespace == R and key not in (_EMBEDS, f"{{{R}}}id"):
            del parent.attrib[key]


def _link(edge: Edge, links: Mapping[str, str]) -> None:
    for link in list(edge.element.iter(f"{NAME}hyperlink")):
        address = links.get(link.get(f"{{{R}}}id", ""), "")
        if address.lower().startswith(("http://", "https://", "mailto:")):
            name = f"rId{len(edge.pictures) + len(edge.links) + 1}"
            edge.links[name] = address
            link.attrib.clear()
            link.set(f"{{{R}}}id", name)
        else:
            _open(link, link)


def _picture(content: bytes) -> Picture | None:
    for sign, ending, kind in _SIGNS:
        if content.startswith(sign):
            return Picture(content, ending, kind)
    return None


def _remove_drawing(blip: Mark) -> None:
    for parent in blip.iterancestors(f"{NAME}drawing"):
        _drop(parent)
        return
    _drop(blip)


def _open(shell: Mark, content: Mark) -> None:
    """Put what stands in a shell where the shell stood."""
    for child in list(content):
        shell.addprevious(child)
    _drop(shell)


def _drop(mark: Mark) -> None:
    parent = mark.getparent()
    if parent is not None:
        parent.remove(mark)


def _shows(element: Mark) -> bool:
    return bool(texts_of(element)) or element.find(f".//{NAME}drawing") is not None
