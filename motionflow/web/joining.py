"""Motions treated together, and the mover's objection to being covered."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.errors import NotAllowed, RuleBroken
from motionflow.i18n import N_
from motionflow.services import cases, commitments, joining, once
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, WholeNumber
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("joining", __name__)


class JoinForm(Form):
    """The case that a motion is treated together with."""

    seen = WholeNumber()
    into = SelectField(N_("Treat it together with"), validate_choice=False)


class ObjectionForm(Form):
    """Why the case is not covered."""

    text = TextAreaField(N_("Why it is not covered"))


@bp.route("/steg/<step_id>/sla-sammen", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def join(step_id: str) -> ResponseReturnValue:
    """Show the cases that a motion can be treated together with, and join them."""
    viewer, form = current_viewer(), JoinForm()
    step = cases.get_step_for(viewer, step_id)
    if not joining.viewer_may_join(viewer, step):
        raise NotAllowed
    if request.method == "POST":
        try:
            if form.read():
                joining.join(
                    viewer,
                    step_id,
                    into_step_id=form.into.data or "",
                    seen=form.seen.data if form.seen.data is not None else -1,
                    at=now(),
                )
                flash(current_words()(N_("The motions are treated together.")), "success")
                return redirect(url_for("motions.show_case", motion_id=step.motion_id), 303)
        except RuleBroken as broken:
            once.roll_back()
            step = cases.get_step_for(viewer, step_id)
            form.refuse(broken)
    form.seen.raw_data, form.seen.data = None, step.version
    form.into.choices = [
        SelectChoice("", current_words()(N_("Choose the other case"))),
        *(
            SelectChoice(each.id, f"{each.motion.shown_number} {each.motion.title}")
            for each in joining.list_joinable(viewer, step)
        ),
    ]
    page = render_template("joining/join.html", form=form, step=step, motion=step.motion)
    return page, 422 if request.method == "POST" else 200


@bp.route("/vedtak/<decision_id>/innvending", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def object_to(decision_id: str) -> ResponseReturnValue:
    """Show the form for a mover who does not agree that the case is covered, and send the case again."""
    viewer, form = current_viewer(), ObjectionForm()
    decision = commitments.get_decision_for(viewer, decision_id)
    motion = decision.step.motion
    if request.method == "GET" and not joining.may_object(viewer, decision):
        raise NotAllowed
    if request.method == "POST":
        try:
            if form.read():
                joining.object_to(viewer, decision_id, text=form.text.data or "", at=now())
                flash(current_words()(N_("The case is in the body's inbox once more.")), "success")
                return redirect(url_for("motions.show_case", motion_id=motion.id), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    page = render_template("joining/object_to.html", form=form, decision=decision, motion=motion)
    return page, 422 if request.method == "POST" else 200
