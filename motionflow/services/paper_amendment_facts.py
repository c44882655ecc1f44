"""What papers say of a step's amendments. Outside the body they name bodies, and no persons."""

import json
from collections.abc import Iterator

from motionflow.documents import pieces
from motionflow.documents.phrases import Language
from motionflow.documents.pieces import AmendmentFacts, ChangedBy, ChangeFacts, ChangeKind
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.differences import ChangeKind as Kind
from motionflow.domain.differences import ParagraphChange, PieceKind, compare
from motionflow.models import Amendment, Step
from motionflow.services.paper_advice_facts import advice_facts, vote_facts
from motionflow.services.paper_facts import named

_NOT_IN_NEW = frozenset({Kind.REMOVED, Kind.MOVED_AWAY})
_UNTOLD = frozenset({AmendmentState.DRAFT})
_OUTSIDE = frozenset({AmendmentState.CARRIED, AmendmentState.FALLEN, AmendmentState.FALLEN_AWAY})


def amendments_at(
    step: Step, *, language: Language, outside: bool, with_advice: bool = False
) -> tuple[AmendmentFacts, ...]:
    """Return the amendments of a step by number; outside the body only those the meeting treated."""
    told = [row for row in step.amendments if row.state not in _UNTOLD]
    if outside:
        told = [row for row in told if row.state in _OUTSIDE]
    return tuple(
        _facts(row, language, outside, with_advice) for row in sorted(told, key=lambda row: row.number or 0)
    )


def changed_by(step: Step, text: str) -> Iterator[ChangedBy]:
    """Yield which amendments each paragraph of a decided text was changed by, as it was put together.

    There is none where the meeting decided on another text than that.
    """
    amending = step.amending
    if amending is None or not amending.text or amending.text.split() != text.split():
        return
    number = 0
    for part in json.loads(amending.sources)["decision"]:
        number += part["kind"] not in _NOT_IN_NEW
        numbers = dict.fromkeys(name for _, _, names in part["pieces"] for name in names)
        if numbers and part["kind"] not in _NOT_IN_NEW:
            yield ChangedBy(number, tuple(numbers))


def _facts(row: Amendment, language: Language, outside: bool, with_advice: bool) -> AmendmentFacts:
    is_whole = row.scope is Scope.ALTERNATIVE
    grounds = tuple(_changes(row.base_motion_grounds, row.motion_grounds, in_grounds=True))
    return AmendmentFacts(
        number=row.shown_number,
        scope=row.scope,
        state=row.state,
        to=row.parent.shown_number if row.parent else "",
        person=_person(row, language, outside),
        mover=_mover(row, outside),
        changes=() if is_whole else (*_changes(row.base_text, row.text), *grounds),
        text=row.text if is_whole else "",
        grounds="" if outside else row.grounds,
        reason="" if outside else row.reason,
        because=row.fell_for.shown_number if row.fell_for else "",
        recommendations=advice_facts(
            row.recommendations, body_id=row.step.body_id, language=language, outside=outside
        )
        if with_advice
        else (),
        votes=tuple(vote_facts(event) for event in row.votes),
    )


def _person(row: Amendment, language: Language, outside: bool) -> pieces.Named | None:
    # Who wanted what is for the body itself, also of those who hold an office.
    if row.person is None or outside:
        return None
    return named(row.person, body_id=row.step.body_id, language=language)


def _mover(row: Amendment, outside: bool) -> str:
    # A name as it was written on the floor can be a member's, so it stays inside.
    if row.body is not None:
        return row.body.name
    return "" if outside else row.mover_name


def _changes(old: str, new: str, *, in_grounds: bool = False) -> Iterator[ChangeFacts]:
    before = 0
    for change in compare(old, new):
        number = change.old_number or before
        if change.stands_in_old:
            before = number
        yield from _of_paragraph(change, number, in_grounds)


def _of_paragraph(change: ParagraphChange, number: int, in_grounds: bool) -> Iterator[ChangeFacts]:
    whole = "".join(piece.text for piece in change.pieces)
    if change.kind is Kind.ADDED:
        yield ChangeFacts(kind=ChangeKind.NEW, paragraph=number, added=whole, in_grounds=in_grounds)
    elif change.kind is Kind.REMOVED:
        yield ChangeFacts(kind=ChangeKind.GONE, paragraph=number, removed=whole, in_grounds=in_grounds)
    elif change.kind is Kind.MOVED_AWAY:
        yield ChangeFacts(kind=ChangeKind.MOVED, paragraph=number, in_grounds=in_grounds)
    else:
        for removed, added in _swaps(change):
            yield ChangeFacts(
                kind=ChangeKind.WORDS, paragraph=number, removed=removed, added=added, in_grounds=in_grounds
            )


def _swaps(change: ParagraphChange) -> Iterator[tuple[str, str]]:
    """Yield the words that go and those that come in their place, one pair for each place."""
    removed = added = ""
    for piece in change.pieces:
        if piece.kind is PieceKind.SAME:
            if removed or added:
                yield removed.strip(), added.strip()
            removed = added = ""
        elif piece.kind is PieceKind.REMOVED:
            removed += piece.text
        else:
            added += piece.text
    if removed or added:
        yield removed.strip(), added.strip()
