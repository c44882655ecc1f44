"""Papers are stored with the facts they were made from, and each reader sees only what is theirs."""

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import undefer

from motionflow.db import db
from motionflow.documents import stored
from motionflow.documents.facts import MinutesPaper, StatusPaper
from motionflow.documents.word import make_paper
from motionflow.domain.errors import NotFound
from motionflow.domain.flow import FollowUpStatus, Route
from motionflow.domain.papers import PaperKind
from motionflow.models import Event, Paper, PaperPerson, Step
from motionflow.services import audit, decisions, motions, papers, people, steps
from motionflow.services.access import Viewer, nobody
from tests.services import builders
from tests.services.builders import LONG_AFTER, Party, Way, one_transaction

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def open_app(app: Flask) -> Iterator[Flask]:
    """The application with a context, for tests that call services and end each transaction themselves."""
    with app.app_context():
        yield app


@pytest.fixture
def party(open_app: Flask) -> Party:
    with one_transaction():
        return builders.make_party()


@pytest.fixture
def way(party: Party) -> Way:
    with one_transaction():
        return builders.go_all_the_way(party)


def text_of(paper: Paper) -> str:
    """Return what a paper says, a line for each paragraph."""
    assert paper.content is not None
    body = Document(io.BytesIO(paper.content)).element.body
    lines = ("".join(run.text or "" for run in line.iter(f"{W}t")) for line in body.iter(f"{W}p"))
    return "\n".join(lines)


def stored_papers(kind: PaperKind, *, subject_id: str | None = None) -> list[Paper]:
    """Return the stored papers of a kind, the oldest first, with what they hold."""
    found = select(Paper).where(Paper.kind == kind).order_by(Paper.made_at, Paper.version)
    if subject_id is not None:
        found = found.where(Paper.subject_id == subject_id)
    return list(db.session.scalars(found.options(undefer(Paper.content), undefer(Paper.facts))))


def only(kind: PaperKind, *, subject_id: str | None = None) -> Paper:
    [paper] = stored_papers(kind, subject_id=subject_id)
    return paper


def events_of(paper: Paper) -> list[tuple[str, str]]:
    """Return the events about a paper: the body in whose chain they are, and their names."""
    found = select(Event.body_id, Event.name).where(Event.subject_id == paper.id).order_by(Event.number)
    return [(body_id, name) for body_id, name in db.session.execute(found)]


def facts_of(paper: Paper) -> object:
    assert paper.facts is not None
    return stored.from_json(paper.kind, json.loads(paper.facts))


# What is stored


def test_a_motion_is_stored_with_its_bytes_facts_checksum_and_people(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party)
        motion_id, step_id = motion.id, motion.steps[0].id

    paper = only(PaperKind.MOTION)

    assert paper.file_name == "2019-01-02-nordre-elvebygda-partilag-motion.docx"
    assert (paper.version, paper.language, paper.made_by_id) == (1, "nb", party.member.id)
    assert (paper.body_id, paper.motion_id, paper.step_id) == (party.branch_id, motion_id, step_id)
    assert paper.content is not None
    assert (paper.sha256, paper.size) == (hashlib.sha256(paper.content).hexdigest(), len(paper.content))
    assert db.session.scalars(select(PaperPerson.person_id)).all() == [party.member.id]
    assert events_of(paper) == [(party.branch_id, "paper_made")]
    assert "Lise Medlem" in text_of(paper)
    assert list(audit.find_faults()) == []


def test_stored_facts_make_the_same_bytes_again(way: Way) -> None:
    for paper in db.session.scalars(select(Paper).options(undefer(Paper.facts), undefer(Paper.content))):
        facts = stored.from_json(paper.kind, json.loads(paper.facts or ""))

        assert make_paper(facts, language="nb").content == paper.content, paper.file_name


def test_a_corrected_motion_is_a_new_version_beside_the_old(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party)
        wording = motions.Wording("Bokbuss til alle", builders.GROUNDS, "Kommunen leier en bokbuss.")
        motions.edit_motion(
            party.member, motion, wording=wording, based_on=1, at=builders.START + timedelta(days=3)
        )

    first, second = stored_papers(PaperKind.MOTION)

    assert [first.version, second.version] == [1, 2]
    assert "kjøpe en bokbuss" in text_of(first)
    assert "leier en bokbuss" in text_of(second)
    assert "Versjon 2" in text_of(second)
    assert second.file_name == "2019-01-05-nordre-elvebygda-partilag-motion.docx"


def test_every_step_of_the_way_leaves_its_papers(way: Way, party: Party) -> None:
    rows = db.session.execute(select(Paper.kind, Paper.body_id).where(Paper.motion_id.is_not(None)))
    made = sorted((kind.value, body_id) for kind, body_id in rows)

    assert made == sorted(
        [
            ("motion", party.branch_id),
            ("extract", party.branch_id),
            ("letter", party.branch_id),
            ("extract", party.party_id),
            ("letter", party.party_id),
            ("extract", party.group_id),
            ("proposal", party.group_id),
            ("record", party.group_id),
            ("decision-notice", party.group_id),
        ]
    )
    assert list(audit.find_faults()) == []


def test_a_changed_byte_in_a_paper_is_found(way: Way) -> None:
    with one_transaction():
        paper = only(PaperKind.RECORD)
        assert paper.content is not None
        paper.content = paper.content[:-1] + bytes([paper.content[-1] ^ 1])

    assert [fault.sentence for fault in audit.find_faults()] == [
        f"Paper {only(PaperKind.RECORD).id} ({only(PaperKind.RECORD).file_name}, version 1): "
        "its bytes have been changed."
    ]


# What papers say


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
def test_a_groups_proposal_reads_well_without_budget_lines(party: Party, route: Route) -> None:
    with one_transaction():
        builders.go_all_the_way(party, route=route)

    text = text_of(only(PaperKind.PROPOSAL))

    assert builders.TO_COUNCIL in text
    assert "på vegne av Ap" in text
    assert "Tabell" not in text
    assert "balanse" not in text


def test_a_councils_treatment_is_a_record_by_the_group_that_follows_it(way: Way, party: Party) -> None:
    record, notice = only(PaperKind.RECORD), only(PaperKind.DECISION_NOTICE)

    assert "Registrert av Elvebygda kommunestyregruppe etter Møtebok 17. juni 2019" in text_of(record)
    assert "For: 19 stemmer (Ap 14, SV 5)." in text_of(record)
    assert "35 av 35 medlemmer" in text_of(record)
    assert "Rett utskrift" not in text_of(record)
    assert "sak 047/19" in text_of(notice)
    for paper in (record, notice):
        assert paper.body_id == party.group_id
        assert events_of(paper) == [(party.council_id, "paper_made")]
        assert db.session.scalars(select(PaperPerson).where(PaperPerson.paper_id == paper.id)).all() == []


def test_minutes_print_the_chain_as_it_stood_before_them(way: Way, party: Party) -> None:
    head = audit.head_of(party.branch_id)
    with one_transaction():
        meeting = db.session.get_one(builders.Meeting, way.meeting_ids[0])
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
            note="",
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
        ("Elvebygda kommunestyre", "047/19", "Møtebok"),
    ]
    assert [version.text for version in facts.versions] == [
        builders.TO_PARTY,
        builders.TO_GROUP,
        builders.TO_COUNCIL,
        builders.ADOPTED,
    ]
    assert "Lise" not in text_of(paper)
    assert "Brev fra kommunen" in text_of(paper)


# Making anew


def test_making_anew_adds_a_version_and_keeps_the_old(way: Way, party: Party) -> None:
    with one_transaction():
        paper = only(PaperKind.PROPOSAL)
        papers.make_anew(paper, by=party.group_secretary.id, at=LONG_AFTER)

    first, second = stored_papers(PaperKind.PROPOSAL)

    assert (first.version, second.version) == (1, 2)
    assert first.content != second.content
    assert second.made_at == LONG_AFTER
    assert list(audit.find_faults()) == []


def test_every_kind_can_be_made_anew(way: Way, party: Party) -> None:
    with one_transaction():
        meeting = db.session.get_one(builders.Meeting, way.meeting_ids[0])
        papers.make_minutes(meeting, by=None, at=LONG_AFTER)
        papers.make_booklet(meeting, by=None, at=LONG_AFTER)
        papers.make_status(way.motion, by=None, at=LONG_AFTER)
    with one_transaction():
        for kind in PaperKind:
            new = papers.make_anew(stored_papers(kind)[0], by=None, at=LONG_AFTER)

            assert (new.kind, new.version) == (kind, 2)

    assert list(audit.find_faults()) == []


def test_erasing_a_person_destroys_what_names_her_and_makes_it_anew(way: Way, party: Party) -> None:
    with one_transaction():
        papers.make_anew(only(PaperKind.MOTION), by=None, at=LONG_AFTER)
        meeting = db.session.get_one(builders.Meeting, way.meeting_ids[0])
        papers.make_minutes(meeting, by=None, at=LONG_AFTER)
    with one_transaction():
        people.erase_person(party.branch_secretary, party.member.id, at=LONG_AFTER)

    first, second, third = stored_papers(PaperKind.MOTION)

    for old in (first, second):
        assert (old.content, old.facts, old.destroyed_at) == (None, None, LONG_AFTER)
        assert events_of(old)[-1] == (party.branch_id, "paper_destroyed")
    assert third.content is not None
    assert "Lise" not in text_of(third)
    assert "medlem" in text_of(third)
    assert "Lise" not in (third.facts or "")
    assert events_of(third) == [(party.branch_id, "paper_made")]
    assert stored_papers(PaperKind.MINUTES)[-1].version == 2
    naming = (
        select(PaperPerson)
        .join(Paper)
        .where(PaperPerson.person_id == party.member.id, Paper.destroyed_at.is_(None))
    )
    assert db.session.scalars(naming).all() == []
    assert list(audit.find_faults()) == []


def test_erasing_leaves_the_papers_that_do_not_name_her(way: Way, party: Party) -> None:
    before = {paper.id: paper.sha256 for paper in db.session.scalars(select(Paper))}
    with one_transaction():
        papers.make_anew_without(party.member.id, by=None, at=LONG_AFTER)

    destroyed = {paper.id for paper in db.session.scalars(select(Paper)) if paper.destroyed_at is not None}

    assert destroyed == {stored_papers(PaperKind.MOTION)[0].id}
    assert destroyed < before.keys()


def test_a_paper_without_the_name_keeps_the_others(way: Way, party: Party) -> None:
    with one_transaction():
        papers.make_anew_without(party.branch_chair.id, by=None, at=LONG_AFTER)

    _, extract = stored_papers(PaperKind.EXTRACT, subject_id=way.decision_ids[0])

    assert "Nils" not in text_of(extract)
    assert "Kari Eksempel, sekretær" in text_of(extract)


# Who may read


def _readable(viewer: Viewer) -> set[tuple[str, str]]:
    found = set()
    for paper in db.session.scalars(select(Paper)).all():
        try:
            papers.get_paper_for(viewer, paper.id)
        except NotFound:
            continue
        found.add((paper.kind.value, paper.file_name[11:].removesuffix(f"-{paper.kind}.docx")))
    return found


BRANCH, PARTY, GROUP = "nordre-elvebygda-partilag", "elvebygda-kommuneparti", "elvebygda-kommunestyregruppe"
PUBLIC = {("record", GROUP), ("decision-notice", GROUP)}
SHARED = PUBLIC | {
    ("extract", BRANCH),
    ("letter", BRANCH),
    ("extract", PARTY),
    ("letter", PARTY),
    ("extract", GROUP),
}


@pytest.mark.parametrize(
    ("who", "readable"),
    [
        ("member", SHARED | {("motion", BRANCH), ("notice", BRANCH), ("status", BRANCH)}),
        ("branch_secretary", SHARED | {("motion", BRANCH), ("notice", BRANCH), ("status", BRANCH)}),
        ("party_member", SHARED | {("notice", PARTY), ("status", BRANCH)}),
        ("councillor", SHARED | {("notice", GROUP), ("proposal", GROUP), ("status", BRANCH)}),
        ("stranger", PUBLIC),
        ("administrator", PUBLIC),
    ],
)
def test_each_reads_the_papers_that_are_theirs(
    way: Way, party: Party, who: str, readable: set[tuple[str, str]]
) -> None:
    with one_transaction():
        papers.make_status(way.motion, by=None, at=LONG_AFTER)

    assert _readable(getattr(party, who)) == readable


def test_the_public_reads_an_opened_steps_extract_but_not_its_motion(way: Way, party: Party) -> None:
    assert _readable(nobody()) == PUBLIC
    with one_transaction():
        steps.open_to_public(party.branch_secretary, way.step_ids[0], is_open=True, at=LONG_AFTER)

    assert _readable(nobody()) == PUBLIC | {("extract", BRANCH), ("letter", BRANCH)}


def test_a_destroyed_paper_is_not_found(way: Way, party: Party) -> None:
    paper_id = only(PaperKind.MOTION).id
    with one_transaction():
        papers.make_anew_without(party.member.id, by=None, at=LONG_AFTER)

    with pytest.raises(NotFound):
        papers.get_paper_for(party.branch_secretary, paper_id)


def test_a_paper_that_does_not_exist_is_not_found(party: Party) -> None:
    with pytest.raises(NotFound):
        papers.get_paper_for(party.branch_secretary, "0" * 16)


def test_a_meetings_papers_come_with_the_latest_versions_first(way: Way, party: Party) -> None:
    with one_transaction():
        meeting = db.session.get_one(builders.Meeting, way.meeting_ids[0])
        for _ in range(2):
            papers.make_booklet(meeting, by=None, at=LONG_AFTER)
    meeting = db.session.get_one(builders.Meeting, way.meeting_ids[0])

    listed = [(paper.kind.value, paper.version) for paper in papers.list_meeting_papers(meeting)]

    assert listed == [("notice", 1), ("extract", 1), ("booklet", 2), ("booklet", 1)]


def test_a_second_forwarding_has_a_letter_of_its_own(way: Way, party: Party) -> None:
    with one_transaction():
        step = db.session.get_one(Step, way.step_ids[1])
        new = builders.send_on(
            party.party_secretary, step, party.branch, text="Til orientering.", at=LONG_AFTER
        )
        new_id = new.id

    assert "Til orientering." in text_of(only(PaperKind.LETTER, subject_id=new_id))
    assert len(stored_papers(PaperKind.EXTRACT, subject_id=way.decision_ids[1])) == 1
