"""How a council is made up and votes: seats, quorum, one third, and the rounds of a budget vote.

Kommuneloven §§ 8-1, 11-2, 11-3 and 11-9; in the law of 1992 §§ 32–35 and 40.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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
