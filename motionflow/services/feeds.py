"""What everyone may follow without signing in: decisions and promises that are public, as news."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.errors import NotFound
from motionflow.domain.flow import FollowUpStatus, Outcome
from motionflow.domain.themes import Theme
from motionflow.models import Body, Motion, MotionTheme, Step
from motionflow.services import commitments
from motionflow.services.access import nobody
from motionflow.services.case_lists import visible_to
from motionflow.services.case_status import follow_ups_of, sight_on

MOST = 50


@dataclass(frozen=True)
class NewsEntry:
    """One piece of public news of a case: ``what`` is an outcome or a status, ``text`` what was decided."""

    id: str
    motion_id: str
    title: str
    what: Outcome | FollowUpStatus
    where: str
    on: date
    at: datetime
    text: str = ""


def public_news(
    *, on: date, motion_id: str = "", body_id: str = "", theme: Theme | None = None
) -> list[NewsEntry]:
    """Return the public news of a case, a body or a theme, or of all; the newest first.

    Raises ``NotFound`` for a case that the public sees nothing of, and for a body that is none.
    """
    if body_id and db.session.get(Body, body_id) is None:
        raise NotFound
    rows = select(Motion).where(visible_to(nobody()))
    if motion_id:
        rows = rows.where(Motion.id == motion_id)
    if body_id:
        rows = rows.where(Motion.steps.any(Step.body_id == body_id))
    if theme is not None:
        about = select(MotionTheme.motion_id).where(MotionTheme.theme == theme)
        rows = rows.where(Motion.id.in_(about))
    motions = list(db.session.scalars(rows.order_by(Motion.started_at.desc()).limit(MOST)))
    if motion_id and not motions:
        raise NotFound
    found = [each for motion in motions for each in _news_of(motion, on, body_id)]
    return sorted(found, key=lambda each: (each.at, each.id), reverse=True)[:MOST]


def _news_of(motion: Motion, on: date, body_id: str) -> list[NewsEntry]:
    seen = [step for step in motion.steps if sight_on(nobody(), step)]
    if body_id and not any(step.body_id == body_id for step in seen):
        return []
    found = [
        NewsEntry(
            decision.id,
            motion.id,
            motion.title,
            decision.outcome,
            step.body.name,
            decision.decided_on,
            decision.recorded_at,
            decision.operative_text,
        )
        for step in seen
        for decision in step.decisions
    ]
    for follow_up in follow_ups_of([motion.id]):
        found.append(
            NewsEntry(
                follow_up.id,
                motion.id,
                motion.title,
                follow_up.status,
                "",
                follow_up.on,
                follow_up.recorded_at,
                follow_up.note,
            )
        )
    for view in commitments.list_of_motion(nobody(), motion, on=on):
        found += [
            NewsEntry(
                report.id,
                motion.id,
                motion.title,
                report.status,
                view.commitment.what,
                report.on,
                report.recorded_at,
                report.note or report.reason,
            )
            for report in view.commitment.reports
        ]
    return found
