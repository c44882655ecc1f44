"""The ways into the council, the law of the day, and a council's own arithmetic."""

from datetime import date

import pytest

from motionflow.domain.council import Seats, Sitting
from motionflow.domain.flow import Outcome, Route
from motionflow.domain.laws import Law, Rule, law_on, section_of
from motionflow.domain.routes import ASKING_ROUTES, MONEY_ROUTES, ROUTES, routes_to


def test_every_route_is_a_row_of_the_table():
    assert list(ROUTES) == list(Route)
    assert all(way.needs and way.ends_in for way in ROUTES.values())


def test_a_question_is_answered_and_whatever_is_answered_was_asked():
    assert frozenset({Route.INTERPELLATION, Route.QUESTION}) == ASKING_ROUTES
    assert routes_to(Outcome.ANSWERED) == ASKING_ROUTES
    for route in ASKING_ROUTES:
        assert not {Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES, Outcome.FALLEN} & ROUTES[route].ends_in


def test_budget_ways_lead_to_the_meetings_that_have_money():
    assert {Route.BUDGET_FIGURES, Route.BUDGET_TEXT, Route.BUDGET_CHANGE} == MONEY_ROUTES
    assert ROUTES[Route.BUDGET_FIGURES].sittings == {Sitting.BUDGET}
    assert ROUTES[Route.BUDGET_CHANGE].sittings == {Sitting.BUDGET_CHANGE}
    assert [route for route, way in ROUTES.items() if way.needs_money] == [
        Route.BUDGET_FIGURES,
        Route.BUDGET_CHANGE,
    ]


def test_what_is_sent_over_is_not_adopted():
    assert Outcome.SENT_ON in ROUTES[Route.SENT_OVER].ends_in
    assert Outcome.ADOPTED not in ROUTES[Route.SENT_OVER].ends_in


@pytest.mark.parametrize(
    ("rule", "day", "law"),
    [
        (Rule.BUDGET_VOTE, date(2019, 6, 17), Law.ACT_1992),
        (Rule.BUDGET_VOTE, date(2019, 10, 6), Law.ACT_1992),
        (Rule.BUDGET_VOTE, date(2019, 10, 7), Law.ACT_2018),
        (Rule.QUORUM, date(2019, 12, 16), Law.ACT_2018),
        (Rule.PUBLICITY, date(2019, 12, 16), Law.ACT_1992),
        (Rule.PUBLICITY, date(2020, 1, 1), Law.ACT_2018),
        (Rule.BUDGET_CHANGE, date(2020, 6, 15), Law.ACT_2018),
    ],
)
def test_procedure_changes_with_the_new_council_and_the_economy_at_new_year(rule, day, law):
    assert law_on(day, rule=rule, constituted_on=date(2019, 10, 7)) is law


def test_a_council_whose_first_day_is_not_known_is_taken_to_have_met_in_october():
    assert law_on(date(2019, 9, 30), rule=Rule.QUORUM) is Law.ACT_1992
    assert law_on(date(2019, 10, 1), rule=Rule.QUORUM) is Law.ACT_2018
    # That of another election says nothing of 2019.
    assert law_on(date(2019, 10, 1), rule=Rule.QUORUM, constituted_on=date(2023, 10, 9)) is Law.ACT_2018


def test_every_rule_stands_in_both_acts():
    assert all(section_of(rule, law=law).startswith("§") for rule in Rule for law in Law)
    assert section_of(Rule.BUDGET_VOTE, law=Law.ACT_1992) == "§ 35 nr. 2"
    assert section_of(Rule.BUDGET_VOTE, law=Law.ACT_2018) == "§ 11-9"


def test_of_35_seats_12_can_demand_and_18_must_vote():
    seats = Seats({"Ap": 14, "Sp": 9, "FrP": 4, "H": 3, "KrF": 2, "MDG": 1, "R": 1, "SV": 1})
    assert (seats.total, seats.third, seats.quorum, seats.majority) == (35, 12, 18, 18)


@pytest.mark.parametrize(("total", "third", "quorum"), [(9, 3, 5), (10, 4, 5), (11, 4, 6), (36, 12, 18)])
def test_a_third_and_a_half_are_rounded_up(total, third, quorum):
    seats = Seats({"A": total})
    assert (seats.third, seats.quorum) == (third, quorum)
