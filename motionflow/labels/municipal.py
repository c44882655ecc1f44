"""The words of the municipal half: money, seats, routes and what a council did."""

from enum import StrEnum

from motionflow.domain.council import AnswerKind, Sitting
from motionflow.domain.errors import Code
from motionflow.domain.money import CoverBy, LineKind, MoneyKind
from motionflow.i18n import N_

MUNICIPAL_OBSTACLES: dict[Code, str] = {
    Code.AMOUNT_INVALID: N_("Write whole kroner, such as 500 000, kr 500 000,- or 1,5 mill."),
    Code.AMOUNT_NEGATIVE: N_(
        "Write the amount without a minus sign. What saves or brings in money is cover."
    ),
    Code.AMOUNT_TOO_LARGE: N_("Write at most {most} kroner."),
    Code.AMOUNT_MISSING: N_("Give the amount for at least one of the four years."),
    Code.COVER_AMOUNT_MISSING: N_("Give how much this covers, in at least one of the four years."),
    Code.COVER_BY_MISSING: N_("Say where the money comes from."),
    Code.LOAN_FOR_OPERATIONS: N_(
        "Operations are paid from running income, not by a loan or from operations themselves "
        "(Local Government Act § 14-9). Choose another cover, or mark the line as an investment."
    ),
    Code.MEASURE_MISSING: N_("Say in a few words what the money is for, or where it comes from."),
    Code.YEAR_MISSING: N_("Give the first budget year of the line, such as 2020."),
    Code.YEAR_INVALID: N_("Write the year with four figures, such as 2020."),
    Code.LASTING_ENDS: N_(
        "A lasting line has an amount in all its years to the last. Fill them in, or mark it as one-off."
    ),
    Code.CODE_UNKNOWN: N_(
        "There is no code {code} in the list. Choose one of the suggestions, or leave it empty."
    ),
    Code.CODE_REPLACED: N_(
        "Code {code} ({name}) is no longer used in {year}. It was replaced by {by}: choose one of these."
    ),
    Code.CODE_RETIRED: N_("Code {code} ({name}) is no longer used in {year}. Choose another."),
    Code.CODE_NOT_YET: N_("Code {code} ({name}) is used from {since} on, not in {year}. Choose another."),
    Code.ASKED_IS_FIXED: N_(
        "{body} has decided, so what was asked for there stands. Record what was granted beside it."
    ),
}

MUNICIPAL_NAMES: tuple[tuple[StrEnum, str], ...] = (
    (LineKind.COST, N_("Cost")),
    (LineKind.COVER, N_("Cover")),
    (LineKind.SUBSIDY, N_("Expected grant")),
    (CoverBy.RESERVE, N_("the general reserve fund")),
    (CoverBy.BOUND_FUND, N_("an earmarked fund")),
    (CoverBy.REDUCED_FRAME, N_("a reduced frame elsewhere")),
    (CoverBy.INCOME, N_("more income")),
    (CoverBy.LOAN, N_("a loan")),
    (CoverBy.FROM_OPERATIONS, N_("transferred from operations")),
    (MoneyKind.GRANTED, N_("Granted")),
    (MoneyKind.SPENT, N_("Spent")),
    (Sitting.ORDINARY, N_("Ordinary meeting")),
    (Sitting.BUDGET_CHANGE, N_("Meeting that changes the budget of the year")),
    (Sitting.BUDGET, N_("Budget meeting")),
    (Sitting.CONSTITUENT, N_("Constituent meeting")),
    (AnswerKind.NOT_YET, N_("Not treated yet")),
    (AnswerKind.TREATED, N_("Treated")),
    (AnswerKind.MOVED, N_("Moved to another day")),
)
