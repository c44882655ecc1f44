"""From the council's meeting back to the branch, and what a case can still reach."""

from datetime import date

import pytest

from motionflow.domain.calendar import CouncilDay, Station, plan_back, prospect_of
from motionflow.domain.council import Sitting
from motionflow.domain.deadlines import Periods
from motionflow.domain.flow import BodyKind, Route

COUNCIL = Station("council", "Kommunestyret", BodyKind.COUNCIL)
EXECUTIVE = Station(
    "executive", "Formannskapet", BodyKind.EXECUTIVE_COMMITTEE, (date(2019, 6, 3), date(2019, 11, 25))
)
GROUP_DAYS = (date(2019, 5, 13), date(2019, 11, 13), date(2020, 5, 11))
GROUP = Station("group", "Gruppa", BodyKind.COUNCIL_GROUP, GROUP_DAYS)
PARTY_DAYS = (date(2019, 2, 9),)
PARTY = Station(
    *("party", "Kommunepartiet", BodyKind.MUNICIPAL_PARTY, PARTY_DAYS, PARTY_DAYS),
    Periods(notice_days=28, motion_days=14, papers_days=7),
)
BRANCH_DAYS = (date(2019, 1, 16),)
BRANCH = Station(
    *("branch", "Laget", BodyKind.BRANCH, BRANCH_DAYS, BRANCH_DAYS), Periods(notice_days=28, motion_days=14)
)
WAY = (COUNCIL, EXECUTIVE, GROUP, PARTY, BRANCH)
START = date(2019, 1, 1)

JUNE = CouncilDay("june", date(2019, 6, 17), Sitting.BUDGET_CHANGE)
DECEMBER = CouncilDay("december", date(2019, 12, 16), Sitting.BUDGET)
NEXT_JUNE = CouncilDay("next-june", date(2020, 6, 15), Sitting.BUDGET_CHANGE)
NEXT_DECEMBER = CouncilDay("next-december", date(2020, 12, 14), Sitting.BUDGET)


def test_every_last_day_is_counted_back_from_the_budget_meeting():
    plan = plan_back(DECEMBER, stations=WAY, today=START)
    council, executive, group, party, branch = plan.stops
    assert council.published_by == date(2019, 12, 2)
    assert (executive.by, executive.meets_on) == (date(2019, 12, 2), date(2019, 11, 25))
    assert (group.by, group.meets_on) == (date(2019, 11, 25), date(2019, 11, 13))
    assert (party.meets_on, party.arrives_by) == (date(2019, 2, 9), date(2019, 1, 26))
    assert (branch.meets_on, branch.arrives_by) == (date(2019, 1, 16), date(2019, 1, 2))
    assert not any(stop.is_guess for stop in plan.stops)


def test_a_budget_change_need_not_lie_open_for_fourteen_days():
    plan = plan_back(JUNE, stations=WAY, today=START)
    assert plan.stops[0].published_by is None
    assert plan.stops[1].meets_on == date(2019, 6, 3)


def test_a_day_that_is_not_known_is_the_same_weekday_as_the_year_before_and_marked():
    plan = plan_back(NEXT_DECEMBER, stations=WAY, today=START)
    party, branch = plan.stops[3], plan.stops[4]
    assert (party.meets_on, party.is_guess) == (date(2020, 2, 8), True)
    assert (branch.meets_on, branch.is_guess) == (date(2020, 1, 15), True)


def test_without_any_known_meeting_the_last_possible_day_stands():
    alone = Station("group", "Gruppa", BodyKind.COUNCIL_GROUP)
    [_, stop] = plan_back(DECEMBER, stations=(COUNCIL, alone), today=START).stops
    assert (stop.by, stop.meets_on) == (date(2019, 12, 2), None)


def test_the_council_can_want_a_case_some_days_before_it_meets():
    plan = plan_back(JUNE, stations=(COUNCIL, GROUP), today=START, council_days=10)
    assert plan.stops[0].arrives_by == date(2019, 6, 7)
    assert plan.stops[1].by == date(2019, 6, 7)


def plans(today=START):
    return [plan_back(day, stations=WAY, today=today) for day in (JUNE, DECEMBER, NEXT_JUNE, NEXT_DECEMBER)]


@pytest.mark.parametrize(
    ("body", "route", "today", "missed", "chance"),
    [
        # In February a case that lies with the group reaches the budget change of June.
        ("group", Route.BUDGET_CHANGE, date(2019, 2, 13), False, "june"),
        # The day after the group's last meeting before it, it does not; the budget is next.
        ("group", Route.BUDGET_CHANGE, date(2019, 5, 14), True, "december"),
        ("group", Route.BUDGET_FIGURES, date(2019, 11, 13), False, "december"),
        # Too late for the budget: the next chance for money is the budget change of the year after.
        ("group", Route.BUDGET_FIGURES, date(2019, 11, 14), True, "next-june"),
        ("branch", Route.BUDGET_FIGURES, date(2019, 1, 17), True, "next-june"),
    ],
)
def test_a_case_is_marked_as_soon_as_it_will_miss_its_meeting(body, route, today, missed, chance):
    prospect = prospect_of(plans(today), body_id=body, route=route, today=today)
    assert prospect is not None
    assert (prospect.is_missed, prospect.next_chance.meeting_id) == (missed, chance)


@pytest.mark.parametrize(
    ("later", "missed", "last_day"),
    [((), False, date(2019, 11, 25)), ((date(2020, 5, 11),), True, date(2019, 11, 13))],
)
def test_a_group_that_has_called_no_later_meeting_can_still_call_one_in_time(later, missed, last_day):
    group = Station("group", "Gruppa", BodyKind.COUNCIL_GROUP, (date(2019, 11, 13), *later))
    plan = plan_back(DECEMBER, stations=(COUNCIL, EXECUTIVE, group), today=date(2019, 11, 14))
    prospect = prospect_of([plan], body_id="group", route=Route.BUDGET_FIGURES, today=date(2019, 11, 14))
    assert prospect is not None
    assert (prospect.is_missed, prospect.last_day) == (missed, last_day)


def test_a_case_is_held_to_the_meeting_that_was_chosen_for_it():
    prospect = prospect_of(
        plans(), body_id="group", route=Route.BUDGET_CHANGE, today=date(2019, 7, 1), aims_at="june"
    )
    assert (prospect.aims_at, prospect.is_missed) == (JUNE, True)
    assert prospect.next_chance == DECEMBER


def test_nothing_is_said_where_no_meeting_is_known():
    assert prospect_of([], body_id="group", route=None, today=date(2019, 1, 1)) is None
    assert prospect_of(plans(), body_id="elsewhere", route=None, today=date(2019, 1, 1)) is None
