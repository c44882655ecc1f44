"""Meetings: calling or recording one, its list of cases, opening and ending it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain.deadlines import MeetingDeadlines, day_in_oslo, deadlines_of
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import MOVES, MoveName, came_late, take
from motionflow.domain.meetings import MeetingKind
from motionflow.domain.polls import UNDER_WAY
from motionflow.domain.roles import Action
from motionflow.models import AgendaItem, Attendance, Body, Meeting, MeetingOfficer, Poll, Step
from motionflow.services import agendas, annexes, audit, bodies, leftovers, papers
from motionflow.services.access import Viewer, require, viewer_may
from motionflow.services.agendas import Item as Item
from motionflow.services.agendas import next_number as next_number
from motionflow.services.motions import is_web_link
from motionflow.services.room_keys import make_room, tell_room
from motionflow.services.steps import facts_of, start_move


def call_meeting(
    viewer: Viewer,
    body: Body,
    *,
    kind: MeetingKind | None,
    starts_at: datetime | None,
    place: str,
    at: datetime,
    link: str = "",
    called_at: datetime | None = None,
    agenda: Sequence[Item] = (),
    accepts_late: bool = True,
) -> Meeting:
    """Call a meeting and make its notice. Raises ``RuleBroken`` for one in the past.

    One called too late for the body's own deadline is allowed to whoever ``accepts_late``: the meeting
    itself judges that, and the page and the notice say so.
    """
    called = called_at or at
    in_past = starts_at is not None and starts_at <= called
    found = [Obstacle(Code.MEETING_IN_PAST, "starts_at")] if in_past else []
    meeting = _meeting(viewer, body, kind, starts_at, place, link, at, agenda, found)
    meeting.called_at, meeting.called_by_id = called, viewer.id
    if is_called_late(meeting) and not accepts_late:
        due = deadlines_for(meeting).notice_at
        raise RuleBroken(Obstacle(Code.NOTICE_TOO_LATE, "accepts_late", {"deadline": due}))
    return _made("meeting_called", meeting, viewer, agenda, at)


def record_meeting(
    viewer: Viewer,
    body: Body,
    *,
    kind: MeetingKind | None,
    starts_at: datetime | None,
    place: str,
    at: datetime,
    link: str = "",
    agenda: Sequence[Item] = (),
) -> Meeting:
    """Record a meeting that has been held; it is marked as recorded later, and open from its start on."""
    is_ahead = starts_at is not None and starts_at > at
    found = [Obstacle(Code.MEETING_NOT_PAST, "starts_at")] if is_ahead else []
    meeting = _meeting(viewer, body, kind, starts_at, place, link, at, agenda, found)
    meeting.is_recorded_later, meeting.opened_at = True, meeting.starts_at
    return _made("meeting_recorded", meeting, viewer, agenda, at)


def deadlines_for(meeting: Meeting) -> MeetingDeadlines:
    """Return when notice, motions and papers are due for a meeting, by its body's rules on that day."""
    return deadlines_in(meeting.body, day=day_in_oslo(meeting.starts_at))


def deadlines_in(body: Body, *, day: date) -> MeetingDeadlines:
    """Return when notice, motions and papers are due for a meeting of a body on a day."""
    return deadlines_of(day, periods=bodies.rules_on(body, day=day).periods)


def is_called_late(meeting: Meeting) -> bool:
    """Return whether the meeting was called after the body's own deadline."""
    due = deadlines_for(meeting).notice_at
    return meeting.called_at is not None and due is not None and meeting.called_at > due


def add_item(viewer: Viewer, meeting_id: str, *, item: Item, at: datetime) -> AgendaItem:
    """Add an item without a case to a meeting's agenda."""
    meeting = get_meeting_for_change(viewer, meeting_id)
    row = agendas.place_item(meeting, item)
    audit.add_event("item_added", body_id=meeting.body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def set_treatment(
    viewer: Viewer, item_id: str, *, treatment: str, at: datetime, seen: str | None = None
) -> AgendaItem:
    """Write what the meeting did with an item, as it stands in the minutes.

    ``seen`` is the text that was shown when the writing began: when another has come since,
    ``RuleBroken`` with ``TEXT_CHANGED_MEANWHILE`` is raised and nothing is written.
    """
    item = db.session.get(AgendaItem, item_id, with_for_update={"of": AgendaItem})
    if item is None:
        raise NotFound
    get_meeting_for(viewer, item.meeting_id, action=Action.MEETING_RUN)
    found = agendas.treatment_obstacles(treatment)
    if seen is not None and agendas.tidy_text(seen) != item.treatment:
        found.insert(0, Obstacle(Code.TEXT_CHANGED_MEANWHILE))
    refuse_if(found)
    item.treatment = agendas.tidy_text(treatment)
    db.session.flush()
    audit.add_event("item_treated", body_id=item.meeting.body_id, subject_id=item.id, by=viewer.id, at=at)
    return item


def put_on_list(
    viewer: Viewer,
    step_id: str,
    *,
    meeting_id: str | None,
    number: str,
    seen: int,
    at: datetime,
    leave_given: bool = False,
    treatment: str = "",
) -> AgendaItem:
    """Put a case on a meeting's list. A late motion needs the meeting's leave, which is recorded.

    Leave that a case in time did not need is not recorded: papers would say that it came late.
    """
    step = start_move(viewer, step_id, MoveName.PUT_ON_LIST, seen=seen)
    # Locked, so that it does not end, and no other case takes the number, before this one is on the list.
    lock = {"of": Meeting}
    meeting = db.session.get(Meeting, meeting_id, with_for_update=lock) if meeting_id else None
    facts = facts_of(step, meeting=meeting, leave_given=leave_given)
    state = take(MOVES[MoveName.PUT_ON_LIST], facts)
    if meeting is None:  # refused by the table; says so to the type checker
        raise NotFound
    entry, by_leave = Item(number, step.motion.title, treatment), leave_given and came_late(facts)
    item = agendas.place_item(meeting, entry, step=step, leave_given=by_leave)
    step.state = state
    db.session.flush()
    audit.add_event(
        "step_listed",
        body_id=step.body_id,
        subject_id=step.id,
        by=viewer.id,
        at=at,
        facts={"meeting": meeting.id, "leave_given": by_leave},
    )
    return item


def take_off_list(viewer: Viewer, step_id: str, *, reason: str, seen: int, at: datetime) -> Step:
    """Take a case off the list of the meeting it is on, with a reason."""
    step = start_move(viewer, step_id, MoveName.TAKE_OFF_LIST, seen=seen)
    step.state = take(MOVES[MoveName.TAKE_OFF_LIST], facts_of(step, reason=reason))
    items = select(AgendaItem).join(Meeting).where(AgendaItem.step_id == step.id, Meeting.ended_at.is_(None))
    for item in db.session.scalars(items).all():
        if db.session.scalar(select(Poll.id).where(Poll.item_id == item.id).limit(1)):
            raise RuleBroken(Obstacle(Code.ITEM_HAS_POLLS))
        db.session.delete(item)
    db.session.flush()
    audit.add_event("step_taken_off", body_id=step.body_id, subject_id=step.id, by=viewer.id, at=at)
    leftovers.note_taken_off(step, reason=reason, by=viewer, at=at)
    return step


def open_meeting(
    viewer: Viewer, meeting_id: str, *, seen: int, at: datetime, opened_at: datetime | None = None
) -> Meeting:
    """Open a meeting, from when people can come in. One that is open stays so.

    ``opened_at`` is earlier than ``at`` where it was opened before it was noted here.
    """
    meeting = get_meeting_for_change(viewer, meeting_id, seen=seen)
    if meeting.opened_at is None:
        meeting.opened_at = opened_at or at
        db.session.flush()
        tell_room(meeting.id)
        audit.add_event("meeting_opened", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    return meeting


def end_meeting(
    viewer: Viewer, meeting_id: str, *, seen: int, at: datetime, ended_at: datetime | None = None
) -> Meeting:
    """End a meeting; its minutes are made. A case it did not decide stays on its list."""
    meeting = get_meeting_for_change(viewer, meeting_id, seen=seen)
    if meeting.opened_at is None:
        raise RuleBroken(Obstacle(Code.MEETING_NOT_STARTED))
    if meeting.ended_at is not None:
        raise RuleBroken(Obstacle(Code.MEETING_ENDED))
    refuse_if(_polls_under_way(meeting))
    meeting.ended_at = ended_at or at
    for each in meeting.attendance:
        each.left_at = each.left_at or max(each.came_at, meeting.ended_at)
    db.session.flush()
    tell_room(meeting.id)
    audit.add_event("meeting_ended", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    papers.make_minutes(meeting, by=viewer.id, at=at)
    return meeting


def undecided_items(meeting: Meeting) -> list[AgendaItem]:
    """Return the items whose case waits for this meeting's decision; one withdrawn does not wait."""
    return [
        item
        for item in meeting.agenda
        if item.step is not None
        and item.step.ended_at is None
        and not any(decision.meeting_id == meeting.id for decision in item.step.decisions)
    ]


def get_meeting_for(
    viewer: Viewer, meeting_id: str, *, action: Action = Action.MEETING_SEE, is_whole: bool = True
) -> Meeting:
    """Return a meeting to someone of its body. Raises ``NotFound``, or ``NotAllowed`` for the action.

    A whole one is read with its cases and everybody in it; a hall's phones ask for less.
    """
    options = _MEETING_OPTIONS if is_whole else _MEETING_OPTIONS[:1]
    meeting = db.session.scalar(select(Meeting).where(Meeting.id == meeting_id).options(*options))
    if meeting is None or not viewer_may(Action.MEETING_SEE, viewer, meeting.body):
        raise NotFound
    require(action, viewer, meeting.body)
    return meeting


def get_meeting_for_change(viewer: Viewer, meeting_id: str, *, seen: int | None = None) -> Meeting:
    """Return a meeting to someone who runs it, locked and as it is now with all that belongs to it.

    ``seen`` is its version on the page: ``RuleBroken`` with ``CHANGED_MEANWHILE`` when it has another.
    """
    # Locked before anything that belongs to it is read, so that what is read cannot be old.
    meeting = db.session.scalar(select(Meeting).where(Meeting.id == meeting_id).with_for_update())
    if meeting is not None:
        db.session.expire(meeting)
    meeting = get_meeting_for(viewer, meeting_id, action=Action.MEETING_RUN)
    if seen is not None and meeting.version != seen:
        raise RuleBroken(Obstacle(Code.CHANGED_MEANWHILE))
    return meeting


def list_meetings_for(viewer: Viewer, body: Body) -> list[Meeting]:
    """Return a body's meetings, the latest first; none to someone outside it."""
    if not viewer_may(Action.MEETING_SEE, viewer, body):
        return []
    meetings = select(Meeting).where(Meeting.body_id == body.id).options(joinedload(Meeting.body))
    return list(db.session.scalars(meetings.order_by(Meeting.starts_at.desc())))


def list_coming_for(viewer: Viewer, *, at: datetime) -> list[Meeting]:
    """Return the meetings to come in the viewer's bodies, the next first."""
    meetings = (
        select(Meeting)
        .where(Meeting.body_id.in_(viewer.body_ids), Meeting.ended_at.is_(None), Meeting.starts_at > at)
        .order_by(Meeting.starts_at)
        .options(joinedload(Meeting.body).selectinload(Body.rule_sets))
    )
    return list(db.session.scalars(meetings))


def list_open_meetings(body: Body) -> list[Meeting]:
    """Return the meetings of a body that have not ended: those a case can be put on the list of."""
    meetings = select(Meeting).where(Meeting.body_id == body.id, Meeting.ended_at.is_(None))
    return list(db.session.scalars(meetings.order_by(Meeting.starts_at)))


_MEETING_OPTIONS = (
    joinedload(Meeting.body).selectinload(Body.rule_sets),
    selectinload(Meeting.agenda)
    .joinedload(AgendaItem.step)
    .options(joinedload(Step.motion), selectinload(Step.decisions), selectinload(Step.recommendations)),
    selectinload(Meeting.officers).joinedload(MeetingOfficer.person),
    selectinload(Meeting.attendance).joinedload(Attendance.person),
)


def _polls_under_way(meeting: Meeting) -> list[Obstacle]:
    rows = select(Poll.number).where(Poll.meeting_id == meeting.id, Poll.state.in_(UNDER_WAY))
    return [Obstacle(Code.POLL_UNDER_WAY, None, {"number": number}) for number in db.session.scalars(rows)]


def _meeting(
    viewer: Viewer,
    body: Body,
    kind: MeetingKind | None,
    starts_at: datetime | None,
    place: str,
    link: str,
    at: datetime,
    agenda: Sequence[Item],
    found: list[Obstacle],
) -> Meeting:
    require(Action.MEETING_CALL, viewer, body)
    if not body.is_hosted:
        raise RuleBroken(Obstacle(Code.BODY_IS_EXTERNAL, None, {"name": body.name}))
    if kind is None:
        found = [Obstacle(Code.CHOICE_INVALID, "kind"), *found]
    if starts_at is None:
        found = [*found, Obstacle(Code.DATE_MISSING, "starts_at")]
    if not is_web_link(link):
        found = [*found, Obstacle(Code.LINK_INVALID, "link")]
    refuse_if([*found, *agendas.agenda_obstacles(agenda)])
    return Meeting(
        body=body, kind=kind, starts_at=starts_at, place=place.strip(), link=link.strip(), made_at=at
    )


def _made(event: str, meeting: Meeting, viewer: Viewer, agenda: Sequence[Item], at: datetime) -> Meeting:
    db.session.add(meeting)
    db.session.flush()
    for item in agenda:
        agendas.place_item(meeting, item)
    make_room(meeting, at=at)
    leftovers.carry_over(meeting, by=viewer, at=at)
    audit.add_event(event, body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    if not meeting.is_recorded_later:
        called = meeting.called_at or at
        annexes.make_before_notice(meeting, by=viewer.id, at=called)
        papers.make_notice(meeting, by=viewer.id, at=called)
    return meeting
