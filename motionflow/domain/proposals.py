"""A group's budget proposal: its sums year by year, and what stands in the way of handing it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motionflow.domain.errors import Code, Obstacle
from motionflow.domain.money import YEARS, Line, YearSum, effect_on_reserve, sums_of


@dataclass(frozen=True)
class Balance:
    """The sums of a proposal: operations and investments apart, and what the reserve fund loses or gains."""

    years: tuple[int, ...]
    operations: tuple[YearSum, ...]
    investments: tuple[YearSum, ...]
    reserve_effect: tuple[int, ...]

    @property
    def together(self) -> tuple[YearSum, ...]:
        """Operations and investments of each year as one."""
        return tuple(
            YearSum(one.year, one.cost + other.cost, one.cover + other.cover, one.subsidy + other.subsidy)
            for one, other in zip(self.operations, self.investments, strict=True)
        )

    @property
    def unbalanced(self) -> tuple[YearSum, ...]:
        """The years that do not add up to 0, those of operations before those of investments."""
        return tuple(year for year in (*self.operations, *self.investments) if not year.is_balanced)

    @property
    def is_balanced(self) -> bool:
        """Whether every year adds up to 0, operations and investments each for itself."""
        return not self.unbalanced


def plan_years(first: int) -> tuple[int, ...]:
    """Return the years of a budget and the plan it begins."""
    return tuple(range(first, first + YEARS))


def balance_of(lines: Sequence[Line], *, first_year: int) -> Balance:
    """Return the sums of a proposal's lines. Kommuneloven §§ 14-4 and 14-10: each year must balance."""
    years = plan_years(first_year)
    return Balance(
        years,
        sums_of([line for line in lines if not line.is_investment], years=years),
        sums_of([line for line in lines if line.is_investment], years=years),
        effect_on_reserve(lines, years=years),
    )


def is_closed(year: int, *, day: date) -> bool:
    """Return whether a budget can be proposed for no more: it is adopted before new year (§ 14-3)."""
    return day.year >= year


def hand_in_obstacles(
    lines: Sequence[Line], *, first_year: int, points: int, parties: int, day: date
) -> list[Obstacle]:
    """Return what stands in the way of handing a proposal in, in the order a user can clear it."""
    found = []
    if is_closed(first_year, day=day):
        found.append(Obstacle(Code.BUDGET_YEAR_CLOSED, None, {"year": str(first_year)}))
    if not parties:
        found.append(Obstacle(Code.PROPOSER_MISSING, "parties"))
    if not lines and not points:
        found.append(Obstacle(Code.PROPOSAL_EMPTY))
    balance = balance_of(lines, first_year=first_year)
    for code, sums in (
        (Code.YEAR_UNBALANCED, balance.operations),
        (Code.INVESTMENT_UNBALANCED, balance.investments),
    ):
        for year in sums:
            if year.missing:
                over = Code.YEAR_OVERCOVERED if year.missing < 0 else code
                params: dict[str, object] = {"year": str(year.year), "amount": abs(year.missing)}
                found.append(Obstacle(over, None, params))
    return found


def moved_on(line: Line, *, to_year: int) -> tuple[int, ...]:
    """Return a line's amounts as they stand in the four years from another year on.

    A lasting line goes on as it last was.
    """
    last = line.first_year + YEARS - 1 if line.first_year is not None else to_year
    return tuple(
        line.amounts[-1] if line.is_lasting and year > last else line.amount_in(year)
        for year in plan_years(to_year)
    )
