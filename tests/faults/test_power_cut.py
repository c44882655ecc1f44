"""A power cut: only what was synced to the disk is left, and every acknowledged vote is in it (SQLite).

PostgreSQL makes this promise itself, and its own project tests it; that it is asked to keep it is checked
at the start (``check_promises``).
"""

import fcntl
import os
import random
import shutil
import sqlite3
import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from flask import Flask

from motionflow import create_app
from motionflow.db import WeakDatabase, check_promises, db, write_back
from tests.databases import KIND, Databases, settings_for
from tests.faults.boxes import open_box
from tests.faults.lives import nursery
from tests.faults.voters import Attempt, Booth, Told, let_go

if KIND == "sqlite":

    def cut(synced: Path, into: Path) -> Path:
        """Return the database as a power cut at this moment would leave it."""
        into.mkdir()
        folder = os.open(synced, os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)
        for file in synced.iterdir():
            if ".part-" not in file.name:
                shutil.copyfile(file, into / file.name)
        os.close(folder)
        return into / "test.sqlite"

    def sync_all(app: Flask, home: Path, synced: Path) -> None:
        """Let the disk have all that is in the database, as before the power was there to be cut."""
        with app.app_context():
            write_back()
            db.session.remove()
            db.engine.dispose()
        for file in home.glob("test.sqlite*"):
            shutil.copyfile(file, synced / file.name)

    def votes_in(file: Path, poll_id: str) -> dict[str, str]:
        """Return the votes in a database that has to recover first."""
        with sqlite3.connect(file) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows = connection.execute(
                "SELECT person_id, option FROM open_ballots WHERE poll_id = ?", (poll_id,)
            ).fetchall()
        connection.close()
        return dict(rows)

    def cuts(databases: Databases, folder: Path, shim: Path, *, times: int, polls: int) -> None:
        home, synced = folder / "home", folder / "synced"
        home.mkdir()
        synced.mkdir()
        lost, seen, dice = [], 0, random.Random(5)
        with databases.copy(home) as address:
            app = create_app(settings_for(address, home=home))
            shimmed = {"LD_PRELOAD": str(shim), "WATCHED": str(home), "SYNCED": str(synced)}
            with nursery(address, home, **shimmed) as servers, let_go(app):
                booth = Booth(app, voters=10, port=servers.port)
                poll_id = ""
                for number in range(times):
                    if number % (times // polls) == 0:
                        if poll_id:
                            booth.end_poll(poll_id)
                        poll_id = booth.open_poll()
                        sync_all(app, home, synced)
                        servers.bear() if not number else None
                    told, ended = _vote_and_cut(booth, poll_id, synced, folder / f"cut{number}", dice)
                    seen += len(told)
                    stored = votes_in(ended, poll_id)
                    lost += [who for who, options in told.items() if stored.get(who) not in options]
                    shutil.rmtree(ended.parent)
        assert lost == []
        assert seen >= times, "hardly a vote was acknowledged before the cuts"

    def _vote_and_cut(
        booth: Booth, poll_id: str, synced: Path, into: Path, dice: random.Random
    ) -> tuple[dict[str, set[str | None]], Path]:
        """Vote with all at once; cut in the middle. Return what could be there for each who was answered."""
        attempts: dict[str, list[tuple[str, bool]]] = {each[0].viewer.id: [] for each in booth.browsers}
        before = booth.stored(poll_id)
        enough = threading.Event()

        def vote(number: int, option: str) -> None:
            browser = booth.browsers[number][0]
            attempts[browser.viewer.id].append((option, False))
            attempt: Attempt = browser.vote(poll_id, option)
            assert attempt.told is Told.ACCEPTED
            attempts[browser.viewer.id].append((option, True))
            if number == len(booth.browsers) // 2:
                enough.set()

        threads = [
            threading.Thread(target=vote, args=(number, dice.choice(("for", "against", "blank"))))
            for number in range(len(booth.browsers))
        ]
        for thread in threads:
            thread.start()
        enough.wait(timeout=20)
        known = {who: list(said) for who, said in attempts.items()}
        file = cut(synced, into)
        after = {who: list(said) for who, said in attempts.items()}
        for thread in threads:
            thread.join()
        possible: dict[str, set[str | None]] = {}
        for who, said in known.items():
            if any(is_acknowledged for _, is_acknowledged in said):
                possible[who] = {option for option, _ in after[who]}
            elif who in before:
                possible[who] = {before[who]} | {option for option, _ in after[who]}
        return possible, file

    def test_no_acknowledged_vote_is_lost_at_a_power_cut(databases, tmp_path, power_shim):
        cuts(databases, tmp_path, power_shim, times=12, polls=2)

    @pytest.mark.long
    def test_no_acknowledged_vote_is_lost_in_300_power_cuts(databases, tmp_path, power_shim):
        cuts(databases, tmp_path, power_shim, times=300, polls=10)

    def ballots_in(file: Path) -> list[tuple[bytes, bytes]]:
        """Return what lies in the box of a database that has to recover first."""
        with sqlite3.connect(file) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows = connection.execute("SELECT token, body FROM sealed_ballots").fetchall()
        connection.close()
        return rows

    def cuts_while_sealed_ballots_come(
        databases: Databases, folder: Path, shim: Path, *, times: int, lying: bool = False
    ) -> None:
        """Cut in the middle of ballots: what has a receipt by then is in the box."""
        home, synced = folder / "home", folder / "synced"
        home.mkdir()
        synced.mkdir()
        acknowledged = 0
        with databases.copy(home) as address:
            app = create_app(settings_for(address, home=home))
            shimmed = {"LD_PRELOAD": str(shim), "WATCHED": str(home), "SYNCED": str(synced)}
            with nursery(address, home, **shimmed) as servers, let_go(app):
                box = open_box(Booth(app, voters=2, port=servers.port), port=servers.port)
                sync_all(app, home, synced)
                servers.bear(lying=lying)
                for number in range(times):
                    ballots = box.ballots()
                    with ThreadPoolExecutor(len(ballots)) as threads:
                        casting = [threads.submit(box.cast, each) for each in ballots]
                        wait(casting[len(ballots) // 2 :], timeout=20, return_when=FIRST_COMPLETED)
                        known = [each for each, cast in zip(ballots, casting, strict=True) if cast.done()]
                        kept = ballots_in(cut(synced, folder / f"cut{number}"))
                    assert {cast.result() for cast in casting} == {Told.ACCEPTED}
                    assert {(each.token, each.body) for each in known} <= set(kept), f"cut {number}"
                    acknowledged += len(known)
                    shutil.rmtree(folder / f"cut{number}")
        assert acknowledged >= times, "hardly a ballot was acknowledged before the cuts"

    def test_no_acknowledged_sealed_ballot_is_lost_at_a_power_cut(databases, tmp_path, power_shim):
        cuts_while_sealed_ballots_come(databases, tmp_path, power_shim, times=8)

    def test_a_box_that_gives_receipts_before_they_are_synced_is_found(databases, tmp_path, power_shim):
        with pytest.raises(AssertionError, match=r"cut \d"):
            cuts_while_sealed_ballots_come(databases, tmp_path, power_shim, times=8, lying=True)

    @pytest.mark.long
    def test_no_acknowledged_sealed_ballot_is_lost_in_300_power_cuts(databases, tmp_path, power_shim):
        cuts_while_sealed_ballots_come(databases, tmp_path, power_shim, times=300)

    @pytest.mark.parametrize(("journal", "synchronous"), [("WAL", "NORMAL"), ("DELETE", "FULL")])
    def test_weaker_settings_lose_rows_that_were_acknowledged(
        tmp_path, power_shim, monkeypatch, journal, synchronous
    ):
        """What the promise is good for, and that the shim sees it."""
        import subprocess
        import sys

        home, synced = tmp_path / "home", tmp_path / "synced"
        home.mkdir()
        synced.mkdir()
        code = (
            "import sqlite3, sys\n"
            f"c = sqlite3.connect({str(home / 'test.sqlite')!r}, isolation_level=None)\n"
            f"c.execute('PRAGMA journal_mode={journal}'); c.execute('PRAGMA synchronous=FULL')\n"
            "c.execute('CREATE TABLE votes (n INTEGER PRIMARY KEY)')\n"
            f"c.execute('PRAGMA synchronous={synchronous}')\n"
            "for line in sys.stdin:\n"
            "    c.execute('INSERT INTO votes VALUES (?)', (int(line),)); print('taken', flush=True)\n"
        )
        shimmed = os.environ | {"LD_PRELOAD": str(power_shim), "WATCHED": str(home), "SYNCED": str(synced)}
        writer = subprocess.Popen(
            [sys.executable, "-c", code],
            env=shimmed,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdin is not None
        assert writer.stdout is not None
        lost = 0
        for number in range(30):
            writer.stdin.write(f"{number}\n")
            writer.stdin.flush()
            assert writer.stdout.readline() == "taken\n"
            file = cut(synced, tmp_path / f"cut{number}")
            with sqlite3.connect(file) as connection:
                there = connection.execute("SELECT 1 FROM votes WHERE n = ?", (number,)).fetchone()
            connection.close()
            lost += there is None
        writer.communicate(timeout=20)
        assert lost > 0, f"{journal} with {synchronous} lost nothing: the shim does not see what is synced"

    @pytest.mark.parametrize("weaker", ["synchronous=NORMAL", "foreign_keys=OFF", "journal_mode=DELETE"])
    def test_the_start_refuses_what_could_lose_votes(database_url, tmp_path, weaker):
        from sqlalchemy import event

        app = create_app(settings_for(database_url, home=tmp_path))
        with app.app_context():
            event.listen(
                db.engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA {weaker}")
            )
            with pytest.raises(WeakDatabase):
                check_promises()
            db.engine.dispose()
