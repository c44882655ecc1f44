"""Bodies, their inbox, meetings and members."""

from flask import Blueprint

bp = Blueprint("bodies", __name__)
