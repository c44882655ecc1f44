"""A mailed link by which one councillor answers for one case, without a password, for fourteen days."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.council import AnswerKind
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import ENDED, MoveName
from motionflow.domain.roles import Role
from motionflow.models import AnswerLink, CouncilAnswer, Membership, Person, Step
from motionflow.models.outbox import MailKind
from motionflow.services import audit, notices, records, silence
from motionflow.services.access import Viewer, viewer_of
from motionflow.services.cases import get_step_for, may_move
from motionflow.services.people import is_current

LIFETIME = timedelta(days=14)


@dataclass(frozen=True)
class Asked:
    """What a link opens: whose answer it is, for which step, as that person may see it."""

    link: AnswerLink
    person: Person
    viewer: Viewer
    step: Step

    @property
    def name(self) -> str:
        """What her group calls her."""
        return known_as(self.person, self.step) or ""


def list_councillors(step: Step, *, on: date) -> list[Person]:
    """Return who can be asked about a step: councillors of the bodies that record for its body."""
    groups = [follow.body_id for follow in step.body.followers]
    rows = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.body_id.in_(groups), Membership.role == Role.COUNCILLOR, is_current(on))
        .where(Person.erased_at.is_(None), Person.address.is_not(None))
        .order_by(Person.name, Person.id)
    )
    return list(db.session.scalars(rows).unique())


def known_as(person: Person, step: Step) -> str | None:
    """Return what the bodies that record for a step's body call a person; ``None`` for an erased one."""
    names = (person.name_in(follow.body_id) for follow in step.body.followers)
    return next((name for name in names if name), None)


def ask(viewer: Viewer, step_id: str, *, person_id: str | None, at: datetime) -> Person:
    """Send a councillor a link to answer for a case with an external body."""
    step = get_step_for(viewer, step_id)
    if step.body.is_hosted:
        raise NotFound
    if not may_move(viewer, step, MoveName.DECIDE):
        raise NotAllowed
    known = {person.id: person for person in list_councillors(step, on=day_in_oslo(at))}
    found = [] if person_id in known else [Obstacle(Code.CHOICE_INVALID, "person")]
    if step.state in ENDED:
        found.append(Obstacle(Code.MOVE_NOT_FROM_HERE, None, {"state": step.state}))
    refuse_if(found)
    person = known[person_id or ""]
    silence.refuse_about(person.id)
    facts = {"motion": step.motion_id, "step": step.id}
    notices.queue_mail(MailKind.ANSWER_ASKED, person_id=person.id, at=at, facts=facts)
    audit.add_event(
        "answer_asked",
        body_id=step.body_id,
        subject_id=step.id,
        by=viewer.id,
        at=at,
        facts={"person": person.id},
    )
    return person


def make_link(person_id: str, step_id: str, *, at: datetime) -> str:
    """Return the token of a new link; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    row = AnswerLink(
        token_hash=_hash(token), step_id=step_id, person_id=person_id, made_at=at, expires_at=at + LIFETIME
    )
    db.session.add(row)
    db.session.flush()
    return token


def asked_by(token: str, *, at: datetime, viewer: Viewer) -> Asked:
    """Return what a link opens. Raises ``RuleBroken`` for one that is used, old or somebody else's.

    ``viewer`` is who is signed in, if anybody is: a link answers for the person it was sent to alone.
    """
    link = db.session.get(AnswerLink, _hash(token))
    if link is None or link.ended_at is not None or link.expires_at <= at:
        raise RuleBroken(Obstacle(Code.LINK_USED_OR_OLD))
    if viewer.person_id not in (None, link.person_id):
        raise RuleBroken(Obstacle(Code.LINK_OF_ANOTHER))
    answering = viewer_of(link.person, on=day_in_oslo(at))
    try:
        step = get_step_for(answering, link.step_id)
    except NotFound:
        raise RuleBroken(Obstacle(Code.LINK_USED_OR_OLD)) from None
    if link.person.erased_at is not None or not may_move(answering, step, MoveName.DECIDE):
        raise RuleBroken(Obstacle(Code.LINK_USED_OR_OLD))  # she is councillor no longer
    return Asked(link, link.person, answering, step)


def answer(
    asked: Asked,
    *,
    kind: AnswerKind | None,
    given: records.RecordGiven,
    moved_to: date | None,
    note: str,
    seen: int,
    at: datetime,
) -> CouncilAnswer:
    """Keep what a councillor answered; a treated case is recorded, and the link ends with it."""
    silence.refuse_for(asked.person.id)  # a link needs nobody to be signed in, so no form of hers waits
    today = day_in_oslo(at)
    found = [] if kind is not None else [Obstacle(Code.CHOICE_INVALID, "kind")]
    if kind is AnswerKind.MOVED and moved_to is None:
        found.append(Obstacle(Code.DATE_MISSING, "moved_to"))
    elif kind is AnswerKind.MOVED and moved_to is not None and moved_to < today:
        found.append(Obstacle(Code.DATE_PASSED, "moved_to", {"date": moved_to}))
    refuse_if(found)
    decision_id = None
    if kind is AnswerKind.TREATED:
        recorded = records.record(asked.viewer, asked.step.id, given=given, seen=seen, at=at)
        decision_id = recorded.decision.id
        asked.link.ended_at = at
    row = CouncilAnswer(
        step_id=asked.step.id,
        person_id=asked.person.id,
        kind=kind,
        moved_to=moved_to if kind is AnswerKind.MOVED else None,
        note=note.strip(),
        decision_id=decision_id,
        answered_at=at,
    )
    db.session.add(row)
    db.session.flush()
    audit.add_event(
        "council_answered", body_id=asked.step.body_id, subject_id=row.id, by=asked.person.id, at=at
    )
    return row


def list_answers(step: Step) -> list[CouncilAnswer]:
    """Return what councillors have answered of a step, the latest first."""
    rows = select(CouncilAnswer).where(CouncilAnswer.step_id == step.id)
    return list(db.session.scalars(rows.order_by(CouncilAnswer.answered_at.desc())))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
