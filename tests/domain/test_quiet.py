"""Mail waits for the quiet hours to end."""

from datetime import date, datetime, time

import pytest

from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.quiet import Quiet, due_after, next_collected


def oslo(day: int, hour: int, minute: int = 0) -> datetime:
    return moment_in_oslo(date(2019, 3, day), time(hour, minute))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (oslo(4, 12), oslo(4, 12)),
        (oslo(4, 20, 59), oslo(4, 20, 59)),
        (oslo(4, 21), oslo(5, 7)),
        (oslo(5, 2), oslo(5, 7)),
        (oslo(5, 7), oslo(5, 7)),
        (oslo(30, 23), oslo(31, 7)),  # the clock is put forward that night
    ],
)
def test_what_comes_in_the_quiet_hours_waits_for_the_morning(at: datetime, due: datetime) -> None:
    assert due_after(at, quiet=Quiet()) == due


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    assert due_after(oslo(4, 9), quiet=Quiet(8, 16)) == oslo(4, 16)
    assert due_after(oslo(4, 23), quiet=Quiet(8, 16)) == oslo(4, 23)
    assert due_after(oslo(4, 3), quiet=Quiet(5, 5)) == oslo(4, 3)


def test_what_is_collected_comes_the_next_morning() -> None:
    assert next_collected(oslo(4, 6), quiet=Quiet()) == oslo(4, 7)
    assert next_collected(oslo(4, 7), quiet=Quiet()) == oslo(5, 7)
