"""Voting on amendments: the order, each vote, and the adopted text put together at the end."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.roles import Action
from motionflow.i18n import N_
from motionflow.labels import name_of
from motionflow.services import amendment_texts, amendment_views, amendment_votes, amendments, decisions, once
from motionflow.services.access import require
from motionflow.services.amendment_views import AmendmentView, VotingView
from motionflow.web.access import Access, access
from motionflow.web.amendment_forms import AgainstForm, ChoicesForm, OrderForm, VoteForm
from motionflow.web.case_words import votes_of
from motionflow.web.change_words import (
    labels_of,
    shown_changes,
    shown_conflict,
    shown_grounds,
    shown_kept,
    shown_parts,
)
from motionflow.web.forms import Form
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("amendment_voting", __name__)
_CHOICE = "choice-"
_OWN = "own"


@bp.get("/steg/<step_id>/voteringer")
@access(Access.SIGNED_IN)
def show_voting(step_id: str) -> ResponseReturnValue:
    """Show the order of votes, the next one first."""
    return _voting_page(step_id)


@bp.post("/steg/<step_id>/voteringer/rekkefolge")
@access(Access.SIGNED_IN)
def set_order(step_id: str) -> ResponseReturnValue:
    """Move an amendment up or down in the order, or take the proposed order again."""
    form, viewer = OrderForm(), current_viewer()
    view = amendment_views.get_voting_for(viewer, step_id)
    require(Action.AMENDMENTS_RUN, viewer, view.amendments.step.body)
    ids = _moved(view, form.amendment.data or "", form.to.data or "")
    amendment_votes.set_order(viewer, step_id, amendment_ids=ids, at=now())
    return redirect(url_for("amendment_voting.show_voting", step_id=step_id, _anchor="order"), 303)


@bp.post("/endringsforslag/<amendment_id>/votering")
@access(Access.SIGNED_IN)
def record_vote(amendment_id: str) -> ResponseReturnValue:
    """Record whether an amendment carried."""
    form, viewer = VoteForm(), current_viewer()
    row = amendments.get_amendment_for(viewer, amendment_id)
    require(Action.VOTES_COUNT, viewer, row.step.body)
    step_id = row.step_id
    form.offer()
    try:
        if not form.read():
            return _voting_page(step_id, form, amendment_id), 422
        row = amendment_votes.record_vote(
            viewer,
            amendment_id,
            seen=form.seen.data or 0,
            at=now(),
            votes=form.votes(),
            carried=form.said(),
            fall_away=request.form.getlist("falls_away") if "lists_falling" in request.form else None,
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _voting_page(step_id, form, amendment_id), 422
    said = f"{row.shown_number}: {name_of(row.state, language=current_words())}"
    flash(said, "success")
    return redirect(url_for("amendment_voting.show_voting", step_id=step_id), 303)


@bp.post("/endringsforslag/<amendment_id>/mot")
@access(Access.SIGNED_IN)
def record_against(amendment_id: str) -> ResponseReturnValue:
    """Record which of two amendments won."""
    form, viewer = AgainstForm(), current_viewer()
    row = amendments.get_amendment_for(viewer, amendment_id)
    require(Action.VOTES_COUNT, viewer, row.step.body)
    step_id = row.step_id
    form.offer()
    other = next((each for each in row.step.amendments if each.id == form.other.data), None)
    try:
        if not form.read():
            return _voting_page(step_id, form, amendment_id), 422
        if other is None or other.number is None:
            raise RuleBroken(Obstacle(Code.ALTERNATIVE_NOT_WAITING, "other"))
        winner = amendment_votes.record_against(
            viewer,
            amendment_id,
            other_id=other.id,
            seen=form.seen.data or 0,
            at=now(),
            votes=form.votes(first=row.shown_number, second=other.shown_number),
            won=form.said(),
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _voting_page(step_id, form, amendment_id), 422
    said = current_words()(N_("{number} won, and is now voted on by itself."), number=winner.shown_number)
    flash(said, "success")
    return redirect(url_for("amendment_voting.show_voting", step_id=step_id), 303)


@bp.get("/steg/<step_id>/vedtatt-tekst")
@access(Access.SIGNED_IN)
def show_adopted(step_id: str) -> ResponseReturnValue:
    """Show the text put together from the amendments that carried, and what is left to choose."""
    return _adopted_page(step_id)


@bp.post("/steg/<step_id>/vedtatt-tekst")
@access(Access.SIGNED_IN)
def put_together(step_id: str) -> ResponseReturnValue:
    """Put the text together with what was chosen where amendments conflict."""
    form = ChoicesForm()
    try:
        amendment_texts.put_together(current_viewer(), step_id, at=now(), chosen=_chosen())
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _adopted_page(step_id, form), 422
    flash(current_words()(N_("The text is put together. It stands ready in the decision's form.")), "success")
    return redirect(url_for("amendment_voting.show_adopted", step_id=step_id), 303)


def _chosen() -> dict[str, str]:
    """Return the texts chosen for conflicts: one of those offered, or one's own."""
    chosen = {}
    for name, value in request.form.items():
        if not name.startswith(_CHOICE):
            continue
        key = name.removeprefix(_CHOICE)
        chosen[key] = request.form.get(f"text-{key}", "") if value == _OWN else value.partition(":")[2]
    return {key: text.replace("\r\n", "\n") for key, text in chosen.items()}


def _moved(view: VotingView, amendment_id: str, to: str) -> list[str]:
    """Return the amendments that wait in the order asked for; none is the proposed order."""
    if to == "proposed":
        return []
    ids = list(dict.fromkeys(id for each in view.order.rounds for id in each.ids))
    if amendment_id not in ids or to not in ("up", "down"):
        return ids
    place = ids.index(amendment_id)
    ids.remove(amendment_id)
    ids.insert(max(0, place - 1 if to == "up" else place + 1), amendment_id)
    return ids


def _voting_page(step_id: str, sent: Form | None = None, sent_id: str = "") -> str:
    view = amendment_views.get_voting_for(current_viewer(), step_id)
    step = view.amendments.step
    known = decisions.known_of(step, at=now())

    def vote_form(each: AmendmentView) -> VoteForm:
        if isinstance(sent, VoteForm) and not isinstance(sent, AgainstForm) and sent_id == each.row.id:
            return sent
        form = VoteForm(formdata=None, seen=each.row.version, entitled=known.entitled, present=known.present)
        form.offer()
        return form

    def against_form(each: AmendmentView, others: list[AmendmentView]) -> AgainstForm:
        is_sent = isinstance(sent, AgainstForm) and sent_id == each.row.id
        form = (
            sent
            if isinstance(sent, AgainstForm) and is_sent
            else AgainstForm(
                formdata=None, seen=each.row.version, entitled=known.entitled, present=known.present
            )
        )
        form.offer()
        form.offer_others([(other.row.id, other.row.shown_number) for other in others])
        return form

    return render_template(
        "amendments/voting.html",
        view=view,
        found=view.amendments,
        step=step,
        sent=sent,
        vote_form=vote_form,
        against_form=against_form,
        shown_changes=shown_changes,
        shown_grounds=shown_grounds,
        votes_of=votes_of,
    )


def _adopted_page(step_id: str, sent: Form | None = None) -> str:
    chosen = _chosen() if sent is not None else {}
    found, laid = amendment_views.get_adopted_for(current_viewer(), step_id, chosen=chosen)
    labels = labels_of(found)
    kept = found.step.amending if found.step.amending and found.step.amending.made_at else None
    decision = shown_kept(kept.sources, "decision") if kept else shown_parts(laid.decision, labels)
    grounds = shown_kept(kept.sources, "grounds") if kept else shown_parts(laid.grounds, labels)
    return render_template(
        "amendments/adopted.html",
        found=found,
        step=found.step,
        form=sent or ChoicesForm(formdata=None),
        sent=sent,
        chosen=chosen,
        laid=laid,
        kept=kept,
        decision_parts=decision,
        grounds_parts=grounds if laid.grounds.taken else [],
        conflicts=[shown_conflict(each, labels, key=key) for key, each in laid.conflicts],
    )
