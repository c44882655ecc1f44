"""Who recommends what to a meeting (``domain/guide.md`` §1.5)."""

from enum import StrEnum


class RecommendationBy(StrEnum):
    """Who recommends."""

    BOARD = "board"
    DRAFTING_MAJORITY = "drafting_majority"
    DRAFTING_MINORITY = "drafting_minority"
    EXECUTIVE_COMMITTEE = "executive_committee"


class Verb(StrEnum):
    """What is recommended (``domain/guide.md`` §1.5)."""

    ADOPT = "adopt"
    ADOPT_WITH_CHANGES = "adopt_with_changes"
    REJECT = "reject"
    SEND_ON = "send_on"
    COVERED = "covered"
    WITHDRAWN = "withdrawn"
