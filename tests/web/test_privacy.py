"""A member's name and address stay in the member's body: every page and every paper is looked through."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from motionflow import clock
from motionflow.config import Settings
from motionflow.db import db
from motionflow.domain.roles import Role
from motionflow.mail import NotShown, compose
from motionflow.models import Membership, Paper, Person
from motionflow.models.outbox import MailKind
from motionflow.services import bodies, motions, notices, steps
from tests.kept import Kept
from tests.services import builders
from tests.web.browsing import sign_in
from tests.web.world import HELD_ON, LAST_MONTH, NOW, World, world

# Not a name that could stand in a page by chance.
NAME, ADDRESS = "Ragnfrid Uttrykksløs", "ragnfrid.uttrykkslos@example.org"
OUTSIDE = ("anonymous", "party_member", "party_secretary", "councillor", "administrator")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass
class Place:
    """A case that a member moved, carried to the council and opened to everyone at every step."""

    world: World
    motion_id: str
    person_id: str
    paths: list[str]

    def browser(self, role: str) -> FlaskClient:
        client = self.world.app.test_client()
        if role == "member":
            sign_in(client, self.world.app, self.person_id)
        elif role != "anonymous":
            sign_in(client, self.world.app, getattr(self.world.party, role).id)
        return client


@pytest.fixture(scope="module")
def place(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with world(kept, tmp_path_factory.mktemp("world")) as made:
        with made.writing():
            # Whoever moves here is called otherwise than in the builders, and does it as they do.
            person = db.session.get_one(Person, made.party.member.id)
            person.name, person.address = NAME, ADDRESS
            person.known_as[made.party.branch_id].name = NAME
        with made.writing():
            way = builders.go_all_the_way(made.party)
            motion = way.motion
            upload = motions.keep_upload(
                made.party.member,
                f"Hilsen {NAME}".encode(),
                name="Slik det kom.txt",
                body=made.party.branch,
                at=NOW,
            )
            motion.original = upload
            for step_id in way.step_ids[:3]:
                owner = {0: "branch", 1: "party", 2: "group"}[way.step_ids.index(step_id)]
                steps.open_to_public(getattr(made.party, f"{owner}_secretary"), step_id, is_open=True, at=NOW)
            papers = [f"/papir/{paper_id}" for paper_id in db.session.scalars(select(Paper.id))]
            paths = ["/", "/saker", f"/sok?q={NAME}", "/organer", f"/sak/{motion.id}", "/oppgaver", *papers]
            paths += [f"/steg/{each}" for each in way.step_ids] + [
                f"/mote/{each}" for each in way.meeting_ids
            ]
            paths += [f"/sak/{motion.id}/{each}" for each in ("kilde", "oppfolging", "tekst")]
            paths += [f"/steg/{each}/{page}" for each in way.step_ids for page in ("vedtak", "send-videre")]
            for body in bodies.list_bodies():
                pages = (
                    "",
                    "/medlemmer",
                    "/innkall",
                    "/registrer-mote",
                    f"/medlemmer/{made.party.member.id}/slett",
                )
                paths += [f"/organ/{body.id}{page}" for page in pages]
                paths.append(f"/administrasjon/organ/{body.id}/sekretar")
            held = select(Membership.id).where(Membership.person_id == made.party.member.id)
            paths += ["/administrasjon", "/administrasjon/nytt-organ", f"/fil/{upload.id}", "/nytt-forslag"]
            paths += [f"/medlemskap/{each}/avslutt" for each in db.session.scalars(held)]
            found = Place(made, motion.id, made.party.member.id, paths)
        yield found


def words_of(content: bytes, kind: str) -> str:
    """Return all that a page or a Word file says, hidden parts too."""
    if kind != DOCX:
        return html.unescape(content.decode(errors="replace"))
    with ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(part).decode(errors="replace") for part in archive.namelist()]
    return html.unescape(re.sub(r"<[^>]+>", "", " ".join(parts))) + " ".join(parts)


def names_found(client: FlaskClient, paths: list[str]) -> list[tuple[str, str]]:
    found = []
    for path in paths:
        answer = client.get(path)
        said = words_of(answer.data, answer.mimetype or "")
        # What was searched for stands in the search field of whoever searched.
        said = said.replace(f'value="{NAME}"', "").replace(f"q={NAME}", "") if "?q=" in path else said
        found += [(path, secret) for secret in (NAME, ADDRESS, "Ragnfrid") if secret in said]
        answer.close()
    return found


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_page_and_no_paper_names_a_member_outside_the_body(place: Place, role: str) -> None:
    client = place.browser(role)

    assert client.get(f"/sak/{place.motion_id}").status_code == 200
    assert names_found(client, [path for path in place.paths if "?q=" not in path]) == []


def test_inside_the_body_the_mover_is_named(place: Place) -> None:
    # Or the test above would pass on empty pages.
    found = names_found(place.browser("branch_secretary"), place.paths)
    assert {path.split("/")[1] for path, _ in found} >= {"sak", "papir", "organ"}


def test_outside_the_mover_is_a_member(place: Place) -> None:
    said = words_of(place.browser("party_secretary").get(f"/sak/{place.motion_id}").data, "text/html")
    assert re.search(r"<dt>Forslagsstiller</dt>\s*<dd>(et )?medlem\s*</dd>", said), said[:100]


def test_every_mail_goes_to_one_and_names_nobody(place: Place) -> None:
    settings: Settings = place.world.app.config["SETTINGS"]
    with place.world.writing():
        names = set(db.session.scalars(select(Person.name)))
        notices.queue_mail(MailKind.SIGN_IN, person_id=place.person_id, at=NOW)
        builders.hand_in(place.world.party, at=NOW)
    seen = set()
    with place.world.writing():
        for mail in notices.lease_mails(at=clock.now(), most=500):
            message = compose(mail, settings=settings, at=clock.now())
            said = message.get_content() + message["Subject"] + str(message["From"])
            assert [each.addr_spec for each in message["To"].addresses] == [mail.address]
            assert not {"Cc", "Bcc"} & set(message.keys())
            assert [name for name in names - {mail.name} if name in said] == []
            seen.add(mail.kind)
    assert seen >= {MailKind.CASE_RECEIVED, MailKind.CASE_DECIDED, MailKind.SIGN_IN}


def test_who_has_left_is_told_nothing_more_by_mail(place: Place) -> None:
    party = place.world.party
    with place.world.writing():
        viewer = builders.make_viewer("Terje Før", (party.branch, Role.MEMBER), at=LAST_MONTH)
        step = builders.hand_in(party, at=LAST_MONTH, title="Lukket sak", by=viewer).steps[0]
        held = db.session.scalars(select(Membership).where(Membership.person_id == viewer.id)).one()
        held.until_on = HELD_ON
        steps.decline_step(party.branch_secretary, step.id, reason="Nei.", seen=step.version, at=NOW)
    settings: Settings = place.world.app.config["SETTINGS"]
    with place.world.writing():
        leased = notices.lease_mails(at=NOW + timedelta(days=1), most=500)  # it may be night now
        (mail,) = [each for each in leased if each.person_id == viewer.id]
        with pytest.raises(NotShown):
            compose(mail, settings=settings, at=clock.now())
