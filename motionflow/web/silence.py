"""While a secret poll is open, forms of those on its roll wait: what was typed is kept on a page, unsaved.

What runs the poll itself is marked ``during_silence`` and goes on.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, g, jsonify, render_template, request

from motionflow.domain.errors import Code, Obstacle
from motionflow.labels import sentence
from motionflow.services import once, silence
from motionflow.web.session import current_viewer, current_words, is_nameless

View = TypeVar("View", bound=Callable[..., object])

# Made anew for the page that keeps what was typed; the form's key stays, so that it is still one form.
_NOT_KEPT = {"csrf_token"}


def during_silence(view: View) -> View:
    """Mark a view as one that runs the poll, and is not silenced by it."""
    view.is_during_silence = True  # type: ignore[attr-defined]  # a mark on the function, read below
    return view


def says_in_silence(code: Code) -> Callable[[View], View]:
    """Let a view that a script asks be answered with a sentence of its own while its sender is silenced."""

    def mark(view: View) -> View:
        view.said_in_silence = code  # type: ignore[attr-defined]  # a mark on the function, read below
        return view

    return mark


def must_wait() -> bool:
    """Return whether this request comes from somebody who is silenced. Needs a transaction."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, "is_during_silence", False):
        return False
    g.must_wait = silence.is_silenced(current_viewer().person_id)
    return bool(g.must_wait)


def keeps_no_keys() -> bool:
    """Return whether forms of people not signed in are answered without noting their keys.

    Whoever asks for a link to sign in may be on the roll of an open secret poll.
    """
    return current_viewer().person_id is None and silence.is_any()


def install(app: Flask) -> None:
    """Answer a silenced person's form with what she wrote, once it is known to be hers."""

    @app.before_request
    def wait() -> tuple[str | Response, int] | None:
        if not g.get("must_wait"):
            return None
        code = getattr(current_app.view_functions[request.endpoint or ""], "said_in_silence", None)
        return page() if code is None else (_told(code), 422)


def _told(code: Code) -> Response:
    return jsonify(said=sentence(Obstacle(code), language=current_words()), code=code.value)


def page() -> tuple[str, int]:
    """Return the page that keeps what was typed, to be sent again when the poll is counted."""
    said = sentence(Obstacle(Code.SECRET_POLL_OPEN), language=current_words())
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT]
    has_files = any(file.filename for file in request.files.values())
    page = render_template(
        "errors/wait.html", text=said, kept=kept, has_files=has_files, action=request.full_path.rstrip("?")
    )
    return page, 422


def leaves_no_trace() -> bool:
    """Return whether nothing of this request may be logged; also when that cannot be found out."""
    if is_nameless():
        return True
    try:
        once.roll_back()
        return silence.is_silenced(current_viewer().person_id)
    except once.DatabaseRefusal:
        return True
