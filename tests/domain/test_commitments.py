"""Promises: what can follow what, a delay once, and overdue plainly."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motionflow.domain import commitments
from motionflow.domain.commitments import STATUSES, Promise, Report, Rung
from motionflow.domain.errors import Code
from motionflow.domain.flow import FollowUpStatus

DUE = date(2019, 12, 31)
TODAY = date(2020, 3, 1)
PROMISE = Promise(target=10, due_on=DUE, made_on=date(2019, 6, 17))
S = FollowUpStatus


def report(status: FollowUpStatus, on: date = date(2019, 8, 20), **others: object) -> Report:
    return replace(Report(status, on, source_title="Møtebok"), **others)  # type: ignore[arg-type]


DELAY = report(S.DELAYED, reason="For få søkere.", new_due_on=date(2020, 12, 31))


def codes(before: list[Report], given: Report) -> list[Code]:
    return [each.code for each in commitments.report_obstacles(PROMISE, before, given, today=TODAY)]


def test_every_status_has_a_row() -> None:
    assert set(STATUSES) == set(FollowUpStatus)


def test_a_delay_is_given_once_with_a_reason_and_a_later_date() -> None:
    assert codes([], DELAY) == []
    assert codes([], replace(DELAY, reason=" ")) == [Code.WHY_MISSING]
    assert codes([], replace(DELAY, new_due_on=None)) == [Code.NEW_DATE_MISSING]
    assert codes([], replace(DELAY, new_due_on=DUE)) == [Code.NEW_DATE_NOT_LATER]
    again = replace(DELAY, on=date(2020, 2, 1), new_due_on=date(2021, 12, 31))
    assert codes([DELAY], again) == [Code.DELAY_GIVEN_BEFORE]
    under_way = report(S.UNDER_WAY, date(2020, 1, 10))
    assert codes([DELAY, under_way], again) == [Code.DELAY_GIVEN_BEFORE]
    assert S.DELAYED not in commitments.statuses_after([DELAY, under_way])


def test_after_the_date_it_is_overdue_until_it_ends() -> None:
    standing = commitments.standing_of(PROMISE, [], on=DUE)
    assert (standing.status, standing.is_overdue, standing.days) == (S.NOT_STARTED, False, 0)
    standing = commitments.standing_of(PROMISE, [], on=DUE + timedelta(days=1))
    assert (standing.is_overdue, standing.days) == (True, -1)
    moved = commitments.standing_of(PROMISE, [DELAY], on=TODAY)
    assert (moved.is_overdue, moved.was_moved, moved.due_on) == (False, True, date(2020, 12, 31))
    late = commitments.standing_of(PROMISE, [DELAY], on=date(2021, 1, 1))
    assert late.is_overdue
    part = report(S.PARTLY_DONE, reached=7)
    assert commitments.standing_of(PROMISE, [DELAY, part], on=date(2021, 1, 1)).is_overdue
    last = replace(part, is_final=True)
    ended = commitments.standing_of(PROMISE, [DELAY, last], on=date(2021, 1, 1))
    assert (ended.is_overdue, ended.is_ended, ended.reached, ended.share) == (False, True, 7, 0.7)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (report(S.PARTLY_DONE), Code.REACHED_MISSING),
        (report(S.PARTLY_DONE, reached=0), Code.REACHED_NOT_PART),
        (report(S.PARTLY_DONE, reached=10), Code.REACHED_NOT_PART),
        (report(S.DONE, reached=9), Code.REACHED_NOT_WHOLE),
        (report(S.STOPPED), Code.WHY_MISSING),
        (report(S.LAPSED), Code.WHY_MISSING),
        (report(S.UNDER_WAY, source_title=" "), Code.SOURCE_MISSING),
        (report(S.UNDER_WAY, on=None), Code.DATE_MISSING),
        (report(S.UNDER_WAY, on=date(2020, 3, 2)), Code.DATE_IN_FUTURE),
        (report(S.UNDER_WAY, on=date(2019, 6, 16)), Code.REPORT_BEFORE_LAST),
        (report(None, on=date(2019, 8, 1)), Code.CHOICE_INVALID),  # type: ignore[arg-type]
        (report(S.NOT_STARTED), Code.STATUS_NOT_NEXT),
    ],
)
def test_what_a_status_lacks_is_said(given: Report, code: Code) -> None:
    assert codes([], given) == [code]


def test_a_report_is_not_dated_before_the_last() -> None:
    before = [report(S.UNDER_WAY, date(2019, 10, 1))]
    assert codes(before, report(S.DONE, date(2019, 9, 30))) == [Code.REPORT_BEFORE_LAST]


def test_nothing_is_promised_without_a_measure_and_a_date() -> None:
    found = commitments.promise_obstacles(
        what=" ", target=None, unit="", due_on=None, decided_on=DUE, has_responsible=False
    )
    assert [each.code for each in found] == [
        Code.PROMISE_MISSING,
        Code.RESPONSIBLE_MISSING,
        Code.TARGET_MISSING,
        Code.UNIT_MISSING,
        Code.DUE_DATE_MISSING,
    ]
    early = commitments.promise_obstacles(
        what="x", target=1, unit="x", due_on=DUE - timedelta(days=1), decided_on=DUE, has_responsible=True
    )
    assert [each.code for each in early] == [Code.DUE_BEFORE_DECISION]


@pytest.mark.parametrize(
    ("days", "rung"),
    [(-15, None), (-14, Rung.BEFORE), (0, Rung.BEFORE), (1, Rung.AFTER), (20, Rung.AFTER), (21, Rung.BODY)],
)
def test_reminders_climb_a_ladder(days: int, rung: Rung | None) -> None:
    on = DUE + timedelta(days=days)
    row = commitments.rung_on(commitments.standing_of(PROMISE, [], on=on), on=on)
    assert (row.rung if row else None) is rung


def test_what_has_ended_reminds_nobody() -> None:
    on = DUE + timedelta(days=30)
    standing = commitments.standing_of(PROMISE, [report(S.DONE)], on=on)
    assert commitments.rung_on(standing, on=on) is None
