"""The server is restarted in the middle of an open poll: no vote is lost or doubled, no session ends."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.conftest import Served
from tests.faults.lives import Nursery
from tests.faults.voters import Attempt, Booth, Ledger, Told

VOTERS = 10


@pytest.fixture(scope="module")
def booth_and_servers(served: Served) -> Iterator[tuple[Booth, Nursery]]:
    with served(voters=VOTERS) as given:
        yield given


def restarts(booth: Booth, servers: Nursery, *, times: int, forgetful: bool = False) -> Counter[Told]:
    """Restart the server so often while all vote, each with the browser and the form's token of before."""
    poll_id, ledger, dice = booth.open_poll(), Ledger(), random.Random(25)
    servers.bear()
    told: Counter[Told] = Counter()
    for number in range(times):
        seeds = [dice.random() for _ in booth.browsers]

        def vote(who: int, seeds: list[float] = seeds) -> None:
            own = random.Random(seeds[who])
            browser = booth.browsers[who][0]
            for _ in range(3):
                attempt: Attempt = browser.vote(poll_id, own.choice(("for", "against", "blank")))
                ledger.note(browser.viewer.id, attempt)
                told[attempt.told] += 1
                if attempt.told is Told.UNKNOWN:
                    return

        with ThreadPoolExecutor(VOTERS) as threads:
            votes = [threads.submit(vote, who) for who in range(VOTERS)]
            time.sleep(dice.random() / 20)
            servers.end_gently()
            for each in votes:
                each.result()
        servers.bear(forgetful=forgetful)
        booth.settle(poll_id, ledger)
        assert ledger.faults(booth.stored(poll_id)) == [], f"restart {number}"
    servers.kill()
    assert told[Told.REFUSED] == 0, "somebody had to sign in again, or to write anew"
    stored = booth.stored(poll_id)
    assert booth.end_poll(poll_id) == {"for": 0, "against": 0, "blank": 0} | Counter(stored.values())
    assert len(stored) == VOTERS
    return told


def test_restarts_in_an_open_poll_lose_no_vote_and_end_no_session(booth_and_servers):
    told = restarts(*booth_and_servers, times=3)
    assert told[Told.UNKNOWN] > 0, "nobody was voting when the server was restarted"


@pytest.mark.long
def test_restarts_in_an_open_poll_lose_no_vote_and_end_no_session_for_long(booth_and_servers):
    restarts(*booth_and_servers, times=50)


def test_a_server_that_forgets_its_secret_key_is_found(booth_and_servers):
    with pytest.raises(AssertionError, match=r"403|400|302|sign in again"):
        restarts(*booth_and_servers, times=2, forgetful=True)
