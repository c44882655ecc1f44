"""What papers say of a case's treatment: the advice, the votes and the decision."""

from motionflow.documents import pieces
from motionflow.documents.phrases import Language
from motionflow.domain.flow import MUNICIPAL_KINDS, BodyKind, Outcome, Route
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.models import AgendaItem, Decision, Recommendation, Step, VoteEvent
from motionflow.services.paper_facts import mover_at

# The text under these is the motion's, which the decision has no text of its own for.
_TEXT_OF_MOTION = frozenset({Outcome.FALLEN, Outcome.WITHDRAWN, Outcome.LAPSED})

_OF_BUDGET = frozenset({Route.BUDGET_FIGURES, Route.BUDGET_TEXT})

_RECOMMENDERS: dict[RecommendationBy, tuple[pieces.Recommender, pieces.Side]] = {
    RecommendationBy.BOARD: (pieces.Recommender.BOARD, pieces.Side.ALL),
    RecommendationBy.DRAFTING_MAJORITY: (pieces.Recommender.DRAFTING_COMMITTEE, pieces.Side.MAJORITY),
    RecommendationBy.DRAFTING_MINORITY: (pieces.Recommender.DRAFTING_COMMITTEE, pieces.Side.MINORITY),
    RecommendationBy.EXECUTIVE_COMMITTEE: (pieces.Recommender.EXECUTIVE_COMMITTEE, pieces.Side.ALL),
}
_ADVICES: dict[Verb, pieces.Advice] = {
    Verb.ADOPT: pieces.Advice.ADOPT,
    Verb.ADOPT_WITH_CHANGES: pieces.Advice.ADOPT_WITH_CHANGES,
    Verb.REJECT: pieces.Advice.REJECT,
    Verb.SEND_ON: pieces.Advice.SEND_ON,
    Verb.COVERED: pieces.Advice.COVERED,
    Verb.WITHDRAWN: pieces.Advice.WITHDRAW,
}


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
        recommendations=recommendations_at(step),
        leave_given=item is not None and item.leave_given,
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
    )


def vote_facts(vote: VoteEvent) -> pieces.VoteFacts:
    """Return a vote: its counts, the rule as it was and what the rule said."""
    parties: dict[str, list[pieces.PartyCount]] = {}
    for count in vote.counts:
        if count.party is not None and count.votes:
            parties.setdefault(count.option, []).append(pieces.PartyCount(count.party, count.votes))
    options = tuple(
        pieces.OptionCount(
            key=count.option,
            count=count.votes,
            is_ours=count.option == vote.deciding_option,
            parties=tuple(parties.get(count.option, ())),
        )
        for count in vote.counts
        if count.party is None
    )
    rule = pieces.RuleFacts(
        name=vote.rule_name,
        base=vote.base,
        threshold=vote.threshold,
        is_strict=vote.is_strict,
        quorum=vote.quorum,
    )
    result = pieces.ResultFacts(
        rule=rule, votes=vote.result_votes, base_count=vote.result_base, verdict=vote.verdict
    )
    blanks = vote.blanks if vote.allows_blanks else None
    return pieces.VoteFacts(
        options=options, blanks=blanks, entitled=vote.entitled, present=vote.present, result=result
    )


def item_number(decision: Decision) -> str:
    """Return what the deciding body calls the case: 047/19, 6.1, or else the case's own number."""
    step = decision.step
    own = (step.case_number, decision.agenda_number) if not step.body.is_hosted else (decision.agenda_number,)
    return next(filter(None, own), step.motion.shown_number)


def recommendations_at(step: Step) -> tuple[pieces.RecommendationFacts, ...]:
    """Return the advice given on a step, and for a council what a preparing body recommended."""
    divided = any(each.by is RecommendationBy.DRAFTING_MINORITY for each in step.recommendations)
    return (
        *_prepared_for(step),
        *(_recommendation(each, divided) for each in step.recommendations),
    )


def _recommendation(given: Recommendation, divided: bool) -> pieces.RecommendationFacts:
    by, side = _RECOMMENDERS[given.by]
    return pieces.RecommendationFacts(
        by=by,
        advice=_ADVICES[given.verb],
        side=side if divided else pieces.Side.ALL,
        text=given.text,
        grounds=given.grounds,
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
