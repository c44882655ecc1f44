"""Figures that a motion leans on, such as a rank, and their later readings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, NotFound, Obstacle, refuse_if
from motionflow.domain.roles import Sight
from motionflow.models import Indicator, Motion, Reading
from motionflow.services import audit
from motionflow.services.access import Viewer
from motionflow.services.case_status import sight_on
from motionflow.services.cases import get_motion_for
from motionflow.services.commitments import may_follow_up
from motionflow.services.motions import is_web_link

LARGEST = Decimal("9999999999")
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class ReadingGiven:
    """A figure on a day as it is given; ``out_of`` is of how many, for a rank."""

    on: date | None
    figure: Decimal | None
    out_of: int | None = None
    source_title: str = ""
    source_link: str = ""


def add_indicator(
    viewer: Viewer,
    motion_id: str,
    *,
    name: str,
    unit: str,
    lower_is_better: bool,
    first: ReadingGiven,
    at: datetime,
) -> Indicator:
    """Keep a figure with its first reading, so that its course can be seen. Raises ``RuleBroken``."""
    motion = get_motion_for(viewer, motion_id)
    if not may_follow_up(viewer, motion):
        raise NotAllowed
    named = [] if name.strip() else [Obstacle(Code.NAME_MISSING, "name")]
    refuse_if([*named, *_reading_obstacles(first, (), at)])
    row = Indicator(
        motion_id=motion.id,
        name=" ".join(name.split()),
        unit=unit.strip(),
        lower_is_better=lower_is_better,
        made_at=at,
        made_by_id=viewer.id,
    )
    row.readings.append(_reading(first, viewer, at))
    db.session.add(row)
    db.session.flush()
    audit.add_event(
        "indicator_added", body_id=motion.founding_body_id, subject_id=row.id, by=viewer.id, at=at
    )
    return row


def add_reading(viewer: Viewer, indicator_id: str, *, given: ReadingGiven, at: datetime) -> Reading:
    """Add a later reading of a figure. Raises ``RuleBroken``, also for a day that has one."""
    indicator = get_indicator_for(viewer, indicator_id)
    motion = db.session.get_one(Motion, indicator.motion_id)
    if not may_follow_up(viewer, motion):
        raise NotAllowed
    refuse_if(_reading_obstacles(given, [each.on for each in indicator.readings], at))
    row = _reading(given, viewer, at)
    indicator.readings.append(row)
    db.session.flush()
    audit.add_event("reading_added", body_id=motion.founding_body_id, subject_id=row.id, by=viewer.id, at=at)
    return row


def get_indicator_for(viewer: Viewer, indicator_id: str) -> Indicator:
    """Return a figure of a case whose motion the viewer sees. Raises ``NotFound``."""
    indicator = db.session.get(Indicator, indicator_id)
    if indicator is None or not _sees(viewer, db.session.get_one(Motion, indicator.motion_id)):
        raise NotFound
    return indicator


_OF_CASE = (
    select(Indicator)
    .where(Indicator.motion_id == bindparam("motion_id"))
    .order_by(Indicator.made_at, Indicator.id)
    .options(joinedload(Indicator.readings))
)


def list_indicators(viewer: Viewer, motion: Motion) -> tuple[Indicator, ...]:
    """Return the figures of a case, for whoever sees the motion's own words."""
    if not _sees(viewer, motion):
        return ()
    return tuple(db.session.scalars(_OF_CASE, {"motion_id": motion.id}).unique())


def _sees(viewer: Viewer, motion: Motion) -> bool:
    """Return whether a viewer sees the motion's words, and so the figures they lean on."""
    return sight_on(viewer, motion.steps[0]) is not Sight.NOTHING


def _reading(given: ReadingGiven, viewer: Viewer, at: datetime) -> Reading:
    figure = given.figure or Decimal(0)
    return Reading(
        on=given.on,
        hundredths=int(figure * 100),
        out_of=given.out_of,
        source_title=given.source_title.strip(),
        source_link=given.source_link.strip(),
        recorded_at=at,
        recorded_by_id=viewer.id,
    )


def _reading_obstacles(given: ReadingGiven, taken: Collection[date], at: datetime) -> list[Obstacle]:
    found = []
    if given.on is None:
        found.append(Obstacle(Code.DATE_MISSING, "on"))
    elif given.on > day_in_oslo(at):
        found.append(Obstacle(Code.DATE_IN_FUTURE, "on", {"date": given.on}))
    elif given.on < EARLIEST:
        found.append(Obstacle(Code.DATE_INVALID, "on"))
    elif given.on in taken:
        found.append(Obstacle(Code.READING_TAKEN, "on"))
    if given.figure is None or abs(given.figure) > LARGEST:
        found.append(Obstacle(Code.FIGURE_INVALID, "figure"))
    elif given.out_of is not None and given.figure > given.out_of:
        found.append(Obstacle(Code.OUT_OF_TOO_SMALL, "out_of"))
    if not given.source_title.strip():
        found.append(Obstacle(Code.SOURCE_MISSING, "source_title"))
    if not is_web_link(given.source_link):
        found.append(Obstacle(Code.LINK_INVALID, "source_link"))
    return found
