"""The pages of a meeting: one that is there, and the form for a new one."""

from typing import TypeVar

from flask import render_template, request

from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, RuleBroken
from motionflow.domain.meetings import OfficerKind
from motionflow.services import bodies, meeting_views, meetings
from motionflow.web.forms import Form
from motionflow.web.meeting_forms import (
    AttendanceForm,
    EndForm,
    ItemForm,
    MeetingForm,
    OfficerForm,
    TreatmentForm,
    named,
    show_anew,
)
from motionflow.web.meeting_words import due_dates, latest_and_earlier, state_of
from motionflow.web.session import current_viewer, now

_STALE = frozenset({Code.CHANGED_MEANWHILE, Code.TEXT_CHANGED_MEANWHILE})
Sent = TypeVar("Sent", bound=Form)


def is_stale(broken: RuleBroken) -> bool:
    """Return whether someone else was there first, so that the page must show what is new."""
    return any(each.code in _STALE for each in broken.obstacles)


def meeting_page(
    meeting_id: str, sent: Form | None = None, item_id: str | None = None, *, is_stale: bool = False
) -> str:
    """Return a meeting's page; a form that was refused keeps what was typed.

    One that was refused because it was old (``is_stale``) can be sent again after the page was seen.
    """
    view = meeting_views.get_meeting_view_for(current_viewer(), meeting_id)
    meeting = view.meeting
    numbers = {"entitled": meeting.entitled, "present": meeting.present, "guests": meeting.guests}
    end = _form(sent, EndForm, "end", seen=meeting.version)
    attendance = _form(sent, AttendanceForm, "attendance", seen=meeting.version, **numbers)
    officer = _form(sent, OfficerForm, "officer")
    officer.offer([(person.id, person.name_in(meeting.body_id) or "") for person in view.members])
    writing = item_id or request.args.get("skriv", "")
    text = next((item.treatment for item in meeting.agenda if item.id == writing), "")
    treatment = _form(sent, TreatmentForm, "treatment", treatment=text, seen=text)
    if is_stale and isinstance(sent, TreatmentForm):
        show_anew(sent, seen=text)
    if is_stale and isinstance(sent, AttendanceForm | EndForm):
        show_anew(sent, seen=meeting.version)
    return render_template(
        "meetings/show_meeting.html",
        view=view,
        meeting=meeting,
        state=state_of(meeting),
        due=due_dates(view.deadlines, at=now()),
        paper_groups=latest_and_earlier(view.papers),
        officers=[(kind, [each for each in meeting.officers if each.kind is kind]) for kind in OfficerKind],
        attendance_form=attendance,
        item_form=_form(sent, ItemForm, "item"),
        officer_form=officer,
        end_form=end,
        treatment_form=treatment,
        writing=writing,
        is_stale=is_stale,
        shows_list="liste" in request.args,
        sent=sent,
        is_ahead=day_in_oslo(meeting.starts_at) > day_in_oslo(now()),
    )


def new_meeting_page(body_id: str, form: MeetingForm) -> str:
    """Return the form for a new meeting, with what is due when it is held on the day typed."""
    form.offer()
    body = bodies.get_body(body_id)
    deadlines = None if form.day is None else meetings.deadlines_in(body, day=form.day)
    is_recording = request.endpoint == "meetings.record_meeting"
    return render_template(
        "meetings/record_meeting.html" if is_recording else "meetings/call_meeting.html",
        body=body,
        form=form,
        periods=bodies.rules_on(body, day=form.day or day_in_oslo(now())).periods,
        due=due_dates(deadlines, at=now()) if deadlines else [],
    )


def _form(sent: Form | None, kind: type[Sent], name: str, **shown: object) -> Sent:
    return sent if isinstance(sent, kind) else named(kind(formdata=None, data=shown), name)
