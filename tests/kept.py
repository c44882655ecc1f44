"""What many tests begin with is made once in a run and then copied, which takes a hundredth of the time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from motionflow.config import Settings
from motionflow.transaction import writing
from tests.applications import Applications, rest
from tests.databases import Databases


class Kept:
    """Databases' contents by the functions that make them, with what these returned."""

    def __init__(self, databases: Databases, applications: Applications, folder: Path) -> None:
        self._databases, self._applications, self._folder = databases, applications, folder
        self._made: dict[tuple[Callable[..., Any], ...], Any] = {}

    def fill(self, app: Flask, *makers: Callable[..., Any]) -> Any:
        """Let an application's database hold what functions make, one after another; return the last's.

        The first takes nothing, each of the others what the one before it returned: ids and viewers, no
        rows. Each is a function of a module and runs once in a run, in a transaction of its own. Until now
        the database holds nothing, or what the first of them have made.
        """
        settings: Settings = app.config["SETTINGS"]
        if makers not in self._made:
            self._make(*makers)
        rest(app)
        self._databases.bring_back(settings.database_url, name=_name(makers))
        return self._made[makers]

    @contextmanager
    def app(self, folder: Path) -> Iterator[Flask]:
        """Give an application with a database of its own, for more than one test."""
        with self._databases.copy(folder) as address, self._applications.at(address, home=folder) as app:
            yield app

    def _make(self, *makers: Callable[..., Any]) -> None:
        *before, maker = makers
        assert "<" not in maker.__qualname__, f"{maker} would be a new one in each test, and be run in each"
        home = self._folder / _name(makers)
        home.mkdir(exist_ok=True)  # it is there when making it has failed before
        with self.app(home) as app:
            given = [self.fill(app, *before)] if before else []
            with app.app_context(), writing():
                self._made[makers] = maker(*given)
            rest(app)
            settings: Settings = app.config["SETTINGS"]
            self._databases.keep(settings.database_url, name=_name(makers))


def _name(makers: tuple[Callable[..., Any], ...]) -> str:
    return "+".join(f"{each.__module__}.{each.__qualname__}" for each in makers)
