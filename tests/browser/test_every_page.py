"""Every kind of page of the example, as each role sees it on a telephone, in light and dark.

That every link leads to a page is tested without a browser (``tests/web/test_languages.py``).
"""

import re
from collections import Counter

import pytest

from motionflow.services.example import cast
from tests.browser.faults import Looked, axe_faults
from tests.browser.visits import PHONE, Visits

WHO = {
    "public": None,
    "member": cast.BERIT,
    "branch secretary": cast.KARI,
    "party secretary": cast.NINA,
    "chair": cast.OLA,
    "councillor": cast.ANNE,
    "administrator": cast.JON,
}
# So many of each kind are looked at, the first linked to: what differs in the next are the words on them.
OF_A_KIND = 3
PLACES = {"/", "/saker", "/organer", "/organ/*"}


def kind_of(path: str) -> str:
    """Return a page's path without the ids in it and without what is asked for in its query."""
    return re.sub(r"[0-9a-f]{16}|(?<=/)\d+", "*", re.sub(r"=[^&]*", "", path))


NOT_PAGES = re.compile(r"^/logg-inn/|\.(xml|ics)(\?|$)")
"""Links that sign in anew, and those to feeds; links to files are marked as such and not followed."""


@pytest.fixture(scope="session")
def known_parts() -> set[str]:
    """The kinds of elements that axe has looked at on some page."""
    return set()


@pytest.mark.parametrize("role", WHO)
def test_every_page_is_narrow_and_clear_and_axe_finds_nothing(
    role: str, visit: Visits, known_parts: set[str]
) -> None:
    page = visit(WHO[role], width=PHONE)
    waiting, seen, kinds, faults = ["/"], set(), Counter[str](), []
    while waiting:
        path = waiting.pop(0)
        if path in seen or kinds[kind_of(path)] == OF_A_KIND:
            continue
        seen.add(path)
        kinds[kind_of(path)] += 1
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} is linked to and answers {answer.status}"
        looked = Looked(page)
        found = looked.faults(language="nb")
        if not looked.parts <= known_parts:
            found += axe_faults(page)
            known_parts |= looked.parts
        faults += [f"{path} {fault}" for fault in found]
        waiting += [link for link in looked.links if not NOT_PAGES.search(link)]

    assert kinds.keys() >= PLACES
    assert not faults, "\n".join(faults)
