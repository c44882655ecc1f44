"""Reading the stored papers as a test wants them: their text, facts and events."""

import io
import json

from docx import Document
from sqlalchemy import select
from sqlalchemy.orm import undefer

from motionflow.db import db
from motionflow.documents import stored
from motionflow.domain.papers import PaperKind
from motionflow.models import Event, Paper

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(paper: Paper) -> str:
    """Return what a paper says, a line for each paragraph."""
    assert paper.content is not None
    body = Document(io.BytesIO(paper.content)).element.body
    lines = ("".join(run.text or "" for run in line.iter(f"{W}t")) for line in body.iter(f"{W}p"))
    return "\n".join(lines)


def stored_papers(kind: PaperKind, *, subject_id: str | None = None) -> list[Paper]:
    """Return the stored papers of a kind, the oldest first, with what they hold."""
    found = select(Paper).where(Paper.kind == kind).order_by(Paper.made_at, Paper.version)
    if subject_id is not None:
        found = found.where(Paper.subject_id == subject_id)
    return list(db.session.scalars(found.options(undefer(Paper.content), undefer(Paper.facts))))


def only(kind: PaperKind, *, subject_id: str | None = None) -> Paper:
    """Return the one stored paper of a kind."""
    [paper] = stored_papers(kind, subject_id=subject_id)
    return paper


def events_of(paper: Paper) -> list[tuple[str, str]]:
    """Return the events about a paper: the body in whose chain they are, and their names."""
    found = select(Event.body_id, Event.name).where(Event.subject_id == paper.id).order_by(Event.number)
    return [(body_id, name) for body_id, name in db.session.execute(found)]


def facts_of(paper: Paper) -> object:
    """Return the facts a paper was made from."""
    assert paper.facts is not None
    return stored.from_json(paper.kind, json.loads(paper.facts))
