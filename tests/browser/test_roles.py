"""Each role comes in by its link and clicks to what waits for it."""

import pytest
from playwright.sync_api import Page, expect

from motionflow.services.example import cast
from tests.browser.site import Site
from tests.browser.visits import Visits, button, click, follow, press, say, unfold

EXAMPLE_CASE = "Lederutdanning i helse og omsorg"

# Whom the work waits for, the heading on the desk, the case, and what the step's page offers.
WORK = [
    ("branch secretary", "In the inbox, to answer", "Benker langs veien til bussen", "Accept"),
    ("party secretary", "In the inbox, to answer", "Fast skyss til dagsenteret", "Accept"),
    ("chair", "On a meeting's list, to decide", "Flere lærlinger i hjemmetjenesten", "Record the decision"),
    ("councillor", "With the council, to record", "Flere lærlinger i hjemmetjenesten", "Record the decision"),
]


def come_in(visit: Visits, site: Site, role: str) -> Page:
    page = visit()
    page.goto(site.role_links[role])
    press(page, "Sign in as this mail's owner")
    return page


def offered(page: Page, text: str) -> None:
    """Expect a button or a link with a text."""
    expect(button(page, text).or_(page.get_by_role("link", name=say(text), exact=True)).first).to_be_visible()


@pytest.mark.parametrize(("role", "heading", "case", "move"), WORK)
def test_those_with_duties_find_what_waits_for_them(
    role: str, heading: str, case: str, move: str, visit: Visits, site: Site
) -> None:
    page = come_in(visit, site, role)
    follow(page, "Go to my desk")
    click(page.get_by_role("region", name=say(heading)).get_by_role("link", name=case, exact=True))

    expect(page.get_by_role("heading", level=1)).to_have_text(case)
    offered(page, move)


def test_a_member_follows_the_example_from_the_front_page_to_the_report(visit: Visits, site: Site) -> None:
    page = come_in(visit, site, "member")
    follow(page, "Cases")
    click(page.get_by_role("link", name=EXAMPLE_CASE))

    expect(page.locator(".mf-status")).to_contain_text("18.1.2021")
    glance = page.get_by_role("navigation", name=say("The way at a glance")).get_by_role("link")
    steps = page.get_by_role("list", name=say("Steps of the case")).get_by_role("article")
    expect(glance).to_have_count(steps.count() + 1)
    click(glance.nth(1))
    expect(steps.nth(1)).to_be_in_viewport()
    expect(page.locator("figure.mf-votes").first).to_be_visible()
    for step in steps.all():
        unfold(step, "Papers")
        expect(step.get_by_role("link", name=say("Download")).first).to_be_visible()
    click(glance.last)
    expect(page.get_by_role("heading", name=say("What became of it"))).to_be_in_viewport()


def test_a_paper_of_the_example_is_a_word_file(visit: Visits, site: Site) -> None:
    page = come_in(visit, site, "member")
    follow(page, "Cases")
    click(page.get_by_role("link", name=EXAMPLE_CASE))
    unfold(page, "Papers")
    with page.expect_download() as download:
        click(page.get_by_role("link", name=say("Download")).first)

    assert download.value.suggested_filename.endswith(".docx")
    assert download.value.path().read_bytes().startswith(b"PK")


def test_a_secretary_makes_a_paper_anew_and_the_list_has_its_new_version(visit: Visits) -> None:
    page = visit(cast.TURID)
    follow(page, "Cases")
    click(page.get_by_role("link", name=EXAMPLE_CASE))
    council = page.get_by_role("article").filter(has_text=cast.COUNCIL).last
    follow(council, "Work on this step")
    anew = page.locator("details").filter(has_text=say("Make a paper anew"))
    unfold(page, "Make a paper anew")
    click(anew.get_by_role("button").first)

    expect(page.locator(".ds-alert")).to_contain_text(say("The paper is made anew as version {n}.", n=2))
    expect(page.get_by_role("article")).to_contain_text(say("version {n}", n=2))


def test_an_administrator_comes_to_making_a_body(visit: Visits, site: Site) -> None:
    page = come_in(visit, site, "administrator")
    follow(page, "Bodies")
    follow(page, "Administration")
    follow(page, "Make a body")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("form.mf-form")).to_be_visible()
