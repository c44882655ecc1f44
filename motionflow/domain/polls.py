"""A poll's way from planned to counted, as one table.

A poll is a vote on something definite. Its states only go forward: one that went wrong is annulled with a
reason and held anew, never reopened. To change what can happen to a poll, change ``MOVES``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from motionflow.domain.errors import Code, Obstacle, refuse_if


class PollKind(StrEnum):
    """What is put to the vote, and how."""

    FOR_AGAINST = "for_against"
    """One proposal: for, against or blank."""
    PAIR = "pair"
    """Two alternatives against each other."""
    ALTERNATIVES = "alternatives"
    """Several alternatives at once; where none gets a majority, a second round between the two largest."""
    EN_BLOC = "en_bloc"
    """Several cases at once: all as recommended, for or against."""
    ACCLAMATION = "acclamation"
    """No votes are counted, because nobody asks for a poll."""


class Secrecy(StrEnum):
    """Whether the meeting sees who voted for what."""

    OPEN = "open"
    SECRET = "secret"  # noqa: S105  # no password


class Channel(StrEnum):
    """How votes are given; each voter counts in one."""

    ONLINE = "online"
    HANDS = "hands"
    PAPER = "paper"


class PollState(StrEnum):
    """Where a poll stands."""

    PLANNED = "planned"
    PREPARED = "prepared"
    CHECK_IN = "check_in"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    ANNULLED = "annulled"
    FALLEN_AWAY = "fallen_away"


class PollMove(StrEnum):
    """The moves a poll can make."""

    PREPARE = "prepare"
    CHECK_IN = "check_in"
    OPEN = "open"
    EXTEND = "extend"
    CLOSE = "close"
    COUNT = "count"
    DECLARE = "declare"
    ANNUL = "annul"
    FALL_AWAY = "fall_away"


class RequestKind(StrEnum):
    """What a voter can ask for before a vote is taken."""

    POLL = "poll"
    """That votes are counted, where adoption by acclamation is proposed."""
    SECRET = "secret"  # noqa: S105  # no password


FOR, AGAINST, BLANK = "for", "against", "blank"


@dataclass(frozen=True)
class Move:
    """One row of a poll's way: from which states, to which."""

    name: PollMove
    sources: frozenset[PollState]
    target: PollState


_S = PollState
UNDER_WAY = frozenset({_S.PREPARED, _S.CHECK_IN, _S.OPEN, _S.CLOSED})
"""What the room is busy with; one poll at a time."""
ENDED = frozenset({_S.COUNTED, _S.ANNULLED, _S.FALLEN_AWAY})

MOVES: dict[PollMove, Move] = {
    move.name: move
    for move in (
        Move(PollMove.PREPARE, frozenset({_S.PLANNED}), _S.PREPARED),
        Move(PollMove.CHECK_IN, frozenset({_S.PREPARED}), _S.CHECK_IN),
        Move(PollMove.OPEN, frozenset({_S.PREPARED, _S.CHECK_IN}), _S.OPEN),
        Move(PollMove.EXTEND, frozenset({_S.OPEN}), _S.OPEN),
        Move(PollMove.CLOSE, frozenset({_S.OPEN}), _S.CLOSED),
        Move(PollMove.COUNT, frozenset({_S.CLOSED}), _S.COUNTED),
        Move(PollMove.DECLARE, frozenset({_S.OPEN}), _S.COUNTED),
        Move(PollMove.ANNUL, UNDER_WAY, _S.ANNULLED),
        Move(PollMove.FALL_AWAY, frozenset({_S.PLANNED, _S.PREPARED}), _S.FALLEN_AWAY),
    )
}

COUNTED_KINDS = frozenset(PollKind) - {PollKind.ACCLAMATION}
PROPOSAL_KINDS = frozenset({PollKind.FOR_AGAINST, PollKind.EN_BLOC, PollKind.ACCLAMATION})
"""What is put for or against one proposal; the others have alternatives."""
LONGEST_OPEN = timedelta(days=14)
LONGEST_SECRET = timedelta(minutes=60)


@dataclass(frozen=True)
class Facts:
    """What is known of a poll when a move is wanted; ``until`` is the deadline it shall have.

    ``has_quorum`` is that of the body's rules for being there at all; ``accepts_no_quorum`` that whoever
    opens has seen that it is lacking. ``cast`` are the votes of all channels, ``roll`` those who can vote.
    """

    state: PollState
    kind: PollKind
    secrecy: Secrecy
    at: datetime
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    until: datetime | None = None
    meeting_is_open: bool = True
    other_number: int | None = None
    options: int = 2
    has_channel: bool = True
    roll: int = 0
    entitled: int = 0
    has_quorum: bool = True
    quorum_refuses: bool = False
    accepts_no_quorum: bool = False
    secret_is_asked: bool = False
    poll_is_asked: bool = False
    cast: int = 0
    tie_is_open: bool = False
    reason: str = ""


def state_at(state: PollState, *, closes_at: datetime | None, at: datetime) -> PollState:
    """Return where a poll stands at a moment: one past its deadline is closed, noted or not."""
    is_over = state is PollState.OPEN and closes_at is not None and closes_at <= at
    return PollState.CLOSED if is_over else state


def obstacles(move: PollMove, facts: Facts) -> list[Obstacle]:
    """Return what stands in the way of a move. The page shows it and ``take`` refuses on it."""
    state = state_at(facts.state, closes_at=facts.closes_at, at=facts.at)
    if state not in MOVES[move].sources:
        return [Obstacle(Code.POLL_NOT_FROM_HERE, None, {"state": state})]
    return list(_NEEDS[move](facts))


def take(move: PollMove, facts: Facts) -> PollState:
    """Return the state a move leads to. Raises ``RuleBroken`` with all that stands in the way."""
    refuse_if(obstacles(move, facts))
    return MOVES[move].target


def moves_from(state: PollState) -> list[PollMove]:
    """Return the moves that a poll in this state can make, in the order of the table."""
    return [move.name for move in MOVES.values() if state in move.sources]


def _to_prepare(facts: Facts) -> Iterator[Obstacle]:
    if not facts.meeting_is_open:
        yield Obstacle(Code.MEETING_NOT_STARTED)
    if facts.other_number is not None:
        yield Obstacle(Code.POLL_UNDER_WAY, None, {"number": facts.other_number})
    if facts.options < 2:
        yield Obstacle(Code.POLL_OPTIONS_TOO_FEW, "options")
    if not facts.has_channel:
        yield Obstacle(Code.POLL_CHANNEL_MISSING, "channels")


def _to_open(facts: Facts) -> Iterator[Obstacle]:
    yield from _to_prepare(facts)
    if facts.roll == 0:
        yield Obstacle(Code.ROLL_EMPTY)
    if facts.secrecy is Secrecy.OPEN and facts.secret_is_asked:
        yield Obstacle(Code.POLL_SECRET_ASKED)
    if not facts.has_quorum:
        params: dict[str, object] = {"present": facts.roll, "entitled": facts.entitled}
        if facts.quorum_refuses:
            yield Obstacle(Code.POLL_WITHOUT_QUORUM, None, params)
        elif not facts.accepts_no_quorum:
            yield Obstacle(Code.POLL_QUORUM_DOUBTFUL, "accepts_no_quorum", params)
    yield from _deadline(facts)


def _deadline(facts: Facts) -> Iterator[Obstacle]:
    if facts.until is None:
        return
    longest = LONGEST_SECRET if facts.secrecy is Secrecy.SECRET else LONGEST_OPEN
    if facts.until <= facts.at:
        yield Obstacle(Code.POLL_DEADLINE_PAST, "minutes", {"moment": facts.until})
    elif facts.until - (facts.opened_at or facts.at) > longest:
        yield Obstacle(Code.POLL_TOO_LONG, "minutes", {"most": int(longest.total_seconds()) // 60})


def _to_count(facts: Facts) -> Iterator[Obstacle]:
    if facts.cast > facts.roll:
        yield Obstacle(Code.POLL_ABOVE_ROLL, None, {"cast": facts.cast, "roll": facts.roll})
    if facts.tie_is_open:
        yield Obstacle(Code.TIE_UNDECIDED, "tie_option")


def _to_declare(facts: Facts) -> Iterator[Obstacle]:
    if facts.kind is not PollKind.ACCLAMATION:
        yield Obstacle(Code.POLL_NOT_FROM_HERE, None, {"state": facts.state})
    if facts.poll_is_asked:
        yield Obstacle(Code.POLL_IS_ASKED)


def _to_annul(facts: Facts) -> Iterator[Obstacle]:
    if not facts.reason.strip():
        yield Obstacle(Code.ANNUL_REASON_MISSING, "reason")


def _always(_facts: Facts) -> Iterator[Obstacle]:
    return iter(())


_NEEDS = {
    PollMove.PREPARE: _to_prepare,
    PollMove.CHECK_IN: _to_prepare,
    PollMove.OPEN: _to_open,
    PollMove.EXTEND: _deadline,
    PollMove.CLOSE: _always,
    PollMove.COUNT: _to_count,
    PollMove.DECLARE: _to_declare,
    PollMove.ANNUL: _to_annul,
    PollMove.FALL_AWAY: _always,
}


@dataclass(frozen=True)
class BallotFacts:
    """What is known under the poll's lock when somebody votes openly."""

    state: PollState
    at: datetime
    closes_at: datetime | None
    takes_online: bool
    is_open_vote: bool
    is_on_roll: bool
    is_in_meeting: bool
    is_option: bool
    voted: str | None
    may_change: bool
    option: str


def ballot_obstacles(facts: BallotFacts) -> list[Obstacle]:
    """Return why a vote is not taken; one that says the same as before is no change, and is taken."""
    state = state_at(facts.state, closes_at=facts.closes_at, at=facts.at)
    if not facts.is_open_vote or not facts.takes_online:
        return [Obstacle(Code.BALLOT_NOT_HERE)]
    if state in ENDED or state is PollState.CLOSED:
        return [Obstacle(Code.BALLOT_TOO_LATE)]
    if state is not PollState.OPEN:
        return [Obstacle(Code.BALLOT_TOO_EARLY)]
    if not facts.is_on_roll:
        return [Obstacle(Code.BALLOT_NOT_ON_ROLL)]
    if not facts.is_in_meeting:
        return [Obstacle(Code.BALLOT_LEFT_MEETING)]
    if not facts.is_option:
        return [Obstacle(Code.BALLOT_OPTION_UNKNOWN, "option")]
    if facts.voted is not None and facts.voted != facts.option and not facts.may_change:
        return [Obstacle(Code.BALLOT_CAST_ALREADY, None, {"option": facts.voted})]
    return []


@dataclass(frozen=True)
class Sums:
    """How the roll's votes were given; together they are the roll."""

    roll: int
    online: int = 0
    hands: int = 0
    paper: int = 0

    @property
    def cast(self) -> int:
        """Votes of all channels."""
        return self.online + self.hands + self.paper

    @property
    def not_voted(self) -> int:
        """Those on the roll who did not vote; below nought where too many votes were counted."""
        return self.roll - self.cast


def count_obstacles(channel: Channel, votes: int, *, sums: Sums) -> list[Obstacle]:
    """Return what is wrong with a count of hands or paper; ``sums`` are without it."""
    left = sums.not_voted
    if votes <= left:
        return []
    code = Code.HANDS_ABOVE_PRESENT if channel is Channel.HANDS else Code.PAPER_ABOVE_PRESENT
    return [Obstacle(code, "counts", {"votes": votes, "left": max(left, 0), "roll": sums.roll})]
