"""Money in a case: whole kroner over four years, what covers them, and whether they balance.

Amounts are whole kroner without a sign; the kind of a line says which way it counts. In a change table
a cost counts as plus and what covers it as minus, so that a proposal that balances adds up to 0.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from motionflow.domain.errors import Code, Obstacle, RuleBroken

YEARS = 4
EARLIEST_YEAR, LATEST_YEAR = 1990, 2150
MOST_KRONER = 999_999_999_999
# Kostra art 540, set aside to funds without conditions: what is put there grows the reserve.
SET_ASIDE = "540"


class LineKind(StrEnum):
    """Which way a budget line counts."""

    COST = "cost"
    COVER = "cover"
    SUBSIDY = "subsidy"


class CoverBy(StrEnum):
    """Where the money of a cover line comes from."""

    RESERVE = "reserve"
    BOUND_FUND = "bound_fund"
    REDUCED_FRAME = "reduced_frame"
    INCOME = "income"
    LOAN = "loan"
    FROM_OPERATIONS = "from_operations"


class MoneyKind(StrEnum):
    """What is recorded beside what was asked for."""

    GRANTED = "granted"
    SPENT = "spent"


# Kommuneloven § 14-9: operations are paid from running income, never from a loan.
ONLY_FOR_INVESTMENT = frozenset({CoverBy.LOAN, CoverBy.FROM_OPERATIONS})


@dataclass(frozen=True)
class Line:
    """A measure with its amounts in the four years from ``first_year`` on, in whole kroner."""

    kind: LineKind | None
    measure: str
    first_year: int | None
    amounts: tuple[int, ...]
    is_lasting: bool = False
    is_investment: bool = False
    cover_by: CoverBy | None = None
    art: str = ""

    def amount_in(self, year: int) -> int:
        """Return the amount in a year; 0 outside the four."""
        at = year - (self.first_year or 0)
        return self.amounts[at] if 0 <= at < len(self.amounts) else 0

    @property
    def total(self) -> int:
        """The amounts of all years."""
        return sum(self.amounts)


@dataclass(frozen=True)
class YearSum:
    """What a year holds: cost, cover and expected subsidies, in whole kroner."""

    year: int
    cost: int = 0
    cover: int = 0
    subsidy: int = 0

    @property
    def missing(self) -> int:
        """What is not covered; less than 0 where more is covered than it costs."""
        return self.cost - self.cover - self.subsidy

    @property
    def is_balanced(self) -> bool:
        """Whether everything is covered, to the krone."""
        return self.missing == 0


_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_UNIT = re.compile(r"(mill(?:ion(?:er|ar)?)?|mrd|milliard(?:er|ar)?|tusen)\.?$")
_IN_UNIT = {"mil": 1_000_000, "mrd": 1_000_000_000, "tus": 1_000}
_BETWEEN = re.compile(r"(?<=\d)['\u2019\s\u00a0\u2009\u202f]+(?=\d)")
# Whatever parts the digits parts them in threes: «250 00» may be a digit too few, and «250'» 250 thousand.
_GROUPED = re.compile(r"\d{1,3}(?:[._]\d{3})+|\d+")
_DECIMAL = re.compile(r"(\d{1,3}(?:_\d{3})+|\d+)(?:[.,](\d{1,9}))?")


def read_amount(text: str) -> int | None:
    """Return whole kroner as Norwegians write them: «500 000», «500.000», «kr 500 000,-», «1,5 mill.».

    Nothing is ``None``. Raises ``RuleBroken`` with how to write it for anything else, ører among them.
    """
    tidy = _SPACES.sub("", _BETWEEN.sub("_", text.replace("_", "?"))).lower()
    if not tidy:
        return None
    tidy = tidy.removeprefix("nok").removeprefix("kr.").removeprefix("kr")
    tidy = tidy.removesuffix("kroner").removesuffix("kr.").removesuffix("kr")
    if tidy[:1] in ("-", "\u2212", "\u2013"):
        raise RuleBroken(Obstacle(Code.AMOUNT_NEGATIVE))
    unit = _UNIT.search(tidy)
    amount = _in_unit(tidy[: unit.start()], _IN_UNIT[unit[1][:3]]) if unit else _in_kroner(tidy)
    if amount is None:
        raise RuleBroken(Obstacle(Code.AMOUNT_INVALID))
    if amount > MOST_KRONER:
        raise RuleBroken(Obstacle(Code.AMOUNT_TOO_LARGE, None, {"most": MOST_KRONER}))
    return amount


def _in_kroner(text: str) -> int | None:
    for ending in (",-", ",00", ".-", ",\u2013", ",\u2014"):
        text = text.removesuffix(ending)
    if not (text.isascii() and _GROUPED.fullmatch(text)):
        return None
    return int(text.replace(".", "").replace("_", ""))


def _in_unit(text: str, worth: int) -> int | None:
    """Return «1,5» of a unit in kroner; ``None`` where it is no number of whole kroner."""
    found = _DECIMAL.fullmatch(text) if text.isascii() else None
    if found is None or len(found[1]) > 9:
        return None
    whole, decimals = found[1].replace("_", ""), found[2] or ""
    kroner, rest = divmod(int(whole + decimals) * worth, 10 ** len(decimals))
    return kroner if rest == 0 else None


def carried_on(amounts: Sequence[int | None], *, is_lasting: bool) -> tuple[int, ...]:
    """Return four amounts; a lasting one goes on as it last was, an empty year of another is 0."""
    filled: list[int] = []
    for at in range(YEARS):
        given = amounts[at] if at < len(amounts) else None
        before = filled[-1] if filled and is_lasting else 0
        filled.append(before if given is None else given)
    return tuple(filled)


def line_obstacles(line: Line) -> list[Obstacle]:
    """Return what is lacking or wrong in a line, by form field."""
    found = []
    if line.kind is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "kind"))
    if not line.measure.strip():
        found.append(Obstacle(Code.MEASURE_MISSING, "measure"))
    if line.first_year is None:
        found.append(Obstacle(Code.YEAR_MISSING, "first_year"))
    elif not EARLIEST_YEAR <= line.first_year <= LATEST_YEAR:
        found.append(Obstacle(Code.YEAR_INVALID, "first_year"))
    if not any(line.amounts):
        is_cover = line.kind is LineKind.COVER
        found.append(Obstacle(Code.COVER_AMOUNT_MISSING if is_cover else Code.AMOUNT_MISSING, "amount_1"))
    elif line.is_lasting and not line.amounts[-1]:
        found.append(Obstacle(Code.LASTING_ENDS, "is_lasting"))
    if line.kind is LineKind.COVER:
        if line.cover_by is None:
            found.append(Obstacle(Code.COVER_BY_MISSING, "cover_by"))
        elif line.cover_by in ONLY_FOR_INVESTMENT and not line.is_investment:
            found.append(Obstacle(Code.LOAN_FOR_OPERATIONS, "cover_by"))
    return found


def years_of(lines: Iterable[Line]) -> list[int]:
    """Return the years from the first to the last that some line has an amount in."""
    used = [(line.first_year or 0) + at for line in lines for at, amount in enumerate(line.amounts) if amount]
    return list(range(min(used), max(used) + 1)) if used else []


def sums_of(lines: Iterable[Line], *, years: Iterable[int]) -> tuple[YearSum, ...]:
    """Return what each year costs, and what covers it."""
    known = list(lines)

    def total(kind: LineKind, year: int) -> int:
        return sum(line.amount_in(year) for line in known if line.kind is kind)

    return tuple(
        YearSum(year, total(LineKind.COST, year), total(LineKind.COVER, year), total(LineKind.SUBSIDY, year))
        for year in years
    )


def signed(line: Line, *, year: int) -> int:
    """Return what a line adds to a year of a change table: a cost as plus, what covers it as minus."""
    amount = line.amount_in(year)
    return amount if line.kind is LineKind.COST else -amount


def effect_on_reserve(lines: Iterable[Line], *, years: Iterable[int]) -> tuple[int, ...]:
    """Return by how much the reserve grows each year; less than 0 where it is used."""
    known = list(lines)

    def effect(line: Line, year: int) -> int:
        if line.cover_by is CoverBy.RESERVE:
            return -line.amount_in(year)
        is_set_aside = line.kind is LineKind.COST and line.art == SET_ASIDE and not line.is_investment
        return line.amount_in(year) if is_set_aside else 0

    return tuple(sum(effect(line, year) for line in known) for year in years)
