"""A queued mail as a message with exactly one recipient, in the recipient's language.

The words are in ``templates/mail/<kind>.txt``: the first line is the subject. They name no members.
"""

import textwrap
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from motionflow.addresses import case_address, sign_in_address
from motionflow.config import Settings
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotFound
from motionflow.i18n import words
from motionflow.labels import name_of, status_line
from motionflow.models.outbox import MailKind
from motionflow.paths import TEMPLATES
from motionflow.services import cases, people
from motionflow.services.access import viewer_of
from motionflow.services.notices import WaitingMail
from motionflow.web import filters

_WIDTH = 72


class NotShown(Exception):
    """The person may not see any more what the mail tells of."""


def compose(mail: WaitingMail, *, settings: Settings, at: datetime) -> EmailMessage:
    """Return the message to send. Raises ``NotShown``.

    A sign-in link is made here and its hash stored: commit before sending.
    """
    facts = _sign_in_facts(mail, settings, at) if mail.kind is MailKind.SIGN_IN else _case_facts(mail, at)
    if mail.kind is not MailKind.SIGN_IN:
        facts["link"] = case_address(settings, mail.facts["motion"])
    template = _templates(mail.language).get_template(f"mail/{mail.kind}.txt")
    subject, _, body = template.render(name=mail.name, **facts).strip().partition("\n")
    message = EmailMessage(policy=SMTP)
    message["From"] = _sender(settings.mail_from)
    message["To"] = _address(mail.address)
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mail.message_id}@{_host(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    # Quoted-printable, because not every server passes eight bits on unharmed.
    message.set_content(flowed(body), cte="quoted-printable", params={"format": "flowed"})
    message["Content-Language"] = mail.language
    return message


def flowed(text: str) -> str:
    """Return a text as format=flowed (RFC 3676): wrapped for old readers, one line each for new ones."""
    lines = []
    for line in text.strip().splitlines():
        stuffed = f" {line}" if line.startswith((" ", ">", "From ")) else line.rstrip()
        parts = textwrap.wrap(stuffed, _WIDTH, break_long_words=False, break_on_hyphens=False)
        lines.append(" \n".join(parts))
    return "\n".join(lines) + "\n"


def _sign_in_facts(mail: WaitingMail, settings: Settings, at: datetime) -> dict[str, object]:
    token = people.make_link(mail.person_id, at=at)
    minutes = int(people.LINK_LIFETIME.total_seconds() // 60)
    return {"link": sign_in_address(settings, token), "minutes": minutes}


def _case_facts(mail: WaitingMail, at: datetime) -> dict[str, object]:
    """Return what a mail about a case says, as far as the person may see it today."""
    _ = words(mail.language)
    viewer = viewer_of(people.get_person(mail.person_id), on=day_in_oslo(at))
    try:
        case = cases.get_case_for(viewer, mail.facts["motion"])
    except NotFound as error:
        raise NotShown from error
    facts: dict[str, object] = {
        "title": _one_line(case.motion.title),
        "number": case.motion.shown_number,
        "status": status_line(case.status, language=_),
    }
    if mail.kind is MailKind.CASE_FOLLOWED_UP:
        follow_up = next((each for each in case.follow_ups if each.id == mail.facts["follow_up"]), None)
        if follow_up is None:
            raise NotShown
        return facts | {"what": name_of(follow_up.status, language=_), "on": follow_up.on}
    step = next((view.step for view in case.steps if view.step.id == mail.facts["step"]), None)
    if step is None:
        raise NotShown
    facts |= {"body": step.body.name, "sender": step.from_step.body.name if step.from_step else None}
    if mail.kind is MailKind.CASE_DECIDED:
        if step.decision is None:
            raise NotShown
        facts |= {"what": name_of(step.decision.outcome, language=_), "on": step.decision.decided_on}
    return facts


@cache
def _templates(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),  # mails are plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters.install(environment, current=lambda: words(language))
    return environment


def _address(address: str, *, name: str = "") -> Address:
    # In two parts, so that a comma in what stands before the @ is quoted and never makes two recipients.
    user, _, domain = address.rpartition("@")
    return Address(_one_line(name), username=user, domain=domain.encode("idna").decode())


def _sender(given: str) -> Address:
    name, address = parseaddr(given)
    return _address(address, name=name)


def _one_line(text: str) -> str:
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _host(settings: Settings) -> str:
    return (urlsplit(settings.base_url).hostname or "localhost").replace(":", "-")
