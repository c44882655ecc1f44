"""A meeting's booklet with the amendments as tracked changes, made of the rows as they are now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.amendment_sentences import AmendmentSentences
from motionflow.documents.phrases import Language
from motionflow.documents.remarks import By
from motionflow.documents.tracked_booklet import (
    AmendedMotion,
    AmendedText,
    AmendmentAlone,
    make_tracked_booklet,
)
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotFound
from motionflow.domain.merged import Merged
from motionflow.models import AgendaItem, Amendment, Meeting, Step
from motionflow.services import letterheads
from motionflow.services.access import Viewer
from motionflow.services.amendment_texts import Laid, laid_in
from motionflow.services.amendment_votes import clashes_of
from motionflow.services.amendments import words_of
from motionflow.services.meetings import get_meeting_for
from motionflow.services.paper_amendment_facts import amendments_at
from motionflow.services.paper_facts import language_of
from motionflow.services.paper_meeting_facts import booklet_facts

_TAKEN_BACK = frozenset({AmendmentState.DRAFT, AmendmentState.WITHDRAWN, AmendmentState.DISMISSED})
_BY_ITSELF = frozenset({Scope.ALTERNATIVE, Scope.AMENDMENT})


def has_amendments(meeting: Meeting) -> bool:
    """Return whether anything on a meeting's list has an amendment that is handed in."""
    found = (
        select(Amendment.id)
        .join(AgendaItem, AgendaItem.step_id == Amendment.step_id)
        .where(AgendaItem.meeting_id == meeting.id, Amendment.number.is_not(None))
    )
    return db.session.scalar(found.limit(1)) is not None


def tracked_booklet(viewer: Viewer, meeting_id: str, *, at: datetime) -> tuple[bytes, str]:
    """Return the file and its name. Raises ``NotFound`` where there is no amendment or no such meeting."""
    meeting = get_meeting_for(viewer, meeting_id)
    if not has_amendments(meeting):
        raise NotFound
    body = meeting.body
    made = make_tracked_booklet(
        booklet_facts(meeting, at=at),
        [_amended(item.step, language_of(body)) for item in meeting.agenda if item.step is not None],
        language=language_of(body),
        template=letterheads.template_of(body.id),
    )
    return made.content, f"{day_in_oslo(at).isoformat()}-{body.slug}-sakshefte-endringsforslag.docx"


@dataclass(frozen=True)
class _Wish:
    """What an amendment wants a text to be, and why that isn't laid in it with the others, if it isn't."""

    id: str
    old: str
    new: str
    by: By
    grounds: str
    why: str


def _amended(step: Step, language: Language) -> AmendedMotion:
    """Return the texts of a step: the amendments that touch nobody else's words in them, the others below."""
    rows = [
        row
        for row in step.amendments
        if row.state not in _TAKEN_BACK and row.number is not None and row.scope is not Scope.POSTPONEMENT
    ]
    rows.sort(key=lambda row: row.number or 0)
    sentences = AmendmentSentences(language)
    told = amendments_at(step, language=language, outside=False)
    titles = {one.number: sentences.amendment_title(one) for one in told}
    together, touched = _together(step, rows)
    laid, words = laid_in(step, together), words_of(step)
    on_decision, on_grounds = [], []
    for row in rows:
        by = By(titles[row.shown_number], row.authored_at or row.handed_in_at or row.written_at)
        why = sentences.stands_alone(", ".join(touched.get(row.id, ())))
        on_decision.append(_Wish(row.id, row.base_text, row.text, by, row.grounds, why))
        said = row.grounds if row.text == row.base_text else ""  # once
        on_grounds.append(_Wish(row.id, row.base_motion_grounds, row.motion_grounds, by, said, why))
    return AmendedMotion(
        _text(words.decision, laid.decision, on_decision), _text(words.grounds, laid.grounds, on_grounds)
    )


def _text(text: str, merged: Merged, wishes: Iterable[_Wish]) -> AmendedText | None:
    changing = [each for each in wishes if each.old != each.new]
    if not changing:
        return None
    return AmendedText(
        text,
        merged.paragraphs,
        by={each.id: each.by for each in changing},
        grounds={each.id: each.grounds for each in changing},
        alone=tuple(
            AmendmentAlone(each.by.author, each.by, each.old, each.new, each.grounds, each.why)
            for each in changing
            if each.id not in merged.taken
        ),
    )


def _together(step: Step, rows: Sequence[Amendment]) -> tuple[list[Amendment], dict[str, list[str]]]:
    """Return the amendments that can stand in one text, and those in it that each of the others touches.

    Those handed in first go first.
    """
    clashes = clashes_of(step, rows)
    together: list[Amendment] = []
    touched: dict[str, list[str]] = {}
    for row in rows:
        if row.scope in _BY_ITSELF:
            continue
        touches = [one.shown_number for one in together if frozenset((one.id, row.id)) in clashes]
        if touches:
            touched[row.id] = touches
        else:
            together.append(row)
    while stuck := _stuck(laid_in(step, together)):  # written to an older version, for one
        together = [row for row in together if row.id not in stuck]
    return together, touched


def _stuck(laid: Laid) -> set[str]:
    conflicts = (*laid.decision.conflicts, *laid.grounds.conflicts)
    return {row.id for row, _ in laid.not_brought_over} | {each.by[-1] for each in conflicts}
