"""A double press of every button does the thing once, and both answers lead to the same place."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from motionflow.db import db
from motionflow.domain.flow import BodyKind
from motionflow.models import AgendaItem, Event, Follower, Mail, Membership, Person
from motionflow.services import audit, bodies
from tests.at_once import at_once
from tests.kept import Kept
from tests.services import amending, builders
from tests.web.browsing import fields_of, forms_of
from tests.web.world import HELD_ON, NOW, World, in_two_months, wait_for_people, world

SECRETARY, PARTY, GROUP = "branch_secretary", "party_secretary", "group_secretary"


@dataclass(frozen=True)
class Button:
    """One form: who sends it, from which page, where it leads, what is typed, and what then has happened."""

    page: str
    to: str
    happened: str
    typed: dict[str, str] = field(default_factory=dict)
    role: str = SECRETARY
    with_field: str = "form_key"


STEP, LISTED, SENT = "/steg/{inbox_step}", "/steg/{listed_step}", "/steg/{decided_step}"
CASE, MEETING, BRANCH = "/sak/{in_inbox}", "/mote/{held}", "/organ/{branch}"
AHEAD, BACK = in_two_months().strftime("%d.%m.%Y"), HELD_ON.strftime("%d.%m.%Y")
CALLED = {"starts_at": AHEAD, "clock": "18", "place": "Grendehuset"}

CHOSEN = "Lise Selvvalgt"

# In an order in which each can be pressed.
BUTTONS = [
    Button("/nytt-forslag", "/nytt-forslag", "motion_handed_in", {"title": "Ny", "proposed_decision": "Ja."}),
    Button("/nytt-forslag", "/nytt-forslag/les", "file_kept", {"pasted": "Bedre veier\n\nVi vil ha veier."}),
    Button(CASE, f"{CASE}/folg", "follower", role="branch_chair"),
    Button(CASE, f"{CASE}/slutt-a-folge", "no follower", role="branch_chair"),
    Button(f"{CASE}/tekst", f"{CASE}/tekst", "text_corrected", {"title": "Bedre tittel"}, with_field="title"),
    Button(f"{CASE}/kilde", f"{CASE}/kilde", "source_added", {"title": "Avisa"}, with_field="title"),
    Button(
        f"{CASE}/oppfolging",
        f"{CASE}/oppfolging",
        "follow_up_set",
        {"status": "under_way", "on": BACK, "source_title": "Avisa"},
        with_field="status",
    ),
    Button(
        f"{STEP}/innstillinger",
        f"{STEP}/innstillinger",
        "recommended",
        {"by": "board", "verb": "adopt"},
        with_field="by",
    ),
    Button(STEP, f"{STEP}/apne", "step_opened"),
    Button(STEP, f"{STEP}/lukk", "step_closed"),
    Button(STEP, f"{STEP}/godta", "step_accepted"),
    Button(
        STEP, f"{STEP}/sett-opp", "step_listed", {"meeting": "{coming}", "number": "6.8", "leave_given": "y"}
    ),
    Button(STEP, f"{STEP}/ta-av", "step_taken_off", {"reason": "Vent."}),
    Button(STEP, f"{STEP}/trekk", "step_withdrawn"),
    Button("/steg/{returned}", "/steg/{returned}/returner", "step_returned", {"reason": "Mangler tall."}),
    Button("/steg/{returned}", "/steg/{returned}/send-inn-igjen", "step_resubmitted", role="member"),
    Button("/steg/{declined}", "/steg/{declined}/avvis", "step_declined", {"reason": "Ikke vårt."}),
    Button(MEETING, f"{MEETING}/apne", "meeting_opened"),
    Button(
        MEETING, f"{MEETING}/frammote", "attendance_set", {"entitled": "9", "present": "8", "guests": "0"}
    ),
    Button(f"{MEETING}?liste=ja", f"{MEETING}/inn", "came_in", {"person": "{member}"}),
    Button(f"{MEETING}?liste=ja", f"{MEETING}/ut", "went_out", {"person": "{member}"}),
    Button(MEETING, f"{MEETING}/verv", "officer_elected", {"kind": "chair", "person": "{member}"}),
    Button(MEETING, f"{MEETING}/verv/fjern", "officer_removed", {"kind": "chair", "person": "{member}"}),
    Button(MEETING, f"{MEETING}/sak", "item_added", {"number": "9", "title": "Eventuelt"}),
    Button(f"{MEETING}?skriv={{item}}", f"{MEETING}/sak/{{item}}", "item_treated", {"treatment": "Åpnet."}),
    Button(LISTED, f"{LISTED}/ta-opp", "step_treated"),
    Button(
        f"{LISTED}/endringsforslag/nytt",
        f"{LISTED}/endringsforslag/nytt",
        "amendment_written",
        {"text": "Noe annet."},
        "member",
        "text",
    ),
    Button(f"{LISTED}/endringsforslag", f"{LISTED}/endringsforslag/strek", "amendments_closed"),
    Button(
        f"{LISTED}/voteringer",
        "/endringsforslag/{amendment}/votering",
        "amendment_settled",
        {"carried": "yes"},
        with_field="votes_for",
    ),
    Button(
        "/innstilling/{recommendation}",
        "/innstilling/{recommendation}/svar",
        "recommendation_answered",
        {"answer": "keeps"},
        "member",
        "answer",
    ),
    Button(
        f"{LISTED}/vedtak",
        f"{LISTED}/vedtak",
        "decision_recorded",
        {"outcome": "adopted", "operative_text": "Oversendes."},
        with_field="outcome",
    ),
    Button(
        f"{SENT}/send-videre", f"{SENT}/send-videre", "step_forwarded", {"body": "{party}"}, with_field="body"
    ),
    Button(MEETING, f"{MEETING}/papir", "paper_made", {"kind": "booklet"}),
    Button(MEETING, f"{MEETING}/slutt", "meeting_ended"),
    Button(f"{BRANCH}/innkall", f"{BRANCH}/innkall", "meeting_called", CALLED, with_field="place"),
    Button(
        f"{BRANCH}/registrer-mote",
        f"{BRANCH}/registrer-mote",
        "meeting_recorded",
        CALLED | {"starts_at": BACK},
        with_field="place",
    ),
    Button(
        "/steg/{council_step}/vedtak",
        "/steg/{council_step}/vedtak",
        "decision_recorded",
        {"outcome": "adopted", "operative_text": "Vedtatt.", "decided_on": BACK, "source_title": "Møtebok"},
        GROUP,
        "outcome",
    ),
    Button(
        f"{BRANCH}/medlemmer",
        f"{BRANCH}/medlemmer",
        "role_given",
        {"name": "Per Nykommer", "address": "per@example.net", "role": "member"},
        with_field="name",
    ),
    Button("/medlemskap/{membership}/avslutt", "/medlemskap/{membership}/avslutt", "role_ended"),
    Button(f"{BRANCH}/medlemmer/{{chair}}/slett", f"{BRANCH}/medlemmer/{{chair}}/slett", "person_erased"),
    Button(
        "/administrasjon/nytt-organ",
        "/administrasjon/nytt-organ",
        "body_made",
        {"name": "Søndre lag", "kind": "branch"},
        "administrator",
        "name",
    ),
    Button(
        "/administrasjon/organ/{party_without}/sekretar",
        "/administrasjon/organ/{party_without}/sekretar",
        "role_given",
        {"name": "Per Nykommer", "address": "per@example.net"},
        "administrator",
        "name",
    ),
    Button(
        "/administrasjon/organ/{council}/forer",
        "/administrasjon/organ/{council}/forer",
        "body_followed",
        {"followed_by": "{party}"},
        "administrator",
        "followed_by",
    ),
    Button(
        f"{BRANCH}/regler", f"{BRANCH}/regler", "rules_set", {"valid_from": BACK}, with_field="valid_from"
    ),
    Button("/meg", "/meg/navn", "name chosen", {"name": CHOSEN}, "member", "name"),
    Button("/logg-inn", "/logg-inn", "mail", {"address": "siri-skriver@example.org"}, "anonymous", "address"),
]


@dataclass
class Place:
    """A world that the buttons change one after the other."""

    world: World
    ids: dict[str, str]

    def counted(self) -> Counter[str]:
        """Return how often each thing has happened."""
        with self.world.app.app_context():
            found = Counter(db.session.scalars(select(Event.name)))
            followers = len(db.session.scalars(select(Follower)).all())
            found["mail"] = len(db.session.scalars(select(Mail.id).where(Mail.kind == "sign_in")).all())
            found["name chosen"] = len(db.session.scalars(select(Person).where(Person.name == CHOSEN)).all())
        found["follower"], found["no follower"] = followers, 100 - followers
        return found


@pytest.fixture(scope="module")
def place(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with world(kept, tmp_path_factory.mktemp("world")) as made:
        cases, party = wait_for_people(made), made.party
        ids = {"branch": party.branch_id, "party": party.party_id, **vars(cases), "member": party.member.id}
        ids["council"] = party.council_id
        ids["chair"] = party.branch_chair.id
        with made.writing():
            for name in ("returned", "declined"):
                ids[name] = builders.hand_in(party, at=NOW, title=f"Skal bli {name}").steps[0].id
            without = bodies.make_body(
                "Vestre lag", kind=BodyKind.BRANCH, by=None, at=NOW, parent=party.branch
            )
            ids["party_without"] = without.id
            added = amending.amend(party.branch_chair, cases.listed_step, "Noe ganske annet.", at=NOW)
            advised = amending.advise(party.branch_secretary, cases.listed_step, at=NOW)
            ids["amendment"], ids["recommendation"] = added.id, advised.id
        with made.app.app_context():
            first = select(AgendaItem.id).where(AgendaItem.meeting_id == cases.held, AgendaItem.number == "1")
            ids["item"] = db.session.scalars(first).one()
            held = select(Membership.id).where(Membership.person_id == party.member.id)
            ids["membership"] = db.session.scalars(held).one()
        yield Place(made, ids)


def twin(browser: FlaskClient) -> FlaskClient:
    """Return a second client with the first one's cookie: the other press of the same button."""
    other = browser.application.test_client()
    cookie = browser.get_cookie("motionflow")
    assert cookie is not None
    other.set_cookie("motionflow", cookie.value)
    return other


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: f"{button.happened} {button.page}")
def test_pressed_twice_at_once_and_once_more_it_happens_once(place: Place, button: Button) -> None:
    page, to = button.page.format(**place.ids), button.to.format(**place.ids)
    browser = place.world.app.test_client()
    if button.role != "anonymous":
        browser = place.world.browser(button.role)
    opened = browser.get(page)
    assert opened.status_code == 200
    typed = {name: text.format(**place.ids) for name, text in button.typed.items()}
    fields = _fields(opened.text, to, next(iter(typed), button.with_field), button.with_field) | typed
    before = place.counted()

    def press(client: FlaskClient) -> Callable[[], TestResponse]:
        return lambda: client.post(to, data=fields)

    first, second = at_once([press(browser), press(twin(browser))])

    assert isinstance(first, TestResponse), first
    assert isinstance(second, TestResponse), second
    assert (first.status_code, second.status_code) == (303, 303), first.text[-1500:]
    assert first.location == second.location
    assert place.counted()[button.happened] == before[button.happened] + 1
    after = place.world.everything()
    again = browser.post(to, data=fields)
    assert (again.status_code, again.location) == (303, first.location)
    assert place.world.everything() == after


def _fields(page: str, to: str, *names: str) -> dict[str, str]:
    """Return the form that leads there; forms of a page of its own name no address."""
    for action in (to, ""):
        for name in names:
            try:
                return fields_of(page, action=action, with_field=name)
            except AssertionError:
                continue
    raise AssertionError(f"no form leads to {to}")


def test_all_chains_hold_after_all_buttons(place: Place) -> None:
    with place.world.app.app_context():
        assert list(audit.find_faults()) == []


def test_every_form_that_writes_has_a_key(place: Place) -> None:
    # Searching writes nothing; choosing a language and signing out are the same done twice.
    harmless, without = {"/saker", "/sok", "/sprak", "/logg-ut"}, set()
    browser, administrator = place.world.browser(SECRETARY), place.world.browser("administrator")
    for button in BUTTONS:
        page = button.page.format(**place.ids)
        for client in (browser, administrator):
            without |= {
                (page, where)
                for where, fields in forms_of(client.get(page).text)
                if where not in harmless and not fields.get("form_key")
            }
    assert without == set()


def test_a_press_after_a_refused_one_is_a_first_press(place: Place) -> None:
    browser = place.world.browser(PARTY)
    fields = fields_of(browser.get("/nytt-forslag").text, with_field="title") | {"proposed_decision": "Noe."}
    assert browser.post("/nytt-forslag", data=fields).status_code == 422
    before = place.counted()

    assert browser.post("/nytt-forslag", data=fields | {"title": "Nå med tittel"}).status_code == 303
    assert place.counted()["motion_handed_in"] == before["motion_handed_in"] + 1


def test_a_key_of_somebody_else_gives_nothing_away(place: Place) -> None:
    browser, stranger = place.world.browser(PARTY), place.world.browser("stranger")
    fields = fields_of(browser.get("/nytt-forslag").text, with_field="title")
    sent = fields | {"title": "Vårt eget", "proposed_decision": "Noe."}
    case = browser.post("/nytt-forslag", data=sent).location
    theirs = fields_of(stranger.get("/nytt-forslag").text, with_field="title")

    answer = stranger.post("/nytt-forslag", data=theirs | {"form_key": sent["form_key"]})

    assert answer.status_code == 303
    assert stranger.get(case).status_code == 404
