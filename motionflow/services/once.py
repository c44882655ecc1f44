"""Doing a thing once, however often its button is pressed."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from motionflow import db as database
from motionflow.db import db
from motionflow.models import AnsweredForm

KEPT_FOR = timedelta(days=2)


DatabaseRefusal = (DBAPIError, StaleDataError)
"""What is raised when the database does not take what was to be written."""


class WhyNot(StrEnum):
    """Why the database did not take it."""

    OTHERS_WERE_FIRST = "others_were_first"
    BUSY = "busy"
    FAULT = "fault"


def why_not_written(error: Exception) -> WhyNot:
    """Return why the database refused: someone was first, it was too busy, or the fault is ours."""
    if isinstance(error, IntegrityError | StaleDataError):
        return WhyNot.OTHERS_WERE_FIRST
    return WhyNot.BUSY if isinstance(error, OperationalError) else WhyNot.FAULT


def is_gone(error: Exception) -> bool:
    """Return whether what was being committed may be there or not: the connection broke, or the disk."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or _name_on_sqlite(error).startswith("SQLITE_IOERR")


def _name_on_sqlite(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlite_errorname", ""))


def name_of_fault(error: Exception) -> str:
    """Return what the log may say of it: never the statement, whose parameters are what people wrote."""
    return type(getattr(error, "orig", error)).__name__


def begin_writing() -> None:
    """Begin this request's transaction as a writer's."""
    database.begin_writing()


def roll_back() -> None:
    """Forget what this request would have written."""
    db.session.rollback()


def answer_to(key: str, *, at: datetime) -> str | None:
    """Claim a form's key, or return where the form led that was sent with it before.

    A second press that comes while the first is being answered waits here for its commit.
    """
    key = key[:64]
    known = db.session.get(AnsweredForm, key)
    if known is None:
        try:
            with db.session.begin_nested():
                db.session.add(AnsweredForm(key=key, answered_at=at, location=""))
        except IntegrityError:
            known = db.session.get(AnsweredForm, key, populate_existing=True)
    return None if known is None else known.location


def find_answer(key: str) -> str | None:
    """Return where the form led that was sent with a key before, without claiming it; else ``None``."""
    known = db.session.get(AnsweredForm, key[:64])
    return None if known is None else known.location


def note_answer(key: str, *, location: str) -> None:
    """Note where a form led; the same form sent again leads there too."""
    form = db.session.get(AnsweredForm, key[:64])
    if form is not None:
        form.location = location


def forget_answers(*, at: datetime) -> None:
    """Forget forms answered long ago."""
    db.session.execute(delete(AnsweredForm).where(AnsweredForm.answered_at < at - KEPT_FOR))


def write_back() -> None:
    """Empty the database's log of changes, which still holds what has been erased."""
    database.write_back()
