"""What decisions promise: making a promise, reporting how it goes, and how it stands."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import joinedload

from motionflow.db import db
from motionflow.domain import commitments as rules
from motionflow.domain.commitments import Report
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, RuleBroken
from motionflow.domain.flow import FollowUpStatus
from motionflow.domain.roles import Action, Role
from motionflow.models import (
    Body,
    BodyFollow,
    Commitment,
    CommitmentReport,
    Decision,
    Membership,
    Motion,
    Person,
)
from motionflow.models.outbox import MailKind
from motionflow.services import audit, notices
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.case_status import sight_on
from motionflow.services.motions import is_web_link
from motionflow.services.standings import (
    WITH_PERSON,
    CommitmentView,
    in_order,
    promise_of,
    reports_of,
    standing_on,
    with_all,
)

# Those elected to answer for what a body does. Nobody's employer is asked, and no employee.
ELECTED = frozenset({Role.CHAIR, Role.SECRETARY, Role.BOARD, Role.COUNCILLOR})


@dataclass(frozen=True)
class PromiseGiven:
    """A promise as it is given. ``responsible`` is an id of ``Responsible``; ``target`` is in ``unit``."""

    what: str
    responsible: str
    target: int | None
    unit: str
    due_on: date | None


@dataclass(frozen=True)
class ReportGiven:
    """A report as it is given."""

    status: FollowUpStatus | None
    on: date | None
    reached: int | None = None
    note: str = ""
    reason: str = ""
    new_due_on: date | None = None
    is_final: bool = False
    source_title: str = ""
    source_link: str = ""


@dataclass(frozen=True)
class Responsible:
    """Who can answer for a promise: an elected body on the case's way, or an office-holder of one."""

    id: str
    body: Body
    person: Person | None = None

    @property
    def name(self) -> str | None:
        """What the body calls the office-holder; ``None`` for the body itself."""
        return self.person.name_in(self.body.id) if self.person is not None else None


def make_commitment(viewer: Viewer, decision_id: str, *, given: PromiseGiven, at: datetime) -> Commitment:
    """Keep what a decision promises. Raises ``RuleBroken``, or ``NotAllowed``."""
    decision = get_decision_for(viewer, decision_id)
    motion = decision.step.motion
    if not may_follow_up(viewer, motion):
        raise NotAllowed
    offered = {each.id: each for each in list_responsible(motion, on=day_in_oslo(at))}
    responsible = offered.get(given.responsible)
    found = rules.promise_obstacles(
        what=given.what,
        target=given.target,
        unit=given.unit,
        due_on=given.due_on,
        decided_on=decision.decided_on,
        has_responsible=bool(given.responsible),
    )
    if given.responsible and responsible is None:
        found.append(Obstacle(Code.RESPONSIBLE_NOT_ELECTED, "responsible"))
    if found or responsible is None:
        raise RuleBroken(found)
    row = Commitment(
        motion_id=motion.id,
        decision=decision,
        what=" ".join(given.what.split()),
        body=responsible.body,
        person=responsible.person,
        target=given.target,
        unit=given.unit.strip(),
        due_on=given.due_on,
        made_at=at,
        made_by_id=viewer.id,
    )
    db.session.add(row)
    db.session.flush()
    body_id = decision.step.body_id
    audit.add_event("commitment_made", body_id=body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def report(
    viewer: Viewer, commitment_id: str, *, given: ReportGiven, seen: int, at: datetime
) -> CommitmentReport:
    """Add how a promise goes, with day and source; who follows the case is told.

    ``seen`` is how many reports the page showed. Raises ``RuleBroken``, or ``NotAllowed``.
    """
    commitment = get_commitment_for(viewer, commitment_id, for_change=True)
    if not may_report(viewer, commitment):
        raise NotAllowed
    if len(commitment.reports) != seen:
        raise RuleBroken(Obstacle(Code.CHANGED_MEANWHILE))
    link = [] if is_web_link(given.source_link) else [Obstacle(Code.LINK_INVALID, "source_link")]
    rule, before = _rule_report(given), reports_of(commitment)
    found = rules.report_obstacles(promise_of(commitment), before, rule, today=day_in_oslo(at))
    if found or link or given.status is None:
        raise RuleBroken([*found, *link])
    whole = given.status is FollowUpStatus.DONE and given.reached is None
    row = CommitmentReport(
        number=len(commitment.reports) + 1,
        status=given.status,
        on=given.on,
        reached=commitment.target if whole else given.reached,
        note=given.note.strip(),
        reason=given.reason.strip(),
        new_due_on=given.new_due_on if given.status is FollowUpStatus.DELAYED else None,
        is_final=rules.ends(given.status, is_final=given.is_final),
        source_title=given.source_title.strip(),
        source_link=given.source_link.strip(),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )
    commitment.reports.append(row)
    db.session.flush()
    motion = commitment.decision.step.motion
    audit.add_event(
        "commitment_reported",
        body_id=commitment.decision.step.body_id,
        subject_id=commitment.id,
        by=viewer.id,
        at=at,
        facts={"number": row.number, "status": row.status.value},
    )
    notices.tell_followers(
        MailKind.COMMITMENT_REPORTED, motion, but=viewer.id, at=at, facts={"report": row.id}
    )
    return row


def get_decision_for(viewer: Viewer, decision_id: str) -> Decision:
    """Return a decision the viewer sees. Raises ``NotFound``."""
    decision = db.session.get(Decision, decision_id)
    if decision is None or not sight_on(viewer, decision.step):
        raise NotFound
    return decision


def get_commitment_for(viewer: Viewer, commitment_id: str, *, for_change: bool = False) -> Commitment:
    """Return a promise whose decision the viewer sees, locked when it is to be reported on."""
    rows = select(Commitment).where(Commitment.id == commitment_id)
    commitment = db.session.scalar(rows.with_for_update() if for_change else rows)
    if commitment is None or not sight_on(viewer, commitment.decision.step):
        raise NotFound
    if for_change:
        db.session.refresh(commitment)
    return commitment


def may_follow_up(viewer: Viewer, motion: Motion) -> bool:
    """Return whether a viewer may keep promises and figures of a case."""
    return any(viewer_may(Action.CASE_SET_FOLLOW_UP, viewer, step.body) for step in motion.steps)


def may_report(viewer: Viewer, commitment: Commitment) -> bool:
    """Return whether a viewer may say how a promise goes: whoever answers for it, or follows it up."""
    is_responsible = viewer.person_id is not None and viewer.person_id == commitment.person_id
    return is_responsible or may_follow_up(viewer, commitment.decision.step.motion)


def view_of(viewer: Viewer, commitment: Commitment, *, on: date) -> CommitmentView:
    """Return a promise as it stands on a day, for a viewer who sees it."""
    return CommitmentView(commitment, standing_on(commitment, on=on), may_report(viewer, commitment))


def list_of_motion(viewer: Viewer, motion: Motion, *, on: date) -> tuple[CommitmentView, ...]:
    """Return the promises of a case that a viewer sees, the first due first."""
    seen = {step.id for step in motion.steps if sight_on(viewer, step)}
    rows = db.session.scalars(_OF_CASE, {"motion_id": motion.id}).unique()
    return in_order(view_of(viewer, row, on=on) for row in rows if row.decision.step_id in seen)


def list_mine(viewer: Viewer, *, on: date) -> tuple[CommitmentView, ...]:
    """Return the promises that a viewer answers for and that have not ended, the first due first.

    Those are her own, and those of bodies she is secretary or councillor of where no person is named.
    """
    bodies = {body_id for body_id, role in viewer.holdings if role in (Role.SECRETARY, Role.COUNCILLOR)}
    followed = select(BodyFollow.external_body_id).where(BodyFollow.body_id.in_(bodies))
    bodies_own = Commitment.person_id.is_(None) & or_(
        Commitment.body_id.in_(bodies), Commitment.body_id.in_(followed)
    )
    rows = with_all(select(Commitment).where(or_(Commitment.person_id == viewer.id, bodies_own)))
    views = [view_of(viewer, row, on=on) for row in rows if sight_on(viewer, row.decision.step)]
    return in_order(view for view in views if not view.standing.is_ended)


def list_responsible(motion: Motion, *, on: date) -> tuple[Responsible, ...]:
    """Return who can answer for a promise of a case, by body: the body itself, then its elected."""
    found = []
    bodies = {step.body_id: step.body for step in motion.steps}
    held = select(Membership).where(
        Membership.body_id.in_(bodies),
        Membership.role.in_(ELECTED),
        Membership.from_on <= on,
        or_(Membership.until_on.is_(None), Membership.until_on >= on),
    )
    rows = list(db.session.scalars(held.options(joinedload(Membership.person))))
    for body in bodies.values():
        found.append(Responsible(body.id, body))
        people = {
            row.person_id: row.person for row in rows if row.body_id == body.id and not row.person.erased_at
        }
        for person in sorted(people.values(), key=lambda each: each.name_in(body.id) or ""):
            found.append(Responsible(f"{body.id}-{person.id}", body, person))
    return tuple(found)


def _rule_report(given: ReportGiven) -> Report:
    return Report(
        given.status,
        given.on,
        given.reached,
        given.reason,
        given.new_due_on,
        given.source_title,
        given.is_final,
    )


# The case's decisions, steps and bodies have been loaded with it: only the promises are asked for.
_OF_CASE = (
    select(Commitment)
    .where(Commitment.motion_id == bindparam("motion_id"))
    .options(WITH_PERSON, joinedload(Commitment.reports))
)
