"""What tests share, applications and what databases begin with, takes nothing from one to the next."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from motionflow.db import db
from motionflow.models import Event, Motion, Person
from motionflow.services import audit
from motionflow.transaction import writing
from tests.applications import Applications
from tests.databases import KIND, Databases
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import Party, Way


def held(app: Flask) -> tuple[int, ...]:
    """Return how many people, motions and events there are."""
    with app.app_context():
        counted = (
            db.session.scalar(select(func.count()).select_from(each)) for each in (Person, Motion, Event)
        )
        return tuple(number or 0 for number in counted)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_database_begins_with_what_was_made_and_nothing_that_another_test_wrote(
    app: Flask, kept: Kept, turn: str
) -> None:
    assert held(app) == (0, 0, 0), turn
    party: Party = kept.fill(app, builders.make_party)
    before = held(app)
    assert (before[0], before[1]) == (10, 0)
    way: Way = kept.fill(app, builders.make_party, builders.go_all_the_way)
    with app.app_context():
        assert list(audit.find_faults()) == []
        assert [mover.person_id for mover in way.motion.movers] == [party.member.id]
    with app.app_context(), writing():
        builders.hand_in(party, title="Skrevet av en prøve")
    assert held(app)[1] == 2


def test_two_applications_at_once_have_a_database_each(
    app: Flask, kept: Kept, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept.fill(app, builders.make_party)
    with kept.app(tmp_path_factory.mktemp("other")) as other:
        assert (held(app)[0], held(other)[0]) == (10, 0)


if KIND == "sqlite":  # one of the two has to tell, since every test is run on both

    def test_what_a_test_has_written_is_not_overwritten(app: Flask, kept: Kept) -> None:
        party: Party = kept.fill(app, builders.make_party)
        with app.app_context(), writing():
            builders.hand_in(party)
        with pytest.raises(AssertionError, match="would be lost"):
            kept.fill(app, builders.make_party, builders.go_all_the_way)


def test_what_is_made_anew_for_each_test_cannot_be_kept(app: Flask, kept: Kept) -> None:
    with pytest.raises(AssertionError, match="run in each"):
        kept.fill(app, lambda: builders.make_party())


def test_an_altered_application_is_told_of_and_not_used_again(
    databases: Databases, applications: Applications, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("altered")
    with databases.copy(folder) as address:
        with pytest.raises(AssertionError, match="altered"), applications.at(address, home=folder) as altered:
            altered.config["TRUSTED_HOSTS"] = ["elsewhere.example"]
        with applications.at(address, home=folder) as other:
            assert other is not altered
