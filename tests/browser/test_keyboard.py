"""Without a mouse: the skip link, a focus that is seen, and menus that open and close."""

import pytest
from playwright.sync_api import Page, expect

from motionflow.services.example import cast
from tests.browser.visits import DESK, PHONE, Visits, say

pytestmark = pytest.mark.once

# What the element that has the focus looks like. A row's link draws its frame around the whole row, and a
# box to tick or one of several around its field.
_LOOK = """() => {
  const each = document.activeElement;
  const drawn = [getComputedStyle(each), getComputedStyle(each, "::after")];
  if (each.matches("[type=radio], [type=checkbox]")) drawn.push(getComputedStyle(each.closest(".ds-field")));
  const box = each.getBoundingClientRect();
  return {
    name: each.tagName + " " + (each.textContent.trim() || each.getAttribute("name") || "").slice(0, 40),
    is_drawn: drawn.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none"),
    is_large: box.width > 4 && box.height > 4,
    is_end: each === document.body,
  };
}"""


def focus_moves(page: Page) -> list[str]:
    """Press Tab through the page; return those stops where the eye cannot see the focus."""
    unseen: list[str] = []
    first = None
    for _ in range(150):
        page.keyboard.press("Tab")
        look = page.evaluate(_LOOK)
        if look["is_end"]:
            return unseen
        first = first or look["name"]
        if not (look["is_drawn"] and look["is_large"]):
            unseen.append(look["name"])
    raise AssertionError(f"Tab never comes to an end, from {first!r}")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_skip_link_comes_first_is_seen_and_leads_past_the_menu(width: int, visit: Visits) -> None:
    page = visit(width=width)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=say("Skip to the content"))
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    assert box["height"] > 20
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/nytt-forslag", "/oppgaver"])
def test_the_focus_is_seen_wherever_tab_leads(path: str, visit: Visits) -> None:
    page = visit(cast.KARI, width=PHONE)
    page.goto(path)
    assert focus_moves(page) == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_persons_menu_opens_and_closes_by_keys(width: int, visit: Visits) -> None:
    page = visit(cast.KARI, width=width)
    summary = page.locator(".mf-menu > summary")
    mine = page.get_by_role("link", name=say("My page"))
    expect(mine).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(mine).to_be_visible()
    page.keyboard.press("Tab")
    expect(mine).to_be_focused()
    page.keyboard.press("Escape")
    expect(mine).to_be_hidden()
    expect(summary).to_be_focused()


def test_what_must_be_mended_has_the_focus_and_leads_to_its_field(visit: Visits) -> None:
    page = visit(cast.BERIT)
    page.goto("/nytt-forslag")
    page.get_by_role("button", name=say("Hand in"), exact=True).focus()
    page.keyboard.press("Enter")
    summary = page.locator(".ds-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.press("Enter")
    expect(page.locator("[name=title]")).to_be_focused()
