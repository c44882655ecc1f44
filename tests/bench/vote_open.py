"""Casting an open ballot, against a bare application that inserts one row a request and checks nothing."""

from tests.bench.measuring import Figure
from tests.bench.vote_hall import BenchHall, addresses
from tests.bench.vote_rates import against_bare

LEAST_SHARE = 0.6
VOTERS, ROUNDS = 300, 9


def measure(kind: str) -> Figure:
    """Return the rate of first votes on a database, all of them taken and counted."""
    with addresses(kind, "ours", "bare") as (home, (address, bare_address)):
        hall = BenchHall(address, home, voters=VOTERS)
        polls: list[str] = []

        def votes() -> list[bytes]:
            if polls:
                assert hall.end_poll(polls[-1]) == VOTERS
            polls.append(hall.open_poll())
            asked = [hall.vote(phone, polls[-1], "for") for phone in hall.phones]
            hall.let_go()
            return asked

        rate, bare_rate, share = against_bare(votes, home, address, bare_address, rounds=ROUNDS)
        assert hall.end_poll(polls[-1]) == VOTERS
        hall.let_go()
    return Figure(
        f"vote_open_{kind}",
        rate,
        "votes/s",
        bare_rate,
        share,
        LEAST_SHARE,
        is_kept=share >= LEAST_SHARE,
    )
