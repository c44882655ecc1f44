"""The one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from flask import Flask
from sqlalchemy import Connection, Engine

from motionflow.db import begin_writing, db, take_afterwards, writers_engine
from motionflow.services import audit


def commit() -> None:
    """Chain the events of this transaction, commit it, and do what was to be done after that."""
    audit.chain_events()
    afterwards = take_afterwards()
    db.session.commit()
    for act in afterwards:
        act()


@contextmanager
def writing() -> Iterator[None]:
    """Run a block as one transaction: committed at its end, rolled back when it raises."""
    begin_writing()
    try:
        yield
        commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.remove()


class BallotTransactions:
    """One application's transactions without a session: for ballots, of which no event tells."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Run a block as one transaction: committed at its end, rolled back when it raises."""
        with self._engine.begin() as connection:
            yield connection

    @cached_property
    def _engine(self) -> Engine:
        with self._app.app_context():
            return writers_engine()
