"""My desk: what waits for me."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from motionflow.i18n import N_
from motionflow.services import desk, rooms
from motionflow.services.desk import Task
from motionflow.web.access import Access, access
from motionflow.web.lists import dated, day_of, distance_to, status_of, today
from motionflow.web.promise_words import amount_of
from motionflow.web.session import current_viewer, now

bp = Blueprint("desk", __name__)

# What there is to do, in the order it is shown: heading and what doing it means.
HEADINGS: dict[Task, tuple[str, str]] = {
    Task.ANSWER: (
        N_("In the inbox, to answer"),
        N_("Accept the case for treatment, return it for completion, or decline it with a reason."),
    ),
    Task.RESUBMIT: (
        N_("Came back to you, to complete"),
        N_("Read the reason, correct the text and hand the motion in again."),
    ),
    Task.LIST: (
        N_("Accepted, to put on a meeting's list"),
        N_("Choose the meeting that shall treat the case."),
    ),
    Task.DECIDE: (
        N_("On a meeting's list, to decide"),
        N_("When the meeting has treated the case, record what it decided."),
    ),
    Task.RECORD: (
        N_("With the council, to record"),
        N_("These bodies do not use motionflow. Record what they decide, with date and source."),
    ),
    Task.SEND_ON: (
        N_("Decided, to send on"),
        N_("The decision names a next body that has not got the case yet."),
    ),
}


@bp.get("/oppgaver")
@access(Access.SIGNED_IN)
def show_desk() -> ResponseReturnValue:
    """Show what waits for whoever is signed in, by what there is to do, and the cases followed."""
    mine = desk.desk_of(current_viewer(), at=now())
    groups = [
        (task, heading, help_text, mine.waiting_for(task))
        for task, (heading, help_text) in HEADINGS.items()
        if mine.waiting_for(task)
    ]
    return render_template(
        "desk/show_desk.html",
        groups=groups,
        held=rooms.list_held_now_for(current_viewer()),
        followed=mine.followed,
        promises=mine.promises,
        proposals=mine.proposals,
        amount_of=amount_of,
        distance_to=distance_to,
        today=today(),
        waiting=len(mine.items),
        status_of=status_of,
        day_of=day_of,
        dated=dated,
        example=any(item.step.motion.is_example for item in mine.items),
    )
