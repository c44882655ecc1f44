"""Everything about one case that somebody may see, as one file: papers, texts, votes, sources, events."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from motionflow.db import db
from motionflow.documents.phrases import Language
from motionflow.documents.word import Letterhead, make_docx
from motionflow.documents.words import escaped, prose
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.texts import slug_of
from motionflow.i18n import N_, Words, words
from motionflow.labels import name_of, option_name, status_line
from motionflow.models import Decision, Event, Paper, Step, VoteEvent
from motionflow.services import letterheads
from motionflow.services.access import Viewer
from motionflow.services.cases import CaseView, StepView, get_case_for
from motionflow.services.dossier_amendments import (
    NO_COUNTS,
    amendment_chapters,
    amendment_texts,
    amendment_votes,
    counts_of,
)

_DAY = (1980, 1, 1, 0, 0, 0)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Dossier:
    """A dossier as a zip file."""

    content: bytes
    file_name: str


def make_dossier(viewer: Viewer, motion_id: str, *, at: datetime, progress: Progress) -> Dossier:
    """Return the dossier of a case, with only what the viewer may see of it. Raises ``NotFound``."""
    case = get_case_for(viewer, motion_id)
    stem = f"{case.motion.year}-{case.motion.number}-{slug_of(case.motion.title)[:60]}"
    papers = [*case.papers, *(paper for view in case.steps for paper in view.papers)]
    files: dict[str, bytes] = {}
    for number, paper in enumerate(papers, start=1):
        content = db.session.get_one(Paper, paper.id, options=[undefer(Paper.content)]).content
        if content is not None:
            stem_of_paper = f"papers/{paper.file_name.removesuffix('.docx')}-v{paper.version}"
            files[_free(stem_of_paper, ".docx", files)] = content
        progress(number, len(papers) + 1)
    files |= dict(_texts(viewer, case))
    for name, data in (
        ("votes.json", list(_votes(viewer, case))),
        ("sources.json", _sources(case)),
        ("events.json", _events(case, papers)),
    ):
        files[name] = json.dumps(data, ensure_ascii=False, indent=2).encode()
    files["dossier.docx"] = dossier_docx(viewer, case, at=at)
    sums = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    files["SHA256SUMS"] = "".join(sums).encode()
    return Dossier(_zipped(files), f"{stem}.zip")


def dossier_docx(viewer: Viewer, case: CaseView, *, at: datetime) -> bytes:
    """Return a case as one Word document with a list of contents, from what its viewer may see."""
    body = case.motion.founding_body
    language: Language = "nn" if body.language == "nn" else "nb"
    return make_docx(
        "\n\n".join(_chapters(viewer, case, language)),
        title=case.motion.title,
        language=language,
        author=body.name,
        created_on=day_in_oslo(at),
        letterhead=Letterhead(footer=f"{body.name} · {case.motion.shown_number}"),
        has_contents=True,
        template=letterheads.template_of(body.id),
    )


def _chapters(viewer: Viewer, case: CaseView, language: Language) -> Iterator[str]:
    motion, say = case.motion, words(language)
    yield f"# {escaped(motion.title)}"
    yield f"**{say(N_('Case {number}'), number=motion.shown_number)}**"
    yield escaped(status_line(case.status, language=say))
    if case.sees_texts:
        yield f"## {say(N_('The motion'))}"
        yield prose(motion.text.grounds)
        yield f"### {say(N_('Proposed decision'))}"
        yield prose(motion.text.proposed_decision)
    for view in case.steps:
        yield from _received(view, say)
        yield from amendment_chapters(viewer, view, language=language)
        yield from _decided(view, say)
    if case.is_inside and motion.sources:
        yield f"## {say(N_('Sources'))}"
        named = (", ".join(filter(None, (one.title, one.origin, one.link))) for one in motion.sources)
        yield "\n".join(f"- {escaped(source)}" for source in named)


def _received(view: StepView, say: Words) -> Iterator[str]:
    yield f"## {escaped(view.step.body.name)}"
    if view.is_inside and view.step.received_text:
        yield f"### {say(N_('Proposed decision as it came'))}"
        yield prose(view.step.received_text)


def _decided(view: StepView, say: Words) -> Iterator[str]:
    for decision in view.step.decisions:
        day = say.date(decision.decided_on)
        yield f"### {escaped(name_of(decision.outcome, language=say))} {day}"
        yield prose(decision.operative_text)
        for vote in decision.votes:
            yield escaped(_counted(vote, say))
        if decision.reason:
            yield escaped(say(N_("Reason: {reason}"), reason=decision.reason))
        if decision.proposed_decision and decision.next_body is not None:
            yield f"#### {escaped(say(N_('Proposed decision for {body}'), body=decision.next_body.name))}"
            yield prose(decision.proposed_decision)


def _counted(vote: VoteEvent, say: Words) -> str:
    whole = (count for count in vote.counts if not count.party)
    return ", ".join(f"{option_name(count.option, language=say)}: {count.votes}" for count in whole)


def _texts(viewer: Viewer, case: CaseView) -> Iterator[tuple[str, bytes]]:
    motion = case.motion
    for text in motion.texts if case.sees_texts else ():
        parts = (f"# {text.title}", text.grounds, "## Forslag til vedtak", text.proposed_decision)
        yield f"texts/motion-v{text.version}.md", "\n\n".join(filter(None, parts)).encode()
    for view in case.steps:
        stem = f"texts/step-{view.step.number}-{view.step.body.slug}"
        if view.is_inside and view.step.received_text:
            yield f"{stem}-received.md", view.step.received_text.encode()
        for number, moved in amendment_texts(viewer, view):
            yield f"{stem}-amendment-{number}.md", moved.encode()
        for decision in view.step.decisions:
            if decision.operative_text:
                yield f"{stem}-decided-{decision.number}.md", decision.operative_text.encode()


def _votes(viewer: Viewer, case: CaseView) -> Iterator[dict[str, Any]]:
    for view in case.steps:
        for told in amendment_votes(viewer, view):
            yield {"step": view.step.number, "body": view.step.body.name} | told
    for step, decision in _decisions(case):
        known = {
            "step": step.number,
            "body": step.body.name,
            "decided_on": decision.decided_on.isoformat(),
            "outcome": decision.outcome.value,
        }
        yield from (known | {"round": vote.round} | counts_of(vote) for vote in decision.votes)
        if not decision.votes:
            yield known | {"round": None} | NO_COUNTS


def _decisions(case: CaseView) -> Iterator[tuple[Step, Decision]]:
    for view in case.steps:
        for decision in view.step.decisions:
            yield view.step, decision


def _sources(case: CaseView) -> list[dict[str, Any]]:
    if not case.is_inside:
        return []
    return [
        {
            "title": one.title,
            "origin": one.origin,
            "dated_on": one.dated_on.isoformat() if one.dated_on else None,
            "link": one.link,
            "doubt": one.doubt,
        }
        for one in case.motion.sources
    ]


def _events(case: CaseView, papers: list[Paper]) -> list[dict[str, Any]]:
    """Return what happened to the case in the chains of the bodies that the viewer is inside."""
    inside = [view.step.body_id for view in case.steps if view.is_inside]
    about = [case.motion.id, *(view.step.id for view in case.steps), *(paper.id for paper in papers)]
    about += [decision.id for _, decision in _decisions(case)]
    rows = db.session.scalars(
        select(Event)
        .where(Event.body_id.in_(inside), Event.subject_id.in_(about))
        .order_by(Event.at, Event.body_id, Event.number)
    )
    return [
        {
            "body": row.body_id,
            "number": row.number,
            "at": row.at.isoformat(),
            "name": row.name,
            "subject": row.subject_id,
            "facts": json.loads(row.facts),
            "hash": row.hash,
        }
        for row in rows
    ]


def _free(stem: str, ending: str, taken: dict[str, bytes]) -> str:
    name, number = f"{stem}{ending}", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{ending}"
    return name


def _zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _DAY), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()
