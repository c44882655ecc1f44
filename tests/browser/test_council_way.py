"""The council's half of a case as it was lived in 2019: a question, money in June, a lost and a won vote."""

import re
from io import BytesIO

from docx import Document
from playwright.sync_api import Page, expect

from motionflow.domain.flow import FollowUpStatus, Outcome, Route
from motionflow.domain.money import CoverBy, LineKind, MoneyKind
from motionflow.labels import name_of
from motionflow.services.example import cast, council_texts, money, party_texts, promises, seats
from tests.browser.visits import PHONE, Visits, click, follow, labelled, press, say, unfold
from tests.web.browsing import fields_of

TITLE = "Studieplasser for ledere, slik gruppa fikk saken"


def hand_in_as_decided(page: Page) -> str:
    """Record the group's own motion of February 2019 and what its meeting of March decided."""
    follow(page, "New motion")
    labelled(page, "Title").fill(TITLE)
    labelled(page, "Proposed decision").fill(party_texts.PARTY_TO_GROUP)
    labelled(page, "Handed in to").select_option(label=cast.GROUP)
    unfold(page, "It came earlier, or is decided already")
    labelled(page, "Received on").fill("13.2.2019")
    labelled(page, "The body has decided this already").check()
    labelled(page, "Decided on").fill("4.3.2019")
    labelled(page, "What the body decided to do with the case").fill(party_texts.GROUP_SPRING_DECISION)
    press(page, "Hand in")
    page.wait_for_url("**/sak/*")
    return page.url


def choose_way(page: Page, case: str, route: Route) -> None:
    """Choose by which way the case is to come before the council."""
    page.goto(case)
    follow(page, "The way into the council")
    labelled(page, "Way into the council").select_option(value=route.value)
    press(page, "Choose this way")


def send_to_council(page: Page, case: str, text: str, *, on: str, route: Route) -> None:
    """Send the case from the group's step to the council; the way that was chosen stands there already."""
    choose_way(page, case, route)
    page.goto(case)
    click(page.get_by_role("link", name=say("Work on this step")).first)
    follow(page, "Send on")
    expect(labelled(page, "Route into the council")).to_have_value(route.value)
    labelled(page, "Send to").select_option(label=cast.COUNCIL)
    labelled(page, "Proposed decision for the next body").fill(text)
    labelled(page, "Day of sending").fill(on)
    press(page, "Send on")
    page.wait_for_url(case)


def begin_record(page: Page, case: str, *, on: str, how: str) -> None:
    """Open the latest step on a telephone and say which day it was, and how it was voted on."""
    page.goto(case)
    click(page.get_by_role("link", name=say("Work on this step")).last)
    follow(page, "Record the treatment")
    expect(labelled(page, "Day")).to_have_value(on)
    page.get_by_label(say(how)).check()


def record(page: Page, *, source: str) -> None:
    """Give the minute book and record."""
    labelled(page, "Minute book").fill(source)
    press(page, "Record the treatment")
    expect(page.locator(".mf-flashes")).to_contain_text(say("The treatment is recorded."))


def send_form(page: Page, path: str, *, with_field: str, to: str = "", **typed: str) -> str:
    """Send a page's form without drawing it, where a browser adds nothing; return where it leads."""
    fields = fields_of(page.request.get(path).text(), with_field=with_field)
    answer = page.request.post(to or path, form=fields | typed, max_redirects=0)
    assert answer.status == 303, re.findall("<li>.*", answer.text())
    return answer.headers["location"]


def ask_the_executive_committee(secretary: Page, councillor: Page, case: str) -> None:
    """Send the case to the executive committee, which recommends it by six votes to three."""
    step = re.findall(r"/steg/(\w+)", secretary.request.get(case).text())[0]
    path = f"/steg/{step}/send-videre"
    page = secretary.request.get(path).text()
    committee = re.findall(rf'<option value="(\w+)">{cast.EXECUTIVE}', page)[0]
    send_form(
        secretary,
        path,
        with_field="proposed_decision",
        body=committee,
        route=Route.BUDGET_CHANGE.value,
        proposed_decision=party_texts.BUDGET_CHANGE,
        sent_on="20.5.2019",
    )
    at_committee = re.findall(r"href=\"/steg/(\w+)\"", councillor.request.get(case).text())[-1]
    votes = {
        "parties-0-party": "Ap, Sp, MDG, KrF og SV",
        "parties-0-votes": "6",
        "parties-0-first": "for",
        "parties-1-party": "H og FrP",
        "parties-1-votes": "3",
        "parties-1-first": "against",
    }
    send_form(
        councillor,
        f"/steg/{at_committee}/behandling",
        with_field="how",
        how="for_against",
        decided_on="3.6.2019",
        outcome=Outcome.RECOMMENDED.value,
        text=council_texts.SPRING_RECOMMENDATION,
        source_title="Møtebok 3.6.2019 (prøve)",
        **votes,
    )


def promise_and_report(councillor: Page, case: str) -> None:
    """Keep what June promised: ten places, put off once, and seven of them in the end."""
    decision = re.findall(r"/vedtak/(\w+)/nytt-lofte", councillor.request.get(case).text())[-1]
    path = f"/vedtak/{decision}/nytt-lofte"
    group = re.findall(rf'<option value="([^"]+)">{cast.GROUP}<', councillor.request.get(path).text())[0]
    measure = {"what": promises.PLACES, "target": "10", "unit": "plasser"}
    send_form(councillor, path, with_field="due_on", responsible=group, due_on="31.12.2019", **measure)
    promise = re.findall(r"/lofte/\w+", councillor.request.get(case).text())[-1]
    delay = {"reason": promises.FEW_APPLIED, "new_due_on": "31.1.2021"}
    for status, on, more in (
        (FollowUpStatus.DELAYED, "20.8.2019", delay),
        (FollowUpStatus.PARTLY_DONE, "18.1.2021", {"reached": "7", "is_final": "y"}),
    ):
        told = {"status": status.value, "on": on, "source_title": promises.FINAL_LETTER} | more
        send_form(councillor, promise, with_field="source_title", **told)


def ask_for_money(page: Page, case: str) -> None:
    """Write the cost of five places and what covers it, at the council's step."""
    page.goto(case)
    follow(page, "Amounts and cover, line by line")
    for kind, measure, amount, origin in (
        (LineKind.COST, money.FEE, "250 000 kr", None),
        (LineKind.SUBSIDY, "Tilskudd", "150.000", None),
        (LineKind.COVER, "Disposisjonsfondet", "0,1 mill.", CoverBy.RESERVE),
    ):
        labelled(page, "This line is").select_option(value=kind.value)
        labelled(page, "What for, or where from").fill(measure)
        labelled(page, "First budget year").fill("2019")
        labelled(page, "First year").fill(amount)
        if origin is not None:
            labelled(page, "The money comes from").select_option(value=origin.value)
        press(page, "Add the line")
        expect(page.get_by_role("list", name=say("What is asked for"))).to_contain_text(measure)


def propose_the_budget(page: Page) -> str:
    """Put the figures on the draft of 2020 with SV, refused until they balance; return the page of it."""
    group = re.findall(rf'href="/organ/(\w+)"[^>]*>{cast.GROUP}<', page.request.get("/organer").text())[0]
    frame = {"year": "2020", "parties": "Ap, SV", "base": money.BASE, "on": "11.11.2019"}
    proposal = send_form(page, f"/organ/{group}/budsjettforslag", with_field="base", **frame)
    line = {"first_year": "2020", "amount_1": "250 000"}
    cost = {"kind": LineKind.COST.value, "measure": money.FEE, "function": "254", "art": "150"}
    send_form(page, proposal, with_field="measure", to=f"{proposal}/linje", **line, **cost)
    handed_in = fields_of(page.request.get(proposal).text(), action=f"{proposal}/lever")
    refused = page.request.post(f"{proposal}/lever", form=handed_in | {"on": "20.11.2019"})
    assert refused.status == 422
    assert "250\u00a0000" in refused.text()
    cover = {"kind": LineKind.COVER.value, "measure": "Konsulenter", "cover_by": CoverBy.REDUCED_FRAME.value}
    send_form(page, proposal, with_field="measure", to=f"{proposal}/linje", **line, **cover)
    point = {"with_field": "text", "to": f"{proposal}/punkt", "text": party_texts.TEXT_POINT}
    send_form(page, proposal, **point)
    handed_in = fields_of(page.request.get(proposal).text(), action=f"{proposal}/lever")
    done = page.request.post(f"{proposal}/lever", form=handed_in | {"on": "20.11.2019"}, max_redirects=0)
    assert done.status == 303
    return proposal


def download(page: Page, shown_on: str, *, which: str) -> bytes:
    """Return the first file that a page offers under an address."""
    at = re.findall(rf'href="({which})"', page.request.get(shown_on).text())[0]
    return page.request.get(at).body()


def ask_for_the_rest(page: Page, case: str) -> None:
    """Write what the figures of December ask for, at the council's step."""
    step = re.findall(r"href=\"/steg/(\w+)\"", page.request.get(case).text())[-1]
    line = {"kind": LineKind.COST.value, "measure": money.FEE, "first_year": "2020", "amount_1": "250000"}
    send_form(page, f"/steg/{step}/penger", with_field="measure", **line)


def close(page: Page, case: str) -> str:
    """Tell in January 2021 what became of it, and return what the status report says."""
    path = f"{case}/oppfolging"
    told = {"status": FollowUpStatus.PARTLY_DONE.value, "on": "18.1.2021", "note": promises.THE_SUM}
    send_form(page, path, with_field="note", source_title=promises.FINAL_LETTER, **told)
    papers = re.findall(r'href="(/papir/\w+)"', page.request.get(case).text())
    found = (page.request.get(at) for at in dict.fromkeys(papers))
    report = next(each for each in found if "-status" in each.headers.get("content-disposition", ""))
    said: str = Document(BytesIO(report.body())).element.body.xpath("string(.)")
    return said


def grant(page: Page, case: str, *, kind: MoneyKind, year: int, amount: str) -> None:
    """Record what the council granted, or what was spent."""
    page.goto(case)
    follow(page, "Asked, granted and spent")
    labelled(page, "What is recorded").select_option(value=kind.value)
    if kind is MoneyKind.GRANTED:
        who = labelled(page, "Who granted it").locator("option", has_text=cast.COUNCIL).last
        labelled(page, "Who granted it").select_option(value=who.get_attribute("value"))
    labelled(page, "Budget year").fill(str(year))
    labelled(page, "Amount in whole kroner").fill(amount)
    labelled(page, "Date").fill("18.1.2021" if kind is MoneyKind.SPENT else "17.6.2019")
    labelled(page, "Source").fill("Sluttmelding (prøve)")
    press(page, "Record the amount")


def vote(page: Page, chosen: dict[str, int | str], *, others: int | str) -> int:
    """Say what each party voted for, with as few taps as can be, and return how many they were."""
    common = str(others - 1) if isinstance(others, int) else others
    click(page.locator(f"[data-all] button[value='{common}']"))
    for party, to in chosen.items():
        expect(labelled(page, "Votes of {party}", party=party)).to_have_value(str(seats.SEATS[party]))
        value = str(to - 1) if isinstance(to, int) else to
        group = page.get_by_role("group", name=say("What {party} voted for", party=party), exact=True)
        click(group.locator(f"input[value='{value}'] + label"))
    return 1 + len(chosen)


def test_a_group_takes_a_case_through_the_council_of_2019(visit: Visits) -> None:
    secretary, councillor = visit(cast.TURID), visit(cast.ANNE, width=PHONE)
    case = hand_in_as_decided(secretary)

    # March: a question is answered, never adopted.
    send_to_council(secretary, case, party_texts.QUESTION, on="8.3.2019", route=Route.QUESTION)
    begin_record(councillor, case, on="25.3.2019", how="No vote: answered, noted or the like")
    offered = labelled(councillor, "Outcome").locator("option").all_inner_texts()
    assert name_of(Outcome.ADOPTED, language=say) not in offered
    labelled(councillor, "Outcome").select_option(value=Outcome.ANSWERED.value)
    labelled(councillor, "The decision, word for word").fill(council_texts.ANSWER)
    record(councillor, source="Møtebok 25.3.2019 (prøve)")

    # June: five places and 250 000 kroner.
    ask_the_executive_committee(secretary, councillor, case)
    send_to_council(secretary, case, party_texts.BUDGET_CHANGE, on="5.6.2019", route=Route.BUDGET_CHANGE)
    ask_for_money(secretary, case)
    begin_record(councillor, case, on="17.6.2019", how="No vote: answered, noted or the like")
    labelled(councillor, "Outcome").select_option(value=Outcome.ADOPTED_WITH_CHANGES.value)
    labelled(councillor, "The decision, word for word").fill(council_texts.SPRING_DECISION)
    record(councillor, source="Møtebok 17.6.2019 (prøve)")
    grant(secretary, case, kind=MoneyKind.GRANTED, year=2019, amount="250 000")

    promise_and_report(councillor, case)

    # 16.12.2019: the figures fall, and the text point carries, where two of the majority go with it.
    proposal = propose_the_budget(secretary)
    assert download(secretary, proposal, which=f"{proposal}/regneark").startswith(b"PK")
    send_to_council(secretary, case, party_texts.FIGURES, on="2.12.2019", route=Route.BUDGET_FIGURES)
    ask_for_the_rest(secretary, case)
    several = "Several proposals against each other (budget, § 11-9)"
    begin_record(councillor, case, on="16.12.2019", how=several)
    for n, name in enumerate((council_texts.AP_SV, council_texts.RECOMMENDATION, council_texts.MDG_R), 1):
        labelled(councillor, "Proposal {n}", n=n).fill(name)
    vote(councillor, {"Ap": 1, "SV": 1, "MDG": 3, "R": 3}, others=2)
    expect(councillor.locator("[data-said]")).to_contain_text(
        say("«{name}» has a majority.", name=council_texts.RECOMMENDATION)
    )
    record(councillor, source="Møtebok 16.12.2019 (prøve)")
    send_to_council(secretary, case, party_texts.TEXT_POINT, on="2.12.2019", route=Route.BUDGET_TEXT)
    begin_record(councillor, case, on="16.12.2019", how="For or against one proposal")
    taps = vote(councillor, {"Sp": "against", "FrP": "against", "H": "against"}, others="for")
    assert taps == 4
    expect(councillor.locator("[data-said]")).to_contain_text(say("{n} of {total} voted.", n=35, total=35))
    record(councillor, source="Møtebok 16.12.2019 (prøve)")

    # January 2021: 350 000 kroner are spent, and seven of ten places taken.
    grant(secretary, case, kind=MoneyKind.SPENT, year=2020, amount="350 000")
    report = close(councillor, case)
    for said in ("7 av 10 plasser", "500\u00a0000\u00a0kr", "350\u00a0000\u00a0kr"):
        assert said in report
    secretary.goto(case)
    steps = secretary.get_by_role("list", name=say("Steps of the case")).get_by_role("article")
    outcomes = (Outcome.ANSWERED, Outcome.RECOMMENDED, Outcome.ADOPTED_WITH_CHANGES, Outcome.FALLEN)
    for at, said in enumerate(outcomes, start=1):
        shown = re.compile(name_of(said, language=say), re.IGNORECASE)
        expect(steps.nth(at)).to_contain_text(shown)
    expect(steps.nth(2)).to_contain_text("6 av 9 = 66,7")
    expect(steps.nth(4)).to_contain_text("15 av 35 = 42,9")
    expect(steps.nth(5)).to_contain_text("19 av 35 = 54,3")
    expect(secretary.get_by_role("main")).to_contain_text("7 av 10 plasser")
    panel = secretary.locator(".mf-panel", has_text=say("Money and the council"))
    expect(panel).to_contain_text(re.compile(r"500.000.kr.*250.000.kr.*350.000.kr", re.DOTALL))
