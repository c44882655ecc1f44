"""The process that reads one foreign Word file: bounds itself, does one task, answers in JSON, and ends.

Started by ``isolation.py``. It imports little, since every upload waits for its start.
"""

import dataclasses
import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from motionflow.documents.letterheads import read_letterhead
from motionflow.documents.reader import read_text
from motionflow.documents.redline import read_changes
from motionflow.domain.errors import Code, RuleBroken

# What is done with a file, by name: from its bytes and its name to plain data.
TASKS: dict[str, Callable[..., Any]] = {
    "text": read_text,
    "changes": read_changes,
    "letterhead": read_letterhead,
}


def main(task: str, name: str, memory: str, seconds: str) -> None:
    """Read the file on standard input and write what was found, or why not, on standard output."""
    bound(memory=int(memory), seconds=int(seconds))
    json.dump(answer(task, sys.stdin.buffer.read(), name=name), sys.stdout)


def bound(*, memory: int, seconds: int) -> None:
    """Let this process use no more than so many bytes and seconds; start none, and write no file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(task: str, content: bytes, *, name: str) -> dict[str, Any]:
    """Return what a task finds, or the code that refuses the file."""
    try:
        return {"found": dataclasses.asdict(TASKS[task](content, name=name))}
    except RuleBroken as broken:
        obstacle = broken.obstacles[0]
        return {"refused": obstacle.code.value, "params": obstacle.params}
    except MemoryError:
        return {"refused": Code.FILE_TAKES_TOO_MUCH.value, "params": {"name": name}}
