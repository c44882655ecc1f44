"""Votes against closing: what was accepted is counted, and nothing else."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from motionflow import clock
from motionflow.db import db
from motionflow.domain.polls import PollState
from motionflow.models import OpenBallot, Poll
from motionflow.services import counting
from motionflow.transaction import writing
from tests.at_once import at_once
from tests.faults.conftest import Served
from tests.faults.voters import Attempt, Booth, Told

VOTES = 50


@pytest.fixture(scope="module")
def booth(served: Served) -> Iterator[Booth]:
    with served(voters=VOTES) as (made, servers):
        servers.bear()
        yield made


def press_close(booth: Booth, poll_id: str) -> int:
    """Press the chair's button; somebody else's may have been first."""
    with booth.app.app_context():
        seen = db.session.scalars(select(Poll.version).where(Poll.id == poll_id)).one()
        db.session.remove()
    status, _ = booth.chair.post(
        f"/votering/{poll_id}/lukk", seen=str(seen), form_key=f"close-{random.random()}"
    )
    return status


def run_out(booth: Booth, poll_id: str) -> int:
    """Close it as the worker does when its time has run out."""
    with booth.app.app_context():
        with writing():
            poll = db.session.get_one(Poll, poll_id)
            db.session.refresh(poll, with_for_update=True)
            if poll.state is PollState.OPEN:
                poll.closes_at = clock.now()
        with writing():
            return counting.close_due(at=clock.now())


def votes_against_close(booth: Booth, *, rounds: int, closings: int) -> None:
    dice, cut_off = random.Random(7), 0
    for number in range(rounds):
        poll_id = booth.open_poll()
        votes: list[Callable[[], Any]] = [
            partial(each[0].vote, poll_id, dice.choice(("for", "against", "blank")))
            for each in booth.browsers
        ]
        close = press_close if number % 2 else run_out
        acts = votes + [partial(close, booth, poll_id)] * closings
        dice.shuffle(acts)
        told = at_once(acts)
        attempts = [each for each in told if isinstance(each, Attempt)]
        broken = [each for each in told if isinstance(each, Exception)]
        assert len(attempts) == VOTES, broken
        assert all(each.told is not Told.UNKNOWN for each in attempts)
        accepted = Counter(each.option for each in attempts if each.told is Told.ACCEPTED)
        cut_off += sum(each.told is Told.REFUSED for each in attempts)
        assert Counter(booth.stored(poll_id).values()) == accepted
        assert booth.end_poll(poll_id) == {"for": 0, "against": 0, "blank": 0} | accepted
    assert 0 < cut_off < rounds * VOTES, "closing never met a vote: these rounds show nothing"


def test_what_was_accepted_is_counted_when_votes_meet_the_closing(booth):
    votes_against_close(booth, rounds=4, closings=4)


@pytest.mark.long
def test_what_was_accepted_is_counted_for_long(booth):
    votes_against_close(booth, rounds=100, closings=50)


def test_a_check_outside_the_lock_would_be_found(booth):
    """The same race, with a vote that looks before it takes its turn: it is told yes and not counted."""
    lost = 0
    for _ in range(10):
        poll_id = booth.open_poll()
        voters = [each[0].viewer.id for each in booth.browsers]

        def careless(person_id: str, poll_id: str = poll_id) -> bool:
            with booth.app.app_context():
                state = db.session.scalars(select(Poll.state).where(Poll.id == poll_id)).one()
                db.session.remove()
                if state is not PollState.OPEN:
                    return False
                with writing():
                    db.session.add(
                        OpenBallot(
                            poll_id=poll_id,
                            person_id=person_id,
                            option="for",
                            cast_at=clock.now(),
                            form_key="careless",
                        )
                    )
                return True

        acts: list[Callable[[], Any]] = [lambda who=who: careless(who) for who in voters]
        acts.insert(VOTES // 2, lambda poll_id=poll_id: run_out(booth, poll_id))
        told = at_once(acts)
        accepted = sum(each is True for each in told)
        lost += accepted - sum(booth.end_poll(poll_id).values())
        if lost:
            break
    assert lost > 0, "a check outside the lock was not found: the race above shows nothing"
