"""The pages of a meeting, as a browser uses them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow import clock
from motionflow.db import db
from motionflow.domain.deadlines import Periods, day_in_oslo, moment_in_oslo
from motionflow.domain.meetings import MeetingKind
from motionflow.models import AgendaItem, Attendance, Meeting, MeetingOfficer, Paper
from motionflow.services import bodies, meetings
from motionflow.services.access import Viewer
from motionflow.services.agendas import Item
from motionflow.transaction import writing
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import Party
from tests.web.browsing import csrf, fields_of, send, sign_in

FAR_OFF = day_in_oslo(clock.now()) + timedelta(days=60)
# The last Sunday of March in the year after that.
MARCH_ENDS = date(FAR_OFF.year + 1, 3, 31)
PUT_FORWARD = MARCH_ENDS - timedelta(days=MARCH_ENDS.isoweekday() % 7)


@dataclass(frozen=True)
class Stored:
    """What is stored of a meeting that a test looks at."""

    version: int
    place: str
    called_at: datetime | None
    is_recorded_later: bool
    opened_at: datetime | None
    ended_at: datetime | None
    numbers: tuple[int | None, int | None, int | None]


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    made: Party = kept.fill(app, builders.make_party_of_last_year)
    return made


@pytest.fixture
def secretary(app: Flask, client: FlaskClient, party: Party) -> FlaskClient:
    """The browser of the branch's secretary."""
    sign_in(client, app, party.branch_secretary.id)
    return client


@pytest.fixture
def meeting_id(app: Flask, party: Party) -> str:
    """A meeting of the branch in two months."""
    return call(app, party)


def call(app: Flask, party: Party, *, on: date = FAR_OFF, called_at: datetime | None = None) -> str:
    with app.app_context(), writing():
        return meetings.call_meeting(
            *(party.branch_secretary, party.branch),
            kind=MeetingKind.ANNUAL,
            starts_at=moment_in_oslo(on, time(18)),
            place="Grendehuset",
            at=called_at or clock.now(),
            agenda=(Item("1", "Åpning"), Item("6", "Innkomne forslag")),
        ).id


def open_it(app: Flask, party: Party, meeting_id: str) -> None:
    with app.app_context(), writing():
        meetings.open_meeting(party.branch_secretary, meeting_id, seen=1, at=clock.now())


def stored(app: Flask, meeting_id: str) -> Stored:
    with app.app_context():
        row = db.session.get_one(Meeting, meeting_id)
        numbers = (row.entitled, row.present, row.guests)
        return Stored(
            *(row.version, row.place, row.called_at, row.is_recorded_later),
            *(row.opened_at, row.ended_at, numbers),
        )


def count(app: Flask, table: type[object]) -> int:
    with app.app_context():
        return len(db.session.scalars(select(table)).all())


def item_of(app: Flask, meeting_id: str, number: str) -> tuple[str, str]:
    """Return the id and the text of an item."""
    with app.app_context():
        rows = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.number == number)
        item = db.session.scalars(rows).one()
        return item.id, item.treatment


def browser_of(app: Flask, viewer: Viewer) -> FlaskClient:
    browser = app.test_client()
    sign_in(browser, app, viewer.id)
    return browser


def typed(**others: str) -> dict[str, str]:
    """Return what a secretary types to call a meeting."""
    day = f"{FAR_OFF.day}.{FAR_OFF.month}.{FAR_OFF.year}"
    given = {"kind": "annual", "starts_at": day, "clock": "18.00", "place": "Grendehuset på Prøve"}
    return given | {"link": "", "agenda": "1 Åpning\n6 Innkomne forslag"} | others


# Calling and recording


def test_the_form_suggests_the_usual_agenda_and_shows_the_bodys_deadlines(
    app: Flask, secretary: FlaskClient, party: Party
) -> None:
    with app.app_context(), writing():
        periods = Periods(notice_days=28, motion_days=14, papers_days=7)
        bodies.set_rules(party.branch, valid_from=date(2018, 1, 1), by=None, at=clock.now(), periods=periods)
    page = secretary.get(f"/organ/{party.branch_id}/innkall")

    fields = fields_of(page.text, with_field="agenda")
    assert fields["kind"] == "annual"
    assert fields["agenda"].splitlines()[:3] == [
        "1 Åpning",
        "2 Konstituering",
        "2a Godkjenning av innkalling",
    ]
    assert all(f"{days} " in page.text for days in (28, 14, 7))


def test_the_agenda_of_a_nynorsk_body_is_in_nynorsk(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), writing():
        party = builders.make_party(clock.now() - timedelta(days=400), language="nn")
    sign_in(client, app, party.branch_secretary.id)
    page = client.get(f"/organ/{party.branch_id}/innkall")

    assert "4 Rekneskap" in fields_of(page.text, with_field="agenda")["agenda"]


def test_a_meeting_is_called_and_its_page_shows_it(app: Flask, secretary: FlaskClient, party: Party) -> None:
    answer = send(secretary, f"/organ/{party.branch_id}/innkall", with_field="agenda", **typed())
    page = secretary.get(answer.headers["Location"])

    assert answer.status_code == 303
    assert page.status_code == 200
    assert "Grendehuset på Prøve" in page.text
    assert "Innkomne forslag" in page.text
    assert (count(app, Meeting), count(app, Paper)) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_at": "16.1.2019"}, "starts_at"),
        ({"starts_at": ""}, "starts_at"),
        ({"starts_at": "1.1.0001"}, "starts_at"),
        ({"starts_at": "i morgen"}, "starts_at"),
        ({"clock": ""}, "clock"),
        ({"clock": "25.00"}, "clock"),
        ({"starts_at": f"{PUT_FORWARD:%d.%m.%Y}", "clock": "02.30"}, "clock"),
        ({"place": " "}, "place"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"kind": "party"}, "kind"),
        ({"agenda": "1 Åpning\nuten nummer"}, "agenda"),
        ({"agenda": "1 Åpning\n1 Lukking"}, "agenda"),
        ({"agenda": "1 " + "x" * 301}, "agenda"),
        ({"agenda": "\n".join(f"{number} Enda en sak" for number in range(1, 1000))}, "agenda"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_at_its_field_and_what_was_typed_is_kept(
    app: Flask, secretary: FlaskClient, party: Party, wrong: dict[str, str], field: str
) -> None:
    given = typed(**wrong)
    answer = send(secretary, f"/organ/{party.branch_id}/innkall", with_field="agenda", **given)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    kept = fields_of(answer.text, with_field="agenda")
    assert {name: kept[name] for name in given if name != "kind"} == {
        name: text for name, text in given.items() if name != "kind"
    }
    assert (count(app, Meeting), count(app, Paper)) == (0, 0)


def test_calling_too_late_is_warned_of_and_done_when_that_is_known(
    app: Flask, secretary: FlaskClient, party: Party
) -> None:
    with app.app_context(), writing():
        periods = Periods(notice_days=90)
        bodies.set_rules(party.branch, valid_from=date(2018, 1, 1), by=None, at=clock.now(), periods=periods)
    path = f"/organ/{party.branch_id}/innkall"
    refused = send(secretary, path, with_field="agenda", **typed())
    fields = fields_of(refused.text, with_field="agenda")
    answer = secretary.post(path, data=fields | {"accepts_late": "y"})
    page = secretary.get(answer.headers["Location"])

    assert refused.status_code == 422
    assert 'id="accepts_late-error"' in refused.text
    assert answer.status_code == 303
    assert 'href="#clock"' not in page.text
    assert "#clock" in page.text, "the tag that says it was called late has a clock"


@pytest.mark.parametrize("path", ["innkall", "registrer-mote"])
def test_the_usual_agenda_of_another_kind_is_filled_in_on_request(
    app: Flask, secretary: FlaskClient, party: Party, path: str
) -> None:
    answer = send(
        secretary,
        f"/organ/{party.branch_id}/{path}",
        with_field="agenda",
        **typed(kind="board", agenda="", place="Hos Kari", help="agenda"),
    )

    fields = fields_of(answer.text, with_field="agenda")
    assert answer.status_code == 200
    assert "Orienteringer" in fields["agenda"]
    assert (fields["kind"], fields["place"]) == ("board", "Hos Kari")
    assert count(app, Meeting) == 0


def test_the_days_for_a_date_are_shown_on_request_and_the_form_can_still_be_sent(
    app: Flask, secretary: FlaskClient, party: Party
) -> None:
    with app.app_context(), writing():
        periods = Periods(notice_days=28)
        bodies.set_rules(party.branch, valid_from=date(2018, 1, 1), by=None, at=clock.now(), periods=periods)
    path = f"/organ/{party.branch_id}/innkall"
    shown = send(secretary, path, with_field="agenda", **typed(help="deadlines"))
    sent = secretary.post(path, data=fields_of(shown.text, with_field="agenda"))

    due = FAR_OFF - timedelta(days=28)
    assert f'datetime="{moment_in_oslo(due, time(23, 59, 59)).isoformat()}"' in shown.text
    assert sent.status_code == 303
    assert sent.headers["Location"].startswith("/mote/")


def test_a_held_meeting_is_recorded_marked_so_and_ended_at_its_time(
    app: Flask, secretary: FlaskClient, party: Party
) -> None:
    given = typed(starts_at="16.1.2019")
    answer = send(secretary, f"/organ/{party.branch_id}/registrer-mote", with_field="agenda", **given)
    path = answer.headers["Location"]
    meeting_id = path.rpartition("/")[2]
    assert stored(app, meeting_id).is_recorded_later
    assert "#history" in secretary.get(path).text, "the tag that says it was recorded later has a picture"

    ended = send(secretary, path, to=f"{path}/slutt", clock="20.30")

    assert ended.status_code == 303
    assert stored(app, meeting_id).ended_at == moment_in_oslo(date(2019, 1, 16), time(20, 30))


def test_a_recorded_meeting_that_passed_midnight_ended_the_next_day(
    app: Flask, secretary: FlaskClient, party: Party
) -> None:
    given = typed(starts_at="16.1.2019")
    answer = send(secretary, f"/organ/{party.branch_id}/registrer-mote", with_field="agenda", **given)
    path = answer.headers["Location"]
    send(secretary, path, to=f"{path}/slutt", clock="0.15")

    ended_at = stored(app, path.rpartition("/")[2]).ended_at
    assert ended_at == moment_in_oslo(date(2019, 1, 17), time(0, 15))


@pytest.mark.parametrize("day", ["1.1.0001", "31.12.1899"])
def test_a_meeting_before_any_party_is_a_slip_of_the_pen(
    app: Flask, secretary: FlaskClient, party: Party, day: str
) -> None:
    given = typed(starts_at=day, clock="0.15")
    answer = send(secretary, f"/organ/{party.branch_id}/registrer-mote", with_field="agenda", **given)

    assert answer.status_code == 422
    assert 'id="starts_at-error"' in answer.text
    assert count(app, Meeting) == 0


def test_a_meeting_to_come_is_not_recorded(app: Flask, secretary: FlaskClient, party: Party) -> None:
    answer = send(secretary, f"/organ/{party.branch_id}/registrer-mote", with_field="agenda", **typed())

    assert answer.status_code == 422
    assert 'id="starts_at-error"' in answer.text
    assert count(app, Meeting) == 0


@pytest.mark.parametrize("path", ["innkall", "registrer-mote"])
@pytest.mark.parametrize("who", ["member", "party_secretary", "administrator", "stranger"])
def test_others_can_neither_call_nor_record(app: Flask, party: Party, path: str, who: str) -> None:
    browser = browser_of(app, getattr(party, who))
    address = f"/organ/{party.branch_id}/{path}"
    data = {"csrf_token": csrf(browser, "/meg"), **typed()}

    assert browser.get(address).status_code == 403
    assert browser.post(address, data=data).status_code == 403
    assert count(app, Meeting) == 0


# The page


def test_a_member_sees_the_page_without_its_buttons(app: Flask, party: Party, meeting_id: str) -> None:
    open_it(app, party, meeting_id)
    page = browser_of(app, party.member).get(f"/mote/{meeting_id}")

    assert page.status_code == 200
    assert f'action="/mote/{meeting_id}/' not in page.text
    assert f"/mote/{meeting_id}/rom" not in page.text
    assert "Kari Eksempel" not in page.text


@pytest.mark.parametrize("who", ["party_secretary", "councillor", "administrator", "stranger"])
def test_the_page_is_not_there_for_those_outside(app: Flask, party: Party, meeting_id: str, who: str) -> None:
    assert browser_of(app, getattr(party, who)).get(f"/mote/{meeting_id}").status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(client: FlaskClient, meeting_id: str) -> None:
    answer = client.get(f"/mote/{meeting_id}")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/logg-inn")


ACTS = [
    ("apne", {"seen": "1"}),
    ("slutt", {"seen": "2"}),
    ("frammote", {"seen": "1", "present": "3"}),
    ("inn", {"person": "x"}),
    ("ut", {"person": "x"}),
    ("verv", {"kind": "chair", "person": "x"}),
    ("verv/fjern", {"kind": "chair", "person": "x"}),
    ("sak", {"number": "7", "title": "Noe"}),
    ("papir", {"kind": "notice"}),
]


@pytest.mark.parametrize(("act", "data"), ACTS)
def test_a_member_does_nothing_to_a_meeting_and_a_stranger_finds_none(
    app: Flask, party: Party, meeting_id: str, act: str, data: dict[str, str]
) -> None:
    data = {name: party.member.id if text == "x" else text for name, text in data.items()}
    before = stored(app, meeting_id), count(app, AgendaItem), count(app, Paper)
    answers = []
    for who in (party.member, party.stranger):
        browser = browser_of(app, who)
        token = {"csrf_token": csrf(browser, "/meg")}
        answers.append(browser.post(f"/mote/{meeting_id}/{act}", data=data | token).status_code)

    assert answers == [403, 404]
    assert (stored(app, meeting_id), count(app, AgendaItem), count(app, Paper)) == before


def test_nothing_is_changed_without_the_forms_token(
    app: Flask, secretary: FlaskClient, meeting_id: str
) -> None:
    assert secretary.post(f"/mote/{meeting_id}/apne", data={"seen": "1"}).status_code == 400
    assert stored(app, meeting_id).opened_at is None


# Running it


def press(browser: FlaskClient, meeting_id: str, act: str, **given: str) -> tuple[int, str]:
    """Send the form of the meeting's page that leads to an act."""
    path = f"/mote/{meeting_id}"
    answer = send(browser, path, to=f"{path}/{act}", **given)
    return answer.status_code, answer.text


def test_a_meeting_is_opened_counted_and_ended_with_minutes(
    app: Flask, secretary: FlaskClient, meeting_id: str
) -> None:
    assert press(secretary, meeting_id, "apne")[0] == 303
    assert press(secretary, meeting_id, "frammote", entitled="20", present="18", guests="2")[0] == 303
    assert press(secretary, meeting_id, "slutt")[0] == 303

    row = stored(app, meeting_id)
    assert row.numbers == (20, 18, 2)
    assert row.ended_at is not None
    with app.app_context():
        kinds = db.session.scalars(select(Paper.kind).where(Paper.meeting_id == meeting_id)).all()
    assert sorted(kinds) == ["minutes", "notice"]
    page = secretary.get(f"/mote/{meeting_id}").text
    assert f"/mote/{meeting_id}/slutt" not in page
    assert f"/mote/{meeting_id}/apne" not in page


def test_the_end_lists_what_is_not_decided_yet(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str
) -> None:
    with app.app_context(), writing():
        step = builders.hand_in(party, at=clock.now()).steps[0]
        meeting = meetings.get_meeting_for(party.branch_secretary, meeting_id)
        builders.put_on_list(party.branch_secretary, step, meeting, at=clock.now())
        step_id = step.id
    press(secretary, meeting_id, "apne")
    page = secretary.get(f"/mote/{meeting_id}").text
    end = page[page.index('aria-labelledby="end"') :]

    assert f'href="/steg/{step_id}"' in end[: end.index("</section>")]


def test_a_case_that_waits_is_shown_with_a_way_to_it(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str
) -> None:
    from motionflow.services import steps

    with app.app_context(), writing():
        step = builders.hand_in(party, at=clock.now()).steps[0]
        steps.accept_step(party.branch_secretary, step.id, seen=step.version, at=clock.now())
        step_id = step.id

    assert f'href="/steg/{step_id}"' in secretary.get(f"/mote/{meeting_id}").text


def test_two_people_at_once_the_second_is_told_and_keeps_what_was_typed(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str
) -> None:
    open_it(app, party, meeting_id)
    path = f"/mote/{meeting_id}"
    fields = fields_of(secretary.get(path).text, action=f"{path}/frammote")
    press(browser_of(app, party.branch_chair), meeting_id, "frammote", entitled="9", present="9", guests="0")
    stale = secretary.post(f"{path}/frammote", data=fields | {"entitled": "20", "present": "18"})
    kept = fields_of(stale.text, action=f"{path}/frammote")

    assert stale.status_code == 422
    assert (kept["entitled"], kept["present"]) == ("20", "18")
    assert stored(app, meeting_id).numbers == (9, 9, 0)

    again = secretary.post(f"{path}/frammote", data=kept)
    assert again.status_code == 303
    assert stored(app, meeting_id).numbers[:2] == (20, 18)


def test_a_wrong_number_on_an_old_page_does_not_hide_that_it_is_old(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str
) -> None:
    open_it(app, party, meeting_id)
    path = f"/mote/{meeting_id}"
    fields = fields_of(secretary.get(path).text, action=f"{path}/frammote")
    press(browser_of(app, party.branch_chair), meeting_id, "frammote", entitled="9", present="9", guests="0")
    wrong = secretary.post(f"{path}/frammote", data=fields | {"present": "mange"})
    mended = fields_of(wrong.text, action=f"{path}/frammote") | {"present": "18", "entitled": "20"}
    still_old = secretary.post(f"{path}/frammote", data=mended)

    assert (wrong.status_code, still_old.status_code) == (422, 422)
    assert stored(app, meeting_id).numbers == (9, 9, 0)


def test_more_present_than_entitled_is_refused_at_its_field(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str
) -> None:
    open_it(app, party, meeting_id)
    status, page = press(secretary, meeting_id, "frammote", entitled="10", present="11")

    assert status == 422
    assert 'id="attendance-present-error"' in page
    assert 'href="#attendance-present"' in page


def test_two_write_the_same_items_text_and_the_second_sees_both(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str
) -> None:
    open_it(app, party, meeting_id)
    path = f"/mote/{meeting_id}"
    item_id, _ = item_of(app, meeting_id, "1")
    action, writing = f"{path}/sak/{item_id}", f"{path}?skriv={item_id}"
    fields = fields_of(secretary.get(writing).text, action=action)
    chair = browser_of(app, party.branch_chair)
    assert send(chair, writing, to=action, treatment="Nils åpnet møtet.").status_code == 303
    second = secretary.post(action, data=fields | {"treatment": "Kari åpnet møtet."})

    assert second.status_code == 422
    assert "<p>Nils åpnet møtet.</p>" in second.text
    assert fields_of(second.text, action=action)["treatment"] == "Kari åpnet møtet."
    assert item_of(app, meeting_id, "1")[1] == "Nils åpnet møtet."
    sent = fields_of(second.text, action=action) | {"treatment": "Begge åpnet."}
    assert secretary.post(action, data=sent).status_code == 303
    assert item_of(app, meeting_id, "1")[1] == "Begge åpnet."


def test_an_item_is_added_where_its_number_belongs(
    app: Flask, secretary: FlaskClient, meeting_id: str
) -> None:
    assert press(secretary, meeting_id, "sak", number="2", title="Konstituering")[0] == 303
    page = secretary.get(f"/mote/{meeting_id}").text

    assert page.index("Åpning") < page.index("Konstituering") < page.index("Innkomne forslag")


def test_a_taken_number_is_refused_and_the_title_kept(
    app: Flask, secretary: FlaskClient, meeting_id: str
) -> None:
    status, page = press(secretary, meeting_id, "sak", number="6", title="Noe annet")

    assert status == 422
    assert 'id="item-number-error"' in page
    assert fields_of(page, action=f"/mote/{meeting_id}/sak")["title"] == "Noe annet"
    assert count(app, AgendaItem) == 2


def test_members_come_and_go_and_only_those_who_may_see_them(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str
) -> None:
    open_it(app, party, meeting_id)
    path = f"/mote/{meeting_id}"
    person = {"person": party.member.id, "csrf_token": csrf(secretary, path)}
    assert secretary.post(f"{path}/inn", data=person).status_code == 303
    assert "Lise Medlem" in secretary.get(path).text
    assert secretary.post(f"{path}/ut", data=person).status_code == 303

    with app.app_context():
        (came,) = db.session.scalars(select(Attendance)).all()
        assert came.left_at is not None
    assert "Lise Medlem" not in browser_of(app, party.member).get(path).text.split("mf-main")[1]


@pytest.mark.parametrize("person", ["", "0" * 16])
def test_nobody_unknown_is_checked_in_or_elected(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str, person: str
) -> None:
    open_it(app, party, meeting_id)
    path = f"/mote/{meeting_id}"
    data = {"person": person, "kind": "chair", "csrf_token": csrf(secretary, path)}

    assert secretary.post(f"{path}/inn", data=data).status_code == 422
    assert secretary.post(f"{path}/verv", data=data).status_code in (404, 422)
    assert (count(app, Attendance), count(app, MeetingOfficer)) == (0, 0)


def test_officers_are_chosen_from_the_members_and_can_be_taken_back(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str
) -> None:
    path = f"/mote/{meeting_id}"
    assert press(secretary, meeting_id, "verv", kind="signer", person=party.member.id)[0] == 303
    assert count(app, MeetingOfficer) == 1
    assert press(secretary, meeting_id, "verv/fjern")[0] == 303
    assert count(app, MeetingOfficer) == 0
    assert press(secretary, meeting_id, "verv", kind="", person=party.member.id)[0] == 422
    assert path


@pytest.mark.parametrize(
    ("kind", "status"), [("notice", 303), ("booklet", 303), ("minutes", 422), ("letter", 422)]
)
def test_papers_are_made_as_the_meeting_now_is(
    app: Flask, secretary: FlaskClient, meeting_id: str, kind: str, status: int
) -> None:
    path = f"/mote/{meeting_id}"
    data = {"kind": kind, "csrf_token": csrf(secretary, path)}

    assert secretary.post(f"{path}/papir", data=data).status_code == status
    assert count(app, Paper) == (2 if status == 303 else 1)


# Pressing twice


def test_a_double_click_on_calling_calls_one_meeting(
    app: Flask, secretary: FlaskClient, party: Party
) -> None:
    path = f"/organ/{party.branch_id}/innkall"
    data = fields_of(secretary.get(path).text, with_field="agenda") | typed()
    first, second = (secretary.post(path, data=data) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert (count(app, Meeting), count(app, Paper)) == (1, 1)


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("apne", {}),
        ("frammote", {"entitled": "9", "present": "8"}),
        ("sak", {"number": "7", "title": "Noe"}),
        ("papir", {}),
        ("slutt", {}),
        ("verv", {"kind": "chair", "person": "member"}),
        ("inn", {"person": "member"}),
    ],
)
def test_a_double_click_on_every_button_leads_to_one_change(
    app: Flask, secretary: FlaskClient, party: Party, meeting_id: str, act: str, given: dict[str, str]
) -> None:
    if act != "apne":
        open_it(app, party, meeting_id)
    path = f"/mote/{meeting_id}"
    given = {name: party.member.id if text == "member" else text for name, text in given.items()}
    data = fields_of(secretary.get(path).text, action=f"{path}/{act}") | given
    before = stored(app, meeting_id).version
    answers = [secretary.post(f"{path}/{act}", data=data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert stored(app, meeting_id).version <= before + 1
    assert count(app, Paper) == (2 if act in ("papir", "slutt") else 1)
    assert count(app, AgendaItem) == (3 if act == "sak" else 2)
    assert count(app, Attendance) == (1 if act == "inn" else 0)
    assert count(app, MeetingOfficer) == (1 if act == "verv" else 0)
