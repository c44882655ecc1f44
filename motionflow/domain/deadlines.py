"""Deadlines, counted back from a day.

People's times are Europe/Oslo; moments are UTC. «n days before D» ends at 23:59:59 on D-n, holidays
included.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Periods:
    """How many days before a meeting each thing is due; ``None`` where the body has no such rule."""

    notice_days: int | None = None
    motion_days: int | None = None
    papers_days: int | None = None


@dataclass(frozen=True)
class MeetingDeadlines:
    """The last moments (UTC) for calling a meeting, handing in motions and sending the papers."""

    notice_at: datetime | None
    motions_at: datetime | None
    papers_at: datetime | None


def day_in_oslo(moment: datetime) -> date:
    """Return the day that people in Norway have at a moment."""
    return moment.astimezone(OSLO).date()


def moment_in_oslo(day: date, clock: time) -> datetime:
    """Return the moment (UTC) when clocks in Norway show this; the first of two at the autumn change."""
    return datetime.combine(day, clock, OSLO).astimezone(UTC)


def is_skipped(day: date, clock: time) -> bool:
    """Return whether clocks in Norway never show this time of a day: in March they pass over it."""
    return moment_in_oslo(day, clock).astimezone(OSLO).time() != clock


def days_before(day: date, days: int) -> datetime:
    """Return the last moment (UTC) that is ``days`` days before a day."""
    return moment_in_oslo(day - timedelta(days=days), _LAST_SECOND)


def deadlines_of(meeting_day: date, *, periods: Periods) -> MeetingDeadlines:
    """Return when things are due for a meeting on this day."""

    def due(days: int | None) -> datetime | None:
        return None if days is None else days_before(meeting_day, days)

    return MeetingDeadlines(due(periods.notice_days), due(periods.motion_days), due(periods.papers_days))
