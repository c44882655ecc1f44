"""Pages for what cannot be answered: each says what happened and what to do."""

import functools
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError
from werkzeug.wrappers import Response

from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, RuleBroken
from motionflow.i18n import N_
from motionflow.labels import sentence
from motionflow.services import once
from motionflow.web import session, silence
from motionflow.web.session import current_viewer, current_words, is_nameless

_TITLES = {
    400: N_("The request could not be understood"),
    403: N_("You may not do this"),
    404: N_("This page is not here"),
    405: N_("This cannot be done in that way"),
    409: N_("Someone else was first"),
    413: N_("This is too large"),
    422: N_("This could not be done"),
    500: N_("Something went wrong on our side"),
}
_WHAT_TO_DO = {
    400: N_("Go back, reload the page and try again."),
    403: N_("Sign in as someone who may, or ask the secretary of the body."),
    404: N_("It may be closed to you, moved or never have been. Sign in, or search for the case."),
    405: N_("Go back and use the buttons on the page."),
    409: N_("Go back, reload the page to see what has changed, and do it again if it is still needed."),
    413: N_("A file can be at most 10 MB. Choose a smaller one and try again."),
    422: N_("Go back and try again."),
    500: N_("Nothing was changed. Try again in a moment."),
}
_NOT_HERE = N_(
    "It may be closed to you, moved or never have been. Search for the case, or ask the secretary."
)
MAY_BE_STORED = "motionflow.may_be_stored"
"""Marks a request of which something may have been stored before it came here (``casting.py``)."""
_NOT_KNOWN = N_("The database does not answer. Look in a moment whether it was saved, before you try again.")


def install(app: Flask) -> None:
    """Answer refusals and faults with a page of their own."""

    @app.errorhandler(NotFound)
    @_even_without_database
    def not_found(_error: NotFound) -> tuple[str, int]:
        return page(404)

    @app.errorhandler(NotAllowed)
    @_even_without_database
    def not_allowed(_error: NotAllowed) -> tuple[str, int]:
        return page(403)

    @app.errorhandler(RuleBroken)
    @_even_without_database
    def broken(error: RuleBroken) -> tuple[str, int]:
        return refused(error)

    @app.errorhandler(CSRFError)
    @_even_without_database
    def stale(_error: CSRFError) -> tuple[str, int]:
        words = current_words()
        return page(400, words(N_("The page had been open too long. Go back, reload it and send again.")))

    @app.errorhandler(SecurityError)
    def other_host(_error: SecurityError) -> Response:
        # A page needs addresses, and for a host that is not ours there are none.
        return Response("This address is not served here.", 400, mimetype="text/plain")

    @app.errorhandler(RequestEntityTooLarge)
    @_even_without_database
    def too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
        return page(413, _limit_passed())

    @app.errorhandler(HTTPException)
    @_even_without_database
    def other(error: HTTPException) -> tuple[str, int]:
        return page(error.code or 500)

    @app.errorhandler(Exception)
    @_even_without_database
    def fault(error: Exception) -> ResponseReturnValue:
        if isinstance(error, once.DatabaseRefusal):
            return unwritten(error)
        once.roll_back()  # the page of the fault is read from the database too
        if not silence.leaves_no_trace():
            app.logger.error("A page failed", exc_info=error)
        return page(500)


def refused(error: RuleBroken) -> tuple[str, int]:
    """Return the page that says which rules stand in the way."""
    words = current_words()
    return page(422, " ".join(sentence(each, language=words) for each in error.obstacles))


def page(status: int, what_to_do: str | None = None) -> tuple[str, int]:
    """Return the page for a status, with a sentence of what to do."""
    words = current_words()
    if status >= 500 and request.environ.get(MAY_BE_STORED):
        what_to_do = words(_NOT_KNOWN)
    if status == 404 and not is_nameless() and current_viewer().person_id is not None:
        what_to_do = what_to_do or words(_NOT_HERE)
    title = words(_TITLES.get(status, _TITLES[400] if status < 500 else _TITLES[500]))
    fallback = _WHAT_TO_DO.get(status, _WHAT_TO_DO[400] if status < 500 else _WHAT_TO_DO[500])
    return render_template("errors/error.html", title=title, text=what_to_do or words(fallback)), status


def _limit_passed() -> str:
    """Return which limit was passed: that of files, of what is typed or of the number of fields."""
    words, length = current_words(), request.content_length or 0
    in_all, in_a_field = current_app.config["MAX_CONTENT_LENGTH"], current_app.config["MAX_FORM_MEMORY_SIZE"]
    has_files = request.mimetype == "multipart/form-data"
    if has_files and length > in_all:
        return words(_WHAT_TO_DO[413])
    if has_files and length <= in_a_field:
        return words(N_("A form can have at most 1,000 fields. Send fewer at a time."))
    most = (in_a_field if has_files else in_all) // 2**20
    return words(N_("What is typed can be at most {most} MB. Shorten it, or send it as a file."), most=most)


def _even_without_database(handler: Callable[[Any], ResponseReturnValue]) -> Callable[[Any], Response]:
    """Let an answer to a fault be given when the database is gone: who asks is read from it too."""

    @functools.wraps(handler)
    def answer(error: Exception) -> Response:
        try:
            return current_app.make_response(handler(error))
        except once.DatabaseRefusal:
            return _without_database()

    return answer


@_even_without_database
def unwritten(error: Exception) -> ResponseReturnValue:
    """Return the answer when the database did not take it: somebody was first, it is busy, or it is gone."""
    return _without_database() if once.is_gone(error) else _refused_by_database(error)


def _without_database() -> Response:
    """Return a page that asks the database nothing. Whether a commit was taken is then not known."""
    current_app.logger.error("The database does not answer")
    session.know_nobody()
    words = current_words()
    return Response(*page(503, words(_NOT_KNOWN)), mimetype="text/html")


def _refused_by_database(error: Exception) -> Response:
    once.roll_back()
    why = once.why_not_written(error)
    if why is once.WhyNot.OTHERS_WERE_FIRST:
        answer = page(409, sentence(Obstacle(Code.CHANGED_MEANWHILE), language=current_words()))
    else:
        if not silence.leaves_no_trace():
            current_app.logger.error("The database refused: %s", once.name_of_fault(error))
        answer = page(503 if why is once.WhyNot.BUSY else 500)
    return Response(*answer, mimetype="text/html")
