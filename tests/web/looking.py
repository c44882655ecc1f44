"""How often the database is asked while many pages ask."""

import time
from collections.abc import Callable

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
