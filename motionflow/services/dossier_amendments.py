"""What a dossier holds of a body's own work with the text: recommendations, amendments and their votes."""

from collections.abc import Iterator
from typing import Any

from motionflow.documents.phrases import Language
from motionflow.documents.sentences import Sentences
from motionflow.documents.words import escaped, prose
from motionflow.i18n import N_, words
from motionflow.models import Amendment, VoteEvent
from motionflow.services import amendments, recommendations
from motionflow.services.access import Viewer
from motionflow.services.cases import StepView
from motionflow.services.paper_advice_facts import advice_facts
from motionflow.services.paper_amendment_facts import amendments_at


def amendment_chapters(viewer: Viewer, view: StepView, *, language: Language) -> Iterator[str]:
    """Yield as Markdown what was recommended and moved at a step, for someone inside its body."""
    if not view.is_inside:
        return
    say, sentences, step = words(language), Sentences(language), view.step
    published = [
        row
        for row in recommendations.list_for(viewer, step)
        if row.published_at is not None and row.amendment_id is None
    ]
    if published:
        yield f"### {say(N_('Recommendations'))}"
    for each in advice_facts(published, body_id=step.body_id, language=language, outside=False):
        on = step.received_at.date()
        yield f"**{escaped(sentences.recommendation_title(each, on=on))}**"
        yield from (
            text for text in (escaped(sentences.advice(each)), prose(each.text), prose(each.grounds)) if text
        )
    facts = amendments_at(step, language=language, outside=False)
    if facts:
        yield f"### {say(N_('Amendments'))}"
    for one in facts:
        yield f"**{escaped(sentences.amendment_title(one))}**"
        if one.text:
            yield prose(one.text)
        yield "\n".join(f"- {escaped(change)}" for change in sentences.amendment_changes(one))
        if one.grounds:
            yield prose(one.grounds)
        yield escaped(sentences.amendment_result(one))


def amendment_texts(viewer: Viewer, view: StepView) -> Iterator[tuple[str, str]]:
    """Yield the texts that were moved at a step, each with the number people say, to someone inside."""
    for row in _handed_in(viewer, view):
        yield row.shown_number, row.text


def amendment_votes(viewer: Viewer, view: StepView) -> Iterator[tuple[str, str, VoteEvent]]:
    """Yield the votes on a step's amendments, with numbers and what became of them, to someone inside."""
    for row in _handed_in(viewer, view):
        yield from ((row.shown_number, row.state.value, vote) for vote in row.votes)


def _handed_in(viewer: Viewer, view: StepView) -> list[Amendment]:
    if not view.is_inside:
        return []
    return [row for row in amendments.list_for(viewer, view.step) if row.number is not None]


def counts_of(vote: VoteEvent) -> list[dict[str, Any]]:
    """Return the counts of a vote as plain values."""
    return [
        {"option": count.option, "party": count.party or None, "votes": count.votes} for count in vote.counts
    ]
