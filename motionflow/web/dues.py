"""Since when members are members, and what they have paid: what the right to vote rests on."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.i18n import N_
from motionflow.services import bodies, dues, once
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, NorwegianDate
from motionflow.web.lists import today
from motionflow.web.rules_in_words import sentences_on_voters
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("dues", __name__)

YEARS_SHOWN = 3
"""This year and those before it: rules ask about this one and the last."""


class DuesForm(Form):
    """What is known of one member; the boxes of the years are named for them."""

    since = NorwegianDate(N_("Member since"))
    person = HiddenField()


@bp.get("/organ/<body_id>/kontingent")
@access(Access.SIGNED_IN)
def list_dues(body_id: str) -> ResponseReturnValue:
    """Show since when each member is one and which years are paid, to the body's secretary."""
    return _page(body_id)


@bp.post("/organ/<body_id>/kontingent")
@access(Access.SIGNED_IN)
def set_dues(body_id: str) -> ResponseReturnValue:
    """Note since when a member is one, and which years are paid."""
    form, body = DuesForm(), bodies.get_body(body_id)
    shown = _years()
    paid = {year for year in shown if request.form.get(f"paid-{year}")}
    try:
        if not form.read():
            return _page(body_id, refused=form), 422
        if not form.person.data:
            raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "person"))
        dues.set_dues(
            current_viewer(),
            body,
            person_id=form.person.data,
            since=form.since.data,
            paid=paid,
            unpaid=set(shown) - paid,
            at=now(),
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(body_id, refused=form), 422
    flash(current_words()(N_("It is written down.")), "success")
    return redirect(url_for("dues.list_dues", body_id=body_id, _anchor=form.person.data), 303)


def _years() -> list[int]:
    this: date = today()
    return list(range(this.year, this.year - YEARS_SHOWN, -1))


def _page(body_id: str, *, refused: DuesForm | None = None) -> str:
    body = bodies.get_body(body_id)
    return render_template(
        "bodies/list_dues.html",
        body=body,
        members=dues.list_dues_for(current_viewer(), body, on=today()),
        years=_years(),
        rules=sentences_on_voters(bodies.rules_on(body, day=today())),
        refused=refused,
        typed=request.form,
        form=DuesForm(formdata=None),
    )
