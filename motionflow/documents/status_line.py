"""What papers say of a case's way: the status line, its hops and what comes next."""

from enum import StrEnum

from motionflow.documents import phrases
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
    """Return what comes next for a case: «Behandling i kommunestyret»; empty when nothing waits."""
    return ". ".join(_TREATMENT[language].format(body=step.body) for step in status.waiting)
