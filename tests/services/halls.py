"""A hall full of members: a branch meeting that is open, with a chair, tellers and a case to vote on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.meetings import OfficerKind
from motionflow.domain.polls import Channel, PollKind
from motionflow.domain.roles import Role
from motionflow.models import Meeting, Poll
from motionflow.services import (
    attendance,
    ballots,
    counting,
    meetings,
    people,
    poll_plans,
    polls,
    rolls,
)
from motionflow.services.access import Viewer
from motionflow.services.poll_plans import PollGiven
from tests.services import builders
from tests.services.builders import Party

START = builders.BRANCH_MEETING + timedelta(minutes=30)


@dataclass(frozen=True)
class Hall:
    """The ids of an open meeting and of its item, and the people in it."""

    meeting_id: str
    item_id: str
    step_id: str
    chair: Viewer
    secretary: Viewer
    teller: Viewer
    voters: tuple[Viewer, ...]

    @property
    def meeting(self) -> Meeting:
        """The meeting, in the session that is open now."""
        return db.session.get_one(Meeting, self.meeting_id)


def fill_hall(
    party: Party, *, voters: int = 5, at: datetime = START, starts_at: datetime = builders.BRANCH_MEETING
) -> Hall:
    """Return an open meeting of the branch with some voters in it; its officers are not checked in."""
    branch = party.branch
    called_at = (
        min(builders.START, starts_at - timedelta(days=14)) if at is START else at - timedelta(days=14)
    )
    motion = builders.hand_in(party, at=called_at)
    step = builders.step_at(motion, party.branch_id)
    meeting = builders.call(party.branch_secretary, branch, starts_at=starts_at, called_at=called_at)
    builders.put_on_list(party.branch_secretary, step, meeting, at=called_at)
    meetings.open_meeting(party.branch_secretary, meeting.id, seen=meeting.version, at=starts_at)
    came = tuple(
        builders.make_viewer(f"Medlem Nummer{number}", (branch, Role.MEMBER), at=called_at)
        for number in range(1, voters + 1)
    )
    for voter in came:
        rolls.check_in_self(voter, meeting.id, code="", at=at)
    teller = people.get_person(party.member.id)
    attendance.elect_officer(
        party.branch_secretary, meeting.id, kind=OfficerKind.TELLER, person=teller, at=at
    )
    item = next(each for each in meeting.agenda if each.step_id == step.id)
    return Hall(
        meeting_id=meeting.id,
        item_id=item.id,
        step_id=step.id,
        chair=party.branch_chair,
        secretary=party.branch_secretary,
        teller=party.member,
        voters=came,
    )


def plan(
    hall: Hall,
    *,
    at: datetime = START,
    kind: PollKind = PollKind.FOR_AGAINST,
    options: tuple[str, ...] = (),
    **others: object,
) -> Poll:
    """Return a poll that is planned on the hall's case."""
    given = PollGiven(kind=kind, question="Bokbuss til bygdene", options=options, **others)  # type: ignore[arg-type]
    return poll_plans.plan_poll(hall.chair, hall.meeting_id, item_id=hall.item_id, given=given, at=at)


def prepare(hall: Hall, poll: Poll, *, at: datetime = START) -> Poll:
    """Return the poll prepared."""
    return polls.prepare_poll(hall.chair, poll.id, seen=poll.version, at=at)


def open_(hall: Hall, poll: Poll, *, at: datetime = START, **others: object) -> Poll:
    """Return the poll prepared and opened."""
    poll = prepare(hall, poll, at=at) if poll.prepared_at is None else poll
    return polls.open_poll(hall.chair, poll.id, seen=poll.version, at=at, **others)  # type: ignore[arg-type]


def vote(voter: Viewer, poll: Poll, option: str, *, at: datetime = START, key: str = "") -> ballots.CastVote:
    """Cast a vote at a moment."""
    form_key = key or f"{voter.id}-{option}"
    return ballots.cast_ballot(voter, poll.id, option=option, form_key=form_key, clock=lambda: at)


def hands(hall: Hall, poll: Poll, votes: Mapping[str, int], *, at: datetime = START) -> Poll:
    """Write hands that were counted in the hall."""
    return counting.set_counts(hall.teller, poll.id, channel=Channel.HANDS, votes=votes, at=at)


def close(hall: Hall, poll: Poll, *, at: datetime = START) -> Poll:
    """Return the poll closed."""
    return counting.close_poll(hall.chair, poll.id, seen=poll.version, at=at)


def count(hall: Hall, poll: Poll, *, at: datetime = START, tie_option: str | None = None) -> Poll:
    """Return the poll counted, closed first where it is not."""
    poll = close(hall, poll, at=at) if poll.closed_at is None else poll
    return counting.count_poll(hall.chair, poll.id, seen=poll.version, at=at, tie_option=tie_option)


def day_of(hall: Hall) -> object:
    """Return the day of the meeting in Norway."""
    return day_in_oslo(hall.meeting.starts_at)
