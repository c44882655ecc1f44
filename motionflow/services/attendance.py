"""Who came to a meeting, how many they were, and what they were elected to do in it."""

from datetime import datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.errors import Code, Obstacle, RuleBroken, refuse_if
from motionflow.domain.meetings import OfficerKind
from motionflow.domain.roles import Role
from motionflow.models import Attendance, Meeting, MeetingOfficer, Membership, Person
from motionflow.services import audit, silence
from motionflow.services.access import Viewer
from motionflow.services.meetings import get_meeting_for_change


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
    meeting = get_meeting_for_change(viewer, meeting_id, seen=seen)
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
    """Note that a person of the body is in the meeting. Once in, doing it again changes nothing."""
    meeting = _open_for_change(viewer, meeting_id, person_id)
    if not any(each.person_id == person_id and each.left_at is None for each in meeting.attendance):
        came_at = meeting.starts_at if meeting.is_recorded_later else at
        back = next((each for each in meeting.attendance if _came(each, person_id, came_at)), None)
        if back is None:
            meeting.attendance.append(Attendance(person_id=person_id, came_at=came_at))
        else:
            back.left_at = None
        db.session.flush()
        audit.add_event("came_in", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)


def check_out(viewer: Viewer, meeting_id: str, *, person_id: str, at: datetime) -> None:
    """Note that a person has left the meeting."""
    meeting = _open_for_change(viewer, meeting_id, person_id)
    for each in meeting.attendance:
        if each.person_id == person_id and each.left_at is None:
            each.left_at = each.came_at if meeting.is_recorded_later else max(each.came_at, at)
            audit.add_event("went_out", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    db.session.flush()


def elect_officer(
    viewer: Viewer, meeting_id: str, *, kind: OfficerKind, person: Person, at: datetime
) -> None:
    """Note who of the body chairs, keeps the minutes, counts, drafts or signs. Twice is once."""
    meeting = get_meeting_for_change(viewer, meeting_id)
    _require_of_body(meeting, person.id)
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


def remove_officer(
    viewer: Viewer, meeting_id: str, *, kind: OfficerKind, person_id: str, at: datetime
) -> None:
    """Take back that someone was elected, where it was noted by mistake. Twice is once."""
    meeting = get_meeting_for_change(viewer, meeting_id)
    silence.refuse_about(person_id)
    for each in list(meeting.officers):
        if each.kind is kind and each.person_id == person_id:
            meeting.officers.remove(each)
            db.session.flush()
            audit.add_event(
                "officer_removed",
                body_id=meeting.body_id,
                subject_id=meeting.id,
                by=viewer.id,
                at=at,
                facts={"kind": kind.value, "person": person_id},
            )


def _open_for_change(viewer: Viewer, meeting_id: str, person_id: str) -> Meeting:
    meeting = get_meeting_for_change(viewer, meeting_id)
    if meeting.opened_at is None:
        raise RuleBroken(Obstacle(Code.MEETING_NOT_STARTED))
    if meeting.ended_at is not None:
        raise RuleBroken(Obstacle(Code.MEETING_ENDED))
    _require_of_body(meeting, person_id)
    return meeting


def _require_of_body(meeting: Meeting, person_id: str) -> None:
    silence.refuse_about(person_id)
    # Whoever is or has been in the body: an old meeting is recorded with the people of that time.
    of_body = select(Membership.id).where(
        Membership.body_id == meeting.body_id,
        Membership.person_id == person_id,
        Membership.role != Role.ADMINISTRATOR,
    )
    if db.session.scalar(of_body.limit(1)) is None:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "person"))


def _came(attendance: Attendance, person_id: str, at: datetime) -> bool:
    return attendance.person_id == person_id and attendance.came_at == at
