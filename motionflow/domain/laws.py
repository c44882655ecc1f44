"""Which law of municipalities holds on a day, and where a rule stands in it.

The act of 2018 came into force in two parts (``domain/guide.md`` §3.0): its chapters on bodies and
procedure with each council's constituent meeting in autumn 2019, its chapters on the economy on 1.1.2020.
The sections of the act of 1992 are given beside them; those not named in the guide are general knowledge.
"""

from datetime import date
from enum import StrEnum


class Law(StrEnum):
    """An act on municipalities."""

    ACT_1992 = "act_1992"
    ACT_2018 = "act_2018"


class Rule(StrEnum):
    """A rule that stands in both acts."""

    MAJORITY = "majority"
    QUORUM = "quorum"
    DUTY_TO_VOTE = "duty_to_vote"
    BUDGET_VOTE = "budget_vote"
    ONE_THIRD = "one_third"
    QUESTIONS = "questions"
    INHABITANTS = "inhabitants"
    MINUTE_BOOK = "minute_book"
    PUBLICITY = "publicity"
    BUDGET_IN_BALANCE = "budget_in_balance"
    BUDGET_CHANGE = "budget_change"


# A council elected in September 2019 met before the end of October; the day itself is kept per council.
FIRST_ELECTION, LAST_CONSTITUENT = date(2019, 9, 9), date(2019, 12, 31)
USUAL_CONSTITUENT = date(2019, 10, 1)
ECONOMY_FROM = date(2020, 1, 1)
_ECONOMY = frozenset({Rule.PUBLICITY, Rule.BUDGET_IN_BALANCE, Rule.BUDGET_CHANGE})

_SECTIONS: dict[Rule, tuple[str, str]] = {
    Rule.MAJORITY: ("§ 35 nr. 1", "§ 11-9"),
    Rule.QUORUM: ("§ 33", "§ 11-9"),
    Rule.DUTY_TO_VOTE: ("§ 40 nr. 2", "§ 8-1"),
    Rule.BUDGET_VOTE: ("§ 35 nr. 2", "§ 11-9"),
    Rule.ONE_THIRD: ("§§ 32, 34", "§ 11-3"),
    Rule.QUESTIONS: ("§ 34 nr. 2", "§ 11-2"),
    Rule.INHABITANTS: ("§ 39 a", "§ 12-1"),
    Rule.MINUTE_BOOK: ("§ 30 nr. 3", "§ 11-4"),
    Rule.PUBLICITY: ("§ 45 nr. 3", "§ 14-3"),
    Rule.BUDGET_IN_BALANCE: ("§ 46", "§§ 14-4, 14-10"),
    Rule.BUDGET_CHANGE: ("§ 47", "§ 14-5"),
}


def law_on(day: date, *, rule: Rule, constituted_on: date | None = None) -> Law:
    """Return which act a rule is taken from on a day.

    ``constituted_on`` is when the council elected in 2019 met first, where that is known.
    """
    if rule in _ECONOMY:
        return Law.ACT_2018 if day >= ECONOMY_FROM else Law.ACT_1992
    known = constituted_on is not None and FIRST_ELECTION < constituted_on <= LAST_CONSTITUENT
    begins = constituted_on if known and constituted_on else USUAL_CONSTITUENT
    return Law.ACT_2018 if day >= begins else Law.ACT_1992


def section_of(rule: Rule, *, law: Law) -> str:
    """Return where a rule stands in an act: «§ 11-9»."""
    return _SECTIONS[rule][law is Law.ACT_2018]
