"""A body's own letterhead: out of its Word file an empty document of ours that looks as it wants.

Of the file only what shows is taken: page, headers and footers with pictures, and the styles that Word
names alike everywhere. The empty document is put together anew, so that nothing else comes along.
"""

import base64
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from motionflow.documents.blank import (
    EDGES,
    EVEN_EDGES,
    MARGINS,
    PACKAGE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    R,
    blank_with,
    document_of,
)
from motionflow.documents.letterhead_parts import Edge, edge_of, texts_of
from motionflow.documents.letterhead_styles import LetterheadStyles
from motionflow.documents.upload import check_word
from motionflow.documents.word_archive import NAME, RELATION, Archive, Mark, is_on, value
from motionflow.domain.errors import Code, Obstacle, RuleBroken

# A letterhead stands in every paper, so a large picture would make each of them large.
MOST_PICTURE_BYTES = 500_000
# Numbered lines of 72 letters need this much.
LEAST_WIDTH = 7938
_TWIPS_IN_MM = 56.7
_MOST_TWIPS = 31_680  # the largest page that Word knows
_NUMBER = re.compile(r"-?\d{1,6}")
_ONE_LINE = 300
_SLOTS = {"hdr": "Header", "ftr": "Footer"}


@dataclass(frozen=True)
class ReadLetterhead:
    """A letterhead that can be used: an empty document in base64, and what was not taken, counted by kind."""

    template: str = field(repr=False)
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class LetterheadLook:
    """What a letterhead brings, told in words: millimetres, fonts, and the lines at the top and foot."""

    width: int
    height: int
    margins: Mapping[str, int]
    fonts: tuple[str, ...]
    header: tuple[str, ...]
    footer: tuple[str, ...]
    pictures: int


def read_letterhead(content: bytes, *, name: str) -> ReadLetterhead:
    """Return the letterhead in a Word file.

    Raises ``RuleBroken`` with one code when the file may not be read or cannot be used.
    """
    check_word(content, name=name)
    try:
        return _read(content)
    except (RuleBroken, MemoryError):
        raise
    except Exception as error:
        if "emory" in str(error):  # how lxml tells that there was no more of it
            raise MemoryError from error
        # A sound archive may still break its reader in any way; nobody is to see a traceback.
        raise RuleBroken(Obstacle(Code.FILE_NOT_READABLE, "file", {"name": name})) from error


def look_of_letterhead(template: bytes) -> LetterheadLook:
    """Return what a letterhead of ours brings."""
    archive = Archive(template)
    section = archive.part(archive.main).find(f".//{NAME}sectPr")  # type: ignore[union-attr]  # it is ours
    size, margins = section.find(f"{NAME}pgSz"), section.find(f"{NAME}pgMar")  # type: ignore[union-attr]
    styles = archive.beside("styles")
    fonts = [] if styles is None else [value(each, "ascii") for each in styles.iter(f"{NAME}rFonts")]
    told: dict[str, list[str]] = {"hdr": [], "ftr": []}
    for part, tag in EDGES + EVEN_EDGES:
        edge = archive.part(f"word/{part}.xml")
        told[tag] += texts_of(edge) if edge is not None else []
    with zipfile.ZipFile(io.BytesIO(template)) as file:
        pictures = len({file.read(each) for each in file.namelist() if each.startswith("word/media/")})
    return LetterheadLook(
        _millimetres(value(size, "w")),
        _millimetres(value(size, "h")),
        {side: _millimetres(value(margins, side)) for side in ("top", "right", "bottom", "left")},
        tuple(dict.fromkeys(font for font in fonts if font and font != "Consolas")),
        tuple(dict.fromkeys(told["hdr"])),
        tuple(dict.fromkeys(told["ftr"])),
        pictures,
    )


def _read(content: bytes) -> ReadLetterhead:
    archive, left_out = Archive(content), Counter[str]()
    document = archive.part(archive.main)
    sections = [] if document is None else list(document.iter(f"{NAME}sectPr"))
    width, height, margins = _page(sections[-1] if sections else None)
    styles = LetterheadStyles(archive)
    bottom = margins["bottom"]
    edges = dict(_edges(archive, sections, styles, dict(_pictures(content)), left_out))
    has_even = is_on(archive.beside("settings"), "evenAndOddHeaders") is True
    parts: dict[str, bytes] = {}
    kinds: list[tuple[str, str]] = []
    for part, tag in EDGES + EVEN_EDGES if has_even else EDGES:
        edge = edges.get(part)
        if edge is None:
            continue
        _leave_room(edge, tag)
        if tag == "ftr" and not edge.counts_pages:
            margins["bottom"] = bottom + _ONE_LINE
        parts[f"word/{part}.xml"] = _whole(edge.element)
        if edge.pictures or edge.links:
            parts[f"word/_rels/{part}.xml.rels"] = _relations(part, edge)
        for relation, picture in edge.pictures.items():
            parts[_media(part, relation, picture.ending)] = picture.content
            kinds.append((f"/{_media(part, relation, picture.ending)}", picture.kind))
    parts["word/document.xml"] = document_of(width, height, margins, has_even=has_even).encode()
    parts["word/styles.xml"] = styles.on_ours(width=width - margins["left"] - margins["right"])
    if document is not None and document.find(f"{NAME}body//{NAME}drawing") is not None:
        left_out["picture_in_text"] += 1
    template = blank_with(parts, kinds=tuple(kinds), has_even=has_even)
    return ReadLetterhead(base64.b64encode(template).decode(), dict(left_out))


def _page(section: Mark | None) -> tuple[int, int, dict[str, int]]:
    """Return the page's width and height and what is around its text. Raises ``RuleBroken``."""
    size = None if section is None else section.find(f"{NAME}pgSz")
    around = None if section is None else section.find(f"{NAME}pgMar")
    width, height = _twips(value(size, "w"), PAGE_WIDTH), _twips(value(size, "h"), PAGE_HEIGHT)
    margins = {side: _twips(value(around, side), usual) for side, usual in MARGINS.items()}
    is_wide_enough = width - margins["left"] - margins["right"] >= LEAST_WIDTH
    if not is_wide_enough or height - margins["top"] - margins["bottom"] < LEAST_WIDTH:
        least = round(LEAST_WIDTH / _TWIPS_IN_MM / 10)
        raise RuleBroken(Obstacle(Code.LETTERHEAD_TOO_NARROW, "file", {"centimetres": least}))
    return width, height, margins


def _edges(
    archive: Archive,
    sections: list[Mark],
    styles: LetterheadStyles,
    pictures: Mapping[str, bytes],
    left_out: Counter[str],
) -> Iterator[tuple[str, Edge]]:
    """Yield each header and footer by the name of our part for it."""
    targets = archive.targets(archive.main)
    named: dict[tuple[str, str], str] = {}  # a section has those of the one before, where it names none
    has_first = False
    for section in sections:
        has_first = section.find(f"{NAME}titlePg") is not None
        for tag, kind in (("headerReference", "hdr"), ("footerReference", "ftr")):
            for each in section.iterfind(f"{NAME}{tag}"):
                named[kind, value(each, "type")] = targets.get(each.get(RELATION, ""), "")
    seen = 0
    for part, kind in EDGES + EVEN_EDGES:
        which = "even" if part.endswith("3") else "first" if part.endswith("2") and has_first else "default"
        noted = Counter[str]() if part.endswith("2") and not has_first else left_out
        target = named.get((kind, which), "")
        edge = edge_of(archive, target, styles=styles, pictures=pictures, left_out=noted) if target else None
        if edge is not None:
            seen += sum(len(picture.content) for picture in edge.pictures.values())
            yield part, edge
    if seen > 2 * MOST_PICTURE_BYTES:
        kilobytes = MOST_PICTURE_BYTES // 1000
        raise RuleBroken(Obstacle(Code.LETTERHEAD_PICTURES_TOO_BIG, "file", {"kilobytes": kilobytes}))


def _leave_room(edge: Edge, tag: str) -> None:
    """Leave a line for what a paper says there itself: its name at the top, the page's number at the foot."""
    if tag == "ftr" and edge.counts_pages:
        return
    paragraph = etree.SubElement(edge.element, f"{NAME}p")
    properties = etree.SubElement(paragraph, f"{NAME}pPr")
    etree.SubElement(properties, f"{NAME}pStyle", {f"{NAME}val": _SLOTS[tag]})


def _pictures(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            if not name.lower().endswith((".xml", ".rels", "/")):
                yield name, file.read(name)


def _relations(part: str, edge: Edge) -> bytes:
    rows = [
        f'<Relationship Id="{name}" Type="{R}/image" Target="{_media(part, name, picture.ending)[5:]}"/>'
        for name, picture in edge.pictures.items()
    ]
    rows += [
        f'<Relationship Id="{name}" Type="{R}/hyperlink" Target="{escape(address)}" TargetMode="External"/>'
        for name, address in edge.links.items()
    ]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'.encode()


def _media(part: str, relation: str, ending: str) -> str:
    return f"word/media/{part}-{relation}.{ending}"


def _twips(said: str, usual: int) -> int:
    found = _NUMBER.fullmatch(said)
    return min(abs(int(said)), _MOST_TWIPS) if found else usual


def _millimetres(twips: str) -> int:
    return round(int(twips) / _TWIPS_IN_MM)


def _whole(root: Mark) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
