"""People, what they are in which body, and how they are signed in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.roles import Role
from motionflow.models.bodies import Body


class Person(Base):
    """Someone who uses motionflow, by the name she has chosen herself.

    Erasing one empties the row; the id stays in events.
    """

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
    known_as: Mapped[dict[str, "KnownAs"]] = relationship(
        collection_class=attribute_keyed_dict("body_id"), cascade="all, delete-orphan"
    )

    def name_in(self, body_id: str | None) -> str | None:
        """Return what a body calls her, else her own name; ``None`` for one who has been erased."""
        known = self.known_as.get(body_id) if body_id else None
        return known.name if known else self.name


class KnownAs(Base):
    """What a body calls one of its people, as its secretary wrote it. Erasing her takes the row away.

    Seen inside the body only: a body that knows an address learns no name from another one.
    """

    __tablename__ = "known_as"
    __table_args__ = (CheckConstraint("name != ''", name="name_not_empty"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), primary_key=True, index=True)
    name: Mapped[str]


class Membership(Base):
    """What a person is in a body, from a day to a day (both included).

    A role taken back on its first day ends the day before it begins. ``member_since`` is earlier than
    ``from_on`` where the membership is older than its row here.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on - 1", name="period_in_order").ddl_if(
            "postgresql"
        ),
        CheckConstraint(
            "until_on IS NULL OR until_on >= date(from_on, '-1 day')", name="period_in_order"
        ).ddl_if("sqlite"),
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

    @property
    def name(self) -> str | None:
        """What the body calls her; ``None`` for one who has been erased."""
        return self.person.name_in(self.body_id)


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
