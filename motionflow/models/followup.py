"""What became of what was decided: dated statuses with their source."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from motionflow.db import Base, Id, new_id
from motionflow.domain.flow import FollowUpStatus


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
