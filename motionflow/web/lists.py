"""What lists say of a case and of a day: the status in one line, and how far off the day is."""

from datetime import date, datetime

from motionflow.domain.deadlines import day_in_oslo
from motionflow.labels import status_line
from motionflow.services.case_lists import CaseRow
from motionflow.web.session import current_words, now

MOST_DAYS = 60


def today() -> date:
    """Return the day that people in Norway have at this request."""
    return day_in_oslo(now())


def day_of(moment: datetime) -> date:
    """Return the day that people in Norway have at a moment."""
    return day_in_oslo(moment)


def status_of(row: CaseRow) -> str:
    """Return where a case of a list stands, in one line."""
    return status_line(row.status, language=current_words())


def dated(day: date) -> str:
    """Return a day in figures and, while it is near, how far off it is: «16.1.2019 (in 3 days)»."""
    _ = current_words()
    shown = _.short_date(day)
    return f"{shown} ({distance_to(day)})" if is_near(day) else shown


def is_near(day: date) -> bool:
    """Return whether people would count the days to or from a day."""
    return abs((day - today()).days) <= MOST_DAYS


def distance_to(day: date) -> str:
    """Return how far off a day is: «today», «in 3 days», «12 days ago»."""
    _ = current_words()
    days = (day - today()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days > 1:
        return _.plural("in {n} day", "in {n} days", days)
    return _.plural("{n} day ago", "{n} days ago", -days)
