"""Any order of what can be done to a meeting's polls, against a model; and bugs that it must find."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from motionflow import create_app
from motionflow.db import db
from motionflow.domain import polls as way
from motionflow.domain.polls import PollMove, PollState
from motionflow.services import ballots, counting, rolls
from tests.databases import Databases, settings_for
from tests.faults.lifecycle import Polls
from tests.services import builders, halls


@pytest.fixture(scope="module")
def machine(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[Polls]]:
    """The machine with a hall of five voters; every play is rolled back."""
    folder = tmp_path_factory.mktemp("lifecycle")
    with databases.copy(folder) as address:
        app = create_app(settings_for(address, home=folder))
        with app.app_context():
            with builders.one_transaction():
                hall = halls.fill_hall(builders.make_party())

            class InThisHall(Polls):
                pass

            InThisHall.hall = hall
            yield InThisHall
            db.session.remove()
            db.engine.dispose()


def play(machine: type[Polls], *, times: int, steps: int, begin: int | None = None) -> None:
    told = settings(
        max_examples=times,
        stateful_step_count=steps,
        deadline=None,
        derandomize=begin is None,
        database=None,
        print_blob=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    begun = machine if begin is None else seed(begin)(type(machine.__name__, (machine,), {}))
    run_state_machine_as_test(begun, settings=told)  # type: ignore[no-untyped-call]


def test_polls_go_as_the_model_says(machine):
    play(machine, times=12, steps=25)


@pytest.mark.long
@pytest.mark.parametrize("begin", range(10))
def test_polls_go_as_the_model_says_in_500_plays(machine, begin):
    """Fifty at a time, each part with dice of its own."""
    play(machine, times=50, steps=50, begin=begin)


Patch = Callable[[pytest.MonkeyPatch], None]


def _votes_can_always_be_changed(patch: pytest.MonkeyPatch) -> None:
    real = ballots._facts

    def changeable(*asked: Any, **who: Any) -> Any:
        known = real(*asked, **who)
        return known and SimpleNamespace(**{**known._mapping, "may_change_vote": True})

    patch.setattr(ballots, "_facts", changeable)


def _ballots_without(**ignored: Any) -> Patch:
    """Take votes as if something were always in order."""
    real = way.ballot_obstacles
    return lambda patch: patch.setattr(
        ballots, "ballot_obstacles", lambda facts: real(replace(facts, **ignored))
    )


def _move_also_from(move: PollMove, state: PollState) -> Patch:
    """Let a move be made from a state it may not be made from."""
    wider = replace(way.MOVES[move], sources=way.MOVES[move].sources | {state})
    return lambda patch: patch.setitem(way.MOVES, move, wider)


def _no_deadline(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(way, "state_at", lambda state, *, closes_at, at: state)


def _hands_without_end(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(counting, "count_obstacles", lambda channel, votes, *, sums: [])


def _ballots_counted_twice(patch: pytest.MonkeyPatch) -> None:
    real = counting._count_ballots

    def twice(poll: Any, at: Any) -> dict[str, int]:
        tally = real(poll, at)
        for count in poll.counts:
            if count.channel == "online" and count.option == "for":
                count.votes *= 2
        return tally

    patch.setattr(counting, "_count_ballots", twice)


def _late_comers_on_the_roll(patch: pytest.MonkeyPatch) -> None:
    real = rolls.why_not_on_roll
    patch.setattr(rolls, "why_not_on_roll", lambda presence, *, prepared_at: real(presence, prepared_at=None))


def _roll_grows_later(patch: pytest.MonkeyPatch) -> None:
    real = rolls.check_in_self

    def also_on_open_rolls(viewer: Any, meeting_id: str, *, code: str, at: Any) -> Any:
        from sqlalchemy import select

        from motionflow.models import Poll, RollEntry

        meeting = real(viewer, meeting_id, code=code, at=at)
        for poll in db.session.scalars(select(Poll).where(Poll.state == PollState.OPEN)):
            if db.session.get(RollEntry, (poll.id, viewer.id)) is None:
                db.session.add(RollEntry(poll_id=poll.id, person_id=viewer.id))
                db.session.flush()
        return meeting

    patch.setattr(rolls, "check_in_self", also_on_open_rolls)


SEEDED: dict[str, Patch] = {
    "votes are taken whatever the state": _ballots_without(state=PollState.OPEN, closes_at=None),
    "votes are taken from outside the roll": _ballots_without(is_on_roll=True),
    "votes are taken from those who left": _ballots_without(is_in_meeting=True),
    "votes can always be changed": _votes_can_always_be_changed,
    "a deadline does nothing": _no_deadline,
    "a closed poll is opened again": _move_also_from(PollMove.OPEN, PollState.CLOSED),
    "a counted poll is annulled": _move_also_from(PollMove.ANNUL, PollState.COUNTED),
    "hands above the roll": _hands_without_end,
    "some ballots are counted twice": _ballots_counted_twice,
    "who comes late stands on the roll": _late_comers_on_the_roll,
    "a roll grows after the opening": _roll_grows_later,
    "an open poll is counted": _move_also_from(PollMove.COUNT, PollState.OPEN),
}


# Where the dice fall so that these are met sooner than with the usual ones.
BEGINS = {
    "votes are taken whatever the state": 4,
    "votes are taken from outside the roll": 32,
    "votes are taken from those who left": 38,
    "votes can always be changed": 5,
    "a deadline does nothing": 35,
    "a closed poll is opened again": 27,
    "a counted poll is annulled": 2,
    "hands above the roll": 27,
    "some ballots are counted twice": 37,
    "who comes late stands on the roll": 18,
    "a roll grows after the opening": 17,
    "an open poll is counted": 20,
}


@pytest.mark.parametrize("bug", SEEDED)
def test_a_seeded_bug_is_found(machine, bug, monkeypatch):
    SEEDED[bug](monkeypatch)
    with pytest.raises((AssertionError, IntegrityError)):  # the model's, or what the database promises
        play(machine, times=60, steps=25, begin=BEGINS.get(bug))
