"""Promises and figures: what was promised, how it goes, and the figures a motion leans on."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.commitments import statuses_after
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotAllowed, RuleBroken
from motionflow.i18n import N_
from motionflow.services import cases, commitments, indicators, once, standings
from motionflow.web.access import Access, access
from motionflow.web.charts import line_chart
from motionflow.web.promise_forms import IndicatorForm, PromiseForm, ReadingForm, ReportForm
from motionflow.web.promise_words import amount_of
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("promises", __name__)


@bp.route("/vedtak/<decision_id>/nytt-lofte", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def new_promise(decision_id: str) -> ResponseReturnValue:
    """Show the form for what a decision promises, and keep a promise."""
    viewer, form = current_viewer(), PromiseForm()
    decision = commitments.get_decision_for(viewer, decision_id)
    motion = decision.step.motion
    if not commitments.may_follow_up(viewer, motion):
        raise NotAllowed
    form.offer(commitments.list_responsible(motion, on=day_in_oslo(now())))
    if request.method == "POST":
        try:
            if form.read():
                commitments.make_commitment(viewer, decision_id, given=form.given(), at=now())
                flash(current_words()(N_("The promise is kept, and its date is watched.")), "success")
                return redirect(url_for("motions.show_case", motion_id=motion.id, _anchor="promises"), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    page = render_template("promises/new_promise.html", form=form, decision=decision, motion=motion)
    return page, status


@bp.get("/lofte/<commitment_id>")
@access(Access.PUBLIC)
def show_promise(commitment_id: str) -> ResponseReturnValue:
    """Show a promise with every report on it, and the form for the next to those who may report."""
    form = ReportForm(formdata=None, on=day_in_oslo(now()))
    return _promise_page(commitment_id, form)


@bp.post("/lofte/<commitment_id>")
@access(Access.SIGNED_IN)
def report(commitment_id: str) -> ResponseReturnValue:
    """Add how a promise goes, with day and source."""
    viewer, form = current_viewer(), ReportForm()
    commitment = commitments.get_commitment_for(viewer, commitment_id)
    form.offer(statuses_after(standings.reports_of(commitment)))
    try:
        if not form.read():
            return _promise_page(commitment_id, form), 422
        seen = int(form.seen.data) if (form.seen.data or "").isdecimal() else -1
        commitments.report(viewer, commitment_id, given=form.given(), seen=seen, at=now())
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _promise_page(commitment_id, form), 422
    flash(current_words()(N_("The report is added. Those who follow the case are told.")), "success")
    return redirect(url_for("promises.show_promise", commitment_id=commitment_id), 303)


@bp.route("/sak/<motion_id>/nytt-tall", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def new_indicator(motion_id: str) -> ResponseReturnValue:
    """Show the form for a figure the motion leans on, and keep it with its first reading."""
    viewer, form = current_viewer(), IndicatorForm()
    motion = cases.get_motion_for(viewer, motion_id)
    if not commitments.may_follow_up(viewer, motion):
        raise NotAllowed
    if request.method == "POST":
        try:
            if form.read():
                row = indicators.add_indicator(
                    viewer,
                    motion_id,
                    name=form.name.data or "",
                    unit=form.unit.data or "",
                    lower_is_better=bool(form.lower_is_better.data),
                    first=form.reading(),
                    at=now(),
                )
                return redirect(url_for("promises.show_indicator", indicator_id=row.id), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return render_template("promises/new_indicator.html", form=form, motion=motion), status


@bp.route("/tall/<indicator_id>", methods=["GET", "POST"])
@access(Access.PUBLIC)
def show_indicator(indicator_id: str) -> ResponseReturnValue:
    """Show a figure's course with every source; to those who follow it up, add a reading."""
    viewer = current_viewer()
    indicator = indicators.get_indicator_for(viewer, indicator_id)
    motion = cases.get_motion_for(viewer, indicator.motion_id)
    form = ReadingForm()
    if request.method == "POST":
        try:
            if form.read():
                indicators.add_reading(viewer, indicator_id, given=form.reading(), at=now())
                flash(current_words()(N_("The figure is added.")), "success")
                return redirect(url_for("promises.show_indicator", indicator_id=indicator_id), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    page = render_template(
        "promises/show_indicator.html",
        indicator=indicator,
        motion=motion,
        form=form if commitments.may_follow_up(viewer, motion) else None,
        chart=line_chart(indicator),
    )
    return page, 422 if request.method == "POST" else 200


def _promise_page(commitment_id: str, form: ReportForm) -> str:
    viewer, today = current_viewer(), day_in_oslo(now())
    commitment = commitments.get_commitment_for(viewer, commitment_id)
    form.offer(statuses_after(standings.reports_of(commitment)))
    form.seen.raw_data, form.seen.data = None, str(len(commitment.reports))
    return render_template(
        "promises/show_promise.html",
        view=commitments.view_of(viewer, commitment, on=today),
        motion=cases.get_motion_for(viewer, commitment.motion_id),
        form=form,
        amount_of=amount_of,
    )
