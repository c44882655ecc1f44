"""What tests of services share: an open application with a small party in it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.kept import Kept
from tests.services import amending, builders
from tests.services.builders import Party, Way


@pytest.fixture
def open_app(app: Flask) -> Iterator[Flask]:
    """The application with a context, for tests that call services and end each transaction themselves."""
    with app.app_context():
        yield app


@pytest.fixture
def party(open_app: Flask, kept: Kept) -> Party:
    """A branch, its party, the council group and the council, with somebody in every role."""
    made: Party = kept.fill(open_app, builders.make_party)
    return made


@pytest.fixture
def way(open_app: Flask, party: Party, kept: Kept) -> Way:
    """A case that has come all the way to the council."""
    made: Way = kept.fill(open_app, builders.make_party, builders.go_all_the_way)
    return made


@pytest.fixture
def listed(open_app: Flask, kept: Kept) -> tuple[Party, str]:
    """A party, and the id of a step of its branch that stands on a meeting's list."""
    made: tuple[Party, str] = kept.fill(open_app, amending.make_listed)
    return made


@pytest.fixture
def step_id(listed: tuple[Party, str]) -> str:
    """A step of the branch that amendments can be handed in to."""
    return listed[1]
