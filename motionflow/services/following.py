"""What a person follows, when she wants mail, and stopping one thing at a time."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from motionflow.db import db
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, refuse_if
from motionflow.domain.quiet import Quiet
from motionflow.domain.themes import MOST_THEMES, Theme
from motionflow.models import (
    Body,
    CalendarAddress,
    Commitment,
    Follower,
    MailChoice,
    Motion,
    MotionTheme,
    Person,
    ReminderStop,
    Subscription,
)
from motionflow.services import audit, news
from motionflow.services.access import Viewer
from motionflow.services.cases import get_motion_for, is_writer
from motionflow.services.commitments import may_follow_up


@dataclass(frozen=True)
class Followed:
    """One thing that a person follows, besides cases."""

    body: Body | None = None
    theme: Theme | None = None


@dataclass(frozen=True)
class Stoppable:
    """One thing that mail comes about: its kind, and its name for who may stop it."""

    kind: str
    subject_id: str
    name: str


def follow_body(viewer: Viewer, body_id: str, *, at: datetime) -> None:
    """Tell a viewer once a day what happens to the cases on a body's table."""
    if db.session.get(Body, body_id) is None:
        raise NotFound
    _subscribe(viewer, at, body_id=body_id)


def follow_theme(viewer: Viewer, theme: Theme | None, *, at: datetime) -> None:
    """Tell a viewer once a day what happens to the cases about a theme."""
    refuse_if([Obstacle(Code.CHOICE_INVALID, "theme")] if theme is None else [])
    _subscribe(viewer, at, theme=theme)


def stop_following(viewer: Viewer, *, body_id: str | None = None, theme: Theme | None = None) -> None:
    """Tell a viewer no more about a body or a theme."""
    _unsubscribe(viewer.id, body_id=body_id, theme=theme)


def list_followed(viewer: Viewer) -> tuple[Followed, ...]:
    """Return the bodies and themes that a viewer follows."""
    rows = db.session.scalars(
        select(Subscription).where(Subscription.person_id == viewer.id).order_by(Subscription.since)
    )
    bodies = {body.id: body for body in db.session.scalars(select(Body))}
    return tuple(Followed(bodies.get(row.body_id or ""), row.theme) for row in rows)


def follows_body(viewer: Viewer, body_id: str) -> bool:
    """Return whether a viewer follows a body."""
    if viewer.person_id is None:
        return False
    rows = select(Subscription.id).where(
        Subscription.person_id == viewer.person_id, Subscription.body_id == body_id
    )
    return db.session.scalar(rows) is not None


def choose_quiet(viewer: Viewer, *, from_hour: int | None, until_hour: int | None, gathers: bool) -> None:
    """Set the hours in which a viewer wants no mail, and whether a day's mail comes as one."""
    found = [
        Obstacle(Code.HOUR_INVALID, field)
        for field, hour in (("quiet_from", from_hour), ("quiet_until", until_hour))
        if hour is None or not 0 <= hour <= 23
    ]
    refuse_if(found)
    row = db.session.get(MailChoice, viewer.id)
    if row is None:
        row = MailChoice(person_id=viewer.id)
        db.session.add(row)
    row.quiet_from, row.quiet_until, row.gathers = from_hour or 0, until_hour or 0, gathers
    db.session.flush()


def quiet_of(viewer: Viewer) -> Quiet:
    """Return when a viewer wants no mail."""
    return news.quiet_of(viewer.id)


def find_stoppable(person_id: str, what: str) -> Stoppable:
    """Return what a link in a mail stops. Raises ``NotFound`` for a thing that is gone."""
    kind, _, subject = what.partition(":")
    if db.session.get(Person, person_id) is None:
        raise NotFound
    name = None
    if kind == news.CASE:
        motion = db.session.get(Motion, subject)
        name = motion.shown_number if motion else None
    elif kind == news.PROMISE:
        commitment = db.session.get(Commitment, subject)
        name = commitment.what if commitment else None
    elif kind == news.BODY:
        body = db.session.get(Body, subject)
        name = body.name if body else None
    elif kind == news.THEME and subject in set(Theme):
        name = subject
    if name is None:
        raise NotFound
    return Stoppable(kind, subject, name)


def stop(person_id: str, what: str, *, at: datetime) -> None:
    """Send a person no more mail about one thing, and about that only. Stopping twice is no fault."""
    found = find_stoppable(person_id, what)
    if found.kind == news.CASE:
        row = db.session.get(Follower, (found.subject_id, person_id))
        if row is not None:
            db.session.delete(row)
    elif found.kind == news.PROMISE:
        if db.session.get(ReminderStop, (found.subject_id, person_id)) is None:
            db.session.add(ReminderStop(commitment_id=found.subject_id, person_id=person_id, stopped_at=at))
    elif found.kind == news.BODY:
        _unsubscribe(person_id, body_id=found.subject_id)
    else:
        _unsubscribe(person_id, theme=Theme(found.subject_id))
    db.session.flush()


def set_themes(viewer: Viewer, motion_id: str, *, themes: list[Theme], at: datetime) -> None:
    """Say what a motion is about, for whoever writes or follows it up. Raises ``RuleBroken``."""
    motion = get_motion_for(viewer, motion_id)
    if not (is_writer(viewer, motion) or may_follow_up(viewer, motion)):
        raise NotAllowed
    if len(themes) > MOST_THEMES:
        refuse_if([Obstacle(Code.THEMES_TOO_MANY, "themes", {"most": MOST_THEMES})])
    db.session.execute(delete(MotionTheme).where(MotionTheme.motion_id == motion.id))
    db.session.add_all(MotionTheme(motion_id=motion.id, theme=theme) for theme in dict.fromkeys(themes))
    db.session.flush()
    audit.add_event("themes_set", body_id=motion.founding_body_id, subject_id=motion.id, by=viewer.id, at=at)


def themes_of(motion_id: str) -> tuple[Theme, ...]:
    """Return what a motion is about, in the order of the list."""
    found = set(db.session.scalars(select(MotionTheme.theme).where(MotionTheme.motion_id == motion_id)))
    return tuple(theme for theme in Theme if theme in found)


def calendar_nonce(viewer: Viewer, *, at: datetime, renew: bool = False) -> str:
    """Return the private part of a viewer's calendar address, made when there is none.

    Renewing it ends the earlier address.
    """
    row = db.session.get(CalendarAddress, viewer.id)
    if row is None:
        row = CalendarAddress(person_id=viewer.id, nonce=secrets.token_hex(16), made_at=at)
        db.session.add(row)
    elif renew:
        row.nonce, row.made_at = secrets.token_hex(16), at
    db.session.flush()
    return row.nonce


def find_calendar_nonce(person_id: str) -> str | None:
    """Return the private part of a person's calendar address, if she has one."""
    row = db.session.get(CalendarAddress, person_id)
    return row.nonce if row else None


def _subscribe(
    viewer: Viewer, at: datetime, *, body_id: str | None = None, theme: Theme | None = None
) -> None:
    same = select(Subscription.id).where(Subscription.person_id == viewer.id)
    same = same.where(Subscription.body_id == body_id if body_id else Subscription.theme == theme)
    if db.session.scalar(same) is None:
        db.session.add(Subscription(person_id=viewer.id, body_id=body_id, theme=theme, since=at))
        db.session.flush()


def _unsubscribe(person_id: str, *, body_id: str | None = None, theme: Theme | None = None) -> None:
    rows = delete(Subscription).where(Subscription.person_id == person_id)
    rows = rows.where(Subscription.body_id == body_id if body_id else Subscription.theme == theme)
    db.session.execute(rows)
