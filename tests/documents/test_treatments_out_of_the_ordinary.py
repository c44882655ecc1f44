"""Minutes and extracts of what is not as usual: a late motion, and a case that no meeting treated."""

import dataclasses
import json

import pytest

from motionflow.documents.facts import Facts
from motionflow.documents.phrases import LANGUAGES, Language
from motionflow.documents.stored import as_json, from_json
from motionflow.documents.word import make_paper
from tests.documents import samples
from tests.documents.opened import lines

LEAVE = {
    "nb": "Forslaget kom inn etter fristen. Møtet tillot at det ble behandlet.",
    "nn": "Forslaget kom inn etter fristen. Møtet tillét at det vart handsama.",
}
LATE = dataclasses.replace(samples.TREATMENT, leave_given=True)
LATE_MINUTES = dataclasses.replace(
    samples.MINUTES,
    items=tuple(
        dataclasses.replace(item, treatment=LATE) if item.treatment else item
        for item in samples.MINUTES.items
    ),
)
LATE_EXTRACT = dataclasses.replace(samples.EXTRACT, treatment=LATE)
WITHOUT_MEETING = dataclasses.replace(samples.EXTRACT, meeting=None)


def shown(facts: Facts, language: Language) -> list[str]:
    return lines(make_paper(facts, language=language).content)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [LATE_MINUTES, LATE_EXTRACT], ids=["minutes", "extract"])
def test_a_late_motion_is_said_to_be_treated_with_the_meetings_leave(
    facts: Facts, language: Language
) -> None:
    assert shown(facts, language).count(LEAVE[language]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [samples.MINUTES, samples.EXTRACT], ids=["minutes", "extract"])
def test_nothing_is_said_of_leave_where_none_was_needed(facts: Facts, language: Language) -> None:
    assert LEAVE[language] not in shown(facts, language)


def test_a_paper_stored_before_leave_was_a_fact_reads_as_without_it() -> None:
    data = as_json(samples.EXTRACT)
    del data["treatment"]["leave_given"]

    assert from_json("extract", json.loads(json.dumps(data))) == samples.EXTRACT


@pytest.mark.parametrize("facts", [LATE_MINUTES, LATE_EXTRACT, WITHOUT_MEETING])
def test_these_facts_too_come_out_of_json_as_they_went_in(facts: Facts) -> None:
    assert from_json(facts.kind, json.loads(json.dumps(as_json(facts)))) == facts


@pytest.mark.parametrize(
    ("language", "title", "field"),
    [
        ("nb", "Særutskrift: behandlet uten møte", "Behandlet:\t18.\u00a0januar 2019, uten møte"),
        ("nn", "Særutskrift: handsama utan møte", "Handsama:\t18.\u00a0januar 2019, utan møte"),
    ],
)
def test_what_no_meeting_treated_claims_no_meeting_and_no_minutes(
    language: Language, title: str, field: str
) -> None:
    paper = make_paper(WITHOUT_MEETING, language=language)
    text = lines(paper.content)

    assert paper.title.startswith(title)
    assert title in text
    assert field in text
    assert f"Organ:\t{samples.EXTRACT.head.issuer.name}" in text
    assert not [line for line in text if line.startswith("Møte:") or "av protokoll" in line]
