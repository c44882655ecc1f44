"""What became of motions, in one word each, and the totals over years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median

from motionflow.domain.flow import MUNICIPAL_KINDS, BodyKind, Outcome, StepState


class Became(StrEnum):
    """What became of a motion, at the last body that could say."""

    ADOPTED = "adopted"
    ADOPTED_WITH_CHANGES = "adopted_with_changes"
    COVERED = "covered"
    FALLEN = "fallen"
    OTHER = "other"
    UNTREATED = "untreated"


_YES = frozenset({Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES})
# These decide nothing about what was asked: the case goes on, or it is only talked of.
_SAYS_NOTHING = frozenset(
    {Outcome.POSTPONED, Outcome.SENT_ON, Outcome.SENT_BACK, Outcome.RECOMMENDED, Outcome.NOTED}
) | {Outcome.ACKNOWLEDGED}


@dataclass(frozen=True)
class Treatment:
    """One body's treatment of a case, as the verdict needs it; ``sends_on`` that it names a next body."""

    body_kind: BodyKind
    state: StepState
    outcome: Outcome | None = None
    on: date | None = None
    sends_on: bool = False


@dataclass(frozen=True)
class Fate:
    """What became of a motion, and when; ``on`` is ``None`` while nobody has said."""

    verdict: Became
    on: date | None = None


def fate_of(treatments: Sequence[Treatment]) -> Fate:
    """Return what became of a motion: told by the council where it came there, else by the last party body.

    Where a council let one proposal fall and carried another, the motion is adopted with changes. What
    waits, or is sent on and not treated, is untreated.
    """
    said = [each for each in treatments if each.outcome is not None and each.outcome not in _SAYS_NOTHING]
    municipal = [each for each in said if each.body_kind in MUNICIPAL_KINDS]
    answered = [each for each in municipal if each.outcome is Outcome.ANSWERED]
    decisive = [each for each in municipal if each.outcome is not Outcome.ANSWERED]
    if decisive:
        return _judged(decisive)
    refused = [each for each in treatments if each.state is StepState.DECLINED]
    if any(each.state not in _ENDED for each in treatments):
        return Fate(Became.UNTREATED)
    if answered:
        return Fate(Became.OTHER, answered[-1].on)
    if said and not said[-1].sends_on:
        return _judged(said[-1:])
    if refused:
        return Fate(Became.OTHER, refused[-1].on)
    return Fate(Became.UNTREATED)


_ENDED = frozenset({StepState.RETURNED, StepState.DECLINED, StepState.DECIDED})


def _judged(said: Sequence[Treatment]) -> Fate:
    outcomes = [each.outcome for each in said]
    yes = [each for each in said if each.outcome in _YES]
    if yes:
        whole = all(outcome is Outcome.ADOPTED for outcome in outcomes)
        return Fate(Became.ADOPTED if whole else Became.ADOPTED_WITH_CHANGES, yes[-1].on)
    for outcome, verdict in ((Outcome.COVERED, Became.COVERED), (Outcome.FALLEN, Became.FALLEN)):
        if outcome in outcomes:
            return Fate(verdict, said[-1].on)
    return Fate(Became.OTHER, said[-1].on)


@dataclass(frozen=True)
class Line:
    """One motion in the totals: whose, when, about what, what became of it, and its money in kroner."""

    body: str
    year: int
    moved_on: date
    fate: Fate
    themes: tuple[str, ...] = ()
    asked: int | None = None
    granted: int | None = None
    spent: int | None = None


@dataclass(frozen=True)
class Totals:
    """How it went with some motions. ``days`` is the median number of days until they were decided."""

    name: str
    count: int
    verdicts: dict[Became, int] = field(default_factory=dict, hash=False)
    days: int | None = None
    asked: int = 0
    granted: int = 0
    spent: int = 0

    def share(self, verdict: Became) -> float:
        """Return the share of the motions with a verdict, from 0 to 1."""
        return self.verdicts.get(verdict, 0) / self.count if self.count else 0.0


def totals_of(lines: Iterable[Line], *, name: str = "") -> Totals:
    """Return how it went with some motions."""
    lines = list(lines)
    days = [(line.fate.on - line.moved_on).days for line in lines if line.fate.on is not None]
    return Totals(
        name,
        len(lines),
        {verdict: sum(line.fate.verdict is verdict for line in lines) for verdict in Became},
        round(median(days)) if days else None,
        sum(line.asked or 0 for line in lines),
        sum(line.granted or 0 for line in lines),
        sum(line.spent or 0 for line in lines),
    )


def by_year(lines: Sequence[Line]) -> tuple[Totals, ...]:
    """Return the totals of each year that motions were moved in."""
    years = sorted({line.year for line in lines})
    return tuple(totals_of((each for each in lines if each.year == year), name=str(year)) for year in years)


def by_body(lines: Sequence[Line]) -> tuple[Totals, ...]:
    """Return the totals of each body that moved."""
    names = sorted({line.body for line in lines})
    return tuple(totals_of((each for each in lines if each.body == name), name=name) for name in names)


def by_theme(lines: Sequence[Line]) -> tuple[Totals, ...]:
    """Return the totals of each theme; a motion with two themes counts in both."""
    names = sorted({theme for line in lines for theme in line.themes})
    return tuple(totals_of((each for each in lines if name in each.themes), name=name) for name in names)
