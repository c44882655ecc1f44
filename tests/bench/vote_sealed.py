"""Casting a secret ballot with all its checks, against the same bare application as an open one."""

import json
from datetime import timedelta

from sqlalchemy import func, select

from motionflow import clock
from motionflow.ballots.keyring import Keyring
from motionflow.ballots.voter import Voter
from motionflow.db import db
from motionflow.domain.polls import Secrecy
from motionflow.models import Poll, SealedBallot
from motionflow.services import polls, secret_moves, secret_polls
from motionflow.transaction import writing
from tests.bench.measuring import Figure
from tests.bench.vote_crowd import request
from tests.bench.vote_hall import BenchHall, addresses
from tests.bench.vote_rates import against_bare
from tests.services import halls, secret_halls

LEAST_SHARE = 0.5
BALLOTS, ROUNDS = 150, 7


def measure(kind: str) -> Figure:
    """Return the rate of sealed ballots on a database, each of them with a token of its own."""
    with addresses(kind, "ours", "bare") as (home, (address, bare_address)):
        hall = BenchHall(address, home, voters=2)
        box = SealedBox(hall)
        rate, bare_rate, share = against_bare(
            lambda: box.ballots(BALLOTS), home, address, bare_address, rounds=ROUNDS
        )
        assert box.stored() == BALLOTS * (ROUNDS + 1)
        hall.let_go()
    return Figure(
        f"vote_secret_{kind}",
        rate,
        "votes/s",
        bare_rate,
        share,
        LEAST_SHARE,
        is_kept=share >= LEAST_SHARE,
    )


class SealedBox:
    """A secret poll, and voters of whom the server knows only what it has signed for them."""

    def __init__(self, hall: BenchHall, *, is_opened: bool = True) -> None:
        self._hall = hall
        self._keys = hall.app.config["SETTINGS"].keys
        at = clock.now()
        with hall.app.app_context(), writing():
            poll = halls.prepare(hall.hall, halls.plan(hall.hall, secrecy=Secrecy.SECRET, at=at), at=at)
            tellers = [each.id for each in secret_halls.tellers_of(hall.hall)]
            secret_moves.begin_check_in(
                hall.hall.chair,
                poll.id,
                tellers=tellers,
                keys=self._keys,
                is_secure=True,
                seen=poll.version,
                at=at,
            )
            self.poll_id = poll.id
            self.words = secret_halls.note_words(hall.hall, poll.id, keys=self._keys)
            secret_halls.check_in(hall.hall.voters[0], poll.id, keys=self._keys)
            secret = secret_polls.get_secret(poll.id)
            self.header_text = secret.header
            self._header = secret_polls.read_header(secret.header)
            self.ring = Keyring(self._keys / str(secret.key_name))
        if is_opened:
            self.open()
        hall.let_go()

    def open(self) -> None:
        """Open the box."""
        with self._hall.app.app_context(), writing():
            seen = db.session.get_one(Poll, self.poll_id).version
            opens = clock.now() + timedelta(seconds=1)
            polls.open_poll(self._hall.hall.chair, self.poll_id, seen=seen, at=opens, keys=self._keys)

    def ballots(self, count: int) -> list[bytes]:
        """Return the requests by which so many browsers cast a ballot each."""
        return [self._cast(number % len(self._header.options)) for number in range(count)]

    def stored(self) -> int:
        """Return how many ballots lie in the box."""
        with self._hall.app.app_context():
            rows = select(func.count()).select_from(SealedBallot)
            return db.session.scalar(rows) or 0

    def _cast(self, choice: int) -> bytes:
        voter = Voter(self._header)
        voter.take(self.ring.sign_token(voter.blinded, check_in=self._header.check_in))
        ballot = voter.vote(choice)
        body = json.dumps({"token": ballot.token.hex(), "body": ballot.body.hex()}).encode()
        return request("POST", f"/stemmeseddel/{self.poll_id}", body=body, Content_Type="application/json")
