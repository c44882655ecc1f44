"""What a council did with a case: recorded on a telephone, corrected, settled, answered by a mailed link."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from motionflow.domain.council import AnswerKind
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotFound, RuleBroken
from motionflow.domain.flow import MoveName, Outcome, outcomes_for
from motionflow.domain.routes import ROUTES
from motionflow.i18n import N_
from motionflow.labels import sentence
from motionflow.services import answers, cases, councils, once, people, records
from motionflow.services.access import Viewer
from motionflow.web.access import Access, access
from motionflow.web.case_words import votes_of
from motionflow.web.forms import reader_of
from motionflow.web.lists import today
from motionflow.web.record_forms import AnswerForm, AskForm, ButtonForm, RecordForm, SourceForm
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("records", __name__)


@bp.get("/steg/<step_id>/behandling")
@access(Access.SIGNED_IN)
def write_record(step_id: str) -> ResponseReturnValue:
    """Show the form for what an external body did with a case."""
    viewer = current_viewer()
    step = _step_to_record(viewer, step_id)
    return _record_page(viewer, step_id, _new_form(RecordForm, step), is_correction=False)


@bp.post("/steg/<step_id>/behandling")
@access(Access.SIGNED_IN)
def record(step_id: str) -> ResponseReturnValue:
    """Record what an external body did; what somebody else recorded is never overwritten."""
    viewer, form = current_viewer(), RecordForm()
    _step_to_record(viewer, step_id)

    def act() -> ResponseReturnValue:
        made = records.record(
            viewer, step_id, given=form.given(), seen=form.seen.data or 0, at=now(), file=form.file_given()
        )
        if made.other is not None:
            said = N_("Somebody else has recorded it differently. Both are kept: settle which holds.")
            flash(current_words()(said), "warning")
            return redirect(url_for("records.show_difference", other_id=made.other.id), 303)
        done = N_("It was recorded just so already.") if made.is_known else N_("The treatment is recorded.")
        flash(current_words()(done), "success")
        return redirect(url_for("motions.show_case", motion_id=made.decision.step.motion_id), 303)

    return _answered(form, act, lambda: _record_page(viewer, step_id, form, is_correction=False))


@bp.get("/steg/<step_id>/rett")
@access(Access.SIGNED_IN)
def write_correction(step_id: str) -> ResponseReturnValue:
    """Show the form for recording a treatment anew; the earlier record stays."""
    viewer = current_viewer()
    step = cases.get_step_for(viewer, step_id)
    cases.require_move(viewer, step, MoveName.CORRECT)
    form = _new_form(RecordForm, step)
    if step.decision is not None:
        form.decided_on.data, form.text.data = step.decision.decided_on, step.decision.operative_text
        form.case_number.data = step.case_number
        form.source_title.data, form.source_link.data = step.decision.source_title, step.decision.source_link
        _show_votes(form, step)
    return _record_page(viewer, step_id, form, is_correction=True)


@bp.post("/steg/<step_id>/rett")
@access(Access.SIGNED_IN)
def correct(step_id: str) -> ResponseReturnValue:
    """Record a treatment anew, with why."""
    viewer, form = current_viewer(), RecordForm()
    cases.require_move(viewer, cases.get_step_for(viewer, step_id), MoveName.CORRECT)

    def act() -> ResponseReturnValue:
        made = records.correct(
            viewer,
            step_id,
            given=form.given(),
            why=form.why.data or "",
            seen=form.seen.data or 0,
            at=now(),
        )
        flash(current_words()(N_("The record is corrected; the earlier one stays beside it.")), "success")
        return redirect(url_for("motions.show_case", motion_id=made.step.motion_id), 303)

    return _answered(form, act, lambda: _record_page(viewer, step_id, form, is_correction=True))


@bp.get("/registrering/<other_id>")
@access(Access.SIGNED_IN)
def show_difference(other_id: str) -> ResponseReturnValue:
    """Show two records of the same decision beside each other, to be settled."""
    return _difference_page(other_id, ButtonForm(formdata=None))


@bp.post("/registrering/<other_id>/forste")
@access(Access.SIGNED_IN)
def keep_first(other_id: str) -> ResponseReturnValue:
    """Settle that what was recorded first holds."""
    return _settle(other_id, holds=False)


@bp.post("/registrering/<other_id>/andre")
@access(Access.SIGNED_IN)
def keep_second(other_id: str) -> ResponseReturnValue:
    """Settle that what was recorded second holds; it becomes a correction of the first."""
    return _settle(other_id, holds=True)


@bp.post("/vedtak/<decision_id>/kilde")
@access(Access.SIGNED_IN)
def add_source(decision_id: str) -> ResponseReturnValue:
    """Add the minute book to a decision that was recorded without it."""
    viewer, form = current_viewer(), SourceForm()
    sent = form.file.data
    file = records.FileGiven(sent.filename, sent.read()) if sent and getattr(sent, "filename", "") else None
    try:
        made = records.add_source(
            viewer,
            decision_id,
            title=form.source_title.data or "",
            link=form.source_link.data or "",
            file=file,
            at=now(),
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _source_page(viewer, decision_id, form), 422
    flash(current_words()(N_("The source is added.")), "success")
    return redirect(url_for("records.write_source", decision_id=made.decision_id), 303)


@bp.get("/vedtak/<decision_id>/kilde")
@access(Access.SIGNED_IN)
def write_source(decision_id: str) -> ResponseReturnValue:
    """Show where a recorded decision is known from, with the form for one more source."""
    return _source_page(current_viewer(), decision_id, SourceForm(formdata=None))


@bp.post("/steg/<step_id>/spor")
@access(Access.SIGNED_IN)
def ask(step_id: str) -> ResponseReturnValue:
    """Send a councillor a link to answer for the case."""
    viewer, form = current_viewer(), AskForm()
    _step_to_record(viewer, step_id)
    try:
        person = answers.ask(viewer, step_id, person_id=form.person.data or None, at=now())
        known = answers.known_as(person, cases.get_step_for(viewer, step_id)) or ""
    except RuleBroken as broken:
        once.roll_back()
        shown = _new_form(RecordForm, cases.get_step_for(viewer, step_id))
        shown.problems = [sentence(each, language=current_words()) for each in broken.obstacles]
        return _record_page(viewer, step_id, shown, is_correction=False), 422
    _ = current_words()
    flash(_("{name} gets a mail with a link that lasts {days} days.", name=known, days=14), "success")
    return redirect(url_for("records.write_record", step_id=step_id), 303)


@bp.get("/svar/<token>")
@access(Access.PUBLIC)
def show_answer(token: str) -> ResponseReturnValue:
    """Show a councillor the form for one case, by a mailed link; looking uses nothing up."""
    try:
        asked = answers.asked_by(token, at=now(), viewer=current_viewer())
    except RuleBroken as broken:
        return _old_link(broken)
    form = _new_form(AnswerForm, asked.step)
    return _answer_page(token, asked, form)


@bp.post("/svar/<token>")
@access(Access.PUBLIC)
def answer(token: str) -> ResponseReturnValue:
    """Keep a councillor's answer."""
    try:
        asked = answers.asked_by(token, at=now(), viewer=current_viewer())
    except RuleBroken as broken:
        return _old_link(broken)
    form = AnswerForm()

    def act() -> ResponseReturnValue:
        answers.answer(
            asked,
            kind=reader_of(AnswerKind)(form.kind.data),  # type: ignore[arg-type]  # a reader of its own enum
            given=form.given(),
            moved_to=form.moved_to.data,
            note=form.note.data or "",
            seen=form.seen.data or 0,
            at=now(),
        )
        return redirect(url_for("records.show_thanks"), 303)

    def again() -> str:
        return _answer_page(token, answers.asked_by(token, at=now(), viewer=current_viewer()), form)

    return _answered(form, act, again)


@bp.get("/svar/takk")
@access(Access.PUBLIC)
def show_thanks() -> ResponseReturnValue:
    """Say that an answer has come."""
    return render_template("records/thanks.html")


def _answered(
    form: RecordForm, act: Callable[[], ResponseReturnValue], page: Callable[[], str]
) -> ResponseReturnValue:
    try:
        if not form.read():
            return page(), 422
        return act()
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return page(), 422


def _step_to_record(viewer: Viewer, step_id: str) -> records.Step:
    step = cases.get_step_for(viewer, step_id)
    if step.body.is_hosted:
        raise NotFound
    cases.require_move(viewer, step, MoveName.DECIDE)
    return step


def _new_form(kind: type[RecordForm], step: records.Step) -> RecordForm:
    way = ROUTES.get(step.route) if step.route else None
    several = way is not None and way.needs_money and way.route == "budget_figures"
    is_question = way is not None and Outcome.ANSWERED in way.ends_in
    words, came_on = current_words(), day_in_oslo(step.received_at)
    form = kind(
        formdata=None,
        seen=step.version,
        decided_on=councils.first_meeting_between(step.body, since=came_on, until=today()) or today(),
        how="several" if several else "none" if is_question else "for_against",
        outcome=Outcome.ANSWERED if is_question else None,
        text="" if is_question else step.received_text,
        case_number=step.case_number,
    )
    form.tabled[0].form.name.data = words(N_("Our proposal"))
    form.tabled[1].form.name.data = words(N_("The recommendation"))
    return form


def _show_votes(form: RecordForm, step: records.Step) -> None:
    """Show what was recorded, so that only what was wrong is typed anew."""
    decision = step.decision
    if decision is None:
        return
    form.how.data, form.outcome.data = "none", decision.outcome
    if not decision.votes:
        return
    if decision.outcome in (Outcome.ADOPTED, Outcome.FALLEN):
        form.outcome.data = None  # as the votes say, also where they are mended
    first, last = decision.votes[0].tally, decision.votes[-1].tally
    names = [each.name for each in decision.tabled]
    form.how.data = "several" if names else "for_against"
    for row, each in zip(form.tabled, decision.tabled, strict=False):
        row.form.name.data, row.form.parties.data = each.name, each.parties
    second = last.per_party if len(decision.votes) > 1 else None
    seats = records.seats_for(step, day=decision.decided_on)
    form.show_votes(first.per_party or {}, second or {}, names=names, seats=seats)


def _record_page(viewer: Viewer, step_id: str, form: RecordForm, *, is_correction: bool) -> str:
    step = cases.get_step_for(viewer, step_id)
    ask_form = AskForm(formdata=None)
    ask_form.person.choices = [
        SelectChoice(person.id, answers.known_as(person, step) or "")
        for person in answers.list_councillors(step, on=today())
        if person.id != viewer.id
    ]
    return render_template(
        "records/write_record.html",
        known_as=answers.known_as,
        is_correction=is_correction,
        ask_form=ask_form,
        answers=answers.list_answers(step),
        differences=records.list_differences(step),
        **_for_form(step, form),
    )


def _for_form(step: records.Step, form: RecordForm) -> dict[str, object]:
    day = form.decided_on.data or today()
    seats = records.seats_for(step, day=day)
    form.offer(
        outcomes=[ending.outcome for ending in outcomes_for(step.body.kind, route=step.route)], seats=seats
    )
    form.seen.raw_data, form.seen.data = None, step.version
    return {
        "step": step,
        "form": form,
        "seats": seats,
        "members": councils.size_of(step.body, day=day),
        "outcomes": Outcome,
    }


def _answer_page(token: str, asked: answers.Asked, form: RecordForm) -> str:
    return render_template("records/answer.html", asked=asked, token=token, **_for_form(asked.step, form))


def _old_link(broken: RuleBroken) -> ResponseReturnValue:
    is_others = any(each.code is Code.LINK_OF_ANOTHER for each in broken.obstacles)
    said = sentence(broken.obstacles[0], language=current_words())
    return render_template("records/old_link.html", said=said), 403 if is_others else 410


def _difference_page(other_id: str, form: ButtonForm) -> str:
    other = records.get_difference_for(current_viewer(), other_id)
    return render_template(
        "records/show_difference.html",
        known_as=answers.known_as,
        other=other,
        recorded_first_by=people.get_person(other.decision.recorded_by_id),
        given=records.given_of(other),
        votes_of=votes_of,
        form=form,
    )


def _settle(other_id: str, *, holds: bool) -> ResponseReturnValue:
    form = ButtonForm()
    try:
        other = records.settle(current_viewer(), other_id, holds=holds, at=now())
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _difference_page(other_id, form), 422
    flash(current_words()(N_("It is settled. Both records are kept.")), "success")
    return redirect(url_for("motions.show_case", motion_id=other.decision.step.motion_id), 303)


def _source_page(viewer: Viewer, decision_id: str, form: SourceForm) -> str:
    decision = records.get_decision_for(viewer, decision_id)
    return render_template(
        "records/write_source.html",
        decision=decision,
        step=decision.step,
        sources=records.sources_of(decision.step),
        form=form,
    )
