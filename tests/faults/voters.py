"""Voters who vote over the net at a server that may die under them, and their ledger of what they were told.

Three things can be told: *accepted*, *refused*, or nothing at all, which is *unknown*. What was accepted last
must be stored; what was refused must not; what is unknown is there or not, and settled by trying again.
"""

import http.client
import json
import random
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from html import escape
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from motionflow import clock
from motionflow.db import db
from motionflow.i18n import words
from motionflow.models import OpenBallot, Poll
from motionflow.services import counting, people
from motionflow.services.access import Viewer
from motionflow.transaction import writing
from tests.services import builders, halls
from tests.services.halls import Hall

_NOT_KNOWN = words("nb")(
    "The database does not answer. Look in a moment whether it was saved, before you try again."
)


class Told(StrEnum):
    """What a voter was told."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Attempt:
    """A vote as it was sent, and what was told."""

    option: str
    key: str
    told: Told
    status: int = 0


class Browser:
    """A signed-in browser of one person; several may be the same person's."""

    def __init__(self, app: Flask, viewer: Viewer, port: int) -> None:
        self.viewer = viewer
        self._port = port
        raw = secrets.token_hex(20)
        with app.app_context(), writing():
            link = people.make_link(viewer.id, at=clock.now())
            token = people.sign_in(link, at=clock.now(), allows_reusable=False)
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        signed = serializer.dumps({"_user_id": token, "_fresh": True, "_permanent": True, "csrf_token": raw})
        name = app.config["SESSION_COOKIE_NAME"]
        self._headers = {
            "Cookie": f"{name}={signed}",
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._csrf = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)

    def post(self, path: str, **typed: str) -> tuple[int, str]:
        """Send a form and return status and answer. Raises ``OSError`` when the net is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            body = urlencode({"csrf_token": self._csrf, **typed})
            connection.request("POST", path, body, self._headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except http.client.HTTPException as broken:
            raise OSError(str(broken)) from broken
        finally:
            connection.close()

    def vote(self, poll_id: str, option: str, *, key: str = "") -> Attempt:
        """Vote, and return what was told."""
        key = key or secrets.token_urlsafe(12)
        try:
            status, said = self.post(f"/votering/{poll_id}/stem", option=option, form_key=key)
        except OSError:
            return Attempt(option, key, Told.UNKNOWN)
        if status == 200:
            assert json.loads(said) == {"option": option}, said
            return Attempt(option, key, Told.ACCEPTED, status)
        assert status in (409, 422, 503), f"{status}: {said[:300]}"
        if status == 503 and escape(_NOT_KNOWN) in said:
            return Attempt(
                option, key, Told.UNKNOWN, status
            )  # it was gone in the middle of a commit, perhaps
        return Attempt(option, key, Told.REFUSED, status)


@dataclass
class Ledger:
    """What each voter sent in one poll, in order."""

    attempts: dict[str, list[Attempt]] = field(default_factory=dict)

    def note(self, person_id: str, attempt: Attempt) -> None:
        """Write an attempt down."""
        self.attempts.setdefault(person_id, []).append(attempt)

    def faults(self, stored: dict[str, str]) -> list[str]:
        """Return each way in which what is stored does not fit what the voters were told."""
        found = []
        for person_id, attempts in self.attempts.items():
            possible: set[str | None] = {None}
            for attempt in attempts:
                if attempt.told is Told.ACCEPTED:
                    possible = {attempt.option}
                elif attempt.told is Told.UNKNOWN:
                    possible.add(attempt.option)
            if stored.get(person_id) not in possible:
                found.append(f"stored {stored.get(person_id)}, told {attempts}")
        return found + [f"nobody sent {each}" for each in stored.keys() - self.attempts.keys()]


class Booth:
    """A hall whose voters have browsers, and polls that are opened one after the other."""

    def __init__(self, app: Flask, *, voters: int, port: int, browsers_each: int = 1) -> None:
        self.app = app
        with app.app_context(), writing():
            now = clock.now()
            party = builders.make_party()
            self.hall: Hall = halls.fill_hall(party, voters=voters, at=now, starts_at=now)
        self.browsers = [
            [Browser(app, voter, port) for _ in range(browsers_each)] for voter in self.hall.voters
        ]
        self.chair = Browser(app, self.hall.chair, port)

    def open_poll(self, *, may_change_vote: bool = True, minutes: int | None = None) -> str:
        """Return the id of a poll that has just been opened."""
        with self.app.app_context(), writing():
            at = clock.now()
            poll = halls.plan(self.hall, at=at, may_change_vote=may_change_vote)
            closes = None if minutes is None else at + timedelta(minutes=minutes)
            return halls.open_(self.hall, poll, at=at, closes_at=closes).id

    def end_poll(self, poll_id: str) -> dict[str, int]:
        """Close the poll, if nobody has, count it and return the votes per option."""
        with self.app.app_context(), writing():
            poll = db.session.get_one(Poll, poll_id)
            poll = halls.count(self.hall, poll, at=clock.now())
            tally = counting.tally_of(poll)
            return {**tally.votes, "blank": tally.blanks}

    def stored(self, poll_id: str) -> dict[str, str]:
        """Return what each voter's stored vote is."""
        with self.app.app_context():
            rows = select(OpenBallot.person_id, OpenBallot.option).where(OpenBallot.poll_id == poll_id)
            return {row.person_id: row.option for row in db.session.execute(rows)}

    def vote_until_dead(self, poll_id: str, ledger: Ledger, *, most: int, dice: random.Random) -> None:
        """Let all vote at once and change their minds, until nobody answers or each has sent ``most``."""
        seeds = [dice.random() for _ in self.browsers]

        def vote(number: int) -> None:
            own = random.Random(seeds[number])
            browser = self.browsers[number][0]
            for _ in range(most):
                attempt = browser.vote(poll_id, own.choice(("for", "against", "blank")))
                ledger.note(browser.viewer.id, attempt)
                if attempt.told is not Told.ACCEPTED:
                    return

        with ThreadPoolExecutor(len(self.browsers)) as threads:
            list(threads.map(vote, range(len(self.browsers))))

    def settle(self, poll_id: str, ledger: Ledger) -> int:
        """Send again what nobody answered, by the same form; return how many there were."""
        settled = 0
        for each in self.browsers:
            attempts = ledger.attempts.get(each[0].viewer.id, [])
            if attempts and attempts[-1].told is Told.UNKNOWN:
                again = each[0].vote(poll_id, attempts[-1].option, key=attempts[-1].key)
                assert again.told is not Told.UNKNOWN, "the server is up and does not answer"
                ledger.note(each[0].viewer.id, again)
                settled += 1
        return settled


@contextmanager
def let_go(app: Flask) -> Iterator[None]:
    """Close our own connections afterwards, so that a database can be killed or copied."""
    yield
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
