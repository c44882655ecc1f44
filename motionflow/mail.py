"""A queued mail as a message with exactly one recipient, in the recipient's language.

The words are in ``templates/mail/<kind>.txt``: the first line is the subject. They name no members.
"""

import textwrap
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from motionflow.config import Settings
from motionflow.i18n import words
from motionflow.mail_facts import NotShown as NotShown
from motionflow.mail_facts import facts_of, one_line
from motionflow.models.outbox import MailKind
from motionflow.paths import TEMPLATES
from motionflow.services.notices import WaitingMail
from motionflow.web import filters

_WIDTH = 72


def compose(mail: WaitingMail, *, settings: Settings, at: datetime) -> EmailMessage:
    """Return the message to send. Raises ``NotShown``.

    A sign-in link is made here and its hash stored: commit before sending.
    """
    facts, stop = facts_of(mail, settings=settings, at=at, subject_of=_subject_of)
    subject, body = _said(mail.kind, mail.name, mail.language, facts)
    message = EmailMessage(policy=SMTP)
    message["From"] = _sender(settings.mail_from)
    message["To"] = _address(mail.address)
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mail.message_id}@{_host(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    if stop:
        # One press in the mail program, without opening anything (RFC 2369 and 8058).
        message["List-Unsubscribe"] = f"<{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
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


def _said(kind: MailKind, name: str, language: str, facts: Mapping[str, object]) -> tuple[str, str]:
    template = _templates(language).get_template(f"mail/{kind}.txt")
    subject, _, body = template.render(name=name, **facts).strip().partition("\n")
    return one_line(subject), body


def _subject_of(kind: MailKind, language: str, facts: Mapping[str, object]) -> str:
    """Return what a mail of its own would have had as its subject."""
    return _said(kind, "", language, facts)[0]


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
    return Address(one_line(name), username=user, domain=domain.encode("idna").decode())


def _sender(given: str) -> Address:
    name, address = parseaddr(given)
    return _address(address, name=name)


def _host(settings: Settings) -> str:
    return (urlsplit(settings.base_url).hostname or "localhost").replace(":", "-")
