"""Motions that ask for the same: treated together with credit to every mover, and a mover's objection."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import ENDED, Arrival, MoveName, Outcome
from motionflow.domain.status import Status
from motionflow.i18n import N_, words
from motionflow.models import Decision, Joining, Motion, Objection, Step
from motionflow.models.outbox import MailKind
from motionflow.services import audit, notices
from motionflow.services.access import Viewer, office_holders
from motionflow.services.case_status import agenda_of, follow_ups_of, sight_on, status_of_steps
from motionflow.services.cases import get_step_for, is_writer, require_move
from motionflow.services.commitments import get_decision_for
from motionflow.services.decisions import DecisionGiven, record_decision
from motionflow.services.steps import add_step

REASON = N_("Treated together with «{title}» ({number}), which asks for the same.")


@dataclass(frozen=True)
class Fate:
    """What became of a motion that was joined with another: the other's way from then on."""

    motion: Motion
    steps: tuple[Step, ...]
    status: Status
    sees_case: bool


@dataclass(frozen=True)
class JoinedIn:
    """A motion that is treated together with this one: whose it was, as far as one may know."""

    number: str
    movers: str
    body: str


def list_joinable(viewer: Viewer, step: Step) -> list[Step]:
    """Return the other cases that wait in the same body and could be treated together with this one."""
    if step.state in ENDED or not viewer_may_join(viewer, step):
        return []
    rows = (
        select(Step)
        .where(Step.body_id == step.body_id, Step.state.not_in(ENDED), Step.motion_id != step.motion_id)
        .order_by(Step.received_at)
        .options(joinedload(Step.motion))
    )
    return list(db.session.scalars(rows))


def viewer_may_join(viewer: Viewer, step: Step) -> bool:
    """Return whether a viewer may join a step's motion with another: whoever decides and keeps the inbox."""
    try:
        require_move(viewer, step, MoveName.ACCEPT)
    except NotAllowed:
        return False
    return True


def join(viewer: Viewer, step_id: str, *, into_step_id: str, seen: int, at: datetime) -> Joining:
    """Let a motion be treated together with another at the same body, with credit to every mover.

    The step ends as covered, with a link to the other case and the reason. Raises ``RuleBroken``.
    """
    step = get_step_for(viewer, step_id)
    require_move(viewer, step, MoveName.ACCEPT)
    into = db.session.get(Step, into_step_id) if into_step_id else None
    found = []
    if into is not None and into.motion_id == step.motion_id:
        found.append(Obstacle(Code.JOINED_WITH_ITSELF, "into"))
    elif into is None or into.body_id != step.body_id or into.state in ENDED:
        found.append(Obstacle(Code.JOINED_NOT_HERE, "into"))
    if found or into is None:
        raise RuleBroken(found)
    reason = words(step.body.language)(REASON, title=into.motion.title, number=into.motion.shown_number)
    given = DecisionGiven(
        outcome=Outcome.COVERED,
        decided_on=day_in_oslo(at),
        reason=reason,
        covering_motion_id=into.motion_id,
    )
    decision = record_decision(viewer, step_id, given=given, seen=seen, at=at)
    row = Joining(step_id=step.id, into_step_id=into.id, joined_at=at, joined_by_id=viewer.id)
    db.session.add(row)
    db.session.flush()
    facts = {"into": into.id, "decision": decision.id}
    audit.add_event(
        "motions_joined", body_id=step.body_id, subject_id=step.id, by=viewer.id, at=at, facts=facts
    )
    return row


def fate_of(viewer: Viewer, motion: Motion) -> Fate | None:
    """Return what became of a motion that was joined with another, for those who see the motion."""
    row = find_joining(motion)
    if row is None or not sight_on(viewer, row.step):
        return None
    return fate_by(row, sees_case=any(sight_on(viewer, step) for step in row.into_step.motion.steps))


def find_joining(motion: Motion) -> Joining | None:
    """Return how a motion was joined with another, if it was."""
    ids = [step.id for step in motion.steps]
    rows = select(Joining).where(Joining.step_id.in_(ids)).order_by(Joining.joined_at.desc())
    return db.session.scalar(rows.limit(1)) if ids else None


def fate_by(row: Joining, *, sees_case: bool) -> Fate:
    """Return the way of the case that a motion was joined into, from the body where it was."""
    into = row.into_step
    steps = tuple(step for step in into.motion.steps if step.number >= into.number)
    status = status_of_steps(steps, follow_ups_of([into.motion_id]), agenda_of(into.motion))
    return Fate(into.motion, steps, status, sees_case)


def list_joined_in(motion: Motion) -> tuple[JoinedIn, ...]:
    """Return the motions treated together with this one, for its page and papers: credit where it is due."""
    ids = [step.id for step in motion.steps]
    rows = select(Joining).where(Joining.into_step_id.in_(ids)).order_by(Joining.joined_at)
    found = []
    for row in db.session.scalars(rows) if ids else ():
        joined = row.step.motion
        named = office_holders({mover.person_id for mover in joined.movers if mover.person_id})
        movers = [
            mover.body.name
            if mover.body is not None
            else (mover.person.name_in(joined.founding_body_id) or "")
            if mover.person is not None and mover.person_id in named
            else ""
            for mover in joined.movers
        ]
        body = joined.founding_body.name
        said = ", ".join(name for name in movers if name and name != body)
        found.append(JoinedIn(joined.shown_number, said, body))
    return tuple(found)


def may_object(viewer: Viewer, decision: Decision) -> bool:
    """Return whether a viewer can object to a decision: the mover of what was covered, once for a case."""
    motion = decision.step.motion
    if decision.outcome is not Outcome.COVERED or not is_writer(viewer, motion):
        return False
    return not list_objections(motion) and all(step.state in ENDED for step in motion.steps)


def object_to(viewer: Viewer, decision_id: str, *, text: str, at: datetime) -> Step:
    """Say why the case is not covered: it comes into the body's inbox once more. Raises ``RuleBroken``."""
    decision = get_decision_for(viewer, decision_id)
    step, motion = decision.step, decision.step.motion
    if decision.outcome is not Outcome.COVERED or not is_writer(viewer, motion):
        raise NotAllowed
    if list_objections(motion):
        raise RuleBroken(Obstacle(Code.OBJECTED_BEFORE, "text"))
    refuse_if([] if text.strip() else [Obstacle(Code.REASON_MISSING, "text")])
    if any(each.state not in ENDED for each in motion.steps):
        raise RuleBroken(Obstacle(Code.ALREADY_AT_BODY))
    again = add_step(motion, step.body, step.received_text, Arrival.RESUBMITTED, step, viewer, at)
    joining = db.session.get(Joining, step.id)
    if joining is not None:
        db.session.delete(joining)
    db.session.add(
        Objection(
            decision_id=decision.id,
            person_id=viewer.id,
            text=text.strip(),
            objected_at=at,
            step_id=again.id,
        )
    )
    db.session.flush()
    audit.add_event(
        "objected",
        body_id=step.body_id,
        subject_id=decision.id,
        by=viewer.id,
        at=at,
        facts={"step": again.id},
    )
    notices.tell_secretaries(
        MailKind.CASE_OBJECTED, motion, step.body, but=viewer.id, at=at, facts={"step": again.id}
    )
    return again


def list_objections(motion: Motion) -> list[Objection]:
    """Return what a case's mover has said against its being covered."""
    ids = [decision.id for step in motion.steps for decision in step.decisions]
    rows = select(Objection).where(Objection.decision_id.in_(ids))
    return list(db.session.scalars(rows)) if ids else []
