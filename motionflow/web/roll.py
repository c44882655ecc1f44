"""The roll of a meeting: who is in, who can vote, and changes to it, by those who keep it."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.roles import Action
from motionflow.domain.rolls import ExclusionReason, RollKind
from motionflow.services import roll_changes, rolls, room_views, rooms
from motionflow.services.access import Viewer
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, Sent, choices_of, was_done
from motionflow.web.room_forms import DelegateForm, ExcludeForm, ItemForm, PersonForm
from motionflow.web.room_words import WORDS_FOR_PAGES
from motionflow.web.session import current_viewer, now

bp = Blueprint("roll", __name__)


@bp.get("/mote/<meeting_id>/manntall")
@access(Access.SIGNED_IN)
def show_roll(meeting_id: str) -> ResponseReturnValue:
    """Show who is in the meeting and who can vote, to those who keep the roll."""
    return _page(meeting_id)


@bp.post("/mote/<meeting_id>/manntall/inn")
@access(Access.SIGNED_IN)
def check_in_other(meeting_id: str) -> ResponseReturnValue:
    """Note that somebody has come."""

    def act(viewer: Viewer, form: PersonForm) -> None:
        rolls.check_in_other(viewer, meeting_id, person_id=form.person.data or "", at=now())

    return _change(meeting_id, PersonForm(), act)


@bp.post("/mote/<meeting_id>/manntall/ut")
@access(Access.SIGNED_IN)
def check_out_other(meeting_id: str) -> ResponseReturnValue:
    """Note that somebody has left."""

    def act(viewer: Viewer, form: PersonForm) -> None:
        rolls.check_out(viewer, meeting_id, person_id=form.person.data or "", at=now())

    return _change(meeting_id, PersonForm(), act)


@bp.post("/mote/<meeting_id>/manntall/unnta")
@access(Access.SIGNED_IN)
def exclude(meeting_id: str) -> ResponseReturnValue:
    """Note that somebody does not vote on the item, or does after all."""

    def act(viewer: Viewer, form: ExcludeForm) -> None:
        person_id, item_id = form.person.data or "", form.item.data or ""
        roll_changes.exclude(viewer, item_id, person_id=person_id, reason=form.reason.data, at=now())

    return _change(meeting_id, ExcludeForm(), act)


@bp.post("/mote/<meeting_id>/manntall/styret")
@access(Access.SIGNED_IN)
def exclude_board(meeting_id: str) -> ResponseReturnValue:
    """Note that nobody of the board votes on the item, since it is about what the board did."""

    def act(viewer: Viewer, form: ItemForm) -> None:
        roll_changes.exclude_board(viewer, form.item.data or "", at=now())

    return _change(meeting_id, ItemForm(), act)


@bp.post("/votering/<poll_id>/slipp-inn")
@access(Access.SIGNED_IN)
def admit(poll_id: str) -> ResponseReturnValue:
    """Let somebody who came late in on a poll's roll: the first of two, or the second."""
    meeting_id = room_views.get_poll_view_for(current_viewer(), poll_id, at=now()).poll.meeting_id

    def act(viewer: Viewer, form: PersonForm) -> None:
        roll_changes.admit(viewer, poll_id, person_id=form.person.data or "", at=now())

    return _change(meeting_id, PersonForm(), act)


@bp.post("/mote/<meeting_id>/manntall/utsending")
@access(Access.SIGNED_IN)
def set_delegate(meeting_id: str) -> ResponseReturnValue:
    """Note that somebody is sent to the meeting, and whom a substitute steps in for."""

    def act(viewer: Viewer, form: DelegateForm) -> None:
        if not form.person.data:
            raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "person"))
        roll_changes.set_delegate(
            viewer,
            meeting_id,
            person_id=form.person.data,
            is_substitute=bool(form.is_substitute.data),
            sent_by=form.sent_by.data or "",
            steps_in_for_id=form.steps_in_for.data or None,
            at=now(),
        )

    return _change(meeting_id, DelegateForm(), act)


@bp.post("/mote/<meeting_id>/manntall/utsending/fjern")
@access(Access.SIGNED_IN)
def remove_delegate(meeting_id: str) -> ResponseReturnValue:
    """Take back that somebody is sent to the meeting."""

    def act(viewer: Viewer, form: PersonForm) -> None:
        roll_changes.remove_delegate(viewer, meeting_id, person_id=form.person.data or "", at=now())

    return _change(meeting_id, PersonForm(), act)


def _change(meeting_id: str, form: Sent, act: Callable[[Viewer, Sent], None]) -> ResponseReturnValue:
    rooms.get_room_meeting_for(current_viewer(), meeting_id, action=Action.ROLL_KEEP)
    if not was_done(form, act):
        return _page(meeting_id, sent=form), 422
    return redirect(url_for("roll.show_roll", meeting_id=meeting_id), 303)


def _page(meeting_id: str, *, sent: Form | None = None) -> str:
    view = room_views.get_room_view_for(current_viewer(), meeting_id, at=now())
    item_id, poll = view.room.item_id, view.stage.current.poll if view.stage.current else None
    delegates = {each.person_id: each for each in roll_changes.list_delegates(meeting_id)}
    return render_template(
        "room/roll.html",
        view=view,
        stage=view.stage,
        meeting=view.stage.meeting,
        sent=sent,
        item=view.stage.item,
        exclusions=roll_changes.list_exclusions(item_id) if item_id else {},
        admissions=roll_changes.list_admissions(poll.id) if poll else {},
        delegates=delegates,
        names={voter.person_id: voter.name for voter in view.roll.voters},
        is_of_delegates=view.roll.rules.roll is RollKind.DELEGATES,
        reasons=choices_of(ExclusionReason),
        viewer_id=current_viewer().person_id,
        **WORDS_FOR_PAGES,
    )
