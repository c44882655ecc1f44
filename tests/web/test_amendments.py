"""Amendments and recommendations as a browser uses them: what is typed is kept, and others see nothing."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.errors import Code
from motionflow.models import AgendaItem, Amendment, Recommendation, Step
from motionflow.services import motions
from motionflow.services.access import Viewer
from tests.kept import Kept
from tests.services import amending, builders
from tests.services.builders import START, TO_PARTY, Party, one_transaction
from tests.web import browsing
from tests.web.world import says

LEASED = TO_PARTY.replace("kjøpe", "leie")
TWO = TO_PARTY.replace("en bokbuss", "to bokbusser")
NEW = TO_PARTY.replace("en bokbuss", "en ny bokbuss")


@pytest.fixture
def listed(app: Flask, kept: Kept) -> tuple[Party, str]:
    made: tuple[Party, str] = kept.fill(app, amending.make_listed)
    return made


def browser(app: Flask, viewer: Viewer) -> FlaskClient:
    client = app.test_client()
    browsing.sign_in(client, app, viewer.id)
    return client


def rows(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        found = db.session.scalars(select(Amendment).order_by(Amendment.number))
        return [(row.shown_number, row.state.value, row.text) for row in found]


def plain(page: str) -> str:
    """Return what is read on a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_member_edits_the_text_looks_it_over_and_hands_it_in(app: Flask, listed: tuple[Party, str]) -> None:
    party, step_id = listed
    client = browser(app, party.member)
    written = browsing.send(
        client, f"/steg/{step_id}/endringsforslag/nytt", text=LEASED, grounds="Billigere.", then="preview"
    )
    assert written.status_code == 303
    preview = client.get(written.location)
    assert "(tatt ut: kjøpe )" in plain(preview.text)
    assert "(lagt til: leie )" in plain(preview.text)
    secretary = browser(app, party.branch_secretary)
    assert secretary.get(written.location).status_code == 404  # a draft is its writer's
    handed_in = browsing.send(client, written.location, to=f"{written.location}/send-inn")
    assert handed_in.status_code == 303
    assert rows(app) == [("A1", "submitted", LEASED)]
    page = secretary.get(f"/steg/{step_id}/endringsforslag").text
    assert "Fremmet av Lise Medlem" in page
    assert "Linje 1" in plain(page)


def test_one_that_changes_nothing_is_refused_and_what_was_typed_is_kept(
    app: Flask, listed: tuple[Party, str]
) -> None:
    party, step_id = listed
    client = browser(app, party.branch_secretary)
    answer = browsing.send(
        client,
        f"/steg/{step_id}/endringsforslag/nytt",
        with_field="text",
        grounds="Fordi det er best.",
        mover="Gro Gjest",
        then="hand_in",
    )
    assert answer.status_code == 422
    assert says(answer, Code.AMENDMENT_CHANGES_NOTHING)
    assert "Fordi det er best." in answer.text
    assert "Gro Gjest" in answer.text
    assert rows(app) == []


def test_the_secretary_takes_one_down_from_the_floor_in_one_form(
    app: Flask, listed: tuple[Party, str]
) -> None:
    party, step_id = listed
    client = browser(app, party.branch_secretary)
    typed = {"text": LEASED, "mover": "Gro Gjest", "then": "hand_in"}
    answer = browsing.send(client, f"/steg/{step_id}/endringsforslag/nytt", **typed)
    assert answer.status_code == 303
    assert rows(app) == [("A1", "submitted", LEASED)]


def correct(app: Flask, party: Party, step_id: str, decision: str) -> None:
    with app.app_context(), one_transaction():
        motion = db.session.get_one(Step, step_id).motion
        wording = motions.Wording(builders.TITLE, builders.GROUNDS, decision)
        motions.edit_motion(party.member, motion, wording=wording, based_on=motion.text.version, at=START)


def test_a_text_that_has_moved_on_is_followed_where_it_can_be(app: Flask, listed: tuple[Party, str]) -> None:
    party, step_id = listed
    client = browser(app, party.branch_secretary)
    path = f"/steg/{step_id}/endringsforslag/nytt"
    fields = browsing.fields_of(client.get(path).text, with_field="text")
    correct(app, party, step_id, TWO)
    answer = client.post(path, data=fields | {"text": LEASED, "then": "hand_in"})
    assert answer.status_code == 303
    assert rows(app) == [("A1", "submitted", TWO.replace("kjøpe", "leie"))]


def test_and_where_it_cannot_both_texts_are_shown_and_the_second_try_stands(
    app: Flask, listed: tuple[Party, str]
) -> None:
    party, step_id = listed
    client = browser(app, party.branch_secretary)
    path = f"/steg/{step_id}/endringsforslag/nytt"
    fields = browsing.fields_of(client.get(path).text, with_field="text")
    correct(app, party, step_id, TWO)
    answer = client.post(path, data=fields | {"text": NEW, "then": "hand_in"})
    assert answer.status_code == 422
    assert says(answer, Code.AMENDMENT_TEXT_CLASHES)
    assert "to bokbusser" in answer.text
    again = browsing.fields_of(answer.text, with_field="text")
    assert again["text"].strip() == NEW
    assert client.post(path, data=again | {"then": "hand_in"}).status_code == 303
    assert rows(app) == [("A1", "submitted", NEW)]


def test_the_votes_are_walked_through_and_the_text_stands_ready_in_the_decisions_form(
    app: Flask, listed: tuple[Party, str]
) -> None:
    party, step_id = listed
    with app.app_context(), one_transaction():
        one = amending.amend(party.member, step_id, LEASED, at=START).id
        amending.amend(party.member, step_id, TWO, at=START)
        third = amending.amend(party.member, step_id, NEW, at=START).id
    chair = browser(app, party.branch_chair)
    voting = f"/steg/{step_id}/voteringer"
    assert "A3 mot A2" in plain(chair.get(voting).text) or "A2 mot A3" in plain(chair.get(voting).text)
    moved = browsing.send(chair, voting, to=f"{voting}/rekkefolge", with_field="amendment", amendment=third)
    assert moved.status_code == 303
    refused = chair.post(
        f"/endringsforslag/{one}/votering",
        data=_vote_fields(chair, voting) | {"votes_for": "x", "votes_against": "3", "seen": "1"},
    )
    assert refused.status_code == 422
    assert 'value="3"' in refused.text
    for number in ("A1", "A2"):
        row_id, seen = row_of(app, number)
        fields = _vote_fields(chair, voting) | {"votes_for": "12", "votes_against": "4", "seen": str(seen)}
        assert chair.post(f"/endringsforslag/{row_id}/votering", data=fields).status_code == 303
    assert [state for _, state, _ in rows(app)] == ["carried", "carried", "fallen_away"]
    adopted = "Kommunepartiet ber kommunen leie to bokbusser."
    assert adopted in chair.get(f"/steg/{step_id}/vedtatt-tekst").text
    form = browsing.fields_of(chair.get(f"/steg/{step_id}/vedtak").text, with_field="outcome")
    assert (form["outcome"], form["operative_text"].strip()) == ("adopted_with_changes", adopted)


def _vote_fields(client: FlaskClient, path: str) -> dict[str, str]:
    fields = browsing.fields_of(client.get(path).text, with_field="csrf_token")
    return {"csrf_token": fields["csrf_token"]}


def row_of(app: Flask, number: str) -> tuple[str, int]:
    with app.app_context():
        row = next(row for row in db.session.scalars(select(Amendment)) if row.shown_number == number)
        return row.id, row.version


def test_where_two_that_carried_conflict_the_chair_chooses(app: Flask, listed: tuple[Party, str]) -> None:
    party, step_id = listed
    with app.app_context(), one_transaction():
        for text in (TWO, NEW):
            amending.amend(party.member, step_id, text, at=START)
        for row in db.session.scalars(select(Amendment)):
            row.state, row.settled_at, row.settled_by_id = AmendmentState.CARRIED, START, party.member.id
    chair = browser(app, party.branch_chair)
    path = f"/steg/{step_id}/vedtatt-tekst"
    page = chair.get(path).text
    keys = re.findall(r'name="(choice-[^"]+)"', page)
    unchosen = browsing.send(chair, path, with_field="form_key")
    assert unchosen.status_code == 422
    assert says(unchosen, Code.CONFLICTS_NOT_SETTLED)
    own = {keys[0]: "own", keys[0].replace("choice-", "text-"): "Kommunen kjøper to nye bokbusser."}
    fields = browsing.fields_of(page, with_field=keys[0].replace("choice-", "text-"))
    assert chair.post(path, data=fields | own).status_code == 303
    assert "to nye bokbusser" in chair.get(path).text


def test_nobody_outside_the_body_sees_amendments_or_who_recommends(
    app: Flask, listed: tuple[Party, str]
) -> None:
    party, step_id = listed
    with app.app_context(), one_transaction():
        row = amending.amend(party.member, step_id, LEASED, at=START)
        paths = [
            f"/steg/{step_id}/endringsforslag",
            f"/steg/{step_id}/voteringer",
            f"/steg/{step_id}/vedtatt-tekst",
            f"/steg/{step_id}/innstillinger",
            f"/endringsforslag/{row.id}",
        ]
    for viewer in (party.party_secretary, party.stranger):
        client = browser(app, viewer)
        assert [client.get(path).status_code for path in paths] == [404] * len(paths)


def test_a_recommendation_is_drafted_published_and_answered(app: Flask, listed: tuple[Party, str]) -> None:
    party, step_id = listed
    secretary, member = browser(app, party.branch_secretary), browser(app, party.member)
    path = f"/steg/{step_id}/innstillinger"
    typed = {"by": "drafting_minority", "verb": "send_on", "names": "Lise Medlem og Gro Gjest"}
    refused = browsing.send(secretary, path, with_field="by", **typed, then="draft")
    assert refused.status_code == 422
    assert says(refused, Code.RECOMMENDED_TARGET_MISSING)
    assert "Lise Medlem og Gro Gjest" in refused.text
    kept = browsing.send(secretary, path, with_field="by", **typed, target="styret", then="draft")
    assert kept.status_code == 303
    assert "styret" not in plain(member.get(path).text)
    assert browsing.send(secretary, path, to=f"{path}/publiser").status_code == 303
    shown = plain(member.get(path).text)
    assert "Oversendes: styret" in shown
    assert "Lise Medlem, Gro Gjest" in shown
    assert ">Svar</a>" in member.get(path).text
    with app.app_context():
        answer_path = f"/innstilling/{db.session.scalars(select(Recommendation.id)).one()}"
    typed = {"answer": "keeps", "comment": "Vi står på vårt."}
    answered = browsing.send(member, answer_path, to=f"{answer_path}/svar", **typed)
    assert answered.status_code == 303
    assert "Vi står på vårt." in member.get(answer_path).text
    assert ">Svar</a>" not in member.get(path).text


def test_forty_amendments_to_fifty_paragraphs_are_put_together_in_one_request(
    app: Flask, listed: tuple[Party, str]
) -> None:
    party, step_id = listed
    said = [f"Avsnitt {number} sier hva kommunen skal gjøre i år {2000 + number}." for number in range(50)]
    with app.app_context(), one_transaction():
        step = db.session.get_one(Step, step_id)
        step.received_text = "\n\n".join(said)
        for number in range(1, 41):
            changed = [*said]
            changed[number] = changed[number].replace("skal", "bør")
            text = "\n\n".join(changed)
            row = amending.settled_row(
                party.member, step, AmendmentState.CARRIED, number=number, text=text, at=START
            )
            db.session.add(row)
    chair = browser(app, party.branch_chair)
    path = f"/steg/{step_id}/vedtatt-tekst"

    assert browsing.send(chair, path, with_field="form_key").status_code == 303

    with app.app_context():
        made = db.session.get_one(Step, step_id).amending
        assert made is not None
        assert (made.text.count("bør"), made.text.count("skal")) == (40, 10)


def test_the_meetings_page_says_what_is_not_yet_recommended_on_or_voted_on(
    app: Flask, listed: tuple[Party, str]
) -> None:
    party, step_id = listed
    with app.app_context(), one_transaction():
        first = amending.amend(party.member, step_id, LEASED, at=START).id
        amending.amend(party.member, step_id, TWO, at=START)
        item = db.session.scalars(select(AgendaItem).where(AgendaItem.step_id == step_id)).one()
        page = f"/mote/{item.meeting_id}"
    chair = browser(app, party.branch_chair)

    shown = plain(chair.get(page).text)

    assert "Ikke innstilt på ennå Ikke innstilt på ennå: A1, A2 Ikke votert over ennå: A1, A2" in shown
    with app.app_context(), one_transaction():
        for amendment_id in (None, first):
            amending.advise(party.branch_secretary, step_id, at=START, amendment_id=amendment_id)
        db.session.get_one(Amendment, first).state = AmendmentState.CARRIED
        row = db.session.get_one(Amendment, first)
        row.settled_at, row.settled_by_id = START, party.branch_chair.id
    shown = plain(chair.get(page).text)
    assert "Styret innstiller på at forslaget vedtas." in shown
    assert "Ikke innstilt på ennå: A2 Ikke votert over ennå: A2" in shown


def test_the_lines_of_the_grounds_count_on_from_those_of_the_proposed_decision(
    app: Flask, listed: tuple[Party, str]
) -> None:
    party, step_id = listed
    changed = builders.GROUNDS.replace("bokbuss", "bokbåt")
    with app.app_context(), one_transaction():
        row = amending.amend(
            party.member, step_id, LEASED, at=START, scope=Scope.MOTION, motion_grounds=changed
        )
        page = f"/endringsforslag/{row.id}"
    client = browser(app, party.member)

    for path in (page, f"/steg/{step_id}/endringsforslag"):
        said = plain(client.get(path).text)
        assert re.search(r"Linje 1\D", said), path
        assert re.search(r"Linje [23]\D", said.partition("egrunnelse")[2]), path
