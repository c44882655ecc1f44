"""What was recognised in the running text of a motion.

Nothing is lost: every word of the text is in ``title``, ``paragraphs``, ``disposition``,
``proposed_decision``, ``sources``, ``labels`` or ``rest``; the other fields say it again.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motionflow.domain.checks import Check


class DoubtKind(StrEnum):
    """What the reader of a recognised text should look at."""

    JOINED = "joined"
    SPLIT = "split"
    HYPHEN = "hyphen"
    TITLE_GUESSED = "title_guessed"
    TITLE_NOT_FOUND = "title_not_found"
    DATE_UNSURE = "date_unsure"
    NEXT_BODY_UNSURE = "next_body_unsure"


@dataclass(frozen=True)
class ReadingDoubt:
    """A place where recognition may be wrong. ``paragraph`` counts the grounds from 1."""

    kind: DoubtKind
    text: str
    paragraph: int | None = None


@dataclass(frozen=True)
class Recognised:
    """The parts of a motion, each as Markdown. What was not found is None or empty."""

    title: str
    paragraphs: tuple[str, ...]
    decided_by: str | None
    decided_on: date | None
    disposition: str | None
    next_body: str | None
    proposed_decision: str | None
    mover: str | None
    sources: str
    labels: tuple[str, ...]
    rest: tuple[str, ...]
    doubts: tuple[ReadingDoubt, ...]
    checks: tuple[Check, ...]

    @property
    def grounds(self) -> str:
        """The grounds as one Markdown text."""
        return "\n\n".join(self.paragraphs)

    def as_json(self) -> dict[str, object]:
        """Return what ``motionflow import --dry-run --json`` prints."""
        return {
            "title": self.title,
            "paragraphs": list(self.paragraphs),
            "decided_by": self.decided_by,
            "decided_on": self.decided_on.isoformat() if self.decided_on else None,
            "disposition": self.disposition,
            "next_body": self.next_body,
            "proposed_decision": self.proposed_decision,
            "checks": [check.as_json() for check in self.checks],
        }
