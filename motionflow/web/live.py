"""Pages that follow a meeting: an address nobody can guess, a version number, and what is new behind it.

What they are told is the same for all of them, so it is made once and kept here, between the web server and
Flask (``looks.py``).
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from flask import Blueprint, Flask, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motionflow import clock
from motionflow.domain.check_in_codes import seconds_left
from motionflow.i18n import LANGUAGES, words
from motionflow.services import once, room_views, rooms
from motionflow.services.room_views import Stage
from motionflow.web.access import Access, access
from motionflow.web.changes import shown_text
from motionflow.web.looks import Looks
from motionflow.web.room_words import WORDS_FOR_PAGES, announcement
from motionflow.web.session import now

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PREFIX = "/folg/"
_SECONDS_FOR_ONE = 0.015

bp = Blueprint("live", __name__)


@bp.get("/folg/<live_key>")
@access(Access.PUBLIC)
def follow(live_key: str) -> ResponseReturnValue:
    """Tell a page that follows a meeting what all of it see now, in the language it asks for."""
    meeting = rooms.get_meeting_by_live_key(live_key)
    language = request.args.get("sprak", "nb")
    g.words = words(language if language in LANGUAGES else "nb")
    stage = room_views.stage_of(meeting, at=now())
    return jsonify(
        version=stage.version,
        part=_own_parts_depend_on(stage),
        within=seconds_to_spread(stage.in_meeting),
        said=announcement(stage.current) if stage.current else "",
        stage=render_template(
            "room/stage_part.html", stage=stage, meeting=meeting, own=None, **WORDS_FOR_PAGES
        ),
    )


def seconds_to_spread(pages: int) -> float:
    """Return within how many seconds pages fetch their own parts; a full hall leaves time for votes."""
    return max(1.0, pages * _SECONDS_FOR_ONE)


def _own_parts_depend_on(stage: Stage) -> str:
    """Return what changes when most pages' own parts do: not when somebody else comes or goes."""
    current, meeting = stage.current, stage.meeting
    poll = f"{current.poll.id} {current.state.value} {current.poll.roll_hash is None}" if current else ""
    return f"{poll} {meeting.opened_at is None} {meeting.ended_at is None}"


@bp.get("/skjerm/<screen_key>")
@access(Access.PUBLIC)
def show_screen(screen_key: str) -> ResponseReturnValue:
    """Show the hall's screen: big numbers, the code to check in, nothing private."""
    meeting = rooms.get_meeting_by_screen_key(screen_key)
    room = rooms.find_room(meeting.id)
    return render_template(
        "room/screen.html",
        stage=room_views.stage_of(meeting, at=now()),
        meeting=meeting,
        room=room,
        code=rooms.code_on_screen(meeting, at=now()),
        seconds=seconds_left(now()),
        shown_text=shown_text,
        address=url_for("ballots.take_part", meeting_id=meeting.id),
        **WORDS_FOR_PAGES,
    )


def install(app: Flask) -> None:
    """Answer pages that follow a meeting before Flask is asked."""
    app.wsgi_app = LiveAnswers(app.wsgi_app, app)  # type: ignore[method-assign]  # Flask's own way


_Answer = tuple[bytes, list[tuple[str, str]]]


@dataclass
class _News:
    """A version of one meeting that pages follow, and what is told of it, by language."""

    version: str
    told: dict[str, _Answer] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class LiveAnswers:
    """What stands before Flask and answers those who follow; everything else goes through."""

    def __init__(self, wsgi_app: "WSGIApplication", app: Flask) -> None:
        self._wsgi_app = wsgi_app
        self._app = app
        self._meetings = Looks(self._look)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith(_PREFIX) or environ.get("REQUEST_METHOD") != "GET":
            return self._wsgi_app(environ, start_response)
        try:
            news = self._meetings.find(path[len(_PREFIX) :])
        except once.DatabaseRefusal:
            news = None
        if news is None:  # Flask says what is wrong
            return self._wsgi_app(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        if f"siden={news.version}&" in f"{query}&":
            start_response("204 No Content", [("Cache-Control", "no-store")])
            return ()
        return self._tell(news, environ, start_response, query)

    def _look(self, key: str, before: _News | None) -> _News | None:
        with self._app.app_context():
            version = room_views.find_version(key, at=clock.now())
        if version is None or (before is not None and before.version == version):
            return None if version is None else before
        return _News(version)

    def _tell(
        self, news: _News, environ: "WSGIEnvironment", start_response: "StartResponse", query: str
    ) -> Iterable[bytes]:
        language = parse_qs(query).get("sprak", ["nb"])[0]
        language = language if language in LANGUAGES else "nb"
        known = news.told.get(language)
        if known is None:
            with news.lock:
                known = news.told.get(language) or self._ask(environ, language)
                if known is None:  # Flask could not answer; it says so itself to whoever asked
                    return self._wsgi_app(environ, start_response)
                news.told[language] = known
        body, headers = known
        start_response("200 OK", list(headers))
        return (body,)

    def _ask(self, environ: "WSGIEnvironment", language: str) -> _Answer | None:
        """Return what Flask answers; the same for everybody, so no cookie goes with the question."""
        asked = {**environ, "QUERY_STRING": f"sprak={language}"}
        asked.pop("HTTP_COOKIE", None)
        got: dict[str, Any] = {}

        def keep(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            got.update(status=status, headers=headers)
            return lambda data: None

        parts = self._wsgi_app(asked, keep)
        body = b"".join(parts)
        close = getattr(parts, "close", None)
        if close is not None:
            close()
        if not got["status"].startswith("200"):
            return None
        return body, [pair for pair in got["headers"] if pair[0].lower() != "set-cookie"]
