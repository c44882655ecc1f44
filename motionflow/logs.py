"""What is written to the log: to standard error, and never a token."""

import logging
import re

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_TOKENS = (
    (re.compile(r"(/logg-inn/)[^\s/?\"'\]>]+"), r"\1…"),
    # All our tokens are 32 random bytes, 43 characters.
    (re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])"), "…"),
)


class Masking(logging.Formatter):
    """A line of the log with everything in it that could be a token left out, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = super().format(record)
        for pattern, shown in _TOKENS:
            line = pattern.sub(shown, line)
        return line


def set_up(*, level: int = logging.INFO) -> None:
    """Write everything that is logged in this process to standard error, masked."""
    handler = logging.StreamHandler()
    handler.setFormatter(Masking(_FORMAT))
    logging.basicConfig(handlers=[handler], level=level, force=True)
