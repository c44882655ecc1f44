"""What a body asks for, line by line: written before it decides, and fixed from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, refuse_if
from motionflow.domain.flow import ENDED
from motionflow.domain.kostra import CodeList, account_obstacles, code_obstacles
from motionflow.domain.money import CoverBy, Line, LineKind, YearSum, line_obstacles
from motionflow.domain.roles import Action
from motionflow.models import BudgetLine, ProposalLine, Step
from motionflow.services import audit
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.case_money import Asked
from motionflow.services.case_status import sees_inside
from motionflow.services.cases import get_step_for, is_editable, is_writer
from motionflow.services.kostra import codes_of


@dataclass(frozen=True)
class LineGiven:
    """A budget line as somebody wrote it; ``covers_id`` is the cost that a cover is meant for."""

    kind: LineKind | None
    measure: str
    first_year: int | None
    amounts: tuple[int, ...]
    is_lasting: bool = False
    is_investment: bool = False
    area: str = ""
    function: str = ""
    art: str = ""
    cover_by: CoverBy | None = None
    covers_id: str | None = None
    doubt: str = ""

    @property
    def line(self) -> Line:
        """The line as the rules of money know it."""
        return Line(
            self.kind,
            self.measure,
            self.first_year,
            self.amounts,
            self.is_lasting,
            self.is_investment,
            self.cover_by if self.kind is LineKind.COVER else None,
            code_in(self.art),
        )


@dataclass(frozen=True)
class StepMoney:
    """What is asked for at a step, as a viewer inside its body may see and perhaps change it."""

    step: Step
    rows: tuple[BudgetLine, ...]
    may_write: bool

    @property
    def came_with_case(self) -> bool:
        """Whether the lines are an earlier body's, and the step has none of its own."""
        return bool(self.rows) and self.rows[0].step_id != self.step.id

    @property
    def years(self) -> tuple[YearSum, ...]:
        """Cost, cover and expected grants of each year."""
        return Asked(self.step, self.rows).years

    def line(self, line_id: str) -> BudgetLine:
        """Return one of the lines. Raises ``NotFound``."""
        for row in self.rows:
            if row.id == line_id:
                return row
        raise NotFound


def step_money_for(viewer: Viewer, step_id: str) -> StepMoney:
    """Return what is asked for at a step, to those inside its body and to whoever writes in it.

    Raises ``NotFound`` for all others.
    """
    step = get_step_for(viewer, step_id)
    may_write = may_write_lines(viewer, step)
    if not may_write and not sees_inside(viewer, step):
        raise NotFound
    return StepMoney(step, lines_in_force(step), may_write and step.state not in ENDED)


def list_lines(step: Step) -> tuple[BudgetLine, ...]:
    """Return a step's own lines, in order."""
    rows = select(BudgetLine).where(BudgetLine.step_id == step.id).order_by(BudgetLine.position)
    return tuple(db.session.scalars(rows))


def lines_in_force(step: Step) -> tuple[BudgetLine, ...]:
    """Return what is asked for at a step: its own lines, else those that came with the case."""
    at: Step | None = step
    while at is not None:
        rows = list_lines(at)
        if rows:
            return rows
        at = at.from_step
    return ()


def may_write_lines(viewer: Viewer, step: Step) -> bool:
    """Return whether a viewer may set what is asked for at a step, as long as it has not decided."""
    if viewer_may(Action.STEP_SET_MONEY, viewer, step.body):
        return True
    return step.number == 1 and is_writer(viewer, step.motion) and is_editable(step.motion)


def add_line(viewer: Viewer, step_id: str, *, given: LineGiven, at: datetime) -> BudgetLine:
    """Add a line to what a body asks for. What came with the case is taken over first, and then its own."""
    step = _step_to_write(viewer, step_id)
    refuse_if(given_obstacles(given, day=day_in_oslo(at)))
    own = _own_lines(step, viewer, at)
    # After the last: where one was taken out, the number of lines is a place that is taken.
    position = max((each.position for each in own), default=0) + 1
    row = BudgetLine(step=step, position=position, written_at=at, written_by_id=viewer.id)
    _fill(row, given, own)
    db.session.add(row)
    return _written(row, viewer, at)


def change_line(viewer: Viewer, step_id: str, line_id: str, *, given: LineGiven, at: datetime) -> BudgetLine:
    """Change a line of what a body asks for, before it has decided."""
    step = _step_to_write(viewer, step_id)
    refuse_if(given_obstacles(given, day=day_in_oslo(at)))
    row = _line_of(step, line_id, viewer, at)
    row.written_at, row.written_by_id = at, viewer.id
    _fill(row, given, list_lines(step))
    return _written(row, viewer, at)


def remove_line(viewer: Viewer, step_id: str, line_id: str, *, at: datetime) -> None:
    """Take a line out of what a body asks for, before it has decided."""
    step = _step_to_write(viewer, step_id)
    row = _line_of(step, line_id, viewer, at)
    for other in list_lines(step):
        if other.covers_id == row.id:
            other.covers_id = None
    db.session.flush()
    db.session.delete(row)
    db.session.flush()
    audit.add_event("budget_line_removed", body_id=step.body_id, subject_id=row.id, by=viewer.id, at=at)


def given_obstacles(given: LineGiven, *, day: date) -> list[Obstacle]:
    """Return what is lacking or wrong in a line as it was written, its codes among it.

    ``day`` is the day a code must be valid on where the line has no year yet.
    """
    return [
        *line_obstacles(given.line),
        *year_obstacles(given, year=given.first_year or day.year),
        *account_obstacles(given.function, is_investment=given.is_investment, field=CodeList.FUNCTION),
        *account_obstacles(given.art, is_investment=given.is_investment, field=CodeList.ART),
    ]


def year_obstacles(line: LineGiven | ProposalLine, *, year: int) -> list[Obstacle]:
    """Return why the codes of a line cannot be used in a budget year."""
    functions, arts = codes_of(CodeList.FUNCTION), codes_of(CodeList.ART)
    return [
        *code_obstacles(line.function, among=functions, year=year, field=CodeList.FUNCTION),
        *code_obstacles(line.art, among=arts, year=year, field=CodeList.ART),
    ]


def code_in(text: str) -> str:
    """Return the code that a field begins with: «150» of «150 Opplæring og kurs»."""
    return text.strip().partition(" ")[0]


def fill_line(row: BudgetLine | ProposalLine, given: LineGiven) -> None:
    """Give a row a line's content, alike in cases and in proposals."""
    if given.kind is None or given.first_year is None:  # refused before
        raise ValueError("a line needs a kind and a year")
    line = given.line
    row.kind, row.measure, row.first_year = given.kind, given.measure.strip(), given.first_year
    row.amount_1, row.amount_2, row.amount_3, row.amount_4 = given.amounts
    row.is_lasting, row.is_investment, row.cover_by = given.is_lasting, given.is_investment, line.cover_by
    row.area, row.function, row.art = given.area.strip(), code_in(given.function), code_in(given.art)
    row.doubt = given.doubt.strip()


def _step_to_write(viewer: Viewer, step_id: str) -> Step:
    step = get_step_for(viewer, step_id, for_change=True)
    if not may_write_lines(viewer, step):
        raise NotAllowed
    if step.state in ENDED:
        refuse_if([Obstacle(Code.ASKED_IS_FIXED, None, {"body": step.body.name})])
    return step


def _own_lines(step: Step, viewer: Viewer, at: datetime) -> tuple[BudgetLine, ...]:
    """Return a step's own lines; where it has none yet, those that came with the case become its own."""
    own = list_lines(step)
    came = () if own else lines_in_force(step)
    copies: dict[str, BudgetLine] = {}
    for row in came:
        same = {name: getattr(row, name) for name in _COPIED}
        copy = BudgetLine(**same, step=step, written_at=at, written_by_id=viewer.id)
        copies[row.id] = copy
        db.session.add(copy)
    db.session.flush()
    for row in came:
        if row.covers_id in copies:
            copies[row.id].covers_id = copies[row.covers_id].id
    db.session.flush()
    return own or tuple(copies.values())


_COPIED = (
    *("position", "kind", "measure", "area", "function", "art", "first_year", "is_lasting", "is_investment"),
    *("amount_1", "amount_2", "amount_3", "amount_4", "cover_by", "doubt"),
)


def _line_of(step: Step, line_id: str, viewer: Viewer, at: datetime) -> BudgetLine:
    """Return a line of a step. One that came with the case is found among the copies made of it."""
    position = next((row.position for row in lines_in_force(step) if row.id == line_id), None)
    own = _own_lines(step, viewer, at)
    found = [row for row in own if row.id == line_id] or [row for row in own if row.position == position]
    if not found:
        raise NotFound
    return found[0]


def _fill(row: BudgetLine, given: LineGiven, own: Sequence[BudgetLine]) -> None:
    fill_line(row, given)
    costs = {each.id: each for each in own if each.kind is LineKind.COST and each.id != row.id}
    covers = costs.get(given.covers_id or "")
    row.covers_id = covers.id if covers is not None and given.kind is not LineKind.COST else None


def _written(row: BudgetLine, viewer: Viewer, at: datetime) -> BudgetLine:
    db.session.flush()
    body_id = row.step.body_id
    audit.add_event("budget_line_written", body_id=body_id, subject_id=row.id, by=viewer.id, at=at)
    return row
