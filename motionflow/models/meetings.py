"""Meetings with agenda, officers and attendance."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.models.bodies import Body
from motionflow.models.motions import Step
from motionflow.models.people import Person


class Meeting(Base):
    """A meeting of a hosted body: called ahead, or recorded later."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("(called_at IS NULL) = is_recorded_later", name="called_or_recorded_later"),
        CheckConstraint("ended_at IS NULL OR opened_at IS NOT NULL", name="ended_was_opened"),
        CheckConstraint("entitled >= 0", name="entitled_not_negative"),
        CheckConstraint("guests >= 0", name="guests_not_negative"),
        CheckConstraint("present <= entitled", name="present_at_most_entitled"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), index=True)
    kind: Mapped[MeetingKind]
    starts_at: Mapped[datetime]
    place: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    called_at: Mapped[datetime | None]
    called_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    is_recorded_later: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    entitled: Mapped[int | None]
    present: Mapped[int | None]
    guests: Mapped[int | None]
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    body: Mapped[Body] = relationship()
    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )
    officers: Mapped[list["MeetingOfficer"]] = relationship(cascade="all, delete-orphan")
    attendance: Mapped[list["Attendance"]] = relationship(cascade="all, delete-orphan")


class AgendaItem(Base):
    """One item of a meeting, such as 6.1; ``position`` sorts the numbers as people count."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        UniqueConstraint("meeting_id", "step_id"),
        CheckConstraint("title != ''", name="title_not_empty"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    step_id: Mapped[str | None] = mapped_column(ForeignKey("steps.id"), index=True)
    number: Mapped[str]
    position: Mapped[str]
    title: Mapped[str]
    treatment: Mapped[str] = mapped_column(default="")
    leave_given: Mapped[bool] = mapped_column(default=False)

    meeting: Mapped[Meeting] = relationship(back_populates="agenda")
    step: Mapped[Step | None] = relationship()


class MeetingOfficer(Base):
    """Who chaired, kept the minutes, counted or signs."""

    __tablename__ = "meeting_officers"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[OfficerKind] = mapped_column(primary_key=True)

    person: Mapped[Person] = relationship()


class Attendance(Base):
    """That a person is in a meeting; leaving and coming back adds a row."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("left_at IS NULL OR left_at >= came_at", name="left_after_coming"),
        UniqueConstraint("meeting_id", "person_id", "came_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
