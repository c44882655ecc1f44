"""What the papers of a case say where it is out of the ordinary, and in nynorsk."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.facts import (
    ExtractPaper,
    LetterPaper,
    RecordPaper,
    StatusPaper,
)
from motionflow.domain.deadlines import Periods, moment_in_oslo
from motionflow.domain.flow import BodyKind, Outcome, Route
from motionflow.domain.meetings import OfficerKind
from motionflow.domain.papers import PaperKind
from motionflow.models import Body, Meeting, MeetingOfficer, Paper, Person, Step
from motionflow.services import audit, bodies, decisions, papers, steps
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

    # Neither the annex (tests/services/test_annexes.py) nor a budget (test_proposals.py) is of a case's way.
    on_the_way = set(PaperKind) - {PaperKind.ANNEX, PaperKind.BUDGET}
    texts = {kind: text_of(stored_papers(kind)[0]) for kind in on_the_way}

    assert set(db.session.scalars(select(Paper.language))) == {"nn"}
    assert "Samrøystes vedteke med 17 stemmer" in texts[PaperKind.EXTRACT]
    assert "Vedteke med endringar i Elvebygda kommunestyre 17.6.2019" in texts[PaperKind.STATUS]
    assert "Som innsend" in texts[PaperKind.STATUS]
    assert not [kind for kind, text in texts.items() if "stemmeberettiget" in text or "Vedtatt" in text]


# Extract and letter


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


def test_an_extract_of_what_no_meeting_decided_names_none(party: Party) -> None:
    with one_transaction():
        step = builders.hand_in(party).steps[0]
        steps.accept_step(party.branch_secretary, step.id, seen=step.version, at=START)
        builders.decide(party.branch_secretary, step, at=LONG_AFTER, outcome=Outcome.NOTED, text="")

    facts = facts_of(only(PaperKind.EXTRACT))

    assert isinstance(facts, ExtractPaper)
    assert facts.meeting is None
    text = text_of(only(PaperKind.EXTRACT))
    assert "1.\u00a0juli 2019, uten møte" in text
    assert "Nordre Elvebygda partilag" in text


def _letter_to_a_party(party: Party, *, called_at: datetime, sent_at: datetime) -> LetterPaper:
    """Return the letter to a party whose meeting on 9 February has motions due on 26 January."""
    with one_transaction():
        bodies.set_rules(
            party.party, valid_from=date(2018, 1, 1), by=None, at=START, periods=Periods(motion_days=14)
        )
        builders.call(
            party.party_secretary, party.party, starts_at=builders.PARTY_MEETING, called_at=called_at
        )
        step = builders.hand_in(party).steps[0]
        steps.withdraw_step(party.member, step.id, seen=step.version, at=START)
        builders.send_on(party.branch_secretary, step, party.party, text=builders.TO_PARTY, at=sent_at)
    facts = facts_of(only(PaperKind.LETTER))
    assert isinstance(facts, LetterPaper)
    return facts


def test_a_letter_asks_for_the_next_meeting_and_names_its_deadline(party: Party) -> None:
    letter = _letter_to_a_party(party, called_at=START, sent_at=START + timedelta(days=1))

    assert (letter.their_meeting_on, letter.motions_by) == (date(2019, 2, 9), date(2019, 1, 26))


def test_a_letter_names_no_deadline_that_has_passed(party: Party) -> None:
    letter = _letter_to_a_party(party, called_at=START, sent_at=START + timedelta(days=27))

    assert (letter.their_meeting_on, letter.motions_by) == (date(2019, 2, 9), None)


def test_a_letter_knows_no_meeting_that_was_called_after_it(party: Party) -> None:
    letter = _letter_to_a_party(party, called_at=START + timedelta(days=2), sent_at=START)

    assert (letter.their_meeting_on, letter.motions_by) == (None, None)


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


def _executive_committee(party: Party) -> Body:
    return bodies.make_body(
        "Elvebygda formannskap",
        kind=BodyKind.EXECUTIVE_COMMITTEE,
        by=None,
        at=START,
        is_hosted=False,
        followed_by=(party.group,),
    )


@pytest.mark.parametrize(
    ("prepared", "treated", "stands"),
    [
        (Route.BUDGET_CHANGE, Route.BUDGET_CHANGE, True),
        (Route.BUDGET_FIGURES, Route.BUDGET_TEXT, True),
        (Route.BUDGET_CHANGE, Route.LISTED_CASE, False),
    ],
)
def test_a_record_shows_what_was_recommended_on_its_route(
    party: Party, prepared: Route, treated: Route, stands: bool
) -> None:
    at = moment_in_oslo(date(2019, 6, 3), time(15, 0))
    with one_transaction():
        committee = _executive_committee(party)
        first = builders.hand_in(party).steps[0]
        steps.withdraw_step(party.member, first.id, seen=first.version, at=START)
        sender = party.branch_secretary
        second = builders.send_on(sender, first, committee, text="A.", at=START, route=prepared)
        builders.decide(party.councillor, second, at=at, outcome=Outcome.RECOMMENDED, text="Innstilt.")
        third = builders.send_on(sender, first, party.council, text="B.", at=START, route=treated)
        builders.decide_in_council(party, third)

    facts = facts_of(stored_papers(PaperKind.RECORD)[1])

    assert isinstance(facts, RecordPaper)
    assert [advice.text for advice in facts.treatment.recommendations] == (["Innstilt."] if stands else [])


def test_what_a_preparing_body_recommended_stands_in_the_councils_record(party: Party) -> None:
    with one_transaction():
        committee = _executive_committee(party)
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
