"""An administrator makes bodies and gives each its first secretary, and sees nothing more by that."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow import clock
from motionflow.db import db
from motionflow.domain.flow import BodyKind
from motionflow.domain.roles import Role
from motionflow.models import Body, Event
from motionflow.services import bodies, people
from tests.kept import Kept
from tests.services.builders import Party, hand_in, make_party
from tests.web.browsing import csrf, fields_of, send, sign_in

NEW_BODY = "/administrasjon/nytt-organ"


def make_party_with_a_case() -> Party:
    """Return a party with somebody in every role, from today on, and a case in the branch's inbox."""
    made = make_party(clock.now())
    hand_in(made, at=clock.now(), title="Gatelys på Moen")
    return made


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    made: Party = kept.fill(app, make_party_with_a_case)
    return made


@pytest.fixture
def administrator(app: Flask, client: FlaskClient, party: Party) -> FlaskClient:
    """The administrator's browser."""
    sign_in(client, app, party.administrator.id)
    return client


def _body(app: Flask, name: str) -> Body | None:
    with app.app_context():
        return db.session.scalar(select(Body).where(Body.name == name))


@pytest.mark.parametrize("who", [None, "member", "branch_secretary", "party_chair"])
def test_administration_is_hidden_from_all_others(
    app: Flask, client: FlaskClient, party: Party, who: str | None
) -> None:
    if who:
        sign_in(client, app, getattr(party, who).id)
    token = csrf(client)

    for path in ("/administrasjon", NEW_BODY, f"/administrasjon/organ/{party.branch_id}/sekretar"):
        assert client.get(path).status_code == 404
        if path != "/administrasjon":
            assert client.post(path, data={"csrf_token": token, "name": "X"}).status_code == 404
    assert "/administrasjon" not in client.get("/organer").text


def test_a_body_is_made_under_another(app: Flask, administrator: FlaskClient, party: Party) -> None:
    answer = send(
        administrator,
        NEW_BODY,
        name="Søndre Elvebygda partilag",
        kind="branch",
        parent=party.party_id,
        language="nn",
        place="Søndre Elvebygda",
    )

    assert answer.status_code == 303
    body = _body(app, "Søndre Elvebygda partilag")
    assert body is not None
    assert (body.kind, body.parent_id, body.language) == (BodyKind.BRANCH, party.party_id, "nn")
    assert body.is_hosted
    assert "Søndre Elvebygda partilag" in administrator.get(answer.headers["Location"]).text


def test_an_external_body_is_made_with_the_body_that_records_for_it(
    app: Flask, administrator: FlaskClient, party: Party
) -> None:
    answer = send(
        administrator,
        NEW_BODY,
        name="Elvebygda formannskap",
        kind="executive_committee",
        seats="9",
        followed_by=party.group_id,
    )

    assert answer.status_code == 303
    with app.app_context():
        body = bodies.find_body_by_slug("elvebygda-formannskap")
        assert body is not None
        assert not body.is_hosted
        assert body.seats == 9
        assert [follow.body_id for follow in body.followers] == [party.group_id]


@pytest.mark.parametrize(
    ("typed", "at_field"),
    [
        ({"name": "", "kind": "branch"}, "name"),
        ({"name": "  ", "kind": "branch"}, "name"),
        ({"name": "Nordre Elvebygda partilag", "kind": "branch"}, "name"),
        ({"name": "Søndre partilag", "kind": ""}, "kind"),
        ({"name": "Søndre partilag", "kind": "kingdom"}, "kind"),
        ({"name": "Søndre partilag", "kind": "council", "seats": "mange"}, "seats"),
        ({"name": "Søndre partilag", "kind": "council", "seats": "-1"}, "seats"),
    ],
)
def test_a_wrong_body_is_refused_at_its_field_and_kept(
    app: Flask, administrator: FlaskClient, typed: dict[str, str], at_field: str
) -> None:
    answer = send(administrator, NEW_BODY, place="Moen", **typed)

    assert answer.status_code == 422
    assert f'id="{at_field}-error"' in answer.text
    kept = fields_of(answer.text, with_field="kind")
    assert (kept["name"], kept["place"]) == (typed["name"], "Moen")
    assert _body(app, "Søndre partilag") is None


def test_the_first_secretary_is_given_and_adds_the_others(
    app: Flask, administrator: FlaskClient, party: Party
) -> None:
    made = send(administrator, NEW_BODY, name="Søndre partilag", kind="branch", parent=party.party_id)
    path = made.headers["Location"]

    answer = send(administrator, path, name="Per Prøve", address="per@example.org")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/administrasjon")
    assert path not in administrator.get("/administrasjon").text, "it has a secretary now"
    body = _body(app, "Søndre partilag")
    assert body is not None
    with app.app_context():
        secretary = people.find_person_by_address("per@example.org")
        assert secretary is not None
        person_id = secretary.id
    browser = app.test_client()
    sign_in(browser, app, person_id)
    members = f"/organ/{body.id}/medlemmer"
    added = send(browser, members, name="Lise Ny", address="ny@example.org", role="member")
    assert added.status_code == 303


@pytest.mark.parametrize(
    ("typed", "at_fields"),
    [
        ({"name": "", "address": ""}, {"name", "address"}),
        ({"name": "Per Prøve", "address": "per@"}, {"address"}),
    ],
)
def test_a_secretary_without_name_or_address_is_refused(
    administrator: FlaskClient, party: Party, typed: dict[str, str], at_fields: set[str]
) -> None:
    path = send(administrator, NEW_BODY, name="Søndre partilag", kind="branch").headers["Location"]

    answer = send(administrator, path, **typed)

    assert answer.status_code == 422
    assert {name for name in ("name", "address") if f'id="{name}-error"' in answer.text} == at_fields


def test_a_body_that_has_a_secretary_gets_no_second_one_from_the_administrator(
    app: Flask, administrator: FlaskClient, party: Party
) -> None:
    path = f"/administrasjon/organ/{party.branch_id}/sekretar"

    answer = administrator.post(
        path, data={"csrf_token": csrf(administrator), "name": "Per", "address": "per@example.org"}
    )

    assert answer.status_code == 403
    with app.app_context():
        assert people.find_person_by_address("per@example.org") is None
        held = people.list_officers(party.branch_id, role=Role.SECRETARY, on=clock.now().date())
        assert [person.name for person in held] == ["Kari Eksempel"]


def test_an_external_body_gets_no_secretary(app: Flask, administrator: FlaskClient, party: Party) -> None:
    path = f"/administrasjon/organ/{party.council_id}/sekretar"

    answer = administrator.post(
        path, data={"csrf_token": csrf(administrator), "name": "Per", "address": "per@example.org"}
    )

    assert answer.status_code == 422
    with app.app_context():
        assert people.list_officers(party.council_id, role=Role.SECRETARY, on=clock.now().date()) == []


def test_an_administrator_sees_no_case_and_no_member_by_that(
    administrator: FlaskClient, party: Party
) -> None:
    for path in ("/", "/saker", "/oppgaver", "/administrasjon", f"/organ/{party.branch_id}"):
        page = administrator.get(path)
        assert page.status_code == 200
        assert "Gatelys" not in page.text
        assert "Kari Eksempel" not in page.text
    assert administrator.get(f"/organ/{party.branch_id}/medlemmer").status_code == 403


def _followers(app: Flask, body_id: str) -> set[str]:
    with app.app_context():
        return {follow.body_id for follow in bodies.get_body(body_id).followers}


def test_one_more_body_is_let_record_for_an_external_one(
    app: Flask, administrator: FlaskClient, party: Party
) -> None:
    path = f"/administrasjon/organ/{party.council_id}/forer"
    assert f'href="{path}"' in administrator.get("/administrasjon").text
    page = administrator.get(path).text
    assert "Elvebygda kommunestyregruppe" in page, "who does so now is told"
    assert f'value="{party.group_id}"' not in page, "who does so already is not offered"

    answer = send(administrator, path, followed_by=party.party_id)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/administrasjon")
    assert _followers(app, party.council_id) == {party.group_id, party.party_id}
    secretary = app.test_client()
    sign_in(secretary, app, party.party_secretary.id)
    assert secretary.get(f"/organ/{party.council_id}/regler").status_code == 200, "she records for it now"


def test_who_records_already_goes_on_and_nothing_is_written(
    app: Flask, administrator: FlaskClient, party: Party
) -> None:
    path = f"/administrasjon/organ/{party.council_id}/forer"

    assert send(administrator, path, followed_by=party.group_id).status_code == 303
    assert _followers(app, party.council_id) == {party.group_id}
    with app.app_context():
        events = select(Event.number).where(Event.name == "body_followed")
        assert len(db.session.scalars(events).all()) == 1


@pytest.mark.parametrize("chosen", ["", "council_id"])
def test_a_body_that_cannot_record_is_refused(
    app: Flask, administrator: FlaskClient, party: Party, chosen: str
) -> None:
    path = f"/administrasjon/organ/{party.council_id}/forer"

    answer = send(administrator, path, followed_by=getattr(party, chosen) if chosen else "")

    assert answer.status_code == 422
    assert 'id="followed_by-error"' in answer.text
    assert _followers(app, party.council_id) == {party.group_id}


@pytest.mark.parametrize("who", [None, "branch_secretary", "group_secretary"])
def test_only_an_administrator_says_who_records(
    app: Flask, client: FlaskClient, party: Party, who: str | None
) -> None:
    if who:
        sign_in(client, app, getattr(party, who).id)
    path = f"/administrasjon/organ/{party.council_id}/forer"

    assert client.get(path).status_code == 404
    sent = {"csrf_token": csrf(client), "followed_by": party.party_id}
    assert client.post(path, data=sent).status_code == 404
    assert _followers(app, party.council_id) == {party.group_id}


def test_nobody_records_for_a_body_held_here(administrator: FlaskClient, party: Party) -> None:
    path = f"/administrasjon/organ/{party.branch_id}/forer"

    assert administrator.get(path).status_code == 404
    sent = {"csrf_token": csrf(administrator), "followed_by": party.party_id}
    assert administrator.post(path, data=sent).status_code == 404
