"""An open secret poll whose ballots are cast over the net, at servers that may end."""

import http.client
import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from motionflow import clock
from motionflow.ballots.ballot import Ballot
from motionflow.ballots.keyring import Keyring
from motionflow.ballots.voter import Voter
from motionflow.db import db
from motionflow.domain.polls import Secrecy
from motionflow.models import Poll, SealedBallot
from motionflow.services import polls, secret_moves, secret_polls
from motionflow.transaction import writing
from tests.faults.voters import Booth, Told
from tests.services import halls, secret_halls

VOTERS = 12


@dataclass
class Box:
    """An open secret poll, and new ballots for it as browsers make them."""

    booth: Booth
    poll_id: str
    ring: Keyring
    check_in: int
    port: int

    def ballots(self) -> list[Ballot]:
        """Return a ballot of each of some voters whom the server knows only by what it signed for them."""
        with self.booth.app.app_context():
            header = secret_polls.read_header(secret_polls.get_secret(self.poll_id).header)
        made = []
        for number in range(VOTERS):
            voter = Voter(header)
            voter.take(self.ring.sign_token(voter.blinded, check_in=self.check_in))
            made.append(voter.vote(number % len(header.options)))
        return made

    def cast(self, ballot: Ballot) -> Told:
        """Send a ballot, and return what was told; a receipt that is another ballot's is a fault at once."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = json.dumps({"token": ballot.token.hex(), "body": ballot.body.hex()})
        try:
            connection.request("POST", f"/stemmeseddel/{self.poll_id}", body)
            answer = connection.getresponse()
            status, said = answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            return Told.UNKNOWN
        finally:
            connection.close()
        if status == 200:
            assert said["tracker"] == ballot.tracker
            return Told.ACCEPTED
        assert status in (409, 422, 503), (status, said)
        return Told.UNKNOWN if status == 503 else Told.REFUSED

    def stored(self, of: list[Ballot]) -> list[tuple[bytes, bytes]]:
        """Return what lies in the box of these, and anything that nobody has sent."""
        rows = select(SealedBallot.token, SealedBallot.body).where(SealedBallot.poll_id == self.poll_id)
        with self.booth.app.app_context():
            return [(token, body) for token, body in db.session.execute(rows) if token in _tokens(of)]


def open_box(booth: Booth, *, port: int) -> Box:
    """Return an open secret poll of a booth's hall."""
    hall, keys = booth.hall, booth.app.config["SETTINGS"].keys
    with booth.app.app_context(), writing():
        at = clock.now()
        poll = halls.prepare(hall, halls.plan(hall, secrecy=Secrecy.SECRET, at=at), at=at)
        tellers = [each.id for each in secret_halls.tellers_of(hall)]
        secret_moves.begin_check_in(
            *(hall.chair, poll.id), tellers=tellers, keys=keys, is_secure=True, seen=poll.version, at=at
        )
        secret_halls.note_words(hall, poll.id, keys=keys)
        secret_halls.check_in(hall.voters[0], poll.id, keys=keys)
        secret, poll_id = secret_polls.get_secret(poll.id), poll.id
        ring = Keyring(keys / str(secret.key_name))
    with booth.app.app_context(), writing():
        seen = db.session.get_one(Poll, poll_id).version
        opens = clock.now() + timedelta(seconds=1)
        polls.open_poll(hall.chair, poll_id, seen=seen, at=opens, keys=keys)
    return Box(booth, poll_id, ring, 1, port)


def _tokens(ballots: list[Ballot]) -> set[bytes]:
    return {each.token for each in ballots}
