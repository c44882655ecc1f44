"""How wide a numbered line is, so that it fits in one line of a paper, whatever letterhead it stands on.

The breaks are made at a number of signs (``domain/lines.py``). Numbered lines are set in a font of our own
choice, in a size that prose needs no more than the column for; a line that is wider all the same, such as
one in capitals, is drawn closer together.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from unicodedata import combining, east_asian_width

from docx.document import Document
from lxml import etree

from motionflow.documents.blank import BOX_INDENT, LINE_NUMBER_WIDTH, LIST_STEP, W
from motionflow.documents.marks import Mark
from motionflow.documents.numbered import Words

FONT = "Calibri"
"""Word has it, and LibreOffice has Carlito with the same widths for it."""
USUAL_SIZE = 22  # half points
BOX_END = 113
_NAME = f"{{{W}}}"
_PROSE = 36.5  # ems; the widest of 72 signs of prose are 33 in Calibri, and 36 in fonts as wide as Arial
_DEFAULT_STOP = 708
_TAB_STOPS = 5
_TABS_TO_WORDS = 1
_TIGHTEST = 40  # per cent; beyond that nobody can read it
_TIGHTEST_ROW = 66  # a row of a table is never broken, and goes on in the next line of the paper instead
_SAFE = 1.03
# Ems of the wider of Calibri and Calibri bold, rounded up.
_GROUPS = {
    0.28: " 'ilìíîïıļ,j.I:;·ÌÍÎÏ",
    0.36: "-`´()![]J²³t{}°ţťrŕř",
    0.46: 'sz¯śšźž¨ª/L\\cçćč"ºŁłFx',
    0.52: "?¿SZgkvyýÿğŚŠŽ|EÈÉÊË#*+<=>T^_a~¢¤§¬±×àáâãäåă÷Ť$0123456789e£¥èéêëęěYÝŸ",
    0.58: "CPbdhnopqu«»–ÇÞðñòóôõöùúûüþĆČđńňŋōőŧůűKøħXßBRµŔŘ",
    0.70: "VAÀÁÂÃÄÅDGHÐĎĐŊŦNU¼ÑÙÚÛÜOÒÓÔÕÖQØ½&¾",
    0.94: "%wŵÆæm©œMŒ@W—…",
}
_EMS = {sign: ems for ems, signs in _GROUPS.items() for sign in signs}
_CODE, _OTHER, _WIDE = 0.6, 0.95, 1.3
_LATIN = bytes(round(100 * _EMS.get(chr(sign), _OTHER)) for sign in range(256))


def ems_of(text: str, *, is_code: bool = False) -> float:
    """Return how wide some words can be at most, in ems of their size."""
    if is_code:
        return sum(_WIDE if _is_wide(sign) else _CODE for sign in text)
    try:  # as nearly all: at once, since a booklet has thousands of lines
        return sum(text.encode("latin-1").translate(_LATIN)) / 100
    except UnicodeEncodeError:
        pass
    return sum(_EMS[sign] if sign in _EMS else _ems_of_other(sign) for sign in text)


def drawn_together(runs: Sequence[Words], *, room: float, is_row: bool = False) -> int:
    """Return by how many per cent of their width words are to be set so that they fit in ``room`` (ems)."""
    ems = sum([ems_of(run.text, is_code=run.look.code) for run in runs]) * _SAFE
    if ems <= room:
        return 100
    fitting = int(100 * room / ems)
    tightest = _TIGHTEST_ROW if is_row else _TIGHTEST
    return fitting if fitting >= tightest else 100 if is_row else tightest


def room_for_words(room: int, *, size: int, tabs: int) -> float:
    """Return how many ems the words behind a line's number have, of a column in twips."""
    before = LINE_NUMBER_WIDTH + LIST_STEP * min(tabs - _TABS_TO_WORDS, _TAB_STOPS - 1)
    before += _DEFAULT_STOP * max(0, tabs - _TAB_STOPS)
    return (room - before - BOX_INDENT - BOX_END) / 10 / size


def size_in(room: int, *, usual: int = USUAL_SIZE) -> int:
    """Return the size (half points) in which a line of prose fits a column of a width in twips."""
    return min(usual, USUAL_SIZE, int((room - LINE_NUMBER_WIDTH - BOX_INDENT - BOX_END) / 10 / _PROSE))


def set_lines_to_fit(document: Document, *, room: int) -> int:
    """Give the styles of numbered lines a font and a size that fit the column; return the size.

    What a letterhead says of other text, such as both edges even, does not change where a line ends.
    """
    styles = {row.get(f"{_NAME}styleId"): row for row in document.styles.element.iter(f"{_NAME}style")}
    normal = styles["Normal"]
    sizes = [*normal.iterfind(f"{_NAME}rPr/{_NAME}sz"), *document.styles.element.iter(f"{_NAME}sz")]
    size = size_in(room, usual=int(sizes[0].get(f"{_NAME}val", "22")))
    stops = [each.get(f"{_NAME}pos", "") for each in normal.iterfind(f"{_NAME}pPr/{_NAME}tabs/{_NAME}tab")]
    for style_id, indents in (("LinedText", (0, 0)), ("LinedDecision", (BOX_INDENT, BOX_END))):
        _set_style(styles[style_id], size, stops, indents)
    return size


def _set_style(row: Mark, size: int, stops: Iterable[str], indents: tuple[int, int]) -> None:
    paragraph, run = (row.find(f"{_NAME}{kind}") for kind in ("pPr", "rPr"))
    if paragraph is None or run is None:
        return
    tabs = paragraph.find(f"{_NAME}tabs")
    own = {each.get(f"{_NAME}pos") for each in tabs} if tabs is not None else set()
    for stop in stops:
        if tabs is not None and stop not in own:
            tabs.insert(0, _element("tab", val="clear", pos=stop))
    paragraph.append(_element("ind", left=indents[0], right=indents[1], firstLine=0))
    paragraph.append(_element("jc", val="left"))
    run[:] = [
        _element("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT),
        *(_element(name, val=0) for name in ("b", "bCs", "i", "iCs", "caps", "smallCaps", "spacing")),
        _element("w", val=100),
        *(_element(name, val=size) for name in ("sz", "szCs")),
    ]


def _element(name: str, **attributes: object) -> Mark:
    return etree.Element(f"{_NAME}{name}", {f"{_NAME}{key}": str(said) for key, said in attributes.items()})


@cache
def _ems_of_other(sign: str) -> float:
    if combining(sign):
        return 0.0
    return _WIDE if _is_wide(sign) else _OTHER


def _is_wide(sign: str) -> bool:
    return east_asian_width(sign) in "WF"
