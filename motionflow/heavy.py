"""The heavy work that people have asked for: papers as PDF, large booklets, dossiers. Done in the worker."""

import logging
from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import DBAPIError

from motionflow import clock
from motionflow.db import db
from motionflow.documents.pdf import NoOffice, NotMade, pdf_of
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.papers import JobKind
from motionflow.models import Person
from motionflow.services import dossiers, jobs, papers
from motionflow.services.access import Viewer, viewer_of
from motionflow.services.jobs import LeasedJob
from motionflow.services.meetings import get_meeting_for
from motionflow.transaction import writing

_log = logging.getLogger(__name__)


def do_next_job(app: Flask) -> bool:
    """Do the job that has waited longest; return whether there was one."""
    with app.app_context():
        if not jobs.is_any_waiting(at=clock.now()):
            return False
    with app.app_context(), writing():
        job = jobs.lease_job(at=clock.now())
    if job is None:
        return False
    try:
        _DO[job.kind](app, job)
    except DBAPIError:
        raise
    except Exception as error:  # whatever is wrong with one job must not hold back the others
        failure = jobs.NO_OFFICE if isinstance(error, NoOffice) else jobs.NOT_MADE
        expected = isinstance(error, NoOffice | NotMade)
        _log.warning("Job %s (%s) is not done: %s", job.id, job.kind, failure, exc_info=not expected)
        with app.app_context(), writing():
            jobs.fail(job.id, failure, at=clock.now())
        return True
    _log.info("Job %s (%s) is done.", job.id, job.kind)
    return True


def _pdf(app: Flask, job: LeasedJob) -> None:
    with app.app_context():
        paper = papers.get_paper_for(_viewer(job), job.subject_id)
        content, name = paper.content or b"", paper.file_name
    made = pdf_of(content)
    _keep(app, job, made, f"{name.removesuffix('.docx')}.pdf")


def _dossier(app: Flask, job: LeasedJob) -> None:
    with app.app_context():
        made = dossiers.make_dossier(
            _viewer(job), job.subject_id, at=clock.now(), progress=_progress(app, job)
        )
    _keep(app, job, made.content, made.file_name)


def _booklet(app: Flask, job: LeasedJob) -> None:
    """Make the booklet before the transaction that keeps it, since others wait while that is open."""
    with app.app_context():
        meeting = get_meeting_for(_viewer(job), job.subject_id)
        prepared = papers.prepare_booklet(
            meeting, by=job.asked_by_id, at=clock.now(), progress=_progress(app, job)
        )
    with app.app_context(), writing():
        meeting = get_meeting_for(_viewer(job), job.subject_id)
        paper = papers.make_booklet(meeting, by=job.asked_by_id, at=clock.now(), prepared=prepared)
        jobs.finish_with_paper(job.id, paper.id, at=clock.now())


_DO: dict[JobKind, Callable[[Flask, LeasedJob], None]] = {
    JobKind.PDF: _pdf,
    JobKind.DOSSIER: _dossier,
    JobKind.BOOKLET: _booklet,
}


def _viewer(job: LeasedJob) -> Viewer:
    return viewer_of(db.session.get_one(Person, job.asked_by_id), on=day_in_oslo(clock.now()))


def _keep(app: Flask, job: LeasedJob, content: bytes, name: str) -> None:
    with app.app_context(), writing():
        jobs.finish_with_file(job.id, content, name=name, at=clock.now())


def _progress(app: Flask, job: LeasedJob) -> Callable[[int, int], None]:
    """Return what notes how far a job has come, each time in a short transaction of its own."""

    def note(done: int, total: int) -> None:
        with app.app_context(), writing():
            jobs.note_progress(job.id, done=done, total=total)

    return note
