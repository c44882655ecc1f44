"""Reading one case as a viewer may see it, and asking what the viewer may do with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from motionflow.db import db
from motionflow.domain.errors import NotAllowed, NotFound
from motionflow.domain.flow import AMENDABLE, EDITABLE, MoveName, moves_from
from motionflow.domain.papers import SHARED_ON_WAY
from motionflow.domain.roles import Action, Sight
from motionflow.domain.status import Status
from motionflow.models import (
    AgendaItem,
    Amendment,
    Body,
    Decision,
    DecisionCorrection,
    DecisionSource,
    Follower,
    FollowUp,
    Motion,
    Mover,
    OtherRecord,
    Paper,
    Person,
    Step,
    VoteEvent,
)
from motionflow.services.access import Viewer, nobody, office_holders, viewer_may
from motionflow.services.case_parts import Part, parts_of
from motionflow.services.case_status import agenda_of, follow_ups_of, sight_on, status_of_steps

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
    MoveName.CORRECT: Action.STEP_DECIDE,
    MoveName.FORWARD: Action.STEP_FORWARD,
    MoveName.CARRY_OVER: Action.MEETING_CALL,
}

AtStep = TypeVar("AtStep", AgendaItem, Paper)


@dataclass(frozen=True)
class StepView:
    """A step as a viewer sees it, with the moves the viewer may make and the papers to read."""

    step: Step
    sight: Sight
    moves: frozenset[MoveName]
    papers: tuple[Paper, ...]
    agenda: tuple[AgendaItem, ...]
    may_recommend: bool
    may_make_papers: bool
    may_open: bool
    may_amend: bool
    amendments: int
    sources: tuple[DecisionSource, ...] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)
    differences: tuple[str, ...] = ()

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
    has: frozenset[Part]
    steps: tuple[StepView, ...]
    status: Status
    movers: tuple[ShownMover, ...]
    follow_ups: tuple[FollowUp, ...]
    papers: tuple[Paper, ...]
    sees_texts: bool
    sees_original: bool
    is_inside: bool
    is_public: bool
    is_followed: bool
    may_follow: bool
    may_edit: bool
    may_set_follow_up: bool
    may_add_source: bool


def get_motion_for(viewer: Viewer, motion_id: str) -> Motion:
    """Return a motion with its way loaded. Raises ``NotFound`` when the viewer sees none of its steps."""
    rows = db.session.scalars(_CASE, {"motion_id": motion_id})
    motion = rows.unique().one_or_none()
    if motion is None or not any(sight_on(viewer, step) for step in motion.steps):
        raise NotFound
    return motion


def get_case_for(viewer: Viewer, motion_id: str) -> CaseView:
    """Return a case as a viewer sees it. Raises ``NotFound`` when there is nothing to see."""
    motion = get_motion_for(viewer, motion_id)
    papers = _papers_of(motion)
    agenda = agenda_of(motion)
    papers_at, agenda_at = _by_step(papers), _by_step(agenda)
    seen = ((step, sight_on(viewer, step)) for step in motion.steps)
    has = parts_of(motion_id)
    counts = _amendments_of(motion) if Part.AMENDMENTS in has else {}
    steps = _with_records(
        [
            _step_view(
                viewer,
                step,
                sight,
                papers_at.get(step.id, ()),
                agenda_at.get(step.id, ()),
                counts.get(step.id, 0),
            )
            for step, sight in seen
            if sight
        ],
        has,
    )
    follow_ups = tuple(follow_ups_of([motion.id]))
    inside = any(view.is_inside for view in steps)
    founding = steps[0] if steps[0].step.number == 1 else None
    bodies = {step.body_id: step.body for step in motion.steps}.values()
    return CaseView(
        motion=motion,
        has=has,
        steps=steps,
        status=status_of_steps([view.step for view in steps], follow_ups, agenda),
        movers=_shown_movers(viewer, motion),
        follow_ups=follow_ups,
        papers=tuple(paper for paper in papers if paper.step_id is None and inside),
        sees_texts=founding is not None,
        sees_original=founding is not None and founding.is_inside,
        is_inside=inside,
        is_public=any(sight_on(nobody(), step) for step in motion.steps),
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
    if for_change:
        _lock_step(step_id)
    step = db.session.get(Step, step_id)
    if step is None or not sight_on(viewer, step):
        raise NotFound
    return step


def _lock_step(step_id: str) -> None:
    """Lock a step, and let it and its case be read anew: what was read before may be old."""
    # Not by get(): that refuses what has changed since it was first read, and here the second is told.
    step = db.session.scalar(select(Step).where(Step.id == step_id).with_for_update(of=Step))
    if step is not None:
        db.session.expire(step.motion)
        db.session.expire(step)


def require_move(viewer: Viewer, step: Step, move: MoveName) -> None:
    """Raise ``NotAllowed`` unless the viewer may make this move with this step."""
    if not may_move(viewer, step, move):
        raise NotAllowed


def may_move(viewer: Viewer, step: Step, move: MoveName) -> bool:
    """Return whether a viewer may make this move with this step, wherever the step stands."""
    if move is MoveName.CORRECT and step.body.is_hosted:
        return False  # the minutes of a body held here are its own
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


_CASE_OPTIONS: tuple[LoaderOption, ...] = (
    # Few rows each, so one query for them with the motion is cheaper than one more apiece.
    joinedload(Motion.texts),
    joinedload(Motion.movers).options(
        joinedload(Mover.person).joinedload(Person.known_as), joinedload(Mover.body)
    ),
    selectinload(Motion.sources),
    joinedload(Motion.founding_body),
    selectinload(Motion.steps).options(
        joinedload(Step.body).selectinload(Body.followers),
        selectinload(Step.recommendations),
        selectinload(Step.decisions).options(
            joinedload(Decision.next_body),
            joinedload(Decision.covering_motion),
            selectinload(Decision.votes).joinedload(VoteEvent.counts),
        ),
    ),
)
# Put together once: that takes as long as to read a short list.
_CASE = select(Motion).where(Motion.id == bindparam("motion_id")).options(*_CASE_OPTIONS)


def _step_view(
    viewer: Viewer,
    step: Step,
    sight: Sight,
    papers: Sequence[Paper],
    agenda: Sequence[AgendaItem],
    amendments: int,
) -> StepView:
    moves = {move.name for move in moves_from(step.state) if may_move(viewer, step, move.name)}
    shown = [paper for paper in papers if sight is Sight.INSIDE or paper.kind in SHARED_ON_WAY]
    return StepView(
        step=step,
        sight=sight,
        moves=frozenset(moves),
        papers=tuple(shown),
        agenda=tuple(agenda),
        may_recommend=step.ended_at is None and viewer_may(Action.STEP_RECOMMEND, viewer, step.body),
        may_make_papers=viewer_may(Action.PAPER_MAKE, viewer, step.body),
        may_open=viewer_may(Action.STEP_OPEN_TO_PUBLIC, viewer, step.body),
        may_amend=step.body.is_hosted
        and step.state in AMENDABLE
        and viewer_may(Action.AMENDMENT_WRITE, viewer, step.body),
        amendments=amendments if sight is Sight.INSIDE else 0,
    )


def _by_step(rows: Iterable[AtStep]) -> dict[str, list[AtStep]]:
    found: dict[str, list[AtStep]] = {}
    for row in rows:
        if row.step_id is not None:
            found.setdefault(row.step_id, []).append(row)
    return found


_SOURCES = select(DecisionSource).where(DecisionSource.decision_id.in_(bindparam("ids", expanding=True)))
_CORRECTIONS = select(DecisionCorrection).where(
    DecisionCorrection.corrected_id.in_(bindparam("ids", expanding=True))
)
_DIFFERENCES = select(OtherRecord.id, OtherRecord.step_id).where(
    OtherRecord.decision_id.in_(bindparam("ids", expanding=True)), OtherRecord.settled_at.is_(None)
)


def _with_records(views: list[StepView], has: frozenset[Part]) -> tuple[StepView, ...]:
    """Return the steps with what was added to their records: sources, corrections, differences to settle."""
    ids = [each.id for view in views if not view.step.body.is_hosted for each in view.step.decisions]
    if not ids or not has & {Part.RECORD_SOURCES, Part.CORRECTIONS, Part.DIFFERENCES}:
        return tuple(views)
    asked = {"ids": ids}
    added = list(db.session.scalars(_SOURCES, asked)) if Part.RECORD_SOURCES in has else []
    corrections = db.session.scalars(_CORRECTIONS, asked) if Part.CORRECTIONS in has else ()
    why = {row.corrected_id: row.reason for row in corrections}
    others = list(db.session.execute(_DIFFERENCES, asked)) if Part.DIFFERENCES in has else []
    found = []
    for view in views:
        own = {each.id for each in view.step.decisions}
        found.append(
            replace(
                view,
                sources=tuple(row for row in added if row.decision_id in own),
                corrections={key: reason for key, reason in why.items() if key in own},
                differences=tuple(row.id for row in others if row.step_id == view.step.id and view.is_inside),
            )
        )
    return tuple(found)


def _shown_movers(viewer: Viewer, motion: Motion) -> tuple[ShownMover, ...]:
    founding = motion.steps[0]
    inside = sight_on(viewer, founding) is Sight.INSIDE
    persons = {mover.person_id for mover in motion.movers if mover.person_id}
    named = persons if inside else office_holders(persons)
    shown = []
    for mover in motion.movers:
        if mover.person is not None:
            name = mover.person.name_in(motion.founding_body_id)
            shown.append(ShownMover(name if mover.person_id in named else None))
        elif mover.body is not None:
            shown.append(ShownMover(mover.body.name, mover.body))
    return tuple(shown)


_AMENDMENTS = (
    select(Amendment.step_id, func.count())
    .where(Amendment.step_id.in_(bindparam("step_ids", expanding=True)), Amendment.number.is_not(None))
    .group_by(Amendment.step_id)
)


def _amendments_of(motion: Motion) -> dict[str, int]:
    """Return how many amendments each step of a case has that are handed in."""
    rows = db.session.execute(_AMENDMENTS, {"step_ids": [step.id for step in motion.steps]})
    return {step_id: int(count) for step_id, count in rows}


_PAPERS = (
    select(Paper)
    .where(Paper.motion_id == bindparam("motion_id"), Paper.destroyed_at.is_(None))
    .order_by(Paper.made_at, Paper.kind, Paper.version)
)


def _papers_of(motion: Motion) -> list[Paper]:
    return list(db.session.scalars(_PAPERS, {"motion_id": motion.id}))
