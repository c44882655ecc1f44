"""What waits for someone: steps to act on, by what there is to do, and the cases followed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from motionflow.db import db
from motionflow.domain.calendar import Prospect
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.flow import ENDED, MOVES, BodyKind, MoveName, moves_from
from motionflow.domain.money import YearSum
from motionflow.domain.proposals import balance_of
from motionflow.models import (
    AgendaItem,
    Body,
    BodyFollow,
    BudgetProposal,
    Decision,
    Motion,
    Mover,
    Person,
    Step,
)
from motionflow.services import calendar, commitments, councils
from motionflow.services.access import Viewer
from motionflow.services.case_lists import CaseRow, list_followed_for
from motionflow.services.case_status import agenda_items
from motionflow.services.cases import may_move
from motionflow.services.standings import CommitmentView

# Other names for the table of steps, made once: it takes longer than to ask the database by them.
_SENT, _LATER = aliased(Step), aliased(Step)


class Task(StrEnum):
    """What there is to do with a step, in the order a desk shows them."""

    ANSWER = "answer"
    LIST = "list"
    DECIDE = "decide"
    RECORD = "record"
    SEND_ON = "send_on"
    RESUBMIT = "resubmit"


@dataclass(frozen=True)
class DeskItem:
    """A step that waits for the viewer, with what to do, the moves that can be made and its meeting.

    ``due_on`` is the day of that meeting, the last day on which the case still reaches the council, or the
    day on which the body it lies with meets. ``prospect`` says which meeting of the council that is for.
    """

    step: Step
    task: Task
    moves: tuple[MoveName, ...]
    agenda: AgendaItem | None = None
    due_on: date | None = None
    prospect: Prospect | None = None

    @property
    def sender(self) -> str | None:
        """Whom the case came from: the body that sent it, or its movers; ``None`` for erased ones."""
        before = self.step.from_step
        if before is not None and before.body_id != self.step.body_id:
            return before.body.name
        names = []
        for mover in self.step.motion.movers:
            if mover.person is not None:
                names.append(mover.person.name_in(self.step.body_id))
            elif mover.body is not None:
                names.append(mover.body.name)
        return ", ".join(name for name in names if name) or None


@dataclass(frozen=True)
class ProposalInWork:
    """A budget proposal that is not handed in: the years that do not add up, and its last day if known."""

    proposal: BudgetProposal
    unbalanced: tuple[YearSum, ...]
    last_day: date | None


@dataclass(frozen=True)
class Desk:
    """What waits for someone, what she answers for, and the cases followed; by what is due."""

    items: tuple[DeskItem, ...] = field(default=())
    followed: tuple[CaseRow, ...] = field(default=())
    promises: tuple[CommitmentView, ...] = field(default=())
    proposals: tuple[ProposalInWork, ...] = field(default=())

    def waiting_for(self, task: Task) -> tuple[DeskItem, ...]:
        """Return the items of one task."""
        return tuple(item for item in self.items if item.task is task)


def desk_of(viewer: Viewer, *, at: datetime) -> Desk:
    """Return what waits for a viewer and what she answers for, the first due first, and what she follows."""
    today = day_in_oslo(at)
    items = [_with_due(item, today) for item in _items(viewer)]
    return Desk(
        tuple(sorted(items, key=lambda item: item.due_on or date.max)),
        list_followed_for(viewer),
        commitments.list_mine(viewer, on=today),
        _proposals_in_work(viewer, today),
    )


def _with_due(item: DeskItem, today: date) -> DeskItem:
    step = item.step
    if item.agenda is not None and item.agenda.meeting.ended_at is None:
        return replace(item, due_on=day_in_oslo(item.agenda.meeting.starts_at))
    if item.task is Task.RECORD:
        met = councils.list_meetings(step.body, since=day_in_oslo(step.received_at))
        return replace(item, due_on=met[0].held_on if met else None)
    if step.body.kind is not BodyKind.COUNCIL_GROUP:
        return item
    plan = calendar.plans_of([step.motion_id]).get(step.motion_id)
    prospect = calendar.prospect_for(step, plan=plan, today=today)
    if prospect is None:
        return item
    due_on = prospect.next_last_day if prospect.is_missed else prospect.last_day
    return replace(item, due_on=due_on, prospect=prospect)


def _proposals_in_work(viewer: Viewer, today: date) -> tuple[ProposalInWork, ...]:
    """Return the budget proposals of the viewer's groups that are not handed in, the first due first."""
    rows = (
        select(BudgetProposal)
        .where(BudgetProposal.body_id.in_(viewer.body_ids), BudgetProposal.handed_in_at.is_(None))
        .order_by(BudgetProposal.year, BudgetProposal.made_at)
        .options(joinedload(BudgetProposal.body), selectinload(BudgetProposal.lines))
    )
    return tuple(
        ProposalInWork(
            row,
            balance_of([line.line for line in row.lines], first_year=row.year).unbalanced,
            calendar.last_day_for_budget(row.body, year=row.year, today=today),
        )
        for row in db.session.scalars(rows)
    )


def count_waiting(viewer: Viewer) -> int:
    """Return how many things wait for a viewer; none for the public."""
    return 0 if viewer.person_id is None else len(_items(viewer))


def _items(viewer: Viewer) -> list[DeskItem]:
    own = viewer.body_ids
    followed = select(BodyFollow.external_body_id).where(BodyFollow.body_id.in_(own))
    at_bodies = or_(Step.body_id.in_(own), Step.body_id.in_(followed))
    steps = db.session.scalars(
        select(Step)
        .where(or_(at_bodies & or_(Step.state.not_in(ENDED), _waits_to_be_sent()), _came_back_to(viewer)))
        .order_by(Step.received_at, Step.id)
        .options(
            joinedload(Step.motion)
            .selectinload(Motion.movers)
            .options(joinedload(Mover.person).selectinload(Person.known_as), joinedload(Mover.body)),
            joinedload(Step.body).selectinload(Body.followers),
            joinedload(Step.from_step).joinedload(Step.body),
        )
    ).all()
    agenda = agenda_items([step.id for step in steps])
    items = []
    for step in steps:
        moves = tuple(move.name for move in moves_from(step.state) if may_move(viewer, step, move.name))
        listed = [item for item in agenda if item.step_id == step.id]
        task = _task(step, moves, listed)
        if task is not None:
            items.append(DeskItem(step, task, moves, listed[-1] if listed else None))
    return items


def _task(step: Step, moves: Sequence[MoveName], listed: Sequence[AgendaItem]) -> Task | None:
    """Return what there is to do; ``None`` where others must act first, or one only may withdraw."""
    is_hosted = step.body.is_hosted
    tasks = (
        (Task.RECORD, not is_hosted and MoveName.DECIDE in moves),
        (Task.ANSWER, MoveName.ACCEPT in moves),
        (Task.LIST, MoveName.PUT_ON_LIST in moves),
        # A chair may decide what is still in the inbox, but it waits for the secretary.
        (Task.DECIDE, MoveName.DECIDE in moves and bool(listed)),
        (Task.SEND_ON, MoveName.FORWARD in moves),
        (Task.RESUBMIT, MoveName.RESUBMIT in moves),
    )
    return next((task for task, applies in tasks if applies), None)


def _waits_to_be_sent() -> ColumnElement[bool]:
    """Return the condition that a step's decision names a next body which has not got the case."""
    has_arrived = (
        exists()
        .where(_SENT.from_step_id == Step.id, _SENT.body_id == Decision.next_body_id)
        .correlate(Step, Decision)
    )
    waits = exists().where(Decision.step_id == Step.id, Decision.next_body_id.is_not(None), ~has_arrived)
    return Step.state.in_(MOVES[MoveName.FORWARD].sources) & waits.correlate(Step)


def _came_back_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a step was returned to the viewer who moved it, and nothing came after."""
    came_later = exists().where(_LATER.motion_id == Step.motion_id, _LATER.number > Step.number)
    moved = exists().where(Mover.motion_id == Step.motion_id, Mover.person_id == viewer.id)
    is_returned = Step.state.in_(MOVES[MoveName.RESUBMIT].sources)
    return is_returned & ~came_later.correlate(Step) & moved.correlate(Step)
