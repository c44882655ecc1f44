"""The case page's baseline: Flask, one query through the ORM for each section, and a flat template.

No access, no forms, no words in three languages, no Markdown. What the real page adds to it may cost it
two fifths of its rate and no more.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from motionflow.db import connect, db
from motionflow.models import (
    AgendaItem,
    Amendment,
    Body,
    BodyFollow,
    BudgetLine,
    Commitment,
    Decision,
    Follower,
    FollowUp,
    Indicator,
    Joining,
    LeftOver,
    Meeting,
    Membership,
    MoneyRecord,
    Motion,
    MotionText,
    MotionTheme,
    Mover,
    Objection,
    Paper,
    Person,
    Recommendation,
    Source,
    Step,
    VoteEvent,
)


def bare_app(url: str, *, person_id: str, bytes_wanted: int) -> Flask:
    """Return an application with the one page ``/<motion_id>``, filled up to a number of bytes."""
    app = Flask(__name__, template_folder=str(Path(__file__).parent))
    connect(app, url=url)
    padding = {"": ""}

    @app.get("/<motion_id>")
    def show(motion_id: str) -> str:
        page = render_template("bare_page.html", padding=padding[""], **_sections(motion_id, person_id))
        if not padding[""]:
            missing = bytes_wanted - len(page.encode())
            assert missing > 0, f"the bare page is {-missing} bytes longer than the real one"
            padding[""] = "x" * missing
        return page

    return app


def _sections(motion_id: str, person_id: str) -> dict[str, Any]:
    """Return what the page shows: twenty-four queries, one a section."""
    of_case = select(Step.id).where(Step.motion_id == motion_id)
    today = date(2026, 1, 1)
    return {
        "person": db.session.scalar(select(Person).where(Person.id == person_id)),
        "roles": _all(
            select(Membership).where(Membership.person_id == person_id, Membership.from_on <= today)
        ),
        "motion": db.session.scalar(
            select(Motion).where(Motion.id == motion_id).options(joinedload(Motion.founding_body))
        ),
        "follows": db.session.scalar(
            select(Follower).where(Follower.motion_id == motion_id, Follower.person_id == person_id)
        ),
        "steps": _all(
            select(Step)
            .where(Step.motion_id == motion_id)
            .order_by(Step.number)
            .options(joinedload(Step.body))
        ),
        "recorders": _all(
            select(BodyFollow)
            .join(Body, Body.id == BodyFollow.external_body_id)
            .where(Body.id.in_(select(Step.body_id).where(Step.motion_id == motion_id)))
        ),
        "agenda": _by(
            "step_id",
            select(AgendaItem)
            .join(AgendaItem.meeting)
            .where(AgendaItem.step_id.in_(of_case))
            .order_by(AgendaItem.step_id, Meeting.starts_at)
            .options(joinedload(AgendaItem.meeting)),
        ),
        "advices": _by(
            "step_id",
            select(Recommendation)
            .where(Recommendation.step_id.in_(of_case))
            .order_by(Recommendation.step_id, Recommendation.given_at),
        ),
        "decisions": _by(
            "step_id",
            select(Decision)
            .where(Decision.step_id.in_(of_case))
            .order_by(Decision.step_id, Decision.number)
            .options(joinedload(Decision.next_body)),
        ),
        "votes": _by(
            "decision_id",
            select(VoteEvent)
            .join(Decision, Decision.id == VoteEvent.decision_id)
            .where(Decision.step_id.in_(of_case))
            .order_by(VoteEvent.decision_id, VoteEvent.round)
            .options(joinedload(VoteEvent.counts)),
        ),
        "papers": _by(
            "step_id",
            select(Paper).where(Paper.motion_id == motion_id).order_by(Paper.step_id, Paper.made_at),
        ),
        "texts": _all(
            select(MotionText).where(MotionText.motion_id == motion_id).order_by(MotionText.version)
        ),
        "sources": _all(select(Source).where(Source.motion_id == motion_id).order_by(Source.added_at)),
        "movers": _all(
            select(Mover)
            .where(Mover.motion_id == motion_id)
            .options(joinedload(Mover.person), joinedload(Mover.body))
        ),
        "follow_ups": _all(select(FollowUp).where(FollowUp.motion_id == motion_id).order_by(FollowUp.on)),
        "lines": _all(
            select(BudgetLine).where(BudgetLine.step_id.in_(of_case)).order_by(BudgetLine.position)
        ),
        "money": _all(
            select(MoneyRecord).where(MoneyRecord.motion_id == motion_id).order_by(MoneyRecord.year)
        ),
        "promises": _all(
            select(Commitment)
            .where(Commitment.motion_id == motion_id)
            .order_by(Commitment.due_on)
            .options(joinedload(Commitment.body), joinedload(Commitment.reports))
        ),
        "figures": _all(
            select(Indicator)
            .where(Indicator.motion_id == motion_id)
            .order_by(Indicator.made_at)
            .options(joinedload(Indicator.readings))
        ),
        "themes": _all(select(MotionTheme).where(MotionTheme.motion_id == motion_id)),
        "joined": _all(select(Joining).where(Joining.into_step_id.in_(of_case))),
        "objections": _all(select(Objection).join(Objection.decision).where(Decision.step_id.in_(of_case))),
        "taken_off": _all(select(LeftOver).where(LeftOver.step_id.in_(of_case))),
        "amendments": _by("step_id", select(Amendment).where(Amendment.step_id.in_(of_case))),
    }


def _all(rows: Select[Any]) -> Sequence[Any]:
    return db.session.scalars(rows).unique().all()


def _by(column: str, rows: Select[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for key, group in groupby(_all(rows), key=attrgetter(column)):
        found[key].extend(group)
    return found
