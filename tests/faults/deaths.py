"""What kills a server of ours, or makes it lie: listeners of the database and a layer around the application.

It stands here and not in motionflow, in the process that is to die.
"""

import hashlib
import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import Pool

BALLOTS = ("INSERT INTO open_ballots", "INSERT INTO sealed_ballots")


class Point(StrEnum):
    """Where a server dies."""

    BEFORE_BEGIN = "before-begin"
    AFTER_INSERT = "after-insert"
    BEFORE_COMMIT = "before-commit"
    AFTER_COMMIT = "after-commit"
    AFTER_ANSWER = "after-answer"
    IN_CLOSE = "in-close"


_AFTER_A_VOTE = (Point.BEFORE_COMMIT, Point.AFTER_COMMIT, Point.AFTER_ANSWER)


@dataclass
class Death:
    """A server's death: at a point, the so-manieth time that a vote (or a closing) comes to it."""

    point: Point
    times: int

    def __post_init__(self) -> None:
        self._here = threading.local()
        # A server of several processes counts as one.
        self._left = multiprocessing.Value("i", self.times)

    def surround(self, app: Flask, *, is_vote: Callable[[str], bool]) -> None:
        """Make a server's application die."""
        served = app.wsgi_app

        def wsgi(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            self._here.votes = environ["REQUEST_METHOD"] == "POST" and is_vote(environ["PATH_INFO"])
            self._here.inserted = False
            return _Answer(served(environ, start), on_sent=lambda: self.reach(Point.AFTER_ANSWER))

        app.wsgi_app = wsgi  # type: ignore[method-assign]
        event.listen(Engine, "begin", lambda _connection: self.reach(Point.BEFORE_BEGIN), insert=True)
        event.listen(Engine, "after_cursor_execute", self._after_statement)
        event.listen(Engine, "commit", self._before_commit)
        event.listen(Pool, "checkin", self._after_commit)

    def reach(self, point: Point) -> None:
        """Die, if this is the point and the time."""
        if point is not self.point or not getattr(self._here, "votes", False):
            return
        if point in _AFTER_A_VOTE and not self._here.inserted:
            return
        self.count_down()

    def count_down(self) -> None:
        """Die at the last of the times."""
        with self._left.get_lock():
            self._left.value -= 1
            if self._left.value == 0:
                os.killpg(os.getpgid(0), signal.SIGKILL)

    def _after_statement(self, _connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(BALLOTS):
            self._here.inserted = True
            self.reach(Point.AFTER_INSERT)
        if self.point is Point.IN_CLOSE and statement.startswith("UPDATE polls") and "closed_at" in statement:
            self.count_down()

    def _before_commit(self, _connection: Connection) -> None:
        self.reach(Point.BEFORE_COMMIT)

    def _after_commit(self, _connection: Any, _record: Any) -> None:
        # The connection is given back as soon as it has committed, and before anything is answered.
        self.reach(Point.AFTER_COMMIT)


def lie(app: Flask, *, is_vote: Callable[[str], bool]) -> None:
    """Make a server answer votes before it has stored them: the fault that the ledger must find."""
    served = app.wsgi_app

    def wsgi(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or not is_vote(environ["PATH_INFO"]):
            return served(environ, start)
        body = environ["wsgi.input"].read()
        later = {**environ, "wsgi.input": BytesIO(body)}

        def store() -> None:
            time.sleep(0.05)
            for _ in served(later, lambda status, headers, exc_info=None: lambda data: None):
                pass

        threading.Thread(target=store).start()
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(_as_if_stored(body)).encode()]

    app.wsgi_app = wsgi  # type: ignore[method-assign]


def _as_if_stored(body: bytes) -> dict[str, str]:
    """Return what would be answered to a vote, or to a sealed ballot, that has been stored."""
    if body.startswith(b"{"):
        ballot = json.loads(body)
        sealed = bytes.fromhex(ballot["token"] + ballot["body"])
        return {"tracker": hashlib.sha256(sealed).hexdigest(), "receipt": ""}
    return {"option": parse_qs(body.decode())["option"][0]}


class _Answer:
    """A response that tells when the server has sent it."""

    def __init__(self, parts: Iterable[bytes], *, on_sent: Callable[[], None]) -> None:
        self._parts = parts
        self._on_sent = on_sent

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        self._on_sent()
        close = getattr(self._parts, "close", None)
        if close is not None:
            close()
