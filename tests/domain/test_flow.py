"""The road: every move and outcome of the tables, and what refuses them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from motionflow.domain.errors import Code, RuleBroken
from motionflow.domain.flow import (
    ENDED,
    MOVES,
    MUNICIPAL_KINDS,
    OUTCOMES,
    BodyKind,
    Facts,
    MoveName,
    Need,
    NextBody,
    Outcome,
    Route,
    StepState,
    Votes,
    moves_from,
    obstacles,
    outcomes_for,
    take,
)

DAY = date(2019, 1, 16)
NOON = datetime(2019, 1, 16, 12, tzinfo=UTC)


def facts(move: MoveName, outcome: Outcome | None = None) -> Facts:
    """Facts with which nothing stands in the way of the move."""
    state = sorted(MOVES[move].sources)[0]
    ending = OUTCOMES[outcome] if outcome else None
    kind = BodyKind.BRANCH
    if ending and ending.bodies:
        kind = sorted(ending.bodies)[0]
    route = Route.QUESTION if outcome is Outcome.ANSWERED else None
    return Facts(
        state=state,
        body_kind=kind,
        route=route,
        reason="Because the text lacks an amount.",
        meeting_ended=False,
        received_at=NOON,
        outcome=outcome,
        text="The branch asks the party to act.",
        covering_link="https://example.org/earlier",
        next_bodies=(NextBody("The party asks the municipality to act."),),
        decided_on=DAY,
        received_on=DAY,
        today=DAY,
    )


@pytest.mark.parametrize("move", [move for move in MOVES.values() if move.target], ids=lambda m: m.name)
def test_a_move_with_nothing_in_its_way_leads_to_its_target(move):
    assert take(move, facts(move.name)) is move.target


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_decision_leads_where_its_outcome_says(outcome):
    assert take(MOVES[MoveName.DECIDE], facts(MoveName.DECIDE, outcome)) is OUTCOMES[outcome].leads_to


def test_every_outcome_has_its_row_and_every_move_its_row():
    assert set(OUTCOMES) == set(Outcome)
    assert set(MOVES) == set(MoveName)


@pytest.mark.parametrize("move", list(MOVES.values()), ids=lambda m: m.name)
@pytest.mark.parametrize("state", list(StepState))
def test_a_move_is_refused_from_every_state_outside_its_row(move, state):
    tried = replace(facts(move.name, Outcome.NOTED), state=state)
    codes = [each.code for each in obstacles(move, tried)]
    assert (codes == [Code.MOVE_NOT_FROM_HERE]) == (state not in move.sources)


def test_every_step_that_has_not_ended_has_a_way_on_and_only_ended_ones_can_be_forwarded():
    assert all(moves_from(state) for state in StepState if state not in ENDED)
    assert MOVES[MoveName.FORWARD].sources <= ENDED


_LACKING = {
    Need.REASON: ({"reason": " "}, Code.REASON_MISSING),
    Need.MEETING: ({"meeting_ended": None}, Code.MEETING_MISSING),
    Need.TEXT: ({"text": "  "}, Code.TEXT_MISSING),
    Need.NEXT_BODY: ({"next_bodies": ()}, Code.NEXT_BODY_MISSING),
    Need.COVERING_LINK: ({"covering_link": ""}, Code.COVERING_LINK_MISSING),
    Need.SENDER: ({"has_sender": False}, Code.NO_BODY_TO_RETURN_TO),
}


@pytest.mark.parametrize(
    ("outcome", "need"), [(ending.outcome, need) for ending in OUTCOMES.values() for need in ending.needs]
)
def test_an_outcome_is_refused_without_what_it_needs(outcome, need):
    change, code = _LACKING[need]
    tried = replace(facts(MoveName.DECIDE, outcome), **change)
    assert code in [each.code for each in obstacles(MOVES[MoveName.DECIDE], tried)]


@pytest.mark.parametrize(
    ("move", "need"),
    [(m, need) for m in MOVES.values() for need in m.needs if need is not Need.OUTCOME],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_move_is_refused_without_what_it_needs(move, need):
    change, code = _LACKING[need]
    with pytest.raises(RuleBroken) as refused:
        take(move, replace(facts(move.name), **change))
    assert code in [each.code for each in refused.value.obstacles]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_recorded_votes_must_say_the_same_as_the_outcome(outcome):
    votes = OUTCOMES[outcome].votes
    for carried in (True, False):
        tried = replace(facts(MoveName.DECIDE, outcome), carried=carried)
        refused = Code.OUTCOME_AGAINST_VOTES in [
            each.code for each in obstacles(MOVES[MoveName.DECIDE], tried)
        ]
        assert refused == (votes is (Votes.DO_NOT_CARRY if carried else Votes.CARRY))


def test_only_preparing_bodies_recommend():
    for kind in BodyKind:
        offered = {ending.outcome for ending in outcomes_for(kind)}
        assert (Outcome.RECOMMENDED in offered) == (
            kind in (BodyKind.COMMITTEE, BodyKind.EXECUTIVE_COMMITTEE)
        )


@pytest.mark.parametrize("route", list(Route))
def test_a_question_is_answered_and_never_adopted(route):
    offered = {ending.outcome for ending in outcomes_for(BodyKind.COUNCIL, route=route)}
    is_asking = route in (Route.QUESTION, Route.INTERPELLATION)
    assert (Outcome.ANSWERED in offered) == is_asking
    assert not (is_asking and Outcome.ADOPTED in offered)


def test_a_decision_of_an_external_body_needs_no_meeting_here():
    tried = replace(
        facts(MoveName.DECIDE, Outcome.ADOPTED),
        is_hosted=False,
        meeting_ended=None,
        body_kind=BodyKind.COUNCIL,
    )
    assert obstacles(MOVES[MoveName.DECIDE], tried) == []
    assert BodyKind.COUNCIL in MUNICIPAL_KINDS


def test_a_late_motion_needs_the_meetings_leave():
    late = replace(facts(MoveName.PUT_ON_LIST), motions_due_at=NOON - timedelta(seconds=1))
    assert [each.code for each in obstacles(MOVES[MoveName.PUT_ON_LIST], late)] == [Code.MOTION_LATE]
    assert obstacles(MOVES[MoveName.PUT_ON_LIST], replace(late, leave_given=True)) == []
    in_time = replace(late, motions_due_at=NOON)
    assert obstacles(MOVES[MoveName.PUT_ON_LIST], in_time) == []


def test_a_case_is_not_put_on_the_list_of_an_ended_meeting_or_another_bodys():
    ended = replace(facts(MoveName.PUT_ON_LIST), meeting_ended=True)
    assert [each.code for each in obstacles(MOVES[MoveName.PUT_ON_LIST], ended)] == [Code.MEETING_ENDED]
    others = replace(facts(MoveName.PUT_ON_LIST), meeting_is_own=False)
    codes = [each.code for each in obstacles(MOVES[MoveName.PUT_ON_LIST], others)]
    assert codes == [Code.MEETING_OF_OTHER_BODY]


@pytest.mark.parametrize(
    ("next_body", "code"),
    [
        (NextBody("Text.", is_same_body=True), Code.NEXT_BODY_IS_SAME),
        (NextBody("Text.", has_open_step=True), Code.ALREADY_AT_BODY),
        (NextBody("  "), Code.NEXT_TEXT_MISSING),
    ],
)
def test_a_case_is_not_sent_to_itself_twice_or_without_words(next_body, code):
    tried = replace(facts(MoveName.FORWARD), next_bodies=(next_body,))
    assert [each.code for each in obstacles(MOVES[MoveName.FORWARD], tried)] == [code]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (None, Code.DATE_MISSING),
        (DAY + timedelta(days=1), Code.DATE_IN_FUTURE),
        (DAY - timedelta(days=1), Code.DATE_BEFORE_RECEIVED),
    ],
)
def test_a_decision_is_dated_from_the_day_the_case_came_until_today(day, code):
    tried = replace(facts(MoveName.DECIDE, Outcome.NOTED), decided_on=day)
    assert [each.code for each in obstacles(MOVES[MoveName.DECIDE], tried)] == [code]
