"""Promises kept, reported and seen, and figures over time."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from motionflow.db import db
from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.domain.flow import FollowUpStatus
from motionflow.models import Commitment, Decision, Event, Mail, Motion
from motionflow.models.outbox import MailKind
from motionflow.services import commitments, indicators
from motionflow.services.access import nobody
from motionflow.services.indicators import ReadingGiven
from tests.services import promised
from tests.services.builders import Party, Way, one_transaction

LATER = datetime(2020, 3, 1, 12, 0, tzinfo=UTC)
S = FollowUpStatus


def council_decision(way: Way) -> Decision:
    return db.session.scalars(select(Decision).where(Decision.step_id == way.step_ids[-1])).one()


def made(party: Party, way: Way) -> Commitment:
    decision = council_decision(way)
    return promised.promise(party.councillor, decision, body=party.group, person_id=party.councillor.id)


def refused(act: object) -> list[Code]:
    with pytest.raises(RuleBroken) as broken:
        act()  # type: ignore[operator]
    return [each.code for each in broken.value.obstacles]


def test_a_promise_is_kept_reported_and_told(party: Party, way: Way) -> None:
    with one_transaction():
        promise = made(party, way)
        promised.tell(party.councillor, promise, S.PARTLY_DONE, on=date(2020, 2, 1), at=LATER, reached=7)
    with one_transaction():
        (view,) = commitments.list_of_motion(
            party.member, db.session.get_one(Motion, way.motion_id), on=date(2020, 3, 1)
        )
        assert (view.standing.status, view.standing.reached) == (S.PARTLY_DONE, 7)
        assert view.standing.is_overdue
        assert view.responsible == "Anne Test, Elvebygda kommunestyregruppe"
        names = set(db.session.scalars(select(Event.name)))
        assert {"commitment_made", "commitment_reported"} <= names
        told = select(Mail.person_id).where(Mail.kind == MailKind.COMMITMENT_REPORTED)
        assert db.session.scalars(told).all() == [party.member.id]


def test_only_the_elected_on_the_way_can_answer_for_a_promise(party: Party, way: Way) -> None:
    with one_transaction():
        decision = council_decision(way)
        wrong = [party.stranger.id, party.member.id]
        for person_id in wrong:
            found = refused(
                lambda person_id=person_id: promised.promise(
                    party.councillor, decision, body=party.branch, person_id=person_id
                )
            )
            assert found == [Code.RESPONSIBLE_NOT_ELECTED]
        offered = commitments.list_responsible(decision.step.motion, on=date(2019, 7, 1))
        named = {each.person.name for each in offered if each.person}
        assert "Anne Test" in named
        assert "Lise Medlem" not in named


def test_a_promise_without_measure_or_date_is_refused_and_nothing_is_written(party: Party, way: Way) -> None:
    with one_transaction():
        decision = council_decision(way)
        act = lambda: promised.promise(  # noqa: E731
            party.councillor, decision, body=party.group, target=None, due_on=None
        )
        assert refused(act) == [Code.TARGET_MISSING, Code.DUE_DATE_MISSING]
    assert db.session.scalars(select(Commitment)).all() == []


def test_who_may_not_follow_up_neither_promises_nor_reports(party: Party, way: Way) -> None:
    with one_transaction():
        promise_id = made(party, way).id
    with one_transaction():
        promise = db.session.get_one(Commitment, promise_id)
        for viewer in (party.member, party.stranger, nobody()):
            with pytest.raises((NotAllowed, NotFound)):
                promised.tell(viewer, promise, S.UNDER_WAY, on=date(2020, 2, 1), at=LATER)
            with pytest.raises((NotAllowed, NotFound)):
                promised.promise(viewer, promise.decision, body=party.group)


def test_two_who_report_at_once_do_not_overwrite_each_other(party: Party, way: Way) -> None:
    with one_transaction():
        promise = made(party, way)
        promise_id, seen = promise.id, len(promise.reports)
        promised.tell(party.councillor, promise, S.UNDER_WAY, on=date(2020, 2, 1), at=LATER)
    with one_transaction():
        given = commitments.ReportGiven(S.DONE, date(2020, 2, 2), source_title="Brev")
        act = lambda: commitments.report(  # noqa: E731
            party.councillor, promise_id, given=given, seen=seen, at=LATER
        )
        assert refused(act) == [Code.CHANGED_MEANWHILE]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE commitments SET what = ''",
        "UPDATE commitments SET target = 0",
        "UPDATE commitment_reports SET source_title = ''",
        "UPDATE commitment_reports SET status = 'delayed'",
        "UPDATE commitment_reports SET status = 'partly_done', reached = NULL",
        "UPDATE commitment_reports SET status = 'stopped', reason = ''",
    ],
)
def test_the_database_refuses_a_promise_that_is_none(party: Party, way: Way, change: str) -> None:
    with one_transaction():
        promised.tell(party.councillor, made(party, way), S.UNDER_WAY, on=date(2020, 2, 1), at=LATER)
    with pytest.raises(IntegrityError), one_transaction():
        db.session.execute(text(change))


def test_the_database_takes_one_delay_only(party: Party, way: Way) -> None:
    with one_transaction():
        promise = made(party, way)
        delay = {"reason": "Få søkere.", "new_due_on": date(2020, 12, 31)}
        promised.tell(party.councillor, promise, S.DELAYED, on=date(2020, 1, 2), at=LATER, **delay)
        promised.tell(party.councillor, promise, S.UNDER_WAY, on=date(2020, 2, 1), at=LATER)
    with pytest.raises(IntegrityError), one_transaction():
        db.session.execute(
            text(
                "UPDATE commitment_reports SET status = 'delayed', reason = 'x', new_due_on = '2021-12-31'"
                " WHERE number = 2"
            )
        )


def test_a_figure_has_a_course_with_a_source_for_each_day(party: Party, way: Way) -> None:
    with one_transaction():
        figure = promised.figure(party.group_secretary, way.motion_id)
        later = ReadingGiven(date(2019, 6, 1), Decimal("394"), 427, "Barometeret 2019")
        indicators.add_reading(party.group_secretary, figure.id, given=later, at=LATER)
        again = lambda: indicators.add_reading(  # noqa: E731
            party.group_secretary, figure.id, given=later, at=LATER
        )
        assert refused(again) == [Code.READING_TAKEN]
        bad = ReadingGiven(None, Decimal(500), 427, "", "ftp://x")
        act = lambda: indicators.add_reading(  # noqa: E731
            party.group_secretary, figure.id, given=bad, at=LATER
        )
        assert refused(act) == [
            Code.DATE_MISSING,
            Code.OUT_OF_TOO_SMALL,
            Code.SOURCE_MISSING,
            Code.LINK_INVALID,
        ]
        assert [each.hundredths for each in figure.readings] == [25400, 39400]
        with pytest.raises(NotFound):
            indicators.get_indicator_for(party.stranger, figure.id)
