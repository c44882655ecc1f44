"""What the pages of a meeting's room show: to all who follow it, to a voter, and to those who run it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption

from motionflow.db import db
from motionflow.domain.amendments import Scope
from motionflow.domain.differences import ParagraphChange, compare
from motionflow.domain.errors import NotFound, Obstacle
from motionflow.domain.polls import (
    BLANK,
    UNDER_WAY,
    PollKind,
    PollMove,
    PollState,
    RequestKind,
    Secrecy,
    Sums,
    obstacles,
    state_at,
)
from motionflow.domain.roles import Action
from motionflow.domain.rolls import WhyNot
from motionflow.domain.rounds import Finalists, finalists, needs_second_round
from motionflow.domain.voting import Tally
from motionflow.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingRoom,
    OpenBallot,
    Person,
    Poll,
    Recommendation,
)
from motionflow.services import ballots, counting, polls, rolls, rooms, secret_polls
from motionflow.services.access import Viewer
from motionflow.services.amendment_polls import NextRound, next_round
from motionflow.services.meetings import get_meeting_for
from motionflow.services.rolls import Roll, Voter
from motionflow.services.rooms import MayInRoom
from motionflow.services.secret_polls import OwnCheckIn


@dataclass(frozen=True)
class AmendmentOnStage:
    """An amendment that is voted on: its number, and what it changes in the text, or in another amendment."""

    number: str
    changes: tuple[ParagraphChange, ...]
    is_to_text: bool


@dataclass(frozen=True)
class PollView:
    """A poll as it is shown: where it stands now, how votes were given, and what came of it."""

    poll: Poll
    state: PollState
    sums: Sums
    tally: Tally
    second_round: Finalists | None
    is_published: bool
    amendments: tuple["AmendmentOnStage", ...] = ()

    @property
    def is_secret(self) -> bool:
        """Whether nobody may see who voted for what, nor how many have voted yet."""
        return self.poll.secrecy is Secrecy.SECRET


@dataclass(frozen=True)
class Stage:
    """What everybody who follows the meeting sees, with nothing private in it."""

    meeting: Meeting
    version: str
    live_key: str | None
    item: AgendaItem | None
    current: PollView | None
    recommendations: tuple[Recommendation, ...]
    in_meeting: int


@dataclass(frozen=True)
class OwnPart:
    """What only the viewer sees: whether she is in, on the roll of the poll, and what she has voted in it."""

    meeting: Meeting
    poll: Poll | None
    voter: Voter | None
    needs_code: bool
    is_on_roll: bool
    vote: str | None
    askable: frozenset[RequestKind]
    asked: frozenset[RequestKind]
    check_in: OwnCheckIn | None


@dataclass(frozen=True)
class RoomView:
    """What those who run the meeting see: the stage, the roll, every poll and the next step of each."""

    stage: Stage
    roll: Roll
    polls: tuple[PollView, ...]
    may: MayInRoom
    room: MeetingRoom
    in_the_way: tuple[Obstacle, ...]
    late: tuple[Voter, ...]
    next_round: NextRound | None


def stage_of(meeting: Meeting, *, at: datetime) -> Stage:
    """Return what everybody sees of a meeting now: the poll under way, else its item's latest result."""
    room = rooms.find_room(meeting.id)
    current = _current_poll(meeting, room)
    item = (
        current.item if current else next((i for i in meeting.agenda if room and i.id == room.item_id), None)
    )
    return Stage(
        meeting=meeting,
        version=version_of(room, current, at=at),
        live_key=room.live_key if room else None,
        item=item,
        current=poll_view(current, at=at) if current else None,
        recommendations=advice_on(item, current),
        in_meeting=_in_meeting(meeting),
    )


def _in_meeting(meeting: Meeting) -> int:
    here = select(func.count()).where(Attendance.meeting_id == meeting.id, Attendance.left_at.is_(None))
    return db.session.scalar(here) or 0


def version_of(room: MeetingRoom | None, current: Poll | None, *, at: datetime) -> str:
    """Return what a page compares to know that there is news: a number, marked when a deadline has passed."""
    if room is None:
        return "0"
    is_over = current is not None and state_of(current, at=at) is not current.state
    return f"{room.news}{'x' if is_over else ''}"


def find_version(live_key: str, *, at: datetime) -> str | None:
    """Return the version of the meeting that is followed at an address, or ``None`` for no such address."""
    row = db.session.execute(
        select(MeetingRoom.news, func.min(Poll.closes_at).label("closes_at"))
        .outerjoin(Poll, (Poll.meeting_id == MeetingRoom.meeting_id) & (Poll.state == PollState.OPEN))
        .where(MeetingRoom.live_key == live_key)
        .group_by(MeetingRoom.news)
    ).one_or_none()
    if row is None:
        return None
    return f"{row.news}{'x' if row.closes_at is not None and row.closes_at <= at else ''}"


def state_of(poll: Poll, *, at: datetime) -> PollState:
    """Return where a poll stands now; one whose time has run out is closed."""
    return state_at(poll.state, closes_at=poll.closes_at, at=at)


def poll_view(poll: Poll, *, at: datetime) -> PollView:
    """Return a poll as it is shown now."""
    tally = counting.tally_of(poll)
    is_first = poll.kind is PollKind.ALTERNATIVES and poll.state is PollState.COUNTED
    again = is_first and needs_second_round(tally, rule=poll.rule)
    return PollView(
        poll=poll,
        state=state_of(poll, at=at),
        sums=counting.sums_of(poll),
        tally=tally,
        second_round=finalists(tally.votes) if again else None,
        is_published=poll.secrecy is Secrecy.SECRET and secret_polls.is_published(poll.id),
        amendments=_amendments_of(poll),
    )


def _amendments_of(poll: Poll) -> tuple[AmendmentOnStage, ...]:
    if poll.amendment is None:
        return ()
    named = {option.label for option in poll.options}
    rows = [
        row
        for row in poll.amendment.step.amendments
        if row is poll.amendment or (poll.kind is PollKind.PAIR and row.shown_number in named)
    ]
    return tuple(
        AmendmentOnStage(
            row.shown_number,
            compare(row.base_text, row.text),
            is_to_text=row.scope is not Scope.AMENDMENT,
        )
        for row in rows
    )


def advice_on(item: AgendaItem | None, poll: Poll | None) -> tuple[Recommendation, ...]:
    """Return what has been published of advice on what is voted on; drafts are their writers'."""
    if item is None or item.step is None:
        return ()
    amendment_id = poll.amendment_id if poll is not None else None
    return tuple(
        each
        for each in item.step.recommendations
        if each.published_at is not None and each.amendment_id == amendment_id
    )


def get_stage_for(viewer: Viewer, meeting_id: str, *, at: datetime) -> tuple[Stage, OwnPart]:
    """Return what a member sees of a meeting, with her own part. Raises ``NotFound`` outside its body."""
    meeting = get_meeting_for(viewer, meeting_id, is_whole=False)
    stage = stage_of(meeting, at=at)
    return stage, _own_part(viewer, meeting, stage.current.poll if stage.current else None)


def get_own_part_for(viewer: Viewer, meeting_id: str) -> OwnPart:
    """Return what only a member sees of a meeting. Raises ``NotFound`` outside its body."""
    meeting = get_meeting_for(viewer, meeting_id, is_whole=False)
    poll = _current_poll(meeting, rooms.find_room(meeting.id), [selectinload(Poll.requests)])
    return _own_part(viewer, meeting, poll)


def get_room_view_for(viewer: Viewer, meeting_id: str, *, at: datetime) -> RoomView:
    """Return the room to those who run the meeting, keep its roll or count. Raises ``NotAllowed``."""
    meeting = rooms.get_room_meeting_for(viewer, meeting_id, action=Action.ROLL_KEEP)
    room = rooms.find_room(meeting.id)
    if room is None:
        raise NotFound
    stage = stage_of(meeting, at=at)
    current = stage.current
    is_ahead = current is not None and current.state in (PollState.PREPARED, PollState.CHECK_IN)
    roll = rolls.roll_of(meeting, poll=current.poll if current and is_ahead else None, item_id=room.item_id)
    in_the_way: Sequence[Obstacle] = ()
    if current is not None and is_ahead:
        in_the_way = obstacles(PollMove.OPEN, polls.facts_of(current.poll, at=at, roll=roll))
    late = tuple(voter for voter in roll.voters if voter.why_not is WhyNot.CAME_LATE) if is_ahead else ()
    return RoomView(
        stage=stage,
        roll=roll,
        polls=tuple(poll_view(each, at=at) for each in polls.list_polls(meeting.id)),
        may=rooms.what_viewer_may(viewer, meeting),
        room=room,
        in_the_way=tuple(in_the_way),
        late=late,
        next_round=next_round(db.session.get(AgendaItem, room.item_id)) if room.item_id else None,
    )


def get_poll_view_for(viewer: Viewer, poll_id: str, *, at: datetime) -> PollView:
    """Return a poll to someone of its body. Raises ``NotFound``."""
    return poll_view(polls.get_poll_for(viewer, poll_id), at=at)


def list_named_votes(view: PollView) -> list[tuple[str, str]]:
    """Return who voted for what in an open poll that is counted, by name; nothing once it is forgotten."""
    if view.is_secret or view.state is not PollState.COUNTED:
        return []
    rows = (
        select(Person.name, OpenBallot.option)
        .join(Person, Person.id == OpenBallot.person_id)
        .where(OpenBallot.poll_id == view.poll.id, Person.erased_at.is_(None))
        .order_by(func.lower(Person.name))
    )
    return [(row.name or "", row.option) for row in db.session.execute(rows)]


def label_of(poll: Poll, key: str) -> str:
    """Return what an option is called: its own name, or its key where that is a code."""
    return next((option.label for option in poll.options if option.key == key and option.label), key)


def _current_poll(
    meeting: Meeting, room: MeetingRoom | None, options: Sequence[ORMOption] = polls.POLL_OPTIONS
) -> Poll | None:
    rows = select(Poll).where(Poll.meeting_id == meeting.id).options(*options)
    under_way = db.session.scalar(rows.where(Poll.state.in_(UNDER_WAY)).limit(1))
    if under_way is not None or room is None or room.item_id is None:
        return under_way
    ended = rows.where(Poll.item_id == room.item_id, Poll.state.in_((PollState.COUNTED, PollState.ANNULLED)))
    return db.session.scalar(ended.order_by(Poll.number.desc()).limit(1))


def _own_part(viewer: Viewer, meeting: Meeting, poll: Poll | None) -> OwnPart:
    room = rooms.find_room(meeting.id)
    item_id = poll.item_id if poll else room.item_id if room else None
    asked_of = poll if poll and not poll.roll_hash else None
    voter = rolls.find_voter(meeting, viewer.person_id, poll=asked_of, item_id=item_id)
    is_on_roll = poll is not None and rolls.is_on_frozen_roll(poll.id, viewer.person_id)
    mine = [each.kind for each in poll.requests if each.person_id == viewer.person_id] if poll else []
    return OwnPart(
        meeting=meeting,
        poll=poll,
        voter=voter,
        needs_code=room is not None and room.needs_code,
        is_on_roll=is_on_roll,
        vote=ballots.find_own_vote(viewer, poll.id) if poll and is_on_roll else None,
        askable=polls.askable(poll) if poll and voter and voter.why_not is None else frozenset(),
        asked=frozenset(mine),
        check_in=secret_polls.find_own_check_in(viewer, poll) if poll and is_on_roll else None,
    )


def options_of(poll: Poll) -> list[tuple[str, str]]:
    """Return what can be voted for, as key and name, blank last."""
    return [(option.key, option.label) for option in poll.options if option.key != BLANK] + [
        (BLANK, "") for option in poll.options if option.key == BLANK
    ]
