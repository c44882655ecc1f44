"""Reminding of promises: first whoever answers for one, before and after its date, then the body."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain.commitments import RungRow, rung_on
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.roles import Role
from motionflow.models import BodyFollow, Commitment, Decision, Membership, Person, Reminder, ReminderStop
from motionflow.models.outbox import MailKind
from motionflow.services import news, silence
from motionflow.services.standings import standing_on

# Who gets what is meant for a whole body: those who write for it.
_WRITES_FOR = frozenset({Role.SECRETARY, Role.CHAIR})


def remind(*, at: datetime) -> int:
    """Queue every reminder that is due and was not queued before; return how many.

    Run it as often as you like, and by several at once: each person is reminded once at each rung of a
    date (``domain/commitments.py``). A rung that was slept through is not made up for by several mails.
    """
    today = day_in_oslo(at)
    queued = 0
    for commitment in db.session.scalars(
        select(Commitment).options(
            selectinload(Commitment.reports),
            joinedload(Commitment.body),
            joinedload(Commitment.decision).load_only(Decision.decided_on),
        )
    ).all():
        standing = standing_on(commitment, on=today)
        row = rung_on(standing, on=today)
        if row is None:
            continue
        for person_id in _reminded(commitment, row, today):
            if silence.is_silenced(person_id):
                continue  # reminded when the secret poll is counted
            if _note(commitment, standing.due_on, row, person_id, at):
                facts = {
                    "motion": commitment.motion_id,
                    "commitment": commitment.id,
                    "because": f"{news.PROMISE}:{commitment.id}",
                }
                news.queue_quietly(MailKind.REMINDER, person_id, facts=facts, at=at)
                queued += 1
    db.session.flush()
    return queued


def writers_for(body_id: str, *, on: date) -> list[str]:
    """Return who writes for a body on a day; for an external one those of the bodies that follow it."""
    followers = select(BodyFollow.body_id).where(BodyFollow.external_body_id == body_id)
    rows = (
        select(Membership.person_id)
        .join(Person)
        .where(
            or_(Membership.body_id == body_id, Membership.body_id.in_(followers)),
            Membership.role.in_(_WRITES_FOR),
            Membership.from_on <= on,
            or_(Membership.until_on.is_(None), Membership.until_on >= on),
            Person.erased_at.is_(None),
        )
    )
    return sorted(set(db.session.scalars(rows)))


def _reminded(commitment: Commitment, row: RungRow, today: date) -> list[str]:
    own = [commitment.person_id] if commitment.person_id else []
    people = writers_for(commitment.body_id, on=today) if row.to_body or not own else own
    stopped = set(
        db.session.scalars(select(ReminderStop.person_id).where(ReminderStop.commitment_id == commitment.id))
    )
    return [person_id for person_id in people if person_id not in stopped]


def _note(commitment: Commitment, due_on: date, row: RungRow, person_id: str, at: datetime) -> bool:
    """Note that a person is reminded; ``False`` when she was before, by whomever."""
    if db.session.get(Reminder, (commitment.id, due_on, row.rung, person_id)) is not None:
        return False
    reminder = Reminder(
        commitment_id=commitment.id, due_on=due_on, rung=row.rung, person_id=person_id, reminded_at=at
    )
    try:
        with db.session.begin_nested():
            db.session.add(reminder)
    except IntegrityError:
        return False
    return True
