"""What the motion of the example costs at each body, the group's budget proposal, and what was granted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.money import CoverBy, LineKind, MoneyKind
from motionflow.models import BudgetProposal, Motion, Step
from motionflow.services import budget, budget_lines, point_fates, proposals
from motionflow.services.budget_lines import LineGiven
from motionflow.services.example import party_texts, sittings
from motionflow.services.example.cast import ANNE, GROUP, TURID
from motionflow.services.example.stage import NOON, Stage
from motionflow.services.point_fates import PointGiven
from motionflow.services.proposals import Frame

AREA = "Helse og omsorg"
FEE = "Studieavgift i helseledelse"
TRAVEL = "Reise og bøker til studentene"
RESERVE_BEFORE = 21_500_000
BASE = "Kommunedirektørens forslag til budsjett for 2020 og økonomiplan 2020–2023"
TARGETS = "Endringene gjør ikke noe med målet for netto driftsresultat. Disposisjonsfondet er urørt."

# 42 000 kr and 8 000 kr for each of ten students, half of it in each year.
_FEE = LineGiven(LineKind.COST, FEE, 2019, (210_000, 210_000, 0, 0), area=AREA, function="253", art="150")
_TRAVEL = LineGiven(LineKind.COST, TRAVEL, 2019, (40_000, 40_000, 0, 0), area=AREA, function="253", art="170")
_GRANT = LineGiven(
    LineKind.SUBSIDY,
    "Kompetanse- og innovasjonstilskudd fra Fylkesmannen i Oslo og Viken",
    2019,
    (200_000, 0, 0, 0),
    area=AREA,
    function="253",
    art="810",
    doubt="Det er søkt om 200 000 kr. Svaret kommer i mai.",
)
_RESERVE = LineGiven(
    LineKind.COVER,
    "Bruk av disposisjonsfondet",
    2019,
    (50_000, 0, 0, 0),
    art="940",
    cover_by=CoverBy.RESERVE,
)
_CONSULTANTS = LineGiven(
    LineKind.COVER,
    "Lavere ramme til kjøp av konsulenttjenester",
    2020,
    (250_000, 0, 0, 0),
    area="Felles tjenester",
    function="120",
    art="270",
    cover_by=CoverBy.REDUCED_FRAME,
)
_AT_PARTY = (_FEE, _TRAVEL)
_AT_GROUP = (*_AT_PARTY, _GRANT, _RESERVE, _CONSULTANTS)
_IN_JUNE = (
    replace(_FEE, amounts=(210_000, 0, 0, 0)),
    replace(_TRAVEL, amounts=(40_000, 0, 0, 0)),
    replace(_GRANT, amounts=(150_000, 0, 0, 0), doubt=""),
    replace(_RESERVE, amounts=(100_000, 0, 0, 0)),
)
_IN_DECEMBER = (
    replace(_FEE, first_year=2020, amounts=(210_000, 0, 0, 0)),
    replace(_TRAVEL, first_year=2020, amounts=(40_000, 0, 0, 0)),
    _CONSULTANTS,
)
# The proposal's own, beside the lines of the case.
_WEEKENDS = LineGiven(
    LineKind.COST,
    "Flere vakter i hjemmetjenesten i helgene",
    2020,
    (600_000, 600_000, 600_000, 600_000),
    is_lasting=True,
    area=AREA,
    function="254",
    art="010",
)
_PREMISES = LineGiven(
    LineKind.COVER,
    "Leide kontorer på Bjørkelangen sies opp",
    2020,
    (600_000, 600_000, 600_000, 600_000),
    is_lasting=True,
    area="Felles tjenester",
    function="130",
    art="190",
    cover_by=CoverBy.REDUCED_FRAME,
)
_POINTS = (
    "Kommunedirektøren melder fra til kommunestyret om sykefraværet i hjemmetjenesten i hver tertialrapport.",
    "Kommunestyret ber om en plan for å ta imot flere lærlinger i helsefag fra høsten 2020.",
)
# For the first Ap, SV, MDG and R, and the majority against it; for the second everybody.
_POINT_VOTES = ((17, 18), (35, 0))


@dataclass(frozen=True)
class _Paid:
    """What a body granted for a year, or what was spent in it."""

    kind: MoneyKind
    year: int
    amount: int
    on: date
    source: str


_GRANTED_IN_JUNE = _Paid(
    MoneyKind.GRANTED, 2019, 250_000, date(2019, 6, 17), "Møtebok for kommunestyret, sak 047/19 (eksempel)"
)
_GRANTED_FOR_2021 = _Paid(
    MoneyKind.GRANTED, 2021, 100_000, date(2020, 12, 14), "Budsjett for 2021, to studieplasser (eksempel)"
)
_FINAL = "Sluttmelding fra kommunedirektøren (eksempel)"
_SPENT = (
    _Paid(MoneyKind.SPENT, 2020, 250_000, date(2021, 1, 18), _FINAL),
    _Paid(MoneyKind.SPENT, 2021, 100_000, date(2021, 1, 18), _FINAL),
)


def ask_at_party(stage: Stage, who: str, step: Step) -> None:
    """Write what the party's board reckons: 500 000 kroner over two years, and no cover yet."""
    _ask(stage, who, step, _AT_PARTY)


def ask_at_group(stage: Stage, who: str, step: Step) -> None:
    """Write what the group asks for, with the grant that is sought and what covers the rest."""
    _ask(stage, who, step, _AT_GROUP)


def ask_in_june(stage: Stage, who: str, step: Step) -> None:
    """Write the budget change of June 2019: 250 000 kroner, with its cover."""
    _ask(stage, who, step, _IN_JUNE)


def ask_in_december(stage: Stage, who: str, step: Step) -> None:
    """Write the figures for the budget of 2020."""
    _ask(stage, who, step, _IN_DECEMBER)


def propose_budget(stage: Stage, motion: Motion) -> BudgetProposal:
    """Let the group make its budget proposal with SV: the case's lines, lines of its own, three points."""
    viewer, group = stage.viewer(TURID), stage.bodies[GROUP]
    frame = Frame(BASE, ("Ap", "SV"), TARGETS, RESERVE_BEFORE, stage.people[ANNE].id)
    begun, handed_in = date(2019, 11, 11), date(2019, 11, 20)
    proposal = proposals.start_proposal(
        viewer, group, year=2020, frame=frame, at=stage.at, on=begun, is_example=True
    )
    ours = [row.id for of, row in proposals.list_collectable(viewer, proposal) if of.id == motion.id]
    proposals.collect_lines(viewer, proposal.id, line_ids=ours, at=stage.at)
    for given in (_WEEKENDS, _PREMISES):
        proposals.add_line(viewer, proposal.id, given=given, at=stage.at)
    for text in _POINTS:
        proposals.add_point(viewer, proposal.id, text=text, at=stage.at)
    text, number = party_texts.TEXT_POINT, motion.shown_number
    proposals.add_point(viewer, proposal.id, text=text, motion_number=number, at=stage.at)
    proposals.hand_in(viewer, proposal.id, at=moment_in_oslo(handed_in, NOON), on=handed_in)
    return proposal


def record_points(stage: Stage) -> None:
    """Record what the council did with the points of no case: one falls, and one everybody votes for."""
    viewer, held = stage.viewer(ANNE), sittings.COUNCIL_DECEMBER
    [proposal] = proposals.list_proposals_for(viewer, stage.bodies[GROUP])
    source = f"Møtebok for kommunestyret, sak {held.case_number} (eksempel)"
    for point, (votes_for, votes_against) in zip(proposal.points, _POINT_VOTES, strict=False):
        given = PointGiven(votes_for > votes_against, held.on, votes_for, votes_against, source)
        point_fates.record_point(viewer, point.id, given=given, at=stage.at)


def grant_in_june(stage: Stage, step: Step) -> None:
    """Record what the council granted in June 2019."""
    _record(stage, step.motion, _GRANTED_IN_JUNE, step)


def settle(stage: Stage, step: Step) -> None:
    """Record the last grant, by the council's step of 2020, and what was spent in the end."""
    _record(stage, step.motion, _GRANTED_FOR_2021, step)
    for paid in _SPENT:
        _record(stage, step.motion, paid)


def _ask(stage: Stage, who: str, step: Step, wanted: Sequence[LineGiven]) -> None:
    """Write a step's lines, cover and grants being meant for the first of its costs."""
    viewer = stage.viewer(who)
    written: list[str] = []
    for given in wanted:
        meant_for = written[0] if written and given.kind is not LineKind.COST else None
        given = replace(given, covers_id=meant_for)
        written.append(budget_lines.add_line(viewer, step.id, given=given, at=stage.at).id)
    for row in budget_lines.list_lines(step):
        if row.id not in written:  # came with the case, and was taken over by the first line written
            budget_lines.remove_line(viewer, step.id, row.id, at=stage.at)


def _record(stage: Stage, motion: Motion, paid: _Paid, step: Step | None = None) -> None:
    budget.record_money(
        stage.viewer(ANNE),
        motion.id,
        kind=paid.kind,
        year=paid.year,
        amount=paid.amount,
        on=paid.on,
        source_title=paid.source,
        step_id=step.id if step else None,
        at=stage.at,
    )
