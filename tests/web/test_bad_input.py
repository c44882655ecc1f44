"""Bad input gets a sentence that says what to do, keeps what was typed, and writes nothing."""

import html
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.deadlines import Periods, day_in_oslo
from motionflow.domain.errors import Code
from motionflow.models import AgendaItem, Meeting
from motionflow.services import bodies, meetings, steps
from tests.kept import Kept
from tests.services import builders
from tests.web.browsing import csrf, fields_of, send
from tests.web.refusals import FORMS, Row
from tests.web.world import NOW, Cases, World, says, wait_for_people, world


@dataclass(frozen=True)
class Place:
    """A world that refused requests leave as it was, so that tests can share it."""

    world: World
    cases: Cases

    def filled(self, text: str) -> str:
        """Return a text with the ids of things in this world."""
        party = self.world.party
        ids = {"branch": party.branch_id, "party": party.party_id, "council": party.council_id}
        ids |= vars(self.cases)
        return text.format(**ids) if "{" in text else text


@pytest.fixture(scope="module")
def place(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with world(kept, tmp_path_factory.mktemp("world")) as made:
        yield Place(made, wait_for_people(made))


@pytest.fixture
def fresh(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A world of its own, for a test that writes."""
    with world(kept, tmp_path_factory.mktemp("world")) as made:
        yield Place(made, wait_for_people(made))


@pytest.mark.parametrize("name", FORMS)
def test_a_refused_form_says_why_keeps_what_was_typed_and_writes_nothing(place: Place, name: str) -> None:
    form = FORMS[name]
    browser, path = place.world.browser(form.role), place.filled(form.path)
    opened = browser.get(path).text
    before = place.world.everything()
    wrong = [
        f"{list(row[0].items())[:1]} {problem}"[:300]
        for row in form.rows
        for problem in _problems(place, browser, path, opened, form.typed, row)
    ]
    assert wrong == []
    assert place.world.everything() == before


def _problems(
    place: Place, browser: FlaskClient, path: str, opened: str, typed: dict[str, str], row: Row
) -> Iterator[str]:
    changes, code, params, kept = row
    sent = {field: place.filled(text) for field, text in (typed | changes).items()}
    fields = fields_of(opened, with_field=next(iter(typed))) | sent
    answer = browser.post(path, data=fields)
    if answer.status_code != 422:
        yield f"answers {answer.status_code}"
        return
    if (
        code is not Code.DATE_BEFORE_RECEIVED
        and code is not Code.NAME_TAKEN
        and not says(answer, code, **params)
    ):
        yield f"does not say {code}"
    if (shown := fields_of(answer.text, with_field=kept)[kept]) != fields[kept]:
        yield f"holds {shown[:40]!r} in {kept}"


# Late motions, and what two people do to the same text


def test_a_late_motion_is_refused_and_allowed_with_the_meetings_leave_which_is_recorded(fresh: Place) -> None:
    party, browser = fresh.world.party, fresh.world.browser("branch_secretary")
    with fresh.world.writing():
        bodies.set_rules(
            party.branch, valid_from=day_in_oslo(NOW), by=None, at=NOW, periods=Periods(motion_days=100)
        )
        step = builders.hand_in(party, at=NOW).steps[0]
        steps.accept_step(party.branch_secretary, step.id, seen=step.version, at=NOW)
        step_id, path = step.id, f"/steg/{step.id}"
        due = meetings.deadlines_for(db.session.get_one(Meeting, fresh.cases.coming)).motions_at
    before = fresh.world.everything()
    listing = {"meeting": fresh.cases.coming, "number": "6.7"}

    refused = send(browser, path, to=f"{path}/sett-opp", **listing)

    assert refused.status_code == 422
    assert says(refused, Code.MOTION_LATE, deadline=due)
    assert fields_of(refused.text, action=f"{path}/sett-opp")["number"] == "6.7"
    assert fresh.world.everything() == before
    assert send(browser, path, to=f"{path}/sett-opp", leave_given="y", **listing).status_code == 303
    with fresh.world.app.app_context():
        item = db.session.scalars(select(AgendaItem).where(AgendaItem.step_id == step_id)).one()
        assert item.leave_given


def test_the_second_to_save_a_text_is_told_and_sees_both_texts(fresh: Place) -> None:
    first, second = fresh.world.browser("branch_secretary"), fresh.world.browser("member")
    path = f"/sak/{fresh.cases.in_inbox}/tekst"
    theirs = fields_of(second.get(path).text, with_field="grounds")
    assert send(first, path, grounds="Den første skrev dette.").status_code == 303
    before = fresh.world.everything()

    told = second.post(path, data=theirs | {"grounds": "Den andre skrev dette."})

    assert told.status_code == 422
    assert says(told, Code.TEXT_CHANGED_MEANWHILE)
    assert "Den første skrev dette." in told.text
    form = fields_of(told.text, with_field="grounds")
    assert form["grounds"] == "Den andre skrev dette."
    assert fresh.world.everything() == before
    assert second.post(path, data=form).status_code == 303  # having seen it, the second may save


def test_the_second_to_record_a_decision_is_told_and_sees_both_texts(fresh: Place) -> None:
    first, second = fresh.world.browser("branch_secretary"), fresh.world.browser("branch_chair")
    path = fresh.filled("/steg/{listed_step}/vedtak")
    fields = fields_of(second.get(path).text, with_field="outcome") | {"outcome": "adopted"}
    done = send(first, path, outcome="adopted", operative_text="Den første skrev dette.")
    assert done.status_code == 303
    before = fresh.world.everything()

    told = second.post(path, data=fields | {"operative_text": "Den andre skrev dette."})

    assert told.status_code == 422
    assert says(told, Code.CHANGED_MEANWHILE)
    assert "Den første skrev dette." in told.text
    assert fields_of(told.text, with_field="outcome")["operative_text"] == "Den andre skrev dette."
    assert fresh.world.everything() == before


def test_the_second_to_write_what_a_meeting_did_is_told_and_sees_both_texts(fresh: Place) -> None:
    first, second = fresh.world.browser("branch_secretary"), fresh.world.browser("branch_chair")
    with fresh.world.app.app_context():
        item = db.session.scalars(
            select(AgendaItem.id).where(AgendaItem.meeting_id == fresh.cases.held)
        ).first()
    opening = f"/mote/{fresh.cases.held}/apne"
    assert send(first, f"/mote/{fresh.cases.held}", to=opening).status_code == 303
    page, path = f"/mote/{fresh.cases.held}?skriv={item}", f"/mote/{fresh.cases.held}/sak/{item}"
    fields = fields_of(second.get(page).text, with_field="treatment")
    assert send(first, page, to=path, treatment="Den første skrev dette.").status_code == 303

    told = second.post(path, data=fields | {"treatment": "Den andre skrev dette."})

    assert told.status_code == 422
    assert says(told, Code.TEXT_CHANGED_MEANWHILE)
    assert "Den første skrev dette." in told.text
    assert fields_of(told.text, with_field="treatment")["treatment"] == "Den andre skrev dette."


def test_a_step_that_somebody_else_has_answered_is_not_answered_again(fresh: Place) -> None:
    browser = fresh.world.browser("branch_secretary")
    page = fresh.filled("/steg/{inbox_step}")
    opened = browser.get(page).text
    accept, decline = (fields_of(opened, action=f"{page}/{each}") for each in ("godta", "avvis"))
    assert browser.post(f"{page}/godta", data=accept).status_code == 303
    before = fresh.world.everything()

    told = browser.post(f"{page}/avvis", data=decline | {"reason": "Hører ikke hjemme her."})

    assert told.status_code == 422
    assert says(told, Code.CHANGED_MEANWHILE)
    assert fresh.world.everything() == before


# What no form sends


ODD = ("\0", "9" * 5000, "²\N{UPSIDE-DOWN FACE}\ud800", "f" * 16)
ONE_OF_MANY = (
    "options-1",
    "options-2",
    "options-3",
    "parties-0-votes",
    *(f"parties-{n}" for n in range(1, 9)),
)


@pytest.mark.parametrize("name", sorted(FORMS.keys() - {"count", "record", "in council"}))
def test_no_form_of_ours_breaks_whatever_is_sent(place: Place, name: str) -> None:
    # What makes each form refused anyway, so that the world stays as it is.
    refused = {"hand in": "title", "correct": "title", "call": "starts_at", "source": "title"}
    refused |= {"rules": "valid_from", "rules of the council": "valid_from", "follower": "followed_by"}
    form = FORMS[name]
    browser, path = place.world.browser(form.role), place.filled(form.path)
    fields = fields_of(browser.get(path).text, with_field=next(iter(form.typed)))
    typed = {field: place.filled(text) for field, text in form.typed.items()}
    base = fields | typed | {"votes_recorded": "on", "seen": "0", refused.get(name, "name"): ""}
    broken = []
    for field in sorted(fields.keys() - {"csrf_token"}):
        if field.startswith(ONE_OF_MANY):
            continue
        for number, value in enumerate(ODD):
            # A key of its own each time: with one that was accepted before, none of it would be read.
            given = base | {"form_key": f"{field}-{number}"} | {field: value}
            sent = {key: text.encode(errors="surrogatepass") for key, text in given.items()}
            if (status := browser.post(path, data=sent).status_code) >= 500:
                broken.append((field, value[:20], status))
    assert broken == []


@pytest.mark.parametrize("field", ["title", "grounds", "proposed_decision"])
def test_signs_that_are_no_text_are_left_out_and_all_others_kept(fresh: Place, field: str) -> None:
    browser = fresh.world.browser("branch_secretary")
    odd = "Æ\0ø\x01å\x1b \x7f\N{FACE WITH TEARS OF JOY} Sámi đŋŧ «–» \x0bned"
    given = {"title": "Tittel", "proposed_decision": "Forslag", field: odd}

    answer = send(browser, "/nytt-forslag", body=fresh.world.party.branch_id, **given)

    assert answer.status_code == 303
    shown = html.unescape(browser.get(answer.headers["Location"]).text)
    assert "Æøå \N{FACE WITH TEARS OF JOY} Sámi đŋŧ «–»" in shown
    assert "\0" not in shown


ODD_PATHS = [
    *("/sok?q=%00", "/sok?q=%C2%B2%C2%B2%C2%B2%C2%B2/1", "/sok?q=2019/999999999"),
    *("/sok?q=%25%25_%5C", "/saker?side=-1", "/saker?side=99999999999999999999", "/saker?side=%C2%B2"),
    *("/sak/%00", "/sak/%ED%A0%80", "/steg/%00", "/mote/%00", "/mote/x?skriv=%00", "/organ/%00"),
    *("/organ/%00/innkall", "/papir/%00", "/fil/%00", "/nytt-forslag?fil=%00", "/nytt-forslag?fil=x"),
    *("/logg-inn/%00", "/medlemskap/%00/avslutt", "/organ/x/medlemmer/%00/slett", "/sak/" + "a" * 5000),
]


def test_odd_addresses_are_pages_that_are_not_there(place: Place) -> None:
    browsers = place.world.app.test_client(), place.world.browser("branch_secretary")
    answers = [(path, browser.get(path).status_code) for path in ODD_PATHS for browser in browsers]
    assert [each for each in answers if each[1] >= 500] == []


def test_too_large_and_too_many_get_a_page_that_says_what_to_do(place: Place) -> None:
    browser = place.world.browser("branch_secretary")
    token = csrf(browser)
    before = place.world.everything()
    for fields, limit in (
        ({"title": "a" * 12_000_000}, "10 MB"),
        ({"title": "a" * 3_000_000}, "2 MB"),
        ({f"f{n}": "x" for n in range(2000)}, "1 000 felt"),
    ):
        answer = browser.post(
            "/nytt-forslag/les", data=_multipart({"csrf_token": token} | fields), **MULTIPART
        )
        assert answer.status_code == 413
        assert limit in answer.text.replace("\xa0", " ")
        assert "<h1" in answer.text
    assert place.world.everything() == before


MULTIPART = {"content_type": "multipart/form-data; boundary=grense"}


def _multipart(fields: dict[str, str]) -> bytes:
    head = '--grense\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return ("".join(head.format(name, text) for name, text in fields.items()) + "--grense--\r\n").encode()


def test_a_form_that_is_not_a_file_is_told_the_limit_of_what_is_typed(place: Place) -> None:
    browser = place.world.browser("branch_secretary")
    answer = browser.post("/nytt-forslag", data={"csrf_token": csrf(browser), "grounds": "a" * 12_000_000})
    assert answer.status_code == 413
    assert "11 MB" in answer.text
