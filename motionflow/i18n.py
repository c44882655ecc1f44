"""Words, dates and amounts in bokmål, nynorsk and English.

The messages in the code are English sentences; ``translations/nb.po`` and ``nn.po`` hold the rest. In
Python write ``_ = words(language)`` and then ``_("Hello {name}", name=name)``: the extraction goes by the
names ``_``, ``plural`` and ``N_``, so a ``Words`` under another name is not found.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

Language = Literal["nb", "nn", "en"]
Day = date  # inside Words, ``date`` is the method

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
"""The languages a person may choose, in the order they are shown."""

LANGUAGE_NAMES: Final[dict[Language, str]] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""What each language calls itself, never translated."""

OSLO: Final = ZoneInfo("Europe/Oslo")
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"

_CATALOGUES = Path(__file__).parent / "translations"
_READ_IN_ORDER: dict[str, tuple[str, ...]] = {"nb": ("nb",), "nn": ("nb", "nn"), "en": ()}
_LOCALES = {"nb": "nb", "nn": "nn", "en": "en_GB"}
_MOMENT_PATTERN = {"nb": "d. MMMM y 'kl.' HH.mm", "nn": "d. MMMM y 'kl.' HH.mm", "en": "d MMMM y 'at' HH:mm"}
_TIME_PATTERN = {"nb": "HH.mm", "nn": "HH.mm", "en": "HH:mm"}
_DATE_PATTERN = {"nb": "d. MMMM y", "nn": "d. MMMM y", "en": "d MMMM y"}
_SHORT_PATTERN = {"nb": "d.M.y", "nn": "d.M.y", "en": "dd/MM/y"}


def mark_message(message: str) -> str:
    """Return the message as it came, marked for translation where it is shown later."""
    return message


N_ = mark_message


class Words:
    """Everything one language needs to say: sentences, dates, times, numbers and lists."""

    def __init__(self, code: Language) -> None:
        self.code: Final[Language] = code
        self.locale: Final = Locale.parse(_LOCALES[code])
        self._sentences: dict[str, str] = {}
        self._plurals: dict[str, tuple[str, ...]] = {}
        for name in _READ_IN_ORDER[code]:
            self._learn(read_catalogue(name))

    def _learn(self, catalogue: Catalog) -> None:
        for message in catalogue:
            if not message.id or message.fuzzy:
                continue
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if not forms or not all(forms):
                continue
            if isinstance(message.id, str):
                self._sentences[message.id] = forms[0]
            else:
                self._plurals[message.id[0]] = forms

    def __call__(self, message: str, **params: object) -> str:
        """Return the message in this language, with ``{name}`` filled in from the parameters."""
        return _filled(self._sentences.get(message, message), params)

    def plural(self, singular: str, plural: str, n: int, **params: object) -> str:
        """Return the form that fits ``n``; ``{n}`` in the message is the number as it is written."""
        forms = self._plurals.get(singular, (singular, plural))
        return _filled(forms[0] if n == 1 else forms[-1], {"n": self.number(n), **params})

    def date(self, day: Day) -> str:
        """Return a day in full: «16. januar 2019»."""
        return _formatted_day(_local(day), _DATE_PATTERN[self.code], self.locale)

    def short_date(self, day: Day) -> str:
        """Return a day in figures: «16.1.2019»."""
        return _formatted_day(_local(day), _SHORT_PATTERN[self.code], self.locale)

    def weekday_date(self, day: Day) -> str:
        """Return a day with its name: «onsdag 16. januar 2019»."""
        return format_date(_local(day), f"EEEE {_DATE_PATTERN[self.code]}", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """Return an aware moment by the clock in Oslo: «16. januar 2019 kl. 18.00»."""
        return format_datetime(_in_oslo(at), _MOMENT_PATTERN[self.code], tzinfo=OSLO, locale=self.locale)

    def time(self, at: datetime) -> str:
        """Return the time of day in Oslo at an aware moment: «18.00»."""
        return format_datetime(_in_oslo(at), _TIME_PATTERN[self.code], tzinfo=OSLO, locale=self.locale)

    def number(self, value: int | Decimal) -> str:
        """Return a number with its thousands apart: «350 000», with hard spaces."""
        if isinstance(value, int) and 0 <= value < 1000:
            return str(value)  # nothing to put apart; most numbers of a page are such
        return format_decimal(value, locale=self.locale).replace("-", MINUS)

    def amount(self, kroner: int) -> str:
        """Return whole kroner: «350 000 kr», in English «NOK 350,000», with hard spaces."""
        if self.code == "en":
            return f"{MINUS if kroner < 0 else ''}NOK{NO_BREAK}{self.number(abs(kroner))}"
        return f"{self.number(kroner)}{NO_BREAK}kr"

    def percent(self, share: Fraction | float) -> str:
        """Return a share of one as per cent with at most one decimal: «77,5 %»."""
        pattern = "#,##0.#%" if self.code == "en" else f"#,##0.#{NO_BREAK}%"
        return _formatted_share(Fraction(share), pattern, self.locale)

    def list_of(self, items: Iterable[str]) -> str:
        """Return the items as one enumeration: «a, b og c»."""
        return format_list(list(items), locale=self.locale)


@cache
def words(language: str) -> Words:
    """Return the words of a language, read once per process; ``ValueError`` for any other code."""
    for code in LANGUAGES:
        if code == language:
            return Words(code)
    raise ValueError(f"no such language: {language!r}")


def read_catalogue(name: str) -> Catalog:
    """Return the catalogue ``translations/<name>.po`` as it stands."""
    with (_CATALOGUES / f"{name}.po").open("rb") as file:
        return read_po(file, locale=name, domain="motionflow", abort_invalid=True)


# A page writes the same few days and shares again and again, and Babel takes its time over each.
@lru_cache(maxsize=4096)
def _formatted_day(day: date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _formatted_share(share: Fraction, pattern: str, locale: Locale) -> str:
    value = Decimal(share.numerator) / Decimal(share.denominator)
    return format_percent(value, format=pattern, locale=locale).replace("-", MINUS)


def _filled(sentence: str, params: dict[str, object]) -> str:
    return sentence.format_map(params) if params else sentence


def _local(day: date) -> date:
    return _in_oslo(day).date() if isinstance(day, datetime) else day


def _in_oslo(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    return at.astimezone(OSLO)
