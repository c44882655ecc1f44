"""Amendments: written by editing the text, handed in, or taken down from the floor.

What becomes of them is in ``amendment_moves`` and ``amendment_votes``, what they make of a text in
``amendment_texts``.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain.amendments import (
    MOVES,
    WAITING,
    AmendmentMoveName,
    AmendmentState,
    Scope,
    Words,
    take,
    wording_obstacles,
)
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import AMENDABLE
from motionflow.domain.merging import rebase
from motionflow.domain.roles import Action
from motionflow.domain.texts import tidy
from motionflow.models import Amending, Amendment, Step, VoteEvent
from motionflow.services import audit, people
from motionflow.services.access import Viewer, require, viewer_may
from motionflow.services.case_status import sees_inside
from motionflow.services.cases import get_step_for
from motionflow.services.naming import Named, named_one

LONGEST_TEXT = 100_000


@dataclass(frozen=True)
class AmendmentGiven:
    """An amendment as it is given: the text as it would read, never a description of the change.

    ``text`` is the proposed decision (or the other amendment's) as edited, ``motion_grounds`` the motion's
    grounds where they are edited too; ``grounds`` is why. ``based_on`` is the motion's version that was
    shown. ``mover`` is the name of another who moves it, as written; ``source`` and ``authored_at`` tell
    where it was written and when, if not here.
    """

    scope: Scope | None
    text: str
    grounds: str = ""
    motion_grounds: str | None = None
    parent_id: str | None = None
    based_on: int | None = None
    mover: str = ""
    source: str = ""
    authored_at: datetime | None = None


def add_amendment(
    viewer: Viewer,
    step_id: str,
    *,
    given: AmendmentGiven,
    at: datetime,
    is_draft: bool = False,
    handed_in_at: datetime | None = None,
) -> Amendment:
    """Add an amendment to a step, numbered when it is handed in.

    Anyone of the body moves her own; another's is taken down by those who run the meeting. Raises
    ``RuleBroken`` for one that changes nothing, or when no more are taken.
    """
    step = get_step_for(viewer, step_id, for_change=True)
    mover = _mover(viewer, step, given.mover)
    refuse_if(taking_obstacles(step))
    row = Amendment(
        step_id=step.id,
        state=AmendmentState.DRAFT,
        person=mover.person,
        body=mover.body,
        mover_name=mover.name,
        source=given.source.strip(),
        authored_at=given.authored_at,
        written_at=at,
        written_by_id=viewer.id,
    )
    with db.session.no_autoflush:
        _write(row, step, given)
    db.session.add(row)
    db.session.flush()
    audit.add_event("amendment_written", body_id=step.body_id, subject_id=row.id, by=viewer.id, at=at)
    if not is_draft:
        _hand_in(row, viewer, at, handed_in_at=handed_in_at)
    return row


def edit_draft(
    viewer: Viewer, amendment_id: str, *, given: AmendmentGiven, seen: int, at: datetime
) -> Amendment:
    """Write a draft anew. Raises ``RuleBroken`` for one that has been handed in, or changed meanwhile."""
    row = own_for_change(viewer, amendment_id, AmendmentMoveName.EDIT, seen=seen)
    with db.session.no_autoflush:
        _write(row, row.step, given)
    db.session.flush()
    audit.add_event("amendment_rewritten", body_id=row.step.body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def submit_draft(viewer: Viewer, amendment_id: str, *, seen: int, at: datetime) -> Amendment:
    """Hand a draft in: it gets its number, and the body sees it."""
    row = own_for_change(viewer, amendment_id, AmendmentMoveName.SUBMIT, seen=seen)
    refuse_if(taking_obstacles(row.step))
    _write(row, row.step, given_of(row))
    _hand_in(row, viewer, at)
    return row


def drop_draft(viewer: Viewer, amendment_id: str, *, seen: int, at: datetime) -> Step:
    """Throw a draft away and return the step it was for."""
    row = own_for_change(viewer, amendment_id, AmendmentMoveName.EDIT, seen=seen)
    step = row.step
    db.session.delete(row)
    db.session.flush()
    db.session.expire(step, ["amendments"])
    audit.add_event("amendment_dropped", body_id=step.body_id, subject_id=amendment_id, by=viewer.id, at=at)
    return step


def set_closed(viewer: Viewer, step_id: str, *, is_closed: bool, at: datetime) -> Amending:
    """Close a step's list of amendments, or open it again (guide §1.4: no new proposals after that)."""
    step = get_step_for(viewer, step_id, for_change=True)
    require(Action.AMENDMENTS_RUN, viewer, step.body)
    refuse_if(state_obstacles(step))
    row = amending_of(step)
    row.closed_at = at if is_closed else None
    row.closed_by_id = viewer.id if is_closed else None
    db.session.flush()
    name = "amendments_closed" if is_closed else "amendments_opened"
    audit.add_event(name, body_id=step.body_id, subject_id=step.id, by=viewer.id, at=at)
    return row


# Reading


def get_amendment_for(viewer: Viewer, amendment_id: str) -> Amendment:
    """Return an amendment to someone inside its body; a draft only to who writes it. Raises ``NotFound``."""
    row = db.session.scalar(select(Amendment).where(Amendment.id == amendment_id).options(*OPTIONS))
    if row is None or not sees_inside(viewer, row.step) or not _is_shown(viewer, row):
        raise NotFound
    return row


def list_for(viewer: Viewer, step: Step) -> list[Amendment]:
    """Return a step's amendments by number, and the viewer's own drafts last; none outside the body."""
    if not sees_inside(viewer, step):
        return []
    rows = select(Amendment).where(Amendment.step_id == step.id).options(*OPTIONS)
    shown = [row for row in db.session.scalars(rows) if _is_shown(viewer, row)]
    return sorted(shown, key=lambda row: (row.number is None, row.number or 0, row.written_at))


def words_of(step: Step) -> Words:
    """Return the words a step has to decide on: the motion's grounds, and the proposed decision."""
    return Words(step.received_text, step.motion.text.grounds)


def grounds_shown(step: Step, version: int | None) -> str:
    """Return the motion's grounds as they were in a version that was shown, or as they are."""
    texts = step.motion.texts
    return next((text.grounds for text in texts if text.version == version), texts[-1].grounds)


def taking_obstacles(step: Step) -> list[Obstacle]:
    """Return what stands in the way of handing in an amendment to a step."""
    found = state_obstacles(step)
    if step.amending is not None and step.amending.closed_at is not None:
        found.append(Obstacle(Code.AMENDMENTS_CLOSED))
    return found


def given_of(row: Amendment) -> AmendmentGiven:
    """Return a draft as it was given."""
    return AmendmentGiven(
        row.scope, row.text, row.grounds, row.motion_grounds, row.parent_id, based_on=row.based_on
    )


def may_write(viewer: Viewer, step: Step) -> bool:
    """Return whether a viewer could hand in an amendment to a step now."""
    return viewer_may(Action.AMENDMENT_WRITE, viewer, step.body) and not taking_obstacles(step)


def is_own(viewer: Viewer, row: Amendment) -> bool:
    """Return whether an amendment is a viewer's: moved, or written down, by her."""
    return viewer.person_id is not None and viewer.person_id in (row.person_id, row.written_by_id)


OPTIONS = (
    joinedload(Amendment.person),
    joinedload(Amendment.body),
    selectinload(Amendment.votes).selectinload(VoteEvent.counts),
    selectinload(Amendment.recommendations),
)


# Shared with the votes


def for_change(viewer: Viewer, amendment_id: str, *, action: Action, seen: int) -> Amendment:
    """Return an amendment, its step locked, to someone who may do this to it while the case is treated.

    Raises ``RuleBroken`` with ``CHANGED_MEANWHILE`` when it is not as it was seen.
    """
    row = get_amendment_for(viewer, amendment_id)
    step = get_step_for(viewer, row.step_id, for_change=True)
    db.session.refresh(row)
    require(action, viewer, step.body)
    refuse_if(state_obstacles(step))
    if row.version != seen:
        raise RuleBroken(Obstacle(Code.CHANGED_MEANWHILE))
    return row


def waiting_on(step: Step) -> list[Amendment]:
    """Return the amendments to a step's text that wait for a vote, by number."""
    return sorted((row for row in step.amendments if row.state in WAITING), key=lambda row: row.number or 0)


def settle(
    row: Amendment,
    name: AmendmentMoveName,
    viewer: Viewer,
    at: datetime,
    *,
    reason: str = "",
    fell_for_id: str | None = None,
    then: datetime | None = None,
) -> None:
    """Move an amendment by the table, and note who did it and when; ``then`` is earlier where it is old."""
    row.state = take(MOVES[name], row.state, reason=reason)
    row.settled_at, row.settled_by_id = then or at, viewer.id
    row.reason, row.fell_for_id = reason.strip(), fell_for_id
    db.session.flush()
    facts = {"state": row.state.value}
    audit.add_event(
        "amendment_settled", body_id=row.step.body_id, subject_id=row.id, by=viewer.id, at=at, facts=facts
    )


def amending_of(step: Step) -> Amending:
    """Return how a step's amendments are treated, made when there is nothing yet."""
    if step.amending is None:
        step.amending = Amending(step_id=step.id)
        db.session.flush()
    return step.amending


def _is_shown(viewer: Viewer, row: Amendment) -> bool:
    return row.number is not None or is_own(viewer, row)


def state_obstacles(step: Step) -> list[Obstacle]:
    """Return what stands in the way of doing anything with a step's amendments."""
    found = []
    if not step.body.is_hosted:
        found.append(Obstacle(Code.BODY_IS_EXTERNAL, None, {"name": step.body.name}))
    if step.state not in AMENDABLE:
        found.append(Obstacle(Code.AMENDMENTS_NOT_NOW, None, {"state": step.state}))
    return found


def _mover(viewer: Viewer, step: Step, name: str) -> Named:
    """Return who moves it: the viewer, or whom those who run the meeting name."""
    person = people.get_person(viewer.id)
    named = named_one(name, body=step.body)
    if named is None or (named.person is not None and named.person.id == viewer.id):
        require(Action.AMENDMENT_WRITE, viewer, step.body)
        return Named(person=person)
    require(Action.AMENDMENT_TAKE_DOWN, viewer, step.body)
    return named


def own_for_change(viewer: Viewer, amendment_id: str, name: AmendmentMoveName, *, seen: int) -> Amendment:
    """Return an amendment to its mover or writer, or to those who run the meeting once it is handed in."""
    row = get_amendment_for(viewer, amendment_id)
    if not is_own(viewer, row) and not viewer_may(Action.AMENDMENT_TAKE_DOWN, viewer, row.step.body):
        raise NotAllowed
    row = for_change(viewer, amendment_id, action=Action.AMENDMENT_WRITE, seen=seen)
    if row.state not in MOVES[name].sources:
        raise RuleBroken(Obstacle(Code.AMENDMENT_NOT_FROM_HERE, None, {"state": row.state}))
    return row


def _write(row: Amendment, step: Step, given: AmendmentGiven) -> None:
    parent = _parent(step, given)
    base = base_words(step, scope=given.scope, parent=parent)
    new = _brought_over(step, given, base) if parent is None else Words(tidy(given.text), base.grounds)
    found = wording_obstacles(given.scope, base=base, new=new)
    for field, words in (("text", new.decision), ("motion_grounds", new.grounds), ("grounds", given.grounds)):
        if len(words) > LONGEST_TEXT:
            found.append(Obstacle(Code.TEXT_TOO_LONG, field, {"most": LONGEST_TEXT}))
    refuse_if(found)
    if given.scope is None:  # refused above; says so to the type checker
        raise ValueError("an amendment without scope")
    row.scope, row.parent = given.scope, parent
    row.based_on = step.motion.text.version
    row.base_text, row.base_motion_grounds = base.decision, base.grounds
    row.text, row.motion_grounds, row.grounds = new.decision, new.grounds, given.grounds.strip()


def _brought_over(step: Step, given: AmendmentGiven, base: Words) -> Words:
    """Return the words as typed, brought over to the text as it now is where that has been changed since.

    Raises ``RuleBroken`` where the same places were changed.
    """
    text = base.decision if given.scope is Scope.POSTPONEMENT else tidy(given.text)
    grounds = base.grounds if given.motion_grounds is None else tidy(given.motion_grounds)
    typed = Words(text, grounds if base.grounds else "")
    shown = _words_then(step, given.based_on)
    if shown is None or given.scope is Scope.POSTPONEMENT or not typed.decision:
        return typed
    brought = rebase(typed.decision, base=shown.decision, onto=base.decision).text
    on_grounds = rebase(typed.grounds, base=shown.grounds, onto=base.grounds).text if base.grounds else ""
    found = [] if brought is not None else [Obstacle(Code.AMENDMENT_TEXT_CLASHES, "text")]
    if on_grounds is None:
        found.append(Obstacle(Code.AMENDMENT_TEXT_CLASHES, "motion_grounds"))
    refuse_if(found)
    return Words(brought or "", on_grounds or "")


def _words_then(step: Step, version: int | None) -> Words | None:
    """Return the words of an earlier version that was shown, where the step's text follows the motion's."""
    now = step.motion.text
    if version is None or version == now.version or step.received_text != now.proposed_decision:
        return None
    found = [each for each in step.motion.texts if each.version == version]
    return Words(found[0].proposed_decision, found[0].grounds) if found else None


def base_words(step: Step, *, scope: Scope | None, parent: Amendment | None = None) -> Words:
    """Return the words an amendment of this scope is edited from."""
    if parent is not None:
        return parent.words
    words = words_of(step)
    return words if scope is Scope.MOTION else Words(words.decision)


def _parent(step: Step, given: AmendmentGiven) -> Amendment | None:
    if given.scope is not Scope.AMENDMENT:
        return None
    parent = db.session.get(Amendment, given.parent_id or "")
    if parent is None or parent.step_id != step.id or parent.state is not AmendmentState.SUBMITTED:
        raise RuleBroken(Obstacle(Code.ALTERNATIVE_NOT_WAITING, "parent"))
    return parent


def _hand_in(row: Amendment, viewer: Viewer, at: datetime, *, handed_in_at: datetime | None = None) -> None:
    # The step is locked, so that two handed in at once do not get one number.
    last = db.session.scalar(select(func.max(Amendment.number)).where(Amendment.step_id == row.step_id))
    row.state = take(MOVES[AmendmentMoveName.SUBMIT], row.state)
    row.number = (last or 0) + 1
    row.handed_in_at = handed_in_at or at
    db.session.flush()
    db.session.expire(row.step, ["amendments"])
    facts = {"number": row.number}
    audit.add_event(
        "amendment_handed_in", body_id=row.step.body_id, subject_id=row.id, by=viewer.id, at=at, facts=facts
    )
