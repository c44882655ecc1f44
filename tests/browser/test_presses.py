"""A real double click on a button makes one thing, with scripts and without."""

import pytest
from playwright.sync_api import Page, expect

from motionflow.services.example import cast
from tests.browser.visits import Visits, button, click, labelled, say


def cases_called(page: Page, title: str) -> int:
    """Return how many cases have a title."""
    page.goto("/saker")
    return page.get_by_role("main").get_by_role("link", name=title, exact=True).count()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_motion_that_is_handed_in_with_a_double_click_is_one(script: bool, visit: Visits) -> None:
    page = visit(cast.HASSAN, script=script)
    title = f"Flere søppelkasser, dobbeltklikk {script}"
    page.goto("/nytt-forslag")
    labelled(page, "Title").fill(title)
    labelled(page, "Proposed decision").fill("Kommunen setter opp fem søppelkasser.")
    button(page, "Hand in").dblclick()
    page.wait_for_url("**/sak/*")

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert cases_called(page, title) == 1


def test_a_member_that_is_added_with_a_double_click_is_one(visit: Visits) -> None:
    page = visit(cast.KARI, script=False)
    page.goto("/organer")
    click(page.get_by_role("link", name=cast.BRANCH))
    click(page.get_by_role("link", name=say("Members"), exact=True))
    labelled(page, "Name").fill("Dina Dobbel")
    labelled(page, "Mail address").fill("dina.dobbel@example.org")
    labelled(page, "Role").select_option(value="member")
    button(page, "Add").dblclick()

    expect(page.get_by_role("rowheader", name="Dina Dobbel")).to_have_count(1)


def test_a_pressed_button_says_that_it_works_and_wakes_when_one_comes_back(visit: Visits) -> None:
    page = visit(cast.HASSAN)
    page.goto("/nytt-forslag")
    labelled(page, "Title").fill("Bare en prøve")
    hand_in = button(page, "Hand in")
    page.evaluate("document.querySelector('form[action]:has([name=title])').onsubmit = () => false")
    click(hand_in)
    busy = page.get_by_role("button", name=say("Sending …"))
    expect(busy).to_have_attribute("aria-disabled", "true")
    page.evaluate("dispatchEvent(new Event('pageshow'))")
    expect(hand_in).not_to_have_attribute("aria-disabled", "true")
