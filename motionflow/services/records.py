"""What an external body did with a case, recorded in two minutes: proposals, votes per party, outcome."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.upload import check_upload
from motionflow.domain.council import Seats, quorum_obstacles, round_obstacles, seat_obstacles
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import ENDED, MoveName, Outcome
from motionflow.domain.voting import Tally, Tie
from motionflow.models import Decision, DecisionCorrection, DecisionSource, OtherRecord
from motionflow.models import Step as Step
from motionflow.services import audit, councils, decisions
from motionflow.services.access import Viewer
from motionflow.services.cases import get_step_for, may_move, require_move
from motionflow.services.decisions import DecisionGiven, TabledGiven
from motionflow.services.motions import is_web_link, keep_upload
from motionflow.services.votes import VotesGiven, judged, rule_for

Split = Mapping[str, Mapping[str, int]]
_WORD = (".docx", ".docm")  # what a file of another kind holds is not known, and it is only ever downloaded


@dataclass(frozen=True)
class RecordGiven:
    """A treatment as somebody recorded it.

    ``first`` and ``second`` hold each party's votes by proposal, for one round each; both are empty where
    nobody voted. ``ours`` is the proposal the case is about, ``tie`` what the chair voted for at a tie.
    """

    decided_on: date | None
    outcome: Outcome | None = None
    tabled: tuple[TabledGiven, ...] = ()
    ours: str = ""
    first: Split | None = None
    second: Split | None = None
    tie: str | None = None
    text: str = ""
    reason: str = ""
    case_number: str = ""
    source_title: str = ""
    source_link: str = ""


@dataclass(frozen=True)
class FileGiven:
    """The minute book as a file."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Recorded:
    """What recording led to: the decision in force, and what somebody else recorded differently, if so."""

    decision: Decision
    other: OtherRecord | None = None
    is_known: bool = False


def seats_for(step: Step, *, day: date) -> Seats | None:
    """Return the seats per party in a step's body on a day, where they are written down."""
    return councils.seats_on(step.body, day=day)


def record(
    viewer: Viewer,
    step_id: str,
    *,
    given: RecordGiven,
    seen: int,
    at: datetime,
    file: FileGiven | None = None,
) -> Recorded:
    """Record what an external body decided. Where somebody else has done so already, nothing is overwritten:
    the same is known, something else is kept beside it as a difference to settle.
    """
    step = get_step_for(viewer, step_id, for_change=True)
    _require_external(viewer, step)
    if step.state in ENDED and step.decision is not None:
        return _beside(viewer, step, given, at)
    decision = decisions.record_decision(viewer, step_id, given=decision_given(step, given), seen=seen, at=at)
    _keep_file(viewer, decision, file, at)
    return Recorded(decision)


def correct(
    viewer: Viewer, step_id: str, *, given: RecordGiven, why: str, seen: int, at: datetime
) -> Decision:
    """Record a decision anew; the record it corrects stays. ``why`` is shown beside both."""
    step = get_step_for(viewer, step_id, for_change=True)
    require_move(viewer, step, MoveName.CORRECT)
    if not why.strip():
        raise RuleBroken(Obstacle(Code.CORRECTION_REASON_MISSING, "why"))
    corrected = step.decision
    if corrected is None:
        raise NotFound
    new = decisions.record_decision(
        viewer,
        step_id,
        given=decision_given(step, given),
        seen=seen,
        at=at,
        move_name=MoveName.CORRECT,
    )
    db.session.add(DecisionCorrection(decision_id=new.id, corrected_id=corrected.id, reason=why.strip()))
    db.session.flush()
    audit.add_event("decision_corrected", body_id=step.body_id, subject_id=new.id, by=viewer.id, at=at)
    return new


def add_source(
    viewer: Viewer, decision_id: str, *, title: str, link: str, file: FileGiven | None, at: datetime
) -> DecisionSource:
    """Add where a decision is known from: the minute book as a link or a file."""
    decision = get_decision_for(viewer, decision_id)
    step = decision.step
    found = [] if title.strip() else [Obstacle(Code.SOURCE_MISSING, "source_title")]
    if not is_web_link(link):
        found.append(Obstacle(Code.LINK_INVALID, "source_link"))
    if not link.strip() and file is None:
        found.append(Obstacle(Code.FILE_MISSING, "file"))
    refuse_if(found)
    row = DecisionSource(
        decision_id=decision.id, title=title.strip(), link=link.strip(), added_at=at, added_by_id=viewer.id
    )
    if file is not None:
        if file.name.lower().endswith(_WORD):
            check_upload(file.content, name=file.name, with_own_template=True)
        row.upload = keep_upload(viewer, file.content, name=file.name, body=step.body, at=at)
    db.session.add(row)
    db.session.flush()
    audit.add_event("decision_source_added", body_id=step.body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def settle(viewer: Viewer, other_id: str, *, holds: bool, at: datetime) -> OtherRecord:
    """Settle a difference: what was recorded first stands, or the other is recorded as its correction."""
    other = db.session.get(OtherRecord, other_id, with_for_update={"of": OtherRecord})
    if other is None:
        raise NotFound
    step = get_step_for(viewer, other.step_id)
    _require_external(viewer, step)
    if other.settled_at is not None:
        raise RuleBroken(Obstacle(Code.CHANGED_MEANWHILE))
    other.settled_at, other.settled_by_id, other.holds = at, viewer.id, holds
    db.session.flush()
    if holds:
        given = given_of(other)
        correct(viewer, step.id, given=given, why=_SETTLED[step.body.language], seen=step.version, at=at)
    audit.add_event("records_settled", body_id=step.body_id, subject_id=other.id, by=viewer.id, at=at)
    return other


def list_differences(step: Step) -> list[OtherRecord]:
    """Return what others recorded of a step and nobody has settled."""
    rows = select(OtherRecord).where(OtherRecord.step_id == step.id, OtherRecord.settled_at.is_(None))
    return list(db.session.scalars(rows.order_by(OtherRecord.recorded_at)))


def get_difference_for(viewer: Viewer, other_id: str) -> OtherRecord:
    """Return a difference to those who may settle it. Raises ``NotFound``, ``NotAllowed``."""
    other = db.session.get(OtherRecord, other_id)
    if other is None:
        raise NotFound
    _require_external(viewer, get_step_for(viewer, other.step_id))
    return other


def get_decision_for(viewer: Viewer, decision_id: str) -> Decision:
    """Return an external body's decision to those who record for it. Raises ``NotFound``, ``NotAllowed``."""
    decision = db.session.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    _require_external(viewer, get_step_for(viewer, decision.step_id))
    return decision


def corrections_of(step: Step) -> dict[str, DecisionCorrection]:
    """Return the corrections of a step's records, by the id of the decision that was corrected."""
    ids = [decision.id for decision in step.decisions]
    rows = select(DecisionCorrection).where(DecisionCorrection.corrected_id.in_(ids))
    return {row.corrected_id: row for row in db.session.scalars(rows)}


def sources_of(step: Step) -> list[DecisionSource]:
    """Return the sources that have been added to a step's decisions."""
    ids = [decision.id for decision in step.decisions]
    rows = select(DecisionSource).where(DecisionSource.decision_id.in_(ids))
    return list(db.session.scalars(rows.order_by(DecisionSource.added_at)))


def has_source(decision: Decision) -> bool:
    """Return whether anybody can check a decision: a link, a file, or a title that names the minutes."""
    if decision.source_title or decision.source_link:
        return True
    added = select(DecisionSource.id).where(DecisionSource.decision_id == decision.id).limit(1)
    return db.session.scalar(added) is not None


def given_of(other: OtherRecord) -> RecordGiven:
    """Return what the second person recorded."""
    data = json.loads(other.given)
    data["decided_on"] = date.fromisoformat(data["decided_on"]) if data["decided_on"] else None
    data["outcome"] = Outcome(data["outcome"]) if data["outcome"] else None
    data["tabled"] = tuple(TabledGiven(**each) for each in data["tabled"])
    return RecordGiven(**data)


def decision_given(step: Step, given: RecordGiven) -> DecisionGiven:
    """Return a record as the decision it makes. Raises ``RuleBroken`` with everything its numbers lack."""
    day = given.decided_on
    seats = councils.seats_on(step.body, day=day) if day else None
    members = councils.size_of(step.body, day=day) if day else step.body.seats
    first = _votes(given.first, given, members)
    second = _votes(given.second, given, members, only_voted=True)
    found: list[Obstacle] = []
    for split, votes in ((given.first, first), (given.second, second)):
        if split and votes is not None:
            found += [*seat_obstacles(split, seats=seats), *_number_obstacles(votes, members)]
    if first is not None and len(given.tabled) > 1:
        found += round_obstacles(first.tally, second.tally if second else None)
    refuse_if(found)
    last = second or first
    return DecisionGiven(
        outcome=given.outcome or _outcome_by(step, last, given),
        decided_on=day,
        operative_text=given.text,
        reason=given.reason,
        votes=last,
        case_number=given.case_number,
        source_title=given.source_title or given.source_link,
        source_link=given.source_link,
        first_round=first if second else None,
        tabled=given.tabled,
    )


_SETTLED = {
    "nb": "To registreringer var ulike; denne gjelder.",
    "nn": "To registreringar var ulike; denne gjeld.",
}


def _votes(
    split: Split | None, given: RecordGiven, members: int | None, *, only_voted: bool = False
) -> VotesGiven | None:
    if not split or not any(votes for row in split.values() for votes in row.values()):
        return None
    names = [each.name for each in given.tabled] or ["for", "against"]
    totals = {name: sum(row.get(name, 0) for row in split.values()) for name in names}
    if only_voted:  # the second round is over two of them
        totals = {name: votes for name, votes in totals.items() if votes or name == given.ours} or totals
        if len(totals) > 2 and not totals.get(given.ours, 1):
            totals.pop(given.ours)
    ours = given.ours if given.ours in totals else next(iter(totals))
    per_party = {party: dict(row) for party, row in split.items() if any(row.values())}
    return VotesGiven(
        tuple(totals.items()),
        deciding_option=ours,
        entitled=members,
        present=None,
        per_party=per_party,
        tie_option=given.tie if given.tie in totals else None,
    )


def _number_obstacles(votes: VotesGiven, members: int | None) -> list[Obstacle]:
    tally: Tally = votes.tally
    if members is not None and tally.cast > members:
        params: dict[str, object] = {"cast": tally.cast, "entitled": members}
        return [Obstacle(Code.VOTES_ABOVE_ENTITLED, None, params)]
    return quorum_obstacles(tally, members=members)


def _outcome_by(step: Step, votes: VotesGiven | None, given: RecordGiven) -> Outcome | None:
    """Return the outcome that the votes give, where nobody has said another."""
    if votes is None or given.decided_on is None:
        return None
    if given.ours and given.ours not in dict(votes.options):
        return Outcome.FALLEN  # it was not among the last two
    rule = rule_for(step.body, votes=votes, day=given.decided_on)
    if rule.tie is Tie.CHAIR_DECIDES and votes.tie_option is None and _is_tie(votes):
        return Outcome.FALLEN  # refused for the tie itself, below
    return Outcome.ADOPTED if judged(votes, rule).carried else Outcome.FALLEN


def _is_tie(votes: VotesGiven) -> bool:
    counts = sorted((count for _, count in votes.options), reverse=True)
    return len(counts) > 1 and counts[0] == counts[1]


def _beside(viewer: Viewer, step: Step, given: RecordGiven, at: datetime) -> Recorded:
    decision = step.decision
    if decision is None:
        raise NotFound
    wanted = decision_given(step, given)
    if _is_same(decision, wanted):
        return Recorded(decision, is_known=True)
    # Only what could hold is kept beside it: it may be settled that it does.
    decisions.check_decision(viewer, step, given=wanted, move_name=MoveName.CORRECT, at=at)
    kept = replace(given, outcome=wanted.outcome)
    data = asdict(kept) | {"decided_on": given.decided_on.isoformat() if given.decided_on else None}
    other = OtherRecord(
        step_id=step.id,
        decision_id=decision.id,
        given=json.dumps(data, ensure_ascii=False, sort_keys=True),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )
    db.session.add(other)
    db.session.flush()
    audit.add_event("other_record_kept", body_id=step.body_id, subject_id=other.id, by=viewer.id, at=at)
    return Recorded(decision, other)


def _is_same(decision: Decision, wanted: DecisionGiven) -> bool:
    counted = dict(decision.votes[-1].tally.votes) if decision.votes else None
    given = dict(wanted.votes.options) if wanted.votes else None
    return (
        (decision.outcome, decision.decided_on) == (wanted.outcome, wanted.decided_on)
        and counted == given
        and decision.operative_text.split() == wanted.operative_text.split()
    )


def _keep_file(viewer: Viewer, decision: Decision, file: FileGiven | None, at: datetime) -> None:
    if file is None:
        return
    title = decision.source_title or file.name
    add_source(viewer, decision.id, title=title, link="", file=file, at=at)


def _require_external(viewer: Viewer, step: Step) -> None:
    if step.body.is_hosted:
        raise NotFound
    if not may_move(viewer, step, MoveName.DECIDE):
        raise NotAllowed
