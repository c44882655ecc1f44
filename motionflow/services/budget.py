"""Money of a case: what each body asks for, line by line, and what was granted and spent beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import bindparam, select

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, Obstacle, refuse_if
from motionflow.domain.money import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    MoneyKind,
    YearSum,
    sums_of,
    years_of,
)
from motionflow.domain.roles import Action
from motionflow.models import BudgetLine, MoneyRecord, Motion, Step
from motionflow.services import audit
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.cases import CaseView, get_motion_for
from motionflow.services.motions import is_web_link


@dataclass(frozen=True)
class Asked:
    """What a body asks for: its lines, and the sums of each year."""

    step: Step
    lines: tuple[BudgetLine, ...]

    @property
    def years(self) -> tuple[YearSum, ...]:
        """Cost, cover and expected grants of each year."""
        lines = [row.line for row in self.lines]
        return sums_of(lines, years=years_of(lines))

    @property
    def total(self) -> int:
        """What is asked for in all: the costs of all years, in whole kroner."""
        return sum(year.cost for year in self.years)


@dataclass(frozen=True)
class Money:
    """The money of a case: asked at each body in the order of its way, and granted and spent per year.

    ``granted`` and ``spent`` hold the records in force; both are ``None`` in sums when nothing is recorded.
    """

    asked: tuple[Asked, ...]
    granted: tuple[MoneyRecord, ...]
    spent: tuple[MoneyRecord, ...]

    @property
    def total_asked(self) -> int | None:
        """What was asked for in the end: in each year by the last body on the way that asked for that year.

        So a budget change for one year does not take away what was asked for the next.
        """
        by_year = {year.year: year.cost for each in self.asked for year in each.years}
        return sum(by_year.values()) if self.asked else None

    @property
    def total_granted(self) -> int | None:
        """What was granted in all."""
        return sum(row.amount for row in self.granted) if self.granted else None

    @property
    def total_spent(self) -> int | None:
        """What has been spent in all."""
        return sum(row.amount for row in self.spent) if self.spent else None

    def granted_in(self, year: int) -> int | None:
        """Return what was granted in a year, by all bodies; ``None`` when nothing is recorded."""
        return _sum_in(self.granted, year)

    def spent_in(self, year: int) -> int | None:
        """Return what was spent in a year; ``None`` when nothing is recorded."""
        return _sum_in(self.spent, year)


# Put together once: that takes as long as to read them for one case.
_LINES = (
    select(BudgetLine)
    .join(Step, Step.id == BudgetLine.step_id)
    .where(Step.motion_id.in_(bindparam("motion_ids", expanding=True)))
    .order_by(Step.number, BudgetLine.position)
)
_RECORDS = (
    select(MoneyRecord)
    .where(MoneyRecord.motion_id.in_(bindparam("motion_ids", expanding=True)))
    .order_by(MoneyRecord.year, MoneyRecord.recorded_at, MoneyRecord.on)
)


def money_of(motion: Motion) -> Money:
    """Return the money of a case that has been loaded for somebody who may see it."""
    return moneys_of([motion])[motion.id]


def moneys_of(motions: Iterable[Motion]) -> dict[str, Money]:
    """Return the money of many cases by their ids, in two queries."""
    cases = {motion.id: motion for motion in motions}
    asked = {"motion_ids": list(cases)}
    lines = db.session.scalars(_LINES, asked).all()
    records = db.session.scalars(_RECORDS, asked).all()
    found = {}
    for motion_id, motion in cases.items():
        own = [row for row in records if row.motion_id == motion_id]
        by_step = [(step, tuple(row for row in lines if row.step_id == step.id)) for step in motion.steps]
        found[motion_id] = Money(
            tuple(Asked(step, rows) for step, rows in by_step if rows),
            _in_force(row for row in own if row.kind is MoneyKind.GRANTED),
            _in_force(row for row in own if row.kind is MoneyKind.SPENT),
        )
    return found


def money_for(viewer: Viewer, case: CaseView) -> Money:
    """Return the money of a case as a viewer may see it: what was asked for at the steps the viewer sees.

    What a body asks for while it still works is seen inside it alone.
    """
    money = money_of(case.motion)
    seen = {view.step.id for view in case.steps if view.is_inside or view.step.ended_at is not None}
    return replace(money, asked=tuple(each for each in money.asked if each.step.id in seen))


def record_money(
    viewer: Viewer,
    motion_id: str,
    *,
    kind: MoneyKind | None,
    year: int | None,
    amount: int | None,
    on: date | None,
    source_title: str,
    source_link: str = "",
    step_id: str | None = None,
    at: datetime,
) -> MoneyRecord:
    """Record what a body granted for a year, or what has been spent in it. Raises ``RuleBroken``.

    A later record of the same year takes the place of the earlier one, which is kept.
    """
    motion = get_motion_for(viewer, motion_id)
    if not may_record_money(viewer, motion):
        raise NotAllowed
    step = next((each for each in motion.steps if each.id == step_id), None)
    refuse_if(_record_obstacles(motion, kind, year, amount, on, source_title, source_link, step, at))
    row = MoneyRecord(
        motion_id=motion.id,
        step_id=step.id if step and kind is MoneyKind.GRANTED else None,
        kind=kind,
        year=year,
        amount=amount,
        on=on,
        source_title=source_title.strip(),
        source_link=source_link.strip(),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )
    db.session.add(row)
    db.session.flush()
    body_id = step.body_id if step else motion.founding_body_id
    audit.add_event("money_recorded", body_id=body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def may_record_money(viewer: Viewer, motion: Motion) -> bool:
    """Return whether a viewer may record what was granted and spent."""
    return any(viewer_may(Action.CASE_SET_FOLLOW_UP, viewer, step.body) for step in motion.steps)


def _sum_in(records: Sequence[MoneyRecord], year: int) -> int | None:
    amounts = [row.amount for row in records if row.year == year]
    return sum(amounts) if amounts else None


def _in_force(records: Iterable[MoneyRecord]) -> tuple[MoneyRecord, ...]:
    """Return the latest record of each year and body."""
    return tuple({(row.year, row.step_id): row for row in records}.values())


def _record_obstacles(
    motion: Motion,
    kind: MoneyKind | None,
    year: int | None,
    amount: int | None,
    on: date | None,
    source_title: str,
    source_link: str,
    step: Step | None,
    at: datetime,
) -> list[Obstacle]:
    found = []
    started_on = day_in_oslo(motion.started_at)
    if kind is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "kind"))
    if kind is MoneyKind.GRANTED and step is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "step"))
    if year is None:
        found.append(Obstacle(Code.YEAR_MISSING, "year"))
    elif not EARLIEST_YEAR <= year <= LATEST_YEAR:
        found.append(Obstacle(Code.YEAR_INVALID, "year"))
    if amount is None:
        found.append(Obstacle(Code.AMOUNT_MISSING, "amount"))
    if on is None:
        found.append(Obstacle(Code.DATE_MISSING, "on"))
    elif on > day_in_oslo(at):
        found.append(Obstacle(Code.DATE_IN_FUTURE, "on", {"date": on}))
    elif on < started_on:
        found.append(Obstacle(Code.DATE_BEFORE_RECEIVED, "on", {"date": started_on}))
    if not source_title.strip():
        found.append(Obstacle(Code.SOURCE_MISSING, "source_title"))
    if not is_web_link(source_link):
        found.append(Obstacle(Code.LINK_INVALID, "source_link"))
    return found
