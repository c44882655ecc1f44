"""Mail that waits to be sent, and forms that have been answered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.models.people import Person


class MailKind(StrEnum):
    """Why a mail is sent; each has its template in ``templates/mail/``."""

    SIGN_IN = "sign_in"
    CASE_RECEIVED = "case_received"
    CASE_DECIDED = "case_decided"
    CASE_RETURNED = "case_returned"
    CASE_DECLINED = "case_declined"
    CASE_FOLLOWED_UP = "case_followed_up"
    CASE_TAKEN_OFF = "case_taken_off"
    CASE_OBJECTED = "case_objected"
    COMMITMENT_REPORTED = "commitment_reported"
    REMINDER = "reminder"
    DIGEST = "digest"
    ANNEX_READY = "annex_ready"
    RECOMMENDED = "recommended"
    RECOMMENDATION_ANSWERED = "recommendation_answered"
    ANSWER_ASKED = "answer_asked"


class Mail(Base):
    """One message to one person, written in the same transaction as what it tells of.

    The words are made when it is sent, from ``facts``: so no token and no member's address rests here.
    """

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="sent_or_given_up"),
        Index("ix_mails_due_at", "sent_at", "given_up_at", "due_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    kind: Mapped[MailKind]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    facts: Mapped[str]
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class Audience(StrEnum):
    """Who is told of something about a case."""

    FOLLOWERS = "followers"
    SECRETARIES = "secretaries"
    MOVERS = "movers"
    """Those who moved what a recommendation is about."""


class HeldTelling(Base):
    """That people are to be told of something once no secret poll is open: whom is asked then.

    Nobody is named but ``but_id``, who did it and is not told. ``kind`` is a ``MailKind``.
    """

    __tablename__ = "held_tellings"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    audience: Mapped[Audience]
    kind: Mapped[str]
    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), index=True)
    body_id: Mapped[str | None] = mapped_column(ForeignKey("bodies.id"), index=True)
    but_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    facts: Mapped[str]
    noted_at: Mapped[datetime]


class AnsweredForm(Base):
    """That a form was answered and where that led, so that a second press leads to the same place."""

    __tablename__ = "answered_forms"

    key: Mapped[str] = mapped_column(primary_key=True)
    answered_at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str] = mapped_column(default="")
