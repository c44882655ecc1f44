"""My desk: what waits for me."""

from flask import Blueprint

bp = Blueprint("desk", __name__)
