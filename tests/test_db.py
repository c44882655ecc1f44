"""What the database promises, and that weaker settings stop the start."""

import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError

from motionflow.db import Turns, WeakDatabase, begin_writing, check_promises, db, write_back
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


def test_those_who_write_do_it_in_the_order_they_came():
    turns, order = Turns(), []
    assert turns.take()

    def write(number: int) -> None:
        turns.take()
        order.append(number)
        turns.give_back()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        while len(turns.waiting) < number:
            time.sleep(0.001)
    turns.give_back()
    for thread in threads:
        thread.join(5)
    assert order == [0, 1, 2, 3, 4]
    assert turns.take(), "after the last one the turn is free again"


def test_a_writer_that_fails_gives_its_turn_back(app):
    with app.app_context():
        for _ in range(3):
            begin_writing()
            with pytest.raises(DBAPIError):
                db.session.execute(text("SELECT nothing FROM nowhere"))
            db.session.rollback()
            db.session.remove()
        begin_writing()
        db.session.rollback()
