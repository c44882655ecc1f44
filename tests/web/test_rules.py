"""The page of a body's rules: who is led to it, what it shows, and what a new set of rules changes."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from motionflow import clock
from motionflow.domain.deadlines import Periods, day_in_oslo
from motionflow.domain.errors import Code
from motionflow.domain.rolls import DuesRule, VotingRules
from motionflow.domain.voting import RuleName, Tie
from motionflow.services import bodies
from motionflow.transaction import writing
from tests.kept import Kept
from tests.services.builders import Party, make_party_of_today
from tests.web.browsing import fields_of, send, sign_in
from tests.web.world import says


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    """A party with somebody in every role, from today on."""
    made: Party = kept.fill(app, make_party_of_today)
    return made


def _path(body_id: str) -> str:
    return f"/organ/{body_id}/regler"


def _rules(app: Flask, body_id: str, day: date) -> bodies.Rules:
    with app.app_context():
        return bodies.rules_on(bodies.get_body(body_id), day=day)


def _set(app: Flask, party: Party, day: date, **others: object) -> None:
    with app.app_context(), writing():
        branch = bodies.get_body(party.branch_id)
        bodies.set_rules(branch, valid_from=day, by=None, at=clock.now(), **others)  # type: ignore[arg-type]  # as given


def test_the_secretary_sets_rules_in_the_browser_and_they_hold_from_their_day(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    sign_in(client, app, party.branch_secretary.id)
    path = _path(party.branch_id)
    assert f'href="{path}"' in client.get(f"/organ/{party.branch_id}").text

    answer = send(
        *(client, path),
        with_field="valid_from",
        valid_from="16.1.2019",
        notice_days="28",
        motion_days="14",
        papers_days="",
        majority="simple",
        tie="chair_decides",
        membership_days="30",
        source="vedtektene § 7",
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    rules = _rules(app, party.branch_id, date(2019, 1, 16))
    assert rules.periods == Periods(28, 14, None)
    assert (rules.majority.name, rules.majority.tie) == (RuleName.SIMPLE, Tie.CHAIR_DECIDES)
    assert rules.majority.allows_blanks, "the box was ticked, as it is where nothing has been set"
    assert (rules.membership_days, rules.source) == (30, "vedtektene § 7")
    assert _rules(app, party.branch_id, date(2019, 1, 15)).valid_from is None
    shown = client.get(path).text
    assert "Gjelder fra 16. januar 2019." in shown
    assert fields_of(shown, with_field="valid_from")["notice_days"] == "28", "what is in force is filled in"


def test_a_box_that_is_not_ticked_forbids_blank_votes(app: Flask, client: FlaskClient, party: Party) -> None:
    sign_in(client, app, party.branch_secretary.id)
    path = _path(party.branch_id)
    fields = fields_of(client.get(path).text, with_field="valid_from") | {"valid_from": "16.1.2019"}
    del fields["allows_blanks"]

    assert client.post(path, data=fields).status_code == 303
    assert not _rules(app, party.branch_id, date(2019, 1, 16)).majority.allows_blanks


def test_earlier_and_later_rules_are_listed_in_words(app: Flask, client: FlaskClient, party: Party) -> None:
    today = day_in_oslo(clock.now())
    _set(app, party, date(2017, 3, 1), periods=Periods(7, None, None))
    _set(app, party, date(2018, 3, 1), periods=Periods(14, None, None))
    _set(app, party, today + timedelta(days=30), periods=Periods(28, None, None))
    sign_in(client, app, party.branch_secretary.id)

    page = client.get(_path(party.branch_id)).text

    in_force, others = page.split("other-rules", 1)
    assert "minst 14 dager" in in_force
    assert others.index("minst 28 dager") < others.index("Fra 1. mars 2017") < others.index("minst 7 dager")
    assert "minst 14 dager" not in others


def test_a_day_that_is_taken_is_refused_and_what_was_typed_is_kept(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    _set(app, party, date(2018, 3, 1))
    sign_in(client, app, party.branch_secretary.id)

    answer = send(
        client,
        _path(party.branch_id),
        with_field="valid_from",
        valid_from="1.3.2018",
        source="vedtektene § 9",
    )

    assert answer.status_code == 422
    assert says(answer, Code.DATE_TAKEN, date=date(2018, 3, 1))
    assert 'id="valid_from-error"' in answer.text
    assert fields_of(answer.text, with_field="source")["source"] == "vedtektene § 9"


def test_who_follows_the_council_sets_its_deadlines_by_the_law_of_councils(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    sign_in(client, app, party.group_secretary.id)
    path = _path(party.council_id)
    assert f'href="{path}"' in client.get(f"/organ/{party.council_id}").text
    page = client.get(path).text
    assert 'value="council"' in page
    assert 'value="council_election"' not in page
    assert "allows_blanks" not in page

    assert (
        send(client, path, with_field="valid_from", valid_from="1.1.2020", papers_days="7").status_code == 303
    )

    rules = _rules(app, party.council_id, date(2020, 6, 1))
    assert (rules.periods.papers_days, rules.majority.name) == (7, RuleName.COUNCIL)
    assert not rules.majority.allows_blanks


def test_what_holds_for_votes_is_set_in_the_browser_and_told_in_words(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    sign_in(client, app, party.branch_secretary.id)
    path = _path(party.branch_id)
    typed = {"valid_from": "16.1.2019", "roll": "members", "dues": "this_or_last_year", "quorum": "1/2 more"}
    kept = {"quorum_refuses": "y", "names_kept_days": "90"}
    fields = fields_of(client.get(path).text, with_field="valid_from") | typed | kept
    del fields["secret_when_asked"]

    assert client.post(path, data=fields).status_code == 303

    voting = _rules(app, party.branch_id, date(2019, 1, 16)).voting
    assert voting == VotingRules(
        dues=DuesRule.THIS_OR_LAST_YEAR,
        quorum=Fraction(1, 2),
        quorum_is_strict=True,
        quorum_refuses=True,
        secret_when_asked=False,
        names_kept_days=90,
    )
    shown = client.get(path).text
    assert "mer enn halvparten av de stemmeberettigede" in shown
    assert "slettes 90 dager etter møtet" in shown
    assert fields_of(shown, with_field="valid_from")["quorum"] == "1/2 more"


@pytest.mark.parametrize(
    ("field", "value"),
    [("quorum", "3/0"), ("quorum", "7/2"), ("roll", "everybody"), ("names_kept_days", "9999")],
)
def test_rules_of_votes_that_cannot_be_are_refused(
    app: Flask, client: FlaskClient, party: Party, field: str, value: str
) -> None:
    sign_in(client, app, party.branch_secretary.id)
    typed = {"valid_from": "16.1.2019", field: value}
    answer = send(client, _path(party.branch_id), with_field="valid_from", **typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


@pytest.mark.parametrize("who", ["member", "branch_chair", "party_secretary", "councillor", "administrator"])
def test_nobody_else_is_led_to_the_page_or_let_in(
    app: Flask, client: FlaskClient, party: Party, who: str
) -> None:
    sign_in(client, app, getattr(party, who).id)

    for body_id in (party.branch_id, party.council_id):
        assert _path(body_id) not in client.get(f"/organ/{body_id}").text
        assert client.get(_path(body_id)).status_code == 403
