"""Votes as counts: Popolo's VoteEvent and Count. Polls with ballots come beside these."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from motionflow.db import Base, Id, new_id
from motionflow.domain.voting import Base as ShareBase
from motionflow.domain.voting import MajorityRule, QuorumOf, RuleName, Tally, Tie, Verdict


class RuleColumns:
    """The majority rule that votes are judged by, its numbers as they were then."""

    rule_name: Mapped[RuleName]
    base: Mapped[ShareBase]
    threshold: Mapped[str | None]
    is_strict: Mapped[bool]
    tie: Mapped[Tie]
    allows_blanks: Mapped[bool]
    quorum: Mapped[str | None]
    quorum_of: Mapped[QuorumOf] = mapped_column(default=QuorumOf.CAST)
    quorum_is_strict: Mapped[bool] = mapped_column(default=False)

    @property
    def rule(self) -> MajorityRule:
        """The rule the votes were judged by, as it was then."""
        return MajorityRule(
            self.rule_name,
            self.base,
            None if self.threshold is None else Fraction(self.threshold),
            self.is_strict,
            self.tie,
            self.allows_blanks,
            None if self.quorum is None else Fraction(self.quorum),
            self.quorum_of,
            self.quorum_is_strict,
        )

    def set_rule(self, rule: MajorityRule) -> None:
        """Copy a rule's numbers, so that a later change of rules leaves the result explained."""
        self.rule_name, self.base, self.is_strict = rule.name, rule.base, rule.is_strict
        self.threshold = None if rule.threshold is None else str(rule.threshold)
        self.tie, self.allows_blanks = rule.tie, rule.allows_blanks
        self.quorum = None if rule.quorum is None else str(rule.quorum)
        self.quorum_of, self.quorum_is_strict = rule.quorum_of, rule.quorum_is_strict


class VoteEvent(RuleColumns, Base):
    """One vote on a step or on an amendment: who could, what was counted, the rule and the result.

    The rule's numbers are copied here, so that a later change of rules leaves the result explained.
    """

    __tablename__ = "vote_events"
    __table_args__ = (
        UniqueConstraint("decision_id", "round"),
        UniqueConstraint("amendment_id", "round"),
        CheckConstraint("(decision_id IS NULL) != (amendment_id IS NULL)", name="on_decision_or_amendment"),
        CheckConstraint("entitled >= 0", name="entitled_not_negative"),
        CheckConstraint("present IS NULL OR entitled IS NULL OR present <= entitled", name="present_fits"),
        CheckConstraint("blanks >= 0", name="blanks_not_negative"),
        CheckConstraint("allows_blanks OR blanks = 0", name="blanks_only_where_allowed"),
        CheckConstraint("result_votes <= result_base", name="share_at_most_whole"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decisions.id"))
    amendment_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"))
    round: Mapped[int] = mapped_column(default=1)
    entitled: Mapped[int | None]
    present: Mapped[int | None]
    blanks: Mapped[int]
    deciding_option: Mapped[str]
    tie_option: Mapped[str | None]
    verdict: Mapped[Verdict]
    result_votes: Mapped[int]
    result_base: Mapped[int]
    counted_at: Mapped[datetime]

    counts: Mapped[list["VoteCount"]] = relationship(
        order_by="VoteCount.position", cascade="all, delete-orphan"
    )

    @property
    def tally(self) -> Tally:
        """The counts, with the split per party where there is one."""
        totals = {count.option: count.votes for count in self.counts if count.party is None}
        split: dict[str, dict[str, int]] = {}
        for count in self.counts:
            if count.party is not None:
                split.setdefault(count.party, {})[count.option] = count.votes
        return Tally(totals, self.blanks, self.entitled, self.present, split or None, self.tie_option)


class VoteCount(Base):
    """Votes for one option: in all (``party`` empty), or one party's share of them."""

    __tablename__ = "vote_counts"
    __table_args__ = (
        UniqueConstraint("vote_event_id", "option", "party"),
        CheckConstraint("votes >= 0", name="votes_not_negative"),
        CheckConstraint("option != ''", name="option_not_empty"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    vote_event_id: Mapped[str] = mapped_column(ForeignKey("vote_events.id"))
    position: Mapped[int]
    option: Mapped[str]
    party: Mapped[str | None]
    votes: Mapped[int]
