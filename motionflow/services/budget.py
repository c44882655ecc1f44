"""Money of a case: what each body asks for, line by line, and what was granted and spent beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, refuse_if
from motionflow.domain.flow import ENDED
from motionflow.domain.kostra import CodeList, code_obstacles
from motionflow.domain.money import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    CoverBy,
    Line,
    LineKind,
    MoneyKind,
    YearSum,
    line_obstacles,
    sums_of,
    years_of,
)
from motionflow.domain.roles import Action
from motionflow.models import BudgetLine, MoneyRecord, Motion, ProposalLine, Step
from motionflow.services import audit
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.cases import get_motion_for, get_step_for, is_editable, is_writer
from motionflow.services.kostra import codes_of
from motionflow.services.motions import is_web_link


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
class Asked:
    """What a body asks for: its lines, and the sums of each year."""

    step: Step
    lines: tuple[BudgetLine, ...]

    @property
    def years(self) -> tuple[YearSum, ...]:
        """Cost, cover and expected grants of each year."""
        lines = [row.line for row in self.lines]
        return sums_of(lines, years=years_of(lines))

    @property
    def total(self) -> int:
        """What is asked for in all: the costs of all years, in whole kroner."""
        return sum(year.cost for year in self.years)


@dataclass(frozen=True)
class Money:
    """The money of a case: asked at each body in the order of its way, and granted and spent per year.

    ``granted`` and ``spent`` hold the records in force; both are ``None`` in sums when nothing is recorded.
    """

    asked: tuple[Asked, ...]
    granted: tuple[MoneyRecord, ...]
    spent: tuple[MoneyRecord, ...]

    @property
    def total_asked(self) -> int | None:
        """What was asked for in the end: by the last body on the way that has lines of its own."""
        return self.asked[-1].total if self.asked else None

    @property
    def total_granted(self) -> int | None:
        """What was granted in all."""
        return sum(row.amount for row in self.granted) if self.granted else None

    @property
    def total_spent(self) -> int | None:
        """What has been spent in all."""
        return sum(row.amount for row in self.spent) if self.spent else None

    def granted_in(self, year: int) -> int | None:
        """Return what was granted in a year, by all bodies; ``None`` when nothing is recorded."""
        return _sum_in(self.granted, year)

    def spent_in(self, year: int) -> int | None:
        """Return what was spent in a year; ``None`` when nothing is recorded."""
        return _sum_in(self.spent, year)


def money_of(motion: Motion) -> Money:
    """Return the money of a case that has been loaded for somebody who may see it."""
    return moneys_of([motion])[motion.id]


def moneys_of(motions: Iterable[Motion]) -> dict[str, Money]:
    """Return the money of many cases by their ids, in two queries."""
    cases = {motion.id: motion for motion in motions}
    lines = db.session.scalars(
        select(BudgetLine)
        .join(Step, Step.id == BudgetLine.step_id)
        .where(Step.motion_id.in_(cases))
        .order_by(Step.number, BudgetLine.position)
    ).all()
    records = db.session.scalars(
        select(MoneyRecord)
        .where(MoneyRecord.motion_id.in_(cases))
        .order_by(MoneyRecord.year, MoneyRecord.recorded_at, MoneyRecord.on)
    ).all()
    found = {}
    for motion_id, motion in cases.items():
        own = [row for row in records if row.motion_id == motion_id]
        by_step = [(step, tuple(row for row in lines if row.step_id == step.id)) for step in motion.steps]
        found[motion_id] = Money(
            tuple(Asked(step, rows) for step, rows in by_step if rows),
            _in_force(row for row in own if row.kind is MoneyKind.GRANTED),
            _in_force(row for row in own if row.kind is MoneyKind.SPENT),
        )
    return found


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
    row = BudgetLine(step=step, position=len(own) + 1, written_at=at, written_by_id=viewer.id)
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


def given_obstacles(given: LineGiven, *, day: date) -> list[Obstacle]:
    """Return what is lacking or wrong in a line as it was written, its codes among it.

    ``day`` is the day a code must be valid on where the line has no year yet.
    """
    year = given.first_year or day.year
    return [
        *line_obstacles(given.line),
        *code_obstacles(
            given.function, among=codes_of(CodeList.FUNCTION), year=year, field=CodeList.FUNCTION
        ),
        *code_obstacles(given.art, among=codes_of(CodeList.ART), year=year, field=CodeList.ART),
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


def _sum_in(records: Sequence[MoneyRecord], year: int) -> int | None:
    amounts = [row.amount for row in records if row.year == year]
    return sum(amounts) if amounts else None


def _in_force(records: Iterable[MoneyRecord]) -> tuple[MoneyRecord, ...]:
    """Return the latest record of each year and body."""
    return tuple({(row.year, row.step_id): row for row in records}.values())


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
    for row in _own_lines(step, viewer, at):
        if row.id == line_id or row.position == position:
            return row
    raise NotFound


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
