"""The numbers in the tables of papers: years, amounts and their sums."""

from collections.abc import Iterable, Sequence

from motionflow.documents import numbers
from motionflow.documents.facts import MeasureRow
from motionflow.documents.pieces import MoneyFacts, MoneyRow

NOTHING = "–"
BAR = 24


def years_of(money: MoneyFacts) -> list[int]:
    """Return the years that the costs are spread over."""
    return sorted({one.year for row in money.costs for one in row.years})


def amount_in(row: MoneyRow, year: int) -> str:
    """Return the cost in a year, a dash where there is none."""
    amounts = [one.amount for one in row.years if one.year == year]
    return numbers.kroner(sum(amounts)) if amounts else NOTHING


def total_of(row: MoneyRow) -> str:
    """Return the cost over all years."""
    return numbers.kroner(sum(one.amount for one in row.years))


def total_in(money: MoneyFacts, year: int | None = None) -> str:
    """Return what everything costs in a year, or in all."""
    return numbers.kroner(
        sum(one.amount for row in money.costs for one in row.years if year is None or one.year == year)
    )


def sums(measures: Iterable[MeasureRow], cover: Iterable[MeasureRow], *, years: Sequence[int]) -> list[int]:
    """Return the sum of each year's column. Raises ValueError when a row has another number of columns."""
    totals = [0] * len(years)
    for row in (*measures, *cover):
        totals = [total + amount for total, amount in zip(totals, row.amounts, strict=True)]
    return totals


def amount_or_dash(amount: int | None) -> str:
    """Return an amount, a dash where it is not known."""
    return NOTHING if amount is None else numbers.kroner(amount)


def bar(amount: int, most: int) -> str:
    """Return an amount as a bar of blocks, its length a share of the longest; a thin one for very little."""
    blocks = round(BAR * amount / most) if most > 0 else 0
    return "\N{FULL BLOCK}" * blocks or ("\N{LEFT ONE QUARTER BLOCK}" if amount else "")
