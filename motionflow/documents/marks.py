"""The elements of a Word document: paragraphs, runs, links, fields, tables.

Elements are made in the order that the schema wants; Word refuses a document where they are not.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from lxml import etree

from motionflow.documents.blank import NUMBER_MARGIN, TEXT_WIDTH, R, W
from motionflow.documents.looks import PLAIN, Look, look_of

Mark = etree._Element

NAME = _W = f"{{{W}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RUN, _TEXT = _W + "r", _W + "t"
_P, _PROPERTIES, _STYLE, _KEEP_NEXT = _W + "p", _W + "pPr", _W + "pStyle", _W + "keepNext"
_NUMBERING, _LEVEL, _LIST = _W + "numPr", _W + "ilvl", _W + "numId"
_SPACING, _BEFORE, _AFTER = _W + "spacing", _W + "before", _W + "after"
_INDENT, _LEFT, _HANGING, _ALIGNED, _VALUE = _W + "ind", _W + "left", _W + "hanging", _W + "jc", _W + "val"
_RUN_PROPERTIES, _RUN_STYLE, _BOLD, _ITALIC = _W + "rPr", _W + "rStyle", _W + "b", _W + "i"
_BREAK, _TAB, _LINE_NUMBER = _W + "br", _W + "tab", {_VALUE: "ParagraphNumber"}
_PRESERVED = {_SPACE: "preserve"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Hebrew, Arabic and their neighbours, with what stands between two such words.
_LETTERS = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_FROM_RIGHT = re.compile(f"({_LETTERS}+(?:[^\\S\\t]*{_LETTERS}+)*)")
_BEHIND_BIDI = {_W + name for name in ("spacing", "ind", "jc", "rPr")}
_PADDING = 2 * 85 + 30
_WIDE = "MWmwÆ%@"
_SHORT_TABLE, _SHORT_TEXTS = 12, 1_000
_LETTER = {"TableText": 104, "TableTextSmall": 84}


def element(name: str, /, **attributes: object) -> Mark:
    """Return an element of Word's own namespace with attributes of it."""
    return etree.Element(_W + name, {_W + key: str(value) for key, value in attributes.items()})


def root(name: str, /) -> Mark:
    """Return an element that a part begins with; some programs know Word's namespace by its usual prefix."""
    return etree.Element(_W + name, nsmap={"w": W})


def add(parent: Mark, tag: str, /, **attributes: object) -> Mark:
    """Add an element to another and return it."""
    if not attributes:
        return etree.SubElement(parent, _W + tag)
    return etree.SubElement(parent, _W + tag, {_W + key: str(value) for key, value in attributes.items()})


def paragraph(
    style: str = "Normal",
    *,
    within: Mark | None = None,
    keep_next: bool = False,
    list_id: int | None = None,
    list_level: int = 0,
    before: int | None = None,
    after: int | None = None,
    left: int | None = None,
    hanging: int = 0,
    right_aligned: bool = False,
) -> Mark:
    """Return an empty paragraph. Measures are in twentieths of a point.

    ``within`` is what it is made in: an element made by itself gets a document of its own, which costs
    more than all else about it.
    """
    # Written out with names made once: a long paper has ten thousand paragraphs.
    put = etree.SubElement
    made = element("p") if within is None else put(within, _P)
    properties = put(made, _PROPERTIES)
    if style != "Normal":
        put(properties, _STYLE, {_VALUE: style})
    if keep_next:
        put(properties, _KEEP_NEXT)
    if list_id is not None:
        numbering = put(properties, _NUMBERING)
        put(numbering, _LEVEL, {_VALUE: str(list_level)})
        put(numbering, _LIST, {_VALUE: str(list_id)})
    if before is not None or after is not None:
        spacing = put(properties, _SPACING)
        if before is not None:
            spacing.set(_BEFORE, str(before))
        if after is not None:
            spacing.set(_AFTER, str(after))
    if left is not None:
        indent = put(properties, _INDENT, {_LEFT: str(left)})
        if hanging:
            indent.set(_HANGING, str(hanging))
    if right_aligned:
        put(properties, _ALIGNED, {_VALUE: "right"})
    return made


def write(parent: Mark, text: str, look: Look = PLAIN) -> None:
    """Add a run of text; a tab in it becomes a tab stop."""
    if not text:
        return
    if not text.isascii() and _FROM_RIGHT.search(text):
        _write_both_ways(parent, text, look)
        return
    try:
        _add_run(parent, text, look)
    except ValueError:  # XML cannot hold every character that a text can
        parent.remove(parent[-1])
        _add_run(parent, _NOT_IN_XML.sub("", text), look)


def _write_both_ways(parent: Mark, text: str, look: Look) -> None:
    """Add runs of which those in letters read from right to left say so; a paragraph that begins so is so."""
    text = _NOT_IN_XML.sub("", text)
    begins = parent.tag == _P and len(parent) == 1 and _FROM_RIGHT.match(text.lstrip())
    if begins:
        behind = [one for one in parent[0] if one.tag in _BEHIND_BIDI]
        add(parent[0], "bidi")
        parent[0].extend(behind)  # which moves them behind it, where the schema wants them
    for place, piece in enumerate(_FROM_RIGHT.split(text)):
        if piece:
            run = _add_run(parent, piece, look)
            if place % 2:
                properties = run.find(_RUN_PROPERTIES)
                if properties is None:
                    properties = element("rPr")
                    run.insert(0, properties)
                for tag, theirs in ((_BOLD, "bCs"), (_ITALIC, "iCs")):
                    for ours in properties.findall(tag):  # Word has another word for it in such letters
                        ours.addnext(element(theirs))
                add(properties, "rtl")


def _add_run(parent: Mark, text: str, look: Look) -> Mark:
    put = etree.SubElement
    run = put(parent, _RUN)
    if look is not PLAIN and look != PLAIN:
        properties = put(run, _RUN_PROPERTIES)
        if look.code or look.link:
            put(properties, _RUN_STYLE, {_VALUE: "Code" if look.code else "Hyperlink"})
        if look.bold:
            put(properties, _BOLD)
        if look.italic:
            put(properties, _ITALIC)
    if "\t" not in text:
        put(run, _TEXT, _PRESERVED).text = text
        return run
    for number, piece in enumerate(text.split("\t")):
        if number:
            add(run, "tab")
        if piece:
            put(run, _TEXT, _PRESERVED).text = piece
    return run


def draw_together(written: Iterable[Mark], per_cent: int) -> None:
    """Set the letters of runs that have been written closer together, to a share of their width."""
    for part in written:
        for run in part.iter(_RUN):
            properties = run.find(_RUN_PROPERTIES)
            if properties is None:
                properties = element("rPr")
                run.insert(0, properties)
            add(properties, "w", val=per_cent)
            properties.extend(properties.findall(_W + "rtl"))  # which moves it behind


def space_after(made: Mark, size: int) -> None:
    """Set the space after a paragraph that has been made, in twentieths of a point."""
    _spacing(made).set(_W + "after", str(size))


def space_before(made: Mark, size: int) -> None:
    """Set the space before a paragraph that has been made, in twentieths of a point."""
    _spacing(made).set(_W + "before", str(size))


def _spacing(made: Mark) -> Mark:
    properties = made[0]
    found = properties.find(_W + "spacing")
    if found is None:
        found = add(properties, "spacing")
        behind = [one for one in properties if one.tag in (_W + "ind", _W + "jc")]
        properties.extend(behind)  # which moves them behind it, where the schema wants them
    return found


def line_break(parent: Mark) -> None:
    """Add a line break within a paragraph."""
    add(add(parent, "r"), "br")


def link(parent: Mark, *, relation: str = "", anchor: str = "") -> Mark:
    """Add a link, to an address by its relation or to a bookmark, and return it for its runs."""
    made = add(parent, "hyperlink")
    if relation:
        made.set(f"{{{R}}}id", relation)
    else:
        made.set(_W + "anchor", anchor)
    made.set(_W + "history", "1")
    return made


def linked(look: Look) -> Look:
    """Return a look as it is within a link."""
    return look_of(bold=look.bold, italic=look.italic, code=look.code, link=True)


def as_deleted(change: Mark) -> None:
    """Make the text in a change text that is deleted, which Word keeps in elements of its own."""
    for text in change.iter(_TEXT):
        text.tag = _W + "delText"


def note_reference(parent: Mark, *, number: int) -> None:
    """Add the reference to a footnote."""
    run = add(parent, "r")
    add(add(run, "rPr"), "rStyle", val="FootnoteReference")
    add(run, "footnoteReference", id=number)


def remark_reference(parent: Mark, *, number: int) -> None:
    """Add the place where a comment is hung up."""
    run = add(parent, "r")
    add(add(run, "rPr"), "rStyle", val="CommentReference")
    add(run, "commentReference", id=number)


def paragraph_number(parent: Mark, number: int, *, in_margin: bool) -> None:
    """Add the number a paragraph is called by: text of its own style, which editing does not shift."""
    if in_margin:
        add(parent[0], "ind", left=0, hanging=NUMBER_MARGIN)
        parent[0].extend([one for one in parent[0] if one.tag in (_W + "jc", _W + "rPr")])
    run = add(parent, "r")
    add(add(run, "rPr"), "rStyle", val="ParagraphNumber")
    text = add(run, "t")
    text.text = str(number) if in_margin else f"{number} "
    text.set(_SPACE, "preserve")
    if in_margin:
        add(run, "tab")


def line_number(parent: Mark, number: int, *, tabs: int, goes_on: bool) -> None:
    """Add the number a line is called by, with tab stops after it; ``goes_on`` begins a line of its own."""
    put = etree.SubElement
    run = put(parent, _RUN)
    put(put(run, _RUN_PROPERTIES), _RUN_STYLE, _LINE_NUMBER)
    if goes_on:
        put(run, _BREAK)
    put(run, _TEXT).text = str(number)
    for _ in range(tabs):
        put(run, _TAB)


def bookmark(parent: Mark, *, name: str, number: int) -> None:
    """Add a place that links can lead to."""
    add(parent, "bookmarkStart", id=number, name=name)
    add(parent, "bookmarkEnd", id=number)


def field(parent: Mark, name: str, *, cached: str) -> None:
    """Add a field such as PAGE, with what is shown until Word works it out (which it does by itself)."""
    add(add(parent, "r"), "fldChar", fldCharType="begin")
    instruction(parent, f" {name} ")
    add(add(parent, "r"), "fldChar", fldCharType="separate")
    write(parent, cached)
    add(add(parent, "r"), "fldChar", fldCharType="end")


def instruction(parent: Mark, text: str) -> None:
    """Add what a field is told to do."""
    made = add(add(parent, "r"), "instrText")
    made.text = text
    made.set(_SPACE, "preserve")


def table(widths: Sequence[int], *, indent: int = 0) -> Mark:
    """Return an empty table with fixed columns and a first row that is a header."""
    made = element("tbl")
    properties = add(made, "tblPr")
    add(properties, "tblStyle", val="Table")
    add(properties, "tblW", w=sum(widths), type="dxa")
    if indent:
        add(properties, "tblInd", w=indent, type="dxa")
    add(properties, "tblLayout", type="fixed")
    add(
        properties,
        "tblLook",
        val="0420",
        firstRow=1,
        lastRow=0,
        firstColumn=0,
        lastColumn=0,
        noHBand=0,
        noVBand=1,
    )
    grid = add(made, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=width)
    return made


def row(of: Mark, widths: Sequence[int], *, is_header: bool) -> list[Mark]:
    """Add a row to a table and return its empty cells. A header row is repeated on each page."""
    made = add(of, "tr")
    properties = add(made, "trPr")
    add(properties, "cantSplit")
    if is_header:
        add(properties, "tblHeader")
    cells = []
    for width in widths:
        cell = add(made, "tc")
        add(add(cell, "tcPr"), "tcW", w=width, type="dxa")
        cells.append(cell)
    return cells


def rows_kept(texts: Sequence[Sequence[str]]) -> int:
    """Return how many rows of a table stay with the row after them.

    A short table, such as that of a vote, stands whole on one page; of a longer one the header row has at
    least one row below it.
    """
    is_short = len(texts) <= _SHORT_TABLE and sum(map(len, chain.from_iterable(texts))) <= _SHORT_TEXTS
    return len(texts) - 1 if is_short else 1


def column_widths(texts: Sequence[Sequence[str]], *, style: str, room: int = TEXT_WIDTH) -> list[int]:
    """Return widths for columns with these texts: room for the longest word, and more for long texts."""
    letter = _LETTER[style]
    columns = list(zip(*texts, strict=True))
    least = [
        _PADDING + int(letter * max(_length(word) for text in column for word in _words(text)))
        for column in columns
    ]
    wanted = [_PADDING + int(letter * max(_length(text) for text in column)) for column in columns]
    if sum(least) >= room:
        return _shared(least, room)
    if sum(wanted) <= room:
        # All fit on one line: the last column of text takes what is left, so that the table fills the page.
        widest = max(range(len(columns)), key=lambda number: wanted[number])
        return [
            width + (room - sum(wanted) if number == widest else 0) for number, width in enumerate(wanted)
        ]
    more = [width - low for width, low in zip(wanted, least, strict=True)]
    left = room - sum(least)
    return _shared(
        [low + left * extra // max(sum(more), 1) for low, extra in zip(least, more, strict=True)], room
    )


def _length(text: str) -> float:
    return len(text) + sum(text.count(sign) for sign in _WIDE) * 0.8


def _words(text: str) -> Iterable[str]:
    # A hard space holds words together on one line.
    return text.split(" ")


def _shared(widths: Sequence[int], room: int) -> list[int]:
    total = sum(widths)
    shared = [width * room // total for width in widths]
    shared[-1] += room - sum(shared)
    return shared
