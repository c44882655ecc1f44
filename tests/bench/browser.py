"""A signed-in browser without a browser's cost: the same request, given to the application again."""

from collections.abc import Callable

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.web.browsing import sign_in

Ask = Callable[[], bytes]


def asker(app: Flask, path: str, *, person_id: str | None = None) -> Ask:
    """Return what asks for a page, signed in as a person if one is given, and returns its bytes."""
    client = app.test_client()
    if person_id is not None:
        sign_in(client, app, person_id)
    environ = EnvironBuilder(path, base_url="http://localhost").get_environ()
    client._add_cookies_to_wsgi(environ)

    def ask() -> bytes:
        parts, status, _ = run_wsgi_app(app.wsgi_app, dict(environ))
        content = b"".join(parts)
        assert status.startswith("200"), f"{path} answers {status}"
        return content

    return ask
