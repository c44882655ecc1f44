"""The box of a secret poll: a sealed ballot is laid in it by nobody in particular.

No viewer comes in here, and no time is kept. What a ballot needs to be taken stands in
``ballots/ballot.py``; whether the poll is open is asked under its lock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Executable, Select, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from motionflow.ballots import ballot as ballots
from motionflow.ballots.ballot import Ballot, Header, NotAccepted
from motionflow.ballots.keyring import Keyring, KeysGone
from motionflow.db import db
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.polls import PollState, Secrecy
from motionflow.domain.secret_polls import cast_obstacles
from motionflow.models import Poll, SealedBallot, SecretPoll
from motionflow.services.secret_polls import read_header


@dataclass(frozen=True)
class Box:
    """What a ballot is checked against before any lock is taken."""

    poll_id: str
    header: Header
    header_text: str


@dataclass(frozen=True)
class Receipt:
    """What proves that a ballot lies in the box, and not what it says."""

    tracker: str
    signature: bytes


@dataclass(frozen=True)
class Slip:
    """What a ballot page shows before it knows anything of who looks."""

    header: Header
    header_text: str
    state: PollState
    closes_at: datetime | None


def get_slip(poll_id: str) -> Slip:
    """Return what is voted on in a secret poll. Raises ``NotFound``.

    Whoever has the address sees it: the page needs no session, and polls' ids cannot be guessed.
    """
    row = db.session.execute(
        select(SecretPoll.header, Poll.state, Poll.closes_at)
        .join(Poll, Poll.id == SecretPoll.poll_id)
        .where(SecretPoll.poll_id == poll_id, Poll.secrecy == Secrecy.SECRET)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Slip(read_header(row.header), row.header, row.state, row.closes_at)


def read_box(poll_id: str) -> Box:
    """Return what a poll's ballots are checked against. Raises ``NotFound``."""
    text = db.session.scalar(select(SecretPoll.header).where(SecretPoll.poll_id == poll_id))
    if text is None:
        raise NotFound
    box = _boxes[poll_id] = Box(poll_id, read_header(text), text)
    while len(_boxes) > _MOST_BOXES:
        _boxes.pop(next(iter(_boxes)), None)
    return box


def known_box(poll_id: str) -> Box | None:
    """Return what was read of a poll before; whether it is still so is asked when a ballot is cast."""
    return _boxes.get(poll_id)


def check(box: Box, *, token: bytes, body: bytes) -> Ballot:
    """Return a ballot that may be laid in the box. Raises ``RuleBroken``; needs no lock and no database."""
    try:
        ballot = Ballot.from_body(token, body)
        ballots.check(box.header, ballot)
    except NotAccepted as error:
        raise RuleBroken(Obstacle(Code.BALLOT_NOT_ACCEPTED)) from error
    return ballot


def cast(
    box: Box,
    ballot: Ballot,
    *,
    keys: Path,
    clock: Callable[[], datetime],
    connection: Connection | None = None,
) -> Receipt:
    """Lay a ballot in the box and return its receipt. Raises ``RuleBroken``.

    The same ballot again gets the same receipt, also after closing: the first answer may have been lost.
    Another with the same token is refused (``TOKEN_USED``). ``connection`` is another than the session's
    (``transaction.BallotTransactions``).
    """
    connection = connection or db.session.connection()
    poll = connection.execute(_LOCKED, {"poll": box.poll_id}).one()
    if poll.header != box.header_text:
        raise RuleBroken(Obstacle(Code.BALLOT_NOT_ACCEPTED))  # check-in was begun anew meanwhile
    # The clock is read after the lock: what comes before a closing is counted in it.
    late = cast_obstacles(poll.state, closes_at=poll.closes_at, at=clock())
    values = {"poll_id": box.poll_id, "token": ballot.token, "body": ballot.body}
    if late or connection.execute(_INSERTS[connection.dialect.name], values).first() is None:
        known = connection.execute(_KNOWN, {"poll": box.poll_id, "token": ballot.token}).scalar()
        if known is None:
            refuse_if(late)
        if known != ballot.body:
            raise RuleBroken(Obstacle(Code.TOKEN_USED))
    return _receipt(box, ballot, key_name=poll.key_name, keys=keys)


def _receipt(box: Box, ballot: Ballot, *, key_name: str | None, keys: Path) -> Receipt:
    message = ballots.receipt_message(box.header.context, ballot.tracker)
    try:
        if key_name is None:
            raise KeysGone
        return Receipt(ballot.tracker, Keyring(keys / key_name).sign(message))
    except KeysGone as error:
        raise RuleBroken(Obstacle(Code.BALLOT_TOO_LATE)) from error


# What every ballot asks, put together once.


def _locked() -> Select[Any]:
    polls, secrets = Poll.__table__, SecretPoll.__table__
    return (
        select(polls.c.state, polls.c.closes_at, secrets.c.header, secrets.c.key_name)
        .select_from(polls.join(secrets, secrets.c.poll_id == polls.c.id))
        .where(polls.c.id == bindparam("poll"))
        # Shared: ballots do not wait for each other, and closing waits for all of them.
        .with_for_update(read=True, of=polls)
    )


def _insert(dialect: ModuleType) -> Executable:
    table = SealedBallot.__table__
    insert: postgresql.Insert = dialect.insert(table)  # SQLite's takes the same
    one_per_token = insert.on_conflict_do_nothing(index_elements=[table.c.poll_id, table.c.token])
    return one_per_token.returning(table.c.token)


_LOCKED = _locked()
_KNOWN = select(SealedBallot.__table__.c.body).where(
    SealedBallot.__table__.c.poll_id == bindparam("poll"),
    SealedBallot.__table__.c.token == bindparam("token"),
)
_INSERTS = {"sqlite": _insert(sqlite), "postgresql": _insert(postgresql)}
_MOST_BOXES = 100
_boxes: dict[str, Box] = {}
