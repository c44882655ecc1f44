"""The council as the party's people know it: seats, meeting dates, routes into it and what it did."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.council import AnswerKind, Sitting
from motionflow.domain.flow import Route
from motionflow.models.bodies import Body
from motionflow.models.motions import Decision, Step, Upload
from motionflow.models.people import Person


class CouncilPeriod(Base):
    """How a council is made up from a day on. Added, never changed: of one day's the latest holds."""

    __tablename__ = "council_periods"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), index=True)
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))

    seats: Mapped[list["PartySeats"]] = relationship(
        order_by="PartySeats.position", cascade="all, delete-orphan"
    )


class PartySeats(Base):
    """How many seats a party has in a period."""

    __tablename__ = "party_seats"
    __table_args__ = (
        CheckConstraint("party != ''", name="party_not_empty"),
        CheckConstraint("seats > 0", name="seats_positive"),
    )

    period_id: Mapped[str] = mapped_column(ForeignKey("council_periods.id"), primary_key=True)
    party: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    seats: Mapped[int]


class CouncilMeeting(Base):
    """A day on which an external body meets, and what it treats then."""

    __tablename__ = "council_meetings"
    __table_args__ = (UniqueConstraint("body_id", "held_on"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"))
    held_on: Mapped[date]
    sitting: Mapped[Sitting]
    source_link: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    cancelled_at: Mapped[datetime | None]

    body: Mapped[Body] = relationship()


class RouteDeadline(Base):
    """How many days before its meeting a council wants what comes by a route, from a day on."""

    __tablename__ = "route_deadlines"
    __table_args__ = (CheckConstraint("days >= 0", name="days_not_negative"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), index=True)
    route: Mapped[Route]
    days: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))


class RoutePlan(Base):
    """By which route, and to which meeting, a case is meant to come before the council."""

    __tablename__ = "route_plans"

    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), primary_key=True)
    route: Mapped[Route]
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("council_meetings.id"))
    chosen_at: Mapped[datetime]
    chosen_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    meeting: Mapped[CouncilMeeting | None] = relationship()


class DecisionSource(Base):
    """Where a decision is known from, added when it is found: the minute book as a file or a link."""

    __tablename__ = "decision_sources"
    __table_args__ = (
        CheckConstraint("title != ''", name="title_not_empty"),
        CheckConstraint("link != '' OR upload_id IS NOT NULL", name="link_or_file"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"), index=True)
    title: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    upload_id: Mapped[str | None] = mapped_column(ForeignKey("uploads.id"))
    added_at: Mapped[datetime]
    added_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    upload: Mapped[Upload | None] = relationship()


class DecisionCorrection(Base):
    """That a decision was recorded anew; the record it corrects stays as it was."""

    __tablename__ = "decision_corrections"
    __table_args__ = (
        CheckConstraint("reason != ''", name="has_reason"),
        CheckConstraint("decision_id != corrected_id", name="not_itself"),
    )

    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    corrected_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"), unique=True)
    reason: Mapped[str]

    corrected: Mapped[Decision] = relationship(foreign_keys=[corrected_id])


class OtherRecord(Base):
    """What a second person recorded of the same decision, kept until somebody has settled which holds.

    ``given`` is what was recorded, as JSON.
    """

    __tablename__ = "other_records"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_has_person"),
        CheckConstraint("(settled_at IS NULL) = (holds IS NULL)", name="settled_says_which"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), index=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"))
    given: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    holds: Mapped[bool | None]

    decision: Mapped[Decision] = relationship()
    recorded_by: Mapped[Person] = relationship(foreign_keys=[recorded_by_id])


class AnswerLink(Base):
    """A mailed link by which one councillor can answer for one case, by the hash of its token."""

    __tablename__ = "answer_links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    step: Mapped[Step] = relationship()
    person: Mapped[Person] = relationship()


class CouncilAnswer(Base):
    """What a councillor answered of a case: not treated yet, treated, or moved to another day."""

    __tablename__ = "council_answers"
    __table_args__ = (
        CheckConstraint("(kind = 'treated') = (decision_id IS NOT NULL)", name="treated_has_decision"),
        CheckConstraint("(kind = 'moved') = (moved_to IS NOT NULL)", name="moved_has_day"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[AnswerKind]
    moved_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decisions.id"))
    answered_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
