"""The meeting room over HTTP: what is refused is said in a clear sentence, and nothing is lost."""

import re
import time
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import func, select

from motionflow import clock
from motionflow.db import db
from motionflow.domain.errors import Code
from motionflow.domain.meetings import OfficerKind
from motionflow.domain.polls import PollKind, PollState, Secrecy
from motionflow.domain.rolls import ExclusionReason, VotingRules
from motionflow.domain.voting import Verdict
from motionflow.models import Meeting, MeetingRoom, Poll, PollCount, Recommendation
from motionflow.services import (
    amendment_polls,
    attendance,
    bodies,
    people,
    polls,
    roll_changes,
    rolls,
    secret_moves,
)
from motionflow.transaction import writing
from motionflow.web.looks import SECONDS_BETWEEN_LOOKS
from tests.at_once import at_once
from tests.kept import Kept
from tests.services import amending, halls, secret_halls
from tests.web import browsing
from tests.web.looking import assert_one_look, without_database
from tests.web.rooms import BOTH, NOW, Room, make_hall
from tests.web.world import says


@pytest.fixture
def room(app: Flask, kept: Kept) -> Room:
    party, hall = kept.fill(app, make_hall)
    return Room(app, party, hall)


def test_votes_that_cannot_be_taken_are_refused_with_the_reason_and_nothing_is_stored(room: Room) -> None:
    inside, out, excluded, late = room.hall.voters
    item = room.hall.item_id
    reason = ExclusionReason.OWN_WISH
    room.act(
        lambda: roll_changes.exclude(room.hall.chair, item, person_id=excluded.id, reason=reason, at=NOW)
    )
    prepared = room.plan(is_open=False)
    assert says(room.vote(inside, prepared, "for"), Code.BALLOT_TOO_EARLY)
    assert room.press(room.hall.chair, prepared, "apne").status_code == 303
    poll_id = prepared
    assert room.send(out, f"{room.part}/ut").status_code == 303
    refusals = [
        (room.vote(inside, poll_id, "kanskje"), Code.BALLOT_OPTION_UNKNOWN),
        (room.vote(inside, poll_id, ""), Code.BALLOT_OPTION_UNKNOWN),
        (room.vote(excluded, poll_id, "for"), Code.BALLOT_NOT_ON_ROLL),
        (room.vote(room.hall.chair, poll_id, "for"), Code.BALLOT_NOT_ON_ROLL),
        (room.vote(out, poll_id, "for"), Code.BALLOT_LEFT_MEETING),
    ]
    for answer, code in refusals:
        assert answer.status_code == 422
        assert says(answer, code)
    assert room.ballots(poll_id) == []
    assert room.vote(inside, poll_id, "for").status_code == 303
    assert room.press(room.hall.chair, poll_id, "lukk").status_code == 303
    answer = room.vote(late, poll_id, "against")
    assert (answer.status_code, says(answer, Code.BALLOT_TOO_LATE)) == (422, True)
    assert room.ballots(poll_id) == ["for"]
    for stranger in (room.party.stranger, room.party.party_member):
        assert room.send(stranger, f"/votering/{poll_id}/stem", page="/meg", option="for").status_code == 404


def test_a_body_sent_again_counts_once_and_another_vote_is_refused_where_none_can_be_changed(
    room: Room,
) -> None:
    voter, poll_id = room.hall.voters[0], room.plan(may_change_vote=False)
    for _ in range(3):
        assert room.vote(voter, poll_id, "for", form_key="noekkel-en").status_code == 303
    other = room.vote(voter, poll_id, "against", form_key="noekkel-to")
    assert (other.status_code, says(other, Code.BALLOT_CAST_ALREADY, option="for")) == (409, True)
    assert room.ballots(poll_id) == ["for"]
    forged = room.vote(room.hall.voters[1], poll_id, "for", csrf_token="endret")
    assert forged.status_code in (400, 422)
    assert room.ballots(poll_id) == ["for"]


def test_a_script_is_answered_with_the_same_sentences(room: Room) -> None:
    poll_id, browser = room.plan(), room.browser(room.hall.voters[0])
    path, asks = f"/votering/{poll_id}/stem", {"Accept": "application/json"}
    fields = browsing.fields_of(browser.get(room.part).text, action=path) | {"option": "kanskje"}
    refused = browser.post(path, data=fields, headers=asks)
    assert (refused.status_code, list(refused.get_json())) == (422, ["problem"])
    taken = browser.post(path, data=fields | {"option": "for"}, headers=asks)
    assert (taken.status_code, taken.get_json()) == (200, {"option": "for"})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"votes-for": "4", "votes-against": "0", "votes-blank": "0"}, Code.HANDS_ABOVE_PRESENT),
        ({"votes-for": "-1", "votes-against": "0", "votes-blank": "0"}, Code.NUMBER_INVALID),
        ({"votes-for": "to", "votes-against": "0", "votes-blank": "0"}, Code.NUMBER_INVALID),
        ({"votes-for": "1", "channel": "paper"}, Code.COUNT_NOT_NOW),
        ({"votes-for": "1", "channel": "luft"}, Code.CHOICE_INVALID),
    ],
)
def test_hands_that_cannot_be_are_refused_and_what_was_typed_is_kept(
    room: Room, typed: dict[str, str], code: Code
) -> None:
    poll_id = room.plan(channels=BOTH)
    assert room.vote(room.hall.voters[0], poll_id, "for").status_code == 303
    path = f"/votering/{poll_id}/telling"
    answer = room.send(room.hall.teller, path, page=path, **({"channel": "hands"} | typed))
    params = {"votes": 4, "left": 3, "roll": 4} if code is Code.HANDS_ABOVE_PRESENT else {}
    assert (answer.status_code, says(answer, code, **params)) == (422, True)
    if "channel" not in typed:
        assert f'value="{typed["votes-for"]}"' in answer.text
    with room.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PollCount)) == 0


def test_tellers_see_each_channel_and_who_has_not_voted_against_the_roll(room: Room) -> None:
    poll_id = room.plan(channels=BOTH)
    assert room.vote(room.hall.voters[0], poll_id, "for").status_code == 303
    path = f"/votering/{poll_id}/telling"
    hands = {"channel": "hands", "votes-against": "2"}
    assert room.send(room.hall.teller, path, page=path, **hands).status_code == 303
    shown = room.browser(room.hall.teller).get(path).text
    table = re.search(r"<table class=\"mf-votes__table.*?</table>", shown, re.DOTALL)
    assert table is not None
    assert re.findall(r"<td class=\"mf-number\"([^>]*)>(\d+)<", table[0]) == [
        *(("", "1"), (" data-telling-here", "2"), (" data-telling-rest", "1"), ("", "4"))
    ]


def test_the_halls_screen_shows_once_what_an_amendment_changes(room: Room) -> None:
    text = "Kommunen kjøper to bokbusser."
    with room.app.app_context(), writing():
        amending.amend(room.hall.voters[0], room.hall.step_id, text, at=NOW)
        item_id, by = room.hall.item_id, room.hall.chair
        taken = {"item_id": item_id, "channels": BOTH, "at": NOW}
        poll = amendment_polls.plan_next(by, room.hall.meeting_id, **taken)  # type: ignore[arg-type]
        halls.open_(room.hall, db.session.get_one(Poll, poll.id), at=NOW)
        key = db.session.get_one(MeetingRoom, room.hall.meeting_id).screen_key
    screen = room.app.test_client().get(f"/skjerm/{key}").text
    assert re.sub(r"<[^>]+>", "", screen).count("to bokbusser") == 1
    assert "<ins" in screen
    assert "<del" in screen


def test_hands_fit_the_roll_also_when_somebody_votes_on_the_phone_meanwhile(room: Room) -> None:
    poll_id = room.plan(channels=BOTH)
    path, hands = f"/votering/{poll_id}/telling", {"channel": "hands", "votes-for": "4"}
    assert room.send(room.hall.teller, path, page=path, **hands).status_code == 303
    assert room.vote(room.hall.voters[0], poll_id, "against").status_code == 303
    assert room.press(room.hall.chair, poll_id, "lukk").status_code == 303
    answer = room.press(room.hall.chair, poll_id, "tell-opp")
    assert (answer.status_code, says(answer, Code.POLL_ABOVE_ROLL, cast=5, roll=4)) == (422, True)
    again = {"channel": "hands", "votes-for": "3"}
    assert room.send(room.hall.teller, path, page=path, **again).status_code == 303
    assert room.press(room.hall.chair, poll_id, "tell-opp").status_code == 303
    shown = room.browser(room.hall.voters[0]).get(f"/votering/{poll_id}").text
    assert "3 av 4 = 75" in shown
    assert "Vedtatt." in shown


def test_closing_with_nobody_having_voted_adopts_nothing_and_says_so(room: Room) -> None:
    poll_id = room.plan()
    assert room.press(room.hall.chair, poll_id, "lukk").status_code == 303
    assert room.press(room.hall.chair, poll_id, "tell-opp").status_code == 303
    assert room.poll(poll_id).verdict is Verdict.NO_VOTES
    shown = room.browser(room.hall.voters[0]).get(room.part).text
    assert "Vedtatt." not in shown
    assert "Ingen stemmer ble gitt." in shown


@pytest.mark.parametrize("refuses", [False, True])
def test_opening_without_quorum_warns_or_is_refused_by_the_rules(room: Room, refuses: bool) -> None:
    voting = VotingRules(quorum=Fraction(2, 3), quorum_refuses=refuses)
    room.act(
        lambda: bodies.set_rules(
            room.party.branch, valid_from=date(2019, 1, 1), by=None, at=NOW, voting=voting
        )
    )
    poll_id = room.plan(is_open=False)
    known = {"present": 4, "entitled": 7}
    answer = room.press(room.hall.chair, poll_id, "apne", minutes="7")
    code = Code.POLL_WITHOUT_QUORUM if refuses else Code.POLL_QUORUM_DOUBTFUL
    assert (answer.status_code, says(answer, code, **known)) == (422, True)
    assert 'value="7"' in answer.text, "what was typed is kept"
    ticked = room.press(room.hall.chair, poll_id, "apne", accepts_no_quorum="y")
    assert ticked.status_code == (422 if refuses else 303)
    assert room.poll(poll_id).state is (PollState.PREPARED if refuses else PollState.OPEN)


def test_of_two_chairs_with_different_buttons_the_second_is_told_and_keeps_the_reason(room: Room) -> None:
    poll_id = room.plan()
    seen = str(room.version(poll_id))
    assert room.press(room.hall.chair, poll_id, "lukk", seen=seen).status_code == 303
    answer = room.press(room.hall.secretary, poll_id, "annuller", seen=seen, reason="Feil tekst")
    assert (answer.status_code, says(answer, Code.CHANGED_MEANWHILE)) == (422, True)
    assert 'value="Feil tekst"' in answer.text
    assert room.poll(poll_id).state is PollState.CLOSED


def test_two_chairs_at_the_very_same_moment(room: Room) -> None:
    poll_id = room.plan()
    seen = str(room.version(poll_id))
    ready = []
    for viewer, act, typed in (
        (room.hall.chair, "lukk", {}),
        (room.hall.secretary, "annuller", {"reason": "Feil tekst"}),
    ):
        browser = room.browser(viewer)
        fields = browsing.fields_of(browser.get(room.page).text, with_field="form_key")
        sent = {"csrf_token": fields["csrf_token"], "form_key": fields["form_key"], "seen": seen} | typed
        ready.append((browser, f"/votering/{poll_id}/{act}", sent))
    answers = at_once([lambda each=each: each[0].post(each[1], data=each[2]) for each in ready])
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    lost = next(answer for answer in answers if answer.status_code == 422)
    assert says(lost, Code.CHANGED_MEANWHILE)


def test_the_chair_is_told_before_planning_where_secret_votes_cannot_be_held(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Phones make no ballots at an address that is not secure."""
    told, page = "Hemmelig votering kan ikke holdes her", room.browser(room.hall.chair)
    assert told not in page.get(f"{room.page}/ny").text
    monkeypatch.setitem(room.app.config, "SETTINGS", replace(room.app.config["SETTINGS"], listen="0.0.0.0"))
    assert told in page.get(f"{room.page}/ny").text


def test_words_of_tellers_typed_wrong_open_nothing_and_the_fifth_time_waits(room: Room) -> None:
    keys = room.app.config["SETTINGS"].keys
    poll_id = room.plan(is_open=False, secrecy=Secrecy.SECRET)
    with room.app.app_context(), writing():
        poll, ids = db.session.get_one(Poll, poll_id), [v.id for v in secret_halls.tellers_of(room.hall)]
        secret_moves.begin_check_in(
            *(room.hall.chair, poll_id), tellers=ids, keys=keys, is_secure=True, seen=poll.version, at=NOW
        )
        right = secret_halls.note_words(room.hall, poll_id, keys=keys)
        secret_halls.check_in(room.hall.voters[0], poll_id, keys=keys)
    assert room.press(room.hall.chair, poll_id, "apne").status_code == 303
    assert room.press(room.hall.chair, poll_id, "lukk").status_code == 303
    page, path = f"/votering/{poll_id}/hemmelig", f"/votering/{poll_id}/opptelling"
    for number, code in enumerate([Code.PASSPHRASE_WRONG] * 4 + [Code.PASSPHRASE_WAIT] * 2, start=1):
        answer = room.send(room.hall.chair, path, page=page, teller_1=right[1], teller_2=right[3])
        assert (number, answer.status_code, says(answer, code)) == (number, 422, True)
    assert room.poll(poll_id).state is PollState.CLOSED, "nothing is opened, and nothing is lost"


def test_buttons_that_do_not_fit_where_the_vote_stands_say_so(room: Room) -> None:
    poll_id = room.plan()
    for act in ("forbered", "apne", "tell-opp", "akklamasjon", "andre-runde"):
        answer = room.press(room.hall.chair, poll_id, act)
        assert answer.status_code == 422, act
        assert 'role="alert"' in answer.text, act
    for act, typed in (("forleng", {"minutes": "5"}), ("apne", {"minutes": "mange"})):
        assert room.press(room.hall.chair, poll_id, act, **typed).status_code in (303, 422)
    assert room.poll(poll_id).state is PollState.OPEN


def test_acclamation_gives_way_to_a_counted_vote_when_somebody_asks(room: Room) -> None:
    poll_id = room.plan(kind=PollKind.ACCLAMATION)
    assert "step-declare" in room.browser(room.hall.chair).get(room.page).text
    assert room.send(room.hall.voters[0], f"/votering/{poll_id}/krav", kind="poll").status_code == 303
    shown = room.browser(room.hall.chair).get(room.page).text
    assert "step-declare" not in shown
    asked = browsing.fields_of(shown, action=f"/votering/{poll_id}/annuller")
    assert room.browser(room.hall.chair).post(f"/votering/{poll_id}/annuller", data=asked).status_code == 303
    with room.app.app_context():
        anew = polls.list_polls(room.hall.meeting_id)[-1]
        assert (anew.kind, anew.state) == (PollKind.FOR_AGAINST, PollState.PLANNED)


def test_cases_are_chosen_for_one_vote_and_an_empty_choice_keeps_what_was_typed(room: Room) -> None:
    path = f"{room.page}/ny"
    browser = room.browser(room.hall.chair)
    fields = browsing.fields_of(browser.get(path).text, with_field="question")
    with room.app.app_context():
        items = [each.id for each in db.session.get_one(Meeting, room.hall.meeting_id).agenda]
    typed = fields | {"kind": "en_bloc", "question": "Alle med innstillingens forslag"}
    refused = browser.post(path, data=typed)
    assert (refused.status_code, says(refused, Code.POLL_CASES_TOO_FEW)) == (422, True)
    assert 'value="Alle med innstillingens forslag"' in refused.text
    planned = browser.post(path, data=typed | {"cases": items[:2]})
    assert planned.status_code == 303
    with room.app.app_context():
        [poll] = polls.list_polls(room.hall.meeting_id)
        assert {each.item_id for each in poll.cases} == set(items[:2])


def test_someone_elected_to_chair_runs_the_votes_of_that_meeting(room: Room) -> None:
    voter = room.hall.voters[1]
    assert room.browser(voter).get(room.page).status_code == 403
    room.act(
        lambda: attendance.elect_officer(
            room.hall.secretary,
            room.hall.meeting_id,
            kind=OfficerKind.CHAIR,
            person=people.get_person(voter.id),
            at=NOW,
        )
    )
    poll_id = room.plan(is_open=False)
    assert room.press(voter, poll_id, "apne").status_code == 303


def test_a_draft_of_advice_is_not_shown_to_the_meeting(room: Room) -> None:
    with room.app.app_context(), writing():
        row = amending.advise(room.hall.secretary, room.hall.step_id, at=NOW)
        row.published_at, row_id = None, row.id
    room.plan(is_open=False)
    assert "mf-stage__advice" not in room.browser(room.hall.voters[0]).get(room.part).text
    with room.app.app_context(), writing():
        db.session.get_one(Recommendation, row_id).published_at = NOW
    assert "mf-stage__advice" in room.browser(room.hall.voters[0]).get(room.part).text


def test_who_is_late_is_let_in_by_two(room: Room) -> None:
    poll_id = room.plan(is_open=False)
    roll = f"/mote/{room.hall.meeting_id}/manntall"
    room.act(
        lambda: rolls.check_in_other(
            room.hall.teller, room.hall.meeting_id, person_id=room.hall.chair.id, at=clock.now()
        )
    )
    let_in = {"person": room.hall.chair.id}
    for viewer, status in ((room.hall.teller, 303), (room.hall.teller, 422), (room.hall.secretary, 303)):
        answer = room.send(viewer, f"/votering/{poll_id}/slipp-inn", page=roll, **let_in)
        assert answer.status_code == status
    assert room.press(room.hall.chair, poll_id, "apne").status_code == 303
    assert room.poll(poll_id).roll_count == 5


def test_a_poll_annulled_in_the_room_is_told_to_the_meeting_and_held_anew(room: Room) -> None:
    poll_id = room.plan()
    answer = room.press(room.hall.chair, poll_id, "annuller", reason="")
    assert (answer.status_code, says(answer, Code.ANNUL_REASON_MISSING)) == (422, True)
    assert room.press(room.hall.chair, poll_id, "annuller", reason="Feil tekst").status_code == 303
    assert "Feil tekst" in room.browser(room.hall.voters[0]).get(f"/votering/{poll_id}").text
    with room.app.app_context():
        assert polls.list_polls(room.hall.meeting_id)[-1].replaces_id == poll_id


def test_many_questions_of_pages_that_follow_are_one_look(room: Room) -> None:
    poll_id = room.plan()
    page = room.browser(room.hall.chair).get(room.part).text
    live = re.search(r'data-follow="(.+?)" data-version="(.+?)"', page)
    assert live is not None
    address, browser = f"{live[1]}?siden={live[2]}&sprak=nb", room.app.test_client()
    assert_one_look(room.app, lambda: browser.get(address).status_code == 204)
    room.press(room.hall.chair, poll_id, "lukk")
    time.sleep(SECONDS_BETWEEN_LOOKS)
    assert without_database(room.app, lambda: browser.get(address).status_code) == 503
    news = browser.get(address).json
    assert news is not None
    assert 'data-state="closed"' in news["stage"]


def test_ones_own_part_is_that_of_the_page_and_asks_for_nobody_else(room: Room) -> None:
    room.plan()
    voter = room.hall.voters[0]
    page, own = (room.browser(voter).get(path).text for path in (room.part, f"{room.part}/meg"))
    shown = re.search(r'<div id="me".*?>', page)
    assert shown is not None
    assert shown[0] in own
    assert "Medlem Nummer2" not in own
    with room.app.app_context():
        meeting = db.session.get_one(Meeting, room.hall.meeting_id)
        for each in (voter, room.hall.chair):
            on_roll = {one.person_id: one for one in rolls.roll_of(meeting, item_id=room.hall.item_id).voters}
            assert rolls.find_voter(meeting, each.id, item_id=room.hall.item_id) == on_roll.get(each.id)
        assert rolls.find_voter(meeting, room.party.stranger.id) is None
