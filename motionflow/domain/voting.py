"""Majority rules as arithmetic.

A rule says of which votes which share is needed, and what a tie, a blank and too few voters mean.
Names such as «alminnelig flertall» are labels of presets; the numbers decide. Rule, inputs and
result are kept together, so that a later change of rules does not rewrite history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from motionflow.domain.errors import Code, Obstacle


class Base(StrEnum):
    """Of which number the share is taken."""

    CAST = "cast"
    CAST_WITHOUT_BLANKS = "cast_without_blanks"
    PRESENT = "present"
    ENTITLED = "entitled"


class Tie(StrEnum):
    """What equally many votes mean."""

    FALLS = "falls"
    CHAIR_DECIDES = "chair_decides"
    LOT = "lot"
    NEW_ROUND = "new_round"


class QuorumOf(StrEnum):
    """Of whom there must be enough for a vote to be valid, as a share of those entitled."""

    CAST = "cast"
    PRESENT = "present"


class RuleName(StrEnum):
    """The presets a body can choose from."""

    ORDINARY = "ordinary"
    ORDINARY_WITH_BLANKS = "ordinary_with_blanks"
    SIMPLE = "simple"
    ABSOLUTE = "absolute"
    TWO_THIRDS = "two_thirds"
    TWO_THIRDS_WITHOUT_BLANKS = "two_thirds_without_blanks"
    OF_PRESENT = "of_present"
    ELECTION = "election"
    COUNCIL = "council"
    COUNCIL_ELECTION = "council_election"


@dataclass(frozen=True)
class MajorityRule:
    """A majority rule: threshold of base, strict (more than) or not (at least).

    ``threshold`` is ``None`` for «simpelt flertall»: more votes than any other option.
    ``quorum`` is the share of those entitled that must have voted, or be present (``quorum_of``): at least,
    or more than (``quorum_is_strict``).
    """

    name: RuleName
    base: Base
    threshold: Fraction | None
    is_strict: bool = True
    tie: Tie = Tie.FALLS
    allows_blanks: bool = True
    quorum: Fraction | None = None
    quorum_of: QuorumOf = QuorumOf.CAST
    quorum_is_strict: bool = False


_HALF, _TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
# Kommuneloven § 11-9: majority of votes cast, at least half must have voted, the chair's vote at a tie;
# § 8-1: no blanks but at elections and appointments, where the chair's vote does not decide.
PRESETS: dict[RuleName, MajorityRule] = {
    rule.name: rule
    for rule in (
        MajorityRule(RuleName.ORDINARY, Base.CAST_WITHOUT_BLANKS, _HALF),
        MajorityRule(RuleName.ORDINARY_WITH_BLANKS, Base.CAST, _HALF),
        MajorityRule(RuleName.SIMPLE, Base.CAST_WITHOUT_BLANKS, None),
        MajorityRule(RuleName.ABSOLUTE, Base.ENTITLED, _HALF),
        # Statutes are changed by two thirds in SV and the programme as a whole in MDG (guide §1.6), of which
        # votes differs.
        MajorityRule(RuleName.TWO_THIRDS, Base.CAST, _TWO_THIRDS, is_strict=False),
        MajorityRule(
            RuleName.TWO_THIRDS_WITHOUT_BLANKS, Base.CAST_WITHOUT_BLANKS, _TWO_THIRDS, is_strict=False
        ),
        MajorityRule(RuleName.OF_PRESENT, Base.PRESENT, _HALF),
        # Electing one in Venstre: more than half, lots at a tie (guide §1.6).
        MajorityRule(RuleName.ELECTION, Base.CAST, _HALF, tie=Tie.LOT),
        MajorityRule(RuleName.COUNCIL, Base.CAST, _HALF, True, Tie.CHAIR_DECIDES, False, _HALF),
        MajorityRule(RuleName.COUNCIL_ELECTION, Base.CAST, _HALF, True, Tie.LOT, True, _HALF),
    )
}


@dataclass(frozen=True)
class Tally:
    """Counted votes: per option, blanks, and how many were entitled and present.

    ``votes`` holds at least one option; in a vote for or against they are ``for`` and ``against``.
    ``per_party`` holds, for each party, its votes per option. ``tie_option`` is what the chair voted
    for, or the lot fell on, where that decides a tie.
    """

    votes: Mapping[str, int]
    blanks: int = 0
    entitled: int | None = None
    present: int | None = None
    per_party: Mapping[str, Mapping[str, int]] | None = None
    tie_option: str | None = None

    @property
    def cast(self) -> int:
        """Votes given, blanks among them."""
        return sum(self.votes.values()) + self.blanks


class Verdict(StrEnum):
    """What the arithmetic says of one option."""

    CARRIED = "carried"
    CARRIED_BY_CHAIR = "carried_by_chair"
    CARRIED_BY_LOT = "carried_by_lot"
    FELL = "fell"
    FELL_AT_TIE = "fell_at_tie"
    FELL_BY_CHAIR = "fell_by_chair"
    FELL_BY_LOT = "fell_by_lot"
    UNDECIDED_AT_TIE = "undecided_at_tie"
    NO_VOTES = "no_votes"
    NO_QUORUM = "no_quorum"


CARRIES = frozenset({Verdict.CARRIED, Verdict.CARRIED_BY_CHAIR, Verdict.CARRIED_BY_LOT})


@dataclass(frozen=True)
class Result:
    """A verdict with the numbers it follows from: ``votes`` of ``base`` against the threshold."""

    verdict: Verdict
    votes: int
    base: int
    is_unanimous: bool

    @property
    def carried(self) -> bool:
        """Whether the option carried."""
        return self.verdict in CARRIES

    @property
    def share(self) -> Fraction:
        """The option's share of the base; 0 of 0 is 0."""
        return Fraction(self.votes, self.base) if self.base else Fraction(0)


def obstacles(tally: Tally, *, rule: MajorityRule) -> list[Obstacle]:
    """Return what is wrong with the numbers themselves, whatever they lead to."""
    return [
        *_number_obstacles(tally),
        *_sum_obstacles(tally),
        *_party_obstacles(tally),
        *_missing_for(rule, tally),
        *([Obstacle(Code.BLANKS_NOT_ALLOWED, "blanks")] if tally.blanks and not rule.allows_blanks else []),
    ]


def judge(tally: Tally, *, rule: MajorityRule, option: str) -> Result:
    """Return what the rule says of one option. Nothing to nothing never carries."""
    ours = tally.votes[option]
    others = [votes for name, votes in tally.votes.items() if name != option]
    base = _base_of(tally, rule.base)
    unanimous = ours > 0 and not any(others)
    return Result(_verdict(tally, rule, option, ours, max(others, default=0), base), ours, base, unanimous)


def has_quorum(rule: MajorityRule, *, entitled: int | None, present: int | None, cast: int) -> bool:
    """Return whether enough are there, or have voted, for a vote to be valid; yes where no number is set."""
    if rule.quorum is None or not entitled:
        return True
    number = cast if rule.quorum_of is QuorumOf.CAST or present is None else present
    share = Fraction(number, entitled)
    return share > rule.quorum if rule.quorum_is_strict else share >= rule.quorum


def _verdict(tally: Tally, rule: MajorityRule, option: str, ours: int, best_other: int, base: int) -> Verdict:
    if tally.cast == 0:
        return Verdict.NO_VOTES
    if not has_quorum(rule, entitled=tally.entitled, present=tally.present, cast=tally.cast):
        return Verdict.NO_QUORUM
    if ours == 0:
        return Verdict.FELL
    if _reaches(ours, base, rule, best_other):
        return Verdict.CARRIED
    if ours != best_other or not _would_carry_with_one_more(ours, base, rule, best_other):
        return Verdict.FELL
    return _at_tie(rule.tie, tally.tie_option, option)


def _reaches(ours: int, base: int, rule: MajorityRule, best_other: int) -> bool:
    if rule.threshold is None:
        return ours > best_other
    return ours > rule.threshold * base if rule.is_strict else ours >= rule.threshold * base


def _would_carry_with_one_more(ours: int, base: int, rule: MajorityRule, best_other: int) -> bool:
    # A tie is equally many where one vote the other way would have decided; 3-3 of ten under
    # two thirds is not a tie but too few.
    return _reaches(ours + 1, base, rule, best_other)


def _at_tie(tie: Tie, tie_option: str | None, option: str) -> Verdict:
    if tie is Tie.FALLS:
        return Verdict.FELL_AT_TIE
    if tie_option is not None and tie is Tie.CHAIR_DECIDES:
        return Verdict.CARRIED_BY_CHAIR if tie_option == option else Verdict.FELL_BY_CHAIR
    if tie_option is not None and tie is Tie.LOT:
        return Verdict.CARRIED_BY_LOT if tie_option == option else Verdict.FELL_BY_LOT
    return Verdict.UNDECIDED_AT_TIE


def _base_of(tally: Tally, base: Base) -> int:
    match base:
        case Base.CAST:
            return tally.cast
        case Base.CAST_WITHOUT_BLANKS:
            return tally.cast - tally.blanks
        case Base.PRESENT:
            return tally.present if tally.present is not None else tally.cast
        case Base.ENTITLED:
            return tally.entitled if tally.entitled is not None else tally.cast


def _number_obstacles(tally: Tally) -> Iterable[Obstacle]:
    if not tally.votes:
        yield Obstacle(Code.VOTES_MISSING, "votes")
    for name, votes in tally.votes.items():
        if votes < 0:
            yield Obstacle(Code.NUMBER_INVALID, f"votes-{name}")
    for field, number in (("blanks", tally.blanks), ("entitled", tally.entitled), ("present", tally.present)):
        if number is not None and number < 0:
            yield Obstacle(Code.NUMBER_INVALID, field)
    if tally.tie_option is not None and tally.tie_option not in tally.votes:
        yield Obstacle(Code.OPTION_UNKNOWN, "tie_option")


def _missing_for(rule: MajorityRule, tally: Tally) -> Iterable[Obstacle]:
    if tally.entitled is None and (rule.base is Base.ENTITLED or rule.quorum is not None):
        yield Obstacle(Code.ENTITLED_MISSING, "entitled")


def _sum_obstacles(tally: Tally) -> Iterable[Obstacle]:
    cast, entitled, present = tally.cast, tally.entitled, tally.present
    if entitled is not None and cast > entitled:
        yield Obstacle(Code.VOTES_ABOVE_ENTITLED, "entitled", {"cast": cast, "entitled": entitled})
    if present is not None and cast > present:
        yield Obstacle(Code.VOTES_ABOVE_PRESENT, "present", {"cast": cast, "present": present})
    if present is not None and entitled is not None and present > entitled:
        yield Obstacle(Code.PRESENT_ABOVE_ENTITLED, "present", {"present": present, "entitled": entitled})


def _party_obstacles(tally: Tally) -> Iterable[Obstacle]:
    if tally.per_party is None:
        return
    for name in {name for split in tally.per_party.values() for name in split} - set(tally.votes):
        yield Obstacle(Code.OPTION_UNKNOWN, f"votes-{name}")
    for name, votes in tally.votes.items():
        split_sum = sum(split.get(name, 0) for split in tally.per_party.values())
        if split_sum != votes:
            params: dict[str, object] = {"option": name, "sum": split_sum, "total": votes}
            yield Obstacle(Code.PARTY_SPLIT_DIFFERS, f"votes-{name}", params)
    for party, split in tally.per_party.items():
        if any(votes < 0 for votes in split.values()):
            yield Obstacle(Code.NUMBER_INVALID, f"party-{party}")
