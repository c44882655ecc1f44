"""A poll from planned to counted, and everything that is refused on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from motionflow import create_app
from motionflow.db import begin_writing, db
from motionflow.documents.vote_sentences import VoteSentences
from motionflow.documents.words import markdown_for
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.domain.polls import Channel, PollKind, PollState, RequestKind, Secrecy
from motionflow.domain.rolls import ExclusionReason, VotingRules
from motionflow.domain.voting import RuleName, Tie, Verdict
from motionflow.models import Amendment, Event, OpenBallot, Poll, PollCount, RollEntry, Step
from motionflow.services import (
    amendment_moves,
    amendment_polls,
    amendments,
    audit,
    ballots,
    bodies,
    counting,
    meetings,
    poll_plans,
    poll_votes,
    polls,
    roll_changes,
    rolls,
    rooms,
)
from motionflow.services.amendments import AmendmentGiven
from motionflow.services.paper_meeting_facts import draft_minutes
from motionflow.services.paper_poll_facts import polls_of
from motionflow.services.poll_plans import PollGiven
from tests.databases import Databases, settings_for
from tests.services import builders, halls
from tests.services.builders import Party
from tests.services.halls import START, Hall


@pytest.fixture(scope="module")
def standing(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hall, Party]]:
    """A hall that stands for all tests here; what each does to it is rolled back."""
    folder = tmp_path_factory.mktemp("hall")
    with databases.copy(folder) as address:
        app = create_app(settings_for(address, home=folder))
        with app.app_context():
            with builders.one_transaction():
                party = builders.make_party()
                hall = halls.fill_hall(party)
            yield hall, party
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def hall(standing: tuple[Hall, Party]) -> Iterator[Hall]:
    """An open meeting with five voters, in a transaction that is rolled back."""
    db.session.remove()
    begin_writing()
    yield standing[0]
    db.session.rollback()
    db.session.remove()


@pytest.fixture
def party(standing: tuple[Hall, Party]) -> Party:
    """The party whose branch meets in the hall."""
    return standing[1]


@contextmanager
def refused(code: Code) -> Iterator[None]:
    with pytest.raises(RuleBroken) as caught:
        yield
    assert [each.code for each in caught.value.obstacles] == [code]


def later(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def test_an_open_poll_with_hands_added_is_counted_as_one_sum(hall):
    poll = halls.open_(hall, halls.plan(hall, channels=frozenset({Channel.ONLINE, Channel.HANDS})))
    assert (poll.roll_count, poll.entitled) == (5, 8)
    halls.vote(hall.voters[0], poll, "for")
    halls.vote(hall.voters[1], poll, "against")
    halls.hands(hall, poll, {"for": 2, "against": 0, "blank": 0})
    poll = halls.count(hall, poll)
    sums = counting.sums_of(poll)
    assert (sums.online, sums.hands, sums.paper, sums.not_voted) == (2, 2, 0, 1)
    assert (poll.verdict, poll.result_votes, poll.result_base) == (Verdict.CARRIED, 3, 4)
    assert counting.tally_of(poll).votes == {"for": 3, "against": 1}


def test_the_roll_is_frozen_with_number_and_hash_and_whoever_comes_later_is_not_on_it(hall):
    poll = halls.open_(hall, halls.plan(hall))
    rolls.check_in_other(hall.teller, hall.meeting_id, person_id=hall.chair.id, at=later(1))
    entries = set(db.session.scalars(select(RollEntry.person_id).where(RollEntry.poll_id == poll.id)))
    assert entries == {voter.id for voter in hall.voters}
    assert len(poll.roll_hash or "") == 64
    with refused(Code.BALLOT_NOT_ON_ROLL):
        halls.vote(hall.chair, poll, "for", at=later(2))


def test_nobody_votes_twice_and_the_same_form_again_gets_the_same_answer(hall):
    poll = halls.open_(hall, halls.plan(hall, may_change_vote=False))
    first = halls.vote(hall.voters[0], poll, "for", key="k1")
    again = halls.vote(hall.voters[0], poll, "for", key="k1")
    assert (first.is_repeated, again.is_repeated) == (False, True)
    with refused(Code.BALLOT_CAST_ALREADY):
        halls.vote(hall.voters[0], poll, "against", key="k2")
    assert ballots.find_own_vote(hall.voters[0], poll.id) == "for"


def test_a_vote_can_be_changed_until_closing_where_the_poll_says_so(hall):
    poll = halls.open_(hall, halls.plan(hall))
    for option in ("for", "blank", "against"):
        halls.vote(hall.voters[0], poll, option, key=option)
    poll = halls.count(hall, poll)
    assert counting.tally_of(poll).votes == {"for": 0, "against": 1}


def test_a_vote_before_opening_and_after_closing_is_refused(hall):
    poll = halls.prepare(hall, halls.plan(hall))
    with refused(Code.BALLOT_TOO_EARLY):
        halls.vote(hall.voters[0], poll, "for")
    poll = halls.close(hall, halls.open_(hall, poll))
    with refused(Code.BALLOT_TOO_LATE):
        halls.vote(hall.voters[0], poll, "for")


def test_a_vote_for_what_is_no_option_by_someone_who_left_or_from_elsewhere_is_refused(hall, party):
    poll = halls.open_(hall, halls.plan(hall))
    with refused(Code.BALLOT_OPTION_UNKNOWN):
        halls.vote(hall.voters[0], poll, "perhaps")
    rolls.check_out(hall.voters[1], hall.meeting_id, person_id=hall.voters[1].id, at=later(1))
    with refused(Code.BALLOT_LEFT_MEETING):
        halls.vote(hall.voters[1], poll, "for", at=later(2))
    with pytest.raises(NotFound):
        halls.vote(party.stranger, poll, "for")
    with pytest.raises(NotFound):
        halls.vote(party.party_member, poll, "for")


def test_someone_excluded_from_the_item_is_not_on_its_roll(hall):
    out = hall.voters[0]
    reason = ExclusionReason.OWN_ACCOUNTS
    roll_changes.exclude(hall.chair, hall.item_id, person_id=out.id, reason=reason, at=START)
    poll = halls.open_(hall, halls.plan(hall))
    assert (poll.roll_count, poll.entitled) == (4, 7)
    with refused(Code.BALLOT_NOT_ON_ROLL):
        halls.vote(out, poll, "for")


def test_the_board_does_not_vote_on_its_own_accounts(hall):
    for each in (hall.chair, hall.secretary):
        rolls.check_in_other(hall.teller, hall.meeting_id, person_id=each.id, at=START)
    roll_changes.exclude_board(hall.teller, hall.item_id, at=START)
    roll_changes.exclude_board(hall.teller, hall.item_id, at=START)
    poll = halls.open_(hall, halls.plan(hall))
    assert (poll.roll_count, poll.entitled) == (5, 6), "the member who counts is no board"
    with refused(Code.BALLOT_NOT_ON_ROLL):
        halls.vote(hall.chair, poll, "for")


def test_a_late_arrival_is_let_in_by_two_and_only_before_the_poll_opens(hall):
    poll = halls.prepare(hall, halls.plan(hall))
    late = hall.chair
    rolls.check_in_other(hall.teller, hall.meeting_id, person_id=late.id, at=later(1))
    assert rolls.find_voter(hall.meeting, late.id, poll=poll).why_not is not None
    roll_changes.admit(hall.teller, poll.id, person_id=late.id, at=later(2))
    with refused(Code.ADMISSION_NEEDS_ANOTHER):
        roll_changes.admit(hall.teller, poll.id, person_id=late.id, at=later(2))
    roll_changes.admit(hall.secretary, poll.id, person_id=late.id, at=later(3))
    poll = halls.open_(hall, poll, at=later(4))
    assert poll.roll_count == 6
    with refused(Code.ROLL_FROZEN):
        roll_changes.admit(hall.teller, poll.id, person_id=late.id, at=later(5))


def test_hands_above_those_who_have_not_voted_are_refused_while_typing_and_when_counting(hall):
    poll = halls.open_(hall, halls.plan(hall, channels=frozenset(Channel)))
    halls.vote(hall.voters[0], poll, "for")
    with refused(Code.HANDS_ABOVE_PRESENT):
        halls.hands(hall, poll, {"for": 5, "against": 0, "blank": 0})
    halls.hands(hall, poll, {"for": 4, "against": 0, "blank": 0})
    with pytest.raises(RuleBroken):
        counting.set_counts(
            hall.teller, poll.id, channel=Channel.PAPER, votes={"for": 1, "against": 0, "blank": 0}, at=START
        )
    halls.vote(hall.voters[1], poll, "against")
    poll = halls.close(hall, poll)
    with refused(Code.POLL_ABOVE_ROLL):
        halls.count(hall, poll)
    halls.hands(hall, poll, {"for": 3, "against": 0, "blank": 0})
    poll = polls.get_poll_for(hall.chair, poll.id)
    assert halls.count(hall, poll).result_votes == 4


def test_hands_are_no_channel_of_a_poll_that_does_not_take_them(hall):
    poll = halls.open_(hall, halls.plan(hall))
    with refused(Code.COUNT_NOT_NOW):
        halls.hands(hall, poll, {"for": 1, "against": 0, "blank": 0})


def test_closing_with_nobody_having_voted_carries_nothing(hall):
    poll = halls.count(hall, halls.open_(hall, halls.plan(hall)))
    assert (poll.verdict, poll.state) == (Verdict.NO_VOTES, PollState.COUNTED)


def test_two_chairs_who_press_different_buttons_do_not_both_get_their_way(hall):
    poll = halls.open_(hall, halls.plan(hall))
    seen = poll.version
    counting.close_poll(hall.chair, poll.id, seen=seen, at=START)
    with refused(Code.CHANGED_MEANWHILE):
        poll_plans.annul_poll(hall.secretary, poll.id, reason="Feil tekst", seen=seen, at=START)


def test_one_poll_at_a_time_is_under_way_in_a_meeting(hall):
    halls.open_(hall, halls.plan(hall))
    with refused(Code.POLL_UNDER_WAY):
        halls.prepare(hall, halls.plan(hall))


def test_a_poll_is_annulled_with_a_reason_and_held_anew_never_reopened(hall):
    poll = halls.open_(hall, halls.plan(hall))
    with refused(Code.ANNUL_REASON_MISSING):
        poll_plans.annul_poll(hall.chair, poll.id, reason=" ", seen=poll.version, at=START)
    anew = poll_plans.annul_poll(hall.chair, poll.id, reason="Feil tekst", seen=poll.version, at=START)
    assert (poll.state, anew.state, anew.replaces_id) == (PollState.ANNULLED, PollState.PLANNED, poll.id)
    assert [option.key for option in anew.options] == ["for", "against", "blank"]
    with refused(Code.POLL_NOT_FROM_HERE):
        polls.open_poll(hall.chair, poll.id, seen=poll.version, at=START)


def test_a_timed_poll_is_closed_when_its_time_is_out_whoever_looks(hall):
    poll = halls.open_(hall, halls.plan(hall), closes_at=later(5))
    halls.vote(hall.voters[0], poll, "for", at=later(4.99))
    with refused(Code.BALLOT_TOO_LATE):
        halls.vote(hall.voters[1], poll, "for", at=later(5))
    assert poll.state is PollState.OPEN, "nobody has noted it yet"
    poll = halls.count(hall, halls.close(hall, poll, at=later(7)), at=later(7))
    assert (poll.closed_at, poll.result_votes) == (later(5), 1)


def test_the_worker_closes_what_is_due_and_leaves_the_rest(hall):
    poll = halls.open_(hall, halls.plan(hall), closes_at=later(5))
    assert counting.next_closing() == later(5)
    assert counting.close_due(at=later(4.9)) == 0
    assert counting.close_due(at=later(5)) == 1
    assert (poll.state, poll.closed_at) == (PollState.CLOSED, later(5))


def test_extending_moves_the_deadline_while_it_has_not_passed(hall):
    poll = halls.open_(hall, halls.plan(hall), closes_at=later(5))
    poll = polls.extend_poll(hall.chair, poll.id, closes_at=later(10), seen=poll.version, at=later(3))
    halls.vote(hall.voters[0], poll, "for", at=later(7))
    with refused(Code.POLL_DEADLINE_PAST):
        polls.extend_poll(hall.chair, poll.id, closes_at=later(6), seen=poll.version, at=later(7))
    with refused(Code.POLL_NOT_FROM_HERE):
        polls.extend_poll(hall.chair, poll.id, closes_at=later(20), seen=poll.version, at=later(11))


@pytest.mark.parametrize(
    ("local", "minutes"),
    [("2026-10-25T02:30", 90), ("2027-03-28T01:45", 30)],
    ids=["02.30 comes twice", "02.30 is missing"],
)
def test_a_deadline_across_a_change_of_clocks_is_as_many_minutes_as_were_given(hall, local, minutes):
    begins = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/Oslo"))
    planned = halls.plan(hall, at=begins)
    poll = halls.open_(hall, planned, at=begins, closes_at=polls.closing_in(minutes, at=begins))
    db.session.expire(poll)
    assert (poll.closes_at - poll.opened_at) == timedelta(minutes=minutes)
    just_before = poll.closes_at - timedelta(seconds=1)
    halls.vote(hall.voters[0], poll, "for", at=just_before)
    with refused(Code.BALLOT_TOO_LATE):
        halls.vote(hall.voters[1], poll, "for", at=poll.closes_at)


def test_alternatives_without_a_majority_go_to_a_second_round_between_the_two_largest(hall):
    names = ("Styrets innstilling", "Mindretallets", "Fra salen")
    channels = frozenset({Channel.HANDS})
    poll = halls.plan(hall, kind=PollKind.ALTERNATIVES, options=names, channels=channels)
    poll = halls.open_(hall, poll)
    halls.hands(hall, poll, {"A": 2, "B": 1, "C": 2, "blank": 0})
    poll = halls.count(hall, polls.get_poll_for(hall.chair, poll.id))
    assert poll.verdict is Verdict.FELL_AT_TIE
    with refused(Code.FINALISTS_WRONG):
        poll_plans.plan_second_round(hall.chair, poll.id, finalists=("A", "B"), seen=poll.version, at=START)
    second = poll_plans.plan_second_round(
        hall.chair, poll.id, finalists=("A", "C"), seen=poll.version, at=START
    )
    assert [option.key for option in second.options] == ["A", "C", "blank"]
    second = halls.open_(hall, second)
    halls.hands(hall, second, {"A": 2, "C": 3, "blank": 0})
    second = halls.count(hall, polls.get_poll_for(hall.chair, second.id))
    assert (second.round, second.result_option, second.verdict) == (2, "C", Verdict.CARRIED)


def test_a_tie_waits_for_the_chairs_vote_where_the_rules_say_so(hall, party):
    bodies.set_rules(
        party.branch, valid_from=START.date() - timedelta(days=99), by=None, at=START, tie=Tie.CHAIR_DECIDES
    )
    db.session.expire_all()
    poll = halls.open_(hall, halls.plan(hall))
    halls.vote(hall.voters[0], poll, "for")
    halls.vote(hall.voters[1], poll, "against")
    poll = halls.close(hall, poll)
    with refused(Code.TIE_UNDECIDED):
        halls.count(hall, poll)
    assert halls.count(hall, poll, tie_option="for").verdict is Verdict.CARRIED_BY_CHAIR


def test_later_polls_of_an_order_fall_away_when_an_earlier_one_makes_them_needless(hall):
    first = halls.plan(hall)
    second = halls.plan(hall, needs_id=first.id, needs_carried=False)
    third = halls.plan(hall, needs_id=second.id, needs_carried=False)
    first = halls.open_(hall, first)
    halls.vote(hall.voters[0], first, "for")
    halls.count(hall, first)
    assert [each.state for each in (second, third)] == [PollState.FALLEN_AWAY] * 2


def test_a_later_poll_stays_when_the_earlier_one_did_not_carry(hall):
    first = halls.plan(hall)
    second = halls.plan(hall, needs_id=first.id, needs_carried=False)
    first = halls.open_(hall, first)
    halls.vote(hall.voters[0], first, "against")
    halls.count(hall, first)
    assert second.state is PollState.PLANNED


def test_a_later_poll_follows_the_one_that_is_held_anew(hall):
    first = halls.open_(hall, halls.plan(hall))
    second = halls.plan(hall, needs_id=first.id, needs_carried=False)
    anew = poll_plans.annul_poll(hall.chair, first.id, reason="Feil tekst", seen=first.version, at=START)
    assert second.state is PollState.PLANNED
    anew = halls.open_(hall, anew)
    halls.vote(hall.voters[0], anew, "for")
    halls.count(hall, anew)
    assert second.state is PollState.FALLEN_AWAY


def test_a_later_poll_waits_for_the_second_round_of_alternatives(hall):
    channels = frozenset({Channel.HANDS})
    first = halls.plan(hall, kind=PollKind.ALTERNATIVES, options=("Én", "To", "Tre"), channels=channels)
    after = [halls.plan(hall, needs_id=first.id, needs_carried=carried) for carried in (True, False)]
    first = halls.open_(hall, first)
    halls.hands(hall, first, {"A": 2, "B": 1, "C": 2, "blank": 0})
    first = halls.count(hall, polls.get_poll_for(hall.chair, first.id))
    assert [each.state for each in after] == [PollState.PLANNED] * 2
    second = poll_plans.plan_second_round(
        hall.chair, first.id, finalists=("A", "C"), seen=first.version, at=START
    )
    second = halls.open_(hall, second)
    halls.hands(hall, second, {"A": 2, "C": 3, "blank": 0})
    halls.count(hall, polls.get_poll_for(hall.chair, second.id))
    assert [each.state for each in after] == [PollState.PLANNED, PollState.FALLEN_AWAY]


def test_acclamation_is_declared_when_nobody_asks_for_a_vote(hall):
    poll = halls.open_(hall, halls.plan(hall, kind=PollKind.ACCLAMATION))
    done = counting.declare_poll(hall.chair, poll.id, seen=poll.version, at=START)
    assert (done.state, done.verdict) == (PollState.COUNTED, Verdict.CARRIED)


def test_acclamation_is_refused_when_one_asks_for_a_vote(hall):
    poll = halls.open_(hall, halls.plan(hall, kind=PollKind.ACCLAMATION))
    polls.ask_for(hall.voters[0], poll.id, kind=RequestKind.POLL, at=START)
    with refused(Code.POLL_IS_ASKED):
        counting.declare_poll(hall.chair, poll.id, seen=poll.version, at=START)


def test_a_secret_vote_that_is_asked_for_cannot_be_held_openly(hall):
    poll = halls.prepare(hall, halls.plan(hall))
    polls.ask_for(hall.voters[0], poll.id, kind=RequestKind.SECRET, at=START)
    with refused(Code.POLL_SECRET_ASKED):
        halls.open_(hall, poll)
    anew = poll_plans.annul_poll(
        hall.chair, poll.id, reason="Krav om hemmelig", secrecy=Secrecy.SECRET, seen=poll.version, at=START
    )
    assert anew.secrecy is Secrecy.SECRET


@pytest.mark.parametrize("refuses", [True, False])
def test_opening_without_quorum_is_refused_or_asked_about_by_the_rules(hall, party, refuses):
    rules = VotingRules(quorum=Fraction(3, 4), quorum_refuses=refuses)
    bodies.set_rules(
        party.branch, valid_from=START.date() - timedelta(days=99), by=None, at=START, voting=rules
    )
    db.session.expire_all()
    poll = halls.prepare(hall, halls.plan(hall))
    with refused(Code.POLL_WITHOUT_QUORUM if refuses else Code.POLL_QUORUM_DOUBTFUL):
        halls.open_(hall, poll)
    if not refuses:
        assert halls.open_(hall, poll, accepts_no_quorum=True).state is PollState.OPEN


def test_only_those_who_run_the_meeting_run_its_polls_and_tellers_count(hall):
    poll = halls.plan(hall)
    with pytest.raises(NotAllowed):
        polls.prepare_poll(hall.voters[0], poll.id, seen=poll.version, at=START)
    with pytest.raises(NotAllowed):
        polls.prepare_poll(hall.teller, poll.id, seen=poll.version, at=START)
    assert rooms.what_viewer_may(hall.teller, hall.meeting).count
    assert not rooms.what_viewer_may(hall.voters[0], hall.meeting).anything


def test_checking_in_needs_the_code_on_the_screen_where_the_chair_says_so(hall):
    rooms.set_code_needed(hall.chair, hall.meeting_id, is_needed=True, at=START)
    come = hall.secretary
    with refused(Code.CODE_NEEDED):
        rolls.check_in_self(come, hall.meeting_id, code=" ", at=START)
    with refused(Code.CODE_WRONG):
        rolls.check_in_self(come, hall.meeting_id, code="AAAAAA", at=START)
    code = rooms.code_on_screen(hall.meeting, at=START)
    rolls.check_in_self(come, hall.meeting_id, code=code.lower(), at=later(1))
    with refused(Code.CODE_WRONG):
        rolls.check_in_self(hall.chair, hall.meeting_id, code=code, at=later(3))
    assert rolls.find_voter(hall.meeting, come.id).came_at == later(1)


def test_a_meeting_does_not_end_while_a_vote_is_under_way(hall):
    halls.open_(hall, halls.plan(hall))
    with refused(Code.POLL_UNDER_WAY):
        meetings.end_meeting(hall.secretary, hall.meeting_id, seen=hall.meeting.version, at=later(9))


def test_events_tell_the_tally_and_a_hash_of_the_ballots_and_nobodys_choice(hall):
    poll = halls.open_(hall, halls.plan(hall))
    before = len(audit_events(poll.id))
    for voter in hall.voters:
        halls.vote(voter, poll, "for")
    assert len(audit_events(poll.id)) == before, "no event per ballot"
    halls.count(hall, poll)
    closed = next(event for event in audit_events(poll.id) if event.name == "poll_closed")
    assert '"votes_for":5' in closed.facts
    assert poll.ballots_hash in closed.facts
    assert not any(voter.id in event.facts for voter in hall.voters for event in audit_events(poll.id))


def audit_events(subject_id: str) -> list[Event]:
    audit.chain_events()
    return list(
        db.session.scalars(select(Event).where(Event.subject_id == subject_id).order_by(Event.number))
    )


def test_who_voted_for_what_is_forgotten_when_the_rules_say_so_and_the_counts_stay(hall, party):
    bodies.set_rules(
        party.branch,
        valid_from=START.date() - timedelta(days=99),
        by=None,
        at=START,
        voting=VotingRules(names_kept_days=30),
    )
    db.session.expire_all()
    poll = halls.open_(hall, halls.plan(hall))
    halls.vote(hall.voters[0], poll, "for")
    poll = halls.count(hall, poll)
    meetings.end_meeting(hall.secretary, hall.meeting_id, seen=hall.meeting.version, at=later(60))
    assert counting.forget_names(at=later(60) + timedelta(days=29)) == 0
    assert counting.forget_names(at=later(60) + timedelta(days=30)) == 1
    assert db.session.scalars(select(OpenBallot)).all() == []
    assert poll.ballots_salt is None
    assert counting.tally_of(poll).votes["for"] == 1


def test_the_database_takes_no_ballot_of_someone_who_is_not_on_the_roll(hall):
    poll = halls.open_(hall, halls.plan(hall))
    known = {"cast_at": START, "form_key": "x"}
    on_roll, off_roll = hall.voters[0].id, hall.chair.id
    hand = {"channel": Channel.HANDS, "option": "for", "counted_at": START}
    for row in (
        OpenBallot(poll_id=poll.id, person_id=off_roll, option="for", **known),
        OpenBallot(poll_id=poll.id, person_id=on_roll, option="perhaps", **known),
        PollCount(poll_id=poll.id, votes=-1, **hand),
    ):
        savepoint = db.session.begin_nested()
        db.session.add(row)
        with pytest.raises(IntegrityError):
            db.session.flush()
        savepoint.rollback()


def test_a_poll_takes_the_majority_it_names(hall):
    poll = halls.open_(hall, halls.plan(hall, rule=RuleName.TWO_THIRDS_WITHOUT_BLANKS))
    for voter, option in zip(hall.voters, ("for", "for", "against", "blank"), strict=False):
        halls.vote(voter, poll, option)
    poll = halls.count(hall, poll)
    assert (poll.verdict, poll.result_votes, poll.result_base) == (Verdict.CARRIED, 2, 3)


def test_the_minutes_tell_each_poll_with_rule_numbers_and_arithmetic(hall):
    poll = halls.open_(hall, halls.plan(hall, channels=frozenset({Channel.ONLINE, Channel.HANDS})))
    halls.vote(hall.voters[0], poll, "for")
    halls.hands(hall, poll, {"for": 2, "against": 1, "blank": 0})
    halls.count(hall, polls.get_poll_for(hall.chair, poll.id))
    wrong = halls.open_(hall, halls.plan(hall))
    poll_plans.annul_poll(hall.chair, wrong.id, reason="Feil tekst", seen=wrong.version, at=START)
    item = next(each for each in hall.meeting.agenda if each.id == hall.item_id)
    facts = polls_of(item)
    said = [line for each in facts for line in VoteSentences("nb").poll_lines(each)]
    assert said == [
        "3 stemmer for, 1 mot, 0 blanke.",
        "1 på telefon, 3 med håndsopprekning, 1 avga ikke stemme: 5 i manntallet.",
        "Alminnelig flertall: mer enn halvparten av avgitte stemmer uten blanke. "
        "3 av 4 = 75\N{NO-BREAK SPACE}%. Vedtatt.",
        "Annullert: Feil tekst.",
    ]
    assert VoteSentences("nn").poll_rows(facts[0]) == [
        ("For", "3", "75\N{NO-BREAK SPACE}%", "\N{FULL BLOCK}" * 14),
        ("Mot", "1", "25\N{NO-BREAK SPACE}%", "\N{FULL BLOCK}" * 5),
        ("Blank", "0", "0\N{NO-BREAK SPACE}%", ""),
    ]
    assert VoteSentences("nb").poll_rows(facts[1]) == []
    draft = draft_minutes(hall.meeting, by=hall.secretary.id, at=later(90))
    assert said[2] in markdown_for(draft.facts, "nb")
    assert "| For | 3 | 75" in markdown_for(draft.facts, "nb")


def amend(hall: Hall, *words: tuple[str, str]) -> list[Amendment]:
    """Return amendments to the hall's case, each with one word for another."""
    text = db.session.get_one(Step, hall.step_id).received_text
    return [
        amendments.add_amendment(
            hall.voters[0],
            hall.step_id,
            given=AmendmentGiven(Scope.DECISION, text.replace(old, new)),
            at=START,
        )
        for old, new in words
    ]


def plan_amendment(hall: Hall) -> Poll:
    """Return the poll on the next amendments of the voting order."""
    channels = frozenset({Channel.ONLINE})
    return amendment_polls.plan_next(
        hall.chair, hall.meeting_id, item_id=hall.item_id, channels=channels, at=START
    )


def test_a_counted_poll_is_the_amendments_recorded_vote(hall):
    [row] = amend(hall, ("kjøpe", "leie"))
    poll = halls.open_(hall, plan_amendment(hall))
    assert (poll.amendment_id, poll.kind, poll.question) == (
        row.id,
        PollKind.FOR_AGAINST,
        "Endringsforslag A1",
    )
    halls.vote(hall.voters[0], poll, "for")
    halls.vote(hall.voters[1], poll, "for")
    halls.vote(hall.voters[2], poll, "against")
    halls.count(hall, poll)
    [event] = row.votes
    assert (row.state, row.settled_by_id) == (AmendmentState.CARRIED, hall.chair.id)
    assert (event.tally.votes, event.entitled, event.present) == ({"for": 2, "against": 1}, 8, 5)
    assert (event.rule_name, event.result_votes, event.result_base) == (poll.rule_name, 2, 3)
    with refused(Code.NO_AMENDMENT_WAITS):
        plan_amendment(hall)


def test_two_amendments_meet_in_one_poll_and_the_winner_is_voted_on_after(hall):
    leased, two = amend(hall, ("kjøpe", "leie"), ("kjøpe", "låne"))
    poll = plan_amendment(hall)
    assert (poll.kind, [option.label for option in poll.options if option.label]) == (
        PollKind.PAIR,
        ["A1", "A2"],
    )
    with refused(Code.NO_AMENDMENT_WAITS):
        plan_amendment(hall)
    poll = halls.open_(hall, poll)
    for voter in hall.voters[:3]:
        halls.vote(voter, poll, "B")
    halls.vote(hall.voters[3], poll, "A")
    halls.count(hall, poll)
    assert (leased.state, two.state) == (AmendmentState.FALLEN, AmendmentState.SUBMITTED)
    assert [each.votes[0].deciding_option for each in (leased, two)] == ["A1", "A2"]
    assert plan_amendment(hall).amendment_id == two.id


def test_an_amendment_adopted_by_acclamation_has_no_counts_and_other_polls_on_what_fell_away_go(hall):
    leased, lent = amend(hall, ("kjøpe", "leie"), ("kjøpe", "låne"))
    first = halls.plan(hall, kind=PollKind.ACCLAMATION, amendment_id=leased.id)
    second = halls.plan(hall, amendment_id=lent.id)
    first = halls.open_(hall, first)
    counting.declare_poll(hall.chair, first.id, seen=first.version, at=START)
    assert (leased.state, leased.votes) == (AmendmentState.CARRIED, [])
    assert (lent.state, second.state) == (AmendmentState.FALLEN_AWAY, PollState.FALLEN_AWAY)


def test_a_poll_that_nobody_voted_in_leaves_the_amendment_waiting(hall):
    [row] = amend(hall, ("kjøpe", "leie"))
    halls.count(hall, halls.open_(hall, plan_amendment(hall)))
    assert (row.state, row.votes) == (AmendmentState.SUBMITTED, [])
    assert plan_amendment(hall).amendment_id == row.id


def test_an_amendment_that_was_withdrawn_stays_so_whatever_the_poll_says(hall):
    [row] = amend(hall, ("kjøpe", "leie"))
    poll = halls.open_(hall, plan_amendment(hall))
    amendment_moves.withdraw_amendment(hall.voters[0], row.id, seen=row.version, at=START)
    halls.vote(hall.voters[1], poll, "for")
    assert halls.count(hall, poll).verdict is Verdict.CARRIED
    assert (row.state, row.votes) == (AmendmentState.WITHDRAWN, [])


def test_an_amendment_is_voted_on_at_its_own_item_for_or_against(hall):
    [row] = amend(hall, ("kjøpe", "leie"))
    with refused(Code.AMENDMENT_POLL_KIND):
        halls.plan(hall, kind=PollKind.ALTERNATIVES, options=("A1", "A2", "A3"), amendment_id=row.id)
    other = next(each for each in hall.meeting.agenda if each.id != hall.item_id)
    given = PollGiven(PollKind.FOR_AGAINST, "A1", amendment_id=row.id)
    with refused(Code.CHOICE_INVALID):
        poll_plans.plan_poll(hall.chair, hall.meeting_id, item_id=other.id, given=given, at=START)


def test_cases_decided_en_bloc_have_the_votes_of_the_one_poll(hall):
    with refused(Code.POLL_CASES_TOO_FEW):
        halls.plan(hall, kind=PollKind.EN_BLOC, case_item_ids=(hall.item_id,))
    items = [each.id for each in hall.meeting.agenda]
    poll = halls.plan(hall, kind=PollKind.EN_BLOC, case_item_ids=items)
    poll.step_id = None  # planned on an item that is no case
    db.session.flush()
    poll = halls.open_(hall, poll)
    halls.vote(hall.voters[0], poll, "for")
    halls.count(hall, poll)
    found = poll_votes.find_votes_on(hall.step_id, meeting_id=hall.meeting_id)
    assert found is not None
    assert found.options == (("for", 1), ("against", 0))


def test_what_is_asked_for_is_planned_anew_as_it_was_asked_for(hall):
    poll = halls.open_(hall, halls.plan(hall, kind=PollKind.ACCLAMATION))
    polls.ask_for(hall.voters[0], poll.id, kind=RequestKind.POLL, at=START)
    poll = polls.get_poll_for(hall.chair, poll.id)
    anew = poll_plans.annul_poll(hall.chair, poll.id, reason="Det ble bedt om", seen=poll.version, at=START)
    assert (anew.kind, [option.key for option in anew.options]) == (
        PollKind.FOR_AGAINST,
        ["for", "against", "blank"],
    )
