"""Motions that come as files: reading one, keeping it as it came, and a decision it already tells of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.isolation import read_text_apart
from motionflow.domain.deadlines import day_in_oslo, moment_in_oslo
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken
from motionflow.domain.flow import Outcome
from motionflow.domain.meetings import MeetingKind
from motionflow.domain.recognised import Recognised
from motionflow.domain.recognition import recognise
from motionflow.domain.roles import Action
from motionflow.models import Body, Meeting, Motion, Upload
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.decisions import DecisionGiven, record_decision
from motionflow.services.meetings import open_meeting, record_meeting
from motionflow.services.motions import SourceGiven, Wording, hand_in_motion
from motionflow.services.steps import accept_step

_USUAL_HOUR = time(18, 0)


@dataclass(frozen=True)
class PastDecision:
    """What a file says that the body has already decided about its motion."""

    decided_on: date
    operative_text: str
    next_body_id: str | None
    proposed_decision: str


@dataclass(frozen=True)
class ReadMotion:
    """What is recognised in a file that was sent in; ``left_out`` counts what is no text, by its kind."""

    recognised: Recognised
    left_out: Mapping[str, int]


def read_motion(content: bytes, *, name: str, on: date | None = None) -> Recognised:
    """Return what is recognised in a file. Raises ``RuleBroken`` for one that cannot be read."""
    read = read_text_apart(content, name=name)
    return recognise(read.markdown, names=_known_names(), on=on, left_out=read.left_out)


def recognise_pasted(text: str, *, on: date | None = None) -> Recognised:
    """Return what is recognised in pasted text."""
    return recognise(text, names=_known_names(), on=on)


def read_kept_motion(viewer: Viewer, upload_id: str, *, on: date | None = None) -> ReadMotion:
    """Return what is recognised in a file that the viewer has sent in. Raises ``NotFound``."""
    upload = get_own_upload(viewer, upload_id)
    read = read_text_apart(upload.content, name=upload.name)
    return ReadMotion(recognise(read.markdown, names=_known_names(), on=on), read.left_out)


def get_own_upload(viewer: Viewer, upload_id: str) -> Upload:
    """Return a file that the viewer has sent in. Raises ``NotFound`` for others'."""
    upload = db.session.get(Upload, upload_id)
    if upload is None or upload.added_by_id != viewer.person_id:
        raise NotFound
    return upload


def hand_in_decided(
    viewer: Viewer,
    body: Body,
    *,
    wording: Wording,
    decision: PastDecision,
    at: datetime,
    original: Upload | None = None,
    sources: tuple[SourceGiven, ...] = (),
) -> Motion:
    """Start a case that its body has decided already, and record that decision.

    A meeting that is not known here yet is recorded, marked as recorded later. The count is not in the
    file, so it is not recorded.
    """
    if decision.decided_on > day_in_oslo(at):
        params: dict[str, object] = {"date": decision.decided_on}
        raise RuleBroken(Obstacle(Code.DATE_IN_FUTURE, "decided_on", params))
    motion = hand_in_motion(
        viewer,
        body,
        wording=wording,
        at=at,
        received_at=min(moment_in_oslo(decision.decided_on, time(0, 0)), at),
        moved_by_body=body,
        original=original,
        sources=sources,
    )
    step = accept_step(viewer, motion.steps[0].id, seen=motion.steps[0].version, at=at)
    meeting = _meeting_on(body, decision.decided_on) or _recorded_meeting(viewer, body, decision, at=at)
    record_decision(
        viewer,
        step.id,
        given=DecisionGiven(
            outcome=Outcome.ADOPTED,
            decided_on=decision.decided_on,
            operative_text=decision.operative_text,
            meeting_id=meeting.id,
            next_body_id=decision.next_body_id,
            proposed_decision=decision.proposed_decision,
        ),
        seen=step.version,
        at=at,
    )
    return motion


def past_decision_of(viewer: Viewer, body: Body, read: Recognised) -> PastDecision | None:
    """Return the decision a file tells of, when it has a day and the viewer may record it."""
    if read.decided_on is None or not viewer_may(Action.STEP_DECIDE, viewer, body):
        return None
    next_body = find_body_named(read.next_body)
    return PastDecision(
        read.decided_on,
        read.disposition or read.proposed_decision or "",
        next_body.id if next_body is not None and read.proposed_decision else None,
        read.proposed_decision or "",
    )


def find_body_named(name: str | None) -> Body | None:
    """Return the body whose name a text gives, whatever its capitals and hyphens."""
    wanted = _plain(name or "")
    bodies = db.session.scalars(select(Body))
    return next((body for body in bodies if wanted and _plain(body.name) == wanted), None)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _known_names() -> list[str]:
    names = set(db.session.scalars(select(Body.name)))
    return sorted(names | set(db.session.scalars(select(Body.municipality).where(Body.municipality != ""))))


def _meeting_on(body: Body, day: date) -> Meeting | None:
    meetings = db.session.scalars(select(Meeting).where(Meeting.body_id == body.id))
    return next((each for each in meetings if day_in_oslo(each.starts_at) == day), None)


def _recorded_meeting(viewer: Viewer, body: Body, decision: PastDecision, *, at: datetime) -> Meeting:
    starts_at = min(moment_in_oslo(decision.decided_on, _USUAL_HOUR), at)
    meeting = record_meeting(
        viewer, body, kind=MeetingKind.ANNUAL, starts_at=starts_at, place=body.place, at=at
    )
    open_meeting(viewer, meeting.id, seen=meeting.version, at=at)
    return meeting
