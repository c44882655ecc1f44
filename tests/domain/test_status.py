"""The status of a case, told from its steps."""

from datetime import date

from motionflow.domain.flow import FollowUpStatus, Outcome, StepState
from motionflow.domain.status import StepSummary, status_of

BRANCH = StepSummary("Branch", StepState.DECIDED, Outcome.ADOPTED, date(2019, 1, 16))
PARTY = StepSummary("Party", StepState.DECIDED, Outcome.ADOPTED_WITH_CHANGES, date(2019, 2, 9))
GROUP = StepSummary("Group", StepState.INBOX)


def test_the_latest_decision_and_where_the_case_waits():
    status = status_of([BRANCH, PARTY, GROUP])
    assert (status.latest, status.waiting) == (PARTY, (GROUP,))


def test_of_two_decisions_on_one_day_the_later_step_is_the_latest():
    figures = StepSummary("Council", StepState.DECIDED, Outcome.FALLEN, date(2019, 12, 16))
    text = StepSummary("Council", StepState.DECIDED, Outcome.ADOPTED, date(2019, 12, 16))
    assert status_of([BRANCH, figures, text]).latest is text


def test_a_case_that_was_declined_and_waits_nowhere_says_so():
    declined = StepSummary("Party", StepState.DECLINED, None, date(2019, 1, 20))
    assert status_of([BRANCH, declined]).latest is declined


def test_what_became_of_it_stands_beside_the_outcome():
    status = status_of([BRANCH], follow_up=FollowUpStatus.DELAYED, follow_up_on=date(2019, 8, 20))
    assert (status.latest, status.follow_up) == (BRANCH, FollowUpStatus.DELAYED)


def test_a_case_that_has_just_come_in_has_no_decision():
    assert status_of([GROUP]).latest is None
