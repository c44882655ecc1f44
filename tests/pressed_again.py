"""Every button that a test presses, pressed once more: it leads to the same place, and does nothing."""

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from motionflow.db import db
from motionflow.models import Event, Mail

Environ = dict[str, Any]
ONCE = {"tests.pressed_once": True}
"""What a test lays beside a press of its own, to press again itself."""

Inner = Callable[[Environ, Callable[..., object]], Iterable[bytes]]

# As a browser sends what a page of ours holds, in a form with files or without.
_WITH_A_KEY = re.compile(rb'(?:(?:^|&)form_key=|name="form_key"\r\n\r\n)[\w-]{1,64}(?:&|\r|$)')


class PressedAgain:
    """Stands before an application, and sends each form that was accepted a second time."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._inner: Inner = app.wsgi_app

    def __call__(self, environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
        sent = environ.get("wsgi.input")
        if (
            environ["REQUEST_METHOD"] != "POST"
            or not isinstance(sent, BytesIO)
            or ONCE.keys() <= environ.keys()
        ):
            return self._inner(environ, start_response)
        body = sent.getvalue()
        if not _WITH_A_KEY.search(body):
            return self._inner(environ, start_response)
        again = environ | {"wsgi.input": BytesIO(body)}
        status, headers, content = self._press(environ)
        if status.startswith("303"):
            before = self._happened()
            second, led, _ = self._press(again)
            where = environ["PATH_INFO"]
            assert second == status, f"{where} answers {second} when its button is pressed again"
            assert _to(led) == _to(headers), f"{where} leads elsewhere when its button is pressed again"
            assert self._happened() == before, f"{where} does it twice when its button is pressed again"
        start_response(status, headers)
        return [content]

    def _press(self, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
        answered: list[Any] = []

        def note(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            answered[:] = [status, headers]

        parts = self._inner(environ, note)
        try:
            content = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        return answered[0], answered[1], content

    def _happened(self) -> tuple[int, ...]:
        """Return how many events there are, and how many mails."""
        counts = (select(func.count()).select_from(table).scalar_subquery() for table in (Event, Mail))
        with self._app.app_context():
            return tuple(db.session.execute(select(*counts)).one())


def _to(headers: list[tuple[str, str]]) -> list[str]:
    return [value for name, value in headers if name == "Location"]
