"""A body's rules: what has been set, and setting new ones from a day on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.errors import RuleBroken
from motionflow.domain.flow import MUNICIPAL_KINDS
from motionflow.services import bodies, rules
from motionflow.web.access import Access, access
from motionflow.web.lists import today
from motionflow.web.rules_forms import RulesForm, rules_form
from motionflow.web.rules_in_words import sentences_of
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("rules", __name__)


@bp.get("/organ/<body_id>/regler")
@access(Access.SIGNED_IN)
def write_rules(body_id: str) -> ResponseReturnValue:
    """Show a body's rules, and the form for new ones, to those who may set them."""
    return _page(body_id, _form(body_id))


@bp.post("/organ/<body_id>/regler")
@access(Access.SIGNED_IN)
def set_rules(body_id: str) -> ResponseReturnValue:
    """Give a body its rules from a day on."""
    form, body = _form(body_id), bodies.get_body(body_id)
    if not form.read():
        return _page(body_id, form), 422
    try:
        made = rules.set_rules_as(current_viewer(), body, given=form.given(), at=now())
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(body_id, form), 422
    _ = current_words()
    said = _("The rules of {body} are in force from {date}.", body=body.name, date=_.date(made.valid_from))
    flash(said, "success")
    return redirect(url_for("rules.write_rules", body_id=body_id), 303)


def _form(body_id: str) -> RulesForm:
    body = bodies.get_body(body_id)
    return rules_form(bodies.rules_on(body, day=today()), majorities=rules.majorities_for(body))


def _page(body_id: str, form: RulesForm) -> str:
    body = bodies.get_body(body_id)
    all_rules = rules.list_rules_for(current_viewer(), body)
    current = bodies.rules_on(body, day=today())
    return render_template(
        "bodies/write_rules.html",
        body=body,
        form=form,
        current=sentences_of(current),
        others=[
            (each.valid_from, sentences_of(each, with_day=False))
            for each in all_rules
            if each.valid_from != current.valid_from
        ],
        can_replace=any(each.valid_from and each.valid_from >= today() for each in all_rules),
        is_municipal=body.kind in MUNICIPAL_KINDS,
        today=today(),
    )
