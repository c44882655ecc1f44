"""What waits in the outbox is sent: one person a message, again when it failed, once when nothing breaks."""

import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from motionflow import clock, worker
from motionflow.config import SettingsError
from motionflow.db import Base, db
from motionflow.models import AnsweredForm, Mail, Person
from motionflow.models.outbox import MailKind
from motionflow.post import FolderPost, SmtpPost, post_for
from motionflow.services import notices, people, sessions
from motionflow.transaction import writing
from tests.databases import settings_for
from tests.post_office import DROP, PostOffice, make_certificate, post_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


def add_person(number: int, *, name: str = "Kari Eksempel", language: str = "en") -> str:
    """Return the id of a new person, added in the open transaction."""
    address = f"person{number}@example.org"
    return people.add_person(name, address=address, at=clock.now(), language=language).id


def queue_sign_ins(app: Flask, count: int) -> None:
    """Queue a sign-in mail to each of some new people."""
    with app.app_context(), writing():
        for number in range(count):
            notices.queue_mail(MailKind.SIGN_IN, person_id=add_person(number), at=clock.now())


def make_due(app: Flask) -> None:
    """Let the time pass that is waited after a failure."""
    with app.app_context(), writing():
        db.session.execute(update(Mail).values(due_at=clock.now() - timedelta(seconds=1)))


def send(app: Flask, office: PostOffice) -> int:
    return worker.send_due(app, post=SmtpPost(f"smtp://127.0.0.1:{office.port}", timeout=5))


def the_mail(app: Flask) -> Mail:
    with app.app_context():
        return db.session.scalars(select(Mail)).one()


# --- one recipient, at least once ------------------------------------------------------------------


def test_a_hundred_mails_have_one_recipient_each(app: Flask, office: PostOffice) -> None:
    queue_sign_ins(app, 100)

    assert send(app, office) == 100

    assert len(office.taken) == 100
    assert {len(mail.recipients) for mail in office.taken} == {1}
    assert {mail.recipients[0] for mail in office.taken} == {f"person{n}@example.org" for n in range(100)}
    for mail in office.taken:
        assert mail.message["To"].addresses[0].addr_spec == mail.recipients[0]
        assert [mail.message[name] for name in ("Cc", "Bcc")] == [None, None]
    assert len({mail.message["Message-ID"] for mail in office.taken}) == 100


def test_what_is_sent_is_not_sent_again(app: Flask, office: PostOffice) -> None:
    queue_sign_ins(app, 1)

    assert send(app, office) == 1
    make_due(app)
    assert send(app, office) == 0

    assert len(office.taken) == 1


@pytest.mark.parametrize("trouble", ["451 try again later", "554 not now", DROP])
def test_a_mail_that_failed_is_sent_again_with_the_same_message_id(
    app: Flask, office: PostOffice, trouble: str
) -> None:
    queue_sign_ins(app, 1)
    office.answers = [trouble]

    assert send(app, office) == 0
    assert send(app, office) == 0, "it is waited before the next attempt"
    make_due(app)
    assert send(app, office) == 1

    first, second = office.offered
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert the_mail(app).attempts == 2


def test_a_mail_is_given_up_after_the_last_attempt(app: Flask, office: PostOffice) -> None:
    queue_sign_ins(app, 1)
    office.answers = ["451 never"] * (notices.MOST_ATTEMPTS + 1)

    for _ in range(notices.MOST_ATTEMPTS + 2):
        make_due(app)
        send(app, office)

    mail = the_mail(app)
    assert len(office.offered) == notices.MOST_ATTEMPTS
    assert mail.given_up_at is not None
    assert mail.last_error == "451 never"


def test_one_refused_address_holds_nobody_back_and_is_not_kept_in_the_error(
    app: Flask, office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    queue_sign_ins(app, 3)
    office.refused = {"person1@example.org"}

    assert send(app, office) == 2

    with app.app_context():
        errors = set(db.session.scalars(select(Mail.last_error)))
    assert errors == {"", "550 5.1.1 <…>: no such user"}
    assert "person1@" not in caplog.text


def test_no_server_at_all_is_a_failure_like_others(app: Flask) -> None:
    queue_sign_ins(app, 1)

    assert worker.send_due(app, post=SmtpPost("smtp://127.0.0.1:1", timeout=1)) == 0

    assert the_mail(app).last_error.startswith("ConnectionRefusedError")


def test_a_mail_of_a_worker_that_died_is_sent_when_its_lease_has_run_out(
    app: Flask, office: PostOffice
) -> None:
    queue_sign_ins(app, 1)
    with app.app_context(), writing():
        assert len(notices.lease_mails(at=clock.now())) == 1

    assert send(app, office) == 0, "the other worker may still be at it"
    with app.app_context(), writing():
        db.session.execute(update(Mail).values(leased_until=clock.now() - timedelta(seconds=1)))
    assert send(app, office) == 1


def test_forms_answered_long_ago_are_forgotten(app: Flask) -> None:
    now = clock.now()
    with app.app_context(), writing():
        for key, age in (("old", timedelta(days=3)), ("new", timedelta(hours=1))):
            db.session.add(AnsweredForm(key=key, answered_at=now - age))

    worker.tidy(app, at=now)

    with app.app_context():
        assert list(db.session.scalars(select(AnsweredForm.key))) == ["new"]


# --- two workers, and how one ends -----------------------------------------------------------------


def environment(app: Flask, *, home: Path, **others: str) -> dict[str, str]:
    """Return what a process needs to be the same motionflow as ``app``."""
    settings = app.config["SETTINGS"]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MOTIONFLOW_")}
    return inherited | {
        "MOTIONFLOW_HOME": str(home),
        "MOTIONFLOW_DATABASE_URL": settings.database_url,
        "MOTIONFLOW_SECRET_KEY": settings.secret_key,
        "MOTIONFLOW_BASE_URL": "http://localhost:8000",
        **others,
    }


@contextmanager
def running_worker(env: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "motionflow", "worker", *arguments]
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_two_workers_at_once_send_each_mail_once(app: Flask, office: PostOffice, tmp_path: Path) -> None:
    queue_sign_ins(app, 60)
    smtp = {"MOTIONFLOW_SMTP_URL": f"smtp://127.0.0.1:{office.port}", "MOTIONFLOW_MAIL_FROM": "a@example.org"}
    env = environment(app, home=tmp_path, **smtp)

    with running_worker(env) as one, running_worker(env) as other:
        wait_until(lambda: len(office.taken) >= 60)
        time.sleep(1.5)
        for process in (one, other):
            process.send_signal(signal.SIGTERM)
        logs = [process.communicate(timeout=20)[1] for process in (one, other)]
        assert [one.returncode, other.returncode] == [0, 0], logs

    assert len(office.offered) == 60
    assert len({mail.message["Message-ID"] for mail in office.taken}) == 60
    assert sum(log.count("is sent.") for log in logs) == 60
    for mail in office.taken:
        assert token_of(mail.text) not in "".join(logs)


def test_the_worker_ends_when_its_parent_has_died(app: Flask, tmp_path: Path) -> None:
    start = (
        "import os, subprocess, sys; "
        "worker = [sys.executable, '-m', 'motionflow', 'worker', '--parent', str(os.getpid())]; "
        "child = subprocess.Popen(worker); "
        "print(child.pid, flush=True); child.wait()"
    )
    env = environment(app, home=tmp_path)
    parent = subprocess.Popen([sys.executable, "-c", start], env=env, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    with parent:
        time.sleep(2)
        assert is_running(child)
        parent.kill()

    wait_until(lambda: not is_running(child))


def is_running(process_id: int) -> bool:
    status = Path(f"/proc/{process_id}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def wait_until(holds: object, *, seconds: float = 90.0) -> None:
    assert callable(holds)
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it was waited for in vain"
        time.sleep(0.05)


# --- what leaves us is safe ------------------------------------------------------------------------


def token_of(text: str) -> str:
    found = re.search(r"/logg-inn/(\S+)", text)
    assert found is not None, text
    return found.group(1)


def test_the_token_of_a_link_is_in_the_mail_and_nowhere_else(
    app: Flask, office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    queue_sign_ins(app, 1)
    office.answers = ["451 once"]
    send(app, office)
    make_due(app)
    send(app, office)

    tokens = [token_of(mail.text) for mail in office.offered]
    assert len(set(tokens)) == 2, "every attempt has a link of its own"
    kept = everything_in_the_database(app)
    logged = "".join(each.getMessage() for each in caplog.records if each.name != "mail.log")
    assert "is sent." in logged, "all but the mail server's own log is here"
    for token in tokens:
        assert token not in logged
        assert token not in kept
        assert sessions.hash_token(token) in kept


def everything_in_the_database(app: Flask) -> str:
    with app.app_context():
        tables = Base.metadata.sorted_tables
        return "\n".join(str(tuple(row)) for table in tables for row in db.session.execute(select(table)))


def test_the_mailed_link_signs_in_once(app: Flask, office: PostOffice) -> None:
    queue_sign_ins(app, 1)
    send(app, office)
    token = token_of(office.taken[0].text)

    with app.app_context(), writing():
        session_token = people.sign_in(token, at=clock.now(), allows_reusable=False)
        viewer = people.find_viewer(session_token, at=clock.now())

    assert viewer is not None
    assert viewer.name == "Kari Eksempel"


@pytest.mark.parametrize(
    "address",
    [
        "kari@example.org\r\nBcc: else@example.org",
        "kari@example.org, else@example.org",
        "kari,else@example.org",
        '"kari@example.org" <else@example.org>',
    ],
)
def test_no_address_makes_a_second_recipient_or_header(app: Flask, office: PostOffice, address: str) -> None:
    """Such addresses are refused where they are typed; here one is in the database all the same."""
    with app.app_context(), writing():
        person = Person(name="Kari Eksempel", address=address, made_at=clock.now(), language="en")
        db.session.add(person)
        db.session.flush()
        notices.queue_mail(MailKind.SIGN_IN, person_id=person.id, at=clock.now())

    send(app, office)

    for mail in office.offered:
        assert len(mail.recipients) == 1
        assert "else@example.org" not in mail.recipients
        assert len(mail.message["To"].addresses) == 1
        assert mail.message["Bcc"] is None


def test_no_name_makes_a_header(app: Flask, office: PostOffice) -> None:
    with app.app_context(), writing():
        name = "Kari\r\nBcc: else@example.org\r\n\r\nHello"
        person = Person(name=name, address="kari@example.org", made_at=clock.now(), language="en")
        db.session.add(person)
        db.session.flush()
        notices.queue_mail(MailKind.SIGN_IN, person_id=person.id, at=clock.now())

    send(app, office)

    (mail,) = office.taken
    assert mail.message["Bcc"] is None
    assert mail.message["Subject"] == "Sign in to motionflow"
    assert mail.recipients == ("kari@example.org",)


def test_the_headers_say_whence_when_and_that_a_machine_wrote_it(app: Flask, office: PostOffice) -> None:
    queue_sign_ins(app, 1)

    send(app, office)

    (mail,) = office.taken
    assert mail.sender == "motionflow@localhost"
    assert mail.message["Message-ID"] == f"<{the_mail(app).message_id}@localhost>"
    assert abs(mail.message["Date"].datetime - clock.now()) < timedelta(minutes=1)
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Content-Language"] == "en"
    content_type = mail.message["Content-Type"]
    assert content_type.content_type == "text/plain"
    assert dict(content_type.params) == {"charset": "utf-8", "format": "flowed"}
    assert all(len(line) <= 78 for line in mail.message.as_string().splitlines())


# --- where mail goes -------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path)


def test_tls_is_used_where_the_server_offers_it_and_then_the_password_is_sent(
    app: Flask, certificate: Path
) -> None:
    queue_sign_ins(app, 1)
    with post_office(certificate=certificate, asks_for_login=True) as office:
        url = f"smtp://post:s%40lt@127.0.0.1:{office.port}"
        assert worker.send_due(app, post=SmtpPost(url, timeout=5)) == 1

    assert [mail.was_encrypted for mail in office.taken] == [True]
    assert office.logins == ["post:s@lt"]


def test_no_password_is_sent_in_the_open(app: Flask) -> None:
    """0.0.0.0 is this machine too, but not by a name that we know to be."""
    queue_sign_ins(app, 1)
    with post_office(host="0.0.0.0", asks_for_login=True) as office:
        url = f"smtp://post:secret@0.0.0.0:{office.port}"
        assert worker.send_due(app, post=SmtpPost(url, timeout=5)) == 0

    assert office.logins == []
    assert "offers no TLS" in the_mail(app).last_error


def test_a_certificate_that_cannot_be_trusted_is_refused(app: Flask, certificate: Path) -> None:
    queue_sign_ins(app, 1)
    with post_office(certificate=certificate, host="0.0.0.0") as office:
        assert worker.send_due(app, post=SmtpPost(f"smtp://0.0.0.0:{office.port}", timeout=5)) == 0

    assert office.offered == []
    assert "SSLCertVerificationError" in the_mail(app).last_error


def test_on_this_machine_only_mail_is_written_to_files(app: Flask) -> None:
    queue_sign_ins(app, 2)
    post = post_for(app.config["SETTINGS"])
    assert isinstance(post, FolderPost)

    assert worker.send_due(app, post=post) == 2

    files = sorted(post.folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert post.folder.stat().st_mode & 0o777 == 0o700
    messages = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert {message["To"] for message in messages} == {"person0@example.org", "person1@example.org"}


def test_where_others_reach_the_server_mail_is_never_written_to_files(
    database_url: str, tmp_path: Path
) -> None:
    settings = replace(settings_for(database_url, home=tmp_path), base_url="https://sak.example.org")

    with pytest.raises(SettingsError, match="MOTIONFLOW_SMTP_URL is missing"):
        post_for(settings)
