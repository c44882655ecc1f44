"""Promises and figures for tests, made with the real services."""

from datetime import date, datetime
from decimal import Decimal

from motionflow.domain.flow import FollowUpStatus
from motionflow.models import Body, Commitment, CommitmentReport, Decision, Indicator
from motionflow.services import commitments, indicators
from motionflow.services.access import Viewer
from motionflow.services.commitments import PromiseGiven, ReportGiven
from motionflow.services.indicators import ReadingGiven
from tests.services.builders import LONG_AFTER

DUE_ON = date(2019, 12, 31)


def promise(
    viewer: Viewer,
    decision: Decision,
    *,
    body: Body,
    person_id: str = "",
    target: int | None = 10,
    due_on: date | None = DUE_ON,
    at: datetime = LONG_AFTER,
) -> Commitment:
    """Return a promise of a decision: ten places by the end of 2019, unless said otherwise."""
    responsible = f"{body.id}-{person_id}" if person_id else body.id
    given = PromiseGiven("Ti ledere begynner på studiet", responsible, target, "plasser", due_on)
    return commitments.make_commitment(viewer, decision.id, given=given, at=at)


def tell(
    viewer: Viewer,
    commitment: Commitment,
    status: FollowUpStatus | None,
    *,
    on: date | None,
    at: datetime,
    source: str = "Møtebok",
    **others: object,
) -> CommitmentReport:
    """Report how a promise goes."""
    given = ReportGiven(status, on, source_title=source, **others)  # type: ignore[arg-type]
    return commitments.report(viewer, commitment.id, given=given, seen=len(commitment.reports), at=at)


def figure(viewer: Viewer, motion_id: str, *, at: datetime = LONG_AFTER) -> Indicator:
    """Return a rank, with its first reading."""
    first = ReadingGiven(date(2018, 6, 1), Decimal(254), 427, "Barometeret 2018")
    return indicators.add_indicator(
        viewer, motion_id, name="Plassering", unit="plass", lower_is_better=True, first=first, at=at
    )
