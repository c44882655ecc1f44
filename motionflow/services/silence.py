"""The silence around a secret poll: from opening until publication nothing by or for its roll is written.

What is written has a time, and times of others' acts beside the ballots' order could tell whose a ballot is.
Who is silenced is asked before a form is read (``web/silence.py``), when a link to sign in is asked for or
used (``services/people.py``), when mail is sent (``services/notices.py``), and where others write something
about a person: that she comes or goes, is elected, let in, left out, sent, has paid, gets or ends a role.
"""

from collections.abc import Collection

from sqlalchemy import Select, exists, or_, select

from motionflow.db import db
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.polls import Secrecy
from motionflow.domain.secret_polls import SILENT
from motionflow.models import Poll, PublishedPoll, RollEntry

_IS_SILENT = (
    Poll.secrecy == Secrecy.SECRET,
    or_(*(Poll.state == state for state in SILENT)),  # every vote asks, and IN is put together each time
    ~exists().where(PublishedPoll.poll_id == Poll.id),
)


def silenced_people() -> Select[str]:
    """Return the query of those on the roll of a secret poll that is open or not yet published."""
    return select(RollEntry.person_id).join(Poll, Poll.id == RollEntry.poll_id).where(*_IS_SILENT)


def is_silenced(person_id: str | None) -> bool:
    """Return whether nothing that this person does may be written now."""
    if person_id is None:
        return False
    one = silenced_people().where(RollEntry.person_id == person_id)
    return bool(db.session.scalar(select(exists(one))))


def is_any_of(person_ids: Collection[str]) -> bool:
    """Return whether one of these people is silenced."""
    return bool(person_ids) and not set(person_ids).isdisjoint(db.session.scalars(silenced_people()))


def is_any() -> bool:
    """Return whether there is a silence at all in this installation."""
    one = select(Poll.id).where(*_IS_SILENT)
    return bool(db.session.scalar(select(exists(one))))


def refuse_for(person_id: str | None) -> None:
    """Raise ``RuleBroken`` when this person is silenced."""
    if is_silenced(person_id):
        raise RuleBroken(Obstacle(Code.SECRET_POLL_OPEN))


def refuse_about(person_id: str) -> None:
    """Raise ``RuleBroken`` where others would write something about a person who is silenced."""
    if is_silenced(person_id):
        raise RuleBroken(Obstacle(Code.PERSON_MUST_WAIT))
