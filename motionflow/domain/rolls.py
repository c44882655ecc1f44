"""Who may vote in a meeting: from membership, dues or appointment, by the body's rules."""

import hashlib
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction


class RollKind(StrEnum):
    """Whose roll it is."""

    MEMBERS = "members"
    DELEGATES = "delegates"


class DuesRule(StrEnum):
    """For which years dues must be paid (``domain/guide.md`` §1.2)."""

    NONE = "none"
    THIS_YEAR = "this_year"
    THIS_OR_LAST_YEAR = "this_or_last_year"
    THIS_AND_LAST_YEAR = "this_and_last_year"


class ExclusionReason(StrEnum):
    """Why someone who is entitled does not vote on an item."""

    OWN_ACCOUNTS = "own_accounts"
    """The board does not vote on its own report and accounts."""
    DISQUALIFIED = "disqualified"
    OWN_WISH = "own_wish"


class WhyNot(StrEnum):
    """Why someone of the body cannot vote."""

    TOO_NEW = "too_new"
    NOT_PAID = "not_paid"
    NOT_SENT = "not_sent"
    SUBSTITUTE = "substitute"
    REPLACED = "replaced"
    EXCLUDED = "excluded"
    NOT_IN_MEETING = "not_in_meeting"
    CAME_LATE = "came_late"


@dataclass(frozen=True)
class VotingRules:
    """What a body's rules say of its polls. ``names_kept_days`` is how long it is kept who voted for what."""

    roll: RollKind = RollKind.MEMBERS
    membership_days: int | None = None
    dues: DuesRule = DuesRule.NONE
    quorum: Fraction | None = None
    quorum_is_strict: bool = False
    quorum_refuses: bool = False
    secret_when_asked: bool = True
    names_kept_days: int | None = None


@dataclass(frozen=True)
class Standing:
    """What is known of someone in the body on the day of a meeting.

    ``is_delegate`` and ``is_substitute`` are for a meeting of delegates; a substitute ``steps_in`` for one,
    who then ``is_replaced``.
    """

    member_since: date
    paid_years: Set[int] = frozenset()
    is_delegate: bool = False
    is_substitute: bool = False
    steps_in: bool = False
    is_replaced: bool = False


def why_not_entitled(standing: Standing, *, rules: VotingRules, on: date) -> WhyNot | None:
    """Return why someone cannot vote in a meeting on a day, or ``None`` for one who can."""
    if rules.roll is RollKind.DELEGATES:
        return _why_no_delegate(standing)
    # «Etter én måneds medlemskap»: whoever became a member that many days before the day may vote on it.
    if rules.membership_days and standing.member_since + timedelta(days=rules.membership_days) > on:
        return WhyNot.TOO_NEW
    return None if _has_paid(standing.paid_years, rules.dues, on.year) else WhyNot.NOT_PAID


def _why_no_delegate(standing: Standing) -> WhyNot | None:
    if standing.is_substitute:
        return None if standing.steps_in else WhyNot.SUBSTITUTE
    if not standing.is_delegate:
        return WhyNot.NOT_SENT
    return WhyNot.REPLACED if standing.is_replaced else None


def _has_paid(years: Set[int], rule: DuesRule, year: int) -> bool:
    match rule:
        case DuesRule.NONE:
            return True
        case DuesRule.THIS_YEAR:
            return year in years
        case DuesRule.THIS_OR_LAST_YEAR:
            return year in years or year - 1 in years
        case DuesRule.THIS_AND_LAST_YEAR:
            return year in years and year - 1 in years


@dataclass(frozen=True)
class Presence:
    """Someone entitled, as the meeting sees her when a poll is prepared or opened."""

    came_at: datetime | None
    is_excluded: bool = False
    is_admitted: bool = False


def why_not_on_roll(presence: Presence, *, prepared_at: datetime | None) -> WhyNot | None:
    """Return why someone entitled is not on a poll's roll, or ``None`` for one who is.

    Who came after the poll was prepared is on it only when two have let her in.
    """
    if presence.is_excluded:
        return WhyNot.EXCLUDED
    if presence.came_at is None:
        return WhyNot.NOT_IN_MEETING
    came_late = prepared_at is not None and presence.came_at > prepared_at
    return WhyNot.CAME_LATE if came_late and not presence.is_admitted else None


def roll_hash(poll_id: str, person_ids: Iterable[str]) -> str:
    """Return the SHA-256 of a roll: the poll's id and those of its people, sorted, one to a line."""
    return hashlib.sha256("\n".join([poll_id, *sorted(person_ids)]).encode()).hexdigest()


def is_quorate(*, present: int, entitled: int, rules: VotingRules) -> bool:
    """Return whether enough of those entitled are there for the meeting to decide."""
    if rules.quorum is None or entitled == 0:
        return True
    share = Fraction(present, entitled)
    return share > rules.quorum if rules.quorum_is_strict else share >= rules.quorum
