"""Money of a case: what a body asks for line by line, and what was granted and spent."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.errors import RuleBroken
from motionflow.domain.kostra import CodeList, suggested
from motionflow.domain.money import LineKind
from motionflow.i18n import N_
from motionflow.services import budget, budget_lines, cases, once
from motionflow.services.kostra import NOTICE, codes_of, name_of_code
from motionflow.web.access import Access, access
from motionflow.web.forms import Form
from motionflow.web.lists import today
from motionflow.web.money_forms import LineForm, MoneyForm
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("money", __name__)


@bp.get("/steg/<step_id>/penger")
@access(Access.SIGNED_IN)
def show_lines(step_id: str) -> ResponseReturnValue:
    """Show what is asked for at a body, with the form for one more line, to those inside it."""
    return _page(step_id, _line_form(step_id))


@bp.post("/steg/<step_id>/penger")
@access(Access.SIGNED_IN)
def add_line(step_id: str) -> ResponseReturnValue:
    """Add a line to what a body asks for."""
    form = _line_form(step_id)
    try:
        if not form.read():
            return _page(step_id, form), 422
        budget_lines.add_line(current_viewer(), step_id, given=form.given(), at=now())
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(step_id, form), 422
    flash(current_words()(N_("The line is added.")), "success")
    return redirect(url_for("money.show_lines", step_id=step_id), 303)


@bp.get("/steg/<step_id>/penger/<line_id>")
@access(Access.SIGNED_IN)
def edit_line(step_id: str, line_id: str) -> ResponseReturnValue:
    """Show a line with what it holds, to change it."""
    row = budget_lines.step_money_for(current_viewer(), step_id).line(line_id)
    form = LineForm(
        formdata=None,
        **{name: getattr(row, name) for name in _SHOWN},
        function=code_name("function", row.function),
        art=code_name("art", row.art),
        covers=row.covers_id or "",
    )
    return _page(step_id, form, line_id=line_id)


@bp.post("/steg/<step_id>/penger/<line_id>")
@access(Access.SIGNED_IN)
def change_line(step_id: str, line_id: str) -> ResponseReturnValue:
    """Change a line of what a body asks for."""
    form = LineForm()
    budget_lines.step_money_for(current_viewer(), step_id).line(line_id)
    try:
        if not form.read():
            return _page(step_id, form, line_id=line_id), 422
        budget_lines.change_line(current_viewer(), step_id, line_id, given=form.given(), at=now())
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(step_id, form, line_id=line_id), 422
    flash(current_words()(N_("The line is changed.")), "success")
    return redirect(url_for("money.show_lines", step_id=step_id), 303)


@bp.post("/steg/<step_id>/penger/<line_id>/fjern")
@access(Access.SIGNED_IN)
def remove_line(step_id: str, line_id: str) -> ResponseReturnValue:
    """Take a line out of what a body asks for."""
    form = Form()
    try:
        budget_lines.remove_line(current_viewer(), step_id, line_id, at=now())
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        shown = _line_form(step_id)
        shown.problems = form.problems
        return _page(step_id, shown), 422
    flash(current_words()(N_("The line is removed.")), "success")
    return redirect(url_for("money.show_lines", step_id=step_id), 303)


@bp.get("/sak/<motion_id>/penger")
@access(Access.SIGNED_IN)
def show_money(motion_id: str) -> ResponseReturnValue:
    """Show what was asked for, granted and spent, with the form for one more record."""
    return _money_page(motion_id, MoneyForm(formdata=None, on=today()))


@bp.post("/sak/<motion_id>/penger")
@access(Access.SIGNED_IN)
def record_money(motion_id: str) -> ResponseReturnValue:
    """Record what was granted for a year, or has been spent in it."""
    form = MoneyForm()
    try:
        if not form.read():
            return _money_page(motion_id, form), 422
        budget.record_money(
            current_viewer(),
            motion_id,
            kind=form.kind.data,
            year=form.year.data,
            amount=form.amount.data,
            on=form.on.data,
            source_title=form.source_title.data or "",
            source_link=form.source_link.data or "",
            step_id=form.step.data or None,
            at=now(),
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _money_page(motion_id, form), 422
    flash(current_words()(N_("The amount is recorded.")), "success")
    return redirect(url_for("money.show_money", motion_id=motion_id), 303)


_SHOWN = (
    *("kind", "measure", "area", "first_year", "amount_1", "amount_2", "amount_3", "amount_4"),
    *("is_lasting", "is_investment", "cover_by", "doubt"),
)


def suggestions(year: int) -> dict[str, list[str]]:
    """Return the codes that can be used in a budget year, as fields of codes offer them."""
    return {
        which.value: [f"{each.code} {each.name}" for each in suggested("", among=codes_of(which), year=year)]
        for which in CodeList
    }


def code_name(which: str, code: str) -> str:
    """Return a code with its name, as fields and pages show it; nothing for no code."""
    return name_of_code(CodeList(which), code) if code else ""


def _line_form(step_id: str) -> LineForm:
    known = [row.first_year for row in budget_lines.step_money_for(current_viewer(), step_id).rows]
    return LineForm(first_year=min(known) if known else today().year + 1)


def _page(step_id: str, form: LineForm, *, line_id: str | None = None) -> str:
    money = budget_lines.step_money_for(current_viewer(), step_id)
    costs = [row for row in money.rows if row.kind is LineKind.COST and row.id != line_id]
    form.offer(costs=[(row.id, row.measure) for row in costs])
    year = form.first_year.data or today().year
    return render_template(
        "money/show_lines.html",
        money=money,
        step=money.step,
        form=form,
        line_id=line_id,
        codes=suggestions(year),
        year=year,
        code_name=code_name,
        notice=NOTICE,
    )


def _money_page(motion_id: str, form: MoneyForm) -> str:
    viewer = current_viewer()
    case = cases.get_case_for(viewer, motion_id)
    form.offer(steps=[_step_name(view) for view in case.steps if not view.step.body.is_hosted])
    return render_template(
        "money/show_money.html",
        case=case,
        money=budget.money_for(viewer, case),
        form=form,
        may_record=budget.may_record_money(viewer, case.motion),
    )


def _step_name(view: cases.StepView) -> tuple[str, str]:
    step, decided = view.step, view.step.decision
    name = f"{step.body.name} {current_words().short_date(decided.decided_on)}" if decided else step.body.name
    return step.id, name
