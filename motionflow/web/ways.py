"""By which way a case comes before the council: the table of ways, and choosing one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from motionflow.domain.errors import RuleBroken
from motionflow.domain.laws import Law
from motionflow.domain.outcomes import Outcome, Route
from motionflow.i18n import N_
from motionflow.labels import name_of
from motionflow.services import once, ways
from motionflow.web.access import Access, access
from motionflow.web.forms import reader_of
from motionflow.web.money_forms import WayForm
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("ways", __name__)


@bp.get("/sak/<motion_id>/vei")
@access(Access.SIGNED_IN)
def show_ways(motion_id: str) -> ResponseReturnValue:
    """Show every way into the council with what it asks of this case."""
    return _page(motion_id, None)


@bp.post("/sak/<motion_id>/vei")
@access(Access.SIGNED_IN)
def choose_way(motion_id: str) -> ResponseReturnValue:
    """Choose the way, and the meeting where one is known."""
    form = WayForm()
    try:
        if not form.read():
            return _page(motion_id, form), 422
        plan = ways.choose_way(
            current_viewer(),
            motion_id,
            route=reader_of(Route)(form.route.data),  # type: ignore[arg-type]  # a reader of its own enum
            meeting_id=form.meeting.data or None,
            at=now(),
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(motion_id, form), 422
    _ = current_words()
    flash(_("The way is chosen: {way}.", way=name_of(plan.route, language=_)), "success")
    return redirect(url_for("ways.show_ways", motion_id=motion_id), 303)


def _page(motion_id: str, sent: WayForm | None) -> str:
    _ = current_words()
    found = ways.ways_for(current_viewer(), motion_id, at=now())
    form = sent or WayForm(
        formdata=None,
        route=found.plan.route.value if found.plan else None,
        meeting=found.plan.meeting_id if found.plan else None,
    )
    form.route.choices = [
        SelectChoice(each.way.route.value, name_of(each.way.route, language=_)) for each in found.ways
    ]
    form.meeting.choices = [
        SelectChoice("", _(N_("The next it can reach"))),
        *(
            SelectChoice(day.meeting_id, f"{_.short_date(day.on)} {name_of(day.sitting, language=_)}")
            for day in found.meetings
        ),
    ]
    return render_template(
        "councils/show_ways.html",
        found=found,
        form=form,
        ends=lambda way: [outcome for outcome in Outcome if outcome in way.ends_in],
        old_law=Law.ACT_1992,
    )
