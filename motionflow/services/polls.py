"""Polls on their way: planned, prepared, opened, extended, annulled and held anew."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.polls import (
    BLANK,
    LONGEST_SECRET,
    UNDER_WAY,
    Facts,
    PollKind,
    PollMove,
    PollState,
    RequestKind,
    Secrecy,
    take,
)
from motionflow.domain.roles import Action
from motionflow.models import AgendaItem, Meeting, Poll, PollCase, PollRequest
from motionflow.services import audit, bodies, rolls, rooms, secret_polls
from motionflow.services.access import Viewer
from motionflow.services.meetings import get_meeting_for


def prepare_poll(viewer: Viewer, poll_id: str, *, seen: int, at: datetime) -> Poll:
    """Prepare a poll: its text is shown to the meeting, and who comes in from now on is late for it."""
    poll = get_poll_for_change(viewer, poll_id, seen=seen)
    room = rooms.lock_room(poll.meeting, at=at)
    poll.state = take(PollMove.PREPARE, facts_of(poll, at=at))
    poll.prepared_at, room.item_id = at, poll.item_id
    return moved(poll, "poll_prepared", viewer.id, at)


def open_poll(
    viewer: Viewer,
    poll_id: str,
    *,
    seen: int,
    at: datetime,
    closes_at: datetime | None = None,
    accepts_no_quorum: bool = False,
    keys: Path | None = None,
) -> Poll:
    """Open a poll: its roll is frozen with number and hash, and from now on votes are taken.

    With ``closes_at`` it closes by itself; a secret one always does. ``keys`` is the folder of the keys
    of secret polls. Raises ``RuleBroken``.
    """
    poll = get_poll_for_change(viewer, poll_id, seen=seen)
    if poll.secrecy is Secrecy.SECRET:
        closes_at = closes_at or at + LONGEST_SECRET
    rooms.lock_room(poll.meeting, at=at)
    roll = rolls.roll_of(poll.meeting, poll=poll)
    facts = facts_of(poll, at=at, roll=roll, until=closes_at, accepts_no_quorum=accepts_no_quorum)
    state = take(PollMove.OPEN, facts)
    if poll.roll_hash is None:
        rolls.freeze_roll(poll, roll=roll)
    refuse_if(secret_polls.obstacles_to_open(poll, keys=keys))
    poll.opened_at, poll.closes_at, poll.state = at, closes_at, state
    meeting = poll.meeting
    if meeting.entitled is None and meeting.present is None:
        meeting.entitled, meeting.present = poll.entitled, poll.roll_count
    known = {"roll": poll.roll_count, "entitled": poll.entitled, "roll_hash": poll.roll_hash}
    timed = {"closes_at": closes_at.isoformat() if closes_at else None}
    return moved(poll, "poll_opened", viewer.id, at, rule=poll.rule_name.value, **known, **timed)


def extend_poll(viewer: Viewer, poll_id: str, *, closes_at: datetime, seen: int, at: datetime) -> Poll:
    """Let a poll that closes by itself close later. Raises ``RuleBroken`` for one that has closed."""
    poll = get_poll_for_change(viewer, poll_id, seen=seen)
    take(PollMove.EXTEND, facts_of(poll, at=at, until=closes_at))
    poll.closes_at = closes_at
    return moved(poll, "poll_extended", viewer.id, at, closes_at=closes_at.isoformat())


def drop_poll(viewer: Viewer, poll_id: str, *, seen: int, at: datetime) -> Poll:
    """Let a poll that has not been opened fall away; it is not needed after all."""
    poll = get_poll_for_change(viewer, poll_id, seen=seen)
    rooms.lock_room(poll.meeting, at=at)
    poll.state = take(PollMove.FALL_AWAY, facts_of(poll, at=at))
    return moved(poll, "poll_fell_away", viewer.id, at)


def ask_for(viewer: Viewer, poll_id: str, *, kind: RequestKind, at: datetime) -> Poll:
    """Ask for a secret vote, or that votes are counted instead of acclamation. Twice is once."""
    poll = get_poll_for(viewer, poll_id)
    locked = select(Poll).where(Poll.id == poll.id).with_for_update()
    poll = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if kind not in askable(poll):
        raise RuleBroken(Obstacle(Code.POLL_NOT_ASKABLE))
    voter = rolls.find_voter(poll.meeting, viewer.id, poll=poll)
    if voter is None or voter.why_not is not None:
        raise RuleBroken(Obstacle(Code.BALLOT_NOT_ON_ROLL))
    if not any(each.kind is kind and each.person_id == viewer.id for each in poll.requests):
        poll.requests.append(PollRequest(person_id=viewer.id, kind=kind, asked_at=at))
        rooms.tell_room(poll.meeting_id)
        db.session.flush()
    return poll


def askable(poll: Poll) -> frozenset[RequestKind]:
    """Return what a voter can ask for in a poll as it stands."""
    found = set()
    by_acclamation = poll.kind is PollKind.ACCLAMATION
    if by_acclamation and poll.state in (PollState.PREPARED, PollState.OPEN):
        found.add(RequestKind.POLL)
    if not by_acclamation and poll.state is PollState.PREPARED and poll.secrecy is Secrecy.OPEN:
        day = day_in_oslo(poll.meeting.starts_at)
        if bodies.rules_on(poll.meeting.body, day=day).voting.secret_when_asked:
            found.add(RequestKind.SECRET)
    return frozenset(found)


def get_poll_for(viewer: Viewer, poll_id: str) -> Poll:
    """Return a poll to someone of its body. Raises ``NotFound``."""
    poll = _whole_poll(poll_id)
    get_meeting_for(viewer, poll.meeting_id, is_whole=False)
    return poll


def _whole_poll(poll_id: str) -> Poll:
    poll = db.session.scalar(select(Poll).where(Poll.id == poll_id).options(*POLL_OPTIONS))
    if poll is None:
        raise NotFound
    return poll


def get_poll_for_change(
    viewer: Viewer, poll_id: str, *, seen: int | None = None, action: Action = Action.POLL_RUN
) -> Poll:
    """Return a poll to someone who may change it, locked and as it is now.

    ``seen`` is its version on the page: ``RuleBroken`` with ``CHANGED_MEANWHILE`` when it has another.
    """
    poll = db.session.scalar(select(Poll).where(Poll.id == poll_id).with_for_update())
    if poll is None:
        raise NotFound
    db.session.expire(poll)
    rooms.get_room_meeting_for(viewer, poll.meeting_id, action=action)
    poll = _whole_poll(poll_id)
    if seen is not None and poll.version != seen:
        raise RuleBroken(Obstacle(Code.CHANGED_MEANWHILE))
    return poll


def list_polls(meeting_id: str) -> list[Poll]:
    """Return the polls of a meeting, in the order they were planned."""
    rows = select(Poll).where(Poll.meeting_id == meeting_id).options(*POLL_OPTIONS).order_by(Poll.number)
    return list(db.session.scalars(rows))


def facts_of(
    poll: Poll,
    *,
    at: datetime,
    roll: rolls.Roll | None = None,
    until: datetime | None = None,
    accepts_no_quorum: bool = False,
    cast: int = 0,
    tie_is_open: bool = False,
    reason: str = "",
) -> Facts:
    """Return what is known of a poll when a move is wanted; ``roll`` where the move asks for it."""
    meeting = poll.meeting
    return Facts(
        state=poll.state,
        kind=poll.kind,
        secrecy=poll.secrecy,
        at=at,
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        until=until,
        meeting_is_open=meeting.opened_at is not None and meeting.ended_at is None,
        other_number=_other_under_way(poll),
        options=len([option for option in poll.options if option.key != BLANK]),
        has_channel=poll.takes_online or poll.takes_hands or poll.takes_paper,
        roll=len(roll.on_roll) if roll else poll.roll_count or 0,
        entitled=roll.entitled if roll else poll.entitled or 0,
        has_quorum=roll is None or roll.is_quorate,
        quorum_refuses=roll is not None and roll.rules.quorum_refuses,
        accepts_no_quorum=accepts_no_quorum,
        secret_is_asked=any(each.kind is RequestKind.SECRET for each in poll.requests),
        poll_is_asked=any(each.kind is RequestKind.POLL for each in poll.requests),
        cast=cast,
        tie_is_open=tie_is_open,
        reason=reason,
    )


def moved(poll: Poll, event: str, by: str | None, at: datetime, **facts: audit.FactValue) -> Poll:
    """Note that a poll has moved: its event, and news for every page that follows the meeting."""
    db.session.flush()
    rooms.tell_room(poll.meeting_id)
    audit.add_event(event, body_id=poll.meeting.body_id, subject_id=poll.id, by=by, at=at, facts=facts)
    return poll


POLL_OPTIONS = (
    joinedload(Poll.meeting).joinedload(Meeting.body),
    joinedload(Poll.item).joinedload(AgendaItem.step),
    selectinload(Poll.options),
    selectinload(Poll.counts),
    selectinload(Poll.cases).joinedload(PollCase.item),
    selectinload(Poll.requests),
)


def _other_under_way(poll: Poll) -> int | None:
    others = select(Poll.number).where(
        Poll.meeting_id == poll.meeting_id, Poll.id != poll.id, Poll.state.in_(UNDER_WAY)
    )
    return db.session.scalar(others.limit(1))


def closing_in(minutes: int, *, at: datetime) -> datetime:
    """Return when a poll closes that is open for some minutes; reckoned in UTC, where no clock is turned."""
    return at.astimezone(UTC) + timedelta(minutes=minutes)
