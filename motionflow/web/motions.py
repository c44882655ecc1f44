"""Cases: lists, one case, new motions and their texts."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.checks import find_checks
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.roles import Action
from motionflow.domain.texts import paragraphs
from motionflow.i18n import N_
from motionflow.labels import check_sentence, doubt_sentence, status_line
from motionflow.labels.readings import left_out_sentence
from motionflow.services import (
    bodies,
    case_lists,
    cases,
    commitments,
    decisions,
    following,
    importing,
    indicators,
    joining,
    leftovers,
    motions,
    once,
    search,
)
from motionflow.services.case_parts import Part
from motionflow.services.importing import ReadMotion
from motionflow.web import transaction
from motionflow.web.access import Access, access
from motionflow.web.case_council import municipal_side_of
from motionflow.web.case_words import followed_up, ordered_papers, tone_of
from motionflow.web.charts import line_chart
from motionflow.web.motion_forms import FollowUpForm, MotionForm, ReadForm, SourceForm, TextForm
from motionflow.web.papers import sent_file
from motionflow.web.promise_words import amount_of
from motionflow.web.session import current_viewer, current_words, now
from motionflow.web.step_cards import card_of

bp = Blueprint("motions", __name__)


@bp.get("/saker")
@access(Access.PUBLIC)
def list_cases() -> ResponseReturnValue:
    """Show the cases the viewer sees, newest first. What is looked for is found by the search."""
    if request.args.get("q", "").strip():
        return redirect(url_for("search.show_results", q=request.args["q"]), 301)
    page = max(1, request.args.get("side", 1, type=int))
    found = case_lists.list_cases_for(current_viewer(), page=min(page, 10_000))
    example = any(row.motion.is_example for row in found.rows)
    return render_template("motions/list_cases.html", found=found, status_of=_status_line, example=example)


@bp.get("/sak/<motion_id>")
@access(Access.PUBLIC)
def show_case(motion_id: str) -> ResponseReturnValue:
    """Show one case: where it stands, its way, texts, papers and sources."""
    viewer = current_viewer()
    case = cases.get_case_for(viewer, motion_id)
    motion, has = case.motion, case.has
    return render_template(
        "motions/show_case.html",
        case=case,
        status=status_line(case.status, language=current_words()),
        tone=tone_of(case.status),
        card_of=card_of,
        ordered_papers=ordered_papers,
        followed_up=followed_up,
        checks=_checks_of(case) if case.may_edit else [],
        municipal=municipal_side_of(case),
        promises=commitments.list_of_motion(viewer, motion, on=day_in_oslo(now()))
        if Part.PROMISES in has
        else (),
        figures=indicators.list_indicators(viewer, motion) if Part.FIGURES in has else (),
        themes=following.themes_of(motion_id) if Part.THEMES in has else (),
        fate=joining.fate_of(viewer, motion) if Part.JOINED in has else None,
        fate_line=fate_line,
        joined_in=joining.list_joined_in(motion) if Part.JOINED_IN in has else (),
        objections=joining.list_objections(motion) if Part.OBJECTIONS in has else (),
        may_object=lambda decision: joining.may_object(viewer, decision),
        alike=_alike_to(case),
        status_of=_status_line,
        taken_off=leftovers.list_taken_off(viewer, motion) if Part.TAKEN_OFF in has else (),
        amount_of=amount_of,
        line_chart=line_chart,
    )


@bp.get("/nytt-forslag")
@access(Access.SIGNED_IN)
def new_motion() -> ResponseReturnValue:
    """Show the form for a new motion, with what was read from a file that was just sent in."""
    form = _motion_form()
    upload_id, read = request.args.get("fil", ""), None
    if upload_id:
        read = importing.read_kept_motion(current_viewer(), upload_id, on=day_in_oslo(now()))
        form.show(read.recognised)
        form.upload.data = upload_id
    return _motion_page(form, read)


@bp.post("/nytt-forslag/les")
@access(Access.SIGNED_IN)
def read_file() -> ResponseReturnValue:
    """Keep a file as it came and show what is recognised in it; a pasted text is kept as one too."""
    form = ReadForm()
    viewer = current_viewer()
    try:
        content, name = _sent(form)
        with transaction.others_may_write():
            importing.read_motion(content, name=name)
        body = bodies.list_bodies_for(viewer, action=Action.MOTION_HAND_IN)[0]
        upload = motions.keep_upload(viewer, content, name=name, body=body, at=now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _motion_page(_motion_form(), None, read_form=form), 422
    return redirect(url_for("motions.new_motion", fil=upload.id), 303)


@bp.post("/nytt-forslag")
@access(Access.SIGNED_IN)
def hand_in() -> ResponseReturnValue:
    """Hand the motion in: it lies in the body's inbox, or is recorded with what was decided."""
    form = _motion_form()
    try:
        if not form.read():
            return _motion_page(form, None), 422
        motion_id, number = _handed_in(form)
    except RuleBroken as broken:
        form.refuse(broken)
        return _motion_page(form, None), 422
    flash(current_words()(N_("The motion has number {number}."), number=number), "success")
    return redirect(url_for("motions.show_case", motion_id=motion_id), 303)


@bp.get("/sak/<motion_id>/tekst")
@access(Access.SIGNED_IN)
def edit_text(motion_id: str) -> ResponseReturnValue:
    """Show the form for correcting the text."""
    motion = motions.get_editable(current_viewer(), motion_id)
    text = motion.text
    form = TextForm(
        title=text.title,
        grounds=text.grounds,
        proposed_decision=text.proposed_decision,
        based_on=text.version,
    )
    return render_template("motions/edit_text.html", motion=motion, form=form, other=None)


@bp.post("/sak/<motion_id>/tekst")
@access(Access.SIGNED_IN)
def save_text(motion_id: str) -> ResponseReturnValue:
    """Save a corrected text as a new version; the earlier ones stay."""
    form = TextForm()
    motion = motions.get_editable(current_viewer(), motion_id)
    try:
        if not form.read():
            return render_template("motions/edit_text.html", motion=motion, form=form, other=None), 422
        motions.edit_motion(
            current_viewer(), motion, wording=form.wording(), based_on=form.based_on.data or 0, at=now()
        )
    except RuleBroken as broken:
        once.roll_back()
        motion = motions.get_editable(current_viewer(), motion_id)
        form.refuse(broken)
        changed = any(each.code is Code.TEXT_CHANGED_MEANWHILE for each in broken.obstacles)
        other = motion.text if changed else None
        if other is not None:
            form.based_on.raw_data, form.based_on.data = None, other.version
        return render_template("motions/edit_text.html", motion=motion, form=form, other=other), 422
    flash(current_words()(N_("The text is saved as a new version. The earlier ones are kept.")), "success")
    return redirect(url_for("motions.show_case", motion_id=motion_id), 303)


@bp.route("/sak/<motion_id>/kilde", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def add_source(motion_id: str) -> ResponseReturnValue:
    """Show the form for a source, and add one."""
    viewer, form = current_viewer(), SourceForm()
    motion = cases.get_motion_for(viewer, motion_id)
    if request.method == "POST":
        try:
            if form.read():
                motions.add_source_with_file(
                    viewer, motion, source=form.source(), file=sent_file(form), at=now()
                )
                flash(current_words()(N_("The source is added.")), "success")
                return redirect(url_for("motions.show_case", motion_id=motion_id, _anchor="sources"), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return render_template("motions/add_source.html", motion=motion, form=form), status


@bp.post("/sak/<motion_id>/folg")
@access(Access.SIGNED_IN)
def follow(motion_id: str) -> ResponseReturnValue:
    """Send the viewer a mail whenever the case moves."""
    viewer = current_viewer()
    motions.follow_case(viewer, cases.get_motion_for(viewer, motion_id), at=now())
    flash(current_words()(N_("You get a mail when the case moves.")), "success")
    return redirect(url_for("motions.show_case", motion_id=motion_id), 303)


@bp.post("/sak/<motion_id>/slutt-a-folge")
@access(Access.SIGNED_IN)
def stop_following(motion_id: str) -> ResponseReturnValue:
    """Send the viewer no more mail about the case."""
    viewer = current_viewer()
    motions.stop_following(viewer, cases.get_motion_for(viewer, motion_id))
    flash(current_words()(N_("You get no more mail about the case.")), "success")
    return redirect(url_for("motions.show_case", motion_id=motion_id), 303)


@bp.route("/sak/<motion_id>/oppfolging", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def follow_up(motion_id: str) -> ResponseReturnValue:
    """Show the form for what became of a case, and add a status with day and source."""
    viewer, form = current_viewer(), FollowUpForm()
    form.offer()
    motion = cases.get_motion_for(viewer, motion_id)
    if request.method == "POST":
        try:
            if form.read():
                decisions.set_follow_up(
                    viewer,
                    motion_id,
                    status=form.status.data,
                    on=form.on.data,
                    source_title=form.source_title.data or "",
                    source_link=form.source_link.data or "",
                    note=form.note.data or "",
                    at=now(),
                )
                flash(current_words()(N_("The status is added, and a status report is made.")), "success")
                return redirect(url_for("motions.show_case", motion_id=motion_id), 303)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return render_template("motions/follow_up.html", motion=motion, form=form), status


def _motion_form() -> MotionForm:
    form = MotionForm()
    own = bodies.list_bodies_for(current_viewer(), action=Action.MOTION_HAND_IN)
    form.offer(
        [(body.id, body.name) for body in own if body.is_hosted],
        [(body.id, body.name) for body in bodies.list_bodies()],
    )
    return form


def _motion_page(form: MotionForm, kept: ReadMotion | None, *, read_form: ReadForm | None = None) -> str:
    words = current_words()
    read = kept.recognised if kept else None
    to = bodies.list_bodies_for(current_viewer(), action=Action.MOTION_HAND_IN)
    return render_template(
        "motions/new_motion.html",
        example=any(body.is_example for body in to),
        form=form,
        read_form=read_form or ReadForm(formdata=None),
        read=read,
        left_out=[left_out_sentence(*each, language=words) for each in kept.left_out.items()] if kept else [],
        checks=[check_sentence(check, language=words) for check in read.checks] if read else [],
        doubts=[doubt_sentence(doubt, language=words) for doubt in read.doubts] if read else [],
        alike=search.find_alike(current_viewer(), form.title.data or "", form.proposed_decision.data or ""),
        status_of=_status_line,
    )


def _handed_in(form: MotionForm) -> tuple[str, str]:
    """Return the new case's id and the number it is called by."""
    viewer, at = current_viewer(), now()
    body = bodies.get_body(form.body.data)
    original = importing.get_own_upload(viewer, form.upload.data) if form.upload.data else None
    decision = form.past_decision()
    if form.decided.data and decision is None:
        raise RuleBroken(Obstacle(Code.DATE_MISSING, "decided_on"))
    if decision is not None:
        motion = importing.hand_in_decided(
            viewer, body, wording=form.wording(), decision=decision, at=at, original=original
        )
        return motion.id, motion.shown_number
    motion = motions.hand_in_motion(
        viewer,
        body,
        wording=form.wording(),
        at=at,
        received_on=form.received_on.data,
        moved_by_body=body if form.moved_by.data == "body" else None,
        original=original,
    )
    return motion.id, motion.shown_number


def _sent(form: ReadForm) -> tuple[bytes, str]:
    file = sent_file(form)
    if file is not None:
        return file
    pasted = (form.pasted.data or "").strip()
    if not pasted:
        raise RuleBroken(Obstacle(Code.FILE_MISSING, "file"))
    return pasted.encode(), current_words()(N_("pasted text")) + ".txt"


def _alike_to(case: cases.CaseView) -> tuple[case_lists.CaseRow, ...]:
    """Return earlier and present motions like this one, to those who write it while it can be changed."""
    if not case.may_edit:
        return ()
    text = case.motion.text
    return search.find_alike(current_viewer(), text.title, text.proposed_decision, but=case.motion.id)


def _checks_of(case: cases.CaseView) -> list[str]:
    text = case.motion.text
    found = find_checks(
        text.proposed_decision,
        title=text.title,
        grounds=paragraphs(text.grounds),
        on=day_in_oslo(case.motion.started_at),
    )
    return [check_sentence(check, language=current_words()) for check in found]


def _status_line(row: case_lists.CaseRow) -> str:
    return status_line(row.status, language=current_words())


def fate_line(fate: joining.Fate) -> str:
    """Return where the case stands that a motion was joined into."""
    return status_line(fate.status, language=current_words())
