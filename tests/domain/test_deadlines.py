"""Deadlines end at the last second of the day in Norway, also when the clock has changed."""

from datetime import UTC, date, datetime, time

import pytest

from motionflow.domain.deadlines import (
    Periods,
    day_in_oslo,
    days_before,
    deadlines_of,
    is_skipped,
    moment_in_oslo,
)


def test_a_deadline_ends_at_the_last_second_of_its_day():
    assert days_before(date(2019, 1, 16), 14) == datetime(2019, 1, 2, 22, 59, 59, tzinfo=UTC)


def test_a_deadline_counts_days_and_not_hours_across_a_change_of_clock():
    assert days_before(date(2019, 4, 7), 14) == datetime(2019, 3, 24, 22, 59, 59, tzinfo=UTC)
    assert days_before(date(2019, 4, 7), 2) == datetime(2019, 4, 5, 21, 59, 59, tzinfo=UTC)


def test_the_branch_meeting_of_the_example_was_called_in_time_on_19_december():
    due = deadlines_of(date(2019, 1, 16), periods=Periods(28, 14, 7))
    assert day_in_oslo(due.notice_at) == date(2018, 12, 19)
    assert day_in_oslo(due.motions_at) == date(2019, 1, 2)
    assert day_in_oslo(due.papers_at) == date(2019, 1, 9)


def test_a_body_without_a_rule_has_no_deadline():
    due = deadlines_of(date(2019, 1, 16), periods=Periods())
    assert (due.notice_at, due.motions_at, due.papers_at) == (None, None, None)


def test_the_day_is_the_one_people_in_norway_have():
    assert day_in_oslo(datetime(2019, 6, 16, 22, 30, tzinfo=UTC)) == date(2019, 6, 17)
    assert day_in_oslo(datetime(2019, 12, 31, 22, 30, tzinfo=UTC)) == date(2019, 12, 31)


@pytest.mark.parametrize(
    ("clock", "skipped"), [(time(1, 59), False), (time(2, 0), True), (time(2, 59), True), (time(3, 0), False)]
)
def test_an_hour_in_march_is_never_shown(clock, skipped):
    assert is_skipped(date(2027, 3, 28), clock) is skipped
    assert not is_skipped(date(2026, 10, 25), clock)


def test_of_the_two_hours_in_october_the_first_is_meant():
    assert moment_in_oslo(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
