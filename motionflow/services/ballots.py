"""Voting openly: one write transaction that takes the poll's row shared and reads the clock under that lock.

A vote is answered only after its commit, so whoever was told that it is counted is in the tally.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy import BindParameter, Executable, Select, String, bindparam, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from motionflow.db import db
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.polls import BallotFacts, PollState, Secrecy, ballot_obstacles
from motionflow.models import Attendance, Meeting, OpenBallot, Poll, PollOption, RollEntry
from motionflow.services import silence
from motionflow.services.access import Viewer


@dataclass(frozen=True)
class CastVote:
    """A vote as it is stored. ``is_repeated`` says that it stood there already."""

    poll_id: str
    meeting_id: str
    option: str
    is_repeated: bool


def cast_ballot(
    viewer: Viewer, poll_id: str, *, option: str, form_key: str, clock: Callable[[], datetime]
) -> CastVote:
    """Store the viewer's vote in an open poll, or change it where the poll allows that.

    The same form sent again gets the same answer. Raises ``NotFound`` outside the body and ``RuleBroken``.
    """
    known = _under_lock(viewer, poll_id, option)
    at = clock()  # read after the lock: what comes before a closing is counted in it
    if known.form_key == form_key and known.voted == option:
        return CastVote(poll_id, known.meeting_id, option, is_repeated=True)
    facts = BallotFacts(
        state=known.state,
        at=at,
        closes_at=known.closes_at,
        takes_online=known.takes_online,
        is_open_vote=known.secrecy is Secrecy.OPEN,
        is_on_roll=known.is_on_roll,
        is_in_meeting=known.is_in_meeting,
        is_option=known.is_option,
        voted=known.voted,
        may_change=known.may_change_vote,
        option=option,
    )
    refuse_if(ballot_obstacles(facts))
    if known.voted == option:
        return CastVote(poll_id, known.meeting_id, option, is_repeated=True)
    if not _stored(viewer.id, poll_id, option, form_key, at, may_change=known.may_change_vote):
        # Another window of the same voter was first, and this poll lets nobody change.
        first = _under_lock(viewer, poll_id, option).voted
        if first != option:
            raise RuleBroken(Obstacle(Code.BALLOT_CAST_ALREADY, None, {"option": first}))
        return CastVote(poll_id, known.meeting_id, option, is_repeated=True)
    return CastVote(poll_id, known.meeting_id, option, is_repeated=False)


def find_own_vote(viewer: Viewer, poll_id: str) -> str | None:
    """Return what the viewer has voted in an open poll, or ``None``."""
    own = select(OpenBallot.option).where(
        OpenBallot.poll_id == poll_id, OpenBallot.person_id == viewer.person_id
    )
    return db.session.scalar(own)


@dataclass(frozen=True)
class _Known:
    state: PollState
    closes_at: datetime | None
    takes_online: bool
    secrecy: Secrecy
    may_change_vote: bool
    meeting_id: str
    is_on_roll: bool
    is_in_meeting: bool
    is_option: bool
    voted: str | None
    form_key: str | None


def _under_lock(viewer: Viewer, poll_id: str, option: str) -> _Known:
    """Return all that decides on a vote, read with the poll's row taken shared."""
    connection = db.session.connection()
    poll = connection.execute(_LOCKED, {"poll": poll_id}).one_or_none()
    if poll is None or poll.body_id not in viewer.body_ids:
        raise NotFound
    # After the lock, in a statement of its own: what others committed while we waited is seen.
    asked = {"poll": poll_id, "me": viewer.id, "meeting": poll.meeting_id, "option": option}
    mine = connection.execute(_MINE, asked).one()
    if mine.is_silenced:
        raise RuleBroken(Obstacle(Code.SECRET_POLL_OPEN))
    return _Known(
        state=poll.state,
        closes_at=poll.closes_at,
        takes_online=poll.takes_online,
        secrecy=poll.secrecy,
        may_change_vote=poll.may_change_vote,
        meeting_id=poll.meeting_id,
        is_on_roll=mine.is_on_roll,
        is_in_meeting=mine.is_in_meeting,
        is_option=mine.is_option,
        voted=mine.voted,
        form_key=mine.form_key,
    )


def _stored(
    person_id: str, poll_id: str, option: str, form_key: str, at: datetime, *, may_change: bool
) -> bool:
    connection = db.session.connection()
    insert = _INSERTS[connection.dialect.name, may_change]
    values = {"poll_id": poll_id, "person_id": person_id, "option": option, "cast_at": at}
    return connection.execute(insert, {**values, "form_key": form_key}).first() is not None


# A hall votes at once, so what is asked is put together once and not for each vote.


def _locked_poll() -> Select[Any]:
    polls, meetings = Poll.__table__, Meeting.__table__
    named = ("state", "closes_at", "takes_online", "secrecy", "may_change_vote", "meeting_id")
    return (
        select(*(polls.c[name] for name in named), meetings.c.body_id)
        .select_from(polls.join(meetings, meetings.c.id == polls.c.meeting_id))
        .where(polls.c.id == bindparam("poll"))
        .with_for_update(read=True, of=polls)
    )


def _own_standing() -> Select[Any]:
    roll, came, options, ballots = (
        each.__table__.c for each in (RollEntry, Attendance, PollOption, OpenBallot)
    )
    poll, me = _param("poll"), _param("me")
    own = (ballots.poll_id == poll) & (ballots.person_id == me)
    is_in = (came.meeting_id == bindparam("meeting")) & (came.person_id == me) & came.left_at.is_(None)
    is_option = (options.poll_id == poll) & (options.key == bindparam("option"))
    return select(
        exists().where(roll.poll_id == poll, roll.person_id == me).label("is_on_roll"),
        exists().where(is_in).label("is_in_meeting"),
        exists().where(is_option).label("is_option"),
        exists(silence.silenced_people().where(RollEntry.person_id == me)).label("is_silenced"),
        select(ballots.option).where(own).scalar_subquery().label("voted"),
        select(ballots.form_key).where(own).scalar_subquery().label("form_key"),
    )


def _param(name: str) -> BindParameter[str]:
    return bindparam(name, type_=String())


def _insert(dialect: ModuleType, *, may_change: bool) -> Executable:
    table = OpenBallot.__table__
    insert: postgresql.Insert = dialect.insert(table)  # SQLite's takes the same
    one_per_voter = [table.c.poll_id, table.c.person_id]
    if not may_change:
        return insert.on_conflict_do_nothing(index_elements=one_per_voter).returning(table.c.option)
    changed = {name: insert.excluded[name] for name in ("option", "cast_at", "form_key")}
    return insert.on_conflict_do_update(index_elements=one_per_voter, set_=changed).returning(table.c.option)


_LOCKED, _MINE = _locked_poll(), _own_standing()
_INSERTS = {
    (name, may_change): _insert(dialect, may_change=may_change)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
    for may_change in (False, True)
}
