"""Every form of a meeting's room and of a secret poll works; the second press that each gets does nothing.

That second press is sent by the application that tests get (``tests/pressed_again.py``).
"""

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from motionflow.ballots.voter import Voter
from motionflow.db import db
from motionflow.domain.polls import PollKind, PollState, Secrecy
from motionflow.domain.voting import Verdict
from motionflow.models import Attendance, Poll, PollCount
from motionflow.services import polls, rolls, secret_polls
from motionflow.services.access import Viewer
from tests.kept import Kept
from tests.services import secret_halls
from tests.web.rooms import BEGUN, BOTH, Room, make_hall


@pytest.fixture
def room(app: Flask, kept: Kept) -> Room:
    party, hall = kept.fill(app, make_hall)
    return Room(app, party, hall)


def send(room: Room, viewer: Viewer, path: str, page: str, **typed: str) -> None:
    """Send a form of a page, which must be taken."""
    answer = room.send(viewer, path, page=page, **typed)
    assert answer.status_code == 303, f"{path}: {answer.text}"


def press(room: Room, poll_id: str, *acts: str, **typed: Any) -> None:
    """Press the chair's buttons about a poll, one after the other, each of which must be taken."""
    for act in acts:
        answer = room.press(room.hall.chair, poll_id, act, **typed)
        assert answer.status_code == 303, f"{act}: {answer.text}"


def latest(room: Room) -> str:
    with room.app.app_context():
        return polls.list_polls(room.hall.meeting_id)[-1].id


def test_every_button_of_the_room(room: Room) -> None:
    chair, meeting, item = room.hall.chair, f"/mote/{room.hall.meeting_id}", room.hall.item_id
    voter, other, late, _ = room.hall.voters
    send(room, chair, f"{room.page}/sak", room.page, item=item)
    send(room, chair, f"{room.page}/kode", room.page, is_needed="ja")
    send(room, chair, f"{room.page}/kode", room.page, is_needed="nei")
    roll = f"{meeting}/manntall"
    send(room, chair, f"{roll}/ut", roll, person=late.id)
    send(room, chair, f"{roll}/unnta", roll, person=other.id, item=item, reason="own_wish")
    send(room, chair, f"{roll}/unnta", roll, person=other.id, item=item, reason="")
    send(room, chair, f"{roll}/utsending", roll, person=other.id, sent_by="Søndre lag")
    send(room, chair, f"{roll}/utsending/fjern", roll, person=other.id)
    poll_id = room.plan(is_open=False, kind=PollKind.ALTERNATIVES, options=("A", "B", "C"), channels=BOTH)
    send(room, chair, f"{roll}/inn", roll, person=late.id)
    for keeper in (chair, room.hall.secretary):
        send(room, keeper, f"/votering/{poll_id}/slipp-inn", roll, person=late.id)
    press(room, poll_id, "apne", minutes="9")
    press(room, poll_id, "forleng", minutes="20")
    for each, option in ((voter, "A"), (other, "B"), (late, "A")):
        assert room.vote(each, poll_id, option).status_code == 303
    telling = f"/votering/{poll_id}/telling"
    send(room, room.hall.teller, telling, telling, channel="hands", **{"votes-B": "1"})
    press(room, poll_id, "lukk", "tell-opp")
    press(room, poll_id, "andre-runde", finalists=["A", "B"])
    poll_id = latest(room)
    press(room, poll_id, "forbered")
    send(room, voter, f"/votering/{poll_id}/krav", room.part, kind="secret")
    send(room, voter, f"{room.part}/ut", room.part)
    send(room, voter, f"{room.part}/inn", room.part)
    with room.app.app_context():
        came = db.session.scalars(select(Attendance).where(Attendance.left_at.is_(None))).all()
        assert len(came) == len(room.hall.voters), "each is in the meeting once"


def test_every_button_of_a_secret_poll(room: Room) -> None:
    """The chair, who opens, closes and counts, is on its roll herself."""
    hall = room.hall
    room.act(lambda: rolls.check_in_self(hall.chair, hall.meeting_id, code="", at=BEGUN))
    poll_id = room.plan(is_open=False, secrecy=Secrecy.SECRET)
    page = f"/votering/{poll_id}/hemmelig"
    ids = {f"teller_{n}": each.id for n, each in enumerate(secret_halls.tellers_of(hall), start=1)}
    seen = {"seen": str(room.version(poll_id))}
    send(room, hall.chair, f"/votering/{poll_id}/innsjekking", page, **ids, **seen)
    seen = {"seen": str(room.version(poll_id))}
    send(room, hall.chair, f"/votering/{poll_id}/innsjekking/ny", page, **seen)
    phrases = {}
    for number, teller in enumerate(secret_halls.tellers_of(hall), start=1):
        words = f"/votering/{poll_id}/ord"
        shown = room.browser(teller).get(words).text
        phrases[number] = " ".join(re.findall(r"<li lang=\"nb\">(\w+)</li>", shown))
        send(room, teller, words, words, passphrase=phrases[number])
    with room.app.app_context():
        header = secret_polls.read_header(secret_polls.get_secret(poll_id).header)
    assert header.check_in == 2
    voters = [Voter(header) for _ in hall.voters[:3]]
    for viewer, voter in zip(hall.voters, voters, strict=False):
        asked = {"blinded": voter.blinded.hex(), "check_in": "2"}
        answers = [room.send(viewer, f"/votering/{poll_id}/kode", **asked) for _ in range(2)]
        first, again = [(each.status_code, each.get_json()) for each in answers]
        assert (first, first[0]) == (again, 200)
        voter.take(bytes.fromhex(first[1]["signature"]))
    for viewer in (hall.voters[3], hall.chair):
        send(room, viewer, f"/votering/{poll_id}/papir", page)
    press(room, poll_id, "apne")
    for number, voter in enumerate(voters):
        ballot = voter.vote(number)
        body = json.dumps({"token": ballot.token.hex(), "body": ballot.body.hex()})
        receipts = [room.app.test_client().post(f"/stemmeseddel/{poll_id}", data=body) for _ in range(2)]
        assert [each.status_code for each in receipts] == [200, 200]
        assert receipts[0].get_json() == receipts[1].get_json()
    press(room, poll_id, "lukk")
    telling = f"/votering/{poll_id}/telling"
    shown = room.browser(hall.teller).get(telling).text
    assert "0 av 2 uten stemmeseddel på telefonen har stemt på papir, 2 har ikke." in shown
    refused = room.send(hall.teller, telling, page=telling, channel="paper", **{"votes-for": "3"})
    assert (refused.status_code, 'value="3"' in refused.text) == (422, True)
    send(room, hall.teller, telling, telling, channel="paper", **{"votes-for": "2"})
    send(
        *(room, hall.chair, f"/votering/{poll_id}/opptelling", page),
        **{"teller_1": phrases[1], "teller_3": phrases[3]},
    )
    with room.app.app_context():
        poll = db.session.get_one(Poll, poll_id)
        counts = select(PollCount.votes).where(PollCount.poll_id == poll_id)
        assert sum(db.session.scalars(counts)) == 5
        assert (poll.state, poll.verdict, poll.result_votes) == (PollState.COUNTED, Verdict.CARRIED, 3)
