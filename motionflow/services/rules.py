"""Setting a body's rules from a day on, on behalf of its secretary."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.deadlines import Periods, day_in_oslo
from motionflow.domain.errors import Code, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import MUNICIPAL_KINDS
from motionflow.domain.roles import Action
from motionflow.domain.rolls import VotingRules
from motionflow.domain.voting import RuleName, Tie
from motionflow.models import Body, RuleSet
from motionflow.services.access import Viewer, require
from motionflow.services.bodies import Rules, list_rules, set_rules

MOST_DAYS = 366
LONGEST_SOURCE = 200
LONGEST_KEPT_DAYS = 3660

_OF_PARTIES = tuple(name for name in RuleName if name not in (RuleName.COUNCIL, RuleName.COUNCIL_ELECTION))
# Kommuneloven § 11-9 is for all bodies of a municipality. What holds at elections is named with the vote.
_OF_MUNICIPALITIES = (RuleName.COUNCIL, *_OF_PARTIES)


@dataclass(frozen=True)
class RulesGiven:
    """A body's rules as somebody wrote them; days are before a meeting, and ``None`` where none are set.

    ``voting`` is what holds for its polls; a body that is not held here has none.
    """

    valid_from: date | None
    majority: RuleName | None
    tie: Tie | None
    allows_blanks: bool
    notice_days: int | None = None
    motion_days: int | None = None
    papers_days: int | None = None
    membership_days: int | None = None
    source: str = ""
    replaces: bool = False
    voting: VotingRules | None = None


def majorities_for(body: Body) -> tuple[RuleName, ...]:
    """Return the majority rules a body of this kind can have, the usual one first."""
    return _OF_MUNICIPALITIES if body.kind in MUNICIPAL_KINDS else _OF_PARTIES


def list_rules_for(viewer: Viewer, body: Body) -> list[Rules]:
    """Return all rules a body has set, the latest first, to those who set them. Raises ``NotAllowed``."""
    require(Action.BODY_SET_RULES, viewer, body)
    return list_rules(body)


def set_rules_as(viewer: Viewer, body: Body, *, given: RulesGiven, at: datetime) -> RuleSet:
    """Give a body its rules from a day on, on behalf of its secretary or that of a body that follows it.

    Rules from today or later that were set wrong are replaced when that is asked for; that both were set
    stands in the chain. Raises ``NotAllowed``, and ``RuleBroken`` with everything that is lacking or wrong.
    """
    require(Action.BODY_SET_RULES, viewer, body)
    # Locked, so that of two who set rules from the same day the second is told.
    db.session.execute(select(Body.id).where(Body.id == body.id).with_for_update(key_share=True))
    refuse_if(_obstacles(body, given, today=day_in_oslo(at)))
    if given.valid_from is None or given.majority is None or given.tie is None:  # refused above
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID))
    _take_away(body, given.valid_from)
    return set_rules(
        body,
        valid_from=given.valid_from,
        by=viewer.id,
        at=at,
        periods=Periods(given.notice_days, given.motion_days, given.papers_days),
        majority=given.majority,
        tie=given.tie,
        allows_blanks=given.allows_blanks,
        membership_days=given.membership_days or None,
        source=given.source.strip(),
        voting=given.voting if body.is_hosted else None,
    )


def _obstacles(body: Body, given: RulesGiven, *, today: date) -> Iterator[Obstacle]:
    yield from _day_obstacles(body, given, today)
    for field in ("notice_days", "motion_days", "papers_days", "membership_days"):
        days: int | None = getattr(given, field)
        if days is not None and days < 0:
            yield Obstacle(Code.NUMBER_INVALID, field)
        elif days is not None and days > MOST_DAYS:
            yield Obstacle(Code.DAYS_TOO_MANY, field, {"most": MOST_DAYS})
    if given.majority not in majorities_for(body):
        yield Obstacle(Code.CHOICE_INVALID, "majority")
    if given.tie is None:
        yield Obstacle(Code.CHOICE_INVALID, "tie")
    # Kommuneloven § 8-1: nobody votes blank there but at elections and appointments.
    if given.allows_blanks and body.kind in MUNICIPAL_KINDS:
        yield Obstacle(Code.BLANKS_NOT_ALLOWED, "allows_blanks")
    if body.is_hosted:
        yield from _voting_obstacles(given.voting)
    if len(given.source.strip()) > LONGEST_SOURCE:
        yield Obstacle(Code.TEXT_TOO_LONG, "source", {"most": LONGEST_SOURCE})


def _day_obstacles(body: Body, given: RulesGiven, today: date) -> Iterator[Obstacle]:
    if given.valid_from is None:
        yield Obstacle(Code.DATE_MISSING, "valid_from")
    elif _find_rules_from(body, given.valid_from):
        params: dict[str, object] = {"date": given.valid_from}
        if given.valid_from < today:  # a meeting may have been held by them
            yield Obstacle(Code.DATE_TAKEN, "valid_from", params)
        elif not given.replaces:
            yield Obstacle(Code.RULES_SET_ALREADY, "valid_from", params)


def _voting_obstacles(voting: VotingRules | None) -> Iterator[Obstacle]:
    if voting is None:
        yield Obstacle(Code.CHOICE_INVALID, "roll")
        return
    if voting.quorum is not None and not 0 < voting.quorum <= 1:
        yield Obstacle(Code.CHOICE_INVALID, "quorum")
    if voting.names_kept_days is not None and voting.names_kept_days > LONGEST_KEPT_DAYS:
        yield Obstacle(Code.DAYS_TOO_MANY, "names_kept_days", {"most": LONGEST_KEPT_DAYS})


def _find_rules_from(body: Body, day: date) -> RuleSet | None:
    return db.session.scalar(select(RuleSet).where(RuleSet.body_id == body.id, RuleSet.valid_from == day))


def _take_away(body: Body, day: date) -> None:
    found = _find_rules_from(body, day)
    if found is None:
        return
    db.session.delete(found)
    db.session.flush()
    db.session.expire(body, ["rule_sets"])
