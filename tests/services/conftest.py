"""What tests of services share: an open application with a small party in it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.services import builders
from tests.services.builders import Party, Way, one_transaction


@pytest.fixture
def open_app(app: Flask) -> Iterator[Flask]:
    """The application with a context, for tests that call services and end each transaction themselves."""
    with app.app_context():
        yield app


@pytest.fixture
def party(open_app: Flask) -> Party:
    """A branch, its party, the council group and the council, with somebody in every role."""
    with one_transaction():
        return builders.make_party()


@pytest.fixture
def way(party: Party) -> Way:
    """A case that has come all the way to the council."""
    with one_transaction():
        return builders.go_all_the_way(party)
