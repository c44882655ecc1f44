"""The outbox: what is leased, tried again and given up."""

from datetime import timedelta

from sqlalchemy import select

from motionflow.db import db
from motionflow.models import Mail
from motionflow.models.outbox import MailKind
from motionflow.services import notices, people
from tests.services.builders import START, Party, one_transaction


def ask(party: Party) -> None:
    notices.queue_mail(MailKind.SIGN_IN, person_id=party.member.id, at=START)


def mail() -> Mail:
    return db.session.scalars(select(Mail)).one()


def test_a_leased_mail_is_nobody_elses_until_the_lease_runs_out(party):
    with one_transaction():
        ask(party)
        first = notices.lease_mails(at=START)
        assert [each.address for each in first] == ["lise-medlem@example.org"]
        assert notices.lease_mails(at=START) == []
        again = notices.lease_mails(at=START + notices.LEASE + timedelta(seconds=1))
        assert [each.message_id for each in again] == [first[0].message_id]


def test_a_failed_mail_is_tried_ever_more_seldom_and_then_given_up(party):
    with one_transaction():
        notices.queue_mail(MailKind.CASE_DECIDED, person_id=party.member.id, at=START)
        at, waits = START, []
        for _ in range(notices.MOST_ATTEMPTS):
            notices.lease_mails(at=at)
            notices.note_failed(mail().id, error="451", at=at)
            waits.append(mail().due_at - at)
            at = mail().due_at
        assert waits == sorted(waits)
        assert mail().given_up_at is not None
        assert notices.lease_mails(at=at) == []


def test_what_a_person_may_no_longer_see_is_given_up_at_once(party):
    with one_transaction():
        ask(party)
        notices.lease_mails(at=START)
        notices.note_failed(mail().id, error="NotShown", at=START, is_final=True)
        assert mail().given_up_at == START


def test_a_sign_in_link_that_has_waited_for_an_hour_is_not_sent(party):
    with one_transaction():
        ask(party)
        late = START + notices.SIGN_IN_WAITS + timedelta(seconds=1)
        assert notices.lease_mails(at=late) == []
        assert mail().last_error == "too old"


def test_mail_to_an_erased_person_is_not_sent(party):
    with one_transaction():
        notices.queue_mail(MailKind.CASE_DECIDED, person_id=party.member.id, at=START)
        person = people.get_person(party.member.id)
        person.name, person.address, person.erased_at = None, None, START
        db.session.flush()
        assert notices.lease_mails(at=START) == []
        assert mail().last_error == "erased"
