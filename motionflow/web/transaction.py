"""One request, one transaction. What changes something is committed here and nowhere else in the web, but
for the casting of sealed ballots (``web/ballot_box.py``), which checks a ballot before it takes any lock.

An answer of 400 and above rolls back; a GET never writes. A form's key makes the second press of a
button lead to where the first one led.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response

from motionflow import transaction
from motionflow.domain.errors import RuleBroken
from motionflow.services import once
from motionflow.web import errors, silence
from motionflow.web.session import is_nameless, now

View = TypeVar("View", bound=Callable[..., object])

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


def install(app: Flask) -> None:
    """Begin, commit and roll back around every request."""

    @app.before_request
    def begin() -> Response | None:
        if "\0" in request.path or any("\0" in value for value in request.args.values()):
            abort(400)  # no address of ours holds one, and a database refuses to look for it
        if request.method not in UNSAFE or is_nameless():
            return None
        return _begin()

    @app.after_request
    def finish(response: Response) -> Response:
        if request.method not in UNSAFE or is_nameless():
            return response  # its session is closed with the request, and what it read with it
        if g.get("is_repeated") or response.status_code >= 400:
            once.roll_back()
            return response
        try:
            if "form_key" in g:
                once.note_answer(g.form_key, location=response.headers.get("Location", ""))
            transaction.commit()
        except once.DatabaseRefusal as error:
            return errors.unwritten(error)
        except RuleBroken as broken:  # what is written last of all names somebody who is silenced
            once.roll_back()
            return app.make_response(errors.refused(broken))
        return response


def _begin() -> Response | None:
    """Begin as a writer and claim the form's key; return where the first press led, for a second one."""
    # Read to its end first: whoever sends slowly must not keep all others from writing meanwhile.
    key = request.form.get("form_key", "")
    once.begin_writing()
    if _keeps_own_key():
        return None
    keeps_none = silence.must_wait() or silence.keeps_no_keys()
    if not _KEY.fullmatch(key):
        return None
    # What was sent before a silence began, such as the chair's opening, leads where it led also during it.
    answered = once.find_answer(key) if keeps_none else once.answer_to(key, at=now())
    if answered is None:
        if not keeps_none:
            g.form_key = key
        return None
    g.is_repeated = True
    return redirect(answered or request.path, 303)


@contextmanager
def others_may_write() -> Iterator[None]:
    """Do what takes long, such as reading a file, before anything is written and while others write.

    The transaction begins anew afterwards. A second press that was quicker has then been answered, and
    this one is led there.
    """
    once.roll_back()
    g.pop("form_key", None)
    yield
    once.roll_back()  # what was looked up meanwhile
    answered = _begin()
    if answered is not None:
        abort(answered)


def keeps_own_key(view: View) -> View:
    """Declare that a view keeps the form's key with what it stores, so that none is kept here."""
    view.keeps_own_key = True  # type: ignore[attr-defined]  # a mark on the function, read below
    return view


def _keeps_own_key() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "keeps_own_key", False)


def new_form_key() -> str:
    """Return a key for a form that has not been sent yet."""
    return secrets.token_urlsafe(12)
