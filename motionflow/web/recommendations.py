"""Recommendations of a step: drafting and publishing them, and the mover's answer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.errors import NotAllowed
from motionflow.domain.roles import Action
from motionflow.i18n import N_
from motionflow.services import cases, recommendation_views, recommendations, recommended_texts
from motionflow.services.access import require
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, attempt
from motionflow.web.recommendation_forms import AdviceForm, AnswerForm, PublishForm
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("recommendations", __name__)


@bp.get("/steg/<step_id>/innstillinger")
@access(Access.SIGNED_IN)
def list_recommendations(step_id: str) -> ResponseReturnValue:
    """Show what is recommended on a step's motion and amendments, and what is not yet."""
    return _list_page(step_id)


@bp.post("/steg/<step_id>/innstillinger")
@access(Access.SIGNED_IN)
def recommend(step_id: str) -> ResponseReturnValue:
    """Add what a preparing body advises, as a draft or published at once."""
    form, viewer = AdviceForm(), current_viewer()
    require(Action.STEP_RECOMMEND, viewer, cases.get_step_for(viewer, step_id).body)
    publishes = request.form.get("then") == "publish"
    row = attempt(
        form,
        lambda: recommendations.recommend(
            viewer,
            step_id,
            advice=form.advice(),
            at=now(),
            amendment_id=form.amendment.data or None,
            is_draft=not publishes,
        ),
    )
    if row is None:
        return _list_page(step_id, form), 422
    said = N_("The recommendation is published.") if publishes else N_("The draft is kept.")
    flash(current_words()(said), "success")
    return redirect(url_for("recommendations.list_recommendations", step_id=step_id), 303)


@bp.post("/steg/<step_id>/innstillinger/publiser")
@access(Access.SIGNED_IN)
def publish_all(step_id: str) -> ResponseReturnValue:
    """Publish every draft of a step."""
    recommendations.publish_all(current_viewer(), step_id, at=now())
    flash(current_words()(N_("The recommendations are published, and the movers are told.")), "success")
    return redirect(url_for("recommendations.list_recommendations", step_id=step_id), 303)


@bp.get("/innstilling/<recommendation_id>")
@access(Access.SIGNED_IN)
def show_recommendation(recommendation_id: str) -> ResponseReturnValue:
    """Show one recommendation to its body and to the mover, who can answer."""
    return _page(recommendation_id)


@bp.get("/innstilling/<recommendation_id>/rediger")
@access(Access.SIGNED_IN)
def write_draft(recommendation_id: str) -> ResponseReturnValue:
    """Show a draft to be written on."""
    view = _draft(recommendation_id)
    row = view.row
    form = AdviceForm(
        formdata=None,
        seen=row.version,
        by=row.by,
        verb=row.verb,
        target=row.target,
        text=row.text,
        grounds=row.grounds,
        names="\n".join(view.names),
    )
    return _draft_page(recommendation_id, form)


@bp.post("/innstilling/<recommendation_id>/rediger")
@access(Access.SIGNED_IN)
def save_draft(recommendation_id: str) -> ResponseReturnValue:
    """Keep what was written on a draft."""
    form, viewer = AdviceForm(), current_viewer()
    step_id = _draft(recommendation_id).step.id
    seen = form.seen.data or 0
    row = attempt(
        form,
        lambda: recommendations.change_draft(
            viewer, recommendation_id, advice=form.advice(), seen=seen, at=now()
        ),
    )
    if row is None:
        return _draft_page(recommendation_id, form), 422
    flash(current_words()(N_("The draft is kept.")), "success")
    return redirect(url_for("recommendations.list_recommendations", step_id=step_id), 303)


@bp.post("/innstilling/<recommendation_id>/publiser")
@access(Access.SIGNED_IN)
def publish(recommendation_id: str) -> ResponseReturnValue:
    """Publish a draft."""
    form, viewer = PublishForm(), current_viewer()
    seen = form.seen.data or 0
    row = attempt(form, lambda: recommendations.publish(viewer, recommendation_id, seen=seen, at=now()))
    if row is None:
        return _page(recommendation_id, form), 422
    flash(current_words()(N_("The recommendation is published.")), "success")
    return redirect(url_for("recommendations.list_recommendations", step_id=row.step_id), 303)


@bp.post("/innstilling/<recommendation_id>/kast")
@access(Access.SIGNED_IN)
def drop_draft(recommendation_id: str) -> ResponseReturnValue:
    """Throw a draft away."""
    form, viewer = PublishForm(), current_viewer()
    seen = form.seen.data or 0
    step = attempt(form, lambda: recommendations.drop_draft(viewer, recommendation_id, seen=seen, at=now()))
    if step is None:
        return _page(recommendation_id, form), 422
    flash(current_words()(N_("The draft is thrown away.")), "success")
    return redirect(url_for("recommendations.list_recommendations", step_id=step.id), 303)


@bp.post("/innstilling/<recommendation_id>/ta-opp")
@access(Access.SIGNED_IN)
def take_up_text(recommendation_id: str) -> ResponseReturnValue:
    """Make an amendment of the text that is recommended, so that it can be voted on."""
    form, viewer = PublishForm(), current_viewer()
    row = attempt(form, lambda: recommended_texts.take_up_text(viewer, recommendation_id, at=now()))
    if row is None:
        return _page(recommendation_id, form), 422
    said = current_words()(N_("The text is taken up as amendment {number}."), number=row.shown_number)
    flash(said, "success")
    return redirect(url_for("amendments.show_amendment", amendment_id=row.id), 303)


@bp.post("/innstilling/<recommendation_id>/svar")
@access(Access.SIGNED_IN)
def answer(recommendation_id: str) -> ResponseReturnValue:
    """Note what the mover answers."""
    form, viewer = AnswerForm(), current_viewer()
    comment = form.comment.data or ""
    row = attempt(
        form,
        lambda: recommendations.answer(
            viewer, recommendation_id, answer=form.answer.data, comment=comment, at=now()
        ),
    )
    if row is None:
        return _page(recommendation_id, form), 422
    flash(current_words()(N_("The answer is noted, and the secretary is told.")), "success")
    return redirect(url_for("recommendations.show_recommendation", recommendation_id=recommendation_id), 303)


def _list_page(step_id: str, form: AdviceForm | None = None) -> str:
    found = recommendation_views.get_recommendations_for(current_viewer(), step_id)
    shown = form or AdviceForm(formdata=None)
    shown.offer((each.id, each.shown_number) for each in found.amendments)
    return render_template(
        "recommendations/list_recommendations.html", found=found, step=found.step, form=shown, sent=form
    )


def _page(recommendation_id: str, sent: Form | None = None) -> str:
    view = recommendation_views.get_view_for(current_viewer(), recommendation_id)
    form = (
        sent
        if isinstance(sent, AnswerForm)
        else AnswerForm(formdata=None, answer=view.row.answer, comment=view.row.answer_comment)
    )
    form.offer()
    return render_template(
        "recommendations/show_recommendation.html",
        view=view,
        row=view.row,
        step=view.step,
        form=form,
        sent=sent,
    )


def _draft_page(recommendation_id: str, form: AdviceForm) -> str:
    view = _draft(recommendation_id)
    form.offer(())
    return render_template(
        "recommendations/write_draft.html", view=view, row=view.row, step=view.step, form=form
    )


def _draft(recommendation_id: str) -> recommendation_views.RecommendationView:
    view = recommendation_views.get_view_for(current_viewer(), recommendation_id)
    if not view.may_change:
        raise NotAllowed
    return view
