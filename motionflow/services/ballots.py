"""Voting openly: one write transaction that takes the poll's row shared and reads the clock under that lock.

A vote is answered only after its commit, so whoever was told that it is counted is in the tally.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select

from motionflow.db import db
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.polls import BallotFacts, Secrecy, ballot_obstacles
from motionflow.services.access import Viewer
from motionflow.services.ballot_questions import FACTS, FACTS_BY_SESSION, INSERTS, LOCK, OWN, TAKES
from motionflow.services.people import SESSION_LIFETIME_WITH_DUTIES
from motionflow.services.sessions import asked


@dataclass(frozen=True)
class Slip:
    """A vote as it comes in: on what, for what, and the key of the form it comes with."""

    poll_id: str
    option: str
    form_key: str


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
    slip, connection = Slip(poll_id, option, form_key), db.session.connection()
    at = _lock(connection, slip, clock=clock)
    known = _facts(connection, FACTS, slip, me=viewer.id)
    if known is None or known.body_id not in viewer.body_ids:
        raise NotFound
    return _cast(connection, slip, known, at=at)


def cast_by_session(token: str, slip: Slip, *, clock: Callable[[], datetime], connection: Connection) -> str:
    """Store a vote as ``cast_ballot`` does, of whoever a session belongs to, in as few questions as may be.

    A first vote that nothing stands in the way of is one. Whoever is refused here is to be asked again by
    ``cast_ballot``: what this sees may be a moment old. Returns the option. Raises ``NotFound`` also when
    the session has ended, and ``RuleBroken``.
    """
    at = clock()
    given = {"poll": slip.poll_id, "option": slip.option, "form_key": slip.form_key}
    oldest = {"oldest_with_duties": at - SESSION_LIFETIME_WITH_DUTIES}
    taken = connection.execute(TAKES[connection.dialect.name], given | asked(token, at=at) | oldest)
    if taken.first() is not None:
        return slip.option
    known = _facts(connection, FACTS_BY_SESSION, slip, **asked(token, at=clock()))
    at = clock()  # after the poll's row is taken
    if known is None or not known.is_of_body:
        raise NotFound
    if known.has_duties and known.made_at + SESSION_LIFETIME_WITH_DUTIES <= at:
        raise NotFound
    return _cast(connection, slip, known, at=at).option


def find_own_vote(viewer: Viewer, poll_id: str) -> str | None:
    """Return what the viewer has voted in an open poll, or ``None``."""
    return _own(db.session.connection(), poll_id, viewer.person_id)


def _lock(connection: Connection, slip: Slip, *, clock: Callable[[], datetime]) -> datetime:
    """Take the poll's row and return the moment, read after that: what comes before a closing is counted."""
    if connection.dialect.name != "sqlite":
        connection.execute(LOCK, {"poll": slip.poll_id})
    return clock()


def _facts(connection: Connection, query: Select[Any], slip: Slip, **who: object) -> Row[Any] | None:
    """Return all that decides on a vote; ``None`` when there is no such poll, or no such session."""
    return connection.execute(query, {"poll": slip.poll_id, "option": slip.option, **who}).one_or_none()


def _cast(connection: Connection, slip: Slip, known: Row[Any], *, at: datetime) -> CastVote:
    if known.is_silenced:
        raise RuleBroken(Obstacle(Code.SECRET_POLL_OPEN))
    repeated = CastVote(slip.poll_id, known.meeting_id, slip.option, is_repeated=True)
    if known.form_key == slip.form_key and known.voted == slip.option:
        return repeated
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
        option=slip.option,
    )
    refuse_if(ballot_obstacles(facts))
    if known.voted == slip.option:
        return repeated
    values = {"poll_id": slip.poll_id, "person_id": known.person_id, "option": slip.option, "cast_at": at}
    insert = INSERTS[connection.dialect.name, known.may_change_vote]
    if connection.execute(insert, values | {"form_key": slip.form_key}).first() is None:
        # Another window of the same voter was first, and this poll lets nobody change.
        first = _own(connection, slip.poll_id, known.person_id)
        if first != slip.option:
            raise RuleBroken(Obstacle(Code.BALLOT_CAST_ALREADY, None, {"option": first}))
        return repeated
    return CastVote(slip.poll_id, known.meeting_id, slip.option, is_repeated=False)


def _own(connection: Connection, poll_id: str, person_id: str | None) -> str | None:
    return connection.execute(OWN, {"poll": poll_id, "me": person_id}).scalar()
