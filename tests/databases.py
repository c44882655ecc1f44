"""A database of its own for every test, on SQLite and on PostgreSQL.

The migrations run once, into a template; each test then gets a copy of it, which is quicker than
emptying tables and shares nothing. ``MOTIONFLOW_TEST_DATABASE`` chooses: ``sqlite`` (default) or
``postgresql``.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

from motionflow import create_app
from motionflow.config import Settings
from motionflow.db import db, upgrade

KIND = os.environ.get("MOTIONFLOW_TEST_DATABASE", "sqlite")
TEMPLATE = "motionflow_template"


class Databases(Protocol):
    """Where the copies come from."""

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """Give the address of a migrated database without rows; it is gone afterwards."""
        ...

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        """Give the address of a database in which no migration has run; it is gone afterwards."""
        ...


class SqliteDatabases:
    """Files, copied from one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite"
        migrate(f"sqlite:///{self._template}", home=folder)
        left_over = [path.name for path in folder.glob("template.sqlite-*") if path.stat().st_size]
        assert left_over == [], "a copy of the file alone would lack what stands in its write-ahead log"

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        file = folder / "test.sqlite"
        shutil.copyfile(self._template, file)
        yield f"sqlite:///{file}"

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        yield f"sqlite:///{folder / 'empty.sqlite'}"


class PostgresDatabases:
    """Databases of one cluster, copied from one migrated database."""

    def __init__(self, cluster: "Cluster", folder: Path) -> None:
        self._cluster = cluster
        self._numbers = count(1)
        cluster.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        migrate(cluster.address(TEMPLATE), home=folder)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        with self._database(template=TEMPLATE) as address:
            yield address

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        with self._database(template="template0") as address:
            yield address

    @contextmanager
    def _database(self, *, template: str) -> Iterator[str]:
        name = f"t_{next(self._numbers)}"
        identifiers = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
        # Copying files is three times as quick as copying through the log, the default.
        create = sql.SQL("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        self._cluster.run(create.format(**identifiers))
        yield self._cluster.address(name)
        self._cluster.run(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**identifiers))


class Cluster:
    """A throw-away PostgreSQL server on a socket in its own folder; it dies with the test run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        programs, data = _programs(), self._folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self._folder, _unprivileged_user())
        make = ["--username=motionflow", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        command: list[str | Path] = [*_not_as_root(), programs / "initdb", "-D", data, *make]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL)
        # As safe as a real one (fsync and so on), because motionflow refuses to serve from less.
        local = ["-c", f"unix_socket_directories={self._folder}", "-c", "listen_addresses="]
        command = [*_not_as_root(), programs / "postgres", "-D", data, *local, "-c", "log_min_messages=fatal"]
        self._server = subprocess.Popen(command, cwd=self._folder, stderr=subprocess.DEVNULL)
        self._wait()

    def stop(self) -> None:
        """Stop the server without waiting for those still connected."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(timeout=20)

    def address(self, database: str) -> str:
        """Return the address of a database, as ``MOTIONFLOW_DATABASE_URL`` wants it."""
        return f"postgresql+psycopg://motionflow@/{database}?host={self._folder}"

    def run(self, statement: sql.Composed | sql.SQL) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(
            host=str(self._folder), user="motionflow", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    def _wait(self) -> None:
        for _ in range(200):
            assert self._server is not None
            assert self._server.poll() is None, "the PostgreSQL server did not start"
            try:
                return self.run(sql.SQL("SELECT 1"))
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise TimeoutError("the PostgreSQL server does not answer")


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    """Give the databases that ``MOTIONFLOW_TEST_DATABASE`` asks for."""
    if KIND == "sqlite":
        yield SqliteDatabases(folder)
        return
    assert KIND == "postgresql", f"MOTIONFLOW_TEST_DATABASE is {KIND}: say sqlite or postgresql"
    # Not pytest's own folder: the path of a socket may have 107 bytes only.
    with tempfile.TemporaryDirectory(prefix="motionflow-", dir=_quick_folder()) as short:
        cluster = Cluster(Path(short))
        try:
            cluster.start()
            yield PostgresDatabases(cluster, folder)
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


def _quick_folder() -> str | None:
    """Return a folder in memory, where there is one with room enough; None means the usual place."""
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 500_000_000:
        return str(memory)
    return None


def _programs() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    if folders:
        return folders[-1]
    assert found is not None, "PostgreSQL's initdb is missing: install Debian's postgresql"
    return Path(found).resolve().parent


def _not_as_root() -> list[str]:
    """Return how a command is started so that it is not root and dies with us."""
    starter = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        user = _unprivileged_user()
        starter += ["--reuid", user, "--regid", str(pwd.getpwnam(user).pw_gid), "--clear-groups"]
    return starter


def _unprivileged_user() -> str:
    """Return somebody whom PostgreSQL agrees to run as."""
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"
