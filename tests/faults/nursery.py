"""Fork a server each time that a line asks for one: see ``lives``.

The application is made once for them, before there are servers: it holds no connection then, and to make it
anew is most of what a server's start costs.
"""

import gc
import json
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


def main() -> None:
    """Read what to do until there is no more to read: of which motionflow servers are, and when they live."""
    for line in sys.stdin:
        if line.startswith("["):
            life, port, environ = 0, *json.loads(line)
            app = _begin(port, environ)
            print("begun", flush=True)
            continue
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
        is_small = server.is_small(app.config["SETTINGS"])
        with os.fdopen(ready, "rb", buffering=0) as told:
            has_begun = [told.read(1) for _ in range(1 if is_small else server.PROCESSES_ON_POSTGRESQL)]
        print(f"ready {life}" if all(has_begun) else "dead", flush=True)


def _begin(port: int, environ: dict[str, str]) -> Flask:
    os.environ.clear()
    os.environ.update(environ)
    log = os.open(f"{environ['MOTIONFLOW_HOME']}/nursery.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, sys.stderr.fileno())
    os.close(log)
    app = _application(port)
    gc.freeze()  # as the program itself does with what it has imported
    gc.enable()
    return app


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
    served = server._Server(app, lambda: None, None)
    # A process that has not begun yet would miss that it is to end, and gunicorn would wait long for it.
    served.cfg.set("post_worker_init", lambda _process: os.write(tell, b"r"))
    served.run()
    os._exit(0)


def _bury(life: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(life, 0)
