"""A secret poll in a hall: check-in, opening, casting and counting, by the real services."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from motionflow.ballots.ballot import Ballot
from motionflow.ballots.passphrases import TELLERS
from motionflow.ballots.voter import Voter
from motionflow.db import db
from motionflow.domain.polls import Secrecy
from motionflow.models import Poll
from motionflow.services import counting, polls, sealed_box, secret_moves, secret_polls
from motionflow.services.access import Viewer
from motionflow.services.sealed_box import Receipt
from tests.services import halls
from tests.services.halls import START, Hall

# Later than whoever came in at ``START``.
LATER = START + timedelta(minutes=10)


def prepared(hall: Hall, **others: object) -> Poll:
    """Return a secret poll that is prepared."""
    return halls.prepare(hall, halls.plan(hall, secrecy=Secrecy.SECRET, **others), at=LATER)


def tellers_of(hall: Hall) -> tuple[Viewer, ...]:
    """Return the three who get a passphrase each."""
    return hall.teller, hall.secretary, hall.chair


def begin(hall: Hall, poll: Poll, *, keys: Path) -> Poll:
    """Return the poll with check-in begun."""
    tellers = [viewer.id for viewer in tellers_of(hall)]
    return secret_moves.begin_check_in(
        hall.chair, poll.id, tellers=tellers, keys=keys, is_secure=True, seen=poll.version, at=LATER
    )


def note_words(hall: Hall, poll_id: str, *, keys: Path) -> dict[int, str]:
    """Let the tellers note their words, and return them by the teller's number."""
    noted = {}
    for number, teller in zip(TELLERS, tellers_of(hall), strict=True):
        phrase = secret_polls.read_passphrase(teller, poll_id, keys=keys)
        assert phrase is not None
        secret_polls.confirm_passphrase(teller, poll_id, typed=phrase, keys=keys)
        noted[number] = phrase
    return noted


def check_in(viewer: Viewer, poll_id: str, *, keys: Path) -> Voter:
    """Return what a viewer's browser has when she has checked in."""
    header = secret_polls.read_header(secret_polls.get_secret(poll_id).header)
    voter = Voter(header)
    signature = secret_polls.issue_token(
        viewer, poll_id, blinded=voter.blinded, check_in=header.check_in, keys=keys
    )
    voter.take(signature)
    return voter


def open_(hall: Hall, poll_id: str, *, keys: Path) -> Poll:
    """Return the poll opened."""
    poll = db.session.get_one(Poll, poll_id)
    return polls.open_poll(hall.chair, poll_id, seen=poll.version, at=LATER, keys=keys)


def cast(poll_id: str, ballot: Ballot, *, keys: Path, minutes: int = 1) -> Receipt:
    """Lay a ballot in the box, some minutes after opening."""
    box = sealed_box.read_box(poll_id)
    sealed_box.check(box, token=ballot.token, body=ballot.body)
    return sealed_box.cast(box, ballot, keys=keys, clock=lambda: LATER + timedelta(minutes=minutes))


def close(hall: Hall, poll_id: str) -> Poll:
    """Return the poll closed."""
    poll = db.session.get_one(Poll, poll_id)
    return counting.close_poll(hall.chair, poll_id, seen=poll.version, at=LATER + timedelta(minutes=5))


def count(hall: Hall, poll_id: str, *, passphrases: Mapping[int, str], keys: Path, minutes: int = 6) -> Poll:
    """Return the poll with its box opened."""
    at = LATER + timedelta(minutes=minutes)
    return secret_moves.open_box(hall.chair, poll_id, passphrases=passphrases, keys=keys, at=at)
