"""What nobody treated comes back: on the draft agenda of the body's next annual meeting, by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from motionflow.db import db
from motionflow.domain.flow import MOVES, MoveName, StepState, take
from motionflow.domain.meetings import MeetingKind
from motionflow.models import LeftOver, Meeting, Motion, Step
from motionflow.models.outbox import MailKind
from motionflow.services import agendas, audit, notices
from motionflow.services.access import Viewer
from motionflow.services.agendas import Item
from motionflow.services.case_status import sight_on
from motionflow.services.steps import facts_of

LONG_AGO = timedelta(days=90)
"""What has lain in an inbox for so long is left over, also where no annual meeting is known since."""

# The mark stands in the item's title, in the body's language, so that the notice and the minutes have it.
_MARK = {"nb": "(gjenstår fra sist)", "nn": "(står att frå sist)"}


@dataclass(frozen=True)
class TakenOff:
    """That a body took a case off the list where it came by itself, and why."""

    step: Step
    row: LeftOver


def carry_over(meeting: Meeting, *, by: Viewer, at: datetime) -> list[Step]:
    """Put on an annual meeting's draft agenda what is left over when it is called.

    That is what was postponed, and what lies in the inbox though the body has held an annual meeting since
    it came, or though it came long ago. What came for this meeting waits to be answered, as always.
    """
    if meeting.kind is not MeetingKind.ANNUAL or meeting.called_at is None:
        return []
    move = MOVES[MoveName.CARRY_OVER]
    held_since = exists().where(
        Meeting.body_id == Step.body_id,
        Meeting.kind == MeetingKind.ANNUAL,
        Meeting.opened_at.is_not(None),
        Meeting.starts_at > Step.received_at,
        Meeting.starts_at < meeting.called_at,
    )
    is_left_over = or_(
        Step.state == StepState.POSTPONED, held_since, Step.received_at < meeting.called_at - LONG_AGO
    )
    waiting = db.session.scalars(
        select(Step)
        .where(
            Step.body_id == meeting.body_id,
            Step.state.in_(move.sources),
            Step.received_at < meeting.called_at,
            is_left_over,
        )
        .order_by(Step.received_at, Step.id)
        .options(joinedload(Step.motion))
        .with_for_update(of=Step)
    ).all()
    for step in waiting:
        step.state = take(move, facts_of(step, meeting=meeting))
        title = f"{step.motion.title[:250]} {_MARK[meeting.body.language]}"
        agendas.place_item(meeting, Item(agendas.next_number(meeting), title), step=step)
        db.session.add(LeftOver(meeting_id=meeting.id, step_id=step.id, put_at=at))
        db.session.flush()
        audit.add_event(
            "step_left_over",
            body_id=step.body_id,
            subject_id=step.id,
            by=by.id,
            at=at,
            facts={"meeting": meeting.id},
        )
    return list(waiting)


def note_taken_off(step: Step, *, reason: str, by: Viewer, at: datetime) -> None:
    """Keep why a left-over case was taken off the list, and tell its sender; other cases have no such row."""
    rows = select(LeftOver).where(LeftOver.step_id == step.id, LeftOver.taken_off_at.is_(None))
    row = db.session.scalar(rows.order_by(LeftOver.put_at.desc()).limit(1))
    if row is None:
        return
    row.taken_off_at, row.taken_off_by_id, row.reason = at, by.id, reason.strip()
    db.session.flush()
    facts = {"step": step.id}
    notices.tell_followers(MailKind.CASE_TAKEN_OFF, step.motion, but=by.id, at=at, facts=facts)
    if step.from_step is not None and step.from_step.body_id != step.body_id:
        sender = step.from_step.body
        notices.tell_secretaries(MailKind.CASE_TAKEN_OFF, step.motion, sender, but=by.id, at=at, facts=facts)


def list_taken_off(viewer: Viewer, motion: Motion) -> tuple[TakenOff, ...]:
    """Return where a case was taken off the list again, for those who see the step's outcome."""
    steps = {step.id: step for step in motion.steps if sight_on(viewer, step)}
    rows = (
        select(LeftOver)
        .where(LeftOver.step_id.in_(steps), LeftOver.taken_off_at.is_not(None))
        .order_by(LeftOver.taken_off_at)
    )
    return tuple(TakenOff(steps[row.step_id], row) for row in db.session.scalars(rows))
