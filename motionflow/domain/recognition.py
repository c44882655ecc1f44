"""The parts of a motion found in its running text: title, grounds, decision, and what it hands on.

The words it goes by are in ``recognition_words.py``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from motionflow.domain import joining
from motionflow.domain.checks import find_checks, left_out_checks
from motionflow.domain.joining import Block
from motionflow.domain.notes import apart, labels_of, with_own
from motionflow.domain.recognised import DoubtKind, ReadingDoubt, Recognised
from motionflow.domain.recognition_words import (
    DecisionLine,
    Label,
    Part,
    find_decision_line,
    find_label,
    find_next_body,
    split_at_proposal,
    without_lead_marks,
)
from motionflow.domain.texts import LineKind

_NOTHING: Mapping[str, int] = {}
_LONGEST_TITLE = 150
_LETTERHEAD_BLOCKS = 6


def recognise(
    text: str,
    *,
    names: Iterable[str] = (),
    on: date | None = None,
    left_out: Mapping[str, int] = _NOTHING,
) -> Recognised:
    """Return the parts of a motion found in a text.

    ``names`` are names of organisations whose spelling is known. ``on`` is the day the text is read
    on; the checks use the day of the decision instead when the text gives one. ``left_out`` counts what
    was no text in the file it comes from, by its kind: that is to be looked at too.
    """
    words, notes = apart(text) if labels_of(text) else (text, [])
    blocks = [
        part
        for block in joining.joined(words, starts_block=_starts_block)
        if block.kind is not LineKind.RULE
        for part in _from_form_table(block)
    ]
    sorting = _Sorting(blocks, notes)
    sorting.sort()
    found = sorting.recognised(names=names, on=on)
    return replace(found, checks=(*found.checks, *left_out_checks(left_out)))


def _starts_block(line: str) -> bool:
    bare = without_lead_marks(line)
    label = find_label(bare)
    if label and label.part in {Part.VOTE, Part.PAGE}:
        return label.part is Part.PAGE
    return label is not None or find_decision_line(bare) is not None


def _from_form_table(block: Block) -> list[Block]:
    """Return a table whose first column holds labels as labelled paragraphs, any other as it is."""
    if block.kind is not LineKind.TABLE:
        return [block]
    rows = [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in block.text.split("\n")]
    rows = [row for row in rows if not re.fullmatch(r"[-: |]*", "".join(row))]
    labelled = [row for row in rows if find_label(without_lead_marks(row[0]).rstrip(":") + ":")]
    if not rows or len(labelled) * 2 < len(rows) or len(labelled) < 2:
        return [block]
    return [
        Block(LineKind.TEXT, f"{without_lead_marks(row[0]).rstrip(':')}: {' '.join(row[1:])}") for row in rows
    ]


@dataclass
class _Sorting:
    """Puts the blocks of one text where they belong."""

    blocks: list[Block]
    notes: list[str]
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    disposition: list[str] = field(default_factory=list)
    proposal: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    doubts: list[ReadingDoubt] = field(default_factory=list)
    decision: DecisionLine | None = None
    mover: str | None = None
    part: Part = Part.GROUNDS
    awaits: Part | None = None
    many_grounds: bool = False

    def sort(self) -> None:
        found = [
            find_label(without_lead_marks(block.text)) if _may_be_label(block) else None
            for block in self.blocks
        ]
        self.many_grounds = sum(label is not None and label.part is Part.GROUNDS for label in found) > 1
        title_at = self._find_title(found)
        head = self._letterhead(found) if title_at is None else title_at
        for at, (block, label) in enumerate(zip(self.blocks, found, strict=True)):
            if at < head and not label:
                self.rest.append(block.text)
            elif at == title_at and not self.title:
                self.title = without_lead_marks(block.text)
            else:
                self._place(block, label)
        if not self.title:
            self.doubts.append(ReadingDoubt(DoubtKind.TITLE_NOT_FOUND, ""))

    def _letterhead(self, labels: list[Label | None]) -> int:
        """Return how many blocks stand above the form or the labelled title, if they are a letterhead."""
        opens = (at for at, label in enumerate(labels) if label and label.part in {Part.FORM, Part.TITLE})
        count = next(opens, 0)
        return count if count <= _LETTERHEAD_BLOCKS and all(map(_is_short, self.blocks[:count])) else 0

    def _find_title(self, labels: list[Label | None]) -> int | None:
        """Return where an unlabelled title stands."""
        if any(label and label.part is Part.TITLE for label in labels):
            return None
        form = next((at for at, label in enumerate(labels) if label and label.part is Part.FORM), -1)
        form = form if form < _LETTERHEAD_BLOCKS else -1
        opening = labels[form] if form >= 0 else None
        if opening and opening.rest and not opening.rest.startswith("("):
            return None
        head = [
            at
            for at in range(form + 1, min(len(labels), form + 1 + _LETTERHEAD_BLOCKS))
            if not labels[at] and not find_decision_line(without_lead_marks(self.blocks[at].text))
        ]
        for at in head:
            if self.blocks[at].kind is LineKind.HEADING:
                return at
            if not _is_short(self.blocks[at]):
                break
        if not head or len(self.blocks) == 1 or not _is_short(self.blocks[head[0]]):
            return None
        text = self.blocks[head[0]].text
        if not text.isupper() and not text.startswith("**"):
            self.doubts.append(ReadingDoubt(DoubtKind.TITLE_GUESSED, text))
        return head[0]

    def _place(self, block: Block, label: Label | None) -> None:
        bare = without_lead_marks(block.text)
        decision = (
            find_decision_line(bare) if not self.decision and block.kind is not LineKind.TABLE else None
        )
        if self.part is Part.CLOSING:
            self.rest.append(block.text)
        elif decision:
            self._decide(decision, block)
        elif label:
            self._open(label, block)
        elif self.awaits:
            self._fill(bare)
        else:
            if block.kind is LineKind.HEADING and self.part is not Part.GROUNDS:
                self.part = Part.GROUNDS
            self._add(block.text, block)

    def _decide(self, decision: DecisionLine, block: Block) -> None:
        self.decision = decision
        self.labels.append(decision.words)
        self.part = Part.DECISION
        if decision.is_date_unsure:
            self.doubts.append(ReadingDoubt(DoubtKind.DATE_UNSURE, decision.words))
        self._add(decision.rest, block)

    def _open(self, label: Label, block: Block) -> None:
        opens = {
            Part.FORM: self._open_form,
            Part.TITLE: self._open_title,
            Part.MOVER: self._open_fact,
            Part.FACT: self._open_fact,
            Part.GROUNDS: self._open_grounds,
            Part.SECTION: self._open_section,
            Part.PROPOSAL: self._open_part,
            Part.DECISION: self._open_part,
            Part.SOURCES: self._open_part,
            Part.CLOSING: self._set_aside,
            Part.VOTE: self._open_vote,
            Part.PAGE: self._set_aside,
        }
        opens[label.part](label, block)

    def _open_form(self, label: Label, block: Block) -> None:
        if not label.rest or label.rest.startswith("(") or self.title:
            self.labels.append(without_lead_marks(block.text))
        else:
            self.labels.append(label.words)
            self.title = label.rest
            self.awaits = None if self.awaits is Part.TITLE else self.awaits

    def _open_title(self, label: Label, block: Block) -> None:
        if self.title:
            self._add(block.text, block)
            return
        self.labels.append(label.words)
        self.title = label.rest
        self.awaits = None if label.rest else Part.TITLE

    def _open_fact(self, label: Label, block: Block) -> None:
        if label.part is Part.FACT and not _is_short(block):
            self._add(block.text, block)
            return
        self.labels.append(without_lead_marks(block.text))
        self.awaits = None if label.rest else label.part
        if label.part is Part.MOVER and label.rest:
            self.mover = _before_next_fact(label.rest)

    def _open_grounds(self, label: Label, block: Block) -> None:
        self.part = Part.GROUNDS
        if self.many_grounds:
            self.paragraphs.append(f"## {label.words.rstrip(' :')}")
        else:
            self.labels.append(label.words)
        self._add(label.rest, block)

    def _open_section(self, label: Label, block: Block) -> None:
        is_heading = block.kind is LineKind.HEADING or not block.text.rstrip("* ").endswith(":")
        if label.rest or (self.part is not Part.GROUNDS and not is_heading):
            self._add(block.text, block)
            return
        self.part = Part.GROUNDS
        self.paragraphs.append(f"## {label.words.rstrip(' :')}")

    def _open_part(self, label: Label, block: Block) -> None:
        self.part = label.part
        self.labels.append(label.words)
        self._add(label.rest, block)

    def _set_aside(self, label: Label, block: Block) -> None:
        if label.part is Part.CLOSING:
            self.part = Part.CLOSING
        self.rest.append(block.text)

    def _open_vote(self, label: Label, block: Block) -> None:
        if self.part in {Part.DECISION, Part.PROPOSAL} and (self.disposition or self.proposal):
            self.labels.append(block.text)
        else:
            self._add(block.text, block)

    def _fill(self, bare: str) -> None:
        """Put a block where the label before it, which stood alone, announced it."""
        if self.awaits is Part.TITLE:
            self.title = bare
        else:
            self.labels.append(bare)
            self.mover = bare if self.awaits is Part.MOVER else self.mover
        self.awaits = None

    def _add(self, text: str, block: Block) -> None:
        """Add a text to the part that is open."""
        if not text:
            return
        carried = split_at_proposal(text) if not self.proposal and self.part is not Part.SOURCES else None
        if carried and (self.part is not Part.GROUNDS or carried[0].endswith((":", ";"))):
            self.disposition.append(carried[0])
            self.part = Part.PROPOSAL
            text = carried[1]
        into = {Part.DECISION: self.disposition, Part.PROPOSAL: self.proposal, Part.SOURCES: self.sources}
        target = into.get(self.part, self.paragraphs)
        if text:
            target.append(text)
        place = len(target) if target is self.paragraphs else None
        self.doubts += [ReadingDoubt(DoubtKind(doubt), block.text[:80], place) for doubt in block.doubts]

    def recognised(self, *, names: Iterable[str], on: date | None) -> Recognised:
        disposition, proposal = _unquoted("\n\n".join(self.disposition), "\n\n".join(self.proposal))
        sources = "\n\n".join(self.sources)
        if self.notes:
            others = "\n\n".join([disposition, proposal, sources])
            self.paragraphs = with_own(self.paragraphs, self.notes, elsewhere=others)
            disposition, proposal, sources = (
                "\n\n".join(with_own([part], self.notes)) for part in (disposition, proposal, sources)
            )
        decision = self.decision
        next_body = next(filter(None, map(find_next_body, [disposition, *self.labels])), None)
        if next_body and not next_body[1]:
            self.doubts.append(ReadingDoubt(DoubtKind.NEXT_BODY_UNSURE, next_body[0]))
        bodies = [decision.body if decision else None, next_body[0] if next_body else None, self.mover]
        return Recognised(
            title=self.title,
            paragraphs=tuple(self.paragraphs),
            decided_by=bodies[0],
            decided_on=decision.on if decision else None,
            disposition=disposition or None,
            next_body=bodies[1],
            proposed_decision=proposal or None,
            mover=self.mover,
            sources=sources,
            labels=tuple(self.labels),
            rest=tuple(self.rest),
            doubts=tuple(self.doubts),
            checks=tuple(
                find_checks(
                    proposal or disposition,
                    title=self.title,
                    grounds=self.paragraphs,
                    on=decision.on if decision and decision.on else on,
                    names=[*names, *filter(None, bodies)],
                )
            ),
        )


def _may_be_label(block: Block) -> bool:
    return block.kind in {LineKind.TEXT, LineKind.HEADING} or (
        block.kind is LineKind.ITEM and "\n" not in block.text
    )


def _is_short(block: Block) -> bool:
    text = block.text.rstrip("*_ ")
    return (
        block.kind in {LineKind.TEXT, LineKind.HEADING}
        and len(text) <= _LONGEST_TITLE
        and not text.endswith((".", ":", ";", ","))
    )


def _before_next_fact(text: str) -> str:
    return re.split(r"\s+(?:kontakt|dato|e-post|telefon|sakstype|adressat)\s*:", text, flags=re.IGNORECASE)[
        0
    ].strip()


def _unquoted(disposition: str, proposal: str) -> tuple[str, str]:
    """Return both without the quotation marks that stood around them, together or alone."""
    if (
        disposition.startswith("«")
        and "»" not in disposition
        and proposal.endswith("»")
        and "«" not in proposal
    ):
        return disposition[1:], proposal[:-1]
    if proposal.startswith("«") and proposal.endswith("»") and proposal.count("«") == 1:
        return disposition, proposal[1:-1]
    return disposition, proposal
