"""A whole meeting in browsers: roll call, an open vote with hands, a second round, a secret vote, minutes."""

import http.client
import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import select

from motionflow import clock, create_app
from motionflow.ballots import published
from motionflow.ballots.voter import Voter
from motionflow.db import db
from motionflow.domain.papers import PaperKind
from motionflow.domain.roles import Role
from motionflow.models import IssuedToken, MeetingRoom, Paper
from motionflow.services import polls, secret_polls
from motionflow.services.access import Viewer
from motionflow.transaction import writing
from tests.browser.faults import axe_faults, look_faults
from tests.browser.place import Place
from tests.browser.visits import click, press, say
from tests.databases import Databases, settings_for
from tests.faults.voters import Browser
from tests.services import builders, halls
from tests.test_server import serving

NOW = clock.now()
WITHIN = 4_000  # news reaches a page within two seconds; the machine may be busy with other tests
QUESTION = "Bokbuss til bygdene"
DAYS = ("Mandag", "Onsdag", "Torsdag")


@dataclass
class Meeting:
    """The place, its port, and everybody's way of voting: real browsers, and scripted ones."""

    place: Place
    port: int
    pages: list[Page]
    people: list[Viewer]
    crowd: list[Browser]
    chair: Page
    screen: Page

    @property
    def room(self) -> str:
        return f"/mote/{self.place.hall.meeting_id}/rom"

    @property
    def part(self) -> str:
        return f"/mote/{self.place.hall.meeting_id}/delta"

    def latest_poll(self) -> str:
        with self.place.app.app_context():
            return polls.list_polls(self.place.hall.meeting_id)[-1].id


@contextmanager
def meeting(
    chromium: Chromium, url: str, home: Path, *, browsers: int, scripted: int, language: str = "nb"
) -> Iterator[Meeting]:
    """Serve a branch's meeting that is open, with nobody checked in yet."""
    app = create_app(settings_for(url, home=home))
    with app.app_context(), writing():
        party = builders.make_party(NOW - timedelta(days=400), language=language)
        begun = NOW - timedelta(minutes=30)
        hall = halls.fill_hall(party, voters=0, at=begun, starts_at=begun)
        people = [
            builders.make_viewer(
                f"Medlem Nummer{number}", (party.branch, Role.MEMBER), at=NOW - timedelta(days=99)
            )
            for number in range(browsers + scripted)
        ]
        screen_key = db.session.get_one(MeetingRoom, hall.meeting_id).screen_key
    hall = replace(hall, voters=tuple(people))
    with serving(url, home) as running:
        place = Place(app, f"http://127.0.0.1:{running.port}", chromium, hall, "", [])
        crowd = [Browser(app, each, running.port) for each in people[browsers:]]
        pages = [
            place.visit(each, f"/mote/{hall.meeting_id}/delta", width=390 if index == 0 else 900)
            for index, each in enumerate(people[:browsers])
        ]
        chair = place.visit(hall.chair, f"/mote/{hall.meeting_id}/rom", width=1280)
        screen = chromium.new_context(base_url=place.address, locale="nb-NO").new_page()
        screen.goto(f"/skjerm/{screen_key}")
        yield Meeting(place, running.port, pages, people, crowd, chair, screen)
        for page in (*pages, chair, screen):
            page.context.close()
        assert [each for each in place.complaints if "422" not in each and "ERR_INTERNET" not in each] == []
        assert "ERROR" not in running.said
    with app.app_context():
        db.engine.dispose()


def call_the_roll(held: Meeting) -> None:
    """Everybody checks in: by the code on the screen, and the last one by those who keep the roll."""
    press(held.chair, "Ask for the code on the screen")
    code = held.screen.locator(".mf-screen__code strong")
    expect(code).to_be_visible(timeout=WITHIN)
    for page in held.pages:
        expect(page.get_by_label(say("Code on the screen"))).to_be_visible(timeout=WITHIN)
        page.get_by_label(say("Code on the screen")).fill(code.inner_text())
        press(page, "I am in the meeting")
        expect(page.get_by_text(say("You can vote."))).to_be_visible()
    for browser in held.crowd[:-1]:
        status, said = browser.post(f"{held.part}/inn", code=code.inner_text(), form_key=browser.viewer.id)
        assert status == 303, said[-2000:]
    held.chair.goto(f"/mote/{held.place.hall.meeting_id}/manntall")
    name = held.crowd[-1].viewer.name
    row = held.chair.get_by_role("row").filter(has_text=name)
    click(row.locator("form[action$='/inn'] button"))
    expect(row.locator("form[action$='/ut'] button")).to_be_visible()
    everybody = len(held.people)
    expect(held.chair.locator(".mf-roll__sum strong")).to_have_text(str(everybody))
    held.chair.goto(held.room)


def plan(held: Meeting, kind: str, *, options: Sequence[str] = (), secret: bool = False) -> str:
    """The chair plans a vote on the page, and prepares it; return its id."""
    chair = held.chair
    chair.goto(f"{held.room}/ny")
    chair.locator("#item").select_option(value=held.place.hall.item_id)
    chair.locator("#kind").select_option(kind)
    chair.locator("#question").fill(QUESTION)
    if options:
        chair.locator("#options").fill("\n".join(options))
    if secret:
        chair.locator("#secrecy").select_option("secret")
    press(chair, "Plan the vote")
    press(chair, "Prepare")
    return held.latest_poll()


def step(held: Meeting, name: str) -> None:
    """The chair takes the next step: one large button, which says what it will do, and a second press."""
    held.chair.goto(held.room)
    click(held.chair.locator(f"#{name} summary"))
    click(held.chair.locator(f"#{name} button"))
    held.chair.wait_for_load_state()


def vote_by_keyboard(page: Page, option: str) -> None:
    page.get_by_label(option, exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("[data-ballot-said]")).to_contain_text(option)


def vote(page: Page, option: str) -> None:
    """Two taps: the option and the button."""
    page.get_by_label(option, exact=True).check()
    click(page.locator("[data-ballot-button]"))
    expect(page.locator("[data-ballot-said]")).to_contain_text(option)


def open_vote_with_hands(held: Meeting) -> None:
    """The phones vote, one of them without a net for a while; two raise their hands; everybody sees it."""
    poll_id = plan(held, "for_against")
    expect(held.screen.get_by_text(say("The vote is being prepared"))).to_be_visible(timeout=WITHIN)
    step(held, "step-open")
    began = time.monotonic()
    for page in held.pages:
        expect(page.locator("[data-ballot]")).to_be_visible(timeout=WITHIN)
    assert time.monotonic() - began < 60
    phone, *others = held.pages
    phone.context.set_offline(True)
    phone.get_by_label("For", exact=True).check()
    click(phone.locator("[data-ballot-button]"))
    expect(phone.locator("[data-ballot-said]")).to_contain_text("ikke bekreftet")
    phone.context.set_offline(False)
    expect(phone.locator("[data-ballot-said]")).to_contain_text("For", timeout=20_000)
    second = phone.context.new_page()  # a second window of the same phone shows what was cast
    second.goto(held.part)
    expect(second.locator("[data-ballot-said]")).to_contain_text("For")
    vote(second, "Blank")
    phone.reload()
    expect(phone.get_by_label("Blank", exact=True)).to_be_checked()
    vote(phone, "For")
    second.close()
    vote_by_keyboard(others[0], "Mot")
    for page in others[1:]:
        vote(page, "For")
    for browser in held.crowd[:-2]:
        assert browser.vote(poll_id, "for").status == 200
    _count_hands(held, poll_id)
    asleep = phone.context.new_cdp_session(phone)  # a phone that sleeps runs nothing, and hears of nothing
    asleep.send("Page.setWebLifecycleState", {"state": "frozen"})
    step(held, "step-close")
    step(held, "step-count")
    asleep.send("Page.setWebLifecycleState", {"state": "active"})
    cast = len(held.people)
    for page in held.pages:
        expect(page.locator("[data-live-said]")).to_contain_text("Resultat", timeout=WITHIN)
        expect(page.locator("[data-live-said]")).to_contain_text("Vedtatt.")
        expect(page.get_by_text(f"{cast - 1} av {cast} = ", exact=False).first).to_be_visible()
    expect(held.screen.locator(".mf-screen__numbers")).to_contain_text(str(cast - 1), timeout=WITHIN)


def _count_hands(held: Meeting, poll_id: str) -> None:
    """Two hands: one too many is seen while typing and refused, and what was typed is kept."""
    teller = held.place.visit(held.place.hall.teller, f"/votering/{poll_id}/telling")
    field = teller.locator("[name=votes-for]")
    field.fill("3")
    expect(teller.locator("[data-telling-said]")).to_have_attribute("data-state", "over")
    press(teller, "Write down the count")
    expect(teller.get_by_role("alert")).to_be_visible()
    expect(field).to_have_value("3")
    field.fill("2")
    expect(teller.locator("[data-telling-said]")).to_have_attribute("data-state", "")
    assert axe_faults(teller) == []
    press(teller, "Write down the count")
    expect(teller.get_by_text(say("The count is written down."))).to_be_visible()
    teller.context.close()


def alternatives_with_a_second_round(held: Meeting) -> None:
    """None of three gets a majority; two go on, and one wins."""
    poll_id = plan(held, "alternatives", options=DAYS)
    step(held, "step-open")
    cast = _all_vote(held, poll_id, [DAYS[index % 3] for index in range(len(held.people))], "ABC")
    assert cast == len(held.people)
    step(held, "step-close")
    step(held, "step-count")
    expect(held.pages[0].locator("[data-live-said]")).to_contain_text("Andre runde", timeout=WITHIN)
    held.chair.goto(held.room)
    click(held.chair.locator("#step-again summary"))
    tied = held.chair.locator("#step-again input[type=checkbox]")
    sure = held.chair.locator("#step-again [name=finalists][type=hidden]").count()
    for index in range(2 - sure if tied.count() else 0):
        tied.nth(index).check()  # the lot fell on them
    click(held.chair.locator("#step-again button"))
    press(held.chair, "Prepare")
    second = held.latest_poll()
    step(held, "step-open")
    _all_vote(held, second, [DAYS[0]] * len(held.people), "ABC")
    step(held, "step-close")
    step(held, "step-count")
    for page in held.pages:
        expect(page.locator("[data-live-said]")).to_contain_text("Vedtatt: Mandag", timeout=WITHIN)


def _all_vote(held: Meeting, poll_id: str, choices: Sequence[str], keys: str) -> int:
    for page, option in zip(held.pages, choices, strict=False):
        expect(page.locator("[data-ballot]")).to_be_visible(timeout=WITHIN)
        vote(page, option)
    for browser, option in zip(held.crowd, choices[len(held.pages) :], strict=True):
        assert browser.vote(poll_id, keys[DAYS.index(option)]).status == 200
    return len(choices)


def secret_vote(held: Meeting, folder: Path) -> None:
    """Checked in by blind tokens, cast without session, opened by two of three tellers, recounted offline."""
    place, keys = held.place, held.place.app.config["SETTINGS"].keys
    poll_id = plan(held, "for_against", secret=True)
    path = f"/votering/{poll_id}/hemmelig"
    held.chair.goto(path)
    tellers = (place.hall.teller, place.hall.secretary, place.hall.chair)
    for label, teller in zip(("First teller", "Second teller", "Third teller"), tellers, strict=True):
        held.chair.get_by_label(say(label)).select_option(value=teller.id)
    press(held.chair, "Begin check-in")
    with place.app.app_context():
        phrases = {}
        for number, teller in enumerate(tellers, start=1):
            phrases[number] = secret_polls.read_passphrase(teller, poll_id, keys=keys) or ""
            secret_polls.confirm_passphrase(teller, poll_id, typed=phrases[number], keys=keys)
        header = secret_polls.read_header(secret_polls.get_secret(poll_id).header)
    for page in held.pages:
        page.get_by_role("link", name=say("Open my ballot")).click(timeout=20_000)
    voters = [Voter(header) for _ in held.crowd]
    for browser, voter in zip(held.crowd, voters, strict=True):
        asked = {"blinded": voter.blinded.hex(), "check_in": str(header.check_in)}
        status, said = browser.post(f"/votering/{poll_id}/kode", **asked)
        assert status == 200, said
        voter.take(bytes.fromhex(json.loads(said)["signature"]))
    _wait_for_tokens(held, poll_id)
    step(held, "step-open")
    for index, page in enumerate(held.pages):
        page.get_by_label("Mot" if index == 1 else "For", exact=True).check()
        press(page, "Put the vote in the box")
        expect(page.get_by_text(say("Your vote is in the box."))).to_be_visible(timeout=20_000)
    for voter in voters:
        ballot = voter.vote(0)
        sent = json.dumps({"token": ballot.token.hex(), "body": ballot.body.hex()})
        assert _put_in_the_box(held, poll_id, sent) == 200
    step(held, "step-close")
    held.chair.goto(path)
    for label, phrase in (("First teller", phrases[1]), ("Third teller", phrases[3])):
        held.chair.get_by_label(say(f"Six words of the {label.lower()}")).fill(phrase)
    press(held.chair, "Open the box and count")
    expect(held.chair.get_by_text(say("The box is open, and the vote is counted."))).to_be_visible()
    with held.chair.expect_download() as saved:
        click(held.chair.get_by_role("link", name=say("Only the file")))
    content = Path(saved.value.path()).read_bytes()
    recount = published.recount(content)
    everybody = len(held.people)
    assert (recount.faults, recount.counts) == ((), (everybody - 1, 1, 0))
    (folder / "poll.json").write_bytes(content)
    held.chair.goto("/static/recount/recount.html")
    held.chair.set_input_files("#file", folder / "poll.json")
    expect(held.chair.locator("body.holds")).to_be_visible()


def _put_in_the_box(held: Meeting, poll_id: str, sent: str) -> int:
    """Send a sealed ballot without cookie or session, and return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", held.port, timeout=30)
    connection.request("POST", f"/stemmeseddel/{poll_id}", sent)
    status = connection.getresponse().status
    connection.close()
    return status


def _wait_for_tokens(held: Meeting, poll_id: str) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        with held.place.app.app_context():
            rows = db.session.scalars(select(IssuedToken.person_id).where(IssuedToken.poll_id == poll_id))
            if len(rows.all()) == len(held.people):
                return
        time.sleep(0.2)
    raise AssertionError("not everybody has a token")


def end_and_print(held: Meeting, folder: Path) -> str:
    """The meeting is ended in the browser; return the text of its minutes as LibreOffice prints them."""
    secretary = held.place.visit(held.place.hall.secretary, f"/mote/{held.place.hall.meeting_id}", width=1280)
    click(secretary.locator("form[action$='/slutt'] button"))
    secretary.wait_for_load_state()
    with held.place.app.app_context():
        rows = select(Paper.content).where(
            Paper.meeting_id == held.place.hall.meeting_id, Paper.kind == PaperKind.MINUTES
        )
        content = db.session.scalars(rows.order_by(Paper.version.desc())).first()
    assert content is not None, secretary.locator("main").inner_text()
    (folder / "minutes.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    turn = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*turn, str(folder / "minutes.docx")], check=True, capture_output=True, timeout=180)
    pictures = ["pdftoppm", "-png", "-r", "60", str(folder / "minutes.pdf"), str(folder / "minutes")]
    subprocess.run(pictures, check=True, capture_output=True)
    assert all(each.stat().st_size > 3_000 for each in folder.glob("minutes-*.png"))
    said = ["pdftotext", "-layout", str(folder / "minutes.pdf"), "-"]
    text = subprocess.run(said, check=True, capture_output=True, text=True).stdout
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def look_at_the_pages(held: Meeting) -> None:
    """Every page of the room is narrow and clear, in light, in dark and with type four times as large."""
    found = []
    hall = held.place.hall
    for path in (held.room, f"{held.room}/ny", f"/mote/{hall.meeting_id}/manntall", held.part):
        held.chair.goto(path)
        found += [f"{path} {each}" for each in axe_faults(held.chair)]
        held.chair.set_viewport_size({"width": 320, "height": 700})
        found += [f"{path} {each}" for each in look_faults(held.chair, language="nb")]
        held.chair.set_viewport_size({"width": 1280, "height": 844})
    found += [f"screen {each}" for each in axe_faults(held.screen)]
    assert found == []


def test_a_meeting_of_three_browsers_and_some_more(
    chromium: Chromium, databases: Databases, tmp_path: Path
) -> None:
    with (
        databases.copy(tmp_path) as url,
        meeting(chromium, url, tmp_path / "home", browsers=2, scripted=4) as held,
    ):
        call_the_roll(held)
        open_vote_with_hands(held)
        look_at_the_pages(held)


@pytest.mark.long
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_meeting_of_thirty_browsers(
    chromium: Chromium, databases: Databases, tmp_path: Path, language: str
) -> None:
    with (
        databases.copy(tmp_path) as url,
        meeting(chromium, url, tmp_path / "home", browsers=5, scripted=25, language=language) as held,
    ):
        call_the_roll(held)
        open_vote_with_hands(held)
        alternatives_with_a_second_round(held)
        secret_vote(held, tmp_path)
        look_at_the_pages(held)
        minutes = end_and_print(held, tmp_path)
    assert "29 av 30 = 96,7 %." in minutes
    assert "Alminnelig flertall: mer enn halvparten" in minutes or "fleirtal" in minutes
    assert "hemmelig" in minutes or "hemmeleg" in minutes
