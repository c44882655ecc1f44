"""Papers: made from facts when their event happens, kept with them, made anew, read and destroyed.

A paper is never replaced: making it again adds a version. What a paper says is in
``paper_case_facts``, ``paper_meeting_facts`` and ``paper_status_facts``.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import undefer

from motionflow.db import db
from motionflow.documents import stored, word
from motionflow.documents.facts import Facts
from motionflow.documents.phrases import Language
from motionflow.documents.word import make_paper
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken
from motionflow.domain.flow import BodyKind
from motionflow.domain.papers import SHARED_ON_WAY, PaperKind
from motionflow.domain.roles import Action
from motionflow.models import (
    Body,
    BudgetProposal,
    Decision,
    Event,
    Job,
    Meeting,
    Motion,
    Paper,
    PaperPerson,
    Step,
)
from motionflow.services import audit, letterheads, search_index
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.cases import get_motion_for, get_step_for
from motionflow.services.paper_budget_facts import draft_budget
from motionflow.services.paper_case_facts import (
    draft_decision_notice,
    draft_extract,
    draft_letter,
    draft_motion,
    draft_proposal,
    draft_record,
    is_put_as_proposal,
)
from motionflow.services.paper_facts import A_MEMBER, Draft
from motionflow.services.paper_meeting_facts import draft_booklet, draft_minutes, draft_notice
from motionflow.services.paper_status_facts import draft_status

# Per kind: the table its subject is in, and what drafts it. ``Paper.subject_id`` is that row's id;
# a letter or proposal has the step it started as its subject, since a case can be sent to several.
_DRAFTS: dict[PaperKind, tuple[type[Any], Callable[..., Draft]]] = {
    PaperKind.MOTION: (Motion, draft_motion),
    PaperKind.NOTICE: (Meeting, draft_notice),
    PaperKind.BOOKLET: (Meeting, draft_booklet),
    PaperKind.MINUTES: (Meeting, draft_minutes),
    PaperKind.EXTRACT: (Decision, draft_extract),
    PaperKind.RECORD: (Decision, draft_record),
    PaperKind.DECISION_NOTICE: (Decision, draft_decision_notice),
    PaperKind.LETTER: (Step, draft_letter),
    PaperKind.PROPOSAL: (Step, draft_proposal),
    PaperKind.STATUS: (Motion, draft_status),
    PaperKind.BUDGET: (BudgetProposal, draft_budget),
}


JOB_NOT_MADE = "not_made"

# What the versions of one paper have in common.
KEPT_ALIKE = (
    *("kind", "subject_id", "body_id", "motion_id", "step_id", "meeting_id"),
    *("language", "title", "file_name"),
)


def make_motion_paper(motion: Motion, *, by: str | None, at: datetime) -> Paper:
    """Make the motion as handed in, or a new version of it as corrected."""
    return _make(PaperKind.MOTION, motion, by, at)


def make_notice(meeting: Meeting, *, by: str | None, at: datetime) -> Paper:
    """Make the notice of a meeting."""
    return _make(PaperKind.NOTICE, meeting, by, at)


@dataclass(frozen=True)
class Prepared:
    """A paper that was made of facts before the transaction that keeps it."""

    facts: Facts
    made: word.Paper
    letterhead: str | None


def prepare_booklet(
    meeting: Meeting, *, by: str | None, at: datetime, progress: Callable[[int, int], None]
) -> Prepared:
    """Return the booklet of a meeting, not kept yet; ``progress`` is told how much of it is set."""
    draft = draft_booklet(meeting, by=by, at=at)
    version = latest_version(draft.subject_id, PaperKind.BOOKLET) + 1
    facts = _with_version(draft.facts, version)
    letterhead = letterheads.find_letterhead(draft.issuer.id)
    made = make_paper(
        facts,
        language=_language(draft.issuer.language),
        progress=progress,
        template=letterhead.content if letterhead else None,
    )
    return Prepared(facts, made, letterhead.sha256 if letterhead else None)


def make_booklet(
    meeting: Meeting, *, by: str | None, at: datetime, prepared: Prepared | None = None
) -> Paper:
    """Make the agenda and booklet of a meeting, with the motions on its list as they are now."""
    return _make(PaperKind.BOOKLET, meeting, by, at, prepared=prepared)


def make_minutes(meeting: Meeting, *, by: str | None, at: datetime) -> Paper:
    """Make the minutes of a meeting, with the head of the body's chain as it was before this transaction."""
    return _make(PaperKind.MINUTES, meeting, by, at)


def make_decision_papers(decision: Decision, *, by: str | None, at: datetime) -> list[Paper]:
    """Make the extract of a decision here; of an external body the record, of a council also the notice."""
    body = decision.step.body
    if body.is_hosted:
        return [_make(PaperKind.EXTRACT, decision, by, at)]
    papers = [_make(PaperKind.RECORD, decision, by, at)]
    if body.kind is BodyKind.COUNCIL:
        papers.append(_make(PaperKind.DECISION_NOTICE, decision, by, at))
    return papers


def make_forwarding_papers(from_step: Step, new_step: Step, *, by: str | None, at: datetime) -> list[Paper]:
    """Make the covering letter of a forwarding, or the group's proposal to a municipal body.

    The papers of the decision are made too where they are missing, since a letter leans on them.
    """
    papers = []
    decision = from_step.decision
    if decision is not None and not _has_papers(decision):
        papers += make_decision_papers(decision, by=by, at=at)
    kind = PaperKind.PROPOSAL if is_put_as_proposal(from_step, new_step) else PaperKind.LETTER
    return [*papers, _make(kind, new_step, by, at)]


def make_status(motion: Motion, *, by: str | None, at: datetime) -> Paper:
    """Make the status report to the body the case came from."""
    return _make(PaperKind.STATUS, motion, by, at)


def make_budget(proposal: BudgetProposal, *, by: str | None, at: datetime) -> Paper:
    """Make a group's budget proposal as it is handed in."""
    return _make(PaperKind.BUDGET, proposal, by, at)


def make_anew(paper: Paper, *, by: str | None, at: datetime) -> Paper:
    """Make a new version of a paper from the facts as they are now; the old one stays.

    Raises ``RuleBroken`` where the version in force was edited by hand.
    """
    if paper.kind not in _DRAFTS:
        raise NotFound  # it is made anew from its own page
    if edited_in_force(paper.subject_id, paper.kind) is not None:
        raise RuleBroken(Obstacle(Code.PAPER_EDITED_BY_HAND))
    table, _ = _DRAFTS[paper.kind]
    # Locked, so that of two who make it anew at once each gets a version.
    db.session.execute(select(Paper.id).where(Paper.id == paper.id).with_for_update(key_share=True))
    return _make(paper.kind, db.session.get_one(table, paper.subject_id), by, at)


def make_anew_without(person_id: str, *, by: str | None, at: datetime) -> list[Paper]:
    """Take a person out of every paper: the latest versions are made anew, those naming her destroyed.

    The new version is made from the stored facts, with the word for a member instead of the name.
    A destroyed version keeps its row and its checksum, marked so, and loses its bytes and facts.
    """
    naming = (
        select(Paper)
        .join(PaperPerson, PaperPerson.paper_id == Paper.id)
        .where(PaperPerson.person_id == person_id, Paper.destroyed_at.is_(None))
        .order_by(Paper.made_at, Paper.id)
        .options(undefer(Paper.facts))
    )
    made = []
    for paper in db.session.scalars(naming).all():
        if paper.version == latest_version(paper.subject_id, paper.kind):
            made.append(_made_without(paper, person_id, by, at))
        _destroy(paper, by, at)
    # What the worker has made of papers may name her too, and can be asked for again.
    forgotten = update(Job).where(Job.content.is_not(None)).values(content=None, failure=JOB_NOT_MADE)
    db.session.execute(forgotten)
    return made


def get_paper_for(viewer: Viewer, paper_id: str) -> Paper:
    """Return a paper with its bytes. Raises ``NotFound`` where it is destroyed or not for the viewer."""
    paper = db.session.get(Paper, paper_id, options=[undefer(Paper.content)])
    if paper is None or paper.destroyed_at is not None or not _may_see(viewer, paper):
        raise NotFound
    return paper


def list_meeting_papers(meeting: Meeting) -> list[Paper]:
    """Return a meeting's papers: the latest version of each first, then the earlier ones."""
    papers = db.session.scalars(
        select(Paper)
        .where(Paper.meeting_id == meeting.id, Paper.destroyed_at.is_(None))
        .order_by(Paper.made_at, Paper.kind, Paper.version)
    ).all()
    latest = {(paper.subject_id, paper.kind): paper.version for paper in papers}
    return sorted(papers, key=lambda paper: paper.version != latest[paper.subject_id, paper.kind])


def _make(
    kind: PaperKind, subject: object, by: str | None, at: datetime, *, prepared: Prepared | None = None
) -> Paper:
    _, draft_of = _DRAFTS[kind]
    return keep_draft(kind, draft_of(subject, by=by, at=at), by=by, at=at, prepared=prepared)


def keep_draft(
    kind: PaperKind, draft: Draft, *, by: str | None, at: datetime, prepared: Prepared | None = None
) -> Paper:
    """Make the next version of a paper from a draft, for kinds that are drafted elsewhere too.

    Where the version in force was edited by hand, no other takes its place: that one is returned.
    """
    edited = edited_in_force(draft.subject_id, kind)
    if edited is not None:
        return edited
    version = latest_version(draft.subject_id, kind) + 1
    facts = _with_version(draft.facts, version)
    paper = Paper(
        kind=kind,
        subject_id=draft.subject_id,
        body_id=draft.issuer.id,
        motion_id=draft.motion.id if draft.motion else None,
        step_id=draft.step.id if draft.step else None,
        meeting_id=draft.meeting_id,
        language=draft.issuer.language,
        file_name=f"{facts.head.dated.isoformat()}-{draft.issuer.slug}-{kind.value}.docx",
    )
    return _keep(paper, facts, by, at, prepared=prepared)


def _keep(
    paper: Paper,
    facts: Facts,
    by: str | None,
    at: datetime,
    *,
    but: str | None = None,
    prepared: Prepared | None = None,
    before: Paper | None = None,
) -> Paper:
    """Store a paper made of facts; ``but`` is a person they no longer name.

    It is on the letterhead that its body has now, or that of a paper ``before`` it.
    """
    data = stored.as_json(facts)
    letterhead = letterheads.find_letterhead(paper.body_id)
    made_on = letterhead.sha256 if letterhead else None
    template = letterhead.content if letterhead else None
    if before is not None:
        made_on = letterhead_of(before)
        template = letterheads.template_made_on(paper.body_id, made_on)
    if prepared is not None and (prepared.facts, prepared.letterhead) == (facts, made_on):
        made = prepared.made
    else:
        made = make_paper(facts, language=_language(paper.language), template=template)
    paper.version, paper.title = facts.head.version, made.title
    paper.facts = json.dumps(data, ensure_ascii=False, sort_keys=True)
    paper.content, paper.size = made.content, len(made.content)
    paper.sha256 = hashlib.sha256(made.content).hexdigest()
    paper.made_at, paper.made_by_id = at, by
    db.session.add(paper)
    db.session.flush()
    for person_id in sorted(stored.people_in(data) - {"", but}):
        db.session.add(PaperPerson(paper_id=paper.id, person_id=person_id))
    db.session.flush()
    if paper.motion_id is not None:
        search_index.index_motion(db.session.get_one(Motion, paper.motion_id))
    facts_of_event: dict[str, audit.FactValue] = {"sha256": paper.sha256, **_identity(paper)}
    if made_on is not None:
        facts_of_event["letterhead"] = made_on
    audit.add_event(
        "paper_made", body_id=chain_of(paper), subject_id=paper.id, by=by, at=at, facts=facts_of_event
    )
    return paper


def _made_without(paper: Paper, person_id: str, by: str | None, at: datetime) -> Paper:
    word_for_member = A_MEMBER[_language(paper.language)]
    data = stored.without_person(json.loads(paper.facts or "{}"), person=person_id, word=word_for_member)
    facts = _with_version(stored.from_json(paper.kind, data), paper.version + 1)
    new = Paper(**{name: getattr(paper, name) for name in KEPT_ALIKE})
    # One that was edited by hand was made on none, and is made of its facts as others are now.
    return _keep(new, facts, by, at, but=person_id, before=None if paper.edit else paper)


def letterhead_of(paper: Paper) -> str | None:
    """Return the checksum of the letterhead that a paper was made on, as its event tells."""
    told = select(Event.facts).where(Event.name == "paper_made", Event.subject_id == paper.id)
    facts = json.loads(db.session.scalar(told) or "{}")
    found: str | None = facts.get("letterhead")
    return found


def _language(code: str) -> Language:
    return "nn" if code == "nn" else "nb"


def _destroy(paper: Paper, by: str | None, at: datetime) -> None:
    paper.content, paper.facts, paper.destroyed_at = None, None, at
    db.session.flush()
    if paper.motion_id is not None:
        search_index.index_motion(db.session.get_one(Motion, paper.motion_id))
    audit.add_event(
        "paper_destroyed",
        body_id=chain_of(paper),
        subject_id=paper.id,
        by=by,
        at=at,
        facts=_identity(paper),
    )


def _identity(paper: Paper) -> dict[str, audit.FactValue]:
    return {"kind": paper.kind.value, "version": paper.version}


def chain_of(paper: Paper) -> str:
    """Return the body whose chain tells of a paper: its step's, also when another body recorded it."""
    return db.session.get_one(Step, paper.step_id).body_id if paper.step_id else paper.body_id


def edited_in_force(subject_id: str, kind: PaperKind) -> Paper | None:
    """Return the latest version of a paper where it was edited by hand: no other may take its place."""
    latest = db.session.scalar(
        select(Paper)
        .where(Paper.subject_id == subject_id, Paper.kind == kind, Paper.destroyed_at.is_(None))
        .order_by(Paper.version.desc())
        .limit(1)
    )
    return latest if latest is not None and latest.edit is not None else None


def latest_version(subject_id: str, kind: PaperKind) -> int:
    """Return the number of the latest version of a paper, 0 where there is none."""
    versions = select(func.max(Paper.version)).where(Paper.subject_id == subject_id, Paper.kind == kind)
    return db.session.scalar(versions) or 0


def _with_version(facts: Facts, version: int) -> Facts:
    return replace(facts, head=replace(facts.head, version=version))


def _has_papers(decision: Decision) -> bool:
    kinds = (PaperKind.EXTRACT, PaperKind.RECORD)
    found = select(Paper.id).where(
        Paper.subject_id == decision.id, Paper.kind.in_(kinds), Paper.destroyed_at.is_(None)
    )
    return db.session.scalar(found.limit(1)) is not None


def _may_see(viewer: Viewer, paper: Paper) -> bool:
    if paper.step_id is not None:
        step = get_step_for(viewer, paper.step_id)
        return paper.kind in SHARED_ON_WAY or viewer_may(Action.STEP_SEE_INSIDE, viewer, step.body)
    if paper.motion_id is not None:
        motion = get_motion_for(viewer, paper.motion_id)
        return any(viewer_may(Action.STEP_SEE_INSIDE, viewer, step.body) for step in motion.steps)
    return viewer_may(Action.MEETING_SEE, viewer, db.session.get_one(Body, paper.body_id))
