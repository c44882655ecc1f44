"""The votes on a step's amendments: their order, what was counted, and what falls away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from motionflow.db import db
from motionflow.domain.amendments import VOTABLE, WAITING, AmendmentMoveName, Scope
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.differences import compare
from motionflow.domain.errors import Code, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import OUTCOMES, Outcome, Votes
from motionflow.domain.merging import list_clashes
from motionflow.domain.roles import Action
from motionflow.domain.voting import PRESETS, MajorityRule, Result, RuleName, Tie, judge
from motionflow.domain.voting_order import (
    Pair,
    Round,
    Votable,
    falls_away_when_carried,
    falls_away_when_fallen,
    order,
    reach_of,
    sum_of,
)
from motionflow.models import Amendment, Body, Step
from motionflow.services import audit
from motionflow.services.access import Viewer, require
from motionflow.services.amendment_moves import reopen
from motionflow.services.amendment_texts import edit_of, text_anew
from motionflow.services.amendments import for_change, settle, state_obstacles, words_of
from motionflow.services.cases import get_step_for
from motionflow.services.votes import VotesGiven, judged, rule_for, tie_obstacles, vote_event, vote_obstacles


@dataclass(frozen=True)
class VotingOrder:
    """The rounds that are left, and which amendments touch the same words."""

    rounds: tuple[Round, ...]
    votables: tuple[Votable, ...]
    clashes: frozenset[Pair]
    is_the_chairs: bool

    def falls_away_with(self, id: str) -> list[str]:
        """Return those that fall away when an amendment carries."""
        return falls_away_when_carried(id, self.votables, clashes=self.clashes)

    def clashing_with(self, id: str) -> list[str]:
        """Return those that touch the same words as an amendment."""
        return [each.id for each in self.votables if frozenset((id, each.id)) in self.clashes]


def order_of(step: Step) -> VotingOrder:
    """Return in which order the amendments that wait are proposed to be voted on."""
    waiting = [row for row in step.amendments if row.state in WAITING]
    return _order(step, waiting)


def clashes_of(step: Step, rows: Sequence[Amendment]) -> frozenset[Pair]:
    """Return which of some amendments touch the same words, two and two."""
    words = words_of(step)
    texts = [row for row in rows if row.scope is not Scope.POSTPONEMENT]
    decisions = [edit_of(row, words) for row in texts if row.text != row.base_text]
    grounds = [edit_of(row, words, of_grounds=True) for row in texts if row.scope is Scope.MOTION]
    found = (*list_clashes(words.decision, decisions), *list_clashes(words.grounds, grounds))
    return frozenset(frozenset((each.one, each.other)) for each in found)


def set_order(viewer: Viewer, step_id: str, *, amendment_ids: Sequence[str], at: datetime) -> None:
    """Put the amendments that wait in the chair's own order; an empty one is the proposed order again."""
    step = get_step_for(viewer, step_id, for_change=True)
    require(Action.AMENDMENTS_RUN, viewer, step.body)
    refuse_if(state_obstacles(step))
    places = {id: place for place, id in enumerate(amendment_ids, start=1)}
    for row in step.amendments:
        row.vote_position = places.get(row.id)
    db.session.flush()
    audit.add_event("voting_order_set", body_id=step.body_id, subject_id=step.id, by=viewer.id, at=at)


def record_vote(
    viewer: Viewer,
    amendment_id: str,
    *,
    seen: int,
    at: datetime,
    votes: VotesGiven | None = None,
    carried: bool | None = None,
    fall_away: Sequence[str] | None = None,
    voted_at: datetime | None = None,
) -> Amendment:
    """Record whether an amendment carried, with its votes judged by the body's rule where they were counted.

    Without counts ``carried`` says what the chair saw. ``fall_away`` are the ids of those that need no vote
    after it; ``None`` is those that touch the same words, or amend one that fell. ``voted_at`` is earlier
    than ``at`` where an old vote is recorded. Raises ``RuleBroken``.
    """
    then = voted_at or at
    row = _votable(viewer, amendment_id, seen=seen)
    result = None
    if votes is not None:
        rule = rule_for(row.step.body, votes=votes, day=day_in_oslo(then))
        result = _judged(votes, rule)
        _keep(row, votes, rule, result, then)
    _settle_alone(row, viewer, _is_carried(result, carried), fall_away=fall_away, at=at, then=then)
    return row


def settle_by_poll(
    row: Amendment,
    viewer: Viewer,
    *,
    carried: bool,
    votes: VotesGiven | None,
    rule: MajorityRule,
    at: datetime,
) -> None:
    """Settle an amendment as a poll on it was counted, by the poll's own rule; its step is locked.

    Whoever counted it may do so in the meeting's room, which those elected there may too.
    """
    if votes is not None:
        _keep(row, votes, rule, _judged(votes, rule), at)
    _settle_alone(row, viewer, carried, fall_away=None, at=at, then=at)


def settle_pair_by_poll(
    winner: Amendment,
    loser: Amendment,
    viewer: Viewer,
    *,
    votes: VotesGiven,
    rule: MajorityRule,
    at: datetime,
) -> None:
    """Let the one of two that lost a poll fall; the other still waits. Their step is locked."""
    for row in (winner, loser):
        own = replace(votes, deciding_option=row.shown_number)
        _keep(row, own, rule, judge(own.tally, rule=rule, option=row.shown_number), at)
    _settle_pair(winner, loser, viewer, at=at, then=at)


def record_against(
    viewer: Viewer,
    amendment_id: str,
    *,
    other_id: str,
    seen: int,
    at: datetime,
    votes: VotesGiven | None = None,
    won: bool | None = None,
    voted_at: datetime | None = None,
) -> Amendment:
    """Record two amendments set against each other: the one with fewer votes falls, the other still waits.

    The options of ``votes`` are their numbers (A1, A2). Without counts ``won`` says whether the first one
    did. Returns the winner.
    """
    then = voted_at or at
    row = _votable(viewer, amendment_id, seen=seen)
    other = next((each for each in row.step.amendments if each.id == other_id), None)
    if other is None or other.id == row.id or other.state not in VOTABLE:
        raise RuleBroken(Obstacle(Code.ALTERNATIVE_NOT_WAITING, "other"))
    result = None
    if votes is not None:
        rule = _rule_of_a_pair(row.step.body, then)
        result = _judged(votes, rule)
        _keep(row, votes, rule, result, then)
        turned = replace(votes, deciding_option=other.shown_number)
        _keep(other, turned, rule, judge(turned.tally, rule=rule, option=other.shown_number), then)
    row_won = _is_carried(result, won)
    winner, loser = (row, other) if row_won else (other, row)
    _settle_pair(winner, loser, viewer, at=at, then=then)
    return winner


def outcome_obstacles(step: Step, outcome: Outcome | None) -> list[Obstacle]:
    """Return what amendments leave in the way of an outcome: none is adopted before they are voted on."""
    waiting = [row.shown_number for row in step.amendments if row.state in WAITING]
    if not waiting or outcome is None or OUTCOMES[outcome].votes is not Votes.CARRY:
        return []
    return [Obstacle(Code.AMENDMENTS_WAIT, "outcome", {"numbers": ", ".join(waiting)})]


def settle_rest(step: Step, viewer: Viewer, at: datetime) -> None:
    """Let what still waits fall away, since the step's body has decided without it."""
    for row in step.amendments:
        if row.state in WAITING:
            settle(row, AmendmentMoveName.FALL_AWAY, viewer, at)


def _settle_alone(
    row: Amendment,
    viewer: Viewer,
    is_carried: bool,
    *,
    fall_away: Sequence[str] | None,
    at: datetime,
    then: datetime,
) -> None:
    before = _order(row.step, [each for each in row.step.amendments if each.state in WAITING | {row.state}])
    gone = before.falls_away_with(row.id) if is_carried else falls_away_when_fallen(row.id, before.votables)
    settle(row, AmendmentMoveName.CARRY if is_carried else AmendmentMoveName.FALL, viewer, at, then=then)
    _let_fall_away(row, gone if fall_away is None else fall_away, viewer, at, then)
    text_anew(row.step, by=viewer.id, at=then)


def _settle_pair(
    winner: Amendment, loser: Amendment, viewer: Viewer, *, at: datetime, then: datetime
) -> None:
    settle(loser, AmendmentMoveName.FALL, viewer, at, fell_for_id=winner.id, then=then)
    if winner.state not in WAITING:
        reopen(winner)
    step = loser.step
    before = _order(step, [each for each in step.amendments if each.state in WAITING | {loser.state}])
    _let_fall_away(loser, falls_away_when_fallen(loser.id, before.votables), viewer, at, then)
    text_anew(step, by=viewer.id, at=then)


def _votable(viewer: Viewer, amendment_id: str, *, seen: int) -> Amendment:
    row = for_change(viewer, amendment_id, action=Action.VOTES_COUNT, seen=seen)
    if row.state not in VOTABLE:
        raise RuleBroken(Obstacle(Code.AMENDMENT_NOT_FROM_HERE, None, {"state": row.state}))
    return row


def _is_carried(result: Result | None, said: bool | None) -> bool:
    if result is not None:
        return result.carried
    if said is None:
        raise RuleBroken(Obstacle(Code.VOTES_MISSING, "votes"))
    return said


def _judged(votes: VotesGiven, rule: MajorityRule) -> Result:
    refuse_if(vote_obstacles(votes, rule))
    result = judged(votes, rule)
    refuse_if(tie_obstacles(result))
    return result


def _rule_of_a_pair(body: Body, at: datetime) -> MajorityRule:
    """Return the rule of two set against each other: more votes win, and at a tie somebody chooses."""
    usual = rule_for(body, votes=None, day=day_in_oslo(at))
    tie = Tie.LOT if usual.tie is Tie.FALLS else usual.tie
    return replace(PRESETS[RuleName.SIMPLE], tie=tie, allows_blanks=usual.allows_blanks)


def _keep(row: Amendment, votes: VotesGiven, rule: MajorityRule, result: Result, at: datetime) -> None:
    event = vote_event(votes, rule, result, at=at)
    event.round = len(row.votes) + 1
    row.votes.append(event)


def _let_fall_away(row: Amendment, ids: Sequence[str], viewer: Viewer, at: datetime, then: datetime) -> None:
    for other in row.step.amendments:
        if other.id in ids and other.state in WAITING:
            settle(other, AmendmentMoveName.FALL_AWAY, viewer, at, fell_for_id=row.id, then=then)


def _order(step: Step, rows: Sequence[Amendment]) -> VotingOrder:
    clashes = clashes_of(step, rows)
    votables = tuple(_votable_of(row) for row in rows)
    return VotingOrder(
        rounds=tuple(order(votables, clashes=_with_wholes(votables, clashes))),
        votables=votables,
        clashes=clashes,
        is_the_chairs=any(row.vote_position is not None for row in rows),
    )


def _with_wholes(votables: Sequence[Votable], clashes: frozenset[Pair]) -> set[Pair]:
    wholes = [each.id for each in votables if each.is_whole]
    return {*clashes, *(frozenset(pair) for pair in combinations(wholes, 2))}


def _votable_of(row: Amendment) -> Votable:
    changes = compare(row.base_text, row.text)
    both = (*changes, *compare(row.base_motion_grounds, row.motion_grounds))
    return Votable(
        id=row.id,
        number=row.number or 0,
        on=row.parent_id,
        is_postponement=row.scope is Scope.POSTPONEMENT,
        is_whole=row.scope is Scope.ALTERNATIVE,
        reach=reach_of(both),
        sum=sum_of(changes),
        position=row.vote_position,
    )
