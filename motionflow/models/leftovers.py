"""What comes back by itself, what was treated together, and what a mover said against being covered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base
from motionflow.models.motions import Decision, Step
from motionflow.models.people import Person


class LeftOver(Base):
    """That a step came on a meeting's list by itself, left over from before; and why it was taken off."""

    __tablename__ = "left_overs"
    __table_args__ = (
        CheckConstraint("(taken_off_at IS NULL) = (taken_off_by_id IS NULL)", name="taken_off_has_person"),
        CheckConstraint("taken_off_at IS NULL OR reason != ''", name="taken_off_has_reason"),
    )

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), primary_key=True, index=True)
    put_at: Mapped[datetime]
    taken_off_at: Mapped[datetime | None]
    taken_off_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(default="")


class Joining(Base):
    """That a step's motion is treated together with another motion's step at the same body."""

    __tablename__ = "joinings"
    __table_args__ = (CheckConstraint("step_id != into_step_id", name="not_itself"),)

    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), primary_key=True)
    into_step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), index=True)
    joined_at: Mapped[datetime]
    joined_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    step: Mapped[Step] = relationship(foreign_keys=[step_id])
    into_step: Mapped[Step] = relationship(foreign_keys=[into_step_id])


class Objection(Base):
    """What the mover says against «covered by another decision», once; the case then comes up again."""

    __tablename__ = "objections"
    __table_args__ = (CheckConstraint("text != ''", name="text_not_empty"),)

    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    objected_at: Mapped[datetime]
    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"))

    decision: Mapped[Decision] = relationship()
    person: Mapped[Person] = relationship()
