"""A councillor follows a promise up on a telephone, and everyone sees how it stands."""

from playwright.sync_api import expect

from motionflow.services.example import cast, promises
from tests.browser.visits import PHONE, Visits, click, follow, labelled, press, say, unfold


def test_a_promise_is_written_down_reported_on_and_searched_for(visit: Visits) -> None:
    page = visit(cast.ANNE, width=PHONE)
    page.goto("/sok?q=lederutdanninga")
    click(page.get_by_role("link", name="Lederutdanning i helse og omsorg").first)
    case = page.url
    unfold(page, "Write down a promise from a decision")
    click(page.locator("a[href$='/nytt-lofte']").last)
    press(page, "Keep the promise")
    expect(page.get_by_role("alert")).to_contain_text(
        say("Say by when: a promise without a date cannot be followed up.")
    )
    labelled(page, "What is promised").fill("Ny runde med studieplasser vurderes")
    labelled(page, "Who answers for it").select_option(label=cast.GROUP)
    labelled(page, "By when").fill("31.12.2021")
    labelled(page, "Measured by the number").fill("1")
    labelled(page, "What the number counts").fill("sak")
    press(page, "Keep the promise")
    expect(page.locator("#promises")).to_be_visible()

    follow(page, "Ny runde med studieplasser vurderes")
    page.get_by_label(say("Under way")).check()
    labelled(page, "Source").fill("Brev til gruppa")
    press(page, "Add the report")
    expect(page.locator(".mf-flashes")).to_contain_text(
        say("The report is added. Those who follow the case are told.")
    )
    expect(page.locator("ol.mf-rows")).to_contain_text("Brev til gruppa")

    public = visit(None)
    public.goto(case)
    expect(public.get_by_role("main")).to_contain_text(promises.PLACES)
    expect(public.locator(".ds-alert").filter(has_text="Ny runde")).to_contain_text("over fristen")


def test_a_branch_reads_what_happened_and_fetches_it(visit: Visits) -> None:
    page = visit(cast.KARI)
    page.goto("/organer")
    click(page.get_by_role("link", name=cast.BRANCH))
    follow(page, "What happened to our motions")
    expect(page.get_by_role("main")).to_contain_text("7 av 10 plasser")
    with page.expect_download() as sheet:
        follow(page, "As a spreadsheet")
    assert sheet.value.suggested_filename.endswith(".xlsx")
    press(page, "Make the Word annex")
    expect(page.locator(".mf-flashes")).to_contain_text(say("The annex is made."))


def test_a_title_that_is_written_shows_motions_like_it(visit: Visits) -> None:
    page = visit(cast.HASSAN)
    page.goto("/nytt-forslag")
    labelled(page, "Title").press_sequentially("Lederutdanning i omsorg")
    expect(page.locator("[data-alike]")).to_contain_text("Lederutdanning i helse og omsorg")
