"""The quick way for votes: what nothing stands in the way of is taken here, before Flask is asked.

A whole hall votes in the same seconds, and most of what a request costs is nothing that a vote needs. Here
come only votes that a page's script sends: open ones (web/static/live.js) from a signed-in browser and with
a form of ours, secret ones (web/static/ballot.js) from nobody. Whatever else comes, and whatever is refused,
goes on to ``web/ballots.py`` or ``web/ballot_box.py`` as if nothing had been tried, and is answered there.
So what is taken here must be taken there too, and never the other way round.
"""

import json
import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from hmac import compare_digest
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from flask import Flask, Response, request
from flask_wtf.csrf import same_origin
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_cookie
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Request

from motionflow import clock
from motionflow.domain.errors import NotFound, RuleBroken
from motionflow.services import ballots, once, sealed_box
from motionflow.services.ballots import Slip
from motionflow.transaction import BallotTransactions
from motionflow.web import silence
from motionflow.web.ballot_box import LONGEST_BALLOT, read_ballot
from motionflow.web.errors import MAY_BE_STORED
from motionflow.web.headers import on_every_answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_VOTE = re.compile(r"/votering/([0-9a-f]{16})/stem")
_BALLOT = re.compile(r"/stemmeseddel/([0-9a-f]{16})")
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_LONGEST_VOTE = 1_000
_LENGTH = re.compile("[0-9]{1,5}")
_NOT_IN_ORDER = (BadData, RuleBroken, NotFound, HTTPException)
_FAULT = "motionflow.fault"


def install(app: Flask) -> None:
    """Take votes before Flask is asked; a fault of the database that was met is told of after the answer."""
    app.wsgi_app = QuickVotes(app.wsgi_app, app)  # type: ignore[method-assign]  # Flask's own way

    @app.after_request
    def tell(response: Response) -> Response:
        if _FAULT in request.environ and not silence.leaves_no_trace():
            app.logger.warning("A vote was tried again, the database refused: %s", request.environ[_FAULT])
        return response


class QuickVotes:
    """What stands before Flask and takes the votes that can be taken; everything else goes through."""

    def __init__(self, wsgi_app: "WSGIApplication", app: Flask) -> None:
        self._wsgi_app = wsgi_app
        self._app = app
        self._transactions = BallotTransactions(app)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        said = self._taken(environ) if environ["REQUEST_METHOD"] == "POST" else None
        if said is None:
            return self._wsgi_app(environ, start_response)
        body = json.dumps(said, separators=(",", ":"), sort_keys=True).encode() + b"\n"
        about = (("Content-Type", _JSON), ("Content-Length", str(len(body))), ("Cache-Control", "no-store"))
        start_response("200 OK", [*about, *on_every_answer(self._app.config["SETTINGS"])])
        return (body,)

    def _taken(self, environ: "WSGIEnvironment") -> dict[str, str] | None:
        """Return what is answered to a vote that has been taken; ``None`` when nothing has been done."""
        path = environ["PATH_INFO"]
        try:
            if (vote := _VOTE.fullmatch(path)) and environ.get("HTTP_ACCEPT") == _JSON:
                return self._vote(vote[1], environ)
            if ballot := _BALLOT.fullmatch(path):
                return self._ballot(ballot[1], environ)
        except _NOT_IN_ORDER:
            pass
        except once.DatabaseRefusal as error:
            # Sent once more by the ordinary way, where the same form finds what may have been stored.
            environ[_FAULT] = once.name_of_fault(error)
            environ[MAY_BE_STORED] = once.is_gone(error)
        return None

    def _vote(self, poll_id: str, environ: "WSGIEnvironment") -> dict[str, str] | None:
        """Take an open vote of whoever is signed in."""
        body = _read(environ, longest=_LONGEST_VOTE)
        if body is None or environ.get("CONTENT_TYPE", "").partition(";")[0] != _FORM:
            return None
        form: dict[str, str] = {}
        for name, value in parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True):
            form.setdefault(name, value)
        token = self._session_token(environ, form.get("csrf_token", ""))
        if token is None:
            return None
        slip = Slip(poll_id, form.get("option", "")[:40], form.get("form_key", "")[:64])
        with self._transactions.begin() as connection:
            option = ballots.cast_by_session(token, slip, clock=clock.now, connection=connection)
        return {"option": option}

    def _ballot(self, poll_id: str, environ: "WSGIEnvironment") -> dict[str, str] | None:
        """Lay a sealed ballot of nobody in particular in a box that is known."""
        box, body = sealed_box.known_box(poll_id), _read(environ, longest=LONGEST_BALLOT)
        if box is None or body is None or not self._is_our_host(environ):
            return None
        token, sealed = read_ballot(body)
        ballot = sealed_box.check(box, token=token, body=sealed)
        keys = self._app.config["SETTINGS"].keys
        with self._transactions.begin() as connection:
            receipt = sealed_box.cast(box, ballot, keys=keys, clock=clock.now, connection=connection)
        return {"tracker": receipt.tracker, "receipt": receipt.signature.hex()}

    def _is_our_host(self, environ: "WSGIEnvironment") -> bool:
        return _is_trusted(environ.get("HTTP_HOST", ""), tuple(self._app.config["TRUSTED_HOSTS"]))

    def _session_token(self, environ: "WSGIEnvironment", sent: str) -> str | None:
        """Return the session that a form of ours comes from, by the same checks as Flask-WTF's.

        Raises ``BadData`` for what was not signed here, or too long ago.
        """
        config = self._app.config
        if not self._is_our_host(environ):
            return None
        sent_by = Request(environ)
        if sent_by.is_secure and not same_origin(sent_by.referrer or "", f"https://{sent_by.host}/"):
            return None
        lifetime = int(self._app.permanent_session_lifetime.total_seconds())
        cookie = parse_cookie(environ.get("HTTP_COOKIE")).get(config["SESSION_COOKIE_NAME"], "")
        session = self._cookies.read(cookie, max_age=lifetime)
        given = self._forms.read(sent, max_age=config["WTF_CSRF_TIME_LIMIT"])
        known, token = session.get("csrf_token"), session.get("_user_id")
        if not known or not compare_digest(known, given):
            return None
        return str(token) if token else None

    @cached_property
    def _cookies(self) -> "Signed":
        return Signed(self._app.session_interface.get_signing_serializer(self._app))  # type: ignore[attr-defined]  # ours, in session.py

    @cached_property
    def _forms(self) -> "Signed":
        return Signed(URLSafeTimedSerializer(self._app.secret_key or "", salt="wtf-csrf-token"))


class Signed:
    """What a serializer has signed, read by its own rules; its key is derived once, not at each reading."""

    def __init__(self, serializer: URLSafeTimedSerializer) -> None:
        serializer.signer = _DerivedOnce
        self._serializer, self._signer = serializer, serializer.make_signer()

    def read(self, content: str, *, max_age: int) -> Any:
        """Return what was signed. Raises ``BadData`` for what was not signed here, or too long ago."""
        signed = self._signer.unsign(content.encode(), max_age=max_age)  # type: ignore[call-arg]  # the one below
        return self._serializer.load_payload(signed)


class _DerivedOnce(TimestampSigner):
    @cached_property
    def _derived(self) -> bytes:
        return super().derive_key()

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        return self._derived


@lru_cache(maxsize=100)
def _is_trusted(host: str, trusted: tuple[str, ...]) -> bool:
    return host_is_trusted(host, trusted)


def _read(environ: "WSGIEnvironment", *, longest: int) -> bytes | None:
    """Return what was sent, kept for whoever reads it next; ``None``, unread, when it is too long.

    It is read to its end first: whoever sends slowly must not keep all others from writing meanwhile.
    """
    length = environ.get("CONTENT_LENGTH", "")
    if not _LENGTH.fullmatch(length) or int(length) > longest:
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return body
