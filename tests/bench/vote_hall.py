"""A hall full of voters in a database of its own, with browsers that are signed in, and servers for it."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from psycopg import sql
from sqlalchemy import insert

from motionflow import clock, create_app
from motionflow.db import db, new_id, upgrade
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.roles import Role
from motionflow.models import Attendance, Membership, Person, Poll, WebSession
from motionflow.services.sessions import hash_token
from motionflow.transaction import writing
from tests.bench.vote_crowd import request
from tests.databases import settings_for
from tests.post_office import free_port
from tests.postgres import Cluster
from tests.services import builders, halls
from tests.services.halls import Hall
from tests.test_server import ROOT, environment

BOTH = ("sqlite", "postgresql")


@contextmanager
def addresses(kind: str, *names: str) -> Iterator[tuple[Path, list[str]]]:
    """Give a folder and the addresses of empty databases in it, on SQLite or on a PostgreSQL of their own."""
    with tempfile.TemporaryDirectory(prefix="motionflow-") as folder:
        home = Path(folder)
        if kind == "sqlite":
            yield home, [f"sqlite:///{home / name}.sqlite3" for name in names]
            return
        with tempfile.TemporaryDirectory(prefix="motionflow-") as of_cluster:
            cluster = Cluster(Path(of_cluster))
            cluster.start()
            try:
                for name in names:
                    cluster.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
                yield home, [cluster.address(name) for name in names]
            finally:
                cluster.stop()


@dataclass(frozen=True)
class Phone:
    """A signed-in browser of a voter."""

    person_id: str
    cookie: str
    csrf_token: str


class BenchHall:
    """A hall with many voters; what is slow by the services, one by one, is put in by hand."""

    def __init__(self, address: str, home: Path, *, voters: int) -> None:
        self.app: Flask = create_app(settings_for(address, home=home))
        upgrade(self.app)
        now = clock.now()
        with self.app.app_context(), writing():
            party = builders.make_party(now - timedelta(days=400))
            self.hall: Hall = halls.fill_hall(party, voters=1, at=now, starts_at=now)
            self.phones = self._let_in(party.branch_id, voters, now)

    def open_poll(self, **others: object) -> str:
        """Return the id of a poll that has just been opened, after the last was counted."""
        with self.app.app_context(), writing():
            at = clock.now()
            return halls.open_(self.hall, halls.plan(self.hall, at=at, **others), at=at).id

    def end_poll(self, poll_id: str) -> int:
        """Close and count a poll and return how many votes were counted."""
        with self.app.app_context(), writing():
            poll = halls.count(self.hall, db.session.get_one(Poll, poll_id), at=clock.now())
            return sum(each.votes for each in poll.counts)

    def vote(self, phone: Phone, poll_id: str, option: str) -> bytes:
        """Return the request by which a phone votes."""
        key = secrets.token_urlsafe(12)
        body = urlencode({"csrf_token": phone.csrf_token, "option": option, "form_key": key}).encode()
        return request(
            "POST",
            f"/votering/{poll_id}/stem",
            body=body,
            Cookie=phone.cookie,
            Accept="application/json",
            Content_Type="application/x-www-form-urlencoded",
        )

    def let_go(self) -> None:
        """Close our own connections."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _let_in(self, body_id: str, voters: int, at: datetime) -> list[Phone]:
        app = self.app
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        forms = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")
        people, members, sessions, came, phones = [], [], [], [], []
        for number in range(voters):
            person_id, token, raw = new_id(), secrets.token_urlsafe(32), secrets.token_hex(20)
            people.append(
                {"id": person_id, "name": f"Velger Nummer{number}", "language": "nb", "made_at": at}
            )
            members.append(
                {
                    "id": new_id(),
                    "person_id": person_id,
                    "body_id": body_id,
                    "role": Role.MEMBER,
                    "from_on": day_in_oslo(at) - timedelta(days=365),
                }
            )
            sessions.append(
                {
                    "token_hash": hash_token(token),
                    "person_id": person_id,
                    "made_at": at,
                    "expires_at": at + timedelta(days=30),
                }
            )
            came.append(
                {"id": new_id(), "meeting_id": self.hall.meeting_id, "person_id": person_id, "came_at": at}
            )
            held = {"_user_id": token, "_fresh": True, "_permanent": True, "csrf_token": raw}
            cookie = f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(held)}"
            phones.append(Phone(person_id, cookie, forms.dumps(raw)))
        for table, rows in (
            (Person, people),
            (Membership, members),
            (WebSession, sessions),
            (Attendance, came),
        ):
            db.session.execute(insert(table), rows)
        return phones


@dataclass(frozen=True)
class Server:
    """A server that listens, and what its processes have used."""

    port: int
    process: subprocess.Popen[str]

    def seconds_used(self) -> float:
        """Return the processor time of its processes until now."""
        parent = self.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        ticks = 0
        for pid in (str(parent), *children):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(kind: str, address: str, home: Path) -> Iterator[Server]:
    """Give a server, ``ours`` or ``bare``, at a database."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.vote_server", kind, str(port)],
        env=environment(address, home=home),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", "the server did not start"
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(timeout=30)
