"""One new motion in the browser, from a member's Word file to what became of it."""

import re
from datetime import timedelta
from pathlib import Path

from docx.document import Document
from playwright.sync_api import Page, expect

from motionflow import clock
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.flow import FollowUpStatus, Outcome, Route
from motionflow.domain.meetings import MeetingKind
from motionflow.domain.papers import PaperKind
from motionflow.labels import name_of
from motionflow.services.example import cast
from tests.browser.visits import PHONE, Visits, click, follow, labelled, press, say, unfold
from tests.documents.motion_samples import made_docx

TITLE = "Lys langs gangveien ved skolen"
GROUNDS = (
    "Barna i grenda går til skolen i mørket fra november til mars, og lyktene har vært slukket i to år.",
    "Vaktmesteren anslår at ti nye lykter koster 80 000 kr, og at strømmen blir billigere med dem.",
)
PROPOSAL = "Aurskog-Høland kommune setter opp ti nye lykter langs gangveien ved skolen innen 1. november."
COUNCIL_TEXT = "Det settes opp ti lykter langs gangveien. Utgiften dekkes av veibudsjettet."


def in_days(days: int) -> str:
    """Return the day that is so many days from now, as people write it."""
    day = day_in_oslo(clock.now()) + timedelta(days=days)
    return f"{day.day}.{day.month}.{day.year}"


def word_file(folder: Path) -> Path:
    def fill(document: Document) -> None:
        document.add_paragraph(TITLE, style="Title")
        for paragraph in GROUNDS:
            document.add_paragraph(paragraph)
        document.add_paragraph("Forslag til vedtak:")
        document.add_paragraph(PROPOSAL)

    file = folder / "forslag.docx"
    file.write_bytes(made_docx(fill))
    return file


def hand_in_a_word_file(page: Page, file: Path) -> str:
    """Send the file in, look at what was recognised, hand in; return the address of the case."""
    follow(page, "New motion")
    unfold(page, "Begin with a Word file or a pasted text")
    labelled(page, "Word or text file").set_input_files(file)
    press(page, "Read it")
    expect(labelled(page, "Title")).to_have_value(TITLE)
    expect(labelled(page, "Grounds")).to_have_value("\n\n".join(GROUNDS))
    expect(labelled(page, "Proposed decision")).to_have_value(PROPOSAL)
    labelled(page, "Handed in to").select_option(label=cast.BRANCH)
    press(page, "Hand in")
    page.wait_for_url("**/sak/*")
    return page.url


def open_from_desk(page: Page) -> None:
    """Open the step that waits on the desk."""
    page.goto("/oppgaver")
    click(page.get_by_role("main").get_by_role("link", name=TITLE).first)


def call_meeting(page: Page, body: str, kind: MeetingKind, *, days: int) -> str:
    """Call a meeting of a body; return its address."""
    page.goto("/organer")
    follow(page, body)
    follow(page, "Call a meeting")
    labelled(page, "Kind of meeting").select_option(label=name_of(kind, language=say))
    labelled(page, "Date").fill(in_days(days))
    labelled(page, "Time").fill("18.00")
    labelled(page, "Place").fill("Skolen")
    press(page, "Fill in the usual agenda")
    press(page, "Call the meeting")
    page.wait_for_url("**/mote/*")
    return page.url


def put_on_list(page: Page, *, number: str, days: int) -> None:
    """Put the case on the list of the meeting on a day."""
    meeting = labelled(page, "Meeting").locator("option", has_text=in_days(days))
    labelled(page, "Meeting").select_option(value=meeting.get_attribute("value"))
    labelled(page, "Number on the agenda").fill(number)
    press(page, "Put on the list")
    expect(page.locator(".ds-alert")).to_contain_text(say("The case is on the list."))


def decide(
    page: Page, *, outcome: Outcome, votes: tuple[int, int], entitled: int, to: str | None = None
) -> None:
    """Fill in what every decision needs: outcome, votes and, where it goes on, to whom with which words."""
    labelled(page, "Outcome").select_option(label=name_of(outcome, language=say))
    labelled(page, "The votes were counted").check()
    labelled(page, "Votes for option {n}", n=1).fill(str(votes[0]))
    labelled(page, "Votes for option {n}", n=2).fill(str(votes[1]))
    labelled(page, "Entitled to vote").fill(str(entitled))
    expect(page.locator("[data-sum-result]")).to_contain_text(f"{sum(votes)}/{entitled}")
    if to is not None:
        labelled(page, "Sent on to").select_option(label=to)
        labelled(page, "Proposed decision for the next body").fill(PROPOSAL)


def expect_status(page: Page, case: str, *said: str) -> None:
    """Look at the case again: its status line says all this."""
    page.goto(case)
    for words in said:
        expect(page.locator(".mf-status")).to_contain_text(words)


def branch_adopts(secretary: Page, chair: Page) -> None:
    """Accept, call a meeting, put on its list; the chair opens it, the decision is recorded, it ends."""
    open_from_desk(secretary)
    press(secretary, "Accept")
    expect(secretary.locator(".ds-alert")).to_contain_text(say("The case is accepted."))
    step = secretary.url
    meeting = call_meeting(secretary, cast.BRANCH, MeetingKind.MEMBERS, days=35)
    secretary.goto(step)
    put_on_list(secretary, number="3.9", days=35)
    chair.goto(meeting)
    press(chair, "Open the meeting")
    secretary.goto(step)
    follow(secretary, "Record the decision")
    decide(secretary, outcome=Outcome.ADOPTED, votes=(14, 2), entitled=18, to=cast.PARTY)
    press(secretary, "Record the decision")
    press(secretary, "Send on")
    chair.goto(meeting)
    press(chair, "End the meeting and make the minutes")
    papers = chair.get_by_role("list", name=say("Papers")).first
    expect(papers).to_contain_text(name_of(PaperKind.MINUTES, language=say))
    expect(papers).to_contain_text(name_of(PaperKind.NOTICE, language=say))


def party_adopts(secretary: Page) -> None:
    """The case is in the inbox; the annual meeting that is called takes it up and sends it to the group."""
    open_from_desk(secretary)
    press(secretary, "Accept")
    # The meeting that is called and its next number are suggested.
    press(secretary, "Put on the list")
    expect(secretary.locator(".ds-alert")).to_contain_text(say("The case is on the list."))
    follow(secretary, "Record the decision")
    decide(secretary, outcome=Outcome.ADOPTED, votes=(31, 9), entitled=44, to=cast.GROUP)
    press(secretary, "Record the decision")
    press(secretary, "Send on")


def group_asks_the_council(secretary: Page, leader: Page) -> None:
    """The leader calls the group; the secretary accepts, lists, records and sends on by the usual route."""
    call_meeting(leader, cast.GROUP, MeetingKind.GROUP, days=20)
    open_from_desk(secretary)
    press(secretary, "Accept")
    put_on_list(secretary, number="9.9", days=20)
    follow(secretary, "Record the decision")
    decide(secretary, outcome=Outcome.ADOPTED, votes=(12, 0), entitled=14, to=cast.COUNCIL)
    press(secretary, "Record the decision")
    labelled(secretary, "Route into the council").select_option(
        label=name_of(Route.LISTED_CASE, language=say)
    )
    press(secretary, "Send on")
    secretary.wait_for_url("**/sak/*")


def council_decides(councillor: Page) -> None:
    """Record what the council decided, with how each party voted and where it is known from."""
    open_from_desk(councillor)
    follow(councillor, "Record the decision")
    labelled(councillor, "Date").fill(in_days(0))
    labelled(councillor, "The decision, word for word").fill(COUNCIL_TEXT)
    decide(councillor, outcome=Outcome.ADOPTED_WITH_CHANGES, votes=(20, 15), entitled=35)
    unfold(councillor, "How each party voted")
    for number, (party, votes_for, against) in enumerate(
        (("Ap", 12, 0), ("Sp", 8, 0), ("H", 0, 15)), start=1
    ):
        labelled(councillor, "Party {n}", n=number).fill(party)
        for option, votes in ((1, votes_for), (2, against)):
            field = labelled(councillor, "Party {party}, votes for option {n}", party=number, n=option)
            field.fill(str(votes))
    labelled(councillor, "Source").fill("Møtebok for kommunestyret (prøve)")
    labelled(councillor, "Case number").fill("77/26")
    press(councillor, "Record the decision")
    expect(councillor.locator(".ds-alert").first).to_contain_text(
        say("The decision is recorded, and its papers are made.")
    )


def follow_up(councillor: Page, case: str) -> None:
    """Say what became of it."""
    councillor.goto(case)
    follow(councillor, "Add what became of it")
    labelled(councillor, "Status").select_option(label=name_of(FollowUpStatus.UNDER_WAY, language=say))
    labelled(councillor, "As of").fill(in_days(0))
    labelled(councillor, "Source").fill("E-post fra veiavdelingen (prøve)")
    press(councillor, "Add the status")
    councillor.wait_for_url("**/sak/*")


def test_a_motion_goes_all_the_way_and_its_member_sees_what_became_of_it(
    visit: Visits, tmp_path: Path
) -> None:
    member, councillor = visit(cast.BERIT), visit(cast.ANNE, width=PHONE)
    case = hand_in_a_word_file(member, word_file(tmp_path))

    branch_adopts(visit(cast.KARI), visit(cast.PER))
    expect_status(member, case, cast.BRANCH, cast.PARTY)
    party_adopts(visit(cast.NINA))
    group_asks_the_council(visit(cast.TURID), councillor)
    expect_status(member, case, cast.GROUP, cast.COUNCIL)
    council_decides(councillor)
    follow_up(councillor, case)

    expect_status(member, case, name_of(FollowUpStatus.UNDER_WAY, language=say))
    steps = member.get_by_role("list", name=say("Steps of the case")).get_by_role("article")
    expect(steps).to_have_count(4)
    council = steps.last
    expect(council).to_contain_text(COUNCIL_TEXT)
    click(council.locator("summary").filter(has_text=say("How each party voted")))
    expect(council.get_by_role("row", name=re.compile("^Sp"))).to_contain_text("8")
    expect(member.get_by_role("heading", name=say("What became of it"))).to_be_visible()
