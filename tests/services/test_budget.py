"""What a case asks for at each body stays as it was; what was granted and spent is added beside it."""

from datetime import date

import pytest
from flask import Flask

from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.domain.money import CoverBy, LineKind, MoneyKind
from motionflow.services import budget, budget_lines, case_money
from motionflow.services.budget_lines import LineGiven
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import LONG_AFTER, START, Party, one_transaction

BUS = LineGiven(LineKind.COST, "Bokbuss", 2020, (800_000, 0, 0, 0), area="Kultur", function="370", art="200")


def codes(refused: pytest.ExceptionInfo[RuleBroken]) -> list[Code]:
    return [each.code for each in refused.value.obstacles]


def make_asked(party: Party) -> str:
    """Return a motion in the branch's inbox that asks for a bus, half of it covered."""
    motion = builders.hand_in(party)
    step = motion.steps[0]
    cost = budget_lines.add_line(party.member, step.id, given=BUS, at=START)
    cover = LineGiven(
        *(LineKind.COVER, "Disposisjonsfondet", 2020, (400_000, 0, 0, 0)),
        cover_by=CoverBy.RESERVE,
        covers_id=cost.id,
    )
    budget_lines.add_line(party.member, step.id, given=cover, at=START)
    return motion.id


@pytest.fixture
def asked(open_app: Flask, party: Party, kept: Kept) -> str:
    """A motion in the branch's inbox that asks for a bus, half of it covered."""
    made: str = kept.fill(open_app, builders.make_party, make_asked)
    return made


def the(party, motion_id):
    from motionflow.services.cases import get_motion_for

    return get_motion_for(party.branch_secretary, motion_id)


def test_a_mover_writes_what_the_motion_costs_and_what_covers_it(party, asked):
    with one_transaction():
        money = case_money.money_of(the(party, asked))
        [first] = money.asked
        assert (money.total_asked, money.total_granted, money.total_spent) == (800_000, None, None)
        assert [(year.year, year.missing) for year in first.years] == [(2020, 400_000)]
        assert first.lines[1].covers_id == first.lines[0].id


def test_another_member_cannot_write_in_it(party, asked):
    with one_transaction():
        step = the(party, asked).steps[0]
        with pytest.raises(NotFound):
            budget_lines.add_line(party.stranger, step.id, given=BUS, at=START)
        with pytest.raises(NotAllowed):
            budget_lines.add_line(
                builders.make_viewer("Mona Annen", (party.branch, builders.Role.MEMBER), at=START),
                step.id,
                given=BUS,
                at=START,
            )


def test_a_refused_line_is_told_of_everything_at_once_and_writes_nothing(party, asked):
    wrong = LineGiven(LineKind.COST, "", None, (0, 0, 0, 0), function="999")
    with one_transaction(), pytest.raises(RuleBroken) as refused:
        budget_lines.add_line(party.member, the(party, asked).steps[0].id, given=wrong, at=START)
    assert codes(refused) == [Code.MEASURE_MISSING, Code.YEAR_MISSING, Code.AMOUNT_MISSING, Code.CODE_UNKNOWN]
    with one_transaction():
        assert len(budget_lines.list_lines(the(party, asked).steps[0])) == 2


def test_what_a_body_asked_for_stands_when_the_next_one_changes_it(party, way):
    with one_transaction():
        motion = way.motion
        first = motion.steps[0]
        with pytest.raises(RuleBroken) as refused:
            budget_lines.add_line(party.branch_secretary, first.id, given=BUS, at=LONG_AFTER)
    assert codes(refused) == [Code.ASKED_IS_FIXED]


def test_the_next_body_begins_with_what_came_and_changes_its_own(party, asked):
    with one_transaction():
        motion = the(party, asked)
        first = motion.steps[0]
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
        builders.put_on_list(party.branch_secretary, first, meeting, at=START)
        after = builders.BRANCH_MEETING
        builders.decide(party.branch_secretary, first, meeting=meeting, at=LONG_AFTER)
        second = builders.send_on(
            party.branch_secretary, first, party.party, text="Kjøp.", at=after.replace(hour=22)
        )
        came = budget_lines.lines_in_force(second)
        assert [row.step_id for row in came] == [first.id, first.id]
        cheaper = LineGiven(LineKind.COST, "Brukt bokbuss", 2020, (500_000, 0, 0, 0))
        changed = budget_lines.change_line(
            party.party_secretary, second.id, came[0].id, given=cheaper, at=LONG_AFTER
        )
        assert changed.step_id == second.id
    with one_transaction():
        money = case_money.money_of(the(party, asked))
        assert [each.total for each in money.asked] == [800_000, 500_000]
        assert money.asked[1].lines[1].covers_id == money.asked[1].lines[0].id


def test_a_line_that_is_removed_covers_nothing_and_is_covered_by_nothing(party, asked):
    with one_transaction():
        step = the(party, asked).steps[0]
        cost, cover = budget_lines.list_lines(step)
        budget_lines.remove_line(party.member, step.id, cost.id, at=START)
        assert cover.covers_id is None
        assert [row.measure for row in budget_lines.list_lines(step)] == ["Disposisjonsfondet"]


def test_a_line_added_after_a_removed_one_has_a_place_of_its_own_at_the_next_body_too(party, asked):
    with one_transaction():
        step = the(party, asked).steps[0]
        cost, _cover = budget_lines.list_lines(step)
        budget_lines.remove_line(party.member, step.id, cost.id, at=START)
        given = LineGiven(LineKind.COST, "Brukt bokbuss", 2020, (500_000, 0, 0, 0))
        budget_lines.add_line(party.member, step.id, given=given, at=START)

        rows = budget_lines.list_lines(step)

        assert [row.measure for row in rows] == ["Disposisjonsfondet", "Brukt bokbuss"]
        assert rows[0].position < rows[1].position


def record(party, way, *, by=None, **others):
    given = {
        "kind": MoneyKind.GRANTED,
        "year": 2019,
        "amount": 250_000,
        "on": date(2019, 6, 17),
        "source_title": "Møtebok 17. juni 2019",
        "step_id": way.step_ids[-1],
    } | others
    return budget.record_money(by or party.councillor, way.motion_id, at=LONG_AFTER, **given)


def test_what_was_granted_and_spent_is_added_and_the_latest_of_a_year_holds(party, way):
    with one_transaction():
        record(party, way)
        record(party, way, amount=200_000)
        record(party, way, kind=MoneyKind.SPENT, amount=150_000)
        record(party, way, year=2020, amount=100_000)
    with one_transaction():
        money = case_money.money_of(way.motion)
        assert (money.granted_in(2019), money.spent_in(2019), money.spent_in(2020)) == (
            200_000,
            150_000,
            None,
        )
        assert (money.total_granted, money.total_spent) == (300_000, 150_000)


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"kind": None}, Code.CHOICE_INVALID),
        ({"step_id": "0" * 16}, Code.CHOICE_INVALID),
        ({"year": None}, Code.YEAR_MISSING),
        ({"year": 20}, Code.YEAR_INVALID),
        ({"amount": None}, Code.AMOUNT_MISSING),
        ({"on": None}, Code.DATE_MISSING),
        ({"on": date(2020, 1, 1)}, Code.DATE_IN_FUTURE),
        ({"on": date(2018, 12, 1)}, Code.DATE_BEFORE_RECEIVED),
        ({"source_title": " "}, Code.SOURCE_MISSING),
        ({"source_link": "javascript:1"}, Code.LINK_INVALID),
    ],
)
def test_money_is_recorded_with_year_day_and_source(party, way, others, code):
    with one_transaction(), pytest.raises(RuleBroken) as refused:
        record(party, way, **others)
    assert codes(refused) == [code]


def test_only_those_who_follow_up_record_money(party, way):
    with one_transaction(), pytest.raises(NotAllowed):
        record(party, way, by=party.party_member)
