"""Meetings: calling, agenda, attendance, ending."""

from flask import Blueprint

bp = Blueprint("meetings", __name__)
