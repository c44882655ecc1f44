"""The box of a secret poll: a sealed ballot is laid in it by nobody in particular.

No viewer comes in here, and no time is kept. What a ballot needs to be taken stands in
``ballots/ballot.py``; whether the poll is open is asked under its lock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
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
    key_name: str | None


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
    row = db.session.execute(
        select(SecretPoll.header, SecretPoll.key_name).where(SecretPoll.poll_id == poll_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Box(poll_id, read_header(row.header), row.key_name)


def check(box: Box, *, token: bytes, body: bytes) -> Ballot:
    """Return a ballot that may be laid in the box. Raises ``RuleBroken``; needs no lock and no database."""
    try:
        ballot = Ballot.from_body(token, body)
        ballots.check(box.header, ballot)
    except NotAccepted as error:
        raise RuleBroken(Obstacle(Code.BALLOT_NOT_ACCEPTED)) from error
    return ballot


def cast(box: Box, ballot: Ballot, *, keys: Path, clock: Callable[[], datetime]) -> Receipt:
    """Lay a ballot in the box and return its receipt. Raises ``RuleBroken``.

    The same ballot again gets the same receipt, also after closing: the first answer may have been lost.
    Another with the same token is refused (``TOKEN_USED``).
    """
    # Shared: ballots do not wait for each other, and closing waits for all of them.
    state, closes_at = db.session.execute(
        select(Poll.state, Poll.closes_at).where(Poll.id == box.poll_id).with_for_update(read=True)
    ).one()
    known = _known(box, ballot)
    if known is None:
        # The clock is read after the lock: what comes before a closing is counted in it.
        refuse_if(cast_obstacles(state, closes_at=closes_at, at=clock()))
        known = ballot.body if _stored(box, ballot) else _known(box, ballot)
    if known != ballot.body:
        raise RuleBroken(Obstacle(Code.TOKEN_USED))
    return _receipt(box, ballot, keys=keys)


def _known(box: Box, ballot: Ballot) -> bytes | None:
    """Return what was cast with this token before."""
    rows = select(SealedBallot.body)
    return db.session.scalar(
        rows.where(SealedBallot.poll_id == box.poll_id, SealedBallot.token == ballot.token)
    )


def _stored(box: Box, ballot: Ballot) -> bool:
    """Store a ballot, and return whether no other with its token was first."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(SealedBallot).values(poll_id=box.poll_id, token=ballot.token, body=ballot.body)
    one_per_token = insert.on_conflict_do_nothing(index_elements=[SealedBallot.poll_id, SealedBallot.token])
    return db.session.execute(one_per_token.returning(SealedBallot.token)).scalar() is not None


def _receipt(box: Box, ballot: Ballot, *, keys: Path) -> Receipt:
    message = ballots.receipt_message(box.header.context, ballot.tracker)
    try:
        if box.key_name is None:
            raise KeysGone
        return Receipt(ballot.tracker, Keyring(keys / box.key_name).sign(message))
    except KeysGone as error:
        raise RuleBroken(Obstacle(Code.BALLOT_TOO_LATE)) from error
