"""A step's recommendations as a viewer sees them: on the motion, on each amendment, and what is lacking."""

from collections.abc import Sequence
from dataclasses import dataclass

from motionflow.db import db
from motionflow.domain.amendments import WAITING
from motionflow.domain.errors import NotFound
from motionflow.domain.flow import ENDED
from motionflow.domain.recommendations import RecommendationBy
from motionflow.domain.roles import Action
from motionflow.models import Amendment, Recommendation, Recommender, Step
from motionflow.services import amendments, recommendations, recommended_texts
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.case_status import sees_inside
from motionflow.services.cases import get_step_for


@dataclass(frozen=True)
class Advised:
    """The motion (no amendment) or an amendment, with what is recommended on it."""

    amendment: Amendment | None
    rows: tuple[Recommendation, ...]

    @property
    def is_lacking(self) -> bool:
        """Whether nothing is published on it yet."""
        return not any(row.published_at for row in self.rows)


@dataclass(frozen=True)
class StepRecommendations:
    """All that is recommended on a step."""

    step: Step
    advised: tuple[Advised, ...]
    amendments: tuple[Amendment, ...]
    may_recommend: bool
    to_answer: frozenset[str] = frozenset()
    """The ids of those that wait for an answer which the viewer may give."""

    @property
    def drafts(self) -> tuple[Recommendation, ...]:
        """Those that are not published."""
        return tuple(row for each in self.advised for row in each.rows if row.published_at is None)

    @property
    def lacking(self) -> tuple[Advised, ...]:
        """What nothing is published on yet, and that still waits."""
        return tuple(
            each
            for each in self.advised
            if each.is_lacking and (each.amendment is None or each.amendment.state in WAITING)
        )


@dataclass(frozen=True)
class RecommendationView:
    """One recommendation, and what the viewer may do with it. Outside the body no names are shown."""

    row: Recommendation
    step: Step
    amendment: Amendment | None
    is_inside: bool
    may_answer: bool
    may_change: bool
    may_take_up: bool
    taken_up: Amendment | None

    @property
    def names(self) -> tuple[str, ...]:
        """Those behind it, as they were written."""
        return tuple(name for each in self.row.recommenders if (name := recommender_name(each, self.step)))


def get_recommendations_for(viewer: Viewer, step_id: str) -> StepRecommendations:
    """Return a step's recommendations to someone inside its body. Raises ``NotFound``."""
    step = get_step_for(viewer, step_id)
    if not sees_inside(viewer, step):
        raise NotFound
    rows = recommendations.list_for(viewer, step)
    handed_in = tuple(row for row in amendments.list_for(viewer, step) if row.number is not None)
    waiting = [row for row in rows if row.published_at is not None and row.answer is None]
    return StepRecommendations(
        step=step,
        advised=(
            Advised(None, _about(rows, None)),
            *(Advised(each, _about(rows, each.id)) for each in handed_in),
        ),
        amendments=tuple(each for each in handed_in if each.state in WAITING),
        may_recommend=step.state not in ENDED and viewer_may(Action.STEP_RECOMMEND, viewer, step.body),
        to_answer=frozenset(row.id for row in waiting if _may_answer(viewer, step, row)),
    )


def get_view_for(viewer: Viewer, recommendation_id: str) -> RecommendationView:
    """Return one recommendation to someone inside its body, or to the mover. Raises ``NotFound``."""
    row = recommendations.get_for(viewer, recommendation_id)
    step = db.session.get_one(Step, row.step_id)
    is_going_on = step.state not in ENDED
    published = row.published_at is not None
    return RecommendationView(
        row=row,
        step=step,
        amendment=recommendations.amendment_of(row),
        is_inside=sees_inside(viewer, step),
        may_answer=_may_answer(viewer, step, row),
        may_change=not published and is_going_on and viewer_may(Action.STEP_RECOMMEND, viewer, step.body),
        may_take_up=recommended_texts.may_take_up(viewer, step, row),
        taken_up=recommended_texts.taken_up_as(step, row) if sees_inside(viewer, step) else None,
    )


def _may_answer(viewer: Viewer, step: Step, row: Recommendation) -> bool:
    is_open = row.published_at is not None and step.state not in ENDED
    return is_open and recommendations.may_answer(viewer, step, row)


def recommender_name(each: Recommender, step: Step) -> str | None:
    """Return who is behind a recommendation, as its body may know; ``None`` for one who has been erased."""
    if each.person is not None:
        return each.person.name_in(step.body_id)
    return each.body.name if each.body is not None else each.name


def bodies_that_advise(rows: Sequence[Recommendation]) -> set[RecommendationBy]:
    """Return who has published a recommendation."""
    return {row.by for row in rows if row.published_at is not None}


def _about(rows: Sequence[Recommendation], amendment_id: str | None) -> tuple[Recommendation, ...]:
    return tuple(row for row in rows if row.amendment_id == amendment_id)
