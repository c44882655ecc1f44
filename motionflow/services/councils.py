"""What the party knows of an external body: its seats per party, its meeting days, what it wants by when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.council import Seats, Sitting
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.laws import FIRST_ELECTION, LAST_CONSTITUENT
from motionflow.domain.outcomes import Route
from motionflow.domain.roles import Action
from motionflow.models import Body, CouncilMeeting, CouncilPeriod, PartySeats, RouteDeadline
from motionflow.services import audit
from motionflow.services.access import Viewer, require
from motionflow.services.bodies import get_external_body
from motionflow.services.motions import is_web_link

MOST_DAYS = 366


@dataclass(frozen=True)
class PartyGiven:
    """A party and its seats, as somebody wrote them."""

    party: str
    seats: int | None


def seats_on(body: Body, *, day: date) -> Seats | None:
    """Return how many seats each party has in a body on a day; ``None`` where nobody has written it down."""
    period = db.session.scalar(
        select(CouncilPeriod)
        .where(CouncilPeriod.body_id == body.id, CouncilPeriod.valid_from <= day)
        .order_by(CouncilPeriod.valid_from.desc(), CouncilPeriod.recorded_at.desc())
        .limit(1)
    )
    return None if period is None else seats_of(period)


def seats_of(period: CouncilPeriod) -> Seats:
    """Return the seats of a period as the rules know them."""
    return Seats({row.party: row.seats for row in period.seats})


def size_of(body: Body, *, day: date) -> int | None:
    """Return how many members a body has on a day, as far as it is known."""
    seats = seats_on(body, day=day)
    return body.seats if seats is None else seats.total


def list_periods(body: Body) -> list[CouncilPeriod]:
    """Return how a body has been made up, the latest first; of one day the latest record alone."""
    rows = db.session.scalars(
        select(CouncilPeriod)
        .where(CouncilPeriod.body_id == body.id)
        .order_by(CouncilPeriod.valid_from, CouncilPeriod.recorded_at)
    )
    return list({row.valid_from: row for row in rows}.values())[::-1]


def constituted_on(body: Body) -> date | None:
    """Return when the council that was elected in 2019 met first, where that is written down."""
    days = [row.valid_from for row in list_periods(body)]
    return next((on for on in days if FIRST_ELECTION < on <= LAST_CONSTITUENT), None)


def set_seats(
    viewer: Viewer,
    body_id: str,
    *,
    valid_from: date | None,
    given: Sequence[PartyGiven],
    source: str,
    at: datetime,
) -> CouncilPeriod:
    """Write down the seats per party from a day on. An earlier record stays; raises ``RuleBroken``."""
    body = get_council_to_keep(viewer, body_id)
    rows = [each for each in given if each.party.strip() or each.seats]
    refuse_if(_seat_obstacles(valid_from, rows))
    period = CouncilPeriod(
        body_id=body.id,
        valid_from=valid_from,
        source=source.strip(),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )
    period.seats.extend(
        PartySeats(party=each.party.strip(), position=position, seats=each.seats)
        for position, each in enumerate(rows, start=1)
    )
    db.session.add(period)
    db.session.flush()
    audit.add_event("seats_set", body_id=body.id, subject_id=period.id, by=viewer.id, at=at)
    return period


def list_meetings(body: Body, *, since: date | None = None) -> list[CouncilMeeting]:
    """Return the days a body meets, in order, without those that are cancelled."""
    rows = select(CouncilMeeting).where(
        CouncilMeeting.body_id == body.id, CouncilMeeting.cancelled_at.is_(None)
    )
    if since is not None:
        rows = rows.where(CouncilMeeting.held_on >= since)
    return list(db.session.scalars(rows.order_by(CouncilMeeting.held_on)))


def first_meeting_between(body: Body, *, since: date, until: date) -> date | None:
    """Return the first day between two that a body met, both included, where its days are written down."""
    days = [meeting.held_on for meeting in list_meetings(body, since=since) if meeting.held_on <= until]
    return days[0] if days else None


def add_meetings(
    viewer: Viewer,
    body_id: str,
    *,
    days: Sequence[date],
    sitting: Sitting | None,
    source_link: str,
    at: datetime,
) -> list[CouncilMeeting]:
    """Write down days on which a body meets. One that was cancelled comes back. Raises ``RuleBroken``."""
    body = get_council_to_keep(viewer, body_id)
    # Locked, so that of two who write the same day the second is told.
    db.session.execute(select(Body.id).where(Body.id == body.id).with_for_update(key_share=True))
    rows = db.session.scalars(select(CouncilMeeting).where(CouncilMeeting.body_id == body.id))
    known = {row.held_on: row for row in rows}
    refuse_if(_meeting_obstacles(known, days, sitting, source_link))
    if sitting is None:  # refused above
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "sitting"))
    made = []
    for on in sorted(set(days)):
        row = known.get(on) or CouncilMeeting(body_id=body.id, held_on=on)
        row.sitting, row.source_link, row.cancelled_at = sitting, source_link.strip(), None
        row.recorded_at, row.recorded_by_id = at, viewer.id
        db.session.add(row)
        made.append(row)
    db.session.flush()
    for row in made:
        audit.add_event("council_meeting_noted", body_id=body.id, subject_id=row.id, by=viewer.id, at=at)
    return made


def cancel_meeting(viewer: Viewer, meeting_id: str, *, at: datetime) -> CouncilMeeting:
    """Note that a body does not meet on a day after all. Raises ``NotFound``."""
    row = db.session.get(CouncilMeeting, meeting_id)
    if row is None:
        raise NotFound
    get_council_to_keep(viewer, row.body_id)
    row.cancelled_at = row.cancelled_at or at
    db.session.flush()
    audit.add_event("council_meeting_cancelled", body_id=row.body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def route_days_on(body: Body, *, route: Route, day: date) -> RouteDeadline | None:
    """Return how many days before its meeting a body wants what comes by a route; ``None`` if not known."""
    rows = select(RouteDeadline).where(
        RouteDeadline.body_id == body.id, RouteDeadline.route == route, RouteDeadline.valid_from <= day
    )
    latest = rows.order_by(RouteDeadline.valid_from.desc(), RouteDeadline.recorded_at.desc())
    return db.session.scalar(latest.limit(1))


def list_route_days(body: Body, *, day: date) -> list[RouteDeadline]:
    """Return what a body wants by when on a day, in the order of the routes."""
    return [row for route in Route if (row := route_days_on(body, route=route, day=day)) is not None]


def set_route_days(
    viewer: Viewer,
    body_id: str,
    *,
    route: Route | None,
    days: int | None,
    valid_from: date | None,
    source: str,
    at: datetime,
) -> RouteDeadline:
    """Write down how many days before its meeting a body wants what comes by a route."""
    body = get_council_to_keep(viewer, body_id)
    found = [] if route is not None else [Obstacle(Code.CHOICE_INVALID, "route")]
    if days is None:
        found.append(Obstacle(Code.NUMBER_INVALID, "days"))
    elif days > MOST_DAYS:
        found.append(Obstacle(Code.DAYS_TOO_MANY, "days", {"most": MOST_DAYS}))
    if valid_from is None:
        found.append(Obstacle(Code.DATE_MISSING, "valid_from"))
    refuse_if(found)
    row = RouteDeadline(
        body_id=body.id,
        route=route,
        days=days,
        valid_from=valid_from,
        source=source.strip(),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )
    db.session.add(row)
    db.session.flush()
    audit.add_event("route_days_set", body_id=body.id, subject_id=row.id, by=viewer.id, at=at)
    return row


def get_council_to_keep(viewer: Viewer, body_id: str) -> Body:
    """Return an external body whose seats and days a viewer keeps. Raises ``NotFound``, ``NotAllowed``."""
    body = get_external_body(body_id)
    require(Action.COUNCIL_KEEP, viewer, body)
    return body


def _seat_obstacles(valid_from: date | None, rows: Sequence[PartyGiven]) -> Iterator[Obstacle]:
    if valid_from is None:
        yield Obstacle(Code.DATE_MISSING, "valid_from")
    if not rows:
        yield Obstacle(Code.SEATS_MISSING, None)
    names = [each.party.strip().casefold() for each in rows]
    for number, each in enumerate(rows):
        if not each.party.strip():
            yield Obstacle(Code.PARTY_NAME_MISSING, f"parties-{number}")
        elif names.index(names[number]) != number:
            yield Obstacle(Code.PARTY_TWICE, f"parties-{number}", {"party": each.party.strip()})
        if each.party.strip() and not each.seats:
            yield Obstacle(Code.SEATS_MISSING, f"parties-{number}", {"party": each.party.strip()})


def _meeting_obstacles(
    known: dict[date, CouncilMeeting], days: Iterable[date], sitting: Sitting | None, link: str
) -> Iterator[Obstacle]:
    given = list(days)
    if not given:
        yield Obstacle(Code.DATE_MISSING, "days")
    if sitting is None:
        yield Obstacle(Code.CHOICE_INVALID, "sitting")
    if not is_web_link(link):
        yield Obstacle(Code.LINK_INVALID, "source_link")
    for on in sorted(set(given)):
        if on in known and known[on].cancelled_at is None and known[on].sitting is sitting:
            yield Obstacle(Code.MEETING_DAY_TAKEN, "days", {"date": on})
