"""Motions: handing in, correcting the text, sources, following."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from urllib.parse import urlsplit

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from motionflow.db import db
from motionflow.documents.upload import check_upload, without_template
from motionflow.domain.deadlines import day_in_oslo, moment_in_oslo
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, refuse_if
from motionflow.domain.flow import Arrival, StepState
from motionflow.domain.roles import Action
from motionflow.models import (
    Body,
    Decision,
    DecisionSource,
    Follower,
    Motion,
    MotionText,
    Mover,
    Person,
    Source,
    Step,
    Upload,
)
from motionflow.models.outbox import MailKind
from motionflow.services import audit, notices, papers
from motionflow.services.access import Viewer, require, viewer_may
from motionflow.services.cases import get_motion_for, is_editable, is_writer

LONGEST_TITLE = 300
LONGEST_TEXT = 100_000


@dataclass(frozen=True)
class Wording:
    """A motion's words: title in one line, grounds and proposed decision in Markdown."""

    title: str
    grounds: str
    proposed_decision: str

    def tidied(self) -> "Wording":
        """Return the words without stray white space at the ends."""
        title = " ".join(self.title.split())
        return Wording(title, _tidy(self.grounds), _tidy(self.proposed_decision))


@dataclass(frozen=True)
class SourceGiven:
    """A source as it is given with a motion; ``upload`` is a kept file."""

    title: str
    origin: str = ""
    dated_on: date | None = None
    link: str = ""
    doubt: str = ""
    upload: Upload | None = None


def wording_obstacles(wording: Wording) -> list[Obstacle]:
    """Return what is lacking in a motion's words, by form field."""
    found = []
    if not wording.title:
        found.append(Obstacle(Code.TITLE_MISSING, "title"))
    if len(wording.title) > LONGEST_TITLE:
        found.append(Obstacle(Code.TITLE_TOO_LONG, "title", {"most": LONGEST_TITLE}))
    if not wording.proposed_decision:
        found.append(Obstacle(Code.PROPOSED_DECISION_MISSING, "proposed_decision"))
    for field, text in (("grounds", wording.grounds), ("proposed_decision", wording.proposed_decision)):
        if len(text) > LONGEST_TEXT:
            found.append(Obstacle(Code.TEXT_TOO_LONG, field, {"most": LONGEST_TEXT}))
    return found


def hand_in_motion(
    viewer: Viewer,
    body: Body,
    *,
    wording: Wording,
    at: datetime,
    received_at: datetime | None = None,
    received_on: date | None = None,
    moved_by_body: Body | None = None,
    original: Upload | None = None,
    sources: Sequence[SourceGiven] = (),
    is_example: bool = False,
) -> Motion:
    """Start a case: the motion lies in the body's inbox, with a number of its year.

    ``received_at`` or ``received_on`` is earlier than ``at`` where the body records what came in before.
    The mover is the viewer, or a body. Raises ``RuleBroken``, or ``NotAllowed`` for those outside it.
    """
    require(Action.MOTION_HAND_IN, viewer, body)
    wording = wording.tidied()
    received = received_at or at
    if received_on is not None and received_on != day_in_oslo(at):
        received = moment_in_oslo(received_on, time(12, 0))
    refuse_if(
        [*wording_obstacles(wording), *_handing_in_obstacles(viewer, body, received, at, moved_by_body)]
    )
    motion = _numbered_motion(body, year=day_in_oslo(received).year)
    motion.title = wording.title
    motion.started_at, motion.original, motion.is_example = received, original, is_example
    motion.texts.append(_version(1, wording, by=viewer.id, at=received))
    mover = Mover(body=moved_by_body) if moved_by_body else Mover(person_id=viewer.id)
    motion.movers.append(mover)
    for source in sources:
        motion.sources.append(_source(source, by=viewer.id, at=received))
    step = _first_step(body, wording, received=received, by=viewer.id)
    motion.steps.append(step)
    db.session.add(motion)
    db.session.flush()
    _follow(motion.id, viewer.id, at=at)
    audit.add_event("motion_handed_in", body_id=body.id, subject_id=motion.id, by=viewer.id, at=at)
    notices.tell_secretaries(
        MailKind.CASE_RECEIVED, motion, body, but=viewer.id, at=at, facts={"step": step.id}
    )
    papers.make_motion_paper(motion, by=viewer.id, at=received)
    return motion


def may_move_for(viewer: Viewer, body: Body) -> bool:
    """Return whether a viewer may hand a motion in as the body's own: its secretary may."""
    return viewer_may(Action.MOTION_EDIT, viewer, body)


def keep_upload(viewer: Viewer, content: bytes, *, name: str, body: Body, at: datetime) -> Upload:
    """Keep a file that may be read, with its checksum in the body's chain.

    It is kept as it came, but a Word file without the template it names.
    """
    if name.lower().endswith(".docx"):
        content = without_template(content)
    sha256 = hashlib.sha256(content).hexdigest()
    upload = Upload(
        name=name, content=content, sha256=sha256, size=len(content), added_at=at, added_by_id=viewer.id
    )
    db.session.add(upload)
    db.session.flush()
    facts = {"sha256": sha256}
    audit.add_event("file_kept", body_id=body.id, subject_id=upload.id, by=viewer.id, at=at, facts=facts)
    return upload


def edit_motion(
    viewer: Viewer,
    motion: Motion,
    *,
    wording: Wording,
    based_on: int,
    at: datetime,
    written_at: datetime | None = None,
) -> MotionText:
    """Add a version of the motion's text; the earlier ones stay.

    ``based_on`` is the version that was shown when the writing began: when another has come since,
    ``RuleBroken`` with ``TEXT_CHANGED_MEANWHILE`` is raised and nothing is written. ``written_at`` is
    earlier than ``at`` where an old correction is recorded.
    """
    _require_editable(viewer, motion)
    # Not by get(): that refuses what has changed since it was first read, and here the writer is told.
    lock = select(Motion).where(Motion.id == motion.id).with_for_update(of=Motion, key_share=True)
    lock = lock.options(selectinload(Motion.texts)).execution_options(populate_existing=True)
    locked = db.session.scalars(lock).one()
    wording = wording.tidied()
    found = wording_obstacles(wording)
    if locked.text.version != based_on:
        found.insert(0, Obstacle(Code.TEXT_CHANGED_MEANWHILE, None, {"version": locked.text.version}))
    refuse_if(found)
    version = _version(based_on + 1, wording, by=viewer.id, at=written_at or at)
    locked.texts.append(version)
    locked.title = wording.title
    for step in locked.steps:
        if step.ended_at is not None:
            continue
        step.received_text = wording.proposed_decision
    db.session.flush()
    body_id = locked.founding_body_id
    facts = {"version": version.version}
    audit.add_event("text_corrected", body_id=body_id, subject_id=motion.id, by=viewer.id, at=at, facts=facts)
    papers.make_motion_paper(locked, by=viewer.id, at=written_at or at)
    return version


def get_editable(viewer: Viewer, motion_id: str) -> Motion:
    """Return a motion to someone who may correct its text now. Raises ``NotAllowed`` or ``RuleBroken``."""
    motion = get_motion_for(viewer, motion_id)
    _require_editable(viewer, motion)
    return motion


def add_source_with_file(
    viewer: Viewer, motion: Motion, *, source: SourceGiven, file: tuple[bytes, str] | None, at: datetime
) -> Source:
    """Add a source, with its file kept as it came. Raises ``RuleBroken`` for a file that may not be read."""
    upload = None
    if file is not None:
        content, name = file
        check_upload(content, name=name, with_own_template=True)
        upload = keep_upload(viewer, content, name=name, body=motion.founding_body, at=at)
        source = replace(source, title=source.title or name)
    return add_source(viewer, motion, source=replace(source, upload=upload), at=at)


def add_source(viewer: Viewer, motion: Motion, *, source: SourceGiven, at: datetime) -> Source:
    """Add a source to a motion. Raises ``RuleBroken`` for one without a title or with a wrong link."""
    bodies = [step.body for step in motion.steps]
    if not any(viewer_may(Action.STEP_HANDLE_INBOX, viewer, body) for body in bodies) and not any(
        mover.person_id == viewer.id for mover in motion.movers
    ):
        raise NotAllowed
    refuse_if(_source_obstacles(source))
    row = _source(source, by=viewer.id, at=at)
    motion.sources.append(row)
    db.session.flush()
    audit.add_event("source_added", body_id=motion.founding_body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def follow_case(viewer: Viewer, motion: Motion, *, at: datetime) -> None:
    """Let a viewer have a mail when the case moves. Doing it twice is doing it once."""
    if not any(viewer_may(Action.CASE_FOLLOW, viewer, step.body) for step in motion.steps):
        raise NotAllowed
    _follow(motion.id, viewer.id, at=at)


def stop_following(viewer: Viewer, motion: Motion) -> None:
    """Send the viewer no more mail about the case."""
    row = db.session.get(Follower, (motion.id, viewer.id))
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def get_upload_for(viewer: Viewer, upload_id: str) -> Upload:
    """Return a kept file to someone who may see it. Raises ``NotFound``.

    A motion as it came can name its mover anywhere, so it stays in the founding body; a source's file is
    for everyone inside a body on the case's way.
    """
    upload = db.session.get(Upload, upload_id)
    motion = db.session.scalar(
        select(Motion)
        .outerjoin(Source)
        .where(
            (Motion.original_id == upload_id)
            | (Source.upload_id == upload_id)
            | Motion.id.in_(_cases_decided_by(upload_id))
        )
        .limit(1)
    )
    if upload is None or motion is None:
        raise NotFound
    own = [motion.founding_body]
    way = own if motion.original_id == upload_id else [step.body for step in motion.steps]
    if not any(viewer_may(Action.STEP_SEE_INSIDE, viewer, body) for body in way):
        raise NotFound
    return upload


def _cases_decided_by(upload_id: str) -> Select[str]:
    """Return the cases with a decision that is known from a file."""
    return (
        select(Step.motion_id)
        .join(Decision, Decision.step_id == Step.id)
        .join(DecisionSource, DecisionSource.decision_id == Decision.id)
        .where(DecisionSource.upload_id == upload_id)
    )


def mover_people(motion: Motion) -> list[Person]:
    """Return the people who moved the motion."""
    return [mover.person for mover in motion.movers if mover.person is not None]


def _handing_in_obstacles(
    viewer: Viewer, body: Body, received: datetime, at: datetime, moved_by_body: Body | None
) -> list[Obstacle]:
    found = []
    if received > at:
        found.append(Obstacle(Code.DATE_IN_FUTURE, "received_on", {"date": day_in_oslo(received)}))
    if not body.is_hosted:
        found.append(Obstacle(Code.BODY_IS_EXTERNAL, "body", {"name": body.name}))
    if moved_by_body is not None and not may_move_for(viewer, moved_by_body):
        found.append(Obstacle(Code.MOVER_NOT_YOURS, "moved_by", {"name": moved_by_body.name}))
    return found


def _first_step(body: Body, wording: Wording, *, received: datetime, by: str) -> Step:
    return Step(
        body=body,
        number=1,
        state=StepState.INBOX,
        arrival=Arrival.HANDED_IN,
        received_text=wording.proposed_decision,
        received_at=received,
        sent_by_id=by,
    )


def _require_editable(viewer: Viewer, motion: Motion) -> None:
    if not is_writer(viewer, motion):
        raise NotAllowed
    refuse_if([] if is_editable(motion) else [Obstacle(Code.TEXT_NOT_EDITABLE)])


def _numbered_motion(body: Body, *, year: int) -> Motion:
    # The body's row is locked so that two motions handed in at once do not get one number.
    db.session.execute(select(Body.id).where(Body.id == body.id).with_for_update())
    last = db.session.scalar(
        select(func.max(Motion.number)).where(Motion.founding_body_id == body.id, Motion.year == year)
    )
    return Motion(founding_body=body, year=year, number=(last or 0) + 1)


def _version(number: int, wording: Wording, *, by: str, at: datetime) -> MotionText:
    return MotionText(
        version=number,
        title=wording.title,
        grounds=wording.grounds,
        proposed_decision=wording.proposed_decision,
        written_at=at,
        written_by_id=by,
    )


def _source(given: SourceGiven, *, by: str, at: datetime) -> Source:
    return Source(
        title=given.title.strip(),
        origin=given.origin.strip(),
        dated_on=given.dated_on,
        link=given.link.strip(),
        doubt=given.doubt.strip(),
        upload=given.upload,
        added_at=at,
        added_by_id=by,
    )


def _source_obstacles(source: SourceGiven) -> list[Obstacle]:
    found = [] if source.title.strip() else [Obstacle(Code.TITLE_MISSING, "title")]
    if not is_web_link(source.link):
        found.append(Obstacle(Code.LINK_INVALID, "link"))
    return found


def is_web_link(link: str) -> bool:
    """Return whether a link is empty or leads to a page on the web."""
    if not link.strip():
        return True
    try:
        parts = urlsplit(link.strip())
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # a bracket without its other half, and the like
        return False


def _follow(motion_id: str, person_id: str, *, at: datetime) -> None:
    if db.session.get(Follower, (motion_id, person_id)) is None:
        db.session.add(Follower(motion_id=motion_id, person_id=person_id, since=at))
        db.session.flush()


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
