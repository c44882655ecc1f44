"""Themes of motions, what people follow besides cases, and when and how they want mail."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from motionflow.db import Base, Id, new_id
from motionflow.domain.themes import Theme


class MotionTheme(Base):
    """That a motion is about a theme."""

    __tablename__ = "motion_themes"

    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), primary_key=True)
    theme: Mapped[Theme] = mapped_column(primary_key=True, index=True)


class Subscription(Base):
    """That a person follows a body or a theme; who follows a case stands in ``followers``."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        CheckConstraint("(body_id IS NULL) != (theme IS NULL)", name="body_or_theme"),
        UniqueConstraint("person_id", "body_id"),
        UniqueConstraint("person_id", "theme"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    body_id: Mapped[str | None] = mapped_column(ForeignKey("bodies.id"), index=True)
    theme: Mapped[Theme | None] = mapped_column(index=True)
    since: Mapped[datetime]


class NewsItem(Base):
    """What a person shall be told in her next collected mail; ``mail_id`` says in which it was.

    ``kind`` is a ``MailKind``, kept as it is: what is told has no table of its own to be checked against.
    """

    __tablename__ = "news_items"
    __table_args__ = (Index("ix_news_items_mail_id_person_id", "mail_id", "person_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    facts: Mapped[str]
    noted_at: Mapped[datetime]
    mail_id: Mapped[str | None] = mapped_column(ForeignKey("mails.id"))


class MailChoice(Base):
    """When a person wants mail: no one between two hours, and all of a day in one where she says so."""

    __tablename__ = "mail_choices"
    __table_args__ = (
        CheckConstraint("quiet_from BETWEEN 0 AND 23", name="quiet_from_is_hour"),
        CheckConstraint("quiet_until BETWEEN 0 AND 23", name="quiet_until_is_hour"),
    )

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    quiet_from: Mapped[int]
    quiet_until: Mapped[int]
    gathers: Mapped[bool]


class CalendarAddress(Base):
    """The private part of a person's calendar address; renewing it ends the earlier address."""

    __tablename__ = "calendar_addresses"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    nonce: Mapped[str]
    made_at: Mapped[datetime]
