"""Bodies in a tree, who records for the external ones, and their dated rules."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.flow import BodyKind
from motionflow.domain.rolls import DuesRule, RollKind
from motionflow.domain.voting import RuleName, Tie


class Body(Base):
    """A branch, party, group, committee or council. An external one is recorded, never held here."""

    __tablename__ = "bodies"
    __table_args__ = (
        CheckConstraint("name != ''", name="name_not_empty"),
        CheckConstraint("slug != ''", name="slug_not_empty"),
        CheckConstraint("language IN ('nb', 'nn')", name="language_of_papers"),
        CheckConstraint("seats IS NULL OR seats > 0", name="seats_positive"),
        CheckConstraint("parent_id IS NULL OR parent_id != id", name="not_own_parent"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[BodyKind]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("bodies.id"), index=True)
    is_hosted: Mapped[bool]
    language: Mapped[str] = mapped_column(default="nb")
    place: Mapped[str] = mapped_column(default="")
    municipality: Mapped[str] = mapped_column(default="")
    seats: Mapped[int | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]

    parent: Mapped["Body | None"] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[list["Body"]] = relationship(back_populates="parent", order_by="Body.name")
    rule_sets: Mapped[list["RuleSet"]] = relationship(order_by="RuleSet.valid_from")
    followers: Mapped[list["BodyFollow"]] = relationship(
        foreign_keys="BodyFollow.external_body_id", back_populates="external_body"
    )


class BodyFollow(Base):
    """A hosted body whose people record what an external body does."""

    __tablename__ = "body_follows"
    __table_args__ = (CheckConstraint("external_body_id != body_id", name="not_itself"),)

    external_body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), primary_key=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), primary_key=True)

    external_body: Mapped[Body] = relationship(foreign_keys=[external_body_id], back_populates="followers")
    body: Mapped[Body] = relationship(foreign_keys=[body_id])


class RuleSet(Base):
    """A body's rules from a day on: days before a meeting, and how votes are counted."""

    __tablename__ = "rule_sets"
    __table_args__ = (
        UniqueConstraint("body_id", "valid_from"),
        CheckConstraint("notice_days >= 0", name="notice_days_not_negative"),
        CheckConstraint("motion_days >= 0", name="motion_days_not_negative"),
        CheckConstraint("papers_days >= 0", name="papers_days_not_negative"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"))
    valid_from: Mapped[date]
    notice_days: Mapped[int | None]
    motion_days: Mapped[int | None]
    papers_days: Mapped[int | None]
    majority: Mapped[RuleName]
    tie: Mapped[Tie]
    allows_blanks: Mapped[bool]
    membership_days: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")

    polls: Mapped["PollRules | None"] = relationship(lazy="joined", cascade="all, delete-orphan")


class PollRules(Base):
    """What a body's rules say about polls: whose roll, which dues, quorum, secrecy, how long names are kept.

    ``quorum`` is the share of the entitled that must be present. ``names_kept_days`` is how long it is kept
    who voted for what, from the end of the meeting; ``None`` is as long as the meeting itself.
    """

    __tablename__ = "poll_rules"
    __table_args__ = (CheckConstraint("names_kept_days >= 0", name="names_kept_days_not_negative"),)

    rule_set_id: Mapped[str] = mapped_column(ForeignKey("rule_sets.id"), primary_key=True)
    roll: Mapped[RollKind]
    dues: Mapped[DuesRule]
    quorum: Mapped[str | None]
    quorum_is_strict: Mapped[bool]
    quorum_refuses: Mapped[bool]
    secret_when_asked: Mapped[bool]
    names_kept_days: Mapped[int | None]
