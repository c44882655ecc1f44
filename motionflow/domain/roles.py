"""Who may do what, as one table.

An action on a body's thing is allowed to a *role* held in a *relation* to that body. To change who
may do what, change ``TABLE``; nothing else compares roles.
"""

from enum import IntEnum, StrEnum

from motionflow.domain.meetings import OfficerKind


class Role(StrEnum):
    """What a person is in a body, from a day to a day."""

    MEMBER = "member"
    SECRETARY = "secretary"
    CHAIR = "chair"
    TELLER = "teller"
    BOARD = "board"
    DRAFTING_COMMITTEE = "drafting_committee"
    COUNCILLOR = "councillor"
    ADMINISTRATOR = "administrator"


class Relation(StrEnum):
    """How the body where the role is held stands to the body that the thing belongs to."""

    OWN = "own"
    """The same body."""
    FOLLOWED = "followed"
    """The thing's body is external, and the body where the role is held records for it."""
    ON_WAY = "on_way"
    """Another body on the same case's way."""
    INSTALLATION = "installation"
    """Anywhere in this installation."""


class Action(StrEnum):
    """What can be done, named for the thing it is done to."""

    STEP_SEE_INSIDE = "step_see_inside"
    STEP_SEE_OUTCOME = "step_see_outcome"
    STEP_HANDLE_INBOX = "step_handle_inbox"
    STEP_PUT_ON_LIST = "step_put_on_list"
    STEP_TREAT = "step_treat"
    STEP_DECIDE = "step_decide"
    STEP_FORWARD = "step_forward"
    STEP_RECOMMEND = "step_recommend"
    STEP_SET_MONEY = "step_set_money"
    STEP_OPEN_TO_PUBLIC = "step_open_to_public"
    AMENDMENT_WRITE = "amendment_write"
    AMENDMENT_TAKE_DOWN = "amendment_take_down"
    AMENDMENTS_RUN = "amendments_run"
    CASE_FOLLOW = "case_follow"
    CASE_SET_FOLLOW_UP = "case_set_follow_up"
    MOTION_HAND_IN = "motion_hand_in"
    MOTION_EDIT = "motion_edit"
    MEETING_SEE = "meeting_see"
    MEETING_CALL = "meeting_call"
    MEETING_RUN = "meeting_run"
    POLL_RUN = "poll_run"
    ROLL_KEEP = "roll_keep"
    VOTES_COUNT = "votes_count"
    PAPER_MAKE = "paper_make"
    MEMBERS_SEE = "members_see"
    MEMBERS_CHANGE = "members_change"
    BODY_SET_RULES = "body_set_rules"
    COUNCIL_KEEP = "council_keep"
    BUDGET_PROPOSE = "budget_propose"
    BODY_MAKE = "body_make"
    BODY_APPOINT_SECRETARY = "body_appoint_secretary"


Grant = tuple[Role, Relation]
Standing = frozenset[Grant]

_OWN, _FOLLOWED, _ON_WAY = Relation.OWN, Relation.FOLLOWED, Relation.ON_WAY
IN_BODY = frozenset(Role) - {Role.ADMINISTRATOR}


def _at(relation: Relation, *roles: Role) -> frozenset[Grant]:
    return frozenset((role, relation) for role in roles)


_SECRETARY = _at(_OWN, Role.SECRETARY) | _at(_FOLLOWED, Role.SECRETARY)
_RECORDER = _SECRETARY | _at(_FOLLOWED, Role.COUNCILLOR)
_INSIDE = _at(_OWN, *IN_BODY)

TABLE: dict[Action, frozenset[Grant]] = {
    # Inside its body a step is open to the members; for an external body its followers are the inside.
    Action.STEP_SEE_INSIDE: _INSIDE | _at(_FOLLOWED, *IN_BODY),
    Action.STEP_SEE_OUTCOME: _INSIDE | _at(_FOLLOWED, *IN_BODY) | _at(_ON_WAY, *IN_BODY),
    Action.STEP_HANDLE_INBOX: _SECRETARY,
    Action.STEP_PUT_ON_LIST: _SECRETARY | _at(_OWN, Role.CHAIR),
    Action.STEP_TREAT: _SECRETARY | _at(_OWN, Role.CHAIR),
    Action.STEP_DECIDE: _RECORDER | _at(_OWN, Role.CHAIR),
    Action.STEP_FORWARD: _SECRETARY,
    Action.STEP_RECOMMEND: _at(_OWN, Role.SECRETARY, Role.BOARD, Role.DRAFTING_COMMITTEE),
    Action.STEP_SET_MONEY: _RECORDER | _at(_OWN, Role.CHAIR, Role.BOARD, Role.COUNCILLOR),
    Action.STEP_OPEN_TO_PUBLIC: _at(_OWN, Role.SECRETARY),
    # Whoever may speak in the meeting may propose; others' words are taken down by those who run it.
    Action.AMENDMENT_WRITE: _INSIDE,
    Action.AMENDMENT_TAKE_DOWN: _at(_OWN, Role.SECRETARY, Role.CHAIR),
    Action.AMENDMENTS_RUN: _at(_OWN, Role.SECRETARY, Role.CHAIR),
    Action.CASE_FOLLOW: _INSIDE | _at(_FOLLOWED, *IN_BODY) | _at(_ON_WAY, *IN_BODY),
    Action.CASE_SET_FOLLOW_UP: _at(_OWN, Role.SECRETARY, Role.COUNCILLOR),
    Action.MOTION_HAND_IN: _INSIDE,
    Action.MOTION_EDIT: _at(_OWN, Role.SECRETARY),
    Action.MEETING_SEE: _INSIDE,
    Action.MEETING_CALL: _at(_OWN, Role.SECRETARY, Role.CHAIR),
    Action.MEETING_RUN: _at(_OWN, Role.SECRETARY, Role.CHAIR),
    Action.POLL_RUN: _at(_OWN, Role.SECRETARY, Role.CHAIR),
    Action.ROLL_KEEP: _at(_OWN, Role.SECRETARY, Role.CHAIR, Role.TELLER),
    Action.VOTES_COUNT: _at(_OWN, Role.SECRETARY, Role.CHAIR, Role.TELLER),
    Action.PAPER_MAKE: _SECRETARY,
    Action.MEMBERS_SEE: _at(_OWN, Role.SECRETARY, Role.CHAIR, Role.BOARD),
    Action.MEMBERS_CHANGE: _at(_OWN, Role.SECRETARY),
    Action.BODY_SET_RULES: _SECRETARY,
    Action.BUDGET_PROPOSE: _at(_OWN, Role.SECRETARY, Role.CHAIR, Role.COUNCILLOR),
    # What the party knows of a council: its seats, its meeting days, what it wants by when.
    Action.COUNCIL_KEEP: _at(_FOLLOWED, Role.SECRETARY, Role.COUNCILLOR),
    Action.BODY_MAKE: _at(Relation.INSTALLATION, Role.ADMINISTRATOR),
    Action.BODY_APPOINT_SECRETARY: _at(Relation.INSTALLATION, Role.ADMINISTRATOR),
}

# Whoever the meeting elects does there what the body's own do: its chair need not be the body's.
OF_OFFICERS: dict[OfficerKind, Role] = {
    OfficerKind.CHAIR: Role.CHAIR,
    OfficerKind.SECRETARY: Role.SECRETARY,
    OfficerKind.TELLER: Role.TELLER,
}

# Whoever can change what others see signs in for 12 hours, not 30 days.
WITH_DUTIES = frozenset(Role) - {Role.MEMBER}


def may(action: Action, *, standing: Standing) -> bool:
    """Return whether someone with this standing may do this."""
    return not TABLE[action].isdisjoint(standing)


class Sight(IntEnum):
    """How much of a step someone sees; each level holds the ones below."""

    NOTHING = 0
    OUTCOME = 1
    INSIDE = 2


def sight_of(standing: Standing, *, is_open: bool) -> Sight:
    """Return how much of a step someone with this standing sees.

    ``is_open`` says that the public may see its outcome: its body has opened it, or it is a council's.
    """
    if may(Action.STEP_SEE_INSIDE, standing=standing):
        return Sight.INSIDE
    if is_open or may(Action.STEP_SEE_OUTCOME, standing=standing):
        return Sight.OUTCOME
    return Sight.NOTHING
