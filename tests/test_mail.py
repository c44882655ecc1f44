"""What mails say: what happened, where the case stands and how to stop; never who the members are."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.exceptions import NotFound as NoSuchPage

from motionflow import clock
from motionflow.addresses import case_address, sign_in_address
from motionflow.db import db
from motionflow.domain.flow import FollowUpStatus
from motionflow.i18n import LANGUAGES, words
from motionflow.mail import flowed
from motionflow.models import Follower, Mail, Membership, Person
from motionflow.models.outbox import MailKind
from motionflow.paths import TEMPLATES
from motionflow.post import SmtpPost
from motionflow.services import decisions, motions, notices, steps
from motionflow.transaction import writing
from motionflow.worker import send_due
from tests.kept import Kept
from tests.post_office import Delivered, PostOffice, post_office
from tests.services import builders
from tests.services.builders import LONG_AFTER, START, Party, Way

MEMBERS = ("Lise Medlem", "Berit Lagvenn", "Kari Eksempel", "Nils Utvalgt", "Siri Skriver", "Anne Test")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as running:
        yield running


def make_english_party() -> Party:
    """Return a party whose people read English, since the words are English in the code."""
    made = builders.make_party()
    db.session.execute(update(Person).values(language="en"))
    return made


@pytest.fixture
def party(app: Flask, kept: Kept) -> Party:
    made: Party = kept.fill(app, make_english_party)
    return made


@pytest.fixture
def way(app: Flask, party: Party, kept: Kept) -> Way:
    """A case that has come all the way, and all its mail waiting."""
    made: Way = kept.fill(app, make_english_party, builders.go_all_the_way)
    return made


def deliver(app: Flask, office: PostOffice) -> dict[str, Delivered]:
    """Return what was sent just now, by address."""
    before = len(office.taken)
    send_due(app, post=SmtpPost(f"smtp://127.0.0.1:{office.port}", timeout=5))
    sent = office.taken[before:]
    assert len({mail.recipients for mail in sent}) == len(sent)
    return {mail.recipients[0]: mail for mail in sent}


def hand_in(app: Flask, party: Party) -> tuple[str, str]:
    """Return the ids of a case in the branch's inbox and of its step there."""
    with app.app_context(), writing():
        motion = builders.hand_in(party)
        return motion.id, motion.steps[0].id


def assert_names_only(mail: Delivered, name: str) -> None:
    """The only person in a mail is the one who gets it."""
    everything = mail.message.as_string() + mail.text
    assert [other for other in MEMBERS if other in everything and other != name] == []
    assert name in mail.text


# --- the six kinds ---------------------------------------------------------------------------------


def test_every_kind_has_its_template_and_no_template_is_left_over() -> None:
    shared = {"case_end", "stop"}

    assert {path.stem for path in (TEMPLATES / "mail").iterdir()} == {*MailKind, *shared}


def test_a_secretary_is_told_what_has_come(app: Flask, office: PostOffice, party: Party) -> None:
    motion_id, _ = hand_in(app, party)

    mails = deliver(app, office)

    mail = mails.pop("kari-eksempel@example.org")
    assert mails == {}
    assert mail.message["Subject"] == "A case has come to Nordre Elvebygda partilag: Bokbuss til bygdene"
    assert "«Bokbuss til bygdene» (2019/1) has come to Nordre Elvebygda partilag" in mail.text
    assert mail.line_with("http") == f"http://localhost/sak/{motion_id}"
    assert "Nordre Elvebygda partilag" in mail.line_with("Where the case stands: ")
    assert "because you are a secretary of Nordre Elvebygda partilag" in mail.text
    assert_names_only(mail, "Kari Eksempel")


def test_a_case_that_is_sent_on_says_from_where(app: Flask, office: PostOffice, way: Way) -> None:
    mails = deliver_all(app, office)

    (mail,) = mails["siri-skriver@example.org"]
    assert "has come to Elvebygda kommuneparti from Nordre Elvebygda partilag" in mail.text
    assert_names_only(mail, "Siri Skriver")


def deliver_all(app: Flask, office: PostOffice) -> dict[str, list[Delivered]]:
    send_due(app, post=SmtpPost(f"smtp://127.0.0.1:{office.port}", timeout=5))
    found: dict[str, list[Delivered]] = {}
    for mail in office.taken:
        found.setdefault(mail.recipients[0], []).append(mail)
    return found


def test_who_follows_is_told_each_outcome(app: Flask, office: PostOffice, way: Way) -> None:
    mails = deliver_all(app, office)["lise-medlem@example.org"]

    subjects = [mail.message["Subject"] for mail in mails]
    assert len(subjects) == 4
    assert "Adopted in Nordre Elvebygda partilag: Bokbuss til bygdene" in subjects
    assert "Adopted with changes in Elvebygda kommunestyre: Bokbuss til bygdene" in subjects
    for mail in mails:
        assert_names_only(mail, "Lise Medlem")
        assert "because you follow case 2019/1" in mail.text
        assert mail.line_with("Where the case stands").startswith(
            "Where the case stands: Adopted with changes"
        )
    (branch,) = (mail for mail in mails if "Nordre" in mail.message["Subject"])
    assert "The outcome on 16 January 2019: Adopted." in branch.text


@pytest.mark.parametrize(
    ("refuse", "subject"),
    [
        (steps.return_step, "Sent back from Nordre Elvebygda partilag: Bokbuss til bygdene"),
        (steps.decline_step, "Declined by Nordre Elvebygda partilag: Bokbuss til bygdene"),
    ],
)
def test_who_follows_is_told_of_a_refusal_but_not_why(
    app: Flask, office: PostOffice, party: Party, refuse: object, subject: str
) -> None:
    """The reason is free text and may name somebody: it stands on the page."""
    _, step_id = hand_in(app, party)
    assert callable(refuse)
    with app.app_context(), writing():
        refuse(party.branch_secretary, step_id, reason="Lise Medlem må forklare seg.", seen=1, at=START)

    mail = deliver(app, office)["lise-medlem@example.org"]

    assert mail.message["Subject"] == subject
    assert "må forklare" not in mail.text
    assert "The reason stands on the page of the case." in mail.text


def test_who_follows_is_told_what_became_of_it(
    app: Flask, office: PostOffice, party: Party, way: Way
) -> None:
    deliver_all(app, office)
    with app.app_context(), writing():
        decisions.set_follow_up(
            *(party.councillor, way.motion_id),
            status=FollowUpStatus.PARTLY_DONE,
            on=LONG_AFTER.date(),
            note="Anne Test har spurt.",
            source_title="Tertialrapport",
            source_link="",
            at=LONG_AFTER,
        )

    mail = deliver(app, office)["lise-medlem@example.org"]

    assert mail.message["Subject"] == "Partly done: Bokbuss til bygdene"
    assert "as of 1 July 2019: Partly done." in mail.text
    assert_names_only(mail, "Lise Medlem")


# --- who gets none ---------------------------------------------------------------------------------


def test_who_has_left_is_told_nothing(app: Flask, office: PostOffice, party: Party) -> None:
    hand_in(app, party)
    deliver(app, office)
    with app.app_context(), writing():
        case = db.session.scalars(select(Follower)).one()
        assert case.person_id == party.member.id
        ended = START.date() - timedelta(days=1)
        db.session.execute(
            update(Membership).where(Membership.person_id == party.member.id).values(until_on=ended)
        )
        facts = {"motion": case.motion_id, "step": "gone"}
        notices.queue_mail(MailKind.CASE_DECIDED, person_id=party.member.id, at=clock.now(), facts=facts)

    assert deliver(app, office) == {}

    with app.app_context():
        assert db.session.scalars(select(Mail.last_error).where(Mail.sent_at.is_(None))).one() == "NotShown"


def test_who_has_stopped_following_is_told_nothing(app: Flask, office: PostOffice, party: Party) -> None:
    motion_id, step_id = hand_in(app, party)
    deliver(app, office)
    with app.app_context(), writing():
        motions.stop_following(party.member, db.session.get_one(motions.Motion, motion_id))
        steps.decline_step(party.branch_secretary, step_id, reason="Nei.", seen=1, at=START)

    assert deliver(app, office) == {}


# --- the letters themselves ------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_mails_are_in_the_language_of_who_reads(
    app: Flask, office: PostOffice, party: Party, language: str
) -> None:
    with app.app_context(), writing():
        db.session.execute(update(Person).values(language=language))
    hand_in(app, party)

    mail = deliver(app, office)["kari-eksempel@example.org"]

    _ = words(language)
    assert mail.message["Content-Language"] == language
    assert mail.text.startswith(_("Hello {name},", name="Kari Eksempel"))
    assert _("Open the case:") in mail.text


def test_a_title_makes_no_header(app: Flask, office: PostOffice, party: Party) -> None:
    """Titles are tidied where they are written; here one is in the database all the same."""
    motion_id, _ = hand_in(app, party)
    with app.app_context(), writing():
        motion = db.session.get_one(motions.Motion, motion_id)
        motion.title = "Bokbuss\r\nBcc: else@example.org\r\n\r\nHello"

    mail = deliver(app, office)["kari-eksempel@example.org"]

    assert mail.message["Bcc"] is None
    assert mail.recipients == ("kari-eksempel@example.org",)
    assert mail.message["Subject"].endswith(": Bokbuss Bcc: else@example.org Hello")


def test_addresses_in_mails_lead_to_pages(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    routes = app.url_map.bind("localhost")

    def page(address: str) -> tuple[str, object]:
        endpoint, arguments = routes.match(address.removeprefix(settings.base_url))
        return endpoint, dict(arguments)

    assert page(case_address(settings, "0123")) == ("motions.show_case", {"motion_id": "0123"})
    assert page(sign_in_address(settings, "abc")) == ("people.use_link", {"token": "abc"})
    with pytest.raises(NoSuchPage):
        page(f"{settings.base_url}/nowhere/at/all")


def test_long_lines_are_broken_so_that_they_can_be_joined_again() -> None:
    paragraph = " ".join(["ord"] * 60)
    link = "http://localhost/logg-inn/" + "x" * 90

    text = flowed(f"{paragraph}\n\n{link}\n>From her\n")

    lines = text.splitlines()
    assert max(len(line) for line in lines if "http" not in line) <= 73
    assert link in lines, "a link is never broken"
    assert re.sub(r" \n", " ", text) == f"{paragraph}\n\n{link}\n >From her\n"
