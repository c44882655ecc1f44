"""Keeping what can be searched: a case's texts, decisions and papers, brought up to date as they change."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import undefer

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.papers import SHARED_ON_WAY
from motionflow.domain.searching import EntryKind
from motionflow.models import Motion, Paper, SearchEntry

LONGEST = 60_000
# Names and addresses of members stand in papers; whoever looks for a person finds none by this.
_NOT_SEARCHED = frozenset({"person", "email", "name", "people", "leader", "contact", "kind"})


def index_motion(motion: Motion) -> None:
    """Bring what can be searched of a case up to date; what has not changed stays as it is."""
    known = {
        (row.kind, row.subject_id): row
        for row in db.session.scalars(select(SearchEntry).where(SearchEntry.motion_id == motion.id))
    }
    for made in _entries(motion):
        row = known.pop((made.kind, made.subject_id), None)
        if row is None:
            db.session.add(made)
        elif (row.title, row.content, row.step_id, row.is_inside) != (
            made.title,
            made.content,
            made.step_id,
            made.is_inside,
        ):
            row.title, row.content, row.on = made.title, made.content, made.on
            row.step_id, row.is_inside = made.step_id, made.is_inside
    for gone in known.values():
        db.session.delete(gone)
    db.session.flush()


def rebuild() -> int:
    """Index every case anew and return how many there are, for a database that was filled otherwise."""
    db.session.execute(delete(SearchEntry))
    count = 0
    for motion_id in db.session.scalars(select(Motion.id).order_by(Motion.started_at, Motion.id)).all():
        index_motion(db.session.get_one(Motion, motion_id))
        count += 1
    return count


def is_missing() -> bool:
    """Return whether there are cases but nothing to search, as after an upgrade from before there was."""
    if db.session.scalar(select(SearchEntry.id).limit(1)) is not None:
        return False
    return bool(db.session.scalar(select(func.count()).select_from(Motion)))


def _without_tags(text: str) -> str:
    """Return a text whose words PostgreSQL all finds: what looks like a tag it takes for no words."""
    return text.replace("<", " ").replace(">", " ")[:LONGEST]


def _entries(motion: Motion) -> Iterator[SearchEntry]:
    if not motion.steps:
        return
    founding, text = motion.steps[0], motion.text
    yield SearchEntry(
        kind=EntryKind.TEXT,
        subject_id=motion.id,
        motion_id=motion.id,
        step_id=founding.id,
        is_inside=False,
        on=day_in_oslo(motion.started_at),
        title=_without_tags(text.title),
        content=_without_tags(f"{text.proposed_decision}\n\n{text.grounds}"),
    )
    for step in motion.steps:
        for decision in step.decisions:
            said = "\n\n".join(filter(None, (decision.operative_text, decision.reason)))
            if said:
                yield SearchEntry(
                    kind=EntryKind.DECISION,
                    subject_id=decision.id,
                    motion_id=motion.id,
                    step_id=step.id,
                    is_inside=False,
                    on=decision.decided_on,
                    title=_without_tags(motion.title),
                    content=_without_tags(said),
                )
    yield from _papers(motion, founding.id)


def _papers(motion: Motion, founding_id: str) -> Iterator[SearchEntry]:
    rows = select(Paper).where(Paper.motion_id == motion.id, Paper.destroyed_at.is_(None))
    latest: dict[tuple[str, str], Paper] = {}
    for paper in db.session.scalars(rows.order_by(Paper.version).options(undefer(Paper.facts))):
        latest[paper.kind, paper.subject_id] = paper
    for paper in latest.values():
        words = " ".join(_strings(json.loads(paper.facts or "{}")))
        yield SearchEntry(
            kind=EntryKind.PAPER,
            subject_id=paper.id,
            motion_id=motion.id,
            step_id=paper.step_id or founding_id,
            is_inside=paper.step_id is None or paper.kind not in SHARED_ON_WAY,
            on=day_in_oslo(paper.made_at),
            title=_without_tags(paper.title),
            content=_without_tags(words),
        )


def _strings(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in _NOT_SEARCHED:
                yield from _strings(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, key)
    elif isinstance(value, str) and " " in value:
        yield value
