"""Heavy work: asked for by one person, done by the worker, fetched by her and forgotten after a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import undefer

from motionflow.db import db
from motionflow.domain.errors import NotFound
from motionflow.domain.papers import JobKind
from motionflow.domain.roles import Action
from motionflow.models import AgendaItem, Job
from motionflow.services import papers, silence
from motionflow.services.access import Viewer, require
from motionflow.services.cases import get_case_for
from motionflow.services.meetings import get_meeting_for

LEASE = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)
MOST_ATTEMPTS = 3
NO_OFFICE, NOT_MADE = "no_office", papers.JOB_NOT_MADE
# A booklet of so many motions takes longer than a page may.
HEAVY_BOOKLET = 40


@dataclass(frozen=True)
class LeasedJob:
    """A job that the worker has taken, and for whom."""

    id: str
    kind: JobKind
    subject_id: str
    asked_by_id: str


def ask_for_pdf(viewer: Viewer, paper_id: str, *, at: datetime) -> Job:
    """Ask for a paper as PDF. Raises ``NotFound`` for one that the viewer may not read."""
    return _ask(viewer, JobKind.PDF, papers.get_paper_for(viewer, paper_id).id, at=at)


def ask_for_dossier(viewer: Viewer, motion_id: str, *, at: datetime) -> Job:
    """Ask for everything about a case that the viewer may see, as one file."""
    return _ask(viewer, JobKind.DOSSIER, get_case_for(viewer, motion_id).motion.id, at=at)


def ask_for_booklet(viewer: Viewer, meeting_id: str, *, at: datetime) -> Job:
    """Ask for the booklet of a meeting with many motions."""
    meeting = get_meeting_for(viewer, meeting_id)
    require(Action.PAPER_MAKE, viewer, meeting.body)
    return _ask(viewer, JobKind.BOOKLET, meeting.id, at=at)


def is_heavy(meeting_id: str) -> bool:
    """Return whether a meeting's booklet is too heavy for a request."""
    count = select(func.count()).select_from(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return (db.session.scalar(count) or 0) >= HEAVY_BOOKLET


def get_job_for(viewer: Viewer, job_id: str) -> Job:
    """Return a job, with what it made, to the one who asked for it. Raises ``NotFound``."""
    job = db.session.get(Job, job_id, options=[undefer(Job.content)])
    if job is None or viewer.person_id is None or job.asked_by_id != viewer.person_id:
        raise NotFound
    return job


# What the worker does


def lease_job(*, at: datetime) -> LeasedJob | None:
    """Return the job that has waited longest and keep it from others for a while; give up hopeless ones."""
    waiting = select(Job).where(*_can_be_done(at)).order_by(Job.asked_at, Job.id).limit(1)
    job = db.session.scalar(waiting.with_for_update(skip_locked=True))
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        job.finished_at, job.failure = at, NOT_MADE
        return None
    job.attempts += 1
    job.leased_until = at + LEASE
    db.session.flush()
    return LeasedJob(job.id, job.kind, job.subject_id, job.asked_by_id)


def is_any_waiting(*, at: datetime) -> bool:
    """Return whether there is work to do."""
    return db.session.scalar(select(Job.id).where(*_can_be_done(at)).limit(1)) is not None


def _can_be_done(at: datetime) -> list[ColumnElement[bool]]:
    """Return the conditions of a job to take: free, and writing nothing about an open secret poll's roll.

    A booklet names those who moved its motions, and may be of the very meeting that votes.
    """
    is_free = or_(Job.leased_until.is_(None), Job.leased_until < at)
    conditions = [Job.finished_at.is_(None), is_free, Job.asked_by_id.not_in(silence.silenced_people())]
    return [*conditions, Job.kind != JobKind.BOOKLET] if silence.is_any() else conditions


def note_progress(job_id: str, *, done: int, total: int) -> None:
    """Note how far a job has come."""
    db.session.execute(update(Job).where(Job.id == job_id).values(done=min(done, total), total=total))


def finish_with_file(job_id: str, content: bytes, *, name: str, at: datetime) -> None:
    """Keep the file that a job made."""
    job = db.session.get_one(Job, job_id)
    job.content, job.file_name, job.finished_at, job.done = content, name, at, job.total


def finish_with_paper(job_id: str, paper_id: str, *, at: datetime) -> None:
    """Note the paper that a job made."""
    job = db.session.get_one(Job, job_id)
    job.paper_id, job.finished_at, job.done = paper_id, at, job.total


def fail(job_id: str, failure: str, *, at: datetime) -> None:
    """Note that a job cannot be done, and why."""
    job = db.session.get_one(Job, job_id)
    job.finished_at, job.failure, job.content = at, failure, None


def forget_old(*, at: datetime) -> None:
    """Forget what was made more than a day ago."""
    for job in db.session.scalars(select(Job).where(Job.finished_at < at - KEPT_FOR)):
        db.session.delete(job)


def _ask(viewer: Viewer, kind: JobKind, subject_id: str, *, at: datetime) -> Job:
    unfinished = select(Job).where(
        *(Job.kind == kind, Job.subject_id == subject_id, Job.asked_by_id == viewer.id),
        Job.finished_at.is_(None),
    )
    job = db.session.scalar(unfinished)
    if job is None:
        job = Job(kind=kind, subject_id=subject_id, asked_by_id=viewer.id, asked_at=at)
        db.session.add(job)
        db.session.flush()
    return job
