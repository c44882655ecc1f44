"""The inbox and sending on, with the real database: what each move leaves behind, and what refuses it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from motionflow.db import db
from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.domain.flow import Arrival, Outcome, StepState
from motionflow.models import Event, Mail, Motion, Step
from motionflow.models.outbox import MailKind
from motionflow.services import cases, motions, steps
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, START, TO_PARTY, Party, one_transaction

LATER = START + timedelta(days=1)


def rows() -> dict[str, int]:
    """Count what could have been written."""
    return {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (Step, Event, Mail)
    }


def in_party_inbox(party: Party) -> tuple[str, str]:
    """Return a motion that the branch has adopted and sent on, and its step at the party."""
    motion = builders.hand_in(party)
    first = builders.step_at(motion, party.branch_id)
    meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
    builders.put_on_list(party.branch_secretary, first, meeting, at=START)
    after = BRANCH_MEETING + timedelta(hours=2)
    builders.decide(party.branch_secretary, first, meeting=meeting, at=after)
    second = builders.send_on(party.branch_secretary, first, party.party, text=TO_PARTY, at=after)
    return motion.id, second.id


def get(step_id: str) -> Step:
    return db.session.get_one(Step, step_id)


def test_a_motion_lies_in_the_inbox_with_a_number_and_its_secretary_gets_a_mail(party):
    with one_transaction():
        motion = builders.hand_in(party)
        assert motion.shown_number == "2019/1"
        assert [step.state for step in motion.steps] == [StepState.INBOX]
        mails = db.session.scalars(select(Mail).where(Mail.kind == MailKind.CASE_RECEIVED)).all()
        assert [mail.person_id for mail in mails] == [party.branch_secretary.person_id]


def test_motions_of_a_year_are_numbered_one_after_the_other(party):
    with one_transaction():
        numbers = [builders.hand_in(party).shown_number for _ in range(3)]
    assert numbers == ["2019/1", "2019/2", "2019/3"]


def test_accepting_needs_the_secretary(party):
    with one_transaction():
        step = builders.hand_in(party).steps[0]
        with pytest.raises(NotAllowed):
            steps.accept_step(party.member, step.id, seen=step.version, at=LATER)
        accepted = steps.accept_step(party.branch_secretary, step.id, seen=step.version, at=LATER)
        assert (accepted.state, accepted.accepted_at) == (StepState.ACCEPTED, LATER)


def test_a_stranger_does_not_even_find_the_step(party):
    with one_transaction():
        step = builders.hand_in(party).steps[0]
        with pytest.raises(NotFound):
            steps.accept_step(party.stranger, step.id, seen=step.version, at=LATER)


def test_a_step_that_has_changed_since_it_was_seen_is_not_moved(party):
    with one_transaction():
        step = builders.hand_in(party).steps[0]
        seen = step.version
        steps.accept_step(party.branch_secretary, step.id, seen=seen, at=LATER)
        with pytest.raises(RuleBroken) as refused:
            steps.decline_step(party.branch_secretary, step.id, reason="Late.", seen=seen, at=LATER)
    assert [each.code for each in refused.value.obstacles] == [Code.CHANGED_MEANWHILE]


def test_a_refused_move_writes_nothing(party):
    with one_transaction():
        step = builders.hand_in(party).steps[0]
        step_id, seen = step.id, step.version
    before = rows()
    with pytest.raises(RuleBroken), one_transaction():
        steps.decline_step(party.branch_secretary, step_id, reason=" ", seen=seen, at=LATER)
    assert rows() == before
    assert get(step_id).state is StepState.INBOX


def test_declining_ends_the_step_with_a_reason_and_tells_its_mover(party):
    with one_transaction():
        step = builders.hand_in(party).steps[0]
        steps.decline_step(
            party.branch_secretary, step.id, reason="Gjelder en annen kommune.", seen=step.version, at=LATER
        )
        assert (step.state, step.ended_reason) == (StepState.DECLINED, "Gjelder en annen kommune.")
        told = db.session.scalars(select(Mail).where(Mail.kind == MailKind.CASE_DECLINED)).all()
        assert [mail.person_id for mail in told] == [party.member.person_id]


def test_what_the_party_returns_comes_back_to_the_branch_as_a_new_step(party):
    with one_transaction():
        motion_id, step_id = in_party_inbox(party)
        step = get(step_id)
        steps.return_step(
            party.party_secretary, step_id, reason="Beløp mangler.", seen=step.version, at=BRANCH_MEETING
        )
        motion = db.session.get_one(Motion, motion_id)
        last = motion.steps[-1]
        assert (last.body_id, last.state, last.arrival) == (
            party.branch_id,
            StepState.INBOX,
            Arrival.RETURNED,
        )
        assert step.state is StepState.RETURNED


def test_a_member_whose_motion_is_returned_corrects_it_and_hands_it_in_again(party):
    with one_transaction():
        motion = builders.hand_in(party)
        step = motion.steps[0]
        steps.return_step(
            party.branch_secretary, step.id, reason="Skriv hvem som skal betale.", seen=step.version, at=LATER
        )
        wording = motions.Wording(motion.title, builders.GROUNDS, "Kommunen betaler bokbussen.")
        motions.edit_motion(party.member, motion, wording=wording, based_on=1, at=LATER)
        new = steps.resubmit_step(party.member, step.id, seen=step.version, at=LATER)
        assert new is step
        again = motion.steps[-1]
        assert (again.state, again.received_text) == (StepState.INBOX, "Kommunen betaler bokbussen.")
        assert step.received_text == TO_PARTY
        with pytest.raises(RuleBroken) as refused:
            steps.resubmit_step(party.member, step.id, seen=step.version, at=LATER)
    assert [each.code for each in refused.value.obstacles] == [Code.ALREADY_AT_BODY]


def test_the_mover_withdraws_a_motion_before_it_is_decided(party):
    with one_transaction():
        step = builders.hand_in(party).steps[0]
        steps.withdraw_step(party.member, step.id, seen=step.version, at=LATER)
        assert (step.state, step.decision.outcome) == (StepState.DECIDED, Outcome.WITHDRAWN)


def test_another_member_does_not_withdraw_it(party):
    with one_transaction():
        step = builders.hand_in(party, by=party.branch_secretary).steps[0]
        with pytest.raises(NotAllowed):
            steps.withdraw_step(party.member, step.id, seen=step.version, at=LATER)


def test_sending_on_puts_the_case_into_an_inbox_that_needs_no_meeting(party):
    with one_transaction():
        _, step_id = in_party_inbox(party)
        step = get(step_id)
        assert (step.state, step.received_text) == (StepState.INBOX, TO_PARTY)
        told = db.session.scalars(select(Mail).where(Mail.person_id == party.party_secretary.person_id)).all()
        assert [mail.kind for mail in told] == [MailKind.CASE_RECEIVED]


def test_a_case_is_not_sent_twice_to_a_body_that_has_it_nor_to_oneself(party):
    with one_transaction():
        motion_id, _ = in_party_inbox(party)
        first = db.session.get_one(Motion, motion_id).steps[0]
        for body, code in ((party.party, Code.ALREADY_AT_BODY), (party.branch, Code.NEXT_BODY_IS_SAME)):
            with pytest.raises(RuleBroken) as refused:
                builders.send_on(party.branch_secretary, first, body, text=TO_PARTY, at=BRANCH_MEETING)
            assert code in [each.code for each in refused.value.obstacles]


def test_two_versions_written_from_the_same_one_do_not_overwrite_each_other(party):
    with one_transaction():
        motion = builders.hand_in(party)
        mine = motions.Wording("Mitt", "", "Mitt forslag.")
        motions.edit_motion(party.member, motion, wording=mine, based_on=1, at=LATER)
        theirs = motions.Wording("Ditt", "", "Ditt forslag.")
        with pytest.raises(RuleBroken) as refused:
            motions.edit_motion(party.branch_secretary, motion, wording=theirs, based_on=1, at=LATER)
        assert [each.code for each in refused.value.obstacles] == [Code.TEXT_CHANGED_MEANWHILE]
        assert [text.title for text in motion.texts] == [builders.TITLE, "Mitt"]


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        (motions.Wording("  ", "", "Text."), Code.TITLE_MISSING),
        (motions.Wording("Title", "", " \n "), Code.PROPOSED_DECISION_MISSING),
        (motions.Wording("T" * 301, "", "Text."), Code.TITLE_TOO_LONG),
        (motions.Wording("Title", "g" * 100_001, "Text."), Code.TEXT_TOO_LONG),
    ],
)
def test_a_motion_without_its_words_is_refused(party, wording, code):
    with pytest.raises(RuleBroken) as refused, one_transaction():
        motions.hand_in_motion(party.member, party.branch, wording=wording, at=START)
    assert [each.code for each in refused.value.obstacles] == [code]
    assert rows()["steps"] == 0


def test_a_member_of_one_body_hands_nothing_in_to_another(party):
    wording = motions.Wording("Title", "", "Text.")
    with pytest.raises(NotAllowed), one_transaction():
        motions.hand_in_motion(party.member, party.party, wording=wording, at=START)


def test_a_branch_member_sees_that_the_party_has_the_case_but_not_inside_it(party):
    with one_transaction():
        motion_id, step_id = in_party_inbox(party)
        case = cases.get_case_for(party.member, motion_id)
        assert [view.is_inside for view in case.steps] == [True, False]
        outside = cases.get_case_for(party.party_member, motion_id)
        assert [view.is_inside for view in outside.steps] == [False, True]
        assert [mover.name for mover in outside.movers] == [None]
        assert [mover.name for mover in case.movers] == ["Lise Medlem"]
        with pytest.raises(NotFound):
            cases.get_case_for(party.stranger, motion_id)
        steps.open_to_public(party.party_secretary, step_id, is_open=True, at=BRANCH_MEETING)
        public = cases.get_case_for(party.stranger, motion_id)
        assert [view.step.id for view in public.steps] == [step_id]
        assert not public.sees_texts


def test_a_member_does_not_hand_a_motion_in_as_the_bodys_own(party):
    wording = motions.Wording("Title", "", "Text.")
    with pytest.raises(RuleBroken) as refused, one_transaction():
        motions.hand_in_motion(
            party.member, party.branch, wording=wording, at=START, moved_by_body=party.branch
        )
    assert [each.code for each in refused.value.obstacles] == [Code.MOVER_NOT_YOURS]
    assert rows()["steps"] == 0
    with one_transaction():
        own = motions.hand_in_motion(
            party.branch_secretary, party.branch, wording=wording, at=START, moved_by_body=party.branch
        )
        assert own.movers[0].body_id == party.branch_id
