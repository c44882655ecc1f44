"""Amendments: written by editing the text, handed in and numbered, taken down, withdrawn and opened again."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from motionflow.db import db
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.models import Amendment, Event, Step
from motionflow.services import amendment_moves, amendments
from motionflow.services.amendments import AmendmentGiven
from tests.services import builders
from tests.services.builders import START, Party, one_transaction

LEASED = "Kommunepartiet ber kommunen leie en bokbuss."
BOUGHT = "Kommunepartiet ber kommunen kjøpe to bokbusser."


@pytest.fixture
def party(listed: tuple[Party, str]) -> Party:
    return listed[0]


def given(text: str = LEASED, scope: Scope | None = Scope.DECISION, **others: str) -> AmendmentGiven:
    return AmendmentGiven(scope, text, **others)


def codes(refused: pytest.ExceptionInfo[RuleBroken]) -> list[Code]:
    return [obstacle.code for obstacle in refused.value.obstacles]


def test_amendments_are_numbered_as_they_are_handed_in(party: Party, step_id: str) -> None:
    with one_transaction():
        draft = amendments.add_amendment(party.member, step_id, given=given(), at=START, is_draft=True)
        other = amendments.add_amendment(party.branch_secretary, step_id, given=given(BOUGHT), at=START)
        handed_in = amendments.submit_draft(party.member, draft.id, seen=draft.version, at=START)

        assert (other.shown_number, handed_in.shown_number) == ("A1", "A2")
        assert handed_in.base_text == builders.TO_PARTY
        assert handed_in.person_id == party.member.person_id


def test_one_that_changes_nothing_is_refused_with_a_sentence(party: Party, step_id: str) -> None:
    with one_transaction():
        same = f"  {builders.TO_PARTY}\n"
        with pytest.raises(RuleBroken) as refused:
            amendments.add_amendment(party.member, step_id, given=given(same), at=START)
        assert codes(refused) == [Code.AMENDMENT_CHANGES_NOTHING]
        with pytest.raises(RuleBroken) as refused:
            amendments.add_amendment(party.member, step_id, given=given(" "), at=START)
        assert codes(refused) == [Code.AMENDMENT_LEAVES_NOTHING]
        db.session.flush()
        assert db.session.scalar(select(func.count()).select_from(Amendment)) == 0


def test_the_secretary_takes_down_anothers_and_a_known_name_is_tied_to_its_person(
    party: Party, step_id: str
) -> None:
    with one_transaction():
        known = amendments.add_amendment(
            party.branch_secretary, step_id, given=given(mover="lise medlem"), at=START
        )
        guest = amendments.add_amendment(
            party.branch_secretary, step_id, given=given(BOUGHT, mover="Gro Gjest"), at=START
        )
        assert (known.person_id, known.mover_name) == (party.member.person_id, "")
        assert (guest.person_id, guest.mover_name) == (None, "Gro Gjest")
        with pytest.raises(NotAllowed):
            amendments.add_amendment(party.member, step_id, given=given(mover="Nils Utvalgt"), at=START)


def test_an_amendment_to_an_amendment_is_edited_from_its_text(party: Party, step_id: str) -> None:
    with one_transaction():
        parent = amendments.add_amendment(party.member, step_id, given=given(), at=START)
        text = LEASED.replace("en bokbuss", "to bokbusser")
        to_it = given(text, Scope.AMENDMENT, parent_id=parent.id)
        child = amendments.add_amendment(party.branch_secretary, step_id, given=to_it, at=START)
        assert (child.base_text, child.text) == (LEASED, text)
        unknown = given(text, Scope.AMENDMENT, parent_id="0000000000000000")
        with pytest.raises(RuleBroken) as refused:
            amendments.add_amendment(party.member, step_id, given=unknown, at=START)
        assert codes(refused) == [Code.ALTERNATIVE_NOT_WAITING]


def test_drafts_are_their_writers_and_nobody_outside_the_body_sees_any(party: Party, step_id: str) -> None:
    with one_transaction():
        draft = amendments.add_amendment(party.member, step_id, given=given(), at=START, is_draft=True)
        step = db.session.get_one(Step, step_id)
        assert amendments.list_for(party.member, step) == [draft]
        assert amendments.list_for(party.branch_secretary, step) == []
        with pytest.raises(NotFound):
            amendments.get_amendment_for(party.branch_secretary, draft.id)
        amendments.submit_draft(party.member, draft.id, seen=draft.version, at=START)
        assert amendments.list_for(party.branch_secretary, step) == [draft]
        assert amendments.list_for(party.party_secretary, step) == []
        with pytest.raises(NotFound):
            amendments.get_amendment_for(party.party_secretary, draft.id)


def test_no_more_are_taken_once_the_chair_has_closed_the_list(party: Party, step_id: str) -> None:
    with one_transaction():
        with pytest.raises(NotAllowed):
            amendments.set_closed(party.member, step_id, is_closed=True, at=START)
        amendments.set_closed(party.branch_chair, step_id, is_closed=True, at=START)
        with pytest.raises(RuleBroken) as refused:
            amendments.add_amendment(party.member, step_id, given=given(), at=START)
        assert codes(refused) == [Code.AMENDMENTS_CLOSED]
        amendments.set_closed(party.branch_chair, step_id, is_closed=False, at=START)
        assert amendments.add_amendment(party.member, step_id, given=given(), at=START).number == 1


def test_amendments_wait_until_the_case_is_accepted(party: Party) -> None:
    with one_transaction():
        step = builders.hand_in(party).steps[0]
        with pytest.raises(RuleBroken) as refused:
            amendments.add_amendment(party.member, step.id, given=given(), at=START)
        assert codes(refused) == [Code.AMENDMENTS_NOT_NOW]


def test_what_was_settled_by_mistake_is_taken_up_again(party: Party, step_id: str) -> None:
    with one_transaction():
        row = amendments.add_amendment(party.member, step_id, given=given(), at=START)
        seen = row.version
        amendment_moves.withdraw_amendment(party.member, row.id, seen=seen, at=START)
        with pytest.raises(RuleBroken) as refused:
            amendment_moves.withdraw_amendment(party.member, row.id, seen=seen, at=START)
        assert codes(refused) == [Code.CHANGED_MEANWHILE]
        amendment_moves.reopen_amendment(party.branch_chair, row.id, seen=row.version, at=START)
        assert (row.state, row.settled_at) == (AmendmentState.SUBMITTED, None)
        with pytest.raises(RuleBroken) as refused:
            amendment_moves.dismiss_amendment(
                party.branch_chair, row.id, reason=" ", seen=row.version, at=START
            )
        assert codes(refused) == [Code.REASON_MISSING]


def test_events_of_amendments_hold_no_words(party: Party, step_id: str) -> None:
    with one_transaction():
        amendments.add_amendment(
            party.branch_secretary, step_id, given=given(mover="Gro Gjest", grounds="Billigere."), at=START
        )
    with one_transaction():
        facts = "".join(db.session.scalars(select(Event.facts)))
        assert [word for word in ("leie", "Gro", "Billigere") if word in facts] == []


@pytest.mark.parametrize(
    "broken",
    [
        {"number": None},
        {"text": ""},
        {"mover_name": "En til"},
        {"text": builders.TO_PARTY},
        {"parent_id": "0000000000000000"},
        {"state": AmendmentState.CARRIED},
    ],
)
def test_the_database_makes_the_same_promises(party: Party, step_id: str, broken: dict[str, object]) -> None:
    with one_transaction():
        row_id = amendments.add_amendment(party.member, step_id, given=given(), at=START).id
    values = update(Amendment).where(Amendment.id == row_id).values(broken)
    with one_transaction(), pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(values)
