"""A branch meeting that is open now, and a signed-in browser for each person in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from motionflow import clock
from motionflow.db import db
from motionflow.domain.polls import Channel
from motionflow.models import OpenBallot, Poll
from motionflow.services import polls
from motionflow.services.access import Viewer
from motionflow.transaction import writing
from tests.services import builders, halls
from tests.services.builders import Party
from tests.services.halls import Hall
from tests.web import browsing

NOW = clock.now()
BEGUN = NOW - timedelta(minutes=30)
BOTH = frozenset({Channel.ONLINE, Channel.HANDS})


def make_hall() -> tuple[Party, Hall]:
    """A branch meeting that is open now, with four voters in it."""
    party = builders.make_party(NOW - timedelta(days=400))
    return party, halls.fill_hall(party, voters=4, at=BEGUN, starts_at=BEGUN)


@dataclass
class Room:
    """The application, the hall, and a signed-in browser for each person who was asked for."""

    app: Flask
    party: Party
    hall: Hall
    _browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def browser(self, viewer: Viewer) -> FlaskClient:
        if viewer.id not in self._browsers:
            self._browsers[viewer.id] = self.app.test_client()
            browsing.sign_in(self._browsers[viewer.id], self.app, viewer.id)
        return self._browsers[viewer.id]

    @property
    def page(self) -> str:
        return f"/mote/{self.hall.meeting_id}/rom"

    @property
    def part(self) -> str:
        return f"/mote/{self.hall.meeting_id}/delta"

    def plan(self, *, is_open: bool = True, **others: object) -> str:
        """Return the id of a poll that is open, or only prepared."""
        with self.app.app_context(), writing():
            poll = halls.prepare(self.hall, halls.plan(self.hall, at=BEGUN, **others), at=NOW)
            return halls.open_(self.hall, poll, at=NOW).id if is_open else poll.id

    def send(self, viewer: Viewer, path: str, *, page: str = "", **typed: str) -> TestResponse:
        """Send a form with the token and a key of the page it stands on."""
        browser = self.browser(viewer)
        shown = browser.get(page or self.part).text
        fields = browsing.fields_of(shown, with_field="form_key")
        sent = {"csrf_token": fields["csrf_token"], "form_key": fields["form_key"]} | typed
        return browser.post(path, data=sent)

    def vote(self, viewer: Viewer, poll_id: str, option: str, **typed: str) -> TestResponse:
        return self.send(viewer, f"/votering/{poll_id}/stem", option=option, **typed)

    def press(self, viewer: Viewer, poll_id: str, act: str, **typed: str) -> TestResponse:
        """Press a button of the room, with the version that the page shows."""
        seen = {"seen": str(self.version(poll_id))} | typed
        return self.send(viewer, f"/votering/{poll_id}/{act}", page=self.page, **seen)

    def version(self, poll_id: str) -> int:
        with self.app.app_context():
            return db.session.get_one(Poll, poll_id).version

    def ballots(self, poll_id: str) -> list[str]:
        with self.app.app_context():
            rows = select(OpenBallot.option).where(OpenBallot.poll_id == poll_id)
            return sorted(db.session.scalars(rows))

    def poll(self, poll_id: str) -> Poll:
        with self.app.app_context():
            return polls.get_poll_for(self.hall.chair, poll_id)

    def act(self, do: Callable[[], object]) -> None:
        with self.app.app_context(), writing():
            do()
