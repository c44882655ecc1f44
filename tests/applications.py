"""Applications made once and given one database after another: making one takes longer than most tests do.

What an application compiles, its routes, templates and statements, it keeps from test to test; what it knows
of people and cases it reads from its database each time. An application that a test alters is not used again,
and the test fails: one to alter is to be made by the test itself. Each form that it accepts is sent to it
once more on SQLite (``tests/pressed_again.py``); on both, ``tests/web/test_twice.py`` presses two at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, make_url

from motionflow import create_app
from motionflow.db import db
from tests.databases import KIND, settings_for
from tests.pressed_again import PressedAgain


@dataclass
class _Made:
    app: Flask
    address: str
    as_made: object = field(init=False)

    def __post_init__(self) -> None:
        with self.app.app_context():
            event.listen(db.engine, "do_connect", self._connect)
        if KIND == "sqlite":  # the same rows tell on both that a form has been answered
            self.app.wsgi_app = PressedAgain(self.app)  # type: ignore[method-assign]  # Flask's own way
        self.as_made = self.wiring()

    def _connect(self, dialect: Any, record: object, given: Any, options: dict[str, Any]) -> Any:
        """Return a connection to the database of now, not of when the engine was made."""
        where, how = dialect.create_connect_args(make_url(self.address))
        return dialect.connect(*where, **(options | how))

    def wiring(self) -> object:
        """Return what a test could alter in an application, to be compared."""
        app = self.app
        around = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
        return (
            {name: value for name, value in app.config.items() if name != "SETTINGS"},
            [rule.rule for rule in app.url_map.iter_rules()],
            [{name: list(each) for name, each in funcs.items()} for funcs in around],
            [list(names) for names in (app.view_functions, app.jinja_env.globals, app.jinja_env.filters)],
            app.jinja_env.undefined,
        )


class Applications:
    """The applications of a run, each used by one test at a time."""

    def __init__(self) -> None:
        self._idle: list[_Made] = []

    @contextmanager
    def at(self, address: str, *, home: Path) -> Iterator[Flask]:
        """Give an application whose database is at an address."""
        settings = settings_for(address, home=home)
        made = self._idle.pop() if self._idle else _Made(create_app(settings), address)
        if made.address != address:
            let_go(made.app)
        made.address, made.app.config["SETTINGS"] = address, settings
        yield made.app
        rest(made.app)
        assert made.wiring() == made.as_made, "an application is altered: the test shall make its own"
        self._idle.append(made)


def rest(app: Flask) -> None:
    """Let go of a database that is a file, since another file will lie in its place.

    A connection to PostgreSQL stays: a new one takes the server longer than all else between two tests.
    """
    with app.app_context():
        if KIND == "sqlite" or db.engine.pool.checkedout():  # type: ignore[attr-defined]  # a queue's
            db.engine.dispose()


def let_go(app: Flask) -> None:
    """Close every connection of an application to its database."""
    with app.app_context():
        db.engine.dispose()
