"""The page of dues: since when members are members and what they paid, and what the roll makes of it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from motionflow import clock
from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code
from motionflow.domain.rolls import DuesRule, VotingRules, WhyNot
from motionflow.models import Meeting
from motionflow.services import bodies, meetings, rolls
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import Party
from tests.web.browsing import forms_of, sign_in
from tests.web.world import says

TODAY = day_in_oslo(clock.now())


def make_party_with_dues() -> tuple[Party, str]:
    """A branch whose rules ask for a month's membership and this year's dues, with a meeting that is open."""
    party = builders.make_party_of_last_year()
    at = clock.now()
    voting = VotingRules(dues=DuesRule.THIS_YEAR)
    bodies.set_rules(
        party.branch, valid_from=date(2019, 1, 1), by=None, at=at, membership_days=30, voting=voting
    )
    meeting = builders.call(
        party.branch_secretary, party.branch, starts_at=at, called_at=at - timedelta(days=9)
    )
    meetings.open_meeting(party.branch_secretary, meeting.id, seen=meeting.version, at=at)
    return party, meeting.id


@pytest.fixture
def made(app: Flask, kept: Kept) -> tuple[Party, str]:
    found: tuple[Party, str] = kept.fill(app, make_party_with_dues)
    return found


def _why_not(app: Flask, meeting_id: str, person_id: str) -> WhyNot | None:
    with app.app_context():
        voter = rolls.find_voter(db.session.get_one(Meeting, meeting_id), person_id)
        assert voter is not None
        return voter.why_not


def _fields(client: FlaskClient, party: Party, person_id: str) -> dict[str, str]:
    page = client.get(f"/organ/{party.branch_id}/kontingent").text
    found = [fields for _, fields in forms_of(page) if fields.get("person") == person_id]
    return found[0]


def test_who_has_paid_and_been_a_member_long_enough_comes_on_the_roll(
    app: Flask, client: FlaskClient, made: tuple[Party, str]
) -> None:
    party, meeting_id = made
    path, who = f"/organ/{party.branch_id}/kontingent", party.member.id
    sign_in(client, app, party.branch_secretary.id)
    assert f'href="{path}"' in client.get(f"/organ/{party.branch_id}/medlemmer").text
    assert _why_not(app, meeting_id, who) is WhyNot.NOT_PAID

    year = f"paid-{TODAY.year}"
    paid = _fields(client, party, who) | {year: "y"}
    assert client.post(path, data=paid).status_code == 303
    assert _why_not(app, meeting_id, who) is WhyNot.NOT_IN_MEETING, "entitled, and not there yet"
    assert _fields(client, party, who)[year] == "y", "the box is ticked when the page is shown again"

    lately = _fields(client, party, who) | {"since": (TODAY - timedelta(days=10)).strftime("%d.%m.%Y")}
    assert client.post(path, data=lately).status_code == 303
    assert _why_not(app, meeting_id, who) is WhyNot.TOO_NEW
    unpaid = _fields(client, party, who) | {"since": "1.2.2018"}
    del unpaid[year]
    assert client.post(path, data=unpaid).status_code == 303
    assert _why_not(app, meeting_id, who) is WhyNot.NOT_PAID


@pytest.mark.parametrize(
    ("since", "code"),
    [("", Code.DATE_MISSING), ("i fjor", Code.DATE_INVALID), ("1.1.2199", Code.DATE_IN_FUTURE)],
)
def test_a_day_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    app: Flask, client: FlaskClient, made: tuple[Party, str], since: str, code: Code
) -> None:
    party, _ = made
    sign_in(client, app, party.branch_secretary.id)
    fields = _fields(client, party, party.member.id) | {"since": since, f"paid-{TODAY.year}": "y"}
    answer = client.post(f"/organ/{party.branch_id}/kontingent", data=fields)
    assert answer.status_code == 422
    if code is not Code.DATE_INVALID:
        assert says(answer, code, date=date(2199, 1, 1))
    assert "-error" in answer.text
    kept = next(f for _, f in forms_of(answer.text) if f.get("person") == party.member.id)
    assert (kept["since"], kept[f"paid-{TODAY.year}"]) == (since, "y")


def test_somebody_of_another_body_is_not_found(
    app: Flask, client: FlaskClient, made: tuple[Party, str]
) -> None:
    party, _ = made
    sign_in(client, app, party.branch_secretary.id)
    fields = _fields(client, party, party.member.id) | {"person": party.stranger.id}
    assert client.post(f"/organ/{party.branch_id}/kontingent", data=fields).status_code == 404
