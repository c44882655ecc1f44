"""A person can be erased: what is left is an id that nothing leads from (``domain/guide.md`` §6)."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import selectinload

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken
from motionflow.domain.roles import Action, Role
from motionflow.models import Follower, Mail, Membership, Person, SignInLink, WebSession
from motionflow.services import audit, papers, silence
from motionflow.services.access import Viewer, viewer_may


def erase_person(viewer: Viewer, person_id: str, *, at: datetime) -> None:
    """Empty the row behind a person's id, end all she holds, and make her papers anew without the name.

    Only for the secretary of every body she is still in; ``NotFound`` to those who do not know of her.
    The chains of events still hold, since they know the id only (``domain/guide.md`` §6, Datatilsynet
    on leaving).
    """
    person = db.session.get(
        Person, person_id, options=[selectinload(Person.memberships).joinedload(Membership.body)]
    )
    if person is None or person.erased_at is not None:
        raise NotFound
    if not any(viewer_may(Action.MEMBERS_SEE, viewer, held.body) for held in person.memberships):
        raise NotFound
    today = day_in_oslo(at)
    current = [each for each in person.memberships if each.until_on is None or each.until_on >= today]
    for membership in current or person.memberships[-1:]:
        if (membership.body_id, Role.SECRETARY) not in viewer.holdings:
            raise RuleBroken(Obstacle(Code.MEMBER_NOT_ONLY_YOURS))
    silence.refuse_about(person.id)
    for membership in current:
        membership.until_on = max(today, membership.from_on) - timedelta(days=1)
    for body_id in sorted({membership.body_id for membership in person.memberships}):
        audit.add_event("person_erased", body_id=body_id, subject_id=person.id, by=viewer.id, at=at)
    person.known_as.clear()
    for table in (SignInLink, WebSession, Follower):
        db.session.execute(delete(table).where(table.person_id == person.id))
    db.session.execute(delete(Mail).where(Mail.person_id == person.id, Mail.sent_at.is_(None)))
    # What a mail server answered once can quote the address.
    db.session.execute(update(Mail).where(Mail.person_id == person.id).values(last_error=""))
    person.name, person.address, person.erased_at = None, None, at
    db.session.flush()
    papers.make_anew_without(person.id, by=viewer.id, at=at)
