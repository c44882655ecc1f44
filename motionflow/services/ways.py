"""The ways into the council for one case: what each asks of it now, and the one that was chosen."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.calendar import CouncilDay, Plan, Prospect
from motionflow.domain.council import Seats
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import Code, NotAllowed, Obstacle, RuleBroken, refuse_if
from motionflow.domain.flow import ENDED, BodyKind
from motionflow.domain.laws import Law, law_on, section_of
from motionflow.domain.outcomes import Route
from motionflow.domain.roles import Action, Role
from motionflow.domain.routes import ROUTES, Way
from motionflow.models import Body, Membership, Motion, RoutePlan, Step
from motionflow.services import audit, budget_lines, calendar, councils
from motionflow.services.access import Viewer, viewer_may
from motionflow.services.cases import get_motion_for


@dataclass(frozen=True)
class Own:
    """How many seats the party has in its council, and how many it takes to demand a case on the list."""

    party: str
    seats: int
    council: Seats

    @property
    def can_demand(self) -> bool:
        """Whether the party can demand a case on the list alone."""
        return self.seats >= self.council.third


@dataclass(frozen=True)
class WayNow:
    """One way for one case: the next meeting it leads to, its last day, and where the rule stands.

    ``lacks_money`` says that the way needs amounts and cover which the case does not have yet.
    """

    way: Way
    meeting: CouncilDay | None
    last_day: date | None
    local_days: int | None
    law: Law | None
    section: str
    lacks_money: bool


@dataclass(frozen=True)
class Ways:
    """Everything about a case's way into the council: the table, the choice and whether it is in time."""

    motion: Motion
    council: Body | None
    ways: tuple[WayNow, ...]
    plan: RoutePlan | None
    prospect: Prospect | None
    meetings: tuple[CouncilDay, ...]
    own: Own | None
    may_choose: bool


def route_out_of(step: Step) -> Route | None:
    """Return the way that was chosen for a case, where it can go from a step to the municipality next."""
    decision = step.decision
    if decision is not None and decision.next_body is not None and decision.next_body.is_hosted:
        return None
    plan = calendar.plans_of([step.motion_id]).get(step.motion_id)
    return plan.route if plan else None


def ways_for(viewer: Viewer, motion_id: str, *, at: datetime) -> Ways:
    """Return the ways into the council for a case, to whoever sees it. Raises ``NotFound``."""
    motion = get_motion_for(viewer, motion_id)
    today = day_in_oslo(at)
    step = working_step(motion)
    plan = calendar.plans_of([motion.id]).get(motion.id)
    chain = calendar.chain_to(step.body, today=today)
    is_balanced = _is_balanced(step)
    council = chain.council if chain else None
    constituted = councils.constituted_on(council) if council else None
    ways = []
    for way in ROUTES.values():
        plans = chain.plans(route=way.route) if chain else ()
        meeting = _next_meeting(way, plans, step.body_id, today)
        on = meeting.day.on if meeting else today
        law = law_on(on, rule=way.law, constituted_on=constituted) if way.law else None
        local = councils.route_days_on(council, route=way.route, day=on) if council else None
        ways.append(
            WayNow(
                way=way,
                meeting=meeting.day if meeting else None,
                last_day=meeting.last_day_at(step.body_id) if meeting else None,
                local_days=local.days if local else None,
                law=law,
                section=section_of(way.law, law=law) if way.law and law else "",
                lacks_money=way.needs_money and not is_balanced,
            )
        )
    return Ways(
        motion=motion,
        council=council,
        ways=tuple(ways),
        plan=plan,
        prospect=calendar.prospect_for(step, plan=plan, today=today),
        meetings=tuple(day for day in (chain.days if chain else ()) if day.on >= today),
        own=_own_seats(council, today),
        may_choose=may_choose(viewer, motion),
    )


def choose_way(
    viewer: Viewer, motion_id: str, *, route: Route | None, meeting_id: str | None, at: datetime
) -> RoutePlan:
    """Choose by which way, and to which meeting, a case is to come before the council."""
    motion = get_motion_for(viewer, motion_id)
    if not may_choose(viewer, motion):
        raise NotAllowed
    step = working_step(motion)
    chain = calendar.chain_to(step.body, today=day_in_oslo(at))
    days = {day.meeting_id: day for day in chain.days} if chain else {}
    day = days.get(meeting_id or "")
    refuse_if(_obstacles(route, meeting_id, day))
    if route is None:  # refused above
        raise RuleBroken(Obstacle(Code.CHOICE_INVALID, "route"))
    plan = db.session.get(RoutePlan, motion.id) or RoutePlan(motion_id=motion.id)
    plan.route, plan.meeting_id = route, day.meeting_id if day else None
    plan.chosen_at, plan.chosen_by_id = at, viewer.id
    db.session.add(plan)
    db.session.flush()
    facts = {"route": route.value}
    audit.add_event(
        "way_chosen", body_id=step.body_id, subject_id=motion.id, by=viewer.id, at=at, facts=facts
    )
    return plan


def may_choose(viewer: Viewer, motion: Motion) -> bool:
    """Return whether a viewer may choose the way: secretaries and councillors on the case's way."""
    return any(viewer_may(Action.CASE_SET_FOLLOW_UP, viewer, step.body) for step in motion.steps)


def working_step(motion: Motion) -> Step:
    """Return where a case is being worked on: its latest open step in the party, else its latest step."""
    opened = [step for step in motion.steps if step.state not in ENDED]
    return next(iter([step for step in opened if step.body.is_hosted] or opened), motion.steps[-1])


def _next_meeting(way: Way, plans: tuple[Plan, ...], body_id: str, today: date) -> Plan | None:
    """Return the way back from the first meeting of this kind that the case can still reach."""
    return next(
        (
            plan
            for plan in sorted(plans, key=lambda each: each.day.on)
            if plan.day.sitting in way.sittings and (plan.last_day_at(body_id) or plan.day.on) >= today
        ),
        None,
    )


def _is_balanced(step: Step) -> bool:
    years = budget_lines.StepMoney(step, budget_lines.lines_in_force(step), may_write=False).years
    return bool(years) and all(year.is_balanced for year in years)


def _own_seats(council: Body | None, today: date) -> Own | None:
    seats = councils.seats_on(council, day=today) if council else None
    if council is None or seats is None:
        return None
    groups = {follow.body_id for follow in council.followers if follow.body.kind is BodyKind.COUNCIL_GROUP}
    held = select(Membership.party).where(Membership.body_id.in_(groups), Membership.role == Role.COUNCILLOR)
    parties = [party for party in db.session.scalars(held) if party in seats.by_party]
    if not parties:
        return None
    party = max(sorted(set(filter(None, parties))), key=parties.count)
    return Own(party, seats.by_party[party], seats)


def _obstacles(route: Route | None, meeting_id: str | None, day: CouncilDay | None) -> list[Obstacle]:
    found = []
    if route is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "route"))
    if meeting_id and day is None:
        found.append(Obstacle(Code.CHOICE_INVALID, "meeting"))
    if route is not None and day is not None and day.sitting not in ROUTES[route].sittings:
        found.append(Obstacle(Code.MEETING_NOT_FOR_ROUTE, "meeting", {"route": route, "date": day.on}))
    return found
