"""What a queued mail says, as facts: as far as the person may see it when it is sent."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from motionflow import addresses
from motionflow.config import Settings
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotFound
from motionflow.domain.themes import Theme
from motionflow.i18n import N_, Words, words
from motionflow.labels import name_of, status_line
from motionflow.models.outbox import MailKind
from motionflow.services import (
    answers,
    bodies,
    cases,
    commitments,
    following,
    news,
    people,
    recommendations,
    standings,
)
from motionflow.services.access import Viewer, viewer_of
from motionflow.services.notices import WaitingMail

Facts = dict[str, Any]
SubjectOf = Callable[[MailKind, str, Mapping[str, object]], str]


class NotShown(Exception):
    """The person may not see any more what the mail tells of."""


def facts_of(
    mail: WaitingMail, *, settings: Settings, at: datetime, subject_of: SubjectOf
) -> tuple[Facts, str]:
    """Return what a mail says, and the address that ends mail of its kind, if there is one.

    A sign-in link is made here and its hash stored: commit before sending. Raises ``NotShown``.
    """
    viewer = viewer_of(people.get_person(mail.person_id), on=day_in_oslo(at))
    try:
        if mail.kind is MailKind.SIGN_IN:
            return _sign_in(mail, settings, at), ""
        if mail.kind is MailKind.DIGEST:
            return _collected(mail, viewer, settings, at, subject_of), ""
        if mail.kind is MailKind.ANNEX_READY:
            body = bodies.get_body(mail.facts["body"])
            return {"body": body.name, "link": addresses.annex_address(settings, body.id)}, ""
        told = _told(mail.kind, mail.facts, viewer, settings, at)
        if mail.kind is MailKind.ANSWER_ASKED:
            told |= _answer_link(mail, settings, at)
    except NotFound as error:
        raise NotShown from error
    return told, str(told.get("stop") or "")


def _sign_in(mail: WaitingMail, settings: Settings, at: datetime) -> Facts:
    token = people.make_link(mail.person_id, at=at)
    minutes = int(people.LINK_LIFETIME.total_seconds() // 60)
    return {"link": addresses.sign_in_address(settings, token), "minutes": minutes}


def _answer_link(mail: WaitingMail, settings: Settings, at: datetime) -> Facts:
    """Return a link that answers for one person and one step; made here, as a link for signing in is."""
    token = answers.make_link(mail.person_id, mail.facts["step"], at=at)
    return {"link": addresses.answer_address(settings, token), "days": answers.LIFETIME.days}


def _collected(
    mail: WaitingMail, viewer: Viewer, settings: Settings, at: datetime, subject_of: SubjectOf
) -> Facts:
    """Return the lines of a collected mail; news that she may not see any more is left out."""
    lines = []
    for item in news.items_of(mail.id):
        kind = MailKind(item.kind)
        try:
            told = _told(kind, json.loads(item.facts), viewer, settings, at)
        except (NotFound, NotShown):
            continue
        subject = subject_of(kind, mail.language, told)
        lines.append({key: told[key] for key in ("status", "link", "because", "stop")} | {"subject": subject})
    if not lines:
        raise NotShown
    return {"lines": lines, "link": addresses.own_address(settings)}


def _told(
    kind: MailKind, given: Mapping[str, str], viewer: Viewer, settings: Settings, at: datetime
) -> Facts:
    """Return what is told of a case, as far as the person may see it today."""
    _ = words(viewer.language)
    case = cases.get_case_for(viewer, given["motion"])
    facts: Facts = {
        "title": one_line(case.motion.title),
        "number": case.motion.shown_number,
        "status": status_line(case.status, language=_),
        "link": addresses.case_address(settings, case.motion.id),
        **_why(given, viewer, settings, _),
    }
    if kind is MailKind.CASE_FOLLOWED_UP:
        follow_up = next((each for each in case.follow_ups if each.id == given["follow_up"]), None)
        if follow_up is None:
            raise NotShown
        return facts | {"what": name_of(follow_up.status, language=_), "on": follow_up.on}
    if kind is MailKind.COMMITMENT_REPORTED:
        return facts | _reported(case, given["report"], viewer, at, _)
    if kind is MailKind.REMINDER:
        return facts | _reminded(given["commitment"], viewer, settings, at, _)
    step = next((view.step for view in case.steps if view.step.id == given["step"]), None)
    if step is None:
        raise NotShown
    facts |= {"body": step.body.name, "sender": step.from_step.body.name if step.from_step else None}
    if kind in (MailKind.RECOMMENDED, MailKind.RECOMMENDATION_ANSWERED):
        row = recommendations.get_for(viewer, given["recommendation"])
        facts["link"] = addresses.recommendation_address(settings, row.id)
    if kind is MailKind.CASE_DECIDED:
        if step.decision is None:
            raise NotShown
        facts |= {"what": name_of(step.decision.outcome, language=_), "on": step.decision.decided_on}
    return facts


def _why(given: Mapping[str, str], viewer: Viewer, settings: Settings, _: Words) -> Facts:
    """Return why the person gets the mail, and the address that ends it."""
    because = given.get("because")
    if because is None:  # to those whose duty it is; that is not ended by a link
        return {"because": "", "stop": ""}
    found = following.find_stoppable(viewer.id, because)
    names = {
        news.CASE: N_("case {name}"),
        news.BODY: N_("the body {name}"),
        news.THEME: N_("the theme {name}"),
        news.PROMISE: N_("the promise «{name}»"),
    }
    name = name_of(Theme(found.name), language=_) if found.kind == news.THEME else found.name
    said = _(names[found.kind], name=one_line(name))
    return {
        "because": said,
        "stop": addresses.stop_address(settings, person_id=viewer.id, what=because),
    }


def _reported(case: cases.CaseView, report_id: str, viewer: Viewer, at: datetime, _: Words) -> Facts:
    for view in commitments.list_of_motion(viewer, case.motion, on=day_in_oslo(at)):
        for report in view.commitment.reports:
            if report.id == report_id:
                what = name_of(report.status, language=_)
                return {"promise": one_line(view.commitment.what), "what": what, "on": report.on}
    raise NotShown


def _reminded(commitment_id: str, viewer: Viewer, settings: Settings, at: datetime, _: Words) -> Facts:
    commitment = commitments.get_commitment_for(viewer, commitment_id)
    standing = standings.standing_on(commitment, on=day_in_oslo(at))
    if standing.is_ended:
        raise NotShown
    return {
        "promise": one_line(commitment.what),
        "due_on": standing.due_on,
        "days": standing.days,
        "reached": _.number(standing.reached),
        "target": f"{_.number(standing.target)} {commitment.unit}",
        "what": name_of(standing.status, language=_),
        "is_responsible": commitment.person_id == viewer.id,
        "body": commitment.body.name,
        "link": addresses.promise_address(settings, commitment.id),
    }


def one_line(text: str) -> str:
    """Return a text in one line of what can be printed, for a subject or a name."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
