"""The Word documents: bytes, checksum, the facts they were made from, version and language."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.papers import PaperKind


class Paper(Base):
    """One version of a paper. Making it again adds a version; destroyed bytes stay marked so."""

    __tablename__ = "papers"
    __table_args__ = (
        UniqueConstraint("subject_id", "kind", "version"),
        CheckConstraint("(content IS NULL) = (destroyed_at IS NOT NULL)", name="destroyed_has_no_bytes"),
        CheckConstraint("(facts IS NULL) = (destroyed_at IS NOT NULL)", name="destroyed_has_no_facts"),
        CheckConstraint("language IN ('nb', 'nn')", name="language_of_papers"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    kind: Mapped[PaperKind]
    subject_id: Mapped[str] = mapped_column(Id)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), index=True)
    motion_id: Mapped[str | None] = mapped_column(ForeignKey("motions.id"), index=True)
    step_id: Mapped[str | None] = mapped_column(ForeignKey("steps.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    version: Mapped[int]
    language: Mapped[str]
    title: Mapped[str]
    file_name: Mapped[str]
    facts: Mapped[str | None] = mapped_column(deferred=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    size: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    destroyed_at: Mapped[datetime | None]

    edit: Mapped["PaperEdit | None"] = relationship(
        foreign_keys="PaperEdit.paper_id", lazy="joined", viewonly=True
    )


class PaperEdit(Base):
    """That a version of a paper was edited by hand, from which version, and by whom."""

    __tablename__ = "paper_edits"
    __table_args__ = (CheckConstraint("paper_id != from_paper_id", name="not_from_itself"),)

    paper_id: Mapped[str] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    from_paper_id: Mapped[str] = mapped_column(ForeignKey("papers.id"), index=True)
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))


class LetterheadFile(Base):
    """A body's own letterhead: the empty document that was made of the Word file which was sent in."""

    __tablename__ = "letterheads"

    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), primary_key=True)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    size: Mapped[int]
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))


class LetterheadVersion(Base):
    """A letterhead as it was sent in, in use or to be looked at first; those that were in use are kept.

    With it a paper can be made again as it was, also when the body has another letterhead by then.
    """

    __tablename__ = "letterhead_versions"
    __table_args__ = (UniqueConstraint("body_id", "sha256"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"))
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    size: Mapped[int]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime | None]


class PaperPerson(Base):
    """That a paper names a person; found again when she is erased."""

    __tablename__ = "paper_people"

    paper_id: Mapped[str] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
