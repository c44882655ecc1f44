"""Reminders and collected news, received by a real mail server with the clock moved."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from motionflow import clock
from motionflow.db import db
from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.flow import FollowUpStatus
from motionflow.models import Commitment, Decision, Follower, Mail, Person, ReminderStop, Subscription
from motionflow.models.outbox import MailKind
from motionflow.post import SmtpPost
from motionflow.services import cases, following, motions
from motionflow.transaction import writing
from motionflow.worker import do_chores, send_due
from tests.kept import Kept
from tests.post_office import Delivered, PostOffice, post_office
from tests.services import builders, promised
from tests.services.builders import LONG_AFTER, Party, Way


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


def go_all_the_way(party: Party) -> Way:
    """Return a case's way to the council; its mails are long sent, and everybody reads English."""
    made = builders.go_all_the_way(party)
    db.session.execute(update(Person).values(language="en"))
    db.session.execute(update(Mail).values(sent_at=LONG_AFTER))
    return made


@pytest.fixture
def way(app: Flask, kept: Kept) -> tuple[Party, Way]:
    party: Party = kept.fill(app, builders.make_party)
    return party, kept.fill(app, builders.make_party, go_all_the_way)


class Calendar:
    """A clock that a test moves, and the worker that looks at it."""

    def __init__(self, app: Flask, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
        self._app, self._office = app, office
        self.now = LONG_AFTER
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def at(self, moment: datetime) -> list[Delivered]:
        """Return what is sent when the worker runs, twice, at a moment."""
        self.now = moment
        before = len(self._office.taken)
        for _ in range(2):
            do_chores(self._app, at=moment)
            send_due(self._app, post=SmtpPost(f"smtp://127.0.0.1:{self._office.port}", timeout=5))
        # The branch's annex comes due on one of these days too; that is tested by itself.
        taken = self._office.taken[before:]
        return [mail for mail in taken if not mail.message["Subject"].startswith("What happened to")]


@pytest.fixture
def calendar(app: Flask, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return Calendar(app, office, monkeypatch)


def noon(day: date) -> datetime:
    return moment_in_oslo(day, time(12, 0))


def make_promise(app: Flask, party: Party, way: Way) -> str:
    with app.app_context(), writing():
        decision = db.session.scalars(select(Decision).where(Decision.step_id == way.step_ids[-1])).one()
        row = promised.promise(party.councillor, decision, body=party.group, person_id=party.councillor.id)
        return row.id


def who(mails: list[Delivered]) -> list[str]:
    assert all(len(mail.recipients) == 1 for mail in mails)
    return sorted(mail.recipients[0] for mail in mails)


def test_reminders_climb_from_the_responsible_to_the_body(
    app: Flask, way: tuple[Party, Way], calendar: Calendar
) -> None:
    promise_id = make_promise(app, *way)
    due = promised.DUE_ON

    assert calendar.at(noon(due - timedelta(days=15))) == []
    assert calendar.at(moment_in_oslo(due - timedelta(days=14), time(5, 0))) == []  # it is night
    (before,) = calendar.at(noon(due - timedelta(days=14)))
    assert who([before]) == ["anne-test@example.org"]
    assert before.message["Subject"] == "Due 31/12/2019: Ti ledere begynner på studiet"
    assert "How it stands: 0 of 10 plasser. Not started." in before.text
    assert f"http://localhost/lofte/{promise_id}" in before.text
    assert calendar.at(noon(due)) == []
    (after,) = calendar.at(noon(due + timedelta(days=1)))
    assert who([after]) == ["anne-test@example.org"]
    assert after.message["Subject"].startswith("Overdue since 31/12/2019")
    (body,) = calendar.at(noon(due + timedelta(days=21)))
    assert who([body]) == ["jens-foring@example.org"]
    assert "because Elvebygda kommunestyregruppe is responsible for it" in body.text
    assert calendar.at(noon(due + timedelta(days=300))) == []


def test_what_was_ended_or_put_off_is_reminded_of_anew_or_not_at_all(
    app: Flask, way: tuple[Party, Way], calendar: Calendar
) -> None:
    party, _ = way
    promise_id = make_promise(app, *way)
    assert len(calendar.at(noon(date(2019, 12, 20)))) == 1
    with app.app_context(), writing():
        promise = db.session.get_one(Commitment, promise_id)
        on, new = date(2019, 12, 21), date(2020, 6, 30)
        more = {"reason": "Få søkere.", "new_due_on": new}
        promised.tell(
            party.councillor, promise, FollowUpStatus.DELAYED, on=on, at=noon(date(2019, 12, 21)), **more
        )
    calendar.at(noon(date(2019, 12, 22)))  # the news of the delay itself
    assert calendar.at(noon(date(2020, 2, 1))) == []
    (again,) = calendar.at(noon(date(2020, 6, 17)))
    assert "30/06/2020" in again.message["Subject"]
    with app.app_context(), writing():
        promise = db.session.get_one(Commitment, promise_id)
        promised.tell(
            party.councillor,
            promise,
            FollowUpStatus.DONE,
            on=date(2020, 6, 20),
            at=noon(date(2020, 6, 20)),
        )
    calendar.at(noon(date(2020, 6, 21)))
    assert calendar.at(noon(date(2020, 7, 30))) == []


def test_one_press_ends_the_reminders_of_one_promise_only(
    app: Flask, way: tuple[Party, Way], calendar: Calendar
) -> None:
    make_promise(app, *way)
    make_promise(app, *way)
    first, second = calendar.at(noon(date(2019, 12, 20)))
    address = first.message["List-Unsubscribe"].strip("<>")
    assert first.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in first.text
    assert address != second.message["List-Unsubscribe"].strip("<>")
    path = address.removeprefix("http://localhost")
    browser = app.test_client()
    opened = browser.get(path)
    assert "Ti ledere begynner på studiet" in opened.text
    with app.app_context():
        assert db.session.scalars(select(ReminderStop)).all() == []  # opening it ended nothing
    assert browser.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert browser.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    (left,) = calendar.at(noon(date(2020, 1, 1)))
    assert left.message["List-Unsubscribe"] == second.message["List-Unsubscribe"]
    assert browser.post(f"{path[:-3]}abc").status_code == 404


def test_followers_get_one_mail_a_day_and_movers_every_hop(
    app: Flask, way: tuple[Party, Way], calendar: Calendar
) -> None:
    party, made = way
    at = noon(date(2019, 9, 2))
    with app.app_context(), writing():
        following.follow_body(party.party_member, party.council_id, at=at)
        motions.follow_case(
            party.branch_chair, cases.get_motion_for(party.branch_chair, made.motion_id), at=at
        )
        for hour in (1, 2):
            builders.follow_up(
                party.councillor, made.motion_id, on=date(2019, 9, 2), at=at + timedelta(hours=hour)
            )
    same_day = calendar.at(at + timedelta(hours=3))
    assert who(same_day) == ["lise-medlem@example.org", "lise-medlem@example.org"]
    morning = calendar.at(moment_in_oslo(date(2019, 9, 3), time(7, 1)))
    assert who(morning) == ["berit-lagvenn@example.org", "nils-utvalgt@example.org"]
    for mail in morning:
        assert mail.message["Subject"] == "2 pieces of news from what you follow"
        assert mail.text.count("Under way: Bokbuss til bygdene") == 2
        assert "List-Unsubscribe" not in mail.message
    berit = next(mail for mail in morning if mail.recipients[0].startswith("berit"))
    assert "You follow the body Elvebygda kommunestyre." in berit.text
    (stop,) = set(re.findall(r"http://localhost(/e-post/av/\S+)", berit.text))
    assert app.test_client().post(stop).status_code == 200
    with app.app_context():
        assert db.session.scalars(select(Subscription)).all() == []
        assert db.session.get(Follower, (made.motion_id, party.branch_chair.id)) is not None


def test_who_wants_a_days_mail_in_one_gets_it_so(
    app: Flask, way: tuple[Party, Way], calendar: Calendar
) -> None:
    party, made = way
    at = noon(date(2019, 9, 2))
    with app.app_context(), writing():
        following.choose_quiet(party.member, from_hour=22, until_hour=9, gathers=True)
        builders.follow_up(party.councillor, made.motion_id, on=date(2019, 9, 2), at=at)
    assert calendar.at(moment_in_oslo(date(2019, 9, 3), time(8, 59))) == []
    (mail,) = calendar.at(moment_in_oslo(date(2019, 9, 3), time(9, 1)))
    assert mail.message["Subject"] == "1 piece of news from what you follow"


def test_news_that_one_may_not_see_is_not_told(
    app: Flask, way: tuple[Party, Way], calendar: Calendar
) -> None:
    party, _ = way
    at = datetime(2019, 9, 2, 10, 0, tzinfo=UTC)
    with app.app_context(), writing():
        hidden = builders.hand_in(party, at=at, title="Hemmelig sak")
        following.follow_body(party.stranger, party.branch_id, at=at)
        builders.follow_up(party.branch_secretary, hidden.id, on=date(2019, 9, 2), at=at)
    mails = calendar.at(moment_in_oslo(date(2019, 9, 3), time(7, 1)))
    assert "even-utenfor@example.org" not in who(mails)
    with app.app_context():
        given_up = select(Mail.last_error).where(Mail.kind == MailKind.DIGEST)
        assert db.session.scalars(given_up).all() == ["NotShown"]
