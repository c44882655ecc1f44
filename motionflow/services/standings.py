"""How promises stand: read by pages, papers, reminders and desks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain import commitments as rules
from motionflow.domain.commitments import Promise, Report, Standing
from motionflow.models import Commitment, Decision, Person, Step

WITH_PERSON = joinedload(Commitment.person).joinedload(Person.known_as)


@dataclass(frozen=True)
class CommitmentView:
    """A promise as it stands on a day."""

    commitment: Commitment
    standing: Standing
    may_report: bool = False

    @property
    def responsible(self) -> str:
        """Who answers for it: the office-holder and the body, or the body."""
        person, body = self.commitment.person, self.commitment.body
        name = person.name_in(body.id) if person is not None else None
        return f"{name}, {body.name}" if name else body.name


def list_of_motions(motion_ids: Sequence[str], *, on: date) -> dict[str, tuple[CommitmentView, ...]]:
    """Return the promises of some cases by case, for papers and lists; the first due first."""
    rows = with_all(select(Commitment).where(Commitment.motion_id.in_(motion_ids))) if motion_ids else []
    found: dict[str, list[CommitmentView]] = {motion_id: [] for motion_id in motion_ids}
    for row in rows:
        found[row.motion_id].append(CommitmentView(row, standing_on(row, on=on)))
    return {motion_id: in_order(views) for motion_id, views in found.items()}


def standing_on(commitment: Commitment, *, on: date) -> Standing:
    """Return how a promise stands on a day."""
    return rules.standing_of(promise_of(commitment), reports_of(commitment), on=on)


def promise_of(commitment: Commitment) -> Promise:
    """Return what the rules need to know of a promise."""
    return Promise(commitment.target, commitment.due_on, commitment.decision.decided_on)


def reports_of(commitment: Commitment) -> list[Report]:
    """Return a promise's reports as the rules need them, in the order they were given."""
    return [
        Report(row.status, row.on, row.reached, row.reason, row.new_due_on, row.source_title, row.is_final)
        for row in commitment.reports
    ]


def with_all(rows: Select[Commitment]) -> list[Commitment]:
    """Return promises with everything that telling how they stand needs."""
    options = (
        joinedload(Commitment.decision).joinedload(Decision.step).joinedload(Step.body),
        joinedload(Commitment.body),
        WITH_PERSON,
        selectinload(Commitment.reports),
    )
    return list(db.session.scalars(rows.options(*options)).unique())


def in_order(views: Iterable[CommitmentView]) -> tuple[CommitmentView, ...]:
    """Return promises with the first due first."""
    # What has ended stands last; of the rest the first due is first.
    return tuple(
        sorted(
            views,
            key=lambda view: (view.standing.is_ended, view.standing.due_on, view.commitment.made_at),
        )
    )
