"""What became of a group's budget proposal in the council: its figures, and each text point by itself."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.council import quorum_obstacles
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import Outcome, Route
from motionflow.domain.roles import Action
from motionflow.domain.voting import Tally
from motionflow.models import BudgetProposal, Decision, PointRecord, ProposalPoint, Step
from motionflow.services import audit, councils
from motionflow.services.access import Viewer, require
from motionflow.services.case_status import sight_on
from motionflow.services.proposals import get_proposal_for


@dataclass(frozen=True)
class PointFate:
    """What became of a text point: the council's decision of its case, or the record of the point itself."""

    decision: Decision | None = None
    record: PointRecord | None = None

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; ``None`` as long as nothing is recorded."""
        if self.decision is not None:
            return self.decision.outcome
        if self.record is None:
            return None
        return Outcome.ADOPTED if self.record.is_adopted else Outcome.FALLEN


@dataclass(frozen=True)
class PointGiven:
    """What somebody recorded of a text point. The votes are both given, or neither."""

    is_adopted: bool | None
    on: date | None
    votes_for: int | None
    votes_against: int | None
    source_title: str


def fates_of(viewer: Viewer, proposal: BudgetProposal) -> dict[str, PointFate]:
    """Return what became of each text point, by its id, as far as the viewer may see it."""
    return {
        point.id: PointFate(
            _decided(viewer, proposal, point.motion_id, Route.BUDGET_TEXT),
            point.records[-1] if point.records else None,
        )
        for point in proposal.points
    }


def figures_of(viewer: Viewer, proposal: BudgetProposal) -> Decision | None:
    """Return what the council decided on the figures, by the first case in them that says so."""
    cases = dict.fromkeys(row.motion_id for row in proposal.lines if row.motion_id)
    found = (_decided(viewer, proposal, motion_id, Route.BUDGET_FIGURES) for motion_id in cases)
    return next((each for each in found if each is not None), None)


def get_point_for(viewer: Viewer, point_id: str) -> ProposalPoint:
    """Return a text point of no case to those who may record what became of it. Raises ``NotFound``."""
    point = db.session.get(ProposalPoint, point_id)
    if point is None:
        raise NotFound
    proposal = get_proposal_for(viewer, point.proposal_id).proposal
    require(Action.BUDGET_PROPOSE, viewer, proposal.body)
    if proposal.handed_in_at is None or point.motion_id is not None:
        raise NotFound  # nothing is voted on yet; a case's point is recorded with its case
    return point


def record_point(viewer: Viewer, point_id: str, *, given: PointGiven, at: datetime) -> PointRecord:
    """Record what the council did with a text point. An earlier record stays, and the latest holds."""
    point = get_point_for(viewer, point_id)
    refuse_if(_obstacles(point.proposal, given, at))
    if given.is_adopted is None or given.on is None:  # refused above
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "outcome"))
    row = PointRecord(
        point_id=point.id,
        is_adopted=given.is_adopted,
        decided_on=given.on,
        votes_for=given.votes_for,
        votes_against=given.votes_against,
        source_title=given.source_title.strip(),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )
    point.records.append(row)
    db.session.flush()
    body_id = point.proposal.body_id
    audit.add_event("budget_point_recorded", body_id=body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def _obstacles(proposal: BudgetProposal, given: PointGiven, at: datetime) -> list[Obstacle]:
    found = [] if given.is_adopted is not None else [Obstacle(Code.CHOICE_INVALID, "outcome")]
    if given.on is None:
        found.append(Obstacle(Code.DATE_MISSING, "on"))
    elif given.on > day_in_oslo(at):
        found.append(Obstacle(Code.DATE_IN_FUTURE, "on", {"date": given.on}))
    elif proposal.handed_in_on is not None and given.on < proposal.handed_in_on:
        found.append(Obstacle(Code.DATE_BEFORE_HANDED_IN, "on", {"date": proposal.handed_in_on}))
    if not given.source_title.strip():
        found.append(Obstacle(Code.SOURCE_MISSING, "source_title"))
    return [*found, *_vote_obstacles(proposal, given)]


def _vote_obstacles(proposal: BudgetProposal, given: PointGiven) -> list[Obstacle]:
    """Return what the votes lack. Kommuneloven § 11-9: a majority of those cast, and at least half voted."""
    votes = (given.votes_for, given.votes_against)
    if votes == (None, None):
        return []
    if None in votes:
        return [Obstacle(Code.VOTES_MISSING, "votes_for" if votes[0] is None else "votes_against")]
    tally = Tally({"for": votes[0] or 0, "against": votes[1] or 0})
    members = councils.size_of(proposal.council, day=given.on) if proposal.council and given.on else None
    if members is not None and tally.cast > members:
        params: dict[str, object] = {"cast": tally.cast, "entitled": members}
        return [Obstacle(Code.VOTES_ABOVE_ENTITLED, None, params)]
    found = quorum_obstacles(tally, members=members)
    # At a tie the chair's vote decides, so either can be right.
    if tally.votes["for"] != tally.votes["against"] and given.is_adopted is not None:
        wins = tally.votes["for"] > tally.votes["against"]
        if wins != given.is_adopted:
            outcome = Outcome.ADOPTED if given.is_adopted else Outcome.FALLEN
            found.append(Obstacle(Code.OUTCOME_AGAINST_VOTES, None, {"outcome": outcome}))
    return found


def _decided(
    viewer: Viewer, proposal: BudgetProposal, motion_id: str | None, route: Route
) -> Decision | None:
    if motion_id is None or proposal.handed_in_on is None:
        return None
    steps = db.session.scalars(
        select(Step)
        .where(Step.motion_id == motion_id, Step.body_id == proposal.council_id, Step.route == route)
        .order_by(Step.number)
    )
    made = [step.decision for step in steps if sight_on(viewer, step)]
    since = proposal.handed_in_on
    return next((each for each in made if each is not None and each.decided_on >= since), None)
