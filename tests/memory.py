"""A folder in memory: what tests write is gone with the run, and a disk would take its time to sync it."""

import shutil
from pathlib import Path

# More than the tests of a run have there at the same time.
_ROOM = 1_000_000_000


def quick_folder() -> str | None:
    """Return a folder in memory, where there is one with room enough; None means the usual place."""
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM:
        return str(memory)
    return None
