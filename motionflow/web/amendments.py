"""Amendments of a step: all of them in the text, one by one, writing one, and what becomes of it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.amendments import AmendmentMoveName, Scope, Words
from motionflow.domain.errors import Code, NotAllowed, refuse_if
from motionflow.i18n import N_
from motionflow.services import amendment_moves, amendment_views, amendments, cases
from motionflow.services.access import Viewer
from motionflow.services.amendment_views import AmendmentView, StepAmendments
from motionflow.services.amendments import AmendmentGiven
from motionflow.web.access import Access, access
from motionflow.web.amendment_forms import AmendmentForm, ClosingForm, SettleForm
from motionflow.web.case_words import votes_of
from motionflow.web.change_words import labels_of, shown_changes, shown_grounds, shown_parts
from motionflow.web.forms import attempt
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("amendments", __name__)
Act = Callable[[Viewer, str, SettleForm], object]


@bp.get("/steg/<step_id>/endringsforslag")
@access(Access.SIGNED_IN)
def list_amendments(step_id: str) -> ResponseReturnValue:
    """Show a step's amendments in its text, all in one view, and each by itself."""
    return _list_page(step_id)


@bp.get("/steg/<step_id>/endringsforslag/nytt")
@access(Access.SIGNED_IN)
def new_amendment(step_id: str) -> ResponseReturnValue:
    """Show the text of a step, or of another amendment, to be edited."""
    viewer = current_viewer()
    found = amendment_views.get_amendments_for(viewer, step_id)
    parent = _parent(viewer, step_id, request.args.get("til", ""))
    if not (found.may_write or found.may_take_down):
        raise NotAllowed
    refuse_if(amendments.taking_obstacles(found.step))
    base = _base(found, parent)
    form = AmendmentForm(
        formdata=None,
        text=base.decision,
        motion_grounds=base.grounds,
        based_on=found.step.motion.text.version,
        parent=parent.row.id if parent else "",
    )
    return _writing_page(step_id, form, parent=parent)


@bp.post("/steg/<step_id>/endringsforslag/nytt")
@access(Access.SIGNED_IN)
def add_amendment(step_id: str) -> ResponseReturnValue:
    """Keep an amendment as a draft to look over, or hand it in at once."""
    form, viewer = AmendmentForm(), current_viewer()
    _parent(viewer, step_id, form.parent.data)  # or there is none to amend
    hands_in = request.form.get("then") == "hand_in"
    row = attempt(
        form,
        lambda: amendments.add_amendment(
            viewer, step_id, given=_given(form, step_id), at=now(), is_draft=not hands_in
        ),
    )
    if row is None:
        return _writing_page(step_id, form, parent=_parent(viewer, step_id, form.parent.data)), 422
    if hands_in:
        said = current_words()(N_("The amendment is handed in as {number}."), number=row.shown_number)
        flash(said, "success")
        return redirect(url_for("amendments.list_amendments", step_id=step_id), 303)
    return redirect(url_for("amendments.show_amendment", amendment_id=row.id), 303)


@bp.get("/endringsforslag/<amendment_id>")
@access(Access.SIGNED_IN)
def show_amendment(amendment_id: str) -> ResponseReturnValue:
    """Show one amendment: what it changes, why, who moved it, its votes, and what can be done."""
    return _amendment_page(amendment_id)


@bp.get("/endringsforslag/<amendment_id>/rediger")
@access(Access.SIGNED_IN)
def write_draft(amendment_id: str) -> ResponseReturnValue:
    """Show a draft to be written on."""
    draft = _own_draft(amendment_id)
    row = draft.row
    form = AmendmentForm(
        formdata=None,
        seen=row.version,
        based_on=row.based_on,
        parent=row.parent_id or "",
        text=row.text,
        motion_grounds=row.motion_grounds or row.step.motion.text.grounds,
        is_whole=row.scope is Scope.ALTERNATIVE,
        is_postponement=row.scope is Scope.POSTPONEMENT,
        grounds=row.grounds,
    )
    return _writing_page(row.step_id, form, parent=_parent_of(draft), draft=draft)


@bp.post("/endringsforslag/<amendment_id>/rediger")
@access(Access.SIGNED_IN)
def save_draft(amendment_id: str) -> ResponseReturnValue:
    """Keep what was written on a draft."""
    form, viewer, step_id = AmendmentForm(), current_viewer(), _own_draft(amendment_id).row.step_id
    made = attempt(
        form,
        lambda: amendments.edit_draft(
            viewer, amendment_id, given=_given(form, step_id), seen=form.seen.data or 0, at=now()
        ),
    )
    if made is None:
        draft = _own_draft(amendment_id)
        return _writing_page(step_id, form, parent=_parent_of(draft), draft=draft), 422
    return redirect(url_for("amendments.show_amendment", amendment_id=amendment_id), 303)


@bp.post("/endringsforslag/<amendment_id>/send-inn")
@access(Access.SIGNED_IN)
def hand_in(amendment_id: str) -> ResponseReturnValue:
    """Hand a draft in: it gets its number."""
    return _settle(amendment_id, _handed_in, N_("The amendment is handed in."))


@bp.post("/endringsforslag/<amendment_id>/kast")
@access(Access.SIGNED_IN)
def drop_draft(amendment_id: str) -> ResponseReturnValue:
    """Throw a draft away."""
    form, viewer = SettleForm(), current_viewer()
    seen = form.seen.data or 0
    step = attempt(form, lambda: amendments.drop_draft(viewer, amendment_id, seen=seen, at=now()))
    if step is None:
        return _amendment_page(amendment_id, form), 422
    flash(current_words()(N_("The draft is thrown away.")), "success")
    return redirect(url_for("amendments.list_amendments", step_id=step.id), 303)


@bp.post("/endringsforslag/<amendment_id>/trekk")
@access(Access.SIGNED_IN)
def withdraw(amendment_id: str) -> ResponseReturnValue:
    """Withdraw an amendment."""
    return _settle(amendment_id, _withdrawn, N_("The amendment is withdrawn."))


@bp.post("/endringsforslag/<amendment_id>/avvis")
@access(Access.SIGNED_IN)
def dismiss(amendment_id: str) -> ResponseReturnValue:
    """Dismiss an amendment without a vote."""
    return _settle(amendment_id, _dismissed, N_("The amendment is dismissed."))


@bp.post("/endringsforslag/<amendment_id>/bortfall")
@access(Access.SIGNED_IN)
def let_fall_away(amendment_id: str) -> ResponseReturnValue:
    """Note that an amendment needs no vote any more."""
    return _settle(amendment_id, _fallen_away, N_("The amendment falls away."))


@bp.post("/endringsforslag/<amendment_id>/ta-opp")
@access(Access.SIGNED_IN)
def reopen(amendment_id: str) -> ResponseReturnValue:
    """Take an amendment up again."""
    return _settle(amendment_id, _reopened, N_("The amendment waits for a vote again."))


@bp.post("/steg/<step_id>/endringsforslag/strek")
@access(Access.SIGNED_IN)
def close_list(step_id: str) -> ResponseReturnValue:
    """Close the list of amendments, or open it again."""
    form, viewer = ClosingForm(), current_viewer()
    is_closed = form.is_closed.data == "yes"
    made = attempt(form, lambda: amendments.set_closed(viewer, step_id, is_closed=is_closed, at=now()))
    if made is None:
        return _list_page(step_id, form), 422
    said = N_("The list of amendments is closed.") if is_closed else N_("The list of amendments is open.")
    flash(current_words()(said), "success")
    return redirect(url_for("amendments.list_amendments", step_id=step_id), 303)


# What each button does


def _handed_in(viewer: Viewer, amendment_id: str, form: SettleForm) -> object:
    return amendments.submit_draft(viewer, amendment_id, seen=form.seen.data or 0, at=now())


def _withdrawn(viewer: Viewer, amendment_id: str, form: SettleForm) -> object:
    return amendment_moves.withdraw_amendment(viewer, amendment_id, seen=form.seen.data or 0, at=now())


def _dismissed(viewer: Viewer, amendment_id: str, form: SettleForm) -> object:
    reason, seen = form.reason.data or "", form.seen.data or 0
    return amendment_moves.dismiss_amendment(viewer, amendment_id, reason=reason, seen=seen, at=now())


def _fallen_away(viewer: Viewer, amendment_id: str, form: SettleForm) -> object:
    return amendment_moves.let_fall_away(viewer, amendment_id, seen=form.seen.data or 0, at=now())


def _reopened(viewer: Viewer, amendment_id: str, form: SettleForm) -> object:
    return amendment_moves.reopen_amendment(viewer, amendment_id, seen=form.seen.data or 0, at=now())


def _settle(amendment_id: str, act: Act, done: str) -> ResponseReturnValue:
    form = SettleForm()
    if attempt(form, lambda: act(current_viewer(), amendment_id, form)) is None:
        return _amendment_page(amendment_id, form), 422
    flash(current_words()(done), "success")
    return redirect(url_for("amendments.show_amendment", amendment_id=amendment_id), 303)


# The pages


def _list_page(step_id: str, form: ClosingForm | None = None) -> str:
    found = amendment_views.get_amendments_for(current_viewer(), step_id)
    labels = labels_of(found)
    return render_template(
        "amendments/list_amendments.html",
        found=found,
        step=found.step,
        form=form,
        decision_parts=shown_parts(found.laid.decision, labels),
        grounds_parts=shown_parts(found.laid.grounds, labels) if found.laid.grounds.taken else [],
        shown_changes=shown_changes,
        shown_grounds=shown_grounds,
    )


def _amendment_page(amendment_id: str, form: SettleForm | None = None) -> str:
    view = amendment_views.get_view_for(current_viewer(), amendment_id)
    return render_template(
        "amendments/show_amendment.html",
        view=view,
        row=view.row,
        step=view.row.step,
        form=form,
        votes_of=votes_of,
        changes=shown_changes(view.changes, first_line=1 if view.row.scope is not Scope.AMENDMENT else None),
        grounds_changes=shown_grounds(view) if view.row.motion_grounds else [],
    )


def _writing_page(
    step_id: str,
    form: AmendmentForm,
    *,
    parent: AmendmentView | None = None,
    draft: AmendmentView | None = None,
) -> str:
    found = amendment_views.get_amendments_for(current_viewer(), step_id)
    words = _base(found, parent)
    clashes = Code.AMENDMENT_TEXT_CLASHES in form.refused
    if clashes:
        # Sent again, it is an edit of the text that is shown now.
        form.based_on.raw_data, form.based_on.data = None, found.step.motion.text.version
    return render_template(
        "amendments/write_amendment.html",
        found=found,
        step=found.step,
        form=form,
        parent=parent,
        draft=draft,
        words_now=words if clashes else None,
        edits_grounds=bool(words.grounds) and parent is None,
    )


def _given(form: AmendmentForm, step_id: str) -> AmendmentGiven:
    step = cases.get_step_for(current_viewer(), step_id)
    return form.given(motion_grounds=amendments.grounds_shown(step, form.based_on.data))


def _base(found: StepAmendments, parent: AmendmentView | None) -> Words:
    over = parent.row if parent is not None else None
    return amendments.base_words(found.step, scope=Scope.MOTION, parent=over)


def _parent(viewer: Viewer, step_id: str, amendment_id: str | None) -> AmendmentView | None:
    if not amendment_id:
        return None
    view = amendment_views.get_view_for(viewer, amendment_id)
    if view.row.step_id != step_id or not view.may_be_amended:
        raise NotAllowed
    return view


def _parent_of(draft: AmendmentView) -> AmendmentView | None:
    parent_id = draft.row.parent_id
    return amendment_views.get_view_for(current_viewer(), parent_id) if parent_id else None


def _own_draft(amendment_id: str) -> AmendmentView:
    view = amendment_views.get_view_for(current_viewer(), amendment_id)
    if AmendmentMoveName.EDIT not in view.moves:
        raise NotAllowed
    return view
