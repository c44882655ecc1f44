"""The two-minute record, the councillor's link and the budget proposal, on their pages."""

import html

import pytest

from motionflow.domain.errors import Code
from motionflow.services import answers, councils, proposals
from motionflow.services.councils import PartyGiven
from tests.services import builders
from tests.web.browsing import fields_of, forms_of, send
from tests.web.world import NOW, Cases, World, says, wait_for_people, world

PARTIES = (("Ap", 14), ("Sp", 9), ("FrP", 4), ("H", 3), ("KrF", 2), ("MDG", 1), ("R", 1), ("SV", 1))
FOR = {"Ap", "SV", "MDG", "R", "KrF"}


@pytest.fixture(scope="module")
def place(kept, tmp_path_factory):
    with world(kept, tmp_path_factory.mktemp("records")) as made:
        yield made


@pytest.fixture(scope="module")
def cases(place: World) -> Cases:
    found = wait_for_people(place)
    with place.writing():
        party = place.party
        given = [PartyGiven(name, seats) for name, seats in PARTIES]
        councils.set_seats(
            *(party.councillor, party.council_id),
            valid_from=builders.day_in_oslo(NOW).replace(day=1, month=1, year=2020),
            given=given,
            source="",
            at=NOW,
        )
    return found


def votes(**others: str) -> dict[str, str]:
    chosen = {
        f"parties-{at}-first": "for" if name in FOR else "against" for at, (name, _) in enumerate(PARTIES)
    }
    return {"how": "for_against"} | chosen | others


def test_the_form_knows_the_parties_and_says_what_is_wrong_without_losing_anything(place, cases):
    browser = place.browser("councillor")
    path = f"/steg/{cases.council_step}/behandling"
    fields = fields_of(browser.get(path).text, with_field="parties-0-party")
    assert [(fields[f"parties-{at}-party"], fields[f"parties-{at}-votes"]) for at in range(8)] == [
        (name, str(seats)) for name, seats in PARTIES
    ]
    over = votes() | {"parties-0-votes": "15", "text": "Kommunen bygger en gangvei."}
    refused = send(browser, path, with_field="parties-0-party", **over)
    assert refused.status_code == 422
    assert says(refused, Code.VOTES_ABOVE_SEATS, party="Ap", votes=15, seats=14)
    assert "Kommunen bygger en gangvei." in refused.text
    again = fields_of(refused.text, with_field="parties-0-party")
    assert (again["parties-0-votes"], again["parties-1-first"]) == ("15", "against")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"parties-8-party": "", "parties-8-votes": "2", "parties-8-first": "for"}, Code.PARTY_NAME_MISSING),
        ({"parties-8-party": "Ap", "parties-8-votes": "", "parties-8-first": "for"}, Code.NUMBER_INVALID),
    ],
)
def test_votes_without_a_party_or_a_number_are_not_dropped_in_silence(place, cases, line, code):
    browser = place.browser("councillor")
    path = f"/steg/{cases.council_step}/behandling"
    refused = send(browser, path, with_field="parties-0-party", **votes(), **line)
    assert refused.status_code == 422
    assert says(refused, code)
    again = fields_of(refused.text, with_field="parties-0-party")
    assert {name: again[name] for name in line} == line


def link_for(place: World, step_id: str) -> str:
    with place.writing():
        return f"/svar/{answers.make_link(place.party.councillor.id, step_id, at=NOW)}"


def test_a_councillor_answers_by_a_link_without_signing_in_and_looking_uses_nothing_up(place, cases):
    path = link_for(place, cases.council_step)
    anyone = place.app.test_client()
    before = place.everything()
    page = anyone.get(path)
    assert page.status_code == 200
    assert "Du svarer som Anne Test" in html.unescape(page.text)
    assert place.everything() == before
    assert send(anyone, path, with_field="moved_to", kind="not_yet").status_code == 303
    refused = send(anyone, path, with_field="moved_to", kind="moved", moved_to="")
    assert (refused.status_code, says(refused, Code.DATE_MISSING)) == (422, True)
    other = place.browser("party_secretary").get(path)
    assert (other.status_code, says(other, Code.LINK_OF_ANOTHER)) == (403, True)
    for unknown in ("/svar/nei", f"{path}x"):
        assert place.app.test_client().get(unknown).status_code == 410


def test_recorded_by_a_link_then_differently_by_another_and_settled(place, cases):
    path = link_for(place, cases.council_step)
    anyone = place.app.test_client()
    secretary = place.browser("group_secretary")
    record = f"/steg/{cases.council_step}/behandling"
    had_open = fields_of(secretary.get(record).text, with_field="parties-0-party")
    done = send(anyone, path, with_field="moved_to", kind="treated", text="Gangveien bygges.", **votes())
    assert done.headers["Location"] == "/svar/takk"
    assert anyone.get(path).status_code == 410
    wrong = had_open | votes() | {"parties-4-first": "against", "text": "Gangveien bygges ikke."}
    kept = secretary.post(record, data=wrong)
    assert kept.status_code == 303
    difference = kept.headers["Location"]
    page = html.unescape(secretary.get(difference).text)
    assert "Gangveien bygges." in page
    assert "Gangveien bygges ikke." in page
    settle = [where for where, _ in forms_of(page) if where.endswith("/andre")]
    assert send(secretary, difference, to=settle[0]).status_code == 303
    assert "En tidligere registrering, rettet" in html.unescape(
        secretary.get(f"/steg/{cases.council_step}").text
    )


def test_a_record_is_corrected_with_a_reason_and_gets_its_source(place, cases):
    browser = place.browser("councillor")
    path = f"/steg/{cases.council_step}/rett"
    refused = send(browser, path, with_field="why", text="Gangveien bygges.", **votes())
    assert (refused.status_code, says(refused, Code.CORRECTION_REASON_MISSING)) == (422, True)
    fixed = send(browser, path, with_field="why", why="Møteboka.", text="Gangveien bygges.", **votes())
    assert fixed.status_code == 303
    step = html.unescape(browser.get(f"/steg/{cases.council_step}").text)
    source = step.split("/vedtak/")[1].split("/kilde")[0]
    path = f"/vedtak/{source}/kilde"
    assert send(browser, path, with_field="source_link", source_title="Møtebok").status_code == 422
    added = send(
        browser, path, with_field="source_link", source_title="Møtebok", source_link="https://example.org/m"
    )
    assert added.status_code == 303
    assert "https://example.org/m" in browser.get(path).text


def test_a_proposal_is_written_refused_balanced_and_handed_in(place):
    browser = place.browser("councillor")
    base = f"/organ/{place.party.group_id}/budsjettforslag"
    year = NOW.year + 1
    refused = send(browser, base, with_field="base", year=str(NOW.year), parties="Ap", base="Utkastet")
    assert (refused.status_code, says(refused, Code.BUDGET_YEAR_CLOSED, year=str(NOW.year))) == (422, True)
    begun = send(browser, base, with_field="base", year=str(year), parties="Ap, SV", base="Utkastet")
    path = begun.headers["Location"]
    add = {"kind": "cost", "measure": "Bokbuss", "first_year": str(year), "amount_1": "500.000"}
    assert send(browser, path, to=f"{path}/linje", **add).status_code == 303
    refused = send(browser, path, to=f"{path}/lever")
    assert (refused.status_code, says(refused, Code.YEAR_UNBALANCED, year=str(year), amount=500_000)) == (
        422,
        True,
    )
    cover = add | {"kind": "cover", "measure": "Ramme", "cover_by": "reduced_frame"}
    assert send(browser, path, to=f"{path}/linje", **cover).status_code == 303
    assert send(browser, path, to=f"{path}/punkt", text="Sak legges fram.").status_code == 303
    edit = next(where for where, _ in forms_of(browser.get(path).text) if "/linje/" in where)
    assert send(browser, edit.removesuffix("/fjern"), with_field="measure", area="Kultur").status_code == 303
    sheet = browser.get(f"{path}/regneark")
    assert sheet.data.startswith(b"PK")
    assert send(browser, path, to=f"{path}/lever").status_code == 303
    page = html.unescape(browser.get(path).text)
    assert "Levert" in page
    assert "/linje" not in page
    assert send(browser, path, to=f"{path}/kopier").status_code == 303
    assert place.browser("member").get(path).status_code == 404


def test_a_text_points_outcome_is_recorded_on_its_page_and_what_is_wrong_stays_typed(place, cases):
    with place.writing():
        group, year = place.party.group, NOW.year + 1
        frame = proposals.Frame("Utkastet", ("Ap",))
        made = proposals.start_proposal(place.party.councillor, group, year=year, frame=frame, at=NOW)
        point = proposals.add_point(place.party.councillor, made.id, text="Ei plan for lærlinger.", at=NOW)
        proposals.hand_in(place.party.councillor, made.id, at=NOW)
        path, page = f"/budsjettforslag/punkt/{point.id}/utfall", f"/budsjettforslag/{made.id}"
    browser, today = place.browser("councillor"), builders.day_in_oslo(NOW)
    typed = {
        "outcome": "adopted",
        "on": f"{today.day}.{today.month}.{today.year}",
        "votes_for": "20",
        "votes_against": "16",
        "source_title": "Møtebok",
    }
    refused = send(browser, path, with_field="votes_for", **typed)
    assert refused.status_code == 422
    assert says(refused, Code.VOTES_ABOVE_ENTITLED, cast=36, entitled=35)
    assert fields_of(refused.text, with_field="votes_for")["votes_for"] == "20"
    right = typed | {"votes_for": "19"}
    assert send(browser, path, with_field="votes_for", **right).status_code == 303
    assert "19 for, 16 mot" in browser.get(page).text
    assert place.browser("member").get(path).status_code == 404


def test_a_correction_begins_with_the_votes_that_were_recorded(place, cases):
    browser = place.browser("councillor")
    fields = fields_of(browser.get(f"/steg/{cases.council_step}/rett").text, with_field="why")
    assert fields["how"] == "for_against"
    voted = {fields[f"parties-{at}-party"]: fields[f"parties-{at}-first"] for at in range(len(PARTIES))}
    assert voted == {name: "for" if name in FOR else "against" for name, _ in PARTIES}
