"""How many votes a second a server takes, and a bare one beside it."""

import statistics
from collections.abc import Callable
from pathlib import Path

from tests.bench.vote_crowd import request, send_all
from tests.bench.vote_hall import serving

CONNECTIONS, TURN = 8, 50


def against_bare(
    votes: Callable[[], list[bytes]], home: Path, address: str, bare_address: str, *, rounds: int
) -> tuple[float, float, float]:
    """Return the median rates of ours and of a bare application, and the median share of the bare one's.

    The two take short turns, so that what others do on the machine falls on both alike; each round has votes
    of its own, and all are taken.
    """
    shares, rates, bare_rates = [], [], []
    plain = request("POST", "/stem", body=b"option=for", Content_Type="application/x-www-form-urlencoded")
    with serving("ours", address, home) as ours, serving("bare", bare_address, home) as bare:
        for number in range(rounds + 1):
            asked = votes()
            took = {ours.port: 0.0, bare.port: 0.0}
            for begin in range(0, len(asked), TURN):
                some = asked[begin : begin + TURN]
                turns = [(ours.port, some), (bare.port, [plain] * len(some))]
                for port, requests in turns if (number + begin // TURN) % 2 else reversed(turns):
                    answers, seconds = send_all(port, requests, connections=CONNECTIONS)
                    refused = [each for each in answers if each.status != 200]
                    assert refused == [], refused[0]
                    took[port] += seconds
            if number:  # the first warms up
                rates.append(len(asked) / took[ours.port])
                bare_rates.append(len(asked) / took[bare.port])
                shares.append(took[bare.port] / took[ours.port])
    return statistics.median(rates), statistics.median(bare_rates), statistics.median(shares)
