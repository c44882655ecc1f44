"""Money: what a case asks for at each body, what was granted and spent, and the groups' budget proposals."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.money import CoverBy, Line, LineKind, MoneyKind
from motionflow.models.bodies import Body
from motionflow.models.motions import Motion, Step
from motionflow.models.people import Person

_NOT_NEGATIVE = "amount_1 >= 0 AND amount_2 >= 0 AND amount_3 >= 0 AND amount_4 >= 0"
_SOME_AMOUNT = "amount_1 + amount_2 + amount_3 + amount_4 > 0"
_LOAN_INVESTS = "is_investment OR cover_by IS NULL OR cover_by NOT IN ('loan', 'from_operations')"


class _Amounts:
    """The columns of a measure with its amounts over four years, in whole kroner without a sign."""

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    position: Mapped[int]
    kind: Mapped[LineKind]
    measure: Mapped[str]
    area: Mapped[str] = mapped_column(default="")
    function: Mapped[str] = mapped_column(default="")
    art: Mapped[str] = mapped_column(default="")
    first_year: Mapped[int]
    amount_1: Mapped[int] = mapped_column(BigInteger)
    amount_2: Mapped[int] = mapped_column(BigInteger)
    amount_3: Mapped[int] = mapped_column(BigInteger)
    amount_4: Mapped[int] = mapped_column(BigInteger)
    is_lasting: Mapped[bool]
    is_investment: Mapped[bool]
    cover_by: Mapped[CoverBy | None]
    doubt: Mapped[str] = mapped_column(default="")

    @property
    def amounts(self) -> tuple[int, ...]:
        """The amounts of the four years, in order."""
        return (self.amount_1, self.amount_2, self.amount_3, self.amount_4)

    @property
    def line(self) -> Line:
        """The line as the rules of money know it."""
        return Line(
            self.kind,
            self.measure,
            self.first_year,
            self.amounts,
            self.is_lasting,
            self.is_investment,
            self.cover_by,
            self.art,
        )


class BudgetLine(_Amounts, Base):
    """What a case asks for at a body, or what covers it; fixed when the body has decided.

    ``covers_id`` is the cost that a cover or a subsidy is meant for.
    """

    __tablename__ = "budget_lines"
    __table_args__ = (
        CheckConstraint("measure != ''", name="measure_not_empty"),
        CheckConstraint(_NOT_NEGATIVE, name="amounts_not_negative"),
        CheckConstraint(_SOME_AMOUNT, name="has_amount"),
        CheckConstraint("(kind = 'cover') = (cover_by IS NOT NULL)", name="cover_has_origin"),
        CheckConstraint(_LOAN_INVESTS, name="loan_only_invests"),
        CheckConstraint("kind != 'cost' OR covers_id IS NULL", name="cost_covers_nothing"),
    )

    step_id: Mapped[str] = mapped_column(ForeignKey("steps.id"), index=True)
    covers_id: Mapped[str | None] = mapped_column(ForeignKey("budget_lines.id"))
    written_at: Mapped[datetime]
    written_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    step: Mapped[Step] = relationship()
    covers: Mapped["BudgetLine | None"] = relationship(remote_side="BudgetLine.id")


class MoneyRecord(Base):
    """What a body granted, or what has been spent, in a year; added, never changed, the latest holds."""

    __tablename__ = "money_records"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("source_title != ''", name="has_source"),
        CheckConstraint("(kind = 'granted') = (step_id IS NOT NULL)", name="granted_by_a_body"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    motion_id: Mapped[str] = mapped_column(ForeignKey("motions.id"), index=True)
    step_id: Mapped[str | None] = mapped_column(ForeignKey("steps.id"), index=True)
    kind: Mapped[MoneyKind]
    year: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
    on: Mapped[date]
    source_title: Mapped[str]
    source_link: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    step: Mapped[Step | None] = relationship()


class BudgetProposal(Base):
    """A group's changes to a draft budget: figures over four years and numbered text points."""

    __tablename__ = "budget_proposals"
    __table_args__ = (
        CheckConstraint("base != ''", name="base_not_empty"),
        CheckConstraint("(handed_in_at IS NULL) = (handed_in_by_id IS NULL)", name="handed_in_has_person"),
        CheckConstraint("(handed_in_at IS NULL) = (handed_in_on IS NULL)", name="handed_in_has_day"),
        CheckConstraint("copied_from_id IS NULL OR copied_from_id != id", name="not_its_own_copy"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id"), index=True)
    council_id: Mapped[str | None] = mapped_column(ForeignKey("bodies.id"))
    year: Mapped[int]
    base: Mapped[str]
    mover_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    reserve_before: Mapped[int | None] = mapped_column(BigInteger)
    targets: Mapped[str] = mapped_column(default="")
    copied_from_id: Mapped[str | None] = mapped_column(ForeignKey("budget_proposals.id"))
    is_example: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    handed_in_on: Mapped[date | None]
    handed_in_at: Mapped[datetime | None]
    handed_in_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    body: Mapped[Body] = relationship(foreign_keys=[body_id])
    council: Mapped[Body | None] = relationship(foreign_keys=[council_id])
    mover: Mapped[Person | None] = relationship(foreign_keys=[mover_id])
    copied_from: Mapped["BudgetProposal | None"] = relationship(remote_side=[id])
    parties: Mapped[list["ProposalParty"]] = relationship(
        order_by="ProposalParty.position", cascade="all, delete-orphan"
    )
    lines: Mapped[list["ProposalLine"]] = relationship(
        order_by="ProposalLine.position", cascade="all, delete-orphan", back_populates="proposal"
    )
    points: Mapped[list["ProposalPoint"]] = relationship(
        order_by="ProposalPoint.position", cascade="all, delete-orphan", back_populates="proposal"
    )


class ProposalParty(Base):
    """A party that puts a budget proposal forward; several make it a joint one."""

    __tablename__ = "proposal_parties"
    __table_args__ = (CheckConstraint("party != ''", name="party_not_empty"),)

    proposal_id: Mapped[str] = mapped_column(ForeignKey("budget_proposals.id"), primary_key=True)
    party: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class ProposalLine(_Amounts, Base):
    """A row of a budget proposal: one of its own, or one that came from a case."""

    __tablename__ = "proposal_lines"
    __table_args__ = (
        CheckConstraint("measure != ''", name="measure_not_empty"),
        CheckConstraint(_NOT_NEGATIVE, name="amounts_not_negative"),
        CheckConstraint(_SOME_AMOUNT, name="has_amount"),
        CheckConstraint("(kind = 'cover') = (cover_by IS NOT NULL)", name="cover_has_origin"),
        CheckConstraint(_LOAN_INVESTS, name="loan_only_invests"),
        UniqueConstraint("proposal_id", "from_line_id"),
    )

    proposal_id: Mapped[str] = mapped_column(ForeignKey("budget_proposals.id"), index=True)
    motion_id: Mapped[str | None] = mapped_column(ForeignKey("motions.id"))
    from_line_id: Mapped[str | None] = mapped_column(ForeignKey("budget_lines.id"))

    proposal: Mapped[BudgetProposal] = relationship(back_populates="lines")
    motion: Mapped[Motion | None] = relationship()


class ProposalPoint(Base):
    """A text point of a budget proposal, T1, T2 and so on, each voted on by itself."""

    __tablename__ = "proposal_points"
    __table_args__ = (CheckConstraint("text != ''", name="text_not_empty"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    proposal_id: Mapped[str] = mapped_column(ForeignKey("budget_proposals.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    motion_id: Mapped[str | None] = mapped_column(ForeignKey("motions.id"))

    proposal: Mapped[BudgetProposal] = relationship(back_populates="points")
    motion: Mapped[Motion | None] = relationship()
    records: Mapped[list["PointRecord"]] = relationship(order_by="PointRecord.recorded_at")


class PointRecord(Base):
    """What the council did with a text point of no case. Added, never changed: the latest holds."""

    __tablename__ = "point_records"
    __table_args__ = (
        CheckConstraint("source_title != ''", name="has_source"),
        CheckConstraint("(votes_for IS NULL) = (votes_against IS NULL)", name="votes_together"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0", name="votes_not_negative"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    point_id: Mapped[str] = mapped_column(ForeignKey("proposal_points.id"), index=True)
    is_adopted: Mapped[bool]
    decided_on: Mapped[date]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    source_title: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
