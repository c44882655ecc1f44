"""Cases: lists, one case, new motions and their texts."""

from flask import Blueprint

bp = Blueprint("motions", __name__)
