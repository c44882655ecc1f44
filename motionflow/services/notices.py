"""Mail: queued in the transaction of what it tells of, sent by the worker, one person a message."""

import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.roles import Role
from motionflow.models import Body, HeldTelling, Mail, Membership, Motion, Person
from motionflow.models.outbox import Audience, MailKind
from motionflow.services import news, silence

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 12
# Whoever asked for a link has by then asked again or gone; a late one would only puzzle.
SIGN_IN_WAITS = timedelta(hours=1)
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=6)


@contextmanager
def without_mail() -> Iterator[None]:
    """Queue no mail in this session while the block runs: what is loaded happened long ago."""
    info = db.session().info
    before = info.get(news.SILENT, False)
    info[news.SILENT] = True
    try:
        yield
    finally:
        info[news.SILENT] = before


def queue_mail(
    kind: MailKind, *, person_id: str, at: datetime, facts: Mapping[str, str] | None = None
) -> None:
    """Queue one message to one person. Its Message-ID is fixed here, so that a repeat can be known."""
    if news.is_silent():
        return
    db.session.add(
        Mail(
            kind=kind,
            person_id=person_id,
            message_id=secrets.token_hex(16),
            facts=json.dumps(facts or {}, sort_keys=True),
            queued_at=at,
            due_at=at,
        )
    )


def tell_followers(
    kind: MailKind, motion: Motion, *, but: str | None, at: datetime, facts: Mapping[str, str]
) -> None:
    """Tell those who follow a case, its bodies or its theme, except whoever did it.

    Its movers are told at once, all others in one mail a day; while one of them stands on the roll of an
    open secret poll nobody is yet.
    """
    movers, followers = news.movers_of(motion), news.followers_of(motion)
    if _is_held(followers, Audience.FOLLOWERS, kind, motion, but=but, at=at, facts=facts):
        return
    for person_id, because in sorted(followers.items()):
        if person_id != but:
            told = {"motion": motion.id, "because": because, **facts}
            news.tell_follower(kind, person_id, facts=told, is_mover=person_id in movers, at=at)


def list_secretaries(body: Body, *, on: date) -> list[str]:
    """Return who are secretaries of a body on a day, by their ids."""
    people = db.session.scalars(
        select(Membership.person_id)
        .join(Person)
        .where(
            Membership.body_id == body.id,
            Membership.role == Role.SECRETARY,
            Membership.from_on <= on,
            or_(Membership.until_on.is_(None), Membership.until_on >= on),
            Person.erased_at.is_(None),
        )
    )
    return sorted(set(people))


def tell_secretaries(
    kind: MailKind, motion: Motion, body: Body, *, but: str | None, at: datetime, facts: Mapping[str, str]
) -> None:
    """Tell the secretaries of a body that a case has reached it."""
    people = list_secretaries(body, on=day_in_oslo(at))
    if _is_held(people, Audience.SECRETARIES, kind, motion, but=but, at=at, facts=facts, body=body):
        return
    for person_id in sorted(set(people) - {but}):
        queue_mail(kind, person_id=person_id, at=at, facts={"motion": motion.id, **facts})


def tell_movers(
    kind: MailKind,
    motion: Motion,
    people: Set[str],
    *,
    but: str | None,
    at: datetime,
    facts: Mapping[str, str],
) -> None:
    """Tell those who moved what a recommendation is about; ``facts`` hold its id."""
    if _is_held(people, Audience.MOVERS, kind, motion, but=but, at=at, facts=facts):
        return
    for person_id in sorted(people - {but}):
        queue_mail(kind, person_id=person_id, at=at, facts={"motion": motion.id, **facts})


def _is_held(
    people: Collection[str],
    audience: Audience,
    kind: MailKind,
    motion: Motion,
    *,
    but: str | None,
    at: datetime,
    facts: Mapping[str, str],
    body: Body | None = None,
) -> bool:
    """Hold it when one of those who would be told is silenced: a row for each would say who they are."""
    if news.is_silent() or not silence.is_any_of(people):
        return False
    db.session.add(
        HeldTelling(
            audience=audience,
            kind=kind.value,
            motion_id=motion.id,
            body_id=body.id if body else None,
            but_id=but,
            facts=json.dumps(dict(facts), sort_keys=True),
            noted_at=at,
        )
    )
    return True


@dataclass(frozen=True)
class WaitingMail:
    """A message that the worker has leased: to whom, of what kind, with which facts."""

    id: str
    kind: MailKind
    message_id: str
    person_id: str
    name: str
    address: str
    language: str
    facts: Mapping[str, str]


def lease_mails(*, at: datetime, most: int = 20) -> list[WaitingMail]:
    """Take messages that are due, so that no other worker sends them meanwhile.

    Commit before sending. A worker that dies leaves its lease to run out, and the message is sent
    again with the same Message-ID. Mail to those on the roll of an open secret poll waits until that is
    counted.
    """
    due = (
        select(Mail)
        .where(
            Mail.sent_at.is_(None),
            Mail.given_up_at.is_(None),
            Mail.due_at <= at,
            or_(Mail.leased_until.is_(None), Mail.leased_until < at),
            Mail.person_id.not_in(silence.silenced_people()),
        )
        .order_by(Mail.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    leased = []
    for mail in db.session.scalars(due):
        mail.leased_until = at + LEASE
        mail.attempts += 1
        person = db.session.get_one(Person, mail.person_id)
        if person.address is None or person.name is None:
            mail.given_up_at, mail.last_error = at, "erased"
            continue
        if mail.kind is MailKind.SIGN_IN and mail.queued_at < at - SIGN_IN_WAITS:
            mail.given_up_at, mail.last_error = at, "too old"
            continue
        facts = json.loads(mail.facts)
        leased.append(
            WaitingMail(
                mail.id,
                mail.kind,
                mail.message_id,
                person.id,
                person.name,
                person.address,
                person.language,
                facts,
            )
        )
    db.session.flush()
    return leased


def note_sent(mail_ids: Iterable[str], *, at: datetime) -> None:
    """Note that messages have been handed to the mail server."""
    for mail_id in mail_ids:
        db.session.get_one(Mail, mail_id).sent_at = at
    db.session.flush()


def note_failed(mail_id: str, *, error: str, at: datetime, is_final: bool = False) -> None:
    """Note that a message could not be sent; it is tried again, ever more seldom, then given up.

    A final failure is given up at once: the person may no longer see what the mail tells of.
    """
    mail = db.session.get_one(Mail, mail_id)
    mail.leased_until, mail.last_error = None, error[:200]
    mail.due_at = at + min(_FIRST_WAIT * 2 ** (mail.attempts - 1), _LONGEST_WAIT)
    if is_final or mail.attempts >= MOST_ATTEMPTS:
        mail.given_up_at = at
    db.session.flush()


def next_due_at() -> datetime | None:
    """Return when the next message is due, or ``None`` when none waits."""
    return db.session.scalar(
        select(Mail.due_at)
        .where(
            Mail.sent_at.is_(None),
            Mail.given_up_at.is_(None),
            Mail.person_id.not_in(silence.silenced_people()),
        )
        .order_by(Mail.due_at)
        .limit(1)
    )
