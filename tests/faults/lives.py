"""Servers that are born in a moment and die at a chosen point.

To start ``motionflow serve`` takes a second, most of it imports. A nursery imports once in a run and forks a
server for each life; the server is what production runs, gunicorn with its process and threads. What kills it
stands in ``deaths``.
"""

import json
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

_START = "import gc; gc.disable(); from tests.faults.nursery import main; main()"


class _Parent:
    """The process that forks servers, with a shim loaded before it or none."""

    def __init__(self, shim: str) -> None:
        self.shim = shim
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START],
            env=os.environ | ({"LD_PRELOAD": shim} if shim else {}),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, order: str) -> str:
        """Return the answer to an order."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        """End the process."""
        self._process.communicate(timeout=20)


_resting: list[_Parent] = []


def end_all() -> None:
    """End the processes that have been kept for the next nursery."""
    while _resting:
        _resting.pop().end()


class Nursery:
    """A process that forks servers of one motionflow, one after the other, all on one port."""

    def __init__(self, database_url: str, home: Path, **others: str) -> None:
        self.port = free_port()
        self._life = 0
        shim = others.get("LD_PRELOAD", "")
        found = next((each for each in _resting if each.shim == shim), None)
        if found is not None:
            _resting.remove(found)
        self._parent = found or _Parent(shim)
        said = environment(database_url, home=home, **others)
        assert self._parent.ask(json.dumps([self.port, said])) == "begun"

    def bear(self, death: Death | None = None, *, lying: bool = False, forgetful: bool = False) -> None:
        """Start a server and wait until its processes take requests; it will die as ``death`` says.

        One that lies answers before it has stored; one that is forgetful has made itself a new secret key.
        """
        plain = "lie" if lying else "forget" if forgetful else "-"
        answer = self._parent.ask(plain if death is None else f"{death.point} {death.times}").split()
        assert answer[:1] == ["ready"], f"a server did not start: {answer}"
        self._life = int(answer[1])

    def kill(self) -> None:
        """End the server as a power switch would end its processes, and wait until they are gone."""
        with suppress(ProcessLookupError):  # it may have died by itself
            os.killpg(self._life, signal.SIGKILL)
        assert self._parent.ask("buried?") == "buried"

    def end_gently(self) -> None:
        """End the server as a restart does: it answers what it has begun, and wait until it is gone."""
        os.kill(self._life, signal.SIGTERM)
        assert self._parent.ask("buried?") == "buried"

    def has_died(self) -> bool:
        """Return whether nobody listens any more; one that has just been struck is given time to fall."""
        for _ in range(100):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) != 0:
                    return True
            time.sleep(0.02)
        return False

    def end(self) -> None:
        """End the server; its parent waits for the next nursery."""
        if self._life:
            self.kill()
        _resting.append(self._parent)


@contextmanager
def nursery(database_url: str, home: Path, **others: str) -> Iterator[Nursery]:
    """Give a nursery; it and its server are gone afterwards."""
    made = Nursery(database_url, home, **others)
    try:
        yield made
    finally:
        made.end()
