"""The order a meeting votes in, as the guide has it, and what falls away."""

from fractions import Fraction

import pytest

from motionflow.domain.differences import compare
from motionflow.domain.voting_order import (
    Pair,
    Reason,
    Round,
    Votable,
    falls_away_when_carried,
    falls_away_when_fallen,
    order,
    reach_of,
    sum_of,
)


def votable(number: int, **others: object) -> Votable:
    return Votable(f"A{number}", number, **others)  # type: ignore[arg-type]


def clash(*numbers: int) -> Pair:
    return frozenset(f"A{number}" for number in numbers)


def said(rounds: list[Round]) -> list[str]:
    return [("winner " if each.waits_for_winner else "") + " mot ".join(each.ids) for each in rounds]


def test_postponement_comes_first_and_then_the_most_far_reaching() -> None:
    small, large = votable(1, reach=Fraction(1, 10)), votable(2, reach=Fraction(9, 10))
    later = votable(3, is_postponement=True)
    rounds = order([small, large, later], clashes=())
    assert said(rounds) == ["A3", "A2", "A1"]
    assert rounds[0].reason is Reason.POSTPONEMENT


def test_two_that_touch_the_same_words_are_set_against_each_other_and_then_the_winner_is_voted_on() -> None:
    rounds = order([votable(1), votable(2), votable(3)], clashes=[clash(1, 2)])
    assert said(rounds) == ["A1 mot A2", "winner ", "A3"]


def test_three_alternatives_are_taken_two_and_two() -> None:
    all_of_them = [clash(1, 2), clash(1, 3), clash(2, 3)]
    rounds = order([votable(1), votable(2), votable(3)], clashes=all_of_them)
    assert said(rounds) == ["A1 mot A2", "winner A3", "winner "]


def test_three_that_do_not_all_exclude_each_other_are_taken_the_most_far_reaching_first() -> None:
    given = [votable(1, reach=Fraction(1, 4)), votable(2, reach=Fraction(1, 2)), votable(3)]
    rounds = order(given, clashes=[clash(1, 2), clash(2, 3)])
    assert said(rounds) == ["A2", "A1", "A3"]
    assert {each.reason for each in rounds} == {Reason.FAR_REACHING}


def test_in_money_matters_the_highest_sum_comes_first() -> None:
    given = [votable(1, sum=100_000), votable(2, sum=500_000), votable(3, sum=250_000)]
    rounds = order(given, clashes=[clash(1, 2), clash(2, 3), clash(1, 3)])
    assert said(rounds) == ["A2", "A3", "A1"]
    assert {each.reason for each in rounds} == {Reason.HIGHEST_SUM}


def test_an_amendment_to_an_amendment_comes_before_it() -> None:
    rounds = order([votable(1), votable(2, on="A1"), votable(3, on="A2")], clashes=())
    assert said(rounds) == ["A3", "A2", "A1"]
    assert [each.reason for each in rounds[:2]] == [Reason.AMENDS_ANOTHER] * 2


def test_full_alternatives_come_before_parts() -> None:
    whole = [votable(3, is_whole=True, reach=Fraction(1)), votable(4, is_whole=True, reach=Fraction(2))]
    assert said(order([votable(1), *whole], clashes=[clash(3, 4)])) == ["A4 mot A3", "winner ", "A1"]
    assert said(order([votable(1), whole[0]], clashes=())) == ["A3", "A1"]


def test_the_chair_may_take_another_order() -> None:
    given = [votable(1, position=2), votable(2, position=1), votable(3)]
    rounds = order(given, clashes=[clash(1, 2)])
    assert said(rounds) == ["A2", "A1", "A3"]
    assert {each.reason for each in rounds} == {Reason.CHAIR}


def test_what_touches_the_same_words_falls_away_with_what_amends_it() -> None:
    given = [votable(1), votable(2), votable(3, on="A2"), votable(4)]
    assert falls_away_when_carried("A1", given, clashes=[clash(1, 2)]) == ["A2", "A3"]
    assert falls_away_when_fallen("A2", given) == ["A3"]
    assert falls_away_when_fallen("A1", given) == []


def test_beside_a_full_alternative_all_others_fall_away_and_a_postponement_lets_all_wait() -> None:
    given = [votable(1), votable(2, is_whole=True), votable(3, is_postponement=True)]
    assert falls_away_when_carried("A2", given, clashes=()) == ["A1"]
    assert falls_away_when_carried("A1", given, clashes=()) == ["A2"]
    assert falls_away_when_carried("A3", given, clashes=()) == []


@pytest.mark.parametrize(
    ("new", "kroner"),
    [
        ("Kommunen bevilger inntil 500 000 kr i 2019.", 500_000),
        ("Kommunen bevilger 0,5 mill. kroner og 20 000 kr i 2019.", 500_000),
        ("Kommunen bevilger 100 000 kr i 2020.", None),
    ],
)
def test_a_sum_is_one_that_was_not_there_before(new: str, kroner: int | None) -> None:
    assert sum_of(compare("Kommunen bevilger 100 000 kr i 2019.", new)) == kroner


def test_reach_is_the_share_that_is_changed() -> None:
    old = "Kommunen kjøper en bokbuss.\n\nDen skal gå hver uke."
    assert reach_of(compare(old, old)) == 0
    little = reach_of(compare(old, old.replace("uke", "dag")))
    much = reach_of(compare(old, "Vi leier en båt i stedet."))
    assert 0 < little < much
