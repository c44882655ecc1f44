"""What papers say where a case or meeting is out of the ordinary."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.facts import (
    BookletPaper,
    ExtractPaper,
    LetterPaper,
    MinutesPaper,
    NoticePaper,
    RecordPaper,
    StatusPaper,
)
from motionflow.documents.pieces import Recommender, Side
from motionflow.domain.deadlines import Periods, moment_in_oslo
from motionflow.domain.flow import BodyKind, Outcome
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.papers import PaperKind
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.domain.roles import Role
from motionflow.models import Meeting, MeetingOfficer, Paper, Person, Step
from motionflow.services import audit, bodies, decisions, meetings, papers, steps
from motionflow.services.agendas import Item
from motionflow.services.paper_facts import issuer_at
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, LONG_AFTER, START, Party, Way, one_transaction
from tests.services.stored_papers import facts_of, only, stored_papers, text_of

pytestmark = pytest.mark.usefixtures("open_app")


def test_a_nynorsk_party_has_every_paper_in_nynorsk() -> None:
    with one_transaction():
        way = builders.go_all_the_way(builders.make_party(language="nn"))
        meeting = db.session.get_one(Meeting, way.meeting_ids[0])
        papers.make_minutes(meeting, by=None, at=LONG_AFTER)
        papers.make_booklet(meeting, by=None, at=LONG_AFTER)
        papers.make_status(way.motion, by=None, at=LONG_AFTER)

    texts = {kind: text_of(stored_papers(kind)[0]) for kind in PaperKind}

    assert set(db.session.scalars(select(Paper.language))) == {"nn"}
    assert "Samrøystes vedteke med 17 stemmer" in texts[PaperKind.EXTRACT]
    assert "Vedteke med endringar i Elvebygda kommunestyre 17.6.2019" in texts[PaperKind.STATUS]
    assert "Som innsend" in texts[PaperKind.STATUS]
    assert not [kind for kind, text in texts.items() if "stemmeberettiget" in text or "Vedtatt" in text]


# Notice and booklet


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


def test_a_divided_committee_shows_both_sides(party: Party) -> None:
    with one_transaction():
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        step = builders.hand_in(party).steps[0]
        builders.put_on_list(party.branch_secretary, step, meeting, at=START)
        for by, verb in (
            (RecommendationBy.BOARD, Verb.ADOPT),
            (RecommendationBy.DRAFTING_MAJORITY, Verb.REJECT),
            (RecommendationBy.DRAFTING_MINORITY, Verb.ADOPT),
        ):
            steps.recommend(
                party.branch_secretary, step.id, by=by, verb=verb, text="", grounds="Pengene.", at=START
            )
        papers.make_booklet(meeting, by=None, at=START)

    facts = facts_of(only(PaperKind.BOOKLET))

    assert isinstance(facts, BookletPaper)
    assert [(each.by, each.side) for each in facts.motions[0].recommendations] == [
        (Recommender.BOARD, Side.ALL),
        (Recommender.DRAFTING_COMMITTEE, Side.MAJORITY),
        (Recommender.DRAFTING_COMMITTEE, Side.MINORITY),
    ]


# Minutes and extract


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


def test_a_meetings_secretary_without_office_does_not_attest_what_leaves_the_body(party: Party) -> None:
    with one_transaction():
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        member = db.session.get_one(Person, party.member.id)
        meeting.officers.append(MeetingOfficer(kind=OfficerKind.SECRETARY, person=member))
        step = builders.hand_in(party).steps[0]
        builders.put_on_list(party.branch_secretary, step, meeting, at=START)
        builders.decide(party.branch_secretary, step, meeting=meeting, at=LONG_AFTER)

    facts = facts_of(only(PaperKind.EXTRACT))

    assert isinstance(facts, ExtractPaper)
    assert facts.secretary is not None
    assert facts.secretary.name == "Kari Eksempel"


def test_a_motion_that_fell_is_shown_with_its_text(party: Party) -> None:
    with one_transaction():
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        step = builders.hand_in(party).steps[0]
        builders.put_on_list(party.branch_secretary, step, meeting, at=START)
        votes = decisions.VotesGiven((("for", 3), ("against", 8)), entitled=18, present=11)
        builders.decide(
            party.branch_secretary,
            step,
            meeting=meeting,
            at=LONG_AFTER,
            outcome=Outcome.FALLEN,
            text="",
            votes=votes,
        )

    text = text_of(only(PaperKind.EXTRACT))

    assert "Forslaget som falt" in text
    assert builders.TO_PARTY in text
    assert "Falt med 3 mot 8 stemmer" in text


# External bodies


def test_the_body_whose_councillor_records_issues_the_record(way: Way, party: Party) -> None:
    with one_transaction():
        bodies.follow_body(party.council, follower=party.party, by=None, at=LONG_AFTER)

    step = db.session.get_one(Step, way.step_ids[3])
    on = date(2019, 6, 17)

    assert issuer_at(step, by=party.councillor.id, on=on).id == party.group_id
    assert issuer_at(step, by=party.party_secretary.id, on=on).id == party.party_id
    assert issuer_at(step, by=party.party_member.id, on=on).name == "Elvebygda kommuneparti"
    assert issuer_at(step, by=None, on=on).name == "Elvebygda kommuneparti"
    assert issuer_at(step, by=party.councillor.id, on=date(2016, 1, 1)).id == party.party_id


def test_what_a_preparing_body_recommended_stands_in_the_councils_record(party: Party) -> None:
    with one_transaction():
        committee = bodies.make_body(
            "Elvebygda formannskap",
            kind=BodyKind.EXECUTIVE_COMMITTEE,
            by=None,
            at=START,
            is_hosted=False,
            followed_by=(party.group,),
        )
        motion = builders.hand_in(party)
        first = motion.steps[0]
        steps.withdraw_step(party.member, first.id, seen=first.version, at=START)
        second = builders.send_on(
            party.branch_secretary, first, committee, text=builders.TO_COUNCIL, at=START
        )
        at = moment_in_oslo(date(2019, 6, 3), time(15, 0))
        builders.decide(
            party.councillor, second, at=at, outcome=Outcome.RECOMMENDED, text="Saken legges fram i høst."
        )
        third = builders.send_on(
            party.group_secretary, second, party.council, text=builders.TO_COUNCIL, at=at
        )
        builders.decide_in_council(party, third)

    [of_committee, of_council] = stored_papers(PaperKind.RECORD)
    facts = facts_of(of_council)

    assert isinstance(facts, RecordPaper)
    assert [advice.text for advice in facts.treatment.recommendations] == ["Saken legges fram i høst."]
    assert "Innstilling fra formannskapet" in text_of(of_council)
    assert "Kilde er ikke oppgitt" in text_of(of_committee)
    assert len(stored_papers(PaperKind.DECISION_NOTICE)) == 1
    assert list(audit.find_faults()) == []


def test_an_external_body_that_nobody_follows_has_its_paper_by_the_founding_body(party: Party) -> None:
    with one_transaction():
        county = bodies.make_body(
            "Fylkespartiet", kind=BodyKind.COUNTY_PARTY, by=None, at=START, is_hosted=False
        )
        first = builders.hand_in(party).steps[0]
        steps.withdraw_step(party.member, first.id, seen=first.version, at=START)
        second = builders.send_on(party.branch_secretary, first, county, text=builders.TO_PARTY, at=START)

        assert issuer_at(second, by=party.branch_secretary.id, on=date(2019, 1, 2)).id == party.branch_id

    facts = facts_of(only(PaperKind.LETTER))

    assert isinstance(facts, LetterPaper)
    assert facts.recipient.is_external


# Status


def test_a_declined_case_is_told_in_the_status_report(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party)
        step = motion.steps[0]
        steps.decline_step(
            party.branch_secretary, step.id, reason="Utenfor formålet.", seen=step.version, at=START
        )
        papers.make_status(motion, by=None, at=LONG_AFTER)

    facts = facts_of(only(PaperKind.STATUS))

    assert isinstance(facts, StatusPaper)
    assert facts.status_line == "Ikke tatt til behandling i Nordre Elvebygda partilag 2.1.2019"
    assert [(row.outcome, row.event) for row in facts.timeline] == [(None, "Ikke tatt til behandling")]
    assert facts.versions == ()
    assert "medlem, Nordre Elvebygda partilag" in text_of(only(PaperKind.STATUS))


def test_a_status_report_says_where_the_case_goes_next_and_when(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party)
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        builders.put_on_list(party.branch_secretary, motion.steps[0], meeting, at=START)
        papers.make_status(motion, by=None, at=START)

    facts = facts_of(only(PaperKind.STATUS))

    assert isinstance(facts, StatusPaper)
    assert facts.status_line == "På saklista i Nordre Elvebygda partilag 16.1.2019"
    assert facts.next_step == "Behandling i Nordre Elvebygda partilag"
    assert facts.next_due == date(2019, 1, 16)


def test_a_role_that_began_later_signs_nothing_earlier(party: Party) -> None:
    with one_transaction():
        builders.make_viewer("Aase Nyvalgt", (party.branch, Role.CHAIR), at=LONG_AFTER + timedelta(days=365))
        builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)

    facts = facts_of(only(PaperKind.NOTICE))

    assert isinstance(facts, NoticePaper)
    assert facts.leader is not None
    assert facts.leader.name == "Nils Utvalgt"
