"""Amendments of a step's text, the chair's hold on them, and the text put together at the end."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.amendments import AmendmentState, Scope, Words
from motionflow.models.bodies import Body
from motionflow.models.motions import Step
from motionflow.models.people import Person
from motionflow.models.recommendations import Recommendation
from motionflow.models.votes import VoteEvent


class Amendment(Base):
    """A text edited from the one a step has: what differs is the amendment.

    The words it was edited from are kept with it, so that it can be read, and brought over to a text that
    has changed since. ``state`` moves by ``domain/amendments.py`` only.
    """

    __tablename__ = "amendments"
    __table_args__ = (
        UniqueConstraint("step_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("(state = 'draft') = (number IS NULL)", name="handed_in_has_number"),
        CheckConstraint(
            "(state IN ('draft', 'submitted')) = (settled_at IS NULL)", name="settled_has_moment"
        ),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_has_person"),
        CheckConstraint("(state = 'draft') = (handed_in_at IS NULL)", name="handed_in_has_moment"),
        CheckConstraint("state != 'dismissed' OR reason != ''", name="refusal_has_reason"),
        CheckConstraint("(scope = 'amendment') = (parent_id IS NOT NULL)", name="parent_by_scope"),
        CheckConstraint("parent_id IS NULL OR parent_id != id", name="not_own_parent"),
        CheckConstraint("text != ''", name="text_not_empty"),
        CheckConstraint(
            "scope = 'postponement' OR text != base_text OR motion_grounds != base_motion_grounds",
            name="changes_something",
        ),
        CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN body_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN mover_name = '' THEN 0 ELSE 1 END) = 1",
            name="one_mover",
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), index=True)
    number: Mapped[int | None]
    scope: Mapped[Scope]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"))
    state: Mapped[AmendmentState]
    based_on: Mapped[int]
    base_text: Mapped[str]
    base_motion_grounds: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    motion_grounds: Mapped[str] = mapped_column(default="")
    grounds: Mapped[str] = mapped_column(default="")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    body_id: Mapped[str | None] = mapped_column(ForeignKey("bodies.id"))
    mover_name: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    authored_at: Mapped[datetime | None]
    written_at: Mapped[datetime]
    written_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    handed_in_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(default="")
    fell_for_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"))
    vote_position: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    step: Mapped[Step] = relationship(back_populates="amendments")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    body: Mapped[Body | None] = relationship()
    parent: Mapped["Amendment | None"] = relationship(remote_side=[id], foreign_keys=[parent_id])
    fell_for: Mapped["Amendment | None"] = relationship(remote_side=[id], foreign_keys=[fell_for_id])
    votes: Mapped[list[VoteEvent]] = relationship(order_by="VoteEvent.round", cascade="all, delete-orphan")
    recommendations: Mapped[list[Recommendation]] = relationship(
        primaryjoin="and_(Amendment.id == Recommendation.amendment_id, "
        "Recommendation.published_at.is_not(None))",
        order_by="Recommendation.published_at",
        viewonly=True,
    )

    @property
    def shown_number(self) -> str:
        """The number people say: A1; a draft has none."""
        return "" if self.number is None else f"A{self.number}"

    @property
    def base(self) -> Words:
        """The words it was edited from."""
        return Words(self.base_text, self.base_motion_grounds)

    @property
    def words(self) -> Words:
        """The words as it would have them."""
        return Words(self.text, self.motion_grounds)


class Amending(Base):
    """How a step's amendments are treated: closed for more, and the text put together at the end.

    ``sources`` tells, as JSON, which amendment each changed paragraph of the result came from.
    """

    __tablename__ = "amending"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_has_person"),
        CheckConstraint("(made_at IS NULL) = (made_by_id IS NULL)", name="made_has_person"),
        CheckConstraint("(made_at IS NULL) = (text = '')", name="made_has_text"),
    )

    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), primary_key=True)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(default="")
    motion_grounds: Mapped[str] = mapped_column(default="")
    sources: Mapped[str] = mapped_column(default="[]")
    made_at: Mapped[datetime | None]
    made_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    step: Mapped[Step] = relationship(back_populates="amending")
