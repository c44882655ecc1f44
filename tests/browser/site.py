"""A motionflow that really serves: its own processes, the example loaded, and a way in for anyone of it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask

from motionflow import clock, create_app
from motionflow.db import db
from motionflow.services import people
from motionflow.services.example import cast
from motionflow.transaction import writing
from tests.databases import settings_for
from tests.test_server import ROOT, Running, environment, serving

_PRINTED_LINK = re.compile(r"^  (\w[\w ]*\w) +(http\S+)$", re.MULTILINE)


class Site:
    """Where the pages are, and the links that sign somebody in."""

    def __init__(self, running: Running, app: Flask) -> None:
        self._app = app
        self.address = f"http://127.0.0.1:{running.port}"
        self.role_links: dict[str, str] = dict(_PRINTED_LINK.findall(running.said))

    def link_for(self, name: str) -> str:
        """Return an address at which someone of the example signs in, as in the mail she gets."""
        with self._app.app_context(), writing():
            person = people.find_person_by_address(cast.address_of(name))
            assert person is not None, f"{name} is not in the example"
            token = people.make_link(person.id, at=clock.now(), lifetime=timedelta(hours=1), is_reusable=True)
        return f"{self.address}/logg-inn/{token}"


@contextmanager
def example_site(database_url: str, home: Path) -> Iterator[Site]:
    """Load the example into a migrated database and serve it."""
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "motionflow", "demo"]
    subprocess.run(
        command, check=True, cwd=ROOT, env=environment(database_url, home=home), stdout=subprocess.DEVNULL
    )
    app = create_app(settings_for(database_url, home=home))
    with serving(database_url, home) as running:
        yield Site(running, app)
    with app.app_context():
        db.engine.dispose()
