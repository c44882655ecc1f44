"""Reading cases: one case as a viewer sees it, lists and search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotAllowed, NotFound
from motionflow.domain.flow import EDITABLE, MUNICIPAL_KINDS, MoveName, StepState, moves_from
from motionflow.domain.papers import SHARED_ON_WAY
from motionflow.domain.roles import Action, Sight, sight_of
from motionflow.domain.status import Status, StepSummary, status_of
from motionflow.models import (
    AgendaItem,
    Body,
    BodyFollow,
    Decision,
    Follower,
    FollowUp,
    Meeting,
    Motion,
    Mover,
    Paper,
    Step,
    VoteEvent,
)
from motionflow.services.access import Viewer, office_holders, standing_at, viewer_may

PAGE = 20

# Who may make which move; the row in ``domain/roles.py`` says which roles that is.
MOVE_ACTIONS: dict[MoveName, Action] = {
    MoveName.ACCEPT: Action.STEP_HANDLE_INBOX,
    MoveName.RETURN: Action.STEP_HANDLE_INBOX,
    MoveName.DECLINE: Action.STEP_HANDLE_INBOX,
    MoveName.RESUBMIT: Action.STEP_HANDLE_INBOX,
    MoveName.WITHDRAW: Action.STEP_HANDLE_INBOX,
    MoveName.PUT_ON_LIST: Action.STEP_PUT_ON_LIST,
    MoveName.TAKE_OFF_LIST: Action.STEP_PUT_ON_LIST,
    MoveName.TREAT: Action.STEP_TREAT,
    MoveName.DECIDE: Action.STEP_DECIDE,
    MoveName.FORWARD: Action.STEP_FORWARD,
}


@dataclass(frozen=True)
class StepView:
    """A step as a viewer sees it, with the moves the viewer may make and the papers to read."""

    step: Step
    sight: Sight
    moves: frozenset[MoveName]
    papers: tuple[Paper, ...]
    agenda: tuple[AgendaItem, ...]
    may_recommend: bool
    may_open: bool

    @property
    def is_inside(self) -> bool:
        """Whether the viewer belongs to the step's body, or to one that records for it."""
        return self.sight is Sight.INSIDE


@dataclass(frozen=True)
class ShownMover:
    """Who moved it, as the viewer may know: a name, or ``None`` for «a member»."""

    name: str | None
    body: Body | None = None


@dataclass(frozen=True)
class CaseView:
    """A case as a viewer sees it: only the steps that are visible, and the words of the founding one."""

    motion: Motion
    steps: tuple[StepView, ...]
    status: Status
    movers: tuple[ShownMover, ...]
    follow_ups: tuple[FollowUp, ...]
    papers: tuple[Paper, ...]
    sees_texts: bool
    is_inside: bool
    is_followed: bool
    may_follow: bool
    may_edit: bool
    may_set_follow_up: bool
    may_add_source: bool


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


def get_motion_for(viewer: Viewer, motion_id: str) -> Motion:
    """Return a motion with its way loaded. Raises ``NotFound`` when the viewer sees none of its steps."""
    motion = db.session.scalar(select(Motion).where(Motion.id == motion_id).options(*_CASE_OPTIONS))
    if motion is None or not any(_sight(viewer, step) for step in motion.steps):
        raise NotFound
    return motion


def get_case_for(viewer: Viewer, motion_id: str) -> CaseView:
    """Return a case as a viewer sees it. Raises ``NotFound`` when there is nothing to see."""
    motion = get_motion_for(viewer, motion_id)
    way = {step.body_id for step in motion.steps}
    papers = _papers_of(motion)
    agenda = _agenda_of(motion)
    steps = tuple(
        _step_view(viewer, step, way, papers, agenda) for step in motion.steps if _sight(viewer, step)
    )
    follow_ups = tuple(
        db.session.scalars(
            select(FollowUp)
            .where(FollowUp.motion_id == motion.id)
            .order_by(FollowUp.on, FollowUp.recorded_at)
        )
    )
    inside = any(view.is_inside for view in steps)
    founding = steps[0] if steps[0].step.number == 1 else None
    bodies = [step.body for step in motion.steps]
    return CaseView(
        motion=motion,
        steps=steps,
        status=_status([view.step for view in steps], follow_ups, agenda),
        movers=_shown_movers(viewer, motion),
        follow_ups=follow_ups,
        papers=tuple(paper for paper in papers if paper.step_id is None and inside),
        sees_texts=founding is not None,
        is_inside=inside,
        is_followed=viewer.person_id is not None
        and db.session.get(Follower, (motion.id, viewer.person_id)) is not None,
        may_follow=any(viewer_may(Action.CASE_FOLLOW, viewer, body) for body in bodies),
        may_edit=may_edit(viewer, motion),
        may_set_follow_up=any(viewer_may(Action.CASE_SET_FOLLOW_UP, viewer, body) for body in bodies),
        may_add_source=any(viewer_may(Action.STEP_HANDLE_INBOX, viewer, body) for body in bodies)
        or any(mover.person_id == viewer.person_id for mover in motion.movers if mover.person_id),
    )


def get_step_for(viewer: Viewer, step_id: str, *, for_change: bool = False) -> Step:
    """Return a step the viewer sees, locked when it is to be changed. Raises ``NotFound``."""
    step = db.session.get(Step, step_id, with_for_update={"of": Step} if for_change else None)
    if step is None or not _sight(viewer, step):
        raise NotFound
    return step


def require_move(viewer: Viewer, step: Step, move: MoveName) -> None:
    """Raise ``NotAllowed`` unless the viewer may make this move with this step."""
    if not may_move(viewer, step, move):
        raise NotAllowed


def may_move(viewer: Viewer, step: Step, move: MoveName) -> bool:
    """Return whether a viewer may make this move with this step, wherever the step stands."""
    if viewer_may(MOVE_ACTIONS[move], viewer, step.body):
        return True
    own = any(mover.person_id == viewer.person_id for mover in step.motion.movers if mover.person_id)
    return own and step.number == 1 and move in (MoveName.WITHDRAW, MoveName.RESUBMIT)


def may_edit(viewer: Viewer, motion: Motion) -> bool:
    """Return whether a viewer may correct the motion's text now."""
    return is_writer(viewer, motion) and is_editable(motion)


def is_writer(viewer: Viewer, motion: Motion) -> bool:
    """Return whether the text is a viewer's to correct: a mover's, or the founding secretary's."""
    if viewer.person_id is None:
        return False
    moved_it = any(mover.person_id == viewer.person_id for mover in motion.movers)
    return moved_it or viewer_may(Action.MOTION_EDIT, viewer, motion.founding_body)


def is_editable(motion: Motion) -> bool:
    """Return whether the text can still be corrected: until its founding body has decided."""
    return all(step.state in EDITABLE for step in motion.steps)


def list_cases_for(viewer: Viewer, *, page: int = 1, word: str = "", body_id: str = "") -> CasePage:
    """Return the cases a viewer sees, newest first; ``word`` must stand in number, title or text.

    All words given must be found, in any order; capital and small letters are alike, æ, ø and å too.
    """
    rows = select(Motion).where(_visible_to(viewer))
    for each in word.casefold().split()[:8]:
        pattern = "%" + each.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        rows = rows.where(_matches(each, pattern))
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
        .where(Follower.person_id == viewer.id, _visible_to(viewer))
        .order_by(Motion.started_at.desc(), Motion.id)
        .limit(PAGE)
        .options(*_LIST_OPTIONS)
    )
    return _case_rows(viewer, list(db.session.scalars(motions)))


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


def status_for(viewer: Viewer, motion: Motion) -> Status:
    """Return the status of a case as far as a viewer sees it."""
    steps = [step for step in motion.steps if _sight(viewer, step)]
    return _status(steps, _follow_ups_of([motion.id]), _agenda_of(motion))


def full_status(motion: Motion) -> Status:
    """Return the status of a case, for papers and mails to those on its way."""
    return _status(motion.steps, _follow_ups_of([motion.id]), _agenda_of(motion))


def agenda_items(step_ids: Sequence[str]) -> list[AgendaItem]:
    """Return where steps stand on meetings' lists, the earliest meeting first, with the meetings."""
    items = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.step_id.in_(step_ids))
        .order_by(Meeting.starts_at)
        .options(contains_eager(AgendaItem.meeting))
    )
    return list(db.session.scalars(items)) if step_ids else []


_CASE_OPTIONS: tuple[LoaderOption, ...] = (
    selectinload(Motion.texts),
    selectinload(Motion.movers).options(joinedload(Mover.person), joinedload(Mover.body)),
    selectinload(Motion.sources),
    joinedload(Motion.founding_body),
    selectinload(Motion.steps).options(
        joinedload(Step.body).selectinload(Body.followers),
        selectinload(Step.recommendations),
        selectinload(Step.decisions).options(
            joinedload(Decision.next_body),
            joinedload(Decision.covering_motion),
            selectinload(Decision.votes).selectinload(VoteEvent.counts),
        ),
    ),
)
_LIST_OPTIONS: tuple[LoaderOption, ...] = (
    joinedload(Motion.founding_body),
    selectinload(Motion.steps).options(
        joinedload(Step.body).selectinload(Body.followers), selectinload(Step.decisions)
    ),
)


def _is_open(step: Step) -> bool:
    decided = bool(step.decisions) and step.body.kind in MUNICIPAL_KINDS
    return step.opened_at is not None or decided


def _sight(viewer: Viewer, step: Step) -> Sight:
    way = {each.body_id for each in step.motion.steps}
    return sight_of(standing_at(viewer, step.body, way=way), is_open=_is_open(step))


def _step_view(
    viewer: Viewer, step: Step, way: set[str], papers: Sequence[Paper], agenda: Sequence[AgendaItem]
) -> StepView:
    sight = _sight(viewer, step)
    moves = {move.name for move in moves_from(step.state) if may_move(viewer, step, move.name)}
    shown = [
        paper
        for paper in papers
        if paper.step_id == step.id and (sight is Sight.INSIDE or paper.kind in SHARED_ON_WAY)
    ]
    return StepView(
        step=step,
        sight=sight,
        moves=frozenset(moves),
        papers=tuple(shown),
        agenda=tuple(item for item in agenda if item.step_id == step.id),
        may_recommend=step.ended_at is None and viewer_may(Action.STEP_RECOMMEND, viewer, step.body),
        may_open=viewer_may(Action.STEP_OPEN_TO_PUBLIC, viewer, step.body),
    )


def _shown_movers(viewer: Viewer, motion: Motion) -> tuple[ShownMover, ...]:
    founding = motion.steps[0]
    inside = _sight(viewer, founding) is Sight.INSIDE
    persons = {mover.person_id for mover in motion.movers if mover.person_id}
    named = persons if inside else office_holders(persons)
    shown = []
    for mover in motion.movers:
        if mover.person is not None:
            shown.append(ShownMover(mover.person.name if mover.person_id in named else None))
        elif mover.body is not None:
            shown.append(ShownMover(mover.body.name, mover.body))
    return tuple(shown)


def _papers_of(motion: Motion) -> list[Paper]:
    papers = select(Paper).where(Paper.motion_id == motion.id, Paper.destroyed_at.is_(None))
    return list(db.session.scalars(papers.order_by(Paper.made_at, Paper.kind, Paper.version)))


def _agenda_of(motion: Motion) -> list[AgendaItem]:
    return agenda_items([step.id for step in motion.steps])


def _follow_ups_of(motion_ids: Sequence[str]) -> list[FollowUp]:
    rows = select(FollowUp).where(FollowUp.motion_id.in_(motion_ids))
    return list(db.session.scalars(rows.order_by(FollowUp.on, FollowUp.recorded_at)))


def _status(
    steps: Sequence[Step], follow_ups: Sequence[FollowUp], agenda: Sequence[AgendaItem] = ()
) -> Status:
    meetings: dict[str, date] = {
        item.step_id: day_in_oslo(item.meeting.starts_at) for item in agenda if item.step_id
    }
    summaries = []
    for step in steps:
        decision = step.decision
        refused_on = day_in_oslo(step.ended_at) if step.ended_at else None
        summaries.append(
            StepSummary(
                body=step.body.name,
                state=step.state,
                outcome=decision.outcome if decision else None,
                decided_on=decision.decided_on if decision else refused_on,
                meeting_on=meetings.get(step.id),
            )
        )
    latest = follow_ups[-1] if follow_ups else None
    return status_of(
        summaries,
        follow_up=latest.status if latest else None,
        follow_up_on=latest.on if latest else None,
    )


def _case_rows(viewer: Viewer, motions: Sequence[Motion]) -> tuple[CaseRow, ...]:
    ids = [motion.id for motion in motions]
    follow_ups = _follow_ups_of(ids) if ids else []
    steps = [step for motion in motions for step in motion.steps]
    agenda = agenda_items([step.id for step in steps])
    rows = []
    for motion in motions:
        seen = [step for step in motion.steps if _sight(viewer, step)]
        own = [each for each in follow_ups if each.motion_id == motion.id]
        rows.append(CaseRow(motion, _status(seen, own, agenda)))
    return tuple(rows)


def _visible_to(viewer: Viewer) -> ColumnElement[bool]:
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


def _matches(word: str, pattern: str) -> ColumnElement[bool]:
    year, _, number = word.partition("/")
    if year.isdigit() and number.isdigit() and len(year) == 4 and len(number) < 7:
        return (Motion.year == int(year)) & (Motion.number == int(number))
    return Motion.search_text.like(pattern, escape="\\")
