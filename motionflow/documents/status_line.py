"""Where a case stands, as the one line that papers and mails print."""

from enum import StrEnum

from motionflow.documents import numbers, phrases
from motionflow.documents.phrases import Language
from motionflow.domain.flow import StepState
from motionflow.domain.status import Status, StepSummary


class Hop(StrEnum):
    """Where a text stood on a case's way."""

    HANDED_IN = "handed_in"
    CORRECTED = "corrected"
    SENT_ON = "sent_on"
    ADOPTED = "adopted"


_HOPS: phrases.Table = (
    (Hop.HANDED_IN, "Som innsendt", "Som innsend"),
    (Hop.CORRECTED, "Rettet", "Retta"),
    (Hop.SENT_ON, "Sendt videre", "Send vidare"),
    (Hop.ADOPTED, "Vedtatt", "Vedteke"),
)
_REFUSED: phrases.Table = (
    (StepState.RETURNED, "Sendt tilbake for komplettering", "Sendt tilbake for komplettering"),
    (StepState.DECLINED, "Ikke tatt til behandling", "Ikkje teke til handsaming"),
)
# {body} has it; where the case was decided before, the line has begun with that decision.
_FIRST: phrases.Table = (
    (
        StepState.INBOX,
        "kommet inn til {body}, venter på behandling",
        "komme inn til {body}, ventar på handsaming",
    ),
    (StepState.ACCEPTED, "til behandling i {body}", "til handsaming i {body}"),
    (StepState.LISTED, "på saklista i {body}", "på saklista i {body}"),
    (StepState.TREATED, "behandlet i {body}, venter på vedtak", "handsama i {body}, ventar på vedtak"),
    (StepState.POSTPONED, "venter på ny behandling i {body}", "ventar på ny handsaming i {body}"),
)
_NEXT: phrases.Table = (
    (
        StepState.INBOX,
        "oversendt {body}, venter på behandling",
        "sendt over til {body}, ventar på handsaming",
    ),
    *_FIRST[1:],
)
_TREATMENT: dict[Language, str] = {"nb": "Behandling i {body}", "nn": "Handsaming i {body}"}


def status_sentence(status: Status, language: Language) -> str:
    """Return the status line: «Vedtatt i Prøvebygda 9.2.2019, oversendt gruppa, venter på behandling».

    What became of a case stands first when it was noted after the latest decision.
    """
    parts = []
    latest, follow_up = status.latest, _follow_up(status, language)
    if follow_up and _is_newest(status):
        parts.append(follow_up)
    elif latest is not None:
        parts += [_decided(latest, language), *([_lower(follow_up)] if follow_up else [])]
    words = phrases.table(_NEXT if parts else _FIRST, language)
    for step in status.waiting:
        day = f" {numbers.short_day(step.meeting_on)}" if step.meeting_on else ""
        said = words[step.state].format(body=step.body)
        parts.append(said + day if step.state is StepState.LISTED else said)
    # A case may wait twice in one body, by two routes; the line says so once.
    return numbers.capitalised(", ".join(dict.fromkeys(parts)))


def refusal(state: StepState, language: Language) -> str:
    """Return what is said of a step that was returned or declined."""
    return phrases.table(_REFUSED, language)[state]


def hop_label(hop: Hop, language: Language) -> str:
    """Return the heading of a text in the comparison of what changed on the way."""
    return phrases.table(_HOPS, language)[hop]


def next_step(status: Status, language: Language) -> str:
    """Return what comes next for a case: «Behandling i kommunestyret»; empty when nothing waits."""
    return ". ".join(_TREATMENT[language].format(body=step.body) for step in status.waiting)


def _decided(step: StepSummary, language: Language) -> str:
    if step.state in (StepState.RETURNED, StepState.DECLINED):
        outcome = refusal(step.state, language)
    elif step.outcome is not None:
        outcome = phrases.table(phrases.OUTCOMES, language)[step.outcome]
    else:
        raise ValueError(f"{step} has not been decided")
    day = numbers.short_day(step.decided_on) if step.decided_on else ""
    return f"{outcome} i {step.body} {day}".strip()


def _follow_up(status: Status, language: Language) -> str:
    if status.follow_up is None or status.follow_up_on is None:
        return ""
    word = phrases.table(phrases.STATUSES, language)[status.follow_up]
    return f"{word} per {numbers.short_day(status.follow_up_on)}"


def _is_newest(status: Status) -> bool:
    latest, on = status.latest, status.follow_up_on
    return latest is None or latest.decided_on is None or (on is not None and on >= latest.decided_on)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
