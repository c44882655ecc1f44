"""Downloading papers and kept files, and making a paper anew."""

import io
from datetime import timedelta

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow import clock
from motionflow.db import db
from motionflow.domain.papers import PaperKind
from motionflow.models import Motion, Paper
from motionflow.services import motions
from motionflow.transaction import writing
from motionflow.web.papers import WORD
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, Party, Way
from tests.web.browsing import csrf, sign_in

WORDS = "Bokbuss til bygdene\n\nForslag til vedtak: Kommunen kjøper en bokbuss.\n"


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    made: Party = kept.fill(app, builders.make_party)
    return made


@pytest.fixture
def way(app: Flask, party: Party, kept: Kept) -> Way:
    made: Way = kept.fill(app, builders.make_party, builders.go_all_the_way)
    return made


def paper_of(app: Flask, kind: PaperKind, body_id: str) -> str:
    with app.app_context():
        rows = (
            select(Paper.id)
            .where(Paper.kind == kind, Paper.body_id == body_id)
            .order_by(Paper.version.desc())
        )
        found = db.session.scalars(rows).first()
        assert found is not None, f"no {kind} is stored"
        return found


def file_kept(app: Flask, party: Party, *, name: str) -> str:
    """Keep a file as the original of a motion and return its id."""
    with app.app_context(), writing():
        viewer = party.branch_secretary
        upload = motions.keep_upload(viewer, WORDS.encode(), name=name, body=party.branch, at=clock.now())
        wording = motions.Wording("Bokbuss", "", "Kommunen kjøper en bokbuss.")
        motions.hand_in_motion(viewer, party.branch, wording=wording, at=clock.now(), original=upload)
        return upload.id


def test_a_paper_is_downloaded_as_the_word_file_it_is(
    app: Flask, client: FlaskClient, party: Party, way: Way
) -> None:
    sign_in(client, app, party.member.id)
    answer = client.get(f"/papir/{paper_of(app, PaperKind.NOTICE, party.branch_id)}")

    assert answer.status_code == 200
    assert answer.mimetype == WORD
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Disposition"].endswith("-nordre-elvebygda-partilag-notice.docx")
    assert "no-store" in answer.headers["Cache-Control"]
    assert Document(io.BytesIO(answer.data)).paragraphs


@pytest.mark.parametrize("who", ["party_secretary", "councillor", "administrator", "stranger", None])
def test_a_meetings_paper_is_not_there_for_those_outside_its_body(
    app: Flask, client: FlaskClient, party: Party, way: Way, who: str | None
) -> None:
    if who is not None:
        sign_in(client, app, getattr(party, who).id)

    assert client.get(f"/papir/{paper_of(app, PaperKind.NOTICE, party.branch_id)}").status_code == 404


def test_the_public_reads_what_the_council_did_and_no_more(
    app: Flask, client: FlaskClient, party: Party, way: Way
) -> None:
    record = paper_of(app, PaperKind.RECORD, party.group_id)
    extract = paper_of(app, PaperKind.EXTRACT, party.branch_id)

    assert client.get(f"/papir/{record}").status_code == 200
    assert client.get(f"/papir/{extract}").status_code == 404


def test_there_is_no_paper_with_another_id(client: FlaskClient) -> None:
    assert client.get("/papir/0000000000000000").status_code == 404
    assert client.get("/fil/0000000000000000").status_code == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("forslag.txt", "attachment; filename=forslag.txt"),
        ("Løken forslag.docx", "filename*=UTF-8''L%C3%B8ken%20forslag.docx"),
        ("a\r\nSet-Cookie: b=c.txt", 'attachment; filename="a Set-Cookie: b=c.txt"'),
        ("a\u202etxt.exe", 'attachment; filename="a txt.exe"'),
        ("side.html", "attachment; filename=side.html"),
    ],
)
def test_a_kept_file_comes_as_it_was_and_is_never_shown_by_the_browser(
    app: Flask, client: FlaskClient, party: Party, name: str, shown: str
) -> None:
    upload_id = file_kept(app, party, name=name)
    sign_in(client, app, party.member.id)
    answer = client.get(f"/fil/{upload_id}")

    assert answer.status_code == 200
    assert answer.data == WORDS.encode()
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert shown in answer.headers["Content-Disposition"]
    assert "b" not in {each.partition("=")[0] for each in answer.headers.getlist("Set-Cookie")}


@pytest.mark.parametrize("who", ["party_member", "administrator", "stranger", None])
def test_a_kept_file_is_not_there_for_others(
    app: Flask, client: FlaskClient, party: Party, who: str | None
) -> None:
    upload_id = file_kept(app, party, name="forslag.txt")
    if who is not None:
        sign_in(client, app, getattr(party, who).id)

    assert client.get(f"/fil/{upload_id}").status_code == 404


def test_the_secretary_makes_a_paper_anew_and_the_old_one_stays(
    app: Flask, client: FlaskClient, party: Party, way: Way
) -> None:
    sign_in(client, app, party.branch_secretary.id)
    paper_id = paper_of(app, PaperKind.EXTRACT, party.branch_id)
    before = client.get(f"/papir/{paper_id}").data
    data = {"csrf_token": csrf(client, "/meg"), "form_key": "one-press"}
    answers = [client.post(f"/papir/{paper_id}/pa-nytt", data=data) for _ in range(2)]
    new_id = paper_of(app, PaperKind.EXTRACT, party.branch_id)

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == f"/steg/{way.step_ids[0]}"
    assert client.get(f"/papir/{paper_id}").data == before
    with app.app_context():
        assert db.session.get_one(Paper, new_id).version == 2


@pytest.mark.parametrize(("who", "status"), [("member", 403), ("party_secretary", 403), ("stranger", 404)])
def test_others_make_no_paper_anew(
    app: Flask, client: FlaskClient, party: Party, way: Way, who: str, status: int
) -> None:
    sign_in(client, app, getattr(party, who).id)
    paper_id = paper_of(app, PaperKind.EXTRACT, party.branch_id)
    answer = client.post(f"/papir/{paper_id}/pa-nytt", data={"csrf_token": csrf(client, "/meg")})

    assert answer.status_code == status
    assert paper_of(app, PaperKind.EXTRACT, party.branch_id) == paper_id


def test_a_meetings_paper_made_anew_leads_back_to_the_meeting(
    app: Flask, client: FlaskClient, party: Party, way: Way
) -> None:
    sign_in(client, app, party.branch_chair.id)
    paper_id = paper_of(app, PaperKind.NOTICE, party.branch_id)
    refused = client.post(f"/papir/{paper_id}/pa-nytt", data={"csrf_token": csrf(client, "/meg")})
    secretary = app.test_client()
    sign_in(secretary, app, party.branch_secretary.id)
    made = secretary.post(f"/papir/{paper_id}/pa-nytt", data={"csrf_token": csrf(secretary, "/meg")})

    assert refused.status_code == 403
    assert made.headers["Location"] == f"/mote/{way.meeting_ids[0]}#papers"


def test_a_destroyed_paper_is_gone(app: Flask, client: FlaskClient, party: Party, way: Way) -> None:
    paper_id = paper_of(app, PaperKind.NOTICE, party.branch_id)
    with app.app_context(), writing():
        paper = db.session.get_one(Paper, paper_id)
        paper.content, paper.facts, paper.destroyed_at = None, None, BRANCH_MEETING + timedelta(days=9)
    sign_in(client, app, party.member.id)

    assert client.get(f"/papir/{paper_id}").status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Motion)).all()
