"""The room of a meeting: who may do what in it, which item it is at, and that there is news for its pages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain.check_in_codes import code_at
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, refuse_if
from motionflow.domain.roles import OF_OFFICERS, Action, Grant, Relation, may
from motionflow.models import Meeting, MeetingRoom
from motionflow.services import audit
from motionflow.services.access import Viewer, standing_at
from motionflow.services.meetings import get_meeting_for
from motionflow.services.room_keys import make_room
from motionflow.services.room_keys import tell_room as tell_room


@dataclass(frozen=True)
class MayInRoom:
    """What a viewer may do in a meeting's room."""

    run: bool
    keep_roll: bool
    count: bool

    @property
    def anything(self) -> bool:
        """Whether the viewer works in the room, and does not only vote."""
        return self.run or self.keep_roll or self.count


def may_in_room(action: Action, viewer: Viewer, meeting: Meeting) -> bool:
    """Return whether a viewer may do this in a meeting: by the body's roles, or elected to it there."""
    standing = standing_at(viewer, meeting.body)
    if any(relation is Relation.OWN for _, relation in standing):
        standing |= _of_offices(viewer, meeting)
    return may(action, standing=standing)


def what_viewer_may(viewer: Viewer, meeting: Meeting) -> MayInRoom:
    """Return what a viewer may do in a meeting's room."""
    return MayInRoom(
        run=may_in_room(Action.POLL_RUN, viewer, meeting),
        keep_roll=may_in_room(Action.ROLL_KEEP, viewer, meeting),
        count=may_in_room(Action.VOTES_COUNT, viewer, meeting),
    )


def get_room_meeting_for(viewer: Viewer, meeting_id: str, *, action: Action) -> Meeting:
    """Return a meeting to someone who may do this in its room. Raises ``NotFound`` or ``NotAllowed``."""
    meeting = get_meeting_for(viewer, meeting_id, is_whole=False)
    if not may_in_room(action, viewer, meeting):
        raise NotAllowed
    return meeting


@dataclass(frozen=True)
class HeldNow:
    """A meeting that is held now in one of the viewer's bodies, and whether she works in its room."""

    meeting: Meeting
    works_in_room: bool


def list_held_now_for(viewer: Viewer) -> list[HeldNow]:
    """Return the meetings that are open now in the viewer's bodies, those that began last first."""
    if not viewer.body_ids:
        return []
    rows = (
        select(Meeting)
        .join(MeetingRoom, MeetingRoom.meeting_id == Meeting.id)
        .where(
            Meeting.body_id.in_(viewer.body_ids),
            Meeting.opened_at.is_not(None),
            Meeting.ended_at.is_(None),
            Meeting.is_recorded_later.is_(False),
        )
        .order_by(Meeting.starts_at.desc())
        .options(joinedload(Meeting.body), selectinload(Meeting.officers))
    )
    return [HeldNow(each, what_viewer_may(viewer, each).anything) for each in db.session.scalars(rows)]


def find_room(meeting_id: str) -> MeetingRoom | None:
    """Return the room of a meeting, or ``None`` for one that never had any."""
    return db.session.get(MeetingRoom, meeting_id)


def lock_room(meeting: Meeting, *, at: datetime) -> MeetingRoom:
    """Return the room of a meeting, locked: one at a time decides what happens in it."""
    make_room(meeting, at=at)
    locked = select(MeetingRoom).where(MeetingRoom.meeting_id == meeting.id).with_for_update()
    return db.session.scalars(locked.execution_options(populate_existing=True)).one()


def get_meeting_by_live_key(live_key: str) -> Meeting:
    """Return the meeting whose pages follow this address. Raises ``NotFound``."""
    return _by_key(MeetingRoom.live_key == live_key)


def get_meeting_by_screen_key(screen_key: str) -> Meeting:
    """Return the meeting whose hall screen has this address. Raises ``NotFound``."""
    return _by_key(MeetingRoom.screen_key == screen_key)


def code_on_screen(meeting: Meeting, *, at: datetime) -> str | None:
    """Return the code that the hall's screen shows now, where members type one to check in."""
    room = find_room(meeting.id)
    is_shown = room is not None and room.needs_code and meeting.opened_at and not meeting.ended_at
    return code_at(room.code_key, at=at) if room is not None and is_shown else None


def take_up_item(viewer: Viewer, meeting_id: str, *, item_id: str, at: datetime) -> Meeting:
    """Note which item the meeting is at, for its pages and the hall's screen."""
    meeting = get_room_meeting_for(viewer, meeting_id, action=Action.POLL_RUN)
    if meeting.opened_at is None:
        refuse_if([Obstacle(Code.MEETING_NOT_STARTED)])
    if item_id not in {item.id for item in meeting.agenda}:
        refuse_if([Obstacle(Code.CHOICE_INVALID, "item")])
    room = lock_room(meeting, at=at)
    if room.item_id != item_id:
        room.item_id, room.news = item_id, room.news + 1
        db.session.flush()
        audit.add_event("item_taken_up", body_id=meeting.body_id, subject_id=item_id, by=viewer.id, at=at)
    return meeting


def set_code_needed(viewer: Viewer, meeting_id: str, *, is_needed: bool, at: datetime) -> Meeting:
    """Say whether members type the code on the hall's screen to check in, or need no code."""
    meeting = get_room_meeting_for(viewer, meeting_id, action=Action.POLL_RUN)
    room = lock_room(meeting, at=at)
    if room.needs_code != is_needed:
        room.needs_code, room.news = is_needed, room.news + 1
        db.session.flush()
        audit.add_event(
            "code_set",
            body_id=meeting.body_id,
            subject_id=meeting.id,
            by=viewer.id,
            at=at,
            facts={"is_needed": is_needed},
        )
    return meeting


def _of_offices(viewer: Viewer, meeting: Meeting) -> frozenset[Grant]:
    mine = [officer for officer in meeting.officers if officer.person_id == viewer.person_id]
    return frozenset(
        (OF_OFFICERS[officer.kind], Relation.OWN) for officer in mine if officer.kind in OF_OFFICERS
    )


def _by_key(condition: ColumnElement[bool]) -> Meeting:
    rows = select(Meeting).join(MeetingRoom, MeetingRoom.meeting_id == Meeting.id).where(condition)
    meeting: Meeting | None = db.session.scalar(rows)
    if meeting is None:
        raise NotFound
    return meeting
