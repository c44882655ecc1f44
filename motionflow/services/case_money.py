"""The money of cases as it is read: asked at each body, granted and spent year by year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from motionflow.db import db
from motionflow.domain.money import MoneyKind, YearSum, sums_of, years_of
from motionflow.models import BudgetLine, MoneyRecord, Motion, Step


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


def _sum_in(records: Sequence[MoneyRecord], year: int) -> int | None:
    amounts = [row.amount for row in records if row.year == year]
    return sum(amounts) if amounts else None


def _in_force(records: Iterable[MoneyRecord]) -> tuple[MoneyRecord, ...]:
    """Return the latest record of each year and body."""
    return tuple({(row.year, row.step_id): row for row in records}.values())
