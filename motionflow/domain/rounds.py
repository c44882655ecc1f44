"""Which option a vote decided for, and who meets in a second round when none got a majority.

Kommuneloven § 11-9 for budgets: each proposal as a whole; where none of several gets a majority, a second
vote over only the two with most votes. Party meetings do the same with alternatives.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from motionflow.domain.errors import Code, Obstacle
from motionflow.domain.polls import AGAINST, FOR
from motionflow.domain.voting import MajorityRule, Result, Tally, Verdict, judge

_NONE_WON = frozenset({Verdict.FELL, Verdict.FELL_AT_TIE, Verdict.UNDECIDED_AT_TIE})


@dataclass(frozen=True)
class Decided:
    """The option a vote is about, and what the rule says of it."""

    option: str
    result: Result


def decide(tally: Tally, *, rule: MajorityRule) -> Decided:
    """Return which option the votes speak of and what the rule says of it.

    Of a single proposal that is always ``for``; of alternatives the one with most votes, and where two
    have equally many, the one that the chair or the lot chose.
    """
    if set(tally.votes) == {FOR, AGAINST}:
        return Decided(FOR, judge(tally, rule=rule, option=FOR))
    most = max(tally.votes.values())
    leading = [option for option, votes in tally.votes.items() if votes == most]
    option = tally.tie_option if tally.tie_option in leading else leading[0]
    return Decided(option, judge(tally, rule=rule, option=option))


@dataclass(frozen=True)
class Finalists:
    """The two that a second round is between; ``tied`` compete for what ``sure`` leaves of the two places."""

    sure: tuple[str, ...]
    tied: tuple[str, ...] = ()


def finalists(votes: Mapping[str, int]) -> Finalists:
    """Return the two options with most votes, or those that stand equal for a place among them."""
    ranked = sorted(votes, key=lambda option: -votes[option])
    if len(ranked) <= 2:
        return Finalists(tuple(ranked))
    second = votes[ranked[1]]
    sure = tuple(option for option in ranked if votes[option] > second)
    tied = tuple(option for option in ranked if votes[option] == second)
    return Finalists((*sure, *tied)) if len(sure) + len(tied) == 2 else Finalists(sure, tied)


def needs_second_round(tally: Tally, *, rule: MajorityRule) -> bool:
    """Return whether several alternatives were voted on and none got the majority the rule asks for."""
    several = len(tally.votes) > 2
    return several and rule.threshold is not None and decide(tally, rule=rule).result.verdict in _NONE_WON


def finalist_obstacles(chosen: Collection[str], *, votes: Mapping[str, int]) -> list[Obstacle]:
    """Return what is wrong with the two chosen for a second round: the votes say who they must be."""
    final = finalists(votes)
    right = set(final.sure) <= set(chosen) <= {*final.sure, *final.tied} and len(set(chosen)) == 2
    return [] if right else [Obstacle(Code.FINALISTS_WRONG, "finalists")]
