"""Who recommends what to a meeting (``domain/guide.md`` §1.5), and what the mover answers."""

from enum import StrEnum

from motionflow.domain.errors import Code, Obstacle


class RecommendationBy(StrEnum):
    """Who recommends, in the order a booklet shows them (``domain/guide.md`` §5.3)."""

    BOARD = "board"
    EXECUTIVE_COMMITTEE = "executive_committee"
    DRAFTING_COMMITTEE = "drafting_committee"
    DRAFTING_MAJORITY = "drafting_majority"
    DRAFTING_MINORITY = "drafting_minority"


class Verb(StrEnum):
    """What is recommended (``domain/guide.md`` §1.5)."""

    ADOPT = "adopt"
    ADOPT_WITH_CHANGES = "adopt_with_changes"
    REJECT = "reject"
    SEND_ON = "send_on"
    COVERED = "covered"
    WITHDRAWN = "withdrawn"


NEEDS_TARGET = frozenset({Verb.SEND_ON, Verb.COVERED})
"""Those that say to whom the motion goes, or by what it is covered."""


class Answer(StrEnum):
    """What the mover answers to a recommendation."""

    ACCEPTS = "accepts"
    KEEPS = "keeps"
    WITHDRAWS = "withdraws"


ORDER = {by: number for number, by in enumerate(RecommendationBy)}


def obstacles(by: RecommendationBy | None, verb: Verb | None, *, text: str, target: str) -> list[Obstacle]:
    """Return what is lacking in a recommendation, by form field."""
    found = []
    if by is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "by"))
    if verb is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "verb"))
    if verb is Verb.ADOPT_WITH_CHANGES and not text.strip():
        found.append(Obstacle(Code.RECOMMENDED_TEXT_MISSING, "text"))
    if verb in NEEDS_TARGET and not target.strip():
        found.append(Obstacle(Code.RECOMMENDED_TARGET_MISSING, "target"))
    return found
