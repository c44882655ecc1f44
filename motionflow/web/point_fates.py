"""What the council did with a text point of a budget proposal."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.errors import RuleBroken
from motionflow.domain.flow import Outcome
from motionflow.i18n import N_
from motionflow.labels import name_of
from motionflow.services import once, point_fates
from motionflow.services.point_fates import PointGiven
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, NorwegianDate, WholeNumber
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("point_fates", __name__)

_SAID = {Outcome.ADOPTED.value: True, Outcome.FALLEN.value: False}


class PointFateForm(Form):
    """What became of a text point."""

    outcome = RadioField(N_("Outcome"), validate_choice=False)
    on = NorwegianDate(N_("Day"))
    votes_for = WholeNumber(N_("Votes for"))
    votes_against = WholeNumber(N_("Votes against"))
    source_title = StringField(
        N_("Minute book"), description=N_("Such as «Minutes of the council 17.6.2019».")
    )

    def offer(self) -> None:
        """Fill the choices."""
        words = current_words()
        named = ((each, name_of(each, language=words)) for each in (Outcome.ADOPTED, Outcome.FALLEN))
        self.outcome.choices = [SelectChoice(each.value, name) for each, name in named]

    def given(self) -> PointGiven:
        """Return what was typed."""
        return PointGiven(
            _SAID.get(self.outcome.data or ""),
            self.on.data,
            self.votes_for.data,
            self.votes_against.data,
            self.source_title.data or "",
        )


@bp.get("/budsjettforslag/punkt/<point_id>/utfall")
@access(Access.SIGNED_IN)
def write_fate(point_id: str) -> ResponseReturnValue:
    """Show the form for what the council did with a text point."""
    return _page(point_id, PointFateForm(formdata=None))


@bp.post("/budsjettforslag/punkt/<point_id>/utfall")
@access(Access.SIGNED_IN)
def record_fate(point_id: str) -> ResponseReturnValue:
    """Record what the council did with a text point; an earlier record stays."""
    form, viewer = PointFateForm(), current_viewer()
    proposal_id = point_fates.get_point_for(viewer, point_id).proposal_id
    form.offer()
    try:
        if not form.read():
            return _page(point_id, form), 422
        point_fates.record_point(viewer, point_id, given=form.given(), at=now())
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(point_id, form), 422
    flash(current_words()(N_("The outcome is recorded.")), "success")
    return redirect(url_for("proposals.show_proposal", proposal_id=proposal_id), 303)


def _page(point_id: str, form: PointFateForm) -> str:
    point = point_fates.get_point_for(current_viewer(), point_id)
    form.offer()
    return render_template("proposals/write_fate.html", point=point, proposal=point.proposal, form=form)
