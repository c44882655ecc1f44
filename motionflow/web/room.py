"""The room of a meeting for those who run it: the item, polls step by step, and counting by tellers."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.polls import Channel
from motionflow.domain.roles import Action
from motionflow.i18n import N_
from motionflow.services import (
    amendment_polls,
    amendments,
    counting,
    once,
    poll_plans,
    polls,
    room_views,
    rooms,
    rules,
)
from motionflow.services.access import Viewer
from motionflow.web.access import Access, access
from motionflow.web.forms import Sent, was_done
from motionflow.web.room_forms import (
    AnnulForm,
    CodeForm,
    CountForm,
    ExtendForm,
    ItemForm,
    OpenForm,
    PlanForm,
    PressForm,
    SecondRoundForm,
)
from motionflow.web.room_pages import room_page, tellers_page
from motionflow.web.session import current_viewer, current_words, now, settings
from motionflow.web.silence import during_silence

bp = Blueprint("room", __name__)


@bp.get("/mote/<meeting_id>/rom")
@access(Access.SIGNED_IN)
def show_room(meeting_id: str) -> ResponseReturnValue:
    """Show the room to those who run the meeting, keep its roll or count."""
    return room_page(meeting_id)


@bp.post("/mote/<meeting_id>/rom/sak")
@access(Access.SIGNED_IN)
def take_up_item(meeting_id: str) -> ResponseReturnValue:
    """Note which item the meeting is at."""

    def act(viewer: Viewer, form: ItemForm) -> None:
        rooms.take_up_item(viewer, meeting_id, item_id=form.item.data or "", at=now())

    return _in_room(meeting_id, ItemForm(), act)


@bp.post("/mote/<meeting_id>/rom/kode")
@access(Access.SIGNED_IN)
def set_code(meeting_id: str) -> ResponseReturnValue:
    """Say whether members type a code to check in."""

    def act(viewer: Viewer, form: CodeForm) -> None:
        rooms.set_code_needed(viewer, meeting_id, is_needed=form.is_needed.data == "ja", at=now())

    return _in_room(meeting_id, CodeForm(), act)


@bp.route("/mote/<meeting_id>/rom/ny", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
def plan_poll(meeting_id: str) -> ResponseReturnValue:
    """Show the form for a poll, and plan one."""
    viewer, form = current_viewer(), PlanForm()
    meeting = rooms.get_room_meeting_for(viewer, meeting_id, action=Action.POLL_RUN)
    if request.method == "GET":
        item = next((each for each in meeting.agenda if each.id == request.args.get("sak")), None)
        item = item or next(iter(meeting.agenda), None)
        form.item.data = item.id if item else None
        form.channels.data, form.may_change_vote.data = [Channel.ONLINE, Channel.HANDS], True
        if item is not None:
            form.question.data = item.title
            form.text.data = item.step.received_text if item.step else ""
        return _plan_page(meeting_id, form)

    def plan(viewer: Viewer, form: PlanForm) -> None:
        poll_plans.plan_poll(viewer, meeting_id, item_id=form.item.data or "", given=form.given(), at=now())

    if not was_done(form, plan):
        return _plan_page(meeting_id, form), 422
    flash(current_words()(N_("The vote is planned.")), "success")
    return redirect(url_for("room.show_room", meeting_id=meeting_id), 303)


@bp.post("/mote/<meeting_id>/rom/endringsforslag")
@access(Access.SIGNED_IN)
def plan_amendment_poll(meeting_id: str) -> ResponseReturnValue:
    """Plan a poll on the next amendments of the voting order."""

    def act(viewer: Viewer, form: ItemForm) -> None:
        channels = frozenset({Channel.ONLINE, Channel.HANDS})
        item_id = form.item.data or ""
        amendment_polls.plan_next(viewer, meeting_id, item_id=item_id, channels=channels, at=now())

    return _in_room(meeting_id, ItemForm(), act)


@bp.post("/votering/<poll_id>/forbered")
@access(Access.SIGNED_IN)
def prepare_poll(poll_id: str) -> ResponseReturnValue:
    """Prepare a poll: its text is shown to the meeting."""

    def act(viewer: Viewer, form: PressForm) -> None:
        polls.prepare_poll(viewer, poll_id, seen=form.seen.data or 0, at=now())

    return _about_poll(poll_id, PressForm(), act)


@bp.post("/votering/<poll_id>/apne")
@access(Access.SIGNED_IN)
def open_poll(poll_id: str) -> ResponseReturnValue:
    """Open a poll: its roll is frozen, and votes are taken."""

    def act(viewer: Viewer, form: OpenForm) -> None:
        minutes = form.minutes.data
        polls.open_poll(
            viewer,
            poll_id,
            seen=form.seen.data or 0,
            at=now(),
            closes_at=None if minutes is None else polls.closing_in(minutes, at=now()),
            accepts_no_quorum=bool(form.accepts_no_quorum.data),
            keys=settings().keys,
        )

    return _about_poll(poll_id, OpenForm(), act)


@bp.post("/votering/<poll_id>/forleng")
@access(Access.SIGNED_IN)
@during_silence
def extend_poll(poll_id: str) -> ResponseReturnValue:
    """Let a poll that closes by itself close later."""

    def act(viewer: Viewer, form: ExtendForm) -> None:
        closes_at = polls.closing_in(form.minutes.data or 0, at=now())
        polls.extend_poll(viewer, poll_id, closes_at=closes_at, seen=form.seen.data or 0, at=now())

    return _about_poll(poll_id, ExtendForm(), act)


@bp.post("/votering/<poll_id>/lukk")
@access(Access.SIGNED_IN)
@during_silence
def close_poll(poll_id: str) -> ResponseReturnValue:
    """Close a poll: nothing is taken after."""

    def act(viewer: Viewer, form: PressForm) -> None:
        counting.close_poll(viewer, poll_id, seen=form.seen.data or 0, at=now())

    return _about_poll(poll_id, PressForm(), act)


@bp.post("/votering/<poll_id>/tell-opp")
@access(Access.SIGNED_IN)
@during_silence
def count_poll(poll_id: str) -> ResponseReturnValue:
    """Count a closed poll, and show the result to the meeting."""

    def act(viewer: Viewer, form: CountForm) -> None:
        tie_option = form.tie_option.data or None
        counting.count_poll(viewer, poll_id, seen=form.seen.data or 0, at=now(), tie_option=tie_option)

    return _about_poll(poll_id, CountForm(), act)


@bp.post("/votering/<poll_id>/akklamasjon")
@access(Access.SIGNED_IN)
def declare_poll(poll_id: str) -> ResponseReturnValue:
    """Declare that the meeting adopted by acclamation."""

    def act(viewer: Viewer, form: PressForm) -> None:
        counting.declare_poll(viewer, poll_id, seen=form.seen.data or 0, at=now())

    return _about_poll(poll_id, PressForm(), act)


@bp.post("/votering/<poll_id>/annuller")
@access(Access.SIGNED_IN)
@during_silence
def annul_poll(poll_id: str) -> ResponseReturnValue:
    """Annul a poll with a reason; the same poll is planned anew."""

    def act(viewer: Viewer, form: AnnulForm) -> None:
        poll_plans.annul_poll(
            viewer,
            poll_id,
            reason=form.reason.data or "",
            secrecy=form.secrecy.data,
            seen=form.seen.data or 0,
            at=now(),
        )

    return _about_poll(poll_id, AnnulForm(), act)


@bp.post("/votering/<poll_id>/stryk")
@access(Access.SIGNED_IN)
def drop_poll(poll_id: str) -> ResponseReturnValue:
    """Let a planned poll fall away."""

    def act(viewer: Viewer, form: PressForm) -> None:
        polls.drop_poll(viewer, poll_id, seen=form.seen.data or 0, at=now())

    return _about_poll(poll_id, PressForm(), act)


@bp.post("/votering/<poll_id>/andre-runde")
@access(Access.SIGNED_IN)
def plan_second_round(poll_id: str) -> ResponseReturnValue:
    """Plan a second round between the two with most votes."""

    def act(viewer: Viewer, form: SecondRoundForm) -> None:
        chosen = tuple(form.finalists.data or ())
        poll_plans.plan_second_round(viewer, poll_id, finalists=chosen, seen=form.seen.data or 0, at=now())

    return _about_poll(poll_id, SecondRoundForm(), act)


@bp.route("/votering/<poll_id>/telling", methods=["GET", "POST"])
@access(Access.SIGNED_IN)
@during_silence
def count_hands(poll_id: str) -> ResponseReturnValue:
    """Show the tellers' page, and write hands or paper as they were counted."""
    viewer = current_viewer()
    poll = polls.get_poll_for(viewer, poll_id)
    rooms.get_room_meeting_for(viewer, poll.meeting_id, action=Action.VOTES_COUNT)
    if request.method == "GET":
        return tellers_page(poll_id)
    channel = next((each for each in Channel if each.value == request.form.get("channel")), None)
    problems: dict[str, Obstacle] = {}
    votes = _numbers([option.key for option in poll.options], problems)
    try:
        if problems:
            raise RuleBroken(problems.values())
        if channel is None:
            raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "channel"))
        counting.set_counts(viewer, poll_id, channel=channel, votes=votes, at=now())
    except RuleBroken as broken:
        once.roll_back()
        return tellers_page(poll_id, broken=broken, typed=request.form), 422
    flash(current_words()(N_("The count is written down.")), "success")
    return redirect(url_for("room.count_hands", poll_id=poll_id), 303)


def _numbers(keys: list[str], problems: dict[str, Obstacle]) -> dict[str, int]:
    votes = {}
    for key in keys:
        text = "".join(request.form.get(f"votes-{key}", "").split())
        if text and not (text.isascii() and text.isdigit() and len(text) < 8):
            problems[key] = Obstacle(Code.NUMBER_INVALID, f"votes-{key}")
        else:
            votes[key] = int(text or 0)
    return votes


def _about_poll(poll_id: str, form: Sent, act: Callable[[Viewer, Sent], None]) -> ResponseReturnValue:
    poll = polls.get_poll_for(current_viewer(), poll_id)
    return _in_room(poll.meeting_id, form, act, poll_id=poll_id)


def _in_room(
    meeting_id: str, form: Sent, act: Callable[[Viewer, Sent], None], *, poll_id: str | None = None
) -> ResponseReturnValue:
    """Do something in the room, and show it again; what is refused is said there, with what was typed."""
    rooms.get_room_meeting_for(current_viewer(), meeting_id, action=Action.ROLL_KEEP)
    if not was_done(form, act):
        return room_page(meeting_id, sent=form, poll_id=poll_id), 422
    return redirect(url_for("room.show_room", meeting_id=meeting_id), 303)


def _plan_page(meeting_id: str, form: PlanForm) -> str:
    view = room_views.get_room_view_for(current_viewer(), meeting_id, at=now())
    meeting, _ = view.stage.meeting, current_words()
    earlier = [("", _("nothing: it is held in any case"))]
    for each in view.polls:
        label = f"{each.poll.number}. {each.poll.question}"
        earlier.append((f"{each.poll.id}:nei", _("no. {poll}, if it does not carry", poll=label)))
        earlier.append((f"{each.poll.id}:ja", _("no. {poll}, if it carries", poll=label)))
    waiting = [("", _("no amendment"))]
    for item in meeting.agenda:
        rows = amendments.waiting_on(item.step) if item.step else ()
        waiting += [(row.id, f"{row.shown_number} ({item.number} {item.title})") for row in rows]
    form.offer(
        [(item.id, f"{item.number} {item.title}") for item in meeting.agenda],
        list(rules.majorities_for(meeting.body)),
        earlier,
        waiting,
    )
    return render_template(
        "room/plan_poll.html",
        view=view,
        meeting=meeting,
        form=form,
        can_be_secret=settings().lets_browsers_seal,
    )
