"""What every test may ask for. Nothing here is made before a test asks for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    # Tests of the domain and of papers run without a database, and so without the application.
    from flask import Flask
    from flask.testing import FlaskClient
    from jinja2 import BytecodeCache

    from tests.databases import Databases

pytest_plugins = ["pytester", "tests.no_skips"]


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
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> "BytecodeCache":
    """Templates compiled once for all the applications of a run; to compile them took most of a page."""
    from jinja2 import FileSystemBytecodeCache

    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(database_url: str, tmp_path: Path, compiled_templates: "BytecodeCache") -> "Iterator[Flask]":
    """The application with a database of its own, and no context.

    A context held open here would be shared by every request of the test, and with it the session: a
    missing commit would pass unseen.
    """
    from motionflow import create_app
    from motionflow.db import db
    from tests.databases import settings_for

    made = create_app(settings_for(database_url, home=tmp_path))
    made.jinja_env.bytecode_cache = compiled_templates
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: "Flask") -> "FlaskClient":
    """Somebody's browser, not signed in."""
    return app.test_client()
