"""Counted votes as they are given, judged by the body's rule and kept with it: on a step or an amendment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motionflow.domain.errors import Code, Obstacle
from motionflow.domain.voting import MajorityRule, Result, RuleName, Tally, Verdict, judge
from motionflow.domain.voting import obstacles as number_obstacles
from motionflow.models import Body, VoteCount, VoteEvent
from motionflow.services import bodies

FOR, AGAINST = "for", "against"


@dataclass(frozen=True)
class VotesGiven:
    """Counted votes as they are given: per named option, and which option the outcome is about.

    ``rule`` is set where another majority than the body's usual one applies.
    """

    options: tuple[tuple[str, int], ...]
    deciding_option: str = FOR
    blanks: int = 0
    entitled: int | None = None
    present: int | None = None
    per_party: Mapping[str, Mapping[str, int]] | None = None
    tie_option: str | None = None
    rule: RuleName | None = None

    @property
    def tally(self) -> Tally:
        """The numbers the rule judges."""
        return Tally(
            dict(self.options), self.blanks, self.entitled, self.present, self.per_party, self.tie_option
        )


def rule_for(body: Body, *, votes: VotesGiven | None, day: date) -> MajorityRule:
    """Return the majority rule a body counts by on a day, or the one named with the votes."""
    return bodies.majority_by(body, votes.rule if votes else None, day=day)


def vote_obstacles(votes: VotesGiven, rule: MajorityRule) -> list[Obstacle]:
    """Return what is wrong with counted votes: their options, or the numbers themselves."""
    names = [name for name, _ in votes.options]
    found = [] if all(names) else [Obstacle(Code.NAME_MISSING, "votes")]
    if len(set(names)) != len(names):
        found.append(Obstacle(Code.OPTION_TWICE, "votes"))
    if votes.deciding_option not in names:
        found.append(Obstacle(Code.OPTION_UNKNOWN, "deciding_option"))
    return [*found, *number_obstacles(votes.tally, rule=rule)]


def tie_obstacles(result: Result | None) -> list[Obstacle]:
    """Return what is lacking where the votes were equal and nobody said what decided."""
    undecided = result is not None and result.verdict is Verdict.UNDECIDED_AT_TIE
    return [Obstacle(Code.TIE_UNDECIDED, "tie_option")] if undecided else []


def judged(votes: VotesGiven, rule: MajorityRule) -> Result:
    """Return what the rule says of the option the outcome is about."""
    return judge(votes.tally, rule=rule, option=votes.deciding_option)


def vote_event(votes: VotesGiven, rule: MajorityRule, result: Result, *, at: datetime) -> VoteEvent:
    """Return the votes as they are kept: numbers, the rule as it was then, and the result."""
    event = VoteEvent(
        round=1,
        entitled=votes.entitled,
        present=votes.present,
        blanks=votes.blanks,
        deciding_option=votes.deciding_option,
        tie_option=votes.tie_option,
        verdict=result.verdict,
        result_votes=result.votes,
        result_base=result.base,
        counted_at=at,
    )
    event.set_rule(rule)
    event.counts.extend(_counts(votes.options, None))
    for party, split in (votes.per_party or {}).items():
        event.counts.extend(_counts(tuple(split.items()), party))
    return event


def _counts(options: Sequence[tuple[str, int]], party: str | None) -> list[VoteCount]:
    return [
        VoteCount(position=position, option=option, party=party, votes=votes)
        for position, (option, votes) in enumerate(options)
    ]
