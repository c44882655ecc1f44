"""Clocks that are turned, wrong or set back: a poll closes when it was said to; nothing is taken after."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from motionflow import clock
from motionflow.db import db
from motionflow.domain import polls as way
from motionflow.domain.deadlines import OSLO
from motionflow.domain.polls import PollState
from motionflow.models import Poll
from motionflow.services import counting, polls
from motionflow.services.access import Viewer
from motionflow.transaction import writing
from tests.services import builders, halls
from tests.services.halls import Hall
from tests.web import browsing


@dataclass
class Meeting:
    """A hall whose pages are used at moments that the test chooses."""

    app: Flask
    patch: pytest.MonkeyPatch
    hall: Hall
    at: datetime
    browsers: dict[str, tuple[FlaskClient, str]] = field(default_factory=dict)

    def set(self, at: datetime) -> None:
        """Let the server's clock show a moment."""
        self.at = at
        self.patch.setattr(clock, "now", lambda: self.at)

    def post(self, viewer: Viewer, path: str, **typed: str) -> int:
        """Send a form as the viewer's browser does, and return the status."""
        if viewer.id not in self.browsers:
            browser = self.app.test_client()
            browsing.sign_in(browser, self.app, viewer.id)
            self.browsers[viewer.id] = (browser, browsing.csrf(browser))
        browser, token = self.browsers[viewer.id]
        answer = browser.post(
            path, data={"csrf_token": token, **typed}, headers={"Accept": "application/json"}
        )
        return answer.status_code

    def vote(self, number: int, poll_id: str, option: str = "for") -> bool:
        """Return whether a voter's vote is taken at this moment."""
        status = self.post(self.hall.voters[number], f"/votering/{poll_id}/stem", option=option, form_key="k")
        assert status in (200, 422)
        return status == 200

    def open_poll(self, *, minutes: int | None = None) -> str:
        """Return the id of a poll that the chair has opened by the page's button."""
        with self.app.app_context(), writing():
            poll = halls.prepare(self.hall, halls.plan(self.hall, at=self.at), at=self.at)
            poll_id, seen = poll.id, poll.version
        typed = {} if minutes is None else {"minutes": str(minutes)}
        said = self.post(
            self.hall.chair, f"/votering/{poll_id}/apne", seen=str(seen), form_key=seen_key(), **typed
        )
        assert said == 303
        return poll_id

    def let_the_worker_close(self) -> int:
        """Do what the worker does every few seconds; return how many polls it closed."""
        with self.app.app_context(), writing():
            return counting.close_due(at=self.at)

    def page(self) -> str:
        """Return the meeting's page as a voter sees it."""
        browser, _ = self.browsers[self.hall.voters[0].id]
        return browser.get(f"/mote/{self.hall.meeting_id}/delta").text

    def end(self, poll_id: str) -> dict[str, int]:
        """Count the poll and return the votes."""
        with self.app.app_context(), writing():
            poll = halls.count(self.hall, db.session.get_one(Poll, poll_id), at=self.at)
            tally = counting.tally_of(poll)
            return {**tally.votes, "blank": tally.blanks}


def seen_key() -> str:
    return f"k{datetime.now(UTC).timestamp()}".replace(".", "")


MeetingAt = Callable[[datetime], Meeting]


@pytest.fixture
def meeting_at(app: Flask, monkeypatch: pytest.MonkeyPatch) -> MeetingAt:
    def begin(at: datetime) -> Meeting:
        with app.app_context(), writing():
            party = builders.make_party(at - timedelta(days=400))
            hall = halls.fill_hall(party, at=at, starts_at=at)
        meeting = Meeting(app, monkeypatch, hall, at)
        meeting.set(at)
        return meeting

    return begin


def oslo(text: str, *, fold: int = 0) -> datetime:
    """Return the moment when clocks in Norway show this; ``fold`` 1 is the second time."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO, fold=fold).astimezone(UTC)


def twice_half_past_two(meeting: Meeting) -> None:
    """Open for 40 minutes at ten past two in the night to 25 October: it closes at 02.50 the first time."""
    meeting.set(oslo("2026-10-25T02:10"))
    poll_id = meeting.open_poll(minutes=40)
    meeting.set(oslo("2026-10-25T02:30"))
    assert meeting.vote(0, poll_id)
    said = meeting.page()
    assert meeting.let_the_worker_close() == 0
    meeting.set(oslo("2026-10-25T02:30", fold=1))
    assert not meeting.vote(1, poll_id), "half past two came twice, and the second is too late"
    assert meeting.let_the_worker_close() == 1
    assert meeting.end(poll_id) == {"for": 1, "against": 0, "blank": 0}
    assert "02.50" in said


def never_half_past_two(meeting: Meeting) -> None:
    """Open for 20 minutes at ten to two in the night to 28 March: it closes at ten past three."""
    meeting.set(oslo("2027-03-28T01:50"))
    poll_id = meeting.open_poll(minutes=20)
    meeting.set(oslo("2027-03-28T03:05"))
    assert meeting.vote(0, poll_id), "a quarter of an hour has passed"
    said = meeting.page()
    assert meeting.let_the_worker_close() == 0
    meeting.set(oslo("2027-03-28T03:11"))
    assert not meeting.vote(1, poll_id), "the twenty minutes are over"
    assert meeting.let_the_worker_close() == 1
    assert meeting.end(poll_id) == {"for": 1, "against": 0, "blank": 0}
    assert "03.10" in said


NIGHTS = {"2026-10-24T21:00": twice_half_past_two, "2027-03-27T21:00": never_half_past_two}


@pytest.mark.parametrize("begins", NIGHTS)
def test_a_poll_closes_on_time_in_the_night_when_clocks_are_turned(meeting_at, begins):
    NIGHTS[begins](meeting_at(oslo(begins)))


@pytest.mark.parametrize("begins", NIGHTS)
def test_a_reckoning_by_the_clock_on_the_wall_is_found(meeting_at, begins, monkeypatch):
    def wall(moment: datetime) -> datetime:
        return moment.astimezone(OSLO).replace(tzinfo=UTC)  # what the clock shows, and no more

    def closing_in(minutes: int, *, at: datetime) -> datetime:
        return wall(at) + timedelta(minutes=minutes)

    def state_at(state: PollState, *, closes_at: datetime | None, at: datetime) -> PollState:
        is_over = state is PollState.OPEN and closes_at is not None and closes_at <= wall(at)
        return PollState.CLOSED if is_over else state

    monkeypatch.setattr(polls, "closing_in", closing_in)
    monkeypatch.setattr(way, "state_at", state_at)
    with pytest.raises(AssertionError, match=r"came twice|twenty minutes are over"):
        NIGHTS[begins](meeting_at(oslo(begins)))


TRUE = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
SKEWS = [timedelta(hours=hours) for hours in (-2, 0, 2)]


def servers_disagree(meeting: Meeting) -> None:
    """Vote at servers whose clocks are two hours apart; close at one of them; then try again at all."""
    for minutes in (None, 60):
        poll_id, taken = meeting.open_poll(minutes=minutes), Counter({"for": 0, "against": 0, "blank": 0})
        opened = meeting.at
        for number, (skew, option) in enumerate(zip(SKEWS, ("for", "against", "blank"), strict=True)):
            meeting.set(opened + skew)
            is_over = minutes is not None and skew >= timedelta(minutes=minutes)
            assert meeting.vote(number, poll_id, option) is not is_over
            taken[option] += not is_over
        # Set back in the middle of the poll: whoever changes her mind is still counted once.
        meeting.set(opened - timedelta(hours=1))
        assert meeting.vote(0, poll_id, "against")
        taken.update({"for": -1, "against": 1})
        meeting.set(opened + timedelta(minutes=61))
        with meeting.app.app_context(), writing():
            halls.close(meeting.hall, db.session.get_one(Poll, poll_id), at=meeting.at)
        for skew in SKEWS:
            meeting.set(opened + skew)
            assert not meeting.vote(3, poll_id), "it is closed, whatever this server's clock shows"
        meeting.set(opened + timedelta(minutes=62))
        assert meeting.end(poll_id) == taken


def test_no_vote_is_taken_after_closing_by_a_server_whose_clock_is_wrong(meeting_at):
    servers_disagree(meeting_at(TRUE))


def test_a_server_that_goes_by_its_clock_alone_is_found(meeting_at, monkeypatch):
    def by_the_clock(state: PollState, *, closes_at: datetime | None, at: datetime) -> PollState:
        if state not in (PollState.OPEN, PollState.CLOSED):
            return state
        return PollState.CLOSED if closes_at is not None and closes_at <= at else PollState.OPEN

    monkeypatch.setattr(way, "state_at", by_the_clock)
    with pytest.raises(AssertionError, match="it is closed"):
        servers_disagree(meeting_at(TRUE))


def test_every_hour_of_two_years_comes_back_as_it_was_stored(meeting_at):
    """On both databases, also the two hours that are turned; a moment without a zone is refused."""
    from motionflow.models import AnsweredForm

    meeting = meeting_at(TRUE)
    hours = {
        f"hour-{number}": datetime(2026, 1, 1, tzinfo=UTC) + number * timedelta(hours=1)
        for number in range(17_520)
    }
    with meeting.app.app_context(), writing():
        rows = [{"key": key, "answered_at": at.astimezone(OSLO), "location": ""} for key, at in hours.items()]
        db.session.execute(db.insert(AnsweredForm), rows)
    with meeting.app.app_context():
        kept = db.session.execute(
            db.select(AnsweredForm.key, AnsweredForm.answered_at).where(AnsweredForm.key.like("hour-%"))
        )
        assert {row.key: row.answered_at for row in kept} == hours
