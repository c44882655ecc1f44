"""What every test may ask for. Nothing here is made before a test asks for it."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.memory import quick_folder

if TYPE_CHECKING:
    # Tests of the domain and of papers run without a database, and so without the application.
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.applications import Applications
    from tests.databases import Databases
    from tests.kept import Kept

DATABASES = {"databases", "own_cluster"}
"""The fixtures that every database of a test comes from."""

pytest_plugins = ["pytester", "tests.no_skips"]


def pytest_configure() -> None:
    """Keep what tests write in memory: a disk takes a fifth of their time."""
    if folder := quick_folder():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)
    gc.set_threshold(200_000, 50, 100)  # what is imported now is no garbage


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and only in what tests made: that saves a sixth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    # A try at a passphrase is meant to take a tenth of a second; that it does is tested in one place.
    if passphrases := sys.modules.get("motionflow.ballots.passphrases"):
        passphrases.COST = 2**4


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that ask for no database: one run of them is enough."""
    for item in items:
        if DATABASES.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("once")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Databases]":
    """Migrated once; each test that asks for ``database_url`` gets a copy."""
    from tests import databases

    with databases.databases(tmp_path_factory.mktemp("databases")) as made:
        yield made


@pytest.fixture
def database_url(databases: "Databases", tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database without rows."""
    with databases.copy(tmp_path) as address:
        yield address


@pytest.fixture
def empty_database_url(databases: "Databases", tmp_path: Path) -> Iterator[str]:
    """The address of a database in which no migration has run."""
    with databases.empty(tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def applications() -> "Applications":
    """Applications, each of them for one test after another."""
    from tests.applications import Applications

    return Applications()


@pytest.fixture(scope="session")
def kept(
    databases: "Databases", applications: "Applications", tmp_path_factory: pytest.TempPathFactory
) -> "Kept":
    """What a test's database can begin with: ``kept.fill(app, builders.make_party)``."""
    from tests.kept import Kept

    return Kept(databases, applications, tmp_path_factory.mktemp("kept"))


@pytest.fixture
def app(database_url: str, tmp_path: Path, applications: "Applications") -> "Iterator[Flask]":
    """The application with a database of its own, and no context.

    A context held open here would be shared by every request of the test, and with it the session: a
    missing commit would pass unseen.
    """
    with applications.at(database_url, home=tmp_path) as app:
        yield app


@pytest.fixture
def own_app(database_url: str, tmp_path: Path) -> "Iterator[Flask]":
    """The same, made for this test alone, which may alter it."""
    from motionflow import create_app
    from tests.applications import let_go
    from tests.databases import settings_for

    made = create_app(settings_for(database_url, home=tmp_path))
    yield made
    let_go(made)


@pytest.fixture
def client(app: "Flask") -> "FlaskClient":
    """Somebody's browser, not signed in."""
    return app.test_client()
