"""What the paper of a group's budget proposal says."""

from collections.abc import Sequence
from datetime import date, datetime

from motionflow.documents.facts import BudgetPaper, BudgetYear, MeasureRow, TextPoint
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.laws import Rule, law_on, section_of
from motionflow.domain.money import LineKind, signed
from motionflow.domain.proposals import balance_of, plan_years
from motionflow.models import BudgetProposal, ProposalLine
from motionflow.services.paper_facts import Draft, head, language_of, named


def draft_budget(proposal: BudgetProposal, *, by: str | None, at: datetime) -> Draft:
    """Return a budget proposal, dated the day it was handed in, or today while it is a draft."""
    on = proposal.handed_in_on or day_in_oslo(at)
    facts = budget_facts(proposal, on=on)
    return Draft(facts=facts, subject_id=proposal.id, issuer=proposal.body)


def budget_facts(proposal: BudgetProposal, *, on: date) -> BudgetPaper:
    """Return what a proposal's paper and its spreadsheet both say."""
    language = language_of(proposal.body)
    rows = measure_rows(proposal)
    balance = balance_of([row.line for row in proposal.lines], first_year=proposal.year)
    reserve, years = proposal.reserve_before, []
    for total, effect in zip(balance.together, balance.reserve_effect, strict=True):
        reserve = None if reserve is None else reserve + effect
        years.append(BudgetYear(total.year, total.cost, total.cover, total.subsidy, effect, reserve))

    def those(*, invests: bool, costs: bool) -> tuple[MeasureRow, ...]:
        return tuple(
            row
            for row, line in rows
            if line.is_investment is invests and (line.kind is LineKind.COST) is costs
        )

    in_balance = Rule.BUDGET_IN_BALANCE
    return BudgetPaper(
        head=head(proposal.body, dated=on),
        parties=tuple(each.party for each in proposal.parties),
        base=proposal.base,
        years=tuple(years),
        measures=those(invests=False, costs=True),
        cover=those(invests=False, costs=False),
        investments=those(invests=True, costs=True),
        investment_cover=those(invests=True, costs=False),
        targets=proposal.targets,
        text_points=tuple(TextPoint(f"T{point.position}", point.text) for point in proposal.points),
        to_body=proposal.council.name if proposal.council else "",
        section=f"kommuneloven {section_of(in_balance, law=law_on(on, rule=in_balance))}"
        if language == "nb"
        else f"kommunelova {section_of(in_balance, law=law_on(on, rule=in_balance))}",
        mover=named(proposal.mover, language=language, body_id=proposal.body_id) if proposal.mover else None,
    )


def measure_rows(proposal: BudgetProposal) -> Sequence[tuple[MeasureRow, ProposalLine]]:
    """Return a proposal's lines as numbered rows, signed, one amount for each of its years.

    Page, paper and spreadsheet have them alike: operations before investments, costs before what covers them.
    """
    years = plan_years(proposal.year)
    rows = []
    ordered = sorted(
        proposal.lines, key=lambda line: (line.is_investment, line.kind is not LineKind.COST, line.position)
    )
    for number, line in enumerate(ordered, start=1):
        row = MeasureRow(
            number=str(number),
            measure=line.measure,
            amounts=tuple(signed(line.line, year=year) for year in years),
            frame_area=line.area,
            function=line.function,
            art=line.art,
            basis=line.motion.shown_number if line.motion else "",
        )
        rows.append((row, line))
    return rows
