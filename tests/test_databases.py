"""The databases that tests get: of the kind asked for, and each test's own."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask, has_app_context
from sqlalchemy import create_engine, inspect, make_url, text

from tests.databases import KIND

if TYPE_CHECKING:
    from tests.databases import Databases


def _tables(address: str) -> set[str]:
    engine = create_engine(address)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def _schema(address: str) -> list[str]:
    """Return every table, column, index and check, the last migration and a setting of the database."""
    engine = create_engine(address)
    setting = "PRAGMA user_version" if KIND == "sqlite" else "SHOW work_mem"
    try:
        found = inspect(engine)
        with engine.connect() as connection:
            asked = ("SELECT version_num FROM alembic_version", setting)
            said = [str(connection.scalar(text(statement))) for statement in asked]
        # Of all tables at once, for which PostgreSQL needs one query each.
        parts = (found.get_multi_columns(), found.get_multi_indexes(), found.get_multi_check_constraints())
        return said + sorted(
            f"{table}.{each['name']}" for part in parts for (_, table), all_ in part.items() for each in all_
        )
    finally:
        engine.dispose()


def test_the_database_is_of_the_kind_asked_for(database_url: str) -> None:
    assert make_url(database_url).get_backend_name() == KIND


def test_a_database_has_been_migrated_and_an_empty_one_not(
    database_url: str, empty_database_url: str
) -> None:
    assert "alembic_version" in _tables(database_url)
    assert _tables(empty_database_url) == set()


ALTERATIONS = [
    "CREATE TABLE left_behind (id integer PRIMARY KEY)",
    "ALTER TABLE people ADD COLUMN left_behind integer",
    "CREATE INDEX left_behind ON people (name)",
    "DROP TABLE followers",
    "UPDATE alembic_version SET version_num = 'later'",
]
if KIND == "postgresql":
    ALTERATIONS += [
        "ALTER TABLE people ADD CONSTRAINT left_behind CHECK (name <> 'left behind')",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 64', current_database()); END $$",
    ]


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_a_database_that_was_altered_is_not_seen_again(
    databases: "Databases", tmp_path: Path, alteration: str
) -> None:
    with databases.copy(tmp_path) as address:
        before = _schema(address)
        engine = create_engine(address)
        with engine.begin() as connection:
            connection.execute(text(alteration))
        engine.dispose()
        assert _schema(address) != before
    with databases.copy(tmp_path) as address:
        assert _schema(address) == before


def test_rows_left_behind_are_not_seen_again_though_someone_is_still_connected(
    databases: "Databases", tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other_folder = tmp_path_factory.mktemp("other")
    count = text("SELECT count(*) FROM answered_forms")
    add = text("INSERT INTO answered_forms VALUES (:key, '2019-01-16 12:00:00', '/')")
    with databases.copy(tmp_path) as address:
        engine = create_engine(address)
        with engine.begin() as connection:
            connection.execute(add, {"key": "committed"})
        left = engine.connect()
        left.execute(add, {"key": "still open"})
        assert left.scalar(count) == 2
    with databases.copy(other_folder) as address:
        other = create_engine(address)
        with other.connect() as connection:
            assert connection.scalar(count) == 0
        other.dispose()
    left.invalidate()
    engine.dispose()


def test_no_context_of_the_application_is_open(app: Flask) -> None:
    assert app.import_name == "motionflow"
    assert not has_app_context()
