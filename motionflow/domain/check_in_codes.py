"""The code on the hall's screen, which shows that whoever types it is there.

It changes every minute and comes from the time and a key that only the server knows; the one before is
taken too, so that nobody must hurry.
"""

import hashlib
import hmac
from datetime import datetime

SECONDS = 60
_LENGTH = 6
# Without those that look alike: 0 and O, 1, I and L, 5 and S, 8 and B, 2 and Z, U and V.
_SIGNS = "34679ACDEFGHJKMNPQRTWXY"


def code_at(key: str, *, at: datetime) -> str:
    """Return the code that stands on the screen at a moment."""
    return _code(key, int(at.timestamp()) // SECONDS)


def seconds_left(at: datetime) -> int:
    """Return for how many seconds more it stands there."""
    return SECONDS - int(at.timestamp()) % SECONDS


def is_code(given: str, *, key: str, at: datetime) -> bool:
    """Return whether what was typed is the code or the one before it; case and spaces do not matter."""
    window = int(at.timestamp()) // SECONDS
    tidy = "".join(given.split()).upper().encode()
    found = [hmac.compare_digest(tidy, _code(key, each).encode()) for each in (window, window - 1)]
    return any(found)


def _code(key: str, window: int) -> str:
    number = int.from_bytes(hmac.digest(key.encode(), str(window).encode(), hashlib.sha256))
    signs = []
    for _ in range(_LENGTH):
        number, rest = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[rest])
    return "".join(signs)
