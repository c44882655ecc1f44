"""Bodies, who records for the external ones, and their rules."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from motionflow.db import db
from motionflow.domain.deadlines import Periods
from motionflow.domain.errors import Code, NotFound, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import MUNICIPAL_KINDS, BodyKind
from motionflow.domain.roles import Action
from motionflow.domain.rolls import VotingRules
from motionflow.domain.texts import slug_of
from motionflow.domain.voting import PRESETS, MajorityRule, RuleName, Tie
from motionflow.models import Body, BodyFollow, ChainHead, PollRules, RuleSet
from motionflow.services import audit
from motionflow.services.access import Viewer, require_administrator, viewer_may


@dataclass(frozen=True)
class Rules:
    """A body's rules on a day: periods before meetings and the majority rule.

    ``valid_from`` is ``None`` where the body has set none itself. ``membership_days`` is how long one
    must have been a member to vote.
    """

    periods: Periods
    majority: MajorityRule
    membership_days: int | None = None
    valid_from: date | None = None
    source: str = ""
    voting: VotingRules = field(default_factory=VotingRules)


# Where a body has set nothing: no deadlines, and a majority as guide §1.6 describes the ordinary one.
# [GK] in the guide: blanks and ties in a party are settings, never constants.
_NO_RULES = Rules(Periods(), PRESETS[RuleName.ORDINARY])
_COUNCIL_RULES = Rules(Periods(), PRESETS[RuleName.COUNCIL])


def make_body(
    name: str,
    *,
    kind: BodyKind,
    by: str | None,
    at: datetime,
    parent: Body | None = None,
    language: str = "nb",
    place: str = "",
    municipality: str = "",
    is_hosted: bool = True,
    seats: int | None = None,
    followed_by: tuple[Body, ...] = (),
    is_example: bool = False,
) -> Body:
    """Make a body. Raises ``RuleBroken`` for a missing or taken name."""
    name = " ".join(name.split())
    slug = slug_of(name)
    refuse_if([Obstacle(Code.NAME_MISSING, "name")] if not slug else [])
    if db.session.scalar(select(Body.id).where((Body.slug == slug) | (Body.name == name))):
        raise RuleBroken(Obstacle(Code.NAME_TAKEN, "name", {"name": name}))
    body = Body(
        name=name,
        slug=slug,
        kind=kind,
        parent=parent,
        language=language,
        place=place,
        municipality=municipality,
        is_hosted=is_hosted,
        seats=seats,
        is_example=is_example,
        made_at=at,
    )
    db.session.add(body)
    db.session.flush()
    db.session.add(ChainHead(body_id=body.id, number=0, hash=audit.GENESIS))
    for follower in followed_by:
        follow_body(body, follower=follower, by=by, at=at)
    audit.add_event("body_made", body_id=body.id, subject_id=body.id, by=by, at=at, facts={"kind": kind})
    db.session.flush()
    return body


def make_body_as(
    viewer: Viewer,
    name: str,
    *,
    kind: BodyKind | None,
    parent_id: str | None,
    language: str,
    place: str,
    seats: int | None,
    follower_id: str | None,
    at: datetime,
) -> Body:
    """Make a body on behalf of an administrator; one with a follower is external.

    Raises ``NotAllowed`` for anyone else.
    """
    require_administrator(viewer)
    if kind is None:
        name_missing = [] if slug_of(name) else [Obstacle(Code.NAME_MISSING, "name")]
        raise RuleBroken([*name_missing, Obstacle(Code.CHOICE_INVALID, "kind")])
    return make_body(
        name,
        kind=kind,
        by=viewer.id,
        at=at,
        parent=get_body(parent_id) if parent_id else None,
        language=language,
        place=place,
        is_hosted=not follower_id,
        seats=seats or None,
        followed_by=(get_body(follower_id),) if follower_id else (),
    )


def follow_body(external: Body, *, follower: Body, by: str | None, at: datetime) -> None:
    """Let a hosted body's people record what an external body does."""
    if not follower.is_hosted or external.is_hosted:
        raise RuleBroken(Obstacle(Code.BODY_IS_EXTERNAL, "followed_by", {"name": follower.name}))
    db.session.add(BodyFollow(external_body=external, body=follower))
    audit.add_event("body_followed", body_id=external.id, subject_id=follower.id, by=by, at=at)


def follow_body_as(viewer: Viewer, external_id: str, *, follower_id: str | None, at: datetime) -> Body:
    """Let one more body record for an external one, on behalf of an administrator; return that body.

    One that does so already goes on. Raises ``NotAllowed``, ``NotFound`` for a body held here, and
    ``RuleBroken`` where no body is chosen.
    """
    require_administrator(viewer)
    external = get_external_body(external_id)
    if not follower_id:
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "followed_by"))
    follower = get_body(follower_id)
    if follower.id not in {follow.body_id for follow in external.followers}:
        follow_body(external, follower=follower, by=viewer.id, at=at)
        db.session.flush()
    return follower


def set_rules(
    body: Body,
    *,
    valid_from: date,
    by: str | None,
    at: datetime,
    periods: Periods | None = None,
    majority: RuleName = RuleName.ORDINARY,
    tie: Tie = Tie.FALLS,
    allows_blanks: bool = True,
    membership_days: int | None = None,
    source: str = "",
    voting: VotingRules | None = None,
) -> RuleSet:
    """Give a body its rules from a day on; earlier days keep theirs.

    ``voting`` says what holds for polls; how long one must have been a member is ``membership_days``.
    """
    given = periods or Periods()
    rules = RuleSet(
        body_id=body.id,
        valid_from=valid_from,
        notice_days=given.notice_days,
        motion_days=given.motion_days,
        papers_days=given.papers_days,
        majority=majority,
        tie=tie,
        allows_blanks=allows_blanks,
        membership_days=membership_days,
        source=source,
        polls=_poll_rules(voting) if voting else None,
    )
    db.session.add(rules)
    db.session.flush()
    audit.add_event("rules_set", body_id=body.id, subject_id=rules.id, by=by, at=at)
    return rules


def rules_on(body: Body, *, day: date) -> Rules:
    """Return a body's rules on a day; of a council and its preparing bodies, the law's."""
    in_force = [rules for rules in body.rule_sets if rules.valid_from <= day]
    if not in_force:
        return _COUNCIL_RULES if body.kind in MUNICIPAL_KINDS else _NO_RULES
    return _as_rules(max(in_force, key=lambda each: each.valid_from))


def list_rules(body: Body) -> list[Rules]:
    """Return all rules a body has set, those from the latest day first."""
    return [_as_rules(rules) for rules in sorted(body.rule_sets, key=lambda each: each.valid_from)][::-1]


def _as_rules(rules: RuleSet) -> Rules:
    preset = PRESETS[rules.majority]
    majority = replace(preset, tie=rules.tie, allows_blanks=rules.allows_blanks)
    periods = Periods(rules.notice_days, rules.motion_days, rules.papers_days)
    voting = _voting_rules(rules.polls, rules.membership_days)
    return Rules(periods, majority, rules.membership_days, rules.valid_from, rules.source, voting)


def _voting_rules(kept: PollRules | None, membership_days: int | None) -> VotingRules:
    if kept is None:
        return VotingRules(membership_days=membership_days)
    return VotingRules(
        roll=kept.roll,
        membership_days=membership_days,
        dues=kept.dues,
        quorum=None if kept.quorum is None else Fraction(kept.quorum),
        quorum_is_strict=kept.quorum_is_strict,
        quorum_refuses=kept.quorum_refuses,
        secret_when_asked=kept.secret_when_asked,
        names_kept_days=kept.names_kept_days,
    )


def _poll_rules(voting: VotingRules) -> PollRules:
    return PollRules(
        roll=voting.roll,
        dues=voting.dues,
        quorum=None if voting.quorum is None else str(voting.quorum),
        quorum_is_strict=voting.quorum_is_strict,
        quorum_refuses=voting.quorum_refuses,
        secret_when_asked=voting.secret_when_asked,
        names_kept_days=voting.names_kept_days,
    )


def majority_by(body: Body, name: RuleName | None, *, day: date) -> MajorityRule:
    """Return the majority rule a body counts by on a day, or the one named.

    Whether blanks count is the body's own (of a council the law's, which has them at elections only), so
    another rule does not let them in.
    """
    usual = rules_on(body, day=day).majority
    if name is None or name is usual.name:
        return usual
    preset = PRESETS[name]
    return replace(
        preset,
        # A preset that says what a tie means keeps that: lots at elections, the chair's vote in a council.
        tie=usual.tie if preset.tie is Tie.FALLS and usual.quorum is None else preset.tie,
        allows_blanks=preset.allows_blanks
        and (usual.allows_blanks or preset.name is RuleName.COUNCIL_ELECTION),
    )


def get_body(body_id: str) -> Body:
    """Return a body by its id. Raises ``NotFound``."""
    body = db.session.scalar(
        select(Body)
        .where(Body.id == body_id)
        .options(selectinload(Body.followers).joinedload(BodyFollow.body), selectinload(Body.rule_sets))
    )
    if body is None:
        raise NotFound
    return body


def get_external_body(body_id: str) -> Body:
    """Return a body that is recorded, never held here. Raises ``NotFound``."""
    body = get_body(body_id)
    if body.is_hosted:
        raise NotFound
    return body


def find_body_by_slug(slug: str) -> Body | None:
    """Return a body by the name it has in commands, or ``None``."""
    return db.session.scalar(select(Body).where(Body.slug == slug))


def list_bodies() -> list[Body]:
    """Return all bodies with what is above and below them, by name."""
    bodies = select(Body).options(
        selectinload(Body.children), selectinload(Body.followers).joinedload(BodyFollow.body)
    )
    return list(db.session.scalars(bodies.order_by(Body.name)))


def list_bodies_for(viewer: Viewer, *, action: Action) -> list[Body]:
    """Return the bodies where a viewer may do something, by name."""
    return [body for body in list_bodies() if viewer_may(action, viewer, body)]


def list_roots() -> list[Body]:
    """Return the bodies that stand under none, with the tree below them loaded."""
    return [body for body in list_bodies() if body.parent_id is None]


def next_bodies_of(body: Body) -> list[Body]:
    """Return where a body's cases can go next: the usual ones first, then all others, by name.

    A route is a suggestion: the body above, and for the highest ones the group and its council.
    """
    others = [each for each in list_bodies() if each.id != body.id]
    usual = {body.parent_id, *(each.id for each in others if each.parent_id == body.id)}
    if not any(each.id in usual for each in others):
        usual |= {each.id for each in others if each.kind in MUNICIPAL_KINDS}
    return sorted(others, key=lambda each: (each.id not in usual, each.name))
