"""Bodies, their inbox, meetings and members."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField

from motionflow.domain.errors import RuleBroken
from motionflow.domain.flow import ENDED, MOVES, MoveName, StepState
from motionflow.domain.roles import IN_BODY, Action, Role
from motionflow.i18n import N_
from motionflow.labels import name_of
from motionflow.services import bodies, case_lists, erasure, following, meetings, members, people
from motionflow.services.access import viewer_may
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, choices_of, reader_of
from motionflow.web.lists import dated, day_of, status_of, today
from motionflow.web.rules_in_words import sentences_of
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("bodies", __name__)

LATEST_MEETINGS = 6
INBOX = tuple(MOVES[MoveName.ACCEPT].sources)
AT_WORK = tuple(state for state in StepState if state not in ENDED and state not in INBOX)


class MemberForm(Form):
    """Someone who shall be something in a body, from today."""

    name = StringField(N_("Name"))
    address = StringField(N_("Mail address"), description=N_("Links for signing in are sent here."))
    role = SelectField(N_("Role"), coerce=reader_of(Role))
    party = StringField(N_("Party"), description=N_("Only for councillors: the party they represent."))
    title = StringField(N_("Title"), description=N_("Such as deputy chair."))


class ConfirmForm(Form):
    """Only a button."""


@bp.get("/organer")
@access(Access.PUBLIC)
def list_bodies() -> ResponseReturnValue:
    """Show all bodies as they stand under one another."""
    roots = bodies.list_roots()
    return render_template(
        "bodies/list_bodies.html",
        party=[body for body in roots if body.is_hosted],
        others=[body for body in roots if not body.is_hosted],
        example=any(body.is_example for body in roots),
        roles_in=_roles_in,
    )


@bp.get("/organ/<body_id>")
@access(Access.PUBLIC)
def show_body(body_id: str) -> ResponseReturnValue:
    """Show one body: to everyone its open cases, to its people also what waits, meetings and rules."""
    viewer, body = current_viewer(), bodies.get_body(body_id)
    page = max(1, request.args.get("side", 1, type=int))
    return render_template(
        "bodies/show_body.html",
        body=body,
        inbox=case_lists.list_steps_at(viewer, body, states=INBOX),
        at_work=case_lists.list_steps_at(viewer, body, states=AT_WORK),
        is_inside=viewer_may(Action.STEP_SEE_INSIDE, viewer, body),
        found=case_lists.list_cases_for(viewer, body_id=body.id, page=min(page, 10_000)),
        meetings=meetings.list_meetings_for(viewer, body)[:LATEST_MEETINGS],
        sees_meetings=body.is_hosted and viewer_may(Action.MEETING_SEE, viewer, body),
        may_call=body.is_hosted and viewer_may(Action.MEETING_CALL, viewer, body),
        may_see_members=viewer_may(Action.MEMBERS_SEE, viewer, body),
        may_set_rules=viewer_may(Action.BODY_SET_RULES, viewer, body),
        may_have_letterhead=body.is_hosted and viewer_may(Action.PAPER_MAKE, viewer, body),
        is_followed=following.follows_body(viewer, body_id),
        officers=_officers(body_id),
        rules=sentences_of(bodies.rules_on(body, day=today())) if viewer.body_ids else [],
        status_of=status_of,
        day_of=day_of,
        dated=dated,
    )


@bp.get("/organ/<body_id>/medlemmer")
@access(Access.SIGNED_IN)
def list_members(body_id: str) -> ResponseReturnValue:
    """Show who is what in a body, to those who may see it."""
    return _members_page(body_id, _member_form())


@bp.post("/organ/<body_id>/medlemmer")
@access(Access.SIGNED_IN)
def add_member(body_id: str) -> ResponseReturnValue:
    """Add someone to the body in a role, from today."""
    form, body = _member_form(), bodies.get_body(body_id)
    try:
        added = members.add_member(
            current_viewer(),
            body,
            name=form.name.data or "",
            address=form.address.data or "",
            role=form.role.data,
            party=form.party.data,
            title=(form.title.data or "").strip() or None,
            at=now(),
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return _members_page(body_id, form), 422
    _ = current_words()
    role = name_of(added.role, language=_)
    flash(_("{name} is now {role} in {body}.", name=added.name, role=role, body=body.name), "success")
    return redirect(url_for("bodies.list_members", body_id=body_id), 303)


@bp.get("/medlemskap/<membership_id>/avslutt")
@access(Access.SIGNED_IN)
def confirm_end_role(membership_id: str) -> ResponseReturnValue:
    """Ask the body's secretary whether a role shall end."""
    viewer = current_viewer()
    held = members.get_membership_for(viewer, membership_id, action=Action.MEMBERS_CHANGE)
    return render_template(
        "bodies/end_role.html", held=held, form=ConfirmForm(), is_own=held.person_id == viewer.person_id
    )


@bp.post("/medlemskap/<membership_id>/avslutt")
@access(Access.SIGNED_IN)
def end_role(membership_id: str) -> ResponseReturnValue:
    """End what a person is in a body."""
    held = members.end_role(current_viewer(), membership_id, at=now())
    _ = current_words()
    role = name_of(held.role, language=_)
    flash(_("{name} is {role} no longer.", name=held.name, role=role), "success")
    # Who ended her own role may see the members no longer.
    is_own = held.person_id == current_viewer().person_id
    page = "bodies.show_body" if is_own else "bodies.list_members"
    return redirect(url_for(page, body_id=held.body_id), 303)


@bp.get("/organ/<body_id>/medlemmer/<person_id>/slett")
@access(Access.SIGNED_IN)
def confirm_erase(body_id: str, person_id: str) -> ResponseReturnValue:
    """Ask the body's secretary whether a person shall be erased, and say what that means."""
    return _erase_page(body_id, person_id, ConfirmForm())


@bp.post("/organ/<body_id>/medlemmer/<person_id>/slett")
@access(Access.SIGNED_IN)
def erase_person(body_id: str, person_id: str) -> ResponseReturnValue:
    """Erase a person: name and address go, the decisions stay."""
    form, viewer = ConfirmForm(), current_viewer()
    members.list_roles_for(viewer, bodies.get_body(body_id), person_id=person_id)
    try:
        erasure.erase_person(viewer, person_id, at=now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _erase_page(body_id, person_id, form), 422
    flash(current_words()(N_("The person is erased.")), "success")
    if person_id == viewer.person_id:
        return redirect(url_for("front.show_front"), 303)
    return redirect(url_for("bodies.list_members", body_id=body_id), 303)


def _member_form() -> MemberForm:
    form = MemberForm()
    roles = [role for role in Role if role in IN_BODY]
    form.role.choices = choices_of(roles, empty=N_("Choose"))
    return form


def _members_page(body_id: str, form: MemberForm) -> str:
    viewer, body = current_viewer(), bodies.get_body(body_id)
    may_change = viewer_may(Action.MEMBERS_CHANGE, viewer, body)
    return render_template(
        "bodies/list_members.html",
        body=body,
        members=people.list_members_for(viewer, body, on=today()),
        former=members.list_former_for(viewer, body, on=today()) if may_change else [],
        may_change=may_change,
        form=form,
        today=today(),
    )


def _erase_page(body_id: str, person_id: str, form: ConfirmForm) -> str:
    viewer, body = current_viewer(), bodies.get_body(body_id)
    roles = members.list_roles_for(viewer, body, person_id=person_id)
    return render_template("bodies/erase_person.html", body=body, held=roles[0], form=form, today=today())


def _officers(body_id: str) -> list[tuple[str, str]]:
    """Return the offices of a body with those who hold them, for those who may know."""
    _ = current_words()
    body = bodies.get_body(body_id)
    held = members.list_office_holders_for(current_viewer(), body, on=today())
    names = {role: [each.name or "" for each in held if each.role is role] for role in Role}
    return [(name_of(role, language=_).capitalize(), _.list_of(each)) for role, each in names.items() if each]


def _roles_in(body_id: str) -> list[str]:
    """Return what the viewer is in a body, in words."""
    _ = current_words()
    held = {role for each, role in current_viewer().holdings if each == body_id}
    return [name_of(role, language=_) for role in Role if role in held]
