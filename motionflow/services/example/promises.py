"""What came of the decisions in the example: promises with their reports, a figure over time, the annex."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.flow import FollowUpStatus
from motionflow.domain.themes import Theme
from motionflow.models import Commitment, Motion, Step
from motionflow.services import annexes, commitments, following, indicators
from motionflow.services.commitments import PromiseGiven, ReportGiven
from motionflow.services.example.cast import ANNE, BRANCH, GROUP
from motionflow.services.example.stage import NOON, Stage
from motionflow.services.indicators import ReadingGiven

PLACES = "Ti ledere i helse og omsorg begynner på lederutdanning"
MONEY = "Halv million kroner til lederutdanning over to år"
FEW_APPLIED = (
    "17 av 25 søkere fylte kravene da fristen gikk ut, og studiestedet flyttet starten til januar 2020."
)
SET_ASIDE = "150 000 kr er satt av på bundet fond til studiet begynner."
FIVE_STARTED = "Fem ledere har begynt. Samlingene går på video."
SEVEN_DONE = "Sju ledere har fått plass. Studiestedet tar ikke inn flere på dette kullet."
THE_SUM = "350 000 kr er brukt på studieavgift, bøker og reiser for sju ledere."
STATUS_LETTER = "Brev fra kommunedirektøren til kommunestyregruppa"
FINAL_LETTER = "Sluttmelding fra kommunedirektøren"


@dataclass(frozen=True)
class _Told:
    """A report on a promise, as the councillor gave it."""

    on: date
    status: FollowUpStatus
    source: str
    reached: int | None = None
    note: str = ""
    reason: str = ""
    new_due_on: date | None = None
    is_final: bool = False


_S = FollowUpStatus
_PLACES_TOLD = (
    _Told(
        date(2019, 8, 20),
        _S.DELAYED,
        STATUS_LETTER,
        reason=FEW_APPLIED,
        new_due_on=date(2020, 12, 31),
    ),
    _Told(date(2020, 4, 20), _S.PARTLY_DONE, STATUS_LETTER, reached=5, note=FIVE_STARTED),
    _Told(date(2021, 1, 18), _S.PARTLY_DONE, FINAL_LETTER, reached=7, note=SEVEN_DONE, is_final=True),
)
_MONEY_TOLD = (
    _Told(date(2019, 8, 20), _S.UNDER_WAY, STATUS_LETTER, reached=0, note=SET_ASIDE),
    _Told(date(2021, 1, 18), _S.PARTLY_DONE, FINAL_LETTER, reached=350_000, note=THE_SUM, is_final=True),
)
_FROM_THE_MOTION = "Kommunebarometeret 2018, slik forslaget gjengir det"
_LATER = "Oppdiktet tall for eksempelet"
_RANKS = (
    ("Plassering i Kommunebarometeret, helse", 254, 231),
    ("Plassering i Kommunebarometeret, pleie og omsorg", 394, 341),
)
_MUNICIPALITIES = 427


def keep_promises(stage: Stage, june: Step) -> None:
    """Keep what the council promised in June 2019, with the delay and the last report."""
    places = _promise(stage, june, PLACES, 10, "plasser")
    money = _promise(stage, june, MONEY, 500_000, "kr")
    for commitment, told in ((places, _PLACES_TOLD), (money, _MONEY_TOLD)):
        for each in told:
            _tell(stage, commitment, each)


def keep_figures(stage: Stage, motion: Motion) -> None:
    """Keep the rank that the motion leans on, with a later reading, and what the motion is about."""
    viewer = stage.viewer(ANNE)
    for name, then, later in _RANKS:
        first = ReadingGiven(date(2018, 6, 1), Decimal(then), _MUNICIPALITIES, _FROM_THE_MOTION)
        row = indicators.add_indicator(
            viewer, motion.id, name=name, unit="plass", lower_is_better=True, first=first, at=stage.at
        )
        again = ReadingGiven(date(2020, 6, 1), Decimal(later), _MUNICIPALITIES, _LATER)
        indicators.add_reading(viewer, row.id, given=again, at=stage.at)
    following.set_themes(viewer, motion.id, themes=[Theme.HEALTH, Theme.STAFF], at=stage.at)


def make_annex(stage: Stage) -> None:
    """Make the branch's annex for its annual meeting of 2021."""
    body = stage.bodies[BRANCH]
    annexes.make_annex(body, by=None, at=moment_in_oslo(date(2021, 1, 20), NOON), since=date(2020, 1, 22))


def _promise(stage: Stage, step: Step, what: str, target: int, unit: str) -> Commitment:
    decision = step.decision
    assert decision is not None  # noqa: S101 - the example has just recorded it
    group = stage.bodies[GROUP]
    given = PromiseGiven(what, f"{group.id}-{stage.viewer(ANNE).id}", target, unit, date(2019, 12, 31))
    return commitments.make_commitment(stage.viewer(ANNE), decision.id, given=given, at=stage.at)


def _tell(stage: Stage, commitment: Commitment, told: _Told) -> None:
    given = ReportGiven(
        told.status,
        told.on,
        told.reached,
        told.note,
        told.reason,
        told.new_due_on,
        told.is_final,
        told.source,
    )
    commitments.report(
        stage.viewer(ANNE), commitment.id, given=given, seen=len(commitment.reports), at=stage.at
    )
