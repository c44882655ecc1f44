"""Making the application only when its database can be used; otherwise a sentence says what to do."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from alembic.util import CommandError
from flask import Flask
from sqlalchemy.exc import DBAPIError

from motionflow import create_app, db
from motionflow.config import Settings
from motionflow.services import search_index
from motionflow.transaction import writing


class NotReady(Exception):
    """motionflow cannot start as things are; the message says what to do."""


@contextmanager
def ready_app(settings: Settings) -> Iterator[Flask]:
    """Give the application with a database that is up to date and keeps what it acknowledges.

    No connection is open when it is given nor afterwards. Raises ``NotReady`` or ``db.WeakDatabase``.
    """
    app = make_app(settings)
    try:
        with app.app_context():
            _check_database()
        let_go(app)
        yield app
    finally:
        let_go(app)


def upgrade(settings: Settings) -> None:
    """Bring the database to the newest schema. Raises ``NotReady`` or ``db.WeakDatabase``."""
    app = make_app(settings)
    try:
        db.upgrade(app)
        with app.app_context():
            db.check_promises()
        with app.app_context():
            _index_what_was_there()
    except CommandError as error:
        raise NotReady(f"The database cannot be brought up to date: {error}") from error
    except DBAPIError as error:
        raise unreachable(error) from error
    finally:
        let_go(app)


def _index_what_was_there() -> None:
    """Make what was in the database before there was a search known to it."""
    if search_index.is_missing():
        with writing():
            search_index.rebuild()


def make_app(settings: Settings) -> Flask:
    """Return the application, whatever state its database is in. Raises ``NotReady``."""
    # Flask-Alembic gives its logger a handler and a level of its own, unless there is a level.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        return create_app(settings)
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise NotReady("PostgreSQL needs psycopg. Run: pip install 'motionflow[postgres]'") from error


def unreachable(error: DBAPIError) -> NotReady:
    """Return what to say when the database does not answer."""
    said = " ".join(str(error.orig).split()) or type(error.orig).__name__
    return NotReady(f"The database cannot be used: {said}. See MOTIONFLOW_DATABASE_URL and MOTIONFLOW_HOME.")


def let_go(app: Flask) -> None:
    """Close every connection to the database, so that the process may fork."""
    with app.app_context():
        db.db.engine.dispose()


def _check_database() -> None:
    try:
        if not db.is_up_to_date():
            raise NotReady("The database is not up to date. Run: motionflow db upgrade")
        db.check_promises()
    except CommandError as error:
        raise NotReady(
            "The database was made by a newer motionflow than this one. Install the newer one."
        ) from error
    except DBAPIError as error:
        raise unreachable(error) from error
