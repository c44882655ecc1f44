"""Which of the rarer parts a case has, asked all at once: most cases have few, and each is a query."""

from enum import StrEnum

from sqlalchemy import BindParameter, and_, bindparam, exists, select

from motionflow.db import db
from motionflow.models import (
    Amendment,
    Commitment,
    Decision,
    DecisionCorrection,
    DecisionSource,
    Indicator,
    Joining,
    LeftOver,
    MotionTheme,
    Objection,
    OtherRecord,
    Step,
)


class Part(StrEnum):
    """What a case may have besides its way, texts and papers."""

    AMENDMENTS = "amendments"
    PROMISES = "promises"
    FIGURES = "figures"
    THEMES = "themes"
    JOINED = "joined"
    JOINED_IN = "joined_in"
    OBJECTIONS = "objections"
    TAKEN_OFF = "taken_off"
    RECORD_SOURCES = "record_sources"
    CORRECTIONS = "corrections"
    DIFFERENCES = "differences"


def parts_of(motion_id: str) -> frozenset[Part]:
    """Return which parts a case has."""
    row = db.session.execute(_ASKED, {"motion_id": motion_id}).one()
    return frozenset(part for part, has in zip(_PARTS, row, strict=True) if has)


_motion_id: BindParameter[str] = bindparam("motion_id")
_at_step = Step.motion_id == _motion_id
_at_decision = and_(Decision.step_id == Step.id, _at_step)
_PARTS = {
    Part.AMENDMENTS: exists().where(Amendment.step_id == Step.id, _at_step),
    Part.PROMISES: exists().where(Commitment.motion_id == _motion_id),
    Part.FIGURES: exists().where(Indicator.motion_id == _motion_id),
    Part.THEMES: exists().where(MotionTheme.motion_id == _motion_id),
    Part.JOINED: exists().where(Joining.step_id == Step.id, _at_step),
    Part.JOINED_IN: exists().where(Joining.into_step_id == Step.id, _at_step),
    Part.OBJECTIONS: exists().where(Objection.decision_id == Decision.id, _at_decision),
    Part.TAKEN_OFF: exists().where(LeftOver.step_id == Step.id, _at_step),
    Part.RECORD_SOURCES: exists().where(DecisionSource.decision_id == Decision.id, _at_decision),
    Part.CORRECTIONS: exists().where(DecisionCorrection.corrected_id == Decision.id, _at_decision),
    Part.DIFFERENCES: exists().where(
        OtherRecord.step_id == Step.id, OtherRecord.settled_at.is_(None), _at_step
    ),
}
# Put together once: that takes longer than to run it.
_ASKED = select(*(has.label(part.value) for part, has in _PARTS.items()))
