"""The production server: gunicorn's threads around our pages and, in the small set-up, the mail worker.

On SQLite one process with threads serves, since SQLite has one writer; PostgreSQL takes more processes.
"""

import errno
import gc
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from motionflow.config import Settings
from motionflow.logs import Masking

THREADS = 8
PROCESSES_ON_POSTGRESQL = 2
SECONDS_TO_END = 10
_RESTART_AFTER_SECONDS = 5.0


class PortRefused(Exception):
    """The server cannot listen where it should; the message says what to do."""


def check_port(listen: str, port: int) -> None:
    """Raise ``PortRefused`` unless the server can listen there."""
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    try:
        socket.create_server((listen, port), family=family).close()
    except OSError as error:
        raise PortRefused(_why_refused(error, listen, port)) from error


def serve(app: Flask, *, on_ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; exits the process then. ``on_ready`` is called when it listens."""
    settings: Settings = app.config["SETTINGS"]
    mail_worker = MailWorker(settings) if is_small(settings) else None
    _Server(app, on_ready, mail_worker).run()


def is_small(settings: Settings) -> bool:
    """Return whether one server process does all, so that it starts the mail worker too."""
    return settings.database_url.startswith("sqlite:")


class MailWorker:
    """The worker as a child of the server: started, started again when it died, and ended with it."""

    def __init__(self, settings: Settings) -> None:
        # Addresses in mails hold the port that this server was started with.
        self._environ = os.environ | {"MOTIONFLOW_BASE_URL": settings.base_url}
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def look_after(self) -> None:
        """Start the worker unless it runs."""
        if self._process is not None:
            if self._process.poll() is None or time.monotonic() - self._started < _RESTART_AFTER_SECONDS:
                return
            logging.getLogger(__name__).warning("The mail worker has ended; it is started again.")
        self._started = time.monotonic()
        command = [sys.executable, "-m", "motionflow", "worker", "--parent", str(os.getpid())]
        self._process = subprocess.Popen(command, env=self._environ)

    def end(self) -> None:
        """End the worker, gently first."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn with settings from here and from nowhere else."""

    def __init__(self, app: Flask, on_ready: Callable[[], None], mail_worker: MailWorker | None) -> None:
        self._app = app
        self._on_ready = on_ready
        self.mail_worker = mail_worker
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn its settings."""
        settings: Settings = self._app.config["SETTINGS"]
        host = f"[{settings.listen}]" if ":" in settings.listen else settings.listen
        chosen = {
            "bind": f"{host}:{settings.port}",
            "worker_class": "gthread",
            "workers": 1 if is_small(settings) else PROCESSES_ON_POSTGRESQL,
            "threads": THREADS,
            # A thousand pages may follow a meeting, and each asks again before its connection is let go.
            "worker_connections": 5000,
            "keepalive": 5,
            "graceful_timeout": SECONDS_TO_END,
            "timeout": 60,
            "proc_name": "motionflow",
            "loglevel": "warning",
            "logger_class": _Log,
            # Sign-in addresses hold a token: no requests are logged.
            "accesslog": None,
            # How many proxies are believed is a setting of ours, and the pages go by it.
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
            "when_ready": lambda arbiter: self._on_ready(),
            "on_exit": self._end,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return what answers requests."""
        return self._app

    def run(self) -> None:
        """Serve until told to end."""
        # What is there now lives as long as the process. To look through it for garbage stops all votes for
        # a moment, gives each process a copy of it, and at the end costs a restart seconds.
        gc.freeze()
        _Arbiter(self).run()

    def _end(self, _arbiter: Arbiter) -> None:
        if self.mail_worker is not None:
            self.mail_worker.end()


class _Arbiter(Arbiter):  # type: ignore[misc]  # gunicorn is untyped
    """Looks after the mail worker as often as after gunicorn's own: once a second."""

    def manage_workers(self) -> None:
        """Start what should run and does not."""
        super().manage_workers()
        if self.app.mail_worker is not None:
            self.app.mail_worker.look_after()


class _Log(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn's log without tokens."""

    def setup(self, cfg: object) -> None:
        """Write lines as gunicorn does, masked."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Masking(self.error_fmt, self.datefmt))


def _why_refused(error: OSError, listen: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return (
            f"Port {port} is taken. Choose another: motionflow serve --port {other} "
            f"(or make run PORT={other})."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is kept for the administrator of this machine. Choose one above 1023."
    return f"The server cannot listen on {listen} (MOTIONFLOW_LISTEN): {error.strerror}."
