"""The front page: what motionflow is, the newest cases, what waits, the meeting that is held now."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from motionflow.services import case_lists, desk, meetings, rooms
from motionflow.web.access import Access, access
from motionflow.web.lists import day_of, distance_to, status_of
from motionflow.web.session import current_viewer, now

bp = Blueprint("front", __name__)

NEWEST = 6
NEXT_MEETINGS = 4


@bp.get("/")
@access(Access.PUBLIC)
def show_front() -> ResponseReturnValue:
    """Show what motionflow is, the newest cases and, to those who sign in, what waits for them."""
    viewer = current_viewer()
    newest = case_lists.list_cases_for(viewer).rows[:NEWEST]
    return render_template(
        "front/show_front.html",
        cases=newest,
        status_of=status_of,
        example=any(row.motion.is_example for row in newest),
        held=rooms.list_held_now_for(viewer),
        waiting=desk.count_waiting(viewer),
        meetings=meetings.list_coming_for(viewer, at=now())[:NEXT_MEETINGS],
        day_of=day_of,
        distance_to=distance_to,
    )
