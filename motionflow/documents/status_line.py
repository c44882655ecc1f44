"""What papers say of a case's way: the status line, its hops and what comes next."""

from datetime import date
from enum import StrEnum

from motionflow.documents import numbers, phrases
from motionflow.documents.phrases import Language
from motionflow.domain.flow import StepState
from motionflow.domain.status import Status
from motionflow.i18n import words
from motionflow.labels import status_line


class Hop(StrEnum):
    """Where a text stood on a case's way."""

    HANDED_IN = "handed_in"
    CORRECTED = "corrected"
    SENT_ON = "sent_on"
    RECEIVED = "received"
    ADOPTED = "adopted"


_HOPS: phrases.Table = (
    (Hop.HANDED_IN, "Som innsendt", "Som innsend"),
    (Hop.CORRECTED, "Rettet", "Retta"),
    (Hop.SENT_ON, "Sendt videre", "Send vidare"),
    (Hop.RECEIVED, "Mottatt", "Motteken"),
    (Hop.ADOPTED, "Vedtatt", "Vedteke"),
)
_REFUSED: phrases.Table = (
    (StepState.RETURNED, "Sendt tilbake for komplettering", "Sendt tilbake for komplettering"),
    (StepState.DECLINED, "Ikke tatt til behandling", "Ikkje teke til handsaming"),
)
_TREATMENT: dict[Language, str] = {"nb": "Behandling i {body}", "nn": "Handsaming i {body}"}


def status_sentence(status: Status, language: Language) -> str:
    """Return the status line, in the same words as the case's page: «Vedtatt i Prøvebygda 9.2.2019, …»."""
    return status_line(status, language=words(language))


def refusal(state: StepState, language: Language) -> str:
    """Return what is said of a step that was returned or declined."""
    return phrases.table(_REFUSED, language)[state]


def hop_label(hop: Hop, language: Language) -> str:
    """Return the heading of a text in the comparison of what changed on the way."""
    return phrases.table(_HOPS, language)[hop]


def next_step(status: Status, language: Language) -> str:
    """Return what comes next for a case: «Behandling i kommunestyret»; empty when nothing waits.

    Where it waits in several bodies, each has the day of its own meeting with it.
    """
    several = len(status.waiting) > 1
    said = []
    for step in status.waiting:
        treatment = _TREATMENT[language].format(body=step.body)
        said.append(
            f"{treatment} {numbers.day(step.meeting_on)}" if several and step.meeting_on else treatment
        )
    return ". ".join(said)


def next_due(status: Status) -> date | None:
    """Return the day of what comes next, where only one body is to treat the case and its day is known."""
    return status.waiting[0].meeting_on if len(status.waiting) == 1 else None
