"""A database of its own for every test, on SQLite and on PostgreSQL.

The migrations run once; each test then gets a database of its own in which nothing is left of others, and
what many tests begin with can be kept and brought back (``tests/kept.py``).
``MOTIONFLOW_TEST_DATABASE`` chooses: ``sqlite`` (default) or ``postgresql``.
"""

import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from motionflow import create_app
from motionflow.config import Settings
from motionflow.db import db, upgrade
from tests.memory import quick_folder

KIND = os.environ.get("MOTIONFLOW_TEST_DATABASE", "sqlite")


class Databases(Protocol):
    """Where tests get their databases."""

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """Give the address of a migrated database without rows; it is gone afterwards."""
        ...

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        """Give the address of a database in which no migration has run; it is gone afterwards."""
        ...

    def keep(self, address: str, *, name: str) -> None:
        """Keep what a database holds under a name; nobody may be writing to it."""
        ...

    def bring_back(self, address: str, *, name: str) -> None:
        """Let a database hold what was kept; nobody may have written to it, nor be connected to a file."""
        ...


class SqliteDatabases:
    """Files, copied from one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.sqlite"
        self._copied_from: dict[str, Path] = {}
        migrate(f"sqlite:///{self._template}", home=folder)
        _check_whole(self._template)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        address = f"sqlite:///{folder / 'test.sqlite'}"
        self._copy(self._template, address)
        yield address
        del self._copied_from[address]

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        yield f"sqlite:///{folder / 'empty.sqlite'}"

    def keep(self, address: str, *, name: str) -> None:
        file = _file_of(address)
        _check_whole(file)
        shutil.copyfile(file, self._kept(name))

    def bring_back(self, address: str, *, name: str) -> None:
        file = _file_of(address)
        _check_whole(file)
        untouched = filecmp.cmp(self._copied_from[address], file, shallow=False)
        assert untouched, "what has been written to the database would be lost"
        self._copy(self._kept(name), address)

    def _copy(self, kept: Path, address: str) -> None:
        shutil.copyfile(kept, _file_of(address))
        self._copied_from[address] = kept

    def _kept(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite"


def _file_of(address: str) -> Path:
    return Path(make_url(address).database or "")


def _check_whole(file: Path) -> None:
    left_over = [path.name for path in file.parent.glob(f"{file.name}-*") if path.stat().st_size]
    assert left_over == [], "a copy of the file alone would lack what stands in its write-ahead log"


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    """Give the databases that ``MOTIONFLOW_TEST_DATABASE`` asks for."""
    if KIND == "sqlite":
        yield SqliteDatabases(folder)
        return
    assert KIND == "postgresql", f"MOTIONFLOW_TEST_DATABASE is {KIND}: say sqlite or postgresql"
    from tests.postgres import Cluster, PostgresDatabases

    # Not pytest's own folder: the path of a socket may have 107 bytes only.
    with tempfile.TemporaryDirectory(prefix="motionflow-", dir=quick_folder()) as short:
        cluster = Cluster(Path(short))
        try:
            cluster.start()
            made = PostgresDatabases(cluster, lambda address: migrate(address, home=folder))
            try:
                yield made
            finally:
                made.close()
        finally:
            cluster.stop()


def settings_for(address: str, *, home: Path, **others: str) -> Settings:
    """Return the settings of a motionflow that keeps its things in ``home`` and ``address``."""
    chosen = {
        "MOTIONFLOW_HOME": str(home),
        "MOTIONFLOW_DATABASE_URL": address,
        "MOTIONFLOW_SECRET_KEY": "only-for-tests-" + "0" * 32,
        "MOTIONFLOW_BASE_URL": "http://localhost",
    }
    return Settings.from_environment(chosen | others)


def migrate(address: str, *, home: Path) -> None:
    """Run every migration in a database and let go of it."""
    app = create_app(settings_for(address, home=home))
    upgrade(app)
    with app.app_context():
        db.engine.dispose()
