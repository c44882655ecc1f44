"""Every view declares who may come to it; one that does not is refused.

Which of a body's things someone may see or change is asked in the services, by the one table in
``domain/roles.py``; here only whether one must be signed in at all.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from motionflow.web.session import current_viewer

View = TypeVar("View", bound=Callable[..., object])


class Access(StrEnum):
    """Who may come to a view."""

    NAMELESS = "nameless"
    """Anyone with the address, and who it is stays unknown: the cookie is neither read nor set."""
    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ADMINISTRATOR = "administrator"


def access(level: Access) -> Callable[[View], View]:
    """Declare who may come to a view."""

    def declare(view: View) -> View:
        view.access = level  # type: ignore[attr-defined]  # a mark on the function, read below
        view.is_nameless = level is Access.NAMELESS  # type: ignore[attr-defined]  # and in session.py
        return view

    return declare


def access_of(endpoint: str) -> Access | None:
    """Return what a view has declared; ``None`` when it has not. Needs an application context."""
    return getattr(current_app.view_functions[endpoint], "access", None)


def install(app: Flask) -> None:
    """Refuse whoever may not come to a view before the view is called."""

    @app.before_request
    def check() -> Response | None:
        if request.endpoint is None:
            return None  # no such page; the 404 comes from the router
        level = access_of(request.endpoint)
        if level is Access.NAMELESS:
            return None
        viewer = current_viewer()
        if level is None or (level is Access.ADMINISTRATOR and not viewer.is_administrator):
            abort(404)
        if level is Access.SIGNED_IN and viewer.person_id is None:
            if request.method != "GET":
                abort(403)
            return redirect(url_for("people.sign_in"))
        return None
