"""Several people doing something at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Given = TypeVar("Given")


def at_once(acts: Sequence[Callable[[], Given]]) -> list[Given | Exception]:
    """Return what each act gave, or what it raised; all begin at the same moment, each in its thread."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Given]) -> Given | Exception:
        gate.wait(timeout=20)
        try:
            return act()
        except Exception as raised:
            return raised

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
