"""Two people at the same moment: one wins, the other is told, and no chain breaks."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from motionflow.db import db
from motionflow.domain.errors import Code, NotAllowed, RuleBroken
from motionflow.domain.flow import BodyKind
from motionflow.domain.papers import PaperKind
from motionflow.domain.roles import Role
from motionflow.models import AgendaItem, Decision, Event, Mail, Meeting, Motion, Step, WebSession
from motionflow.services import audit, bodies, meeting_views, meetings, members, motions, people, steps
from motionflow.services.access import Viewer
from motionflow.transaction import writing
from tests.at_once import at_once
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, START, Party

Given = TypeVar("Given")


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    made: Party = kept.fill(app, builders.make_party)
    return made


def transaction(app: Flask, act: Callable[[], Given]) -> Callable[[], Given]:
    """Return an act as a request of its own does it."""

    def run() -> Given:
        with app.app_context(), writing():
            return act()

    return run


def told(raised: object) -> Code | None:
    return raised.obstacles[0].code if isinstance(raised, RuleBroken) else None


def test_of_two_who_answer_the_same_case_exactly_one_wins_and_the_other_is_told(
    app: Flask, party: Party
) -> None:
    with app.app_context(), writing():
        waiting = [builders.hand_in(party).steps[0] for _ in range(10)]
        seen = [(step.id, step.version) for step in waiting]
    secretary = party.branch_secretary
    for step_id, version in seen:

        def accept(step_id: str = step_id, seen: int = version) -> object:
            return steps.accept_step(secretary, step_id, seen=seen, at=START).id

        def decline(step_id: str = step_id, seen: int = version) -> object:
            return steps.decline_step(secretary, step_id, reason="Nei.", seen=seen, at=START).id

        answers = at_once([transaction(app, accept), transaction(app, decline)])

        assert sorted(map(str, map(told, answers))) == ["None", str(Code.CHANGED_MEANWHILE)], answers
        assert [each for each in answers if told(each) is None] == [step_id]
    with app.app_context():
        assert list(audit.find_faults()) == []


def test_motions_handed_in_at_once_get_each_their_number(app: Flask, party: Party) -> None:
    def hand_in() -> str:
        return builders.hand_in(party).id

    made = at_once([transaction(app, hand_in)] * 12)

    assert [each for each in made if isinstance(each, Exception)] == []
    with app.app_context():
        assert sorted(db.session.scalars(select(Motion.number))) == list(range(1, 13))
        assert list(audit.find_faults()) == []


def test_events_added_at_once_to_the_same_and_to_crossing_chains_leave_them_whole(
    app: Flask, party: Party
) -> None:
    one, other = party.branch_id, party.party_id
    pairs = [(one, other), (other, one), (one, one), (other, party.group_id), (party.group_id, one)] * 2

    def note(bodies: tuple[str, str]) -> None:
        for body_id in bodies:
            audit.add_event("noted", body_id=body_id, subject_id="0" * 16, by=None, at=START)

    answers = at_once([transaction(app, partial(note, pair)) for pair in pairs])

    assert answers == [None] * 10
    with app.app_context():
        assert list(audit.find_faults()) == []
        counted = select(func.count()).select_from(Event).where(Event.name == "noted")
        assert db.session.scalar(counted) == 20


def test_a_link_used_by_twenty_at_once_signs_in_one(app: Flask, party: Party) -> None:
    with app.app_context(), writing():
        link = people.make_link(party.member.id, at=START)

    def use() -> str:
        return people.sign_in(link, at=START, allows_reusable=True)

    answers = at_once([transaction(app, use)] * 20)

    assert len([each for each in answers if isinstance(each, str)]) == 1
    assert {told(each) for each in answers if not isinstance(each, str)} == {Code.LINK_USED_OR_OLD}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(WebSession)) == 1


def test_links_asked_for_at_once_are_no_more_than_an_hour_allows(app: Flask, party: Party) -> None:
    def ask() -> None:
        people.ask_for_link("lise-medlem@example.org", at=START)

    assert at_once([transaction(app, ask)] * 12) == [None] * 12
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Mail)) == people.LINKS_PER_HOUR


def test_of_two_cases_put_on_one_number_at_once_one_is_told(app: Flask, party: Party) -> None:
    secretary = party.branch_secretary
    with app.app_context(), writing():
        meeting = builders.call(secretary, party.branch, starts_at=BRANCH_MEETING)
        for _ in range(2):
            step = builders.hand_in(party).steps[0]
            steps.accept_step(secretary, step.id, seen=step.version, at=START)
        meeting_id = meeting.id
        waiting = db.session.execute(select(Step.id, Step.version)).all()

    def put(step_id: str, seen: int) -> object:
        return meetings.put_on_list(
            *(secretary, step_id), meeting_id=meeting_id, number="6.1", seen=seen, at=START, leave_given=True
        ).id

    answers = at_once([transaction(app, partial(put, row.id, row.version)) for row in waiting])

    assert sorted(str(told(each)) for each in answers) == ["None", str(Code.AGENDA_NUMBER_TAKEN)], answers
    with app.app_context():
        numbers = db.session.scalars(select(AgendaItem.number).where(AgendaItem.step_id.is_not(None))).all()
        assert numbers == ["6.1"]


def test_of_two_who_record_a_decision_at_once_one_is_told(app: Flask, party: Party) -> None:
    secretary, chair = party.branch_secretary, party.branch_chair
    with app.app_context(), writing():
        meeting = builders.call(secretary, party.branch, starts_at=BRANCH_MEETING)
        step = builders.hand_in(party).steps[0]
        builders.put_on_list(secretary, step, meeting, at=START)
        meeting_id, step_id = meeting.id, step.id

    def decide(viewer: Viewer) -> str:
        own = db.session.get_one(Meeting, meeting_id)
        found = db.session.get_one(Step, step_id)
        return builders.decide(viewer, found, meeting=own, at=BRANCH_MEETING + timedelta(hours=2)).id

    answers = at_once([transaction(app, partial(decide, who)) for who in (secretary, chair)])

    assert len([each for each in answers if isinstance(each, str)]) == 1, answers
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Decision)) == 1
        assert list(audit.find_faults()) == []


def test_of_two_who_correct_a_text_at_once_one_is_told(app: Flask, party: Party) -> None:
    with app.app_context(), writing():
        motion_id = builders.hand_in(party).id

    def correct(viewer: Viewer) -> int:
        motion = motions.get_editable(viewer, motion_id)
        wording = motions.Wording("Ny tittel", viewer.name, "Nytt forslag")
        return motions.edit_motion(viewer, motion, wording=wording, based_on=1, at=START).version

    both = (party.member, party.branch_secretary)
    answers = at_once([transaction(app, partial(correct, who)) for who in both])

    assert [each for each in answers if told(each) is None] == [2]
    assert Code.TEXT_CHANGED_MEANWHILE in map(told, answers)


def test_of_two_administrators_one_makes_the_first_secretary(app: Flask, party: Party) -> None:
    with app.app_context(), writing():
        body_id = bodies.make_body("Nytt lag", kind=BodyKind.BRANCH, by=None, at=START, parent=party.party).id
        other = builders.make_viewer("Tor Drift", (party.party, Role.ADMINISTRATOR), at=START)

    def add(viewer: Viewer, number: int) -> str:
        return members.add_member(
            *(viewer, bodies.get_body(body_id)),
            name="Per Prøve",
            address=f"per{number}@example.org",
            role=Role.SECRETARY,
            party=None,
            title=None,
            at=START,
        ).id

    both = ((party.administrator, 1), (other, 2))
    answers = at_once([transaction(app, partial(add, *each)) for each in both])

    assert len([each for each in answers if isinstance(each, str)]) == 1, answers
    assert len([each for each in answers if isinstance(each, NotAllowed)]) == 1, answers


def test_a_booklet_made_by_two_at_once_has_two_versions(app: Flask, party: Party) -> None:
    with app.app_context(), writing():
        meeting_id = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING).id

    def make() -> int:
        return meeting_views.make_meeting_paper(
            party.branch_secretary, meeting_id, kind=PaperKind.BOOKLET, at=START
        ).version

    assert sorted(at_once([transaction(app, make)] * 3), key=str) == [1, 2, 3]
