"""A real mail server for tests, which keeps what it is given and can be told to fail."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP = "drop the connection"


@dataclass(frozen=True)
class Delivered:
    """A message as it came: its envelope and what stood in it."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    was_encrypted: bool

    @property
    def text(self) -> str:
        """What the recipient reads, with the lines joined that were broken only for old readers."""
        return self.message.get_content().replace("\r\n", "\n").replace(" \n", " ")

    def line_with(self, words: str) -> str:
        """Return the only line that has some words in it."""
        (line,) = [line for line in self.text.splitlines() if words in line]
        return line


@dataclass
class PostOffice:
    """What the server has taken, everything it was offered, and what it answers next.

    ``answers`` are used up one a message: a line of SMTP, or ``DROP``; after that all is taken.
    ``refused`` holds addresses that nobody has here.
    """

    port: int = 0
    taken: list[Delivered] = field(default_factory=list)
    offered: list[Delivered] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    logins: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if address in self.refused:
            return f"550 5.1.1 <{address}>: no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message, or fail as told."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        one = Delivered(
            str(envelope.mail_from), tuple(envelope.rcpt_tos), message, was_encrypted=session.ssl is not None
        )
        with self._lock:
            self.offered.append(one)
            answer = self.answers.pop(0) if self.answers else "250 OK"
            if answer.startswith("250"):
                self.taken.append(one)
        if answer == DROP:
            assert server.transport is not None
            server.transport.abort()
            return "421 bye"
        return answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: object
    ) -> AuthResult:
        """Let everyone in, and note who and by which password."""
        assert isinstance(login, LoginPassword)
        self.logins.append(f"{login.login.decode()}:{login.password.decode()}")
        return AuthResult(success=True)


@contextmanager
def post_office(
    *, certificate: Path | None = None, host: str = "127.0.0.1", asks_for_login: bool = False
) -> Iterator[PostOffice]:
    """Run a mail server; with a certificate it offers STARTTLS."""
    office = PostOffice(port=free_port())
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    controller = Controller(
        office,
        hostname=host,
        port=office.port,
        tls_context=context,
        authenticator=office.authenticate if asks_for_login else None,
        auth_require_tls=context is not None,
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def make_certificate(folder: Path) -> Path:
    """Return a key with a certificate that nobody has signed but itself."""
    file = folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"),
            *("-keyout", file, "-out", folder / "only.pem"),
        ],
        check=True,
        capture_output=True,
    )
    with file.open("a") as both:
        both.write((folder / "only.pem").read_text())
    return file
