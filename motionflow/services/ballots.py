"""Voting openly: one write transaction that takes the poll's row shared and reads the clock under that lock.

A vote is answered only after its commit, so whoever was told that it is counted is in the tally.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.dialects import postgresql, sqlite

from motionflow.db import db
from motionflow.domain.errors import NotFound, refuse_if
from motionflow.domain.polls import BallotFacts, PollState, Secrecy, ballot_obstacles
from motionflow.models import Attendance, Meeting, OpenBallot, Poll, PollOption, RollEntry
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
        return cast_ballot(viewer, poll_id, option=option, form_key=form_key, clock=clock)
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
    """Return all that decides on a vote, read in one go with the poll's row taken shared."""
    me = viewer.id
    row = db.session.execute(
        select(
            Poll.state,
            Poll.closes_at,
            Poll.takes_online,
            Poll.secrecy,
            Poll.may_change_vote,
            Poll.meeting_id,
            Meeting.body_id,
        )
        .join(Meeting, Meeting.id == Poll.meeting_id)
        .where(Poll.id == poll_id)
        .with_for_update(read=True, of=Poll)
    ).one_or_none()
    if row is None or row.body_id not in viewer.body_ids:
        raise NotFound
    # After the lock, in a statement of its own: what others committed while we waited is seen.
    mine = db.session.execute(
        select(
            exists().where(RollEntry.poll_id == poll_id, RollEntry.person_id == me).label("is_on_roll"),
            exists()
            .where(
                Attendance.meeting_id == row.meeting_id,
                Attendance.person_id == me,
                Attendance.left_at.is_(None),
            )
            .label("is_in_meeting"),
            exists().where(PollOption.poll_id == poll_id, PollOption.key == option).label("is_option"),
            select(OpenBallot.option)
            .where(OpenBallot.poll_id == poll_id, OpenBallot.person_id == me)
            .scalar_subquery()
            .label("voted"),
            select(OpenBallot.form_key)
            .where(OpenBallot.poll_id == poll_id, OpenBallot.person_id == me)
            .scalar_subquery()
            .label("form_key"),
        )
    ).one()
    return _Known(
        state=row.state,
        closes_at=row.closes_at,
        takes_online=row.takes_online,
        secrecy=row.secrecy,
        may_change_vote=row.may_change_vote,
        meeting_id=row.meeting_id,
        is_on_roll=mine.is_on_roll,
        is_in_meeting=mine.is_in_meeting,
        is_option=mine.is_option,
        voted=mine.voted,
        form_key=mine.form_key,
    )


def _stored(
    person_id: str, poll_id: str, option: str, form_key: str, at: datetime, *, may_change: bool
) -> bool:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    values = {"option": option, "cast_at": at, "form_key": form_key}
    insert = dialect.insert(OpenBallot).values(poll_id=poll_id, person_id=person_id, **values)
    one_per_voter = [OpenBallot.poll_id, OpenBallot.person_id]
    if may_change:
        stored = insert.on_conflict_do_update(index_elements=one_per_voter, set_=values)
    else:
        stored = insert.on_conflict_do_nothing(index_elements=one_per_voter)
    return db.session.execute(stored.returning(OpenBallot.option)).scalar() is not None
