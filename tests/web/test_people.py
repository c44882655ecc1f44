"""Signing in by a mailed link, out again, the language, and what one is told about oneself."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow import clock
from motionflow.models import Mail, SignInLink, WebSession
from motionflow.services import people, sessions
from motionflow.transaction import writing
from motionflow.web.people import own_page
from tests.kept import Kept
from tests.services.builders import make_party, make_party_of_today
from tests.web.browsing import csrf, fields_of, send, sign_in_by_link, sign_out


@pytest.fixture
def known(app: Flask) -> str:
    """The id of somebody with an address, in no body."""
    with app.app_context(), writing():
        person = people.add_person("Kari Eksempel", address="kari@example.org", at=clock.now())
        return person.id


def _token(app: Flask, person_id: str, *, older: timedelta = timedelta(), is_reusable: bool = False) -> str:
    with app.app_context(), writing():
        return people.make_link(person_id, at=clock.now() - older, is_reusable=is_reusable)


def _mails(app: Flask) -> int:
    with app.app_context():
        return len(people.db.session.scalars(select(Mail)).all())


def _is_signed_in(client: FlaskClient) -> bool:
    return client.get("/meg").status_code == 200


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask, client: FlaskClient, known: str) -> None:
    answers = []
    for address in ("kari@example.org", "ukjent@example.org"):
        answer = send(client, "/logg-inn", address=address)
        page = client.get(answer.headers["Location"])
        answers.append((answer.status_code, answer.headers["Location"], page.status_code))

    assert answers[0] == answers[1] == (303, "/logg-inn/sendt", 200)
    assert _mails(app) == 1


@pytest.mark.parametrize("address", ["", "kari", "kari@example.org, ola@example.org", "kari@example"])
def test_what_is_not_one_address_is_refused_at_its_field_and_kept(
    app: Flask, client: FlaskClient, known: str, address: str
) -> None:
    answer = send(client, "/logg-inn", address=address)

    assert answer.status_code == 422
    assert 'id="address-error"' in answer.text
    assert fields_of(answer.text, with_field="address")["address"] == address
    assert _mails(app) == 0


def test_asking_again_and_again_sends_only_so_many_mails(app: Flask, client: FlaskClient, known: str) -> None:
    for _ in range(people.LINKS_PER_HOUR + 2):
        assert send(client, "/logg-inn", address="kari@example.org").status_code == 303

    assert _mails(app) == people.LINKS_PER_HOUR


def test_opening_a_link_does_not_use_it_up(app: Flask, client: FlaskClient, known: str) -> None:
    token = _token(app, known)

    for _ in range(5):
        assert client.get(f"/logg-inn/{token}").status_code == 200
        assert client.head(f"/logg-inn/{token}").status_code == 200

    assert not _is_signed_in(client)
    assert send(client, f"/logg-inn/{token}").status_code == 303
    assert _is_signed_in(client)


def test_a_link_works_once(app: Flask, client: FlaskClient, known: str) -> None:
    token = _token(app, known)
    send(client, f"/logg-inn/{token}")
    other = app.test_client()

    answer = send(other, f"/logg-inn/{token}")

    assert answer.status_code == 410
    assert 'href="/logg-inn"' in answer.text
    assert not _is_signed_in(other)


@pytest.mark.parametrize("token", ["nothing-such", "a" * 43])
def test_a_link_that_never_was_is_like_an_old_one(client: FlaskClient, token: str) -> None:
    assert send(client, f"/logg-inn/{token}").status_code == 410


def test_an_old_link_does_not_work(app: Flask, client: FlaskClient, known: str) -> None:
    token = _token(app, known, older=people.LINK_LIFETIME + timedelta(seconds=1))

    assert send(client, f"/logg-inn/{token}").status_code == 410


def test_a_link_of_the_example_can_be_used_again_on_this_machine(
    app: Flask, client: FlaskClient, known: str
) -> None:
    token = _token(app, known, is_reusable=True)

    for _ in range(2):
        assert send(client, f"/logg-inn/{token}").status_code == 303
        sign_out(client)


def test_only_the_hash_of_a_link_and_of_a_session_is_stored(
    app: Flask, client: FlaskClient, known: str
) -> None:
    token = _token(app, known)
    send(client, f"/logg-inn/{token}")

    with app.app_context():
        link = people.db.session.scalars(select(SignInLink)).one()
        begun = people.db.session.scalars(select(WebSession)).one()
    assert link.token_hash == sessions.hash_token(token) != token
    assert sessions.hash_token(begun.token_hash) != begun.token_hash
    assert link.used_at is not None


def test_signing_in_as_another_ends_the_first_session(app: Flask, client: FlaskClient, known: str) -> None:
    with app.app_context(), writing():
        other = people.add_person("Ola Prøve", address="ola@example.org", at=clock.now()).id
    sign_in_by_link(client, app, known)

    sign_in_by_link(client, app, other)

    assert "Ola Prøve" in client.get("/meg").text
    with app.app_context():
        sessions = people.db.session.scalars(select(WebSession)).all()
        assert {each.person_id: each.ended_at is None for each in sessions} == {known: False, other: True}


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    app: Flask, client: FlaskClient, known: str
) -> None:
    sign_in_by_link(client, app, known)
    cookie = client.get_cookie("motionflow")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("motionflow", cookie.value)
    assert _is_signed_in(thief)

    sign_out(client)

    assert not _is_signed_in(client)
    assert not _is_signed_in(thief)


def test_ending_all_sessions_signs_out_every_browser(app: Flask, client: FlaskClient, known: str) -> None:
    phone = app.test_client()
    sign_in_by_link(client, app, known)
    sign_in_by_link(phone, app, known)

    answer = send(client, "/meg", to="/meg/avslutt-okter")

    assert answer.status_code == 303
    assert not _is_signed_in(client)
    assert not _is_signed_in(phone)


def test_my_page_says_what_is_known_of_me(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), writing():
        party = make_party(clock.now())
    sign_in_by_link(client, app, party.branch_secretary.id)

    page = client.get("/meg").text

    assert "Kari Eksempel" in page
    assert "kari-eksempel@example.org" in page
    assert f'href="/organ/{party.branch_id}"' in page


def test_my_page_is_for_those_who_are_signed_in(client: FlaskClient) -> None:
    answer = client.get("/meg")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/logg-inn")


def test_the_language_of_a_browser_is_chosen_without_signing_in(client: FlaskClient) -> None:
    fields = {"csrf_token": csrf(client), "language": "en", "next": "/organer"}

    answer = client.post("/sprak", data=fields)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/organer")
    assert '<html lang="en"' in client.get("/").text


def test_the_language_of_a_person_goes_with_the_person(app: Flask, client: FlaskClient, known: str) -> None:
    sign_in_by_link(client, app, known)
    client.post("/sprak", data={"csrf_token": csrf(client), "language": "nn", "next": "/"})
    phone = app.test_client()
    sign_in_by_link(phone, app, known)

    assert '<html lang="nn"' in phone.get("/").text


@pytest.mark.parametrize("language", ["", "de", "nb\r\nSet-Cookie: a=b"])
def test_an_unknown_language_changes_nothing(
    app: Flask, client: FlaskClient, known: str, language: str
) -> None:
    before = client.get("/").text[:200]
    client.post("/sprak", data={"csrf_token": csrf(client), "language": language})
    assert client.get("/").text[:200] == before

    sign_in_by_link(client, app, known)
    answer = client.post("/sprak", data={"csrf_token": csrf(client), "language": language})
    assert answer.status_code == 422
    assert '<html lang="nb"' in client.get("/").text


ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://localhost@evil.example/",
    "/%09/evil.example",
    "/%2f/evil.example",
    "/..//evil.example",
    "evil.example",
    "/\x00//evil.example",
    "http://[evil",
    " //evil.example",
    "/saker\r\nSet-Cookie: a=b",
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_choosing_a_language(client: FlaskClient, path: str) -> None:
    answer = client.post("/sprak", data={"csrf_token": csrf(client), "language": "nn", "next": path})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/", "/"),
        ("/?", "/"),
        ("/saker?q=bokbuss&side=2", "/saker?q=bokbuss&side=2"),
        ("/saker?q=b%C3%A5t", "/saker?q=b%C3%A5t"),
        ("/organ/0123456789abcdef", "/organ/0123456789abcdef"),
        ("/sprak", "/"),
        ("/nothing/such", "/"),
        ("", "/"),
        ("/saker?next=//evil.example", "/saker?next=%2F%2Fevil.example"),
    ],
)
def test_a_page_of_ours_is_led_back_to(app: Flask, path: str, leads_to: str) -> None:
    with app.test_request_context("/sprak", method="POST"):
        assert own_page(path) == leads_to


def test_i_choose_my_own_name(app: Flask, client: FlaskClient, known: str) -> None:
    sign_in_by_link(client, app, known)

    answer = send(client, "/meg", to="/meg/navn", name=" Kari  Selvvalgt ")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/meg")
    assert "Kari Selvvalgt" in client.get("/meg").text


def test_an_empty_name_is_refused_with_a_sentence(app: Flask, client: FlaskClient, known: str) -> None:
    sign_in_by_link(client, app, known)

    answer = send(client, "/meg", to="/meg/navn", name=" ")

    assert answer.status_code == 422
    assert "Kari Eksempel" in client.get("/meg").text


def test_my_page_says_what_a_body_calls_me(app: Flask, client: FlaskClient, kept: Kept) -> None:
    party = kept.fill(app, make_party_of_today)
    sign_in_by_link(client, app, party.member.id)
    send(client, "/meg", to="/meg/navn", name="Lise Selvvalgt")

    assert "Lise Medlem" in client.get("/meg").text


def test_a_secretary_who_knows_an_address_learns_no_name(app: Flask, kept: Kept) -> None:
    party = kept.fill(app, make_party_of_today)
    client = app.test_client()
    sign_in_by_link(client, app, party.party_secretary.id)
    members = f"/organ/{party.party_id}/medlemmer"

    typed = {"name": "Ukjent Person", "address": "lise-medlem@example.org", "role": "member"}
    answer = send(client, members, with_field="address", **typed)
    page = client.get(answer.headers["Location"]).text + client.get(members).text

    assert "Ukjent Person" in page
    assert "Lise Medlem" not in page
