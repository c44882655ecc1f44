"""Meetings: calling or recording one, its page, agenda, attendance, officers, papers, ending."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.papers import PaperKind
from motionflow.domain.roles import Action
from motionflow.i18n import N_
from motionflow.services import attendance, bodies, jobs, meeting_views, meetings, once, people
from motionflow.services.access import Viewer, require
from motionflow.services.agendas import Item, usual_kind
from motionflow.web.access import Access, access
from motionflow.web.forms import Form
from motionflow.web.meeting_forms import (
    AttendanceForm,
    EndForm,
    ItemForm,
    MeetingForm,
    OfficerForm,
    PaperForm,
    PersonForm,
    RunForm,
    TreatmentForm,
    named,
)
from motionflow.web.meeting_pages import is_stale, meeting_page, new_meeting_page
from motionflow.web.session import current_viewer, current_words, now

bp = Blueprint("meetings", __name__)
Sent = TypeVar("Sent", bound=Form)


@bp.route("/organ/<body_id>/innkall", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def call_meeting(body_id: str) -> ResponseReturnValue:
    """Show the form for calling a meeting of a body, and call one; its notice is made."""
    return _new_meeting(body_id, _called, N_("The meeting is called, and its notice is made."))


@bp.route("/organ/<body_id>/registrer-mote", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def record_meeting(body_id: str) -> ResponseReturnValue:
    """Show the form for recording a meeting that has been held, and record one."""
    return _new_meeting(body_id, _recorded, N_("The meeting is recorded. Write what it did, and end it."))


@bp.get("/mote/<meeting_id>")
@access(Access.SIGNED_IN)
def show_meeting(meeting_id: str) -> ResponseReturnValue:
    """Show a meeting to its body: what is due, the agenda, who came, and its papers."""
    return meeting_page(meeting_id)


@bp.post("/mote/<meeting_id>/apne")
@access(Access.SIGNED_IN)
def open_meeting(meeting_id: str) -> ResponseReturnValue:
    """Open the meeting, from when people can come in."""
    return _change(meeting_id, RunForm(), _opened, N_("The meeting is open."), "attendance")


@bp.post("/mote/<meeting_id>/slutt")
@access(Access.SIGNED_IN)
def end_meeting(meeting_id: str) -> ResponseReturnValue:
    """End the meeting; its minutes are made."""
    form = named(EndForm(), "end")
    return _change(meeting_id, form, _ended, N_("The meeting has ended, and its minutes are made."), "papers")


@bp.post("/mote/<meeting_id>/frammote")
@access(Access.SIGNED_IN)
def set_attendance(meeting_id: str) -> ResponseReturnValue:
    """Write how many were entitled to vote, met, and were guests."""
    form = named(AttendanceForm(), "attendance")
    return _change(meeting_id, form, _counted, N_("The numbers are saved."), "attendance")


@bp.post("/mote/<meeting_id>/inn")
@access(Access.SIGNED_IN)
def check_in(meeting_id: str) -> ResponseReturnValue:
    """Note that a member is in the meeting."""
    return _change(meeting_id, PersonForm(), _came, None, "attendance-list")


@bp.post("/mote/<meeting_id>/ut")
@access(Access.SIGNED_IN)
def check_out(meeting_id: str) -> ResponseReturnValue:
    """Note that a member has left the meeting."""
    return _change(meeting_id, PersonForm(), _left, None, "attendance-list")


@bp.post("/mote/<meeting_id>/verv")
@access(Access.SIGNED_IN)
def elect_officer(meeting_id: str) -> ResponseReturnValue:
    """Note who chairs, keeps the minutes, counts, drafts or signs."""
    return _change(meeting_id, named(OfficerForm(), "officer"), _elected, N_("It is noted."), "officers")


@bp.post("/mote/<meeting_id>/verv/fjern")
@access(Access.SIGNED_IN)
def remove_officer(meeting_id: str) -> ResponseReturnValue:
    """Take back that someone was elected."""
    return _change(meeting_id, named(OfficerForm(), "officer"), _removed, N_("It is taken back."), "officers")


@bp.post("/mote/<meeting_id>/sak")
@access(Access.SIGNED_IN)
def add_item(meeting_id: str) -> ResponseReturnValue:
    """Add an item without a case to the agenda."""
    return _change(meeting_id, named(ItemForm(), "item"), _added, N_("The item is on the agenda."), "agenda")


@bp.post("/mote/<meeting_id>/sak/<item_id>")
@access(Access.SIGNED_IN)
def set_treatment(meeting_id: str, item_id: str) -> ResponseReturnValue:
    """Write what the meeting did with an item."""
    form = named(TreatmentForm(), "treatment")

    def treat(viewer: Viewer, _meeting_id: str, form: TreatmentForm) -> None:
        text, seen = form.treatment.data or "", form.seen.data or ""
        meetings.set_treatment(viewer, item_id, treatment=text, seen=seen, at=now())

    return _change(meeting_id, form, treat, N_("The text is saved."), f"item-{item_id}", item_id)


@bp.post("/mote/<meeting_id>/papir")
@access(Access.SIGNED_IN)
def make_paper(meeting_id: str) -> ResponseReturnValue:
    """Make the notice, the booklet or the minutes as the meeting now is; a large booklet in the worker."""
    if request.form.get("kind") == PaperKind.BOOKLET and jobs.is_heavy(meeting_id):
        job = jobs.ask_for_booklet(current_viewer(), meeting_id, at=now())
        return redirect(url_for("paper_pages.show_job", job_id=job.id), 303)
    return _change(meeting_id, PaperForm(), _made, N_("The paper is made."), "papers")


def _called(viewer: Viewer, body_id: str, form: MeetingForm) -> str:
    accepts_late = bool(form.accepts_late.data)
    body = bodies.get_body(body_id)
    return meetings.call_meeting(viewer, body, accepts_late=accepts_late, **_typed(form)).id


def _recorded(viewer: Viewer, body_id: str, form: MeetingForm) -> str:
    return meetings.record_meeting(viewer, bodies.get_body(body_id), **_typed(form)).id


def _opened(viewer: Viewer, meeting_id: str, form: RunForm) -> None:
    meetings.open_meeting(viewer, meeting_id, seen=form.seen.data or 0, at=now())


def _ended(viewer: Viewer, meeting_id: str, form: EndForm) -> None:
    starts_at = meetings.get_meeting_for(viewer, meeting_id).starts_at
    ended_at = form.ended_at(starts_at)
    meetings.end_meeting(viewer, meeting_id, seen=form.seen.data or 0, at=now(), ended_at=ended_at)


def _counted(viewer: Viewer, meeting_id: str, form: AttendanceForm) -> None:
    attendance.set_attendance(
        viewer,
        meeting_id,
        entitled=form.entitled.data,
        present=form.present.data,
        guests=form.guests.data,
        seen=form.seen.data or 0,
        at=now(),
    )


def _came(viewer: Viewer, meeting_id: str, form: PersonForm) -> None:
    attendance.check_in(viewer, meeting_id, person_id=form.person.data or "", at=now())


def _left(viewer: Viewer, meeting_id: str, form: PersonForm) -> None:
    attendance.check_out(viewer, meeting_id, person_id=form.person.data or "", at=now())


def _elected(viewer: Viewer, meeting_id: str, form: OfficerForm) -> None:
    if form.kind.data is None:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "kind"))
    if not form.person.data:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "person"))
    person = people.get_person(form.person.data)
    attendance.elect_officer(viewer, meeting_id, kind=form.kind.data, person=person, at=now())


def _removed(viewer: Viewer, meeting_id: str, form: OfficerForm) -> None:
    if form.kind.data is None:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "kind"))
    person_id = form.person.data or ""
    attendance.remove_officer(viewer, meeting_id, kind=form.kind.data, person_id=person_id, at=now())


def _added(viewer: Viewer, meeting_id: str, form: ItemForm) -> None:
    item = Item(form.number.data or "", form.title.data or "")
    meetings.add_item(viewer, meeting_id, item=item, at=now())


def _made(viewer: Viewer, meeting_id: str, form: PaperForm) -> None:
    meeting_views.make_meeting_paper(viewer, meeting_id, kind=form.kind.data, at=now())


def _change(
    meeting_id: str,
    form: Sent,
    act: Callable[[Viewer, str, Sent], object],
    done: str | None,
    anchor: str,
    item_id: str | None = None,
) -> ResponseReturnValue:
    meetings.get_meeting_for(current_viewer(), meeting_id, action=Action.MEETING_RUN)
    try:
        if not form.read():
            return meeting_page(meeting_id, form, item_id), 422
        act(current_viewer(), meeting_id, form)
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return meeting_page(meeting_id, form, item_id, is_stale=is_stale(broken)), 422
    if done is not None:
        flash(current_words()(done), "success")
    # Whoever checks in a roomful finds the list open again after each.
    shown = "ja" if anchor == "attendance-list" else None
    return redirect(url_for("meetings.show_meeting", meeting_id=meeting_id, liste=shown, _anchor=anchor), 303)


def _typed(form: MeetingForm) -> dict[str, Any]:
    return {
        "kind": form.kind.data,
        "starts_at": form.moment,
        "place": form.place.data or "",
        "link": form.link.data or "",
        "agenda": form.items,
        "at": now(),
    }


def _new_meeting(
    body_id: str, act: Callable[[Viewer, str, MeetingForm], str], done: str
) -> ResponseReturnValue:
    """Answer the two pages that make a meeting: show the form, help to fill it in, or make it."""
    viewer, form = current_viewer(), MeetingForm()
    body = bodies.get_body(body_id)
    require(Action.MEETING_CALL, viewer, body)
    if request.method == "GET":
        form.kind.data = usual_kind(body.kind)
        form.suggest(language=body.language)
        return new_meeting_page(body_id, form)
    helped = request.form.get("help")
    if helped == "agenda":
        form.suggest(language=body.language)
    if helped:
        once.roll_back()
        return new_meeting_page(body_id, form)
    try:
        if not form.read():
            return new_meeting_page(body_id, form), 422
        meeting_id = act(viewer, body_id, form)
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return new_meeting_page(body_id, form), 422
    flash(current_words()(done), "success")
    return redirect(url_for("meetings.show_meeting", meeting_id=meeting_id), 303)
