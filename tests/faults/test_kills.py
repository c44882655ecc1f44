"""A server that is killed in the middle of votes: none that was acknowledged is lost, none is doubled."""

import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from psycopg import sql
from sqlalchemy import text

from motionflow import create_app
from motionflow.db import db
from tests.databases import KIND, migrate, settings_for
from tests.faults.conftest import Served
from tests.faults.deaths import Death, Point
from tests.faults.lives import Nursery, nursery
from tests.faults.voters import Booth, Ledger, Told, let_go
from tests.postgres import Cluster

VOTERS, MOST = 20, 3


@pytest.fixture(scope="module")
def booth_and_servers(served: Served) -> Iterator[tuple[Booth, Nursery]]:
    with served(voters=VOTERS) as given:
        yield given


def close_sometime(booth: Booth, poll_id: str) -> None:
    """Press the chair's button; the server may die of it."""
    with booth.app.app_context():
        seen = db.session.execute(
            text("SELECT version FROM polls WHERE id = :id"), {"id": poll_id}
        ).scalar_one()
        db.session.remove()
    with suppress(OSError):
        booth.chair.post(f"/votering/{poll_id}/lukk", seen=str(seen), form_key=f"k{random.random()}")


def live_and_die(
    booth: Booth, servers: Nursery, death: Death | None, dice: random.Random, *, lying: bool = False
) -> tuple[list[str], bool]:
    """Play one life: votes until the server dies, another server, what is unknown sent again.

    Return the faults, and whether the server died while it was asked, in mid-vote or in closing.
    """
    poll_id, ledger = booth.open_poll(), Ledger()
    servers.bear(death, lying=lying)
    if death is not None and death.point is Point.IN_CLOSE:
        booth.vote_until_dead(poll_id, ledger, most=1, dice=dice)
        close_sometime(booth, poll_id)
    else:
        booth.vote_until_dead(poll_id, ledger, most=MOST, dice=dice)
    has_died = death is not None and servers.has_died()
    servers.kill()
    faults = ledger.faults(booth.stored(poll_id))
    servers.bear()
    booth.settle(poll_id, ledger)
    servers.kill()
    faults += ledger.faults(booth.stored(poll_id))
    counted = booth.end_poll(poll_id)
    if counted != {"for": 0, "against": 0, "blank": 0} | Counter(booth.stored(poll_id).values()):
        faults.append(f"counted {counted}")
    return faults, has_died


def deaths_at(point: Point, times: int, dice: random.Random) -> list[Death]:
    """Return deaths at one point, at another vote each time; there is one closing only."""
    last = VOTERS * MOST - MOST
    return [Death(point, 1 if point is Point.IN_CLOSE else dice.randint(1, last)) for _ in range(times)]


def deaths_anywhere(times: int, dice: random.Random) -> list[Death]:
    """Return deaths at whichever point of a vote comes the so-manieth time."""
    return [Death(dice.choice(list(Point)[:5]), dice.randint(1, VOTERS)) for _ in range(times)]


def kills(booth: Booth, servers: Nursery, deaths: list[Death], dice: random.Random) -> None:
    died = 0
    for number, death in enumerate(deaths):
        faults, has_died = live_and_die(booth, servers, death, dice)
        assert faults == [], f"kill {number} at {death.point} {death.times}"
        died += has_died
    assert died >= len(deaths) // 2, f"{died} of {len(deaths)} servers died while they were asked"
    assert_sound(booth)


def assert_sound(booth: Booth) -> None:
    """Ask SQLite itself whether its file is whole; PostgreSQL checks as it reads."""
    url = str(booth.app.config["SQLALCHEMY_DATABASE_URI"])
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


def test_no_vote_is_lost_or_doubled_when_the_server_is_killed(booth_and_servers):
    dice = random.Random(42)
    kills(*booth_and_servers, [each for point in Point for each in deaths_at(point, 1, dice)], dice)


@pytest.mark.long
@pytest.mark.parametrize("point", Point)
def test_no_vote_is_lost_or_doubled_in_200_kills_at_each_point(served, point):
    dice = random.Random(42)
    with served(voters=VOTERS) as (booth, servers):
        kills(booth, servers, deaths_at(point, 200, dice), dice)


@pytest.mark.long
def test_no_vote_is_lost_or_doubled_in_300_kills_anywhere(served):
    dice = random.Random(43)
    with served(voters=VOTERS) as (booth, servers):
        kills(booth, servers, deaths_anywhere(300, dice), dice)


def test_a_server_that_answers_before_it_has_stored_is_found(booth_and_servers):
    booth, servers = booth_and_servers
    dice = random.Random(1)
    for _ in range(8):
        faults, _died = live_and_die(booth, servers, None, dice, lying=True)
        if faults:
            return
    pytest.fail("a server that lies was not found: the tests above show nothing")


if KIND == "postgresql":

    @pytest.fixture(scope="module")
    def own_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
        """A PostgreSQL server that may be killed: nobody else's databases are in it."""
        with tempfile.TemporaryDirectory(prefix="motionflow-") as short:
            cluster = Cluster(Path(short))
            cluster.start()
            yield cluster
            cluster.stop()

    def kill_when(cluster: Cluster, ledger: Ledger, taken: int) -> None:
        """Kill PostgreSQL when so many votes have been acknowledged, while others are on their way."""
        while sum(len(each) for each in list(ledger.attempts.values())) < taken:
            time.sleep(0.002)
        cluster.kill()

    def kill_the_database(
        booth: Booth, servers: Nursery, cluster: Cluster, dice: random.Random
    ) -> tuple[list[str], int]:
        """Kill PostgreSQL and all its processes in mid-vote, start it again, and return the faults."""
        poll_id, ledger = booth.open_poll(), Ledger()
        with booth.app.app_context():
            db.engine.dispose()
        servers.bear()
        killer = Thread(target=kill_when, args=(cluster, ledger, dice.randint(2, VOTERS * 2)))
        killer.start()
        booth.vote_until_dead(poll_id, ledger, most=8, dice=dice)
        killer.join()
        servers.kill()
        cluster.start_again()
        told = Counter(attempt.told for each in ledger.attempts.values() for attempt in each)
        stored = booth.stored(poll_id)
        faults = ledger.faults(stored)
        if sum(booth.end_poll(poll_id).values()) != len(stored):
            faults.append("counted otherwise than stored")
        return faults, told[Told.ACCEPTED]

    def database_kills(cluster: Cluster, folder: Path, *, times: int) -> None:
        dice, accepted = random.Random(3), 0
        name = f"killed_{times}"
        cluster.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        migrate(cluster.address(name), home=folder)
        app = create_app(settings_for(cluster.address(name), home=folder))
        with nursery(cluster.address(name), folder) as servers, let_go(app):
            booth = Booth(app, voters=VOTERS, port=servers.port)
            for number in range(times):
                faults, taken = kill_the_database(booth, servers, cluster, dice)
                assert faults == [], f"kill {number}"
                accepted += taken
        assert accepted >= times, "hardly a vote was taken before PostgreSQL died"

    def test_no_vote_is_lost_when_postgresql_is_killed(own_cluster, tmp_path):
        database_kills(own_cluster, tmp_path, times=3)

    @pytest.mark.long
    def test_no_vote_is_lost_in_300_kills_of_postgresql(own_cluster, tmp_path):
        database_kills(own_cluster, tmp_path, times=300)
