"""Every kind of page of the example, as each role sees it on a telephone, in light and dark.

That every link leads to a page is tested without a browser (``tests/web/test_languages.py``).
"""

import html
import re
from collections import Counter

import pytest

from motionflow.services.example import cast
from tests.browser.faults import axe_faults, look_faults, parts_of
from tests.browser.visits import PHONE, Visits

pytestmark = pytest.mark.once

WHO = {
    "public": None,
    "member": cast.BERIT,
    "branch secretary": cast.KARI,
    "party secretary": cast.NINA,
    "chair": cast.OLA,
    "councillor": cast.ANNE,
    "administrator": cast.JON,
}
# So many of each kind each role asks for, and so many are looked at in all. Those after them are looked at
# when they have an element of a kind that no page before had: otherwise only their words differ.
ASKED, LOOKED_AT = 3, 2
PLACES = {"/", "/saker", "/organer", "/organ/*"}


def kind_of(path: str) -> str:
    """Return a page's path without the ids in it and without what is asked for in its query."""
    return re.sub(r"[0-9a-f]{16}|(?<=/)\d+", "*", re.sub(r"=[^&]*", "", path))


NOT_PAGES = re.compile(r"^/logg-inn/|\.(xml|ics)(\?|$)")
"""Links that sign in anew, and those to feeds; links to files are marked as such and not followed."""


def links_of(page: str) -> list[str]:
    """Return where a page's links lead, those to files left out."""
    tags = [tag for tag in re.findall(r"<a\s[^>]*>", page) if not re.search(r"\sdownload\b", tag)]
    found = [re.search(r'\shref="(/[^"#]*)', tag) for tag in tags]
    return [html.unescape(each[1]) for each in found if each]


@pytest.fixture(scope="session")
def looked_at() -> Counter[str]:
    """How often each kind of page has been looked at, by all roles so far."""
    return Counter()


@pytest.fixture(scope="session")
def known_parts() -> set[str]:
    """The kinds of elements on the pages that have been looked at."""
    return set()


@pytest.mark.parametrize("role", WHO)
def test_every_page_is_narrow_and_clear_and_axe_finds_nothing(
    role: str, visit: Visits, looked_at: Counter[str], known_parts: set[str]
) -> None:
    page = visit(WHO[role], width=PHONE)
    waiting, seen, asked, faults = ["/"], set(), Counter[str](), []
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if path in seen or asked[kind] == ASKED:
            continue
        seen.add(path)
        asked[kind] += 1
        answer = page.request.get(path)
        assert answer.status == 200, f"{path} is linked to and answers {answer.status}"
        waiting += [link for link in links_of(answer.text()) if not NOT_PAGES.search(link)]
        is_new = not (parts := parts_of(answer.text())) <= known_parts
        if looked_at[kind] >= LOOKED_AT and not is_new:
            continue
        looked_at[kind] += 1
        page.goto(path)
        found = look_faults(page, language="nb")
        if is_new:
            found += axe_faults(page)
            known_parts |= parts
        faults += [f"{path} {fault}" for fault in found]

    assert asked.keys() >= PLACES
    assert not faults, "\n".join(faults)
