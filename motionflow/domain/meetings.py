"""The kinds of meeting, and what people are elected to do in one."""

from enum import StrEnum


class MeetingKind(StrEnum):
    """What sort of meeting a body holds."""

    ANNUAL = "annual"
    EXTRAORDINARY = "extraordinary"
    MEMBERS = "members"
    GROUP = "group"
    BOARD = "board"


class OfficerKind(StrEnum):
    """What someone is elected to do in a meeting."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    TELLER = "teller"
    SIGNER = "signer"
    DRAFTING_COMMITTEE = "drafting_committee"
