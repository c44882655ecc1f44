"""The moves of a step: inbox, list, decision, sending on."""

from collections.abc import Callable
from datetime import datetime, time
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.flow import MoveName, outcomes_for
from motionflow.domain.meetings import MeetingKind
from motionflow.i18n import N_
from motionflow.labels import name_of
from motionflow.services import bodies, cases, decisions, joining, meetings, once, returned_texts, steps, ways
from motionflow.services.access import Viewer
from motionflow.web.access import Access, access
from motionflow.web.case_words import ordered_papers, votes_of
from motionflow.web.forms import Form
from motionflow.web.session import current_viewer, current_words, now
from motionflow.web.step_forms import DecisionForm, ListForm, MoveForm, SendForm, filled_in

bp = Blueprint("steps", __name__)
Sent = TypeVar("Sent", bound=Form)


@bp.get("/steg/<step_id>")
@access(Access.SIGNED_IN)
def show_step(step_id: str) -> ResponseReturnValue:
    """Show a step with what can be done with it now."""
    return _page(step_id)


@bp.post("/steg/<step_id>/godta")
@access(Access.SIGNED_IN)
def accept(step_id: str) -> ResponseReturnValue:
    """Take the case from the inbox into the body's work."""
    return _move(step_id, MoveForm(), _accepted, N_("The case is accepted."))


@bp.post("/steg/<step_id>/returner")
@access(Access.SIGNED_IN)
def send_back(step_id: str) -> ResponseReturnValue:
    """Return the case to its sender for completion."""
    return _move(step_id, MoveForm(), _returned, N_("The case is returned to its sender."))


@bp.post("/steg/<step_id>/avvis")
@access(Access.SIGNED_IN)
def decline(step_id: str) -> ResponseReturnValue:
    """Decline to treat the case."""
    return _move(step_id, MoveForm(), _declined, N_("The case is declined, and its sender sees why."))


@bp.post("/steg/<step_id>/send-inn-igjen")
@access(Access.SIGNED_IN)
def resubmit(step_id: str) -> ResponseReturnValue:
    """Hand a returned motion in again."""
    return _move(step_id, MoveForm(), _resubmitted, N_("The motion is handed in again."))


@bp.post("/steg/<step_id>/trekk")
@access(Access.SIGNED_IN)
def withdraw(step_id: str) -> ResponseReturnValue:
    """Withdraw the motion."""
    return _move(step_id, MoveForm(), _withdrawn, N_("The motion is withdrawn."))


@bp.post("/steg/<step_id>/ta-opp")
@access(Access.SIGNED_IN)
def treat(step_id: str) -> ResponseReturnValue:
    """Note that the meeting has taken the case up."""
    return _move(step_id, MoveForm(), _treated, N_("The case is taken up."))


@bp.post("/steg/<step_id>/sett-opp")
@access(Access.SIGNED_IN)
def put_on_list(step_id: str) -> ResponseReturnValue:
    """Put the case on a meeting's list."""
    return _move(step_id, ListForm(), _listed, N_("The case is on the list."))


@bp.post("/steg/<step_id>/ta-av")
@access(Access.SIGNED_IN)
def take_off_list(step_id: str) -> ResponseReturnValue:
    """Take the case off the list."""
    return _move(step_id, MoveForm(), _taken_off, N_("The case is off the list."))


@bp.post("/steg/<step_id>/apne")
@access(Access.SIGNED_IN)
def open_to_public(step_id: str) -> ResponseReturnValue:
    """Show the step's outcome to everyone."""
    return _move(step_id, MoveForm(), _opened, N_("Everyone can see the outcome now."))


@bp.post("/steg/<step_id>/lukk")
@access(Access.SIGNED_IN)
def close_to_public(step_id: str) -> ResponseReturnValue:
    """Show the step's outcome only to those on the case's way."""
    return _move(step_id, MoveForm(), _closed, N_("Only those on the case's way see the outcome now."))


@bp.get("/steg/<step_id>/vedtak")
@access(Access.SIGNED_IN)
def write_decision(step_id: str) -> ResponseReturnValue:
    """Show the form for what the body decided, with what is known filled in."""
    viewer = current_viewer()
    step = cases.get_step_for(viewer, step_id)
    cases.require_move(viewer, step, MoveName.DECIDE)
    known = decisions.known_of(step, at=now())
    counted = {"entitled": known.entitled, "present": known.present} | filled_in(known.votes)
    form = DecisionForm(
        seen=step.version,
        outcome=known.outcome,
        operative_text=known.text,
        meeting=known.meeting_id,
        decided_on=known.decided_on,
        place=known.place,
        case_number=step.case_number,
        archive_number=step.archive_number,
        **counted,
    )
    return _decision_page(step_id, form)


@bp.post("/steg/<step_id>/vedtak")
@access(Access.SIGNED_IN)
def record_decision(step_id: str) -> ResponseReturnValue:
    """Record what the body decided."""
    form = DecisionForm()
    viewer = current_viewer()
    cases.require_move(viewer, cases.get_step_for(viewer, step_id), MoveName.DECIDE)
    try:
        if not form.read():
            return _decision_page(step_id, form), 422
        decision = decisions.record_decision(
            viewer, step_id, given=form.given(), seen=form.seen.data or 0, at=now()
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _decision_page(step_id, form, broken), 422
    flash(current_words()(N_("The decision is recorded, and its papers are made.")), "success")
    if decision.next_body_id is not None and cases.may_move(viewer, decision.step, MoveName.FORWARD):
        return redirect(url_for("steps.write_forwarding", step_id=step_id), 303)
    return redirect(url_for("steps.show_step", step_id=step_id), 303)


@bp.get("/steg/<step_id>/send-videre")
@access(Access.SIGNED_IN)
def write_forwarding(step_id: str) -> ResponseReturnValue:
    """Show the form for sending the case on, with the next body that the decision names."""
    viewer = current_viewer()
    step = cases.get_step_for(viewer, step_id)
    cases.require_move(viewer, step, MoveName.FORWARD)
    decision = step.decision
    form = SendForm(
        seen=step.version,
        body=decision.next_body_id if decision else None,
        route=ways.route_out_of(step),
        proposed_decision=(decision.proposed_decision or decision.operative_text) if decision else "",
    )
    return _forwarding_page(step_id, form)


@bp.post("/steg/<step_id>/send-videre")
@access(Access.SIGNED_IN)
def forward(step_id: str) -> ResponseReturnValue:
    """Send the case on to the next body's inbox."""
    form = SendForm()
    viewer = current_viewer()
    cases.require_move(viewer, cases.get_step_for(viewer, step_id), MoveName.FORWARD)
    try:
        if not form.read():
            return _forwarding_page(step_id, form), 422
        if not form.body.data:
            raise RuleBroken(Obstacle(Code.NEXT_BODY_MISSING, "body"))
        to = bodies.get_body(form.body.data)
        send = steps.SendTo(to, form.proposed_decision.data or "", form.route.data)
        sent_at = moment_in_oslo(form.sent_on.data, time(12, 0)) if form.sent_on.data else None
        new = steps.forward_step(
            viewer, step_id, to=(send,), seen=form.seen.data or 0, at=now(), sent_at=_past(sent_at)
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _forwarding_page(step_id, form, broken), 422
    flash(current_words()(N_("The case is sent to {body}."), body=to.name), "success")
    return redirect(url_for("motions.show_case", motion_id=new[0].motion_id), 303)


def _past(sent_at: datetime | None) -> datetime | None:
    if sent_at is not None and sent_at > now():
        raise RuleBroken(Obstacle(Code.DATE_IN_FUTURE, "sent_on", {"date": sent_at.date()}))
    return sent_at


# What each button does: the form that was sent, who sent it, and the step.


def _accepted(viewer: Viewer, step_id: str, form: MoveForm) -> None:
    steps.accept_step(viewer, step_id, seen=form.seen.data or 0, at=now())


def _returned(viewer: Viewer, step_id: str, form: MoveForm) -> None:
    steps.return_step(viewer, step_id, reason=form.reason.data or "", seen=form.seen.data or 0, at=now())


def _declined(viewer: Viewer, step_id: str, form: MoveForm) -> None:
    steps.decline_step(viewer, step_id, reason=form.reason.data or "", seen=form.seen.data or 0, at=now())


def _resubmitted(viewer: Viewer, step_id: str, form: MoveForm) -> None:
    steps.resubmit_step(viewer, step_id, seen=form.seen.data or 0, at=now())


def _withdrawn(viewer: Viewer, step_id: str, form: MoveForm) -> None:
    steps.withdraw_step(viewer, step_id, seen=form.seen.data or 0, at=now())


def _treated(viewer: Viewer, step_id: str, form: MoveForm) -> None:
    steps.treat_step(viewer, step_id, seen=form.seen.data or 0, at=now())


def _taken_off(viewer: Viewer, step_id: str, form: MoveForm) -> None:
    meetings.take_off_list(viewer, step_id, reason=form.reason.data or "", seen=form.seen.data or 0, at=now())


def _listed(viewer: Viewer, step_id: str, form: ListForm) -> None:
    meetings.put_on_list(
        viewer,
        step_id,
        meeting_id=form.meeting.data or None,
        number=form.number.data or "",
        leave_given=bool(form.leave_given.data),
        seen=form.seen.data or 0,
        at=now(),
    )


def _opened(viewer: Viewer, step_id: str, form: MoveForm) -> None:
    steps.open_to_public(viewer, step_id, is_open=True, at=now())


def _closed(viewer: Viewer, step_id: str, form: MoveForm) -> None:
    steps.open_to_public(viewer, step_id, is_open=False, at=now())


def _move(
    step_id: str, form: Sent, act: Callable[[Viewer, str, Sent], None], done: str
) -> ResponseReturnValue:
    try:
        if not form.read():
            return _page(step_id, form), 422
        act(current_viewer(), step_id, form)
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(step_id, form), 422
    flash(current_words()(done), "success")
    return redirect(url_for("steps.show_step", step_id=step_id), 303)


def _page(step_id: str, form: Form | None = None) -> str:
    viewer = current_viewer()
    step = cases.get_step_for(viewer, step_id)
    case = cases.get_case_for(viewer, step.motion_id)
    view = next(each for each in case.steps if each.step.id == step_id)
    move_form = form if isinstance(form, MoveForm) else MoveForm(formdata=None)
    list_form = form if isinstance(form, ListForm) else ListForm(formdata=None)
    coming = meetings.list_open_meetings(step.body) if MoveName.PUT_ON_LIST in view.moves else []
    list_form.offer([(each.id, _meeting_name(each.kind, each.starts_at)) for each in coming])
    if coming and list_form.number.data is None:
        list_form.meeting.data = coming[0].id
        list_form.number.data = meetings.next_number(coming[0])
    return render_template(
        "steps/show_step.html",
        case=case,
        view=view,
        sent=request.endpoint,
        form=form,
        sent_form=move_form,
        list_form=list_form,
        has_meetings=bool(coming),
        amendment_count=sum(each.number is not None for each in step.amendments),
        may_amend=returned_texts.may_send_back(viewer, step),
        may_join=bool(joining.list_joinable(viewer, step)),
        votes_of=votes_of,
        ordered_papers=ordered_papers,
    )


def _decision_page(step_id: str, form: DecisionForm, broken: RuleBroken | None = None) -> str:
    viewer = current_viewer()
    step = cases.get_step_for(viewer, step_id)
    if _is_stale(broken):
        form.seen.raw_data, form.seen.data = None, step.version
        if step.decision is not None:
            theirs = (name_of(step.decision.outcome, language=current_words()), step.decision.operative_text)
            said = current_words()(N_("The text as the other one saved it"))
            form.problems.append(f"{said}: {'. '.join(filter(None, theirs))}")
    held = meetings.list_meetings_for(viewer, step.body)
    form.offer(
        outcomes=[ending.outcome for ending in outcomes_for(step.body.kind, route=step.route)],
        meetings=[(each.id, _meeting_name(each.kind, each.starts_at)) for each in held],
        next_bodies=[(each.id, each.name) for each in bodies.next_bodies_of(step.body)],
    )
    return render_template("steps/decision.html", step=step, form=form)


def _forwarding_page(step_id: str, form: SendForm, broken: RuleBroken | None = None) -> str:
    step = cases.get_step_for(current_viewer(), step_id)
    if _is_stale(broken):
        form.seen.raw_data, form.seen.data = None, step.version
    form.offer([(each.id, each.name) for each in bodies.next_bodies_of(step.body)])
    return render_template("steps/forward.html", step=step, form=form)


def _is_stale(broken: RuleBroken | None) -> bool:
    return broken is not None and any(each.code is Code.CHANGED_MEANWHILE for each in broken.obstacles)


def _meeting_name(kind: MeetingKind, starts_at: datetime) -> str:
    words = current_words()
    return f"{name_of(kind, language=words)} {words.short_date(starts_at)}"
