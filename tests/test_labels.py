"""The one line that pages and mails say of a case, in three languages."""

from datetime import date

import pytest

from motionflow.domain.flow import FollowUpStatus, Outcome, StepState
from motionflow.domain.status import StepSummary, status_of
from motionflow.i18n import words
from motionflow.labels import status_line

BRANCH = StepSummary("Løken Arbeiderforening", StepState.DECIDED, Outcome.ADOPTED, date(2019, 1, 16))
PARTY = StepSummary("A-H Arbeiderparti", StepState.DECIDED, Outcome.ADOPTED_WITH_CHANGES, date(2019, 2, 9))
COUNCIL = StepSummary("kommunestyret", StepState.DECIDED, Outcome.FALLEN, date(2019, 12, 16))


def at_party(state: StepState, meeting_on: date | None = None) -> StepSummary:
    return StepSummary("A-H Arbeiderparti", state, meeting_on=meeting_on)


@pytest.mark.parametrize(
    ("steps", "nb", "nn"),
    [
        (
            [StepSummary("Løken Arbeiderforening", StepState.INBOX)],
            "Sendt inn til Løken Arbeiderforening, venter på behandling",
            "Sendt inn til Løken Arbeiderforening, ventar på handsaming",
        ),
        (
            [BRANCH, at_party(StepState.INBOX)],
            "Vedtatt i Løken Arbeiderforening 16.1.2019, oversendt A-H Arbeiderparti, venter på behandling",
            "Vedteke i Løken Arbeiderforening 16.1.2019, sendt over til A-H Arbeiderparti,"
            " ventar på handsaming",
        ),
        (
            [BRANCH, at_party(StepState.ACCEPTED)],
            "Vedtatt i Løken Arbeiderforening 16.1.2019, hos A-H Arbeiderparti, venter på behandling",
            "Vedteke i Løken Arbeiderforening 16.1.2019, hos A-H Arbeiderparti, ventar på handsaming",
        ),
        (
            [BRANCH, at_party(StepState.LISTED, date(2019, 2, 9))],
            "Vedtatt i Løken Arbeiderforening 16.1.2019, på saklista i A-H Arbeiderparti 9.2.2019",
            "Vedteke i Løken Arbeiderforening 16.1.2019, på saklista i A-H Arbeiderparti 9.2.2019",
        ),
        (
            [at_party(StepState.DECLINED)],
            "Ikke tatt til behandling i A-H Arbeiderparti",
            "Ikkje teke til handsaming i A-H Arbeiderparti",
        ),
    ],
)
def test_the_line_tells_the_latest_decision_and_where_the_case_waits(
    steps: list[StepSummary], nb: str, nn: str
) -> None:
    status = status_of(steps)
    assert status_line(status, language=words("nb")) == nb
    assert status_line(status, language=words("nn")) == nn


def test_what_became_of_a_case_after_its_latest_decision_stands_in_its_place() -> None:
    status = status_of(
        [BRANCH, COUNCIL], follow_up=FollowUpStatus.PARTLY_DONE, follow_up_on=date(2021, 1, 18)
    )
    assert status_line(status, language=words("nb")) == ("Delvis gjennomført per 18.1.2021")


def test_what_became_of_a_case_does_not_hide_where_it_waits() -> None:
    status = status_of(
        [PARTY, StepSummary("kommunestyregruppa", StepState.INBOX)],
        follow_up=FollowUpStatus.DELAYED,
        follow_up_on=date(2019, 8, 20),
    )
    assert status_line(status, language=words("nb")) == (
        "Forsinket per 20.8.2019, oversendt kommunestyregruppa, venter på behandling"
    )


def test_what_became_of_a_case_before_its_latest_decision_comes_after_it() -> None:
    status = status_of([BRANCH, COUNCIL], follow_up=FollowUpStatus.DELAYED, follow_up_on=date(2019, 8, 20))
    assert status_line(status, language=words("nb")) == (
        "Falt i kommunestyret 16.12.2019, forsinket per 20.8.2019"
    )


def test_a_case_that_waits_twice_in_one_body_is_said_to_once() -> None:
    waiting = at_party(StepState.INBOX)
    status = status_of([BRANCH, waiting, waiting])
    assert status_line(status, language=words("en")) == (
        "Adopted in Løken Arbeiderforening 16/01/2019, sent to A-H Arbeiderparti, waits for an answer"
    )
