"""The ways into the council as ONE table: what each needs, who can take it, by when, and how it can end.

A party's decision does not bind the council (``domain/guide.md`` §3.5). To change a way, change ``ROUTES``;
the page that offers them, the deadlines and the outcomes all read it.
"""

from dataclasses import dataclass
from enum import StrEnum

from motionflow.domain.council import Sitting
from motionflow.domain.laws import Rule
from motionflow.domain.outcomes import Outcome, Route


class RouteNeed(StrEnum):
    """What a case must have before it can go a way."""

    AMOUNT_AND_COVER = "amount_and_cover"
    TEXT = "text"
    GROUNDED_QUESTION = "grounded_question"
    ONE_THIRD_OR_MAYOR = "one_third_or_mayor"
    SIGNATURES = "signatures"
    OTHER_CASE = "other_case"
    WITHIN_FRAME = "within_frame"


class RouteActor(StrEnum):
    """Who can take a case into the council by a way."""

    GROUP = "group"
    COUNCILLOR = "councillor"
    INHABITANTS = "inhabitants"
    CHIEF_EXECUTIVE = "chief_executive"
    PARTY = "party"


class DueRule(StrEnum):
    """What sets the last day."""

    PUBLICITY = "publicity"
    EXECUTIVE_COMMITTEE = "executive_committee"
    COUNCIL_RULES = "council_rules"
    IN_MEETING = "in_meeting"
    SIX_MONTHS = "six_months"
    ANY_TIME = "any_time"
    PROGRAMME = "programme"


_O = Outcome
_FORMAL = frozenset({_O.DISMISSED, _O.WITHDRAWN, _O.POSTPONED, _O.SENT_BACK, _O.COVERED, _O.LAPSED})
_VOTED = _FORMAL | {_O.ADOPTED, _O.ADOPTED_WITH_CHANGES, _O.FALLEN, _O.SENT_ON, _O.RECOMMENDED}
_SAID = frozenset({_O.NOTED, _O.ACKNOWLEDGED})
# What is answered is never adopted (guide §3.3): a proposal in it is a case of its own.
_ASKED = frozenset(
    {_O.ANSWERED, _O.DISMISSED, _O.WITHDRAWN, _O.POSTPONED, _O.SENT_BACK, _O.COVERED, _O.LAPSED, *_SAID}
)

_BUDGET = frozenset({Sitting.BUDGET})
_CHANGE = frozenset({Sitting.BUDGET_CHANGE})
_ANY = frozenset({Sitting.ORDINARY, Sitting.BUDGET_CHANGE, Sitting.BUDGET})


@dataclass(frozen=True)
class Way:
    """One way into the council.

    ``sittings`` are the meetings it leads to; none where no meeting treats it. ``ends_in`` holds the
    outcomes a case can have that came this way, ``law`` the rule it leans on.
    """

    route: Route
    needs: tuple[RouteNeed, ...]
    actor: RouteActor
    due: DueRule
    sittings: frozenset[Sitting]
    ends_in: frozenset[Outcome]
    law: Rule | None = None

    @property
    def needs_money(self) -> bool:
        """Whether a case must have amounts and cover to go this way."""
        return RouteNeed.AMOUNT_AND_COVER in self.needs


_N, _A, _D = RouteNeed, RouteActor, DueRule

ROUTES: dict[Route, Way] = {
    way.route: way
    for way in (
        Way(
            Route.BUDGET_FIGURES,
            (_N.AMOUNT_AND_COVER,),
            _A.GROUP,
            _D.PUBLICITY,
            _BUDGET,
            _VOTED,
            Rule.BUDGET_IN_BALANCE,
        ),
        Way(Route.BUDGET_TEXT, (_N.TEXT,), _A.GROUP, _D.PUBLICITY, _BUDGET, _VOTED, Rule.PUBLICITY),
        Way(
            Route.BUDGET_CHANGE,
            (_N.AMOUNT_AND_COVER,),
            _A.GROUP,
            _D.EXECUTIVE_COMMITTEE,
            _CHANGE,
            _VOTED,
            Rule.BUDGET_CHANGE,
        ),
        Way(
            Route.LISTED_CASE,
            (_N.ONE_THIRD_OR_MAYOR, _N.TEXT),
            _A.GROUP,
            _D.COUNCIL_RULES,
            _ANY,
            _VOTED | _SAID,
            Rule.ONE_THIRD,
        ),
        Way(
            Route.INTERPELLATION,
            (_N.GROUNDED_QUESTION,),
            _A.COUNCILLOR,
            _D.COUNCIL_RULES,
            _ANY,
            _ASKED | {_O.SENT_ON},
            Rule.QUESTIONS,
        ),
        Way(
            Route.QUESTION,
            (_N.GROUNDED_QUESTION,),
            _A.COUNCILLOR,
            _D.COUNCIL_RULES,
            _ANY,
            _ASKED,
            Rule.QUESTIONS,
        ),
        Way(
            Route.SENT_OVER,
            (_N.OTHER_CASE, _N.TEXT),
            _A.COUNCILLOR,
            _D.IN_MEETING,
            _ANY,
            _FORMAL | _SAID | {_O.SENT_ON, _O.FALLEN},
        ),
        Way(
            Route.INHABITANTS,
            (_N.SIGNATURES, _N.TEXT),
            _A.INHABITANTS,
            _D.SIX_MONTHS,
            _ANY,
            _VOTED | _SAID,
            Rule.INHABITANTS,
        ),
        Way(
            Route.ADMINISTRATIVE,
            (_N.WITHIN_FRAME,),
            _A.CHIEF_EXECUTIVE,
            _D.ANY_TIME,
            frozenset(),
            _SAID | {_O.WITHDRAWN, _O.COVERED, _O.LAPSED, _O.DISMISSED},
        ),
        Way(
            Route.PROGRAMME,
            (_N.TEXT,),
            _A.PARTY,
            _D.PROGRAMME,
            frozenset(),
            _VOTED - {_O.RECOMMENDED} | _SAID,
        ),
    )
}

ASKING_ROUTES = frozenset(route for route, way in ROUTES.items() if RouteNeed.GROUNDED_QUESTION in way.needs)
# By these a case gets money of a budget.
MONEY_ROUTES = frozenset(route for route, way in ROUTES.items() if way.sittings in (_BUDGET, _CHANGE))


def routes_to(outcome: Outcome) -> frozenset[Route | None]:
    """Return the routes by which a case can end so; ``None`` stands for a case that came by no route."""
    ways = frozenset(route for route, way in ROUTES.items() if outcome in way.ends_in)
    # What is not asked is not answered: only a question or an interpellation can end so.
    return ways if outcome is Outcome.ANSWERED else ways | {None}
