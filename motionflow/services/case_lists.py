"""Lists of cases as a viewer may see them: all, by number, followed, and what lies at a body."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from motionflow.db import db
from motionflow.domain.flow import MUNICIPAL_KINDS, StepState
from motionflow.domain.roles import Sight, sight_of
from motionflow.domain.status import Status
from motionflow.models import Body, BodyFollow, Decision, Follower, Motion, Step
from motionflow.services.access import Viewer, standing_at
from motionflow.services.case_status import agenda_items, follow_ups_of, sight_on, status_of_steps

PAGE = 20


@dataclass(frozen=True)
class CaseRow:
    """A case in a list: its motion and the status line's facts."""

    motion: Motion
    status: Status


@dataclass(frozen=True)
class CasePage:
    """One page of a list, newest first, and whether there is a next."""

    rows: tuple[CaseRow, ...]
    page: int
    has_next: bool


def list_cases_for(viewer: Viewer, *, page: int = 1, body_id: str = "") -> CasePage:
    """Return the cases a viewer sees, newest first; of one body when that is asked for."""
    rows = select(Motion).where(visible_to(viewer))
    if body_id:
        rows = rows.where(exists().where(Step.motion_id == Motion.id, Step.body_id == body_id))
    rows = rows.order_by(Motion.started_at.desc(), Motion.id).options(*_LIST_OPTIONS)
    motions = list(db.session.scalars(rows.offset((page - 1) * PAGE).limit(PAGE + 1)))
    return CasePage(_case_rows(viewer, motions[:PAGE]), page, len(motions) > PAGE)


def list_followed_for(viewer: Viewer) -> tuple[CaseRow, ...]:
    """Return the cases a viewer follows and still sees, newest first."""
    motions = (
        select(Motion)
        .join(Follower)
        .where(Follower.person_id == viewer.id, visible_to(viewer))
        .order_by(Motion.started_at.desc(), Motion.id)
        .limit(PAGE)
        .options(*_LIST_OPTIONS)
    )
    return _case_rows(viewer, list(db.session.scalars(motions)))


def rows_of(viewer: Viewer, motion_ids: Sequence[str]) -> tuple[CaseRow, ...]:
    """Return those of some cases that a viewer sees, with where they stand, in the order asked for."""
    if not motion_ids:
        return ()
    rows = select(Motion).where(Motion.id.in_(motion_ids), visible_to(viewer)).options(*_LIST_OPTIONS)
    found = {motion.id: motion for motion in db.session.scalars(rows)}
    return _case_rows(viewer, [found[each] for each in motion_ids if each in found])


def find_numbered_for(viewer: Viewer, *, year: int, number: int) -> tuple[CaseRow, ...]:
    """Return the cases a viewer sees that have a number, such as 2019/1; bodies number apart."""
    same = (Motion.year == year) & (Motion.number == number)
    rows = select(Motion).where(same, visible_to(viewer)).order_by(Motion.started_at.desc(), Motion.id)
    return _case_rows(viewer, list(db.session.scalars(rows.limit(PAGE).options(*_LIST_OPTIONS))))


def list_steps_at(viewer: Viewer, body: Body, *, states: Sequence[StepState]) -> list[Step]:
    """Return a body's steps in some states, the oldest first, for those who see inside it."""
    if sight_of(standing_at(viewer, body), is_open=False) is not Sight.INSIDE:
        return []
    steps = (
        select(Step)
        .where(Step.body_id == body.id, Step.state.in_(states))
        .order_by(Step.received_at)
        .options(joinedload(Step.motion), joinedload(Step.from_step).joinedload(Step.body))
    )
    return list(db.session.scalars(steps))


_LIST_OPTIONS: tuple[LoaderOption, ...] = (
    joinedload(Motion.founding_body),
    selectinload(Motion.steps).options(
        joinedload(Step.body).selectinload(Body.followers), selectinload(Step.decisions)
    ),
)


def _case_rows(viewer: Viewer, motions: Sequence[Motion]) -> tuple[CaseRow, ...]:
    ids = [motion.id for motion in motions]
    follow_ups = follow_ups_of(ids) if ids else []
    steps = [step for motion in motions for step in motion.steps]
    agenda = agenda_items([step.id for step in steps])
    rows = []
    for motion in motions:
        seen = [step for step in motion.steps if sight_on(viewer, step)]
        own = [each for each in follow_ups if each.motion_id == motion.id]
        rows.append(CaseRow(motion, status_of_steps(seen, own, agenda)))
    return tuple(rows)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a viewer sees something of a case."""
    own = viewer.body_ids
    council = select(Body.id).where(Body.kind.in_(MUNICIPAL_KINDS))
    ways = [
        Step.opened_at.is_not(None),
        Step.body_id.in_(council) & exists().where(Decision.step_id == Step.id),
    ]
    if own:
        followed = select(BodyFollow.external_body_id).where(BodyFollow.body_id.in_(own))
        ways += [Step.body_id.in_(own), Step.body_id.in_(followed)]
    return exists().where(Step.motion_id == Motion.id, or_(*ways))
