"""A group's budget proposals: collecting lines, seeing the balance, handing in, paper and spreadsheet."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.errors import RuleBroken
from motionflow.domain.laws import Rule, law_on, section_of
from motionflow.domain.proposals import plan_years
from motionflow.domain.roles import Action
from motionflow.i18n import N_
from motionflow.labels import sentence
from motionflow.services import bodies, once, point_fates, proposals
from motionflow.services.access import require, viewer_may
from motionflow.services.kostra import NOTICE
from motionflow.services.paper_budget_facts import measure_rows
from motionflow.services.proposals import Frame
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, NorwegianDate, WholeNumber
from motionflow.web.lists import today
from motionflow.web.money import code_name, suggestions
from motionflow.web.money_fields import Amount
from motionflow.web.money_forms import LineForm
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("proposals", __name__)

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FrameForm(Form):
    """What stands around the lines of a proposal."""

    base = StringField(N_("The draft it builds on"), description=N_("«… is the basis, with these changes.»"))
    parties = StringField(
        N_("Parties"), description=N_("With commas between; more than one makes a joint proposal.")
    )
    mover = SelectField(N_("Put forward in the meeting by"), validate_choice=False)
    reserve_before = Amount(N_("The general reserve fund before these changes"))
    targets = TextAreaField(N_("Effect on the financial targets"))

    def offer(self, movers: list[tuple[str, str]]) -> None:
        """Fill the choices: pairs of id and name."""
        empty = SelectChoice("", current_words()(N_("Nobody yet")))
        self.mover.choices = [empty, *(SelectChoice(*pair) for pair in movers)]

    def frame(self) -> Frame:
        """Return what was typed."""
        offered = {choice.value for choice in self.mover.choices or []}
        return Frame(
            self.base.data or "",
            tuple((self.parties.data or "").split(",")),
            self.targets.data or "",
            self.reserve_before.data,
            self.mover.data if self.mover.data in offered else None,
        )


class NewForm(FrameForm):
    """A new proposal."""

    year = WholeNumber(N_("Budget year"))
    on = NorwegianDate(N_("Day"), description=N_("Only when you record an old proposal."))


class PointForm(Form):
    """A text point."""

    text = TextAreaField(N_("The text to be voted on"))
    motion_number = StringField(N_("From case"), description=N_("Its number, such as 2019/1."))


class HandInForm(Form):
    """Handing in."""

    on = NorwegianDate(N_("Day"), id="handed-in-on", description=N_("Only when you record an old proposal."))


@bp.get("/organ/<body_id>/budsjettforslag")
@access(Access.SIGNED_IN)
def list_proposals(body_id: str) -> ResponseReturnValue:
    """Show a group's budget proposals, with the form for a new one, to those inside it."""
    form = NewForm(formdata=None, year=today().year + 1, base=_usual_base())
    return _list_page(body_id, form)


@bp.post("/organ/<body_id>/budsjettforslag")
@access(Access.SIGNED_IN)
def start_proposal(body_id: str) -> ResponseReturnValue:
    """Begin a budget proposal for a year."""
    form, body = NewForm(), bodies.get_body(body_id)
    require(Action.BUDGET_PROPOSE, current_viewer(), body)
    form.offer(_movers(body_id))
    try:
        if not form.read():
            return _list_page(body_id, form), 422
        made = proposals.start_proposal(
            current_viewer(), body, year=form.year.data, frame=form.frame(), at=now(), on=form.on.data
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _list_page(body_id, form), 422
    flash(current_words()(N_("The proposal is begun.")), "success")
    return redirect(url_for("proposals.show_proposal", proposal_id=made.id), 303)


@bp.get("/budsjettforslag/<proposal_id>")
@access(Access.SIGNED_IN)
def show_proposal(proposal_id: str) -> ResponseReturnValue:
    """Show a proposal with its balance, and to those who write in it the forms."""
    return _page(proposal_id)


@bp.post("/budsjettforslag/<proposal_id>/ramme")
@access(Access.SIGNED_IN)
def set_frame(proposal_id: str) -> ResponseReturnValue:
    """Set what stands around the lines."""
    form = FrameForm()
    form.offer(_movers(_body_id(proposal_id)))
    return _change(
        proposal_id,
        form,
        lambda: proposals.set_frame(current_viewer(), proposal_id, frame=form.frame(), at=now()),
        N_("The proposal is saved."),
    )


@bp.post("/budsjettforslag/<proposal_id>/hent")
@access(Access.SIGNED_IN)
def collect_lines(proposal_id: str) -> ResponseReturnValue:
    """Take lines of cases into the proposal."""
    ids = request.form.getlist("lines")
    return _change(
        proposal_id,
        Form(),
        lambda: proposals.collect_lines(current_viewer(), proposal_id, line_ids=ids, at=now()),
        N_("The lines are in the proposal."),
    )


@bp.post("/budsjettforslag/<proposal_id>/linje")
@access(Access.SIGNED_IN)
def add_line(proposal_id: str) -> ResponseReturnValue:
    """Add a line of the proposal's own."""
    form = LineForm()
    return _change(
        proposal_id,
        form,
        lambda: proposals.add_line(current_viewer(), proposal_id, given=form.given(), at=now()),
        N_("The line is added."),
    )


@bp.get("/budsjettforslag/<proposal_id>/linje/<line_id>")
@access(Access.SIGNED_IN)
def edit_line(proposal_id: str, line_id: str) -> ResponseReturnValue:
    """Show a line of a proposal with what it holds, to change it."""
    proposal = proposals.get_proposal_for(current_viewer(), proposal_id).proposal
    row = proposals.line_of(proposal, line_id)
    form = LineForm(
        formdata=None,
        **{name: getattr(row, name) for name in _SHOWN},
        function=code_name("function", row.function),
        art=code_name("art", row.art),
    )
    return _page(proposal_id, form, line_id=line_id)


@bp.post("/budsjettforslag/<proposal_id>/linje/<line_id>")
@access(Access.SIGNED_IN)
def change_line(proposal_id: str, line_id: str) -> ResponseReturnValue:
    """Change a line of a proposal."""
    form = LineForm()
    return _change(
        proposal_id,
        form,
        lambda: proposals.change_line(current_viewer(), proposal_id, line_id, given=form.given(), at=now()),
        N_("The line is changed."),
        line_id=line_id,
    )


@bp.post("/budsjettforslag/<proposal_id>/linje/<line_id>/fjern")
@access(Access.SIGNED_IN)
def remove_line(proposal_id: str, line_id: str) -> ResponseReturnValue:
    """Take a line out of a proposal."""
    return _change(
        proposal_id,
        Form(),
        lambda: proposals.remove_line(current_viewer(), proposal_id, line_id, at=now()),
        N_("The line is removed."),
    )


@bp.post("/budsjettforslag/<proposal_id>/punkt")
@access(Access.SIGNED_IN)
def add_point(proposal_id: str) -> ResponseReturnValue:
    """Add a text point."""
    form = PointForm()
    return _change(
        proposal_id,
        form,
        lambda: proposals.add_point(
            current_viewer(),
            proposal_id,
            text=form.text.data or "",
            motion_number=form.motion_number.data or "",
            at=now(),
        ),
        N_("The text point is added."),
    )


@bp.post("/budsjettforslag/<proposal_id>/punkt/<point_id>/fjern")
@access(Access.SIGNED_IN)
def remove_point(proposal_id: str, point_id: str) -> ResponseReturnValue:
    """Take a text point out of a proposal."""
    return _change(
        proposal_id,
        Form(),
        lambda: proposals.remove_point(current_viewer(), proposal_id, point_id, at=now()),
        N_("The text point is removed."),
    )


@bp.post("/budsjettforslag/<proposal_id>/lever")
@access(Access.SIGNED_IN)
def hand_in(proposal_id: str) -> ResponseReturnValue:
    """Hand the proposal in, which makes its paper; refused while it does not balance."""
    form = HandInForm()
    return _change(
        proposal_id,
        form,
        lambda: proposals.hand_in(current_viewer(), proposal_id, at=now(), on=form.on.data),
        N_("The proposal is handed in, and its paper is made."),
    )


@bp.post("/budsjettforslag/<proposal_id>/kopier")
@access(Access.SIGNED_IN)
def copy_to_next_year(proposal_id: str) -> ResponseReturnValue:
    """Copy the proposal to the year after."""
    made = proposals.copy_to_next_year(current_viewer(), proposal_id, at=now())
    _ = current_words()
    flash(_("The proposal is copied to {year}.", year=str(made.year)), "success")
    return redirect(url_for("proposals.show_proposal", proposal_id=made.id), 303)


@bp.get("/budsjettforslag/<proposal_id>/regneark")
@access(Access.SIGNED_IN)
def download_sheet(proposal_id: str) -> ResponseReturnValue:
    """Send the proposal as a spreadsheet."""
    name, content = proposals.spreadsheet_for(current_viewer(), proposal_id, at=now())
    answer = Response(content, mimetype=_SHEET)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


_SHOWN = (
    *("kind", "measure", "area", "first_year", "amount_1", "amount_2", "amount_3", "amount_4"),
    *("is_lasting", "is_investment", "cover_by", "doubt"),
)


def _change(
    proposal_id: str, form: Form, act: Callable[[], object], done: str, *, line_id: str | None = None
) -> ResponseReturnValue:
    found = proposals.get_proposal_for(current_viewer(), proposal_id)
    require(Action.BUDGET_PROPOSE, current_viewer(), found.proposal.body)
    if isinstance(form, LineForm):
        form.offer(costs=())
    try:
        if not form.read():
            return _page(proposal_id, form, line_id=line_id), 422
        act()
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(proposal_id, form, line_id=line_id), 422
    flash(current_words()(done), "success")
    return redirect(url_for("proposals.show_proposal", proposal_id=proposal_id), 303)


def _usual_base() -> str:
    return current_words()(N_("The chief executive's draft budget"))


def _body_id(proposal_id: str) -> str:
    return proposals.get_proposal_for(current_viewer(), proposal_id).proposal.body_id


def _movers(body_id: str) -> list[tuple[str, str]]:
    found = proposals.list_movers(bodies.get_body(body_id), on=today())
    return [(person.id, person.name_in(body_id) or "") for person in found]


def _list_page(body_id: str, form: NewForm) -> str:
    viewer, body = current_viewer(), bodies.get_body(body_id)
    found = proposals.list_proposals_for(viewer, body)
    form.offer(_movers(body_id))
    return render_template(
        "proposals/list_proposals.html",
        body=body,
        found=found,
        form=form,
        may_propose=viewer_may(Action.BUDGET_PROPOSE, viewer, body),
    )


def _page(proposal_id: str, sent: Form | None = None, *, line_id: str | None = None) -> str:
    viewer, _ = current_viewer(), current_words()
    found = proposals.get_proposal_for(viewer, proposal_id)
    proposal = found.proposal
    line_form = sent if isinstance(sent, LineForm) else LineForm(formdata=None, first_year=proposal.year)
    line_form.offer(costs=())
    frame_form = sent if isinstance(sent, FrameForm) else _frame_form(proposal_id)
    frame_form.offer(_movers(proposal.body_id))
    on, rule = proposal.handed_in_on or today(), Rule.BUDGET_IN_BALANCE
    return render_template(
        "proposals/show_proposal.html",
        proposal=proposal,
        found=found,
        years=plan_years(proposal.year),
        lines=measure_rows(proposal),
        obstacles=[sentence(each, language=_) for each in found.obstacles],
        collectable=proposals.list_collectable(viewer, proposal) if found.may_change else [],
        fates=point_fates.fates_of(viewer, proposal),
        figures=point_fates.figures_of(viewer, proposal),
        may_record=viewer_may(Action.BUDGET_PROPOSE, viewer, proposal.body) and not found.may_change,
        sent=sent,
        line_id=line_id,
        line_form=line_form,
        frame_form=frame_form,
        point_form=sent if isinstance(sent, PointForm) else PointForm(formdata=None),
        hand_in_form=sent if isinstance(sent, HandInForm) else HandInForm(formdata=None),
        codes=suggestions(proposal.year),
        notice=NOTICE,
        code_name=code_name,
        law_section=section_of(rule, law=law_on(on, rule=rule)),
    )


def _frame_form(proposal_id: str) -> FrameForm:
    proposal = proposals.get_proposal_for(current_viewer(), proposal_id).proposal
    return FrameForm(
        formdata=None,
        base=proposal.base,
        parties=", ".join(each.party for each in proposal.parties),
        mover=proposal.mover_id or "",
        reserve_before=proposal.reserve_before,
        targets=proposal.targets,
    )
