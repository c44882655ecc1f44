"""Handing messages over: to a mail server, or on this machine only to files in the home."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from motionflow.config import Settings, SettingsError, is_loopback

TIMEOUT = 30.0


class NotSent(Exception):
    """The message was not taken; the words say why, without any address."""


class Post(Protocol):
    """Where messages go."""

    def send(self, message: EmailMessage) -> None:
        """Hand one message over. Raises ``NotSent``."""
        ...

    def close(self) -> None:
        """Let go of what is held open between messages."""
        ...


def post_for(settings: Settings) -> Post:
    """Return where this installation's mail goes. Raises ``SettingsError``."""
    if settings.smtp_url:
        return SmtpPost(settings.smtp_url)
    if not settings.is_on_loopback:
        raise SettingsError(
            "MOTIONFLOW_SMTP_URL is missing. Mail is written to files only while nobody else can reach "
            "the server; give a mail server."
        )
    return FolderPost(settings.home / "mail")


class FolderPost:
    """Writes each message to a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write one message, readable by its owner only: it may hold a sign-in link."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        day = message["Date"].datetime
        file = self.folder / f"{day:%Y%m%d-%H%M%S}-{str(message['Message-ID'])[1:13]}.eml"
        file.touch(mode=0o600)
        file.write_bytes(message.as_bytes())

    def close(self) -> None:
        """Do nothing: no file is held open."""


class SmtpPost:
    """Speaks to one mail server, over one connection while there is more to send."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT) -> None:
        self._url = urlsplit(url)
        self._timeout = timeout
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Hand over one message to its one recipient. Raises ``NotSent``."""
        (recipient,) = message["To"].addresses
        (sender,) = message["From"].addresses
        try:
            if self._connection is None:
                self._connection = self._connect()
            self._connection.send_message(message, sender.addr_spec, [recipient.addr_spec])
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotSent(_reason(error).replace(recipient.addr_spec, "…")) from None

    def close(self) -> None:
        """End the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        host, user = self._url.hostname or "", unquote(self._url.username or "")
        context = _tls(host)
        if self._url.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._url.port or 465, timeout=self._timeout, context=context
            )
        else:
            connection = smtplib.SMTP(host, self._url.port or 25, timeout=self._timeout)
        try:
            self._greet(connection, context, user, is_safe=self._url.scheme == "smtps" or is_loopback(host))
        except BaseException:
            connection.close()
            raise
        return connection

    def _greet(self, connection: smtplib.SMTP, context: ssl.SSLContext, user: str, *, is_safe: bool) -> None:
        connection.ehlo_or_helo_if_needed()
        if connection.has_extn("starttls") and self._url.scheme == "smtp":
            connection.starttls(context=context)
            connection.ehlo()
            is_safe = True
        if user and not is_safe:
            raise smtplib.SMTPNotSupportedError(
                "the mail server offers no TLS, and the password is not sent without"
            )
        if user:
            connection.login(user, unquote(self._url.password or ""))


def _tls(host: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if is_loopback(host):
        # A server on this machine has a certificate of its own making, and nobody stands between.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, said),) = error.recipients.values()
        return f"{code} {_text(said)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())
