"""What became of what was decided: dated statuses, promises with their reports, and figures over time."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.commitments import Rung
from motionflow.domain.flow import FollowUpStatus
from motionflow.models.bodies import Body
from motionflow.models.motions import Decision
from motionflow.models.people import Person


class FollowUp(Base):
    """A status of a case from a day on. Statuses are added, never changed; the latest holds."""

    __tablename__ = "follow_ups"
    __table_args__ = (CheckConstraint("source_title != ''", name="has_source"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), index=True)
    status: Mapped[FollowUpStatus]
    on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    source_title: Mapped[str]
    source_link: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))


class Commitment(Base):
    """What a decision promises: what, the elected body or office-holder who answers, by when, how much.

    ``target`` is in ``unit``: 10 places, 500 000 kr. ``due_on`` is the first date and stays; a delay
    stands in the reports.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint("what != ''", name="what_not_empty"),
        CheckConstraint("unit != ''", name="unit_not_empty"),
        CheckConstraint("target > 0", name="target_positive"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), index=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"), index=True)
    what: Mapped[str]
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    target: Mapped[int] = mapped_column(BigInteger)
    unit: Mapped[str]
    due_on: Mapped[date] = mapped_column(index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    decision: Mapped[Decision] = relationship()
    body: Mapped[Body] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    reports: Mapped[list["CommitmentReport"]] = relationship(
        back_populates="commitment", order_by="CommitmentReport.number", cascade="all, delete-orphan"
    )


class CommitmentReport(Base):
    """How a commitment stood on a day, with its source. Reports are added, never changed."""

    __tablename__ = "commitment_reports"
    __table_args__ = (
        UniqueConstraint("commitment_id", "number"),
        CheckConstraint("source_title != ''", name="has_source"),
        CheckConstraint("reached >= 0", name="reached_not_negative"),
        CheckConstraint("(status = 'delayed') = (new_due_on IS NOT NULL)", name="delay_has_new_date"),
        CheckConstraint(
            "status NOT IN ('delayed', 'stopped', 'lapsed') OR reason != ''", name="giving_up_has_reason"
        ),
        CheckConstraint(
            "status != 'partly_done' OR (reached IS NOT NULL AND reached > 0)", name="part_has_number"
        ),
        Index(
            "uq_commitment_reports_one_delay",
            "commitment_id",
            unique=True,
            sqlite_where=text("status = 'delayed'"),
            postgresql_where=text("status = 'delayed'"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    commitment_id: Mapped[str] = mapped_column(ForeignKey("commitments.id"))
    number: Mapped[int]
    status: Mapped[FollowUpStatus]
    on: Mapped[date]
    reached: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    new_due_on: Mapped[date | None]
    is_final: Mapped[bool] = mapped_column(default=False)
    source_title: Mapped[str]
    source_link: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    commitment: Mapped[Commitment] = relationship(back_populates="reports")


class Reminder(Base):
    """That a person was reminded of a commitment and a date at one rung; so nobody is reminded twice."""

    __tablename__ = "reminders"

    commitment_id: Mapped[str] = mapped_column(ForeignKey("commitments.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    rung: Mapped[Rung] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    reminded_at: Mapped[datetime]


class ReminderStop(Base):
    """That a person wants no reminders of one commitment."""

    __tablename__ = "reminder_stops"

    commitment_id: Mapped[str] = mapped_column(ForeignKey("commitments.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    stopped_at: Mapped[datetime]


class Indicator(Base):
    """A figure that a motion leans on, such as a rank, kept so that its course can be seen."""

    __tablename__ = "indicators"
    __table_args__ = (CheckConstraint("name != ''", name="name_not_empty"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), index=True)
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    lower_is_better: Mapped[bool]
    made_at: Mapped[datetime]
    made_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    readings: Mapped[list["Reading"]] = relationship(order_by="Reading.on", cascade="all, delete-orphan")


class Reading(Base):
    """An indicator on a day, with its source: ``hundredths`` of the figure, ``out_of`` how many."""

    __tablename__ = "readings"
    __table_args__ = (
        UniqueConstraint("indicator_id", "on"),
        CheckConstraint("source_title != ''", name="has_source"),
        CheckConstraint("out_of > 0", name="out_of_positive"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    indicator_id: Mapped[str] = mapped_column(ForeignKey("indicators.id"))
    on: Mapped[date]
    hundredths: Mapped[int] = mapped_column(BigInteger)
    out_of: Mapped[int | None]
    source_title: Mapped[str]
    source_link: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    @property
    def figure(self) -> Decimal:
        """The figure itself."""
        return Decimal(self.hundredths) / 100
