"""Money and the council on their pages: what was typed is kept, and only those who may get in."""

import html

import pytest

from motionflow.domain.council import Sitting
from motionflow.domain.errors import Code
from motionflow.services import councils
from tests.services import builders
from tests.web.browsing import forms_of, send
from tests.web.world import LAST_MONTH, NOW, Cases, World, says, wait_for_people, world


@pytest.fixture(scope="module")
def place(kept, tmp_path_factory):
    with world(kept, tmp_path_factory.mktemp("money")) as made:
        yield made


@pytest.fixture(scope="module")
def cases(place: World) -> Cases:
    return wait_for_people(place)


LINE = {"kind": "cost", "measure": "Gatelys", "first_year": "2020", "amount_1": "kr 500.000,-"}


def lines(cases: Cases) -> str:
    return f"/steg/{cases.inbox_step}/penger"


def test_a_mover_adds_changes_and_removes_a_line(place, cases):
    browser = place.browser("member")
    path = lines(cases)
    assert send(browser, path, with_field="measure", **LINE).status_code == 303
    cover = {"kind": "cover", "measure": "Fondet", "first_year": "2020", "amount_1": "0,2 mill."}
    assert send(browser, path, with_field="measure", **cover, cover_by="reserve").status_code == 303
    page = html.unescape(browser.get(path).text)
    assert "300\u00a0000\u00a0kr" in page  # what is not covered
    edit = next(where for where, _ in forms_of(page) if where.endswith("/fjern")).removesuffix("/fjern")
    assert send(browser, edit, with_field="measure", amount_1="200 000").status_code == 303
    page = html.unescape(browser.get(path).text)
    assert "dekket" in page
    remove = [where for where, _ in forms_of(page) if where.endswith("/fjern")]
    assert len(remove) == 2
    assert send(browser, path, to=remove[1]).status_code == 303
    assert len([where for where, _ in forms_of(browser.get(path).text) if where.endswith("/fjern")]) == 1


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ({"amount_1": "mye"}, Code.AMOUNT_INVALID, {}),
        ({"amount_1": "-5"}, Code.AMOUNT_NEGATIVE, {}),
        ({"amount_1": ""}, Code.AMOUNT_MISSING, {}),
        ({"first_year": ""}, Code.YEAR_MISSING, {}),
        ({"kind": "cover", "cover_by": "reserve", "amount_1": ""}, Code.COVER_AMOUNT_MISSING, {}),
        ({"kind": "cover", "cover_by": ""}, Code.COVER_BY_MISSING, {}),
        ({"kind": "else"}, Code.CHOICE_INVALID, {}),
        (
            {"function": "254", "first_year": "2025"},
            Code.CODE_REPLACED,
            {
                "number": "254",
                "name": "Helse- og omsorgstjenester til hjemmeboende",
                "year": "2025",
                "by": "257, 258",
            },
        ),
    ],
)
def test_a_line_that_is_refused_says_how_to_write_it_and_keeps_what_was_typed(
    place, cases, typed, code, params
):
    browser = place.browser("branch_secretary")
    before = place.everything()
    answer = send(browser, lines(cases), with_field="measure", **LINE | typed)
    assert answer.status_code == 422
    assert says(answer, code, **params)
    assert 'value="Gatelys"' in answer.text
    assert place.everything() == before


def test_money_of_a_case_is_recorded_from_its_page(place, cases):
    browser = place.browser("branch_secretary")
    path = f"/sak/{cases.in_inbox}/penger"
    typed = {"kind": "spent", "year": "2020", "amount": "150 000", "source_title": "Svar fra kommunen"}
    day = f"{LAST_MONTH:%d.%m.%Y}"
    assert send(browser, path, with_field="amount", on=day, **typed).status_code == 303
    assert "150\u00a0000\u00a0kr" in browser.get(path).text
    refused = send(browser, path, with_field="amount", **typed | {"amount": "1.5", "on": "igår"})
    assert refused.status_code == 422
    assert says(refused, Code.AMOUNT_INVALID)
    assert says(refused, Code.DATE_INVALID)


def council(place: World) -> str:
    return f"/organ/{place.party.council_id}/kommunestyret"


def test_seats_and_days_are_kept_by_those_who_record_for_the_council(place):
    browser = place.browser("councillor")
    seats = {
        "parties-0-party": "Ap",
        "parties-0-seats": "14",
        "parties-1-party": "Sp",
        "parties-1-seats": "21",
    }
    path, base = council(place), f"/organ/{place.party.council_id}"
    assert send(browser, path, to=f"{base}/plasser", valid_from="7.10.2019", **seats).status_code == 303
    page = html.unescape(browser.get(path).text)
    assert "12 av 35 medlemmer (§ 11-3)" in page
    assert "18 av 35 medlemmer (§ 11-9)" in page
    days = f"{NOW.year + 1}-12-14\n{NOW.year + 2}-12-13"
    assert send(browser, path, to=f"{base}/motedager", days=days, sitting="budget").status_code == 303
    refused = send(browser, path, to=f"{base}/motedager", days="14.13.2019", sitting="budget")
    assert refused.status_code == 422
    assert says(refused, Code.DATE_INVALID)
    assert "14.13.2019" in refused.text
    route = {"route": "interpellation", "days": "10", "valid_from": "1.1.2019"}
    assert send(browser, path, to=f"{base}/veifrister", **route).status_code == 303
    cancel = next(where for where, _ in forms_of(browser.get(path).text) if where.endswith("/avlys"))
    assert send(browser, path, to=cancel).status_code == 303


@pytest.mark.parametrize("role", ["anonymous", "member", "party_secretary"])
def test_others_see_the_council_and_change_nothing_of_it(place, role):
    browser = place.app.test_client() if role == "anonymous" else place.browser(role)
    page = browser.get(council(place))
    assert page.status_code == 200
    assert not [where for where, _ in forms_of(page.text) if "/plasser" in where or "/motedager" in where]
    token = next(fields["csrf_token"] for _, fields in forms_of(page.text) if "csrf_token" in fields)
    for path in ("plasser", "motedager", "veifrister"):
        answer = browser.post(
            f"/organ/{place.party.council_id}/{path}", data={"csrf_token": token, "days": "1"}
        )
        assert answer.status_code == 403


def test_a_way_is_chosen_on_the_page_of_ways(place, cases):
    browser = place.browser("branch_secretary")
    path = f"/sak/{cases.in_inbox}/vei"
    assert send(browser, path, with_field="route", route="question", meeting="").status_code == 303
    assert "valgt" in browser.get(path).text
    with place.writing():
        [day] = councils.add_meetings(
            place.party.councillor,
            place.party.council_id,
            days=[builders.day_in_oslo(NOW).replace(year=NOW.year + 3)],
            sitting=Sitting.BUDGET,
            source_link="",
            at=NOW,
        )
        day_id = day.id
    refused = send(browser, path, with_field="route", route="budget_change", meeting=day_id)
    assert refused.status_code == 422
    assert "behandler ikke dette" in refused.text


def test_the_calendar_is_a_page_and_a_file(place):
    browser = place.browser("member")
    assert browser.get(f"/organ/{place.party.branch_id}/frister").status_code == 200
    assert browser.get(f"/organ/{place.party.party_id}/frister").status_code == 403
    answer = browser.get("/kalender.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.text.startswith("BEGIN:VCALENDAR")
    assert "Nordre Elvebygda partilag" in html.unescape(browser.get("/kalender").text)
