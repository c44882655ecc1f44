"""What a secret poll asks for beyond any other: tellers, tokens, a silence, and a limit on paper.

The promise is in SECURITY.md; the cryptography is in ``motionflow/ballots``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motionflow.domain.errors import Code, Obstacle
from motionflow.domain.polls import ENDED, PollState, Secrecy, state_at

TELLERS = 3
TELLERS_NEEDED = 2
FEW_VOTERS = 5
"""Below this the result may tell what each voted: the chair is warned."""

SILENT = frozenset({PollState.OPEN, PollState.CLOSED})
"""From opening until publication nothing that somebody on the roll does is written down."""


@dataclass(frozen=True)
class CheckInFacts:
    """What is known when check-in is to begin.

    ``here`` are the people of the meeting's body, of whom tellers are chosen; ``is_secure`` that the pages
    are reached in a way that lets browsers use cryptography.
    """

    secrecy: Secrecy
    tellers: Sequence[str]
    here: frozenset[str]
    is_secure: bool


def check_in_obstacles(facts: CheckInFacts) -> list[Obstacle]:
    """Return what is missing before check-in, beside what is asked of any poll."""
    found = []
    if facts.secrecy is not Secrecy.SECRET:
        found.append(Obstacle(Code.POLL_NOT_SECRET))
    if not facts.is_secure:
        found.append(Obstacle(Code.SECRET_NEEDS_HTTPS))
    chosen = {teller for teller in facts.tellers if teller in facts.here}
    if len(chosen) != TELLERS or len(facts.tellers) != TELLERS:
        found.append(Obstacle(Code.TELLERS_NOT_THREE, "teller_1"))
    return found


@dataclass(frozen=True)
class TokenFacts:
    """What is known when somebody asks for a token."""

    state: PollState
    is_on_roll: bool
    has_other: bool


def token_obstacles(facts: TokenFacts) -> list[Obstacle]:
    """Return why no token is given. The same request as before is no other, and gets the same answer."""
    if not facts.is_on_roll:
        return [Obstacle(Code.BALLOT_NOT_ON_ROLL)]
    if facts.state is not PollState.CHECK_IN:
        return [Obstacle(Code.CHECK_IN_OVER)]
    if facts.has_other:
        return [Obstacle(Code.TOKEN_ELSEWHERE)]
    return []


@dataclass(frozen=True)
class OpeningFacts:
    """What is known when a secret poll is to be opened.

    ``unconfirmed`` counts tellers who have not noted their passphrase; ``busy`` are the numbers of open
    polls that somebody on the roll can vote in too.
    """

    state: PollState
    has_keys: bool
    unconfirmed: int
    busy: Sequence[int]


def opening_obstacles(facts: OpeningFacts) -> list[Obstacle]:
    """Return what is missing before a secret poll can be opened, beside what is asked of any poll."""
    if facts.state is not PollState.CHECK_IN:
        return [Obstacle(Code.CHECK_IN_MISSING)]
    if not facts.has_keys:
        return [Obstacle(Code.KEYS_GONE)]
    found = []
    if facts.unconfirmed:
        found.append(Obstacle(Code.PASSPHRASES_NOT_NOTED, None, {"number": facts.unconfirmed}))
    if facts.busy:
        found.append(Obstacle(Code.ROLL_IS_BUSY, None, {"number": min(facts.busy)}))
    return found


def cast_obstacles(state: PollState, *, closes_at: datetime | None, at: datetime) -> list[Obstacle]:
    """Return why a sealed ballot is not taken at a moment."""
    state = state_at(state, closes_at=closes_at, at=at)
    if state is PollState.OPEN:
        return []
    is_over = state is PollState.CLOSED or state in ENDED
    return [Obstacle(Code.BALLOT_TOO_LATE if is_over else Code.BALLOT_TOO_EARLY)]


def count_obstacles(*, ballots: int, issued: int, paper: int, roll: int) -> list[Obstacle]:
    """Return what is impossible in the numbers: ballots ≤ tokens issued, paper ≤ those without a token."""
    found = []
    if ballots > issued:
        found.append(Obstacle(Code.BALLOTS_ABOVE_TOKENS, None, {"ballots": ballots, "issued": issued}))
    return [*found, *paper_obstacles(paper, left=roll - issued)]


def paper_obstacles(votes: int, *, left: int) -> list[Obstacle]:
    """Return what is wrong with so many votes on paper, where ``left`` on the roll have no token."""
    if votes <= left:
        return []
    return [Obstacle(Code.PAPER_ABOVE_TOKENLESS, "counts", {"votes": votes, "left": left})]
