"""Work that is too heavy for a request: asked for on a page, done by the worker, fetched when it is ready."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from motionflow.db import Base, Id, new_id
from motionflow.domain.papers import JobKind


class Job(Base):
    """One piece of work for one person, with how far it has come.

    ``subject_id`` is the row it is made of: a paper, a meeting, a case. What it made is a paper, or a file
    that is kept for a short while.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("finished_at IS NOT NULL OR (content IS NULL AND failure = '')", name="ends_last"),
        CheckConstraint("content IS NULL OR failure = ''", name="made_or_failed"),
        CheckConstraint("done >= 0 AND done <= total", name="done_of_total"),
        Index("ix_jobs_finished_at_asked_at", "finished_at", "asked_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    kind: Mapped[JobKind]
    subject_id: Mapped[str] = mapped_column(Id)
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    paper_id: Mapped[str | None] = mapped_column(ForeignKey("papers.id"))
