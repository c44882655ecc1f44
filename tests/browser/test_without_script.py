"""With scripts off everything is there: handing in, what was wrong, and the fields that wait folded."""

from pathlib import Path

from playwright.sync_api import expect

from motionflow.services.example import cast
from tests.browser.test_whole_way import TITLE, hand_in_a_word_file, word_file
from tests.browser.visits import PHONE, Visits, click, follow, labelled, press, say


def test_a_word_file_is_read_corrected_and_handed_in(visit: Visits, tmp_path: Path) -> None:
    page = visit(cast.GRETE, width=PHONE, script=False)
    hand_in_a_word_file(page, word_file(tmp_path))

    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    follow(page, "Correct the text")
    labelled(page, "Title").fill("")
    press(page, "Save as a new version")
    expect(page.locator(".ds-error-summary").get_by_role("link")).to_have_attribute("href", "#title")
    labelled(page, "Title").fill("Lys på gangveien")
    press(page, "Save as a new version")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lys på gangveien")


def test_the_menu_signs_out(visit: Visits) -> None:
    page = visit(cast.GRETE, width=PHONE, script=False)
    click(page.locator(".mf-menu > summary"))
    press(page, "Sign out")

    expect(page.get_by_role("link", name=say("Sign in"), exact=True).first).to_be_visible()


def test_votes_are_asked_for_only_when_they_were_counted(visit: Visits) -> None:
    page = visit(cast.NINA, width=PHONE, script=False)
    page.goto("/oppgaver")
    click(page.get_by_role("link", name="Flere lærlinger i hjemmetjenesten").first)
    follow(page, "Record the decision")
    votes = labelled(page, "Votes for option {n}", n=1)
    expect(votes).to_be_hidden()
    labelled(page, "The votes were counted").check()
    expect(votes).to_be_visible()
    words = labelled(page, "Proposed decision for the next body")
    expect(words).to_be_hidden()
    labelled(page, "Sent on to").select_option(index=1)
    expect(words).to_be_visible()
