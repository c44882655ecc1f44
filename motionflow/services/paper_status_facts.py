"""What the status report to the founding body says: the case's way, its texts, and what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.documents import pieces
from motionflow.documents.facts import StatusPaper, TextVersion, TimelineRow
from motionflow.documents.kept_words import KeptRow, KeptText, KeptWords, with_kept_in_bold
from motionflow.documents.paper_names import paper_name
from motionflow.documents.phrases import STATUSES, Language, table
from motionflow.documents.status_line import Hop, hop_label, next_due, next_step, refusal, status_sentence
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.flow import MUNICIPAL_KINDS, Arrival, Outcome, StepState
from motionflow.domain.lineage import kept_in
from motionflow.domain.papers import PaperKind
from motionflow.domain.versions import VersionKind
from motionflow.models import Decision, FollowUp, Motion, Paper, Step
from motionflow.services import standings
from motionflow.services.case_status import follow_ups_of, full_status
from motionflow.services.lineage import full_lineage
from motionflow.services.paper_advice_facts import vote_facts
from motionflow.services.paper_facts import (
    Draft,
    head,
    language_of,
    mover_of,
)
from motionflow.services.paper_money_facts import money_rows, promise_facts
from motionflow.services.paper_treatment_facts import number_at_body
from motionflow.services.texts import TextVersion as Version

_ADOPTED = frozenset({Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES})
_READ_IN = (PaperKind.EXTRACT, PaperKind.RECORD)


def draft_status(motion: Motion, *, by: str | None, at: datetime) -> Draft:
    """Return what has become of a case so far, in the founding body's language."""
    body = motion.founding_body
    language, status = language_of(body), full_status(motion)
    follow_ups = follow_ups_of([motion.id])
    follow_up = follow_ups[-1] if follow_ups else None
    promises = standings.list_of_motions([motion.id], on=day_in_oslo(at))[motion.id]
    source = None
    if follow_up is not None:
        source = pieces.SourceFacts(follow_up.source_title, link=follow_up.source_link)
    facts = StatusPaper(
        head=head(body, dated=day_in_oslo(at), motion=motion),
        case_number=motion.shown_number,
        title=motion.title,
        mover=_mover(motion, language),
        moved_on=day_in_oslo(motion.started_at),
        status_line=status_sentence(status, language),
        to_body=body.name,
        status=status.follow_up,
        status_on=status.follow_up_on,
        note=follow_up.note if follow_up else "",
        source=source,
        timeline=_timeline(motion, follow_ups, language),
        versions=_versions(motion, language),
        kept=_kept(motion, language),
        money=money_rows(motion, language=language),
        # The body answers: an office-holder's name would have to be taken out of a paper long kept.
        promises=tuple(promise_facts(each, is_named=False) for each in promises),
        next_step=next_step(status, language),
        next_due=next_due(status),
    )
    return Draft(facts, motion.id, body, motion=motion)


def _mover(motion: Motion, language: Language) -> pieces.Mover:
    """Return who moved, and where: the report is read at other bodies on the way too."""
    mover = mover_of(motion, language=language, outside=True)
    return mover if mover.body else replace(mover, body=motion.founding_body.name)


def _timeline(motion: Motion, follow_ups: Sequence[FollowUp], language: Language) -> tuple[TimelineRow, ...]:
    """Return every decision, refusal and follow-up, by day."""
    papers = _papers_by_decision(motion, language)
    said = table(STATUSES, language)
    rows = [
        TimelineRow(
            on=decision.decided_on,
            body=step.body.name,
            item=number_at_body(decision),
            outcome=decision.outcome,
            votes=tuple(vote_facts(vote) for vote in decision.votes),
            paper=papers.get(decision.id, ""),
        )
        for step in motion.steps
        for decision in step.decisions
    ]
    for step in motion.steps:
        if step.state in (StepState.RETURNED, StepState.DECLINED) and step.ended_at is not None:
            event = refusal(step.state, language)
            rows.append(TimelineRow(on=day_in_oslo(step.ended_at), body=step.body.name, event=event))
    for each in follow_ups:
        # A follow-up has no body: it tells what became of the decisions, wherever that was found out.
        rows.append(TimelineRow(on=each.on, body="–", event=said[each.status]))
    return tuple(sorted(rows, key=lambda row: row.on))


def _papers_by_decision(motion: Motion, language: Language) -> dict[str, str]:
    papers = select(Paper.subject_id, Paper.kind).where(
        Paper.motion_id == motion.id, Paper.kind.in_(_READ_IN), Paper.destroyed_at.is_(None)
    )
    return {subject_id: paper_name(kind, language) for subject_id, kind in db.session.execute(papers)}


def _versions(motion: Motion, language: Language) -> tuple[TextVersion, ...]:
    """Return the text at each hop where it was another than before; none where it never changed."""
    versions: list[TextVersion] = []
    for hop, body, on, text in sorted(_hops(motion), key=lambda each: each[2]):
        if not versions or versions[-1].text != text:
            versions.append(TextVersion(hop_label(hop, language), body, on, text))
    return tuple(versions) if len(versions) > 1 else ()


def _kept(motion: Motion, language: Language) -> KeptWords | None:
    """Return what is left of the founding body's words; ``None`` until it has sent them on."""
    lineage = full_lineage(motion)
    origin = lineage.origin
    if origin is None or origin.kind is not VersionKind.RECEIVED:
        return None
    rows = tuple(
        KeptRow(hop.version.on, hop.version.step.body.name, _hop_name(hop.version, language), hop.kept.words)
        for hop in lineage.hops
        if hop.kept is not None
    )
    adopted = tuple(
        KeptText(
            version.on,
            version.step.body.name,
            with_kept_in_bold(origin.text, version.text),
            kept_in(origin.text, version.text).words,
        )
        for version in lineage.adopted
    )
    words = lineage.kept.words if lineage.kept else 0
    of = kept_in(origin.text).of
    return KeptWords(motion.founding_body.name, origin.on, words, of, rows, adopted)


def _hop_name(version: Version, language: Language) -> str:
    hop = Hop.ADOPTED if version.kind is VersionKind.ADOPTED else Hop.RECEIVED
    return hop_label(hop, language)


def _hops(motion: Motion) -> Iterator[tuple[Hop, str, date, str]]:
    founding = motion.founding_body.name
    for version in motion.texts:
        hop = Hop.HANDED_IN if version.version == 1 else Hop.CORRECTED
        yield hop, founding, day_in_oslo(version.written_at), version.proposed_decision
    for step in motion.steps:
        if step.arrival is Arrival.FORWARDED and step.from_step is not None:
            yield Hop.SENT_ON, step.from_step.body.name, day_in_oslo(step.received_at), step.received_text
        for decision in _adopted(step):
            yield Hop.ADOPTED, step.body.name, decision.decided_on, decision.operative_text


def _adopted(step: Step) -> list[Decision]:
    """Return what a council adopted; what a party body adopted is told by the text it sent on."""
    if step.body.kind not in MUNICIPAL_KINDS:
        return []
    return [decision for decision in step.decisions if decision.outcome in _ADOPTED]
