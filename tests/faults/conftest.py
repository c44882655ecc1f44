"""A booth of voters, and servers for them, for all the tests of a file."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from motionflow import create_app
from tests.databases import Databases, settings_for
from tests.faults import lives
from tests.faults.lives import Nursery, nursery
from tests.faults.voters import Booth, let_go

Served = Callable[..., AbstractContextManager[tuple[Booth, Nursery]]]


@pytest.fixture(scope="session", autouse=True)
def nurseries() -> Iterator[None]:
    """What is kept from nursery to nursery ends with the run."""
    yield
    lives.end_all()


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """How to get a booth of so many voters at a nursery of servers, with a database of their own."""

    @contextmanager
    def open_booth(
        *, voters: int, browsers_each: int = 1, **environment: str
    ) -> Iterator[tuple[Booth, Nursery]]:
        folder = tmp_path_factory.mktemp("booth")
        with databases.copy(folder) as address:
            app = create_app(settings_for(address, home=folder))
            with nursery(address, folder, **environment) as servers, let_go(app):
                yield Booth(app, voters=voters, port=servers.port, browsers_each=browsers_each), servers

    return open_booth


@pytest.fixture(scope="session")
def power_shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim that keeps what was synced, compiled."""
    built = tmp_path_factory.mktemp("shim") / "synced.so"
    source = Path(__file__).parent / "synced.c"
    subprocess.run(["gcc", "-Wall", "-Werror", "-shared", "-fPIC", "-O2", "-o", built, source], check=True)
    return built
