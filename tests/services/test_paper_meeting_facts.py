"""What the papers of a meeting say: who may vote and by when, numbers, sides, officers, and the end."""

from datetime import date, datetime, timedelta

import pytest

from motionflow.db import db
from motionflow.documents.facts import (
    BookletPaper,
    ExtractPaper,
    MinutesPaper,
    NoticePaper,
)
from motionflow.documents.pieces import Recommender, Side
from motionflow.domain.deadlines import Periods
from motionflow.domain.flow import Outcome
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.papers import PaperKind
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.domain.roles import Role
from motionflow.models import Meeting, MeetingOfficer, Person
from motionflow.services import bodies, meetings, papers, recommendations
from motionflow.services.agendas import Item
from motionflow.services.recommendations import Advice
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, LONG_AFTER, START, Party, one_transaction
from tests.services.stored_papers import facts_of, only, stored_papers, text_of

pytestmark = pytest.mark.usefixtures("open_app")


def _set_rules(party: Party, *, motion_days: int = 7) -> None:
    bodies.set_rules(
        party.branch,
        valid_from=date(2018, 1, 1),
        by=None,
        at=START,
        periods=Periods(14, motion_days, 7),
        membership_days=28,
        source="vedtektene § 7",
    )


def test_a_notice_says_the_deadline_its_rule_and_who_may_vote(party: Party) -> None:
    with one_transaction():
        _set_rules(party)
        builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)

    text = text_of(only(PaperKind.NOTICE))

    assert "innen 9.\u00a0januar 2019 (vedtektene § 7)" in text
    assert "vært medlem i minst 28 dager" in text


def test_a_deadline_that_has_passed_stands_in_no_notice(party: Party) -> None:
    with one_transaction():
        _set_rules(party, motion_days=21)
        builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)

    facts = facts_of(only(PaperKind.NOTICE))

    assert isinstance(facts, NoticePaper)
    assert facts.motions_by is None


def test_each_kind_of_meeting_has_a_notice(party: Party) -> None:
    with one_transaction():
        for number, kind in enumerate(MeetingKind, start=1):
            meetings.call_meeting(
                party.branch_secretary,
                party.branch,
                kind=kind,
                starts_at=BRANCH_MEETING + timedelta(days=number),
                place="Grendehuset",
                at=START,
            )

    notices = [facts_of(paper) for paper in stored_papers(PaperKind.NOTICE)]

    assert {(one.meeting.kind.value, one.is_summons) for one in notices if isinstance(one, NoticePaper)} == {
        ("annual", False),
        ("extraordinary", False),
        ("members", True),
        ("group", True),
        ("board", True),
    }


def test_a_booklet_numbers_the_motions_as_the_agenda_does(party: Party) -> None:
    with one_transaction():
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        for number in ("6.2", "6.10"):
            motion = builders.hand_in(party, title=f"Bokbuss {number}")
            builders.put_on_list(party.branch_secretary, motion.steps[0], meeting, at=START, number=number)
        papers.make_booklet(meeting, by=None, at=START)

    facts = facts_of(only(PaperKind.BOOKLET))

    assert isinstance(facts, BookletPaper)
    assert facts.item_number == "6"
    assert [(each.number, each.agenda_number) for each in facts.motions] == [("2", "6.2"), ("10", "6.10")]


MAJORITY, MINORITY = RecommendationBy.DRAFTING_MAJORITY, RecommendationBy.DRAFTING_MINORITY


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([MAJORITY], [Side.ALL]),
        ([MAJORITY, MINORITY], [Side.MAJORITY, Side.MINORITY]),
    ],
)
def test_a_committee_has_sides_only_when_it_is_divided(
    party: Party, given: list[RecommendationBy], shown: list[Side]
) -> None:
    with one_transaction():
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        step = builders.hand_in(party).steps[0]
        builders.put_on_list(party.branch_secretary, step, meeting, at=START)
        for by in (RecommendationBy.BOARD, *given):
            verb = Verb.REJECT if by is MAJORITY else Verb.ADOPT
            advice = Advice(by, verb, grounds="Pengene.", target="kommunestyregruppa")
            recommendations.recommend(party.branch_secretary, step.id, advice=advice, at=START)
        papers.make_booklet(meeting, by=None, at=START)

    facts = facts_of(only(PaperKind.BOOKLET))

    assert isinstance(facts, BookletPaper)
    assert [(each.by, each.side) for each in facts.motions[0].recommendations] == [
        (Recommender.BOARD, Side.ALL),
        *((Recommender.DRAFTING_COMMITTEE, side) for side in shown),
    ]


# Minutes


def _recorded_meeting(party: Party, at: datetime) -> Meeting:
    return meetings.record_meeting(
        party.branch_secretary,
        party.branch,
        kind=MeetingKind.ANNUAL,
        starts_at=BRANCH_MEETING,
        place="Grendehuset",
        at=at,
        agenda=(Item("1", "Åpning"),),
    )


def test_minutes_recorded_later_say_so_and_do_not_take_the_recording_for_the_end(party: Party) -> None:
    with one_transaction():
        meeting = _recorded_meeting(party, LONG_AFTER)
        meetings.open_meeting(party.branch_secretary, meeting.id, seen=meeting.version, at=LONG_AFTER)
        meetings.end_meeting(party.branch_secretary, meeting.id, seen=meeting.version, at=LONG_AFTER)

    facts = facts_of(only(PaperKind.MINUTES))

    assert isinstance(facts, MinutesPaper)
    assert facts.recorded_on == date(2019, 7, 1)
    assert (facts.adjourned_at, facts.meeting.ends_at) == (None, None)


def test_minutes_name_those_who_led_wrote_and_signed(party: Party) -> None:
    with one_transaction():
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        for kind, viewer in (
            (OfficerKind.CHAIR, party.branch_chair),
            (OfficerKind.SECRETARY, party.member),
            (OfficerKind.SIGNER, party.branch_secretary),
            (OfficerKind.TELLER, party.party_member),
        ):
            meeting.officers.append(MeetingOfficer(kind=kind, person=db.session.get_one(Person, viewer.id)))
        meeting.entitled, meeting.present, meeting.guests = 18, 15, 2
        meeting.opened_at, meeting.ended_at = meeting.starts_at, meeting.starts_at + timedelta(hours=2)
        db.session.flush()
        papers.make_minutes(meeting, by=None, at=LONG_AFTER)

    facts = facts_of(only(PaperKind.MINUTES))

    assert isinstance(facts, MinutesPaper)
    assert [one.name for one in (*facts.chairs, *facts.secretaries, *facts.signers)] == [
        "Nils Utvalgt",
        "Lise Medlem",
        "Kari Eksempel",
    ]
    assert (facts.entitled, facts.present, facts.guests) == (18, 15, 2)
    assert facts.adjourned_at == BRANCH_MEETING + timedelta(hours=2)


def test_a_case_numbered_as_a_point_keeps_its_treatment_in_the_minutes(party: Party) -> None:
    with one_transaction():
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        step = builders.hand_in(party).steps[0]
        builders.put_on_list(party.branch_secretary, step, meeting, at=START, number="6a")
        builders.decide(party.branch_secretary, step, meeting=meeting, at=LONG_AFTER)
        papers.make_minutes(meeting, by=None, at=LONG_AFTER)

    facts = facts_of(only(PaperKind.MINUTES))

    assert isinstance(facts, MinutesPaper)
    assert [item.number for item in facts.items if item.treatment] == ["6a"]


def test_a_role_that_began_later_signs_nothing_earlier(party: Party) -> None:
    with one_transaction():
        builders.make_viewer("Aase Nyvalgt", (party.branch, Role.CHAIR), at=LONG_AFTER + timedelta(days=365))
        builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)

    facts = facts_of(only(PaperKind.NOTICE))

    assert isinstance(facts, NoticePaper)
    assert facts.leader is not None
    assert facts.leader.name == "Nils Utvalgt"


@pytest.mark.parametrize(("motion_days", "said"), [(30, 1), (None, 0), (7, 0)])
def test_minutes_and_extract_say_what_was_treated_with_the_meetings_leave(
    party: Party, motion_days: int | None, said: int
) -> None:
    with one_transaction():
        if motion_days is not None:
            _set_rules(party, motion_days=motion_days)
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        late, plain = builders.hand_in(party).steps[0], builders.hand_in(party, title="Gangvei").steps[0]
        builders.put_on_list(party.branch_secretary, late, meeting, at=START)
        plain.received_at = START - timedelta(days=100)
        db.session.flush()
        builders.put_on_list(party.branch_secretary, plain, meeting, at=START, number="6.2")
        for step in (late, plain):
            builders.decide(party.branch_secretary, step, meeting=meeting, at=LONG_AFTER)
        papers.make_minutes(meeting, by=None, at=LONG_AFTER)
        late_id = late.id

    sentence = "Forslaget kom inn etter fristen. Møtet tillot at det ble behandlet."
    assert text_of(only(PaperKind.MINUTES)).count(sentence) == said
    of_late = {paper.step_id == late_id: text_of(paper) for paper in stored_papers(PaperKind.EXTRACT)}
    assert {is_late: text.count(sentence) for is_late, text in of_late.items()} == {True: said, False: 0}


def test_the_leave_of_one_meeting_is_not_told_of_the_next(party: Party) -> None:
    with one_transaction():
        _set_rules(party, motion_days=30)
        first = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        later = BRANCH_MEETING + timedelta(days=90)
        second = builders.call(party.branch_secretary, party.branch, starts_at=later)
        step = builders.hand_in(party).steps[0]
        builders.put_on_list(party.branch_secretary, step, first, at=START)
        postponed = {"outcome": Outcome.POSTPONED, "text": ""}
        builders.decide(party.branch_secretary, step, meeting=first, at=LONG_AFTER, **postponed)
        meetings.put_on_list(
            *(party.branch_secretary, step.id),
            meeting_id=second.id,
            number="6.1",
            seen=step.version,
            at=LONG_AFTER,
        )
        builders.decide(party.branch_secretary, step, meeting=second, at=LONG_AFTER)
        for decision in step.decisions:  # the first one anew, now that the case is on the second list
            papers.make_anew(only(PaperKind.EXTRACT, subject_id=decision.id), by=None, at=LONG_AFTER)
        taken = [decision.id for decision in step.decisions]

    told = [
        extract.treatment.leave_given
        for each in taken
        if isinstance(
            extract := facts_of(stored_papers(PaperKind.EXTRACT, subject_id=each)[-1]), ExtractPaper
        )
    ]
    assert told == [True, False]
