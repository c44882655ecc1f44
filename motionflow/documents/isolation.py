"""Foreign Word files, read in a process of their own with bounded memory and time.

A file may be made to exhaust or break what reads it. Here that ends the other process and gives a
sentence; the process that serves pages is not touched. What is done there is in ``reading.py``.
"""

import json
import subprocess
import sys
import threading
from pathlib import PurePosixPath
from typing import Any

from motionflow.documents.letterheads import ReadLetterhead, read_letterhead
from motionflow.documents.reader import ReadText, read_text
from motionflow.documents.redline import Kind as ChangeOf
from motionflow.documents.redline import Redline, Revision, read_changes
from motionflow.documents.upload import MAX_BYTES, Kind, check_upload
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.paths import PACKAGE

MEMORY_BYTES = 512 * 1024 * 1024
SECONDS = 20

# The package's own folder is named: a checkout need not be installed to be read with.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from motionflow.documents.reading import main; main(*sys.argv[2:])"
)
# So many at a time that reading alone cannot fill the machine; the others wait their turn.
_AT_ONCE = threading.BoundedSemaphore(2)


def read_text_apart(content: bytes, *, name: str) -> ReadText:
    """Return the text of an uploaded file, as ``reader.read_text`` does and with the same refusals.

    Also refuses with ``FILE_TAKES_TOO_MUCH`` what cannot be read within the bounds.
    """
    if PurePosixPath(name).suffix.lower() != ".docx" or len(content) > MAX_BYTES:
        return read_text(content, name=name)  # plain text needs no foreign code
    found = done_apart("text", content, name=name)
    return ReadText(**{**found, "kind": Kind(found["kind"]), "lines": tuple(found["lines"])})


def read_changes_apart(content: bytes, *, name: str) -> Redline:
    """Return the tracked changes and comments of a .docx, as ``redline.read_changes`` does."""
    if PurePosixPath(name).suffix.lower() != ".docx" or len(content) > MAX_BYTES:
        return read_changes(content, name=name)  # which refuses it
    found = done_apart("changes", content, name=name)
    revisions = [Revision(**{**each, "kind": ChangeOf(each["kind"])}) for each in found["revisions"]]
    return Redline(**{**found, "revisions": revisions})


def read_letterhead_apart(content: bytes, *, name: str) -> ReadLetterhead:
    """Return the letterhead in a .docx, as ``letterheads.read_letterhead`` does."""
    if PurePosixPath(name).suffix.lower() != ".docx" or len(content) > MAX_BYTES:
        return read_letterhead(content, name=name)  # which refuses it
    return ReadLetterhead(**done_apart("letterhead", content, name=name))


def done_apart(
    task: str,
    content: bytes,
    *,
    name: str,
    seconds: int = SECONDS,
    memory: int = MEMORY_BYTES,
) -> dict[str, Any]:
    """Return what a task of ``reading.py`` finds in a file. Raises ``RuleBroken`` with a FILE_ code."""
    if len(content) > MAX_BYTES:
        check_upload(content, name=name)
    command = [sys.executable, "-I", "-c", _START, str(PACKAGE.parent), task, name, str(memory), str(seconds)]
    with _AT_ONCE:
        try:
            done = subprocess.run(
                command,
                input=content,
                capture_output=True,
                timeout=seconds,
                env={"LANG": "C.UTF-8"},
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _too_much(name) from error
    if done.returncode:  # ended by a signal or by want of memory where nothing could be said any more
        raise _too_much(name)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise RuleBroken(Obstacle(Code(answer["refused"]), "file", answer["params"]))
    found: dict[str, Any] = answer["found"]
    return found


def _too_much(name: str) -> RuleBroken:
    return RuleBroken(Obstacle(Code.FILE_TAKES_TOO_MUCH, "file", {"name": name}))
