"""A rush: a thousand voters in ten seconds, all answered truly. The baseline is the longest one may wait."""

import random
from collections.abc import Iterator

from tests.bench.measuring import Figure
from tests.bench.vote_crowd import Request, send_at
from tests.bench.vote_hall import BenchHall, addresses, serving

VOTERS, SECONDS, CONNECTIONS = 1000, 10, 200
MOST_AT_P99 = {"sqlite": 2.0, "postgresql": 1.0}
MOST_AT_ALL = 2.0


def measure(kind: str) -> Iterator[Figure]:
    """Yield how long voters wait for their answer: the slowest in a hundred, and the slowest of all."""
    dice = random.Random(1000)
    with addresses(kind, "ours") as (home, (address,)):
        hall = BenchHall(address, home, voters=VOTERS)
        with serving("ours", address, home) as server:
            for _ in range(2):  # the first warms up
                poll_id = hall.open_poll()
                options = [dice.choice(("for", "against", "blank")) for _ in hall.phones]
                requests = [
                    Request(hall.vote(phone, poll_id, option), after=dice.random() * SECONDS)
                    for phone, option in zip(hall.phones, options, strict=True)
                ]
                hall.let_go()
                answers = send_at(server.port, requests, connections=CONNECTIONS)
                for answer, option in zip(answers, options, strict=True):
                    assert (answer.status, answer.body) == (200, b'{"option":"%s"}\n' % option.encode())
                assert hall.end_poll(poll_id) == VOTERS
        hall.let_go()
    waits = sorted(answer.took for answer in answers)
    for name, wait, most in (
        (f"vote_rush_p99_{kind}", waits[VOTERS * 99 // 100], MOST_AT_P99[kind]),
        (f"vote_rush_longest_{kind}", waits[-1], MOST_AT_ALL),
    ):
        yield Figure(name, wait, "s", most, wait / most, 1.0, is_kept=wait <= most)
