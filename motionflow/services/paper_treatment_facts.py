"""What papers say of a case's treatment: the advice, the votes and the decision."""

from motionflow.documents import pieces
from motionflow.documents.phrases import Language
from motionflow.domain.flow import MUNICIPAL_KINDS, BodyKind, Outcome, Route
from motionflow.models import AgendaItem, Decision, Step
from motionflow.services.paper_advice_facts import advice_facts, vote_facts
from motionflow.services.paper_amendment_facts import amendments_at, changed_by
from motionflow.services.paper_facts import mover_at

# The text under these is the motion's, which the decision has no text of its own for.
_TEXT_OF_MOTION = frozenset({Outcome.FALLEN, Outcome.WITHDRAWN, Outcome.LAPSED})

_OF_BUDGET = frozenset({Route.BUDGET_FIGURES, Route.BUDGET_TEXT})


def treatment_of(
    step: Step,
    *,
    decision: Decision | None,
    number: str,
    language: Language,
    outside: bool,
    item: AgendaItem | None = None,
) -> pieces.TreatmentFacts:
    """Return what a meeting did with a case; ``item`` is where it stood on that meeting's list."""
    return pieces.TreatmentFacts(
        agenda_number=number,
        title=step.motion.title,
        decision=decision_facts(decision) if decision else None,
        case_number=step.motion.shown_number,
        mover=mover_at(step, language=language, outside=outside),
        recommendations=recommendations_at(step, language=language, outside=outside),
        amendments=amendments_at(step, language=language, outside=outside),
        leave_given=item is not None and item.leave_given,
        proposals=tuple(
            pieces.ProposalFacts(
                key=chr(64 + each.position), text=each.text or each.name, mover=each.name, party=each.parties
            )
            for each in (decision.tabled if decision else ())
        ),
    )


def decision_facts(decision: Decision) -> pieces.DecisionFacts:
    """Return a decision with its votes."""
    text = decision.operative_text
    if not text and decision.outcome in _TEXT_OF_MOTION:
        text = decision.step.received_text
    covered_by = decision.covering_motion.shown_number if decision.covering_motion else decision.covering_link
    sent_to = (
        (pieces.SentTo(decision.next_body.name, decision.proposed_decision),) if decision.next_body else ()
    )
    return pieces.DecisionFacts(
        outcome=decision.outcome,
        decided_on=decision.decided_on,
        operative_text=text,
        reason=decision.reason,
        votes=tuple(vote_facts(vote) for vote in decision.votes),
        sent_to=sent_to,
        covered_by=covered_by,
        changed_by=tuple(changed_by(decision.step, text)),
    )


def item_number(decision: Decision) -> str:
    """Return what the deciding body calls the case: 047/19, 6.1, or else the case's own number."""
    return number_at_body(decision) or decision.step.motion.shown_number


def number_at_body(decision: Decision) -> str:
    """Return the number under which the body's own minutes have the case; nothing where it is not known."""
    step = decision.step
    own = (step.case_number, decision.agenda_number) if not step.body.is_hosted else (decision.agenda_number,)
    return next(filter(None, own), "")


def recommendations_at(
    step: Step, *, language: Language, outside: bool
) -> tuple[pieces.RecommendationFacts, ...]:
    """Return the advice given on a step, and for a council what a preparing body recommended."""
    return (
        *_prepared_for(step),
        *advice_facts(step.recommendations, body_id=step.body_id, language=language, outside=outside),
    )


def _prepared_for(step: Step) -> tuple[pieces.RecommendationFacts, ...]:
    """Return what preparing bodies recommended a council on this step: a case may have come several ways."""
    if step.body.kind is not BodyKind.COUNCIL:
        return ()
    found = []
    for each in step.motion.steps:
        decision = each.decision
        prepares = each.body.kind in MUNICIPAL_KINDS and each.number < step.number
        if prepares and decision is not None and decision.outcome is Outcome.RECOMMENDED:
            is_committee = each.body.kind is BodyKind.COMMITTEE
            by = pieces.Recommender.COMMITTEE if is_committee else pieces.Recommender.EXECUTIVE_COMMITTEE
            if _goes_before(each, step):
                found.append(pieces.RecommendationFacts(by=by, text=decision.operative_text))
    return tuple(found)


def _goes_before(prepared: Step, step: Step) -> bool:
    """Return whether a council treats a step on what was prepared: sent by it, or on the same route."""
    # Figures and text points of a budget are recommended on as one.
    on_budget = {prepared.route, step.route} <= _OF_BUDGET
    return prepared is step.from_step or prepared.route == step.route or on_budget
