"""The case: a motion with its texts and sources, its steps at the bodies, and their decisions."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.flow import Arrival, Outcome, Route, StepState
from motionflow.models.bodies import Body
from motionflow.models.people import Person
from motionflow.models.recommendations import Recommendation
from motionflow.models.votes import VoteEvent

if TYPE_CHECKING:
    from motionflow.models.amendments import Amending, Amendment


class Motion(Base):
    """One case, numbered per founding body and year: 2019/1 is shown, the id is the address."""

    __tablename__ = "motions"
    __table_args__ = (
        UniqueConstraint("founding_body_id", "year", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        Index("ix_motions_started_at_id", "started_at", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    founding_body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"))
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str]
    original_id: Mapped[str | None] = mapped_column(ForeignKey("uploads.id"))
    is_example: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    founding_body: Mapped[Body] = relationship()
    texts: Mapped[list["MotionText"]] = relationship(
        back_populates="motion", order_by="MotionText.version", cascade="all, delete-orphan"
    )
    movers: Mapped[list["Mover"]] = relationship(back_populates="motion", cascade="all, delete-orphan")
    sources: Mapped[list["Source"]] = relationship(order_by="Source.added_at", cascade="all, delete-orphan")
    steps: Mapped[list["Step"]] = relationship(back_populates="motion", order_by="Step.number")
    original: Mapped["Upload | None"] = relationship()

    @property
    def shown_number(self) -> str:
        """The number people say: 2019/1."""
        return f"{self.year}/{self.number}"

    @property
    def text(self) -> "MotionText":
        """The text in force: the latest version."""
        return self.texts[-1]


class MotionText(Base):
    """One version of a motion's text. A correction is a new version; none is changed."""

    __tablename__ = "motion_texts"
    __table_args__ = (
        CheckConstraint("title != ''", name="title_not_empty"),
        CheckConstraint("proposed_decision != ''", name="proposed_decision_not_empty"),
    )

    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    grounds: Mapped[str]
    proposed_decision: Mapped[str]
    written_at: Mapped[datetime]
    written_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    motion: Mapped[Motion] = relationship(back_populates="texts")
    written_by: Mapped[Person] = relationship()


class Mover(Base):
    """Who moved the motion: a body or a person."""

    __tablename__ = "movers"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) != (body_id IS NULL)", name="person_or_body"),
        UniqueConstraint("motion_id", "person_id"),
        UniqueConstraint("motion_id", "body_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    body_id: Mapped[str | None] = mapped_column(ForeignKey("bodies.id"))

    motion: Mapped[Motion] = relationship(back_populates="movers")
    person: Mapped[Person | None] = relationship()
    body: Mapped[Body | None] = relationship()


class Upload(Base):
    """A file as it came, but for a template it names. Never changed, and served as a download only."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    size: Mapped[int]
    added_at: Mapped[datetime]
    added_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))


class Source(Base):
    """What the motion leans on: title, origin, day, link or file, and what is doubtful about it."""

    __tablename__ = "sources"
    __table_args__ = (CheckConstraint("title != ''", name="title_not_empty"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), index=True)
    title: Mapped[str]
    origin: Mapped[str] = mapped_column(default="")
    dated_on: Mapped[date | None]
    link: Mapped[str] = mapped_column(default="")
    upload_id: Mapped[str | None] = mapped_column(ForeignKey("uploads.id"))
    doubt: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    upload: Mapped[Upload | None] = relationship()


class Step(Base):
    """One body's treatment of the case; ``state`` moves by ``domain/flow.py`` only."""

    __tablename__ = "steps"
    __table_args__ = (
        UniqueConstraint("motion_id", "number"),
        CheckConstraint(
            "(state IN ('returned', 'declined', 'decided')) = (ended_at IS NOT NULL)",
            name="ended_has_moment",
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_has_person"),
        CheckConstraint(
            "state NOT IN ('returned', 'declined') OR ended_reason != ''", name="refusal_has_reason"
        ),
        Index("ix_steps_body_id_state", "body_id", "state"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"))
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"))
    number: Mapped[int]
    state: Mapped[StepState]
    route: Mapped[Route | None]
    arrival: Mapped[Arrival]
    received_text: Mapped[str]
    received_at: Mapped[datetime]
    sent_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    from_step_id: Mapped[str | None] = mapped_column(ForeignKey("steps.id"))
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    ended_reason: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime | None]
    case_number: Mapped[str] = mapped_column(default="")
    archive_number: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    motion: Mapped[Motion] = relationship(back_populates="steps")
    body: Mapped[Body] = relationship()
    from_step: Mapped["Step | None"] = relationship(remote_side=[id])
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="step", order_by="Decision.number", cascade="all, delete-orphan"
    )
    recommendations: Mapped[list[Recommendation]] = relationship(
        primaryjoin="and_(Step.id == Recommendation.step_id, Recommendation.amendment_id.is_(None), "
        "Recommendation.published_at.is_not(None))",
        order_by="Recommendation.published_at",
        viewonly=True,
    )
    amendments: Mapped[list["Amendment"]] = relationship(back_populates="step", order_by="Amendment.number")
    amending: Mapped["Amending | None"] = relationship(back_populates="step")

    @property
    def decision(self) -> "Decision | None":
        """The latest decision, if the step has one; a postponed step has earlier ones."""
        return self.decisions[-1] if self.decisions else None


class Decision(Base):
    """What a body decided: outcome, operative text and, where it sends on, the proposed decision."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("step_id", "number"),
        CheckConstraint(
            "outcome NOT IN ('adopted', 'adopted_with_changes', 'answered', 'recommended')"
            " OR operative_text != ''",
            name="adopted_has_text",
        ),
        CheckConstraint(
            "outcome NOT IN ('dismissed', 'sent_back', 'covered', 'lapsed') OR reason != ''",
            name="refusal_has_reason",
        ),
        CheckConstraint(
            "outcome != 'covered' OR covering_link != '' OR covering_motion_id IS NOT NULL",
            name="covered_has_link",
        ),
        CheckConstraint("next_body_id IS NULL OR proposed_decision != ''", name="sent_on_has_text"),
        CheckConstraint("outcome != 'sent_on' OR next_body_id IS NOT NULL", name="sent_on_has_next_body"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"))
    number: Mapped[int]
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    agenda_number: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome]
    operative_text: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    covering_motion_id: Mapped[str | None] = mapped_column(ForeignKey("motions.id"))
    covering_link: Mapped[str] = mapped_column(default="")
    next_body_id: Mapped[str | None] = mapped_column(ForeignKey("bodies.id"))
    proposed_decision: Mapped[str] = mapped_column(default="")
    source_title: Mapped[str] = mapped_column(default="")
    source_link: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    step: Mapped[Step] = relationship(back_populates="decisions")
    next_body: Mapped[Body | None] = relationship()
    covering_motion: Mapped[Motion | None] = relationship()
    tabled: Mapped[list["TabledProposal"]] = relationship(
        order_by="TabledProposal.position", cascade="all, delete-orphan"
    )
    votes: Mapped[list[VoteEvent]] = relationship(order_by="VoteEvent.round", cascade="all, delete-orphan")


class TabledProposal(Base):
    """A proposal that was on the table when a council decided, and who put it forward."""

    __tablename__ = "tabled_proposals"
    __table_args__ = (
        CheckConstraint("name != ''", name="name_not_empty"),
        UniqueConstraint("decision_id", "name"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"))
    position: Mapped[int]
    name: Mapped[str]
    parties: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")


class Follower(Base):
    """That a person wants a mail when the case moves."""

    __tablename__ = "followers"

    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since: Mapped[datetime]

    person: Mapped[Person] = relationship()
