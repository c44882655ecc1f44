"""Names as people write them, tied to the person or the body they are the name of.

What is tied follows a person's row: it can be erased there, and is shown only to those who may see it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from motionflow.db import db
from motionflow.models import Body, Membership, Person


@dataclass(frozen=True)
class Named:
    """One of a few: the person or the body a name belongs to, or only the name as it was written."""

    person: Person | None = None
    body: Body | None = None
    name: str = ""


def found_named(names: Iterable[str], *, body: Body) -> list[Named]:
    """Return who some names belong to, among a body's people and among all bodies; each once."""
    tidied = dict.fromkeys(" ".join(name.split()) for name in names)
    return [_named(name, body) for name in tidied if name]


def named_one(name: str, *, body: Body) -> Named | None:
    """Return who a name belongs to; ``None`` for an empty one."""
    found = found_named([name], body=body)
    return found[0] if found else None


def _named(name: str, body: Body) -> Named:
    # In Python, because SQLite makes no small letter of «Ø».
    wanted = name.casefold()
    rows = select(Person).join(Membership).where(Membership.body_id == body.id, Person.erased_at.is_(None))
    known = db.session.scalars(rows.options(selectinload(Person.known_as)).distinct())
    people = [each for each in known if (each.name_in(body.id) or "").casefold() == wanted]
    # Two of one name are told apart by nobody but themselves: the name stands as it was written.
    if len(people) == 1:
        return Named(person=people[0])
    if not people:
        bodies = [each for each in db.session.scalars(select(Body)) if each.name.casefold() == wanted]
        if len(bodies) == 1:
            return Named(body=bodies[0])
    return Named(name=name)
