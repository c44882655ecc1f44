"""What a case page says of the municipal half: money asked, granted and spent, and the way in."""

from dataclasses import dataclass

from motionflow.domain.calendar import Prospect
from motionflow.domain.outcomes import Route
from motionflow.services import budget, calendar, ways
from motionflow.services.case_money import Money
from motionflow.services.cases import CaseView
from motionflow.web.lists import today
from motionflow.web.session import current_viewer


@dataclass(frozen=True)
class MunicipalSide:
    """The municipal half of a case, as the viewer may see it."""

    money: Money
    route: Route | None
    prospect: Prospect | None
    may_choose: bool
    money_step_id: str | None


def municipal_side_of(case: CaseView) -> MunicipalSide:
    """Return what the case page shows of the council; nothing of an open step to those outside its body."""
    viewer = current_viewer()
    step = ways.working_step(case.motion)
    is_inside = any(view.is_inside for view in case.steps if view.step.id == step.id)
    plan = calendar.plans_of([case.motion.id]).get(case.motion.id) if is_inside else None
    prospect = calendar.prospect_for(step, plan=plan, today=today()) if is_inside else None
    return MunicipalSide(
        money=budget.money_for(viewer, case),
        route=plan.route if plan else None,
        prospect=prospect,
        may_choose=ways.may_choose(viewer, case.motion),
        money_step_id=step.id if is_inside else None,
    )
