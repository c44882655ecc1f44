"""The backward calendar: from a day the council meets, every last day before it, back to the branch.

«At least 14 days before» and the body's own periods are counted as in ``deadlines``. Where the day of a
meeting is not known, the same day as the year before is taken, and marked as a guess.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from motionflow.domain.council import Sitting
from motionflow.domain.deadlines import Periods
from motionflow.domain.flow import BodyKind
from motionflow.domain.outcomes import Route
from motionflow.domain.routes import MONEY_ROUTES, ROUTES

# Kommuneloven § 14-3: the recommendation with all proposals lies open at least this long before the council.
PUBLICITY_DAYS = 14
NO_PERIODS = Periods()
# A body that meets all the year has met too long ago to treat what is to come.
_A_YEAR, _A_SEASON = timedelta(days=364), timedelta(days=90)


class DateKind(StrEnum):
    """What a day of the calendar is."""

    MEETING = "meeting"
    PUBLICITY = "publicity"
    HANDED_ON = "handed_on"
    MOTIONS = "motions"
    PAPERS = "papers"
    NOTICE = "notice"


@dataclass(frozen=True)
class CouncilDay:
    """A day on which a council meets, and what it treats then."""

    meeting_id: str
    on: date
    sitting: Sitting


@dataclass(frozen=True)
class Station:
    """A body on the way back from the council: the days it meets, and its periods before a meeting.

    ``yearly`` holds the days of its annual meetings, from which a day that is not known is guessed.
    """

    body_id: str
    name: str
    kind: BodyKind
    days: tuple[date, ...] = ()
    yearly: tuple[date, ...] = ()
    periods: Periods = NO_PERIODS


@dataclass(frozen=True)
class Stop:
    """A body's part of the way to one meeting of the council.

    ``by`` is the last day on which it can treat the case, ``meets_on`` the meeting that does (``None``
    where none is known), ``arrives_by`` the last day on which the case can come to it.
    """

    station: Station
    by: date
    meets_on: date | None
    is_guess: bool
    arrives_by: date
    published_by: date | None = None

    def dates(self) -> list[tuple[DateKind, date]]:
        """Return the days of this part, the latest first."""
        on = self.meets_on or self.by
        found = [(DateKind.MEETING, on)]
        if self.published_by is not None:
            found.append((DateKind.PUBLICITY, self.published_by))
        periods = self.station.periods
        for kind, days in (
            (DateKind.PAPERS, periods.papers_days),
            (DateKind.MOTIONS, periods.motion_days),
            (DateKind.NOTICE, periods.notice_days),
        ):
            if days is not None:
                found.append((kind, on - timedelta(days=days)))
        return sorted(found, key=lambda each: each[1], reverse=True)


@dataclass(frozen=True)
class Plan:
    """The whole way back from one meeting of the council; the council is the first stop."""

    day: CouncilDay
    stops: tuple[Stop, ...]

    def stop_at(self, body_id: str) -> Stop | None:
        """Return a body's part of the way, if it has one."""
        return next((stop for stop in self.stops if stop.station.body_id == body_id), None)

    def last_day_at(self, body_id: str) -> date | None:
        """Return the last day on which a body can treat a case that shall reach this meeting."""
        stop = self.stop_at(body_id)
        return None if stop is None else (stop.meets_on or stop.by)


def plan_back(day: CouncilDay, *, stations: Sequence[Station], today: date, council_days: int = 1) -> Plan:
    """Return every body's part of the way to a meeting of the council.

    ``stations`` begin with the council and go back: executive committee, group, party, branch.
    ``council_days`` is how many days before it meets the council wants a case: at least the day before.
    """
    stops: list[Stop] = []
    by = day.on
    for number, station in enumerate(stations):
        first = number == 0
        meets_on, is_guess = (day.on, False) if first else _meeting_by(station, by, today)
        on = meets_on or by
        published_by = None
        if first:
            arrives_by = on - timedelta(days=max(council_days, 1))
            if day.sitting is Sitting.BUDGET:
                published_by = on - timedelta(days=PUBLICITY_DAYS)
                arrives_by = min(arrives_by, published_by)
        else:
            arrives_by = on - timedelta(days=station.periods.motion_days or 0)
        stops.append(Stop(station, by, meets_on, is_guess, arrives_by, published_by))
        by = arrives_by
    return Plan(day, tuple(stops))


def _meeting_by(station: Station, by: date, today: date) -> tuple[date | None, bool]:
    """Return the last meeting a body has until a day, and whether its day is guessed."""
    known = max((on for on in station.days if on <= by), default=None)
    has_called = any(on >= today for on in station.days)
    if known is not None and known < today <= by and not station.yearly and not has_called:
        # One that meets all the year and has called no later meeting can still call one in time.
        return None, False
    if known is not None and by - known < (_A_YEAR if station.yearly else _A_SEASON):
        return known, False
    # A meeting of the year before does not treat what comes this year: its day is guessed from it.
    guessed = max((on for on in station.yearly if on <= by), default=None)
    while guessed is not None and same_day_next_year(guessed) <= by:
        guessed = same_day_next_year(guessed)
    return guessed, guessed is not None


def same_day_next_year(day: date) -> date:
    """Return the same weekday a year later: 364 days, as people plan."""
    return day + _A_YEAR


@dataclass(frozen=True)
class Prospect:
    """What a case that is at a body can still reach.

    ``aims_at`` is the meeting it was meant for, ``last_day`` the last day its body could treat it for
    that meeting, ``next_chance`` the first meeting it can reach from today.
    """

    aims_at: CouncilDay | None
    last_day: date | None
    is_missed: bool
    next_chance: CouncilDay | None
    next_last_day: date | None = None


def prospect_of(
    plans: Iterable[Plan],
    *,
    body_id: str,
    route: Route | None,
    today: date,
    aims_at: str | None = None,
    comes_on: date | None = None,
) -> Prospect | None:
    """Return whether a case makes the meeting it is meant for, and else which is the next it can reach.

    ``aims_at`` is the id of a chosen meeting; without one the case is meant for the first of its route
    after ``comes_on``, the day it came. ``None`` where no meeting is known that it could be meant for.
    """
    ordered = sorted(plans, key=lambda plan: plan.day.on)
    wanted = ROUTES[route].sittings if route is not None else _MONEY
    since = comes_on or today
    meant = next((plan for plan in ordered if plan.day.meeting_id == aims_at), None) or next(
        (plan for plan in ordered if plan.day.sitting in wanted and plan.day.on >= since), None
    )
    if meant is None or meant.stop_at(body_id) is None:
        return None
    chances = _MONEY if route is None or route in MONEY_ROUTES else wanted
    last_day = meant.last_day_at(body_id)
    next_plan = next(
        (
            plan
            for plan in ordered
            if plan.day.sitting in chances and (plan.last_day_at(body_id) or date.min) >= today
        ),
        None,
    )
    return Prospect(
        meant.day,
        last_day,
        last_day is not None and last_day < today,
        next_plan.day if next_plan else None,
        next_plan.last_day_at(body_id) if next_plan else None,
    )


_MONEY = frozenset({Sitting.BUDGET, Sitting.BUDGET_CHANGE})


@dataclass(frozen=True)
class CalendarDate:
    """One entry of somebody's calendar: a meeting, or a last day before one.

    ``at`` is set where the hour is known. ``council_on`` is the day of the council's meeting that a last
    day is counted back from, ``sitting`` what that meeting treats.
    """

    uid: str
    on: date
    kind: DateKind
    body: str
    body_id: str
    at: datetime | None = None
    place: str = ""
    meeting_id: str | None = None
    council_on: date | None = None
    sitting: Sitting | None = None
    is_guess: bool = False
