"""A text out to Word and back: what was changed in the file becomes amendments, one for each change."""

import io
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from motionflow.db import db
from motionflow.documents.compared import TextFile, compared_docx, text_docx
from motionflow.documents.reader import read_text
from motionflow.documents.remarks import By, Remark
from motionflow.domain.differences import compare
from motionflow.domain.errors import Code
from motionflow.models import Amendment, Step
from tests.kept import Kept
from tests.web.browsing import fields_of
from tests.web.world import NOW, Cases, World, says, wait_for_people, world


@pytest.fixture
def place(kept: Kept, tmp_path: "object") -> Iterator[World]:
    """A party at work."""
    with world(kept, tmp_path) as made:  # type: ignore[arg-type]
        yield made


@pytest.fixture
def cases(place: World) -> Cases:
    """Cases that wait for somebody."""
    return wait_for_people(place)


def send(
    place: World, step_id: str, content: bytes, *, by: str = "branch_secretary", name: str = "endret.docx"
) -> TestResponse:
    page = place.browser(by).get(f"/steg/{step_id}/fra-word")
    fields = {**fields_of(page.text, with_field="form_key"), "file": (io.BytesIO(content), name)}
    path = f"/steg/{step_id}/fra-word"
    return place.browser(by).post(path, data=fields, content_type="multipart/form-data")


def text_of(place: World, step_id: str) -> str:
    answer = place.browser("branch_secretary").get(f"/steg/{step_id}/tekst-i-word")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return read_text(answer.data, name="tekst.docx").markdown


def amendments_of(place: World, step_id: str) -> list[Amendment]:
    with place.app.app_context():
        rows = db.session.scalars(
            select(Amendment).where(Amendment.step_id == step_id).order_by(Amendment.number)
        )
        return list(rows)


def edited(text: str) -> tuple[str, str]:
    """Return two edits of a text: a word at its end, and a paragraph of its own before it."""
    head, _, last = text.rpartition("\n\n")
    return f"{head}\n\n{last.rstrip('.')} snarest.", f"{head}\n\nEt nytt avsnitt.\n\n{last}"


def test_a_file_with_tracked_changes_becomes_amendments_by_whom_the_file_names(
    place: World, cases: Cases
) -> None:
    step_id = cases.listed_step
    text = text_of(place, step_id)
    new = edited(edited(text)[0])[1]
    changes = compare(text, new)
    where = next(number for number, one in enumerate(changes) if one.kind == "changed")
    remark = {where: [Remark(By("Ola Prøve", NOW), "Det haster.")]}
    content = compared_docx(text, new, file=TextFile(title="", by=By("Ola Prøve", NOW), remarks=remark))

    answer = send(place, step_id, content)
    page = place.browser("branch_secretary").get(answer.location)

    assert answer.status_code == 303
    assert page.text.count('<h2 id="change-') == 2
    assert re.search("<ins>.*Et nytt avsnitt[.].*</ins>", page.text)
    assert "Det haster.</textarea>" in page.text
    assert page.text.count('value="Ola Prøve"') == 2

    done = place.browser("branch_secretary").post(
        answer.location, data=fields_of(page.text, with_field="changes-0-what")
    )

    assert done.status_code == 303, re.sub(r"<[^>]+>", "", done.text)
    first, second = amendments_of(place, step_id)
    assert (first.number, first.mover_name, first.scope) == (1, "Ola Prøve", "decision")
    assert first.text.endswith(" snarest.") != second.text.endswith(" snarest.")
    assert {first.grounds, second.grounds} == {"", "Det haster."}
    assert first.authored_at is not None
    assert first.source.startswith("endret.docx (Ola Prøve")


def test_changes_are_joined_and_left_out_as_chosen(place: World, cases: Cases) -> None:
    step_id = cases.listed_step
    text = text_of(place, step_id)
    new = "Først et avsnitt.\n\n" + edited(edited(text)[0])[1]
    content = compared_docx(text, new, file=TextFile(title="", by=By("Ola Prøve", NOW)))
    answer = send(place, step_id, content)
    fields = fields_of(
        place.browser("branch_secretary").get(answer.location).text, with_field="changes-0-what"
    )

    nothing = {**fields, **{f"changes-{number}-what": "drop" for number in range(3)}}
    refused = place.browser("branch_secretary").post(answer.location, data=nothing)
    some = {**fields, "changes-0-what": "drop", "changes-2-what": "join", "changes-1-grounds": "Begge deler."}
    done = place.browser("branch_secretary").post(answer.location, data=some)

    assert refused.status_code == 422
    assert says(refused, Code.NO_CHANGE_TAKEN)
    assert done.status_code == 303
    (one,) = amendments_of(place, step_id)
    assert one.text.endswith(" snarest.")
    assert "Et nytt avsnitt." in one.text
    assert "Først et avsnitt." not in one.text + one.motion_grounds
    assert one.grounds == "Begge deler."


def test_a_footnote_that_is_written_in_word_comes_with_the_words_that_it_belongs_to(
    place: World, cases: Cases
) -> None:
    step_id = cases.listed_step
    text = text_of(place, step_id)
    new = f"{text.rstrip('.')}[^1].\n\n[^1]: Se budsjettet."
    content = compared_docx(text, new, file=TextFile(title="", by=By("Ola Prøve", NOW)))
    answer = send(place, step_id, content)
    page = place.browser("branch_secretary").get(answer.location).text

    place.browser("branch_secretary").post(answer.location, data=fields_of(page, with_field="changes-0-what"))

    assert page.count('<h2 id="change-') == 1
    (one,) = amendments_of(place, step_id)
    assert one.text.endswith("[^1].\n\n[^1]: Se budsjettet.")


def test_a_file_without_tracked_changes_is_compared_with_what_it_was_made_from(
    place: World, cases: Cases
) -> None:
    step_id = cases.listed_step
    text = text_of(place, step_id)
    plain = text_docx(edited(text)[0], file=TextFile(title="", by=By("", NOW)))

    page = place.browser("branch_secretary").get(send(place, step_id, plain).location)
    same = place.browser("branch_secretary").get(
        send(place, step_id, text_docx(text, file=TextFile(title="", by=By("", NOW)))).location
    )

    assert page.text.count('<h2 id="change-') == 1
    assert "Fila har ingen sporede endringer" in page.text
    assert '<h2 id="change-' not in same.text


def test_a_file_with_the_proposed_decision_alone_is_compared_with_that(place: World, cases: Cases) -> None:
    with place.app.app_context():
        decision = db.session.get_one(Step, cases.listed_step).received_text
    new = f"{decision.rstrip('.')} snarest.\n\n1. Et punkt med **vekt**.\n2. Et til.\n\n- Og en strek."
    content = text_docx(new, file=TextFile(title="", by=By("", NOW)))
    answer = send(place, cases.listed_step, content)
    page = place.browser("branch_secretary").get(answer.location).text

    assert page.count('<h2 id="change-') == 2
    assert "Forslag til vedtak</" not in page
    assert "<span>1.</span>" in page
    assert "<strong>vekt</strong>" in page
    assert "- Og en strek" not in page
    assert "Linje" not in page, "a part of a text has no lines of its own"
    fields = fields_of(page, with_field="changes-0-what")
    assert fields.keys() >= {"changes-0-what", "changes-1-what"}
    first, second = page.split('<h2 id="change-')[1:]
    assert ('value="join"' in first, 'value="join"' in second) == (False, True)

    done = place.browser("branch_secretary").post(answer.location, data={**fields, "changes-1-what": "join"})

    assert done.status_code == 303
    (one,) = amendments_of(place, cases.listed_step)
    assert (one.text, one.scope) == (new, "decision")


def test_a_member_sends_in_her_own_and_an_outsider_sees_nothing(place: World, cases: Cases) -> None:
    step_id = cases.listed_step
    text = text_of(place, step_id)
    content = compared_docx(text, edited(text)[0], file=TextFile(title="", by=By("Helt Annen", NOW)))
    answer = send(place, step_id, content, by="member")
    page = place.browser("member").get(answer.location)

    assert "changes-0-mover" not in page.text
    assert (
        place.browser("member")
        .post(answer.location, data=fields_of(page.text, with_field="changes-0-what"))
        .status_code
        == 303
    )
    (one,) = amendments_of(place, step_id)
    assert one.person_id == place.party.member.id
    assert place.browser("branch_secretary").get(answer.location).status_code == 404
    assert place.browser("party_secretary").get(f"/steg/{step_id}/fra-word").status_code == 404
    assert place.browser("party_secretary").get(f"/steg/{step_id}/tekst-i-word").status_code == 404


def test_a_file_that_is_none_gets_a_sentence(place: World, cases: Cases) -> None:
    refused = send(place, cases.listed_step, b"not a zip")

    assert refused.status_code == 422
    assert says(refused, Code.FILE_NOT_READABLE)
    assert send(place, cases.listed_step, b"text", name="a.txt").status_code == 422
    assert place.browser("branch_secretary").get(f"/steg/{cases.decided_step}/fra-word").status_code == 422


def test_a_file_that_says_more_than_a_text_may_is_refused_before_it_is_compared(
    place: World, cases: Cases
) -> None:
    long = "\n\n".join(f"Avsnitt {number} {'med mange ord ' * 1_600}." for number in range(10))
    content = text_docx(long, file=TextFile(title="", by=By("", NOW)))

    refused = send(place, cases.listed_step, content)

    assert refused.status_code == 422
    assert says(refused, Code.TEXT_TOO_LONG, most=200_000)
    assert amendments_of(place, cases.listed_step) == []


def test_the_step_page_leads_to_the_file_while_amendments_are_taken(place: World, cases: Cases) -> None:
    page = place.browser("member").get(f"/steg/{cases.listed_step}")

    assert f"/steg/{cases.listed_step}/fra-word" in page.text
    assert "fra-word" not in place.browser("member").get(f"/steg/{cases.decided_step}").text
