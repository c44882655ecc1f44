"""Who is at the other end: Flask-Login carries a random token, the database knows whose it is.

Signing out ends the session in the database, so that a copied cookie is worth nothing after it.
"""

from datetime import datetime

from flask import Flask, Response, current_app, g, request
from flask import session as cookie
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user, logout_user

from motionflow import clock
from motionflow.config import Settings
from motionflow.i18n import LANGUAGES, Words, words
from motionflow.services import people
from motionflow.services.access import Viewer, nobody


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login is untyped
    """A signed-in browser, as Flask-Login wants it: its id is the session's token."""

    def __init__(self, viewer: Viewer, token: str) -> None:
        self.viewer = viewer
        self.token = token
        self.name = viewer.name

    def get_id(self) -> str:
        """Return the session's token, which is all the cookie holds."""
        return self.token


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookie; a page that must not learn who asks neither sets nor renews one."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie where it has changed or is to live longer."""
        if not is_nameless():
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Let Flask-Login find the viewer behind a cookie."""
    app.session_interface = Cookies()
    manager = LoginManager()
    manager.session_protection = None  # tokens can be ended one by one; a phone changes address all day
    manager.init_app(app)
    app.config["PERMANENT_SESSION_LIFETIME"] = people.SESSION_LIFETIME

    @manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login is untyped
    def load(token: str) -> SignedIn | None:
        viewer = people.find_viewer(token, at=now())
        return None if viewer is None else SignedIn(viewer, token)


def now() -> datetime:
    """Return the moment of this request, read once."""
    if "at" not in g:
        g.at = clock.now()
    at: datetime = g.at
    return at


def current_viewer() -> Viewer:
    """Return who looks: a person with today's roles, or the public."""
    if current_user.is_authenticated:
        viewer: Viewer = current_user.viewer
        return viewer
    return nobody(language=language())


def is_nameless() -> bool:
    """Return whether this request is for a page that must not learn who asks."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_nameless", False)


def language() -> str:
    """Return the language to answer in: the person's, the one chosen in this browser, or its wish."""
    if is_nameless():
        asked = request.args.get("sprak", "")
        return asked if asked in LANGUAGES else _wished()
    if current_user.is_authenticated:
        chosen = current_user.viewer.language
    else:
        chosen = cookie.get("language") or _wished()
    return chosen if chosen in LANGUAGES else "nb"


def current_words() -> Words:
    """Return the words of the language to answer in; a page asks hundreds of times, so it is found once."""
    try:
        found: Words = g.words
    except AttributeError:
        found = g.words = words(language())
    return found


def know_nobody() -> None:
    """Answer the rest of this request as to a stranger: the database, which knows who asks, is gone."""
    g._login_user = AnonymousUserMixin()
    chosen = cookie.get("language") or _wished()
    g.words = words(chosen if chosen in LANGUAGES else "nb")


def settings() -> Settings:
    """Return the settings this server runs by."""
    kept: Settings = current_app.config["SETTINGS"]
    return kept


def begin(token: str) -> None:
    """Sign this browser in with a session that has just been made."""
    viewer = people.find_viewer(token, at=now())
    if viewer is None:
        return
    cookie.clear()
    g.pop("words", None)
    cookie.permanent = True
    login_user(SignedIn(viewer, token))


def end() -> None:
    """Sign this browser out, and end its session everywhere the cookie was copied to."""
    if current_user.is_authenticated:
        people.sign_out(current_user.token, at=now())
    logout_user()
    cookie.clear()


def _wished() -> str:
    # Bokmål first: a browser set to English meets Norwegian unless it lists only English.
    return request.accept_languages.best_match(["nn", "nb", "no"]) or "nb"
