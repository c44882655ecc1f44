"""Signing in by a mailed link: what an attacker tries, and when a session ends."""

import logging
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow import clock, create_app
from motionflow.config import Settings
from motionflow.db import Base, db
from motionflow.domain.roles import Role
from motionflow.mail import compose
from motionflow.models import Mail, Membership, SignInLink, WebSession
from motionflow.models.outbox import MailKind
from motionflow.services import erasure, notices, people, sessions
from motionflow.transaction import writing
from tests.at_once import at_once
from tests.databases import settings_for
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import Party
from tests.web.browsing import csrf, fields_of, send, sign_in_by_link, sign_out

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PUBLIC = {
    "MOTIONFLOW_BASE_URL": "https://sak.example.org",
    "MOTIONFLOW_SMTP_URL": "smtp://localhost",
    "MOTIONFLOW_MAIL_FROM": "sak@example.org",
}
KNOWN, UNKNOWN = "lise-medlem@example.org", "ukjent@example.org"


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    made: Party = kept.fill(app, builders.make_party_of_last_year)
    return made


def link_for(app: Flask, person_id: str, *, is_reusable: bool = False) -> str:
    with app.app_context(), writing():
        return people.make_link(person_id, at=clock.now(), is_reusable=is_reusable)


def session_of(app: Flask, person_id: str) -> str:
    link = link_for(app, person_id)
    with app.app_context(), writing():
        return people.sign_in(link, at=clock.now(), allows_reusable=True)


def is_in(client: FlaskClient) -> bool:
    return client.get("/meg").status_code == 200


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("motionflow")
    assert cookie is not None
    return cookie.value


# The link


def test_twenty_presses_at_once_in_twenty_browsers_make_one_session(app: Flask, party: Party) -> None:
    link = f"/logg-inn/{link_for(app, party.member.id)}"
    browsers = [app.test_client() for _ in range(12)]
    forms = [fields_of(each.get(link).text, action="", with_field="form_key") for each in browsers]

    def press(browser: FlaskClient, form: dict[str, str]) -> int:
        return browser.post(link, data=form).status_code

    answers = at_once([partial(press, *pair) for pair in zip(browsers, forms, strict=True)])

    assert sorted(map(str, answers)) == ["303"] + ["410"] * 11
    assert [is_in(each) for each in browsers].count(True) == 1


def test_looking_at_a_link_in_any_way_does_not_use_it_up(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    link = f"/logg-inn/{link_for(app, party.member.id)}"

    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        client.open(link, method=method)
    assert client.post(link, data={}).status_code == 400  # a form from elsewhere does not either

    assert send(client, link).status_code == 303


def test_links_of_the_example_work_on_this_machine_only(
    app: Flask, party: Party, database_url: str, tmp_path: Path
) -> None:
    link = f"/logg-inn/{link_for(app, party.member.id, is_reusable=True)}"
    outside = settings_for(database_url, home=tmp_path, **PUBLIC)
    elsewhere = create_app(outside).test_client()
    where = {"base_url": "https://sak.example.org"}
    form = fields_of(elsewhere.get(link, **where).text, action="", with_field="form_key")

    answer = elsewhere.post(link, data=form, headers={"Referer": "https://sak.example.org/"}, **where)

    assert answer.status_code == 410
    assert send(app.test_client(), link).status_code == 303
    with elsewhere.application.app_context():
        db.engine.dispose()


def test_no_table_holds_a_token_and_no_log_line_either(
    app: Flask, client: FlaskClient, party: Party, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = link_for(app, party.member.id)
    send(client, f"/logg-inn/{link}")
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]

    with app.app_context():
        rows = [
            repr(row) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))
        ]
        assert sessions.hash_token(token) in "".join(rows)
    for secret in (link, token):
        assert not any(secret in row for row in rows)
        assert secret not in caplog.text


def test_the_mailed_link_leads_to_the_configured_host_whatever_a_request_says(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    form = {"csrf_token": csrf(client, "/logg-inn"), "address": KNOWN}
    lies = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil.example",
    }
    assert client.post("/logg-inn", data=form, headers=lies).location == "/logg-inn/sendt"

    settings: Settings = app.config["SETTINGS"]
    with app.app_context(), writing():
        (mail,) = notices.lease_mails(at=clock.now())
        message = compose(mail, settings=settings, at=clock.now())
    assert "http://localhost/logg-inn/" in message.get_content()
    assert "evil" not in message.as_string()
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_known_and_unknown_addresses_get_the_same_words(app: Flask, party: Party) -> None:
    def asked(address: str) -> list[tuple[int, str | None, str]]:
        browser = app.test_client()
        found: list[tuple[int, str | None, str]] = []
        for _ in range(people.LINKS_PER_HOUR + 2):
            answer = send(browser, "/logg-inn", address=address)
            found.append((answer.status_code, answer.location, answer.text.replace(address, "")))
        return found

    assert asked(KNOWN) == asked(UNKNOWN)
    with app.app_context():
        mails = db.session.scalars(select(Mail).where(Mail.kind == MailKind.SIGN_IN)).all()
        assert len(mails) == people.LINKS_PER_HOUR
        assert {mail.facts for mail in mails} == {"{}"}


# The session


def test_a_session_lasts_thirty_days_and_twelve_hours_for_those_with_duties(app: Flask, party: Party) -> None:
    member, secretary = (session_of(app, who.id) for who in (party.member, party.branch_secretary))
    at = clock.now()

    def lasts(token: str, after: timedelta) -> bool:
        with app.app_context():
            return people.find_viewer(token, at=at + after) is not None

    assert [lasts(member, each) for each in (30 * DAY - MINUTE, 30 * DAY + MINUTE)] == [True, False]
    assert [lasts(secretary, each) for each in (12 * HOUR - MINUTE, 12 * HOUR + MINUTE)] == [True, False]


def test_a_duty_given_after_signing_in_shortens_the_session_too(app: Flask, party: Party) -> None:
    token = session_of(app, party.member.id)
    with app.app_context(), writing():
        person = people.get_person(party.member.id)
        today = clock.now().date() - DAY
        people.give_role(person, body=party.branch, role=Role.BOARD, from_on=today, by=None, at=clock.now())

    with app.app_context():
        assert people.find_viewer(token, at=clock.now() + 13 * HOUR) is None


def test_who_loses_a_role_has_lost_it_at_the_next_request(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    sign_in_by_link(client, app, party.branch_secretary.id)
    page = f"/organ/{party.branch_id}/medlemmer"
    assert client.get(page).status_code == 200
    form = {"csrf_token": csrf(client), "name": "Per Ny", "address": "per@example.net", "role": "member"}

    with app.app_context(), writing():
        held = select(Membership).where(Membership.person_id == party.branch_secretary.id)
        db.session.scalars(held).one().until_on = clock.now().date() - 2 * DAY

    assert client.get(page).status_code in (403, 404)
    assert client.post(page, data=form).status_code in (403, 404)


def test_a_copied_cookie_is_refused_after_signing_out_and_after_erasure(app: Flask, party: Party) -> None:
    browser, thief = app.test_client(), app.test_client()
    sign_in_by_link(browser, app, party.member.id)
    thief.set_cookie("motionflow", cookie_of(browser))
    assert is_in(thief)
    sign_out(browser)
    assert not is_in(thief)

    sign_in_by_link(browser, app, party.member.id)
    thief.set_cookie("motionflow", cookie_of(browser))
    with app.app_context(), writing():
        erasure.erase_person(party.branch_secretary, party.member.id, at=clock.now())
    assert not is_in(thief)
    with app.app_context():
        left = db.session.scalars(select(WebSession).where(WebSession.person_id == party.member.id)).all()
        links = db.session.scalars(select(SignInLink).where(SignInLink.person_id == party.member.id)).all()
        assert (left, links) == ([], [])


def test_a_cookie_from_before_signing_in_is_worth_nothing_after_it(app: Flask, party: Party) -> None:
    browser, planted = app.test_client(), app.test_client()
    planted.get("/logg-inn")
    browser.set_cookie("motionflow", cookie_of(planted))  # the attacker's, put into the victim's browser

    sign_in_by_link(browser, app, party.member.id)

    assert is_in(browser)
    assert not is_in(planted)
    assert planted.post("/meg/avslutt-okter", data={"csrf_token": csrf(planted)}).status_code == 403


def test_a_cookie_with_a_changed_or_made_up_token_is_nobody(
    app: Flask, client: FlaskClient, party: Party
) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = party.member.id  # even signed with our key, an id is no token
    assert not is_in(client)
    client.set_cookie("motionflow", "eyJfdXNlcl9pZCI6IjEifQ.x.y")
    assert not is_in(client)


@pytest.mark.parametrize(
    ("base", "is_secure"), [("http://localhost", False), ("https://sak.example.org", True)]
)
def test_the_cookie_is_for_the_server_and_our_site_only(
    base: str, is_secure: bool, database_url: str, tmp_path: Path
) -> None:
    where = PUBLIC | {"MOTIONFLOW_BASE_URL": base}
    made = create_app(settings_for(database_url, home=tmp_path, **where))
    answer = made.test_client().get("/logg-inn", base_url=base)

    flags = {part.strip() for part in answer.headers["Set-Cookie"].split(";")}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags
    assert ("Secure" in flags) is is_secure
    assert ("Strict-Transport-Security" in answer.headers) is is_secure
    assert answer.headers["Cache-Control"] == "no-store"
    with made.app_context():
        db.engine.dispose()


def test_nothing_signed_in_is_kept_by_a_browser(app: Flask, client: FlaskClient, party: Party) -> None:
    sign_in_by_link(client, app, party.branch_secretary.id)
    for path in ("/", "/meg", "/oppgaver", "/saker", f"/organ/{party.branch_id}/medlemmer", "/finnes-ikke"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path


@pytest.mark.parametrize(
    "path",
    [
        *("//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example"),
        *("https://evil.example", "HTTPS:evil.example", "http:/evil.example", "javascript:alert(1)"),
        *(
            "/\tevil.example",
            "/\t/evil.example",
            "/%09/evil.example",
            "/%5Cevil.example",
            "//evil.example/%2F..",
        ),
        *(
            "/saker//evil.example",
            "@evil.example",
            "/@evil.example",
            "data:text/html,x",
            "http://[::1",
            "\0",
            "",
        ),
        *("/logg-ut", "/sprak", "/static/../../etc/passwd", "/saker\r\nSet-Cookie: a=b", "x" * 5000),
    ],
)
def test_nobody_is_led_away_from_our_site(client: FlaskClient, path: str) -> None:
    form = {"csrf_token": csrf(client), "language": "nn", "next": path}

    answer = client.post("/sprak", data=form)

    assert answer.status_code == 303
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))
    assert "evil" not in answer.location.split("?")[0].lstrip("/")
    assert "\n" not in answer.location
    assert client.get(answer.location).status_code in (200, 404)
