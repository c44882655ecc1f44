"""How much was promised and how much is done, as people write it."""

from motionflow.web.session import current_words

KRONER = frozenset({"kr", "kroner", "nok"})


def amount_of(number: int, unit: str) -> str:
    """Return a number with its unit: «10 plasser», «500 000 kr»."""
    words = current_words()
    return words.amount(number) if unit.casefold() in KRONER else f"{words.number(number)} {unit}"
