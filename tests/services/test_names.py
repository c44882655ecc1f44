"""What a body calls its people is its own: none learns from an address what another calls its owner."""

import pytest
from sqlalchemy import func, select

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, RuleBroken
from motionflow.domain.meetings import OfficerKind
from motionflow.domain.papers import PaperKind
from motionflow.domain.roles import Role
from motionflow.models import KnownAs, Meeting
from motionflow.services import attendance, erasure, members, naming, papers, people, rolls
from motionflow.services.access import Viewer
from tests.services import builders
from tests.services.builders import LONG_AFTER, PARTY_MEETING, START, Party, one_transaction
from tests.services.stored_papers import stored_papers, text_of

ADDRESS = "lise-medlem@example.org"
THERE = "Elisabet Annetnavn"


@pytest.fixture
def in_both(party: Party) -> str:
    """The id of the branch's member, whom the party's secretary has added too, by another name."""
    with one_transaction():
        added = add(party.party_secretary, party, name=THERE)
        return added.person_id


def add(viewer: Viewer, party: Party, *, name: str):
    return members.add_member(
        *(viewer, party.party),
        name=name,
        address=ADDRESS,
        role=Role.MEMBER,
        party=None,
        title=None,
        at=START,
    )


def names_seen(viewer: Viewer, body) -> set[str | None]:
    return {held.name for held in people.list_members_for(viewer, body, on=day_in_oslo(START))}


def test_each_body_sees_the_name_that_its_own_secretary_wrote(party: Party, in_both: str) -> None:
    with one_transaction():
        assert "Lise Medlem" in names_seen(party.branch_secretary, party.branch)
        assert THERE not in names_seen(party.branch_secretary, party.branch)
        assert THERE in names_seen(party.party_secretary, party.party)
        assert "Lise Medlem" not in names_seen(party.party_secretary, party.party)
        assert people.get_person(in_both).name == "Lise Medlem"


def test_rolls_written_names_and_papers_call_her_what_the_body_does(party: Party, in_both: str) -> None:
    with one_transaction():
        meeting = builders.call(party.party_secretary, party.party, starts_at=PARTY_MEETING)
        attendance.elect_officer(
            *(party.party_secretary, meeting.id),
            kind=OfficerKind.CHAIR,
            person=people.get_person(in_both),
            at=START,
        )
        voter = rolls.find_voter(meeting, in_both)
        assert voter is not None
        assert voter.name == THERE
        assert naming.named_one("Lise Medlem", body=party.party).person is None
        assert naming.named_one(THERE.upper(), body=party.party).person.id == in_both
        papers.make_minutes(db.session.get_one(Meeting, meeting.id), by=None, at=LONG_AFTER)
    with one_transaction():
        (minutes,) = stored_papers(PaperKind.MINUTES)
        assert THERE in text_of(minutes)
        assert "Lise Medlem" not in text_of(minutes)


def test_the_mover_of_a_case_is_called_what_the_founding_body_calls_her(party: Party, in_both: str) -> None:
    with one_transaction():
        people.set_name(party.member, "Lise Selvvalgt")
        motion = builders.hand_in(party)
        (paper,) = stored_papers(PaperKind.MOTION)
        assert "Lise Medlem" in text_of(paper)
        assert motion.movers[0].person.name == "Lise Selvvalgt"


def test_a_name_is_corrected_by_adding_her_again(party: Party, in_both: str) -> None:
    with one_transaction():
        add(party.party_secretary, party, name="  Elisabet   Rettnavn ")
    with one_transaction():
        assert "Elisabet Rettnavn" in names_seen(party.party_secretary, party.party)
        assert THERE not in names_seen(party.party_secretary, party.party)


def test_what_she_calls_herself_is_hers_and_changes_no_body(party: Party, in_both: str) -> None:
    with one_transaction():
        people.set_name(party.member, "Lise Selvvalgt")
    with one_transaction():
        assert people.get_person(in_both).name == "Lise Selvvalgt"
        assert "Lise Medlem" in names_seen(party.branch_secretary, party.branch)
        assert THERE in names_seen(party.party_secretary, party.party)


@pytest.mark.parametrize(("name", "code"), [("  ", Code.NAME_MISSING), ("x" * 201, Code.TEXT_TOO_LONG)])
def test_a_name_is_something_and_not_a_book(party: Party, name: str, code: Code) -> None:
    with pytest.raises(RuleBroken) as refused, one_transaction():
        people.set_name(party.member, name)
    assert [each.code for each in refused.value.obstacles] == [code]


def test_erasing_takes_away_what_every_body_called_her(party: Party, in_both: str) -> None:
    with one_transaction():
        held = next(
            each
            for each in people.list_members_for(party.branch_secretary, party.branch, on=day_in_oslo(START))
            if each.person_id == in_both
        )
        members.end_role(party.branch_secretary, held.id, at=LONG_AFTER)
    with one_transaction():
        erasure.erase_person(party.party_secretary, in_both, at=LONG_AFTER)
    with one_transaction():
        left = select(func.count()).select_from(KnownAs).where(KnownAs.person_id == in_both)
        assert db.session.scalar(left) == 0
