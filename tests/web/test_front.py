"""The front page: open cases to everyone; what waits and which meetings come, to those it concerns."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from motionflow import clock
from motionflow.domain.deadlines import day_in_oslo
from motionflow.services import meetings, steps
from motionflow.services.access import Viewer
from motionflow.transaction import writing
from tests.kept import Kept
from tests.services.builders import Party, call, hand_in, make_party, step_at
from tests.web.browsing import sign_in


def make_party_with_cases() -> Party:
    """Return a party whose branch has an open case, a closed one, and a meeting to come."""
    at = clock.now()
    made = make_party(at)
    open_case = hand_in(made, at=at, title="Gatelys på Moen")
    step = step_at(open_case, made.branch_id)
    steps.open_to_public(made.branch_secretary, step.id, is_open=True, at=at)
    hand_in(made, at=at, title="Flere bussavganger")
    call(made.branch_secretary, made.branch, starts_at=at + timedelta(days=12), called_at=at)
    return made


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    made: Party = kept.fill(app, make_party_with_cases)
    return made


def test_an_empty_motionflow_has_a_front_page(client: FlaskClient) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert "mf-empty" in page.text


def test_the_public_sees_open_cases_only(client: FlaskClient, party: Party) -> None:
    page = client.get("/").text

    assert "Gatelys på Moen" in page
    assert "Flere bussavganger" not in page
    assert "/mote/" not in page
    assert 'href="/oppgaver"' not in page


def test_a_case_is_shown_with_its_number_and_where_it_stands(client: FlaskClient, party: Party) -> None:
    page = client.get("/").text

    assert f"Nordre Elvebygda partilag {day_in_oslo(clock.now()).year}/1" in page
    assert page.count("mf-row__line") == 2


def test_a_member_sees_the_cases_and_meetings_of_her_bodies(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    sign_in(client, app, party.member.id)

    page = client.get("/").text

    assert "Flere bussavganger" in page
    assert page.count('href="/mote/') == 1


def test_those_of_other_bodies_see_neither(app: Flask, client: FlaskClient, party: Party) -> None:
    sign_in(client, app, party.party_member.id)

    page = client.get("/").text

    assert "Flere bussavganger" not in page
    assert 'href="/mote/' not in page


def test_the_secretary_is_told_how_much_waits(app: Flask, client: FlaskClient, party: Party) -> None:
    sign_in(client, app, party.branch_secretary.id)

    page = client.get("/").text

    assert '<span class="mf-count">2<' in page


def test_the_search_leads_to_what_is_found(client: FlaskClient, party: Party) -> None:
    assert 'action="/sok"' in client.get("/").text
    found = client.get("/sok?q=gatelys")
    assert "<mark>Gatelys</mark> på Moen" in found.text
    moved = client.get("/saker?q=gatelys")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/sok?q=gatelys")


def test_a_meeting_that_is_held_now_is_one_press_away_for_those_of_its_body(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    at = clock.now()
    with app.app_context(), writing():
        meeting = call(party.branch_secretary, party.branch, starts_at=at, called_at=at - timedelta(days=9))
        meetings.open_meeting(party.branch_secretary, meeting.id, seen=meeting.version, at=at)
        path = f"/mote/{meeting.id}"

    def shown(viewer: Viewer, page: str = "/") -> str:
        browser = app.test_client()
        sign_in(browser, app, viewer.id)
        return browser.get(page).text

    assert path not in client.get("/").text
    assert path not in shown(party.party_member)
    for page in ("/", "/oppgaver"):
        seen = shown(party.member, page)
        assert f'href="{path}/delta"' in seen
        assert f'href="{path}/rom"' not in seen, "only those who work in it"
    assert f'href="{path}/rom"' in shown(party.branch_chair)


def test_a_page_that_is_not_there_asks_only_strangers_to_sign_in(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    assert "Logg inn, eller søk" in client.get("/sak/0123456789abcdef").text

    sign_in(client, app, party.member.id)
    missing = client.get("/sak/0123456789abcdef")
    assert missing.status_code == 404
    assert "spør sekretæren" in missing.text
    assert "Logg inn" not in missing.text
