"""A body's rules: what has been set, and setting new ones from a day on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField

from motionflow.domain.errors import RuleBroken
from motionflow.domain.flow import MUNICIPAL_KINDS
from motionflow.domain.voting import RuleName, Tie
from motionflow.i18n import N_
from motionflow.services import bodies, rules
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, NorwegianDate, WholeNumber, choices_of, reader_of
from motionflow.web.lists import today
from motionflow.web.rules_in_words import sentences_of
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("rules", __name__)


class RulesForm(Form):
    """A body's rules from a day on."""

    valid_from = NorwegianDate(
        N_("In force from"), description=N_("Meetings before that day keep the rules they had.")
    )
    replaces = BooleanField(N_("They replace the rules that were set from that day"))
    notice_days = WholeNumber(N_("Notice of the meeting"))
    motion_days = WholeNumber(N_("Motions"))
    papers_days = WholeNumber(N_("Papers"))
    majority = SelectField(N_("Majority rule"), coerce=reader_of(RuleName), validate_choice=False)
    tie = SelectField(N_("When the votes are equal"), coerce=reader_of(Tie), validate_choice=False)
    allows_blanks = BooleanField(N_("Blank votes are allowed"))
    membership_days = WholeNumber(
        N_("Days of membership before one can vote"),
        description=N_("Leave it empty where new members can vote at once."),
    )
    source = StringField(
        N_("Where the rules stand"),
        description=N_("Such as «the statutes § 7»."),
    )

    def given(self) -> rules.RulesGiven:
        """Return what was typed."""
        return rules.RulesGiven(
            valid_from=self.valid_from.data,
            majority=self.majority.data,
            tie=self.tie.data,
            allows_blanks=bool(self.allows_blanks.data),
            notice_days=self.notice_days.data,
            motion_days=self.motion_days.data,
            papers_days=self.papers_days.data,
            membership_days=self.membership_days.data,
            source=self.source.data or "",
            replaces=bool(self.replaces.data),
        )


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
    """Return the form, filled in with what is in force, so that only what is new need be typed."""
    body = bodies.get_body(body_id)
    current = bodies.rules_on(body, day=today())
    form = RulesForm(
        notice_days=current.periods.notice_days,
        motion_days=current.periods.motion_days,
        papers_days=current.periods.papers_days,
        majority=current.majority.name,
        tie=current.majority.tie,
        allows_blanks=current.majority.allows_blanks,
        membership_days=current.membership_days,
        source=current.source,
    )
    form.majority.choices = choices_of(rules.majorities_for(body))
    form.tie.choices = choices_of(Tie)
    return form


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
