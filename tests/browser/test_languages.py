"""The language is a press away on every page, stays, and belongs to the person who is signed in."""

import pytest
from playwright.sync_api import Page, expect

from motionflow.i18n import LANGUAGE_NAMES, Language, words
from motionflow.services.example import cast
from tests.browser.visits import Visits, click


def choose(page: Page, language: Language) -> None:
    click(page.get_by_role("contentinfo").get_by_role("button", name=LANGUAGE_NAMES[language]))


@pytest.mark.parametrize("who", [None, cast.ELI], ids=["public", "signed in"])
def test_the_page_is_shown_again_in_the_chosen_language_and_so_is_the_next(
    who: str | None, visit: Visits
) -> None:
    page = visit(who)
    page.goto("/saker?side=1")
    for language in ("nn", "en", "nb"):
        choose(page, language)
        say = words(language)
        expect(page).to_have_url("/saker?side=1")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("heading", level=1)).to_have_text(say("Cases"))
        click(page.get_by_role("navigation").get_by_role("link", name=say("Bodies")))
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.go_back()


def test_the_choice_follows_the_person_to_another_browser(visit: Visits) -> None:
    choose(visit(cast.OLAV), "nn")
    elsewhere = visit(cast.OLAV)

    expect(elsewhere.locator("html")).to_have_attribute("lang", "nn")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text(
        words("nn")("Follow a motion until it is done")
    )
