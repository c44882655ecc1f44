"""A poll's way from planned to counted, as one table.

A poll is a vote on something definite. Its states only go forward: one that went wrong is annulled with a
reason and held anew, never reopened. To change what can happen to a poll, change ``MOVES``.
"""

from dataclasses import dataclass
from enum import StrEnum


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
