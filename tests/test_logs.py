"""No token reaches the log."""

import logging
import secrets
import sys

import pytest

from motionflow.logs import Masking

TOKEN = secrets.token_urlsafe(32)


def line(message: str, *arguments: object, exc_info: bool = False) -> str:
    info = sys.exc_info() if exc_info else None
    record = logging.LogRecord("motionflow", logging.ERROR, __file__, 1, message, arguments, info)
    return Masking("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize(
    "message",
    [
        "Exception on /logg-inn/%s [POST]",
        "Error handling request GET /logg-inn/%s?next=/saker",
        "http://127.0.0.1:8000/logg-inn/%s",
        "session '%s' has ended",
    ],
)
def test_a_token_is_left_out(message: str) -> None:
    said = line(message, TOKEN)

    assert TOKEN not in said
    assert "…" in said


def test_a_short_token_in_an_address_is_left_out_too() -> None:
    assert line("Exception on /logg-inn/abc [GET]") == "ERROR Exception on /logg-inn/… [GET]"


def test_a_token_in_a_traceback_is_left_out() -> None:
    try:
        raise ValueError(f"cannot use {TOKEN}")
    except ValueError:
        said = line("It failed", exc_info=True)

    assert "Traceback" in said
    assert TOKEN not in said


@pytest.mark.parametrize("kept", ["Mail 0123456789abcdef is sent.", "a" * 64, "GET /sak/0123456789abcdef"])
def test_the_rest_is_written_as_it_is(kept: str) -> None:
    assert line(kept) == f"ERROR {kept}"
