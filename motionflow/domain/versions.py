"""What the versions of a case's text are called."""

from enum import StrEnum


class VersionKind(StrEnum):
    """What a version of the text is at a step."""

    HANDED_IN = "handed_in"
    CORRECTED = "corrected"
    RECEIVED = "received"
    RECOMMENDED = "recommended"
    MOVED = "moved"
    PUT_TOGETHER = "put_together"
    ADOPTED = "adopted"
