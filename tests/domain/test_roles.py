"""The table of permissions: what it must say whatever else changes."""

import pytest

from motionflow.domain.roles import TABLE, Action, Relation, Role, Sight, may, sight_of

INSIDE = [role for role in Role if role is not Role.ADMINISTRATOR]


def at(role: Role, relation: Relation = Relation.OWN):
    return frozenset({(role, relation)})


def test_every_action_has_its_row_and_nobody_is_left_out_of_all():
    assert set(TABLE) == set(Action)
    assert all(TABLE.values())


def test_an_administrator_makes_bodies_and_first_secretaries_and_nothing_else():
    allowed = {
        action for action in Action if may(action, standing=at(Role.ADMINISTRATOR, Relation.INSTALLATION))
    }
    assert allowed == {Action.BODY_MAKE, Action.BODY_APPOINT_SECRETARY}


@pytest.mark.parametrize("action", list(Action))
def test_nobody_without_a_role_may_do_anything(action):
    assert not may(action, standing=frozenset())


@pytest.mark.parametrize("role", INSIDE)
def test_whoever_is_in_the_body_sees_inside_and_others_on_the_way_see_the_outcome(role):
    assert sight_of(at(role), is_open=False) is Sight.INSIDE
    assert sight_of(at(role, Relation.FOLLOWED), is_open=False) is Sight.INSIDE
    assert sight_of(at(role, Relation.ON_WAY), is_open=False) is Sight.OUTCOME


def test_the_public_sees_the_outcome_only_where_the_body_has_opened_it():
    assert sight_of(frozenset(), is_open=False) is Sight.NOTHING
    assert sight_of(frozenset(), is_open=True) is Sight.OUTCOME


@pytest.mark.parametrize(
    "action", [Action.STEP_HANDLE_INBOX, Action.STEP_FORWARD, Action.MEMBERS_CHANGE, Action.PAPER_MAKE]
)
def test_only_the_secretary_runs_the_inbox_sends_on_and_keeps_the_members(action):
    assert [role for role in Role if may(action, standing=at(role))] == [Role.SECRETARY]


def test_a_councillor_records_what_the_council_did_but_does_not_send_cases_on():
    councillor = at(Role.COUNCILLOR, Relation.FOLLOWED)
    assert may(Action.STEP_DECIDE, standing=councillor)
    assert not may(Action.STEP_FORWARD, standing=councillor)
    assert not may(Action.STEP_DECIDE, standing=at(Role.MEMBER, Relation.FOLLOWED))


def test_members_of_another_body_on_the_way_cannot_change_anything():
    for role in Role:
        allowed = {action for action in Action if may(action, standing=at(role, Relation.ON_WAY))}
        assert allowed <= {Action.STEP_SEE_OUTCOME, Action.CASE_FOLLOW}
