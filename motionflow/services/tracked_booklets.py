"""A meeting's amendments as one Word file with tracked changes, made of the rows as they are now."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.amendment_sentences import AmendmentSentences
from motionflow.documents.phrases import Language
from motionflow.documents.remarks import By
from motionflow.documents.tracked_booklet import (
    AmendedMotion,
    TrackedAmendment,
    TrackedText,
    tracked_booklet_docx,
)
from motionflow.domain.amendments import Scope
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotFound
from motionflow.i18n import N_, words
from motionflow.models import AgendaItem, Amendment, Meeting, Step
from motionflow.services import letterheads
from motionflow.services.access import Viewer
from motionflow.services.meetings import get_meeting_for
from motionflow.services.paper_amendment_facts import amendments_at


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
    language: Language = "nn" if body.language == "nn" else "nb"
    say = words(language)
    title = say(N_("Amendments with tracked changes"))
    content = tracked_booklet_docx(
        [
            AmendedMotion(f"{item.number} {item.step.motion.title}", tuple(_amendments(item.step, language)))
            for item in meeting.agenda
            if item.step is not None and _told(item.step)
        ],
        title=title,
        subtitle=f"{body.name}, {say.date(day_in_oslo(meeting.starts_at))}",
        language=language,
        author=body.name,
        created_on=day_in_oslo(at),
        template=letterheads.template_of(body.id),
    )
    return content, f"{day_in_oslo(at).isoformat()}-{body.slug}-endringsforslag.docx"


def _told(step: Step) -> list[Amendment]:
    return [row for row in step.amendments if row.number is not None]


def _amendments(step: Step, language: Language) -> Iterator[TrackedAmendment]:
    sentences, say = AmendmentSentences(language), words(language)
    rows = {row.shown_number: row for row in _told(step)}
    for one in amendments_at(step, language=language, outside=False):
        row = rows[one.number]
        title = sentences.amendment_title(one)
        texts = [TrackedText("", row.base_text, row.text)]
        if row.motion_grounds != row.base_motion_grounds:
            texts.append(TrackedText(say(N_("Grounds")), row.base_motion_grounds, row.motion_grounds))
        is_postponement = row.scope is Scope.POSTPONEMENT
        yield TrackedAmendment(
            title,
            By(title, row.authored_at or row.handed_in_at or row.written_at),
            () if is_postponement else tuple(texts),
            "" if is_postponement else row.grounds,
            "\n".join(sentences.amendment_changes(one)) if is_postponement else "",
        )
