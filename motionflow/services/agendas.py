"""A meeting's agenda: the usual one of each kind of meeting, as text and back, and where an item goes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from motionflow.db import db
from motionflow.domain.errors import Code, Obstacle, refuse_if
from motionflow.domain.flow import BodyKind
from motionflow.domain.meetings import MeetingKind
from motionflow.models import AgendaItem, Meeting, Step
from motionflow.services.motions import LONGEST_TEXT, LONGEST_TITLE

_NUMBER = re.compile(r"[1-9]\d{0,2}(\.[1-9]\d{0,2}){0,2}[a-z]?")
_LINE = re.compile(r"(?:sak\s+)?(?P<number>[1-9][\d.]*[a-z]?)[.)]?\s+(?P<title>\S.*)", re.IGNORECASE)
_MOTIONS = "innkomne"  # how the item for motions begins in both written languages


@dataclass(frozen=True)
class Item:
    """An agenda item without a case: number such as 2 or 6.1, title, and what was decided."""

    number: str
    title: str
    treatment: str = ""


# An agenda is a paper of the body, so it is in the body's language whatever the reader has chosen.
# Each row: number, bokmål, nynorsk. Source: guide §5.2 (annual), §1.4 (points of the constitution).
_Row = tuple[str, str, str]
_CONSTITUTION: tuple[_Row, ...] = (
    ("2a", "Godkjenning av innkalling", "Godkjenning av innkalling"),
    ("2b", "Godkjenning av dagsorden", "Godkjenning av dagsorden"),
    ("2c", "Godkjenning av forretningsorden", "Godkjenning av forretningsorden"),
    ("2d", "Valg av dirigent", "Val av dirigent"),
    ("2e", "Valg av sekretær", "Val av sekretær"),
    ("2f", "Valg av redaksjonskomité", "Val av redaksjonskomité"),
    ("2g", "Valg av tellekorps", "Val av teljekorps"),
    (
        "2h",
        "Valg av to til å underskrive protokollen",
        "Val av to til å skrive under protokollen",
    ),
)
_AGENDAS: dict[MeetingKind, tuple[_Row, ...]] = {
    MeetingKind.ANNUAL: (
        ("1", "Åpning", "Opning"),
        ("2", "Konstituering", "Konstituering"),
        *_CONSTITUTION,
        ("3", "Årsberetning", "Årsmelding"),
        ("4", "Regnskap", "Rekneskap"),
        ("5", "Arbeidsplan og budsjett", "Arbeidsplan og budsjett"),
        ("6", "Innkomne forslag", "Innkomne forslag"),
        ("7", "Politisk innledning", "Politisk innleiing"),
        ("8", "Valg", "Val"),
        ("9", "Avslutning", "Avslutning"),
    ),
    # It may treat only the cases it was called for (guide §1.3).
    MeetingKind.EXTRAORDINARY: (
        ("1", "Åpning", "Opning"),
        ("2", "Konstituering", "Konstituering"),
        *_CONSTITUTION,
        ("3", "Saken møtet er innkalt til", "Saka møtet er kalla inn til"),
        ("4", "Avslutning", "Avslutning"),
    ),
    MeetingKind.MEMBERS: (
        ("1", "Åpning og godkjenning av innkalling", "Opning og godkjenning av innkalling"),
        ("2", "Valg av møteleder og referent", "Val av møteleiar og referent"),
        ("3", "Politisk innledning", "Politisk innleiing"),
        ("4", "Innkomne forslag", "Innkomne forslag"),
        ("5", "Eventuelt", "Eventuelt"),
    ),
    MeetingKind.GROUP: (
        ("1", "Godkjenning av innkalling", "Godkjenning av innkalling"),
        ("2", "Saker til kommunestyret", "Saker til kommunestyret"),
        ("3", "Innkomne forslag", "Innkomne forslag"),
        ("4", "Eventuelt", "Eventuelt"),
    ),
    MeetingKind.BOARD: (
        ("1", "Godkjenning av innkalling og protokoll", "Godkjenning av innkalling og protokoll"),
        ("2", "Orienteringer", "Orienteringar"),
        ("3", "Innkomne forslag", "Innkomne forslag"),
        ("4", "Eventuelt", "Eventuelt"),
    ),
}


def usual_kind(body_kind: BodyKind) -> MeetingKind:
    """Return the kind of meeting a body of this kind most often calls here."""
    return MeetingKind.GROUP if body_kind is BodyKind.COUNCIL_GROUP else MeetingKind.ANNUAL


def usual_agenda(kind: MeetingKind, *, language: str) -> tuple[Item, ...]:
    """Return the agenda such a meeting usually has, in the body's language (nb or nn)."""
    column = 2 if language == "nn" else 1
    return tuple(Item(row[0], row[column]) for row in _AGENDAS[kind])


def as_lines(items: Sequence[Item]) -> str:
    """Return an agenda as it is corrected in a form: an item a line, number and title."""
    return "\n".join(f"{item.number} {item.title}" for item in items)


def read_lines(text: str) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Return the items of a typed agenda, and the lines that lack a number or a title."""
    items, unread = [], []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        match = _LINE.fullmatch(line)
        if match is None:
            unread.append(line)
        else:
            items.append(Item(match["number"].rstrip(".").lower(), match["title"].strip()))
    return tuple(items), tuple(unread)


def agenda_obstacles(items: Sequence[Item]) -> list[Obstacle]:
    """Return what is wrong with a whole typed agenda, each thing once."""
    numbers = [item.number for item in items]
    found = []
    if not all(_NUMBER.fullmatch(number) for number in numbers):
        found.append(Obstacle(Code.AGENDA_NUMBER_INVALID, "agenda"))
    for number in sorted({each for each in numbers if numbers.count(each) > 1}):
        found.append(Obstacle(Code.AGENDA_NUMBER_TAKEN, "agenda", {"number": number}))
    if any(len(item.title) > LONGEST_TITLE for item in items):
        found.append(Obstacle(Code.TITLE_TOO_LONG, "agenda", {"most": LONGEST_TITLE}))
    return found


def place_item(
    meeting: Meeting, item: Item, *, step: Step | None = None, leave_given: bool = False
) -> AgendaItem:
    """Put an item on an agenda, where its number belongs. Raises ``RuleBroken``."""
    number, title = item.number.strip().rstrip(".").lower(), " ".join(item.title.split())
    found = []
    if not _NUMBER.fullmatch(number):
        found.append(Obstacle(Code.AGENDA_NUMBER_INVALID, "number"))
    if any(each.number == number for each in meeting.agenda):
        found.append(Obstacle(Code.AGENDA_NUMBER_TAKEN, "number", {"number": number}))
    if not title:
        found.append(Obstacle(Code.TITLE_MISSING, "title"))
    if len(title) > LONGEST_TITLE:
        found.append(Obstacle(Code.TITLE_TOO_LONG, "title", {"most": LONGEST_TITLE}))
    found += treatment_obstacles(item.treatment)
    if meeting.ended_at is not None:
        found.append(Obstacle(Code.MEETING_ENDED))
    refuse_if(found)
    row = AgendaItem(
        number=number,
        position=_position(number),
        title=title,
        step=step,
        leave_given=leave_given,
        treatment=tidy_text(item.treatment),
    )
    meeting.agenda.append(row)
    meeting.agenda.sort(key=lambda each: each.position)
    db.session.flush()
    return row


def treatment_obstacles(treatment: str) -> list[Obstacle]:
    """Return what is wrong with a text of what the meeting did."""
    too_long = len(treatment) > LONGEST_TEXT
    return [Obstacle(Code.TEXT_TOO_LONG, "treatment", {"most": LONGEST_TEXT})] if too_long else []


def tidy_text(text: str) -> str:
    """Return a text without stray white space at the ends, its lines broken alike."""
    return text.replace("\r\n", "\n").strip()


def next_number(meeting: Meeting) -> str:
    """Return the number a further case gets by itself: the next under the item for motions.

    Where no item is meant for motions it stands beside the cases there are, and else at the end.
    """
    plain = [item for item in meeting.agenda if item.step_id is None]
    cases = [item for item in meeting.agenda if item.step_id is not None]
    heads = [item.number for item in plain if item.title.casefold().startswith(_MOTIONS)]
    heads += [item.number.rpartition(".")[0] for item in cases if "." in item.number]
    if heads:
        head = heads[0]
        taken = [
            int(re.sub(r"\D", "", item.number.rpartition(".")[2]))
            for item in meeting.agenda
            if item.number.rpartition(".")[0] == head
        ]
        return f"{head}.{max(taken, default=0) + 1}"
    whole = [int(re.sub(r"\D.*", "", item.number)) for item in meeting.agenda]
    return str(max(whole, default=0) + 1)


def _position(number: str) -> str:
    """Return a number so that text order is people's order: 6.10 comes after 6.9."""
    return ".".join(re.sub(r"^\d+", lambda match: match[0].zfill(4), part) for part in number.split("."))
