"""The facts of «What happened to our motions»: each motion, and the totals."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motionflow.documents.pieces import Head, Mover, VoteFacts
from motionflow.domain.fates import Became
from motionflow.domain.flow import FollowUpStatus, Outcome
from motionflow.domain.papers import PaperKind
from motionflow.domain.themes import Theme


@dataclass(frozen=True, kw_only=True)
class AnnexDecision:
    """What one body decided about a motion, with ``event`` where it did not decide."""

    on: date
    body: str
    item: str = ""
    outcome: Outcome | None = None
    event: str = ""
    votes: tuple[VoteFacts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnnexPromise:
    """A promise as it stands on the annex's day. ``reached`` and ``target`` are in ``unit``."""

    what: str
    responsible: str
    status: FollowUpStatus
    reached: int
    target: int
    unit: str
    due_on: date
    first_due_on: date
    is_overdue: bool
    is_ended: bool
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class AnnexMotion:
    """One motion: what was asked, decided and promised. Amounts are kroner, ``None`` where none is known."""

    case_number: str
    title: str
    body: str
    mover: Mover
    moved_on: date
    asked_text: str
    verdict: Became
    status_line: str
    themes: tuple[Theme, ...] = ()
    decided_on: date | None = None
    decided_by: str = ""
    changed_text: str = ""
    changed_by: str = ""
    decisions: tuple[AnnexDecision, ...] = ()
    asked: int | None = None
    granted: int | None = None
    spent: int | None = None
    promises: tuple[AnnexPromise, ...] = ()
    joined_with: str = ""
    next_step: str = ""
    next_due: date | None = None
    motion_id: str = ""


@dataclass(frozen=True, kw_only=True)
class AnnexTotals:
    """The totals of some motions: how many got each verdict, days until decided, kroner."""

    name: str
    count: int
    adopted: int
    adopted_with_changes: int
    covered: int
    fallen: int
    other: int
    untreated: int
    days: int | None = None
    asked: int = 0
    granted: int = 0
    spent: int = 0


@dataclass(frozen=True, kw_only=True)
class AnnexPaper:
    """What happened to the motions of a body since a day, for its annual meeting."""

    kind: ClassVar[PaperKind] = PaperKind.ANNEX
    head: Head
    of: str
    since: date | None = None
    until: date | None = None
    motions: tuple[AnnexMotion, ...] = ()
    totals: AnnexTotals | None = None
    years: tuple[AnnexTotals, ...] = ()
    bodies: tuple[AnnexTotals, ...] = ()
    themes: tuple[AnnexTotals, ...] = ()
