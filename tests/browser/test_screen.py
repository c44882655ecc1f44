"""What the hall sees: a line that is said aloud by its number is one line there too."""

import pytest

from motionflow.services.example import cast
from tests.browser.visits import Visits, follow, say

pytestmark = pytest.mark.once

_ROWS = """() => [...document.querySelectorAll(".mf-numbered__words")].map(
  (words) => Math.round(words.getBoundingClientRect().height / parseFloat(getComputedStyle(words).lineHeight))
)"""


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_a_numbered_line_is_one_line_on_the_halls_screen(width: int, visit: Visits) -> None:
    page = visit(cast.PER, width=width)
    follow(page, "The meeting room")
    page.goto(page.get_by_role("link", name=say("The hall's screen")).get_attribute("href") or "")
    page.locator(".mf-numbered__words").first.wait_for()

    assert page.evaluate(_ROWS) == [1, 1]
