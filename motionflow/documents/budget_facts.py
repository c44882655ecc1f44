"""What a budget proposal says: rows over the years, text points, and the paper of a whole proposal."""

from dataclasses import dataclass
from typing import ClassVar

from motionflow.documents.pieces import Head, Named
from motionflow.domain.papers import PaperKind


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """A row of a budget proposal: whole kroner, one amount per year of the paper.

    Plus is more cost or less income, minus is less cost or more income. ``basis`` is the case's number.
    """

    number: str
    measure: str
    amounts: tuple[int, ...]
    frame_area: str = ""
    function: str = ""
    art: str = ""
    basis: str = ""


@dataclass(frozen=True)
class TextPoint:
    """A numbered text to be voted on by itself, such as T1."""

    number: str
    text: str


@dataclass(frozen=True)
class BudgetYear:
    """A year of a budget proposal in whole kroner; ``reserve`` is what the fund holds after it, if known."""

    year: int
    cost: int
    cover: int
    subsidy: int
    effect: int = 0
    reserve: int | None = None


@dataclass(frozen=True, kw_only=True)
class BudgetPaper:
    """A group's budget proposal: changes to a draft over four years, and text points.

    Amounts are signed as in ``MeasureRow``; ``years`` holds the sums without a sign. ``section`` is where
    the law says that a budget must balance.
    """

    kind: ClassVar[PaperKind] = PaperKind.BUDGET
    head: Head
    parties: tuple[str, ...]
    base: str
    years: tuple[BudgetYear, ...]
    measures: tuple[MeasureRow, ...] = ()
    cover: tuple[MeasureRow, ...] = ()
    investments: tuple[MeasureRow, ...] = ()
    investment_cover: tuple[MeasureRow, ...] = ()
    targets: str = ""
    text_points: tuple[TextPoint, ...] = ()
    to_body: str = ""
    section: str = ""
    mover: Named | None = None
    mover_party: str = ""

    @property
    def title(self) -> str:
        """What the paper is about, as lists show it."""
        return f"{self.years[0].year}–{self.years[-1].year}"
