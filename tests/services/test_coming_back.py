"""What nobody treated comes back by itself; motions are treated together; a mover may object once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.errors import Code, NotAllowed, RuleBroken
from motionflow.domain.flow import Outcome, StepState
from motionflow.models import LeftOver, Mail, Meeting, Motion, Step
from motionflow.models.outbox import MailKind
from motionflow.services import joining, leftovers, meetings
from motionflow.services.access import Viewer
from tests.services import builders
from tests.services.builders import START, Party, one_transaction

FIRST = moment_in_oslo(date(2019, 3, 1), time(18, 0))
SECOND = moment_in_oslo(date(2020, 3, 1), time(18, 0))
AFTER = FIRST + timedelta(hours=3)


def hold(party: Party) -> None:
    meeting = builders.call(party.branch_secretary, party.branch, starts_at=FIRST, called_at=START)
    meetings.open_meeting(party.branch_secretary, meeting.id, seen=meeting.version, at=FIRST)
    meetings.end_meeting(party.branch_secretary, meeting.id, seen=meeting.version, at=AFTER)


def call_next(party: Party) -> Meeting:
    called = SECOND - timedelta(days=30)
    return builders.call(party.branch_secretary, party.branch, starts_at=SECOND, called_at=called)


def titles(meeting: Meeting) -> list[str]:
    return [item.title for item in meeting.agenda if item.step_id]


def test_what_lay_through_an_annual_meeting_is_on_the_next_ones_list(party: Party) -> None:
    with one_transaction():
        old = builders.hand_in(party, at=START + timedelta(days=1), title="Bokbuss")
        hold(party)
        late = SECOND - timedelta(days=40)
        builders.hand_in(party, at=late, title="Gangvei")
        meeting = call_next(party)
        assert titles(meeting) == ["Bokbuss (gjenstår fra sist)"]
        assert old.steps[0].state is StepState.LISTED
        assert [item.number for item in meeting.agenda if item.step_id] == ["6.1"]


def test_a_postponed_case_comes_back(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party, at=START, title="Bokbuss")
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=FIRST, called_at=START)
        builders.put_on_list(party.branch_secretary, motion.steps[0], meeting, at=START)
        builders.decide(
            party.branch_secretary,
            motion.steps[0],
            meeting=meeting,
            at=AFTER,
            outcome=Outcome.POSTPONED,
            text="",
        )
        assert motion.steps[0].state is StepState.POSTPONED
        assert titles(call_next(party)) == ["Bokbuss (gjenstår fra sist)"]


def test_it_is_taken_off_only_with_a_reason_that_its_sender_sees(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party, at=START + timedelta(days=1), title="Bokbuss")
        hold(party)
        meeting = call_next(party)
        step, at = motion.steps[0], SECOND - timedelta(days=20)

        def off(reason: str) -> None:
            meetings.take_off_list(party.branch_secretary, step.id, reason=reason, seen=step.version, at=at)

        with pytest.raises(RuleBroken) as broken:
            off(" ")
        assert [each.code for each in broken.value.obstacles] == [Code.REASON_MISSING]
        off("Kommunen har alt kjøpt en bokbuss.")
        db.session.refresh(meeting)
        assert titles(meeting) == []
        (shown,) = leftovers.list_taken_off(party.member, motion)
        assert shown.row.reason == "Kommunen har alt kjøpt en bokbuss."
        told = select(Mail.person_id).where(Mail.kind == MailKind.CASE_TAKEN_OFF)
        assert db.session.scalars(told).all() == [party.member.id]
        assert leftovers.list_taken_off(party.stranger, motion) == ()


def test_other_meetings_take_nothing_over(party: Party) -> None:
    with one_transaction():
        builders.hand_in(party, at=START, title="Bokbuss")
        hold(party)
        meetings.call_meeting(
            party.branch_secretary,
            party.branch,
            kind=builders.MeetingKind.MEMBERS,
            starts_at=SECOND,
            place="Huset",
            at=AFTER,
        )
        assert db.session.scalars(select(LeftOver)).all() == []


def two_alike(party: Party) -> tuple[Motion, Motion]:
    first = builders.hand_in(party, at=START, title="Bokbuss")
    other = builders.hand_in(party, by=party.branch_chair, at=START, title="En bokbuss til bygdene")
    return first, other


def test_motions_are_joined_with_credit_and_each_sees_its_own_fate(party: Party) -> None:
    with one_transaction():
        first, other = two_alike(party)
        joining.join(
            party.branch_secretary,
            other.steps[0].id,
            into_step_id=first.steps[0].id,
            seen=other.steps[0].version,
            at=START,
        )
        decision = other.steps[0].decision
        assert decision is not None
        assert (decision.outcome, decision.covering_motion_id) == (Outcome.COVERED, first.id)
        assert "«Bokbuss» (2019/1)" in decision.reason
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=FIRST, called_at=START)
        builders.put_on_list(party.branch_secretary, first.steps[0], meeting, at=START)
        builders.decide(party.branch_secretary, first.steps[0], meeting=meeting, at=AFTER)
        fate = joining.fate_of(party.branch_chair, other)
        assert fate is not None
        assert fate.status.latest is not None
        assert fate.status.latest.outcome is Outcome.ADOPTED
        (credit,) = joining.list_joined_in(first)
        assert (credit.number, credit.movers) == ("2019/2", "Nils Utvalgt")


def refused(viewer: Viewer, step: Step, into: str) -> list[Code]:
    with pytest.raises(RuleBroken) as broken:
        joining.join(viewer, step.id, into_step_id=into, seen=step.version, at=START)
    return [each.code for each in broken.value.obstacles]


def test_a_motion_is_joined_with_another_that_waits_here_and_by_its_secretary(party: Party) -> None:
    with one_transaction():
        first, other = two_alike(party)
        step = other.steps[0]
        assert refused(party.branch_secretary, step, step.id) == [Code.JOINED_WITH_ITSELF]
        assert refused(party.branch_secretary, step, "0" * 16) == [Code.JOINED_NOT_HERE]
        with pytest.raises(NotAllowed):
            joining.join(party.member, step.id, into_step_id=first.steps[0].id, seen=1, at=START)


def test_the_mover_may_object_once_to_being_covered(party: Party) -> None:
    with one_transaction():
        first, other = two_alike(party)
        joining.join(
            party.branch_secretary,
            other.steps[0].id,
            into_step_id=first.steps[0].id,
            seen=other.steps[0].version,
            at=START,
        )
        decision = other.steps[0].decision
        assert decision is not None
        mover, later = party.branch_chair, datetime(2019, 1, 5, 12, 0, tzinfo=UTC)
        assert joining.may_object(mover, decision)
        with pytest.raises(NotAllowed):
            joining.object_to(party.member, decision.id, text="Nei.", at=later)
        with pytest.raises(RuleBroken):
            joining.object_to(mover, decision.id, text=" ", at=later)
        again = joining.object_to(mover, decision.id, text="Den andre gjelder skolen.", at=later)
        assert again.state is StepState.INBOX
        assert not joining.may_object(mover, decision)
        assert joining.fate_of(mover, other) is None
        with pytest.raises(RuleBroken) as broken:
            joining.object_to(mover, decision.id, text="Igjen.", at=later)
        assert [each.code for each in broken.value.obstacles] == [Code.OBJECTED_BEFORE]
        told = select(Mail.person_id).where(Mail.kind == MailKind.CASE_OBJECTED)
        assert db.session.scalars(told).all() == [party.branch_secretary.id]
