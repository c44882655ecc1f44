"""Changes of a text as pages show them: paragraphs of pieces, each with who changed it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from motionflow.documents.numbered import line_span, numbered_paragraphs
from motionflow.domain.differences import ParagraphChange, PieceKind, rejected
from motionflow.domain.merged import Conflict, Merged, MergedParagraph
from motionflow.domain.texts import LineKind
from motionflow.services.amendment_views import StepAmendments

_MARKS = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|>\s?)")
_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s")
_FAR_APART = 2
Labels = Mapping[str, str]


@dataclass(frozen=True)
class ShownPiece:
    """Some words: ``same``, ``added`` or ``removed``, and the numbers of the amendments that did it."""

    kind: str
    text: str
    by: str = ""


@dataclass(frozen=True)
class ShownParagraph:
    """One paragraph: what it is, its number and its lines in the text that is amended, and its pieces."""

    kind: str
    line_kind: LineKind
    number: int | None
    pieces: tuple[ShownPiece, ...]
    lines: tuple[int, int] | None = None

    @property
    def look(self) -> str:
        """How it is set; an item of a numbered list says its number itself."""
        is_numbered = self.line_kind is LineKind.ITEM and _NUMBER.match(
            self.pieces[0].text if self.pieces else ""
        )
        return "numbered" if is_numbered else self.line_kind.value

    @property
    def is_changed(self) -> bool:
        """Whether anything is changed in it."""
        return any(piece.kind != PieceKind.SAME for piece in self.pieces)


@dataclass(frozen=True)
class ShownChoice:
    """What would stand under some of the amendments in conflict; under none where ``by`` is empty."""

    by: str
    text: str
    paragraphs: tuple[ShownParagraph, ...]


@dataclass(frozen=True)
class ShownConflict:
    """A place where amendments conflict, with what it would be under each."""

    key: str
    by: str
    choices: tuple[ShownChoice, ...]


def labels_of(found: StepAmendments) -> Labels:
    """Return the numbers of a step's amendments by their ids."""
    return found.numbers


def shown_changes(
    changes: Sequence[ParagraphChange], *, is_short: bool = False, first_line: int | None = None
) -> list[ShownParagraph]:
    """Return compared paragraphs as they are shown; a short one leaves out those far from any change.

    ``first_line`` is the number of the old text's first line, where its lines are called by numbers.
    """
    spans = _spans(rejected(changes), first_line) if first_line is not None else {}
    shown = [
        ShownParagraph(
            kind=change.kind.value,
            line_kind=change.line_kind,
            number=change.old_number,
            pieces=_pieces(((piece.kind, piece.text, ()) for piece in change.pieces), {}),
            lines=spans.get(change.old_number or 0) if change.stands_in_old else None,
        )
        for change in changes
    ]
    return _near_changes(shown) if is_short else shown


@lru_cache(maxsize=16)
def _spans(text: str, first: int) -> dict[int, tuple[int, int] | None]:
    # A list of amendments asks for the lines of the one text again and again.
    return {each.number: line_span(each) for each in numbered_paragraphs(text, first=first)}


def shown_parts(merged: Merged, labels: Labels) -> list[ShownParagraph | ShownConflict]:
    """Return a text with amendments laid into it as it is shown, conflicts with their choices."""
    return [
        _paragraph(part, labels) if isinstance(part, MergedParagraph) else shown_conflict(part, labels)
        for part in merged.parts
    ]


def shown_conflict(conflict: Conflict, labels: Labels, *, key: str = "") -> ShownConflict:
    """Return a conflict as it is shown; ``key`` is what its choice is handed back by."""
    choices = tuple(
        ShownChoice(
            by=_said(choice.by, labels),
            text=choice.text,
            paragraphs=tuple(_paragraph(part, labels) for part in choice.parts),
        )
        for choice in conflict.choices
    )
    return ShownConflict(key or conflict.key, _said(conflict.by, labels), choices)


def shown_kept(sources: str, part: str) -> list[ShownParagraph]:
    """Return a text that was put together, as it was kept with who changed what."""
    found = json.loads(sources)
    return [
        ShownParagraph(
            kind=each["kind"],
            line_kind=LineKind(each["line_kind"]),
            number=None,
            pieces=_pieces(((PieceKind(kind), text, by) for kind, text, by in each["pieces"]), None),
        )
        for each in (found[part] if found else [])
    ]


def _paragraph(part: MergedParagraph, labels: Labels) -> ShownParagraph:
    pieces = _pieces(((piece.kind, piece.text, piece.by) for piece in part.pieces), labels)
    return ShownParagraph(part.kind.value, part.paragraph.kind, part.old_number, pieces)


def _pieces(
    pieces: Iterable[tuple[PieceKind, str, Sequence[str]]], labels: Labels | None
) -> tuple[ShownPiece, ...]:
    """Return pieces without the signs of a heading or an item: the page shows those as what they are."""
    shown = []
    at_start = True
    for kind, text, by in pieces:
        bare = _MARKS.sub("", text, count=1) if at_start else text
        at_start = at_start and kind is not PieceKind.SAME and not bare
        if bare:
            shown.append(ShownPiece(kind.value, bare, _said(by, labels)))
    return tuple(shown)


def _said(by: Iterable[str], labels: Labels | None) -> str:
    """Return the numbers of some amendments; without labels they are numbers already."""
    return ", ".join(filter(None, by if labels is None else (labels.get(id, "") for id in by)))


def _near_changes(shown: list[ShownParagraph]) -> list[ShownParagraph]:
    places = [place for place, each in enumerate(shown) if each.is_changed]
    return [
        each
        for place, each in enumerate(shown)
        if any(abs(place - changed) < _FAR_APART for changed in places)
    ]
