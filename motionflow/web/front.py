"""The front page: what motionflow is, the newest cases, what waits."""

from flask import Blueprint

bp = Blueprint("front", __name__)
