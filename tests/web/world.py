"""A party at work today, the browsers of its people, and everything that its database holds."""

import html
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from motionflow import clock
from motionflow.domain.deadlines import day_in_oslo, moment_in_oslo
from motionflow.domain.errors import Code, Obstacle
from motionflow.domain.flow import Route
from motionflow.i18n import words
from motionflow.labels import sentence
from motionflow.services.access import Viewer
from motionflow.transaction import writing
from tests.contents import fingerprints
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import Party
from tests.web import browsing

NOW = clock.now()
LAST_MONTH = NOW - timedelta(days=40)
HELD_ON = day_in_oslo(NOW) - timedelta(days=10)
HELD = moment_in_oslo(HELD_ON, time(18, 0))


@dataclass
class World:
    """The application, its party, and one signed-in browser for each person who was asked for."""

    app: Flask
    party: Party
    kept: Kept
    _browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def browser(self, role: str) -> FlaskClient:
        """Return the browser of somebody in the party, by the name of the role in ``Party``."""
        if role not in self._browsers:
            self._browsers[role] = self.new_browser(role)
        return self._browsers[role]

    def new_browser(self, role: str) -> FlaskClient:
        """Return one more browser of somebody in the party."""
        client = self.app.test_client()
        viewer: Viewer = getattr(self.party, role)
        browsing.sign_in(client, self.app, viewer.id)
        return client

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Run a block as a request would, committed at its end."""
        with self.app.app_context(), writing():
            yield

    def everything(self) -> Mapping[str, str]:
        """Return every table's contents as a fingerprint, sessions of browsers left out."""
        with self.app.app_context():
            return fingerprints(without=("web_sessions", "sign_in_links"))


@contextmanager
def world(kept: Kept, folder: Path) -> Iterator[World]:
    """Give a party that has been at work for a year."""
    with kept.app(folder) as app:
        yield World(app, kept.fill(app, builders.make_party_of_last_year), kept)


@dataclass(frozen=True)
class Cases:
    """The ids of cases and meetings that wait for somebody."""

    in_inbox: str
    inbox_step: str
    listed: str
    listed_step: str
    decided_step: str
    council_step: str
    held: str
    coming: str
    of_the_party: str


def wait_for_people(place: World) -> Cases:
    """Return cases in the inbox, on a list, decided and with the council, and meetings held and to come.

    To be called before anything is written to the world.
    """
    made: Cases = place.kept.fill(place.app, builders.make_party_of_last_year, make_cases)
    return made


def make_cases(party: Party) -> Cases:
    """Return the cases that wait, made in the transaction that is open."""
    waiting = builders.hand_in(party, at=LAST_MONTH, title="Gatelys ved skolen")
    held = builders.call(party.branch_secretary, party.branch, starts_at=HELD, called_at=LAST_MONTH)
    listed = builders.hand_in(party, at=LAST_MONTH, title="Bokbuss")
    first = listed.steps[0]
    builders.put_on_list(party.branch_secretary, first, held, at=LAST_MONTH)
    sent = builders.hand_in(party, at=LAST_MONTH, title="Gangvei")
    second = sent.steps[0]
    builders.put_on_list(party.branch_secretary, second, held, at=LAST_MONTH, number="6.2")
    after = HELD + timedelta(hours=2)
    builders.decide(party.branch_secretary, second, meeting=held, at=after)
    at_council = builders.send_on(
        *(party.branch_secretary, second, party.council),
        text="Kommunen bygger en gangvei.",
        at=after,
        route=Route.BUDGET_TEXT,
    )
    ahead = NOW + timedelta(days=60)
    coming = builders.call(party.branch_secretary, party.branch, starts_at=ahead, called_at=NOW)
    theirs = builders.call(party.party_secretary, party.party, starts_at=ahead, called_at=NOW)
    return Cases(
        in_inbox=waiting.id,
        inbox_step=waiting.steps[0].id,
        listed=listed.id,
        listed_step=first.id,
        decided_step=second.id,
        council_step=at_council.id,
        held=held.id,
        coming=coming.id,
        of_the_party=theirs.id,
    )


def says(answer: TestResponse, code: Code, **params: object) -> bool:
    """Return whether a page says a refusal's sentence, in bokmål."""
    said = sentence(Obstacle(code, None, dict(params)), language=words("nb"))
    return said in html.unescape(answer.text)


def in_two_months() -> datetime:
    """Return a moment in which a meeting can be called."""
    return moment_in_oslo(day_in_oslo(NOW) + timedelta(days=60), time(18, 0))
