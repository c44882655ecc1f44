"""Who may vote in a meeting: from membership, dues or appointment, by the body's rules."""

from enum import StrEnum


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
