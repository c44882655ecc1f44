"""How a council is made up and votes: seats, quorum, one third, and the rounds of a budget vote.

Kommuneloven §§ 8-1, 11-2, 11-3 and 11-9; in the law of 1992 §§ 32–35 and 40.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from motionflow.domain.errors import Code, Obstacle
from motionflow.domain.voting import Tally


class Sitting(StrEnum):
    """What a meeting of an external body treats that cases wait for."""

    ORDINARY = "ordinary"
    BUDGET_CHANGE = "budget_change"
    BUDGET = "budget"
    CONSTITUENT = "constituent"


class AnswerKind(StrEnum):
    """What a councillor can answer of a case."""

    NOT_YET = "not_yet"
    TREATED = "treated"
    MOVED = "moved"


@dataclass(frozen=True)
class Seats:
    """How many seats each party has."""

    by_party: Mapping[str, int]

    @property
    def total(self) -> int:
        """All seats."""
        return sum(self.by_party.values())

    @property
    def third(self) -> int:
        """How many members can demand a meeting or a case on the list: at least one third (§§ 11-2, 11-3)."""
        return -(-self.total // 3)

    @property
    def quorum(self) -> int:
        """How many must be present and vote: at least half of the members (§ 11-9)."""
        return -(-self.total // 2)

    @property
    def majority(self) -> int:
        """How many votes are a majority when all members vote."""
        return self.total // 2 + 1


def seat_obstacles(per_party: Mapping[str, Mapping[str, int]], *, seats: Seats | None) -> list[Obstacle]:
    """Return which parties voted with more members than they have, or have none at all."""
    if seats is None:
        return []
    found = []
    for party, split in per_party.items():
        votes, has = sum(split.values()), seats.by_party.get(party, 0)
        if votes and not has:
            found.append(Obstacle(Code.PARTY_WITHOUT_SEATS, None, {"party": party}))
        elif votes > has:
            params: dict[str, object] = {"party": party, "votes": votes, "seats": has}
            found.append(Obstacle(Code.VOTES_ABOVE_SEATS, None, params))
    return found


def finalists(tally: Tally) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return which proposals stand in the second round of a budget vote; ``None`` where there is none.

    First those that are sure to, then all that can be among the two: where several are equally large, any
    of them (§ 11-9: where none of several proposals gets a majority, a second vote is held over only the
    two with the most votes).
    """
    votes = sorted(tally.votes.values(), reverse=True)
    if len(votes) < 3 or 2 * votes[0] > tally.cast:
        return None
    second = votes[1]
    sure = frozenset(
        name for name, count in tally.votes.items() if votes.index(count) + votes.count(count) <= 2
    )
    return sure, frozenset(name for name, count in tally.votes.items() if count >= second)


def round_obstacles(first: Tally, second: Tally | None) -> list[Obstacle]:
    """Return what is wrong with the rounds of a vote on several proposals as wholes."""
    two = finalists(first)
    if two is None:
        return [] if second is None else [Obstacle(Code.SECOND_ROUND_NEEDLESS, "second")]
    sure, possible = two
    if second is None:
        return [Obstacle(Code.SECOND_ROUND_MISSING, "second", {"names": sorted(possible)})]
    stood = {name for name, votes in second.votes.items() if votes}
    names = set(second.votes)
    if (
        len(names) > 2
        or not stood <= possible
        or not names <= possible
        or (len(names) == 2 and not sure <= names)
    ):
        return [Obstacle(Code.SECOND_ROUND_OTHERS, "second", {"names": sorted(possible)})]
    return []


def quorum_obstacles(tally: Tally, *, members: int | None) -> list[Obstacle]:
    """Return whether too few voted for a valid decision: at least half of the members must (§ 11-9)."""
    if members is None or 2 * tally.cast >= members:
        return []
    return [Obstacle(Code.TOO_FEW_VOTED, None, {"cast": tally.cast, "quorum": -(-members // 2)})]
