"""A meeting's facts as its page shows them: its state, what is due when, its papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from motionflow.domain.deadlines import MeetingDeadlines, day_in_oslo
from motionflow.i18n import N_
from motionflow.web.session import current_words


class Held(Protocol):
    """A meeting: what its state is told from."""

    is_recorded_later: bool
    opened_at: datetime | None
    ended_at: datetime | None


class Made(Protocol):
    """A paper: what matters for its place in a list."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def subject_id(self) -> str:
        """What it is about."""

    @property
    def version(self) -> int:
        """Which version of it."""

    @property
    def made_at(self) -> datetime:
        """When it was made."""


Paper = TypeVar("Paper", bound=Made)


@dataclass(frozen=True)
class Shown:
    """A state as a tag: its words in the reader's language, colour and picture."""

    text: str
    color: str
    picture: str


@dataclass(frozen=True)
class DueDate:
    """Something that is due before a meeting: what, the last moment, and how long there is left."""

    name: str
    at: datetime
    left: str
    is_past: bool


def state_of(meeting: Held) -> Shown:
    """Return where a meeting stands."""
    _ = current_words()
    if meeting.ended_at is not None:
        return Shown(_("Ended"), "neutral", "check-circle")
    if meeting.is_recorded_later:
        return Shown(_("Being recorded"), "info", "pen")
    if meeting.opened_at is not None:
        return Shown(_("In session"), "success", "dot")
    return Shown(_("Called"), "info", "calendar")


def due_dates(deadlines: MeetingDeadlines, *, at: datetime) -> list[DueDate]:
    """Return what the body's rules make due before a meeting, and how many days there are left."""
    names = (
        (N_("Notice of the meeting"), deadlines.notice_at),
        (N_("Motions"), deadlines.motions_at),
        (N_("Papers"), deadlines.papers_at),
    )
    _ = current_words()
    return [DueDate(_(name), due, _left(due, at), due < at) for name, due in names if due is not None]


def latest_and_earlier(papers: Iterable[Paper]) -> tuple[list[Paper], list[Paper]]:
    """Return the latest version of each paper, and all earlier versions, the newest first."""
    latest: dict[tuple[str, str], Paper] = {}
    earlier: list[Paper] = []
    for paper in sorted(papers, key=lambda each: each.version, reverse=True):
        if latest.setdefault((paper.subject_id, paper.kind), paper) is not paper:
            earlier.append(paper)
    return sorted(latest.values(), key=lambda each: each.made_at), earlier


def _left(due: datetime, at: datetime) -> str:
    _ = current_words()
    plural = _.plural
    days = (day_in_oslo(due) - day_in_oslo(at)).days
    if days < 0:
        return _("Passed")
    return plural("{n} day left", "{n} days left", days) if days else _("The last day is today")
