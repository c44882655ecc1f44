"""Secret polls: who was given a token, and the ballots, with nothing that joins the two."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base
from motionflow.models.people import Person
from motionflow.models.polls import Poll


class SecretPoll(Base):
    """What a secret poll is bound to. ``header`` is the JSON that every ballot is sealed for.

    ``key_name`` names the folder of its keys; empty once they are destroyed. ``check_in`` counts how often
    check-in was begun, each time with a new key.
    """

    __tablename__ = "secret_polls"
    __table_args__ = (CheckConstraint("check_in > 0", name="check_in_positive"),)

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    key_name: Mapped[str | None]
    check_in: Mapped[int] = mapped_column(default=1)
    header: Mapped[str]
    made_at: Mapped[datetime]

    poll: Mapped[Poll] = relationship()
    tellers: Mapped[list["PollTeller"]] = relationship(
        order_by="PollTeller.number", cascade="all, delete-orphan"
    )


class PollTeller(Base):
    """One of the three who hold a passphrase to a secret poll; two of them open it."""

    __tablename__ = "poll_tellers"
    __table_args__ = (
        UniqueConstraint("poll_id", "person_id"),
        CheckConstraint("number BETWEEN 1 AND 3", name="number_of_three"),
    )

    poll_id: Mapped[str] = mapped_column(ForeignKey("secret_polls.poll_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person] = relationship()


class IssuedToken(Base):
    """That a person was given a token at check-in, and the blinded message that was signed for her."""

    __tablename__ = "issued"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[str] = mapped_column(ForeignKey("secret_polls.poll_id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    blinded: Mapped[bytes] = mapped_column(LargeBinary)


class PaperVoter(Base):
    """That somebody on the roll can't be given a token, has been told so, and gets a ballot of paper."""

    __tablename__ = "paper_voters"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[str] = mapped_column(ForeignKey("secret_polls.poll_id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)


class SealedBallot(Base):
    """A ballot in the box: no number, no time, no address, and no order but that of the tokens."""

    __tablename__ = "sealed_ballots"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[str] = mapped_column(ForeignKey("secret_polls.poll_id"), primary_key=True)
    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class PublishedPoll(Base):
    """The file of a counted secret poll, from which anyone in the meeting can count it again."""

    __tablename__ = "published_polls"

    poll_id: Mapped[str] = mapped_column(ForeignKey("secret_polls.poll_id"), primary_key=True)
    file_name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    published_at: Mapped[datetime]
