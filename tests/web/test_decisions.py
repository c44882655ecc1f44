"""Recording a decision as a browser does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow.db import db
from motionflow.models import Decision, Step
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import Party
from tests.web import browsing


def make_listed() -> tuple[Party, str]:
    """Return a party, and the id of the branch's step with a motion that has been accepted."""
    party = builders.make_party()
    step = builders.hand_in(party).steps[0]
    meeting = builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
    builders.put_on_list(party.branch_secretary, step, meeting, at=builders.START)
    return party, step.id


@pytest.fixture
def listed(app: Flask, kept: Kept) -> tuple[Party, str]:
    made: tuple[Party, str] = kept.fill(app, make_listed)
    return made


def browser(app: Flask, person_id: str) -> FlaskClient:
    client = app.test_client()
    browsing.sign_in(client, app, person_id)
    return client


def test_the_form_knows_the_meeting_and_keeps_the_votes_with_the_decision(app, listed):
    party, step_id = listed
    client = browser(app, party.branch_secretary.id)
    typed = {
        "outcome": "adopted",
        "votes_recorded": "y",
        "options-0-votes": "17",
        "options-1-votes": "0",
        "blanks": "1",
        "entitled": "18",
    }
    answer = browsing.send(client, f"/steg/{step_id}/vedtak", **typed)
    assert answer.status_code == 303
    with app.app_context():
        decision = db.session.scalars(select(Decision)).one()
        event = decision.votes[0]
        assert (decision.agenda_number, decision.decided_on.isoformat()) == ("6.1", "2019-01-16")
        assert (event.tally.votes, event.tally.blanks) == ({"for": 17, "against": 0}, 1)
        db.session.remove()


def test_counts_are_not_dropped_because_a_tick_is_missing(app, listed):
    party, step_id = listed
    client = browser(app, party.branch_secretary.id)
    answer = browsing.send(client, f"/steg/{step_id}/vedtak", outcome="adopted", **{"options-0-votes": "17"})
    assert answer.status_code == 422
    assert "Kryss av for at stemmene ble talt" in answer.text
    assert 'value="17"' in answer.text
    with app.app_context():
        assert db.session.scalars(select(Decision)).all() == []
        db.session.remove()


def test_a_secretary_goes_on_to_sending_and_a_chair_who_may_not_send_back_to_the_step(app, listed):
    party, step_id = listed
    typed = {"outcome": "adopted", "next_body": party.party_id, "proposed_decision": builders.TO_PARTY}
    answer = browsing.send(browser(app, party.branch_chair.id), f"/steg/{step_id}/vedtak", **typed)
    assert answer.headers["Location"] == f"/steg/{step_id}"
    secretary = browser(app, party.branch_secretary.id)
    page = secretary.get(f"/steg/{step_id}/send-videre")
    form = browsing.fields_of(page.text, with_field="route")
    assert (form["body"], form["proposed_decision"]) == (party.party_id, builders.TO_PARTY)
    sent = secretary.post(f"/steg/{step_id}/send-videre", data=form)
    assert sent.status_code == 303
    with app.app_context():
        new = db.session.scalars(select(Step).where(Step.body_id == party.party_id)).one()
        assert new.received_text == builders.TO_PARTY
        db.session.remove()


@pytest.mark.parametrize("names", [("For", "Mot"), ("for", "AGAINST"), ("For", "Imot")])
def test_for_and_against_are_known_in_whatever_language_the_form_was_shown(app, listed, names):
    party, step_id = listed
    client = browser(app, party.branch_secretary.id)
    client.post("/sprak", data={"csrf_token": browsing.csrf(client), "language": "en", "next": "/"})
    typed = {"outcome": "adopted", "votes_recorded": "y", "options-0-votes": "17", "options-1-votes": "1"}
    typed |= {"options-0-name": names[0], "options-1-name": names[1]}

    answer = browsing.send(client, f"/steg/{step_id}/vedtak", **typed)

    assert answer.status_code == 303
    with app.app_context():
        votes = db.session.scalars(select(Decision)).one().votes[0].tally.votes
        assert votes == {"for": 17, "against" if names[1] != "Imot" else "Imot": 1}
        db.session.remove()
