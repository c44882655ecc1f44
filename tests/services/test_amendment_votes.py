"""The votes on amendments, what falls away, and the text that is put together at the end."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.errors import Code, NotAllowed, RuleBroken
from motionflow.domain.flow import Outcome
from motionflow.domain.voting_order import Reason
from motionflow.models import Amendment, Event, Meeting, Motion, Step
from motionflow.services import (
    amendment_moves,
    amendment_texts,
    amendment_views,
    amendment_votes,
    amendments,
    motions,
)
from motionflow.services.amendments import AmendmentGiven
from motionflow.services.votes import VotesGiven
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, START, TO_PARTY, Party, one_transaction

LEASED = TO_PARTY.replace("kjøpe", "leie")
TWO = TO_PARTY.replace("en bokbuss", "to bokbusser")
NEW = TO_PARTY.replace("en bokbuss", "en ny bokbuss")
IN_2020 = TO_PARTY.replace("bokbuss.", "bokbuss i 2020.")
IN_2021 = TO_PARTY.replace("bokbuss.", "bokbuss i 2021.")

Add = Callable[..., Amendment]
S = AmendmentState


@pytest.fixture
def party(listed: tuple[Party, str]) -> Party:
    return listed[0]


@pytest.fixture
def add(party: Party, step_id: str) -> Add:
    def added(text: str, scope: Scope = Scope.DECISION, **others: str) -> Amendment:
        given = AmendmentGiven(scope, text, **others)
        return amendments.add_amendment(party.member, step_id, given=given, at=START)

    return added


def vote(party: Party, row: Amendment, *, carried: bool | None = None, **others: object) -> Amendment:
    return amendment_votes.record_vote(
        party.branch_chair, row.id, seen=row.version, at=BRANCH_MEETING, carried=carried, **others
    )


def codes(refused: pytest.ExceptionInfo[RuleBroken]) -> list[Code]:
    return [obstacle.code for obstacle in refused.value.obstacles]


def test_the_order_is_proposed_and_the_chair_may_change_it(party: Party, step_id: str, add: Add) -> None:
    with one_transaction():
        leased, late, later = add(LEASED), add(IN_2020), add(IN_2021)
        postponed = add("", Scope.POSTPONEMENT)
        step = db.session.get_one(Step, step_id)
        proposed = amendment_votes.order_of(step)
        assert [each.ids for each in proposed.rounds] == [
            (postponed.id,),
            (leased.id,),
            (late.id, later.id),
            (),
        ]
        assert proposed.falls_away_with(late.id) == [later.id]
        wanted = [leased.id, later.id, late.id, postponed.id]
        with pytest.raises(NotAllowed):
            amendment_votes.set_order(party.member, step_id, amendment_ids=wanted, at=START)
        amendment_votes.set_order(party.branch_chair, step_id, amendment_ids=wanted, at=START)
        chosen = amendment_votes.order_of(step)
        assert [each.ids for each in chosen.rounds] == [(id,) for id in wanted]
        assert {each.reason for each in chosen.rounds} == {Reason.CHAIR}


def test_what_is_voted_on_before_is_not_shown_to_fall_away_after(
    party: Party, step_id: str, add: Add
) -> None:
    with one_transaction():
        whole, leased, late = add("Vi venter.", Scope.ALTERNATIVE), add(LEASED), add(IN_2020)
        later = add(IN_2021)

        rounds = amendment_views.get_voting_for(party.branch_chair, step_id).rounds

        assert [[one.row.id for one in each.views] for each in rounds[:2]] == [[whole.id], [leased.id]]
        assert {one.row.id for one in rounds[0].falls_away[whole.id]} == {leased.id, late.id, later.id}
        assert rounds[1].falls_away[leased.id] == ()
        assert [one.row.id for one in rounds[2].falls_away[late.id]] == [later.id]


def test_a_vote_is_judged_by_the_bodys_rule_and_kept_with_it(party: Party, add: Add) -> None:
    with one_transaction():
        row = add(LEASED)
        votes = VotesGiven((("for", 9), ("against", 9)), blanks=1, entitled=20, present=19)
        vote(party, row, votes=votes)
        (event,) = row.votes
        assert (row.state, event.decision_id, event.tally.blanks) == (S.FALLEN, None, 1)
        too_many = VotesGiven((("for", 30), ("against", 9)), entitled=20)
        other = add(TWO)
        with pytest.raises(RuleBroken) as refused:
            vote(party, other, votes=too_many)
        assert codes(refused) == [Code.VOTES_ABOVE_ENTITLED]
        with pytest.raises(RuleBroken) as refused:
            vote(party, other)
        assert codes(refused) == [Code.VOTES_MISSING]
        with pytest.raises(NotAllowed):
            amendment_votes.record_vote(
                party.member, other.id, seen=other.version, at=BRANCH_MEETING, carried=True
            )


def test_what_touches_the_same_words_falls_away_and_can_still_be_voted_on(party: Party, add: Add) -> None:
    with one_transaction():
        late, later, leased = add(IN_2020), add(IN_2021), add(LEASED)
        vote(party, late, carried=True)
        assert (later.state, later.fell_for_id, leased.state) == (S.FALLEN_AWAY, late.id, S.SUBMITTED)
        vote(party, later, carried=False)
        assert later.state is S.FALLEN


def test_a_vote_noted_by_mistake_is_taken_back_with_what_fell_away_for_it(party: Party, add: Add) -> None:
    with one_transaction():
        late, later = add(IN_2020), add(IN_2021)
        vote(party, late, votes=VotesGiven((("for", 12), ("against", 3))))
        amendment_moves.reopen_amendment(party.branch_chair, late.id, seen=late.version, at=START)
        assert (late.state, later.state, late.votes) == (S.SUBMITTED, S.SUBMITTED, [])
        assert late.step.amending.made_at is None
        names = set(db.session.scalars(select(Event.name)))
        assert "amendment_reopened" not in names  # chained when the transaction commits
    with one_transaction():
        assert "amendment_reopened" in set(db.session.scalars(select(Event.name)))


def test_two_set_against_each_other(party: Party, add: Add) -> None:
    with one_transaction():
        late, later = add(IN_2020), add(IN_2021)
        even = VotesGiven((("A1", 8), ("A2", 8)), "A1")
        others = {"other_id": later.id, "seen": late.version, "at": BRANCH_MEETING}
        with pytest.raises(RuleBroken) as refused:
            amendment_votes.record_against(party.branch_chair, late.id, votes=even, **others)
        assert codes(refused) == [Code.TIE_UNDECIDED]
        votes = VotesGiven((("A1", 6), ("A2", 10)), "A1")
        winner = amendment_votes.record_against(party.branch_chair, late.id, votes=votes, **others)
        assert (winner, winner.state, late.state, late.fell_for_id) == (
            later,
            S.SUBMITTED,
            S.FALLEN,
            later.id,
        )
        assert [event.deciding_option for event in (*late.votes, *later.votes)] == ["A1", "A2"]
        vote(party, later, votes=VotesGiven((("for", 14), ("against", 2))))
        assert [event.round for event in later.votes] == [1, 2]
        with pytest.raises(RuleBroken) as refused:
            amendment_votes.record_against(
                party.branch_chair, later.id, other_id=late.id, seen=later.version, at=START, won=True
            )
        assert codes(refused) == [Code.AMENDMENT_NOT_FROM_HERE]


def test_an_amendment_to_one_that_fell_falls_away(party: Party, add: Add) -> None:
    with one_transaction():
        parent = add(LEASED)
        child = add(LEASED.replace("en bokbuss", "to bokbusser"), Scope.AMENDMENT, parent_id=parent.id)
        vote(party, parent, carried=False)
        assert child.state is S.FALLEN_AWAY


def test_the_adopted_text_is_put_together_by_itself_and_says_where_each_change_came_from(
    party: Party, step_id: str, add: Add
) -> None:
    with one_transaction():
        leased, late, two = add(LEASED), add(IN_2020), add(TWO)
        vote(party, leased, carried=True)
        assert leased.step.amending is None
        vote(party, late, carried=True)
        vote(party, two, carried=False)
        kept = leased.step.amending
        assert kept.text == "Kommunepartiet ber kommunen leie en bokbuss i 2020."
        changes = [
            piece for part in json.loads(kept.sources)["decision"] for piece in part["pieces"] if piece[2]
        ]
        assert changes == [
            ["removed", "kjøpe", ["A1"]],
            ["added", "leie", ["A1"]],
            ["added", " i 2020", ["A2"]],
        ]


def test_a_real_conflict_is_shown_for_a_choice_and_never_guessed(
    party: Party, step_id: str, add: Add
) -> None:
    with one_transaction():
        late, later = add(IN_2020), add(IN_2021)
        vote(party, late, carried=True, fall_away=())
        vote(party, later, carried=True)
        step = db.session.get_one(Step, step_id)
        ((key, conflict),) = amendment_texts.laid_in(step, amendment_texts.carried_of(step)).conflicts
        assert step.amending is None
        with pytest.raises(RuleBroken) as refused:
            amendment_texts.put_together(party.branch_chair, step_id, at=START)
        assert codes(refused) == [Code.CONFLICTS_NOT_SETTLED]
        chosen = {key: next(each.text for each in conflict.choices if each.by == (later.id,))}
        kept = amendment_texts.put_together(party.branch_chair, step_id, at=START, chosen=chosen)
        assert kept.text == IN_2021
        with pytest.raises(NotAllowed):
            amendment_texts.put_together(party.member, step_id, at=START, chosen=chosen)


def test_the_motions_grounds_can_be_amended_with_the_decision(party: Party, step_id: str, add: Add) -> None:
    with one_transaction():
        grounds = builders.GROUNDS.replace("to uker", "en uke")
        row = add(LEASED, Scope.MOTION, motion_grounds=grounds)
        vote(party, row, carried=True)
        assert (row.step.amending.text, row.step.amending.motion_grounds) == (LEASED, grounds)


def correct(party: Party, decision: str) -> None:
    motion = db.session.scalars(select(Motion)).one()
    wording = motions.Wording(builders.TITLE, builders.GROUNDS, decision)
    motions.edit_motion(party.member, motion, wording=wording, based_on=motion.text.version, at=START)


def test_an_amendment_is_brought_over_to_a_text_that_has_moved_on(
    party: Party, step_id: str, add: Add
) -> None:
    with one_transaction():
        row = add(LEASED)
        correct(party, TWO)
        vote(party, row, carried=True)
        assert row.step.amending.text == "Kommunepartiet ber kommunen leie to bokbusser."


def test_one_that_cannot_be_brought_over_is_a_conflict(party: Party, step_id: str, add: Add) -> None:
    with one_transaction():
        row = add(NEW)
        correct(party, TWO)
        vote(party, row, carried=True)
        assert row.step.amending is None
        ((key, conflict),) = amendment_texts.laid_in(row.step, [row]).conflicts
        assert key.startswith(row.id)
        assert {each.text for each in conflict.choices} >= {NEW, TWO}
        kept = amendment_texts.put_together(party.branch_chair, step_id, at=START, chosen={key: NEW})
        assert kept.text == NEW


def test_nothing_is_adopted_before_the_amendments_are_voted_on(party: Party, step_id: str, add: Add) -> None:
    with one_transaction():
        row = add(LEASED)
        step = db.session.get_one(Step, step_id)
        meeting = db.session.scalars(select(Meeting)).one()
        with pytest.raises(RuleBroken) as refused:
            builders.decide(party.branch_secretary, step, meeting=meeting, at=BRANCH_MEETING)
        assert codes(refused) == [Code.AMENDMENTS_WAIT]
        builders.decide(
            party.branch_secretary, step, meeting=meeting, at=BRANCH_MEETING, outcome=Outcome.FALLEN
        )
        assert row.state is S.FALLEN_AWAY
        with pytest.raises(RuleBroken) as refused:
            vote(party, row, carried=True)
        assert codes(refused) == [Code.AMENDMENTS_NOT_NOW]


def test_a_postponed_case_keeps_its_amendments(party: Party, step_id: str, add: Add) -> None:
    with one_transaction():
        row, later = add(LEASED), add("", Scope.POSTPONEMENT)
        vote(party, later, carried=True)
        step = db.session.get_one(Step, step_id)
        meeting = db.session.scalars(select(Meeting)).one()
        builders.decide(
            party.branch_secretary, step, meeting=meeting, at=BRANCH_MEETING, outcome=Outcome.POSTPONED
        )
        assert (row.state, later.state) == (S.SUBMITTED, S.CARRIED)
