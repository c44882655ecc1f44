"""The members of a body: who is what since when, on behalf of its secretary."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotFound, Obstacle, refuse_if
from motionflow.domain.roles import Action, Role
from motionflow.models import Body, Membership, Person
from motionflow.services import audit, silence
from motionflow.services.access import OFFICES, Viewer, require, require_administrator, viewer_may
from motionflow.services.people import (
    LONGEST_NAME,
    add_person,
    call_person,
    give_role,
    is_current,
    list_memberships,
    list_officers,
    person_obstacles,
)


def add_member(
    viewer: Viewer,
    body: Body,
    *,
    name: str,
    address: str,
    role: Role | None,
    party: str | None,
    title: str | None,
    at: datetime,
) -> Membership:
    """Add someone to a body in a role, from today, on behalf of its secretary.

    An administrator adds only the first secretary of a body that has none. Whoever holds the role already
    keeps it as it is. The body calls her by the name given now, whatever she is called elsewhere. Raises
    ``RuleBroken`` with everything that is lacking.
    """
    today = day_in_oslo(at)
    if role is Role.SECRETARY:
        # Locked, so that of two administrators who each make the first secretary only one does.
        db.session.execute(select(Body.id).where(Body.id == body.id).with_for_update(key_share=True))
    if role is Role.SECRETARY and viewer.is_administrator and not _has_secretary(body, on=today):
        require_administrator(viewer)
    else:
        require(Action.MEMBERS_CHANGE, viewer, body)
    found = person_obstacles(name, address)
    if role is None or role is Role.ADMINISTRATOR:
        found.append(Obstacle(Code.CHOICE_INVALID, "role"))
    if role is Role.COUNCILLOR and not (party or "").strip():
        found.append(Obstacle(Code.PARTY_MISSING, "party"))
    for field, text in (("party", party), ("title", title)):
        if len(text or "") > LONGEST_NAME:
            found.append(Obstacle(Code.TEXT_TOO_LONG, field, {"most": LONGEST_NAME}))
    if not body.is_hosted:
        found.append(Obstacle(Code.BODY_IS_EXTERNAL, "body", {"name": body.name}))
    refuse_if(found)
    if role is None:  # refused above; says so to the type checker
        raise NotFound
    person = add_person(name, address=address, at=at, language=body.language)
    silence.refuse_about(person.id)
    held = db.session.scalar(
        select(Membership).where(
            Membership.person_id == person.id,
            Membership.body_id == body.id,
            Membership.role == role,
            is_current(today),
        )
    )
    if held is not None:
        call_person(person, body=body, name=name)
        return held
    return give_role(
        person, body=body, role=role, from_on=today, by=viewer.id, at=at, party=party, title=title, name=name
    )


def end_role(viewer: Viewer, membership_id: str, *, at: datetime) -> Membership:
    """End what a person is in a body, as of yesterday, on behalf of its secretary.

    A role given today has then been held on no day. Raises ``NotFound`` to those who do not see the body's
    members.
    """
    membership = get_membership_for(viewer, membership_id, action=Action.MEMBERS_CHANGE)
    silence.refuse_about(membership.person_id)
    last_day = max(day_in_oslo(at), membership.from_on) - timedelta(days=1)
    if membership.until_on is None or membership.until_on > last_day:
        membership.until_on = last_day
        audit.add_event(
            "role_ended", body_id=membership.body_id, subject_id=membership.id, by=viewer.id, at=at
        )
    db.session.flush()
    return membership


def get_membership_for(
    viewer: Viewer, membership_id: str, *, action: Action = Action.MEMBERS_SEE
) -> Membership:
    """Return what a person is in a body, to someone who sees its members.

    Raises ``NotFound``, or ``NotAllowed`` for the action.
    """
    membership = db.session.get(
        Membership, membership_id, options=[joinedload(Membership.body), joinedload(Membership.person)]
    )
    if membership is None or not viewer_may(Action.MEMBERS_SEE, viewer, membership.body):
        raise NotFound
    require(action, viewer, membership.body)
    return membership


def list_roles_for(viewer: Viewer, body: Body, *, person_id: str) -> list[Membership]:
    """Return what a person is and was in a body, to its secretary.

    Raises ``NotAllowed``, or ``NotFound`` for a person who never was in it or has been erased.
    """
    require(Action.MEMBERS_CHANGE, viewer, body)
    rows = (
        select(Membership)
        .join(Membership.person)
        .where(Membership.body_id == body.id, Membership.person_id == person_id, Person.erased_at.is_(None))
        .options(joinedload(Membership.person))
        .order_by(Membership.from_on)
    )
    found = list(db.session.scalars(rows))
    if not found:
        raise NotFound
    return found


def list_former_for(viewer: Viewer, body: Body, *, on: date) -> list[Person]:
    """Return those who were in a body and are not any more, by name, to its secretary; no erased ones."""
    require(Action.MEMBERS_CHANGE, viewer, body)
    current = select(Membership.person_id).where(Membership.body_id == body.id, is_current(on))
    rows = (
        select(Person)
        .join(Membership)
        .where(Membership.body_id == body.id, Person.id.not_in(current), Person.erased_at.is_(None))
        .options(selectinload(Person.known_as))
        .distinct()
    )
    return sorted(
        db.session.scalars(rows), key=lambda person: ((person.name_in(body.id) or "").casefold(), person.id)
    )


def list_office_holders_for(viewer: Viewer, body: Body, *, on: date) -> list[Membership]:
    """Return who holds an office in a body on a day, by name; nobody to the public."""
    if not viewer.body_ids:
        return []
    return [held for held in list_memberships(body, on=on) if held.role in OFFICES]


def list_without_secretary(viewer: Viewer, bodies: Sequence[Body], *, on: date) -> list[Body]:
    """Return those of some bodies held here that have no secretary on a day, to an administrator."""
    require_administrator(viewer)
    led = set(
        db.session.scalars(
            select(Membership.body_id).where(Membership.role == Role.SECRETARY, is_current(on))
        )
    )
    return [body for body in bodies if body.is_hosted and body.id not in led]


def _has_secretary(body: Body, *, on: date) -> bool:
    return bool(list_officers(body.id, role=Role.SECRETARY, on=on))
