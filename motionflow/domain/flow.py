"""The road of a motion, as tables.

A case has one *step* at each body that treats it. Read ``MOVES`` from the top to see what can
happen to a step, and ``OUTCOMES`` to see how a treatment can end, what each ending needs and what
it leads to. To change the road, change the tables; nothing else asks which state a step is in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motionflow.domain.errors import Code, Obstacle, refuse_if
from motionflow.domain.outcomes import Outcome as Outcome
from motionflow.domain.outcomes import Route as Route
from motionflow.domain.routes import ASKING_ROUTES as ASKING_ROUTES
from motionflow.domain.routes import routes_to


class StepState(StrEnum):
    """Where a step stands at its body."""

    INBOX = "inbox"
    ACCEPTED = "accepted"
    LISTED = "listed"
    TREATED = "treated"
    POSTPONED = "postponed"
    RETURNED = "returned"
    DECLINED = "declined"
    DECIDED = "decided"


# A motion's text can be corrected until its founding body has decided; after that it is on record.
EDITABLE = frozenset({StepState.INBOX, StepState.ACCEPTED, StepState.LISTED, StepState.RETURNED})
# Amendments are handed in and voted on from when a case is accepted until it is decided.
AMENDABLE = frozenset({StepState.ACCEPTED, StepState.LISTED, StepState.TREATED, StepState.POSTPONED})
ENDED = frozenset({StepState.RETURNED, StepState.DECLINED, StepState.DECIDED})


class Arrival(StrEnum):
    """How a step came to its body."""

    HANDED_IN = "handed_in"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"


class BodyKind(StrEnum):
    """What kind of body treats the case."""

    BRANCH = "branch"
    MUNICIPAL_PARTY = "municipal_party"
    COUNTY_PARTY = "county_party"
    COUNCIL_GROUP = "council_group"
    COMMITTEE = "committee"
    EXECUTIVE_COMMITTEE = "executive_committee"
    COUNCIL = "council"


PARTY_KINDS = frozenset(
    {BodyKind.BRANCH, BodyKind.MUNICIPAL_PARTY, BodyKind.COUNTY_PARTY, BodyKind.COUNCIL_GROUP}
)
PREPARING_KINDS = frozenset({BodyKind.COMMITTEE, BodyKind.EXECUTIVE_COMMITTEE})
MUNICIPAL_KINDS = PREPARING_KINDS | {BodyKind.COUNCIL}


class FollowUpStatus(StrEnum):
    """What became of what was decided; a field of its own, beside the outcome."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    PARTLY_DONE = "partly_done"
    DONE = "done"
    DELAYED = "delayed"
    STOPPED = "stopped"
    LAPSED = "lapsed"


class Need(StrEnum):
    """What must be given with a move or an outcome."""

    REASON = "reason"
    MEETING = "meeting"
    TEXT = "text"
    NEXT_BODY = "next_body"
    COVERING_LINK = "covering_link"
    SENDER = "sender"
    OUTCOME = "outcome"


class Votes(StrEnum):
    """What recorded votes must say for an outcome to be true."""

    CARRY = "carry"
    DO_NOT_CARRY = "do_not_carry"
    FREE = "free"


class MoveName(StrEnum):
    """The moves a step can make."""

    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"
    PUT_ON_LIST = "put_on_list"
    TAKE_OFF_LIST = "take_off_list"
    TREAT = "treat"
    DECIDE = "decide"
    CORRECT = "correct"
    FORWARD = "forward"
    CARRY_OVER = "carry_over"


@dataclass(frozen=True)
class Move:
    """One row of the road: from which states, to which, and what it needs.

    ``target`` is ``None`` where the outcome says where the step ends (``OUTCOMES``). One made ``by_itself``
    follows from something else that is done, and is no button.
    """

    name: MoveName
    sources: frozenset[StepState]
    target: StepState | None
    needs: tuple[Need, ...] = ()
    by_itself: bool = False


_S = StepState
_WAITING = frozenset({_S.INBOX, _S.ACCEPTED, _S.LISTED, _S.POSTPONED})

MOVES: dict[MoveName, Move] = {
    move.name: move
    for move in (
        Move(MoveName.ACCEPT, frozenset({_S.INBOX}), _S.ACCEPTED),
        Move(MoveName.RETURN, frozenset({_S.INBOX}), _S.RETURNED, (Need.REASON, Need.SENDER)),
        Move(MoveName.DECLINE, frozenset({_S.INBOX}), _S.DECLINED, (Need.REASON,)),
        Move(MoveName.RESUBMIT, frozenset({_S.RETURNED}), _S.RETURNED),
        Move(MoveName.WITHDRAW, _WAITING, _S.DECIDED),
        Move(MoveName.PUT_ON_LIST, frozenset({_S.ACCEPTED, _S.POSTPONED}), _S.LISTED, (Need.MEETING,)),
        Move(MoveName.TAKE_OFF_LIST, frozenset({_S.LISTED}), _S.ACCEPTED, (Need.REASON,)),
        Move(MoveName.TREAT, frozenset({_S.LISTED}), _S.TREATED),
        Move(MoveName.DECIDE, _WAITING | {_S.TREATED}, None, (Need.OUTCOME,)),
        # Of a body that is not held here: its record is corrected by adding one, when its minutes say other.
        Move(MoveName.CORRECT, frozenset({_S.DECIDED, _S.POSTPONED}), None, (Need.OUTCOME,)),
        Move(MoveName.FORWARD, frozenset({_S.DECIDED}), _S.DECIDED, (Need.NEXT_BODY,)),
        # Calling the next annual meeting makes it, of what nobody has treated.
        Move(
            MoveName.CARRY_OVER,
            frozenset({_S.INBOX, _S.POSTPONED}),
            _S.LISTED,
            (Need.MEETING,),
            by_itself=True,
        ),
    )
}


@dataclass(frozen=True)
class Ending:
    """One row of the outcomes: where the step ends, what it needs and what the votes must say.

    ``bodies`` names where the outcome can be used; ``None`` means anywhere. By which routes it can be
    reached stands in ``domain/routes.py``.
    """

    outcome: Outcome
    leads_to: StepState
    needs: tuple[Need, ...] = ()
    votes: Votes = Votes.FREE
    bodies: frozenset[BodyKind] | None = None

    @property
    def routes(self) -> frozenset[Route | None]:
        """The routes by which a case can end so; ``None`` among them for a case that came by none."""
        return routes_to(self.outcome)


OUTCOMES: dict[Outcome, Ending] = {
    ending.outcome: ending
    for ending in (
        Ending(Outcome.ADOPTED, _S.DECIDED, (Need.MEETING, Need.TEXT), Votes.CARRY),
        Ending(
            Outcome.ADOPTED_WITH_CHANGES,
            _S.DECIDED,
            (Need.MEETING, Need.TEXT),
            Votes.CARRY,
        ),
        Ending(Outcome.FALLEN, _S.DECIDED, (Need.MEETING,), Votes.DO_NOT_CARRY),
        Ending(Outcome.DISMISSED, _S.DECIDED, (Need.MEETING, Need.REASON)),
        Ending(Outcome.WITHDRAWN, _S.DECIDED),
        Ending(Outcome.POSTPONED, _S.POSTPONED, (Need.MEETING,)),
        Ending(Outcome.SENT_BACK, _S.DECIDED, (Need.MEETING, Need.REASON, Need.SENDER)),
        Ending(Outcome.SENT_ON, _S.DECIDED, (Need.NEXT_BODY,)),
        Ending(Outcome.NOTED, _S.DECIDED),
        Ending(Outcome.ACKNOWLEDGED, _S.DECIDED),
        Ending(Outcome.COVERED, _S.DECIDED, (Need.REASON, Need.COVERING_LINK)),
        Ending(Outcome.ANSWERED, _S.DECIDED, (Need.MEETING, Need.TEXT), Votes.FREE),
        Ending(Outcome.LAPSED, _S.DECIDED, (Need.REASON,)),
        Ending(
            Outcome.RECOMMENDED,
            _S.DECIDED,
            (Need.MEETING, Need.TEXT),
            Votes.CARRY,
            PREPARING_KINDS,
        ),
    )
}


@dataclass(frozen=True)
class NextBody:
    """A body that the case is sent on to, with the decision proposed to it."""

    proposed_decision: str
    is_same_body: bool = False
    has_open_step: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of a step and of the move that is tried.

    ``meeting_ended`` is ``None`` when no meeting is chosen. ``motions_due_at`` is the last moment at
    which a motion to that meeting is in time (UTC), ``leave_given`` that the meeting allowed a late one.
    ``carried`` is what the recorded votes say; ``None`` when they were not recorded.
    """

    state: StepState
    body_kind: BodyKind
    is_hosted: bool = True
    route: Route | None = None
    has_sender: bool = True
    reason: str = ""
    meeting_ended: bool | None = None
    meeting_is_own: bool = True
    received_at: datetime | None = None
    motions_due_at: datetime | None = None
    leave_given: bool = False
    outcome: Outcome | None = None
    text: str = ""
    carried: bool | None = None
    covering_link: str = ""
    next_bodies: tuple[NextBody, ...] = ()
    decided_on: date | None = None
    received_on: date | None = None
    today: date | None = None


def moves_from(state: StepState) -> list[Move]:
    """Return the moves somebody can make with a step in this state, in the order of the table."""
    return [move for move in MOVES.values() if state in move.sources and not move.by_itself]


def outcomes_for(body_kind: BodyKind, *, route: Route | None = None) -> list[Ending]:
    """Return the outcomes a body of this kind can end a treatment with on this route."""
    return [
        ending
        for ending in OUTCOMES.values()
        if (ending.bodies is None or body_kind in ending.bodies) and route in ending.routes
    ]


def obstacles(move: Move, facts: Facts) -> list[Obstacle]:
    """Return what still stands in the way of a move, in the order a user can clear it.

    The page shows them and ``take`` refuses on them, so the two never disagree.
    """
    if facts.state not in move.sources:
        return [Obstacle(Code.MOVE_NOT_FROM_HERE, None, {"state": facts.state})]
    needs = list(move.needs)
    found: list[Obstacle] = []
    if Need.OUTCOME in move.needs:
        found += _outcome_obstacles(facts)
        needs += OUTCOMES[facts.outcome].needs if facts.outcome else ()
        found += _date_obstacles(facts)
    found += [obstacle for need in needs for obstacle in _missing(need, facts)]
    if move.name is MoveName.PUT_ON_LIST:
        found += _listing_obstacles(facts)
    found += _next_body_obstacles(facts)
    return found


def came_late(facts: Facts) -> bool:
    """Return whether a case came after the deadline for motions to the meeting."""
    received, due = facts.received_at, facts.motions_due_at
    return received is not None and due is not None and received > due


def take(move: Move, facts: Facts) -> StepState:
    """Return the state the step ends in. Raises ``RuleBroken`` when something stands in the way."""
    refuse_if(obstacles(move, facts))
    if move.target is not None:
        return move.target
    if facts.outcome is None:  # refused above; kept so that the table alone cannot let it through
        raise ValueError("a decision needs an outcome")
    return OUTCOMES[facts.outcome].leads_to


def _outcome_obstacles(facts: Facts) -> Iterable[Obstacle]:
    if facts.outcome is None:
        yield Obstacle(Code.CHOICE_INVALID, "outcome")
        return
    ending = OUTCOMES[facts.outcome]
    if ending.bodies is not None and facts.body_kind not in ending.bodies:
        yield Obstacle(Code.OUTCOME_NOT_FOR_THIS_BODY, "outcome", {"outcome": ending.outcome})
    if facts.route not in ending.routes:
        yield Obstacle(Code.OUTCOME_NOT_ON_THIS_ROUTE, "outcome", {"outcome": ending.outcome})
    if facts.carried is not None:
        says_other = {Votes.CARRY: not facts.carried, Votes.DO_NOT_CARRY: facts.carried}
        if says_other.get(ending.votes, False):
            yield Obstacle(Code.OUTCOME_AGAINST_VOTES, "outcome", {"outcome": ending.outcome})


def _date_obstacles(facts: Facts) -> Iterable[Obstacle]:
    if facts.decided_on is None:
        yield Obstacle(Code.DATE_MISSING, "decided_on")
        return
    if facts.today is not None and facts.decided_on > facts.today:
        yield Obstacle(Code.DATE_IN_FUTURE, "decided_on", {"date": facts.decided_on})
    if facts.received_on is not None and facts.decided_on < facts.received_on:
        yield Obstacle(Code.DATE_BEFORE_RECEIVED, "decided_on", {"date": facts.received_on})


def _missing(need: Need, facts: Facts) -> Iterable[Obstacle]:
    given = {
        Need.REASON: bool(facts.reason.strip()),
        Need.TEXT: bool(facts.text.strip()),
        # Of a body that is not hosted here there is no meeting to choose: date and source stand for it.
        Need.MEETING: facts.meeting_ended is not None or not facts.is_hosted,
        Need.NEXT_BODY: bool(facts.next_bodies),
        Need.COVERING_LINK: bool(facts.covering_link.strip()),
        Need.SENDER: facts.has_sender,
        Need.OUTCOME: True,
    }
    lacking = {
        Need.REASON: Obstacle(Code.REASON_MISSING, "reason"),
        Need.TEXT: Obstacle(Code.TEXT_MISSING, "operative_text"),
        Need.MEETING: Obstacle(Code.MEETING_MISSING, "meeting"),
        Need.NEXT_BODY: Obstacle(Code.NEXT_BODY_MISSING, "next_body"),
        Need.COVERING_LINK: Obstacle(Code.COVERING_LINK_MISSING, "covering_link"),
        Need.SENDER: Obstacle(Code.NO_BODY_TO_RETURN_TO, None),
    }
    if not given[need]:
        yield lacking[need]
    elif need is Need.MEETING and not facts.meeting_is_own:
        yield Obstacle(Code.MEETING_OF_OTHER_BODY, "meeting")


def _listing_obstacles(facts: Facts) -> Iterable[Obstacle]:
    if facts.meeting_ended:
        yield Obstacle(Code.MEETING_ENDED, "meeting")
    if came_late(facts) and not facts.leave_given:
        yield Obstacle(Code.MOTION_LATE, "leave_given", {"deadline": facts.motions_due_at})


def _next_body_obstacles(facts: Facts) -> Iterable[Obstacle]:
    for next_body in facts.next_bodies:
        if next_body.is_same_body:
            yield Obstacle(Code.NEXT_BODY_IS_SAME, "next_body")
        if next_body.has_open_step:
            yield Obstacle(Code.ALREADY_AT_BODY, "next_body")
        if not next_body.proposed_decision.strip():
            yield Obstacle(Code.NEXT_TEXT_MISSING, "proposed_decision")
