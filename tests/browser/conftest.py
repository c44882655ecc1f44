"""One server with the example, and one Chromium, for all tests of the browser."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from tests.browser.site import Site, example_site
from tests.browser.visits import Visits
from tests.databases import Databases

# Chromium without its window, which draws its tabs anew while a page loads: half of the work of these tests.
CHROMIUM = "/usr/bin/chromium-headless-shell"
# Two browsers may share a busy machine; what is asked for comes as a rule in a tenth of this.
expect.set_options(timeout=20_000)
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
    """Let a failure tell what stood on the pages."""
    report: pytest.TestReport = yield
    visits = getattr(item, "funcargs", {}).get("visit")
    if report.when == "call" and report.failed and isinstance(visits, Visits):
        report.sections.append(("Pages that were open", visits.shown()))
    return report


@pytest.fixture(scope="session")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with databases.copy(folder) as address, example_site(address, folder / "home") as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def states() -> dict[str, StorageState]:
    """The cookies of those who have signed in, so that each does it once."""
    return {}


@pytest.fixture
def visit(chromium: Browser, site: Site, states: dict[str, StorageState]) -> Iterator[Visits]:
    """Open pages; afterwards neither the console nor the content policy may have complained."""
    visits = Visits(chromium, site, states)
    yield visits
    visits.close()
    assert visits.complaints == []
