"""The database: one declarative base, one session, and what both databases must promise.

SQLite is used with WAL, synchronous=FULL and foreign keys, and writers begin IMMEDIATE; weaker
settings lose acknowledged rows at a power cut, so the start refuses them.
"""

import enum
import logging
import secrets
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask
from flask_alembic import Alembic
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Date, DateTime, Dialect, Engine, Enum, MetaData, String, Text, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlalchemy.types import TypeDecorator

from motionflow.paths import MIGRATIONS

WRITES = "motionflow_writes"
_AFTERWARDS = "motionflow_afterwards"
# secure_delete: what is erased is overwritten and not only marked as free.
_PRAGMAS = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"),
    "secure_delete=ON",
)
_TURN = "motionflow_turn"
_SECONDS_FOR_A_TURN = 15.0
# A writer that hangs must not hold up all others for ever.
_POSTGRES_OPTIONS = "-c lock_timeout=15000 -c idle_in_transaction_session_timeout=120000"


# At least one for each of the server's threads: whatever is opened beyond is closed again after each request.
_CONNECTIONS = 10


class UtcMoment(TypeDecorator[datetime]):
    """A moment, stored in UTC and given back aware, alike on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC. Raises ``ValueError`` for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The tables' base: names of constraints, and how Python types are stored."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcMoment(),
        date: Date(),
        str: Text(),
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


db = SQLAlchemy(metadata=Base.metadata)

Id = String(16)


def new_id() -> str:
    """Return a random id: 16 hexadecimal digits, 64 random bits."""
    return secrets.token_hex(8)


def begin_writing() -> None:
    """Begin the session's transaction as a writer's, before anything is read in it.

    On SQLite a transaction that reads first and writes later can be refused half-way; one that
    begins IMMEDIATE waits its turn instead.
    """
    db.session.connection(execution_options={WRITES: True})


def writers_engine() -> Engine:
    """Return the engine whose transactions all begin as writers'. Needs an application context."""
    return db.engine.execution_options(**{WRITES: True})


def afterwards(act: Callable[[], None]) -> None:
    """Have something done once this transaction is committed, and never if it is rolled back."""
    session = db.session()
    session.info.setdefault(_AFTERWARDS, []).append((session.get_transaction(), act))


def take_afterwards() -> list[Callable[[], None]]:
    """Return what is to be done after this transaction, and forget what another left undone."""
    session = db.session()
    waiting = session.info.pop(_AFTERWARDS, [])
    return [act for transaction, act in waiting if transaction is session.get_transaction()]


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we begin transactions ourselves, below
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


class Turns:
    """Who writes next in one process: in the order they came.

    SQLite has one writer at a time and lets the others try again by chance, so that under a rush some wait
    for seconds while later ones get through.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.waiting: deque[threading.Event] = deque()
        self._is_taken = False

    def take(self) -> bool:
        """Wait for one's turn; ``False`` when it has not come for so long that one tries without."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            called = threading.Event()
            self.waiting.append(called)
        if called.wait(_SECONDS_FOR_A_TURN):
            return True
        with self._guard:
            if called.is_set():  # in the very last moment
                return True
            self.waiting.remove(called)
            return False

    def give_back(self) -> None:
        """Let the next one write."""
        with self._guard:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self._is_taken = False


# By dialect, which an engine and those made of it with other options have in common.
_turns: "WeakKeyDictionary[Dialect, Turns]" = WeakKeyDictionary()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    turns = _turns.setdefault(connection.dialect, Turns())
    if turns.take():
        connection.info[_TURN] = turns
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@event.listens_for(Pool, "checkin")
def _end_turn(_connection: object, record: ConnectionPoolEntry) -> None:
    turns = record.info.pop(_TURN, None)
    if turns is not None:
        turns.give_back()


def write_back() -> None:
    """Bring what has been written into SQLite's own file and empty its log of changes.

    Until then the log still holds what was erased. On PostgreSQL the server does this by itself.
    """
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # no checkpoint while this connection itself reads
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def forget_order() -> None:
    """Write the table of sealed ballots anew on PostgreSQL, so that its file keeps no order of arrival.

    On SQLite the table is ordered by its key, and what is deleted is overwritten.
    """
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (FULL) sealed_ballots")


@contextmanager
def whatever_it_holds() -> Iterator[None]:
    """Let texts that are none be read too, so that whoever looks for faults can name them.

    SQLite keeps in every column what it is given, and its driver refuses a text that is not UTF-8. Here its
    odd bytes come as single surrogates, which no sound text has.
    """
    held = db.session.connection().connection.driver_connection
    if not isinstance(held, sqlite3.Connection):
        yield
        return
    held.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        held.text_factory = str


class WeakDatabase(Exception):
    """The database would lose what it has acknowledged; the message says which setting is wrong."""


def check_promises() -> None:
    """Raise ``WeakDatabase`` unless the database keeps what it acknowledges, also at a power cut."""
    if db.engine.dialect.name == "sqlite":
        wanted = {"journal_mode": {"wal"}, "synchronous": {"2", "3"}, "foreign_keys": {"1"}}
        read = "PRAGMA {}"
    else:
        wanted = {name: {"on"} for name in ("fsync", "full_page_writes", "synchronous_commit")}
        wanted["synchronous_commit"] = {"on", "remote_apply", "remote_write", "local"}
        read = "SHOW {}"
    with db.engine.connect() as connection:
        for name, accepted in wanted.items():
            value = str(connection.execute(text(read.format(name))).scalar_one()).lower()
            if value not in accepted:
                raise WeakDatabase(f"The database has {name}={value}; it must be {' or '.join(accepted)}.")


migrations = Alembic(metadatas=Base.metadata, run_mkdir=False, command_name="")


def connect(app: Flask, *, url: str) -> None:
    """Give an application its database and its migrations."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url.replace("postgresql://", "postgresql+psycopg://", 1)
    options: dict[str, object] = {"pool_size": _CONNECTIONS}
    if not url.startswith("sqlite:"):
        options["connect_args"] = {"options": _POSTGRES_OPTIONS}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    app.config["ALEMBIC"] = {
        "script_location": str(MIGRATIONS),
        "version_locations": [str(MIGRATIONS / "versions")],
    }
    app.config["ALEMBIC_CONTEXT"] = {
        "render_as_batch": True,
        "compare_server_default": True,
        "include_name": _is_in_models,
    }
    db.init_app(app)
    migrations.init_app(app)


def _is_in_models(name: str | None, kind: str, parents: object) -> bool:
    """Return whether a migration may be proposed for a thing: not for what only search keeps."""
    return not (
        kind in ("table", "index", "column") and "search" in str((name, parents)) and "words" in str(name)
    )


def upgrade(app: Flask) -> None:
    """Bring the database to the newest schema, by the migrations."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        migrations.upgrade()


def is_up_to_date() -> bool:
    """Return whether the database has the newest schema. Needs an application context."""
    return {script.revision for script in migrations.current()} == {
        script.revision for script in migrations.heads()
    }
