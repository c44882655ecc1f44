"""The one place that reads the clock. The moment is read once at the edge and passed in."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)
