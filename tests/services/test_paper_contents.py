"""What each paper says, made from a case on its way."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.facts import MinutesPaper, StatusPaper
from motionflow.domain.flow import FollowUpStatus, Route
from motionflow.domain.papers import PaperKind
from motionflow.models import Meeting, PaperPerson, Step
from motionflow.services import audit, decisions, motions, papers, steps
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import LONG_AFTER, Party, Way, one_transaction
from tests.services.stored_papers import events_of, facts_of, only, stored_papers, text_of


def test_an_extract_names_the_mover_as_a_member_and_the_officers_by_name(way: Way) -> None:
    text = text_of(only(PaperKind.EXTRACT, subject_id=way.decision_ids[0]))

    assert "Lise" not in text
    assert "medlem" in text
    assert "Kari Eksempel, sekretær" in text
    assert "Nils Utvalgt, leder" in text
    assert "Enstemmig vedtatt med 17 stemmer, 1 blank (18 stemmeberettigede)." in text


def test_an_office_holder_who_moves_is_named_in_the_extract(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party, by=party.branch_chair)
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
        step = builders.step_at(motion, party.branch_id)
        builders.put_on_list(party.branch_secretary, step, meeting, at=builders.START)
        builders.decide(party.branch_secretary, step, meeting=meeting, at=LONG_AFTER)

    assert text_of(only(PaperKind.EXTRACT)).count("Nils Utvalgt") == 2


def test_at_the_next_body_the_sender_moves_the_motion(way: Way) -> None:
    text = text_of(only(PaperKind.EXTRACT, subject_id=way.decision_ids[1]))

    assert "Nordre Elvebygda partilag (vedtak 16.\u00a0januar 2019)" in text
    assert "Flertallets innstilling fikk 31 stemmer" in text
    assert "31 av 40 = 77,5\u00a0%" in text
    assert "Vedtatt med endringer: 31 mot 9 stemmer, 2 blanke (42 stemmeberettigede)." in text


def test_a_letter_carries_the_proposed_decision_and_lists_what_goes_with_it(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party)
        source = motions.SourceGiven("Årsmelding fra biblioteket 2018")
        motions.add_source(party.member, motion, source=source, at=builders.START)
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
        builders.call(party.party_secretary, party.party, starts_at=builders.PARTY_MEETING)
        step = builders.step_at(motion, party.branch_id)
        builders.put_on_list(party.branch_secretary, step, meeting, at=builders.START)
        after = builders.BRANCH_MEETING + timedelta(hours=3)
        builders.decide(party.branch_secretary, step, meeting=meeting, at=after)
        new = builders.send_on(party.branch_secretary, step, party.party, text=builders.TO_PARTY, at=after)
        new_id = new.id

    letter = only(PaperKind.LETTER, subject_id=new_id)
    text = text_of(letter)

    assert letter.file_name == "2019-01-16-nordre-elvebygda-partilag-letter.docx"
    assert builders.TO_PARTY in text
    assert "Elvebygda kommuneparti v/ Ola Prøve" in text
    assert "saklista til Elvebygda kommuneparti 9.\u00a0februar 2019" in text
    for attachment in ("Forslag 2019/1", "Særutskrift", "Årsmelding fra biblioteket 2018"):
        assert attachment in text


def test_a_case_that_was_withdrawn_and_sent_on_gets_the_extract_its_letter_leans_on(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party)
        step = motion.steps[0]
        steps.withdraw_step(party.member, step.id, seen=step.version, at=builders.START)
        assert stored_papers(PaperKind.EXTRACT) == []
        builders.send_on(party.branch_secretary, step, party.party, text=builders.TO_PARTY, at=builders.START)

    assert "Trukket" in text_of(only(PaperKind.EXTRACT))
    assert only(PaperKind.LETTER).made_by_id == party.branch_secretary.id


@pytest.mark.parametrize("route", list(Route))
def test_a_groups_proposal_reads_well_without_budget_lines(open_app: Flask, kept: Kept, route: Route) -> None:
    party, way = kept.fill(open_app, builders.make_party, builders.come_to_the_group)
    with one_transaction():
        builders.go_on_to_the_council(party, way, route=route)

    text = text_of(only(PaperKind.PROPOSAL))

    assert builders.TO_COUNCIL in text
    assert "på vegne av Ap" in text
    assert "Tabell" not in text
    assert "balanse" not in text
    assert ("T1" in text) == (route is Route.BUDGET_TEXT)


def test_a_councils_treatment_is_a_record_by_the_group_that_follows_it(way: Way, party: Party) -> None:
    record, notice = only(PaperKind.RECORD), only(PaperKind.DECISION_NOTICE)

    assert "Registrert av Elvebygda kommunestyregruppe etter Møtebok 17. juni 2019" in text_of(record)
    assert "For: 19 stemmer (Ap 14, SV 5)." in text_of(record)
    assert "35 av 35 medlemmer" in text_of(record)
    assert "blank" not in text_of(record)
    assert "Rett utskrift" not in text_of(record)
    assert "sak 047/19" in text_of(notice)
    for paper in (record, notice):
        assert paper.body_id == party.group_id
        assert events_of(paper) == [(party.council_id, "paper_made")]
        assert db.session.scalars(select(PaperPerson).where(PaperPerson.paper_id == paper.id)).all() == []


def test_minutes_print_the_chain_as_it_stood_before_them(way: Way, party: Party) -> None:
    head = audit.head_of(party.branch_id)
    with one_transaction():
        meeting = db.session.get_one(Meeting, way.meeting_ids[0])
        papers.make_minutes(meeting, by=party.branch_secretary.id, at=LONG_AFTER)

    minutes = only(PaperKind.MINUTES)
    facts = facts_of(minutes)

    assert isinstance(facts, MinutesPaper)
    assert f"{facts.chain_number}:{facts.chain_hash}" == head
    assert head in text_of(minutes)
    assert list(audit.find_faults(head=head)) == []
    assert minutes.file_name == "2019-01-16-nordre-elvebygda-partilag-minutes.docx"
    assert [(item.number, [point.number for point in item.points]) for item in facts.items] == [
        ("1", []),
        ("2", ["a"]),
        ("6", []),
        ("6.1", []),
    ]


def test_a_status_report_tells_the_way_the_texts_and_what_became_of_it(way: Way, party: Party) -> None:
    with one_transaction():
        decisions.set_follow_up(
            party.councillor,
            way.motion_id,
            status=FollowUpStatus.PARTLY_DONE,
            on=date(2019, 6, 30),
            source_title="Brev fra kommunen",
            source_link="https://example.org/brev",
            note="Bussen går til fem av åtte bygder.",
            at=LONG_AFTER,
        )

    paper = only(PaperKind.STATUS)
    facts = facts_of(paper)

    assert isinstance(facts, StatusPaper)
    assert facts.status_line == "Delvis gjennomført per 30.6.2019"
    assert [(row.body, row.item, row.paper) for row in facts.timeline] == [
        ("Nordre Elvebygda partilag", "6.1", "Særutskrift"),
        ("Elvebygda kommuneparti", "6.4", "Særutskrift"),
        ("Elvebygda kommunestyregruppe", "6.1", "Særutskrift"),
        ("Elvebygda kommunestyre", "047/19", "Registrering"),
        ("–", "", ""),
    ]
    assert facts.timeline[-1].event == "Delvis gjennomført"
    assert [version.text for version in facts.versions] == [
        builders.TO_PARTY,
        builders.TO_GROUP,
        builders.TO_COUNCIL,
        builders.ADOPTED,
    ]
    assert "Lise" not in text_of(paper)
    assert "Brev fra kommunen" in text_of(paper)
    assert "fem av åtte bygder" in text_of(paper)


def test_a_second_forwarding_has_a_letter_of_its_own(way: Way, party: Party) -> None:
    with one_transaction():
        step = db.session.get_one(Step, way.step_ids[1])
        new = builders.send_on(
            party.party_secretary, step, party.branch, text="Til orientering.", at=LONG_AFTER
        )
        new_id = new.id

    assert "Til orientering." in text_of(only(PaperKind.LETTER, subject_id=new_id))
    assert len(stored_papers(PaperKind.EXTRACT, subject_id=way.decision_ids[1])) == 1
