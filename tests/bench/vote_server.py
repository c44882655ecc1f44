"""A server for measuring, a process of its own: ours as in production, or a bare one with the same settings.

``python -m tests.bench.vote_server ours|bare <port>``; the database and the rest are in the environment.
"""

import os
import sys

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Column, Integer, MetaData, String, Table, insert

from motionflow import create_app, server, startup
from motionflow.config import Settings
from motionflow.db import WRITES, check_promises, connect, db

BARE_TABLE = Table(
    "bare_votes", MetaData(), Column("id", Integer, primary_key=True), Column("option", String)
)


def bare_app(settings: Settings) -> Flask:
    """Return a bare application: a form comes in, a row is inserted and committed, and that is answered.

    It knows nobody and checks nothing. Its database is set as ours, and its writers queue as ours do.
    """
    app = Flask(__name__)
    app.config["SETTINGS"] = settings
    connect(app, url=settings.database_url)

    @app.post("/stem")
    def vote() -> ResponseReturnValue:
        option = request.form["option"]
        with db.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            connection.execute(insert(BARE_TABLE), {"option": option})
        return jsonify(option=option)

    return app


def main(kind: str, port: int) -> None:
    """Serve until ended. Says ``ready`` when it listens."""
    settings = Settings.from_environment(os.environ, port=port)
    app = create_app(settings) if kind == "ours" else bare_app(settings)
    with app.app_context():
        check_promises()
        if kind == "bare":
            BARE_TABLE.create(db.engine, checkfirst=True)
    startup.let_go(app)
    # Both without the mail worker, through which no vote passes.
    server._Server(app, lambda: print("ready", flush=True), None).run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
