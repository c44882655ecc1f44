"""«What happened to our motions»: of a body, a theme or a period; as facts for page, Word and spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from motionflow.db import db
from motionflow.documents.annex_facts import (
    AnnexDecision,
    AnnexMotion,
    AnnexPaper,
    AnnexTotals,
)
from motionflow.documents.phrases import Language
from motionflow.documents.pieces import Mover
from motionflow.documents.status_line import next_due, next_step, refusal, status_sentence
from motionflow.domain import fates
from motionflow.domain.deadlines import day_in_oslo, moment_in_oslo
from motionflow.domain.fates import Became, Fate, Line, Totals, Treatment
from motionflow.domain.flow import MUNICIPAL_KINDS, PARTY_KINDS, Outcome, StepState
from motionflow.domain.meetings import MeetingKind
from motionflow.domain.papers import PaperKind
from motionflow.domain.roles import Role
from motionflow.domain.themes import Theme
from motionflow.i18n import words
from motionflow.labels import name_of
from motionflow.models import Body, Decision, Meeting, Motion, MotionTheme, Paper, Step, VoteEvent
from motionflow.models.outbox import MailKind
from motionflow.services import bodies, case_money, joining, news, notices, papers, silence, standings
from motionflow.services.access import Viewer
from motionflow.services.case_lists import visible_to
from motionflow.services.case_status import agenda_items, follow_ups_of, sight_on, status_of_steps
from motionflow.services.paper_advice_facts import vote_facts
from motionflow.services.paper_facts import Draft, head, language_of, mover_of
from motionflow.services.paper_money_facts import promise_facts
from motionflow.services.paper_treatment_facts import number_at_body

MOST_MOTIONS = 1000
_ADOPTED = frozenset({Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES})


@dataclass(frozen=True)
class Chosen:
    """Which motions: a body's (with those of its branches), a theme's, a period's; all narrow it down."""

    body: Body | None = None
    theme: Theme | None = None
    since: date | None = None
    until: date | None = None


def as_body(body: Body) -> Viewer:
    """Return a viewer that sees what every member of a body may see, for the body's own papers."""
    return Viewer(None, "", body.language, frozenset({(body.id, Role.MEMBER)}))


def draft_annex(body: Body, *, by: str | None, at: datetime, since: date | None = None) -> Draft:
    """Return what happened to a body's motions, as its members may see it."""
    chosen = Chosen(body=body, since=since or last_annual_meeting(body, before=at))
    facts = annex_of(as_body(body), chosen, at=at, issuer=body)
    return Draft(facts, body.id, body)


def annex_of(viewer: Viewer, chosen: Chosen, *, at: datetime, issuer: Body | None = None) -> AnnexPaper:
    """Return what happened to some motions, as far as a viewer may see it."""
    motions = _motions(viewer, chosen)
    body = issuer or chosen.body or (motions[0].founding_body if motions else bodies.list_roots()[0])
    language = language_of(body) if issuer else _language(viewer)
    told = _tell(viewer, motions, language, day_in_oslo(at))
    lines = [_line(one, motion, language) for one, motion in zip(told, motions, strict=True)]
    return AnnexPaper(
        head=head(body, dated=day_in_oslo(at)),
        of=chosen.body.name if chosen.body else "",
        since=chosen.since,
        until=chosen.until,
        motions=tuple(told),
        totals=_totals(fates.totals_of(lines)),
        years=tuple(map(_totals, fates.by_year(lines))),
        bodies=tuple(map(_totals, fates.by_body(lines))),
        themes=tuple(map(_totals, fates.by_theme(lines))),
    )


def _language(viewer: Viewer) -> Language:
    return "nn" if viewer.language == "nn" else "nb"


def _motions(viewer: Viewer, chosen: Chosen) -> list[Motion]:
    rows = select(Motion).where(visible_to(viewer))
    if chosen.body is not None:
        rows = rows.where(Motion.founding_body_id.in_(_ids_under(chosen.body)))
    if chosen.theme is not None:
        about = exists().where(MotionTheme.motion_id == Motion.id, MotionTheme.theme == chosen.theme)
        rows = rows.where(about)
    rows = rows.order_by(Motion.year, Motion.number, Motion.id).limit(MOST_MOTIONS).options(*_OPTIONS)
    return [motion for motion in db.session.scalars(rows) if _in_period(motion, chosen)]


_OPTIONS = (
    joinedload(Motion.founding_body),
    selectinload(Motion.texts),
    selectinload(Motion.movers),
    selectinload(Motion.steps).options(
        joinedload(Step.body).selectinload(Body.followers),
        selectinload(Step.decisions).selectinload(Decision.votes).selectinload(VoteEvent.counts),
    ),
)


def _in_period(motion: Motion, chosen: Chosen) -> bool:
    """Return whether something happened to a motion in the period, or it still waits."""
    since, until = chosen.since, chosen.until
    days = [day_in_oslo(motion.started_at)]
    days += [decision.decided_on for step in motion.steps for decision in step.decisions]
    waits = any(step.ended_at is None for step in motion.steps)
    if until is not None and days[0] > until:
        return False
    return since is None or waits or any(day >= since for day in days)


def _tell(viewer: Viewer, motions: Sequence[Motion], language: Language, on: date) -> list[AnnexMotion]:
    ids = [motion.id for motion in motions]
    promises = standings.list_of_motions(ids, on=on)
    moneys = case_money.moneys_of(motions)
    follow_ups = follow_ups_of(ids)
    agenda = agenda_items([step.id for motion in motions for step in motion.steps])
    themes: dict[str, list[Theme]] = {}
    for row in db.session.scalars(select(MotionTheme).where(MotionTheme.motion_id.in_(ids))):
        themes.setdefault(row.motion_id, []).append(row.theme)
    told = []
    for motion in motions:
        seen = [step for step in motion.steps if sight_on(viewer, step)]
        own = [each for each in follow_ups if each.motion_id == motion.id]
        status = status_of_steps(seen, own, agenda)
        joined = joining.find_joining(motion)
        fate_steps = seen
        said = ""
        if joined is not None and joined.step in seen:
            fate = joining.fate_by(joined, sees_case=False)
            fate_steps, status = [*seen, *fate.steps], fate.status
            said = words(language)(joining.REASON, title=fate.motion.title, number=fate.motion.shown_number)
        verdict = fates.fate_of(_treatments(fate_steps, is_joined=bool(said)))
        money = moneys[motion.id]
        changed = _changed(motion, fate_steps)
        kept = [each for each in promises[motion.id] if each.commitment.decision.step in seen]
        told.append(
            AnnexMotion(
                case_number=motion.shown_number,
                title=motion.title,
                body=motion.founding_body.name,
                mover=_mover(motion, language),
                moved_on=day_in_oslo(motion.started_at),
                asked_text=motion.text.proposed_decision if motion.steps[0] in seen else "–",
                verdict=verdict.verdict,
                status_line=status_sentence(status, language),
                themes=tuple(sorted(themes.get(motion.id, ()))),
                decided_on=verdict.on,
                decided_by=_decided_by(fate_steps, verdict),
                changed_text=changed.operative_text if changed else "",
                changed_by=changed.step.body.name if changed else "",
                decisions=_decisions(fate_steps, language),
                asked=money.total_asked,
                granted=money.total_granted,
                spent=money.total_spent,
                promises=tuple(promise_facts(each, is_named=True) for each in kept),
                joined_with=said,
                next_step=next_step(status, language),
                next_due=next_due(status),
                motion_id=motion.id,
            )
        )
    return told


def _mover(motion: Motion, language: Language) -> Mover:
    """Return who moved, and where: «medlem» alone would say nothing."""
    mover = mover_of(motion, language=language, outside=True)
    return mover if mover.body else replace(mover, body=motion.founding_body.name)


def _treatments(steps: Sequence[Step], *, is_joined: bool) -> list[Treatment]:
    found = []
    for step in steps:
        decision = step.decision
        # What was joined is judged by what became of the other, not by its being covered.
        if is_joined and decision is not None and decision.outcome is Outcome.COVERED:
            continue
        found.append(
            Treatment(
                step.body.kind,
                step.state,
                decision.outcome if decision else None,
                decision.decided_on if decision else None,
                sends_on=decision is not None and decision.next_body_id is not None,
            )
        )
    return found


def _decided_by(steps: Sequence[Step], fate: Fate) -> str:
    for step in reversed(steps):
        if step.decision is not None and step.decision.decided_on == fate.on:
            return step.body.name
    return ""


def _changed(motion: Motion, steps: Sequence[Step]) -> Decision | None:
    """Return the last adopted text at a council, where it is another than what was asked for."""
    adopted = [
        decision
        for step in steps
        if step.body.kind in MUNICIPAL_KINDS
        for decision in step.decisions
        if decision.outcome in _ADOPTED
    ]
    last = max(adopted, key=lambda decision: decision.decided_on, default=None)
    same = last is not None and last.operative_text.strip() == motion.text.proposed_decision.strip()
    return None if same else last


def _decisions(steps: Sequence[Step], language: Language) -> tuple[AnnexDecision, ...]:
    rows = [
        AnnexDecision(
            on=decision.decided_on,
            body=step.body.name,
            item=number_at_body(decision),
            outcome=decision.outcome,
            votes=tuple(vote_facts(vote) for vote in decision.votes),
        )
        for step in steps
        for decision in step.decisions
    ]
    for step in steps:
        if step.state in (StepState.RETURNED, StepState.DECLINED) and step.ended_at is not None:
            event = refusal(step.state, language)
            rows.append(AnnexDecision(on=day_in_oslo(step.ended_at), body=step.body.name, event=event))
    return tuple(sorted(rows, key=lambda row: row.on))


def _line(one: AnnexMotion, motion: Motion, language: Language) -> Line:
    themes = tuple(name_of(theme, language=words(language)) for theme in one.themes)
    fate = Fate(one.verdict, one.decided_on)
    return Line(one.body, motion.year, one.moved_on, fate, themes, one.asked, one.granted, one.spent)


def _totals(totals: Totals) -> AnnexTotals:
    counts = {verdict.value: totals.verdicts.get(verdict, 0) for verdict in Became}
    return AnnexTotals(
        name=totals.name,
        count=totals.count,
        days=totals.days,
        asked=totals.asked,
        granted=totals.granted,
        spent=totals.spent,
        **counts,
    )


def make_annex(body: Body, *, by: str | None, at: datetime, since: date | None = None) -> Paper:
    """Make the annex of a body as a Word paper that its members can read."""
    draft = draft_annex(body, by=by, at=at, since=since)
    return papers.keep_draft(PaperKind.ANNEX, draft, by=by, at=at)


def make_before_notice(meeting: Meeting, *, by: str | None, at: datetime) -> None:
    """Make the annex of an annual meeting that is being called, unless it is there: the notice goes now.

    A body's first annual meeting here has nothing to look back on.
    """
    body = meeting.body
    if meeting.kind is not MeetingKind.ANNUAL or last_annual_meeting(body, before=at) is None:
        return
    day = prepare_on(body, at=at)
    if day is not None and not list_annexes(body, since=day) and _has_motions(body):
        make_annex(body, by=by, at=at)


def prepare_annexes(*, at: datetime) -> int:
    """Make every annex that is due and tell the secretaries; return how many. Safe to run twice.

    An annex names movers, so that none is made while a secret poll is open.
    """
    if silence.is_any():
        return 0
    today, made = day_in_oslo(at), 0
    for body in db.session.scalars(select(Body).where(Body.is_hosted, Body.kind.in_(PARTY_KINDS))).all():
        day = prepare_on(body, at=at)
        if day is None or today < day or list_annexes(body, since=day) or not _has_motions(body):
            continue
        make_annex(body, by=None, at=at)
        made += 1
        for person_id in notices.list_secretaries(body, on=today):
            news.queue_quietly(MailKind.ANNEX_READY, person_id, facts={"body": body.id}, at=at)
    return made


def list_annexes(body: Body, *, since: date | None = None) -> list[Paper]:
    """Return a body's annexes, the newest first; those made since a day."""
    rows = select(Paper).where(
        Paper.body_id == body.id, Paper.kind == PaperKind.ANNEX, Paper.destroyed_at.is_(None)
    )
    if since is not None:
        rows = rows.where(Paper.made_at >= moment_in_oslo(since, time(0, 0)))
    return list(db.session.scalars(rows.order_by(Paper.made_at.desc(), Paper.version.desc())))


def last_annual_meeting(body: Body, *, before: datetime) -> date | None:
    """Return the day of a body's last annual meeting before a moment."""
    rows = _annual(body).where(Meeting.starts_at < before).order_by(Meeting.starts_at.desc()).limit(1)
    found = db.session.scalar(rows)
    return day_in_oslo(found) if found else None


def next_annual_meeting(body: Body, *, after: datetime) -> date | None:
    """Return the day of a body's next annual meeting that is called."""
    rows = _annual(body).where(Meeting.starts_at >= after).order_by(Meeting.starts_at).limit(1)
    found = db.session.scalar(rows)
    return day_in_oslo(found) if found else None


def _annual(body: Body) -> Select[datetime]:
    return select(Meeting.starts_at).where(Meeting.body_id == body.id, Meeting.kind == MeetingKind.ANNUAL)


def _ids_under(body: Body) -> set[str]:
    """Return a body and the branches under it."""
    found, waiting = set(), [body]
    while waiting:
        each = waiting.pop()
        if each.id not in found:
            found.add(each.id)
            waiting += each.children
    return found


def _has_motions(body: Body) -> bool:
    rows = select(Motion.id).where(Motion.founding_body_id.in_(_ids_under(body)))
    return db.session.scalar(rows.limit(1)) is not None


PREPARED_BEFORE = timedelta(days=14)
USUAL_NOTICE_DAYS = 28


def prepare_on(body: Body, *, at: datetime) -> date | None:
    """Return when a body's annex is to be ready: a fortnight before the notice of its next annual meeting.

    The next is the one that is called, or else a year after the last; ``None`` where none is known.
    """
    last = last_annual_meeting(body, before=at)
    coming = next_annual_meeting(body, after=at)
    held = coming or (last + timedelta(days=364) if last else None)
    if held is None:
        return None
    days = bodies.rules_on(body, day=held).periods.notice_days
    return held - timedelta(days=days or USUAL_NOTICE_DAYS) - PREPARED_BEFORE
