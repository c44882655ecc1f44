"""The motion of the seeds, in three files, is one motion."""

import pytest

from motionflow.documents.reader import read_text
from motionflow.domain.recognised import Recognised
from motionflow.domain.recognition import recognise
from tests.seeds.places import SEEDS

FILES = ("loken-motion.docx", "loken-motion-pasted.docx", "loken-motion.txt")


def recognised(name: str) -> Recognised:
    return recognise(read_text((SEEDS / name).read_bytes(), name=name).markdown)


def test_the_three_files_give_the_same_motion() -> None:
    typed, pasted, text = (recognised(name).as_json() for name in FILES)

    assert typed == pasted == text


@pytest.mark.parametrize("name", FILES)
def test_the_parts_are_those_of_the_guide(name: str) -> None:
    found = recognised(name)

    assert found.title.startswith("BEDRE LEDELSE")
    assert [paragraph.split()[0] for paragraph in found.paragraphs] == [
        "Bedre",
        "Aurskog",
        "Og",
        "God",
        "Høgskolestiftelsen",
    ]
    assert found.decided_by == "Løken Arbeiderforening"
    assert str(found.decided_on) == "2019-01-16"
    assert found.next_body == "A-H Arbeiderparti"
    assert found.disposition is not None
    assert found.disposition.startswith("Saken oversendes")
    assert found.proposed_decision is not None
    assert found.proposed_decision.startswith("A-H Arbeiderparti fremmer")
    assert "oversendes" not in found.proposed_decision
    assert found.rest == ()


def test_the_checks_are_those_of_the_guide() -> None:
    checks = [(check.code.value, check.params) for check in recognised(FILES[0]).checks]
    codes = {code for code, _ in checks}

    assert {"no_amount", "no_cover", "grant_deadline", "rank_without_source", "report_not_due_yet"} <= codes
    assert ("budget_already_adopted", {"year": 2019, "adopted": 2018}) in checks
    assert [params["number"] for code, params in checks if code == "condition_by_others"] == [25]
    assert [params["suggested"] for code, params in checks if code == "name_spelling"] == ["Aurskog-Høland"]
    assert {"omsorgssektoren", "omsorgstjenestene", "BIs"} <= {
        params["suggested"] for code, params in checks if code == "spelling"
    }
    assert [params["word"] for code, params in checks if code == "repeated_word"] == ["ble"]


def test_the_article_is_read_as_a_source() -> None:
    found = recognised("orkdal-article.txt")

    assert found.title == "Kvalitetsledelse i helse- og omsorg"
    assert "## Kontinuerlig forbedring" in found.paragraphs
