"""The one line that tells where a case stands."""

from datetime import date

import pytest

from motionflow.documents.phrases import Language
from motionflow.documents.status_line import status_sentence
from motionflow.domain.flow import ENDED, FollowUpStatus, Outcome, StepState
from motionflow.domain.status import StepSummary, status_of

BRANCH = StepSummary("Bygda partilag", StepState.DECIDED, Outcome.ADOPTED, date(2019, 1, 16))
PARTY = StepSummary("kommunepartiet", StepState.DECIDED, Outcome.ADOPTED_WITH_CHANGES, date(2019, 2, 9))
GROUP = StepSummary("kommunestyregruppa", StepState.INBOX)


def _postponed(body: str) -> StepSummary:
    return StepSummary(body, StepState.POSTPONED, Outcome.POSTPONED, date(2019, 2, 9))


@pytest.mark.parametrize(
    ("steps", "nb", "nn"),
    [
        (
            [StepSummary("Bygda partilag", StepState.INBOX)],
            "Kommet inn til Bygda partilag, venter på behandling",
            "Komme inn til Bygda partilag, ventar på handsaming",
        ),
        (
            [BRANCH, PARTY, GROUP],
            "Vedtatt med endringer i kommunepartiet 9.2.2019, oversendt kommunestyregruppa,"
            " venter på behandling",
            "Vedteke med endringar i kommunepartiet 9.2.2019, sendt over til kommunestyregruppa,"
            " ventar på handsaming",
        ),
        (
            [BRANCH, StepSummary("kommunepartiet", StepState.LISTED, meeting_on=date(2019, 2, 9))],
            "Vedtatt i Bygda partilag 16.1.2019, på saklista i kommunepartiet 9.2.2019",
            "Vedteke i Bygda partilag 16.1.2019, på saklista i kommunepartiet 9.2.2019",
        ),
        (
            [BRANCH, _postponed("kommunepartiet")],
            "Utsatt i kommunepartiet 9.2.2019, venter på ny behandling i kommunepartiet",
            "Utsett i kommunepartiet 9.2.2019, ventar på ny handsaming i kommunepartiet",
        ),
        (
            [BRANCH, StepSummary("kommunepartiet", StepState.DECLINED, decided_on=date(2019, 2, 1))],
            "Ikke tatt til behandling i kommunepartiet 1.2.2019",
            "Ikkje teke til handsaming i kommunepartiet 1.2.2019",
        ),
    ],
)
def test_the_line_tells_the_latest_decision_and_where_the_case_waits(
    steps: list[StepSummary], nb: str, nn: str
) -> None:
    status = status_of(steps)

    assert (status_sentence(status, "nb"), status_sentence(status, "nn")) == (nb, nn)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("state", [state for state in StepState if state not in ENDED])
def test_a_case_that_waits_in_any_state_has_a_line_that_names_the_body(
    state: StepState, language: Language
) -> None:
    for before in ([], [BRANCH]):
        waiting = StepSummary("kommunepartiet", state)

        assert "kommunepartiet" in status_sentence(status_of([*before, waiting]), language)


def test_a_follow_up_after_the_latest_decision_is_the_line() -> None:
    status = status_of([BRANCH, PARTY], follow_up=FollowUpStatus.PARTLY_DONE, follow_up_on=date(2021, 1, 20))

    assert status_sentence(status, "nb") == "Delvis gjennomført per 20.1.2021"


def test_a_follow_up_before_the_latest_decision_comes_after_it() -> None:
    status = status_of([BRANCH, PARTY], follow_up=FollowUpStatus.DELAYED, follow_up_on=date(2019, 1, 20))

    assert status_sentence(status, "nb") == (
        "Vedtatt med endringer i kommunepartiet 9.2.2019, forsinket per 20.1.2019"
    )


def test_a_follow_up_does_not_hide_where_the_case_waits() -> None:
    status = status_of([BRANCH, GROUP], follow_up=FollowUpStatus.UNDER_WAY, follow_up_on=date(2019, 3, 1))

    assert status_sentence(status, "nb") == (
        "Under arbeid per 1.3.2019, oversendt kommunestyregruppa, venter på behandling"
    )
