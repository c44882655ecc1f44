"""Changes of a text as the pages of amendments show them: who made each, and conflicts with their choices."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from motionflow.documents.changed_lines import changed_lines
from motionflow.documents.hands import many_hands
from motionflow.documents.numbered import line_span, numbered_paragraphs
from motionflow.documents.remarks import By
from motionflow.documents.text_lines import note_key
from motionflow.domain.differences import ChangeKind, ParagraphChange, PieceKind
from motionflow.domain.merged import Conflict, Ids, Merged, MergedParagraph, TracedPiece
from motionflow.domain.paragraphs import Paragraph
from motionflow.domain.texts import LineKind
from motionflow.services.amendment_views import AmendmentView, StepAmendments
from motionflow.web.changes import Block, Group, blocks_of, groups_of, spans_of

_FAR_APART = 2
_ANY_DAY = datetime(1970, 1, 1, tzinfo=UTC)  # a page names who, and not when
Labels = Mapping[str, str]


@dataclass(frozen=True)
class ShownChoice:
    """What would stand under some of the amendments in conflict; under none where ``by`` is empty."""

    by: str
    text: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class ShownConflict:
    """A place where amendments conflict, with what it would be under each."""

    key: str
    by: str
    choices: tuple[ShownChoice, ...]


Shown = Sequence[Group | ShownConflict]


def labels_of(found: StepAmendments) -> Labels:
    """Return the numbers of a step's amendments by their ids."""
    return found.numbers


def shown_changes(
    changes: Sequence[ParagraphChange], *, is_short: bool = False, first_line: int | None = None
) -> Shown:
    """Return compared paragraphs as they are shown; a short one leaves out those far from any change.

    ``first_line`` is the number of the old text's first line, where its lines are called by numbers.
    """
    spans = spans_of(changes, first=first_line) if first_line is not None else {}
    blocks = blocks_of(changed_lines(changes), spans)
    return groups_of(_near_changes(blocks) if is_short else blocks)


def shown_grounds(view: AmendmentView, *, is_short: bool = False) -> Shown:
    """Return what an amendment changes in the motion's grounds; their lines count on from the decision's."""
    spans = [span for span in (line_span(each) for each in numbered_paragraphs(view.row.base_text)) if span]
    first = spans[-1][1] + 1 if spans else 1
    return shown_changes(view.grounds_changes, is_short=is_short, first_line=first)


def shown_parts(merged: Merged, labels: Labels) -> Shown:
    """Return a text with amendments laid into it as it is shown, conflicts with their choices."""
    noted = _notes_in(merged)
    found: list[Group | ShownConflict] = []
    between: list[MergedParagraph] = []
    for part in merged.parts:
        if isinstance(part, MergedParagraph):
            between.append(part)
        else:
            found += [*_groups(between, labels, noted), shown_conflict(part, labels, noted=noted)]
            between = []
    return [*found, *_groups(between, labels, noted)]


def shown_conflict(
    conflict: Conflict, labels: Labels, *, key: str = "", noted: Collection[str] = ()
) -> ShownConflict:
    """Return a conflict as it is shown; ``key`` is what its choice is handed back by."""
    choices = tuple(
        ShownChoice(_said(choice.by, labels), choice.text, _groups(choice.parts, labels, noted))
        for choice in conflict.choices
    )
    return ShownConflict(key or conflict.key, _said(conflict.by, labels), choices)


def shown_kept(sources: str, part: str) -> Shown:
    """Return a text that was put together, as it was kept with who changed what."""
    found = json.loads(sources)
    parts = [_kept(each) for each in (found[part] if found else [])]
    numbers = dict.fromkeys(number for each in parts for number in each.by)
    return _groups(parts, {number: number for number in numbers}, ())


def _kept(stored: Mapping[str, object]) -> MergedParagraph:
    pieces = tuple(
        TracedPiece(PieceKind(kind), text, tuple(by))
        for kind, text, by in stored["pieces"]  # type: ignore[attr-defined]
    )
    kind, line_kind = ChangeKind(str(stored["kind"])), LineKind(str(stored["line_kind"]))
    gone = kind in (ChangeKind.REMOVED, ChangeKind.MOVED_AWAY)
    text = "".join(each.text for each in pieces if gone or each.kind is not PieceKind.REMOVED)
    # How close rows stood is not kept: those of a table follow each other.
    return MergedParagraph(kind, None, pieces, Paragraph(line_kind, text, line_kind is LineKind.TABLE))


def _groups(parts: Sequence[MergedParagraph], labels: Labels, noted: Collection[str]) -> tuple[Group, ...]:
    ids = dict.fromkeys(id for part in parts for id in part.by)
    them = many_hands(parts, by={id: By(labels.get(id, ""), _ANY_DAY) for id in ids})
    return groups_of(blocks_of(changed_lines(them.changes, hands=them.hands, noted=noted), {}))


def _notes_in(merged: Merged) -> set[str]:
    """Return the keys of a text's notes, also of those that are said in a stretch in conflict."""
    paragraphs = [part.paragraph for part in merged.paragraphs]
    for conflict in merged.conflicts:
        paragraphs += (part.paragraph for choice in conflict.choices for part in choice.parts)
    return {key for paragraph in paragraphs if (key := note_key(paragraph))}


def _said(by: Ids | Iterable[str], labels: Labels) -> str:
    """Return the numbers of some amendments."""
    return ", ".join(filter(None, (labels.get(id, "") for id in by)))


def _near_changes(blocks: Sequence[Block]) -> list[Block]:
    places = [place for place, each in enumerate(blocks) if not each.is_same]
    return [
        each
        for place, each in enumerate(blocks)
        if any(abs(place - changed) < _FAR_APART for changed in places)
    ]
