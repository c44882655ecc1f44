"""A group's budget proposal: lines of many cases and lines of its own, handed in when it balances."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.spreadsheet import budget_sheet
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import BodyKind
from motionflow.domain.money import EARLIEST_YEAR, LATEST_YEAR
from motionflow.domain.proposals import (
    Balance,
    balance_of,
    hand_in_obstacles,
    is_closed,
    moved_on,
    plan_years,
)
from motionflow.domain.roles import Action, Role
from motionflow.models import (
    Body,
    BudgetLine,
    BudgetProposal,
    Motion,
    Paper,
    Person,
    ProposalLine,
    ProposalParty,
    ProposalPoint,
    Step,
)
from motionflow.services import audit, bodies, calendar, papers, people
from motionflow.services.access import Viewer, require, viewer_may
from motionflow.services.budget_lines import (
    LineGiven,
    fill_line,
    given_obstacles,
    lines_in_force,
    year_obstacles,
)
from motionflow.services.paper_budget_facts import budget_facts
from motionflow.services.paper_facts import language_of

_COPIED = ("kind", "measure", "area", "function", "art", "is_lasting", "is_investment", "cover_by", "doubt")


@dataclass(frozen=True)
class ProposalView:
    """A proposal as somebody inside its body sees it, with its sums and what stands in its way."""

    proposal: BudgetProposal
    balance: Balance
    obstacles: tuple[Obstacle, ...]
    may_change: bool
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Frame:
    """What stands around a proposal's lines."""

    base: str
    parties: tuple[str, ...]
    targets: str = ""
    reserve_before: int | None = None
    mover_id: str | None = None


def list_proposals_for(viewer: Viewer, body: Body) -> list[BudgetProposal]:
    """Return a body's budget proposals, the latest year first. Raises ``NotAllowed`` outside it."""
    require(Action.MEETING_SEE, viewer, body)
    rows = select(BudgetProposal).where(BudgetProposal.body_id == body.id)
    return list(db.session.scalars(rows.order_by(BudgetProposal.year.desc(), BudgetProposal.made_at.desc())))


def get_proposal_for(viewer: Viewer, proposal_id: str) -> ProposalView:
    """Return a proposal to those inside its body. Raises ``NotFound`` for all others."""
    proposal = db.session.get(BudgetProposal, proposal_id)
    if proposal is None or not viewer_may(Action.MEETING_SEE, viewer, proposal.body):
        raise NotFound
    made = select(Paper).where(Paper.subject_id == proposal.id, Paper.destroyed_at.is_(None))
    return ProposalView(
        proposal,
        balance_of([row.line for row in proposal.lines], first_year=proposal.year),
        tuple(_hand_in_obstacles(proposal, proposal.handed_in_on or day_in_oslo(proposal.made_at))),
        viewer_may(Action.BUDGET_PROPOSE, viewer, proposal.body) and proposal.handed_in_at is None,
        tuple(db.session.scalars(made.order_by(Paper.version.desc()))),
    )


def start_proposal(
    viewer: Viewer,
    body: Body,
    *,
    year: int | None,
    frame: Frame,
    at: datetime,
    on: date | None = None,
    is_example: bool = False,
) -> BudgetProposal:
    """Begin a budget proposal for a year. ``on`` is earlier than ``at`` where an old one is recorded.

    Raises ``RuleBroken`` for a year whose budget is closed.
    """
    require(Action.BUDGET_PROPOSE, viewer, body)
    found = _frame_obstacles(frame)
    if year is None:
        found.insert(0, Obstacle(Code.YEAR_MISSING, "year"))
    elif not EARLIEST_YEAR <= year <= LATEST_YEAR:
        found.insert(0, Obstacle(Code.YEAR_INVALID, "year"))
    elif is_closed(year, day=on or day_in_oslo(at)):
        found.insert(0, Obstacle(Code.BUDGET_YEAR_CLOSED, "year", {"year": str(year)}))
    refuse_if(found)
    chain = calendar.chain_to(body, today=day_in_oslo(at))
    proposal = BudgetProposal(
        body=body,
        council_id=chain.council.id if chain else None,
        year=year,
        is_example=is_example,
        made_at=at,
        made_by_id=viewer.id,
    )
    _set_frame(proposal, frame)
    db.session.add(proposal)
    return _done("budget_proposal_made", proposal, viewer, at)


def set_frame(viewer: Viewer, proposal_id: str, *, frame: Frame, at: datetime) -> BudgetProposal:
    """Set what stands around the lines: the draft it builds on, the parties, the reserve, who moves it."""
    proposal = _to_change(viewer, proposal_id)
    refuse_if(_frame_obstacles(frame))
    _set_frame(proposal, frame)
    return _done("budget_proposal_changed", proposal, viewer, at)


def list_collectable(viewer: Viewer, proposal: BudgetProposal) -> list[tuple[Motion, BudgetLine]]:
    """Return the lines of cases at the body that are not in the proposal, with amounts in its years.

    Of a case that has come to the body more than once, what it asks for the last time.
    """
    taken = {row.from_line_id for row in proposal.lines}
    first, *_, last = plan_years(proposal.year)
    steps = db.session.scalars(
        select(Step).where(Step.body_id == proposal.body_id).order_by(Step.received_at, Step.id)
    )
    latest = {step.motion_id: step for step in steps}
    return [
        (step.motion, row)
        for step in latest.values()
        for row in lines_in_force(step)
        if row.id not in taken and any(row.line.amount_in(year) for year in range(first, last + 1))
    ]


def collect_lines(
    viewer: Viewer, proposal_id: str, *, line_ids: Sequence[str], at: datetime
) -> list[ProposalLine]:
    """Take lines of cases into a proposal, as they stand in its years."""
    proposal = _to_change(viewer, proposal_id)
    offered = {row.id: (motion, row) for motion, row in list_collectable(viewer, proposal)}
    if not line_ids or set(line_ids) - set(offered):
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "lines"))
    made = []
    for line_id in dict.fromkeys(line_ids):
        motion, row = offered[line_id]
        amounts = moved_on(row.line, to_year=proposal.year)
        copied = _copy(row, amounts=amounts, year=proposal.year, position=len(proposal.lines) + 1)
        copied.motion_id, copied.from_line_id = motion.id, row.id
        # One that was lasting and ends within these years is not lasting here.
        copied.is_lasting = row.is_lasting and bool(amounts[-1])
        proposal.lines.append(copied)
        made.append(copied)
    _done("budget_lines_collected", proposal, viewer, at)
    return made


def add_line(viewer: Viewer, proposal_id: str, *, given: LineGiven, at: datetime) -> ProposalLine:
    """Add a line of the proposal's own."""
    proposal = _to_change(viewer, proposal_id)
    given = _in_years(given, proposal)
    row = ProposalLine(position=len(proposal.lines) + 1)
    fill_line(row, given)
    proposal.lines.append(row)
    _done("budget_proposal_changed", proposal, viewer, at)
    return row


def change_line(
    viewer: Viewer, proposal_id: str, line_id: str, *, given: LineGiven, at: datetime
) -> ProposalLine:
    """Change a line of a proposal; the case it came from keeps its own."""
    proposal = _to_change(viewer, proposal_id)
    row = line_of(proposal, line_id)
    fill_line(row, _in_years(given, proposal))
    _done("budget_proposal_changed", proposal, viewer, at)
    return row


def remove_line(viewer: Viewer, proposal_id: str, line_id: str, *, at: datetime) -> None:
    """Take a line out of a proposal."""
    proposal = _to_change(viewer, proposal_id)
    proposal.lines.remove(line_of(proposal, line_id))
    _numbered(proposal.lines)
    _done("budget_proposal_changed", proposal, viewer, at)


def line_of(proposal: BudgetProposal, line_id: str) -> ProposalLine:
    """Return one of a proposal's lines. Raises ``NotFound``."""
    for row in proposal.lines:
        if row.id == line_id:
            return row
    raise NotFound


def add_point(
    viewer: Viewer, proposal_id: str, *, text: str, motion_number: str = "", at: datetime
) -> ProposalPoint:
    """Add a text point, voted on by itself; ``motion_number`` is the case it comes from, such as 2019/1."""
    proposal = _to_change(viewer, proposal_id)
    if not text.strip():
        raise RuleBroken(Obstacle(Code.TEXT_MISSING, "text"))
    motions = {step.motion.shown_number: step.motion_id for step in _steps_at(proposal.body)}
    number = motion_number.strip()
    if number and number not in motions:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "motion_number"))
    point = ProposalPoint(position=len(proposal.points) + 1, text=text.strip(), motion_id=motions.get(number))
    proposal.points.append(point)
    _done("budget_proposal_changed", proposal, viewer, at)
    return point


def remove_point(viewer: Viewer, proposal_id: str, point_id: str, *, at: datetime) -> None:
    """Take a text point out; those after it get new numbers."""
    proposal = _to_change(viewer, proposal_id)
    point = next((each for each in proposal.points if each.id == point_id), None)
    if point is None:
        raise NotFound
    proposal.points.remove(point)
    _numbered(proposal.points)
    _done("budget_proposal_changed", proposal, viewer, at)


def hand_in(viewer: Viewer, proposal_id: str, *, at: datetime, on: date | None = None) -> Paper:
    """Hand a proposal in and make its paper; from then on it stands. Refused while a year does not balance.

    ``on`` is earlier than ``at`` where an old one is recorded.
    """
    proposal = _to_change(viewer, proposal_id)
    day = on or day_in_oslo(at)
    if day > day_in_oslo(at):
        raise RuleBroken(Obstacle(Code.DATE_IN_FUTURE, "on", {"date": day}))
    refuse_if(_hand_in_obstacles(proposal, day))
    proposal.handed_in_at, proposal.handed_in_by_id, proposal.handed_in_on = at, viewer.id, day
    _done("budget_proposal_handed_in", proposal, viewer, at)
    return papers.make_budget(proposal, by=viewer.id, at=at)


def copy_to_next_year(viewer: Viewer, proposal_id: str, *, at: datetime) -> BudgetProposal:
    """Return a copy for the year after, its amounts moved on; a line that has none left stays behind."""
    old = get_proposal_for(viewer, proposal_id).proposal
    require(Action.BUDGET_PROPOSE, viewer, old.body)
    new = BudgetProposal(
        body=old.body,
        council_id=old.council_id,
        year=old.year + 1,
        base=old.base,
        targets="",
        mover_id=old.mover_id,
        copied_from_id=old.id,
        is_example=old.is_example,
        made_at=at,
        made_by_id=viewer.id,
    )
    new.parties.extend(ProposalParty(party=each.party, position=each.position) for each in old.parties)
    for row in old.lines:
        amounts = moved_on(row.line, to_year=new.year)
        if any(amounts):
            copied = _copy(row, amounts=amounts, year=new.year, position=len(new.lines) + 1)
            copied.motion_id = row.motion_id
            new.lines.append(copied)
    new.points.extend(
        ProposalPoint(position=each.position, text=each.text, motion_id=each.motion_id) for each in old.points
    )
    db.session.add(new)
    return _done("budget_proposal_copied", new, viewer, at)


def spreadsheet_for(viewer: Viewer, proposal_id: str, *, at: datetime) -> tuple[str, bytes]:
    """Return a proposal as a spreadsheet, with the name of its file."""
    proposal = get_proposal_for(viewer, proposal_id).proposal
    on = proposal.handed_in_on or day_in_oslo(at)
    content = budget_sheet(budget_facts(proposal, on=on), language=language_of(proposal.body))
    return f"{on.isoformat()}-{proposal.body.slug}-budget-{proposal.year}.xlsx", content


def list_movers(body: Body, *, on: date) -> list[Person]:
    """Return the councillors who can put a proposal forward in the meeting."""
    return people.list_officers(body.id, role=Role.COUNCILLOR, on=on)


def groups_of(viewer: Viewer) -> list[Body]:
    """Return the council groups whose budget proposals a viewer writes."""
    found = bodies.list_bodies_for(viewer, action=Action.BUDGET_PROPOSE)
    return [body for body in found if body.kind is BodyKind.COUNCIL_GROUP]


def _steps_at(body: Body) -> list[Step]:
    return list(db.session.scalars(select(Step).where(Step.body_id == body.id)))


def _to_change(viewer: Viewer, proposal_id: str) -> BudgetProposal:
    """Return a proposal, locked, for somebody who writes in it. Raises once it is handed in."""
    proposal = get_proposal_for(viewer, proposal_id).proposal
    require(Action.BUDGET_PROPOSE, viewer, proposal.body)
    locked = select(BudgetProposal.id).where(BudgetProposal.id == proposal.id).with_for_update()
    db.session.execute(locked)
    db.session.refresh(proposal)
    if proposal.handed_in_at is not None:
        raise RuleBroken(Obstacle(Code.PROPOSAL_FIXED))
    return proposal


def _in_years(given: LineGiven, proposal: BudgetProposal) -> LineGiven:
    """Return a line as it stands in the proposal's years. Raises ``RuleBroken`` where nothing is there."""
    refuse_if(given_obstacles(given, day=date(proposal.year, 1, 1)))
    refuse_if(year_obstacles(given, year=proposal.year))
    amounts = moved_on(given.line, to_year=proposal.year)
    first, *_, last = plan_years(proposal.year)
    if not any(amounts):
        raise RuleBroken(
            Obstacle(Code.LINE_OUTSIDE_YEARS, "first_year", {"first": str(first), "last": str(last)})
        )
    return replace(given, first_year=proposal.year, amounts=amounts)


def _frame_obstacles(frame: Frame) -> list[Obstacle]:
    found = [] if frame.base.strip() else [Obstacle(Code.BASE_MISSING, "base")]
    parties = [party.strip() for party in frame.parties if party.strip()]
    if not parties:
        found.append(Obstacle(Code.PROPOSER_MISSING, "parties"))
    seen: set[str] = set()
    for party in parties:
        if party.casefold() in seen:
            found.append(Obstacle(Code.PARTY_TWICE, "parties", {"party": party}))
        seen.add(party.casefold())
    return found


def _set_frame(proposal: BudgetProposal, frame: Frame) -> None:
    proposal.base, proposal.targets = frame.base.strip(), frame.targets.strip()
    proposal.reserve_before, proposal.mover_id = frame.reserve_before, frame.mover_id or None
    wanted = [party.strip() for party in frame.parties if party.strip()]
    kept = {row.party: row for row in proposal.parties}
    proposal.parties[:] = [kept.get(party) or ProposalParty(party=party) for party in wanted]
    for position, row in enumerate(proposal.parties, start=1):
        row.position = position


def _hand_in_obstacles(proposal: BudgetProposal, day: date) -> list[Obstacle]:
    found = hand_in_obstacles(
        [row.line for row in proposal.lines],
        first_year=proposal.year,
        points=len(proposal.points),
        parties=len(proposal.parties),
        day=day,
    )
    # A line that came from a case, or from the year before, can have a code that is retired since.
    retired = [each for row in proposal.lines for each in year_obstacles(row, year=proposal.year)]
    return [*found, *{str(each.params["number"]): replace(each, field=None) for each in retired}.values()]


def _copy(
    row: BudgetLine | ProposalLine, *, amounts: Sequence[int], year: int, position: int
) -> ProposalLine:
    same = {name: getattr(row, name) for name in _COPIED}
    numbered = {f"amount_{number}": amount for number, amount in enumerate(amounts, start=1)}
    return ProposalLine(**same, **numbered, first_year=year, position=position)


def _numbered(rows: Sequence[ProposalLine | ProposalPoint]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position


def _done(event: str, proposal: BudgetProposal, viewer: Viewer, at: datetime) -> BudgetProposal:
    db.session.flush()
    audit.add_event(event, body_id=proposal.body_id, subject_id=proposal.id, by=viewer.id, at=at)
    return proposal
