"""What the right to vote rests on: since when someone is a member, and which years are paid."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotFound, Obstacle, refuse_if
from motionflow.domain.roles import IN_BODY, Action
from motionflow.models import Body, Dues, Membership
from motionflow.services import audit, silence
from motionflow.services.access import Viewer, require
from motionflow.services.people import list_memberships


@dataclass(frozen=True)
class MemberDues:
    """Somebody in a body: since when, and which years are paid."""

    person_id: str
    name: str
    since: date
    years: frozenset[int]


def list_dues_for(viewer: Viewer, body: Body, *, on: date) -> list[MemberDues]:
    """Return since when everybody in a body is a member and what is paid, by name, to its secretary."""
    require(Action.MEMBERS_CHANGE, viewer, body)
    rows = db.session.execute(select(Dues.person_id, Dues.year).where(Dues.body_id == body.id))
    years: dict[str, set[int]] = {}
    for person_id, year in rows:
        years.setdefault(person_id, set()).add(year)
    found: dict[str, MemberDues] = {}
    for held in list_memberships(body, on=on):
        if held.role in IN_BODY:
            since = held.member_since or held.from_on
            known = found.get(held.person_id)
            found[held.person_id] = MemberDues(
                held.person_id,
                held.name or "",
                min(since, known.since) if known else since,
                frozenset(years.get(held.person_id, ())),
            )
    return list(found.values())


def set_dues(
    viewer: Viewer,
    body: Body,
    *,
    person_id: str,
    since: date | None,
    paid: Collection[int],
    unpaid: Collection[int],
    at: datetime,
) -> None:
    """Note since when somebody is a member and which years are paid, on behalf of the secretary.

    Years that are in neither ``paid`` nor ``unpaid`` stay as they are. Raises ``RuleBroken``, and
    ``NotFound`` for somebody who is not in the body.
    """
    require(Action.MEMBERS_CHANGE, viewer, body)
    today = day_in_oslo(at)
    rows = [each for each in list_memberships(body, on=today) if each.person_id == person_id]
    if not rows:
        raise NotFound
    silence.refuse_about(person_id)
    found = []
    if since is None:
        found.append(Obstacle(Code.DATE_MISSING, "since"))
    elif since > today:
        found.append(Obstacle(Code.DATE_IN_FUTURE, "since", {"date": since}))
    refuse_if(found)
    _set_since(rows, since)
    of_person = (Dues.body_id == body.id) & (Dues.person_id == person_id)
    db.session.execute(delete(Dues).where(of_person, Dues.year.in_(unpaid)))
    known = set(db.session.scalars(select(Dues.year).where(of_person)))
    for year in sorted(set(paid) - known - set(unpaid)):
        db.session.add(Dues(body_id=body.id, person_id=person_id, year=year, noted_on=today))
    db.session.flush()
    audit.add_event("dues_set", body_id=body.id, subject_id=person_id, by=viewer.id, at=at)


def _set_since(rows: list[Membership], since: date | None) -> None:
    for held in rows:
        held.member_since = None if since == held.from_on else since
