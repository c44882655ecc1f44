"""What lies with the council group now: a case with a last day, a promise, a budget in work (example)."""

from datetime import date

from motionflow.domain.flow import FollowUpStatus, Route
from motionflow.domain.money import CoverBy, LineKind
from motionflow.domain.themes import Theme
from motionflow.models import BudgetProposal, Motion, Step
from motionflow.services import budget_lines, commitments, following, proposals, ways
from motionflow.services.budget_lines import LineGiven
from motionflow.services.commitments import PromiseGiven, ReportGiven
from motionflow.services.example import present_texts
from motionflow.services.example.cast import ANNE, GROUP, TURID
from motionflow.services.example.stage import Stage
from motionflow.services.proposals import Frame

AREA = "Helse og omsorg"
RESERVE_BEFORE = 18_400_000


def take_up_cafe(stage: Stage, at_group: Step, *, on: date) -> None:
    """Let the group take up the café, mean it for the council's budget, and begin its own proposal."""
    stage.accept(TURID, at_group, on=on)
    _ask(stage, at_group)
    ways.choose_way(
        stage.viewer(ANNE), at_group.motion_id, route=Route.BUDGET_FIGURES, meeting_id=None, at=stage.at
    )
    following.set_themes(stage.viewer(ANNE), at_group.motion_id, themes=[Theme.HEALTH], at=stage.at)
    _begin_budget(stage, at_group.motion)


def _ask(stage: Stage, step: Step) -> None:
    """Write what the café costs every year from the next on, and what covers it."""
    viewer, first = stage.viewer(TURID), stage.today.year + 1
    every_year = (220_000, 220_000, 220_000, 220_000)
    cost = LineGiven(
        LineKind.COST, present_texts.CAFE_COST, first, every_year, True, False, AREA, "234", "010"
    )
    row = budget_lines.add_line(viewer, step.id, given=cost, at=stage.at)
    cover = LineGiven(
        LineKind.COVER,
        present_texts.CAFE_COVER,
        first,
        every_year,
        is_lasting=True,
        area=AREA,
        function="253",
        art="115",
        cover_by=CoverBy.REDUCED_FRAME,
        covers_id=row.id,
    )
    budget_lines.add_line(viewer, step.id, given=cover, at=stage.at)


def _begin_budget(stage: Stage, motion: Motion) -> BudgetProposal:
    """Begin next year's proposal with the café's lines; a cost of its own has no cover yet."""
    viewer, year = stage.viewer(TURID), stage.today.year + 1
    base = f"Kommunedirektørens forslag til budsjett for {year} og økonomiplan {year}–{year + 3}"
    frame = Frame(base, ("Ap",), "", RESERVE_BEFORE, stage.people[ANNE].id)
    proposal = proposals.start_proposal(
        viewer, stage.bodies[GROUP], year=year, frame=frame, at=stage.at, is_example=True
    )
    ours = [row.id for of, row in proposals.list_collectable(viewer, proposal) if of.id == motion.id]
    proposals.collect_lines(viewer, proposal.id, line_ids=ours, at=stage.at)
    jobs = LineGiven(
        LineKind.COST,
        present_texts.SUMMER_JOBS,
        year,
        (260_000, 0, 0, 0),
        area="Oppvekst",
        function="231",
        art="030",
    )
    proposals.add_line(viewer, proposal.id, given=jobs, at=stage.at)
    proposals.add_point(viewer, proposal.id, text=present_texts.CAFE_POINT, at=stage.at)
    return proposal


def promise_to_ask(stage: Stage, step: Step, *, told_on: date, due_on: date) -> None:
    """Keep what the group promised when it chose to ask: one of three neighbours has answered."""
    anne, group = stage.viewer(ANNE), stage.bodies[GROUP]
    decision = step.decision
    assert decision is not None  # noqa: S101 - the example has just recorded it
    given = PromiseGiven(present_texts.NEIGHBOURS, f"{group.id}-{anne.id}", 3, "svar", due_on)
    commitment = commitments.make_commitment(anne, decision.id, given=given, at=stage.at)
    told = ReportGiven(
        FollowUpStatus.PARTLY_DONE,
        told_on,
        1,
        present_texts.NEIGHBOURS_NOTE,
        source_title=present_texts.NEIGHBOURS_SOURCE,
    )
    commitments.report(anne, commitment.id, given=told, seen=0, at=stage.at)
