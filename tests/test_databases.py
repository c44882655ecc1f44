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


def test_the_database_is_of_the_kind_asked_for(database_url: str) -> None:
    assert make_url(database_url).get_backend_name() == KIND


def test_a_database_has_been_migrated_and_an_empty_one_not(
    database_url: str, empty_database_url: str
) -> None:
    assert "alembic_version" in _tables(database_url)
    assert _tables(empty_database_url) == set()


@pytest.mark.parametrize("place", ["one", "other"])
def test_databases_share_nothing(databases: "Databases", tmp_path: Path, place: str) -> None:
    with databases.copy(tmp_path) as address:
        assert "left_behind" not in _tables(address)
        engine = create_engine(address)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE left_behind (id integer PRIMARY KEY)"))
        engine.dispose()
        assert "left_behind" in _tables(address), place


def test_no_context_of_the_application_is_open(app: Flask) -> None:
    assert app.import_name == "motionflow"
    assert not has_app_context()
