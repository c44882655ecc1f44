"""What was promised and how it goes, as one table.

A commitment comes from a decision: what, who answers for it, by when, and a number to measure it by.
Every report has a day and a source. Read ``STATUSES`` to see which status can follow which, what each
needs and whether it ends the matter; nothing else compares them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from motionflow.domain.errors import Code, Obstacle, refuse_if
from motionflow.domain.flow import FollowUpStatus

LARGEST_NUMBER = 999_999_999_999


class ReportNeed(StrEnum):
    """What must be given with a status, besides the day and the source."""

    REASON = "reason"
    NEW_DATE = "new_date"
    PART = "part"
    """How much is done: more than nothing and less than all."""
    WHOLE = "whole"
    """That everything is done; the number may be left out."""


class Ends(StrEnum):
    """Whether a status ends the matter."""

    NEVER = "never"
    IF_SAID = "if_said"
    ALWAYS = "always"


@dataclass(frozen=True)
class StatusRow:
    """One row of the statuses: what can follow it, what it needs, and whether it ends the matter."""

    status: FollowUpStatus
    leads_to: frozenset[FollowUpStatus]
    needs: tuple[ReportNeed, ...] = ()
    ends: Ends = Ends.NEVER


_S = FollowUpStatus
_GIVEN_UP = frozenset({_S.STOPPED, _S.LAPSED})
_ON_THE_WAY = frozenset({_S.UNDER_WAY, _S.PARTLY_DONE, _S.DONE}) | _GIVEN_UP

STATUSES: dict[FollowUpStatus, StatusRow] = {
    row.status: row
    for row in (
        StatusRow(_S.NOT_STARTED, _ON_THE_WAY | {_S.DELAYED}),
        StatusRow(_S.UNDER_WAY, _ON_THE_WAY | {_S.DELAYED}),
        StatusRow(_S.PARTLY_DONE, _ON_THE_WAY | {_S.DELAYED}, (ReportNeed.PART,), Ends.IF_SAID),
        # A delay is given once; whoever needs a second one is overdue.
        StatusRow(_S.DELAYED, _ON_THE_WAY, (ReportNeed.REASON, ReportNeed.NEW_DATE)),
        # What was ended can be taken up again, as when it was reported by mistake.
        StatusRow(_S.DONE, frozenset({_S.UNDER_WAY, _S.PARTLY_DONE}), (ReportNeed.WHOLE,), Ends.ALWAYS),
        StatusRow(_S.STOPPED, frozenset({_S.UNDER_WAY}), (ReportNeed.REASON,), Ends.ALWAYS),
        StatusRow(_S.LAPSED, frozenset({_S.UNDER_WAY}), (ReportNeed.REASON,), Ends.ALWAYS),
    )
}


@dataclass(frozen=True)
class Promise:
    """A commitment as its rules need it. ``target`` is in the commitment's unit, kroner or pieces."""

    target: int
    due_on: date
    made_on: date


@dataclass(frozen=True)
class Report:
    """One report on a commitment, as it is given. ``reached`` is in the commitment's unit."""

    status: FollowUpStatus | None
    on: date | None
    reached: int | None = None
    reason: str = ""
    new_due_on: date | None = None
    source_title: str = ""
    is_final: bool = False


@dataclass(frozen=True)
class Standing:
    """How a commitment stands on a day, told from its reports.

    ``days`` is how many days are left, less than 0 when the date has passed.
    """

    status: FollowUpStatus
    reached: int
    target: int
    due_on: date
    first_due_on: date
    is_ended: bool
    is_overdue: bool
    days: int
    reported_on: date | None

    @property
    def share(self) -> float:
        """How much of the target is reached, from 0 to 1."""
        return min(1.0, self.reached / self.target)

    @property
    def was_moved(self) -> bool:
        """Whether a delay gave it a new date."""
        return self.due_on != self.first_due_on


def standing_of(promise: Promise, reports: Sequence[Report], *, on: date) -> Standing:
    """Return how a commitment stands on a day. The reports come in the order they were given."""
    last = reports[-1] if reports else None
    status = last.status if last and last.status else FollowUpStatus.NOT_STARTED
    moved = [each.new_due_on for each in reports if each.new_due_on is not None]
    due_on = moved[-1] if moved else promise.due_on
    reached = next((each.reached for each in reversed(reports) if each.reached is not None), 0)
    is_ended = last is not None and ends(status, is_final=last.is_final)
    return Standing(
        status=status,
        reached=reached,
        target=promise.target,
        due_on=due_on,
        first_due_on=promise.due_on,
        is_ended=is_ended,
        is_overdue=not is_ended and due_on < on,
        days=(due_on - on).days,
        reported_on=last.on if last else None,
    )


def ends(status: FollowUpStatus, *, is_final: bool) -> bool:
    """Return whether a report with this status ends the matter."""
    said = STATUSES[status].ends
    return said is Ends.ALWAYS or (said is Ends.IF_SAID and is_final)


def statuses_after(reports: Sequence[Report]) -> tuple[FollowUpStatus, ...]:
    """Return the statuses that can be reported next, in the order of the table."""
    last = reports[-1].status if reports else None
    allowed = STATUSES[last or FollowUpStatus.NOT_STARTED].leads_to
    if any(each.status is FollowUpStatus.DELAYED for each in reports):
        allowed -= {FollowUpStatus.DELAYED}
    return tuple(status for status in STATUSES if status in allowed)


def promise_obstacles(
    *,
    what: str,
    target: int | None,
    unit: str,
    due_on: date | None,
    decided_on: date,
    has_responsible: bool,
) -> list[Obstacle]:
    """Return what is lacking in a commitment: nothing is promised without a measure and a date."""
    found = [] if what.strip() else [Obstacle(Code.PROMISE_MISSING, "what")]
    if not has_responsible:
        found.append(Obstacle(Code.RESPONSIBLE_MISSING, "responsible"))
    if target is None or not 0 < target <= LARGEST_NUMBER:
        found.append(Obstacle(Code.TARGET_MISSING, "target"))
    if not unit.strip():
        found.append(Obstacle(Code.UNIT_MISSING, "unit"))
    if due_on is None:
        found.append(Obstacle(Code.DUE_DATE_MISSING, "due_on"))
    elif due_on < decided_on:
        found.append(Obstacle(Code.DUE_BEFORE_DECISION, "due_on", {"date": decided_on}))
    return found


def report_obstacles(
    promise: Promise, before: Sequence[Report], report: Report, *, today: date
) -> list[Obstacle]:
    """Return what stands in the way of a report, in the order a user can clear it."""
    found: list[Obstacle] = []
    if report.status is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "status"))
    elif report.status not in statuses_after(before):
        found.append(_why_not_next(report.status, before))
    found += _date_obstacles(promise, before, report, today)
    if not report.source_title.strip():
        found.append(Obstacle(Code.SOURCE_MISSING, "source_title"))
    if report.status is not None:
        for need in STATUSES[report.status].needs:
            found += _lacking(need, promise, before, report)
    if report.reached is not None and not 0 <= report.reached <= LARGEST_NUMBER:
        found.append(Obstacle(Code.TARGET_MISSING, "reached"))
    return found


def check_report(promise: Promise, before: Sequence[Report], report: Report, *, today: date) -> None:
    """Raise ``RuleBroken`` when something stands in the way of a report."""
    refuse_if(report_obstacles(promise, before, report, today=today))


def _why_not_next(status: FollowUpStatus, before: Sequence[Report]) -> Obstacle:
    delayed = any(each.status is FollowUpStatus.DELAYED for each in before)
    if status is FollowUpStatus.DELAYED and delayed:
        return Obstacle(Code.DELAY_GIVEN_BEFORE, "status")
    last = before[-1].status if before else None
    return Obstacle(Code.STATUS_NOT_NEXT, "status", {"status": last or FollowUpStatus.NOT_STARTED})


def _date_obstacles(
    promise: Promise, before: Sequence[Report], report: Report, today: date
) -> Iterable[Obstacle]:
    earliest = max([promise.made_on, *(each.on for each in before if each.on)])
    if report.on is None:
        yield Obstacle(Code.DATE_MISSING, "on")
    elif report.on > today:
        yield Obstacle(Code.DATE_IN_FUTURE, "on", {"date": report.on})
    elif report.on < earliest:
        yield Obstacle(Code.REPORT_BEFORE_LAST, "on", {"date": earliest})


def _lacking(
    need: ReportNeed, promise: Promise, before: Sequence[Report], report: Report
) -> Iterable[Obstacle]:
    if need is ReportNeed.REASON and not report.reason.strip():
        yield Obstacle(Code.WHY_MISSING, "reason")
    if need is ReportNeed.NEW_DATE:
        due_on = promise.due_on
        if report.new_due_on is None:
            yield Obstacle(Code.NEW_DATE_MISSING, "new_due_on")
        elif report.new_due_on <= due_on:
            yield Obstacle(Code.NEW_DATE_NOT_LATER, "new_due_on", {"date": due_on})
    if need is ReportNeed.PART:
        if report.reached is None:
            yield Obstacle(Code.REACHED_MISSING, "reached")
        elif not 0 < report.reached < promise.target:
            yield Obstacle(Code.REACHED_NOT_PART, "reached", {"target": promise.target})
    if need is ReportNeed.WHOLE and report.reached is not None and report.reached < promise.target:
        yield Obstacle(Code.REACHED_NOT_WHOLE, "reached", {"target": promise.target})


class Rung(StrEnum):
    """A step of the ladder of reminders."""

    BEFORE = "before"
    AFTER = "after"
    BODY = "body"


@dataclass(frozen=True)
class RungRow:
    """When a reminder is sent, in days from the date, and whether the whole body gets it."""

    rung: Rung
    days: int
    to_body: bool


# First whoever answers for it, a fortnight before and the day after; then the body, three weeks after.
LADDER: tuple[RungRow, ...] = (
    RungRow(Rung.BEFORE, -14, to_body=False),
    RungRow(Rung.AFTER, 1, to_body=False),
    RungRow(Rung.BODY, 21, to_body=True),
)


def rung_on(standing: Standing, *, on: date) -> RungRow | None:
    """Return the reminder that is due on a day: the latest rung reached; ``None`` for what has ended."""
    if standing.is_ended:
        return None
    reached = [row for row in LADDER if standing.due_on + timedelta(days=row.days) <= on]
    return reached[-1] if reached else None
