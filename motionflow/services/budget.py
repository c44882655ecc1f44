"""Money of a case: what each body asks for, line by line, and what was granted and spent beside it."""

from dataclasses import replace
from datetime import date, datetime

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, Obstacle, refuse_if
from motionflow.domain.money import EARLIEST_YEAR, LATEST_YEAR, MoneyKind
from motionflow.domain.roles import Action
from motionflow.models import MoneyRecord, Motion, Step
from motionflow.services import audit
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.case_money import Money, money_of
from motionflow.services.cases import CaseView, get_motion_for
from motionflow.services.motions import is_web_link


def money_for(viewer: Viewer, case: CaseView) -> Money:
    """Return the money of a case as a viewer may see it: what was asked for at the steps the viewer sees.

    What a body asks for while it still works is seen inside it alone.
    """
    money = money_of(case.motion)
    seen = {view.step.id for view in case.steps if view.is_inside or view.step.ended_at is not None}
    return replace(money, asked=tuple(each for each in money.asked if each.step.id in seen))


def record_money(
    viewer: Viewer,
    motion_id: str,
    *,
    kind: MoneyKind | None,
    year: int | None,
    amount: int | None,
    on: date | None,
    source_title: str,
    source_link: str = "",
    step_id: str | None = None,
    at: datetime,
) -> MoneyRecord:
    """Record what a body granted for a year, or what has been spent in it. Raises ``RuleBroken``.

    A later record of the same year takes the place of the earlier one, which is kept.
    """
    motion = get_motion_for(viewer, motion_id)
    if not may_record_money(viewer, motion):
        raise NotAllowed
    step = next((each for each in motion.steps if each.id == step_id), None)
    refuse_if(_record_obstacles(motion, kind, year, amount, on, source_title, source_link, step, at))
    row = MoneyRecord(
        motion_id=motion.id,
        step_id=step.id if step and kind is MoneyKind.GRANTED else None,
        kind=kind,
        year=year,
        amount=amount,
        on=on,
        source_title=source_title.strip(),
        source_link=source_link.strip(),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )
    db.session.add(row)
    db.session.flush()
    body_id = step.body_id if step else motion.founding_body_id
    audit.add_event("money_recorded", body_id=body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def may_record_money(viewer: Viewer, motion: Motion) -> bool:
    """Return whether a viewer may record what was granted and spent."""
    return any(viewer_may(Action.CASE_SET_FOLLOW_UP, viewer, step.body) for step in motion.steps)


def _record_obstacles(
    motion: Motion,
    kind: MoneyKind | None,
    year: int | None,
    amount: int | None,
    on: date | None,
    source_title: str,
    source_link: str,
    step: Step | None,
    at: datetime,
) -> list[Obstacle]:
    found = []
    started_on = day_in_oslo(motion.started_at)
    if kind is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "kind"))
    if kind is MoneyKind.GRANTED and step is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "step"))
    if year is None:
        found.append(Obstacle(Code.YEAR_MISSING, "year"))
    elif not EARLIEST_YEAR <= year <= LATEST_YEAR:
        found.append(Obstacle(Code.YEAR_INVALID, "year"))
    if amount is None:
        found.append(Obstacle(Code.AMOUNT_MISSING, "amount"))
    if on is None:
        found.append(Obstacle(Code.DATE_MISSING, "on"))
    elif on > day_in_oslo(at):
        found.append(Obstacle(Code.DATE_IN_FUTURE, "on", {"date": on}))
    elif on < started_on:
        found.append(Obstacle(Code.DATE_BEFORE_RECEIVED, "on", {"date": started_on}))
    if not source_title.strip():
        found.append(Obstacle(Code.SOURCE_MISSING, "source_title"))
    if not is_web_link(source_link):
        found.append(Obstacle(Code.LINK_INVALID, "source_link"))
    return found
