"""The backward calendar of a body as a picture with a table, and everybody's own calendar as a file."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.calendar import CalendarDate, DateKind, Plan, Stop
from motionflow.domain.council import Sitting
from motionflow.domain.laws import Rule, law_on, section_of
from motionflow.domain.roles import Action
from motionflow.labels.municipal import calendar_title
from motionflow.services import bodies, calendar, councils
from motionflow.services.access import require
from motionflow.web.access import Access, access
from motionflow.web.lists import today
from motionflow.web.session import current_viewer, current_words, now, settings

bp = Blueprint("calendar", __name__)

MOST_PLANS = 4


@dataclass(frozen=True)
class Bar:
    """One body in the picture: from the last day for motions to its meeting, as shares of the width."""

    stop: Stop
    begins: float
    ends: float


@dataclass(frozen=True)
class Picture:
    """The way back from one meeting as shares of the width, from 0 to 100."""

    plan: Plan
    bars: tuple[Bar, ...]
    months: tuple[tuple[float, date], ...]
    today: float | None
    publicity: float | None
    section: str = ""


@bp.get("/organ/<body_id>/frister")
@access(Access.SIGNED_IN)
def show_calendar(body_id: str) -> ResponseReturnValue:
    """Show every last day before the council's coming meetings, back to this body, to those inside it."""
    body = bodies.get_body(body_id)
    require(Action.STEP_SEE_INSIDE, current_viewer(), body)
    chain = calendar.chain_to(body, today=today())
    coming = [plan for plan in chain.plans() if plan.day.on >= today()] if chain else []
    # Those with money come first; an ordinary meeting matters to questions and listed cases.
    shown = sorted(coming, key=lambda plan: (plan.day.sitting is Sitting.ORDINARY, plan.day.on))[:MOST_PLANS]
    constituted = councils.constituted_on(chain.council) if chain else None
    return render_template(
        "calendar/show_calendar.html",
        body=body,
        chain=chain,
        pictures=[_picture(plan, constituted) for plan in sorted(shown, key=lambda each: each.day.on)],
        others=sorted((plan.day for plan in coming if plan not in shown), key=lambda day: day.on),
        kinds=DateKind,
    )


@bp.get("/kalender")
@access(Access.SIGNED_IN)
def show_mine() -> ResponseReturnValue:
    """Show everything with a day that concerns whoever is signed in."""
    dates = [each for each in calendar.list_dates_for(current_viewer(), at=now()) if each.on >= today()]
    return render_template(
        "calendar/show_mine.html",
        dates=[(each, calendar_title(each, language=current_words()), link_of(each)) for each in dates],
    )


@bp.get("/kalender.ics")
@access(Access.SIGNED_IN)
def download_mine() -> ResponseReturnValue:
    """Send the same as a calendar file."""
    content = calendar.calendar_file_for(
        current_viewer(),
        name="motionflow",
        at=now(),
        link_of=lambda each: settings().base_url.rstrip("/") + link_of(each),
    )
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "attachment; filename=motionflow.ics"
    return answer


def link_of(each: CalendarDate) -> str:
    """Return the address of the page where an entry of the calendar is shown."""
    if each.meeting_id is not None:
        return url_for("meetings.show_meeting", meeting_id=each.meeting_id)
    if each.kind is DateKind.HANDED_ON:
        return url_for("calendar.show_calendar", body_id=each.body_id)
    return url_for("councils.show_council", body_id=each.body_id)


def _picture(plan: Plan, constituted: date | None) -> Picture:
    first = min(min(stop.arrives_by, stop.meets_on or stop.by) for stop in plan.stops)
    first = min(first, today()).replace(day=1)
    width = max((plan.day.on - first).days, 1) * 1.04  # some room after the last day

    def share(day: date) -> float:
        return round(100 * (day - first).days / width, 2)

    bars = tuple(
        Bar(stop, share(min(stop.arrives_by, stop.meets_on or stop.by)), share(stop.meets_on or stop.by))
        for stop in plan.stops
    )
    published = plan.stops[0].published_by
    law = law_on(plan.day.on, rule=Rule.PUBLICITY, constituted_on=constituted)
    return Picture(
        plan,
        bars,
        tuple((share(day), day) for day in _months(first, plan.day.on)),
        share(today()) if first <= today() <= plan.day.on else None,
        share(published) if published else None,
        section_of(Rule.PUBLICITY, law=law),
    )


def _months(first: date, last: date) -> list[date]:
    months = [first]
    while months[-1] <= last:
        months.append((months[-1] + timedelta(days=32)).replace(day=1))
    return months[:-1]
