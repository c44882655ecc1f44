"""The facts of papers go into JSON and come out the same, and a person can be taken out of them."""

import dataclasses
import json
from datetime import date, datetime
from enum import Enum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motionflow.documents.facts import PAPERS, ExtractPaper, Facts, MotionPaper
from motionflow.documents.pieces import AgendaPoint, TreatmentFacts
from motionflow.documents.stored import as_json, from_json, people_in, without_person
from motionflow.domain.papers import PaperKind
from tests.documents import samples

ALL = pytest.mark.parametrize("facts", samples.SAMPLES, ids=lambda facts: facts.kind.value)


def test_there_is_a_class_and_a_sample_for_every_kind_of_paper() -> None:
    assert set(PAPERS) == set(PaperKind)
    assert [type(sample) for sample in samples.SAMPLES] == list(PAPERS.values())


@ALL
def test_facts_come_out_of_json_as_they_went_in(facts: Facts) -> None:
    text = json.dumps(as_json(facts))

    assert from_json(facts.kind, json.loads(text)) == facts


@ALL
def test_facts_hold_plain_data_only(facts: Facts) -> None:
    plain = (str, int, bool, date, datetime, Enum, type(None))

    def check(value: object) -> None:
        if isinstance(value, tuple):
            for one in value:
                check(one)
        elif dataclasses.is_dataclass(value):
            assert value.__dataclass_params__.frozen  # type: ignore[union-attr] # every dataclass has them
            for field in dataclasses.fields(value):
                check(getattr(value, field.name))
        else:
            assert isinstance(value, plain)

    check(facts)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(TreatmentFacts, agenda_number=st.text(), title=st.text()))
def test_any_treatment_comes_out_of_json_as_it_went_in(treatment: TreatmentFacts) -> None:
    paper = dataclasses.replace(samples.EXTRACT, treatment=treatment)

    assert from_json("extract", json.loads(json.dumps(as_json(paper)))) == paper


def test_points_within_points_are_kept() -> None:
    agenda = (AgendaPoint("1", "Åpning", (AgendaPoint("a", "Opprop", (AgendaPoint("i", "Navn"),)),)),)
    paper = dataclasses.replace(samples.NOTICE, agenda=agenda)

    assert from_json("notice", as_json(paper)) == paper


def test_a_field_that_has_come_since_gets_its_default() -> None:
    data = as_json(samples.MOTION)
    del data["addressee"]

    read = from_json("motion", data)

    assert isinstance(read, MotionPaper)
    assert read.addressee == ""


def test_a_field_that_is_no_longer_known_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        from_json("motion", as_json(samples.MOTION) | {"colour": "red"})


def test_a_moment_keeps_its_zone() -> None:
    read = from_json("extract", as_json(samples.EXTRACT))

    assert isinstance(read, ExtractPaper)
    assert read.meeting.starts_at.utcoffset() is not None


def test_everyone_named_is_found() -> None:
    assert people_in(as_json(samples.MINUTES)) == {"p-ola", "p-kari", "p-anne", "p-per"}


@ALL
def test_a_person_who_is_taken_out_is_nowhere_left_by_name(facts: Facts) -> None:
    data = as_json(facts)
    for person in people_in(data):
        data = without_person(data, person=person, word="medlem")
    text = json.dumps(data, ensure_ascii=False)

    assert [one["name"] for one in _people(data)] == ["medlem"] * len(_people(data))
    assert "kari@example.org" not in text
    assert from_json(facts.kind, data).kind is facts.kind


def test_only_the_person_who_is_taken_out_is_changed() -> None:
    before = as_json(samples.MINUTES)
    after = without_person(before, person="p-kari", word="medlem")

    assert "Kari Eksempel" in json.dumps(before)
    assert [one["name"] for one in after["secretaries"]] == ["medlem"]
    assert after["chairs"] == before["chairs"]


def _people(value: object) -> list[dict[str, str]]:
    if isinstance(value, dict):
        found = [value] if {"person", "name"} <= value.keys() else []
        return found + [one for inner in value.values() for one in _people(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in _people(inner)]
    return []
