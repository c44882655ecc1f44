"""A server that ends while sealed ballots are cast: each that was acknowledged is in the box, and once."""

import http.client
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
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
from tests.faults.conftest import Served
from tests.faults.lives import Death, Nursery, Point
from tests.faults.voters import Booth, Told
from tests.services import halls, secret_halls

VOTERS = 12
POINTS = [point for point in Point if point is not Point.IN_CLOSE]


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


@pytest.fixture(scope="module")
def box_and_servers(served: Served) -> Iterator[tuple[Box, Nursery]]:
    with served(voters=2) as (booth, servers):
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
        yield Box(booth, poll_id, ring, 1, servers.port), servers


def live(
    box: Box,
    servers: Nursery,
    death: Death | None,
    *,
    lying: bool = False,
    restart_after: float | None = None,
) -> tuple[list[str], Counter[Told]]:
    """Let all vote at once at a server that ends, then at another; return the faults and what was told."""
    ballots = box.ballots()
    servers.bear(death, lying=lying)
    with ThreadPoolExecutor(VOTERS) as threads:
        casting = [threads.submit(box.cast, each) for each in ballots]
        if restart_after is not None:
            time.sleep(restart_after)
            servers.end_gently()
        told = [each.result() for each in casting]
    servers.kill()
    faults = _faults(ballots, told, box.stored(ballots))
    servers.bear()
    again = [box.cast(each) for each in ballots]
    servers.kill()
    if set(again) != {Told.ACCEPTED}:
        faults.append(f"sent again: {again}")
    if Counter(box.stored(ballots)) != Counter((each.token, each.body) for each in ballots):
        faults.append("in the end the box does not hold each ballot once")
    return faults, Counter(told)


def _faults(ballots: list[Ballot], told: list[Told], stored: list[tuple[bytes, bytes]]) -> list[str]:
    rows = Counter(stored)
    found = [f"stored {many} times" for many in rows.values() if many != 1]
    for ballot, said in zip(ballots, told, strict=True):
        is_stored = rows[(ballot.token, ballot.body)] == 1
        if said is not Told.UNKNOWN and is_stored is not (said is Told.ACCEPTED):
            found.append(f"told {said}, stored {is_stored}")
    return found


def _tokens(ballots: list[Ballot]) -> set[bytes]:
    return {each.token for each in ballots}


def kills(box: Box, servers: Nursery, points: list[Point], *, at_each: int) -> None:
    dice, seen = random.Random(11), Counter[Told]()
    for point in points:
        for _ in range(at_each):
            death = Death(point, dice.randint(1, VOTERS - 2))
            faults, told = live(box, servers, death)
            assert faults == [], f"{death.point}"
            seen += told
    assert seen[Told.UNKNOWN] >= len(points) * at_each, f"the servers hardly died in mid-vote: {seen}"


def test_no_sealed_ballot_is_lost_or_doubled_when_the_server_is_killed(box_and_servers):
    kills(*box_and_servers, [Point.AFTER_INSERT, Point.AFTER_COMMIT], at_each=1)


@pytest.mark.long
def test_no_sealed_ballot_is_lost_or_doubled_in_100_kills(box_and_servers):
    kills(*box_and_servers, POINTS, at_each=20)


@pytest.mark.long
def test_no_sealed_ballot_is_lost_or_doubled_in_50_restarts(box_and_servers):
    dice = random.Random(25)
    for number in range(50):
        faults, _told = live(*box_and_servers, None, restart_after=dice.random() / 20)
        assert faults == [], f"restart {number}"


def test_a_box_that_gives_receipts_before_it_has_stored_is_found(box_and_servers):
    for _ in range(8):
        faults, _told = live(*box_and_servers, None, lying=True)
        if faults:
            return
    pytest.fail("a server that lies was not found: the tests above show nothing")
