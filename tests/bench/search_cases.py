"""Searching where there are 100,000 cases, against 1,000: words that many have and words that few have."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from motionflow import create_app
from motionflow.db import db, new_id, upgrade
from motionflow.domain.flow import Arrival, StepState
from motionflow.domain.searching import EntryKind
from motionflow.models import Motion, MotionText, SearchEntry, Step
from motionflow.services import search
from motionflow.transaction import writing
from tests.bench.measuring import Figure, milliseconds
from tests.databases import settings_for
from tests.services import builders
from tests.services.builders import Party

NAME = "search_100000"
MANY, FEW = 100_000, 1_000
MOST_TIMES = 3.0
AT_A_TIME = 10_000
_FIRST = datetime(2019, 1, 2, 17, 0, tzinfo=UTC)
_THINGS = ("skole", "gangvei", "bokbuss", "lekeplass", "svømmehall", "gatelys", "sykehjem", "kulturhus")
_PLACES = ("Nordbygda", "Sørbygda", "Fjellgrenda", "Elvemo", "Tangen", "Åsen", "Dalen", "Neset", "Haugen")
# A word that every case has, one that an eighth has, two at once, and one that a single case has.
_ASKED = ("kommunen", "bokbussen", "gangvei Elvemo", "forslag nummer 777")


def measure() -> Figure:
    """Return the time of four searches as a secretary of the branch makes them."""
    with ExitStack() as open_things:
        many = open_things.enter_context(_searching(MANY))
        few = open_things.enter_context(_searching(FEW))
        took, baseline, ratio = milliseconds(many, few, rounds=11, calls=3)
    return Figure(NAME, took, "ms", baseline, ratio, MOST_TIMES, is_kept=ratio <= MOST_TIMES)


@contextmanager
def _searching(count: int) -> Iterator[Callable[[], object]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        app = create_app(settings_for(f"sqlite:///{home / 'bench.sqlite3'}", home=home))
        upgrade(app)
        with app.app_context(), writing():
            party = builders.make_party()
            for start in range(0, count, AT_A_TIME):
                _add_cases(party, range(start + 1, min(count, start + AT_A_TIME) + 1))

        def ask() -> None:
            with app.app_context():
                for typed in _ASKED:
                    found = search.search(party.branch_secretary, typed)
                    assert found.hits, typed

        yield ask
        with app.app_context():
            db.engine.dispose()


def _add_cases(party: Party, numbers: range) -> None:
    """Add cases by hand, since the services would make a paper for each."""
    rows: dict[type, list[dict[str, object]]] = {
        table: [] for table in (Motion, MotionText, Step, SearchEntry)
    }
    for number in numbers:
        started = _FIRST + timedelta(minutes=number)
        thing, place = _THINGS[number % len(_THINGS)], _PLACES[number % len(_PLACES)]
        title = f"Forslag nummer {number}: {thing} i {place}"
        text = f"Kommunen setter av penger til {thing} i {place} i budsjettet for neste år."
        motion_id, step_id, by = new_id(), new_id(), party.member.id
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
        rows[Step].append(
            {
                "id": step_id,
                "motion_id": motion_id,
                "body_id": party.branch_id,
                "number": 1,
                "state": StepState.INBOX,
                "arrival": Arrival.HANDED_IN,
                "received_text": text,
                "received_at": started,
                "sent_by_id": by,
                "version": 1,
            }
        )
        rows[SearchEntry].append(
            {
                "kind": EntryKind.TEXT,
                "subject_id": motion_id,
                "motion_id": motion_id,
                "step_id": step_id,
                "is_inside": False,
                "on": started.date(),
                "title": title,
                "content": text,
            }
        )
    for table, given in rows.items():
        db.session.execute(insert(table), given)
