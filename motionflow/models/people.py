"""People, what they are in which body, and how they are signed in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.roles import Role
from motionflow.models.bodies import Body


class Person(Base):
    """Someone who uses motionflow. Erasing one empties the row; the id stays in events."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("(erased_at IS NULL) = (name IS NOT NULL)", name="erased_has_no_name"),
        CheckConstraint("erased_at IS NULL OR address IS NULL", name="erased_has_no_address"),
        CheckConstraint("language IN ('nb', 'nn', 'en')", name="language_known"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str | None]
    address: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="nb")
    made_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")


class Membership(Base):
    """What a person is in a body, from a day to a day (both included).

    ``member_since`` is earlier than ``from_on`` where the membership is older than its row here.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="period_in_order"),
        CheckConstraint("role != 'councillor' OR party IS NOT NULL", name="councillor_has_party"),
        Index("ix_memberships_person_id_body_id", "person_id", "body_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), index=True)
    role: Mapped[Role]
    party: Mapped[str | None]
    title: Mapped[str | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    member_since: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships")
    body: Mapped[Body] = relationship()


class SignInLink(Base):
    """A mailed link, by the hash of its token. Only links of the example can be used again."""

    __tablename__ = "sign_in_links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    is_reusable: Mapped[bool] = mapped_column(default=False)


class WebSession(Base):
    """A signed-in browser, by the hash of what its cookie holds. Ended ones stay ended."""

    __tablename__ = "web_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
