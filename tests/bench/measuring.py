"""Timing two things fairly on a machine that others use too."""

import gc
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Run = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One line of the result. ``is_kept`` says whether the ratio is on the right side of its bound."""

    name: str
    value: float
    unit: str
    baseline: float
    ratio: float
    bound: float
    is_kept: bool

    def line(self) -> str:
        """Return the figure as one JSON object."""
        fields = ("name", "value", "unit", "baseline", "ratio", "bound")
        said = {field: getattr(self, field) for field in fields}
        return json.dumps(
            {name: round(each, 3) if isinstance(each, float) else each for name, each in said.items()}
        )


def milliseconds(ours: Run, baseline: Run, *, rounds: int, calls: int) -> tuple[float, float, float]:
    """Return the median time of a call of each, and the median ratio of ours to the baseline.

    The two take turns, and the time is the processor's, so that what others do on the machine in
    between falls on neither.
    """
    for run in (ours, baseline):
        for _ in range(3):
            run()
    pairs = []
    gc.collect()
    gc.freeze()
    for number in range(rounds):
        turns = (ours, baseline) if number % 2 else (baseline, ours)
        took = {run: _one_turn(run, calls) for run in turns}
        pairs.append((took[ours], took[baseline]))
    gc.unfreeze()
    return (
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] for pair in pairs),
        statistics.median(pair[0] / pair[1] for pair in pairs),
    )


def _one_turn(run: Run, calls: int) -> float:
    begun = time.process_time()
    for _ in range(calls):
        run()
    return (time.process_time() - begun) / calls * 1000
