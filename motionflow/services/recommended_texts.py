"""The text that a preparing body recommends, taken up as an amendment so that the meeting can vote on it."""

from datetime import datetime

from motionflow.db import db
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.errors import Code, Obstacle, refuse_if
from motionflow.domain.roles import Action
from motionflow.domain.texts import tidy
from motionflow.i18n import words
from motionflow.labels.texts import PREPARING
from motionflow.models import Amendment, Recommendation, Step
from motionflow.services import amendments, recommendations
from motionflow.services.access import Viewer, require, viewer_may

_GONE = frozenset({AmendmentState.WITHDRAWN, AmendmentState.DISMISSED})


def take_up_text(viewer: Viewer, recommendation_id: str, *, at: datetime) -> Amendment:
    """Hand the recommended text in as an amendment that the preparing body moves.

    A text recommended on the motion becomes an amendment to the proposed decision, one recommended on an
    amendment becomes an amendment to that. Raises ``RuleBroken`` when it is taken up already.
    """
    row = recommendations.get_for(viewer, recommendation_id)
    step = db.session.get_one(Step, row.step_id)
    require(Action.AMENDMENT_TAKE_DOWN, viewer, step.body)
    refuse_if(_obstacles(row, step))
    given = amendments.AmendmentGiven(
        _scope(row),
        row.text,
        grounds=row.grounds,
        parent_id=row.amendment_id,
        mover=words(step.body.language)(PREPARING[row.by]),
    )
    return amendments.add_amendment(viewer, step.id, given=given, at=at)


def may_take_up(viewer: Viewer, step: Step, row: Recommendation) -> bool:
    """Return whether a viewer could make an amendment of a recommended text now."""
    allowed = viewer_may(Action.AMENDMENT_TAKE_DOWN, viewer, step.body)
    return allowed and not _obstacles(row, step) and not amendments.taking_obstacles(step)


def taken_up_as(step: Step, row: Recommendation) -> Amendment | None:
    """Return the amendment that proposes what is recommended, whoever moved it; none where there is none."""
    text = tidy(row.text)
    proposed = (
        each
        for each in step.amendments
        if each.number is not None and each.state not in _GONE and each.parent_id == row.amendment_id
    )
    return next((each for each in proposed if text and each.text == text), None)


def _obstacles(row: Recommendation, step: Step) -> list[Obstacle]:
    if row.published_at is None:
        return [Obstacle(Code.RECOMMENDATION_NOT_PUBLISHED)]
    if not row.text.strip():
        return [Obstacle(Code.RECOMMENDED_TEXT_MISSING)]
    if found := taken_up_as(step, row):
        return [Obstacle(Code.RECOMMENDED_TEXT_TAKEN_UP, None, {"number": found.shown_number})]
    return []


def _scope(row: Recommendation) -> Scope:
    return Scope.AMENDMENT if row.amendment_id else Scope.DECISION
