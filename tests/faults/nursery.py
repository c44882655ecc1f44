"""Fork a server each time that a line asks for one: see ``lives``.

The application is made once, before there are servers: it holds no connection then, and to make it
anew is most of what a server's start costs.
"""

import gc
import os
import re
import secrets
import sys
from contextlib import suppress

from flask import Flask

from motionflow import create_app, server, startup
from motionflow.config import Settings
from motionflow.db import check_promises
from tests.faults.deaths import Death, Point, lie

_VOTE = re.compile(r"/votering/\w+/(stem|lukk)|/stemmeseddel/\w+$")


def main(port: int) -> None:
    """Read what to do until there is no more to read."""
    life, app = 0, _application(port)
    gc.freeze()  # as the program itself does with what it has imported
    gc.enable()
    for line in sys.stdin:
        if line.strip() == "buried?":
            _bury(life)
            print("buried", flush=True)
            continue
        ready, tell = os.pipe()
        life = os.fork()
        if life == 0:
            os.close(ready)
            os.setsid()
            _live(line.split(), app, port, tell)
        os.close(tell)
        with os.fdopen(ready) as said:
            print(f"ready {life}" if said.read(1) == "r" else "dead", flush=True)


def _application(port: int) -> Flask:
    return create_app(Settings.from_environment(os.environ, port=port))


def _live(order: list[str], app: Flask, port: int, tell: int) -> None:
    if order[0] == "forget":
        os.environ["MOTIONFLOW_SECRET_KEY"] = secrets.token_hex(32)
        app = _application(port)
    if order[0] == "lie":
        lie(app, is_vote=lambda path: _VOTE.search(path) is not None)
    elif order[0] not in ("-", "forget"):
        Death(Point(order[0]), int(order[1])).surround(
            app, is_vote=lambda path: _VOTE.search(path) is not None
        )
    with app.app_context():
        check_promises()
    startup.let_go(app)
    # Without the mail worker: it takes a second to start, and no vote passes through it.
    server._Server(app, lambda: _tell_ready(tell), None).run()
    os._exit(0)


def _tell_ready(tell: int) -> None:
    os.write(tell, b"r")
    os.close(tell)


def _bury(life: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(life, 0)
