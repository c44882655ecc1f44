"""Addresses that only motionflow can have written: what they say is signed, not kept.

Each use has a salt of its own, so that a link for one thing opens nothing else.
"""

from itsdangerous import BadSignature, URLSafeSerializer

_STOP, _CALENDAR = "stop-one-kind-of-mail", "private-calendar"


def stop_token(secret_key: str, *, person_id: str, what: str) -> str:
    """Return what a link holds that ends one kind of mail to one person."""
    return str(URLSafeSerializer(secret_key, salt=_STOP).dumps([person_id, what]))


def read_stop(secret_key: str, token: str) -> tuple[str, str] | None:
    """Return the person and what to stop, or ``None`` for a link that is not ours."""
    return _read(secret_key, token, _STOP)


def calendar_token(secret_key: str, *, person_id: str, nonce: str) -> str:
    """Return what a person's private calendar address holds."""
    return str(URLSafeSerializer(secret_key, salt=_CALENDAR).dumps([person_id, nonce]))


def read_calendar(secret_key: str, token: str) -> tuple[str, str] | None:
    """Return the person and the private part of an address, or ``None`` for one that is not ours."""
    return _read(secret_key, token, _CALENDAR)


def _read(secret_key: str, token: str, salt: str) -> tuple[str, str] | None:
    try:
        first, second = URLSafeSerializer(secret_key, salt=salt).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(first), str(second)
