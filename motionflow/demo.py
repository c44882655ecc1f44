"""The example: loading it, a way in for each of its roles, and its papers as files."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from motionflow.addresses import sign_in_address
from motionflow.config import Settings
from motionflow.services import bodies, example, people
from motionflow.transaction import writing

LINK_LIFETIME = timedelta(days=1)

Say = Callable[[str], None]


class NotEmpty(Exception):
    """The database holds bodies that are not the example's; it is not to be mixed with them."""


def load(app: Flask, *, at: datetime, say: Say) -> bool:
    """Load the example and return ``True``, or ``False`` when it was there. Raises ``NotEmpty``."""
    if is_loaded(app):
        return False
    with app.app_context(), writing():
        if bodies.list_bodies():
            raise NotEmpty(
                "The database holds bodies of its own. Load the example into an empty one: "
                "set MOTIONFLOW_HOME to another folder."
            )
        example.load_example(at=at, progress=say)
    return True


def is_loaded(app: Flask) -> bool:
    """Return whether the database holds the example."""
    with app.app_context():
        return example.is_loaded()


def make_role_links(app: Flask, *, at: datetime) -> list[tuple[str, str]]:
    """Return each role of the example with a fresh address to sign in at.

    Empty where others can reach the server: the links can be used again.
    """
    settings: Settings = app.config["SETTINGS"]
    if not settings.is_on_loopback or not is_loaded(app):
        return []
    links = []
    with app.app_context(), writing():
        for role, address in example.ROLES:
            person = people.find_person_by_address(address)
            if person is not None:
                token = people.make_link(person.id, at=at, lifetime=LINK_LIFETIME, is_reusable=True)
                links.append((role, sign_in_address(settings, token)))
    return links


def write_papers(app: Flask, folder: Path, *, say: Say) -> int:
    """Write every Word file and published poll of the example into a folder; return how many are Word's."""
    count = 0
    with app.app_context():
        for count, (name, content) in enumerate(example.list_paper_files(), start=1):
            (folder / name).write_bytes(content)
            if count % 10 == 0:
                say(f"{count} papers written")
        for name, content in example.list_poll_files():
            (folder / name).write_bytes(content)
    return count
