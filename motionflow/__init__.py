"""motionflow follows a political motion from the branch meeting to the budget and until it is done."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from motionflow.config import Settings


def create_app(settings: "Settings") -> "Flask":
    """Return the application, wired: settings, database, pages. The only place that wires."""
    from flask import Flask

    from motionflow import db, web
    from motionflow.paths import STATIC, TEMPLATES

    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="motionflow",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # The session itself lasts as long as it was made for; its cookie need not be signed again each time.
        SESSION_REFRESH_EACH_REQUEST=False,
        TRUSTED_HOSTS=[settings.trusted_host],
        MAX_CONTENT_LENGTH=11 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    db.connect(app, url=settings.database_url)
    web.register(app)
    return app
