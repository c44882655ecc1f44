"""Feeds of what is public, a private calendar that can be renewed, and the desk with promises on it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow import clock
from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.models import Decision
from tests.kept import Kept
from tests.services import builders, promised
from tests.services.builders import Party, Way, one_transaction
from tests.web import browsing

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def everything(app: Flask, kept: Kept) -> tuple[Party, Way]:
    """The party, and a case of its that has come all the way."""
    party = kept.fill(app, builders.make_party)
    return party, kept.fill(app, builders.make_party, builders.go_all_the_way)


def signed_in(app: Flask, person_id: str) -> FlaskClient:
    client = app.test_client()
    browsing.sign_in(client, app, person_id)
    return client


def test_a_feed_has_what_is_public_and_nothing_else(app: Flask, everything: tuple[Party, Way]) -> None:
    party, way = everything
    client = app.test_client()
    for path in ("/atom.xml", f"/sak/{way.motion_id}/atom.xml", f"/organ/{party.council_id}/atom.xml"):
        feed = ElementTree.fromstring(client.get(path).data)
        titles = [each.text or "" for each in feed.iter(f"{ATOM}title")][1:]
        assert titles
        assert all("Elvebygda kommunestyre:" in title for title in titles)
        assert {each.get("href") for each in feed.findall(f"{ATOM}entry/{ATOM}link")} == {
            f"http://localhost/sak/{way.motion_id}"
        }
    empty = ElementTree.fromstring(client.get(f"/organ/{party.branch_id}/atom.xml").data)
    assert empty.findall(f"{ATOM}entry") == []
    assert client.get("/tema/health/atom.xml").status_code == 200
    assert client.get("/tema/finnes-ikke/atom.xml").status_code == 404


def test_a_private_calendar_works_without_signing_in_until_it_is_renewed(
    app: Flask, everything: tuple[Party, Way]
) -> None:
    party, _ = everything
    with app.app_context(), one_transaction():
        ahead = clock.now() + timedelta(days=40)
        builders.call(party.branch_secretary, party.branch, starts_at=ahead, called_at=clock.now())
    mine, anyone = signed_in(app, party.member.id), app.test_client()
    assert "/kalender/" not in mine.get("/folger").text.replace("/kalender/adresse", "")

    def renewed() -> str:
        browsing.send(mine, "/folger", to="/kalender/adresse")
        page = mine.get("/folger").text
        return page.split('value="http://localhost')[1].split('"')[0]

    first = renewed()
    answer = anyone.get(first)
    assert answer.mimetype == "text/calendar"
    assert "Nordre Elvebygda partilag" in answer.text.replace("\r\n ", "")
    second = renewed()
    assert anyone.get(first).status_code == 404
    assert anyone.get(second).status_code == 200
    assert anyone.get(second.replace(".ics", "x.ics")).status_code == 404


def test_a_councillors_desk_has_what_she_answers_for(app: Flask, everything: tuple[Party, Way]) -> None:
    party, way = everything
    with app.app_context(), one_transaction():
        council = select(Decision).where(Decision.step_id == way.step_ids[-1])
        today = day_in_oslo(clock.now())
        promised.promise(
            party.councillor,
            db.session.scalars(council).one(),
            body=party.group,
            person_id=party.councillor.id,
            due_on=today - timedelta(days=3),
        )
    page = signed_in(app, party.councillor.id).get("/oppgaver").text
    assert "Ti ledere begynner på studiet" in page
    assert "3 dager over fristen" in page
    assert "Ti ledere" not in signed_in(app, party.member.id).get("/oppgaver").text


def test_an_overdue_promise_stands_plainly_on_the_public_page(
    app: Flask, everything: tuple[Party, Way]
) -> None:
    party, way = everything
    with app.app_context(), one_transaction():
        council = select(Decision).where(Decision.step_id == way.step_ids[-1])
        promised.promise(party.councillor, db.session.scalars(council).one(), body=party.group)
    page = app.test_client().get(f"/sak/{way.motion_id}").text
    assert "over fristen, som var 31. desember 2019" in page


def test_what_is_searched_for_is_shown_as_text(app: Flask, everything: tuple[Party, Way]) -> None:
    party, _ = everything
    with app.app_context(), one_transaction():
        builders.hand_in(party, title="<script>alert(1)</script> gangvei")
    page = signed_in(app, party.member.id).get("/sok?q=gangvei+script&ar=x&utfall=finnes&side=-4").text
    assert "<script>alert" not in page
    assert "<mark>gangvei</mark>" in page
    assert "&lt;<mark>script</mark>&gt;" in page
