"""Whom Word names for a change or a comment, and what a comment says."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class By:
    """Whom Word names for a change or a remark, and the moment it names."""

    author: str
    at: datetime

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes that Word's elements name them by."""
        moment = self.at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
        author = "".join(sign for sign in self.author if sign.isprintable())
        return {"author": author or "?", "date": f"{moment.isoformat()}Z"}


@dataclass(frozen=True)
class Remark:
    """A comment in the margin."""

    by: By
    text: str
