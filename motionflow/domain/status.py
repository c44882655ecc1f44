"""Where a case stands, told from its steps: the plain status line as facts, without words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motionflow.domain.flow import ENDED, FollowUpStatus, Outcome, StepState


@dataclass(frozen=True)
class StepSummary:
    """What the status line needs to know of a step, in the case's order."""

    body: str
    state: StepState
    outcome: Outcome | None = None
    decided_on: date | None = None
    meeting_on: date | None = None


@dataclass(frozen=True)
class Status:
    """The status of a case: its latest decision, where it waits now, and what became of it.

    ``waiting`` holds every step that has not ended; several when a case was sent to several bodies.
    """

    latest: StepSummary | None
    waiting: tuple[StepSummary, ...]
    follow_up: FollowUpStatus | None = None
    follow_up_on: date | None = None


def status_of(
    steps: Sequence[StepSummary],
    *,
    follow_up: FollowUpStatus | None = None,
    follow_up_on: date | None = None,
) -> Status:
    """Return where a case stands. Of decisions on the same day the later step's is the latest."""
    decided = [step for step in steps if step.decided_on is not None]
    refused = [step for step in steps if step.state in (StepState.RETURNED, StepState.DECLINED)]
    latest = max(decided, key=lambda step: step.decided_on or date.min, default=None)
    for step in decided:
        if latest is not None and step.decided_on == latest.decided_on:
            latest = step
    waiting = tuple(step for step in steps if step.state not in ENDED)
    if refused and not waiting and refused[-1] is steps[-1]:
        latest = refused[-1]
    return Status(latest, waiting, follow_up, follow_up_on)
