"""When mail may come: not in the quiet hours, and what is collected in the morning after them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from motionflow.domain.deadlines import OSLO, day_in_oslo, moment_in_oslo


@dataclass(frozen=True)
class Quiet:
    """The hours (0 to 23, clocks in Norway) between which no mail comes; the same hour twice is none.

    ``gathers`` says that everything of a day comes in one mail.
    """

    from_hour: int = 21
    until_hour: int = 7
    gathers: bool = False

    def covers(self, hour: int) -> bool:
        """Return whether an hour is quiet."""
        if self.from_hour <= self.until_hour:
            return self.from_hour <= hour < self.until_hour
        return hour >= self.from_hour or hour < self.until_hour


def due_after(at: datetime, *, quiet: Quiet) -> datetime:
    """Return when a mail queued at a moment may be sent: then, or when the quiet hours end."""
    return next_collected(at, quiet=quiet) if quiet.covers(at.astimezone(OSLO).hour) else at


def next_collected(at: datetime, *, quiet: Quiet) -> datetime:
    """Return when the next collected mail is sent: the next time that the quiet hours end."""
    day, ends = day_in_oslo(at), time(quiet.until_hour)
    today = moment_in_oslo(day, ends)
    return today if today > at else moment_in_oslo(day + timedelta(days=1), ends)
