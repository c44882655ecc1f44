"""What papers say of a case's way."""

from datetime import date

import pytest

from motionflow.documents.phrases import LANGUAGES
from motionflow.documents.status_line import next_due, next_step, status_sentence
from motionflow.domain.flow import ENDED, Outcome, StepState
from motionflow.domain.status import StepSummary, status_of
from motionflow.i18n import words
from motionflow.labels import status_line

BRANCH = StepSummary("Bygda partilag", StepState.DECIDED, Outcome.ADOPTED, date(2019, 1, 16))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", [state for state in StepState if state not in ENDED])
def test_a_paper_says_where_a_case_stands_in_the_words_of_its_page(state, language):
    for before in ([], [BRANCH]):
        status = status_of([*before, StepSummary("kommunepartiet", state, meeting_on=date(2019, 2, 9))])

        said = status_sentence(status, language)

        assert said == status_line(status, language=words(language))
        assert "kommunepartiet" in said


def test_what_comes_next_names_the_body_where_the_case_waits():
    status = status_of([BRANCH, StepSummary("kommunepartiet", StepState.INBOX)])

    assert next_step(status, "nb") == "Behandling i kommunepartiet"
    assert next_step(status_of([BRANCH]), "nb") == ""


def test_each_of_several_bodies_has_its_own_day_and_none_gets_anothers():
    party = StepSummary("kommunepartiet", StepState.LISTED, meeting_on=date(2019, 2, 9))
    council = StepSummary("kommunestyret", StepState.INBOX)

    both = status_of([BRANCH, party, council])

    assert (
        next_step(both, "nn")
        == "Handsaming i kommunepartiet 9.\N{NO-BREAK SPACE}februar 2019. Handsaming i kommunestyret"
    )
    assert next_due(both) is None
    assert next_due(status_of([BRANCH, party])) == date(2019, 2, 9)
