"""Reading never writes and holds nothing open; what the database refuses is never a fault of ours."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import RawIOBase
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import url_for
from psycopg.errors import DeadlockDetected, LockNotAvailable, SerializationFailure
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.money import LineKind
from motionflow.models import AgendaItem, Decision, Membership, Motion, Paper, Step
from motionflow.services import budget_lines, jobs, motions, proposals
from motionflow.services.budget_lines import LineGiven
from motionflow.services.proposals import Frame
from tests.kept import Kept
from tests.services import amending, polled, promised
from tests.web.browsing import fields_of
from tests.web.world import NOW, Cases, World, wait_for_people, world

WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b|.*\bFOR UPDATE\b", re.I | re.DOTALL
)
ROLES = ("anonymous", "branch_secretary", "administrator", "member", "councillor")


@dataclass(frozen=True)
class Place:
    """A world, and an address for every page of it."""

    world: World
    cases: Cases
    ids: dict[str, str]

    def pages(self) -> list[str]:
        with self.world.app.test_request_context():
            rules = [each for each in self.world.app.url_map.iter_rules() if "GET" in (each.methods or ())]
            values: list[dict[str, Any]] = [
                {name: self.ids[name] for name in rule.arguments} for rule in rules
            ]
            return [url_for(rule.endpoint, **each) for rule, each in zip(rules, values, strict=True)]


@pytest.fixture(scope="module")
def place(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with world(kept, tmp_path_factory.mktemp("world")) as made:
        cases, party = wait_for_people(made), made.party
        with made.writing():
            upload = motions.keep_upload(party.member, b"Hei", name="a.txt", body=party.branch, at=NOW)
            db.session.get_one(Motion, cases.in_inbox).original = upload
            ids = {
                "motion_id": cases.in_inbox,
                "step_id": cases.listed_step,
                "meeting_id": cases.held,
                "body_id": party.branch_id,
                "person_id": party.member.id,
                "upload_id": upload.id,
                "token": "no-such-token",
                "filename": "app.css",
                "theme": "health",
                "key": "versjon-1",
            }
            decision = db.session.scalars(
                select(Decision).where(Decision.step_id == cases.decided_step)
            ).one()
            promise = promised.promise(
                party.branch_secretary, decision, body=party.branch, due_on=day_in_oslo(NOW), at=NOW
            )
            figure = promised.figure(party.branch_secretary, decision.step.motion_id, at=NOW)
            bought = LineGiven(LineKind.COST, "Bokbuss", 2030, (800_000, 0, 0, 0))
            line = budget_lines.add_line(party.branch_secretary, cases.listed_step, given=bought, at=NOW)
            job = jobs.ask_for_dossier(party.branch_secretary, cases.in_inbox, at=NOW)
            ids |= {"line_id": line.id, "job_id": job.id} | polled.ids_of(party, cases.held, at=NOW)
            step = db.session.get_one(Step, cases.listed_step)
            amendment, recommendation = amending.kept_on(party.member, step, at=NOW)
            ids |= {"amendment_id": amendment.id, "recommendation_id": recommendation.id}
            frame = Frame("Kommunedirektørens forslag", ("Ap",), reserve_before=12_000_000)
            proposal = proposals.start_proposal(party.councillor, party.group, year=2030, frame=frame, at=NOW)
            point = proposals.add_point(party.councillor, proposal.id, text="Sak om bokbuss.", at=NOW)
            ids |= {"proposal_id": proposal.id, "point_id": point.id, "other_id": "0" * 16}
            ids |= {"decision_id": decision.id, "commitment_id": promise.id, "indicator_id": figure.id}
            for name, table in (("item_id", AgendaItem), ("paper_id", Paper), ("membership_id", Membership)):
                ids[name] = db.session.scalars(select(table.id)).first() or ""
        yield Place(made, cases, ids)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Note every statement that reaches the database."""
    found: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def engine_of(place: Place) -> Engine:
    with place.world.app.app_context():
        return db.engine


def checked_out(engine: Engine) -> int:
    """Return how many connections are in use."""
    count: int = engine.pool.checkedout()  # type: ignore[attr-defined]  # every pool of ours counts
    return count


@pytest.mark.parametrize("role", ROLES)
def test_no_page_writes_to_the_database_locks_anything_in_it_or_stays_connected(
    place: Place, role: str
) -> None:
    browser = place.world.app.test_client() if role == "anonymous" else place.world.browser(role)
    engine = engine_of(place)
    opened = 0
    for path in place.pages():
        for method in ("GET", "HEAD") if role == "branch_secretary" else ("GET",):
            with statements(engine) as found:
                answer = browser.open(path, method=method)
            answer.close()
            assert checked_out(engine) == 0, (method, path)
            opened += answer.status_code == 200
            assert [each for each in found if WRITES.match(each)] == [], (method, path)
            assert not any("IMMEDIATE" in each for each in found), (method, path)
    assert opened > 5


def test_what_counts_writing_counts_it(place: Place) -> None:
    browser = place.world.browser("member")
    path = f"/sak/{place.cases.in_inbox}"
    form = fields_of(browser.get(path).text, action=f"{path}/slutt-a-folge")
    with statements(engine_of(place)) as found:
        browser.post(f"{path}/slutt-a-folge", data=form)
    assert any(WRITES.match(each) for each in found)


def test_no_form_leaves_a_transaction_or_a_connection_behind(place: Place) -> None:
    browser, engine = place.world.browser("branch_secretary"), engine_of(place)
    token = fields_of(browser.get("/nytt-forslag").text, with_field="title")
    for data in (token, token | {"title": "a" * 3_000_000}, {"csrf_token": "x"}):
        browser.post("/nytt-forslag", data=data).close()
        assert checked_out(engine) == 0


# What the database refuses

REFUSALS = {
    "taken": (IntegrityError("x", {}, Exception("duplicate key, Terje Hemmelig")), 409),
    "changed": (StaleDataError("version"), 409),
    "deadlock": (OperationalError("x", {}, DeadlockDetected()), 503),
    "serialization": (OperationalError("x", {}, SerializationFailure()), 503),
    "lock timeout": (OperationalError("x", {}, LockNotAvailable()), 503),
    "locked": (OperationalError("x", {}, Exception("database is locked")), 503),
    "data": (DataError("x", {}, Exception("Terje Hemmelig")), 500),
}


@pytest.mark.parametrize("at_commit", [False, True])
@pytest.mark.parametrize("name", REFUSALS)
def test_what_the_database_refuses_gets_a_page_and_leaves_nothing(
    place: Place, name: str, at_commit: bool, caplog: pytest.LogCaptureFixture
) -> None:
    error, status = REFUSALS[name]
    browser = place.world.browser("branch_secretary")
    form = fields_of(browser.get("/nytt-forslag").text, with_field="title")
    typed = form | {"title": "Hemmelig tittel", "proposed_decision": "Noe."}
    before = place.world.everything()

    def refuse(_session: object, *_: object) -> None:
        raise error

    moment = "before_commit" if at_commit else "after_flush"
    event.listen(db.session, moment, refuse)
    try:
        answer = browser.post("/nytt-forslag", data=typed)
    finally:
        event.remove(db.session, moment, refuse)

    assert answer.status_code == status
    assert "<h1" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Terje Hemmelig" not in answer.text + caplog.text
    assert "Hemmelig tittel" not in caplog.text
    assert place.world.everything() == before
    assert engine_of(place).pool.checkedout() == 0  # type: ignore[attr-defined]  # likewise
    assert browser.post("/nytt-forslag", data=typed).status_code == 303  # the same form, sent again


class SlowBody(RawIOBase):
    """A body that notes how far the database had come when its last byte was read."""

    def __init__(self, content: bytes, statements: list[str]) -> None:
        self._left, self._statements, self._at = content, statements, 0
        self.asked_meanwhile: list[str] = []

    def readable(self) -> bool:
        return True

    def seek(self, to: int, whence: int = 0) -> int:
        self._at = len(self._left) if whence == 2 else to  # the client asks how long it is
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, target: Any) -> int:
        part, self._left = self._left[: len(target)][:64], self._left[64:]
        target[: len(part)] = part
        self.asked_meanwhile = list(self._statements)
        return len(part)


def test_whoever_sends_slowly_holds_up_nobody(place: Place) -> None:
    browser = place.world.browser("branch_secretary")
    form = fields_of(browser.get("/nytt-forslag").text, with_field="title") | {"title": "a" * 500}
    content = urlencode(form).encode()
    with statements(engine_of(place)) as found:
        body = SlowBody(content, found)
        kind = "application/x-www-form-urlencoded"
        answer = browser.post("/nytt-forslag", input_stream=body, content_type=kind)
    assert answer.status_code == 422  # it was read to its end: only the proposed decision is missing
    assert body.asked_meanwhile == []
    assert found


def test_a_database_that_is_gone_gets_a_page_that_asks_it_nothing(place: Place) -> None:
    browser = place.world.browser("branch_secretary")
    with place.world.app.app_context():
        engine = db.engine

    def refuse(*_: object) -> None:
        raise OperationalError("connect", {}, Exception("gone"), connection_invalidated=True)

    event.listen(engine, "before_cursor_execute", refuse)
    try:
        answers = [browser.get("/mine-saker"), browser.post("/nytt-forslag", data={"form_key": "k1"})]
    finally:
        event.remove(engine, "before_cursor_execute", refuse)
    for answer in answers:
        assert answer.status_code == 503
        assert "Databasen svarer ikke" in answer.text
    assert browser.get("/").status_code == 200
