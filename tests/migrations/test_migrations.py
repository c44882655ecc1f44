"""Every migration goes up, down, and up with data, and ends in the schema of the models."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from motionflow.db import Base, connect, db, is_up_to_date, migrations, upgrade
from motionflow.models import Event
from motionflow.paths import MIGRATIONS
from motionflow.services import audit
from tests.services import builders
from tests.services.builders import one_transaction

VERSIONS = sorted((MIGRATIONS / "versions").glob("*.py"))
Schema = dict[str, dict[str, object]]
Written = tuple[str | None, ...]
# What SQLite has told of a table that is written so: to take its text apart is most of what it costs.
_told: dict[Written, dict[str, object]] = {}


@pytest.fixture
def bare(empty_database_url: str) -> Iterator[Flask]:
    """An application on a database in which no migration has run."""
    app = Flask("migrating")
    connect(app, url=empty_database_url)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def migrated(database_url: str) -> Iterator[Flask]:
    """The same on one in which all of them have."""
    app = Flask("migrated")
    connect(app, url=database_url)
    yield app
    with app.app_context():
        db.engine.dispose()


def schema() -> Schema:
    """Return the tables with all they promise, as the database itself tells."""
    written = _as_written()
    told = {table: _told[each] for table, each in written.items() if each in _told}
    if unread := [table for table in inspect(db.engine).get_table_names() if table not in told]:
        told |= _tell(unread)
    _told.update({each: told[table] for table, each in written.items()})
    return {name: table for name, table in told.items() if not name.startswith("alembic_version")}


def _as_written() -> dict[str, Written]:
    """Return how each table and its indexes are written in SQLite; PostgreSQL keeps no such text."""
    if db.engine.dialect.name != "sqlite":
        return {}
    written: dict[str, Written] = {}
    with db.engine.connect() as connection:
        rows = "SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY name"
        for table, definition in connection.execute(text(rows)):
            written[table] = (*written.get(table, ()), definition)
    return {table: written[table] for table in inspect(db.engine).get_table_names()}


def _tell(names: list[str]) -> Schema:
    found = inspect(db.engine)
    # Of all tables at once, for which PostgreSQL needs one query each.
    columns, primary, foreign = (
        found.get_multi_columns(filter_names=names),
        found.get_multi_pk_constraint(filter_names=names),
        found.get_multi_foreign_keys(filter_names=names),
    )
    unique, checks, indexes = (
        found.get_multi_unique_constraints(filter_names=names),
        found.get_multi_check_constraints(filter_names=names),
        found.get_multi_indexes(filter_names=names),
    )
    return {
        table[1]: {
            "columns": {
                column["name"]: (_type(column["type"]), column["nullable"], column["default"])
                for column in columns[table]
            },
            "primary key": primary[table]["constrained_columns"],
            "foreign keys": sorted(
                (key["constrained_columns"], key["referred_table"], key["referred_columns"])
                for key in foreign[table]
            ),
            "unique": sorted(each["column_names"] for each in unique[table]),
            "checks": sorted((str(each["name"]), _plain(each["sqltext"])) for each in checks[table]),
            "indexes": sorted(
                (str(each["name"]), str(each["column_names"]), bool(each["unique"]))
                for each in indexes[table]
            ),
        }
        for table in columns
    }


def _type(kind: object) -> str:
    return re.sub(r"\s+", " ", str(kind))


def _plain(condition: str) -> str:
    return re.sub(r"[\s()]+", "", condition).lower()


def schema_after(app: Flask, act: Callable[[], object]) -> Schema:
    """Migrate, and return the schema that follows."""
    with app.app_context():
        act()
    with app.app_context():
        return schema()


def drop_all_tables() -> None:
    Base.metadata.drop_all(db.engine)
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def test_the_newest_migration_ends_in_the_schema_of_the_models(bare):
    upgrade(bare)
    # A context each: Alembic's connection lives as long as one, and on PostgreSQL holds locks.
    with bare.app_context():
        assert is_up_to_date()
    with bare.app_context():
        found = schema()
        drop_all_tables()
        Base.metadata.create_all(db.engine)
        assert found == schema()


def test_the_comparison_sees_a_check_that_is_missing(migrated):
    with migrated.app_context():
        found = schema()
    assert found["motions"]["checks"] != []
    changed = {**found, "motions": {**found["motions"], "checks": []}}
    assert changed != found


def test_each_migration_goes_down_and_up_again(bare):
    for version in VERSIONS:
        revision = version.stem.split("_")[0]
        up = partial(migrations.upgrade, revision)
        after = schema_after(bare, up)
        before = schema_after(bare, partial(migrations.downgrade, -1))
        assert before != after, f"{version.stem} changes nothing, or does not take it back"
        assert schema_after(bare, up) == after, version.stem


def test_going_all_the_way_down_leaves_no_tables(migrated):
    assert schema_after(migrated, lambda: migrations.downgrade("base")) == {}


def test_a_case_with_all_its_papers_survives_being_upgraded_again(app):
    with app.app_context():
        with one_transaction():
            builders.go_all_the_way(builders.make_party())
        events = db.session.scalar(select(func.count()).select_from(Event))
        db.session.remove()
    upgrade(app)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Event)) == events
        assert list(audit.find_faults()) == []
        db.session.remove()


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_imports_no_application_code(version):
    tree = ast.parse(Path(version).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert not [name for name in imported if name.startswith("motionflow")]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_is_numbered_and_named_for_what_it_does(version):
    assert re.fullmatch(r"\d{4}_[a-z_]+", version.stem)
    number = int(version.stem[:4])
    assert f'revision = "{number:04d}"' in version.read_text(encoding="utf-8")
    assert number == VERSIONS.index(version) + 1
