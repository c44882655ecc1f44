"""One voter, two browsers, forty votes at the same moment: one is taken."""

import random
from collections import Counter
from collections.abc import Iterator
from threading import Barrier

import pytest
from sqlalchemy import text

from motionflow.db import db
from motionflow.transaction import writing
from tests.at_once import at_once
from tests.faults.conftest import Served
from tests.faults.voters import Attempt, Booth, Told

PRESSES = 40


@pytest.fixture(scope="module")
def booth(served: Served) -> Iterator[Booth]:
    with served(voters=10, browsers_each=2) as (made, servers):
        servers.bear()
        yield made


def press(booth: Booth, poll_id: str, number: int, options: list[str]) -> list[Attempt]:
    """Let one voter press all these at once, in both of her browsers by turns."""
    browsers = booth.browsers[number]
    acts = [
        lambda browser=browsers[turn % 2], option=option: browser.vote(poll_id, option)
        for turn, option in enumerate(options)
    ]
    told = at_once(acts)
    assert all(isinstance(each, Attempt) for each in told), told
    return [each for each in told if isinstance(each, Attempt)]


def double_votes(booth: Booth, *, rounds: int) -> None:
    dice, voters = random.Random(20261122), len(booth.browsers)
    for begun in range(0, rounds, voters):
        poll_id = booth.open_poll(may_change_vote=False)
        said: dict[str, str] = {}
        for number in range(min(voters, rounds - begun)):
            half = [dice.choice(("for", "against")) for _ in range(PRESSES // 2)]
            told = press(booth, poll_id, number, half + ["for", "against"] * (PRESSES // 4))
            taken = {each.option for each in told if each.told is Told.ACCEPTED}
            assert len(taken) == 1, f"taken: {taken}"
            # The same vote again is answered as the first was; another one is refused with 409.
            refused = [each for each in told if each.told is Told.REFUSED]
            assert refused, "nobody was refused: these were not at once"
            assert {each.option for each in refused} == {"for", "against"} - taken
            assert {each.status for each in refused} == {409}
            said[booth.browsers[number][0].viewer.id] = taken.pop()
        assert booth.stored(poll_id) == said
        counted = booth.end_poll(poll_id)
        assert counted == {"for": 0, "against": 0, "blank": 0} | Counter(said.values())


def test_one_of_forty_votes_at_once_is_taken(booth):
    double_votes(booth, rounds=5)


@pytest.mark.long
def test_one_of_forty_votes_at_once_is_taken_for_long(booth):
    double_votes(booth, rounds=200)


def test_a_changed_vote_is_one_vote_however_often_it_changes(booth):
    poll_id = booth.open_poll(may_change_vote=True)
    told = press(booth, poll_id, 0, ["for", "against", "blank", "for"] * 5)
    assert {each.told for each in told} == {Told.ACCEPTED}
    assert sum(booth.end_poll(poll_id).values()) == 1


def test_without_the_database_s_promise_votes_are_doubled(booth):
    """What the promise is good for: the same check, then an insert, in a table that does not promise it."""
    with booth.app.app_context(), writing():
        db.session.execute(text("CREATE TABLE careless (poll TEXT, person TEXT, option TEXT)"))

    all_have_looked = Barrier(PRESSES)

    def vote(option: str) -> None:
        with booth.app.app_context():
            with db.engine.connect() as connection:
                found = connection.execute(text("SELECT 1 FROM careless WHERE person = 'a'")).first()
            all_have_looked.wait(timeout=20)  # what a busy machine does by chance, done for certain
            if found is None:
                with db.engine.begin() as connection:
                    connection.execute(text("INSERT INTO careless VALUES ('p', 'a', :o)"), {"o": option})

    told = at_once([lambda: vote("for") for _ in range(PRESSES)])
    assert told == [None] * PRESSES
    with booth.app.app_context(), writing():
        stored = db.session.execute(text("SELECT count(*) FROM careless")).scalar_one()
        db.session.execute(text("DROP TABLE careless"))
    assert stored == PRESSES, "the tests above would not see a vote that is doubled"
