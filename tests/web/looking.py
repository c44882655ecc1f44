"""How often the database is asked while many pages ask, and what is answered when it does not answer."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from motionflow.db import db
from motionflow.web.looks import SECONDS_BETWEEN_LOOKS


def assert_one_look(app: Flask, ask: Callable[[], bool]) -> None:
    """Ask two hundred times; the database is asked for the first and then three times a second at most."""
    with app.app_context():
        engine = db.engine
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    begun = time.monotonic()
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert all(ask() for _ in range(200))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    looks = 1 + (time.monotonic() - begun) / SECONDS_BETWEEN_LOOKS
    selects = [each for each in asked if each.lstrip().startswith("SELECT")]
    assert len(selects) <= looks, selects[:5]


def without_database(app: Flask, ask: Callable[[], int]) -> int:
    """Return the status of an answer while the database is gone."""
    with app.app_context():
        engine = db.engine

    def refuse(*_: object) -> None:
        raise OperationalError("connect", {}, Exception("gone"), connection_invalidated=True)

    event.listen(engine, "before_cursor_execute", refuse)
    try:
        return ask()
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


@contextmanager
def lost_answers(app: Flask, *, times: int, then: bool | None = None) -> Iterator[list[int]]:
    """Let so many commits be taken and their answers be lost, as when the net to the database is cut then.

    With ``then`` nothing is answered after that either: the database is gone, or (``False``) too busy.
    """
    with app.app_context():
        engine, dialect = db.engine, db.engine.dialect
    commit, lost = dialect.do_commit, []

    def cut(connection: Any) -> None:
        commit(connection)
        if len(lost) < times:
            lost.append(len(lost) + 1)
            connection.dbapi_connection.close()
            raise _closed(dialect.name)

    def refuse(*_: object) -> None:
        if lost and then is not None:
            raise OperationalError("asked", {}, Exception("gone"), connection_invalidated=then)

    event.listen(engine, "before_cursor_execute", refuse)
    dialect.do_commit = cut  # type: ignore[method-assign]
    try:
        yield lost
    finally:
        dialect.do_commit = commit  # type: ignore[method-assign]
        event.remove(engine, "before_cursor_execute", refuse)


def _closed(name: str) -> Exception:
    if name == "sqlite":
        return sqlite3.ProgrammingError("Cannot operate on a closed database.")
    return psycopg.OperationalError("the connection is closed")
