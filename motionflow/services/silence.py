"""The silence around a secret poll: from opening until publication nothing by or for its roll is written.

What is written has a time, and times of others' acts beside the ballots' order could tell whose a ballot is.
Who is silenced is asked before a form is read (``web/silence.py``), when a link to sign in is asked for or
used (``services/people.py``) and when mail is sent (``services/notices.py``). Whatever gets past those is
stopped at the end of this file, before the database is sent a row that names somebody who is silenced.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, event, exists, inspect, or_, select
from sqlalchemy.orm import Mapper, Session, object_session

from motionflow.db import Base, db
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.polls import Secrecy
from motionflow.domain.secret_polls import SILENT
from motionflow.models import Mail, Person, Poll, PollCount, PublishedPoll, RollEntry

_IS_SILENT = (
    Poll.secrecy == Secrecy.SECRET,
    or_(*(Poll.state == state for state in SILENT)),  # every vote asks, and IN is put together each time
    ~exists().where(PublishedPoll.poll_id == Poll.id),
)


@cache
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


def refuse_event(name: str, *, by: str | None, about: Collection[str]) -> None:
    """Raise ``RuleBroken`` for an event that names somebody who is silenced, but for who runs the poll."""
    silenced = set(db.session.scalars(silenced_people()))
    if by in silenced and name not in _RUNS_THE_POLL:
        raise RuleBroken(Obstacle(Code.SECRET_POLL_OPEN))
    if any(person_id in said for person_id in silenced for said in about):
        raise RuleBroken(Obstacle(Code.PERSON_MUST_WAIT))


_RUNS_THE_POLL = frozenset(
    {
        *("poll_opened", "poll_extended", "poll_closed", "poll_counted", "poll_published", "poll_annulled"),
        *("poll_planned", "poll_fell_away", "votes_counted_by_hand"),
    }
)
"""What chair and tellers, who may stand on the roll themselves, note while a secret poll is open."""

_OF_THE_POLL = frozenset({Poll, PollCount})
_SILENCED = "motionflow_silenced"


@event.listens_for(Session, "before_flush")
def _ask_anew(session: Session, *_rest: object) -> None:
    session.info.pop(_SILENCED, None)


@event.listens_for(Base, "before_insert", propagate=True)
@event.listens_for(Base, "before_delete", propagate=True)
def _refuse_naming(mapper: Mapper[Any], connection: Connection, row: Base) -> None:
    """Raise ``RuleBroken`` before a row that names somebody silenced is written, whoever wrote the code."""
    if mapper.class_ not in _OF_THE_POLL:
        _refuse_any_of({getattr(row, key) for key in _naming(mapper)}, connection, row)


@event.listens_for(Base, "before_update", propagate=True)
def _refuse_naming_now(mapper: Mapper[Any], connection: Connection, row: Base) -> None:
    """Raise it too when a row comes to name her, names her no more, or is about her alone.

    Others go on with what she has moved or sent long ago. That a mail was sent before may be noted.
    """
    session = object_session(row)
    if session is None or mapper.class_ in _OF_THE_POLL | {Mail} or not session.is_modified(row):
        return
    named: set[str | None] = set()
    for key, is_about_her in _naming(mapper).items():
        history = inspect(row).attrs[key].history
        named |= {*history.added, *history.deleted, getattr(row, key) if is_about_her else None}
    _refuse_any_of(named, connection, row)


@cache
def _naming(mapper: Mapper[Any]) -> Mapping[str, bool]:
    """Return the attributes that hold a person's id; true where the whole row is about that person."""
    if mapper.class_ is Person:
        return {"id": True}
    found = {}
    for column in mapper.local_table.columns:
        if column.name == "person_id" or any(
            key.column.table.name == "people" for key in column.foreign_keys
        ):
            is_about_her = column.name == "person_id" and not column.nullable
            found[mapper.get_property_by_column(column).key] = is_about_her
    return found


def _refuse_any_of(named: set[str | None], connection: Connection, row: Base) -> None:
    session = object_session(row)
    if session is None or named <= {None}:
        return
    if _SILENCED not in session.info:
        session.info[_SILENCED] = set(connection.scalars(silenced_people()))
    if not named.isdisjoint(session.info[_SILENCED]):
        raise RuleBroken(Obstacle(Code.PERSON_MUST_WAIT))
