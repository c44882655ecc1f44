"""What stands in the way of an act, as codes with parameters.

The words for each code are in ``motionflow/labels/refusals.py``; a test sees that none is missing.
To add a refusal: add a code here, its sentence there, and the rule that gives it.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Every reason for which motionflow refuses an act."""

    # texts
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    PROPOSED_DECISION_MISSING = "proposed_decision_missing"
    TEXT_CHANGED_MEANWHILE = "text_changed_meanwhile"
    # moves
    MOVE_NOT_FROM_HERE = "move_not_from_here"
    CHANGED_MEANWHILE = "changed_meanwhile"
    REASON_MISSING = "reason_missing"
    NEXT_BODY_MISSING = "next_body_missing"
    NEXT_BODY_IS_SAME = "next_body_is_same"
    NEXT_TEXT_MISSING = "next_text_missing"
    COVERING_LINK_MISSING = "covering_link_missing"
    OUTCOME_NOT_FOR_THIS_BODY = "outcome_not_for_this_body"
    OUTCOME_NOT_ON_THIS_ROUTE = "outcome_not_on_this_route"
    NO_BODY_TO_RETURN_TO = "no_body_to_return_to"
    ALREADY_AT_BODY = "already_at_body"
    # meetings and deadlines
    MEETING_MISSING = "meeting_missing"
    MEETING_OF_OTHER_BODY = "meeting_of_other_body"
    MEETING_IN_PAST = "meeting_in_past"
    MEETING_NOT_PAST = "meeting_not_past"
    MEETING_ENDED = "meeting_ended"
    MEETING_NOT_ENDED = "meeting_not_ended"
    MEETING_NOT_STARTED = "meeting_not_started"
    NOTICE_TOO_LATE = "notice_too_late"
    MOTION_LATE = "motion_late"
    AGENDA_NUMBER_TAKEN = "agenda_number_taken"
    AGENDA_NUMBER_INVALID = "agenda_number_invalid"
    ATTENDANCE_ABOVE_ENTITLED = "attendance_above_entitled"
    DATE_MISSING = "date_missing"
    DATE_INVALID = "date_invalid"
    DATE_IN_FUTURE = "date_in_future"
    DATE_BEFORE_RECEIVED = "date_before_received"
    DATE_TAKEN = "date_taken"
    RULES_SET_ALREADY = "rules_set_already"
    DAYS_TOO_MANY = "days_too_many"
    # votes
    VOTES_MISSING = "votes_missing"
    NUMBER_INVALID = "number_invalid"
    VOTES_ABOVE_ENTITLED = "votes_above_entitled"
    VOTES_ABOVE_PRESENT = "votes_above_present"
    PRESENT_ABOVE_ENTITLED = "present_above_entitled"
    PARTY_SPLIT_DIFFERS = "party_split_differs"
    BLANKS_NOT_ALLOWED = "blanks_not_allowed"
    ENTITLED_MISSING = "entitled_missing"
    QUORUM_MISSING = "quorum_missing"
    OUTCOME_AGAINST_VOTES = "outcome_against_votes"
    TIE_UNDECIDED = "tie_undecided"
    OPTION_UNKNOWN = "option_unknown"
    OPTION_TWICE = "option_twice"
    # amendments and recommendations
    AMENDMENT_CHANGES_NOTHING = "amendment_changes_nothing"
    AMENDMENT_LEAVES_NOTHING = "amendment_leaves_nothing"
    AMENDMENT_NOT_FROM_HERE = "amendment_not_from_here"
    AMENDMENT_TEXT_MOVED_ON = "amendment_text_moved_on"
    AMENDMENT_TEXT_CLASHES = "amendment_text_clashes"
    AMENDMENTS_CLOSED = "amendments_closed"
    AMENDMENTS_NOT_NOW = "amendments_not_now"
    AMENDMENTS_WAIT = "amendments_wait"
    NO_AMENDMENT_CARRIED = "no_amendment_carried"
    ALTERNATIVE_NOT_WAITING = "alternative_not_waiting"
    CONFLICTS_NOT_SETTLED = "conflicts_not_settled"
    RECOMMENDED_TEXT_MISSING = "recommended_text_missing"
    RECOMMENDED_TEXT_TAKEN_UP = "recommended_text_taken_up"
    RECOMMENDED_TARGET_MISSING = "recommended_target_missing"
    RECOMMENDATION_PUBLISHED = "recommendation_published"
    RECOMMENDATION_NOT_PUBLISHED = "recommendation_not_published"
    # polls
    POLL_NOT_FROM_HERE = "poll_not_from_here"
    POLL_UNDER_WAY = "poll_under_way"
    POLL_OPTIONS_TOO_FEW = "poll_options_too_few"
    POLL_OPTIONS_TOO_MANY = "poll_options_too_many"
    POLL_CASES_TOO_FEW = "poll_cases_too_few"
    AMENDMENT_POLL_KIND = "amendment_poll_kind"
    NO_AMENDMENT_WAITS = "no_amendment_waits"
    POLL_CHANNEL_MISSING = "poll_channel_missing"
    POLL_QUESTION_MISSING = "poll_question_missing"
    POLL_SECRET_ASKED = "poll_secret_asked"  # noqa: S105  # no password
    POLL_WITHOUT_QUORUM = "poll_without_quorum"
    POLL_QUORUM_DOUBTFUL = "poll_quorum_doubtful"
    POLL_DEADLINE_PAST = "poll_deadline_past"
    POLL_TOO_LONG = "poll_too_long"
    POLL_ABOVE_ROLL = "poll_above_roll"
    POLL_IS_ASKED = "poll_is_asked"
    POLL_NOT_ASKABLE = "poll_not_askable"
    ANNUL_REASON_MISSING = "annul_reason_missing"
    FINALISTS_WRONG = "finalists_wrong"
    HANDS_ABOVE_PRESENT = "hands_above_present"
    PAPER_ABOVE_PRESENT = "paper_above_present"
    COUNT_NOT_NOW = "count_not_now"
    BALLOT_NOT_HERE = "ballot_not_here"
    BALLOT_TOO_EARLY = "ballot_too_early"
    BALLOT_TOO_LATE = "ballot_too_late"
    BALLOT_NOT_ON_ROLL = "ballot_not_on_roll"
    BALLOT_LEFT_MEETING = "ballot_left_meeting"
    BALLOT_OPTION_UNKNOWN = "ballot_option_unknown"
    BALLOT_CAST_ALREADY = "ballot_cast_already"
    # secret polls
    POLL_NOT_SECRET = "poll_not_secret"  # noqa: S105  # no password
    SECRET_NEEDS_HTTPS = "secret_needs_https"  # noqa: S105  # likewise
    PERSON_MUST_WAIT = "person_must_wait"
    SECRET_POLL_OPEN = "secret_poll_open"  # noqa: S105  # likewise
    TELLERS_NOT_THREE = "tellers_not_three"
    KEYS_NOT_WRITTEN = "keys_not_written"
    KEYS_GONE = "keys_gone"
    CHECK_IN_MISSING = "check_in_missing"
    CHECK_IN_OVER = "check_in_over"
    CHECK_IN_RESTARTED = "check_in_restarted"
    TOKEN_ELSEWHERE = "token_elsewhere"  # noqa: S105  # likewise
    TOKEN_NOT_READ = "token_not_read"  # noqa: S105  # likewise
    TOKEN_USED = "token_used"  # noqa: S105  # likewise
    BALLOT_NOT_ACCEPTED = "ballot_not_accepted"
    PASSPHRASES_NOT_NOTED = "passphrases_not_noted"
    PASSPHRASE_NOT_AS_GIVEN = "passphrase_not_as_given"  # noqa: S105  # likewise
    BOX_NOT_OPENED = "box_not_opened"
    PASSPHRASES_TWO = "passphrases_two"
    PASSPHRASE_WRONG = "passphrase_wrong"  # noqa: S105  # likewise
    PASSPHRASE_WAIT = "passphrase_wait"  # noqa: S105  # likewise
    ROLL_IS_BUSY = "roll_is_busy"
    BALLOTS_ABOVE_TOKENS = "ballots_above_tokens"
    PAPER_ABOVE_TOKENLESS = "paper_above_tokenless"
    # rolls
    ROLL_EMPTY = "roll_empty"
    ROLL_FROZEN = "roll_frozen"
    CODE_WRONG = "code_wrong"
    CODE_NEEDED = "code_needed"
    ADMISSION_NEEDS_ANOTHER = "admission_needs_another"
    NOT_ENTITLED = "not_entitled"
    ITEM_HAS_POLLS = "item_has_polls"
    # sources, people, files
    SOURCE_MISSING = "source_missing"
    LINK_INVALID = "link_invalid"
    NUMBER_FORMAT_INVALID = "number_format_invalid"
    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    ADDRESS_INVALID = "address_invalid"
    ADDRESS_TAKEN = "address_taken"
    ROLE_PERIOD_INVALID = "role_period_invalid"
    PARTY_MISSING = "party_missing"
    PROPOSER_MISSING = "proposer_missing"
    WHY_MISSING = "why_missing"
    FILE_MISSING = "file_missing"
    FILE_TOO_BIG = "file_too_big"
    FILE_UNPACKS_TOO_BIG = "file_unpacks_too_big"
    FILE_TAKES_TOO_MUCH = "file_takes_too_much"
    FILE_NOT_READABLE = "file_not_readable"
    FILE_KIND_UNKNOWN = "file_kind_unknown"
    FILE_ENCRYPTED = "file_encrypted"
    FILE_HAS_MACROS = "file_has_macros"
    FILE_HAS_EXTERNAL_TARGETS = "file_has_external_targets"
    FILE_HAS_TEMPLATE = "file_has_template"
    FILE_HAS_FETCHING_FIELDS = "file_has_fetching_fields"
    LETTERHEAD_TOO_NARROW = "letterhead_too_narrow"
    LETTERHEAD_PICTURES_TOO_BIG = "letterhead_pictures_too_big"
    FILE_HAS_NO_TEXT = "file_has_no_text"
    FILE_HAS_TOO_MANY_CHANGES = "file_has_too_many_changes"
    NO_CHANGE_TAKEN = "no_change_taken"
    CHANGES_CANNOT_BE_JOINED = "changes_cannot_be_joined"
    PAPER_EDITED_BY_HAND = "paper_edited_by_hand"
    PAPER_HAS_NEWER_VERSION = "paper_has_newer_version"
    PAPER_SAYS_THE_SAME = "paper_says_the_same"
    FILE_NOT_WORD = "file_not_word"
    PAPER_FACTS_MISSING = "paper_facts_missing"
    LINK_USED_OR_OLD = "link_used_or_old"
    BODY_IS_EXTERNAL = "body_is_external"
    MOVER_NOT_YOURS = "mover_not_yours"
    TEXT_NOT_EDITABLE = "text_not_editable"
    MEMBER_NOT_ONLY_YOURS = "member_not_only_yours"
    CHOICE_INVALID = "choice_invalid"
    # money
    AMOUNT_INVALID = "amount_invalid"
    AMOUNT_NEGATIVE = "amount_negative"
    AMOUNT_TOO_LARGE = "amount_too_large"
    AMOUNT_MISSING = "amount_missing"
    COVER_AMOUNT_MISSING = "cover_amount_missing"
    COVER_BY_MISSING = "cover_by_missing"
    LOAN_FOR_OPERATIONS = "loan_for_operations"
    MEASURE_MISSING = "measure_missing"
    YEAR_MISSING = "year_missing"
    YEAR_INVALID = "year_invalid"
    LASTING_ENDS = "lasting_ends"
    CODE_UNKNOWN = "code_unknown"
    CODE_REPLACED = "code_replaced"
    CODE_RETIRED = "code_retired"
    CODE_NOT_YET = "code_not_yet"
    CODE_ONLY_INVESTMENT = "code_only_investment"
    CODE_ONLY_OPERATIONS = "code_only_operations"
    # councils
    SEATS_MISSING = "seats_missing"
    PARTY_TWICE = "party_twice"
    PARTY_NAME_MISSING = "party_name_missing"
    MEETING_NOT_FOR_ROUTE = "meeting_not_for_route"
    MEETING_DAY_TAKEN = "meeting_day_taken"
    PARTY_WITHOUT_SEATS = "party_without_seats"
    VOTES_ABOVE_SEATS = "votes_above_seats"
    SECOND_ROUND_NEEDLESS = "second_round_needless"
    SECOND_ROUND_MISSING = "second_round_missing"
    SECOND_ROUND_OTHERS = "second_round_others"
    TOO_FEW_VOTED = "too_few_voted"
    CORRECTION_REASON_MISSING = "correction_reason_missing"
    DATE_PASSED = "date_passed"
    LINK_OF_ANOTHER = "link_of_another"
    BUDGET_YEAR_CLOSED = "budget_year_closed"
    DATE_BEFORE_HANDED_IN = "date_before_handed_in"
    PROPOSAL_EMPTY = "proposal_empty"
    PROPOSAL_FIXED = "proposal_fixed"
    YEAR_UNBALANCED = "year_unbalanced"
    YEAR_OVERCOVERED = "year_overcovered"
    INVESTMENT_UNBALANCED = "investment_unbalanced"
    BASE_MISSING = "base_missing"
    LINE_OUTSIDE_YEARS = "line_outside_years"
    ASKED_IS_FIXED = "asked_is_fixed"
    # promises and figures
    PROMISE_MISSING = "promise_missing"
    RESPONSIBLE_MISSING = "responsible_missing"
    RESPONSIBLE_NOT_ELECTED = "responsible_not_elected"
    TARGET_MISSING = "target_missing"
    UNIT_MISSING = "unit_missing"
    DUE_DATE_MISSING = "due_date_missing"
    DUE_BEFORE_DECISION = "due_before_decision"
    STATUS_NOT_NEXT = "status_not_next"
    DELAY_GIVEN_BEFORE = "delay_given_before"
    NEW_DATE_MISSING = "new_date_missing"
    NEW_DATE_NOT_LATER = "new_date_not_later"
    REPORT_BEFORE_LAST = "report_before_last"
    REACHED_MISSING = "reached_missing"
    REACHED_NOT_PART = "reached_not_part"
    REACHED_NOT_WHOLE = "reached_not_whole"
    FIGURE_INVALID = "figure_invalid"
    READING_TAKEN = "reading_taken"
    OUT_OF_TOO_SMALL = "out_of_too_small"
    THEMES_TOO_MANY = "themes_too_many"
    # motions that are alike
    JOINED_WITH_ITSELF = "joined_with_itself"
    JOINED_NOT_HERE = "joined_not_here"
    OBJECTED_BEFORE = "objected_before"
    HOUR_INVALID = "hour_invalid"


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way, and the form field where it can be cleared."""

    code: Code
    field: str | None = None
    params: dict[str, object] = dataclasses.field(default_factory=dict, hash=False)


class RuleBroken(Exception):
    """An act was refused; nothing was written. Holds every obstacle found."""

    def __init__(self, obstacles: Obstacle | Iterable[Obstacle]) -> None:
        self.obstacles = (obstacles,) if isinstance(obstacles, Obstacle) else tuple(obstacles)
        super().__init__(", ".join(obstacle.code for obstacle in self.obstacles))


class NotFound(Exception):
    """No such thing, or none that this person may see. The two are never told apart."""


class NotAllowed(Exception):
    """The person may see the thing but not do this to it."""


def refuse_if(obstacles: Iterable[Obstacle]) -> None:
    """Raise ``RuleBroken`` with the obstacles, if there are any."""
    found = tuple(obstacles)
    if found:
        raise RuleBroken(found)
