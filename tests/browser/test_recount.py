"""A published poll is counted again in a browser, offline from a saved file and served by us."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from motionflow.ballots import published
from motionflow.paths import STATIC
from tests.ballots.holding import Held, hold, tampered
from tests.browser.site import Site


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return hold(tmp_path_factory.mktemp("keys"), (0, 1, 0))


@pytest.fixture
def saved_page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page as someone has saved it, opened in a browser without a net."""
    for file in (STATIC / "recount").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(f"file://{tmp_path}/recount.html")
    yield page
    context.close()


def choose(page: Page, name: str, content: bytes) -> str:
    """Choose a file on the page and return what became of it: holds, fails or none."""
    page.set_input_files("#file", {"name": name, "mimeType": "application/json", "buffer": content})
    page.wait_for_selector("body.holds, body.fails, body.none")
    return page.get_attribute("body", "class") or ""


def test_a_saved_page_recounts_without_a_net(saved_page: Page, held: Held) -> None:
    assert choose(saved_page, "poll.json", held.file) == "holds"

    assert saved_page.inner_text("#votes").split("\n") == ["For: 3", "Mot: 2", "Blank: 0"]
    assert saved_page.inner_text("#checksum") == published.checksum(held.file)
    assert saved_page.inner_text("#question") == "Eksempelby lag 2027-03-13: Skal gangveien bygges?"


def test_a_voter_finds_her_ballot_by_its_number(saved_page: Page, held: Held) -> None:
    choose(saved_page, "poll.json", held.file)
    number = held.ballots[1].tracker

    for typed, said in ((f" {number} ", ".there"), (number[:-1], ".missing")):
        saved_page.fill("#mine", typed)
        assert [each for each in ("p.there", "p.missing") if saved_page.is_visible(each)] == [f"p{said}"]


def test_what_is_no_poll_is_said_to_be_none(saved_page: Page) -> None:
    assert choose(saved_page, "brev.json", b'{"poll": 1}') == "none"


def test_the_browser_finds_every_changed_field_too(saved_page: Page, held: Held) -> None:
    passed = []
    for what, content in tampered(json.loads(held.file)):
        found = saved_page.evaluate(
            "(file) => recount(file).then((found) => Object.values(found.faults).some(Boolean), () => true)",
            json.dumps(content),
        )
        passed += [] if found else [what]

    # A field that nobody reads is covered by the poll's signature, as everything is.
    assert passed == []


def test_the_page_recounts_under_our_content_policy(chromium: Browser, site: Site, held: Held) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site.address}/static/recount/recount.html")

    assert choose(page, "poll.json", held.file) == "holds"
    assert said == []
    page.close()
