"""The text of a Word document: its body and notes as blocks of runs, with what has been changed in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from motionflow.documents.looks import PLAIN, Look
from motionflow.documents.word_archive import NAME, RELATION, Archive, Mark, value
from motionflow.documents.word_model import (
    Block,
    Cell,
    Change,
    ChangeKind,
    Comment,
    Paragraph,
    Row,
    Run,
    Table,
    WordText,
    paragraphs_in,
)
from motionflow.documents.word_runs import Field, left_out_in, text_boxes_in, text_of
from motionflow.documents.word_styles import Lists, Styles, shape_of

_BRINGS = {"ins": ChangeKind.INSERTED, "moveTo": ChangeKind.MOVED_HERE}
_TAKES = {"del": ChangeKind.DELETED, "moveFrom": ChangeKind.MOVED_AWAY}
_WRAPS = {
    "smartTag",
    "sdt",
    "sdtContent",
    "customXml",
    "dir",
    "bdo",
    "AlternateContent",
    "Choice",
    "Fallback",
}
_NUMBER = re.compile(r"^\d+ ?$|^\d+ (?=\S)|^\t")
_NOTES = {"footnoteReference": "f", "endnoteReference": "e"}
_NO_NOTE = {"separator", "continuationSeparator", "continuationNotice"}


def read_document(content: bytes) -> WordText:
    """Return what stands in a .docx. It must have been let in by ``check_upload``; may raise anything."""
    archive = Archive(content)
    root = archive.part(archive.main)
    body = None if root is None else root.find(f"{NAME}body")
    if body is None:
        raise ValueError("no body")
    reader = _Reader(archive)
    reader.text.blocks = reader.blocks(body, links=archive.links(archive.main))
    reader.read_comments()
    reader.text.properties = archive.properties()
    return reader.text


@dataclass
class _At:
    """Where in a paragraph the reader is: in which link, under which changes, in which field."""

    links: dict[str, str]
    paragraph: Paragraph
    inserted: Change | None = None
    deleted: Change | None = None
    link: str = ""
    boxes: list[Mark] = field(default_factory=list)


class _Reader:
    def __init__(self, archive: Archive) -> None:
        self.text = WordText()
        self._archive = archive
        self._styles, self._lists = Styles(archive), Lists(archive)
        self._notes = {
            mark: (archive.beside(kind), archive.name_of(kind))
            for mark, kind in (("f", "footnotes"), ("e", "endnotes"))
        }
        self._known_notes: dict[str, str] = {}
        self._changes = 0
        self._fields: list[Field] = []
        self._open_comments: dict[str, list[str]] = {}
        self._about: dict[str, str] = {}

    def blocks(self, parent: Mark, *, links: dict[str, str]) -> list[Block]:
        """Return the blocks in an element, whatever wraps them."""
        found: list[Block] = []
        for child in parent:
            name = _name(child)
            if name == "p":
                found += self._paragraph(child, links)
            elif name == "tbl":
                found.append(self._table(child, links))
            elif name in {"AlternateContent"}:
                found += self.blocks(child[0], links=links) if len(child) else []
            elif name in _WRAPS | _BRINGS.keys() | _TAKES.keys():
                found += self.blocks(child, links=links)
        return found

    def read_comments(self) -> None:
        """Read the comments that the text refers to."""
        part = self._archive.beside("comments")
        for row in [] if part is None else part.iter(f"{NAME}comment"):
            number = value(row, "id")
            said = [one.text for one in paragraphs_in(self.blocks(row, links={}))]
            self.text.comments[number] = Comment(
                value(row, "author"),
                value(row, "date"),
                "\n".join(said).strip(),
                self._about.get(number, "").strip(),
            )

    def _paragraph(self, element: Mark, links: dict[str, str]) -> list[Block]:
        properties = element.find(f"{NAME}pPr")
        made = Paragraph(shape_of(properties, styles=self._styles, lists=self._lists))
        at = _At(links, made)
        self._inner(element, at)
        if properties is not None:
            self._mark(properties, made)
        boxes = [block for box in at.boxes for block in self.blocks(box, links=links)]
        for about in self._open_comments.values():
            about.append("\n")
        return [made, *boxes]

    def _mark(self, properties: Mark, made: Paragraph) -> None:
        made.runs_on = value(properties.find(f"{NAME}framePr"), "dropCap") in {"drop", "margin"}
        mark = properties.find(f"{NAME}rPr")
        for child in [] if mark is None else mark:
            name = _name(child)
            if name in _BRINGS:
                made.mark_inserted = self._change(child, _BRINGS[name])
            elif name in _TAKES:
                made.mark_deleted = self._change(child, _TAKES[name])
        former = properties.find(f"{NAME}pPrChange")
        if former is not None:
            shape = shape_of(former.find(f"{NAME}pPr"), styles=self._styles, lists=self._lists)
            if shape != made.shape:
                made.former_shape, made.formatted = shape, self._change(former, ChangeKind.FORMATTED)

    def _inner(self, parent: Mark, at: _At) -> None:
        for child in parent:
            name = _name(child)
            if name == "r":
                self._run(child, at)
            elif name in _BRINGS:
                before, at.inserted = at.inserted, self._change(child, _BRINGS[name])
                self._inner(child, at)
                at.inserted = before
            elif name in _TAKES:
                before, at.deleted = at.deleted, self._change(child, _TAKES[name])
                self._inner(child, at)
                at.deleted = before
            elif name == "hyperlink":
                before_link, at.link = at.link, at.links.get(child.get(RELATION) or "", "")
                self._inner(child, at)
                at.link = before_link
            elif name == "fldSimple":
                self._inner(child, at)
            elif name in {"commentRangeStart", "commentRangeEnd"}:
                self._comment_range(value(child, "id"), at, begins=name.endswith("Start"))
            elif name in {"oMath", "oMathPara"}:
                self._add(text_of(child), PLAIN, at)
                self._leave_out("formula")
            elif name == "AlternateContent":
                self._inner(child[0], at) if len(child) else None
            elif name in _WRAPS:
                self._inner(child, at)

    def _run(self, element: Mark, at: _At) -> None:
        properties = element.find(f"{NAME}rPr")
        look = self._styles.look(properties)
        former = None if properties is None else properties.find(f"{NAME}rPrChange")
        formatted, former_look = None, PLAIN
        is_number = self._styles.is_paragraph_number(properties)
        if former is not None:
            former_look = self._styles.look(former.find(f"{NAME}rPr"))
            if former_look != look:
                formatted = self._change(former, ChangeKind.FORMATTED)
        for child in element:
            name = _name(child)
            if name in {"fldChar", "instrText", "delInstrText"}:
                self._field(name, child)
            elif name in _NOTES:
                self._note(_NOTES[name] + value(child, "id"), at)
            elif name == "commentReference":
                at.paragraph.comments.append((len(at.paragraph.runs), value(child, "id")))
            elif name in {"drawing", "pict", "object", "AlternateContent"}:
                at.boxes += text_boxes_in(child)
                for what, count in left_out_in(child).items():
                    self._leave_out(what, count)
            else:
                text = text_of(child)
                if is_number:  # what somebody has typed right behind our number is text all the same
                    text = _NUMBER.sub("", text)
                self._add(text, look, at, formatted=formatted, former_look=former_look)

    def _add(
        self,
        text: str,
        look: Look,
        at: _At,
        *,
        formatted: Change | None = None,
        former_look: Look = PLAIN,
    ) -> None:
        if not text or any(not one.shows for one in self._fields):
            return
        link = at.link or next((one.link for one in reversed(self._fields) if one.link), "")
        run = Run(text, look, link, "", at.inserted, at.deleted, formatted, former_look)
        at.paragraph.runs.append(run)
        if at.deleted is None:
            for about in self._open_comments.values():
                about.append(text)

    def _field(self, name: str, element: Mark) -> None:
        kind = value(element, "fldCharType")
        if name != "fldChar":
            if self._fields and not self._fields[-1].shows:
                self._fields[-1].instruction += element.text or ""
        elif kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].begin_to_show()
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, key: str, at: _At) -> None:
        if key not in self._known_notes:
            part, name = self._notes[key[0]]
            rows = [] if part is None else list(part)
            row = next((row for row in rows if value(row, "id") == key[1:]), None)
            if row is None or value(row, "type") in _NO_NOTE:
                return
            number = self._known_notes[key] = str(len(self._known_notes) + 1)
            fields, self._fields = self._fields, []
            self.text.notes[number] = self.blocks(row, links=self._archive.links(name))
            self._fields = fields
        number = self._known_notes[key]
        at.paragraph.runs.append(Run("", note=number, inserted=at.inserted, deleted=at.deleted))

    def _comment_range(self, number: str, at: _At, *, begins: bool) -> None:
        if begins:
            self._open_comments[number] = []
        elif number in self._open_comments:
            self._about[number] = "".join(self._open_comments.pop(number))

    def _table(self, element: Mark, links: dict[str, str]) -> Table:
        made = Table()
        for row in _rows(element):
            properties = row.find(f"{NAME}trPr")
            new = Row()
            for child in [] if properties is None else properties:
                if _name(child) == "ins":
                    new.inserted = self._change(child, ChangeKind.INSERTED)
                elif _name(child) == "del":
                    new.deleted = self._change(child, ChangeKind.DELETED)
            before = value(None if properties is None else properties.find(f"{NAME}gridBefore"))
            new.cells += [Cell() for _ in range(_small(before))]
            for cell in _cells(row):
                of_cell = cell.find(f"{NAME}tcPr")
                span = value(None if of_cell is None else of_cell.find(f"{NAME}gridSpan"))
                merged = None if of_cell is None else of_cell.find(f"{NAME}vMerge")
                covered = merged is not None and value(merged) != "restart"
                new.cells.append(Cell(self.blocks(cell, links=links), max(_small(span), 1), covered))
            made.rows.append(new)
        return made

    def _change(self, element: Mark, kind: ChangeKind) -> Change:
        self._changes += 1
        return Change(self._changes, kind, value(element, "author"), value(element, "date"))

    def _leave_out(self, what: str, count: int = 1) -> None:
        self.text.left_out[what] = self.text.left_out.get(what, 0) + count


def _name(element: Mark) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _rows(table: Mark) -> Iterable[Mark]:
    for child in table:
        if _name(child) == "tr":
            yield child
        elif _name(child) in _WRAPS:
            yield from _rows(child)


def _cells(row: Mark) -> Iterable[Mark]:
    for child in row:
        if _name(child) == "tc":
            yield child
        elif _name(child) in _WRAPS:
            yield from _cells(child)


def _small(number: str) -> int:
    return min(int(number), 63) if number.isdecimal() else 0
