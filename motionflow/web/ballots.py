"""A member in a meeting: coming in, seeing what is decided, voting, and the results."""

from collections.abc import Callable

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motionflow import clock
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.labels import sentence
from motionflow.services import ballots, meetings, once, polls, rolls, room_views
from motionflow.services.access import Viewer
from motionflow.web.access import Access, access
from motionflow.web.forms import Form, Sent, was_done
from motionflow.web.room_forms import AskForm, BallotForm, CheckInForm
from motionflow.web.room_words import WORDS_FOR_PAGES, option_label
from motionflow.web.session import current_viewer, current_words, now
from motionflow.web.silence import during_silence
from motionflow.web.transaction import keeps_own_key

bp = Blueprint("ballots", __name__)


@bp.get("/mote/<meeting_id>/delta")
@access(Access.SIGNED_IN)
def take_part(meeting_id: str) -> ResponseReturnValue:
    """Show a member what the meeting is at: the text, the vote, the result, and her own vote."""
    return _page(meeting_id)


@bp.get("/mote/<meeting_id>/delta/meg")
@access(Access.SIGNED_IN)
def show_own_part(meeting_id: str) -> ResponseReturnValue:
    """Give the part of a member's page that only she sees; her page fetches it when there is news."""
    own = room_views.get_own_part_for(current_viewer(), meeting_id)
    return render_template(
        "room/own_part.html", own=own, meeting=own.meeting, code_form=CheckInForm(formdata=None)
    )


@bp.post("/mote/<meeting_id>/delta/inn")
@access(Access.SIGNED_IN)
def check_in(meeting_id: str) -> ResponseReturnValue:
    """Check in to the meeting, with the code on the screen where one is needed."""

    def act(viewer: Viewer, form: CheckInForm) -> None:
        rolls.check_in_self(viewer, meeting_id, code=form.code.data or "", at=now())

    return _in_meeting(meeting_id, CheckInForm(), act)


@bp.post("/mote/<meeting_id>/delta/ut")
@access(Access.SIGNED_IN)
def check_out(meeting_id: str) -> ResponseReturnValue:
    """Leave the meeting."""

    def act(viewer: Viewer, _form: Form) -> None:
        rolls.check_out(viewer, meeting_id, person_id=viewer.id, at=now())

    return _in_meeting(meeting_id, Form(), act)


@bp.post("/votering/<poll_id>/krav")
@access(Access.SIGNED_IN)
def ask_for(poll_id: str) -> ResponseReturnValue:
    """Ask for a secret vote, or that votes are counted."""
    poll = polls.get_poll_for(current_viewer(), poll_id)

    def act(viewer: Viewer, form: AskForm) -> None:
        if form.kind.data is None:
            raise RuleBroken(Obstacle(Code.POLL_NOT_ASKABLE))
        polls.ask_for(viewer, poll_id, kind=form.kind.data, at=now())

    return _in_meeting(poll.meeting_id, AskForm(), act)


@bp.post("/votering/<poll_id>/stem")
@keeps_own_key
@during_silence  # whoever is silenced is refused where the vote is read, under its lock
@access(Access.SIGNED_IN)
def cast_ballot(poll_id: str) -> ResponseReturnValue:
    """Vote openly, or change one's vote; answered after the commit.

    A script asks for JSON, so that the page can say the truth while the net comes and goes.
    """
    viewer, wants_json = current_viewer(), request.accept_mimetypes.best == "application/json"
    option, key = request.form.get("option", "")[:40], request.form.get("form_key", "")[:64]
    try:
        vote = ballots.cast_ballot(viewer, poll_id, option=option, form_key=key, clock=clock.now)
    except RuleBroken as broken:
        once.roll_back()
        status = 409 if broken.obstacles[0].code is Code.BALLOT_CAST_ALREADY else 422
        if wants_json:
            words = current_words()
            return jsonify(problem=" ".join(sentence(o, language=words) for o in broken.obstacles)), status
        poll = polls.get_poll_for(viewer, poll_id)
        form = BallotForm(formdata=None)
        form.refuse(broken)
        return _page(poll.meeting_id, sent=form), status
    if wants_json:
        return jsonify(option=vote.option)
    return redirect(url_for("ballots.take_part", meeting_id=vote.meeting_id, _anchor="me"), 303)


@bp.get("/votering/<poll_id>")
@access(Access.SIGNED_IN)
def show_poll(poll_id: str) -> ResponseReturnValue:
    """Show a poll to the meeting: rule, numbers, arithmetic, and who voted for what in an open one."""
    view = room_views.get_poll_view_for(current_viewer(), poll_id, at=now())
    named = [(name, option_label(view, key)) for name, key in room_views.list_named_votes(view)]
    return render_template(
        "room/show_poll.html",
        view=view,
        poll=view.poll,
        meeting=view.poll.meeting,
        named=named,
        **WORDS_FOR_PAGES,
    )


def _in_meeting(meeting_id: str, form: Sent, act: Callable[[Viewer, Sent], None]) -> ResponseReturnValue:
    meetings.get_meeting_for(current_viewer(), meeting_id, is_whole=False)
    if not was_done(form, act):
        return _page(meeting_id, sent=form), 422
    return redirect(url_for("ballots.take_part", meeting_id=meeting_id), 303)


def _page(meeting_id: str, *, sent: Form | None = None) -> str:
    stage, own = room_views.get_stage_for(current_viewer(), meeting_id, at=now())
    code_form = sent if isinstance(sent, CheckInForm) else CheckInForm(formdata=None)
    return render_template(
        "room/take_part.html",
        stage=stage,
        own=own,
        meeting=stage.meeting,
        sent=sent,
        code_form=code_form,
        **WORDS_FOR_PAGES,
    )
