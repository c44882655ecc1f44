"""The words of the subject: a sentence for every refusal, a name for every code.

They are English messages, in the modules beside; ``translations/`` has them in bokmål and nynorsk. A test
sees that no member of the enums is without words.
"""

from datetime import date, datetime
from enum import StrEnum

from motionflow.domain.checks import Check, CheckCode
from motionflow.domain.errors import Obstacle
from motionflow.domain.flow import StepState
from motionflow.domain.recognised import ReadingDoubt
from motionflow.domain.status import Status, StepSummary
from motionflow.i18n import N_, Words
from motionflow.labels.municipal import MUNICIPAL_OBSTACLES
from motionflow.labels.names import NAMES
from motionflow.labels.readings import CHECKS, DOUBTS, left_out_sentence
from motionflow.labels.refusals import OBSTACLES


def check_sentence(check: Check, *, language: Words) -> str:
    """Return what to look at in a motion, in a language."""
    if check.code is CheckCode.LEFT_OUT:
        return left_out_sentence(str(check.params["what"]), check.params["n"], language=language)
    params = {name: _listed(value, language) for name, value in check.params.items()}
    return language(CHECKS[check.code], **params)


def doubt_sentence(doubt: ReadingDoubt, *, language: Words) -> str:
    """Return where the reading of a file may be wrong, in a language."""
    return language(DOUBTS[doubt.kind], text=doubt.text)


def name_of(code: StrEnum, *, language: Words) -> str:
    """Return the name of a code in a language."""
    return language(_name(code))


OPTIONS = {"for": N_("For"), "against": N_("Against"), "blank": N_("Blank vote")}


def option_name(option: str, *, language: Words) -> str:
    """Return what an option is called: «For» and «Mot» are codes, other names are people's own."""
    return language(OPTIONS[option]) if option in OPTIONS else option


def sentence(obstacle: Obstacle, *, language: Words) -> str:
    """Return what stands in the way and what to do, in a language."""
    params = {name: _said(value, language) for name, value in obstacle.params.items()}
    if "option" in params:
        params["option"] = option_name(params["option"], language=language)
    said = OBSTACLES.get(obstacle.code) or MUNICIPAL_OBSTACLES[obstacle.code]
    return language(said, **params)


def status_line(status: Status, *, language: Words) -> str:
    """Return where a case stands, in one plain line.

    «Vedtatt i A-H Arbeiderparti 9.2.2019, oversendt kommunestyregruppa, venter på behandling». What became
    of a case takes the place of its latest decision when it was noted after that.
    """
    _ = language
    parts = []
    if status.latest is not None:
        parts.append(_decided(status.latest, _))
    if status.follow_up is not None and status.follow_up_on is not None:
        follow_up = _(_name(status.follow_up))
        became = _("{status} as of {date}", status=follow_up, date=_.short_date(status.follow_up_on))
        is_newest = status.latest is None or (status.latest.decided_on or date.min) <= status.follow_up_on
        parts = [became] if is_newest else [*parts, became]
    for step in status.waiting:
        parts.append(_waiting(step, _, is_first=status.latest is None))
    # A case may wait twice in one body, by two routes; the line says so once.
    line = ", ".join(dict.fromkeys(part[0].lower() + part[1:] for part in parts))
    return line[:1].upper() + line[1:]


def _name(code: StrEnum) -> str:
    return NAMES[type(code), code.value]


def _decided(step: StepSummary, _: Words) -> str:
    what = _(_name(step.outcome)) if step.outcome else _(_name(step.state)).capitalize()
    day = _.short_date(step.decided_on) if step.decided_on else ""
    return _("{outcome} in {body} {date}", outcome=what, body=step.body, date=day).rstrip()


def _waiting(step: StepSummary, _: Words, *, is_first: bool) -> str:
    sentences = {
        StepState.INBOX: N_("sent to {body}, waits for an answer"),
        StepState.ACCEPTED: N_("with {body}, waits for treatment"),
        StepState.LISTED: N_("on the list of {body} {date}"),
        StepState.TREATED: N_("under treatment in {body}"),
        StepState.POSTPONED: N_("waits for a later meeting in {body}"),
    }
    first = {StepState.INBOX: N_("handed in to {body}, waits for an answer")}
    day = _.short_date(step.meeting_on) if step.meeting_on else ""
    said = first.get(step.state, sentences[step.state]) if is_first else sentences[step.state]
    return _(said, body=step.body, date=day).rstrip()


def _listed(value: object, language: Words) -> str:
    return language.list_of(str(each) for each in value) if isinstance(value, list) else str(value)


def _said(value: object, language: Words) -> str:
    if isinstance(value, list):
        return language.list_of(option_name(str(each), language=language) for each in value)
    if isinstance(value, datetime):
        return language.moment(value)
    if isinstance(value, date):
        return language.date(value)
    if isinstance(value, StrEnum):
        return language(_name(value))
    return language.number(value) if isinstance(value, int) else str(value)
