"""Papers edited by hand: such a version is in force, and is never replaced by making the paper anew."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from motionflow.db import db
from motionflow.documents.compared import TextFile, compared_docx
from motionflow.documents.isolation import read_text_apart
from motionflow.documents.phrases import Language
from motionflow.documents.remarks import By
from motionflow.documents.upload import without_template
from motionflow.domain.differences import ParagraphChange, compare
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken
from motionflow.domain.roles import Action
from motionflow.models import Body, Paper, PaperEdit, PaperPerson
from motionflow.services import audit, papers
from motionflow.services.access import Viewer, require


@dataclass(frozen=True)
class EditedPaper:
    """A version that was edited by hand, the one it was edited from, and what differs between their texts."""

    paper: Paper
    made: Paper
    changes: tuple[ParagraphChange, ...]


def get_editable(viewer: Viewer, paper_id: str) -> Paper:
    """Return a paper to someone who may send in an edited version. Raises ``RuleBroken`` for an old one."""
    paper = papers.get_paper_for(viewer, paper_id)
    require(Action.PAPER_MAKE, viewer, db.session.get_one(Body, paper.body_id))
    if paper.version != papers.latest_version(paper.subject_id, paper.kind):
        raise RuleBroken(Obstacle(Code.PAPER_HAS_NEWER_VERSION))
    return paper


def keep_edited(viewer: Viewer, paper_id: str, content: bytes, *, name: str, at: datetime) -> Paper:
    """Keep an edited version of a paper, which is in force from now on.

    Raises ``RuleBroken`` for a file that may not be read, is no Word file, or says the same as the paper.
    """
    before = get_editable(viewer, paper_id)
    if not name.lower().endswith(".docx"):
        raise RuleBroken(Obstacle(Code.FILE_NOT_WORD, "file"))
    text = read_text_apart(content, name=name).markdown
    content = without_template(content)
    if text == _text_of(before):
        raise RuleBroken(Obstacle(Code.PAPER_SAYS_THE_SAME, "file"))
    facts = json.loads(db.session.get_one(Paper, before.id, options=[undefer(Paper.facts)]).facts or "{}")
    facts["head"] = {**facts.get("head", {}), "version": before.version + 1}
    paper = Paper(
        **{each: getattr(before, each) for each in papers.KEPT_ALIKE},
        version=before.version + 1,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        made_at=at,
        made_by_id=viewer.id,
    )
    db.session.add(paper)
    db.session.flush()
    db.session.add(
        PaperEdit(paper_id=paper.id, from_paper_id=before.id, edited_at=at, edited_by_id=viewer.id)
    )
    for person_id in db.session.scalars(
        select(PaperPerson.person_id).where(PaperPerson.paper_id == before.id).order_by(PaperPerson.person_id)
    ):
        db.session.add(PaperPerson(paper_id=paper.id, person_id=person_id))
    db.session.flush()
    audit.add_event(
        "paper_edited",
        body_id=papers.chain_of(paper),
        subject_id=paper.id,
        by=viewer.id,
        at=at,
        facts={"sha256": paper.sha256, "kind": paper.kind.value, "version": paper.version},
    )
    return paper


def get_edited_for(viewer: Viewer, paper_id: str) -> EditedPaper:
    """Return an edited version with what differs from the one before. Raises ``NotFound``."""
    paper = papers.get_paper_for(viewer, paper_id)
    edit = db.session.get(PaperEdit, paper_id)
    if edit is None:
        raise NotFound
    made = papers.get_paper_for(viewer, edit.from_paper_id)
    return EditedPaper(paper, made, compare(_text_of(made), _text_of(paper)))


def edited_docx(viewer: Viewer, paper_id: str) -> tuple[bytes, str]:
    """Return what was edited in a paper as a Word file with tracked changes, and the file's name."""
    paper = papers.get_paper_for(viewer, paper_id)
    edit = db.session.get(PaperEdit, paper_id)
    if edit is None:
        raise NotFound
    made = papers.get_paper_for(viewer, edit.from_paper_id)
    language: Language = "nn" if paper.language == "nn" else "nb"
    body = db.session.get_one(Body, paper.body_id)
    file = TextFile(title="", by=By(body.name, edit.edited_at), language=language, footer=body.name)
    stem = paper.file_name.removesuffix(".docx")
    return compared_docx(_text_of(made), _text_of(paper), file=file), f"{stem}-endret.docx"


def _text_of(paper: Paper) -> str:
    return read_text_apart(paper.content or b"", name=paper.file_name).markdown
