"""Secret polls from check-in to the published file, by the services alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from motionflow.ballots import published
from motionflow.ballots.voter import Voter
from motionflow.db import db
from motionflow.documents.vote_sentences import VoteSentences
from motionflow.domain.errors import Code, NotFound, RuleBroken
from motionflow.domain.polls import Channel, PollState, Secrecy
from motionflow.domain.voting import Verdict
from motionflow.models import Event, IssuedToken, Poll, SealedBallot
from motionflow.services import (
    counting,
    poll_plans,
    sealed_box,
    secret_counts,
    secret_moves,
    secret_polls,
    silence,
)
from motionflow.services.paper_poll_facts import polls_of
from tests.kept import Kept
from tests.services import builders, halls, secret_halls
from tests.services.builders import Party, one_transaction
from tests.services.halls import Hall
from tests.services.secret_halls import LATER


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def make_hall(party: Party) -> Hall:
    """Return an open meeting with six voters."""
    return halls.fill_hall(party, voters=6)


@pytest.fixture
def hall(open_app: Flask, party: Party, kept: Kept) -> Hall:
    made: Hall = kept.fill(open_app, builders.make_party, make_hall)
    return made


def refused(code: Code) -> "pytest.RaisesExc[RuleBroken]":
    return pytest.RaisesExc(RuleBroken, check=lambda broken: code in {each.code for each in broken.obstacles})


def checked_in(hall: Hall, keys: Path) -> tuple[str, dict[int, str], list[Voter]]:
    """Return a poll with all tellers' words noted and five of the six voters checked in."""
    with one_transaction():
        poll = secret_halls.begin(hall, secret_halls.prepared(hall), keys=keys)
        poll_id = poll.id
        phrases = secret_halls.note_words(hall, poll_id, keys=keys)
        voters = [secret_halls.check_in(each, poll_id, keys=keys) for each in hall.voters[:5]]
    return poll_id, phrases, voters


def test_a_secret_poll_is_held_counted_and_recounted(hall: Hall, keys: Path) -> None:
    poll_id, phrases, voters = checked_in(hall, keys)
    with one_transaction():
        secret_polls.ask_for_paper(hall.voters[5], poll_id)
        secret_halls.open_(hall, poll_id, keys=keys)
    assert silence.is_silenced(hall.voters[0].id)
    receipts = []
    for voter, choice in zip(voters, (0, 0, 1, 0, 2), strict=True):
        with one_transaction():
            receipts.append(secret_halls.cast(poll_id, voter.vote(choice), keys=keys).tracker)
    with one_transaction():
        secret_halls.close(hall, poll_id)
        counting.set_counts(
            hall.teller,
            poll_id,
            channel=Channel.PAPER,
            votes={"for": 0, "against": 1, "blank": 0},
            at=LATER + timedelta(minutes=5),
        )
    assert silence.is_silenced(hall.voters[0].id)
    with one_transaction():
        poll = secret_halls.count(hall, poll_id, passphrases={1: phrases[1], 3: phrases[3]}, keys=keys)
        assert (poll.state, poll.verdict) == (PollState.COUNTED, Verdict.CARRIED)
        assert {(each.channel, each.option): each.votes for each in poll.counts if each.votes} == {
            (Channel.ONLINE, "for"): 3,
            (Channel.ONLINE, "against"): 1,
            (Channel.ONLINE, "blank"): 1,
            (Channel.PAPER, "against"): 1,
        }

    found = secret_counts.get_published_with_bytes(poll_id)
    recount = published.recount(found.content)
    assert recount.faults == ()
    assert recount.counts == (3, 2, 1)
    assert found.file_name.endswith("-poll-1.json")
    assert not silence.is_any()
    assert list(keys.iterdir()) == []
    event = db.session.scalars(select(Event).where(Event.name == "poll_published")).one()
    assert found.sha256 in event.facts
    item = next(each for each in hall.meeting.agenda if each.id == hall.item_id)
    minuted = VoteSentences("nb").poll_lines(polls_of(item)[0])
    assert minuted[-1] == f"Kontrollsum for fila som stemmene kan telles på nytt fra: `{found.sha256}`"


def test_ballots_lie_in_the_order_of_their_tokens_when_counted(hall: Hall, keys: Path) -> None:
    poll_id, phrases, voters = checked_in(hall, keys)
    with one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys)
    for voter in voters:
        with one_transaction():
            secret_halls.cast(poll_id, voter.vote(0), keys=keys)
    with one_transaction():
        secret_halls.close(hall, poll_id)
        secret_halls.count(hall, poll_id, passphrases={1: phrases[1], 2: phrases[2]}, keys=keys)

    stored = list(db.session.scalars(select(SealedBallot.token)))
    assert stored == sorted(voter.token for voter in voters)


def test_the_same_ballot_gets_the_same_receipt_and_another_is_refused(hall: Hall, keys: Path) -> None:
    poll_id, _, voters = checked_in(hall, keys)
    with one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys)
    first = voters[0].vote(1)
    with one_transaction():
        receipt = secret_halls.cast(poll_id, first, keys=keys)
    with one_transaction():
        assert secret_halls.cast(poll_id, first, keys=keys) == receipt
    with refused(Code.TOKEN_USED), one_transaction():
        secret_halls.cast(poll_id, voters[0].vote(1), keys=keys)
    with one_transaction():
        secret_halls.close(hall, poll_id)
    with one_transaction():  # the first answer was lost, and the poll has closed since
        assert secret_halls.cast(poll_id, first, keys=keys) == receipt
    with refused(Code.BALLOT_TOO_LATE), one_transaction():
        secret_halls.cast(poll_id, voters[1].vote(0), keys=keys)
    assert db.session.scalar(select(func.count()).select_from(SealedBallot)) == 1


def test_no_ballot_is_taken_before_opening_nor_after_the_time_is_out(hall: Hall, keys: Path) -> None:
    poll_id, _, voters = checked_in(hall, keys)
    with refused(Code.BALLOT_TOO_EARLY), one_transaction():
        secret_halls.cast(poll_id, voters[0].vote(0), keys=keys)
    with one_transaction():
        poll = secret_halls.open_(hall, poll_id, keys=keys)
        assert poll.closes_at == LATER + timedelta(minutes=60)  # a secret poll is never open for longer
    with refused(Code.BALLOT_TOO_LATE), one_transaction():
        secret_halls.cast(poll_id, voters[0].vote(0), keys=keys, minutes=60)


def test_one_token_a_voter_and_the_same_request_gets_the_same_answer(hall: Hall, keys: Path) -> None:
    with one_transaction():
        poll_id = secret_halls.begin(hall, secret_halls.prepared(hall), keys=keys).id
    voter = Voter(secret_polls.read_header(secret_polls.get_secret(poll_id).header))
    me, asked = hall.voters[0], {"blinded": voter.blinded, "check_in": 1, "keys": keys}
    with one_transaction():
        first = secret_polls.issue_token(me, poll_id, **asked)
    with one_transaction():
        assert secret_polls.issue_token(me, poll_id, **asked) == first
    with refused(Code.TOKEN_ELSEWHERE), one_transaction():
        secret_halls.check_in(me, poll_id, keys=keys)
    with refused(Code.TOKEN_ELSEWHERE), one_transaction():
        secret_polls.ask_for_paper(me, poll_id)
    with refused(Code.TOKEN_NOT_READ), one_transaction():
        secret_polls.issue_token(hall.voters[1], poll_id, blinded=b"x", check_in=1, keys=keys)
    assert db.session.scalar(select(func.count()).select_from(IssuedToken)) == 1


def test_whoever_is_not_on_the_roll_gets_neither_token_nor_paper(
    hall: Hall, keys: Path, party: Party
) -> None:
    with one_transaction():
        poll_id = secret_halls.begin(hall, secret_halls.prepared(hall), keys=keys).id
    for outside in (party.stranger, party.branch_chair):
        with pytest.raises(NotFound), one_transaction():
            secret_halls.check_in(outside, poll_id, keys=keys)
        with pytest.raises(NotFound), one_transaction():
            secret_polls.ask_for_paper(outside, poll_id)


def test_a_lost_phone_restarts_check_in_for_all(hall: Hall, keys: Path) -> None:
    poll_id, _, voters = checked_in(hall, keys)
    with one_transaction():
        seen = db.session.get_one(Poll, poll_id).version
        secret_moves.restart_check_in(hall.chair, poll_id, keys=keys, seen=seen, at=LATER)
    with refused(Code.CHECK_IN_RESTARTED), one_transaction():
        secret_polls.issue_token(hall.voters[0], poll_id, blinded=voters[0].blinded, check_in=1, keys=keys)
    with one_transaction():
        again = [secret_halls.check_in(each, poll_id, keys=keys) for each in hall.voters[:2]]
        secret_halls.open_(hall, poll_id, keys=keys)
    with refused(Code.BALLOT_NOT_ACCEPTED), one_transaction():
        secret_halls.cast(poll_id, voters[0].vote(0), keys=keys)
    with one_transaction():
        secret_halls.cast(poll_id, again[0].vote(0), keys=keys)
    with refused(Code.CHECK_IN_OVER), one_transaction():
        seen = db.session.get_one(Poll, poll_id).version
        secret_moves.restart_check_in(hall.chair, poll_id, keys=keys, seen=seen, at=LATER)


def test_a_secret_poll_opens_only_after_check_in_with_noted_words_and_keys(hall: Hall, keys: Path) -> None:
    with one_transaction():
        poll_id = secret_halls.prepared(hall).id
    with refused(Code.CHECK_IN_MISSING), one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys)
    with one_transaction():
        secret_halls.begin(hall, db.session.get_one(Poll, poll_id), keys=keys)
    with refused(Code.PASSPHRASES_NOT_NOTED), one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys)
    with one_transaction():
        secret_halls.note_words(hall, poll_id, keys=keys)
    with refused(Code.KEYS_GONE), one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys / "elsewhere")
    with one_transaction():
        assert secret_halls.open_(hall, poll_id, keys=keys).state is PollState.OPEN


@pytest.mark.parametrize("chosen", [(), (0, 0, 1), (0, 1), (0, 1, "stranger")])
def test_check_in_needs_three_different_tellers(
    hall: Hall, keys: Path, party: Party, chosen: tuple[int | str, ...]
) -> None:
    tellers = [getattr(party, each).id if isinstance(each, str) else hall.voters[each].id for each in chosen]
    with refused(Code.TELLERS_NOT_THREE), one_transaction():
        poll = secret_halls.prepared(hall)
        secret_moves.begin_check_in(
            *(hall.chair, poll.id), tellers=tellers, keys=keys, is_secure=True, seen=poll.version, at=LATER
        )
    assert not keys.exists()


def test_check_in_needs_a_secure_address_and_a_secret_poll(hall: Hall, keys: Path) -> None:
    tellers = [each.id for each in secret_halls.tellers_of(hall)]
    with refused(Code.SECRET_NEEDS_HTTPS), one_transaction():
        poll = secret_halls.prepared(hall)
        secret_moves.begin_check_in(
            *(hall.chair, poll.id), tellers=tellers, keys=keys, is_secure=False, seen=poll.version, at=LATER
        )
    with refused(Code.POLL_NOT_SECRET), one_transaction():
        poll = halls.prepare(hall, halls.plan(hall), at=LATER)
        secret_moves.begin_check_in(
            *(hall.chair, poll.id), tellers=tellers, keys=keys, is_secure=True, seen=poll.version, at=LATER
        )


def test_wrong_words_open_nothing_and_five_times_wait(hall: Hall, keys: Path) -> None:
    poll_id, phrases, voters = checked_in(hall, keys)
    with one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys)
    with one_transaction():
        secret_halls.cast(poll_id, voters[0].vote(0), keys=keys)
    right, wrong = {1: phrases[1], 2: phrases[2]}, {1: phrases[1], 2: phrases[3]}
    with refused(Code.POLL_NOT_FROM_HERE), one_transaction():
        secret_halls.count(hall, poll_id, passphrases=right, keys=keys)
    with one_transaction():
        secret_halls.close(hall, poll_id)
    with refused(Code.PASSPHRASES_TWO), one_transaction():
        secret_halls.count(hall, poll_id, passphrases={1: phrases[1], 2: " "}, keys=keys)
    for _ in range(4):
        with refused(Code.PASSPHRASE_WRONG), one_transaction():
            secret_halls.count(hall, poll_id, passphrases=wrong, keys=keys)
    for passphrases in (wrong, right):
        with refused(Code.PASSPHRASE_WAIT), one_transaction():
            secret_halls.count(hall, poll_id, passphrases=passphrases, keys=keys)
    with refused(Code.BOX_NOT_OPENED), one_transaction():
        seen = db.session.get_one(Poll, poll_id).version
        counting.count_poll(hall.chair, poll_id, seen=seen, at=LATER + timedelta(minutes=6))
    with one_transaction():
        poll = secret_halls.count(hall, poll_id, passphrases=right, keys=keys, minutes=8)
        assert poll.state is PollState.COUNTED


def test_a_closed_poll_without_a_vote_is_counted(hall: Hall, keys: Path) -> None:
    poll_id, phrases, _ = checked_in(hall, keys)
    with one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys)
        secret_halls.close(hall, poll_id)
        poll = secret_halls.count(hall, poll_id, passphrases={2: phrases[2], 3: phrases[3]}, keys=keys)
        assert poll.verdict is not Verdict.CARRIED


def test_more_paper_than_those_without_a_token_is_refused(hall: Hall, keys: Path) -> None:
    """When it is written down; and when the box is opened, whatever has been written."""
    poll_id, phrases, _ = checked_in(hall, keys)
    votes, at = {"for": 2, "against": 0, "blank": 0}, LATER + timedelta(minutes=5)
    with one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys)
        secret_halls.close(hall, poll_id)
    with refused(Code.PAPER_ABOVE_TOKENLESS), one_transaction():
        counting.set_counts(hall.teller, poll_id, channel=Channel.PAPER, votes=votes, at=at)
    with one_transaction():
        poll = counting.set_counts(
            hall.teller, poll_id, channel=Channel.PAPER, votes=votes | {"for": 1}, at=at
        )
        next(each for each in poll.counts if each.option == "for").votes = 2
    with refused(Code.PAPER_ABOVE_TOKENLESS), one_transaction():
        secret_halls.count(hall, poll_id, passphrases={2: phrases[2], 3: phrases[3]}, keys=keys)


def test_nobody_in_a_secret_poll_is_in_another_open_poll(hall: Hall, keys: Path, party: Party) -> None:
    with one_transaction():
        other = halls.fill_hall(party, voters=0)
        poll_id = secret_halls.begin(hall, secret_halls.prepared(hall), keys=keys).id
        secret_halls.note_words(hall, poll_id, keys=keys)
    with one_transaction():
        from motionflow.services import rolls

        rolls.check_in_self(hall.voters[0], other.meeting_id, code="", at=halls.START)
        halls.open_(other, halls.plan(other))
    with refused(Code.ROLL_IS_BUSY), one_transaction():
        secret_halls.open_(hall, poll_id, keys=keys)


def test_an_annulled_poll_lets_its_keys_be_destroyed_and_ends_the_silence(hall: Hall, keys: Path) -> None:
    poll_id, _, _ = checked_in(hall, keys)
    with one_transaction():
        poll = secret_halls.open_(hall, poll_id, keys=keys)
        poll_plans.annul_poll(
            hall.chair, poll_id, reason="To av tre har mistet ordene.", seen=poll.version, at=LATER
        )
    assert not silence.is_any()
    with one_transaction():
        assert secret_counts.destroy_left_over_keys(keys, at=LATER) == 0  # made in what is not LATER
        from motionflow import clock

        assert secret_counts.destroy_left_over_keys(keys, at=clock.now() + timedelta(hours=2)) == 1
    assert list(keys.iterdir()) == []
    again = db.session.scalars(select(Poll).where(Poll.replaces_id == poll_id)).one()
    assert again.secrecy is Secrecy.SECRET


def test_a_ballot_page_knows_what_is_voted_on_and_nothing_of_an_open_poll(hall: Hall, keys: Path) -> None:
    with one_transaction():
        open_id = halls.plan(hall).id
        poll_id = secret_halls.begin(hall, secret_halls.prepared(hall), keys=keys).id
    slip = sealed_box.get_slip(poll_id)
    assert slip.header.options == ("For", "Mot", "Blank")
    assert slip.header.question == "Bokbuss til bygdene"
    for unknown in (open_id, "0" * 16):
        with pytest.raises(NotFound):
            sealed_box.get_slip(unknown)


@pytest.mark.parametrize(
    ("roll", "issued", "paper", "is_small", "is_small_yet"),
    [(4, 4, 0, True, False), (4, 0, 0, True, False), (5, 4, 0, False, True), (9, 4, 1, False, False)],
)
def test_a_small_roll_is_warned_of_and_one_that_has_hardly_checked_in_is_waited_for(
    roll: int, issued: int, paper: int, is_small: bool, is_small_yet: bool
) -> None:
    progress = secret_polls.Progress(roll, issued, paper, ())
    assert (progress.is_small, progress.is_small_yet) == (is_small, is_small_yet)
