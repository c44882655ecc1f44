"""What papers say of a case's money and promises: asked, granted and spent year by year, and what is kept."""

from motionflow.documents.annex_facts import AnnexPromise
from motionflow.documents.facts import MoneyOutcome
from motionflow.documents.phrases import Language
from motionflow.models import Motion
from motionflow.services import case_money
from motionflow.services.standings import CommitmentView

_SUM = {"nb": "I alt", "nn": "I alt"}


def money_rows(motion: Motion, *, language: Language) -> tuple[MoneyOutcome, ...]:
    """Return what was asked for, granted and spent in each year, and in all where the years are several.

    What a body asks for while it still works is its own.
    """
    money = case_money.money_of(motion)
    decided = [each for each in money.asked if each.step.ended_at is not None]
    asked = {year.year: year.cost for each in decided for year in each.years}
    years = sorted({*asked, *(row.year for row in (*money.granted, *money.spent))})
    rows = [
        MoneyOutcome(
            label=str(year),
            asked=asked.get(year),
            adopted=money.granted_in(year),
            used=money.spent_in(year),
        )
        for year in years
    ]
    if len(rows) > 1:
        total = sum(asked.values()) if asked else None
        rows.append(
            MoneyOutcome(
                label=_SUM[language], asked=total, adopted=money.total_granted, used=money.total_spent
            )
        )
    return tuple(rows)


def promise_facts(view: CommitmentView, *, is_named: bool) -> AnnexPromise:
    """Return a promise as it stands; ``is_named`` says whether the office-holder is named beside the body."""
    row, standing = view.commitment, view.standing
    return AnnexPromise(
        what=row.what,
        responsible=view.responsible if is_named else row.body.name,
        status=standing.status,
        reached=standing.reached,
        target=standing.target,
        unit=row.unit,
        due_on=standing.due_on,
        first_due_on=standing.first_due_on,
        is_overdue=standing.is_overdue,
        is_ended=standing.is_ended,
        source=row.reports[-1].source_title if row.reports else "",
    )
