"""Meetings: calling or recording one, its list of cases, who came, opening and ending it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain.deadlines import MeetingDeadlines, day_in_oslo, deadlines_of
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import MOVES, MoveName, take
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.roles import Action
from motionflow.models import AgendaItem, Attendance, Body, Meeting, MeetingOfficer, Person, Step
from motionflow.services import audit, bodies, papers
from motionflow.services.access import Viewer, require, viewer_may
from motionflow.services.steps import facts_of, start_move

_NUMBER = re.compile(r"[1-9]\d{0,2}(\.[1-9]\d{0,2}){0,2}[a-z]?")


@dataclass(frozen=True)
class Item:
    """An agenda item without a case: number such as 2 or 6.1, title, and what was decided."""

    number: str
    title: str
    treatment: str = ""


def call_meeting(
    viewer: Viewer,
    body: Body,
    *,
    kind: MeetingKind,
    starts_at: datetime | None,
    place: str,
    at: datetime,
    link: str = "",
    called_at: datetime | None = None,
    agenda: Sequence[Item] = (),
) -> Meeting:
    """Call a meeting and make its notice. Raises ``RuleBroken`` for one in the past.

    One called too late for the body's own deadline is allowed: the meeting itself judges that, and
    the page and the notice say so.
    """
    if starts_at is not None and starts_at <= (called_at or at):
        raise RuleBroken(Obstacle(Code.MEETING_IN_PAST, "starts_at"))
    meeting = _meeting(viewer, body, kind, starts_at, place, link, at)
    meeting.called_at, meeting.called_by_id = called_at or at, viewer.id
    return _made("meeting_called", meeting, viewer, agenda, at)


def record_meeting(
    viewer: Viewer,
    body: Body,
    *,
    kind: MeetingKind,
    starts_at: datetime | None,
    place: str,
    at: datetime,
    link: str = "",
    agenda: Sequence[Item] = (),
) -> Meeting:
    """Record a meeting that has been held; it is marked as recorded later."""
    if starts_at is not None and starts_at > at:
        raise RuleBroken(Obstacle(Code.MEETING_NOT_PAST, "starts_at"))
    meeting = _meeting(viewer, body, kind, starts_at, place, link, at)
    meeting.is_recorded_later = True
    return _made("meeting_recorded", meeting, viewer, agenda, at)


def deadlines_for(meeting: Meeting) -> MeetingDeadlines:
    """Return when notice, motions and papers are due for a meeting, by its body's rules on that day."""
    day = day_in_oslo(meeting.starts_at)
    return deadlines_of(day, periods=bodies.rules_on(meeting.body, day=day).periods)


def is_called_late(meeting: Meeting) -> bool:
    """Return whether the meeting was called after the body's own deadline."""
    due = deadlines_for(meeting).notice_at
    return meeting.called_at is not None and due is not None and meeting.called_at > due


def add_item(viewer: Viewer, meeting_id: str, *, item: Item, at: datetime) -> AgendaItem:
    """Add an item without a case to a meeting's agenda."""
    meeting = get_meeting_for(viewer, meeting_id, action=Action.MEETING_RUN)
    row = _agenda_item(meeting, item.number, title=item.title, treatment=item.treatment)
    audit.add_event("item_added", body_id=meeting.body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def set_treatment(viewer: Viewer, item_id: str, *, treatment: str, at: datetime) -> AgendaItem:
    """Write what the meeting did with an item, as it stands in the minutes."""
    item = db.session.get(AgendaItem, item_id)
    if item is None:
        raise NotFound
    get_meeting_for(viewer, item.meeting_id, action=Action.MEETING_RUN)
    item.treatment = treatment.strip()
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
    """Put a case on a meeting's list. A late motion needs the meeting's leave, which is recorded."""
    step = start_move(viewer, step_id, MoveName.PUT_ON_LIST, seen=seen)
    meeting = db.session.get(Meeting, meeting_id) if meeting_id else None
    facts = facts_of(step, meeting=meeting, leave_given=leave_given)
    state = take(MOVES[MoveName.PUT_ON_LIST], facts)
    if meeting is None:  # refused by the table; says so to the type checker
        raise NotFound
    item = _agenda_item(
        meeting, number, title=step.motion.title, step=step, leave_given=leave_given, treatment=treatment
    )
    step.state = state
    db.session.flush()
    audit.add_event(
        "step_listed",
        body_id=step.body_id,
        subject_id=step.id,
        by=viewer.id,
        at=at,
        facts={"meeting": meeting.id, "leave_given": leave_given},
    )
    return item


def take_off_list(viewer: Viewer, step_id: str, *, reason: str, seen: int, at: datetime) -> Step:
    """Take a case off the list of the meeting it is on, with a reason."""
    step = start_move(viewer, step_id, MoveName.TAKE_OFF_LIST, seen=seen)
    step.state = take(MOVES[MoveName.TAKE_OFF_LIST], facts_of(step, reason=reason))
    items = select(AgendaItem).join(Meeting).where(AgendaItem.step_id == step.id, Meeting.ended_at.is_(None))
    for item in db.session.scalars(items):
        db.session.delete(item)
    db.session.flush()
    audit.add_event("step_taken_off", body_id=step.body_id, subject_id=step.id, by=viewer.id, at=at)
    return step


def open_meeting(viewer: Viewer, meeting_id: str, *, seen: int, at: datetime) -> Meeting:
    """Open a meeting, from when people can come in."""
    meeting = _for_change(viewer, meeting_id, seen)
    if meeting.opened_at is None:
        meeting.opened_at = meeting.starts_at if meeting.is_recorded_later else at
        db.session.flush()
        audit.add_event("meeting_opened", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    return meeting


def set_attendance(
    viewer: Viewer,
    meeting_id: str,
    *,
    entitled: int | None,
    present: int | None,
    guests: int | None,
    seen: int,
    at: datetime,
) -> Meeting:
    """Write how many were entitled to vote, met, and were guests. Raises ``RuleBroken``."""
    meeting = _for_change(viewer, meeting_id, seen)
    found = [
        Obstacle(Code.NUMBER_INVALID, name)
        for name, number in (("entitled", entitled), ("present", present), ("guests", guests))
        if number is not None and number < 0
    ]
    if present is not None and entitled is not None and present > entitled:
        params: dict[str, object] = {"present": present, "entitled": entitled}
        found.append(Obstacle(Code.ATTENDANCE_ABOVE_ENTITLED, "present", params))
    refuse_if(found)
    meeting.entitled, meeting.present, meeting.guests = entitled, present, guests
    db.session.flush()
    audit.add_event("attendance_set", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    return meeting


def check_in(viewer: Viewer, meeting_id: str, *, person_id: str, at: datetime) -> None:
    """Note that a person is in the meeting. Once in, doing it again changes nothing."""
    meeting = get_meeting_for(viewer, meeting_id, action=Action.MEETING_RUN)
    if meeting.opened_at is None:
        raise RuleBroken(Obstacle(Code.MEETING_NOT_STARTED))
    if not any(each.person_id == person_id and each.left_at is None for each in meeting.attendance):
        meeting.attendance.append(Attendance(person_id=person_id, came_at=at))
        db.session.flush()
        audit.add_event("came_in", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)


def check_out(viewer: Viewer, meeting_id: str, *, person_id: str, at: datetime) -> None:
    """Note that a person has left the meeting."""
    meeting = get_meeting_for(viewer, meeting_id, action=Action.MEETING_RUN)
    for each in meeting.attendance:
        if each.person_id == person_id and each.left_at is None:
            each.left_at = at
            audit.add_event("went_out", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    db.session.flush()


def elect_officer(
    viewer: Viewer, meeting_id: str, *, kind: OfficerKind, person: Person, at: datetime
) -> None:
    """Note who chairs, keeps the minutes, counts, drafts or signs. Doing it twice is doing it once."""
    meeting = get_meeting_for(viewer, meeting_id, action=Action.MEETING_RUN)
    if not any(each.kind is kind and each.person_id == person.id for each in meeting.officers):
        meeting.officers.append(MeetingOfficer(kind=kind, person=person))
        db.session.flush()
        audit.add_event(
            "officer_elected",
            body_id=meeting.body_id,
            subject_id=meeting.id,
            by=viewer.id,
            at=at,
            facts={"kind": kind.value, "person": person.id},
        )


def end_meeting(
    viewer: Viewer, meeting_id: str, *, seen: int, at: datetime, ended_at: datetime | None = None
) -> Meeting:
    """End a meeting; its minutes are made. A case it did not decide stays on its list."""
    meeting = _for_change(viewer, meeting_id, seen)
    if meeting.opened_at is None:
        raise RuleBroken(Obstacle(Code.MEETING_NOT_STARTED))
    if meeting.ended_at is not None:
        raise RuleBroken(Obstacle(Code.MEETING_ENDED))
    meeting.ended_at = ended_at or at
    for each in meeting.attendance:
        each.left_at = each.left_at or max(each.came_at, meeting.ended_at)
    db.session.flush()
    audit.add_event("meeting_ended", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    papers.make_minutes(meeting, by=viewer.id, at=at)
    return meeting


def undecided_items(meeting: Meeting) -> list[AgendaItem]:
    """Return the items whose case this meeting has not decided yet."""
    return [
        item
        for item in meeting.agenda
        if item.step is not None
        and not any(decision.meeting_id == meeting.id for decision in item.step.decisions)
    ]


def get_meeting_for(viewer: Viewer, meeting_id: str, *, action: Action = Action.MEETING_SEE) -> Meeting:
    """Return a meeting to someone of its body. Raises ``NotFound``, or ``NotAllowed`` for the action."""
    meeting = db.session.scalar(select(Meeting).where(Meeting.id == meeting_id).options(*_MEETING_OPTIONS))
    if meeting is None or not viewer_may(Action.MEETING_SEE, viewer, meeting.body):
        raise NotFound
    require(action, viewer, meeting.body)
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


def _meeting(
    viewer: Viewer,
    body: Body,
    kind: MeetingKind,
    starts_at: datetime | None,
    place: str,
    link: str,
    at: datetime,
) -> Meeting:
    require(Action.MEETING_CALL, viewer, body)
    if not body.is_hosted:
        raise RuleBroken(Obstacle(Code.BODY_IS_EXTERNAL, None, {"name": body.name}))
    if starts_at is None:
        raise RuleBroken(Obstacle(Code.DATE_MISSING, "starts_at"))
    return Meeting(
        body=body, kind=kind, starts_at=starts_at, place=place.strip(), link=link.strip(), made_at=at
    )


def _made(event: str, meeting: Meeting, viewer: Viewer, agenda: Sequence[Item], at: datetime) -> Meeting:
    db.session.add(meeting)
    db.session.flush()
    for item in agenda:
        _agenda_item(meeting, item.number, title=item.title, treatment=item.treatment)
    audit.add_event(event, body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    if not meeting.is_recorded_later:
        papers.make_notice(meeting, by=viewer.id, at=meeting.called_at or at)
    return meeting


def _agenda_item(
    meeting: Meeting,
    number: str,
    *,
    title: str,
    step: Step | None = None,
    leave_given: bool = False,
    treatment: str = "",
) -> AgendaItem:
    number, title = number.strip().rstrip("."), " ".join(title.split())
    found = []
    if not _NUMBER.fullmatch(number):
        found.append(Obstacle(Code.AGENDA_NUMBER_INVALID, "number"))
    if any(item.number == number for item in meeting.agenda):
        found.append(Obstacle(Code.AGENDA_NUMBER_TAKEN, "number", {"number": number}))
    if not title:
        found.append(Obstacle(Code.TITLE_MISSING, "title"))
    if meeting.ended_at is not None:
        found.append(Obstacle(Code.MEETING_ENDED))
    refuse_if(found)
    item = AgendaItem(
        number=number,
        position=_position(number),
        title=title,
        step=step,
        leave_given=leave_given,
        treatment=treatment,
    )
    meeting.agenda.append(item)
    meeting.agenda.sort(key=lambda each: each.position)
    db.session.flush()
    return item


def _position(number: str) -> str:
    """Return a number so that text order is people's order: 6.10 comes after 6.9."""
    return ".".join(re.sub(r"^\d+", lambda match: match[0].zfill(4), part) for part in number.split("."))


def next_number(meeting: Meeting) -> str:
    """Return the number a further case gets by itself: the next under «Innkomne forslag»."""
    under: dict[str, list[int]] = {}
    for item in meeting.agenda:
        head, dot, tail = item.number.partition(".")
        if dot and tail.isdigit():
            under.setdefault(head, []).append(int(tail))
    if under:
        head = max(under, key=lambda each: len(under[each]))
        return f"{head}.{max(under[head]) + 1}"
    titles = {item.number: item.title.casefold() for item in meeting.agenda}
    for number, title in titles.items():
        if title.startswith(("innkomne", "innkomne forslag")):
            return f"{number}.1"
    whole = [int(item.number) for item in meeting.agenda if item.number.isdigit()]
    return str(max(whole, default=0) + 1)


def _for_change(viewer: Viewer, meeting_id: str, seen: int) -> Meeting:
    meeting = get_meeting_for(viewer, meeting_id, action=Action.MEETING_RUN)
    db.session.refresh(meeting, with_for_update={"of": Meeting})
    if meeting.version != seen:
        raise RuleBroken(Obstacle(Code.CHANGED_MEANWHILE))
    return meeting
