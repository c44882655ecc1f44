"""What a dossier holds of a body's own work with the text: recommendations, amendments and their votes."""

from collections.abc import Iterator
from typing import Any

from motionflow.documents.phrases import Language
from motionflow.documents.sentences import Sentences
from motionflow.documents.words import escaped, prose
from motionflow.domain.amendments import VOTED, WAITING
from motionflow.i18n import N_, words
from motionflow.models import Amendment, VoteEvent
from motionflow.services import amendments, recommendations
from motionflow.services.access import Viewer
from motionflow.services.cases import StepView
from motionflow.services.paper_advice_facts import advice_facts
from motionflow.services.paper_amendment_facts import amendments_at

NO_COUNTS: dict[str, Any] = {"rule": None, "counts": None}
"""What is told of a vote that nobody counted."""


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


def amendment_votes(viewer: Viewer, view: StepView) -> Iterator[dict[str, Any]]:
    """Yield the votes on a step's amendments as plain values, to someone inside.

    Where nobody counted it is told what is known: what became of the amendment, when and how.
    """
    for row in _handed_in(viewer, view):
        known = {"amendment": row.shown_number, "outcome": row.state.value, "settled_at": _moment(row)}
        if row.fell_for is not None:
            known["because_of"] = row.fell_for.shown_number
        yield from (known | {"how": "counted"} | counts_of(vote) for vote in row.votes)
        if not row.votes and row.state not in WAITING:
            how = "seen_by_the_chair" if row.state in VOTED else "no_vote"
            yield known | {"how": how} | NO_COUNTS


def _moment(row: Amendment) -> str | None:
    return row.settled_at.isoformat() if row.settled_at else None


def _handed_in(viewer: Viewer, view: StepView) -> list[Amendment]:
    if not view.is_inside:
        return []
    return [row for row in amendments.list_for(viewer, view.step) if row.number is not None]


def counts_of(vote: VoteEvent) -> dict[str, Any]:
    """Return the rule and the counts of a vote as plain values."""
    counts = [
        {"option": count.option, "party": count.party or None, "votes": count.votes} for count in vote.counts
    ]
    return {"rule": vote.rule_name.value, "counts": counts}
