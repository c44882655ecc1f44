"""Settings, all read here from the environment. A wrong one stops the start with a sentence."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(Exception):
    """A setting is wrong; the message says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs.

    ``proxies`` is how many proxies stand before the server and may be believed about addresses.
    ``smtp_url`` is empty where mail is written to files in the home.
    """

    home: Path
    database_url: str
    listen: str
    port: int
    base_url: str
    proxies: int
    smtp_url: str
    mail_from: str
    secret_key: str
    keys: Path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, *, port: int = 8000) -> "Settings":
        """Return the settings the environment gives. Raises ``SettingsError`` with a sentence."""
        given = os.environ if environ is None else environ
        home = Path(given.get("MOTIONFLOW_HOME", "var")).absolute()
        listen = given.get("MOTIONFLOW_LISTEN", "127.0.0.1")
        database_url = given.get("MOTIONFLOW_DATABASE_URL", "") or f"sqlite:///{home / 'motionflow.sqlite3'}"
        smtp_url = given.get("MOTIONFLOW_SMTP_URL", "")
        _check_database(database_url)
        base_url = _base_url(given.get("MOTIONFLOW_BASE_URL", ""), listen, port)
        _check_mail(listen, base_url, smtp_url, given.get("MOTIONFLOW_MAIL_FROM", ""))
        _make_folder(home)
        return cls(
            home=home,
            database_url=database_url,
            listen=listen,
            port=port,
            base_url=base_url,
            proxies=_proxies(given.get("MOTIONFLOW_PROXIES", "0")),
            smtp_url=smtp_url,
            mail_from=given.get("MOTIONFLOW_MAIL_FROM", "motionflow@localhost"),
            secret_key=_secret_key(given.get("MOTIONFLOW_SECRET_KEY", ""), database_url, home),
            keys=Path(given.get("MOTIONFLOW_KEYS", str(home / "keys"))).absolute(),
        )

    @property
    def is_on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.listen) and is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def trusted_host(self) -> str:
        """The host name that requests must carry."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def is_https(self) -> bool:
        """Whether people reach the pages over https, so that cookies can demand it."""
        return self.base_url.startswith("https://")

    @property
    def lets_browsers_seal(self) -> bool:
        """Whether browsers let the pages use cryptography, which secret votes need."""
        return self.is_https or self.is_on_loopback


def is_loopback(host: str) -> bool:
    """Return whether a host name or address means this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _check_database(url: str) -> None:
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")) or url == "sqlite:///":
        raise SettingsError(
            "MOTIONFLOW_DATABASE_URL must be sqlite:/// with a path, or postgresql://…; "
            f"it begins with {url.split(':', 1)[0]!r}."
        )


def _check_mail(listen: str, base_url: str, smtp_url: str, mail_from: str) -> None:
    if smtp_url:
        parts = urlsplit(smtp_url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise SettingsError(
                "MOTIONFLOW_SMTP_URL must look like smtp://user:password@host:587 or smtps://host."
            )
        if "@" not in mail_from:
            raise SettingsError("MOTIONFLOW_MAIL_FROM must be the address that mail is sent from.")
    elif not (is_loopback(listen) and is_loopback(urlsplit(base_url).hostname or "")):
        raise SettingsError(
            "MOTIONFLOW_SMTP_URL is missing. Mail is written to files only where nobody but this machine "
            "reaches the pages; give a mail server, or leave MOTIONFLOW_LISTEN and MOTIONFLOW_BASE_URL out."
        )


def _base_url(url: str, listen: str, port: int) -> str:
    if not url:
        if not is_loopback(listen):
            raise SettingsError(
                "MOTIONFLOW_BASE_URL is missing: the address people use, such as https://sak.example.org."
            )
        return f"http://{listen}:{port}" if ":" not in listen else f"http://[{listen}]:{port}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise SettingsError("MOTIONFLOW_BASE_URL must be scheme and host only: https://sak.example.org.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise SettingsError("MOTIONFLOW_BASE_URL must begin with https:// when others than you can reach it.")
    return url.rstrip("/")


def _proxies(text: str) -> int:
    # Not isdigit() alone: it takes «²» for a digit, and int() does not.
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        raise SettingsError("MOTIONFLOW_PROXIES must be a number: how many proxies stand before the server.")
    return int(text)


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"MOTIONFLOW_HOME cannot be made: {error.strerror} ({home}).") from error


def _secret_key(given: str, database_url: str, home: Path) -> str:
    if given:
        if len(given) < 32:
            raise SettingsError("MOTIONFLOW_SECRET_KEY must be at least 32 characters.")
        return given
    if not database_url.startswith("sqlite:"):
        raise SettingsError(
            "MOTIONFLOW_SECRET_KEY is required with PostgreSQL, the same for all processes: "
            "at least 32 random characters."
        )
    file = home / "secret-key"
    try:
        with file.open("x", encoding="ascii") as new:
            file.chmod(0o600)
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii").strip()
