"""Polls: what is voted on, by whom, what was cast and counted; and the room they are held in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.polls import Channel, PollKind, PollState, RequestKind, Secrecy
from motionflow.domain.rolls import ExclusionReason
from motionflow.domain.voting import Verdict
from motionflow.models.amendments import Amendment
from motionflow.models.meetings import AgendaItem, Meeting
from motionflow.models.people import Person
from motionflow.models.votes import RuleColumns

_OPENED = "('open', 'closed', 'counted')"


class MeetingRoom(Base):
    """Where a meeting's people follow it: random addresses, and a number that grows with every news.

    ``code_key`` makes the code that changes on the hall's screen; nobody sees it. With ``needs_code`` members
    type that code to check in.
    """

    __tablename__ = "meeting_rooms"
    __table_args__ = (CheckConstraint("news > 0", name="news_positive"),)

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    live_key: Mapped[str] = mapped_column(unique=True)
    screen_key: Mapped[str] = mapped_column(unique=True)
    code_key: Mapped[str]
    needs_code: Mapped[bool] = mapped_column(default=False)
    news: Mapped[int] = mapped_column(default=1)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_items.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]


class Poll(RuleColumns, Base):
    """A vote on something definite: question, options, rule and roll, and how far it has come.

    ``entitled`` are all who could have come, ``roll_count`` those who can vote in it, both from its opening
    on. ``ballots_hash`` is over the named ballots with ``ballots_salt``; both go with the ballots.
    """

    __tablename__ = "polls"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("question != ''", name="question_not_empty"),
        CheckConstraint("round IN (1, 2)", name="at_most_two_rounds"),
        CheckConstraint(f"state NOT IN {_OPENED} OR opened_at IS NOT NULL", name="opened_says_when"),
        CheckConstraint(f"state NOT IN {_OPENED} OR roll_hash IS NOT NULL", name="opened_has_roll"),
        CheckConstraint(
            "(state IN ('closed', 'counted')) = (closed_at IS NOT NULL) OR state = 'annulled'",
            name="closed_says_when",
        ),
        CheckConstraint("(state = 'counted') = (verdict IS NOT NULL)", name="counted_has_result"),
        CheckConstraint("(state = 'annulled') = (annul_reason != '')", name="annulled_has_reason"),
        CheckConstraint("roll_count <= entitled", name="roll_within_entitled"),
        CheckConstraint("closes_at IS NULL OR closes_at > opened_at", name="closes_after_opening"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    step_id: Mapped[str | None] = mapped_column(ForeignKey("steps.id"), index=True)
    amendment_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"), index=True)
    number: Mapped[int]
    kind: Mapped[PollKind]
    secrecy: Mapped[Secrecy]
    state: Mapped[PollState] = mapped_column(default=PollState.PLANNED)
    question: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    may_change_vote: Mapped[bool] = mapped_column(default=True)
    takes_online: Mapped[bool] = mapped_column(default=True)
    takes_hands: Mapped[bool] = mapped_column(default=False)
    takes_paper: Mapped[bool] = mapped_column(default=False)
    round: Mapped[int] = mapped_column(default=1)
    first_round_id: Mapped[str | None] = mapped_column(ForeignKey("polls.id"))
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("polls.id"))
    needs_id: Mapped[str | None] = mapped_column(ForeignKey("polls.id"))
    needs_carried: Mapped[bool | None]
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    prepared_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    annulled_at: Mapped[datetime | None]
    annul_reason: Mapped[str] = mapped_column(default="")
    entitled: Mapped[int | None]
    roll_count: Mapped[int | None]
    roll_hash: Mapped[str | None]
    tie_option: Mapped[str | None]
    result_option: Mapped[str | None]
    verdict: Mapped[Verdict | None]
    result_votes: Mapped[int | None]
    result_base: Mapped[int | None]
    ballots_salt: Mapped[str | None]
    ballots_hash: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem] = relationship()
    amendment: Mapped[Amendment | None] = relationship()
    options: Mapped[list["PollOption"]] = relationship(
        order_by="PollOption.position", cascade="all, delete-orphan"
    )
    counts: Mapped[list["PollCount"]] = relationship(cascade="all, delete-orphan", viewonly=False)
    cases: Mapped[list["PollCase"]] = relationship(cascade="all, delete-orphan")
    requests: Mapped[list["PollRequest"]] = relationship(cascade="all, delete-orphan")


class PollOption(Base):
    """One thing that can be voted for. ``key`` is for, against or blank, or A, B and so on."""

    __tablename__ = "poll_options"
    __table_args__ = (
        UniqueConstraint("poll_id", "position"),
        CheckConstraint("key != ''", name="key_not_empty"),
    )

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")


class PollCase(Base):
    """One of the cases that are voted on en bloc."""

    __tablename__ = "poll_cases"

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)

    item: Mapped[AgendaItem] = relationship()


class RollEntry(Base):
    """That a person could vote in a poll; frozen when it opens (in a secret one, at check-in)."""

    __tablename__ = "poll_roll"

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship()


class RollAdmission(Base):
    """That someone who came after a poll was prepared is let in on its roll, by two people's act."""

    __tablename__ = "roll_admissions"
    __table_args__ = (
        CheckConstraint("second_by_id IS NULL OR second_by_id != first_by_id", name="by_two"),
        CheckConstraint("(second_by_id IS NULL) = (second_at IS NULL)", name="second_says_when"),
    )

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    first_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    first_at: Mapped[datetime]
    second_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    second_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class RollExclusion(Base):
    """That someone entitled does not vote on an item, such as the board on its own accounts."""

    __tablename__ = "roll_exclusions"

    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    reason: Mapped[ExclusionReason]

    person: Mapped[Person] = relationship()


class OpenBallot(Base):
    """A named vote. ``form_key`` is the form's it came with: the same one again changes nothing."""

    __tablename__ = "open_ballots"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "person_id"], ["poll_roll.poll_id", "poll_roll.person_id"]),
        ForeignKeyConstraint(["poll_id", "option"], ["poll_options.poll_id", "poll_options.key"]),
    )

    poll_id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    option: Mapped[str]
    cast_at: Mapped[datetime]
    form_key: Mapped[str]


class PollCount(Base):
    """How many votes an option got through a channel; those online are written when the poll closes."""

    __tablename__ = "poll_counts"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "option"], ["poll_options.poll_id", "poll_options.key"]),
        CheckConstraint("votes >= 0", name="votes_not_negative"),
    )

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    channel: Mapped[Channel] = mapped_column(primary_key=True)
    option: Mapped[str] = mapped_column(primary_key=True)
    votes: Mapped[int]
    counted_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    counted_at: Mapped[datetime]


class PollRequest(Base):
    """That a voter asked for votes to be counted, or for a secret vote."""

    __tablename__ = "poll_requests"

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[RequestKind] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]


class MeetingDelegate(Base):
    """Someone sent to a meeting to vote there, or a substitute, who votes in another's place."""

    __tablename__ = "meeting_delegates"
    __table_args__ = (
        UniqueConstraint("meeting_id", "steps_in_for_id"),
        CheckConstraint("is_substitute OR steps_in_for_id IS NULL", name="only_substitutes_step_in"),
    )

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    is_substitute: Mapped[bool] = mapped_column(default=False)
    sent_by: Mapped[str] = mapped_column(default="")
    steps_in_for_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    steps_in_for: Mapped[Person | None] = relationship(foreign_keys=[steps_in_for_id])


class Dues(Base):
    """That someone has paid a body's dues for a year."""

    __tablename__ = "dues"
    __table_args__ = (CheckConstraint("year BETWEEN 1900 AND 2200", name="year_plausible"),)

    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    noted_on: Mapped[date]
