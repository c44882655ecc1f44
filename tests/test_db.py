"""What the database promises, and that weaker settings stop the start."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, make_url, text

from motionflow.db import WeakDatabase, check_promises, db, write_back
from tests.services import builders
from tests.services.builders import one_transaction


def test_the_database_keeps_what_it_acknowledges(app: Flask):
    with app.app_context():
        check_promises()


def test_a_database_that_could_lose_acknowledged_rows_stops_the_start(own_app: Flask):
    with own_app.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
        weaker = "PRAGMA synchronous=NORMAL" if is_sqlite else "SET synchronous_commit=off"

        @event.listens_for(db.engine, "begin")
        def weaken(connection):
            connection.exec_driver_sql("COMMIT" if is_sqlite else "SELECT 1")
            connection.exec_driver_sql(weaker)
            if is_sqlite:
                connection.exec_driver_sql("BEGIN")

        with pytest.raises(WeakDatabase, match="synchronous"):
            check_promises()


def test_what_was_erased_is_gone_from_the_files_once_it_is_written_back(app: Flask, database_url: str):
    with app.app_context():
        with one_transaction():
            builders.make_party()
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE people SET address = NULL WHERE name = 'Lise Medlem'"))
        write_back()
        if db.engine.dialect.name == "sqlite":
            file = Path(make_url(database_url).database or "")
            assert file.with_name(file.name + "-wal").stat().st_size == 0
            assert b"lise-medlem@example.org" not in file.read_bytes()
            assert b"kari-eksempel@example.org" in file.read_bytes()
