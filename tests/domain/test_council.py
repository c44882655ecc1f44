"""How a council votes on several proposals as wholes, and which numbers cannot be right."""

import pytest

from motionflow.domain.council import (
    Seats,
    finalists,
    quorum_obstacles,
    round_obstacles,
    seat_obstacles,
)
from motionflow.domain.errors import Code
from motionflow.domain.voting import PRESETS, RuleName, Tally, Verdict, judge

SEATS = Seats({"Ap": 14, "Sp": 9, "FrP": 4, "H": 3, "KrF": 2, "MDG": 1, "R": 1, "SV": 1})
NO_MAJORITY = Tally({"Ap+SV": 15, "Sp+H+KrF": 14, "FrP": 4, "MDG+R": 2}, entitled=35)
COUNCIL = PRESETS[RuleName.COUNCIL]


def codes(found) -> list[Code]:
    return [each.code for each in found]


def test_without_a_majority_the_two_largest_are_voted_on_again():
    sure, possible = finalists(NO_MAJORITY)
    assert sure == possible == {"Ap+SV", "Sp+H+KrF"}
    assert codes(round_obstacles(NO_MAJORITY, None)) == [Code.SECOND_ROUND_MISSING]
    second = Tally({"Ap+SV": 17, "Sp+H+KrF": 18}, entitled=35)
    assert round_obstacles(NO_MAJORITY, second) == []
    assert judge(second, rule=COUNCIL, option="Ap+SV").verdict is Verdict.FELL
    assert judge(second, rule=COUNCIL, option="Sp+H+KrF").verdict is Verdict.CARRIED


def test_a_majority_in_the_first_vote_ends_it():
    first = Tally({"Innstillingen": 18, "Ap+SV": 15, "MDG+R": 2}, entitled=35)
    assert finalists(first) is None
    assert round_obstacles(first, None) == []
    assert codes(round_obstacles(first, Tally({"Innstillingen": 18, "Ap+SV": 17}))) == [
        Code.SECOND_ROUND_NEEDLESS
    ]


@pytest.mark.parametrize(
    "second",
    [
        {"Ap+SV": 20, "FrP": 15},
        {"FrP": 20, "MDG+R": 15},
        {"Ap+SV": 15, "Sp+H+KrF": 14, "FrP": 6},
    ],
)
def test_the_second_vote_is_over_no_others(second):
    assert codes(round_obstacles(NO_MAJORITY, Tally(second))) == [Code.SECOND_ROUND_OTHERS]


def test_where_two_are_equally_second_either_can_go_on():
    first = Tally({"A": 15, "B": 10, "C": 10}, entitled=35)
    assert finalists(first) == ({"A"}, {"A", "B", "C"})
    assert round_obstacles(first, Tally({"A": 17, "B": 18})) == []
    assert round_obstacles(first, Tally({"A": 17, "C": 18})) == []
    assert codes(round_obstacles(first, Tally({"B": 17, "C": 18}))) == [Code.SECOND_ROUND_OTHERS]


def test_two_proposals_need_no_second_round_and_the_chair_decides_a_tie():
    tie = Tally({"A": 17, "B": 17}, entitled=35, tie_option="A")
    assert finalists(tie) is None
    assert judge(tie, rule=COUNCIL, option="A").verdict is Verdict.CARRIED_BY_CHAIR


def test_a_party_has_no_more_votes_than_seats():
    split = {"Ap": {"for": 10, "against": 5}, "V": {"for": 1}, "Sp": {"for": 9}}
    found = seat_obstacles(split, seats=SEATS)
    assert codes(found) == [Code.VOTES_ABOVE_SEATS, Code.PARTY_WITHOUT_SEATS]
    assert found[0].params == {"party": "Ap", "votes": 15, "seats": 14}
    assert seat_obstacles(split, seats=None) == []


def test_half_of_the_members_must_have_voted():
    assert quorum_obstacles(Tally({"for": 18}), members=35) == []
    [found] = quorum_obstacles(Tally({"for": 17}), members=35)
    assert (found.code, found.params["quorum"]) == (Code.TOO_FEW_VOTED, 18)
    assert quorum_obstacles(Tally({"for": 1}), members=None) == []
