"""What every vote asks of the database, put together once: a whole hall votes in the same seconds.

``LOCK`` comes before ``FACTS`` and in a statement of its own, so that what others committed while one waited
for it is seen.
"""

from types import ModuleType
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Join,
    Select,
    String,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from motionflow.domain.polls import PollState, Secrecy
from motionflow.domain.roles import WITH_DUTIES, Role
from motionflow.models import (
    Attendance,
    Meeting,
    Membership,
    OpenBallot,
    Person,
    Poll,
    PollOption,
    RollEntry,
    WebSession,
)
from motionflow.services import silence
from motionflow.services.sessions import is_held, is_live

_POLLS, _MEETINGS, _SESSIONS, _BALLOTS = (each.__table__ for each in (Poll, Meeting, WebSession, OpenBallot))
_POLL = _POLLS.join(_MEETINGS, _MEETINGS.c.id == _POLLS.c.meeting_id)
_OF_POLL = ("state", "closes_at", "takes_online", "secrecy", "may_change_vote", "meeting_id")


def _param(name: str) -> BindParameter[str]:
    return bindparam(name, type_=String())


def _facts(me: ColumnElement[str], known: Join) -> Select[Any]:
    """Return the query of all that decides on the vote of ``me``."""
    roll, came, options = (each.__table__.c for each in (RollEntry, Attendance, PollOption))
    poll = _param("poll")
    is_in = (came.meeting_id == _POLLS.c.meeting_id) & (came.person_id == me) & came.left_at.is_(None)
    is_option = (options.poll_id == poll) & (options.key == _param("option"))
    own = (_BALLOTS.c.poll_id == poll) & (_BALLOTS.c.person_id == me)
    return (
        select(
            *(_POLLS.c[name] for name in _OF_POLL),
            _MEETINGS.c.body_id,
            me.label("person_id"),
            exists().where(roll.poll_id == poll, roll.person_id == me).label("is_on_roll"),
            exists().where(is_in).label("is_in_meeting"),
            exists().where(is_option).label("is_option"),
            exists(silence.silenced_people().where(RollEntry.person_id == me)).label("is_silenced"),
            _BALLOTS.c.option.label("voted"),
            _BALLOTS.c.form_key,
        )
        .select_from(known.outerjoin(_BALLOTS, own))
        .where(_POLLS.c.id == poll)
    )


def _facts_by_session() -> Select[Any]:
    """Return the same query for whoever a session belongs to, and what the session is worth.

    It takes the poll's row in the same statement. When that has waited, the row is as it is now and what
    belongs to the voter may be older; whoever is refused for it is asked again by ``FACTS``.
    """
    persons = Person.__table__
    known = _POLL.join(_SESSIONS, true()).join(persons, persons.c.id == _SESSIONS.c.person_id)
    of_session = (
        _SESSIONS.c.made_at,
        exists(_of_body()).label("is_of_body"),
        exists(_with_duties()).label("has_duties"),
    )
    query = _facts(_SESSIONS.c.person_id, known).add_columns(*of_session).where(is_live())
    return query.with_for_update(read=True, of=_POLLS)


def _take(dialect: ModuleType) -> Executable:
    """Return the statement that stores a first vote if everything allows it, and says whether it has.

    What is asked here is what ``domain/polls.ballot_obstacles`` asks, in the database's words: so most of a
    hall's votes are one statement. What this does not take is asked about anew, and taken or refused there.
    """
    roll, came, options = (each.__table__.c for each in (RollEntry, Attendance, PollOption))
    person, at = _SESSIONS.c.person_id, bindparam("at", type_=_BALLOTS.c.cast_at.type)
    polls, persons = _POLLS.c, Person.__table__
    known = _POLL.join(_SESSIONS, true()).join(persons, persons.c.id == person)
    # PostgreSQL may wait for the poll's row after ``at`` was read: its own clock is read when it has the row.
    clocks = [at] if dialect is sqlite else [at, func.clock_timestamp()]
    is_old = _SESSIONS.c.made_at <= bindparam("oldest_with_duties", type_=_SESSIONS.c.made_at.type)
    taken = (
        select(polls.id, person, _param("option"), at, _param("form_key"))
        .select_from(known)
        .where(
            polls.id == _param("poll"),
            is_live(),
            polls.state == PollState.OPEN,
            *(or_(polls.closes_at.is_(None), polls.closes_at > each) for each in clocks),
            polls.secrecy == Secrecy.OPEN,
            polls.takes_online,
            _is_there(select(roll.poll_id).where(roll.poll_id == polls.id, roll.person_id == person)),
            _is_there(
                select(came.id).where(
                    came.meeting_id == polls.meeting_id, came.person_id == person, came.left_at.is_(None)
                )
            ),
            _is_there(
                select(options.key).where(options.poll_id == polls.id, options.key == _param("option"))
            ),
            ~_is_there(silence.silenced_people().where(RollEntry.person_id == person)),
            _is_there(_of_body()),
            ~(_is_there(_with_duties()) & is_old),
        )
        .with_for_update(read=True, of=_POLLS)
    )
    columns = [_BALLOTS.c[name] for name in ("poll_id", "person_id", "option", "cast_at", "form_key")]
    insert: postgresql.Insert = dialect.insert(_BALLOTS)  # SQLite's takes the same
    once = insert.from_select(columns, taken).on_conflict_do_nothing(index_elements=columns[:2])
    return once.returning(_BALLOTS.c.option)


def _is_there(rows: Select[Any]) -> ColumnElement[bool]:
    # With an offset PostgreSQL asks each by itself; else it looks for the best order of all, at each vote.
    return exists(rows.offset(0))


def _of_body() -> Select[Any]:
    held = Membership.__table__.c
    is_of_body = (held.body_id == _MEETINGS.c.body_id) & (held.role != Role.ADMINISTRATOR)
    return select(held.id).where(is_held(), is_of_body)


def _with_duties() -> Select[Any]:
    # All roles but a few have duties, and IN would be put together each time.
    without = [Membership.role != role for role in set(Role) - WITH_DUTIES]
    return select(Membership.id).where(is_held(), *without)


def _insert(dialect: ModuleType, *, may_change: bool) -> Executable:
    insert: postgresql.Insert = dialect.insert(_BALLOTS)  # SQLite's takes the same
    one_per_voter = [_BALLOTS.c.poll_id, _BALLOTS.c.person_id]
    if not may_change:
        return insert.on_conflict_do_nothing(index_elements=one_per_voter).returning(_BALLOTS.c.option)
    changed = {name: insert.excluded[name] for name in ("option", "cast_at", "form_key")}
    return insert.on_conflict_do_update(index_elements=one_per_voter, set_=changed).returning(
        _BALLOTS.c.option
    )


# Shared: votes do not wait for each other, and closing waits for all of them. On SQLite, which has one writer
# at a time, whoever writes has the lock already.
LOCK = select(_POLLS.c.id).where(_POLLS.c.id == _param("poll")).with_for_update(read=True)
FACTS = _facts(_param("me"), _POLL)
FACTS_BY_SESSION = _facts_by_session()
OWN = select(_BALLOTS.c.option).where(
    _BALLOTS.c.poll_id == _param("poll"), _BALLOTS.c.person_id == _param("me")
)
TAKES = {"sqlite": _take(sqlite), "postgresql": _take(postgresql)}
INSERTS = {
    (name, may_change): _insert(dialect, may_change=may_change)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
    for may_change in (False, True)
}
"""By database, and by whether the poll allows its votes to be changed."""
