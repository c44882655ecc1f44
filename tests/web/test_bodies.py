"""Bodies in the browser: what the public, the members and others see, and who changes the members."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow import clock
from motionflow.db import db
from motionflow.domain.deadlines import Periods, day_in_oslo
from motionflow.domain.roles import Role
from motionflow.models import Membership, Person
from motionflow.services import bodies, people, steps
from motionflow.transaction import writing
from tests.kept import Kept
from tests.services.builders import Party, hand_in, make_party_of_today, make_viewer, step_at
from tests.web.browsing import fields_of, send, sign_in


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    """A party with somebody in every role, from today on."""
    made: Party = kept.fill(app, make_party_of_today)
    return made


@pytest.fixture
def title(app: Flask, party: Party) -> str:
    """The title of a case in the branch's inbox, open to nobody else."""
    with app.app_context(), writing():
        return hand_in(party, at=clock.now(), title="Gatelys på Moen").title


def _held(app: Flask, party: Party, name: str) -> list[Membership]:
    with app.app_context():
        rows = select(Membership).join(Person).where(Person.name == name).order_by(Membership.from_on)
        return list(db.session.scalars(rows))


def _members_page(body_id: str) -> str:
    return f"/organ/{body_id}/medlemmer"


def test_the_list_shows_every_body_under_the_one_above_it(client: FlaskClient, party: Party) -> None:
    page = client.get("/organer").text

    order = ["Elvebygda kommuneparti", "Nordre Elvebygda partilag", "Elvebygda kommunestyre<"]
    places = [page.index(name) for name in order]
    assert places == sorted(places)
    assert "Elvebygda kommunestyregruppe" in page[places[-1] :], "who records for the council is told"


def test_the_public_sees_no_member_no_inbox_and_no_rule(
    app: Flask, client: FlaskClient, party: Party, title: str
) -> None:
    page = client.get(f"/organ/{party.branch_id}").text

    assert "Nordre Elvebygda partilag" in page
    hidden = [title, "Kari Eksempel", "Nils Utvalgt", "Lise Medlem", "inbox", "medlemmer", "innkall"]
    assert [word for word in hidden if word in page.replace("icons.svg#inbox", "")] == []


def test_the_public_sees_what_a_body_has_opened(app: Flask, client: FlaskClient, party: Party) -> None:
    with app.app_context(), writing():
        motion = hand_in(party, at=clock.now(), title="Gatelys på Moen")
        step = step_at(motion, party.branch_id)
        steps.open_to_public(party.branch_secretary, step.id, is_open=True, at=clock.now())

    assert "Gatelys på Moen" in client.get(f"/organ/{party.branch_id}").text


def test_members_see_the_inbox_and_who_holds_an_office(
    app: Flask, client: FlaskClient, party: Party, title: str
) -> None:
    sign_in(client, app, party.member.id)

    page = client.get(f"/organ/{party.branch_id}").text

    assert title in page
    assert "Kari Eksempel" in page
    assert "Nils Utvalgt" in page
    assert "Lise Medlem" not in page.split("<main")[1], "a plain member is named to the officers only"
    assert f"/organ/{party.branch_id}/innkall" not in page


def test_the_secretary_is_offered_meetings_and_members(app: Flask, client: FlaskClient, party: Party) -> None:
    sign_in(client, app, party.branch_secretary.id)

    page = client.get(f"/organ/{party.branch_id}").text

    for where in ("innkall", "registrer-mote", "medlemmer"):
        assert f'href="/organ/{party.branch_id}/{where}"' in page


def test_a_body_says_its_rules_in_plain_words(app: Flask, client: FlaskClient, party: Party) -> None:
    with app.app_context(), writing():
        branch = bodies.get_body(party.branch_id)
        bodies.set_rules(
            branch,
            valid_from=day_in_oslo(clock.now()),
            by=None,
            at=clock.now(),
            periods=Periods(notice_days=14, motion_days=7),
            membership_days=30,
            source="Vedtektene § 4",
        )
    sign_in(client, app, party.member.id)
    send(client, "/", to="/sprak", language="en")

    page = client.get(f"/organ/{party.branch_id}").text

    assert "A meeting is called at least 14 days before." in page
    assert "Motions must be handed in at least 7 days before." in page
    assert "One can vote after 30 days of membership." in page
    assert "Source: Vedtektene § 4." in page


def test_an_unknown_body_is_not_found(client: FlaskClient) -> None:
    assert client.get("/organ/0123456789abcdef").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("branch_secretary", 200),
        ("branch_chair", 200),
        ("member", 403),
        ("party_secretary", 403),
        ("stranger", 403),
        ("administrator", 403),
    ],
)
def test_members_are_shown_to_the_bodys_officers_only(
    app: Flask, client: FlaskClient, party: Party, who: str, status: int
) -> None:
    sign_in(client, app, getattr(party, who).id)

    answer = client.get(_members_page(party.branch_id))

    assert answer.status_code == status
    assert ("Lise Medlem" in answer.text.split("<main")[1]) == (status == 200)


def test_the_chair_sees_the_members_but_changes_nothing(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    held = _held(app, party, "Lise Medlem")[0]
    sign_in(client, app, party.branch_chair.id)
    token = fields_of(client.get("/").text, with_field="csrf_token")["csrf_token"]
    fields = {"csrf_token": token, "name": "Per Prøve", "address": "per@example.org", "role": "member"}

    assert "/avslutt" not in client.get(_members_page(party.branch_id)).text
    assert client.get(f"/medlemskap/{held.id}/avslutt").status_code == 403
    assert client.get(f"{_members_page(party.branch_id)}/{party.member.id}/slett").status_code == 403
    for path in (
        _members_page(party.branch_id),
        f"/medlemskap/{held.id}/avslutt",
        f"{_members_page(party.branch_id)}/{party.member.id}/slett",
    ):
        assert client.post(path, data=fields).status_code == 403
    assert _held(app, party, "Lise Medlem")[0].until_on is None
    assert _held(app, party, "Per Prøve") == []


def test_a_member_is_added_in_a_role_from_today(app: Flask, client: FlaskClient, party: Party) -> None:
    sign_in(client, app, party.branch_secretary.id)

    answer = send(
        client,
        _members_page(party.branch_id),
        name=" Per  Prøve ",
        address="Per@Example.org",
        role="board",
        title="kasserer",
    )

    assert answer.status_code == 303
    held = _held(app, party, "Per Prøve")
    assert [(each.role, each.title, each.from_on) for each in held] == [
        (Role.BOARD, "kasserer", day_in_oslo(clock.now()))
    ]
    assert "kasserer" in client.get(_members_page(party.branch_id)).text


@pytest.mark.parametrize(
    ("typed", "at_fields"),
    [
        ({"name": "", "address": "", "role": ""}, {"name", "address", "role"}),
        ({"name": "Per Prøve", "address": "per", "role": "member"}, {"address"}),
        ({"name": "Per Prøve", "address": "per@example.org", "role": "councillor"}, {"party"}),
        ({"name": "Per Prøve", "address": "per@example.org", "role": "administrator"}, {"role"}),
        ({"name": "Per Prøve", "address": "per@example.org", "role": "king"}, {"role"}),
    ],
)
def test_what_is_lacking_is_told_at_its_field_and_nothing_is_written(
    app: Flask, client: FlaskClient, party: Party, typed: dict[str, str], at_fields: set[str]
) -> None:
    sign_in(client, app, party.branch_secretary.id)

    answer = send(client, _members_page(party.branch_id), **typed)

    assert answer.status_code == 422
    names = ("name", "address", "role", "party", "title")
    assert {name for name in names if f'id="{name}-error"' in answer.text} == at_fields
    assert answer.text.index("ds-error-summary") < answer.text.index("<table")
    kept = fields_of(answer.text, with_field="address")
    assert (kept["name"], kept["address"]) == (typed["name"], typed["address"])
    assert _held(app, party, "Per Prøve") == []


def test_adding_someone_who_is_there_already_changes_nothing(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    sign_in(client, app, party.branch_secretary.id)

    address = "lise-medlem@example.org"
    answer = send(client, _members_page(party.branch_id), name="Lise M", address=address, role="member")

    assert answer.status_code == 303
    assert len(_held(app, party, "Lise Medlem")) == 1


def test_a_second_press_adds_nobody_twice(app: Flask, client: FlaskClient, party: Party) -> None:
    sign_in(client, app, party.branch_secretary.id)
    path = _members_page(party.branch_id)
    fields = fields_of(client.get(path).text, with_field="address")
    fields |= {"name": "Per Prøve", "address": "per@example.org", "role": "teller"}

    answers = [client.post(path, data=fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(_held(app, party, "Per Prøve")) == 1


def test_ending_a_role_asks_first(app: Flask, client: FlaskClient, party: Party) -> None:
    held = _held(app, party, "Lise Medlem")[0]
    sign_in(client, app, party.branch_secretary.id)

    asked = client.get(f"/medlemskap/{held.id}/avslutt")
    assert "Lise Medlem" in asked.text
    assert _held(app, party, "Lise Medlem")[0].until_on is None

    answer = send(client, f"/medlemskap/{held.id}/avslutt")
    assert (answer.status_code, answer.headers["Location"]) == (303, _members_page(party.branch_id))
    until_on = _held(app, party, "Lise Medlem")[0].until_on
    assert until_on is not None
    assert until_on < day_in_oslo(clock.now())


def test_a_role_given_today_can_be_taken_back_today(app: Flask, client: FlaskClient, party: Party) -> None:
    sign_in(client, app, party.branch_secretary.id)
    typed = {"name": "Per Prøve", "address": "per@example.org", "role": "chair"}
    send(client, _members_page(party.branch_id), with_field="name", **typed)
    held = _held(app, party, "Per Prøve")[0]
    phone = app.test_client()
    sign_in(phone, app, held.person_id)
    assert phone.get(_members_page(party.branch_id)).status_code == 200

    send(client, f"/medlemskap/{held.id}/avslutt")

    assert phone.get(_members_page(party.branch_id)).status_code == 403
    now = client.get(_members_page(party.branch_id)).text
    assert f"/medlemskap/{held.id}/avslutt" not in now
    assert f"/medlemmer/{held.person_id}/slett" in now, "whoever was added can be erased"


def test_a_secretary_who_ends_her_own_role_is_led_to_a_page_she_sees(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    held = _held(app, party, "Kari Eksempel")[0]
    sign_in(client, app, party.branch_secretary.id)

    answer = send(client, f"/medlemskap/{held.id}/avslutt")

    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get(_members_page(party.branch_id)).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "member", "party_secretary"])
def test_anothers_member_is_not_found(app: Flask, client: FlaskClient, party: Party, who: str) -> None:
    held = _held(app, party, "Lise Medlem")[0]
    sign_in(client, app, getattr(party, who).id)

    assert client.get(f"/medlemskap/{held.id}/avslutt").status_code == 404
    assert client.get("/medlemskap/0123456789abcdef/avslutt").status_code == 404


def test_a_person_is_erased_after_a_page_that_says_what_it_means(
    app: Flask, client: FlaskClient, party: Party, title: str
) -> None:
    phone = app.test_client()
    sign_in(phone, app, party.member.id)
    sign_in(client, app, party.branch_secretary.id)
    path = f"{_members_page(party.branch_id)}/{party.member.id}/slett"
    assert "Lise Medlem" in client.get(path).text

    answer = send(client, path)

    assert answer.status_code == 303
    assert "Lise" not in client.get(answer.headers["Location"]).text
    assert phone.get("/meg").status_code == 302
    assert client.get(path).status_code == 404
    with app.app_context():
        person = people.get_person(party.member.id)
        assert (person.name, person.address) == (None, None)


def test_someone_in_another_body_too_is_not_erased(app: Flask, client: FlaskClient, party: Party) -> None:
    with app.app_context(), writing():
        both = make_viewer(
            "Berit Begge", (party.branch, Role.MEMBER), (party.party, Role.MEMBER), at=clock.now()
        )
    sign_in(client, app, party.branch_secretary.id)

    answer = send(client, f"{_members_page(party.branch_id)}/{both.id}/slett")

    assert answer.status_code == 422
    assert "ds-error-summary" in answer.text
    with app.app_context():
        assert people.get_person(both.id).name == "Berit Begge"


def test_someone_of_another_body_cannot_be_erased_through_mine(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    sign_in(client, app, party.branch_secretary.id)
    token = fields_of(client.get("/").text, with_field="csrf_token")["csrf_token"]
    path = f"{_members_page(party.branch_id)}/{party.party_member.id}/slett"

    assert client.get(path).status_code == 404
    assert client.post(path, data={"csrf_token": token}).status_code == 404
    with app.app_context():
        assert people.get_person(party.party_member.id).name == "Berit Lagvenn"


def test_someone_who_has_left_can_still_be_erased(app: Flask, client: FlaskClient, party: Party) -> None:
    held = _held(app, party, "Lise Medlem")[0]
    sign_in(client, app, party.branch_secretary.id)
    send(client, f"/medlemskap/{held.id}/avslutt")
    path = f"{_members_page(party.branch_id)}/{party.member.id}/slett"

    assert f'href="{path}"' in client.get(_members_page(party.branch_id)).text
    assert send(client, path).status_code == 303
    assert path not in client.get(_members_page(party.branch_id)).text
