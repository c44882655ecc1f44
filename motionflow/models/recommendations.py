"""What preparing bodies advise a meeting to do with a motion or an amendment, and what the mover answers."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.recommendations import Answer, RecommendationBy, Verb
from motionflow.models.bodies import Body
from motionflow.models.people import Person

if TYPE_CHECKING:
    from motionflow.models.motions import Step


class Recommendation(Base):
    """What a preparing body advises the meeting to do with a step's motion, or with one amendment.

    Until it is published it is a draft of those who recommend.
    """

    __tablename__ = "recommendations"
    __table_args__ = (
        CheckConstraint("verb != 'adopt_with_changes' OR text != ''", name="changes_have_text"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_has_moment"),
        CheckConstraint("(answer IS NULL) = (answered_by_id IS NULL)", name="answer_has_person"),
        CheckConstraint("answer IS NULL OR published_at IS NOT NULL", name="answered_was_published"),
        CheckConstraint("answer IS NOT NULL OR answer_comment = ''", name="comment_has_answer"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), index=True)
    amendment_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"), index=True)
    by: Mapped[RecommendationBy]
    verb: Mapped[Verb]
    target: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    grounds: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime]
    given_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]
    answer: Mapped[Answer | None]
    answer_comment: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    step: Mapped["Step"] = relationship(viewonly=True)
    recommenders: Mapped[list["Recommender"]] = relationship(
        order_by="Recommender.position", cascade="all, delete-orphan"
    )


class Recommender(Base):
    """One of those behind a recommendation: a person, a body, or a name as it was written."""

    __tablename__ = "recommenders"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "position"),
        CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN body_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN name = '' THEN 0 ELSE 1 END) = 1",
            name="person_or_body_or_name",
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    recommendation_id: Mapped[str] = mapped_column(ForeignKey("recommendations.id"))
    position: Mapped[int]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    body_id: Mapped[str | None] = mapped_column(ForeignKey("bodies.id"))
    name: Mapped[str] = mapped_column(default="")

    person: Mapped[Person | None] = relationship()
    body: Mapped[Body | None] = relationship()
