"""The moves of a step: inbox, list, decision, sending on."""

from flask import Blueprint

bp = Blueprint("steps", __name__)
