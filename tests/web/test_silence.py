"""While a secret poll is open nothing by or for its roll is written: no row, no mail, no line of the log."""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Row, Table, func, select, text
from werkzeug.test import TestResponse

from motionflow import clock, create_app, worker
from motionflow.ballots.voter import Voter
from motionflow.db import Base, db
from motionflow.domain.council import AnswerKind
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.flow import Arrival, StepState
from motionflow.domain.meetings import OfficerKind
from motionflow.domain.papers import JobKind
from motionflow.domain.polls import Secrecy
from motionflow.domain.roles import Role
from motionflow.domain.rolls import ExclusionReason
from motionflow.i18n import words
from motionflow.labels import sentence
from motionflow.models import (
    Amendment,
    AnswerLink,
    Attendance,
    CouncilAnswer,
    Event,
    HeldTelling,
    Job,
    Mail,
    Membership,
    Motion,
    NewsItem,
    Person,
    Poll,
    PollCount,
    SealedBallot,
    Step,
)
from motionflow.models.outbox import Audience, MailKind
from motionflow.post import post_for
from motionflow.services import (
    annexes,
    answers,
    attendance,
    audit,
    counting,
    dues,
    erasure,
    jobs,
    members,
    motions,
    notices,
    papers,
    people,
    reminders,
    roll_changes,
    rolls,
    secret_moves,
    silence,
)
from motionflow.transaction import writing
from motionflow.web.looks import SECONDS_BETWEEN_LOOKS
from tests.contents import fingerprints
from tests.databases import Databases, settings_for
from tests.services import amending, builders, halls, secret_halls
from tests.services.builders import Party
from tests.services.halls import Hall
from tests.web import browsing
from tests.web.looking import assert_one_look, lost_answers, without_database
from tests.web.world import says

NOW = clock.now()


@dataclass(frozen=True)
class Open:
    """An open secret poll, its voters' browsers, and somebody who is not on its roll."""

    app: Flask
    party: Party
    hall: Hall
    poll_id: str
    voters: tuple[Voter, ...]
    passphrases: dict[int, str]
    voter: FlaskClient
    other: FlaskClient
    link: str
    """A link to sign in that the second voter was sent before."""
    moved: str
    """A motion that the first voter has moved."""

    def traces(self) -> dict[str, object]:
        """Return everything that writing would change: every row, and how far the database has counted."""
        with self.app.app_context():
            found: dict[str, object] = {**fingerprints()}
            if db.engine.dialect.name == "postgresql":
                # A transaction that writes gets a number, also when it is rolled back.
                number = text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
                found["number"] = db.session.scalar(number)
            else:
                log = Path(str(db.engine.url.database) + "-wal")
                found["log"] = log.read_bytes() if log.exists() else b""
        return found

    def naming(self) -> set[str]:
        """Return every row that names somebody on the roll, as what it says."""
        names = {each.id for each in self.hall.voters}
        with self.app.app_context():
            rows = ((table.name, row) for table in Base.metadata.sorted_tables for row in _rows(table))
            return {f"{table} {row!r}" for table, row in rows if any(name in repr(row) for name in names)}

    def cast(self, voter: Voter, choice: int, *, client: FlaskClient | None = None) -> TestResponse:
        """Send a ballot as a browser does."""
        ballot = voter.vote(choice)
        sent = {"token": ballot.token.hex(), "body": ballot.body.hex()}
        return (client or self.app.test_client()).post(f"/stemmeseddel/{self.poll_id}", data=json.dumps(sent))


def _rows(table: Table) -> Sequence[Row[Any]]:
    return db.session.execute(select(table)).all()


@pytest.fixture(scope="module")
def opened(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    folder = tmp_path_factory.mktemp("open")
    with databases.copy(folder) as url:
        app = create_app(settings_for(url, home=folder))
        keys = app.config["SETTINGS"].keys
        begun = NOW - timedelta(minutes=30)
        with app.app_context(), writing():
            party = builders.make_party(NOW - timedelta(days=400))
            hall = halls.fill_hall(party, voters=4, at=begun, starts_at=begun)
            for follower in (hall.voters[0], party.member):
                motions.follow_case(follower, _case(hall), at=begun)
            give_duties(party, hall)
            moved = builders.hand_in(party, by=hall.voters[0], at=begun, title="Noe eget").id
            link = people.make_link(hall.voters[1].id, at=NOW)
            notices.queue_mail(MailKind.SIGN_IN, person_id=hall.voters[0].id, at=NOW)
            jobs.ask_for_dossier(hall.voters[0], moved, at=NOW)
            poll = halls.prepare(hall, halls.plan(hall, secrecy=Secrecy.SECRET, at=NOW), at=NOW)
            poll_id = poll.id
            tellers = [each.id for each in secret_halls.tellers_of(hall)]
            secret_moves.begin_check_in(
                *(hall.chair, poll_id), tellers=tellers, keys=keys, is_secure=True, seen=poll.version, at=NOW
            )
            passphrases = secret_halls.note_words(hall, poll_id, keys=keys)
            voters = tuple(secret_halls.check_in(each, poll_id, keys=keys) for each in hall.voters)
        browsers = [app.test_client(), app.test_client()]
        for browser, viewer in zip(browsers, (hall.voters[0], party.member), strict=True):
            browsing.sign_in(browser, app, viewer.id)
        with app.app_context(), writing():
            from motionflow.services import polls

            seen = db.session.get_one(Poll, poll_id).version
            polls.open_poll(hall.chair, poll_id, seen=seen, at=clock.now(), keys=keys)
        yield Open(app, party, hall, poll_id, voters, passphrases, *browsers, link, moved)
        with app.app_context():
            db.engine.dispose()


def give_duties(party: Party, hall: Hall) -> None:
    """Let one voter be secretary of the party, and another a councillor with a case in the council."""
    since = NOW.date() - timedelta(days=300)
    third, fourth = (people.get_person(hall.voters[number].id) for number in (2, 3))
    people.give_role(third, body=party.party, role=Role.SECRETARY, from_on=since, by=None, at=NOW)
    people.give_role(
        fourth, body=party.group, role=Role.COUNCILLOR, from_on=since, by=None, at=NOW, party="Ap"
    )
    in_council = Step(
        motion_id=_case(hall).id,
        body_id=party.council_id,
        number=2,
        state=StepState.INBOX,
        arrival=Arrival.FORWARDED,
        received_text="Kommunen gjør noe.",
        received_at=NOW,
        sent_by_id=party.group_secretary.id,
    )
    db.session.add(in_council)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def forms_of_a_member(opened: Open) -> list[tuple[str, dict[str, str]]]:
    """Return what a member could send: where, and what she typed."""
    return [
        ("/nytt-forslag", {"title": "Dette skrev jeg lenge på", "proposed_decision": "Kommunen\ngjør noe."}),
        ("/sprak", {"language": "nn"}),
        ("/logg-ut", {}),
        ("/meg/avslutt-okter", {}),
        (f"/votering/{opened.poll_id}/papir", {}),
        (f"/mote/{opened.hall.meeting_id}/ut", {"person": opened.hall.voters[0].id}),
    ]


def test_forms_of_those_on_the_roll_wait_with_what_was_typed(
    opened: Open, lines: pytest.LogCaptureFixture
) -> None:
    token = browsing.csrf(opened.voter)
    before = opened.traces()
    for path, typed in forms_of_a_member(opened):
        lines.clear()
        answer = opened.voter.post(path, data=typed | {"csrf_token": token, "form_key": "en-to-tre"})

        assert (path, answer.status_code) == (path, 422)
        assert says(answer, Code.SECRET_POLL_OPEN)
        kept = browsing.fields_of(answer.text, action=path, with_field="form_key")
        assert {name: kept[name].replace("\r\n", "\n") for name in typed} == typed
        assert kept["form_key"] == "en-to-tre"
        assert lines.messages == []
    for page in ("/", "/meg", f"/votering/{opened.poll_id}/hemmelig", f"/mote/{opened.hall.meeting_id}"):
        assert opened.voter.get(page).status_code == 200
    assert opened.traces() == before


def test_a_phone_that_asks_for_a_ballot_too_late_is_told_so(
    opened: Open, lines: pytest.LogCaptureFixture
) -> None:
    """It is asked by a script, which shows the sentence; the opening may have come in between."""
    token = browsing.csrf(opened.voter)
    before = opened.traces()
    lines.clear()
    asked = {"blinded": "00", "check_in": "1", "csrf_token": token}

    answer = opened.voter.post(f"/votering/{opened.poll_id}/kode", data=asked)

    said = sentence(Obstacle(Code.CHECK_IN_OVER), language=words("nb"))
    assert (answer.status_code, answer.get_json()) == (422, {"said": said, "code": "check_in_over"})
    assert (lines.messages, opened.traces()) == ([], before)


def test_a_forged_form_is_refused_and_not_handed_on(opened: Open) -> None:
    answer = opened.voter.post("/nytt-forslag", data={"title": "Ikke mitt", "csrf_token": "x"})

    assert answer.status_code == 400
    assert "Ikke mitt" not in answer.text


def test_signing_in_waits_for_those_on_the_roll(opened: Open, lines: pytest.LogCaptureFixture) -> None:
    with opened.app.app_context():
        address = people.get_person(opened.hall.voters[1].id).address or ""
    browser = opened.app.test_client()
    token = browsing.csrf(browser, "/logg-inn")
    before = opened.traces()

    answer = browser.post("/logg-inn", data={"csrf_token": token, "form_key": "abc", "address": address})

    assert answer.status_code == 303
    assert "hemmelig votering er åpen" in browser.get("/logg-inn/sendt").text
    assert opened.traces() == before
    assert lines.messages == []


def test_a_link_to_sign_in_is_not_used_up_by_those_on_the_roll(opened: Open) -> None:
    browser = opened.app.test_client()
    before = opened.traces()

    answer = browsing.send(browser, f"/logg-inn/{opened.link}")

    assert answer.status_code == 422
    assert says(answer, Code.SECRET_POLL_OPEN)
    assert opened.traces() == before


def test_casting_knows_nobody_and_leaves_only_the_ballot(
    opened: Open, lines: pytest.LogCaptureFixture
) -> None:
    before = opened.traces()

    # With a cookie, as a browser would send it if it were told to.
    answer = opened.cast(opened.voters[0], 0, client=opened.voter)

    assert answer.status_code == 200
    assert set(answer.get_json()) == {"tracker", "receipt"}
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    after = opened.traces()
    changed = {name for name in after if after[name] != before[name]} - {"log", "number"}
    assert changed == {"sealed_ballots"}
    assert lines.messages == []


def test_the_ballot_page_reads_no_session(opened: Open) -> None:
    for path in (f"/stemmeseddel/{opened.poll_id}", f"/stemmeseddel/{opened.poll_id}/tilstand"):
        answer = opened.voter.get(path)

        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert opened.hall.voters[0].name not in answer.text


def test_many_ballot_pages_that_wait_are_one_look(opened: Open) -> None:
    path, browser = f"/stemmeseddel/{opened.poll_id}/tilstand", opened.app.test_client()
    assert_one_look(opened.app, lambda: browser.get(path).json == {"state": "open", "check_in": 1})
    time.sleep(SECONDS_BETWEEN_LOOKS)
    assert without_database(opened.app, lambda: browser.get(path).status_code) == 503
    page = browser.get("/")
    answer = browser.get(path)
    kept = ("Content-Length", "Content-Type", "Vary", "Set-Cookie")
    assert {name: value for name, value in answer.headers if name not in kept} == {
        name: value for name, value in page.headers if name not in kept
    }
    assert browser.get("/stemmeseddel/0123456789abcdef/tilstand").status_code == 404


def test_answers_to_ballots_have_one_size(opened: Open) -> None:
    sizes = {len(opened.cast(opened.voters[1], choice).data) for choice in (1,)}
    sizes |= {len(opened.cast(opened.voters[2], choice).data) for choice in (2,)}

    assert len(sizes) == 1


def test_a_ballot_whose_answer_was_lost_gets_the_receipt_that_it_would_have_got(
    opened: Open, lines: pytest.LogCaptureFixture
) -> None:
    """By the ordinary way at once, or, when the database is gone, by the same ballot sent again."""
    ballot = opened.voters[3].vote(0)
    sent = json.dumps({"token": ballot.token.hex(), "body": ballot.body.hex()})
    send = partial(opened.app.test_client().post, f"/stemmeseddel/{opened.poll_id}", data=sent)
    with lost_answers(opened.app, times=1, then=True):
        unknown = send()
    with lost_answers(opened.app, times=1) as lost:
        again = send()
    assert (unknown.status_code, unknown.json) == (503, {"said": "", "code": "busy"})
    assert lost == [1]
    assert again.status_code == 200
    assert again.json == send().json
    with opened.app.app_context():
        kept = db.session.scalars(select(SealedBallot.token).where(SealedBallot.poll_id == opened.poll_id))
        assert list(kept).count(ballot.token) == 1
    assert [each for each in lines.records if each.name.startswith("motionflow")] == []


@pytest.mark.parametrize(
    "sent",
    [
        *(
            b"",
            b"{}",
            b"[]",
            b"null",
            b"\xff",
            b"7",
            b'{"token": 1, "body": 2}',
            b'{"token": "zz", "body": ""}',
        ),
        *(b'{"token": "", "body": ""}', b"[" * 5000, b"x" * 20_000),
    ],
)
def test_what_is_no_ballot_is_refused_with_a_sentence_and_no_line(
    opened: Open, lines: pytest.LogCaptureFixture, sent: bytes
) -> None:
    answer = opened.app.test_client().post(f"/stemmeseddel/{opened.poll_id}", data=sent)

    assert answer.status_code == 400
    assert answer.get_json()["said"]
    assert lines.messages == []


def test_a_changed_token_a_replayed_body_and_another_body(opened: Open) -> None:
    ballot = opened.voters[0].vote(0)
    path, client = f"/stemmeseddel/{opened.poll_id}", opened.app.test_client()

    def send(token: bytes, body: bytes) -> TestResponse:
        return client.post(path, data=json.dumps({"token": token.hex(), "body": body.hex()}))

    send(ballot.token, ballot.body)
    changed = bytes([ballot.token[0] ^ 1]) + ballot.token[1:]
    assert send(changed, ballot.body).status_code == 400
    other = send(ballot.token, opened.voters[0].vote(1).body)
    assert (other.status_code, other.get_json()["code"]) == (409, "token_used")
    with opened.app.app_context():
        kept = db.session.scalar(select(SealedBallot.body).where(SealedBallot.token == ballot.token))
        assert kept is not None
    first, again = send(ballot.token, kept), send(ballot.token, kept)
    assert first.status_code == 200
    assert first.get_json() == again.get_json()


def test_mail_to_those_on_the_roll_is_not_sent_until_the_poll_is_counted(
    opened: Open, lines: pytest.LogCaptureFixture
) -> None:
    with opened.app.app_context(), writing():
        notices.queue_mail(MailKind.SIGN_IN, person_id=opened.party.member.id, at=clock.now())
    post = post_for(opened.app.config["SETTINGS"])

    sent = worker.send_due(opened.app, post=post)

    assert sent >= 1
    with opened.app.app_context():
        on_roll = [viewer.id for viewer in opened.hall.voters]
        rows = select(Mail.person_id, Mail.attempts, Mail.sent_at).where(
            Mail.person_id.in_(on_roll), Mail.kind == MailKind.SIGN_IN
        )
        assert list(map(tuple, db.session.execute(rows))) == [(on_roll[0], 0, None)]


def _case(hall: Hall) -> Motion:
    return db.session.get_one(Step, hall.step_id).motion


def test_what_others_do_tells_those_on_the_roll_nothing_until_the_poll_is_counted(opened: Open) -> None:
    """Nobody on the roll is named by what is written; when the box is open they are told."""
    before = opened.naming()
    by, at, facts = opened.hall.secretary.id, clock.now(), {"step": opened.hall.step_id}
    with opened.app.app_context(), writing():
        case = _case(opened.hall)
        notices.tell_followers(MailKind.CASE_RETURNED, case, but=by, at=at, facts=facts)
        who = {opened.hall.voters[1].id}
        notices.tell_movers(MailKind.RECOMMENDED, case, who, but=by, at=at, facts={"recommendation": ""})
        notices.tell_secretaries(MailKind.CASE_RECEIVED, case, opened.party.party, but=by, at=at, facts=facts)
        # These have no voter among those they tell.
        notices.tell_secretaries(MailKind.CASE_RECEIVED, case, opened.party.group, but=by, at=at, facts=facts)
        reminders.remind(at=at)
    with opened.app.app_context():
        with pytest.raises(RuleBroken):
            silence.refuse_about(opened.hall.voters[0].id)
        audiences = Counter(db.session.scalars(select(HeldTelling.audience)))
        assert audiences == {Audience.FOLLOWERS: 1, Audience.MOVERS: 1, Audience.SECRETARIES: 1}
        assert opened.naming() == before
    assert worker.tell_held(opened.app) == 0, "the poll is still open"
    with opened.app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(silence, "is_any_of", lambda person_ids: False)
        with pytest.raises(RuleBroken):
            notices.tell_followers(MailKind.CASE_RETURNED, _case(opened.hall), but=by, at=at, facts=facts)
        db.session.rollback()
        without_guard_on_rows(patch)
        notices.tell_followers(MailKind.CASE_RETURNED, _case(opened.hall), but=by, at=at, facts=facts)
        db.session.flush()
        written = db.session.scalars(select(NewsItem.person_id)).all()
        assert opened.hall.voters[0].id in written, "without the guard she would have been named"
        db.session.rollback()


def acts_on(opened: Open) -> dict[str, Callable[[], object]]:
    """Return what the secretary, who is not on the roll, could write about somebody who is."""
    hall, at = opened.hall, clock.now()
    who, by, meeting_id = hall.voters[0].id, hall.secretary, hall.meeting_id
    person, reason, teller = people.get_person(who), ExclusionReason.OWN_WISH, OfficerKind.TELLER
    body = opened.party.branch
    held = members.list_roles_for(by, body, person_id=who)[0]
    sent = {"person_id": who, "is_substitute": False, "sent_by": "", "steps_in_for_id": None}
    paid = {"person_id": who, "since": date(2019, 1, 1), "paid": {2019}, "unpaid": set()}
    return {
        "comes": lambda: rolls.check_in_other(by, meeting_id, person_id=who, at=at),
        "leaves": lambda: rolls.check_out(by, meeting_id, person_id=who, at=at),
        "is left out": lambda: roll_changes.exclude(by, hall.item_id, person_id=who, reason=reason, at=at),
        "is let in": lambda: roll_changes.admit(by, opened.poll_id, person_id=who, at=at),
        "is sent": lambda: roll_changes.set_delegate(by, meeting_id, at=at, **sent),  # type: ignore[arg-type]
        "is sent no more": lambda: roll_changes.remove_delegate(by, meeting_id, person_id=who, at=at),
        "has paid": lambda: dues.set_dues(by, body, at=at, **paid),  # type: ignore[arg-type]
        "is in": lambda: attendance.check_in(by, meeting_id, person_id=who, at=at),
        "is out": lambda: attendance.check_out(by, meeting_id, person_id=who, at=at),
        "is elected": lambda: attendance.elect_officer(by, meeting_id, kind=teller, person=person, at=at),
        "is elected no more": lambda: attendance.remove_officer(
            by, meeting_id, kind=teller, person_id=who, at=at
        ),
        "holds a role no more": lambda: members.end_role(by, held.id, at=at),
        "is erased": lambda: erasure.erase_person(by, who, at=at),
        "is named as mover": lambda: amending.amend(
            by, hall.step_id, "Kommunen gjør noe annet.", at=at, mover="Medlem Nummer1"
        ),
        "is named in a paper": lambda: papers.make_motion_paper(
            db.session.get_one(Motion, opened.moved), by=by.id, at=at
        ),
        "is asked in the council": lambda: answers.ask(
            opened.party.group_secretary, _in_council(hall).id, person_id=hall.voters[3].id, at=at
        ),
    }


def _in_council(hall: Hall) -> Step:
    return _case(hall).steps[-1]


def test_nothing_is_written_by_others_about_those_on_the_roll(opened: Open) -> None:
    before = opened.traces()
    with opened.app.app_context():
        for name, act in acts_on(opened).items():
            with pytest.raises(RuleBroken) as refused:
                act()
            assert [each.code for each in refused.value.obstacles] == [Code.PERSON_MUST_WAIT], name
            db.session.rollback()
    after = opened.traces()
    # A refused act may have locked a row, which takes a number in PostgreSQL; no row is written.
    assert {**after, "number": 0, "log": 0} == {**before, "number": 0, "log": 0}


def naming_columns() -> list[tuple[type[Base], str]]:
    """Return every attribute of every table that can hold a person's id, but for those of the poll itself."""
    found = []
    for mapper in Base.registry.mappers:
        if mapper.class_ in (Person, Poll, PollCount):
            continue
        for column in mapper.local_table.columns:
            to_people = any(key.column.table.name == "people" for key in column.foreign_keys)
            if to_people or column.name == "person_id":
                found.append((mapper.class_, mapper.get_property_by_column(column).key))
    return found


def without_guard_on_rows(patch: pytest.MonkeyPatch) -> None:
    """Let rows name whomever they like."""
    patch.setattr(silence, "_refuse_any_of", lambda named, connection, row: None)


def without_guard_on_events(patch: pytest.MonkeyPatch) -> None:
    """Let events tell of whomever they like."""
    patch.setattr(silence, "refuse_event", lambda name, *, by, about: None)


def test_no_row_of_any_table_can_name_somebody_on_the_roll(opened: Open) -> None:
    """Whoever writes the next table need not think of it."""
    columns = naming_columns()
    assert len(columns) > 70
    with opened.app.app_context():
        for table, name in columns:
            db.session.add(table(**{name: opened.hall.voters[2].id}))
            with pytest.raises(RuleBroken) as refused:
                db.session.flush()
            assert [each.code for each in refused.value.obstacles] == [Code.PERSON_MUST_WAIT], (table, name)
            db.session.rollback()


def test_a_row_comes_to_name_nobody_on_the_roll_and_none_about_her_is_changed_or_deleted(
    opened: Open,
) -> None:
    who = opened.hall.voters[0].id

    def renamed(_motion: Motion) -> None:
        people.get_person(who).language = "nn"

    def has_another_role(_motion: Motion) -> None:
        held = db.session.scalars(select(Membership).where(Membership.person_id == who))
        held.one().until_on = date(2030, 1, 1)

    def is_mover_no_more(motion: Motion) -> None:
        motion.movers[0].person_id = opened.party.member.id

    def is_deleted(motion: Motion) -> None:
        db.session.delete(motion.movers[0])

    with opened.app.app_context():
        for change in (renamed, has_another_role, is_mover_no_more, is_deleted):
            change(db.session.get_one(Motion, opened.moved))
            with pytest.raises(RuleBroken):
                db.session.flush()
            db.session.rollback()
        db.session.get_one(Motion, opened.moved).title = "Andre går videre med saken hennes"
        db.session.flush()
        db.session.rollback()


def test_no_event_tells_of_anybody_on_the_roll(opened: Open) -> None:
    voter, by, body = opened.hall.voters[1].id, opened.hall.secretary.id, opened.party.branch_id
    told = [
        {"subject_id": voter, "by": by},
        {"subject_id": body, "by": by, "facts": {"person": voter}},
        {"subject_id": body, "by": voter},
    ]
    with opened.app.app_context():
        for event in told:
            with pytest.raises(RuleBroken):
                audit.add_event("something_done", body_id=body, at=NOW, **event)  # type: ignore[arg-type]
        audit.add_event("poll_closed", body_id=body, subject_id=opened.poll_id, by=voter, at=NOW)
        db.session.rollback()


def test_the_guard_on_events_is_seen_when_it_is_broken(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    voter, body = opened.hall.voters[1].id, opened.party.branch_id
    without_guard_on_events(monkeypatch)
    with opened.app.app_context():
        told = {"subject_id": body, "by": opened.hall.secretary.id, "facts": {"person": voter}}
        audit.add_event("something_done", body_id=body, at=NOW, **told)
        audit.chain_events()
        chained = db.session.scalars(select(Event.facts).where(Event.name == "something_done")).all()
        assert any(voter in facts for facts in chained), "without the guard she would have been named"
        db.session.rollback()


def test_the_guard_on_rows_is_seen_when_it_is_broken(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened.app.app_context():
        with pytest.raises(RuleBroken):
            acts_on(opened)["is named as mover"]()
        db.session.rollback()
        without_guard_on_rows(monkeypatch)
        acts_on(opened)["is named as mover"]()
        movers = db.session.scalars(select(Amendment.person_id)).all()
        assert opened.hall.voters[0].id in movers, "without the guard she would have been named"
        db.session.rollback()


def answer_by_link(opened: Open) -> CouncilAnswer:
    """Answer as the councillor on the roll does by the link in her mail."""
    councillor, step = opened.hall.voters[3], _in_council(opened.hall)
    link = AnswerLink(token_hash="0", step_id=step.id, person_id=councillor.id, made_at=NOW)
    asked = answers.Asked(link, people.get_person(councillor.id), councillor, step)
    said: dict[str, Any] = {"given": None, "moved_to": None, "note": "", "seen": 1}
    return answers.answer(asked, kind=AnswerKind.NOT_YET, at=clock.now(), **said)


def test_a_councillor_on_the_roll_cannot_answer_by_the_link_in_her_mail(opened: Open) -> None:
    with opened.app.app_context():
        with pytest.raises(RuleBroken) as refused:
            answer_by_link(opened)
        assert [each.code for each in refused.value.obstacles] == [Code.SECRET_POLL_OPEN]
        db.session.rollback()


def test_the_guard_on_a_councillors_link_is_seen_when_it_is_broken(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "refuse_for", lambda person_id: None)
    with opened.app.app_context():
        with pytest.raises(RuleBroken) as refused:
            answer_by_link(opened)
        assert [each.code for each in refused.value.obstacles] == [Code.PERSON_MUST_WAIT], "that on rows"
        db.session.rollback()
        without_guard_on_rows(monkeypatch)
        without_guard_on_events(monkeypatch)
        answer_by_link(opened)
        written = db.session.scalars(select(CouncilAnswer.person_id)).all()
        assert written == [opened.hall.voters[3].id], "without the guards she would have been named"
        db.session.rollback()


def test_work_for_those_on_the_roll_and_what_names_people_waits_for_the_count(opened: Open) -> None:
    at = clock.now()
    with opened.app.app_context(), writing():
        assert not jobs.is_any_waiting(at=at), "a voter's own job waits"
        for kind in (JobKind.BOOKLET, JobKind.DOSSIER):
            who = opened.hall.secretary.id
            db.session.add(Job(kind=kind, subject_id=opened.hall.meeting_id, asked_by_id=who, asked_at=at))
        db.session.flush()
        leased = jobs.lease_job(at=at)
        assert leased is not None
        assert leased.kind is JobKind.DOSSIER
        assert jobs.lease_job(at=at) is None
        assert annexes.prepare_annexes(at=at) == 0
        assert counting.forget_names(at=at + timedelta(days=4000)) == 0


def test_the_guard_on_others_acts_is_seen_when_it_is_broken(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "is_silenced", lambda person_id: False)
    without_guard_on_rows(monkeypatch)
    with opened.app.app_context():
        acts_on(opened)["leaves"]()
        assert db.session.scalar(select(func.count()).where(Attendance.left_at.is_not(None))) == 1
        db.session.rollback()


def test_others_go_on(opened: Open) -> None:
    answer = browsing.send(opened.other, "/nytt-forslag", title="Et annet forslag", proposed_decision="Ja.")

    assert answer.status_code == 303


def test_a_guard_that_is_broken_is_seen(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the guard the same form leaves traces."""
    token = browsing.csrf(opened.voter)
    before = opened.traces()
    monkeypatch.setattr(silence, "is_silenced", lambda person_id: False)
    without_guard_on_rows(monkeypatch)

    opened.voter.post("/sprak", data={"language": "nn", "csrf_token": token, "form_key": "fire"})

    assert opened.traces() != before


def test_the_silence_ends_with_publication(opened: Open) -> None:
    keys = opened.app.config["SETTINGS"].keys
    with opened.app.app_context(), writing():
        poll = db.session.get_one(Poll, opened.poll_id)
        counting.close_poll(opened.hall.chair, poll.id, seen=poll.version, at=clock.now())
        assert silence.is_silenced(opened.hall.voters[0].id)
    with opened.app.app_context(), writing():
        given = {2: opened.passphrases[2], 3: opened.passphrases[3]}
        secret_moves.open_box(opened.hall.chair, opened.poll_id, passphrases=given, keys=keys, at=clock.now())
    with opened.app.app_context():
        assert not silence.is_any()
        assert db.session.scalar(select(func.count()).select_from(SealedBallot)) == 4
    answer = opened.voter.post("/sprak", data={"language": "nb", "csrf_token": browsing.csrf(opened.voter)})
    assert answer.status_code == 303
    with opened.app.app_context():
        assert db.session.scalars(select(NewsItem.person_id)).all() == []
    assert worker.tell_held(opened.app) == 3
    assert worker.tell_held(opened.app) == 0
    with opened.app.app_context():
        told = set(db.session.scalars(select(NewsItem.person_id)))
        told |= set(db.session.scalars(select(Mail.person_id).where(Mail.kind == MailKind.CASE_RETURNED)))
        assert {opened.hall.voters[0].id, opened.party.member.id} <= told
        received = select(Mail.person_id).where(Mail.kind == MailKind.CASE_RECEIVED)
        assert opened.hall.voters[2].id in db.session.scalars(received).all()
        assert jobs.is_any_waiting(at=clock.now())
        assert db.session.scalar(select(func.count()).select_from(HeldTelling)) == 0
