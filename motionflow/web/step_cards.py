"""A step's card on the case page, kept when it has been drawn.

Most of a case page is steps that will never change again, and drawing them took most of its time. The
key holds everything that a card shows, so a card outlives no change and reaches nobody who may see less.
"""

from flask import get_template_attribute
from jinja2.utils import LRUCache

from motionflow.services.cases import StepView
from motionflow.web.case_words import ordered_papers, votes_of
from motionflow.web.session import current_words

MOST_KEPT = 2000
_cards = LRUCache(MOST_KEPT)


def card_of(view: StepView) -> str:
    """Return a step's card as markup, for the viewer and in the language it was asked for."""
    key = key_of(view)
    card: str | None = _cards.get(key)
    if card is None:
        card = draw_card(view)
        _cards[key] = card
    return card


def draw_card(view: StepView) -> str:
    """Return a step's card, drawn now."""
    case_step = get_template_attribute("motions/case_step.html", "case_step")
    drawn: str = case_step(view, votes_of, ordered_papers)
    return drawn


def key_of(view: StepView) -> tuple[object, ...]:
    """Return what a card depends on.

    Rows that are only ever added (decisions with their votes, recommendations, papers) stand by their
    ids; the step itself by its version; bodies, which can be renamed, by their names.
    """
    step = view.step
    return (
        current_words().code,
        view.sight,
        view.moves,
        view.may_recommend,
        view.may_open,
        view.may_amend,
        view.amendments,
        step.id,
        step.version,
        step.body.name,
        tuple((decision.id, decision.next_body and decision.next_body.name) for decision in step.decisions),
        tuple(each.id for each in step.recommendations),
        tuple(paper.id for paper in view.papers),
        tuple(each.id for each in view.sources),
        tuple(view.corrections),
        view.differences,
    )
