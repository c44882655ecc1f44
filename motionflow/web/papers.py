"""Papers and kept files, as downloads."""

from flask import Blueprint

bp = Blueprint("papers", __name__)
