"""What papers say of a step's amendments. Outside the body they name bodies, and no persons."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from motionflow.documents import pieces
from motionflow.documents.changed_lines import ChangedLine, Stretch, changed_lines, stretches_in
from motionflow.documents.inline_markdown import inline
from motionflow.documents.phrases import Language
from motionflow.documents.pieces import AmendmentFacts, ChangedBy, ChangeFacts, ChangeKind
from motionflow.documents.run_changes import ChangedRun
from motionflow.documents.word_model import Run
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.differences import ChangeKind as Kind
from motionflow.domain.differences import PieceKind, compare
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
    changes = compare(old, new)
    numbers: dict[int, int] = {}
    before = 0
    for change in changes:
        before = change.old_number if change.stands_in_old and change.old_number else before
        numbers[id(change)] = change.old_number or before
    for place, group in groupby(changed_lines(changes), key=lambda line: id(line.change)):
        for fact in _of_paragraph(list(group), numbers[place]):
            yield replace(fact, in_grounds=in_grounds)


def _of_paragraph(lines: Sequence[ChangedLine], number: int) -> Iterator[ChangeFacts]:
    line, shape = lines[-1], lines[-1].line.shape
    added, removed = _words(lines[-1]), _words(lines[0])
    said = ChangeFacts(kind=ChangeKind.WORDS, paragraph=number, shape=shape.set, level=shape.level)
    if len(lines) > 1:
        yield replace(said, kind=ChangeKind.RESHAPED, removed=removed, added=added)
    elif line.kind is Kind.ADDED:
        yield replace(said, kind=ChangeKind.NEW, added=added)
    elif line.kind is Kind.REMOVED:
        yield replace(said, kind=ChangeKind.GONE, removed=removed)
    elif line.kind is Kind.MOVED_AWAY:
        yield replace(said, kind=ChangeKind.MOVED)
    else:
        yield from (_swapped(said, *swap) for cell in line.cells for swap in _swaps(cell))


def _swapped(said: ChangeFacts, removed: Stretch | None, added: Stretch | None) -> ChangeFacts:
    return replace(
        said,
        removed=_markdown(removed.runs) if removed else "",
        added=_markdown(added.runs) if added else "",
        restyles=added.restyles if added else (),
    )


def _swaps(runs: Sequence[ChangedRun]) -> Iterator[tuple[Stretch | None, Stretch | None]]:
    """Yield the words that go and those that come in their place, one pair for each place."""
    waiting: Stretch | None = None
    for stretch in stretches_in(runs):
        if not "".join(each.run.note or each.run.text for each in stretch.runs).strip():
            continue
        if stretch.kind is PieceKind.ADDED:
            yield waiting, stretch
        elif waiting is not None:
            yield waiting, None
        waiting = stretch if stretch.kind is PieceKind.REMOVED else None
    if waiting is not None:
        yield waiting, None


def _words(line: ChangedLine) -> str:
    return " | ".join(_markdown(cell) for cell in line.cells)


def _markdown(runs: Sequence[ChangedRun]) -> str:
    """Return runs as Markdown within a line; a footnote is named by what its reference shows."""
    return " ".join(inline([_with_note_named(each.run) for each in runs]).split())


def _with_note_named(run: Run) -> Run:
    return replace(run, text=f"[{run.note}]", note="") if run.note else run
