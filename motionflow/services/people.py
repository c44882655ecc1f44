"""People, what they are in which body, and signing them in by a mailed link."""

import re
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.roles import Action, Role
from motionflow.models import Body, KnownAs, Mail, Membership, Person, SignInLink, WebSession
from motionflow.models.outbox import MailKind
from motionflow.services import audit, notices, silence
from motionflow.services.access import Viewer, require
from motionflow.services.sessions import asked, hash_token, is_held, is_live

LINK_LIFETIME = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(days=30)
SESSION_LIFETIME_WITH_DUTIES = timedelta(hours=12)
LINKS_PER_HOUR = 5
LONGEST_NAME = 200

_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


def tidy_address(address: str) -> str:
    """Return a mail address as it is stored. Raises ``RuleBroken`` for what is not exactly one."""
    tidy = address.strip().lower()
    if not _ADDRESS.fullmatch(tidy) or len(tidy) > 254:
        raise RuleBroken(Obstacle(Code.ADDRESS_INVALID, "address"))
    return tidy


def add_person(name: str, *, address: str, at: datetime, language: str = "nb") -> Person:
    """Return the person with an address, made by that name when there is none.

    Whoever adds her must not learn that she was known already, nor by which name: what a body calls her
    is its own (``call_person``), so nothing tells the two apart.
    """
    name = " ".join(name.split())
    refuse_if(person_obstacles(name, address))
    address = tidy_address(address)
    known = find_person_by_address(address)
    if known is not None:
        return known
    person = Person(name=name, address=address, language=language, made_at=at)
    db.session.add(person)
    db.session.flush()
    return person


def name_obstacles(name: str) -> list[Obstacle]:
    """Return what is wrong with a name."""
    if not name.strip():
        return [Obstacle(Code.NAME_MISSING, "name")]
    is_long = len(name) > LONGEST_NAME
    return [Obstacle(Code.TEXT_TOO_LONG, "name", {"most": LONGEST_NAME})] if is_long else []


def person_obstacles(name: str, address: str) -> list[Obstacle]:
    """Return what is wrong with a name and an address, by form field."""
    found = name_obstacles(name)
    try:
        tidy_address(address)
    except RuleBroken as broken:
        found += broken.obstacles
    return found


def find_person_by_address(address: str) -> Person | None:
    """Return the person with a mail address, or ``None``."""
    return db.session.scalar(select(Person).where(Person.address == address.strip().lower()))


def get_person(person_id: str) -> Person:
    """Return a person by id. Raises ``NotFound``."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def give_role(
    person: Person,
    *,
    body: Body,
    role: Role,
    from_on: date,
    by: str | None,
    at: datetime,
    until_on: date | None = None,
    party: str | None = None,
    title: str | None = None,
    name: str | None = None,
) -> Membership:
    """Make a person something in a body from a day on; the body calls her by a name, at first her own.

    Raises ``RuleBroken``.
    """
    found = []
    if until_on is not None and until_on < from_on:
        found.append(Obstacle(Code.ROLE_PERIOD_INVALID, "until_on"))
    if role is Role.COUNCILLOR and not (party or "").strip():
        found.append(Obstacle(Code.PARTY_MISSING, "party"))
    refuse_if(found)
    membership = Membership(
        person=person,
        body_id=body.id,
        role=role,
        from_on=from_on,
        until_on=until_on,
        party=(party or "").strip() or None,
        title=title,
    )
    db.session.add(membership)
    db.session.flush()
    if name is not None or body.id not in person.known_as:
        call_person(person, body=body, name=name or person.name or "")
    facts = {"role": role.value, "person": person.id}
    audit.add_event("role_given", body_id=body.id, subject_id=membership.id, by=by, at=at, facts=facts)
    return membership


def call_person(person: Person, *, body: Body, name: str) -> None:
    """Let a body call one of its people by a name. Raises ``RuleBroken``."""
    name = " ".join(name.split())
    refuse_if(name_obstacles(name))
    known = person.known_as.get(body.id)
    if known is None:
        person.known_as[body.id] = KnownAs(person_id=person.id, body_id=body.id, name=name)
    else:
        known.name = name
    db.session.flush()


def set_name(viewer: Viewer, name: str) -> None:
    """Remember the name that someone goes by herself; bodies go on calling her as they do.

    Raises ``RuleBroken``.
    """
    name = " ".join(name.split())
    refuse_if(name_obstacles(name))
    get_person(viewer.id).name = name
    db.session.flush()


def list_members_for(viewer: Viewer, body: Body, *, on: date) -> list[Membership]:
    """Return who is what in a body on a day, by name. Raises ``NotAllowed`` for those who may not see."""
    require(Action.MEMBERS_SEE, viewer, body)
    return list_memberships(body, on=on)


def list_memberships(body: Body, *, on: date) -> list[Membership]:
    """Return who is what in a body on a day, by name; for those who may see it."""
    rows = (
        select(Membership)
        .join(Membership.person)
        .where(Membership.body_id == body.id, is_current(on), Person.erased_at.is_(None))
        .options(joinedload(Membership.person).selectinload(Person.known_as))
        .order_by(Person.id, Membership.role)
    )
    return sorted(db.session.scalars(rows), key=lambda held: (held.name or "").casefold())


def list_officers(body_id: str, *, role: Role, on: date) -> list[Person]:
    """Return who holds a role in a body on a day, by name."""
    rows = (
        select(Person)
        .join(Membership)
        .where(
            Membership.body_id == body_id,
            Membership.role == role,
            is_current(on),
            Person.erased_at.is_(None),
        )
    )
    found = db.session.scalars(rows.options(selectinload(Person.known_as)).distinct())
    return sorted(found, key=lambda person: ((person.name_in(body_id) or "").casefold(), person.id))


def list_own_roles(viewer: Viewer, *, on: date) -> list[Membership]:
    """Return what the viewer is, in which bodies, on a day."""
    rows = (
        select(Membership)
        .where(Membership.person_id == viewer.id, is_current(on))
        .options(joinedload(Membership.body), joinedload(Membership.person).selectinload(Person.known_as))
        .order_by(Membership.body_id, Membership.role)
    )
    return list(db.session.scalars(rows))


def set_language(viewer: Viewer, language: str) -> None:
    """Remember the language a person reads in. Raises ``RuleBroken`` for an unknown one."""
    refuse_if([] if language in ("nb", "nn", "en") else [Obstacle(Code.CHOICE_INVALID, "language")])
    get_person(viewer.id).language = language
    db.session.flush()


# Signing in


def ask_for_link(address: str, *, at: datetime) -> None:
    """Queue a mail with a sign-in link, if someone has the address and has not asked too often.

    The caller answers the same whatever happened here. The token itself is made when the mail is
    sent, so that none ever rests in the database.
    """
    person = find_person_by_address(tidy_address(address))
    if person is None or silence.is_silenced(person.id):
        return
    # Locked, so that twenty asked for at once are not counted before the first is there.
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    asked = db.session.scalar(
        select(func.count())
        .select_from(Mail)
        .where(
            Mail.person_id == person.id,
            Mail.kind == MailKind.SIGN_IN,
            Mail.queued_at > at - timedelta(hours=1),
        )
    )
    if (asked or 0) < LINKS_PER_HOUR:
        notices.queue_mail(MailKind.SIGN_IN, person_id=person.id, at=at)


def is_silence() -> bool:
    """Return whether some who ask for a link are sent none, because of a secret poll that is open."""
    return silence.is_any()


def make_link(
    person_id: str, *, at: datetime, lifetime: timedelta = LINK_LIFETIME, is_reusable: bool = False
) -> str:
    """Return the token of a new sign-in link; only its hash is stored."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInLink(
            token_hash=hash_token(token),
            person_id=person_id,
            made_at=at,
            expires_at=at + lifetime,
            is_reusable=is_reusable,
        )
    )
    db.session.flush()
    return token


def sign_in(token: str, *, at: datetime, allows_reusable: bool) -> str:
    """Use up a link and return the token of a new session. Raises ``RuleBroken`` for a used or old link,
    and while whoever it belongs to is silenced by a secret poll.

    Links that can be used again belong to the example and count on loopback only.
    """
    token_hash = hash_token(token)
    silence.refuse_for(_owner_of(token_hash))
    used = db.session.execute(
        update(SignInLink)
        .where(
            SignInLink.token_hash == token_hash,
            SignInLink.expires_at > at,
            or_(
                SignInLink.used_at.is_(None) & SignInLink.is_reusable.is_(False),
                SignInLink.is_reusable.is_(True) if allows_reusable else SignInLink.person_id == "",
            ),
        )
        .values(used_at=at)
        .returning(SignInLink.person_id)
    ).scalar()
    if used is None:
        raise RuleBroken(Obstacle(Code.LINK_USED_OR_OLD))
    session_token = secrets.token_urlsafe(32)
    db.session.add(
        WebSession(
            token_hash=hash_token(session_token),
            person_id=used,
            made_at=at,
            expires_at=at + SESSION_LIFETIME,
        )
    )
    db.session.flush()
    return session_token


def _owner_of(token_hash: str) -> str | None:
    return db.session.scalar(select(SignInLink.person_id).where(SignInLink.token_hash == token_hash))


def find_viewer(session_token: str, *, at: datetime) -> Viewer | None:
    """Return who a session belongs to, with today's roles; ``None`` when it has ended.

    With duties it ends after 12 hours, also when the duty came after signing in.
    """
    rows = db.session.connection().execute(_VIEWER, asked(session_token, at=at)).all()
    if not rows:
        return None
    first = rows[0]
    holdings = frozenset((row.body_id, row.role) for row in rows if row.role is not None)
    viewer = Viewer(first.person_id, first.name or "", first.language, holdings)
    if viewer.has_duties and first.made_at + SESSION_LIFETIME_WITH_DUTIES <= at:
        return None
    return viewer


def _viewer_query() -> Select[Any]:
    """Return the one question that every request of a signed-in browser begins with, made once."""
    sessions, persons, held = (each.__table__.c for each in (WebSession, Person, Membership))
    joined = WebSession.__table__.join(Person.__table__, persons.id == sessions.person_id)
    return (
        select(sessions.person_id, sessions.made_at, persons.name, persons.language, held.body_id, held.role)
        .select_from(joined.outerjoin(Membership.__table__, is_held()))
        .where(is_live())
    )


_VIEWER = _viewer_query()


def sign_out(session_token: str, *, at: datetime) -> None:
    """End a session everywhere its cookie was copied to."""
    db.session.execute(
        update(WebSession)
        .where(WebSession.token_hash == hash_token(session_token), WebSession.ended_at.is_(None))
        .values(ended_at=at)
    )


def sign_out_everywhere(viewer: Viewer, *, at: datetime) -> None:
    """End all of a person's sessions."""
    db.session.execute(
        update(WebSession)
        .where(WebSession.person_id == viewer.id, WebSession.ended_at.is_(None))
        .values(ended_at=at)
    )


def is_current(on: date) -> ColumnElement[bool]:
    """Return the condition that a membership holds on a day."""
    return (Membership.from_on <= on) & or_(Membership.until_on.is_(None), Membership.until_on >= on)
