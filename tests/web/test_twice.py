"""A double press of every button does the thing once, and both answers lead to the same place."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from motionflow.db import db
from motionflow.domain.flow import BodyKind
from motionflow.models import (
    AgendaItem,
    Decision,
    Event,
    Follower,
    Job,
    Mail,
    Membership,
    Person,
    Subscription,
)
from motionflow.services import audit, bodies
from tests.at_once import at_once
from tests.kept import Kept
from tests.pressed_again import ONCE
from tests.services import amending, builders, polled, promised
from tests.services.builders import Party
from tests.web.browsing import fields_of, forms_of
from tests.web.buttons import BUTTONS, CHOSEN, Button
from tests.web.world import NOW, World, in_two_months, make_cases

# Searching writes nothing; choosing a language and signing out are the same done twice.
HARMLESS = {"/saker", "/sok", "/sprak", "/logg-ut"}


@dataclass
class Place:
    """A world with something to press every button for."""

    world: World
    ids: dict[str, str]
    nobody: FlaskClient

    def counted(self) -> Counter[str]:
        """Return how often each thing has happened."""
        with self.world.app.app_context():
            found = Counter(db.session.scalars(select(Event.name)))
            followers = len(db.session.scalars(select(Follower)).all())
            subscriptions = db.session.scalars(select(Subscription)).all()
            found["work asked for"] = len(db.session.scalars(select(Job)).all())
            found["mail"] = len(db.session.scalars(select(Mail.id).where(Mail.kind == "sign_in")).all())
            found["name chosen"] = len(db.session.scalars(select(Person).where(Person.name == CHOSEN)).all())
        found["follower"], found["no follower"] = followers, 100 - followers
        found["theme followed"] = sum(each.theme is not None for each in subscriptions)
        found["subscription"], found["no subscription"] = len(subscriptions), 100 - len(subscriptions)
        return found

    def browser(self, button: Button) -> FlaskClient:
        """Return the browser of the one who presses a button."""
        return self.nobody if button.role == "anonymous" else self.world.browser(button.role)

    def open(self, button: Button) -> tuple[str, dict[str, str]]:
        """Return where a button leads, and what its form sends, from the page that it is on.

        Every form on that page that writes has a key.
        """
        page, to = button.page.format(**self.ids), button.to.format(**self.ids)
        opened = self.browser(button).get(page)
        assert opened.status_code == 200
        without = {where for where, fields in forms_of(opened.text) if not fields.get("form_key")}
        assert without <= HARMLESS
        typed = {name: text.format(**self.ids) for name, text in button.typed.items()}
        return to, _fields(opened.text, to, next(iter(typed), button.with_field), button.with_field) | typed

    def press(self, happened: str) -> None:
        """Press the button that makes something happen, and before it those that it comes after."""
        button = next(each for each in BUTTONS if each.happened == happened)
        for each in button.after:
            self.press(each)
        to, fields = self.open(button)
        assert self.browser(button).post(to, data=fields).status_code == 303


def make_something_to_press(party: Party) -> tuple[Party, dict[str, str]]:
    """Return the party, and ids by the names that the buttons' addresses use."""
    cases = make_cases(party)
    ids = {"branch": party.branch_id, "party": party.party_id, **vars(cases), "member": party.member.id}
    ids |= {"council": party.council_id, "chair": party.branch_chair.id}
    for name in ("returned", "declined"):
        ids[name] = builders.hand_in(party, at=NOW, title=f"Skal bli {name}").steps[0].id
    ids["party_without"] = bodies.make_body(
        "Vestre lag", kind=BodyKind.BRANCH, by=None, at=NOW, parent=party.branch
    ).id
    ids["amendment"] = amending.amend(party.branch_chair, cases.listed_step, "Noe ganske annet.", at=NOW).id
    ids["recommendation"] = amending.advise(party.branch_secretary, cases.listed_step, at=NOW).id
    first = select(AgendaItem.id).where(AgendaItem.meeting_id == cases.held, AgendaItem.number == "1")
    ids["item"] = db.session.scalars(first).one()
    ids["decision"] = db.session.scalars(
        select(Decision.id).where(Decision.step_id == cases.decided_step)
    ).one()
    decision = db.session.get_one(Decision, ids["decision"])
    ids["promise"] = promised.promise(
        party.branch_secretary, decision, body=party.branch, due_on=in_two_months().date(), at=NOW
    ).id
    ids["poll"] = polled.ids_of(party, cases.held, at=NOW)["poll_id"]
    held = select(Membership.id).where(Membership.person_id == party.member.id)
    ids["membership"] = db.session.scalars(held).one()
    return party, ids


@pytest.fixture
def place(app: Flask, kept: Kept) -> Place:
    party, ids = kept.fill(app, builders.make_party_of_last_year, make_something_to_press)
    return Place(World(app, party, kept), ids, app.test_client())


def twin(browser: FlaskClient) -> FlaskClient:
    """Return a second client with the first one's cookie: the other press of the same button."""
    other = browser.application.test_client()
    cookie = browser.get_cookie("motionflow")
    assert cookie is not None
    other.set_cookie("motionflow", cookie.value)
    return other


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: f"{button.happened} {button.to}")
def test_pressed_twice_at_once_and_once_more_it_happens_once(place: Place, button: Button) -> None:
    for each in button.after:
        place.press(each)
    to, fields = place.open(button)
    browser = place.browser(button)
    before = place.counted()

    def press(client: FlaskClient) -> Callable[[], TestResponse]:
        return lambda: client.post(to, data=fields, environ_overrides=ONCE)

    first, second = at_once([press(browser), press(twin(browser))])

    assert isinstance(first, TestResponse), first
    assert isinstance(second, TestResponse), second
    assert (first.status_code, second.status_code) == (303, 303), first.text[-1500:]
    assert first.location == second.location
    assert place.counted()[button.happened] == before[button.happened] + 1
    after = place.world.everything()
    again = browser.post(to, data=fields, environ_overrides=ONCE)
    assert (again.status_code, again.location) == (303, first.location)
    assert place.world.everything() == after
    with place.world.app.app_context():
        assert list(audit.find_faults()) == []


def _fields(page: str, to: str, *names: str) -> dict[str, str]:
    """Return the form that leads there; forms of a page of its own name no address."""
    for action in (to, ""):
        for name in names:
            try:
                return fields_of(page, action=action, with_field=name)
            except AssertionError:
                continue
    raise AssertionError(f"no form leads to {to}")


def test_a_press_after_a_refused_one_is_a_first_press(place: Place) -> None:
    browser = place.world.browser("party_secretary")
    fields = fields_of(browser.get("/nytt-forslag").text, with_field="title") | {"proposed_decision": "Noe."}
    assert browser.post("/nytt-forslag", data=fields).status_code == 422
    before = place.counted()

    assert browser.post("/nytt-forslag", data=fields | {"title": "Nå med tittel"}).status_code == 303
    assert place.counted()["motion_handed_in"] == before["motion_handed_in"] + 1


def test_a_key_of_somebody_else_gives_nothing_away(place: Place) -> None:
    browser, stranger = place.world.browser("party_secretary"), place.world.browser("stranger")
    fields = fields_of(browser.get("/nytt-forslag").text, with_field="title")
    sent = fields | {"title": "Vårt eget", "proposed_decision": "Noe."}
    case = browser.post("/nytt-forslag", data=sent).location
    theirs = fields_of(stranger.get("/nytt-forslag").text, with_field="title")

    answer = stranger.post("/nytt-forslag", data=theirs | {"form_key": sent["form_key"]})

    assert answer.status_code == 303
    assert stranger.get(case).status_code == 404
