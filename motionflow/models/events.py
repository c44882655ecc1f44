"""What happened, chained by hash, one chain per body."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from motionflow.db import Base, Id


class Event(Base):
    """One thing that happened in a body: opaque ids and codes only, never names or free text.

    ``facts`` is canonical JSON, so that its bytes can be hashed again.
    """

    __tablename__ = "events"
    __table_args__ = (CheckConstraint("number > 0", name="number_positive"),)

    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[str | None] = mapped_column(Id)
    name: Mapped[str]
    subject_id: Mapped[str] = mapped_column(Id, index=True)
    facts: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class ChainHead(Base):
    """The last number and hash of a body's chain; locked last in every transaction that adds to it."""

    __tablename__ = "chain_heads"

    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), primary_key=True)
    number: Mapped[int]
    hash: Mapped[str]
