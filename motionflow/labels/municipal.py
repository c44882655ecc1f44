"""The words of the municipal half: money, seats, routes and what a council did."""

from enum import StrEnum

from motionflow.domain.calendar import CalendarDate, DateKind
from motionflow.domain.council import AnswerKind, Sitting
from motionflow.domain.errors import Code
from motionflow.domain.money import CoverBy, LineKind, MoneyKind
from motionflow.domain.routes import DueRule, RouteActor, RouteNeed
from motionflow.i18n import N_, Words

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
    Code.YEAR_MISSING: N_("Give the first budget year, such as 2020."),
    Code.YEAR_INVALID: N_("Write the year with four figures, such as 2020."),
    Code.LASTING_ENDS: N_(
        "A lasting line has an amount in all its years to the last. Fill them in, or mark it as one-off."
    ),
    Code.CODE_UNKNOWN: N_(
        "There is no code {number} in the list. Choose one of the suggestions, or leave it empty."
    ),
    Code.CODE_REPLACED: N_(
        "Code {number} ({name}) is no longer used in {year}. It was replaced by {by}: choose one of these."
    ),
    Code.CODE_RETIRED: N_("Code {number} ({name}) is no longer used in {year}. Choose another."),
    Code.CODE_NOT_YET: N_("Code {number} ({name}) is used from {since} on, not in {year}. Choose another."),
    Code.CODE_ONLY_INVESTMENT: N_(
        "Code {number} is used only for investments, and this line is operations. Choose another, or mark "
        "the line as an investment."
    ),
    Code.CODE_ONLY_OPERATIONS: N_(
        "Code {number} is used only for operations, and this line is an investment. Choose another, or take "
        "the mark away."
    ),
    Code.SEATS_MISSING: N_("Write how many seats each party has."),
    Code.PARTY_TWICE: N_("{party} is written twice. Write each party once."),
    Code.PARTY_NAME_MISSING: N_("Write which party these seats belong to."),
    Code.MEETING_NOT_FOR_ROUTE: N_(
        "The meeting of {date} does not treat this way: {route}. Choose another meeting, or another way."
    ),
    Code.MEETING_DAY_TAKEN: N_("{date} is written down already."),
    Code.PARTY_WITHOUT_SEATS: N_(
        "{party} has no seats there on that day. Correct the party, or write down its seats."
    ),
    Code.VOTES_ABOVE_SEATS: N_("{party} has {seats} seats, but {votes} votes are given. Correct the votes."),
    Code.SECOND_ROUND_NEEDLESS: N_(
        "The first vote decided it, so there was no second round. "
        "Empty the second round, or correct the first."
    ),
    Code.SECOND_ROUND_MISSING: N_(
        "No proposal got a majority, so a second vote was held over the two with most votes: {names}. "
        "Give how each party voted then (Local Government Act § 11-9)."
    ),
    Code.SECOND_ROUND_OTHERS: N_(
        "The second vote is over only the two proposals with most votes: {names}. Correct the second round."
    ),
    Code.TOO_FEW_VOTED: N_(
        "{cast} voted, and at least {quorum} must for a valid decision. "
        "Correct the votes, or choose another outcome."
    ),
    Code.CORRECTION_REASON_MISSING: N_(
        "Say why the record is corrected. The earlier record stays beside it."
    ),
    Code.DATE_PASSED: N_("{date} has been already. Give a day to come."),
    Code.LINK_OF_ANOTHER: N_("This link was sent to somebody else, and answers for that person only."),
    Code.BUDGET_YEAR_CLOSED: N_(
        "The budget of {year} is adopted before that year begins, and nothing more can be proposed to it. "
        "Propose a budget change, or a budget for a later year."
    ),
    Code.DATE_BEFORE_HANDED_IN: N_("The proposal was handed in {date}. Give a day from then on."),
    Code.PROPOSAL_EMPTY: N_("Add a line or a text point first."),
    Code.PROPOSAL_FIXED: N_("The proposal is handed in, so it stands. Copy it to make a new one."),
    Code.YEAR_UNBALANCED: N_(
        "Operations in {year}: {amount} kroner are not covered. Add cover, or ask for less."
    ),
    Code.INVESTMENT_UNBALANCED: N_(
        "Investments in {year}: {amount} kroner are not covered. Add cover, or ask for less."
    ),
    Code.YEAR_OVERCOVERED: N_(
        "In {year} {amount} kroner too much is covered. The sum of every year must be 0."
    ),
    Code.BASE_MISSING: N_("Write which draft budget the proposal builds on."),
    Code.LINE_OUTSIDE_YEARS: N_("This line has no amount in {first}–{last}, the years of the proposal."),
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
    (RouteNeed.AMOUNT_AND_COVER, N_("amount and cover, year by year")),
    (RouteNeed.TEXT, N_("the text to vote on")),
    (RouteNeed.GROUNDED_QUESTION, N_("a question with its grounds, and no proposal")),
    (RouteNeed.ONE_THIRD_OR_MAYOR, N_("one third of the members, or the mayor")),
    (RouteNeed.SIGNATURES, N_("2 % of the inhabitants, or 300 signatures")),
    (RouteNeed.OTHER_CASE, N_("a case on the council's list that it belongs to")),
    (RouteNeed.WITHIN_FRAME, N_("that it can be done within the budget and the powers given")),
    (RouteActor.GROUP, N_("the council group")),
    (RouteActor.COUNCILLOR, N_("a councillor")),
    (RouteActor.INHABITANTS, N_("inhabitants, also those who are not members")),
    (RouteActor.CHIEF_EXECUTIVE, N_("the chief executive, when asked")),
    (RouteActor.PARTY, N_("the party's meetings")),
    (DueRule.PUBLICITY, N_("with the executive committee's recommendation, 14 days before the council")),
    (DueRule.EXECUTIVE_COMMITTEE, N_("with the executive committee's meeting before the council")),
    (DueRule.COUNCIL_RULES, N_("as the council's own rules say")),
    (DueRule.IN_MEETING, N_("while the other case is treated")),
    (DueRule.SIX_MONTHS, N_("the council decides within six months")),
    (DueRule.ANY_TIME, N_("at any time")),
    (DueRule.PROGRAMME, N_("before the programme is adopted")),
    (DateKind.MEETING, N_("Meeting")),
    (DateKind.PUBLICITY, N_("Recommendation published")),
    (DateKind.HANDED_ON, N_("Last day to decide and hand on")),
    (DateKind.MOTIONS, N_("Last day for motions")),
    (DateKind.PAPERS, N_("Papers sent out")),
    (DateKind.NOTICE, N_("Last day to call the meeting")),
)

_CALENDAR: dict[DateKind, str] = {
    DateKind.MEETING: N_("{body} meets"),
    DateKind.PUBLICITY: N_("Recommendation for {sitting} {council_on} published by today"),
    DateKind.HANDED_ON: N_("Last day in {body} for {sitting} {council_on}"),
    DateKind.MOTIONS: N_("Last day for motions to {body}"),
    DateKind.PAPERS: N_("Papers of {body} sent out"),
    DateKind.NOTICE: N_("Last day to call {body}"),
}
_SITTINGS: dict[Sitting, str] = {
    Sitting.ORDINARY: N_("the council meeting"),
    Sitting.BUDGET_CHANGE: N_("the budget change"),
    Sitting.BUDGET: N_("the budget"),
    Sitting.CONSTITUENT: N_("the constituent meeting"),
}


def sitting_name(sitting: Sitting, *, language: Words) -> str:
    """Return what a meeting of the council is called within a sentence: «budsjettendringen»."""
    return language(_SITTINGS[sitting])


def calendar_title(entry: CalendarDate, *, language: Words) -> str:
    """Return what an entry of somebody's calendar says."""
    return language(
        _CALENDAR[entry.kind],
        body=entry.body,
        sitting=sitting_name(entry.sitting, language=language) if entry.sitting else "",
        council_on=language.short_date(entry.council_on) if entry.council_on else "",
    )
