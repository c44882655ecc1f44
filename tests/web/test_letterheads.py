"""The page of a body's letterhead, and the papers that are made on it."""

import hashlib
import io
import json
import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import undefer

from motionflow import clock
from motionflow.db import db
from motionflow.documents import stored
from motionflow.documents.word import make_paper
from motionflow.domain.errors import Code
from motionflow.models import Event, Paper, PaperPerson
from motionflow.services import audit, letterheads, papers
from motionflow.transaction import writing
from tests.documents.letterheads import NAME, letterhead_docx
from tests.documents.motion_samples import with_parts
from tests.documents.opened import parts
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import make_party_of_today
from tests.web.browsing import fields_of, sign_in
from tests.web.world import says


def _send(client: FlaskClient, path: str, content: bytes | None, name: str = "Vårt brevark.docx"):  # type: ignore[no-untyped-def]  # what the client answers
    fields = fields_of(client.get(path).text, action=path)
    sent = {**fields, "file": (io.BytesIO(content), name)} if content is not None else fields
    return client.post(path, data=sent, content_type="multipart/form-data")


def test_a_body_has_its_papers_on_its_own_letterhead_until_it_is_removed(
    app: Flask, client: FlaskClient, kept: Kept
) -> None:
    party = kept.fill(app, make_party_of_today)
    sign_in(client, app, party.branch_secretary.id)
    path = f"/organ/{party.branch_id}/brevark"
    assert f'href="{path}"' in client.get(f"/organ/{party.branch_id}").text
    assert "ikke noe eget brevark" in client.get(path).text

    nothing = _send(client, path, None)
    harmful = _send(client, path, with_parts(letterhead_docx(), {"word/vbaProject.bin": b"x"}))
    answer = _send(client, path, letterhead_docx())
    page = client.get(path).text
    assert "ikke noe eget brevark" in page, "it is looked at before it is used"
    (use,) = re.findall(rf'action="({path}/\w+/bruk)"', page)
    tried = client.get(re.findall(rf'href="({path}/prove\?brevark=\w+)"', page)[0]).data
    used = client.post(use, data=fields_of(page, action=use))
    assert used.status_code == 303
    page = client.get(path).text
    sample = client.get(f"{path}/prove").data
    assert parts(tried) == parts(sample)

    assert (nothing.status_code, harmful.status_code) == (422, 422)
    assert says(nothing, Code.FILE_MISSING)
    assert says(harmful, Code.FILE_HAS_MACROS)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}#tried")
    assert "210 × 297 mm, marger 35, 30, 31 og 30 mm" in page
    assert NAME in page
    assert "Vårt brevark.docx" in page
    assert any(name.startswith("word/media/") for name in parts(sample))

    with app.app_context(), writing():
        builders.hand_in(party, at=clock.now())
    with app.app_context():
        paper = db.session.scalars(select(Paper).options(undefer(Paper.facts), undefer(Paper.content))).one()
        facts = stored.from_json(paper.kind, json.loads(paper.facts or ""))
        template = letterheads.template_of(party.branch_id)
        event = db.session.scalars(select(Event).where(Event.name == "paper_made")).one()
        assert make_paper(facts, language="nb", template=template).content == paper.content
        assert make_paper(facts, language="nb").content != paper.content
        kept_as = letterheads.find_letterhead(party.branch_id)
        assert kept_as is not None
        assert json.loads(event.facts)["letterhead"] == kept_as.sha256
        assert list(audit.find_faults()) == []

    _send(client, path, letterhead_docx(counts_pages=True), "Nytt.docx")
    (use,) = re.findall(rf'action="({path}/\w+/bruk)"', client.get(path).text)
    client.post(use, data=fields_of(client.get(path).text, action=use))
    page = client.get(path).text
    assert "Tidligere brevark" in page
    assert "Vårt brevark.docx" in page
    with app.app_context():
        paper = db.session.scalars(select(Paper).options(undefer(Paper.facts), undefer(Paper.content))).one()
        template = letterheads.template_made_on(party.branch_id, papers.letterhead_of(paper))
        assert template != letterheads.template_of(party.branch_id)
        assert make_paper(facts, language="nb", template=template).content == paper.content
        named = db.session.scalars(select(PaperPerson.person_id)).one()
    with app.app_context(), writing():
        papers.make_anew_without(named, by=None, at=clock.now())
    with app.app_context():
        (anew,) = db.session.scalars(select(Paper).where(Paper.destroyed_at.is_(None))).all()
        assert papers.letterhead_of(anew) == hashlib.sha256(template or b"").hexdigest()

    client.post(f"{path}/fjern", data=fields_of(page, action=f"{path}/fjern"))

    assert "ikke noe eget brevark" in client.get(path).text
    assert not any(name.startswith("word/media/") for name in parts(client.get(f"{path}/prove").data))
