"""The ballot page of a secret poll, and casting: nobody is asked for here, and no cookie is read or set.

A token that was signed at check-in is all that counts, so a form of another site could cast nothing: the
views are without the protection against forged requests, which needs a session. No line is logged.
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from motionflow import clock
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken
from motionflow.domain.polls import state_at
from motionflow.labels import sentence
from motionflow.paths import STATIC
from motionflow.services import once, sealed_box
from motionflow.transaction import writing
from motionflow.web.access import Access, access
from motionflow.web.headers import on_every_answer
from motionflow.web.looks import Looks
from motionflow.web.session import current_words, now, settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

bp = Blueprint("ballot_box", __name__)

LONGEST_BALLOT = 10_000
_TAKEN_BEFORE = frozenset({Code.TOKEN_USED})
_STATE = re.compile(r"/stemmeseddel/([0-9a-f]{16})/tilstand")


@bp.get("/stemmeseddel/<poll_id>")
@access(Access.NAMELESS)
def show_ballot(poll_id: str) -> ResponseReturnValue:
    """Show a ballot of a secret poll; the browser knows by itself whether it has a token for it."""
    slip = sealed_box.get_slip(poll_id)
    # Not through Flask, whose context of a page holds who is signed in.
    page = current_app.jinja_env.get_template("secret_polls/ballot.html")
    return page.render(
        slip=slip,
        header=slip.header_text,
        checksums=code_checksums(),
        state_url=url_for("ballot_box.show_state", poll_id=poll_id),
    )


@bp.get("/stemmeseddel/<poll_id>/tilstand")
@access(Access.NAMELESS)
def show_state(poll_id: str) -> ResponseReturnValue:
    """Tell where a poll stands; pages that wait have been told by ``StateAnswers`` already."""
    return jsonify(_state_of(poll_id, at=now()))


@bp.post("/stemmeseddel/<poll_id>")
@access(Access.NAMELESS)
def cast(poll_id: str) -> ResponseReturnValue:
    """Lay a sealed ballot in the box and answer with its receipt."""
    try:
        if (request.content_length or 0) > LONGEST_BALLOT:
            raise RuleBroken(Obstacle(Code.BALLOT_NOT_ACCEPTED))
        token, body = read_ballot(request.get_data())
        box = sealed_box.read_box(poll_id)
        ballot = sealed_box.check(box, token=token, body=body)
        once.roll_back()  # what was read needed no lock; what is written begins as a writer's
        with writing():
            receipt = sealed_box.cast(box, ballot, keys=settings().keys, clock=clock.now)
    except RuleBroken as broken:
        return _refused(broken.obstacles[0])
    except NotFound:
        return jsonify(said="", code="not_found"), 404
    except once.DatabaseRefusal as error:
        is_busy = once.why_not_written(error) is not once.WhyNot.FAULT
        return jsonify(said="", code="busy"), 503 if is_busy else 500
    return jsonify(tracker=receipt.tracker, receipt=receipt.signature.hex())


@cache
def code_checksums() -> dict[str, str]:
    """Return the checksums of the code that makes and seals ballots, by file, as the page shows them."""
    files = ("vendor/ballot-crypto.js", "ballot.js")
    return {name: sha256((STATIC / name).read_bytes()).hexdigest() for name in files}


def read_ballot(content: bytes) -> tuple[bytes, bytes]:
    """Return the token and the body that were sent. Raises ``RuleBroken`` for anything else."""
    try:
        given = json.loads(content)
        return bytes.fromhex(given["token"]), bytes.fromhex(given["body"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RuleBroken(Obstacle(Code.BALLOT_NOT_ACCEPTED)) from error


def install(app: Flask) -> None:
    """Answer ballot pages that wait before Flask is asked."""
    app.wsgi_app = StateAnswers(app.wsgi_app, app)  # type: ignore[method-assign]  # Flask's own way


class StateAnswers:
    """What stands before Flask and tells ballot pages where their poll stands; all else goes through."""

    def __init__(self, wsgi_app: "WSGIApplication", app: Flask) -> None:
        self._wsgi_app = wsgi_app
        self._app = app
        self._polls = Looks(self._look)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        asked = _STATE.fullmatch(environ["PATH_INFO"])
        if asked is None or environ["REQUEST_METHOD"] != "GET":
            return self._wsgi_app(environ, start_response)
        try:
            body = self._polls.find(asked[1])
        except once.DatabaseRefusal:
            body = None
        if body is None:  # Flask says what is wrong
            return self._wsgi_app(environ, start_response)
        about = (("Content-Type", "application/json"), ("Content-Length", str(len(body))))
        always = on_every_answer(self._app.config["SETTINGS"])
        start_response("200 OK", [*about, ("Cache-Control", "no-store"), *always])
        return (body,)

    def _look(self, poll_id: str, _before: bytes | None) -> bytes | None:
        try:
            with self._app.app_context():
                return json.dumps(_state_of(poll_id, at=clock.now())).encode()
        except NotFound:
            return None


def _state_of(poll_id: str, *, at: datetime) -> dict[str, object]:
    slip = sealed_box.get_slip(poll_id)
    state = state_at(slip.state, closes_at=slip.closes_at, at=at)
    return {"state": state.value, "check_in": slip.header.check_in}


def _refused(obstacle: Obstacle) -> ResponseReturnValue:
    status = 409 if obstacle.code in _TAKEN_BEFORE else 422
    if obstacle.code is Code.BALLOT_NOT_ACCEPTED:
        status = 400
    return jsonify(said=sentence(obstacle, language=current_words()), code=obstacle.code.value), status
