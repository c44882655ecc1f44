"""A meeting's room: its addresses, which nobody can guess, and the number that grows with every news."""

import secrets
from datetime import datetime

from sqlalchemy import update

from motionflow.db import db
from motionflow.models import Meeting, MeetingRoom


def make_room(meeting: Meeting, *, at: datetime) -> MeetingRoom:
    """Return the room of a meeting, made when there is none."""
    room = db.session.get(MeetingRoom, meeting.id)
    if room is None:
        room = MeetingRoom(
            meeting_id=meeting.id,
            live_key=secrets.token_urlsafe(16),
            screen_key=secrets.token_urlsafe(16),
            code_key=secrets.token_urlsafe(24),
            made_at=at,
        )
        db.session.add(room)
        db.session.flush()
    return room


def tell_room(meeting_id: str) -> None:
    """Note that there is news, so that every page that follows the meeting looks again."""
    db.session.execute(
        update(MeetingRoom).where(MeetingRoom.meeting_id == meeting_id).values(news=MeetingRoom.news + 1)
    )
