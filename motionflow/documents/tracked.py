"""What became of a text, set as paragraphs of Word with tracked changes, remarks and notes.

Accepting every change gives the new text, rejecting every one the old. A moved paragraph is taken away
where it stood and brought where it stands, so that each can be seen and decided by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Protocol

from motionflow.documents import marks
from motionflow.documents.blank import BULLETS, LIST_STEP, TEXT_WIDTH
from motionflow.documents.hands import Hand, runs_by_hand
from motionflow.documents.marks import Mark
from motionflow.documents.remarks import By, Remark
from motionflow.documents.run_changes import ChangedRun, compare_runs, not_ended_by
from motionflow.documents.text_lines import NOTE_SIGN, Line, Lines, Set, lines_of
from motionflow.documents.tracked_lines import Entry, entries_of, in_tables
from motionflow.documents.word_model import Run
from motionflow.domain.aligning import Part, align
from motionflow.domain.differences import ParagraphChange, PieceKind
from motionflow.domain.paragraphs import Paragraph
from motionflow.domain.tokens import part_of, tokens_of

MANY_COLUMNS = 7
_AFTER_TABLE = 160
_STYLES = {Set.TEXT: "Normal", Set.QUOTE: "Quote", Set.RULE: "Rule"}
_ITEMS = {Set.BULLET, Set.NUMBER}
_NOBODY = By("", datetime(1970, 1, 1, tzinfo=UTC))
_TAGS = {PieceKind.ADDED: "ins", PieceKind.REMOVED: "del"}


class Desk(Protocol):
    """What a text is set with: the lists, links, notes and remarks of the document it stands in."""

    def new_list(self, start: int, level: int) -> int:
        """Return the number of a fresh numbered list that begins at a number on a level."""

    def relation_to(self, address: str) -> str:
        """Return the relation of a link's address."""

    def note_relation_to(self, address: str) -> str:
        """Return the relation of the address of a link that stands in a footnote."""

    def new_note(self) -> tuple[int, Mark]:
        """Return the number of a fresh footnote and the paragraph its words are written in."""

    def new_remark(self, remark: Remark) -> int:
        """Return the number of a fresh comment."""

    def next_change(self) -> int:
        """Return a number that no other tracked change has."""


@dataclass
class _Counting:
    """How a numbered list on a level goes on."""

    list_id: int
    start: int
    last: set[int] = field(default_factory=set)
    last_on: dict[bool, int] = field(default_factory=dict)
    """The last number in the old text (``True``) and in the new one, where it stands in that."""

    def may_hold(self, numbers: Mapping[bool, int]) -> bool:
        """Return whether a text that has none of the list yet would begin it by its first number."""
        return all(is_old in self.last_on or number == self.start for is_old, number in numbers.items())

    def is_followed_by(self, numbers: Mapping[bool, int]) -> bool:
        """Return whether an item comes next in every text that it stands in."""
        return all(
            number == self.last_on.get(is_old, self.start - 1) + 1 for is_old, number in numbers.items()
        )


class TrackedSetter:
    """Sets compared texts; one for each document, since lists and notes are counted through it."""

    def __init__(self, desk: Desk, *, shows_numbers: bool = False) -> None:
        self._desk = desk
        self._shows_numbers = shows_numbers
        self._levels: dict[int, _Counting] = {}
        self._last_set: Set | None = None
        self._by = _NOBODY
        self._hands: Mapping[int, Sequence[Hand]] = {}

    def set(
        self,
        changes: Sequence[ParagraphChange],
        *,
        by: By,
        remarks: Mapping[int, Sequence[Remark]] | None = None,
        hands: Mapping[int, Sequence[Hand]] | None = None,
    ) -> list[Mark]:
        """Return the paragraphs and tables that show the changes.

        ``remarks`` stand by a change's place; ``hands`` has who made it where that is not ``by``.
        """
        self._by, self._hands = by, hands or {}
        self._levels, self._last_set = {}, None
        before = _lines([(one.old_number, one.old) for one in changes if one.stands_in_old])
        after = _lines([(one.new_number, one.new) for one in changes if one.stands_in_new])
        self._notes = _Notes(self._desk, before, after, self)
        made: list[Mark] = []
        for is_row, group in groupby(in_tables(entries_of(changes, before, after)), lambda one: one[0]):
            entries = [entry for _, entry in group]
            if is_row:
                if made and made[-1].tag == f"{marks.NAME}tbl":
                    made.append(marks.paragraph())  # without it Word makes the two tables one
                made.append(self._table(entries, remarks or {}))
            else:
                for one, runs in zip(entries, self._apart(entries), strict=True):
                    made.append(self._paragraph(one, runs, (remarks or {}).get(one.place, ())))
        if made and (made[-1].tag.endswith("tbl") or _is_tracked(made[-1])):
            made.append(marks.paragraph())  # the last mark of a document cannot be taken away
        return made

    def write(
        self, parent: Mark, runs: Sequence[ChangedRun], *, by: By | None = None, in_note: bool = False
    ) -> None:
        """Write runs with what became of them into a paragraph, of the text or of a footnote."""
        relation_to = self._desk.note_relation_to if in_note else self._desk.relation_to
        for (kind, link, own), group in groupby(runs, lambda one: (one.kind, one.run.link, one.by)):
            target = parent
            if link:
                target = marks.link(parent, relation=relation_to(link))
            if kind is not PieceKind.SAME:
                target = self._change(target, _TAGS[kind], own or by or self._by)
            for one in group:
                self._run(target, one.run)
            if kind is PieceKind.REMOVED:
                marks.as_deleted(target)

    def _run(self, parent: Mark, run: Run) -> None:
        if run.note:
            marks.note_reference(parent, number=self._notes.number(run.note))
            return
        look = marks.linked(run.look) if run.link else run.look
        for number, line in enumerate(run.text.split("\n")):
            if number:
                marks.line_break(parent)
            marks.write(parent, line, look)

    def _change(self, parent: Mark, tag: str, by: By) -> Mark:
        return marks.add(parent, tag, id=self._desk.next_change(), **by.attributes)

    def _by_at(self, place: int) -> By:
        return self._hands[place][0].by if place in self._hands else self._by

    def _paragraph(self, entry: Entry, runs: Sequence[ChangedRun], remarks: Sequence[Remark]) -> Mark:
        made = self._empty(entry.line, entry)
        if self._last_set is Set.ROW:
            marks.space_before(made, _AFTER_TABLE)
        self._last_set = entry.line.shape.set
        if entry.kind is not PieceKind.SAME:
            self._change(marks.add(made[0], "rPr"), _TAGS[entry.kind], self._by_at(entry.place))
        numbers = [self._desk.new_remark(remark) for remark in remarks]
        for number in numbers:
            marks.add(made, "commentRangeStart", id=number)
        if self._shows_numbers and entry.numbers and entry.line.shape.set is not Set.RULE:
            in_margin = entry.line.shape.set in {Set.TEXT, Set.HEADING}
            marks.paragraph_number(made, entry.numbers[0], in_margin=in_margin)
        self.write(made, runs, by=self._by_at(entry.place))
        for number in numbers:
            marks.add(made, "commentRangeEnd", id=number)
            marks.remark_reference(made, number=number)
        return made

    def _apart(self, entries: Sequence[Entry]) -> list[list[ChangedRun]]:
        """Return the runs of paragraphs in which no change goes on into the next paragraph.

        LibreOffice takes what is added at the end of one paragraph and at the beginning of the next for
        one change, and the end between them for a part of it.
        """
        made: list[list[ChangedRun]] = []
        begins = PieceKind.SAME
        for entry in reversed(entries):
            runs = self._changed_runs(entry, 0)
            if entry.kind is PieceKind.SAME and begins is not PieceKind.SAME:
                runs = not_ended_by(begins, runs)
            begins = runs[0].kind if runs else entry.kind
            made.append(runs)
        return made[::-1]

    def _changed_runs(self, entry: Entry, cell: int) -> list[ChangedRun]:
        if entry.kind is PieceKind.SAME and entry.old is not None:
            hands = self._hands.get(entry.place, ())
            if len(hands) > 1:
                return runs_by_hand(
                    entry.old.cells[cell],
                    hands,
                    cell=cell,
                    sign=self._notes.sign,
                    noted=self._notes.in_both,
                )
            return compare_runs(entry.old.cells[cell], entry.line.cells[cell], sign=self._notes.sign)
        is_old = entry.kind is PieceKind.REMOVED
        runs = [self._notes.signed(run, is_old) for run in entry.line.cells[cell]]
        return [ChangedRun(entry.kind, run) for run in runs]

    def _empty(self, line: Line, entry: Entry) -> Mark:
        """Return an empty paragraph of a line's shape."""
        shape = line.shape
        if shape.set is Set.HEADING:
            self._levels = {}
            return marks.paragraph(f"Heading{shape.level}")
        if shape.set in _ITEMS:
            return marks.paragraph(
                "ListParagraph",
                list_id=self._list_of(line, entry),
                list_level=shape.level,
                left=LIST_STEP * (shape.level + 1),
                hanging=LIST_STEP,
            )
        if shape.set is Set.GOES_ON:
            return marks.paragraph("ListParagraph", left=LIST_STEP * (shape.level + 1))
        return marks.paragraph(_STYLES[shape.set])

    def _list_of(self, line: Line, entry: Entry) -> int:
        level = line.shape.level
        for deeper in [one for one in self._levels if one > level]:
            del self._levels[deeper]
        if line.shape.set is Set.BULLET:
            self._levels.pop(level, None)
            return BULLETS
        own = {entry.kind is PieceKind.REMOVED: line.number}
        if entry.old is not None:
            own[True] = entry.old.number
        known = self._levels.get(level)
        goes_on = (
            known is not None
            and known.may_hold(own)
            and (
                self._last_set in {*_ITEMS, Set.GOES_ON}
                or any(number - 1 in known.last for number in own.values())
                or known.is_followed_by(own)
            )
        )
        if known is None or not goes_on:
            known = self._levels[level] = _Counting(self._desk.new_list(line.number, level), line.number)
        known.last |= set(own.values())
        known.last_on |= own
        return known.list_id

    def _table(self, entries: list[Entry], remarks: Mapping[int, Sequence[Remark]]) -> Mark:
        columns = max(len(one.line.cells) for one in entries)
        texts = [
            ["".join(run.text for run in cell) for cell in one.line.cells]
            + [""] * (columns - len(one.line.cells))
            for one in entries
        ]
        style = "TableText" if columns <= MANY_COLUMNS else "TableTextSmall"
        widths = marks.column_widths(texts, style=style, room=TEXT_WIDTH)
        made = marks.table(widths)
        kept = marks.rows_kept(texts)
        for number, one in enumerate(entries):
            cells = marks.row(made, widths, is_header=number == 0)
            if one.kind is not PieceKind.SAME:
                self._change(made[-1][0], _TAGS[one.kind], self._by_at(one.place))
            for place, target in enumerate(cells):
                right = place < len(one.line.aligned) and one.line.aligned[place]
                inner = marks.paragraph(style, within=target, keep_next=number < kept, right_aligned=right)
                if one.kind is not PieceKind.SAME:
                    self._change(marks.add(inner[0], "rPr"), _TAGS[one.kind], self._by_at(one.place))
                if place == 0 and self._shows_numbers and one.numbers:
                    marks.paragraph_number(inner, one.numbers[0], in_margin=False)
                runs = self._changed_runs(one, place) if place < len(one.line.cells) else []
                self.write(inner, runs, by=self._by_at(one.place))
                for remark in remarks.get(one.place, ()) if place == 0 else ():
                    marks.remark_reference(inner, number=self._desk.new_remark(remark))
        self._levels, self._last_set = {}, Set.ROW
        return made


class _Notes:
    """The footnotes of a text: those of the old and of the new text that answer to each other are one."""

    def __init__(self, desk: Desk, before: Lines, after: Lines, setter: TrackedSetter) -> None:
        self._desk, self._setter = desk, setter
        self._old, self._new = before.notes, after.notes
        old, new = list(self._old), list(self._new)
        pairs = align([_part(self._old[key]) for key in old], [_part(self._new[key]) for key in new])
        answers = {old[pair.old]: new[pair.new] for pair in (*pairs.kept, *pairs.moved)}
        self._signs: dict[tuple[bool, str], str] = {}
        for place, key in enumerate(new):
            self._signs[False, key] = chr(NOTE_SIGN + place)
        for place, key in enumerate(old):
            answer = answers.get(key)
            self._signs[True, key] = (
                chr(NOTE_SIGN + len(new) + place) if answer is None else self._signs[False, answer]
            )
        self._keys: dict[str, dict[bool, str]] = {}
        for (is_old, key), sign in self._signs.items():
            self._keys.setdefault(sign, {})[is_old] = key

    @property
    def in_both(self) -> frozenset[str]:
        """The keys of the notes that both texts have."""
        return frozenset(self._old) & frozenset(self._new)

    def sign(self, run: Run, is_old: bool) -> str:
        """Return the sign that stands for a reference."""
        return self._signs[is_old, run.note]

    def signed(self, run: Run, is_old: bool) -> Run:
        """Return a run that names its note by its sign, as ``number`` wants it."""
        return Run("", note=self.sign(run, is_old)) if run.note else run

    def number(self, sign: str) -> int:
        """Return the number of a footnote for a reference; Word wants one for each, also of the same note."""
        number, paragraph = self._desk.new_note()
        keys = self._keys[sign]
        new = self._new[keys[False]] if False in keys else self._old[keys[True]]
        old = self._old[keys[True]] if True in keys else new
        runs = (
            compare_runs(old, new, sign=self.sign)
            if old != new
            else [ChangedRun(PieceKind.SAME, run) for run in new]
        )
        self._setter.write(paragraph, [one for one in runs if not one.run.note], in_note=True)
        return number


def _lines(numbered: list[tuple[int | None, Paragraph | None]]) -> Lines:
    paragraphs = [one for _, one in sorted(numbered, key=lambda pair: pair[0] or 0) if one is not None]
    return lines_of(paragraphs)


def _is_tracked(paragraph: Mark) -> bool:
    return paragraph.find(f"{marks.NAME}pPr/{marks.NAME}rPr") is not None


def _part(runs: Sequence[Run]) -> Part:
    text = "".join(run.text for run in runs)
    return part_of(tokens_of(text))
