"""Counting a secret poll: two tellers open it, every ballot is opened, and the file is published."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import undefer

from motionflow.ballots import published
from motionflow.ballots.ballot import Ballot, NotAccepted
from motionflow.ballots.keyring import Keyring, KeysGone, MustWait
from motionflow.ballots.passphrases import WrongPassphrase
from motionflow.ballots.published import Numbers
from motionflow.db import afterwards, db, forget_order, write_back
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.polls import Channel, PollState, state_at
from motionflow.domain.secret_polls import TELLERS_NEEDED, count_obstacles
from motionflow.models import IssuedToken, Poll, PollCount, PublishedPoll, SealedBallot, SecretPoll
from motionflow.services import audit
from motionflow.services.access import Viewer
from motionflow.services.secret_polls import get_secret, keyring_of, read_header

_LEFT_OVER_AFTER = timedelta(hours=1)

_log = logging.getLogger(__name__)


def publish(viewer: Viewer, poll: Poll, *, passphrases: Mapping[int, str], keys: Path, at: datetime) -> None:
    """Open and count every ballot of a closed poll, publish the file, and destroy its keys.

    The caller holds the poll's lock and asks for the result afterwards. ``passphrases`` are by teller's
    number. Raises ``RuleBroken``; then nothing is opened.
    """
    refuse_if(_not_closed(poll, at))
    given = {number: phrase for number, phrase in passphrases.items() if phrase.strip()}
    if len(given) != TELLERS_NEEDED:
        raise RuleBroken(Obstacle(Code.PASSPHRASES_TWO, "teller_1"))
    secret = get_secret(poll.id)
    ring = keyring_of(secret, keys=keys)
    header, ballots = read_header(secret.header), _ballots(poll.id)
    paper = _paper(poll)
    issued = db.session.scalar(
        select(func.count()).select_from(IssuedToken).where(IssuedToken.poll_id == poll.id)
    )
    numbers = Numbers(roll=poll.entitled or 0, present=poll.roll_count or 0, issued=issued or 0, paper=paper)
    refuse_if(
        count_obstacles(ballots=len(ballots), issued=numbers.issued, paper=sum(paper), roll=numbers.present)
    )
    try:
        key = ring.unwrap(given, at=at)
        content, counts = published.make(header, ballots, numbers=numbers, sealing_key=key, sign=ring.sign)
    except WrongPassphrase as error:
        raise RuleBroken(Obstacle(Code.PASSPHRASE_WRONG, "teller_1")) from error
    except MustWait as error:
        raise RuleBroken(Obstacle(Code.PASSPHRASE_WAIT, "teller_1")) from error
    except KeysGone as error:
        raise RuleBroken(Obstacle(Code.KEYS_GONE)) from error
    except NotAccepted as error:
        raise RuleBroken(Obstacle(Code.BALLOT_NOT_ACCEPTED)) from error
    online = [count - on_paper for count, on_paper in zip(counts, paper, strict=True)]
    for option, votes in zip(poll.options, online, strict=True):
        poll.counts.append(PollCount(channel=Channel.ONLINE, option=option.key, votes=votes, counted_at=at))
    _publish(poll, content, at=at)
    _rewrite(poll.id, ballots)
    secret.key_name = None
    db.session.flush()
    facts: dict[str, audit.FactValue] = {"sha256": published.checksum(content), "ballots": len(ballots)}
    audit.add_event(
        "poll_published", body_id=poll.meeting.body_id, subject_id=poll.id, by=viewer.id, at=at, facts=facts
    )
    afterwards(partial(_forget, ring))


def find_published(poll_id: str) -> PublishedPoll | None:
    """Return the published file of a poll without its bytes, or ``None`` before it is counted."""
    return db.session.get(PublishedPoll, poll_id)


def get_published_with_bytes(poll_id: str) -> PublishedPoll:
    """Return the published file of a poll. Raises ``NotFound`` before it is counted."""
    found = db.session.get(PublishedPoll, poll_id, options=[undefer(PublishedPoll.content)])
    if found is None:
        raise NotFound
    return found


def destroy_left_over_keys(keys: Path, *, at: datetime) -> int:
    """Destroy keys that no poll has any more, as after a crash, and return how many there were."""
    if not keys.is_dir():
        return 0
    known = set(db.session.scalars(select(SecretPoll.key_name).where(SecretPoll.key_name.is_not(None))))
    # Keys are written before the poll that knows them is committed.
    old = (at - _LEFT_OVER_AFTER).timestamp()
    left = [
        folder
        for folder in keys.iterdir()
        if folder.is_dir() and folder.name not in known and folder.stat().st_mtime < old
    ]
    for folder in left:
        Keyring(folder).destroy()
    return len(left)


def _not_closed(poll: Poll, at: datetime) -> list[Obstacle]:
    state = state_at(poll.state, closes_at=poll.closes_at, at=at)
    is_closed = poll.state is PollState.CLOSED
    return [] if is_closed else [Obstacle(Code.POLL_NOT_FROM_HERE, None, {"state": state})]


def _ballots(poll_id: str) -> list[Ballot]:
    rows = select(SealedBallot.token, SealedBallot.body).where(SealedBallot.poll_id == poll_id)
    return [Ballot.from_body(token, body) for token, body in db.session.execute(rows)]


def _paper(poll: Poll) -> tuple[int, ...]:
    counted = {each.option: each.votes for each in poll.counts if each.channel is Channel.PAPER}
    return tuple(counted.get(option.key, 0) for option in poll.options)


def _publish(poll: Poll, content: bytes, *, at: datetime) -> None:
    day, body = day_in_oslo(poll.meeting.starts_at), poll.meeting.body
    db.session.add(
        PublishedPoll(
            poll_id=poll.id,
            file_name=f"{day.isoformat()}-{body.slug}-poll-{poll.number}.json",
            content=content,
            sha256=published.checksum(content),
            published_at=at,
        )
    )


def _rewrite(poll_id: str, ballots: list[Ballot]) -> None:
    """Write the ballots anew, sorted by token, so that the table keeps no order of arrival."""
    db.session.execute(delete(SealedBallot).where(SealedBallot.poll_id == poll_id))
    rows = [
        {"poll_id": poll_id, "token": each.token, "body": each.body}
        for each in sorted(ballots, key=lambda each: each.token)
    ]
    if rows:
        db.session.execute(insert(SealedBallot), rows)


def _forget(ring: Keyring) -> None:
    """Destroy the keys, and empty the database's log of the order in which ballots came."""
    try:
        ring.destroy()
    except OSError as error:
        # They are found and destroyed by the worker: the database knows them no more.
        _log.error("The keys of a poll could not be destroyed: %s", error.strerror)
    forget_order()
    write_back()
