"""Servers that are born in a moment and die at a chosen point.

To start ``motionflow serve`` takes a second, most of it imports. A nursery imports once and forks a server
for each life; the server is what production runs, gunicorn with its process and threads. What kills it
stands in ``deaths``.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.deaths import Death
from tests.post_office import free_port
from tests.test_server import ROOT, environment

_START = "import gc, sys; gc.disable(); from tests.faults.nursery import main; main(int(sys.argv[1]))"


class Nursery:
    """A process that forks servers of one motionflow, one after the other, all on one port."""

    def __init__(self, database_url: str, home: Path, **others: str) -> None:
        self.port = free_port()
        self._life = 0
        said = environment(database_url, home=home, **others)
        command = [sys.executable, "-c", _START, str(self.port)]
        self._log = (home / "nursery.log").open("w")
        self._process = subprocess.Popen(
            command,
            env=said,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def bear(self, death: Death | None = None, *, lying: bool = False, forgetful: bool = False) -> None:
        """Start a server and wait until it listens; it will die as ``death`` says.

        One that lies answers before it has stored; one that is forgetful has made itself a new secret key.
        """
        plain = "lie" if lying else "forget" if forgetful else "-"
        self._say(plain if death is None else f"{death.point} {death.times}")
        answer = self._hear().split()
        assert answer[:1] == ["ready"], f"a server did not start: {answer}"
        self._life = int(answer[1])

    def kill(self) -> None:
        """End the server as a power switch would end its processes, and wait until they are gone."""
        with suppress(ProcessLookupError):  # it may have died by itself
            os.killpg(self._life, signal.SIGKILL)
        self._say("buried?")
        assert self._hear() == "buried"

    def end_gently(self) -> None:
        """End the server as a restart does: it answers what it has begun, and wait until it is gone."""
        os.kill(self._life, signal.SIGTERM)
        self._say("buried?")
        assert self._hear() == "buried"

    def has_died(self) -> bool:
        """Return whether nobody listens any more; one that has just been struck is given time to fall."""
        for _ in range(100):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) != 0:
                    return True
            time.sleep(0.02)
        return False

    def end(self) -> None:
        """End the server and the nursery."""
        if self._life:
            self.kill()
        self._process.communicate(timeout=20)
        self._log.close()

    def _say(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def nursery(database_url: str, home: Path, **others: str) -> Iterator[Nursery]:
    """Give a nursery; it and its server are gone afterwards."""
    made = Nursery(database_url, home, **others)
    try:
        yield made
    finally:
        made.end()
