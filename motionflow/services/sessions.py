"""When a session and a role are worth anything, in the words of the database: for all queries that ask.

They stand on ``WebSession`` joined with ``Person`` and on ``Membership``, and ask with the parameters that
``asked`` gives.
"""

import hashlib
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, or_

from motionflow.domain.deadlines import day_in_oslo
from motionflow.models import Membership, Person, WebSession


def hash_token(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def asked(token: str, *, at: datetime) -> dict[str, object]:
    """Return the parameters that both conditions ask with."""
    return {"token_hash": hash_token(token), "at": at, "on": day_in_oslo(at)}


def is_live() -> ColumnElement[bool]:
    """Return the condition that a session is the one asked for, and has not ended."""
    sessions, persons = WebSession.__table__.c, Person.__table__.c
    return (
        (sessions.token_hash == bindparam("token_hash"))
        & sessions.ended_at.is_(None)
        & (sessions.expires_at > bindparam("at", type_=sessions.expires_at.type))
        & persons.erased_at.is_(None)
    )


def is_held() -> ColumnElement[bool]:
    """Return the condition that a role is held by the session's person on the day."""
    held, on = Membership.__table__.c, bindparam("on", type_=Membership.__table__.c.from_on.type)
    runs = or_(held.until_on.is_(None), held.until_on >= on)
    return (held.person_id == Person.__table__.c.id) & (held.from_on <= on) & runs
