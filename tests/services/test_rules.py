"""A body's secretary sets its rules from a day on; for an external body those who follow it do."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.deadlines import Periods, day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, RuleBroken
from motionflow.domain.rolls import DuesRule, VotingRules
from motionflow.domain.voting import RuleName, Tie
from motionflow.models import Body, Event, RuleSet
from motionflow.services import audit, bodies
from motionflow.services.access import Viewer
from motionflow.services.rules import RulesGiven, list_rules_for, majorities_for, set_rules_as
from motionflow.transaction import writing
from tests.at_once import at_once
from tests.services import builders
from tests.services.builders import START, Party, one_transaction

GIVEN = RulesGiven(
    valid_from=date(2019, 1, 1),
    majority=RuleName.TWO_THIRDS,
    tie=Tie.LOT,
    allows_blanks=False,
    notice_days=28,
    motion_days=14,
    membership_days=30,
    source=" vedtektene § 7 ",
    voting=VotingRules(
        dues=DuesRule.THIS_YEAR, quorum=Fraction(1, 2), quorum_refuses=True, names_kept_days=30
    ),
)
OF_COUNCIL = replace(GIVEN, majority=RuleName.COUNCIL, tie=Tie.CHAIR_DECIDES, membership_days=None)


def refused(viewer: Viewer, body: Body, given: RulesGiven) -> dict[str | None, Code]:
    """Return what is told, by field."""
    with pytest.raises(RuleBroken) as broken, one_transaction():
        set_rules_as(viewer, body, given=given, at=START)
    return {obstacle.field: obstacle.code for obstacle in broken.value.obstacles}


def test_rules_hold_from_their_day_and_earlier_days_keep_theirs(party: Party) -> None:
    with one_transaction():
        set_rules_as(party.branch_secretary, party.branch, given=GIVEN, at=START)
        later = replace(GIVEN, valid_from=date(2020, 1, 1), notice_days=None, majority=RuleName.SIMPLE)
        set_rules_as(party.branch_secretary, party.branch, given=later, at=START)

    before, first, second = (
        bodies.rules_on(party.branch, day=day)
        for day in (date(2018, 12, 31), date(2019, 12, 31), date(2020, 1, 1))
    )
    assert before.valid_from is None
    assert (first.periods, first.majority.name) == (Periods(28, 14, None), RuleName.TWO_THIRDS)
    assert (first.majority.tie, first.majority.allows_blanks) == (Tie.LOT, False)
    assert (first.membership_days, first.source) == (30, "vedtektene § 7")
    assert (second.periods, second.majority.name) == (Periods(None, 14, None), RuleName.SIMPLE)
    assert [each.valid_from for each in list_rules_for(party.branch_secretary, party.branch)] == [
        date(2020, 1, 1),
        date(2019, 1, 1),
    ]
    assert db.session.scalars(select(Event.name).where(Event.name == "rules_set")).all() == ["rules_set"] * 2
    assert list(audit.find_faults()) == []


def test_everything_that_is_wrong_is_told_at_its_field(party: Party) -> None:
    given = replace(
        GIVEN,
        valid_from=None,
        notice_days=-1,
        papers_days=367,
        majority=RuleName.COUNCIL,
        tie=None,
        source="a" * 201,
    )

    assert refused(party.branch_secretary, party.branch, given) == {
        "valid_from": Code.DATE_MISSING,
        "notice_days": Code.NUMBER_INVALID,
        "papers_days": Code.DAYS_TOO_MANY,
        "majority": Code.CHOICE_INVALID,
        "tie": Code.CHOICE_INVALID,
        "source": Code.TEXT_TOO_LONG,
    }
    assert db.session.scalars(select(RuleSet)).all() == []


def test_a_day_has_one_set_of_rules(party: Party) -> None:
    with one_transaction():
        set_rules_as(party.branch_secretary, party.branch, given=GIVEN, at=START)

    assert refused(party.branch_secretary, party.branch, GIVEN) == {"valid_from": Code.DATE_TAKEN}


def test_rules_that_were_set_wrong_are_replaced_on_the_day_or_before(party: Party) -> None:
    ahead = replace(GIVEN, valid_from=day_in_oslo(START))
    for given in (ahead, replace(ahead, valid_from=date(2019, 6, 1))):
        with one_transaction():
            set_rules_as(party.branch_secretary, party.branch, given=given, at=START)
        assert refused(party.branch_secretary, party.branch, given) == {"valid_from": Code.RULES_SET_ALREADY}
        with one_transaction():
            right = replace(given, notice_days=21, replaces=True)
            set_rules_as(party.branch_secretary, party.branch, given=right, at=START)
        with one_transaction():
            assert bodies.rules_on(party.branch, day=given.valid_from).periods.notice_days == 21
    assert len(db.session.scalars(select(RuleSet)).all()) == 2
    assert db.session.scalars(select(Event.name).where(Event.name == "rules_set")).all() == ["rules_set"] * 4
    assert list(audit.find_faults()) == []


def test_rules_that_have_been_in_force_are_not_replaced(party: Party) -> None:
    with one_transaction():
        set_rules_as(party.branch_secretary, party.branch, given=GIVEN, at=START)

    again = replace(GIVEN, replaces=True)
    assert refused(party.branch_secretary, party.branch, again) == {"valid_from": Code.DATE_TAKEN}


def test_what_rules_say_of_polls_is_replaced_with_the_rest(party: Party) -> None:
    ahead = replace(GIVEN, valid_from=date(2019, 6, 1))
    with one_transaction():
        voting = VotingRules(names_kept_days=14)
        bodies.set_rules(party.branch, valid_from=ahead.valid_from, by=None, at=START, voting=voting)
    with one_transaction():
        given = replace(ahead, replaces=True)
        set_rules_as(party.branch_secretary, party.branch, given=given, at=START)
    with one_transaction():
        found = bodies.rules_on(party.branch, day=ahead.valid_from)
        assert (found.voting.names_kept_days, found.periods.notice_days) == (30, 28)


def test_of_two_who_set_rules_from_the_same_day_the_second_is_told(app: Flask) -> None:
    with app.app_context(), writing():
        party = builders.make_party()

    def act() -> str:
        with app.app_context(), writing():
            return set_rules_as(party.branch_secretary, party.branch, given=GIVEN, at=START).body_id

    answers = at_once([act, act])

    assert [each for each in answers if not isinstance(each, Exception)] == [party.branch_id]
    [told] = [each for each in answers if isinstance(each, Exception)]
    assert isinstance(told, RuleBroken), told
    assert [obstacle.code for obstacle in told.obstacles] == [Code.DATE_TAKEN]


def test_the_council_votes_by_its_law_and_never_blank(party: Party) -> None:
    assert majorities_for(party.council)[0] is RuleName.COUNCIL
    assert RuleName.COUNCIL not in majorities_for(party.branch)
    assert refused(party.group_secretary, party.council, replace(OF_COUNCIL, allows_blanks=True)) == {
        "allows_blanks": Code.BLANKS_NOT_ALLOWED
    }


def test_the_secretary_of_a_body_that_follows_sets_the_rules_of_an_external_one(party: Party) -> None:
    with one_transaction():
        set_rules_as(party.group_secretary, party.council, given=OF_COUNCIL, at=START)

    rules = bodies.rules_on(party.council, day=date(2019, 6, 17))
    assert (rules.periods.notice_days, rules.majority.quorum is not None) == (28, True)


@pytest.mark.parametrize(
    "who", ["member", "branch_chair", "party_secretary", "councillor", "stranger", "administrator"]
)
def test_nobody_else_sets_rules(party: Party, who: str) -> None:
    for body, given in ((party.branch, GIVEN), (party.council, OF_COUNCIL)):
        with pytest.raises(NotAllowed), one_transaction():
            set_rules_as(getattr(party, who), body, given=given, at=START)
        with pytest.raises(NotAllowed):
            list_rules_for(getattr(party, who), body)
    assert db.session.scalars(select(RuleSet)).all() == []
