"""A throw-away PostgreSQL server, and its databases: used by one test after another, emptied in between."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

TEMPLATE = "motionflow_template"
# What every table, column, constraint and trigger is, which migration was the last and what is set for this
# database alone, as one line.
_SCHEMA = """
SELECT md5(string_agg(said, ',' ORDER BY said)) FROM (
    SELECT relname || relkind::text || relnatts AS said FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT version_num FROM alembic_version
    UNION ALL SELECT setconfig::text FROM pg_db_role_setting
        JOIN pg_database ON pg_database.oid = setdatabase AND datname = current_database()
    UNION ALL SELECT oid || conname || condeferred::text || convalidated::text FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tgname || tgrelid::text || tgenabled::text FROM pg_trigger
) AS known
"""
_COUNT_ON = """
SELECT setval(pg_get_serial_sequence('search_entries', 'id'), max(id)) FROM search_entries HAVING max(id) > 0
"""
# Whoever is connected and does nothing may stay: the next test goes on with these connections.
_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


class Database:
    """One migrated database, emptied after each test by a connection of its own."""

    def __init__(self, cluster: "Cluster", name: str) -> None:
        self.name = name
        self.address = cluster.address(name)
        self._connection = cluster.connect(name)
        tables = self._connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
        self._tables = sorted(str(row[0]) for row in tables)
        self._schema = self._seen_schema()
        # A function keeps the plans of its statements: to make them anew each time takes ten times as long.
        emptying = "CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS 'BEGIN {} END'"
        self._connection.execute(sql.SQL(emptying).format(self._for_each("DELETE FROM {};")))
        # No foreign key is looked after while rows come and go in any order.
        self._connection.execute("SET session_replication_role = replica")

    def is_as_made(self) -> bool:
        """Return whether the tables are what they were; ends all who are still at work."""
        self._connection.execute(_END_OTHERS)
        return self._seen_schema() == self._schema

    def empty(self) -> None:
        """Take every row away."""
        self._connection.execute("SELECT pg_temp.empty()")

    def rows(self) -> dict[str, bytes]:
        """Return what every table holds, as PostgreSQL copies it."""
        found = {}
        for table in self._tables:
            with self._connection.cursor().copy(_copy("COPY {} TO STDOUT (FORMAT binary)", table)) as out:
                found[table] = b"".join(map(bytes, out))
        nothing = min(map(len, found.values()))
        return {table: rows for table, rows in found.items() if len(rows) > nothing}

    def fill(self, kept: dict[str, bytes]) -> None:
        """Put rows into tables that have none."""
        with self._connection.transaction():
            for table, rows in kept.items():
                copying = _copy("COPY {} FROM STDIN (FORMAT binary)", table)
                with self._connection.cursor().copy(copying) as into:
                    into.write(rows)
            # The rows came with their numbers; what comes after them goes on from there.
            self._connection.execute(_COUNT_ON)

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()

    def _for_each(self, statement: LiteralString) -> sql.Composed:
        return sql.SQL(" ").join(sql.SQL(statement).format(sql.Identifier(table)) for table in self._tables)

    def _seen_schema(self) -> object:
        row = self._connection.execute(_SCHEMA).fetchone()
        assert row is not None
        return row[0]


def _copy(statement: str, table: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(table))  # type: ignore[arg-type]  # ours, above


class PostgresDatabases:
    """Databases of one cluster: each test has one to itself, and leaves it empty to the next."""

    def __init__(self, cluster: "Cluster", migrate: Callable[[str], None]) -> None:
        self._cluster = cluster
        self._numbers = count(1)
        self._idle: list[Database] = []
        self._used: dict[str, Database] = {}
        self._kept: dict[str, dict[str, bytes]] = {}
        cluster.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        migrate(cluster.address(TEMPLATE))

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        database = self._idle.pop() if self._idle else Database(self._cluster, self._create(TEMPLATE))
        self._used[database.address] = database
        yield database.address
        del self._used[database.address]
        if database.is_as_made():
            database.empty()
            self._idle.append(database)
        else:
            database.close()
            self._drop(database.name)

    @contextmanager
    def empty(self, folder: Path) -> Iterator[str]:
        name = self._create("template0")
        yield self._cluster.address(name)
        self._drop(name)

    def keep(self, address: str, *, name: str) -> None:
        self._kept[name] = self._used[address].rows()

    def bring_back(self, address: str, *, name: str) -> None:
        self._used[address].empty()
        self._used[address].fill(self._kept[name])

    def close(self) -> None:
        """Let go of the databases."""
        for database in self._idle:
            database.close()

    def _create(self, template: str) -> str:
        name = f"t_{next(self._numbers)}"
        # Copying files is three times as quick as copying through the log, the default.
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._cluster.run(create.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def _drop(self, name: str) -> None:
        self._cluster.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


class Cluster:
    """A throw-away PostgreSQL server on a socket in its own folder; it dies with the test run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster and wait until its server answers."""
        programs, data = _programs(), self._folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self._folder, _unprivileged_user())
        make = ["--username=motionflow", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        command: list[str | Path] = [*_not_as_root(), programs / "initdb", "-D", data, *make]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL)
        self.start_again()

    def start_again(self) -> None:
        """Start the server on what is there and wait until it answers; a cluster that was killed recovers."""
        programs, data = _programs(), self._folder / "data"
        # As safe as a real one (fsync and so on), because motionflow refuses to serve from less.
        local = ["-c", f"unix_socket_directories={self._folder}", "-c", "listen_addresses="]
        command: list[str | Path] = [
            *_not_as_root(),
            programs / "postgres",
            "-D",
            data,
            *local,
            "-c",
            "log_min_messages=fatal",
            # To sync each file for itself before it recovers takes the server seconds.
            "-c",
            "recovery_init_sync_method=syncfs",
        ]
        self._server = subprocess.Popen(command, cwd=self._folder, stderr=subprocess.DEVNULL)
        self._wait()

    def stop(self) -> None:
        """Stop the server without waiting for those still connected."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(timeout=20)

    def kill(self) -> None:
        """End the server and every process of its, as a power switch would."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)  # so that it has no more children than are found
        children = Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children").read_text().split()
        for pid in (self._server.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server.wait(timeout=20)
        for pid in map(int, children):
            _wait_until_gone(pid)

    def address(self, database: str) -> str:
        """Return the address of a database, as ``MOTIONFLOW_DATABASE_URL`` wants it."""
        return f"postgresql+psycopg://motionflow@/{database}?host={self._folder}"

    def run(self, statement: sql.Composed | sql.SQL) -> None:
        """Run one statement outside any transaction."""
        with self.connect("postgres") as connection:
            connection.execute(statement)

    def connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Return a connection on which each statement is a transaction of its own."""
        return psycopg.connect(host=str(self._folder), user="motionflow", dbname=database, autocommit=True)

    def _wait(self) -> None:
        for _ in range(200):
            assert self._server is not None
            assert self._server.poll() is None, "the PostgreSQL server did not start"
            try:
                return self.run(sql.SQL("SELECT 1"))
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise TimeoutError("the PostgreSQL server does not answer")


def _wait_until_gone(pid: int) -> None:
    """Wait for a process that was killed and is not our child: no new server starts beside it."""
    stat = Path(f"/proc/{pid}/stat")
    for _ in range(400):
        try:
            if stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return
        except OSError:
            return
        time.sleep(0.02)


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
