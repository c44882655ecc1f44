"""Each check of a page is seen to fail on a page that is broken for it."""

import re

import pytest
from playwright.sync_api import Page, Route

from motionflow.services.example import cast
from tests.browser.faults import axe_faults, look_faults, parts_of
from tests.browser.visits import PHONE, Visits, labelled

pytestmark = pytest.mark.once

BREAKS = {
    "scrolls sideways": "document.querySelector('h1').style.width = '60rem'",
    "has 2 h1": "document.querySelector('main').append(document.createElement('h1'))",
    "is marked as 'en'": "document.documentElement.lang = 'en'",
    "skips a level": "document.querySelector('main').append(document.createElement('h5'))",
    "uses ids twice": "document.querySelector('h1').id = 'content'",
    "has no title": "document.title = ' – motionflow'",
}


@pytest.mark.parametrize("fault", BREAKS)
def test_a_broken_page_is_told_of(fault: str, visit: Visits) -> None:
    page = visit(width=PHONE)
    assert look_faults(page, language="nb") == []
    page.evaluate(BREAKS[fault])

    assert [said for said in look_faults(page, language="nb") if said.startswith(fault)]


def test_a_field_without_its_label_is_told_of_by_axe(visit: Visits) -> None:
    page = visit(cast.BERIT)
    page.goto("/nytt-forslag")
    assert axe_faults(page) == []
    parts = parts_of(page.content())
    page.evaluate("document.querySelector('label[for=title]').remove()")

    assert any(said.startswith("label:") for said in axe_faults(page))
    page.reload()
    page.evaluate("document.querySelector('label[for=title]').removeAttribute('for')")
    assert not parts_of(page.content()) <= parts, "a page with a new kind of element is looked at by axe"
    assert labelled(page, "Title").count() == 0


def test_words_that_cannot_be_read_in_the_dark_are_told_of(visit: Visits) -> None:
    page = visit()
    page.evaluate("document.querySelector('h1').style.color = 'rgb(60, 60, 60)'")

    assert [said for said in axe_faults(page, in_dark=False) if said.startswith("color-contrast")] == []
    assert [said for said in axe_faults(page) if said.startswith("color-contrast")]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ('<p style="color: red">', "Content Security Policy"),
        ("<script>void 0</script>", "Content Security Policy"),
        ('<script src="/static/nowhere.js"></script>', "404"),
    ],
)
def test_what_the_content_policy_refuses_and_what_is_missing_is_heard(
    added: str, said: str, visit: Visits
) -> None:
    page = visit()
    assert visit.complaints == []
    _serve_with(page, added)
    page.goto("/organer")

    assert any(said in complaint for complaint in visit.complaints)
    visit.complaints.clear()


def _serve_with(page: Page, added: str) -> None:
    """Let the server's next page have something more in its text."""

    def answer(route: Route) -> None:
        fetched = route.fetch()
        body = re.sub("</main>", f"{added}</main>", fetched.text())
        route.fulfill(response=fetched, body=body)

    page.route("**/organer", answer)
