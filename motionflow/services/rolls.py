"""Who can vote: the roll of a meeting as it stands, checking in and out, and a poll's frozen roll."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from motionflow.db import db
from motionflow.domain.check_in_codes import is_code
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, Obstacle, RuleBroken, refuse_if
from motionflow.domain.roles import IN_BODY, Action
from motionflow.domain.rolls import (
    Presence,
    RollKind,
    Standing,
    VotingRules,
    WhyNot,
    is_quorate,
    roll_hash,
    why_not_entitled,
    why_not_on_roll,
)
from motionflow.models import (
    Attendance,
    Dues,
    KnownAs,
    Meeting,
    MeetingDelegate,
    Membership,
    Person,
    Poll,
    RollAdmission,
    RollEntry,
    RollExclusion,
)
from motionflow.services import audit, bodies, rooms, silence
from motionflow.services.access import Viewer
from motionflow.services.meetings import get_meeting_for
from motionflow.services.people import is_current


@dataclass(frozen=True)
class Voter:
    """Someone of the body in a meeting: when she came, and why she cannot vote, if she cannot."""

    person_id: str
    name: str
    came_at: datetime | None
    why_not: WhyNot | None

    @property
    def is_entitled(self) -> bool:
        """Whether she could vote in the meeting, were she in it."""
        return self.why_not in (None, WhyNot.NOT_IN_MEETING, WhyNot.CAME_LATE, WhyNot.EXCLUDED)


@dataclass(frozen=True)
class Roll:
    """Everybody of the body in a meeting, by name, and the rules that say who can vote."""

    voters: tuple[Voter, ...]
    rules: VotingRules

    @property
    def entitled(self) -> int:
        """How many could vote, were they all there; those excluded on the item are not among them."""
        return sum(voter.is_entitled and voter.why_not is not WhyNot.EXCLUDED for voter in self.voters)

    @property
    def on_roll(self) -> tuple[Voter, ...]:
        """Those who can vote now."""
        return tuple(voter for voter in self.voters if voter.why_not is None)

    @property
    def is_quorate(self) -> bool:
        """Whether enough are there, by the body's rules."""
        return is_quorate(present=len(self.on_roll), entitled=self.entitled, rules=self.rules)


def roll_of(meeting: Meeting, *, poll: Poll | None = None, item_id: str | None = None) -> Roll:
    """Return the roll of a meeting as it stands now: of a poll, or of an item with its exclusions."""
    rules = _rules_of(meeting)
    voters = _voters(meeting, rules, poll, item_id)
    return Roll(tuple(sorted(voters, key=lambda voter: (voter.name.casefold(), voter.person_id))), rules)


def find_voter(
    meeting: Meeting, person_id: str | None, *, poll: Poll | None = None, item_id: str | None = None
) -> Voter | None:
    """Return somebody as she stands on the roll now, or ``None`` for one who is not in the body.

    A hall's phones ask this of one person each, so nobody else is read.
    """
    if person_id is None:
        return None
    return next(iter(_voters(meeting, _rules_of(meeting), poll, item_id, only=person_id)), None)


def _rules_of(meeting: Meeting) -> VotingRules:
    return bodies.rules_on(meeting.body, day=day_in_oslo(meeting.starts_at)).voting


def _voters(
    meeting: Meeting, rules: VotingRules, poll: Poll | None, item_id: str | None, *, only: str | None = None
) -> list[Voter]:
    day = day_in_oslo(meeting.starts_at)
    came = _in_meeting(meeting.id, only)
    excluded = _excluded(poll.item_id if poll else item_id)
    admitted = _admitted(poll) if poll else frozenset()
    prepared_at = poll.prepared_at if poll else None
    voters = []
    for person_id, (name, standing) in _standings(meeting, rules, day, only).items():
        presence = Presence(came.get(person_id), person_id in excluded, person_id in admitted)
        why_not = why_not_entitled(standing, rules=rules, on=day)
        why_not = why_not or why_not_on_roll(presence, prepared_at=prepared_at)
        voters.append(Voter(person_id, name, presence.came_at, why_not))
    return voters


def freeze_roll(poll: Poll, *, roll: Roll) -> None:
    """Freeze who can vote in a poll, with number and hash, from its roll as it stands now."""
    voters = [voter.person_id for voter in roll.on_roll]
    db.session.add_all(RollEntry(poll_id=poll.id, person_id=person_id) for person_id in voters)
    poll.entitled, poll.roll_count = roll.entitled, len(voters)
    poll.roll_hash = roll_hash(poll.id, voters)
    db.session.flush()


def is_on_frozen_roll(poll_id: str, person_id: str | None) -> bool:
    """Return whether a person stands on the roll that a poll was opened with."""
    return db.session.get(RollEntry, (poll_id, person_id)) is not None


def check_in_self(viewer: Viewer, meeting_id: str, *, code: str, at: datetime) -> Meeting:
    """Note that the viewer has come to the meeting. Raises ``RuleBroken`` without the code on the screen."""
    meeting = get_meeting_for(viewer, meeting_id, is_whole=False)
    room = rooms.find_room(meeting_id)
    if room is not None and room.needs_code:
        if not code.strip():
            raise RuleBroken(Obstacle(Code.CODE_NEEDED, "code"))
        if not is_code(code, key=room.code_key, at=at):
            raise RuleBroken(Obstacle(Code.CODE_WRONG, "code"))
    _come_in(viewer, meeting, viewer.id, at)
    return meeting


def check_in_other(viewer: Viewer, meeting_id: str, *, person_id: str, at: datetime) -> Meeting:
    """Note that somebody of the body has come, as those who keep the roll see it."""
    meeting = rooms.get_room_meeting_for(viewer, meeting_id, action=Action.ROLL_KEEP)
    _come_in(viewer, meeting, person_id, at)
    return meeting


def check_out(viewer: Viewer, meeting_id: str, *, person_id: str, at: datetime) -> Meeting:
    """Note that somebody has left: oneself, or another as those who keep the roll see it."""
    meeting = get_meeting_for(viewer, meeting_id, is_whole=False)
    if person_id != viewer.id:
        rooms.get_room_meeting_for(viewer, meeting_id, action=Action.ROLL_KEEP)
    silence.refuse_about(person_id)
    _lock(meeting)
    for each in _open_attendance(meeting.id, person_id):
        each.left_at = max(each.came_at, at)
        audit.add_event("went_out", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
    db.session.flush()
    rooms.tell_room(meeting.id)
    return meeting


def _come_in(viewer: Viewer, meeting: Meeting, person_id: str, at: datetime) -> None:
    silence.refuse_about(person_id)
    _lock(meeting)
    found = []
    if meeting.opened_at is None:
        found.append(Obstacle(Code.MEETING_NOT_STARTED))
    if meeting.ended_at is not None:
        found.append(Obstacle(Code.MEETING_ENDED))
    if not _standings(meeting, VotingRules(), day_in_oslo(meeting.starts_at), person_id):
        found.append(Obstacle(Code.CHOICE_INVALID, "person"))
    refuse_if(found)
    if not _open_attendance(meeting.id, person_id):
        db.session.add(Attendance(meeting_id=meeting.id, person_id=person_id, came_at=at))
        db.session.flush()
        audit.add_event("came_in", body_id=meeting.body_id, subject_id=meeting.id, by=viewer.id, at=at)
        rooms.tell_room(meeting.id)


def _lock(meeting: Meeting) -> None:
    # So that one who presses twice comes in once, and nobody comes in while the meeting ends.
    locked = select(Meeting).where(Meeting.id == meeting.id).with_for_update(of=Meeting)
    db.session.execute(locked.execution_options(populate_existing=True))


def _open_attendance(meeting_id: str, person_id: str) -> list[Attendance]:
    rows = select(Attendance).where(
        Attendance.meeting_id == meeting_id, Attendance.person_id == person_id, Attendance.left_at.is_(None)
    )
    return list(db.session.scalars(rows))


def _in_meeting(meeting_id: str, only: str | None) -> dict[str, datetime]:
    rows = select(Attendance.person_id, func.min(Attendance.came_at).label("came_at")).where(
        Attendance.meeting_id == meeting_id, Attendance.left_at.is_(None)
    )
    if only is not None:
        rows = rows.where(Attendance.person_id == only)
    grouped = db.session.execute(rows.group_by(Attendance.person_id))
    return {row.person_id: row.came_at for row in grouped}


def _excluded(item_id: str | None) -> frozenset[str]:
    rows = select(RollExclusion.person_id).where(RollExclusion.item_id == item_id)
    return frozenset(db.session.scalars(rows))


def _admitted(poll: Poll) -> frozenset[str]:
    rows = select(RollAdmission.person_id).where(
        RollAdmission.poll_id == poll.id, RollAdmission.second_by_id.is_not(None)
    )
    return frozenset(db.session.scalars(rows))


def _standings(
    meeting: Meeting, rules: VotingRules, day: date, only: str | None
) -> dict[str, tuple[str, Standing]]:
    """Return who was in the body on the day of the meeting, or one of them, with what the rules ask about."""
    called = func.coalesce(KnownAs.name, Person.name)
    held = (
        select(Person.id, called, func.min(func.coalesce(Membership.member_since, Membership.from_on)))
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(KnownAs, (KnownAs.person_id == Person.id) & (KnownAs.body_id == meeting.body_id))
        .where(
            Membership.body_id == meeting.body_id,
            Membership.role.in_(IN_BODY),
            is_current(day),
            Person.erased_at.is_(None),
        )
        .group_by(Person.id, called)
    )
    people = db.session.execute(held if only is None else held.where(Person.id == only)).all()
    paid = _paid_years(meeting.body_id, rules, only)
    delegates = {each.person_id: each for each in _delegates(meeting.id, rules)}
    replaced = {each.steps_in_for_id for each in delegates.values()}
    found = {}
    for person_id, name, since in people:
        sent = delegates.get(person_id)
        found[person_id] = (
            name or "",
            Standing(
                member_since=since,
                paid_years=paid.get(person_id, frozenset()),
                is_delegate=sent is not None and not sent.is_substitute,
                is_substitute=sent is not None and sent.is_substitute,
                steps_in=sent is not None and sent.steps_in_for_id is not None,
                is_replaced=person_id in replaced,
            ),
        )
    return found


def _paid_years(body_id: str, rules: VotingRules, only: str | None) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    if rules.dues is not rules.dues.NONE:
        rows = select(Dues.person_id, Dues.year).where(Dues.body_id == body_id)
        if only is not None:
            rows = rows.where(Dues.person_id == only)
        for person_id, year in db.session.execute(rows):
            found.setdefault(person_id, set()).add(year)
    return {person_id: frozenset(years) for person_id, years in found.items()}


def _delegates(meeting_id: str, rules: VotingRules) -> Iterable[MeetingDelegate]:
    if rules.roll is not RollKind.DELEGATES:
        return ()
    return db.session.scalars(select(MeetingDelegate).where(MeetingDelegate.meeting_id == meeting_id))
