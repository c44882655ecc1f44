"""Handing in, reading a file, correcting, sources, following and what became of it: as a browser does."""

import io

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from motionflow import clock
from motionflow.db import db
from motionflow.models import Follower, FollowUp, Motion, MotionText, Source, Upload
from motionflow.services import steps
from tests.documents.motion_samples import made_docx
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import Party, Way
from tests.services.test_importing import FILE
from tests.web import browsing


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    made: Party = kept.fill(app, builders.make_party)
    return made


@pytest.fixture
def way(app: Flask, party: Party, kept: Kept) -> Way:
    made: Way = kept.fill(app, builders.make_party, builders.go_all_the_way)
    return made


@pytest.fixture
def member(app: Flask, client: FlaskClient, party: Party) -> FlaskClient:
    browsing.sign_in(client, app, party.member.id)
    return client


@pytest.fixture
def secretary(app: Flask, party: Party) -> FlaskClient:
    client = app.test_client()
    browsing.sign_in(client, app, party.branch_secretary.id)
    return client


def count(app: Flask, table: type) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(table)) or 0
        db.session.remove()
    return found


def hand_in(client: FlaskClient, **typed: str):
    given = {"title": "Bokbuss", "grounds": "Fordi.", "proposed_decision": "Kommunen kjøper en buss."}
    return browsing.send(client, "/nytt-forslag", to="/nytt-forslag", **(given | typed))


def test_a_member_hands_in_a_motion_and_sees_its_page(app, member):
    answer = hand_in(member)
    assert answer.status_code == 303
    page = member.get(answer.headers["Location"]).text
    assert "Bokbuss" in page
    assert "Kommunen kjøper en buss." in page
    assert f"{clock.now().year}/1" in page


@pytest.mark.parametrize("missing", ["title", "proposed_decision"])
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_is_kept(app, member, missing):
    answer = hand_in(member, **{missing: "  "})
    assert answer.status_code == 422
    assert f'id="{missing}-error"' in answer.text
    assert "Fordi." in answer.text
    assert count(app, Motion) == 0


def test_a_file_is_kept_as_it_came_and_read_into_the_form(app, secretary, party):
    page = secretary.get("/nytt-forslag").text
    fields = browsing.fields_of(page, action="/nytt-forslag/les")
    sent = fields | {"file": (io.BytesIO(FILE), "forslag.txt")}
    answer = secretary.post("/nytt-forslag/les", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303
    form = browsing.fields_of(secretary.get(answer.headers["Location"]).text, action="/nytt-forslag")
    assert form["title"] == "BOKBUSS TIL GRENDENE"
    assert form["proposed_decision"] == "Elvebygda kommuneparti ber kommunen kjøpe en bokbuss i 2019."
    assert (form["body"], form["next_body"]) == (party.branch_id, party.party_id)
    assert (form["decided"], form["decided_on"]) == ("y", "16.1.2019")
    done = secretary.post("/nytt-forslag", data=form)
    assert done.status_code == 303
    with app.app_context():
        motion = db.session.scalars(select(Motion)).one()
        assert motion.shown_number == "2019/1"
        assert motion.original_id == form["upload"]
        assert motion.steps[0].decision.next_body_id == party.party_id
        db.session.remove()
    original = secretary.get(f"/fil/{form['upload']}")
    assert original.data == FILE
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_what_a_file_holds_beside_its_text_and_its_fields_is_told(secretary):
    def fill(document):
        document.add_paragraph("Elvebygda kommuneparti")
        boxed = document.add_paragraph("Forslag nr. 4 Bokbuss")
        boxed.add_run()._r.append(parse_xml(BOX))
        document.add_paragraph("Vedtak: Kommunen kjøper en bokbuss.")

    fields = browsing.fields_of(secretary.get("/nytt-forslag").text, action="/nytt-forslag/les")
    sent = fields | {"file": (io.BytesIO(made_docx(fill)), "forslag.docx")}
    answer = secretary.post("/nytt-forslag/les", data=sent, content_type="multipart/form-data")
    page = secretary.get(answer.headers["Location"]).text
    assert "Tekstbokser er satt som avsnitt der de sto: 1." in page
    assert "I ruta." in page
    assert "Dette står i fila, men ikke i noen av feltene" in page
    assert "<p>Elvebygda kommuneparti</p>" in page


BOX = (
    f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>I ruta.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
)


def test_pasted_text_is_read_like_a_file(app, member):
    answer = browsing.send(
        member, "/nytt-forslag", to="/nytt-forslag/les", pasted=FILE.decode(), with_field="pasted"
    )
    form = browsing.fields_of(member.get(answer.headers["Location"]).text, action="/nytt-forslag")
    assert form["title"] == "BOKBUSS TIL GRENDENE"


def test_nothing_to_read_is_said_and_nothing_is_kept(app, member):
    answer = browsing.send(member, "/nytt-forslag", to="/nytt-forslag/les", with_field="pasted")
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert count(app, Upload) == 0


def test_the_same_form_sent_twice_hands_in_one_motion_and_leads_to_the_same_place(app, member):
    fields = browsing.fields_of(member.get("/nytt-forslag").text, action="/nytt-forslag")
    typed = fields | {"title": "Bokbuss", "grounds": "", "proposed_decision": "Kommunen kjøper en buss."}
    first, second = (member.post("/nytt-forslag", data=typed) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert count(app, Motion) == 1


def test_a_refused_form_can_be_mended_and_sent_again(app, member):
    refused = hand_in(member, title="")
    fields = browsing.fields_of(refused.text, action="/nytt-forslag")
    assert member.post("/nytt-forslag", data=fields | {"title": "Bokbuss"}).status_code == 303
    assert count(app, Motion) == 1


def test_two_who_correct_the_text_at_once_both_see_both_texts(app, member, secretary):
    case = hand_in(member).headers["Location"]
    theirs = browsing.fields_of(secretary.get(f"{case}/tekst").text, with_field="based_on")
    browsing.send(member, f"{case}/tekst", title="Mitt navn på saken")
    late = secretary.post(f"{case}/tekst", data=theirs | {"title": "Ditt navn på saken"})
    assert late.status_code == 422
    assert "Mitt navn på saken" in late.text
    assert "Ditt navn på saken" in late.text
    again = browsing.fields_of(late.text, with_field="based_on")
    assert again["based_on"] == "2"
    assert secretary.post(f"{case}/tekst", data=again).status_code == 303
    assert count(app, MotionText) == 3


def test_a_source_is_added_with_its_file(app, member):
    case = hand_in(member).headers["Location"]
    fields = browsing.fields_of(member.get(f"{case}/kilde").text, with_field="doubt")
    sent = fields | {"title": "", "link": "", "file": (io.BytesIO(b"En artikkel."), "artikkel.txt")}
    assert member.post(f"{case}/kilde", data=sent, content_type="multipart/form-data").status_code == 303
    page = member.get(case).text
    assert "artikkel.txt" in page
    assert count(app, Source) == 1


@pytest.mark.parametrize(
    "typed", [{"title": ""}, {"title": "Kilde", "link": "javascript:alert(1)"}, {"dated_on": "31.2.2019"}]
)
def test_a_source_that_is_wrong_is_not_added(app, member, typed):
    case = hand_in(member).headers["Location"]
    answer = browsing.send(member, f"{case}/kilde", with_field="doubt", **({"title": "Kilde"} | typed))
    assert answer.status_code == 422
    assert count(app, Source) == 0


def test_following_is_a_button_and_doing_it_twice_is_doing_it_once(app, way, secretary):
    case = f"/sak/{way.motion_id}"
    before = count(app, Follower)
    for _ in range(2):
        token = browsing.csrf(secretary)
        assert secretary.post(f"{case}/folg", data={"csrf_token": token}).status_code == 303
    assert count(app, Follower) == before + 1
    browsing.send(secretary, case, to=f"{case}/slutt-a-folge")
    assert count(app, Follower) == before


def test_what_became_of_a_case_is_shown_on_its_page(app, way, secretary):
    case = f"/sak/{way.motion_id}"
    refused = browsing.send(secretary, f"{case}/oppfolging", status="done", on="1.7.2019", note="Bussen går.")
    assert refused.status_code == 422
    assert "Bussen går." in refused.text
    fields = browsing.fields_of(refused.text, with_field="note")
    sent = secretary.post(f"{case}/oppfolging", data=fields | {"source_title": "Brev fra kommunen"})
    assert sent.status_code == 303
    assert "Brev fra kommunen" in secretary.get(case).text
    assert count(app, FollowUp) == 1


def test_search_finds_all_the_words_in_any_order_with_their_norwegian_letters(app, way, client):
    for words in ("bokbuss", "BYGDENE bokbuss", "2019/1", "bokbuss kommunepartiet"):
        assert f"/sak/{way.motion_id}" in client.get("/sok", query_string={"q": words}).text
    for words in ("trikk", "bokbuss trikk", "2018/1", "%", "_"):
        assert f"/sak/{way.motion_id}" not in client.get("/sok", query_string={"q": words}).text


def test_another_case_is_offered_to_join_with_when_there_is_one_and_only_to_who_may(app, party, secretary):
    with app.app_context(), builders.one_transaction():
        step = builders.hand_in(party, title="Fortau langs skoleveien").steps[0]
        steps.accept_step(party.branch_secretary, step.id, seen=step.version, at=builders.START)
        page = f"/steg/{step.id}"
    assert f"{page}/sla-sammen" not in secretary.get(page).text
    with app.app_context(), builders.one_transaction():
        builders.hand_in(party, title="Gangvei langs skoleveien")
    assert f"{page}/sla-sammen" in secretary.get(page).text
    chair = app.test_client()
    browsing.sign_in(chair, app, party.branch_chair.id)
    shown = chair.get(page).text
    assert f"{page}/sla-sammen" not in shown
    assert chair.get(f"{page}/sla-sammen").status_code == 403


def test_what_happened_to_our_motions_has_the_votes_of_each_decision(client, party, way, secretary):
    page = f"/hva-skjedde?organ={party.branch_id}"
    shown = secretary.get(page).text
    assert "For 17, mot 0, blanke 1" in shown
    assert "For 19, mot 16" in shown
    public = client.get(page).text
    assert "For 19, mot 16" in public  # what a council does is public
    assert "For 17" not in public
