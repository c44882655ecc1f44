"""Small charts as shapes for inline SVG: lines over time and bars. A table with the same stands beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

WIDTH, HEIGHT = 420, 190
LEFT, RIGHT, TOP, BOTTOM = 40, 40, 28, 40


class _Reading(Protocol):
    on: date

    @property
    def figure(self) -> Decimal:
        """The figure."""


class Course(Protocol):
    """A figure with its readings, the earliest first."""

    lower_is_better: bool

    @property
    def readings(self) -> Sequence[_Reading]:
        """The readings."""


@dataclass(frozen=True)
class Point:
    """A reading's place in the chart."""

    x: float
    y: float
    on: date
    figure: Decimal
    anchor: str


@dataclass(frozen=True)
class LineChart:
    """A line through points; the better figure is higher up."""

    points: tuple[Point, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def path(self) -> str:
        """The line as SVG's ``points``."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


def line_chart(course: Course) -> LineChart | None:
    """Return the course of a figure as a line; ``None`` for fewer than two readings."""
    readings = sorted(course.readings, key=lambda each: each.on)
    if len(readings) < 2:
        return None
    figures = [float(each.figure) for each in readings]
    low, high = min(figures), max(figures)
    margin = (high - low) * 0.15 or 1.0
    low, high = low - margin, high + margin
    first, last = readings[0].on, readings[-1].on
    days = max(1, (last - first).days)
    points = []
    for number, each in enumerate(readings):
        x = LEFT + (WIDTH - LEFT - RIGHT) * (each.on - first).days / days
        share = (float(each.figure) - low) / (high - low)
        up = 1 - share if course.lower_is_better else share
        y = TOP + (HEIGHT - TOP - BOTTOM) * (1 - up)
        anchor = "start" if number == 0 else "end" if number == len(readings) - 1 else "middle"
        points.append(Point(x, y, each.on, each.figure, anchor))
    return LineChart(tuple(points))


class Counted(Protocol):
    """A row of totals: its name, and how many in all."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def count(self) -> int:
        """How many."""


@dataclass(frozen=True)
class Bar:
    """A part of a row's bar: which kind it is, from 1 on, and where it lies, in per cent."""

    kind: int
    x: float
    width: float


@dataclass(frozen=True)
class BarRow:
    """A row of a bar chart: its name and the parts of its bar."""

    name: str
    bars: tuple[Bar, ...]


def stacked(rows: Sequence[Counted], kinds: Sequence[str]) -> tuple[BarRow, ...]:
    """Return a bar for each row, divided by how many of each kind it has."""
    found = []
    for row in rows:
        bars, x = [], 0.0
        for number, kind in enumerate(kinds, start=1):
            width = 100 * int(getattr(row, kind)) / row.count if row.count else 0.0
            if width:
                bars.append(Bar(number, x, width))
            x += width
        found.append(BarRow(row.name, tuple(bars)))
    return tuple(found)
