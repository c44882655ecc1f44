"""Papers edited by hand, papers as PDF and dossiers: from the press of a button to the file."""

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from motionflow import clock, heavy
from motionflow.db import db
from motionflow.documents import pdf
from motionflow.documents.compared import TextFile, text_docx
from motionflow.documents.reader import read_text
from motionflow.documents.redline import read_changes
from motionflow.documents.remarks import By
from motionflow.domain.errors import Code
from motionflow.domain.papers import PaperKind
from motionflow.models import Job, Meeting, Paper, Step
from motionflow.services import jobs, papers
from tests.kept import Kept
from tests.services import amending
from tests.web.browsing import csrf, fields_of
from tests.web.world import NOW, Cases, World, says, wait_for_people, world


@pytest.fixture
def place(kept: Kept, tmp_path: Path) -> Iterator[World]:
    """A party at work."""
    with world(kept, tmp_path) as made:
        yield made


@pytest.fixture
def cases(place: World) -> Cases:
    """Cases that wait for somebody."""
    return wait_for_people(place)


def papers_of(place: World, kind: PaperKind, **where: str) -> list[Paper]:
    with place.app.app_context():
        rows = select(Paper).filter_by(kind=kind, **where).order_by(Paper.version)
        return list(db.session.scalars(rows))


def edit(place: World, paper_id: str, content: bytes, name: str = "redigert.docx") -> TestResponse:
    browser = place.browser("branch_secretary")
    page = browser.get(f"/papir/{paper_id}/om").text
    fields = {**fields_of(page, with_field="file"), "file": (io.BytesIO(content), name)}
    return browser.post(f"/papir/{paper_id}/om", data=fields, content_type="multipart/form-data")


def edited_text(place: World, paper_id: str) -> bytes:
    """Return the paper's text with a paragraph more, as another program might save it."""
    made = place.browser("branch_secretary").get(f"/papir/{paper_id}").data
    text = read_text(made, name="a.docx").markdown
    return text_docx(text + "\n\nSkrevet inn for hånd.", file=TextFile(title="", by=By("Kari Eksempel", NOW)))


def press(place: World, role: str, path: str) -> TestResponse:
    browser = place.browser(role)
    return browser.post(path, data={"csrf_token": csrf(browser), "form_key": "x" + path})


def test_an_edited_version_is_in_force_and_stays_so(place: World, cases: Cases) -> None:
    (made,) = papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)
    content = edited_text(place, made.id)

    done = edit(place, made.id, content)

    assert done.status_code == 303
    _, edited = papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)
    assert (edited.version, edited.sha256) == (2, hashlib.sha256(content).hexdigest())
    assert place.browser("branch_secretary").get(f"/papir/{edited.id}").data == content

    anew = press(place, "branch_secretary", f"/papir/{edited.id}/pa-nytt")

    assert anew.status_code == 422
    assert says(anew, Code.PAPER_EDITED_BY_HAND)
    with place.writing():
        paper = db.session.get_one(Paper, edited.id)
        decision_id = paper.subject_id
        assert papers.edited_in_force(decision_id, PaperKind.EXTRACT) is paper
    assert len(papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)) == 2


def test_what_was_edited_can_be_seen_and_taken_home(place: World, cases: Cases) -> None:
    (made,) = papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)
    edit(place, made.id, edited_text(place, made.id))
    _, edited = papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)
    browser = place.browser("member")

    page = browser.get(f"/papir/{edited.id}/redigert")
    word = browser.get(f"/papir/{edited.id}/redigert-i-word")

    assert re.search("<ins>.*Skrevet inn for hånd[.].*</ins>", page.text)
    (change,) = read_changes(word.data, name="a.docx").revisions
    assert (change.kind, change.new) == ("insertion", "Skrevet inn for hånd.")
    assert "redigert for hånd" in browser.get(f"/steg/{cases.decided_step}").text
    assert browser.get(f"/papir/{made.id}/redigert").status_code == 404


def test_what_is_no_edited_version_is_refused_and_keeps_nothing(place: World, cases: Cases) -> None:
    (made,) = papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)
    same = place.browser("branch_secretary").get(f"/papir/{made.id}").data

    assert says(edit(place, made.id, same), Code.PAPER_SAYS_THE_SAME)
    assert says(edit(place, made.id, b"text", name="a.txt"), Code.FILE_NOT_WORD)
    assert says(edit(place, made.id, b"not a zip"), Code.FILE_NOT_READABLE)
    assert len(papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)) == 1
    assert press(place, "member", f"/papir/{made.id}/om").status_code == 403
    assert press(
        place, "party_secretary", f"/papir/{papers_of(place, PaperKind.MOTION)[0].id}/om"
    ).status_code in {403, 404}

    edit(place, made.id, edited_text(place, made.id))
    assert says(press(place, "branch_secretary", f"/papir/{made.id}/om"), Code.PAPER_HAS_NEWER_VERSION)


def test_a_paper_comes_as_pdf_when_the_worker_has_made_it(place: World, cases: Cases) -> None:
    (made,) = papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)
    browser = place.browser("member")
    asked = press(place, "member", f"/papir/{made.id}/pdf")
    waiting = browser.get(asked.location)

    assert waiting.headers["Refresh"] == "3"
    assert heavy.do_next_job(place.app)
    ready = browser.get(asked.location)
    got = browser.get(asked.location + "/fil")

    assert "Refresh" not in ready.headers
    assert got.data.startswith(b"%PDF-")
    assert got.headers["Content-Disposition"].endswith(".pdf")
    assert place.browser("branch_secretary").get(asked.location).status_code == 404
    assert not heavy.do_next_job(place.app)


def test_without_libreoffice_there_is_a_clear_line(
    place: World, cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert shutil.which("soffice") is None
    (made,) = papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)
    asked = press(place, "member", f"/papir/{made.id}/pdf")

    assert heavy.do_next_job(place.app)

    page = place.browser("member").get(asked.location)
    assert "LibreOffice er ikke installert" in page.text
    assert place.browser("member").get(asked.location + "/fil").status_code == 404
    with pytest.raises(pdf.NoOffice):
        pdf.pdf_of(b"")


def test_a_dossier_has_everything_with_checksums_and_one_document_of_it(place: World, cases: Cases) -> None:
    with place.app.app_context():
        motion_id = db.session.get_one(Paper, papers_of(place, PaperKind.EXTRACT)[0].id).motion_id
    with place.writing():
        step = db.session.get_one(Step, cases.decided_step)
        amending.kept_on(place.party.branch_secretary, step, at=NOW)
        amended = f"{step.received_text} Straks."
    asked = press(place, "branch_secretary", f"/sak/{motion_id}/mappe")
    assert heavy.do_next_job(place.app)
    got = place.browser("branch_secretary").get(asked.location + "/fil")

    with zipfile.ZipFile(io.BytesIO(got.data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())

    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert {"votes.json", "sources.json", "events.json", "dossier.docx"} < set(files)
    assert any(name.startswith("papers/") for name in files)
    assert any(name.startswith("texts/motion-v1") for name in files)
    assert "decision_recorded" in {event["name"] for event in json.loads(files["events.json"])}
    (uncounted,) = [each for each in json.loads(files["votes.json"]) if each.get("amendment")]
    known = {key: uncounted[key] for key in ("amendment", "outcome", "how", "rule", "counts")}
    assert known == {
        "amendment": "A1",
        "outcome": "fallen",
        "how": "seen_by_the_chair",
        "rule": None,
        "counts": None,
    }
    assert uncounted["settled_at"].startswith(NOW.date().isoformat())
    text = read_text(files["dossier.docx"], name="a.docx").markdown
    assert re.search(r"^## ", text, re.MULTILINE)
    assert [files[name].decode() for name in files if "-amendment-A1" in name] == [amended]
    assert re.search(
        r"^## Innstillinger\n\n\*\*Styrets innstilling\*\*\n\nForslaget vedtas", text, re.MULTILINE
    )
    assert re.search(r"^## Endringsforslag\n\n\*\*Endringsforslag A1 fra", text, re.MULTILINE)
    assert "settes inn" in text


def test_a_dossier_holds_no_more_than_its_reader_sees(place: World, cases: Cases) -> None:
    with place.app.app_context():
        motion_id = db.session.get_one(Paper, papers_of(place, PaperKind.EXTRACT)[0].id).motion_id
    asked = press(place, "stranger", f"/sak/{motion_id}/mappe")
    if asked.status_code == 404:
        return
    assert heavy.do_next_job(place.app)
    got = place.browser("stranger").get(asked.location + "/fil")
    with zipfile.ZipFile(io.BytesIO(got.data)) as archive:
        assert json.loads(archive.read("events.json")) == []
        assert not [name for name in archive.namelist() if "received" in name or "amendment" in name]


def test_a_large_booklet_is_made_by_the_worker(
    place: World, cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "HEAVY_BOOKLET", 1)
    browser = place.browser("branch_secretary")
    before = len(papers_of(place, PaperKind.BOOKLET, meeting_id=cases.held))
    key = {"csrf_token": csrf(browser), "form_key": "booklet", "kind": "booklet"}

    asked = browser.post(f"/mote/{cases.held}/papir", data=key)

    assert "/arbeid/" in asked.location
    assert heavy.do_next_job(place.app)
    shown = browser.get(asked.location).text
    assert "/papir/" in shown
    assert f'href="/mote/{cases.held}"' in shown
    assert len(papers_of(place, PaperKind.BOOKLET, meeting_id=cases.held)) == before + 1


def test_a_job_that_fails_is_said_so_and_old_ones_are_forgotten(
    place: World, cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    (made,) = papers_of(place, PaperKind.EXTRACT, step_id=cases.decided_step)
    monkeypatch.setattr(heavy, "pdf_of", broken)
    asked = press(place, "member", f"/papir/{made.id}/pdf")
    assert heavy.do_next_job(place.app)
    shown = place.browser("member").get(asked.location).text
    assert "kunne ikke lages" in shown
    assert f'href="/papir/{made.id}/om"' in shown

    with place.writing():
        jobs.forget_old(at=clock.now() + timedelta(days=2))
    with place.app.app_context():
        assert db.session.scalars(select(Job)).all() == []
        assert db.session.scalars(select(Meeting)).first() is not None
