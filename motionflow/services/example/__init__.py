"""The example case: one motion's whole way, loaded through the services as if people had done it.

The persons are invented and everything is marked as an example. ``cast`` has who is who, ``*_texts``
and ``agendas`` what was written, ``past`` the motion's way from 2018 to 2021, ``present`` what waits now.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from motionflow.db import db
from motionflow.models import Body, Meeting, Motion, Paper, Poll, PublishedPoll, Step
from motionflow.services import notices
from motionflow.services.example import cast, past, present
from motionflow.services.example.cast import ROLES as ROLES
from motionflow.services.example.stage import Stage


def is_loaded() -> bool:
    """Return whether the example is in the database."""
    return db.session.scalar(select(Body.id).where(Body.is_example).limit(1)) is not None


def load_example(*, at: datetime, progress: Callable[[str], None]) -> None:
    """Load the example in the caller's transaction; say so and do nothing when it is there already.

    What belongs to the present is dated from ``at``. No mail is queued.
    """
    if is_loaded():
        progress("The example is loaded already.")
        return
    with notices.without_mail():
        people = cast.make_people(at=at)
        administrator = people[cast.JON].id
        bodies = cast.make_bodies(by=administrator, at=at)
        cast.give_parts(people, bodies, by=administrator, at=at)
        stage = Stage(at=at, tell=progress, people=people, bodies=bodies)
        past.play(stage)
        present.play(stage)


def list_poll_files() -> Iterator[tuple[str, bytes]]:
    """Yield the published file of every secret poll, by name: ``<date>-<body>-poll-<n>.json``."""
    rows = (
        select(PublishedPoll)
        .join(Poll, Poll.id == PublishedPoll.poll_id)
        .join(Meeting, Meeting.id == Poll.meeting_id)
        .join(Body, Body.id == Meeting.body_id)
        .where(Body.is_example)
        .order_by(PublishedPoll.file_name)
        .options(undefer(PublishedPoll.content))
    )
    for published in db.session.scalars(rows):
        yield published.file_name, published.content


def list_paper_files() -> Iterator[tuple[str, bytes]]:
    """Yield every Word file of the example, by name: ``<date>-<body>-<kind>.docx``.

    The second and further ones of a name end in ``-2.docx`` and so on.
    """
    rows = (
        select(Paper)
        .join(Body, Body.id == Paper.body_id)
        .outerjoin(Motion, Motion.id == Paper.motion_id)
        .outerjoin(Step, Step.id == Paper.step_id)
        .where(Body.is_example, Paper.destroyed_at.is_(None))
        .order_by(Paper.file_name, Motion.started_at, Step.number, Paper.made_at, Paper.version, Paper.id)
        .options(undefer(Paper.content))
        .execution_options(yield_per=20)
    )
    seen: Counter[str] = Counter()
    for paper in db.session.scalars(rows):
        seen[paper.file_name] += 1
        count = seen[paper.file_name]
        suffix = f"-{count}" if count > 1 else ""
        yield f"{paper.file_name.removesuffix('.docx')}{suffix}.docx", paper.content or b""
