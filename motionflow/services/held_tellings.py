"""Telling what was held while a secret poll was open."""

import json
from datetime import datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.models import Body, HeldTelling, Motion, Recommendation
from motionflow.models.outbox import Audience, MailKind
from motionflow.services import notices, silence
from motionflow.services.recommendations import amendment_of, movers_of


def is_any_due() -> bool:
    """Return whether something is held, and no secret poll is open any more."""
    return db.session.scalar(select(HeldTelling.id).limit(1)) is not None and not silence.is_any()


def tell_held(*, at: datetime) -> int:
    """Tell all that was held, unless a secret poll is open; return how many things it was."""
    if silence.is_any():
        return 0
    rows = select(HeldTelling).order_by(HeldTelling.noted_at, HeldTelling.id)
    held = db.session.scalars(rows.with_for_update(skip_locked=True)).all()
    for each in held:
        _tell(each, at)
        db.session.delete(each)
    db.session.flush()
    return len(held)


def _tell(held: HeldTelling, at: datetime) -> None:
    kind, motion = MailKind(held.kind), db.session.get_one(Motion, held.motion_id)
    facts = json.loads(held.facts)
    match held.audience:
        case Audience.FOLLOWERS:
            notices.tell_followers(kind, motion, but=held.but_id, at=at, facts=facts)
        case Audience.SECRETARIES:
            body = db.session.get_one(Body, held.body_id)
            notices.tell_secretaries(kind, motion, body, but=held.but_id, at=at, facts=facts)
        case Audience.MOVERS:
            row = db.session.get(Recommendation, facts["recommendation"])
            if row is not None:
                people, _ = movers_of(row.step, amendment_of(row))
                notices.tell_movers(kind, motion, people, but=held.but_id, at=at, facts=facts)
