"""Changing who can vote: those who do not on an item, late arrivals let in by two, and delegates."""

from datetime import datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, Obstacle, RuleBroken, refuse_if
from motionflow.domain.polls import PollState
from motionflow.domain.roles import Action, Role
from motionflow.domain.rolls import ExclusionReason, WhyNot
from motionflow.models import AgendaItem, Meeting, MeetingDelegate, Membership, RollAdmission, RollExclusion
from motionflow.services import audit, rolls, rooms, silence
from motionflow.services.access import Viewer
from motionflow.services.people import is_current
from motionflow.services.polls import get_poll_for_change

LONGEST_SENDER = 200
BOARD_ROLES = (Role.CHAIR, Role.SECRETARY, Role.BOARD)


def exclude(
    viewer: Viewer, item_id: str, *, person_id: str, reason: ExclusionReason | None, at: datetime
) -> Meeting:
    """Note that someone does not vote on an item, or, without a reason, that she does after all."""
    item = db.session.get(AgendaItem, item_id)
    if item is None:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "item"))
    meeting = rooms.get_room_meeting_for(viewer, item.meeting_id, action=Action.ROLL_KEEP)
    if rolls.find_voter(meeting, person_id) is None:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "person"))
    silence.refuse_about(person_id)
    rooms.lock_room(meeting, at=at)
    row = db.session.get(RollExclusion, (item_id, person_id))
    if reason is None and row is not None:
        db.session.delete(row)
    elif reason is not None and row is None:
        db.session.add(RollExclusion(item_id=item_id, person_id=person_id, reason=reason))
    elif reason is not None and row is not None:
        row.reason = reason
    db.session.flush()
    rooms.tell_room(meeting.id)
    facts: dict[str, audit.FactValue] = {"person": person_id, "reason": reason.value if reason else None}
    audit.add_event(
        "excluded_from_item", body_id=meeting.body_id, subject_id=item_id, by=viewer.id, at=at, facts=facts
    )
    return meeting


def exclude_board(viewer: Viewer, item_id: str, *, at: datetime) -> Meeting:
    """Note that nobody of the body's board votes on an item, such as its own report and accounts."""
    item = db.session.get(AgendaItem, item_id)
    if item is None:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "item"))
    meeting = rooms.get_room_meeting_for(viewer, item.meeting_id, action=Action.ROLL_KEEP)
    on_board = select(Membership.person_id).where(
        Membership.body_id == meeting.body_id,
        Membership.role.in_(BOARD_ROLES),
        is_current(day_in_oslo(meeting.starts_at)),
    )
    in_body = {voter.person_id for voter in rolls.roll_of(meeting).voters}
    for person_id in sorted(set(db.session.scalars(on_board)) & in_body):
        exclude(viewer, item_id, person_id=person_id, reason=ExclusionReason.OWN_ACCOUNTS, at=at)
    return meeting


def admit(viewer: Viewer, poll_id: str, *, person_id: str, at: datetime) -> RollAdmission:
    """Let someone who came after a poll was prepared in on its roll: the first of two, or the second.

    Raises ``RuleBroken`` for one who need not be let in, for the same person twice, and once it is open.
    """
    silence.refuse_about(person_id)
    poll = get_poll_for_change(viewer, poll_id, action=Action.ROLL_KEEP)
    if poll.state not in (PollState.PREPARED, PollState.CHECK_IN):
        raise RuleBroken(Obstacle(Code.ROLL_FROZEN))
    voter = rolls.find_voter(poll.meeting, person_id, poll=poll)
    if voter is None or voter.why_not is not WhyNot.CAME_LATE:
        raise RuleBroken(Obstacle(Code.NOT_ENTITLED, "person"))
    row = db.session.get(RollAdmission, (poll_id, person_id))
    if row is None:
        row = RollAdmission(poll_id=poll_id, person_id=person_id, first_by_id=viewer.id, first_at=at)
        db.session.add(row)
    elif row.first_by_id == viewer.id:
        raise RuleBroken(Obstacle(Code.ADMISSION_NEEDS_ANOTHER))
    else:
        row.second_by_id, row.second_at = viewer.id, at
    db.session.flush()
    rooms.tell_room(poll.meeting_id)
    facts: dict[str, audit.FactValue] = {"person": person_id, "is_second": row.second_by_id is not None}
    audit.add_event(
        "let_in", body_id=poll.meeting.body_id, subject_id=poll.id, by=viewer.id, at=at, facts=facts
    )
    return row


def list_admissions(poll_id: str) -> dict[str, RollAdmission]:
    """Return who has been let in on a poll's roll by one or two, by person."""
    rows = db.session.scalars(select(RollAdmission).where(RollAdmission.poll_id == poll_id))
    return {row.person_id: row for row in rows}


def list_exclusions(item_id: str) -> dict[str, RollExclusion]:
    """Return who does not vote on an item, by person."""
    rows = db.session.scalars(select(RollExclusion).where(RollExclusion.item_id == item_id))
    return {row.person_id: row for row in rows}


def set_delegate(
    viewer: Viewer,
    meeting_id: str,
    *,
    person_id: str,
    is_substitute: bool,
    sent_by: str,
    steps_in_for_id: str | None,
    at: datetime,
) -> MeetingDelegate:
    """Note that someone is sent to a meeting, as a delegate or a substitute, and whom she steps in for."""
    meeting = rooms.get_room_meeting_for(viewer, meeting_id, action=Action.ROLL_KEEP)
    rooms.lock_room(meeting, at=at)
    silence.refuse_about(person_id)
    known = {each.person_id: each for each in list_delegates(meeting.id)}
    refuse_if(_delegate_obstacles(meeting, known, person_id, is_substitute, sent_by, steps_in_for_id))
    row = known.get(person_id)
    if row is None:
        row = MeetingDelegate(meeting_id=meeting.id, person_id=person_id)
        db.session.add(row)
    row.is_substitute, row.sent_by = is_substitute, sent_by.strip()
    row.steps_in_for_id = steps_in_for_id if is_substitute else None
    db.session.flush()
    rooms.tell_room(meeting.id)
    facts: dict[str, audit.FactValue] = {
        "person": person_id,
        "is_substitute": is_substitute,
        "steps_in_for": row.steps_in_for_id,
    }
    audit.add_event(
        "delegate_set", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at, facts=facts
    )
    return row


def remove_delegate(viewer: Viewer, meeting_id: str, *, person_id: str, at: datetime) -> Meeting:
    """Take back that someone is sent to a meeting. Twice is once."""
    meeting = rooms.get_room_meeting_for(viewer, meeting_id, action=Action.ROLL_KEEP)
    silence.refuse_about(person_id)
    rooms.lock_room(meeting, at=at)
    for each in list_delegates(meeting.id):
        if each.person_id == person_id:
            db.session.delete(each)
        elif each.steps_in_for_id == person_id:
            each.steps_in_for_id = None
    db.session.flush()
    rooms.tell_room(meeting.id)
    audit.add_event(
        "delegate_removed",
        body_id=meeting.body_id,
        subject_id=meeting.id,
        by=viewer.id,
        at=at,
        facts={"person": person_id},
    )
    return meeting


def list_delegates(meeting_id: str) -> list[MeetingDelegate]:
    """Return who is sent to a meeting."""
    rows = select(MeetingDelegate).where(MeetingDelegate.meeting_id == meeting_id)
    return list(db.session.scalars(rows))


def _delegate_obstacles(
    meeting: Meeting,
    known: dict[str, MeetingDelegate],
    person_id: str,
    is_substitute: bool,
    sent_by: str,
    steps_in_for_id: str | None,
) -> list[Obstacle]:
    found = []
    of_body = select(Membership.id).where(
        Membership.body_id == meeting.body_id,
        Membership.person_id == person_id,
        is_current(day_in_oslo(meeting.starts_at)),
    )
    if db.session.scalar(of_body.limit(1)) is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "person"))
    if len(sent_by) > LONGEST_SENDER:
        found.append(Obstacle(Code.TEXT_TOO_LONG, "sent_by", {"most": LONGEST_SENDER}))
    if is_substitute and steps_in_for_id:
        replaced = known.get(steps_in_for_id)
        taken = {each.steps_in_for_id for each in known.values() if each.person_id != person_id}
        if replaced is None or replaced.is_substitute or steps_in_for_id in taken:
            found.append(Obstacle(Code.CHOICE_INVALID, "steps_in_for"))
    return found
