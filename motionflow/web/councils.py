"""A council as the party keeps it: seats per party, meeting days, what it wants by when."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField, SelectField, StringField

from motionflow.domain.council import Sitting
from motionflow.domain.errors import RuleBroken
from motionflow.domain.laws import Law, Rule, law_on, section_of
from motionflow.domain.outcomes import Route
from motionflow.domain.roles import Action
from motionflow.domain.routes import ROUTES, DueRule
from motionflow.i18n import N_
from motionflow.services import bodies, councils, once
from motionflow.services.access import viewer_may
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, NorwegianDate, Part, WholeNumber, choices_of, reader_of
from motionflow.web.lists import today
from motionflow.web.money_fields import SeveralDays
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("councils", __name__)

PARTIES = 12
# By these a council sets its own last day.
LOCAL = tuple(route for route, way in ROUTES.items() if way.due is DueRule.COUNCIL_RULES)


class PartySeatsForm(Part):
    """A party and its seats."""

    party = StringField(N_("Party"))
    seats = WholeNumber(N_("Seats"))


class SeatsForm(Form):
    """The seats per party from a day on."""

    valid_from = NorwegianDate(
        N_("From"),
        id="seats-from",
        description=N_("The day of the constituent meeting, or of a change in the party groups."),
    )
    parties = FieldList(FormField(PartySeatsForm), min_entries=PARTIES, max_entries=PARTIES)
    source = StringField(N_("Where this is known from"), id="seats-source")


class DaysForm(Form):
    """Days on which the body meets."""

    days = SeveralDays(N_("Days"), description=N_("One day a line, such as 16.12.2019."))
    sitting = SelectField(N_("What the meeting is"), coerce=reader_of(Sitting), validate_choice=False)
    source_link = StringField(N_("Link to the meeting plan"))


class RouteDaysForm(Form):
    """What the body wants by when."""

    route = SelectField(N_("Way into the council"), coerce=reader_of(Route), validate_choice=False)
    days = WholeNumber(N_("Days before the meeting"), id="days-before")
    valid_from = NorwegianDate(N_("In force from"))
    source = StringField(N_("Where the rules stand"), description=N_("Such as «the council's rules § 9»."))


class CancelForm(Form):
    """Only a button."""


@bp.get("/organ/<body_id>/kommunestyret")
@access(Access.PUBLIC)
def show_council(body_id: str) -> ResponseReturnValue:
    """Show how a body of the municipality is made up and when it meets; to its recorders also the forms."""
    return _page(body_id)


@bp.post("/organ/<body_id>/plasser")
@access(Access.SIGNED_IN)
def set_seats(body_id: str) -> ResponseReturnValue:
    """Write down the seats per party from a day on."""
    form = SeatsForm()
    councils.get_council_to_keep(current_viewer(), body_id)
    try:
        if not form.read():
            return _page(body_id, form), 422
        given = [councils.PartyGiven(row.form.party.data or "", row.form.seats.data) for row in form.parties]
        made = councils.set_seats(
            current_viewer(),
            body_id,
            valid_from=form.valid_from.data,
            given=given,
            source=form.source.data or "",
            at=now(),
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(body_id, form), 422
    _ = current_words()
    flash(_("The seats from {date} are written down.", date=_.date(made.valid_from)), "success")
    return redirect(url_for("councils.show_council", body_id=body_id), 303)


@bp.post("/organ/<body_id>/motedager")
@access(Access.SIGNED_IN)
def add_meetings(body_id: str) -> ResponseReturnValue:
    """Write down days on which the body meets."""
    form = DaysForm()
    councils.get_council_to_keep(current_viewer(), body_id)
    try:
        if not form.read():
            return _page(body_id, form), 422
        made = councils.add_meetings(
            current_viewer(),
            body_id,
            days=form.days.data,
            sitting=form.sitting.data,
            source_link=form.source_link.data or "",
            at=now(),
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(body_id, form), 422
    _ = current_words()
    flash(
        _.plural("{n} meeting day is written down.", "{n} meeting days are written down.", len(made)),
        "success",
    )
    return redirect(url_for("councils.show_council", body_id=body_id), 303)


@bp.post("/motedag/<meeting_id>/avlys")
@access(Access.SIGNED_IN)
def cancel_meeting(meeting_id: str) -> ResponseReturnValue:
    """Note that the body does not meet that day after all."""
    row = councils.cancel_meeting(current_viewer(), meeting_id, at=now())
    _ = current_words()
    flash(_("{date} is taken off the calendar.", date=_.date(row.held_on)), "success")
    return redirect(url_for("councils.show_council", body_id=row.body_id), 303)


@bp.post("/organ/<body_id>/veifrister")
@access(Access.SIGNED_IN)
def set_route_days(body_id: str) -> ResponseReturnValue:
    """Write down how many days before its meeting the body wants what comes by a way."""
    form = RouteDaysForm()
    councils.get_council_to_keep(current_viewer(), body_id)
    try:
        if not form.read():
            return _page(body_id, form), 422
        councils.set_route_days(
            current_viewer(),
            body_id,
            route=form.route.data,
            days=form.days.data,
            valid_from=form.valid_from.data,
            source=form.source.data or "",
            at=now(),
        )
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return _page(body_id, form), 422
    flash(current_words()(N_("The deadline is written down.")), "success")
    return redirect(url_for("councils.show_council", body_id=body_id), 303)


def _page(body_id: str, sent: Form | None = None) -> str:
    body, day = bodies.get_external_body(body_id), today()
    seats_form = sent if isinstance(sent, SeatsForm) else _seats_form(body_id)
    days_form = sent if isinstance(sent, DaysForm) else DaysForm(formdata=None)
    route_form = sent if isinstance(sent, RouteDaysForm) else RouteDaysForm(formdata=None)
    days_form.sitting.choices = choices_of(Sitting)
    route_form.route.choices = choices_of(LOCAL)
    seats = councils.seats_on(body, day=day)
    constituted = councils.constituted_on(body)
    laws = {
        rule: law_on(day, rule=rule, constituted_on=constituted) for rule in (Rule.ONE_THIRD, Rule.QUORUM)
    }
    return render_template(
        "councils/show_council.html",
        body=body,
        seats=seats,
        periods=[(row, councils.seats_of(row)) for row in councils.list_periods(body)],
        meetings=[row for row in councils.list_meetings(body) if row.held_on >= day],
        past_meetings=[row for row in councils.list_meetings(body) if row.held_on < day][::-1],
        route_days=councils.list_route_days(body, day=day),
        may_keep=viewer_may(Action.COUNCIL_KEEP, current_viewer(), body),
        sections={rule: section_of(rule, law=law) for rule, law in laws.items()},
        is_new_law=all(law is Law.ACT_2018 for law in laws.values()),
        sent=sent,
        seats_form=seats_form,
        days_form=days_form,
        route_form=route_form,
    )


def _seats_form(body_id: str) -> SeatsForm:
    """Return the form, filled in with what holds today, so that only what has changed need be typed."""
    seats = councils.seats_on(bodies.get_external_body(body_id), day=today())
    known = list(seats.by_party.items()) if seats else []
    rows = [{"party": party, "seats": number} for party, number in known]
    return SeatsForm(formdata=None, parties=rows + [{}] * (PARTIES - len(rows)))
