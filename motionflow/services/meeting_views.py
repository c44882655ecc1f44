"""A meeting as a viewer sees it: what is due when, what waits, and what the viewer may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from motionflow.db import db
from motionflow.domain.amendments import VOTED, WAITING
from motionflow.domain.deadlines import MeetingDeadlines, day_in_oslo
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.flow import StepState
from motionflow.domain.papers import PaperKind
from motionflow.domain.roles import Action
from motionflow.models import AgendaItem, Amendment, Attendance, Meeting, Paper, Person, Step
from motionflow.services import case_lists, papers, people, rooms, tracked_booklets
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.meetings import (
    deadlines_for,
    get_meeting_for,
    is_called_late,
    undecided_items,
)

MAKERS = {
    PaperKind.NOTICE: papers.make_notice,
    PaperKind.BOOKLET: papers.make_booklet,
    PaperKind.MINUTES: papers.make_minutes,
}


@dataclass(frozen=True)
class Glance:
    """What a case on the list still lacks: advice, and votes on its amendments (their numbers)."""

    is_advised: bool
    unadvised: tuple[str, ...]
    unvoted: tuple[str, ...]
    settled: int


@dataclass(frozen=True)
class MeetingView:
    """A meeting with everything its page shows. ``members`` is empty for those who may not see them."""

    meeting: Meeting
    deadlines: MeetingDeadlines
    is_called_late: bool
    undecided: tuple[AgendaItem, ...]
    glances: dict[str, Glance]
    waiting: tuple[Step, ...]
    papers: tuple[Paper, ...]
    has_amendments: bool
    members: tuple[Person, ...]
    may_run: bool
    may_make_papers: bool
    sees_members: bool
    works_in_room: bool

    @property
    def present_now(self) -> dict[str, Attendance]:
        """Those who are in the meeting, by person."""
        return {each.person_id: each for each in self.meeting.attendance if each.left_at is None}

    @property
    def makeable(self) -> tuple[PaperKind, ...]:
        """The papers that can be made now: minutes only of a meeting that has ended."""
        if not self.may_make_papers:
            return ()
        has_ended = self.meeting.ended_at is not None
        return tuple(kind for kind in MAKERS if has_ended or kind is not PaperKind.MINUTES)


def get_meeting_view_for(viewer: Viewer, meeting_id: str) -> MeetingView:
    """Return a meeting as a viewer sees it. Raises ``NotFound`` to those outside its body."""
    meeting = get_meeting_for(viewer, meeting_id)
    body = meeting.body
    sees_members = viewer_may(Action.MEMBERS_SEE, viewer, body)
    return MeetingView(
        meeting=meeting,
        deadlines=deadlines_for(meeting),
        is_called_late=is_called_late(meeting),
        undecided=tuple(undecided_items(meeting)),
        glances=_glances(meeting),
        waiting=_waiting(viewer, meeting),
        papers=tuple(papers.list_meeting_papers(meeting)),
        has_amendments=tracked_booklets.has_amendments(meeting),
        members=_members(viewer, meeting) if sees_members else (),
        may_run=viewer_may(Action.MEETING_RUN, viewer, body),
        may_make_papers=viewer_may(Action.PAPER_MAKE, viewer, body),
        sees_members=sees_members,
        works_in_room=rooms.what_viewer_may(viewer, meeting).anything and not meeting.is_recorded_later,
    )


def make_meeting_paper(viewer: Viewer, meeting_id: str, *, kind: PaperKind | None, at: datetime) -> Paper:
    """Make a paper of a meeting as it now is: the first version, or one more.

    Raises ``RuleBroken`` for what is no paper of a meeting, and for minutes before the meeting's end.
    """
    meeting = get_meeting_for(viewer, meeting_id, action=Action.PAPER_MAKE)
    if kind not in MAKERS:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "kind"))
    if kind is PaperKind.MINUTES and meeting.ended_at is None:
        raise RuleBroken(Obstacle(Code.MEETING_NOT_ENDED))
    # Locked, so that of two who make it at once each gets a version.
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update(key_share=True))
    if papers.edited_in_force(meeting.id, kind) is not None:
        raise RuleBroken(Obstacle(Code.PAPER_EDITED_BY_HAND))
    return MAKERS[kind](meeting, by=viewer.id, at=at)


def _glances(meeting: Meeting) -> dict[str, Glance]:
    """Return what each case on the list still lacks, by the step's id."""
    steps = [item.step for item in meeting.agenda if item.step is not None]
    found: dict[str, list[Amendment]] = {step.id: [] for step in steps}
    rows = select(Amendment).where(Amendment.step_id.in_(found), Amendment.number.is_not(None))
    rows = rows.options(selectinload(Amendment.recommendations))
    for row in db.session.scalars(rows.order_by(Amendment.number)) if found else ():
        found[row.step_id].append(row)
    return {
        step.id: Glance(
            is_advised=bool(step.recommendations),
            unadvised=tuple(
                row.shown_number for row in found[step.id] if row.state in WAITING and not row.recommendations
            ),
            unvoted=tuple(row.shown_number for row in found[step.id] if row.state in WAITING),
            settled=sum(row.state in VOTED for row in found[step.id]),
        )
        for step in steps
    }


def _waiting(viewer: Viewer, meeting: Meeting) -> tuple[Step, ...]:
    if meeting.ended_at is not None:
        return ()
    states = (StepState.ACCEPTED, StepState.POSTPONED)
    return tuple(case_lists.list_steps_at(viewer, meeting.body, states=states))


def _members(viewer: Viewer, meeting: Meeting) -> tuple[Person, ...]:
    """Return who was in the body on the day of the meeting, each once, by name."""
    day = day_in_oslo(meeting.starts_at)
    rows: Sequence[Person] = [each.person for each in people.list_members_for(viewer, meeting.body, on=day)]
    return tuple({person.id: person for person in rows if person.erased_at is None}.values())
