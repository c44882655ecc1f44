"""A poll that is planned in a meeting, for tests that walk every page."""

from datetime import datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.polls import PollKind
from motionflow.models import AgendaItem, MeetingRoom
from motionflow.services import poll_plans
from motionflow.services.poll_plans import PollGiven
from tests.services.builders import Party


def ids_of(party: Party, meeting_id: str, *, at: datetime) -> dict[str, str]:
    """Return what the addresses of a meeting's room hold: a poll on its first item, and the room's keys."""
    room = db.session.get_one(MeetingRoom, meeting_id)
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
    given = PollGiven(kind=PollKind.FOR_AGAINST, question="Bokbuss til bygdene")
    item_id = db.session.scalars(items.limit(1)).one()
    poll = poll_plans.plan_poll(party.branch_chair, meeting_id, item_id=item_id, given=given, at=at)
    return {"poll_id": poll.id, "live_key": room.live_key, "screen_key": room.screen_key}
