"""A tree of Markdown -> the elements of a Word document, by the conventions of ``words.py``."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol
from xml.etree.ElementTree import Element

from motionflow.documents import lined, marks
from motionflow.documents.blank import BOX_INDENT, BULLETS, LIST_STEP, TEXT_WIDTH
from motionflow.documents.footnotes import NoteDesk, NoteWriter, without_notes
from motionflow.documents.line_widths import USUAL_SIZE
from motionflow.documents.looks import PLAIN, Look, look_of
from motionflow.documents.marks import Mark

HEADINGS = {
    "h1": "Title",
    "h2": "Heading1",
    "h3": "Heading2",
    "h4": "Heading3",
    "h5": "Heading4",
    "h6": "Heading4",
}
LINKED = ("http://", "https://", "mailto:")
MANY_COLUMNS = 7
Progress = Callable[[int, int], None]
_TELL_EVERY = 500
_INLINE = frozenset({"a", "em", "strong", "code", "br", "img"})
_RIGHT = "right"
_BOLD = look_of(bold=True)
_AFTER_LIST, _AFTER_FIELDS, _AFTER_BOX = 120, 160, 180
_BEFORE_LABEL, _AFTER_LABEL = 180, 40


class Desk(NoteDesk, Protocol):
    """The lists, links and notes of the document that a paper is set in."""

    def new_list(self, start: int, level: int) -> int:
        """Return the number of a fresh numbered list that begins at a number on a level."""


class Setter:
    """Sets the blocks of one paper into its body.

    ``progress`` is told now and then how many blocks are set, of how many; ``room`` is the width of the text,
    and ``line_size`` the size of numbered lines. ``own`` sets a text in numbered lines in a way of its own,
    if it knows it.
    """

    def __init__(
        self,
        put: Callable[[Mark], None],
        desk: Desk,
        progress: Progress | None = None,
        *,
        room: int = TEXT_WIDTH,
        line_size: int = USUAL_SIZE,
        own: Callable[[str], list[Mark] | None] | None = None,
    ) -> None:
        self._room, self._own = room, own
        self._column = lined.Column(room, line_size)
        self._progress = progress
        self._put = put
        self._within = marks.element("body")
        self._desk = desk
        self._notes = NoteWriter(desk)
        self._anchors: set[str] = set()
        self._bookmarks = 0
        self._after_table = False
        self._last: Mark | None = None
        self._last_line = 0
        self.title = ""
        self.subtitle = ""

    def set(self, root: Element) -> None:
        """Put every block of the tree into the body, in order."""
        self._anchors = {
            anchor_of(a.get("href", "")[1:]) for a in root.iter("a") if a.get("href", "")[:1] == "#"
        }
        blocks = list(root)
        number = 0
        told = 0
        while number < len(blocks):
            if self._progress is not None and number >= told + _TELL_EVERY:
                told = number
                self._progress(number, len(blocks))
            block = blocks[number]
            self._notes.begin_block()
            if block.tag == "hr":
                number += self._signatures(blocks[number:])
                continue
            if block.tag in HEADINGS:
                self._heading(block, HEADINGS[block.tag] if self.title or block.tag != "h1" else "Title")
            elif block.tag == "p":
                before = blocks[number - 1].tag if number else ""
                after = [one.tag for one in blocks[number + 1 : number + 3]]
                # What leads to a signature stands on the same page.
                self._lone_paragraph(block, before=before, keep=after[:1] == ["hr"] or after == ["p", "hr"])
            elif block.tag == "dl":
                following = blocks[number + 1].tag if number + 1 < len(blocks) else ""
                self._fields(block, leads=following in HEADINGS)
            elif block.tag == lined.TAG:
                self._lined(block)
            else:
                self._block(block)
            number += 1

    def _lined(self, block: Element) -> None:
        own = self._own((block.text or "").strip()) if self._own is not None else None
        if own is not None:
            self._after_table, self._last = False, None
            for each in own:
                self._put(each)
            return
        made = lined.lined_paragraphs(
            block, after=self._last_line, within=self._within, desk=self._desk, column=self._column
        )
        for paragraph, self._last_line in made:
            self._add(paragraph)
        self._after_table = False
        self._end(_AFTER_BOX)

    def _lone_paragraph(self, block: Element, *, before: str, keep: bool) -> None:
        if not self.title:
            self._paragraph(block, "Mark", keep=keep)
        elif not _is_only(block, "strong"):
            self._paragraph(block, "Normal", keep=keep, after=_AFTER_LABEL if _is_only(block, "em") else None)
        elif before == "h1":
            self.subtitle = plain(block)
            self._paragraph(block[0], "Subtitle", keep=keep)
        else:  # a heading of a few lines, too small for the contents
            space = None if before in HEADINGS else _BEFORE_LABEL
            self._paragraph(block, "Normal", keep=True, above=space)

    def _signatures(self, blocks: list[Element]) -> int:
        """Set lines to sign on, two beside each other; return how many blocks they took."""
        people: list[Element] = []
        taken = 0
        while taken + 1 < len(blocks) and blocks[taken].tag == "hr" and blocks[taken + 1].tag == "p":
            people.append(blocks[taken + 1])
            taken += 2
        for first in range(0, len(people), 2):
            pair = people[first : first + 2]
            line, names = marks.paragraph("SignatureLine"), marks.paragraph("SignatureName")
            marks.write(line, "\t\t\t" if len(pair) == 2 else "\t")
            for number, person in enumerate(pair):
                marks.write(names, "\t" * number)
                self._runs(names, person)
            self._put(line)
            self._put(names)
        return taken or 1

    def _heading(self, block: Element, style: str) -> None:
        self._after_table = False
        if style == "Title":
            self.title = plain(block)
        made = marks.paragraph(style, within=self._within)
        anchor = anchor_of(plain(block).partition(":")[0]) if self._anchors else ""
        if anchor in self._anchors:
            self._anchors.discard(anchor)
            self._bookmarks += 1
            marks.bookmark(made, name=anchor, number=self._bookmarks)
        self._runs(made, block)
        self._put(made)

    def _block(self, block: Element, *, depth: int = 0, indent: int = 0, boxed: bool = False) -> None:
        """Set a block that may stand in a list or a quote: ``depth`` of quotes, ``indent`` of lists."""
        if block.tag == "blockquote":
            if depth == 0:  # a quote of nothing but a quote is one that a user wrote outside a decision
                boxed = [inner.tag for inner in block] != ["blockquote"]
            for inner in block:
                self._block(inner, depth=depth + 1, indent=indent, boxed=boxed)
            if depth == 0:
                self._end(_AFTER_BOX)
        elif block.tag in ("ul", "ol"):
            self._list(block, level=0, depth=depth, indent=indent, boxed=boxed)
            if not depth:
                self._end(_AFTER_LIST)
        elif block.tag == "table":
            self._table(block, indent=indent + (BOX_INDENT if depth else 0))
        elif block.tag == "dl":
            self._fields(block)
        elif block.tag in HEADINGS:
            self._paragraph(block, self._style(depth, boxed), look=_BOLD, indent=indent, keep=True)
        elif block.tag != "hr":
            self._paragraph(block, self._style(depth, boxed), indent=indent)

    def _end(self, space: int) -> None:
        """Leave more space after the last paragraph of a list, a box or some fields."""
        if self._last is not None and not self._after_table:
            marks.space_after(self._last, space)

    def _add(self, made: Mark) -> None:
        self._last = made
        self._put(made)

    def _style(self, depth: int, boxed: bool) -> str:
        if depth == 0:
            return "Normal"
        if not boxed:
            return "Quote"
        return "DecisionText" if depth == 1 else "DecisionQuote"

    def _paragraph(
        self,
        block: Element,
        style: str,
        *,
        look: Look = PLAIN,
        indent: int = 0,
        keep: bool = False,
        above: int | None = None,
        after: int | None = None,
    ) -> None:
        introduces = style == "Normal" and plain(block).endswith(":")
        made = marks.paragraph(
            style,
            within=self._within,
            keep_next=keep or introduces,
            before=160 if self._after_table and style == "Normal" else above,
            after=after if introduces else None,
            left=indent or None,
        )
        self._after_table = False
        self._runs(made, block, look)
        self._add(made)

    def _list(self, block: Element, *, level: int, depth: int, indent: int, boxed: bool) -> None:
        list_id = BULLETS if block.tag == "ul" else self._desk.new_list(int(block.get("start", "1")), 0)
        style = self._style(depth, boxed)
        edge = {"Normal": 0, "Quote": 2 * BOX_INDENT}.get(style, BOX_INDENT) + indent
        left = edge + LIST_STEP * (level + 1)
        for item in block:
            first = True
            for part in _parts(item):
                if part.tag in ("ul", "ol"):
                    self._list(part, level=min(level + 1, 8), depth=depth, indent=indent, boxed=boxed)
                elif part is item or part.tag in ("p", "span", *HEADINGS):
                    made = marks.paragraph(
                        "ListParagraph" if style == "Normal" else style,
                        within=self._within,
                        list_id=list_id if first else None,
                        list_level=level,
                        left=left,
                        hanging=LIST_STEP if first else 0,
                    )
                    self._runs(made, part, _BOLD if part.tag in HEADINGS else PLAIN)
                    self._add(made)
                    self._after_table = False
                else:
                    self._block(part, depth=depth, indent=left - edge + indent, boxed=boxed)
                first = False

    def _fields(self, block: Element, *, leads: bool = False) -> None:
        """Set fields, kept on one page; ``leads`` when they stay with the heading that follows too."""
        term: Element | None = None
        last = [part for part in block if part.tag == "dd"][-1]
        for part in block:
            if part.tag == "dt":
                term = part
                continue
            made = marks.paragraph(
                "Field",
                within=self._within,
                keep_next=leads or part is not last,
                before=160 if self._after_table else None,
            )
            self._after_table = False
            if term is not None:
                self._runs(made, term, _BOLD)
                marks.write(made, ":", _BOLD)
            marks.write(made, "\t")
            for number, inner in enumerate(_parts(part)):
                if number:
                    marks.line_break(made)
                self._runs(made, inner)
            self._add(made)
            term = None
        self._end(_AFTER_FIELDS)

    def _table(self, block: Element, *, indent: int) -> None:
        rows = [list(row) for row in block.iter("tr")]
        texts = [[plain(cell) for cell in cells] for cells in rows]
        style = "TableText" if len(rows[0]) <= MANY_COLUMNS else "TableTextSmall"
        widths = marks.column_widths(texts, style=style, room=self._room - indent)
        made = marks.table(widths, indent=indent)
        kept = marks.rows_kept(texts)
        for number, cells in enumerate(rows):
            for cell, target in zip(cells, marks.row(made, widths, is_header=number == 0), strict=True):
                right = _RIGHT in cell.get("style", "")
                inner = marks.paragraph(style, within=target, keep_next=number < kept, right_aligned=right)
                self._runs(inner, cell, _BOLD if number == 0 else PLAIN)
        self._put(made)
        self._after_table = True

    def _runs(self, parent: Mark, block: Element, look: Look = PLAIN) -> None:
        self._notes.write(parent, _joined(block.text), look)
        for inner in block:
            self._run(parent, inner, look)
            self._notes.write(parent, _joined(inner.tail), look)

    def _run(self, parent: Mark, inner: Element, look: Look) -> None:
        if inner.tag == "br":
            marks.line_break(self._notes.target(parent))
        elif inner.tag == "a" and not look.link:
            self._link(parent, inner, look)
        elif inner.tag == "code":
            self._notes.write(parent, _joined(inner.text), replace(look, code=True))
        else:
            bold, italic = look.bold or inner.tag == "strong", look.italic or inner.tag == "em"
            self._runs(parent, inner, look_of(bold=bold, italic=italic, code=look.code, link=look.link))

    def _link(self, parent: Mark, inner: Element, look: Look) -> None:
        address = "".join(inner.get("href", "").split())
        if address.lower().startswith(LINKED):
            made = self._notes.link(parent, address)
        elif address.startswith("#"):
            made = marks.link(parent, anchor=anchor_of(address[1:]))
        else:
            self._runs(parent, inner, look)
            return
        self._runs(made, inner, replace(look, link=True))


def plain(block: Element) -> str:
    """Return the text of a block without its looks."""
    return without_notes(" ".join("".join(block.itertext()).split(" ")).replace("\n", " ").strip())


def anchor_of(text: str) -> str:
    """Return the name of a bookmark: «Forslag nr. 4» and «forslag-nr-4» give the same."""
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "_".join(["to", *re.findall(r"[a-z0-9]+", letters)])[:40]


def _parts(item: Element) -> Iterator[Element]:
    """Give the blocks of a list item or a field; loose text becomes a block of its own."""
    if all(part.tag in _INLINE for part in item):  # as most are: one line
        if plain(item):
            yield item
        return
    loose = Element("span")
    loose.text = item.text
    for part in item:
        if part.tag in _INLINE:
            loose.append(part)
            continue
        if plain(loose):
            yield loose
        yield part
        loose = Element("span")
        loose.text = part.tail
    if plain(loose):
        yield loose


def _is_only(block: Element, tag: str) -> bool:
    return len(block) == 1 and block[0].tag == tag and not _filled((block.text, block[0].tail))


def _filled(texts: Iterable[str | None]) -> bool:
    return any((text or "").strip() for text in texts)


def _joined(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\t", " ")
