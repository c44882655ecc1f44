"""Amendments and recommendations for tests."""

from datetime import datetime

from motionflow.db import db
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.models import Amendment, Recommendation, Step
from motionflow.services import amendments, recommendations
from motionflow.services.access import Viewer
from motionflow.services.amendments import AmendmentGiven
from motionflow.services.recommendations import Advice
from tests.services import builders
from tests.services.builders import Party


def make_listed() -> tuple[Party, str]:
    """Return a party, and the id of its branch's step with a motion on a meeting's list."""
    party = builders.make_party()
    step = builders.hand_in(party).steps[0]
    meeting = builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
    builders.put_on_list(party.branch_secretary, step, meeting, at=builders.START)
    return party, step.id


def amend(
    viewer: Viewer, step_id: str, text: str, *, at: datetime, scope: Scope = Scope.DECISION, **others: str
) -> Amendment:
    """Return an amendment that is handed in."""
    return amendments.add_amendment(viewer, step_id, given=AmendmentGiven(scope, text, **others), at=at)


def advise(viewer: Viewer, step_id: str, *, at: datetime, amendment_id: str | None = None) -> Recommendation:
    """Return the board's advice to adopt a motion, or an amendment."""
    advice = Advice(RecommendationBy.BOARD, Verb.ADOPT, grounds="Det er klokt.")
    return recommendations.recommend(viewer, step_id, advice=advice, at=at, amendment_id=amendment_id)


def kept_on(viewer: Viewer, step: Step, *, at: datetime) -> tuple[Amendment, Recommendation]:
    """Return an amendment that fell and a recommendation, on a step that is decided already."""
    amendment = settled_row(
        viewer, step, AmendmentState.FALLEN, number=1, text=f"{step.received_text} Straks.", at=at
    )
    recommendation = Recommendation(
        step_id=step.id,
        by=RecommendationBy.BOARD,
        verb=Verb.ADOPT,
        given_at=at,
        given_by_id=viewer.id,
        published_at=at,
    )
    db.session.add_all([amendment, recommendation])
    db.session.flush()
    return amendment, recommendation


def settled_row(
    viewer: Viewer, step: Step, state: AmendmentState, *, number: int, text: str, at: datetime
) -> Amendment:
    """Return an amendment of the proposed decision as it stands when it has been voted on."""
    return Amendment(
        step_id=step.id,
        number=number,
        scope=Scope.DECISION,
        state=state,
        based_on=1,
        base_text=step.received_text,
        text=text,
        person_id=viewer.id,
        written_at=at,
        written_by_id=viewer.id,
        handed_in_at=at,
        settled_at=at,
        settled_by_id=viewer.id,
    )
