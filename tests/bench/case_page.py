"""The case page, signed in, against a bare page with the same sections and as many bytes."""

import tempfile
from pathlib import Path

from sqlalchemy import select

from motionflow import clock, create_app
from motionflow.db import db, upgrade
from motionflow.models import Motion
from motionflow.services import example, people
from motionflow.transaction import writing
from tests.bench.bare_page import bare_app
from tests.bench.browser import asker
from tests.bench.measuring import Figure, milliseconds
from tests.databases import settings_for

NAME = "case_page_signed_in"
LEAST_SHARE = 0.6


def measure() -> Figure:
    """Return the rate of the example's oldest case's page, as its branch's secretary sees it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url = f"sqlite:///{home / 'bench.sqlite3'}"
        app = create_app(settings_for(url, home=home))
        upgrade(app)
        with app.app_context(), writing():
            example.load_example(at=clock.now(), progress=lambda line: None)
        with app.app_context():
            motion_id = db.session.scalars(select(Motion.id).order_by(Motion.started_at)).first()
            address = dict(example.ROLES)["branch secretary"]
            person = people.find_person_by_address(address)
            assert person is not None
            person_id = person.id
        ours = asker(app, f"/sak/{motion_id}", person_id=person_id)
        wanted = len(ours())
        bare = asker(bare_app(url, person_id=person_id, bytes_wanted=wanted), f"/{motion_id}")
        bare()
        assert len(bare()) == wanted
        took, baseline, ratio = milliseconds(ours, bare, rounds=15, calls=10)
        with app.app_context():
            db.engine.dispose()
    share = 1 / ratio
    return Figure(
        NAME, 1000 / took, "pages/s", 1000 / baseline, share, LEAST_SHARE, is_kept=share >= LEAST_SHARE
    )
