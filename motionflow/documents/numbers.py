"""Days, moments, amounts and shares as Norwegians write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from motionflow.documents.phrases import MONTHS, WEEKDAYS, Language

OSLO = ZoneInfo("Europe/Oslo")
HARD_SPACE = "\u00a0"
MINUS = "\u2212"


def day(value: date) -> str:
    """Return «16. januar 2019»."""
    return f"{value.day}.{HARD_SPACE}{MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """Return «16.1.2019», for tables."""
    return f"{value.day}.{value.month}.{value.year}"


def weekday(value: date, *, language: Language) -> str:
    """Return «onsdag 16. januar 2019»."""
    return f"{WEEKDAYS[language][value.weekday()]} {day(value)}"


def clock(moment: datetime) -> str:
    """Return the time in Norway of an aware moment: «18.00»."""
    return f"{moment.astimezone(OSLO):%H.%M}"


def oslo_day(moment: datetime) -> date:
    """Return the day in Norway of an aware moment."""
    return moment.astimezone(OSLO).date()


def whole(number: int) -> str:
    """Return a whole number in groups of three: «350 000», a minus before a negative one."""
    digits = f"{abs(number):,}".replace(",", HARD_SPACE)
    return MINUS + digits if number < 0 else digits


def kroner(amount: int) -> str:
    """Return «350 000 kr» with hard spaces."""
    return f"{whole(amount)}{HARD_SPACE}kr"


def thousands(amount: int) -> str:
    """Return whole kroner in thousands: 250 000 as «250», 42 500 as «42,5»."""
    if amount % 1000 == 0:
        return whole(amount // 1000)
    sign = MINUS if amount < 0 else ""
    return sign + f"{whole(abs(amount) // 1000)},{abs(amount) % 1000:03d}".rstrip("0")


def percent(part: int, *, of: int) -> str:
    """Return a share with one decimal, half up: «77,5 %», «100 %»."""
    tenths = (2000 * part + of) // (2 * of)
    decimal = f",{tenths % 10}" if tenths % 10 else ""
    return f"{tenths // 10}{decimal}{HARD_SPACE}%"


def capitalised(text: str) -> str:
    """Return the text with a capital first letter and the rest as it was."""
    return text[:1].upper() + text[1:]
