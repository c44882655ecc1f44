"""Recording what a body decided: outcome, text, votes and where the case goes next."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, refuse_if
from motionflow.domain.flow import (
    MOVES,
    Arrival,
    Facts,
    FollowUpStatus,
    MoveName,
    NextBody,
    Outcome,
    obstacles,
    take,
)
from motionflow.domain.roles import Action
from motionflow.domain.voting import MajorityRule, Result
from motionflow.models import (
    AgendaItem,
    Body,
    Decision,
    FollowUp,
    Meeting,
    Motion,
    Step,
    TabledProposal,
)
from motionflow.models.outbox import MailKind
from motionflow.services import amendment_texts, amendment_votes, audit, bodies, notices, papers, poll_votes
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.cases import get_motion_for
from motionflow.services.motions import is_web_link
from motionflow.services.steps import add_step, end_step, facts_of, start_move, tell
from motionflow.services.votes import VotesGiven as VotesGiven
from motionflow.services.votes import judged, rule_for, tie_obstacles, vote_event, vote_obstacles


@dataclass(frozen=True)
class TabledGiven:
    """A proposal on the table: what it is called, which parties put it forward, and its words."""

    name: str
    parties: str = ""
    text: str = ""


@dataclass(frozen=True)
class DecisionGiven:
    """A decision as it is given. ``votes`` is ``None`` when the count was not recorded."""

    outcome: Outcome | None
    decided_on: date | None
    operative_text: str = ""
    reason: str = ""
    meeting_id: str | None = None
    agenda_number: str = ""
    place: str = ""
    covering_case: str = ""
    covering_motion_id: str = ""
    covering_link: str = ""
    next_body_id: str | None = None
    proposed_decision: str = ""
    votes: VotesGiven | None = None
    case_number: str = ""
    archive_number: str = ""
    source_title: str = ""
    source_link: str = ""
    first_round: VotesGiven | None = None
    tabled: tuple[TabledGiven, ...] = ()


def record_decision(
    viewer: Viewer,
    step_id: str,
    *,
    given: DecisionGiven,
    seen: int,
    at: datetime,
    move_name: MoveName = MoveName.DECIDE,
) -> Decision:
    """Record what the body decided about a step, with its votes judged by the body's rule.

    Where there were two rounds, ``given.votes`` are those of the second, which decides. Raises
    ``RuleBroken`` with everything that stands in the way; nothing is written then.
    """
    step = start_move(viewer, step_id, move_name, seen=seen)
    weighed = _weigh(viewer, step, given, move_name, at)
    refuse_if(weighed.found)
    decision = _decision(step, given, weighed, viewer, at)
    if given.votes is not None and weighed.result is not None:
        _add_votes(decision, given, weighed.rule, weighed.result, at)
    decision.tabled.extend(
        TabledProposal(position=position, name=each.name, parties=each.parties, text=each.text)
        for position, each in enumerate(given.tabled, start=1)
    )
    step.state = take(MOVES[move_name], weighed.facts)
    step.case_number = given.case_number.strip() or step.case_number
    step.archive_number = given.archive_number.strip() or step.archive_number
    step.decisions.append(decision)
    end_step(step, viewer, at)
    db.session.flush()
    audit.add_event(
        "decision_recorded",
        body_id=step.body_id,
        subject_id=decision.id,
        by=viewer.id,
        at=at,
        facts={"step": step.id, "outcome": decision.outcome.value},
    )
    if decision.outcome is Outcome.SENT_BACK and step.from_step is not None:
        add_step(step.motion, step.from_step.body, step.received_text, Arrival.RETURNED, step, viewer, at)
    papers.make_decision_papers(decision, by=viewer.id, at=at)
    tell(MailKind.CASE_DECIDED, step, viewer, at)
    return decision


def check_decision(
    viewer: Viewer, step: Step, *, given: DecisionGiven, move_name: MoveName, at: datetime
) -> None:
    """Raise ``RuleBroken`` with everything that stands in the way of a decision; nothing is recorded."""
    refuse_if(_weigh(viewer, step, given, move_name, at).found)


@dataclass(frozen=True)
class _Weighed:
    """A decision held against the rules: what it leans on, what its votes say, what stands in the way."""

    meeting: Meeting | None
    next_body: Body | None
    covering: Motion | None
    rule: MajorityRule
    result: Result | None
    facts: Facts
    found: list[Obstacle]


def _weigh(viewer: Viewer, step: Step, given: DecisionGiven, move_name: MoveName, at: datetime) -> _Weighed:
    meeting = _meeting(given.meeting_id)
    next_body = bodies.get_body(given.next_body_id) if given.next_body_id else None
    covering = db.session.get(Motion, given.covering_motion_id) if given.covering_motion_id else None
    covering = covering or _covering_motion(viewer, given.covering_case)
    rule = rule_for(step.body, votes=given.votes, day=given.decided_on or day_in_oslo(at))
    of_votes = [] if given.votes is None else vote_obstacles(given.votes, rule)
    result = None if given.votes is None or of_votes else judged(given.votes, rule)
    facts = _facts(step, given, meeting, next_body, covering, result, at)
    found = [
        *of_votes,
        *_given_obstacles(given, result),
        *obstacles(MOVES[move_name], facts),
        *amendment_votes.outcome_obstacles(step, given.outcome),
    ]
    return _Weighed(meeting, next_body, covering, rule, result, facts, found)


@dataclass(frozen=True)
class Known:
    """What is known of a decision beforehand: from the meeting, and from the amendments that carried."""

    meeting_id: str | None = None
    decided_on: date | None = None
    place: str = ""
    entitled: int | None = None
    present: int | None = None
    text: str = ""
    outcome: Outcome | None = None
    votes: VotesGiven | None = None


def known_of(step: Step, *, at: datetime) -> Known:
    """Return what can be filled in by itself when a step's decision is to be recorded."""
    meeting = db.session.scalar(
        select(Meeting)
        .join(Meeting.agenda)
        .where(AgendaItem.step_id == step.id)
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    text, outcome = amendment_texts.adopted_words(step)
    if meeting is None:
        return Known(entitled=step.body.seats, text=text, outcome=outcome)
    day = min(day_in_oslo(meeting.starts_at), day_in_oslo(at))
    votes = poll_votes.find_votes_on(step.id, meeting_id=meeting.id)
    return Known(meeting.id, day, meeting.place, meeting.entitled, meeting.present, text, outcome, votes)


def set_follow_up(
    viewer: Viewer,
    motion_id: str,
    *,
    status: FollowUpStatus | None,
    on: date | None,
    source_title: str,
    source_link: str,
    note: str,
    at: datetime,
    reported_at: datetime | None = None,
) -> FollowUp:
    """Add what became of a case, with day and source. Raises ``RuleBroken``.

    ``reported_at`` is earlier than ``at`` where an old status report is recorded.
    """
    motion = get_motion_for(viewer, motion_id)
    bodies_on_way = [step.body for step in motion.steps]
    if not any(viewer_may(Action.CASE_SET_FOLLOW_UP, viewer, body) for body in bodies_on_way):
        raise NotAllowed
    refuse_if(_follow_up_obstacles(motion, status, on, source_title, source_link, at))
    row = FollowUp(
        motion_id=motion.id,
        status=status,
        on=on,
        note=note.strip(),
        source_title=source_title.strip(),
        source_link=source_link.strip(),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )
    db.session.add(row)
    db.session.flush()
    audit.add_event(
        "follow_up_set",
        body_id=motion.founding_body_id,
        subject_id=row.id,
        by=viewer.id,
        at=at,
        facts={"status": row.status.value},
    )
    papers.make_status(motion, by=viewer.id, at=reported_at or at)
    notices.tell_followers(
        MailKind.CASE_FOLLOWED_UP, motion, but=viewer.id, at=at, facts={"follow_up": row.id}
    )
    return row


def _follow_up_obstacles(
    motion: Motion,
    status: FollowUpStatus | None,
    on: date | None,
    source_title: str,
    source_link: str,
    at: datetime,
) -> list[Obstacle]:
    found = []
    if status is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "status"))
    if on is None:
        found.append(Obstacle(Code.DATE_MISSING, "on"))
    elif on > day_in_oslo(at):
        found.append(Obstacle(Code.DATE_IN_FUTURE, "on", {"date": on}))
    elif on < day_in_oslo(motion.started_at):
        found.append(Obstacle(Code.DATE_BEFORE_RECEIVED, "on", {"date": day_in_oslo(motion.started_at)}))
    if not source_title.strip():
        found.append(Obstacle(Code.SOURCE_MISSING, "source_title"))
    if not is_web_link(source_link):
        found.append(Obstacle(Code.LINK_INVALID, "source_link"))
    return found


def _meeting(meeting_id: str | None) -> Meeting | None:
    return db.session.get(Meeting, meeting_id) if meeting_id else None


def _covering_motion(viewer: Viewer, number: str) -> Motion | None:
    """Return the case with a number such as 2019/1 that the viewer sees, if there is exactly one."""
    year, _, count = number.strip().partition("/")
    # Not isdigit(): it takes «²» for a digit, and int() does not.
    if not (year.isdecimal() and count.isdecimal() and len(year) == 4 and len(count) < 7):
        return None
    numbered = select(Motion.id).where(Motion.year == int(year), Motion.number == int(count))
    seen = []
    for motion_id in db.session.scalars(numbered).all():
        # One that the viewer may not see is as unknown as one that never was.
        with suppress(NotFound):
            seen.append(get_motion_for(viewer, motion_id))
    return seen[0] if len(seen) == 1 else None


def _facts(
    step: Step,
    given: DecisionGiven,
    meeting: Meeting | None,
    next_body: Body | None,
    covering: Motion | None,
    result: Result | None,
    at: datetime,
) -> Facts:
    known = facts_of(step, reason=given.reason, meeting=meeting)
    next_bodies: tuple[NextBody, ...] = ()
    if next_body is not None:
        next_bodies = (NextBody(given.proposed_decision, is_same_body=next_body.id == step.body_id),)
    return Facts(
        state=known.state,
        body_kind=known.body_kind,
        is_hosted=known.is_hosted,
        route=known.route,
        has_sender=known.has_sender,
        reason=given.reason,
        meeting_ended=known.meeting_ended,
        meeting_is_own=known.meeting_is_own,
        outcome=given.outcome,
        text=given.operative_text,
        carried=None if result is None else result.carried,
        covering_link=covering.id if covering else given.covering_link,
        next_bodies=next_bodies,
        decided_on=given.decided_on,
        received_on=day_in_oslo(step.received_at),
        today=day_in_oslo(at),
    )


def _given_obstacles(given: DecisionGiven, result: Result | None) -> list[Obstacle]:
    found = tie_obstacles(result)
    for field, link in (("covering_link", given.covering_link), ("source_link", given.source_link)):
        if not is_web_link(link):
            found.append(Obstacle(Code.LINK_INVALID, field))
    return found


def _add_votes(
    decision: Decision, given: DecisionGiven, rule: MajorityRule, result: Result, at: datetime
) -> None:
    rounds = [(given.votes, result)]
    if given.first_round is not None:
        rounds.insert(0, (given.first_round, judged(given.first_round, rule)))
    for number, (votes, judgement) in enumerate(rounds, start=1):
        if votes is not None:
            event = vote_event(votes, rule, judgement, at=at)
            event.round = number
            decision.votes.append(event)


def _decision(
    step: Step,
    given: DecisionGiven,
    weighed: _Weighed,
    viewer: Viewer,
    at: datetime,
) -> Decision:
    meeting, next_body = weighed.meeting, weighed.next_body
    listed = [item for item in meeting.agenda if item.step_id == step.id] if meeting else []
    return Decision(
        number=len(step.decisions) + 1,
        meeting_id=meeting.id if meeting else None,
        agenda_number=given.agenda_number or (listed[0].number if listed else ""),
        decided_on=given.decided_on,
        place=given.place.strip() or (meeting.place if meeting else ""),
        outcome=given.outcome,
        operative_text=given.operative_text.strip(),
        reason=given.reason.strip(),
        covering_motion=weighed.covering,
        covering_link=given.covering_link.strip(),
        next_body=next_body,
        proposed_decision=given.proposed_decision.strip(),
        source_title=given.source_title.strip(),
        source_link=given.source_link.strip(),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )
