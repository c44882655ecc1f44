"""The pieces of papers that votes are told by: counts, the rule as it was, the result, and polls held."""

from dataclasses import dataclass

from motionflow.domain.voting import Base, QuorumOf, RuleName, Verdict


@dataclass(frozen=True, kw_only=True)
class RuleFacts:
    """A majority rule as it was: more than (or at least) a share of a base.

    ``threshold`` is a fraction such as «1/2»; ``None`` means more votes than any other option. ``quorum``
    is the share of those entitled that must have voted, or be present (``quorum_of``).
    """

    name: RuleName
    base: Base
    threshold: str | None = "1/2"
    is_strict: bool = True
    quorum: str | None = None
    quorum_of: QuorumOf = QuorumOf.CAST
    quorum_is_strict: bool = False


@dataclass(frozen=True, kw_only=True)
class ResultFacts:
    """The rule, its inputs and what it gave.

    ``votes`` are those of the option the case is about, ``base_count`` what they are a share of.
    """

    rule: RuleFacts
    votes: int
    base_count: int
    verdict: Verdict


@dataclass(frozen=True)
class PartyCount:
    """How many of a party voted so."""

    party: str
    count: int


FOR = "for"
AGAINST = "against"


@dataclass(frozen=True)
class OptionCount:
    """The votes of one option.

    ``key`` is ``for``, ``against`` or the proposal's letter; ``label`` names the proposal and is not used
    for the first two. ``is_ours`` marks the option that the outcome is about.
    """

    key: str
    count: int
    label: str = ""
    is_ours: bool = False
    parties: tuple[PartyCount, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VoteFacts:
    """One recorded vote. ``blanks`` is ``None`` where none can be given or they were not recorded."""

    options: tuple[OptionCount, ...]
    blanks: int | None = None
    entitled: int | None = None
    present: int | None = None
    result: ResultFacts | None = None


@dataclass(frozen=True, kw_only=True)
class PollFacts:
    """A poll that the meeting held: how the votes were given, and what the rule said of the sum.

    ``vote`` is ``None`` where it was adopted by acclamation, or annulled for a reason. ``online``, ``hands``
    and ``paper`` are ``None`` where votes were not given so; with ``not_voted`` they are the roll.
    ``checksum`` is that of the file which a secret poll is counted again from.
    """

    number: int
    question: str
    vote: VoteFacts | None = None
    roll: int | None = None
    online: int | None = None
    hands: int | None = None
    paper: int | None = None
    not_voted: int = 0
    is_second_round: bool = False
    is_secret: bool = False
    annulled: str = ""
    checksum: str = ""
