"""Dates as an iCalendar file (RFC 5545), for a telephone's own calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

USUAL_LENGTH = timedelta(hours=2)


@dataclass(frozen=True)
class Entry:
    """One date: a whole day, or a moment where ``at`` is set."""

    uid: str
    title: str
    on: date
    at: datetime | None = None
    place: str = ""
    link: str = ""


def calendar_file(entries: Iterable[Entry], *, name: str, at: datetime, language: str = "nb") -> bytes:
    """Return the entries as a calendar that programs can subscribe to. The same entries give the same bytes
    for the same moment.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//motionflow//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, at))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@motionflow")
    event.add("dtstamp", at)
    event.add("summary", entry.title)
    event.add("dtstart", entry.at or entry.on)
    event.add("dtend", entry.at + USUAL_LENGTH if entry.at else entry.on + timedelta(days=1))
    if entry.at is None:
        # A last day takes nobody's time.
        event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    if entry.link:
        event.add("url", entry.link)
    return event
