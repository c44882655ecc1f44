"""The production server: where it listens, what it refuses, what it starts, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from flask import Flask

from motionflow import cli, clock, db, server
from motionflow.config import Settings
from motionflow.services import people
from motionflow.transaction import writing
from tests.databases import KIND
from tests.kept import Kept
from tests.post_office import free_port
from tests.services import builders

ROOT = Path(__file__).parent.parent


def environment(database_url: str, *, home: Path, **others: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MOTIONFLOW_")}
    return inherited | {
        "MOTIONFLOW_HOME": str(home),
        "MOTIONFLOW_DATABASE_URL": database_url,
        "MOTIONFLOW_SECRET_KEY": "only-for-tests-" + "0" * 32,
        **others,
    }


class Running:
    """A server as a process of its own."""

    def __init__(self, process: subprocess.Popen[str], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def children(self) -> dict[int, str]:
        """Return the processes it has started, by id, with how they were started."""
        file = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = [int(each) for each in file.read_text().split()]
        return {each: Path(f"/proc/{each}/cmdline").read_text().replace("\0", " ") for each in found}


@contextmanager
def serving(database_url: str, home: Path, **others: str) -> Iterator[Running]:
    home.mkdir(exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "motionflow", "serve", "--port", str(port)]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            env=environment(database_url, home=home, **others),
            cwd=ROOT,
            stdout=log,
            stderr=log,
            text=True,
        )
    running = Running(process, port, home / "log")
    try:
        wait_until(lambda: "Stop with Ctrl-C." in running.said or process.poll() is not None)
        assert process.poll() is None, running.said
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)


def wait_until(holds: Callable[[], bool], *, seconds: float = 90.0) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it was waited for in vain"
        time.sleep(0.05)


def is_running(process_id: int) -> bool:
    status = Path(f"/proc/{process_id}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def read(address: str) -> str:
    with urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


@dataclass(frozen=True)
class PartyServer:
    """A server whose database holds a party, and an application of our own on the same database."""

    app: Flask
    running: Running
    home: Path


@pytest.fixture(scope="module")
def party_server(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PartyServer]:
    """One for the tests that leave it running, and for the last, which ends it."""
    folder = tmp_path_factory.mktemp("party")
    with kept.app(folder) as app:
        kept.fill(app, builders.make_party)
        settings: Settings = app.config["SETTINGS"]
        with serving(settings.database_url, folder / "home") as running:
            yield PartyServer(app, running, folder / "home")


def test_it_answers_and_says_where(party_server: PartyServer) -> None:
    running = party_server.running

    assert running.said.startswith(f"motionflow is at http://127.0.0.1:{running.port}\n")
    assert '<html lang="nb"' in read(f"http://127.0.0.1:{running.port}/")
    children = running.children()
    assert len(children) == 2, "one process and the mail worker, or two processes"
    started_worker = any(" worker --parent" in command for command in children.values())
    assert started_worker is (KIND == "sqlite")


def test_mail_asked_for_in_the_browser_comes_with_an_address_of_this_server(
    party_server: PartyServer,
) -> None:
    """On SQLite the server's own worker sends it; otherwise another process would."""
    running, home = party_server.running, party_server.home

    with party_server.app.app_context(), writing():
        people.ask_for_link("lise-medlem@example.org", at=clock.now())

    if KIND == "sqlite":
        wait_until(lambda: len(list(home.glob("mail/*.eml"))) == 1)
        mail = next(home.glob("mail/*.eml")).read_text()
        assert f"http://127.0.0.1:{running.port}/logg-inn/" in mail
        assert "/logg-inn/" not in running.said
    else:
        assert "Mail is sent by another process: motionflow worker\n" in running.said


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put the settings of a motionflow with a database into the environment."""

    def put(database_url: str) -> None:
        for name, value in environment(database_url, home=tmp_path / "home").items():
            monkeypatch.setenv(name, value)

    return put


def test_a_taken_port_is_told_with_another_to_choose(
    set_up: Callable[[str], None], database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(database_url)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert cli.main(["serve", "--port", str(port)]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"Port {port} is taken. Choose another: motionflow serve --port {port + 1} "
        f"(or make run PORT={port + 1}).\n"
    )


def test_an_address_that_is_not_ours_is_refused_by_the_settings_name() -> None:
    with pytest.raises(server.PortRefused, match=r"cannot listen on 192\.0\.2\.1 \(MOTIONFLOW_LISTEN\)"):
        server.check_port("192.0.2.1", 8000)


def test_a_database_that_is_not_upgraded_is_refused(
    set_up: Callable[[str], None], empty_database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(empty_database_url)

    assert cli.main(["serve", "--port", str(free_port())]) == 2

    assert capsys.readouterr().err == "The database is not up to date. Run: motionflow db upgrade\n"


def weaken(statement: str) -> None:
    """Change a setting of the connection that is asked next."""
    connection = db.db.engine.raw_connection()
    connection.cursor().execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statement",
    ["PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=OFF", "PRAGMA journal_mode=DELETE"]
    if KIND == "sqlite"
    else ["SET synchronous_commit = off"],
)
def test_a_database_that_could_lose_what_it_acknowledged_is_refused(app: Flask, statement: str) -> None:
    with app.app_context():
        db.check_promises()
        weaken(statement)

        with pytest.raises(db.WeakDatabase, match="The database has "):
            db.check_promises()


def test_all_processes_end_when_the_server_is_killed(database_url: str, tmp_path: Path) -> None:
    with serving(database_url, tmp_path / "home") as running:
        children = running.children()

        running.process.kill()

        wait_until(lambda: not any(is_running(each) for each in children))


def test_no_token_is_logged_and_sigterm_ends_all_processes(party_server: PartyServer) -> None:
    running, children = party_server.running, party_server.running.children()
    with party_server.app.app_context(), writing():
        person = builders.make_viewer("Mia Medlem", at=builders.START)
        token = people.make_link(person.id, at=builders.START)
    address = f"http://127.0.0.1:{running.port}/logg-inn/{token}"

    assert "<form" in read(address)
    with pytest.raises(URLError):
        read(f"{address}/nothing")
    with socket.create_connection(("127.0.0.1", running.port)) as broken:
        broken.sendall(f"GET /logg-inn/{token} HTTP/9.9\r\n\r\n".encode())
        broken.recv(1000)

    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=30) == 0, "what it says at its end is to be looked through too"
    assert len(children) == 2
    assert [each for each in children if is_running(each)] == []
    assert token not in running.said
