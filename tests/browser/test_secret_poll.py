"""A secret poll in real browsers: check-in, sealed votes, two tellers, and the recount."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from motionflow import clock, create_app
from motionflow.ballots import published
from motionflow.ballots.ballot import Ballot
from motionflow.db import db
from motionflow.domain.polls import Secrecy
from motionflow.models import Poll
from motionflow.services import counting, polls, secret_polls
from motionflow.transaction import writing
from tests.browser.place import Place
from tests.browser.visits import click, press, say, unfold
from tests.databases import Databases, settings_for
from tests.services import builders, halls
from tests.test_server import serving

NOW = clock.now()
DECIDED = "Bokbussen kjører til bygdene annenhver uke."
READY = "Your ballot is ready. Keep this page open: you can vote as soon as the chair opens the vote."
SENDING = "Sending. The vote is sealed, and is tried again until the answer comes."
FORGOTTEN = "The words are forgotten here. Keep them until the vote is counted."


@pytest.fixture
def place(chromium: Browser, databases: Databases, tmp_path: Path) -> Iterator[Place]:
    with databases.copy(tmp_path) as url:
        app = create_app(settings_for(url, home=tmp_path / "home"))
        with app.app_context(), writing():
            party = builders.make_party(NOW - timedelta(days=400))
            begun = NOW - timedelta(minutes=30)
            hall = halls.fill_hall(party, voters=6, at=begun, starts_at=begun)
            planned = halls.plan(hall, secrecy=Secrecy.SECRET, text=DECIDED, at=NOW)
            poll = halls.prepare(hall, planned, at=NOW)
            poll_id = poll.id
        with serving(url, tmp_path / "home") as running:
            address = f"http://127.0.0.1:{running.port}"
            place = Place(app, address, chromium, hall, poll_id, [])
            yield place
            assert [each for each in place.complaints if "422" not in each] == []
            assert "ERROR" not in running.said
        with app.app_context():
            db.engine.dispose()


def note_words(place: Place, page: Page) -> str:
    """Let a teller note her words, and return them."""
    page.goto(f"/votering/{place.poll_id}/ord")
    unfold(page, "Show my words")
    phrase = " ".join(page.locator(".mf-six-words li").all_inner_texts())
    page.get_by_label(say("The six words, as you have noted them")).fill(phrase)
    press(page, "I have noted them")
    expect(page.get_by_text(say(FORGOTTEN))).to_be_visible()
    return phrase


def vote(page: Page, option: str) -> str:
    """Vote on an open ballot page, and return the ballot's number."""
    page.get_by_label(option, exact=True).check()
    press(page, "Put the vote in the box")
    expect(page.get_by_text(say("Your vote is in the box."))).to_be_visible()
    return page.locator("[data-tracker]").inner_text()


def test_a_secret_poll_is_held_in_browsers_and_recounted(place: Place, tmp_path: Path) -> None:
    hall = place.hall
    keys = place.app.config["SETTINGS"].keys
    follower = place.visit(hall.voters[0], f"/mote/{hall.meeting_id}/delta")
    chair = place.visit(hall.chair, place.path, width=1280)
    for label, teller in zip(
        ("First teller", "Second teller", "Third teller"),
        (hall.teller, hall.secretary, hall.chair),
        strict=True,
    ):
        chair.get_by_label(say(label)).select_option(value=teller.id)
    press(chair, "Begin check-in")
    first_words = note_words(place, place.visit(hall.teller, "/"))
    with place.app.app_context():
        phrases = {1: first_words}
        for number, teller in ((2, hall.secretary), (3, hall.chair)):
            phrases[number] = secret_polls.read_passphrase(teller, place.poll_id, keys=keys) or ""
            secret_polls.confirm_passphrase(teller, place.poll_id, typed=phrases[number], keys=keys)

    # Whoever follows the meeting gets her ballot without doing anything, and without a reload.
    expect(follower.get_by_role("link", name=say("Open my ballot"))).to_be_visible(timeout=15_000)
    voters = [follower, *(place.visit(viewer, place.path) for viewer in hall.voters[1:4])]
    for page in voters:
        click(page.get_by_role("link", name=say("Open my ballot")))
        expect(page.get_by_text(say(READY))).to_be_visible()
        expect(page.get_by_text(DECIDED)).to_be_visible()
    assert DECIDED not in voters[0].request.get(voters[0].url).text(), "whoever has the address read it"
    without_script = place.visit(hall.voters[4], place.path, script=False)
    press(without_script, "I need a ballot of paper")
    chair.goto(place.path)
    facts = chair.locator("#progress ~ dl, section:has(#progress) dl").inner_text().split()
    assert [word for word in facts if word.isdigit()] == ["6", "4", "1", "1"]

    with place.app.app_context(), writing():
        poll = db.session.get_one(Poll, place.poll_id)
        polls.open_poll(hall.chair, place.poll_id, seen=poll.version, at=clock.now(), keys=keys)
    trackers = [vote(page, option) for page, option in zip(voters, ("For", "For", "Mot"), strict=False)]
    voters[0].reload()
    expect(voters[0].locator("[data-tracker]")).to_have_text(trackers[0])
    assert DECIDED not in str(voters[0].evaluate("Object.values(localStorage)"))
    # The fourth votes while the net is away, and again when it is back.
    expect(voters[3].get_by_label("Blank", exact=True)).to_be_visible()
    voters[3].context.set_offline(True)
    voters[3].get_by_label("Blank", exact=True).check()
    press(voters[3], "Put the vote in the box")
    expect(voters[3].get_by_text(say(SENDING))).to_be_visible()
    voters[3].context.set_offline(False)
    expect(voters[3].get_by_text(say("Your vote is in the box."))).to_be_visible()
    place.complaints[:] = [each for each in place.complaints if "ERR_INTERNET_DISCONNECTED" not in each]

    with place.app.app_context(), writing():
        poll = db.session.get_one(Poll, place.poll_id)
        counting.close_poll(hall.chair, place.poll_id, seen=poll.version, at=clock.now())
    chair.goto(place.path)
    for label, phrase in (("First teller", phrases[1]), ("Third teller", phrases[3])):
        chair.get_by_label(say(f"Six words of the {label.lower()}")).fill(phrase)
    press(chair, "Open the box and count")
    expect(chair.get_by_text(say("The box is open, and the vote is counted."))).to_be_visible()
    with chair.expect_download() as saved:
        click(chair.get_by_role("link", name=say("Only the file")))
    content = Path(saved.value.path()).read_bytes()

    recount = published.recount(content)
    assert (recount.faults, recount.counts) == ((), (2, 1, 1))
    rows = json.loads(content)["ballots"]
    cast = {Ballot(*(bytes.fromhex(each) for each in row.values())).tracker for row in rows}
    assert set(trackers) <= cast
    (tmp_path / "poll.json").write_bytes(content)
    chair.goto("/static/recount/recount.html")
    chair.set_input_files("#file", tmp_path / "poll.json")
    expect(chair.locator("body.holds")).to_be_visible()
    for page in (chair, without_script, *voters):
        page.context.close()
