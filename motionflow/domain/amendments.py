"""Amendments: what they can be about, and what can happen to one, as ONE table of moves.

The words are the field's (``domain/guide.md`` §1.5 and §1.6): a meeting votes on the amendments before it
votes on the motion, and what it has carried is put together to the text that is adopted.
"""

from dataclasses import dataclass
from enum import StrEnum

from motionflow.domain.errors import Code, Obstacle, refuse_if


class Scope(StrEnum):
    """What an amendment is about."""

    MOTION = "motion"
    """The motion's grounds and proposed decision: for a statement both are the text."""
    DECISION = "decision"
    """The proposed decision alone."""
    ALTERNATIVE = "alternative"
    """A proposed decision in the place of the whole one."""
    AMENDMENT = "amendment"
    """Another amendment's text."""
    POSTPONEMENT = "postponement"
    """No text at all: that the case waits for a later meeting."""


class AmendmentState(StrEnum):
    """Where an amendment stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    CARRIED = "carried"
    FALLEN = "fallen"
    FALLEN_AWAY = "fallen_away"


class AmendmentMoveName(StrEnum):
    """What can happen to an amendment."""

    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    DISMISS = "dismiss"
    CARRY = "carry"
    FALL = "fall"
    FALL_AWAY = "fall_away"
    REOPEN = "reopen"


@dataclass(frozen=True)
class AmendmentMove:
    """One row of the table: from which states, to which, and whether it needs a reason."""

    name: AmendmentMoveName
    sources: frozenset[AmendmentState]
    target: AmendmentState
    needs_reason: bool = False


_A, _M = AmendmentState, AmendmentMoveName

# One that has fallen away can still be put to the vote, when the chair judges otherwise; what was noted
# by mistake is opened again and noted anew, until the meeting has decided on the case.
MOVES: dict[AmendmentMoveName, AmendmentMove] = {
    move.name: move
    for move in (
        AmendmentMove(_M.EDIT, frozenset({_A.DRAFT}), _A.DRAFT),
        AmendmentMove(_M.SUBMIT, frozenset({_A.DRAFT}), _A.SUBMITTED),
        AmendmentMove(_M.WITHDRAW, frozenset({_A.SUBMITTED}), _A.WITHDRAWN),
        AmendmentMove(_M.DISMISS, frozenset({_A.SUBMITTED}), _A.DISMISSED, needs_reason=True),
        AmendmentMove(_M.CARRY, frozenset({_A.SUBMITTED, _A.FALLEN_AWAY}), _A.CARRIED),
        AmendmentMove(_M.FALL, frozenset({_A.SUBMITTED, _A.FALLEN_AWAY}), _A.FALLEN),
        AmendmentMove(_M.FALL_AWAY, frozenset({_A.SUBMITTED}), _A.FALLEN_AWAY),
        AmendmentMove(
            _M.REOPEN,
            frozenset({_A.WITHDRAWN, _A.DISMISSED, _A.CARRIED, _A.FALLEN, _A.FALLEN_AWAY}),
            _A.SUBMITTED,
        ),
    )
}

WAITING = frozenset({_A.SUBMITTED})
"""Those that the meeting has still to take a stand on."""
OPEN = frozenset({_A.DRAFT, _A.SUBMITTED})
"""Those that nothing has settled yet."""
VOTED = frozenset({_A.CARRIED, _A.FALLEN})
"""Those that were voted on."""
VOTABLE = MOVES[_M.CARRY].sources
"""Those that a vote can be recorded on."""


def moves_from(state: AmendmentState) -> list[AmendmentMove]:
    """Return what can happen to an amendment in this state, in the order of the table."""
    return [move for move in MOVES.values() if state in move.sources]


def obstacles(move: AmendmentMove, state: AmendmentState, *, reason: str = "") -> list[Obstacle]:
    """Return what stands in the way of a move."""
    found = []
    if state not in move.sources:
        found.append(Obstacle(Code.AMENDMENT_NOT_FROM_HERE, None, {"state": state}))
    if move.needs_reason and not reason.strip():
        found.append(Obstacle(Code.REASON_MISSING, "reason"))
    return found


def take(move: AmendmentMove, state: AmendmentState, *, reason: str = "") -> AmendmentState:
    """Return the state an amendment ends in. Raises ``RuleBroken`` when something stands in the way."""
    refuse_if(obstacles(move, state, reason=reason))
    return move.target


@dataclass(frozen=True)
class Words:
    """The words an amendment works on, or ends in: the motion's grounds, and the proposed decision.

    The grounds are empty where the amendment is about the proposed decision alone.
    """

    decision: str
    grounds: str = ""


def wording_obstacles(scope: Scope | None, *, base: Words, new: Words) -> list[Obstacle]:
    """Return what is wrong with the words of an amendment, beside those it shall change."""
    found = []
    if scope is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "scope"))
    if not new.decision.strip():
        found.append(Obstacle(Code.AMENDMENT_LEAVES_NOTHING, "text"))
    elif scope is not Scope.POSTPONEMENT and _bare(new) == _bare(base):
        found.append(Obstacle(Code.AMENDMENT_CHANGES_NOTHING, "text"))
    return found


def _bare(text: Words) -> tuple[list[str], list[str]]:
    # White space alone is no change: a form breaks lines by itself.
    return text.decision.split(), text.grounds.split()
