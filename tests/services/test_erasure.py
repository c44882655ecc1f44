"""After a person is erased no table and no paper holds the name or the address, and the chains hold."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import LargeBinary, make_url, select

from motionflow.db import Base, db
from motionflow.domain.errors import Code, NotFound, RuleBroken
from motionflow.domain.meetings import OfficerKind
from motionflow.domain.roles import Role
from motionflow.models import Mail, Paper
from motionflow.models.outbox import MailKind
from motionflow.services import attendance, audit, erasure, meetings, motions, notices, people
from motionflow.services.access import Viewer
from tests.databases import KIND
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, LONG_AFTER, START, Party, one_transaction

NAME, ADDRESS = "Ragnfrid Uttrykksløs", "ragnfrid-uttrykkslos@example.org"
SECRETS = ("Ragnfrid", "Uttrykksløs", "ragnfrid-uttrykkslos", NAME.casefold())


@pytest.fixture
def erased(party: Party) -> Viewer:
    """Somebody who moved, chaired, signed, met, followed, wrote and was mailed, and then was erased."""
    secretary = party.branch_secretary
    with one_transaction():
        viewer = builders.make_viewer(NAME, (party.branch, Role.BOARD), at=START)
        motion = builders.hand_in(party, by=viewer)
        wording = motions.Wording("Bedre bokbuss", builders.GROUNDS, builders.TO_PARTY)
        motions.edit_motion(viewer, motion, wording=wording, based_on=1, at=START)
        meeting = builders.call(secretary, party.branch, starts_at=BRANCH_MEETING)
        step = motion.steps[0]
        builders.put_on_list(secretary, step, meeting, at=START)
        meetings.open_meeting(secretary, meeting.id, seen=meeting.version, at=BRANCH_MEETING)
        attendance.check_in(secretary, meeting.id, person_id=viewer.id, at=BRANCH_MEETING)
        person = people.get_person(viewer.id)
        for kind in OfficerKind:
            attendance.elect_officer(secretary, meeting.id, kind=kind, person=person, at=BRANCH_MEETING)
        after = BRANCH_MEETING + timedelta(hours=2)
        builders.decide(secretary, step, meeting=meeting, at=after)
        builders.send_on(secretary, step, party.party, text=builders.TO_PARTY, at=after)
        meetings.end_meeting(secretary, meeting.id, seen=meeting.version, at=after)
        link = people.make_link(viewer.id, at=after)
        people.sign_in(link, at=after, allows_reusable=False)
        notices.queue_mail(MailKind.SIGN_IN, person_id=viewer.id, at=after)
        sent, *_ = db.session.scalars(select(Mail).where(Mail.person_id == viewer.id))
        sent.sent_at, sent.last_error = after, f"451 {ADDRESS} later, please"
    assert held_somewhere()
    assert named_in_papers()
    with one_transaction():
        erasure.erase_person(secretary, viewer.id, at=LONG_AFTER)
    return viewer


def held_somewhere() -> list[tuple[str, str]]:
    """Return where a table holds what nobody shall know any more, in Word files too."""
    found = []
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            for column in table.columns:
                said = _unpacked(row[column]) if isinstance(column.type, LargeBinary) else str(row[column])
                found += [(f"{table.name}.{column.name}", each) for each in SECRETS if each in said]
    db.session.rollback()
    return found


def named_in_papers() -> bool:
    return any(table == "papers.content" for table, _ in held_somewhere())


def _unpacked(content: bytes | None) -> str:
    if not content or not content.startswith(b"PK"):
        return (content or b"").decode(errors="replace")
    with ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def test_no_table_and_no_paper_holds_name_or_address(erased: Viewer) -> None:
    assert held_somewhere() == []


def test_the_chains_hold_and_the_papers_are_there_without_the_name(erased: Viewer) -> None:
    assert list(audit.find_faults()) == []
    papers = list(db.session.scalars(select(Paper)))
    latest = {
        (paper.kind, paper.subject_id): paper for paper in sorted(papers, key=lambda each: each.version)
    }
    assert all(paper.destroyed_at is None for paper in latest.values())
    assert [paper for paper in papers if paper.destroyed_at]


def test_one_who_was_erased_can_be_added_anew_as_somebody_else(erased: Viewer, party: Party) -> None:
    with one_transaction():
        again = people.add_person(NAME, address=ADDRESS, at=LONG_AFTER)
        assert again.id != erased.id


def test_a_refused_erasure_writes_nothing(party: Party) -> None:
    both = (party.branch, Role.MEMBER), (party.party, Role.MEMBER)
    with one_transaction():
        viewer = builders.make_viewer(NAME, *both, at=START)
    with pytest.raises(RuleBroken) as refused, one_transaction():
        erasure.erase_person(party.branch_secretary, viewer.id, at=LONG_AFTER)
    assert refused.value.obstacles[0].code is Code.MEMBER_NOT_ONLY_YOURS
    for stranger in (party.party_member, party.administrator, party.councillor):
        with pytest.raises((NotFound, RuleBroken)), one_transaction():
            erasure.erase_person(stranger, viewer.id, at=LONG_AFTER)
    with one_transaction():
        assert people.get_person(viewer.id).name == NAME


if KIND == "sqlite":  # PostgreSQL's files are its own: dead rows go at its next VACUUM

    def test_the_files_of_the_database_hold_nothing_once_they_are_tidied(
        erased: Viewer, database_url: str
    ) -> None:
        # Until then free pages and the write-ahead log still do: erasing empties rows, not files.
        db.session.remove()
        db.engine.dispose()
        file = Path(make_url(database_url).database or "")
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        left = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
        assert [each for each in SECRETS if each.encode() in left] == []
