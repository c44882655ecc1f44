"""Papers are stored with the facts they were made from, made anew, and destroyed."""

import hashlib
import json
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import undefer

from motionflow.db import db
from motionflow.documents import stored
from motionflow.documents.word import make_paper
from motionflow.domain.papers import PaperKind
from motionflow.models import Meeting, Paper, PaperPerson
from motionflow.services import audit, erasure, motions, papers
from tests.services import builders
from tests.services.builders import LONG_AFTER, Party, Way, one_transaction
from tests.services.stored_papers import events_of, only, stored_papers, text_of


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
        meeting = db.session.get_one(Meeting, way.meeting_ids[0])
        papers.make_minutes(meeting, by=None, at=LONG_AFTER)
        papers.make_booklet(meeting, by=None, at=LONG_AFTER)
        papers.make_status(way.motion, by=None, at=LONG_AFTER)
    with one_transaction():
        # The annex is made anew from its body's page; a budget proposal is no part of a case's way.
        for kind in set(PaperKind) - {PaperKind.ANNEX, PaperKind.BUDGET}:
            new = papers.make_anew(stored_papers(kind)[0], by=None, at=LONG_AFTER)

            assert (new.kind, new.version) == (kind, 2)

    assert list(audit.find_faults()) == []


def test_erasing_a_person_destroys_what_names_her_and_makes_it_anew(way: Way, party: Party) -> None:
    with one_transaction():
        papers.make_anew(only(PaperKind.MOTION), by=None, at=LONG_AFTER)
        meeting = db.session.get_one(Meeting, way.meeting_ids[0])
        papers.make_minutes(meeting, by=None, at=LONG_AFTER)
    with one_transaction():
        erasure.erase_person(party.branch_secretary, party.member.id, at=LONG_AFTER)

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
