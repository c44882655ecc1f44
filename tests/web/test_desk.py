"""My desk: each sees what waits for a move of her own, and nothing that waits for others."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from motionflow import clock
from motionflow.domain.flow import Outcome
from motionflow.services import desk, motions, steps
from motionflow.services.desk import Task
from motionflow.transaction import writing
from tests.kept import Kept
from tests.services.builders import (
    TO_PARTY,
    Party,
    Way,
    call,
    decide,
    go_all_the_way,
    hand_in,
    make_party,
    make_party_of_last_year,
    put_on_list,
    send_on,
    step_at,
)
from tests.web.browsing import sign_in

EVERYBODY = (
    *("member", "branch_secretary", "branch_chair", "party_member", "party_secretary", "party_chair"),
    *("group_secretary", "councillor", "stranger", "administrator"),
)


@pytest.fixture
def at() -> datetime:
    """A moment an hour ago."""
    return clock.now() - timedelta(hours=1)


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    """A party with somebody in every role, at work for a year."""
    made: Party = kept.fill(app, make_party_of_last_year)
    return made


def _tasks(app: Flask, party: Party) -> dict[str, list[Task]]:
    """Return what waits for whom; those for whom nothing waits are left out."""
    with app.app_context():
        found = {
            who: [item.task for item in desk.desk_of(getattr(party, who), at=clock.now()).items]
            for who in EVERYBODY
        }
        counted = {who: desk.count_waiting(getattr(party, who)) for who in EVERYBODY}
    assert counted == {who: len(tasks) for who, tasks in found.items()}
    return {who: tasks for who, tasks in found.items() if tasks}


def test_a_new_motion_waits_for_the_secretary_only(app: Flask, party: Party, at: datetime) -> None:
    with app.app_context(), writing():
        hand_in(party, at=at)

    assert _tasks(app, party) == {"branch_secretary": [Task.ANSWER]}


def test_an_accepted_motion_waits_to_be_put_on_a_list(app: Flask, party: Party, at: datetime) -> None:
    with app.app_context(), writing():
        step = step_at(hand_in(party, at=at), party.branch_id)
        steps.accept_step(party.branch_secretary, step.id, seen=step.version, at=at)

    assert _tasks(app, party) == {"branch_secretary": [Task.LIST], "branch_chair": [Task.LIST]}


def test_a_motion_on_a_list_waits_for_the_decision(app: Flask, party: Party, at: datetime) -> None:
    with app.app_context(), writing():
        step = step_at(hand_in(party, at=at), party.branch_id)
        meeting = call(party.branch_secretary, party.branch, starts_at=at + timedelta(days=5), called_at=at)
        put_on_list(party.branch_secretary, step, meeting, at=at)

    assert _tasks(app, party) == {"branch_secretary": [Task.DECIDE], "branch_chair": [Task.DECIDE]}


def test_a_decision_for_a_next_body_waits_to_be_sent_on(app: Flask, party: Party, at: datetime) -> None:
    with app.app_context(), writing():
        step = step_at(hand_in(party, at=at - timedelta(days=2)), party.branch_id)
        meeting = call(
            party.branch_secretary,
            party.branch,
            starts_at=at - timedelta(hours=1),
            called_at=at - timedelta(days=1),
        )
        put_on_list(party.branch_secretary, step, meeting, at=at - timedelta(days=1))
        chosen = {"next_body": party.party, "proposed": TO_PARTY}
        decide(party.branch_secretary, step, meeting=meeting, at=at, **chosen)
        step_id = step.id
    assert _tasks(app, party) == {"branch_secretary": [Task.SEND_ON]}

    with app.app_context(), writing():
        step = steps.get_step_for(party.branch_secretary, step_id)
        send_on(party.branch_secretary, step, party.party, text=TO_PARTY, at=at)
    assert _tasks(app, party) == {"party_secretary": [Task.ANSWER]}


def test_a_council_step_waits_to_be_recorded_by_the_group(app: Flask, party: Party, at: datetime) -> None:
    with app.app_context(), writing():
        step = step_at(hand_in(party, at=at), party.branch_id)
        decide(
            party.branch_secretary,
            step,
            at=at,
            outcome=Outcome.SENT_ON,
            text="",
            next_body=party.council,
            proposed=TO_PARTY,
        )
        send_on(party.branch_secretary, step, party.council, text=TO_PARTY, at=at)

    assert _tasks(app, party) == {"group_secretary": [Task.RECORD], "councillor": [Task.RECORD]}


def test_a_returned_motion_waits_for_its_mover_until_it_is_handed_in_again(
    app: Flask, party: Party, at: datetime
) -> None:
    with app.app_context(), writing():
        step = step_at(hand_in(party, at=at), party.branch_id)
        steps.return_step(
            party.branch_secretary, step.id, reason="Beløpet mangler.", seen=step.version, at=at
        )
        step_id = step.id
    assert _tasks(app, party) == {"member": [Task.RESUBMIT]}

    with app.app_context(), writing():
        step = steps.get_step_for(party.member, step_id)
        steps.resubmit_step(party.member, step_id, seen=step.version, at=at)
    assert _tasks(app, party) == {"branch_secretary": [Task.ANSWER]}


def test_the_page_shows_each_task_under_its_heading(
    app: Flask, client: FlaskClient, party: Party, at: datetime
) -> None:
    with app.app_context(), writing():
        waiting = step_at(hand_in(party, at=at - timedelta(days=3), title="Gatelys på Moen"), party.branch_id)
        listed = step_at(hand_in(party, at=at, title="Flere bussavganger"), party.branch_id)
        meeting = call(party.branch_secretary, party.branch, starts_at=at + timedelta(days=5), called_at=at)
        put_on_list(party.branch_secretary, listed, meeting, at=at)
        waiting_id, listed_id = waiting.id, listed.id
    sign_in(client, app, party.branch_secretary.id)

    page = client.get("/oppgaver").text

    answer, decide_part = page.split('id="task-answer"')[1].split('id="task-decide"')
    assert f'href="/steg/{waiting_id}"' in answer
    assert "Gatelys på Moen" in answer
    assert "Lise Medlem" in answer
    assert f'href="/steg/{listed_id}"' in decide_part
    assert "6.1" in decide_part
    assert page.count('class="mf-row__link"') == 2


def test_the_cases_i_follow_are_shown_with_where_they_stand(
    app: Flask, client: FlaskClient, kept: Kept
) -> None:
    party: Party = kept.fill(app, make_party)
    way: Way = kept.fill(app, make_party, go_all_the_way)
    with app.app_context(), writing():
        motions.follow_case(party.councillor, way.motion, at=clock.now())
    sign_in(client, app, party.councillor.id)

    followed = client.get("/oppgaver").text.split('id="followed"')[1]

    assert f'href="/sak/{way.motion_id}"' in followed
    assert "Elvebygda kommunestyre" in followed


@pytest.mark.parametrize("who", ["stranger", "administrator", "member"])
def test_an_empty_desk_says_so_kindly(app: Flask, client: FlaskClient, party: Party, who: str) -> None:
    sign_in(client, app, getattr(party, who).id)

    page = client.get("/oppgaver")

    assert page.status_code == 200
    assert page.text.count("mf-empty") == 2


def test_the_desk_is_for_those_who_are_signed_in(client: FlaskClient) -> None:
    assert client.get("/oppgaver").status_code == 302


def test_what_a_council_did_is_recorded_straight_from_the_desk(
    app: Flask, client: FlaskClient, kept: Kept
) -> None:
    party: Party = kept.fill(app, make_party_of_last_year)
    sent_at = clock.now() - timedelta(hours=1)
    with app.app_context(), writing():
        step = step_at(hand_in(party, at=sent_at), party.branch_id)
        to_council = {"next_body": party.council, "proposed": TO_PARTY}
        decide(party.branch_secretary, step, at=sent_at, outcome=Outcome.SENT_ON, text="", **to_council)
        send_on(party.branch_secretary, step, party.council, text=TO_PARTY, at=sent_at)
        council_step = step_at(step.motion, party.council_id).id
    sign_in(client, app, party.councillor.id)

    path = f"/steg/{council_step}/behandling"

    assert f'href="{path}"' in client.get("/oppgaver").text
    assert client.get(path).status_code == 200
