"""The list of cases where there are 10,000 of them, against 100."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from motionflow import create_app
from motionflow.db import db, new_id, upgrade
from motionflow.domain.flow import Arrival, Outcome, StepState
from motionflow.models import Decision, Motion, MotionText, Mover, Step
from motionflow.transaction import writing
from tests.bench.browser import Ask, asker
from tests.bench.measuring import Figure, milliseconds
from tests.databases import settings_for
from tests.services import builders
from tests.services.builders import Party

NAME = "case_list_of_10000"
MANY, FEW = 10_000, 100
MOST_TIMES = 2.0
_FIRST = datetime(2019, 1, 2, 17, 0, tzinfo=UTC)


def measure() -> Figure:
    """Return the time of the first page of the list, as a secretary of the branch sees it."""
    with ExitStack() as open_things:
        many = open_things.enter_context(_list_of(MANY))
        few = open_things.enter_context(_list_of(FEW))
        took, baseline, ratio = milliseconds(many, few, rounds=15, calls=10)
    return Figure(NAME, took, "ms", baseline, ratio, MOST_TIMES, is_kept=ratio <= MOST_TIMES)


@contextmanager
def _list_of(count: int) -> Iterator[Ask]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        app = create_app(settings_for(f"sqlite:///{home / 'bench.sqlite3'}", home=home))
        upgrade(app)
        with app.app_context(), writing():
            party = builders.make_party()
            _add_cases(party, count)
        yield asker(app, "/saker", person_id=party.branch_secretary.id)
        with app.app_context():
            db.engine.dispose()


def _add_cases(party: Party, count: int) -> None:
    """Add cases by hand, since the services would make a paper for each: half have reached the party."""
    rows: dict[type, list[dict[str, object]]] = {
        table: [] for table in (Motion, MotionText, Mover, Step, Decision)
    }
    for number in range(1, count + 1):
        started = _FIRST + timedelta(minutes=number)
        title, text = f"Forslag nummer {number}", f"Kommunen gjør det som står i forslag {number}."
        motion_id, step_id = new_id(), new_id()
        rows[Motion].append(
            {
                "id": motion_id,
                "founding_body_id": party.branch_id,
                "year": 2019,
                "number": number,
                "title": title,
                "started_at": started,
                "version": 1,
            }
        )
        by = party.member.id
        rows[MotionText].append(
            {
                "motion_id": motion_id,
                "version": 1,
                "title": title,
                "grounds": "",
                "proposed_decision": text,
                "written_at": started,
                "written_by_id": by,
            }
        )
        rows[Mover].append({"id": new_id(), "motion_id": motion_id, "person_id": by})
        is_sent_on = number % 2 == 0
        rows[Step].append(
            _step(step_id, motion_id, party.branch_id, 1, text, started, by, is_ended=is_sent_on)
        )
        if is_sent_on:
            rows[Step].append(_step(new_id(), motion_id, party.party_id, 2, text, started, by))
            rows[Decision].append(
                {
                    "id": new_id(),
                    "step_id": step_id,
                    "number": 1,
                    "decided_on": started.date(),
                    "outcome": Outcome.ADOPTED,
                    "operative_text": text,
                    "recorded_at": started,
                    "recorded_by_id": by,
                }
            )
    for table, given in rows.items():
        db.session.execute(insert(table), given)


def _step(
    step_id: str,
    motion_id: str,
    body_id: str,
    number: int,
    text: str,
    at: datetime,
    by: str,
    *,
    is_ended: bool = False,
) -> dict[str, object]:
    return {
        "id": step_id,
        "motion_id": motion_id,
        "body_id": body_id,
        "number": number,
        "state": StepState.DECIDED if is_ended else StepState.INBOX,
        "arrival": Arrival.HANDED_IN if number == 1 else Arrival.FORWARDED,
        "received_text": text,
        "received_at": at,
        "sent_by_id": by,
        "ended_at": at if is_ended else None,
        "ended_by_id": by if is_ended else None,
        "version": 1,
    }
