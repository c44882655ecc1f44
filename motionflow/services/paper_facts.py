"""The pieces that the facts of papers are put together from, read from the tables.

Whoever is named in a paper that travels outside the body is an office-holder; anyone else is «medlem».
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select

from motionflow.db import db
from motionflow.documents import pieces
from motionflow.documents.facts import Facts
from motionflow.documents.phrases import Language
from motionflow.domain.deadlines import day_in_oslo, moment_in_oslo
from motionflow.domain.flow import Arrival, BodyKind
from motionflow.domain.roles import Role
from motionflow.models import (
    AgendaItem,
    Body,
    Decision,
    Meeting,
    Membership,
    Motion,
    Person,
    Source,
    Step,
)
from motionflow.services.access import office_holders

# Who is a member, without saying who.
A_MEMBER: dict[Language, str] = {"nb": "medlem", "nn": "medlem"}

_NOON = time(12, 0)
# A meeting recorded later is ended long after it was held; that is not when it was adjourned.
_LONGEST_MEETING = timedelta(hours=18)
_EXTERNAL_MEETINGS: dict[BodyKind, pieces.MeetingKind] = {
    BodyKind.COUNCIL: pieces.MeetingKind.COUNCIL,
    BodyKind.COMMITTEE: pieces.MeetingKind.COMMITTEE,
    BodyKind.EXECUTIVE_COMMITTEE: pieces.MeetingKind.COMMITTEE,
}


@dataclass(frozen=True)
class Draft:
    """A paper that is ready to be made: its facts, whose paper it is and what it belongs to."""

    facts: Facts
    subject_id: str
    issuer: Body
    motion: Motion | None = None
    step: Step | None = None
    meeting_id: str | None = None


def language_of(body: Body) -> Language:
    """Return the language a body's papers are written in."""
    return "nn" if body.language == "nn" else "nb"


def head(issuer: Body, *, dated: date, motion: Motion | None = None) -> pieces.Head:
    """Return what stands at the top; the version is put in when the paper is made."""
    return pieces.Head(
        issuer=body_facts(issuer),
        dated=dated,
        reference=motion.shown_number if motion else "",
        is_example=issuer.is_example or (motion is not None and motion.is_example),
    )


def body_facts(body: Body) -> pieces.BodyFacts:
    """Return a body as a paper names it."""
    return pieces.BodyFacts(body.name, body.kind, body.place, is_external=not body.is_hosted)


def issuer_at(step: Step, *, by: str | None, on: date) -> Body:
    """Return whose paper a step's is: the step's body, or for an external one the body that records for it.

    That is the follower where the person was secretary or councillor on the day, else the first by name.
    """
    if step.body.is_hosted:
        return step.body
    followers = sorted((follow.body for follow in step.body.followers), key=lambda body: body.name)
    roles = (Role.SECRETARY, Role.COUNCILLOR)
    held = set(
        db.session.scalars(
            select(Membership.body_id).where(
                Membership.person_id == by, Membership.role.in_(roles), *_current(on)
            )
        )
    )
    recorders = [body for body in followers if body.id in held] + followers
    return recorders[0] if recorders else step.motion.founding_body


# People


def named(person: Person, *, body_id: str, language: Language) -> pieces.Named:
    """Return a person as printed inside a body; one who has been erased is «medlem»."""
    name = person.name_in(body_id)
    return pieces.Named(person.id, name) if name else pieces.Named("", A_MEMBER[language])


def named_outside(people: Iterable[Person], *, body_id: str, language: Language) -> tuple[pieces.Named, ...]:
    """Return people as printed outside their body: office-holders by name, the rest once as «medlem»."""
    people = list(people)
    known = office_holders({person.id for person in people})
    shown = [named(person, body_id=body_id, language=language) for person in people if person.id in known]
    hidden = any(person.id not in known for person in people)
    return tuple(shown) + ((pieces.Named("", A_MEMBER[language]),) if hidden else ())


def holder_of(role: Role, *, body: Body, on: date) -> pieces.Named | None:
    """Return who holds a role in a body on a day; the first by name when there are several."""
    people = (
        select(Person)
        .join(Membership)
        .where(
            Membership.body_id == body.id, Membership.role == role, Person.name.is_not(None), *_current(on)
        )
        .distinct()
    )
    found = [named(each, body_id=body.id, language=language_of(body)) for each in db.session.scalars(people)]
    return min(found, key=lambda each: (each.name, each.person), default=None)


def mover_of(motion: Motion, *, language: Language, outside: bool) -> pieces.Mover:
    """Return who moved a motion, as a paper inside or outside the founding body may say it."""
    people = [mover.person for mover in motion.movers if mover.person is not None]
    moving_bodies = [mover.body.name for mover in motion.movers if mover.body is not None]
    body_id = motion.founding_body_id
    if outside:
        shown = named_outside(people, body_id=body_id, language=language)
    else:
        shown = tuple(named(person, body_id=body_id, language=language) for person in people)
    return pieces.Mover(", ".join(moving_bodies), shown)


def mover_at(step: Step, *, language: Language, outside: bool) -> pieces.Mover:
    """Return who brought a case to a body: its movers at the founding body, elsewhere the sending body."""
    own = [each for each in step.motion.steps if each.body_id == step.body_id]
    first = min(own, key=lambda each: each.number)
    sender = first.from_step
    if first.arrival is not Arrival.FORWARDED or sender is None:
        return mover_of(step.motion, language=language, outside=outside)
    decided_on = sender.decision.decided_on if sender.decision else None
    return pieces.Mover(sender.body.name, (), decided_on)


# Sources


def source_facts(source: Source) -> pieces.SourceFacts:
    """Return a motion's source."""
    return pieces.SourceFacts(source.title, source.origin, source.dated_on, source.link, source.doubt)


# Meetings


def meeting_facts(meeting: Meeting) -> pieces.MeetingFacts:
    """Return a meeting held here."""
    return pieces.MeetingFacts(
        body=body_facts(meeting.body),
        kind=pieces.MeetingKind(meeting.kind.value),
        starts_at=meeting.starts_at,
        ends_at=adjourned_at(meeting),
        place=meeting.place,
        link=meeting.link,
    )


def adjourned_at(meeting: Meeting) -> datetime | None:
    """Return when a meeting ended, where that is known."""
    ended = meeting.ended_at
    return ended if ended is not None and ended - meeting.starts_at < _LONGEST_MEETING else None


def meeting_of(decision: Decision) -> pieces.MeetingFacts:
    """Return where a decision was made; of a body that meets elsewhere only day and place are known."""
    meeting = find_meeting(decision)
    if meeting is not None:
        return meeting_facts(meeting)
    body = decision.step.body
    return pieces.MeetingFacts(
        body=body_facts(body),
        kind=_EXTERNAL_MEETINGS.get(body.kind, pieces.MeetingKind.OTHER),
        starts_at=moment_in_oslo(decision.decided_on, _NOON),
        has_time=False,
        place=decision.place,
    )


def find_meeting(decision: Decision) -> Meeting | None:
    """Return the meeting that decided, if it was held here."""
    return db.session.get(Meeting, decision.meeting_id) if decision.meeting_id else None


def item_of(step: Step, *, meeting: Meeting | None = None) -> AgendaItem | None:
    """Return where a step is on a meeting's list; on the latest of several unless one is named."""
    items = select(AgendaItem).join(Meeting).where(AgendaItem.step_id == step.id)
    if meeting is not None:
        items = items.where(Meeting.id == meeting.id)
    return db.session.scalar(items.order_by(Meeting.starts_at.desc()).limit(1))


def recorded_on(meeting: Meeting) -> date | None:
    """Return the day a meeting was written down, when that was after it was held."""
    return day_in_oslo(meeting.made_at) if meeting.is_recorded_later else None


def _current(on: date) -> tuple[ColumnElement[bool], ...]:
    return (Membership.from_on <= on, or_(Membership.until_on.is_(None), Membership.until_on >= on))
