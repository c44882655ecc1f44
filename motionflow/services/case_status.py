"""What a case's readers share: how much of a step someone sees, and where the case stands."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.flow import MUNICIPAL_KINDS
from motionflow.domain.roles import Sight, sight_of
from motionflow.domain.status import Status, StepSummary, status_of
from motionflow.models import AgendaItem, FollowUp, Meeting, Motion, Step
from motionflow.services.access import Viewer, standing_at

# Put together once: that takes as long as to read a short list.
_AGENDA_ITEMS = (
    select(AgendaItem)
    .join(AgendaItem.meeting)
    .where(AgendaItem.step_id.in_(bindparam("step_ids", expanding=True)))
    .order_by(Meeting.starts_at)
    .options(contains_eager(AgendaItem.meeting))
)
_FOLLOW_UPS = (
    select(FollowUp)
    .where(FollowUp.motion_id.in_(bindparam("motion_ids", expanding=True)))
    .order_by(FollowUp.on, FollowUp.recorded_at)
)


def _is_open(step: Step) -> bool:
    decided = bool(step.decisions) and step.body.kind in MUNICIPAL_KINDS
    return step.opened_at is not None or decided


def sight_on(viewer: Viewer, step: Step) -> Sight:
    """Return how much of a step a viewer sees."""
    way = {each.body_id for each in step.motion.steps}
    return sight_of(standing_at(viewer, step.body, way=way), is_open=_is_open(step))


def sees_inside(viewer: Viewer, step: Step) -> bool:
    """Return whether a viewer belongs to a step's body, or to one that records for it."""
    return sight_on(viewer, step) is Sight.INSIDE


def full_status(motion: Motion) -> Status:
    """Return the status of a case, for papers and mails to those on its way."""
    return status_of_steps(motion.steps, follow_ups_of([motion.id]), agenda_of(motion))


def agenda_items(step_ids: Sequence[str]) -> list[AgendaItem]:
    """Return where steps stand on meetings' lists, the earliest meeting first, with the meetings."""
    return list(db.session.scalars(_AGENDA_ITEMS, {"step_ids": step_ids})) if step_ids else []


def agenda_of(motion: Motion) -> list[AgendaItem]:
    """Return a case's items on agendas, the earliest meeting first."""
    return agenda_items([step.id for step in motion.steps])


def follow_ups_of(motion_ids: Sequence[str]) -> list[FollowUp]:
    """Return what became of some cases, the oldest first."""
    return list(db.session.scalars(_FOLLOW_UPS, {"motion_ids": motion_ids}))


def status_of_steps(
    steps: Sequence[Step], follow_ups: Sequence[FollowUp], agenda: Sequence[AgendaItem] = ()
) -> Status:
    """Return where a case stands, told from some of its steps."""
    meetings: dict[str, date] = {
        item.step_id: day_in_oslo(item.meeting.starts_at) for item in agenda if item.step_id
    }
    summaries = []
    for step in steps:
        decision = step.decision
        refused_on = day_in_oslo(step.ended_at) if step.ended_at else None
        summaries.append(
            StepSummary(
                body=step.body.name,
                state=step.state,
                outcome=decision.outcome if decision else None,
                decided_on=decision.decided_on if decision else refused_on,
                meeting_on=meetings.get(step.id),
            )
        )
    latest = follow_ups[-1] if follow_ups else None
    return status_of(
        summaries,
        follow_up=latest.status if latest else None,
        follow_up_on=latest.on if latest else None,
    )
