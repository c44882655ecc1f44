"""Each reader sees the papers that are theirs, and no others."""

import pytest
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.errors import NotFound
from motionflow.domain.papers import PaperKind
from motionflow.models import Meeting, Paper
from motionflow.services import papers, steps
from motionflow.services.access import Viewer, nobody
from tests.services.builders import LONG_AFTER, Party, Way, one_transaction
from tests.services.stored_papers import only


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
        meeting = db.session.get_one(Meeting, way.meeting_ids[0])
        for _ in range(2):
            papers.make_booklet(meeting, by=None, at=LONG_AFTER)
    meeting = db.session.get_one(Meeting, way.meeting_ids[0])

    listed = [(paper.kind.value, paper.version) for paper in papers.list_meeting_papers(meeting)]

    assert listed == [("notice", 1), ("extract", 1), ("booklet", 2), ("booklet", 1)]
