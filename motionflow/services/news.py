"""Who is told what about a case, and when: at once, or collected in one mail the morning after."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.quiet import Quiet, due_after, next_collected
from motionflow.models import Follower, Mail, MailChoice, Motion, MotionTheme, NewsItem, Subscription
from motionflow.models.outbox import MailKind

# What a person follows, as it stands in a mail's facts: «case:…», «body:…» or «theme:…».
CASE, BODY, THEME, PROMISE = "case", "body", "theme", "promise"


def quiet_of(person_id: str) -> Quiet:
    """Return when a person wants no mail; what is usual, until she has chosen."""
    row = db.session.get(MailChoice, person_id)
    return Quiet() if row is None else Quiet(row.quiet_from, row.quiet_until, row.gathers)


def followers_of(motion: Motion) -> dict[str, str]:
    """Return who follows a case, each with why: the case itself, a body on its way, or its theme."""
    because: dict[str, str] = {}
    themes = select(MotionTheme.theme).where(MotionTheme.motion_id == motion.id)
    bodies = {step.body_id for step in motion.steps}
    rows = select(Subscription).where(or_(Subscription.body_id.in_(bodies), Subscription.theme.in_(themes)))
    for row in db.session.scalars(rows.order_by(Subscription.body_id.is_(None), Subscription.since)):
        reason = f"{BODY}:{row.body_id}" if row.body_id else f"{THEME}:{row.theme}"
        because.setdefault(row.person_id, reason)
    for person_id in db.session.scalars(select(Follower.person_id).where(Follower.motion_id == motion.id)):
        because[person_id] = f"{CASE}:{motion.id}"
    return because


def movers_of(motion: Motion) -> set[str]:
    """Return the persons who moved a case or handed it in for the body that did."""
    handed_in = {motion.texts[0].written_by_id} if motion.texts else set()
    return {mover.person_id for mover in motion.movers if mover.person_id} | handed_in


def tell_follower(
    kind: MailKind, person_id: str, *, facts: Mapping[str, str], is_mover: bool, at: datetime
) -> None:
    """Tell a follower: a mover at every hop, all others at most once a day."""
    quiet = quiet_of(person_id)
    if is_mover and not quiet.gathers:
        _queue(kind, person_id, facts, at, due_after(at, quiet=quiet))
    else:
        collect(kind, person_id, facts=facts, at=at)


def queue_quietly(kind: MailKind, person_id: str, *, facts: Mapping[str, str], at: datetime) -> None:
    """Queue one mail that waits for the quiet hours to end."""
    _queue(kind, person_id, facts, at, due_after(at, quiet=quiet_of(person_id)))


def collect(kind: MailKind, person_id: str, *, facts: Mapping[str, str], at: datetime) -> None:
    """Put a piece of news into a person's next collected mail, which is queued with the first of them."""
    if is_silent():
        return
    due_at = next_collected(at, quiet=quiet_of(person_id))
    item = NewsItem(
        person_id=person_id,
        kind=kind.value,
        facts=json.dumps(dict(facts), sort_keys=True),
        noted_at=at,
        mail_id=_collected_mail(person_id, due_at, at).id,
    )
    db.session.add(item)
    db.session.flush()


def items_of(mail_id: str) -> list[NewsItem]:
    """Return the news of a collected mail, the oldest first."""
    rows = select(NewsItem).where(NewsItem.mail_id == mail_id).order_by(NewsItem.noted_at, NewsItem.id)
    return list(db.session.scalars(rows))


def is_silent() -> bool:
    """Return whether no mail is queued in this session now."""
    return bool(db.session().info.get(SILENT, False))


SILENT = "motionflow_without_mail"


def _collected_mail(person_id: str, due_at: datetime, at: datetime) -> Mail:
    # The name is the person's and the day's, so that two who tell her at once queue one mail only.
    day = day_in_oslo(due_at).isoformat()
    message_id = hashlib.sha256(f"collected {person_id} {day}".encode()).hexdigest()[:32]
    known = select(Mail).where(Mail.message_id == message_id)
    found = db.session.scalar(known)
    if found is not None:
        return found
    mail = Mail(
        kind=MailKind.DIGEST,
        person_id=person_id,
        message_id=message_id,
        facts="{}",
        queued_at=at,
        due_at=due_at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(mail)
    except IntegrityError:
        return db.session.scalars(known).one()
    return mail


def _queue(kind: MailKind, person_id: str, facts: Mapping[str, str], at: datetime, due_at: datetime) -> None:
    if is_silent():
        return
    db.session.add(
        Mail(
            kind=kind,
            person_id=person_id,
            message_id=secrets.token_hex(16),
            facts=json.dumps(dict(facts), sort_keys=True),
            queued_at=at,
            due_at=due_at,
        )
    )
