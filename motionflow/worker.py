"""Sends what waits in the outbox, each mail at least once and once when nothing breaks.

Safe to run twice: a mail is leased, and the lease committed, before it is sent.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.exc import DBAPIError

from motionflow import clock, heavy
from motionflow.config import Settings
from motionflow.mail import NotShown, compose
from motionflow.post import NotSent, Post, post_for
from motionflow.services import (
    annexes,
    counting,
    held_tellings,
    jobs,
    notices,
    once,
    reminders,
    secret_counts,
)
from motionflow.services.notices import WaitingMail
from motionflow.transaction import writing

POLL_SECONDS = 1.0
WAIT_AFTER_FAULT_SECONDS = 5.0
TIDY_EVERY = timedelta(hours=1)
CHORES_EVERY = timedelta(minutes=10)

_log = logging.getLogger(__name__)


def run(app: Flask, *, parent: int | None = None) -> None:
    """Send mail until SIGTERM, SIGINT, or the end of the process that started this one.

    ``parent`` is the id of that process. Raises ``SettingsError`` when mail has nowhere to go.
    """
    ending: list[int] = []
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: ending.append(number))

    def goes_on() -> bool:
        return not ending and parent in (None, os.getppid())

    # Beside the rest: no mail and no closing of a poll waits for a PDF.
    threading.Thread(target=_do_jobs, args=(app, goes_on), name="jobs", daemon=True).start()
    post = post_for(app.config["SETTINGS"])
    tidied: datetime | None = None
    done: datetime | None = None
    while goes_on():
        try:
            if done is None or clock.now() - done > CHORES_EVERY:
                done = clock.now()
                do_chores(app, at=done)
            close_polls(app)
            tell_held(app)
            send_due(app, post=post, goes_on=goes_on)
            if tidied is None or clock.now() - tidied > TIDY_EVERY:
                tidied = clock.now()
                tidy(app, at=tidied)
        except DBAPIError as error:
            _log.warning("The database does not answer: %s", type(error.orig).__name__)
            time.sleep(WAIT_AFTER_FAULT_SECONDS)
        if goes_on():
            time.sleep(POLL_SECONDS)
    post.close()


def _do_jobs(app: Flask, goes_on: Callable[[], bool]) -> None:
    while goes_on():
        try:
            if heavy.do_next_job(app):
                continue
        except DBAPIError as error:
            _log.warning("The database does not answer: %s", type(error.orig).__name__)
            time.sleep(WAIT_AFTER_FAULT_SECONDS)
        time.sleep(POLL_SECONDS)


def send_due(app: Flask, *, post: Post, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Send every mail that is due, and return how many were sent."""
    sent = 0
    while goes_on() and _is_any_due(app):
        mail = _lease(app)
        if mail is None:
            break
        sent += _send(app, mail, post=post)
    post.close()
    return sent


def close_polls(app: Flask) -> int:
    """Close every poll whose time has run out, and return how many they were."""
    # A plain reading first, as below. Pages treat such a poll as closed already.
    with app.app_context():
        closes_at = counting.next_closing()
    if closes_at is None or closes_at > clock.now():
        return 0
    with app.app_context(), writing():
        return counting.close_due(at=clock.now())


def tell_held(app: Flask) -> int:
    """Tell what was held while a secret poll was open, once none is; return how many things it was."""
    with app.app_context():
        is_due = held_tellings.is_any_due()
    if not is_due:
        return 0
    with app.app_context(), writing():
        return held_tellings.tell_held(at=clock.now())


def _is_any_due(app: Flask) -> bool:
    # A plain reading first: leasing takes SQLite's one lock for writing.
    with app.app_context():
        due_at = notices.next_due_at()
        return due_at is not None and due_at <= clock.now()


def _lease(app: Flask) -> WaitingMail | None:
    # One at a time, so that no lease runs out while a slow server keeps the ones before it waiting.
    with app.app_context(), writing():
        leased = notices.lease_mails(at=clock.now(), most=1)
    return leased[0] if leased else None


def _send(app: Flask, mail: WaitingMail, *, post: Post) -> bool:
    settings: Settings = app.config["SETTINGS"]
    try:
        with app.app_context(), writing():
            message = compose(mail, settings=settings, at=clock.now())
        post.send(message)
    except DBAPIError:
        raise
    except Exception as error:  # whatever is wrong with one mail must not hold back the others
        _note_failed(app, mail, error)
        return False
    with app.app_context(), writing():
        notices.note_sent([mail.id], at=clock.now())
    _log.info("Mail %s (%s) is sent.", mail.id, mail.kind)
    return True


def _note_failed(app: Flask, mail: WaitingMail, error: Exception) -> None:
    reason = str(error) if isinstance(error, NotSent) else type(error).__name__
    expected = isinstance(error, NotSent | NotShown)
    _log.warning("Mail %s (%s) is not sent: %s", mail.id, mail.kind, reason, exc_info=not expected)
    with app.app_context(), writing():
        notices.note_failed(mail.id, error=reason, at=clock.now(), is_final=isinstance(error, NotShown))


def do_chores(app: Flask, *, at: datetime) -> None:
    """Do what is due by the calendar and not because somebody pressed a button; safe to run twice."""
    with app.app_context(), writing():
        reminders.remind(at=at)
        annexes.prepare_annexes(at=at)


def tidy(app: Flask, *, at: datetime) -> None:
    """Forget what need not be kept."""
    with app.app_context(), writing():
        once.forget_answers(at=at)
        counting.forget_names(at=at)
        jobs.forget_old(at=at)
        secret_counts.destroy_left_over_keys(app.config["SETTINGS"].keys, at=at)
    with app.app_context():
        once.write_back()
