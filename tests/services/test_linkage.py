"""Nobody who has the database with all its history can tell whose a ballot is.

Each way of linking is given ten voters who help the attacker by telling which ballot is theirs; a way that
is wrong about any of them finds nothing. The naive schema (who has voted in one table, what was voted in
another, random ids, no times, written together) is the negative control: there each way finds all 60.
"""

import logging
import random
import secrets
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, make_url, select, text

from motionflow.db import db, write_back
from motionflow.models import Event, IssuedToken, Mail, SealedBallot
from motionflow.services import silence
from tests.services import builders, halls, secret_halls
from tests.services.builders import one_transaction

VOTERS = 60
HELPERS = 10

Links = dict[str, str]
"""A voter's id, and the token or id of the ballot that is said to be hers."""


@dataclass
class History:
    """What somebody has who kept everything: rows in the order of storage, and what came with each vote."""

    truth: Links = field(default_factory=dict)
    marks_as_stored: list[str] = field(default_factory=list)
    ballots_as_stored: list[str] = field(default_factory=list)
    marks_by_transaction: list[str] = field(default_factory=list)
    ballots_by_transaction: list[str] = field(default_factory=list)
    came_together: list[tuple[str, str]] = field(default_factory=list)
    """A new mark and a new ballot in one difference between two backups, or in one commit of the log."""


def by_order(history: History) -> Links:
    return dict(zip(history.marks_as_stored, history.ballots_as_stored, strict=True))


def by_transaction(history: History) -> Links:
    return dict(zip(history.marks_by_transaction, history.ballots_by_transaction, strict=True))


def by_difference(history: History) -> Links:
    return dict(history.came_together)


def found(way: Callable[[History], Links], history: History) -> int:
    """Return how many voters a way links right, of those it claims; none when a helper shows it wrong."""
    claimed = way(history)
    helpers = list(history.truth)[:HELPERS]
    if any(claimed.get(helper) != history.truth[helper] for helper in helpers):
        return 0
    return sum(claimed.get(voter) == ballot for voter, ballot in history.truth.items())


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def rows(table: str, column: str) -> list[str]:
    """Return a column of a table in the order in which the database keeps the rows."""
    order = {"sqlite": "", "postgresql": " ORDER BY ctid"}[db.engine.dialect.name]
    found = db.session.scalars(text(f"SELECT {column} FROM {table}{order}"))
    return [_said(each) for each in found]


def rows_by_transaction(table: str, column: str) -> list[str]:
    if is_sqlite():
        return rows(table, column)
    found = db.session.scalars(text(f"SELECT {column} FROM {table} ORDER BY xmin::text::bigint"))
    return [_said(each) for each in found]


def look(history: History, marks: tuple[str, str], ballots: tuple[str, str]) -> None:
    """Read the tables as they lie."""
    history.marks_as_stored, history.ballots_as_stored = rows(*marks), rows(*ballots)
    history.marks_by_transaction = rows_by_transaction(*marks)
    history.ballots_by_transaction = rows_by_transaction(*ballots)
    db.session.rollback()


def commits_in_log(database: Path, folder: Path, queries: Sequence[str]) -> Iterator[list[set[str]]]:
    """Yield what SQLite's queries give before the write-ahead log and after each commit that stands in it."""
    log = Path(f"{database}-wal").read_bytes()
    page, salt = int.from_bytes(log[8:12], "big"), log[16:24]
    copy = folder / "replayed"
    shutil.copyfile(database, copy)

    def seen() -> list[set[str]]:
        with closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as opened:
            return [{_said(row[0]) for row in opened.execute(query)} for query in queries]

    yield seen()
    with copy.open("r+b") as replayed:
        for head in range(32, len(log), 24 + page):
            if log[head + 8 : head + 16] != salt:
                break  # left by an earlier log
            number, size_if_last = struct.unpack(">II", log[head : head + 8])
            replayed.seek((number - 1) * page)
            replayed.write(log[head + 24 : head + 24 + page])
            if size_if_last:
                replayed.flush()
                yield seen()


def _said(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def together(steps: Sequence[list[set[str]]]) -> list[tuple[str, str]]:
    """Return the marks and ballots that are new in the same step."""
    pairs = []
    for (marks, ballots), (new_marks, new_ballots) in pairwise(steps):
        if len(new_marks - marks) == 1 == len(new_ballots - ballots):
            pairs.append((*(new_marks - marks), *(new_ballots - ballots)))
    return pairs


def snapshot(marks: tuple[str, str], ballots: tuple[str, str]) -> list[set[str]]:
    """Return what a backup taken now would hold."""
    held = [set(rows(*marks)), set(rows(*ballots))]
    db.session.rollback()
    return held


NAIVE = (("naive_marks", "person"), ("naive_ballots", "token"))
OURS = (("issued", "person_id"), ("sealed_ballots", "token"))


def vote_naively(voters: Sequence[str]) -> History:
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive_marks (id TEXT, person TEXT)"))
        connection.execute(text("CREATE TABLE naive_ballots (id TEXT, token TEXT)"))
    write_back()  # what follows is all that the log holds
    history, backups = History(), [snapshot(*NAIVE)]
    for voter in random.sample(list(voters), len(voters)):
        history.truth[voter] = secrets.token_hex(8)
        with one_transaction():
            mark = {"id": secrets.token_hex(8), "one": voter}
            db.session.execute(text("INSERT INTO naive_marks VALUES (:id, :one)"), mark)
            ballot = {"id": secrets.token_hex(8), "one": history.truth[voter]}
            db.session.execute(text("INSERT INTO naive_ballots VALUES (:id, :one)"), ballot)
        backups.append(snapshot(*NAIVE))
    look(history, *NAIVE)
    history.came_together = together(backups)
    return history


@dataclass(frozen=True)
class Held:
    """A secret poll that was held, what the attacker has of it, and what is left after the count."""

    meanwhile: History
    afterwards: History
    from_log: History


def hold(party: builders.Party, keys: Path, database: Path | None, folder: Path) -> Held:
    """Hold a secret poll of 60 voters, with a backup after every act; the log is kept before the count."""
    with one_transaction():
        hall = halls.fill_hall(party, voters=VOTERS)
        poll_id = secret_halls.begin(hall, secret_halls.prepared(hall), keys=keys).id
        phrases = secret_halls.note_words(hall, poll_id, keys=keys)
    write_back()
    backups, voters = [snapshot(*OURS)], {}
    for viewer in random.sample(hall.voters, VOTERS):
        with one_transaction():
            voters[viewer.id] = secret_halls.check_in(viewer, poll_id, keys=keys)
        backups.append(snapshot(*OURS))
    with one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys)
    events = db.session.scalar(select(func.count()).select_from(Event))
    mails = db.session.scalar(select(func.count()).select_from(Mail))
    assert silence.is_any()
    for person_id in random.sample(list(voters), VOTERS):
        with one_transaction():
            secret_halls.cast(poll_id, voters[person_id].vote(random.randrange(3)), keys=keys)
        backups.append(snapshot(*OURS))
    assert db.session.scalar(select(func.count()).select_from(Event)) == events
    assert db.session.scalar(select(func.count()).select_from(Mail)) == mails
    truth = {person_id: voter.token.hex() for person_id, voter in voters.items()}
    meanwhile, afterwards, from_log = History(dict(truth)), History(dict(truth)), History(dict(truth))
    look(meanwhile, *OURS)
    meanwhile.came_together = together(backups)
    if database is not None:
        queries = [f"SELECT {column} FROM {table}" for table, column in OURS]
        commits = list(commits_in_log(database, folder, queries))
        assert len(commits) > 2 * VOTERS
        from_log.came_together = together(commits)
    with one_transaction():
        secret_halls.close(hall, poll_id)
    with one_transaction():
        secret_halls.count(hall, poll_id, passphrases={1: phrases[1], 2: phrases[2]}, keys=keys)
    look(afterwards, *OURS)
    return Held(meanwhile, afterwards, from_log)


@pytest.fixture
def database(open_app: Flask) -> Iterator[Path | None]:
    if not is_sqlite():
        yield None
        return
    # Not the engine's, which remembers the first database its application had.
    file = Path(make_url(open_app.config["SETTINGS"].database_url).database or "")
    # When the last connection goes, so does the log that is read here: this one stays.
    with closing(sqlite3.connect(file)) as kept_open:
        kept_open.execute("SELECT 1 FROM people").fetchone()
        yield file


def test_no_ballot_is_linked_to_its_voter_where_the_naive_schema_gives_all(
    party: builders.Party, tmp_path: Path, database: Path | None, caplog: pytest.LogCaptureFixture
) -> None:
    naive = vote_naively([secrets.token_hex(8) for _ in range(VOTERS)])
    assert [found(way, naive) for way in (by_order, by_transaction, by_difference)] == [VOTERS] * 3
    if database is not None:
        queries = [f"SELECT {column} FROM {table}" for table, column in NAIVE]
        replayed = History(naive.truth)
        replayed.came_together = together(list(commits_in_log(database, tmp_path, queries)))
        assert found(by_difference, replayed) == VOTERS

    caplog.set_level(logging.INFO)
    assert_unlinked(hold(party, tmp_path / "keys", database, tmp_path))
    assert caplog.messages == []


@pytest.mark.long
@pytest.mark.parametrize("time", range(20))
def test_no_ballot_is_linked_to_its_voter_twenty_times(
    party: builders.Party, tmp_path: Path, database: Path | None, time: int
) -> None:
    random.seed(time)
    assert_unlinked(hold(party, tmp_path / "keys", database, tmp_path))


def assert_unlinked(held: Held) -> None:
    """Find none of the 60 by any way, and ballots that all have one size."""
    for history in (held.meanwhile, held.afterwards, held.from_log):
        if history.marks_as_stored:
            assert [found(way, history) for way in (by_order, by_transaction)] == [0, 0]
        assert history.came_together == []
        assert found(by_difference, history) == 0
    assert held.afterwards.ballots_by_transaction == sorted(held.afterwards.truth.values())
    sizes = {len(body) for body in db.session.scalars(select(SealedBallot.body))}
    sizes |= {len(blinded) for blinded in db.session.scalars(select(IssuedToken.blinded))}
    assert len(sizes) == 2
