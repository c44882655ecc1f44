"""A server that ends while sealed ballots are cast: each that was acknowledged is in the box, and once."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from motionflow.ballots.ballot import Ballot
from tests.faults.boxes import VOTERS, Box, open_box
from tests.faults.conftest import Served
from tests.faults.deaths import Death, Point
from tests.faults.lives import Nursery
from tests.faults.voters import Told

POINTS = [point for point in Point if point is not Point.IN_CLOSE]


@pytest.fixture(scope="module")
def box_and_servers(served: Served) -> Iterator[tuple[Box, Nursery]]:
    with served(voters=2) as (booth, servers):
        yield open_box(booth, port=servers.port), servers


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
