"""Signing in and out, and the language one reads in."""

from flask import Blueprint

bp = Blueprint("people", __name__)
