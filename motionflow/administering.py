"""What the command line does to the data: one function a command, each one transaction."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import event, func, select

from motionflow.addresses import case_address
from motionflow.db import db
from motionflow.documents.isolation import read_text_apart
from motionflow.documents.phrases import Language
from motionflow.documents.upload import MAX_BYTES
from motionflow.documents.word import make_paper
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotAllowed
from motionflow.domain.flow import BodyKind
from motionflow.domain.recognised import Recognised
from motionflow.domain.recognition import recognise
from motionflow.domain.roles import Role
from motionflow.i18n import words
from motionflow.labels import name_of
from motionflow.models import Body, Event, Paper, Person, Upload
from motionflow.services import annexes, audit, bodies, importing, letterheads, motions, people
from motionflow.services.access import viewer_of
from motionflow.transaction import writing

Say = Callable[[str], None]


class Refused(Exception):
    """The command cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Imported:
    """A motion that was handed in from a file."""

    number: str
    title: str
    link: str
    recognised: Recognised


def read_file(file: Path) -> bytes:
    """Return what a file holds, at most one byte more than is allowed. Raises ``Refused``."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error


def read_whole_file(file: Path) -> bytes:
    """Return what a file holds, however large. Raises ``Refused``."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error


def make_folder(folder: Path) -> None:
    """Make a folder in which files can be written. Raises ``Refused``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK):
        raise Refused(f"{folder} cannot be written to. Choose another folder.")


def recognise_file(content: bytes, *, name: str, at: datetime) -> Recognised:
    """Return what is recognised in a file, without a database. Raises ``RuleBroken``."""
    read = read_text_apart(content, name=name)
    return recognise(read.markdown, on=day_in_oslo(at), left_out=read.left_out)


def preview(read: Recognised) -> Iterator[str]:
    """Yield the lines that show what was recognised."""
    yield f"Title: {read.title}"
    count = len(read.paragraphs)
    yield f"Grounds: {count} paragraph" if count == 1 else f"Grounds: {count} paragraphs"
    yield f"Decided by: {read.decided_by or '–'}"
    yield f"Decided on: {read.decided_on.isoformat() if read.decided_on else '–'}"
    yield f"Disposition: {read.disposition or '–'}"
    yield f"Next body: {read.next_body or '–'}"
    yield f"Proposed decision: {read.proposed_decision or '–'}"


def import_motion(
    app: Flask, content: bytes, *, name: str, slug: str, address: str, at: datetime
) -> Imported:
    """Hand a motion in from a file, which is kept as it came. Raises ``Refused`` or ``RuleBroken``.

    The body has moved it when the file says that it decided it, the person otherwise. What it decided, on
    which day and for which next body is recorded too when the person may record the body's decisions.
    """
    with app.app_context(), writing():
        body, person = _body(slug), _person(address)
        read = importing.read_motion(content, name=name, on=day_in_oslo(at))
        wording = motions.Wording(
            title=read.title,
            grounds=read.grounds,
            proposed_decision=read.proposed_decision or read.disposition or "",
        )
        viewer = viewer_of(person, on=day_in_oslo(at))
        has_decided = importing.find_body_named(read.decided_by) is body
        try:
            upload = motions.keep_upload(viewer, content, name=name, body=body, at=at)
            decision = importing.past_decision_of(viewer, body, read) if has_decided else None
            if decision is not None:
                motion = importing.hand_in_decided(
                    viewer, body, wording=wording, decision=decision, at=at, original=upload
                )
            else:
                motion = motions.hand_in_motion(
                    viewer,
                    body,
                    wording=wording,
                    at=at,
                    moved_by_body=body if has_decided and motions.may_move_for(viewer, body) else None,
                    original=upload,
                )
        except NotAllowed as error:
            raise Refused(f"{address} is not a member of {body.name}. See: motionflow add-person") from error
        link = case_address(app.config["SETTINGS"], motion.id)
        return Imported(motion.shown_number, motion.title, link, read)


def add_body(
    app: Flask, name: str, *, kind: BodyKind, parent_slug: str | None, language: str, at: datetime
) -> str:
    """Make a body that uses motionflow and return the name it has in commands."""
    with app.app_context(), writing():
        parent = _body(parent_slug) if parent_slug else None
        return bodies.make_body(name, kind=kind, by=None, at=at, parent=parent, language=language).slug


def add_person(
    app: Flask,
    name: str,
    *,
    address: str,
    slug: str | None,
    role: Role,
    party: str | None,
    at: datetime,
) -> list[str]:
    """Add a person and what she is in a body from today, and return what was done, in sentences."""
    english = words("en")
    with app.app_context(), writing():
        known = people.find_person_by_address(address)
        body = _body(slug) if slug else None
        person = people.add_person(name, address=address, at=at, language=body.language if body else "nb")
        done = [
            f"{person.name} is added." if known is None else f"{person.name} was known with this address."
        ]
        if body is None:
            return done
        today = day_in_oslo(at)
        called = f"{name_of(role, language=english)} of {body.name}"
        if (body.id, role) in viewer_of(person, on=today).holdings:
            return [*done, f"{person.name} is {called} already."]
        people.give_role(person, body=body, role=role, from_on=today, by=None, at=at, party=party)
        return [*done, f"{person.name} is {called} from {today.isoformat()}."]


def make_annex(app: Flask, *, slug: str, since: date | None, at: datetime) -> bytes:
    """Return «What happened to our motions» of a body as a Word file. Raises ``Refused``."""
    with app.app_context():
        body = _body(slug)
        if not body.is_hosted:
            raise Refused(f"{body.name} does not use motionflow, so it has no motions of its own.")
        facts = annexes.draft_annex(body, by=None, at=at, since=since).facts
        language: Language = "nn" if body.language == "nn" else "nb"
        return make_paper(facts, language=language, template=letterheads.template_of(body.id)).content


def write_file(file: Path, content: bytes) -> None:
    """Write a file. Raises ``Refused``."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}.") from error


def count_what_is_kept(app: Flask) -> str:
    """Return how much there is to verify: «N events, M papers, K files»."""
    with app.app_context():
        counts = [
            db.session.scalar(select(func.count()).select_from(table)) for table in (Event, Paper, Upload)
        ]
    return "{} events, {} papers, {} files".format(*counts)


def find_faults(app: Flask, *, head: str | None, say: Say, progress_every: int = 10_000) -> Iterator[str]:
    """Yield a sentence for everything that does not hold; says how far it has come."""
    checked = 0

    def count(_row: object, _context: object) -> None:
        nonlocal checked
        checked += 1
        if checked % progress_every == 0:
            say(f"{checked} checked")

    tables = (Event, Paper, Upload)
    for table in tables:
        event.listen(table, "load", count)
    try:
        with app.app_context():
            for fault in audit.find_faults(head=head):
                yield fault.sentence
    finally:
        for table in tables:
            event.remove(table, "load", count)


def _body(slug: str) -> Body:
    body = bodies.find_body_by_slug(slug)
    if body is None:
        known = ", ".join(each.slug for each in bodies.list_bodies()) or "none yet; see motionflow add-body"
        raise Refused(f"There is no body {slug!r}. There are: {known}.")
    return body


def _person(address: str) -> Person:
    person = people.find_person_by_address(address)
    if person is None:
        raise Refused(f"Nobody has the address {address}. See: motionflow add-person")
    return person
