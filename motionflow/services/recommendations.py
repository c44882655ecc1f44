"""What preparing bodies recommend: drafted, published to the meeting and the mover, and answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import ENDED, MoveName
from motionflow.domain.recommendations import ORDER, Answer, RecommendationBy, Verb, obstacles
from motionflow.domain.roles import Action, Role
from motionflow.models import Amendment, Body, Recommendation, Recommender, Step
from motionflow.models.outbox import MailKind
from motionflow.services import amendment_moves, audit, notices, steps
from motionflow.services.access import Viewer, require, viewer_may
from motionflow.services.case_status import sees_inside
from motionflow.services.cases import get_step_for, may_move
from motionflow.services.naming import Named, found_named


@dataclass(frozen=True)
class Advice:
    """A recommendation as it is given.

    ``target`` is where the motion is sent or what covers it; ``names`` are those behind it, as written:
    members, bodies or others.
    """

    by: RecommendationBy | None
    verb: Verb | None
    text: str = ""
    grounds: str = ""
    target: str = ""
    names: Sequence[str] = field(default=())


def recommend(
    viewer: Viewer,
    step_id: str,
    *,
    advice: Advice,
    at: datetime,
    amendment_id: str | None = None,
    is_draft: bool = False,
    given_at: datetime | None = None,
) -> Recommendation:
    """Add what a preparing body advises on a step's motion, or on one of its amendments.

    A draft is seen by those who recommend only, until it is published. Raises ``RuleBroken``.
    """
    step = _open_step(viewer, step_id)
    amendment = _amendment_of(step, amendment_id)
    refuse_if(obstacles(advice.by, advice.verb, text=advice.text, target=advice.target))
    row = Recommendation(
        step_id=step.id,
        amendment_id=None if amendment is None else amendment.id,
        given_at=given_at or at,
        given_by_id=viewer.id,
    )
    _write(row, advice, step.body)
    db.session.add(row)
    db.session.flush()
    audit.add_event("recommended", body_id=step.body_id, subject_id=row.id, by=viewer.id, at=at)
    if not is_draft:
        _publish(viewer, step, row, at, published_at=given_at)
    return row


def change_draft(
    viewer: Viewer, recommendation_id: str, *, advice: Advice, seen: int, at: datetime
) -> Recommendation:
    """Write a draft anew. Raises ``RuleBroken`` for one that is published, or changed meanwhile."""
    step, row = _draft(viewer, recommendation_id, seen=seen)
    refuse_if(obstacles(advice.by, advice.verb, text=advice.text, target=advice.target))
    _write(row, advice, step.body)
    db.session.flush()
    audit.add_event("recommendation_changed", body_id=step.body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def drop_draft(viewer: Viewer, recommendation_id: str, *, seen: int, at: datetime) -> Step:
    """Throw a draft away. Raises ``RuleBroken`` for one that is published."""
    step, row = _draft(viewer, recommendation_id, seen=seen)
    db.session.delete(row)
    db.session.flush()
    audit.add_event(
        "recommendation_dropped", body_id=step.body_id, subject_id=recommendation_id, by=viewer.id, at=at
    )
    return step


def publish(viewer: Viewer, recommendation_id: str, *, seen: int, at: datetime) -> Recommendation:
    """Publish a draft: the body sees it, and the mover is told."""
    step, row = _draft(viewer, recommendation_id, seen=seen)
    _publish(viewer, step, row, at)
    return row


def publish_all(viewer: Viewer, step_id: str, *, at: datetime) -> list[Recommendation]:
    """Publish every draft of a step, on the motion and on its amendments."""
    step = _open_step(viewer, step_id)
    drafts = [row for row in list_for(viewer, step) if row.published_at is None]
    for row in drafts:
        _publish(viewer, step, row, at)
    return drafts


def list_for(viewer: Viewer, step: Step) -> list[Recommendation]:
    """Return a step's recommendations, on the motion and on amendments, in the order they are shown.

    Drafts are there only for those who may recommend; for those outside the body there are none.
    """
    if not sees_inside(viewer, step):
        return []
    rows = select(Recommendation).where(Recommendation.step_id == step.id).options(*_OPTIONS)
    if not viewer_may(Action.STEP_RECOMMEND, viewer, step.body):
        rows = rows.where(Recommendation.published_at.is_not(None))
    return sorted(db.session.scalars(rows), key=lambda row: (ORDER[row.by], row.given_at, row.id))


def answer(
    viewer: Viewer, recommendation_id: str, *, answer: Answer | None, comment: str, at: datetime
) -> Recommendation:
    """Note what the mover answers: accepts, keeps the proposal, or withdraws it, with a comment.

    Withdrawing an amendment withdraws it at once, and a motion where the mover may. The mover can change
    the answer as long as the step is not decided.
    """
    row = get_for(viewer, recommendation_id)
    step = db.session.get_one(Step, row.step_id)
    if not may_answer(viewer, step, row):
        raise NotAllowed
    if row.published_at is None:
        raise RuleBroken(Obstacle(Code.RECOMMENDATION_NOT_PUBLISHED))
    if answer is None:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "answer"))
    if step.state in ENDED:
        raise RuleBroken(Obstacle(Code.MOVE_NOT_FROM_HERE, None, {"state": step.state}))
    row.answer, row.answer_comment = answer, comment.strip()
    row.answered_at, row.answered_by_id = at, viewer.id
    db.session.flush()
    facts = {"answer": answer.value}
    audit.add_event(
        "recommendation_answered",
        body_id=step.body_id,
        subject_id=row.id,
        by=viewer.id,
        at=at,
        facts=facts,
    )
    if answer is Answer.WITHDRAWS:
        _withdraw(viewer, step, row, at)
    notices.tell_secretaries(
        MailKind.RECOMMENDATION_ANSWERED,
        step.motion,
        step.body,
        but=viewer.id,
        at=at,
        facts={"step": step.id, "recommendation": row.id},
    )
    return row


def get_for(viewer: Viewer, recommendation_id: str) -> Recommendation:
    """Return a recommendation to someone inside the body, or to its mover. Raises ``NotFound``."""
    row = db.session.scalar(
        select(Recommendation).where(Recommendation.id == recommendation_id).options(*_OPTIONS)
    )
    if row is None:
        raise NotFound
    step = db.session.get_one(Step, row.step_id)
    published = row.published_at is not None
    inside = sees_inside(viewer, step) and (published or viewer_may(Action.STEP_RECOMMEND, viewer, step.body))
    if not inside and not (published and is_mover(viewer, step, amendment_of(row))):
        raise NotFound
    return row


def may_answer(viewer: Viewer, step: Step, row: Recommendation) -> bool:
    """Return whether a viewer answers: the mover, or who takes down what the mover says in the meeting."""
    if viewer_may(Action.AMENDMENT_TAKE_DOWN, viewer, step.body):
        return True
    return is_mover(viewer, step, amendment_of(row))


def is_mover(viewer: Viewer, step: Step, amendment: Amendment | None) -> bool:
    """Return whether a viewer moved a motion or an amendment, or answers for the body that did.

    A motion that a body has sent on is that body's here; its secretary answers.
    """
    if viewer.person_id is None:
        return False
    people, body_ids = movers_of(step, amendment)
    if viewer.person_id in people:
        return True
    return any((body_id, Role.SECRETARY) in viewer.holdings for body_id in body_ids)


def movers_of(step: Step, amendment: Amendment | None) -> tuple[set[str], set[str]]:
    """Return the ids of the people and of the bodies that moved what a recommendation is about."""
    if amendment is not None:
        return set(filter(None, (amendment.person_id,))), set(filter(None, (amendment.body_id,)))
    if step.from_step is not None and step.from_step.body_id != step.body_id:
        return set(), {step.from_step.body_id}
    movers = step.motion.movers
    return {each.person_id for each in movers if each.person_id}, {
        each.body_id for each in movers if each.body_id
    }


def amendment_of(row: Recommendation) -> Amendment | None:
    """Return the amendment a recommendation is about; none where it is about the motion."""
    return db.session.get(Amendment, row.amendment_id) if row.amendment_id else None


_OPTIONS = (
    selectinload(Recommendation.recommenders).options(
        joinedload(Recommender.person), joinedload(Recommender.body)
    ),
)


def _open_step(viewer: Viewer, step_id: str) -> Step:
    step = get_step_for(viewer, step_id)
    require(Action.STEP_RECOMMEND, viewer, step.body)
    if step.state in ENDED:
        raise RuleBroken(Obstacle(Code.MOVE_NOT_FROM_HERE, None, {"state": step.state}))
    return step


def _draft(viewer: Viewer, recommendation_id: str, *, seen: int) -> tuple[Step, Recommendation]:
    row = get_for(viewer, recommendation_id)
    step = _open_step(viewer, row.step_id)
    if row.published_at is not None:
        raise RuleBroken(Obstacle(Code.RECOMMENDATION_PUBLISHED))
    if row.version != seen:
        raise RuleBroken(Obstacle(Code.CHANGED_MEANWHILE))
    return step, row


def _amendment_of(step: Step, amendment_id: str | None) -> Amendment | None:
    if not amendment_id:
        return None
    amendment = db.session.get(Amendment, amendment_id)
    if amendment is None or amendment.step_id != step.id or amendment.number is None:
        raise NotFound
    return amendment


def _write(row: Recommendation, advice: Advice, body: Body) -> None:
    if advice.by is None or advice.verb is None:  # refused before; says so to the type checker
        raise ValueError("advice without who or what")
    row.by, row.verb = advice.by, advice.verb
    row.text, row.grounds, row.target = advice.text.strip(), advice.grounds.strip(), advice.target.strip()
    named = found_named(advice.names, body=body)
    if row.recommenders:
        row.recommenders.clear()
        db.session.flush()
    row.recommenders.extend(_recommender(each, position) for position, each in enumerate(named))


def _recommender(named: Named, position: int) -> Recommender:
    return Recommender(position=position, person=named.person, body=named.body, name=named.name)


def _publish(
    viewer: Viewer, step: Step, row: Recommendation, at: datetime, *, published_at: datetime | None = None
) -> None:
    row.published_at = published_at or at
    db.session.flush()
    amendment = amendment_of(row)
    db.session.expire(step, ["recommendations"])
    if amendment is not None:
        db.session.expire(amendment, ["recommendations"])
    audit.add_event("recommendation_published", body_id=step.body_id, subject_id=row.id, by=viewer.id, at=at)
    people, body_ids = movers_of(step, amendment)
    facts = {"step": step.id, "recommendation": row.id}
    notices.tell_movers(MailKind.RECOMMENDED, step.motion, people, but=viewer.id, at=at, facts=facts)
    for body_id in sorted(body_ids):
        body = db.session.get_one(Body, body_id)
        notices.tell_secretaries(MailKind.RECOMMENDED, step.motion, body, but=viewer.id, at=at, facts=facts)


def _withdraw(viewer: Viewer, step: Step, row: Recommendation, at: datetime) -> None:
    amendment = amendment_of(row)
    if amendment is None:
        if may_move(viewer, step, MoveName.WITHDRAW):
            steps.withdraw_step(viewer, step.id, seen=step.version, at=at)
        return
    amendment_moves.withdraw(amendment, viewer, at)
