"""What papers say of recommendations and votes, on a motion or on an amendment."""

from collections.abc import Sequence

from motionflow.documents import pieces
from motionflow.documents.phrases import Language
from motionflow.domain.recommendations import ORDER, RecommendationBy, Verb
from motionflow.models import Recommendation, Recommender, VoteEvent
from motionflow.services.paper_facts import named

_RECOMMENDERS: dict[RecommendationBy, tuple[pieces.Recommender, pieces.Side]] = {
    RecommendationBy.BOARD: (pieces.Recommender.BOARD, pieces.Side.ALL),
    RecommendationBy.DRAFTING_COMMITTEE: (pieces.Recommender.DRAFTING_COMMITTEE, pieces.Side.ALL),
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


def advice_facts(
    rows: Sequence[Recommendation], *, body_id: str, language: Language, outside: bool
) -> tuple[pieces.RecommendationFacts, ...]:
    """Return published advice in the order a booklet shows it (``domain/guide.md`` §5.3).

    Inside the body those behind it are named, outside it bodies only: who wanted what is its own.
    """
    divided = any(each.by is RecommendationBy.DRAFTING_MINORITY for each in rows)
    ordered = sorted(rows, key=lambda row: (ORDER[row.by], row.given_at, row.id))
    return tuple(_advice(each, divided, body_id, language, outside) for each in ordered)


def _advice(
    given: Recommendation, divided: bool, body_id: str, language: Language, outside: bool
) -> pieces.RecommendationFacts:
    by, side = _RECOMMENDERS[given.by]
    names = [_names(each, body_id, language, outside) for each in given.recommenders]
    return pieces.RecommendationFacts(
        by=by,
        advice=_ADVICES[given.verb],
        side=side if divided else pieces.Side.ALL,
        text=given.text,
        grounds=given.grounds,
        target=given.target,
        names=tuple(name for name in names if name is not None),
    )


def _names(each: Recommender, body_id: str, language: Language, outside: bool) -> pieces.Named | None:
    if each.body is not None:
        return pieces.Named("", each.body.name)
    if outside:
        return None
    if each.person is None:
        return pieces.Named("", each.name)
    return named(each.person, body_id=body_id, language=language)


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
        quorum_of=vote.quorum_of,
        quorum_is_strict=vote.quorum_is_strict,
    )
    result = pieces.ResultFacts(
        rule=rule, votes=vote.result_votes, base_count=vote.result_base, verdict=vote.verdict
    )
    blanks = vote.blanks if vote.allows_blanks else None
    return pieces.VoteFacts(
        options=options, blanks=blanks, entitled=vote.entitled, present=vote.present, result=result
    )
