"""The quick way for votes takes what the ordinary one would take and nothing else; the rest goes on to it."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Delete, Update, delete, update
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from motionflow import clock, create_app
from motionflow.db import db, writers_engine
from motionflow.domain.errors import NotFound, RuleBroken
from motionflow.domain.polls import PollState, Secrecy
from motionflow.models import Attendance, Membership, OpenBallot, Poll, RollEntry, WebSession
from motionflow.services import ballots
from motionflow.services.ballot_questions import TAKES
from motionflow.services.ballots import Slip
from motionflow.services.sessions import asked
from motionflow.transaction import writing
from motionflow.web.casting import QuickVotes
from tests.databases import Databases, settings_for
from tests.services import builders, halls
from tests.services.halls import Hall
from tests.web import browsing
from tests.web.looking import lost_answers

ORDINARY = 299


@dataclass
class Desk:
    """A hall with an open poll, where whatever is not taken quickly is answered with ``ORDINARY``."""

    app: Flask
    hall: Hall
    poll_id: str
    quick: Client
    cookies: dict[str, str]
    tokens: dict[str, str]

    def vote(
        self, number: int, option: str = "for", *, to: str = "/stem", key: str = "k", **changed: object
    ) -> TestResponse:
        """Send a vote as a page's script does, with something changed."""
        who = self.hall.voters[number].id
        form = {"csrf_token": self.tokens[who], "option": option, "form_key": key}
        form |= changed.pop("form", {})  # type: ignore[call-overload]
        headers = {"Accept": "application/json", "Cookie": f"motionflow={self.cookies[who]}"}
        headers |= changed.pop("headers", {})  # type: ignore[call-overload]
        path = f"/votering/{self.poll_id}{to}"
        return self.quick.open(path, **{"method": "POST", "data": form, "headers": headers, **changed})

    def session_token(self, number: int) -> str:
        """Return what the cookie of a voter's browser holds."""
        cookie = self.cookies[self.hall.voters[number].id]
        held = self.app.session_interface.get_signing_serializer(self.app).loads(cookie)  # type: ignore[attr-defined]
        return str(held["_user_id"])

    def stored(self) -> dict[str, str]:
        with self.app.app_context():
            rows = db.session.query(OpenBallot).filter_by(poll_id=self.poll_id)
            return {row.person_id: row.option for row in rows}


@pytest.fixture(scope="module")
def desk(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("quick")
    with databases.copy(folder) as address:
        app = create_app(settings_for(address, home=folder))
        now = clock.now()
        with app.app_context(), writing():
            hall = halls.fill_hall(builders.make_party(now - timedelta(days=400)), at=now, starts_at=now)
            poll_id = halls.open_(hall, halls.plan(hall, at=now, may_change_vote=False), at=now).id
        cookies, tokens = {}, {}
        for viewer in (*hall.voters, hall.secretary):
            browser = app.test_client()
            browsing.sign_in(browser, app, viewer.id)
            tokens[viewer.id] = browsing.csrf(browser)
            cookie = browser.get_cookie("motionflow")
            assert cookie is not None
            cookies[viewer.id] = cookie.value
        ordinary = Response("", status=ORDINARY)
        quick = Client(QuickVotes(ordinary, app), use_cookies=False)
        yield Desk(app, hall, poll_id, quick, cookies, tokens)
        with app.app_context():
            db.engine.dispose()


def test_a_vote_in_order_is_taken_once_with_the_headers_of_every_answer(desk: Desk) -> None:
    first, again, other = desk.vote(0), desk.vote(0), desk.vote(0, "against", key="another")

    assert (first.status_code, first.json) == (again.status_code, again.json) == (200, {"option": "for"})
    assert other.status_code == ORDINARY, "a vote that cannot be changed is refused by the ordinary way"
    assert desk.stored()[desk.hall.voters[0].id] == "for"
    page = desk.app.test_client().get("/")
    kept = ("Content-Length", "Content-Type", "Vary", "Set-Cookie")
    assert {name: value for name, value in first.headers if name not in kept} == {
        name: value for name, value in page.headers if name not in kept
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"form": {"option": "perhaps"}},
        {"form": {"csrf_token": ""}},
        {"form": {"csrf_token": "forged.abc.def"}},
        {"headers": {"Cookie": ""}},
        {"headers": {"Cookie": "motionflow=forged.abc.def"}},
        {"headers": {"Accept": "text/html"}},
        {"headers": {"Host": "elsewhere.example.org"}},
        {"base_url": "https://localhost"},
        {"base_url": "https://localhost", "headers": {"Referer": "https://elsewhere.example.org/"}},
        {"method": "PUT"},
        {"content_type": "multipart/form-data"},
        {"to": "/stemt"},
        {"data": "option=for&" + "x" * 1000},
        {"data": b"\xff\x00=%00&option=for"},
    ],
    ids=str,
)
def test_what_is_not_in_order_goes_on_and_nothing_is_stored(desk: Desk, changed: dict[str, object]) -> None:
    before = desk.stored()

    assert desk.vote(1, **changed).status_code == ORDINARY  # type: ignore[arg-type]
    assert desk.stored() == before


def test_a_form_of_another_browser_goes_on(desk: Desk) -> None:
    one, other = desk.hall.voters[1].id, desk.hall.voters[2].id

    assert desk.vote(1, form={"csrf_token": desk.tokens[other]}).status_code == ORDINARY
    assert desk.vote(1, headers={"Cookie": f"motionflow={desk.cookies[other]}"}).status_code == ORDINARY
    assert not {one, other} & desk.stored().keys()


def test_a_session_that_has_ended_goes_on(desk: Desk) -> None:
    voter = desk.hall.voters[3].id
    with desk.app.app_context(), writing():
        db.session.execute(
            update(WebSession).where(WebSession.person_id == voter).values(ended_at=clock.now())
        )

    assert desk.vote(3).status_code == ORDINARY
    assert voter not in desk.stored()


def test_with_duties_a_session_of_yesterday_goes_on(desk: Desk) -> None:
    """The secretary has come into the hall, and would be on the roll of the next poll."""
    secretary, now = desk.hall.secretary.id, clock.now()
    with desk.app.app_context(), writing():
        poll = db.session.get_one(Poll, desk.poll_id)
        halls.count(desk.hall, poll, at=now)
        db.session.add(Attendance(meeting_id=desk.hall.meeting_id, person_id=secretary, came_at=now))
        later = clock.now() + timedelta(seconds=1)
        desk.poll_id = halls.open_(desk.hall, halls.plan(desk.hall, at=later), at=later).id
    sent = {"form": {"csrf_token": desk.tokens[secretary]}}
    sent["headers"] = {"Cookie": f"motionflow={desk.cookies[secretary]}"}
    for hours, status in ((13, ORDINARY), (1, 200)):
        with desk.app.app_context(), writing():
            ages = update(WebSession).where(WebSession.person_id == secretary)
            db.session.execute(ages.values(made_at=clock.now() - timedelta(hours=hours)))

        assert desk.vote(0, **sent).status_code == status  # type: ignore[arg-type]
        assert (secretary in desk.stored()) == (status == 200)


def _leave(desk: Desk, voter: str) -> Update:
    return update(Attendance).where(Attendance.person_id == voter).values(left_at=clock.now())


def _off_the_roll(desk: Desk, voter: str) -> Delete:
    return delete(RollEntry).where(RollEntry.poll_id == desk.poll_id, RollEntry.person_id == voter)


def _silenced(desk: Desk, voter: str) -> Update:
    """The poll before this one, on whose roll she is too, becomes an open secret one."""
    secret = {"secrecy": Secrecy.SECRET, "state": PollState.OPEN, "closed_at": None, "verdict": None}
    return update(Poll).where(Poll.id != desk.poll_id).values(**secret)


def _poll(**changed: object) -> Callable[[Desk, str], Update]:
    return lambda desk, voter: update(Poll).where(Poll.id == desk.poll_id).values(**changed)


def _session(**changed: object) -> Callable[[Desk, str], Update]:
    return lambda desk, voter: update(WebSession).where(WebSession.person_id == voter).values(**changed)


def _member(**changed: object) -> Callable[[Desk, str], Update]:
    return lambda desk, voter: update(Membership).where(Membership.person_id == voter).values(**changed)


_NOW = clock.now()
_IN_THE_WAY = {
    "left": _leave,
    "not on the roll": _off_the_roll,
    "on the roll of an open secret poll": _silenced,
    "time is up": _poll(opened_at=_NOW - timedelta(hours=2), closes_at=_NOW - timedelta(hours=1)),
    "only hands": _poll(takes_online=False),
    "not open yet": _poll(state=PollState.PREPARED),
    "annulled": _poll(state=PollState.ANNULLED, annul_reason="Feil"),
    "secret": _poll(secrecy=Secrecy.SECRET),
    "session too old": _session(expires_at=_NOW - timedelta(hours=1)),
    "no member any more": _member(until_on=_NOW.date() - timedelta(days=2)),
    "member later": _member(from_on=_NOW.date() + timedelta(days=2)),
}


@pytest.mark.parametrize("name", _IN_THE_WAY)
def test_the_one_statement_takes_nothing_that_the_rule_would_refuse(desk: Desk, name: str) -> None:
    """The same change is undone afterwards; the statement is asked by itself, and what is behind it too."""
    voter = desk.hall.voters[2].id
    slip = Slip(desk.poll_id, "for", "once")
    given = {"poll": slip.poll_id, "option": slip.option, "form_key": slip.form_key}
    with desk.app.app_context():
        engine, at = writers_engine(), clock.now()
        token = desk.session_token(2)
        given |= asked(token, at=at) | {"oldest_with_duties": at - timedelta(hours=12)}
        takes = TAKES[engine.dialect.name]
        for is_in_the_way in (True, False):
            with engine.connect() as connection, connection.begin() as transaction:
                if is_in_the_way:
                    assert connection.execute(_IN_THE_WAY[name](desk, voter)).rowcount == 1
                taken = connection.execute(takes, given).first() is not None
                if is_in_the_way:
                    with pytest.raises((RuleBroken, NotFound)):
                        ballots.cast_by_session(token, slip, clock=clock.now, connection=connection)
                transaction.rollback()
            assert taken is not is_in_the_way


def test_a_vote_whose_commit_lost_its_answer_is_found_by_the_ordinary_way(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """It is stored, and the connection is gone before that is known: the same form is asked about again."""
    caplog.set_level(logging.WARNING)
    whole = replace(desk, quick=Client(desk.app, use_cookies=False))
    with lost_answers(desk.app, times=1) as lost:
        answer = whole.vote(1, key="lost")

    assert (answer.status_code, answer.json, lost) == (200, {"option": "for"}, [1])
    assert desk.stored()[desk.hall.voters[1].id] == "for"
    assert "A vote was tried again" in caplog.text
    assert desk.hall.voters[1].id not in caplog.text


@pytest.mark.parametrize(("number", "is_gone"), [(2, True), (0, False)], ids=["gone", "busy"])
def test_a_vote_that_may_be_stored_is_never_said_not_to_be(desk: Desk, number: int, is_gone: bool) -> None:
    """First its answer is lost, then the database does not answer at all, or is too busy to say."""
    whole = replace(desk, quick=Client(desk.app, use_cookies=False))
    with lost_answers(desk.app, times=1, then=is_gone):
        answer = whole.vote(number, key="unknown")

    assert answer.status_code == 503
    assert "Se om litt om det ble lagret" in answer.text
    assert desk.stored()[desk.hall.voters[number].id] == "for"
    assert desk.vote(number, key="unknown").json == {"option": "for"}, "the same form ends at one vote"


def test_a_vote_on_a_closed_poll_goes_on(desk: Desk) -> None:
    with desk.app.app_context(), writing():
        halls.close(desk.hall, db.session.get_one(Poll, desk.poll_id), at=clock.now() + timedelta(minutes=1))

    assert desk.vote(4).status_code == ORDINARY
    assert desk.hall.voters[4].id not in desk.stored()
