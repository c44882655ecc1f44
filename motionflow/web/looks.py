"""What many pages ask for at the same time, looked at three times a second at most, however many they are.

A thousand pages ask every second. What stands here answers them between the web server and Flask:
no session, no template and hardly a question to the database.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

SECONDS_BETWEEN_LOOKS = 0.3
_MOST_KEPT = 200

Found = TypeVar("Found")


@dataclass
class _Seen(Generic[Found]):
    """What was found the last time that somebody looked, and when that was."""

    found: Found | None = None
    looked_at: float = float("-inf")
    lock: threading.Lock = field(default_factory=threading.Lock)


class Looks(Generic[Found]):
    """What is found by a key, no older than a third of a second while anybody asks.

    ``look`` is given the key and what was found before, and may give that back.
    """

    def __init__(self, look: Callable[[str, Found | None], Found | None]) -> None:
        self._look = look
        self._kept: OrderedDict[str, _Seen[Found]] = OrderedDict()
        self._guard = threading.Lock()

    def find(self, key: str) -> Found | None:
        """Return what is found by a key now, or ``None``. Raises what looking raises."""
        with self._guard:
            seen = self._kept.get(key)
            if seen is None:
                # An address that leads nowhere must not fill the memory.
                seen = self._kept[key] = _Seen()
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
        # Whoever comes while another looks is told what was known; the first of all waits.
        if _is_old(seen) and seen.lock.acquire(blocking=seen.found is None):
            try:
                if _is_old(seen):
                    seen.found = self._look(key, seen.found)
                    seen.looked_at = time.monotonic()
            finally:
                seen.lock.release()
        return seen.found


def _is_old(seen: _Seen[Found]) -> bool:
    return time.monotonic() - seen.looked_at > SECONDS_BETWEEN_LOOKS
