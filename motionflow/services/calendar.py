"""The backward calendar of bodies and cases, and everybody's own calendar."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from motionflow.db import db
from motionflow.documents.calendar_file import Entry, calendar_file
from motionflow.domain.calendar import (
    CalendarDate,
    CouncilDay,
    DateKind,
    Plan,
    Prospect,
    Station,
    plan_back,
    prospect_of,
)
from motionflow.domain.council import Sitting
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.flow import ENDED, PARTY_KINDS, BodyKind
from motionflow.domain.meetings import MeetingKind
from motionflow.domain.outcomes import Route
from motionflow.i18n import Words, words
from motionflow.labels.municipal import calendar_title
from motionflow.models import Body, CouncilMeeting, Meeting, RoutePlan, Step
from motionflow.services import bodies, councils
from motionflow.services.access import Viewer
from motionflow.services.meetings import deadlines_for

# A year back, so that a day that is not known can be guessed, and two ahead, as far as councils plan.
_BACK, _AHEAD = timedelta(days=800), timedelta(days=760)
_YEARLY = frozenset({MeetingKind.ANNUAL})
_TREATS = frozenset({MeetingKind.ANNUAL, MeetingKind.EXTRAORDINARY, MeetingKind.MEMBERS, MeetingKind.GROUP})
_WAY_BACK = (BodyKind.EXECUTIVE_COMMITTEE, BodyKind.COUNCIL_GROUP, BodyKind.MUNICIPAL_PARTY)


@dataclass(frozen=True)
class Chain:
    """A council and the bodies that its cases come from, back to the one that was asked about."""

    council: Body
    stations: tuple[Station, ...]
    days: tuple[CouncilDay, ...]
    today: date

    def plans(self, *, route: Route | None = None) -> tuple[Plan, ...]:
        """Return the way back from every meeting of the council."""
        found = []
        for day in self.days:
            due = None if route is None else councils.route_days_on(self.council, route=route, day=day.on)
            wanted = due.days if due else 1
            found.append(plan_back(day, stations=self.stations, today=self.today, council_days=wanted))
        return tuple(found)


def chain_to(body: Body, *, today: date) -> Chain | None:
    """Return the way from a body to its council; ``None`` where no council is followed in its party."""
    everyone = bodies.list_bodies()
    family = _family(body, everyone)
    council = body if body.kind is BodyKind.COUNCIL else _followed(family, BodyKind.COUNCIL, everyone)
    if council is None:
        return None
    between = [_first(family, kind) or _followed(family, kind, everyone) for kind in _WAY_BACK]
    way = [council, *(each for each in between if each is not None)]
    if body not in way and body.kind in PARTY_KINDS:
        way.append(body)
    stations = tuple(_station(each, today) for each in way)
    noted = councils.list_meetings(council, since=today - _BACK)
    days = tuple(CouncilDay(row.id, row.held_on, row.sitting) for row in noted)
    return Chain(council, stations, days, today)


def prospect_for(step: Step, *, plan: RoutePlan | None, today: date) -> Prospect | None:
    """Return whether a case at an open step reaches the meeting it is meant for, and else the next chance."""
    if step.state in ENDED:
        return None
    chain = chain_to(step.body, today=today)
    if chain is None:
        return None
    route = plan.route if plan else step.route
    return prospect_of(
        chain.plans(route=route),
        body_id=step.body_id,
        route=route,
        today=today,
        aims_at=plan.meeting_id if plan else None,
        comes_on=day_in_oslo(step.received_at),
    )


def last_day_for_budget(body: Body, *, year: int, today: date) -> date | None:
    """Return the last day on which a group's proposal for a year's budget comes in time, where it is known.

    That is when the committee that recommends wants it, or when all proposals must lie open.
    """
    chain = chain_to(body, today=today)
    for plan in chain.plans() if chain else ():
        stop = plan.stop_at(body.id)
        if stop is not None and plan.day.sitting is Sitting.BUDGET and plan.day.on.year == year - 1:
            return stop.by
    return None


def list_dates_for(
    viewer: Viewer, *, at: datetime, since: date | None = None, until: date | None = None
) -> list[CalendarDate]:
    """Return everything with a day that concerns a viewer, in order: meetings of the viewer's bodies with
    their deadlines, the council's meetings, and the last days counted back from them.

    ``since`` and ``until`` are a month back and two years ahead unless given.
    """
    today = day_in_oslo(at)
    first, last = since or today - timedelta(days=31), until or today + _AHEAD
    own = [body for body in bodies.list_bodies() if body.id in viewer.body_ids]
    found = [*_own_meetings(own, first), *_council_dates(own, today)]
    unique = {each.uid: each for each in found if first <= each.on <= last}
    return sorted(unique.values(), key=lambda each: (each.on, each.body, each.kind))


def calendar_file_for(
    viewer: Viewer, *, name: str, at: datetime, link_of: Callable[[CalendarDate], str]
) -> bytes:
    """Return a viewer's dates as an iCalendar file, in the viewer's language.

    ``link_of`` gives the address of the page where an entry is shown.
    """
    _: Words = words(viewer.language)
    entries = [
        Entry(each.uid, calendar_title(each, language=_), each.on, each.at, each.place, link_of(each))
        for each in list_dates_for(viewer, at=at)
    ]
    return calendar_file(entries, name=name, at=at, language=viewer.language)


def plans_of(motion_ids: Sequence[str]) -> dict[str, RoutePlan]:
    """Return the chosen ways of some cases, by their ids."""
    rows = select(RoutePlan).where(RoutePlan.motion_id.in_(motion_ids))
    return {row.motion_id: row for row in db.session.scalars(rows)}


def _own_meetings(own: Sequence[Body], since: date) -> Iterator[CalendarDate]:
    meetings = db.session.scalars(
        select(Meeting)
        .where(Meeting.body_id.in_([body.id for body in own]))
        .options(selectinload(Meeting.body).selectinload(Body.rule_sets))
    )
    for meeting in meetings:
        on, body = day_in_oslo(meeting.starts_at), meeting.body
        if on < since:
            continue
        yield CalendarDate(
            f"meeting-{meeting.id}",
            on,
            DateKind.MEETING,
            body.name,
            body.id,
            at=meeting.starts_at,
            place=meeting.place,
            meeting_id=meeting.id,
        )
        due = deadlines_for(meeting)
        for kind, moment in (
            (DateKind.NOTICE, due.notice_at),
            (DateKind.MOTIONS, due.motions_at),
            (DateKind.PAPERS, due.papers_at),
        ):
            if moment is not None:
                uid = f"{kind}-{meeting.id}"
                yield CalendarDate(uid, day_in_oslo(moment), kind, body.name, body.id, meeting_id=meeting.id)


def _council_dates(own: Sequence[Body], today: date) -> Iterator[CalendarDate]:
    for body in own:
        chain = chain_to(body, today=today)
        if chain is None:
            continue
        council = chain.council
        for station in chain.stations:
            if station.kind is BodyKind.EXECUTIVE_COMMITTEE:
                for on in station.days:
                    uid = f"executive-{station.body_id}-{on.isoformat()}"
                    yield CalendarDate(uid, on, DateKind.MEETING, station.name, station.body_id)
        for plan in chain.plans():
            yield from _dates_back(plan, council, body)


def _dates_back(plan: Plan, council: Body, body: Body) -> Iterator[CalendarDate]:
    """Yield a meeting of the council, and the last days before it that concern a body."""
    day, stop = plan.day, plan.stop_at(body.id)
    uid = f"council-{day.meeting_id}"
    yield CalendarDate(uid, day.on, DateKind.MEETING, council.name, council.id, sitting=day.sitting)
    last_days = [(DateKind.PUBLICITY, council, plan.stops[0].published_by, False)]
    if stop is not None and body.id != council.id:
        last_days.append((DateKind.HANDED_ON, body, stop.by, stop.is_guess))
    for kind, whose, on, is_guess in last_days:
        if on is not None:
            yield CalendarDate(
                f"{kind}-{whose.id}-{day.meeting_id}",
                on,
                kind,
                whose.name,
                whose.id,
                council_on=day.on,
                sitting=day.sitting,
                is_guess=is_guess,
            )


def _family(body: Body, everyone: Sequence[Body]) -> list[Body]:
    """Return the bodies of the same party in the municipality: those under the same municipal party."""
    by_id = {each.id: each for each in everyone}
    top: Body = by_id[body.id]
    if not top.is_hosted and top.followers:
        top = by_id[min(top.followers, key=lambda follow: follow.body.name).body_id]
    while top.kind is not BodyKind.MUNICIPAL_PARTY and top.parent_id in by_id:
        top = by_id[top.parent_id]
    return [top, *(each for each in everyone if each.parent_id == top.id)]


def _first(family: Sequence[Body], kind: BodyKind) -> Body | None:
    return next((each for each in family if each.kind is kind), None)


def _followed(family: Sequence[Body], kind: BodyKind, everyone: Sequence[Body]) -> Body | None:
    """Return the external body of a kind that somebody in the party records for."""
    ids = {each.id for each in family}
    followed = [
        each
        for each in everyone
        if each.kind is kind and not each.is_hosted and ids & {follow.body_id for follow in each.followers}
    ]
    return followed[0] if followed else None


def _station(body: Body, today: date) -> Station:
    periods = bodies.rules_on(body, day=today).periods
    if not body.is_hosted:
        days = db.session.scalars(
            select(CouncilMeeting.held_on).where(
                CouncilMeeting.body_id == body.id, CouncilMeeting.cancelled_at.is_(None)
            )
        )
        return Station(body.id, body.name, body.kind, tuple(sorted(days)), (), periods)
    held = db.session.execute(
        select(Meeting.starts_at, Meeting.kind).where(Meeting.body_id == body.id, Meeting.kind.in_(_TREATS))
    ).all()
    days_held = tuple(sorted(day_in_oslo(starts_at) for starts_at, _ in held))
    yearly = tuple(sorted(day_in_oslo(starts_at) for starts_at, kind in held if kind in _YEARLY))
    return Station(body.id, body.name, body.kind, days_held, yearly, periods)
