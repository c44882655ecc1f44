"""The moves of a step: the inbox, the list, and sending on (``domain/flow.py`` is the road)."""

from dataclasses import dataclass
from datetime import datetime

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo, deadlines_of
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.flow import (
    ENDED,
    MOVES,
    Arrival,
    Facts,
    MoveName,
    NextBody,
    Outcome,
    Route,
    StepState,
    take,
)
from motionflow.domain.roles import Action
from motionflow.models import Body, Decision, Meeting, Motion, Step
from motionflow.models.outbox import MailKind
from motionflow.services import amendment_votes, audit, bodies, notices, papers
from motionflow.services.access import Viewer, require
from motionflow.services.cases import get_step_for, require_move


@dataclass(frozen=True)
class SendTo:
    """A body to send a case on to, with the decision proposed to it; for a council also by which route."""

    body: Body
    proposed_decision: str
    route: Route | None = None


def accept_step(
    viewer: Viewer, step_id: str, *, seen: int, at: datetime, accepted_at: datetime | None = None
) -> Step:
    """Take a case from the inbox into the body's work. ``seen`` is the step's version on the page.

    ``accepted_at`` is earlier than ``at`` where an old acceptance is recorded.
    """
    step = start_move(viewer, step_id, MoveName.ACCEPT, seen=seen)
    step.state = take(MOVES[MoveName.ACCEPT], facts_of(step))
    step.accepted_at = accepted_at or at
    return _done("step_accepted", step, viewer, at)


def return_step(viewer: Viewer, step_id: str, *, reason: str, seen: int, at: datetime) -> Step:
    """Send a case back for completion: it comes to its sender as a new step.

    What a person handed in goes back to that person, who corrects the text and hands it in again.
    """
    step = start_move(viewer, step_id, MoveName.RETURN, seen=seen)
    step.state = take(MOVES[MoveName.RETURN], facts_of(step, reason=reason))
    _end(step, viewer, at, reason)
    if step.from_step is not None:
        add_step(step.motion, step.from_step.body, step.received_text, Arrival.RETURNED, step, viewer, at)
    tell(MailKind.CASE_RETURNED, step, viewer, at)
    return _done("step_returned", step, viewer, at)


def decline_step(viewer: Viewer, step_id: str, *, reason: str, seen: int, at: datetime) -> Step:
    """Decline to treat a case, with the reason that its sender sees."""
    step = start_move(viewer, step_id, MoveName.DECLINE, seen=seen)
    step.state = take(MOVES[MoveName.DECLINE], facts_of(step, reason=reason))
    _end(step, viewer, at, reason)
    tell(MailKind.CASE_DECLINED, step, viewer, at)
    return _done("step_declined", step, viewer, at)


def resubmit_step(viewer: Viewer, step_id: str, *, seen: int, at: datetime) -> Step:
    """Hand a returned motion in again, as it now reads: a new step in the same inbox."""
    step = start_move(viewer, step_id, MoveName.RESUBMIT, seen=seen)
    take(MOVES[MoveName.RESUBMIT], facts_of(step))
    if any(each.state not in ENDED for each in step.motion.steps):
        raise RuleBroken(Obstacle(Code.ALREADY_AT_BODY))
    text = step.motion.text.proposed_decision
    new = add_step(step.motion, step.body, text, Arrival.RESUBMITTED, step, viewer, at)
    notices.tell_secretaries(
        MailKind.CASE_RECEIVED, step.motion, step.body, but=viewer.id, at=at, facts={"step": new.id}
    )
    return _done("step_resubmitted", step, viewer, at)


def withdraw_step(viewer: Viewer, step_id: str, *, seen: int, at: datetime) -> Step:
    """Withdraw a motion before it is decided, for its mover or the body's secretary."""
    step = start_move(viewer, step_id, MoveName.WITHDRAW, seen=seen)
    step.state = take(MOVES[MoveName.WITHDRAW], facts_of(step))
    step.decisions.append(
        Decision(
            number=len(step.decisions) + 1,
            decided_on=day_in_oslo(at),
            outcome=Outcome.WITHDRAWN,
            recorded_at=at,
            recorded_by_id=viewer.id,
        )
    )
    _end(step, viewer, at)
    tell(MailKind.CASE_DECIDED, step, viewer, at)
    return _done("step_withdrawn", step, viewer, at)


def treat_step(viewer: Viewer, step_id: str, *, seen: int, at: datetime) -> Step:
    """Note that the meeting has taken the case up."""
    step = start_move(viewer, step_id, MoveName.TREAT, seen=seen)
    step.state = take(MOVES[MoveName.TREAT], facts_of(step))
    return _done("step_treated", step, viewer, at)


def forward_step(
    viewer: Viewer,
    step_id: str,
    *,
    to: tuple[SendTo, ...],
    seen: int,
    at: datetime,
    sent_at: datetime | None = None,
) -> list[Step]:
    """Send a decided case on to one or more bodies: a new step in each one's inbox.

    ``sent_at`` is earlier than ``at`` where an old forwarding is recorded. Raises ``RuleBroken`` when
    a body is missing, is the sender itself or has the case already.
    """
    step = start_move(viewer, step_id, MoveName.FORWARD, seen=seen)
    sent = sent_at or at
    take(MOVES[MoveName.FORWARD], facts_of(step, to=to))
    if step.decision is not None and day_in_oslo(sent) < step.decision.decided_on:
        raise RuleBroken(Obstacle(Code.DATE_BEFORE_RECEIVED, "sent_on", {"date": step.decision.decided_on}))
    new_steps = [
        add_step(
            step.motion, each.body, each.proposed_decision.strip(), Arrival.FORWARDED, step, viewer, sent
        )
        for each in to
    ]
    for new, each in zip(new_steps, to, strict=True):
        new.route = each.route
        db.session.flush()
        papers.make_forwarding_papers(step, new, by=viewer.id, at=sent)
        notices.tell_secretaries(
            MailKind.CASE_RECEIVED, step.motion, each.body, but=viewer.id, at=at, facts={"step": new.id}
        )
        facts = {"to": new.id, "body": each.body.id}
        audit.add_event(
            "step_forwarded", body_id=step.body_id, subject_id=step.id, by=viewer.id, at=at, facts=facts
        )
        audit.add_event("step_received", body_id=each.body.id, subject_id=new.id, by=viewer.id, at=at)
    return new_steps


def open_to_public(viewer: Viewer, step_id: str, *, is_open: bool, at: datetime) -> Step:
    """Show a step's outcome to everyone, or no longer, on behalf of its body."""
    step = get_step_for(viewer, step_id, for_change=True)
    require(Action.STEP_OPEN_TO_PUBLIC, viewer, step.body)
    step.opened_at = at if is_open else None
    return _done("step_opened" if is_open else "step_closed", step, viewer, at)


# Shared with decisions and meetings


def start_move(viewer: Viewer, step_id: str, move: MoveName, *, seen: int) -> Step:
    """Return a step, locked, for someone who may make the move.

    Raises ``RuleBroken`` with ``CHANGED_MEANWHILE`` when the step is not as it was seen.
    """
    step = get_step_for(viewer, step_id, for_change=True)
    require_move(viewer, step, move)
    if step.version != seen:
        raise RuleBroken(Obstacle(Code.CHANGED_MEANWHILE))
    return step


def facts_of(
    step: Step,
    *,
    reason: str = "",
    meeting: Meeting | None = None,
    leave_given: bool = False,
    to: tuple[SendTo, ...] = (),
) -> Facts:
    """Return what the road's rules need to know of a step and of what is given."""
    motions_due_at = None
    if meeting is not None:
        day = day_in_oslo(meeting.starts_at)
        periods = bodies.rules_on(step.body, day=day).periods
        motions_due_at = deadlines_of(day, periods=periods).motions_at
    return Facts(
        state=step.state,
        body_kind=step.body.kind,
        is_hosted=step.body.is_hosted,
        route=step.route,
        has_sender=step.from_step is not None or step.number == 1,
        reason=reason,
        meeting_ended=None if meeting is None else meeting.ended_at is not None,
        meeting_is_own=meeting is None or meeting.body_id == step.body_id,
        received_at=step.received_at,
        motions_due_at=motions_due_at,
        leave_given=leave_given,
        next_bodies=tuple(
            NextBody(
                each.proposed_decision,
                is_same_body=each.body.id == step.body_id,
                has_open_step=_has_open_step(step.motion, each.body, each.route),
            )
            for each in to
        ),
    )


def add_step(
    motion: Motion,
    body: Body,
    received_text: str,
    arrival: Arrival,
    from_step: Step,
    viewer: Viewer,
    at: datetime,
) -> Step:
    """Put a case into a body's inbox as a new step."""
    step = Step(
        body=body,
        number=max(each.number for each in motion.steps) + 1,
        state=StepState.INBOX,
        arrival=arrival,
        received_text=received_text,
        received_at=at,
        sent_by_id=viewer.id,
        from_step=from_step,
    )
    motion.steps.append(step)
    db.session.flush()
    return step


def tell(kind: MailKind, step: Step, viewer: Viewer, at: datetime) -> None:
    """Mail those who follow the case about what happened to a step."""
    notices.tell_followers(kind, step.motion, but=viewer.id, at=at, facts={"step": step.id})


def end_step(step: Step, viewer: Viewer, at: datetime) -> None:
    """Note who ended a step and when, in case it has ended."""
    if step.state in ENDED:
        _end(step, viewer, at)


def _has_open_step(motion: Motion, body: Body, route: Route | None) -> bool:
    return any(
        each.body_id == body.id and each.route == route and each.state not in ENDED for each in motion.steps
    )


def _end(step: Step, viewer: Viewer, at: datetime, reason: str = "") -> None:
    step.ended_at, step.ended_by_id, step.ended_reason = at, viewer.id, reason.strip()
    amendment_votes.settle_rest(step, viewer, at)


def _done(event: str, step: Step, viewer: Viewer, at: datetime) -> Step:
    db.session.flush()
    audit.add_event(event, body_id=step.body_id, subject_id=step.id, by=viewer.id, at=at)
    return step
