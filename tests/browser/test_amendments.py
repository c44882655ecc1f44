"""The journey of amendments: written, taken down, in conflict, voted on in order, and put together."""

import time

from playwright.sync_api import Page, expect

from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.labels import name_of
from motionflow.services.example import cast
from motionflow.services.example.present_texts import BENCHES
from tests.browser.faults import axe_faults, look_faults
from tests.browser.visits import PHONE, Visits, click, follow, labelled, press, say, unfold

TITLE = "Benker ved badeplassen"
TEXT = BENCHES.proposed_decision
FIVE, FOUR = (TEXT.replace("tre benker", each) for each in ("fem benker", "fire benker"))
COMMITTEES = TEXT.replace("ber kommunen om å sette", "vil at kommunen setter")
A_MINUTE = 60.0


def test_amendments_go_from_a_members_edit_to_the_adopted_text(visit: Visits) -> None:
    secretary, member = visit(cast.KARI, width=PHONE), visit(cast.GRETE, width=PHONE, script=False)
    chair = visit(cast.PER, width=PHONE)
    hand_in(member)
    step = open_for_amendments(secretary)
    write_by_editing(member, step)
    take_down_from_the_floor(secretary, step)
    recommend_and_take_up(secretary, step)
    vote(chair, step)
    put_together(chair, step)


def hand_in(member: Page) -> None:
    """A member hands in a motion of her own, so that those of the example wait for other tests."""
    member.goto("/nytt-forslag")
    labelled(member, "Title").fill(TITLE)
    labelled(member, "Proposed decision").fill(TEXT)
    press(member, "Hand in")
    member.wait_for_url("**/sak/*")


def open_for_amendments(secretary: Page) -> str:
    """Accept the motion; return the address of the step."""
    secretary.goto("/oppgaver")
    click(secretary.get_by_role("main").get_by_role("link", name=TITLE).first)
    press(secretary, "Accept")
    expect(secretary.locator(".ds-alert")).to_contain_text(say("The case is accepted."))
    return secretary.url.partition("#")[0]


def write_by_editing(member: Page, step: str) -> None:
    """A member edits the text without scripts, looks it over, and hands it in."""
    member.goto(f"{step}/endringsforslag")
    follow(member, "Write an amendment")
    press(member, "Look over")
    nothing = say("Nothing is changed yet. Edit the text until it reads as you want.")
    expect(member.locator(".ds-error-summary")).to_contain_text(nothing)
    text = labelled(member, "The proposed decision as you want it")
    expect(text).to_have_value(TEXT)
    text.fill(FIVE)
    labelled(member, "Why").fill("Det er langt mellom tre.")
    press(member, "Look over")
    expect(member.locator("del")).to_contain_text("tre")
    expect(member.locator("ins")).to_contain_text("fem")
    press(member, "Hand in")
    expect_name(member, "A1")


def take_down_from_the_floor(secretary: Page, step: str) -> None:
    """The secretary types one in on a telephone in far less than a minute; it conflicts, and says so."""
    begun = time.monotonic()
    secretary.goto(f"{step}/endringsforslag/nytt")
    labelled(secretary, "The proposed decision as you want it").fill(FOUR)
    labelled(secretary, "Moved by").fill("Gro Gjest")
    press(secretary, "Hand in")
    expect(secretary.locator("#A2")).to_contain_text("Gro Gjest")
    assert time.monotonic() - begun < A_MINUTE
    expect(secretary.locator("#A1")).to_contain_text(
        say("Touches the same words as {numbers}.", numbers="A2")
    )
    expect_clear(secretary)


def recommend_and_take_up(secretary: Page, step: str) -> None:
    """The drafting committee recommends a text of its own, which becomes one that the meeting votes on."""
    secretary.goto(f"{step}/innstillinger")
    who = name_of(RecommendationBy.DRAFTING_COMMITTEE, language=say)
    labelled(secretary, "Who recommends").select_option(label=who)
    labelled(secretary, "Recommends").select_option(label=name_of(Verb.ADOPT_WITH_CHANGES, language=say))
    labelled(secretary, "Recommended text").fill(COMMITTEES)
    press(secretary, "Publish")
    follow(secretary, "Open")
    expect_clear(secretary)
    press(secretary, "Make it an amendment")
    expect_name(secretary, "A3")
    expect(secretary.get_by_role("main")).to_contain_text(say("The drafting committee"))


def vote(chair: Page, step: str) -> None:
    """The chair changes the proposed order, keeps what would fall away, and notes taps and counts."""
    chair.goto(f"{step}/voteringer")
    expect(chair.locator("#order")).to_contain_text(say("{first} against {second}", first="A2", second="A1"))
    expect_clear(chair)
    click(chair.get_by_role("button", name=say("Move {number} up", number="A2")))
    expect(chair.locator("#order")).to_contain_text(say("The chair's order"))
    expect(chair.locator("#A2")).to_be_visible()
    chair.get_by_role("checkbox", name="A1").first.uncheck()
    press(chair, "Carried")
    expect(chair.locator("#A3")).to_be_visible()
    unfold(chair, "With counts")
    labelled(chair, "For").first.fill("4")
    labelled(chair, "Against").first.fill("11")
    click(chair.get_by_role("button", name=say("Record the counts")).first)
    expect(chair.locator("#A1")).to_be_visible()
    press(chair, "Carried")
    expect(chair.get_by_role("main")).to_contain_text(say("Every amendment is voted on"))


def put_together(chair: Page, step: str) -> None:
    """Where two that carried conflict the chair chooses; the result says which one a change is from."""
    follow(chair, "The adopted text")
    expect_clear(chair)
    press(chair, "Put the text together")
    expect(chair.locator(".ds-error-summary")).to_be_visible()
    chair.get_by_role("radio", name="A1", exact=True).check()
    press(chair, "Put the text together")
    expect(chair.locator(".mf-decision")).to_contain_text(FIVE)
    expect(chair.locator("ins + .mf-by")).to_have_text("A1")
    follow(chair, "Record the decision")
    expect(labelled(chair, "The decision, word for word")).to_have_value(FIVE)


def expect_name(page: Page, number: str) -> None:
    name = say("Amendment {number}", number=number)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def expect_clear(page: Page) -> None:
    """Nothing scrolls sideways, and axe finds nothing, in light and dark."""
    assert look_faults(page, language="nb") == []
    assert axe_faults(page) == []
