"""The one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from motionflow.db import WRITES, begin_writing, db, take_afterwards
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


@contextmanager
def writing_ballots() -> Iterator[Connection]:
    """Run a block as one transaction without a session: for ballots, of which no event tells."""
    with db.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        yield connection
