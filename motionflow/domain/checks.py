"""What a mover should look at before a motion goes on. Checks are shown, never forced.

The words for each code are in ``motionflow/labels/readings.py``. Spelling is in ``spelling.py``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from motionflow.domain.spelling import find_spellings


class CheckCode(StrEnum):
    """Everything that the software points out in a motion."""

    NO_PROPOSED_DECISION = "no_proposed_decision"
    NO_AMOUNT = "no_amount"
    AMOUNT_ONLY_IN_GROUNDS = "amount_only_in_grounds"
    NO_COVER = "no_cover"
    BUDGET_ALREADY_ADOPTED = "budget_already_adopted"
    BUDGET_BEING_ADOPTED = "budget_being_adopted"
    GRANT_DEADLINE = "grant_deadline"
    CONDITION_BY_OTHERS = "condition_by_others"
    RANK_WITHOUT_SOURCE = "rank_without_source"
    SOURCE_NOT_NAMED = "source_not_named"
    REPORT_NOT_DUE_YET = "report_not_due_yet"
    NAME_SPELLING = "name_spelling"
    SPELLING = "spelling"
    REPEATED_WORD = "repeated_word"
    LEFT_OUT = "left_out"
    """What in a file is no text, and is left out or set as text."""


@dataclass(frozen=True)
class Check:
    """One thing to look at, with what the sentence about it needs."""

    code: CheckCode
    params: dict[str, object] = field(default_factory=dict, hash=False)

    def as_json(self) -> dict[str, object]:
        """Return the code and its parameters."""
        return {"code": self.code.value, "params": self.params}


def left_out_checks(left_out: Mapping[str, int]) -> tuple[Check, ...]:
    """Return what to look at where a file held something that is no text, counted by its kind."""
    return tuple(Check(CheckCode.LEFT_OUT, {"what": what, "n": n}) for what, n in left_out.items())


@dataclass(frozen=True)
class Amount:
    """A sum of money as written, and in whole kroner."""

    text: str
    kroner: int


_SPACE = "[ \u00a0\u202f\u2009.]"
_FIGURES = rf"\d{{1,3}}(?:{_SPACE}\d{{3}}){{1,4}}(?!\d)|\d{{1,13}}"
_SCALES = {"mill": 1_000_000, "mrd": 1_000_000_000, "mil": 1_000_000_000, "tusen": 1_000}
_SCALE = r"(?P<scale>mill(?:ion(?:er|ar)?)?\b\.?|mrd\b\.?|milliard(?:er|ar)?\b|tusen\b)"
_AMOUNT = re.compile(
    rf"(?<![\w,.])(?:(?P<before>(?:kr|nok)\.?\s?|kroner\s)?(?P<number>{_FIGURES})(?:,(?P<part>\d{{1,3}}))?"
    rf"(?:\s?{_SCALE})?(?P<after>\s?(?:kr\b|kroner\b|nok\b)|,-|,–)?)(?!\d)",
    re.IGNORECASE,
)
_ASKS_FOR_MONEY = re.compile(
    r"\b(?:bevilg\w*|løyv(?:er?|ing\w*|de)\b|midl(?:er|ar|ane|ene)\b|sett?er? av\b|avsett\w*|set av\b"
    r"|finansier\w*|budsjett\w*|tilskudd\w*|tilskot\w*|kjøp(?:er|e)\b|bygg(?:er|e|je|jer)\b|ansett\w*|tilsett\w*|stilling(?:er|ar|en|a)?\b|gratis\b"
    r"|dekk(?:er|e|jer|je)\b|økt ramme|auka ramme)",
    re.IGNORECASE,
)
_COVER = re.compile(
    r"\b(?:inndekning\w*|inndekking\w*|disposisjonsfond\w*|bund(?:et|ne) \w*fond\w*|omdisponer\w*"
    r"|omprioriter\w*|innsparing\w*"
    r"|(?:innenfor|innafor|innanfor) (?:\w+ )?(?:ramm\w+|budsjettramm\w+|vedtatte?)"
    r"|(?:dekke[st]?|dekkast|dekt|dekkes|finansiere[st]?|finansierast|finansiert) (?:delvis |heilt |helt )?"
    r"(?:av|ved|gjennom|over|med|frå|fra|innenfor|innanfor)"
    r"|(?:ved|gjennom) (?:å )?(?:reduser\w*|kutt\w*|redusert\w*|bruk\w*)|redusert ramme"
    r"|økt egenbetaling|auka eigenbetaling)",
    re.IGNORECASE,
)
_COVER_NAMED = re.compile(r"\b(?:inndekning|inndekking|disposisjonsfond|omdisponer)\w*", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,/-])(20\d\d)(?![\d]|\s?kr)")
_THIS_YEAR = re.compile(
    r"\b(?:i år|inneværende (?:budsjett)?år|inneverande (?:budsjett)?år|årets budsjett)\b", re.IGNORECASE
)
_GRANT = re.compile(
    r"\b(?:(?:søke?\w*|søkje\w*)\s(?:\w+\s){0,3}?(?:støtte|tilskudd|tilskot|midler|midlar)|(?:støtte|tilskudd|tilskot)\s(?:både\s)?(?:fra|frå))",
    re.IGNORECASE,
)
_GRANT_GIVERS = re.compile(
    r"\b(Fylkesmann\w*|Statsforvalt\w*|KS|Husbank\w*|Helsedirektorat\w*|Miljødirektorat\w*|Enova|Utdanningsdirektorat\w*"
    r"|Innovasjon Norge|Kulturdepartement\w*|fylkeskommun\w*|Gjensidigestiftels\w*|Sparebankstiftels\w*)"
)
_CONDITION = re.compile(
    r"\b(?:forutset(?:tes|ter|t)|føreset(?:st|ter|t)?|forutsatt|føresett|krev(?:er|es|st|jast|s)|trengs|trengst|minimum|minst"
    r"|under forutsetning av|under føresetnad av)\s(?:\w+\s){0,4}?(?P<number>\d{1,5})\s"
    r"(?P<of>studenter|studentar|deltakere|deltakarar|deltagere|søkere|søkarar|elever|elevar|påmeldte|kommuner|kommunar"
    r"|barn|medlemmer|medlemer|frivillige|underskrifter)",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"\b(?:plass(?:ering)?\s(?:nr\.?|nummer)\s?\d+|(?:nr\.?|nummer)\s?\d+\s(?:av|blant)\s\d+|(?:på\s)?\d+\.\s?plass\b"
    r"|rangert\s(?:som\s)?(?:nr\.?|nummer)?\s?\d+)",
    re.IGNORECASE,
)
_VAGUE_SOURCE = re.compile(
    r"\b(?:(?:flere |fleire |mange |nyere |nyare |de |dei )?(?:offentlige |offentlege |ulike |mange )?"
    r"(?:utredning(?:er|ene|ar|ane)|undersøkels(?:er|ene)|undersøking(?:ar|ane)|studi(?:er|ar|ane|ene)|rapporter|rapportar"
    r"|forskning(?:en)?|forsking(?:a)?|statistikk(?:en)?|tall|tal|eksperter|ekspertar|erfaring(?:er|ar))"
    r"(?:\s(?:viser|syner|tyder på|seier|sier|slår fast|dokumenterer|som foreligger|som ligg føre)))",
    re.IGNORECASE,
)
_CITATION = re.compile(r"https?://|\[\^|\b(?:kilde|kjelde|jf\.|jamfør|NOU|Meld\. St\.)", re.IGNORECASE)
_REPORT = re.compile(
    r"\b(?:årsrapport|årsberetning|årsmelding|årsregnskap|årsrekneskap)\w*\s(?:for|fra|frå)\s(20\d\d)\b",
    re.IGNORECASE,
)


def find_checks(
    proposed_decision: str,
    *,
    title: str = "",
    grounds: Sequence[str] = (),
    on: date | None = None,
    names: Iterable[str] = (),
) -> list[Check]:
    """Return what to look at in a motion, the money first.

    ``proposed_decision`` is the text to be voted on. ``on`` is the day it was or will be decided.
    ``names`` are organisations whose spelling is known. Paragraphs are counted from 1.
    """
    found = [
        *_money(proposed_decision, grounds=grounds),
        *_years(proposed_decision, on=on),
        *_grants(grounds, proposed_decision=proposed_decision),
        *_conditions([*grounds, proposed_decision]),
        *_sources(grounds),
        *_reports([*grounds, proposed_decision], on=on),
    ]
    spellings = find_spellings([title, *grounds, proposed_decision], names=names)
    found += [Check(CheckCode(kind), params) for kind, params in spellings]
    return found


def find_amounts(text: str) -> list[Amount]:
    """Return the sums of money in a text: «350 000 kr», «kr 350.000,-», «0,5 mill. kroner»."""
    found = []
    for match in _AMOUNT.finditer(text):
        if not (match["before"] or match["after"]):
            continue
        kroner = float(re.sub(r"\D", "", match["number"]) + "." + (match["part"] or "0"))
        scale = (match["scale"] or "").lower()
        factor = next((by for word, by in _SCALES.items() if scale.startswith(word)), 1)
        found.append(Amount(match[0].strip(), round(kroner * factor)))
    return found


def asks_for_money(text: str) -> bool:
    """Return whether a proposed decision costs money by its own words."""
    return bool(find_amounts(text) or _ASKS_FOR_MONEY.search(text))


def _money(decision: str, *, grounds: Sequence[str]) -> Iterator[Check]:
    if not decision.strip():
        yield Check(CheckCode.NO_PROPOSED_DECISION)
        return
    if not asks_for_money(decision):
        return
    if not find_amounts(decision):
        elsewhere = [amount.text for paragraph in grounds for amount in find_amounts(paragraph)]
        if elsewhere:
            yield Check(CheckCode.AMOUNT_ONLY_IN_GROUNDS, {"amounts": elsewhere})
        else:
            yield Check(CheckCode.NO_AMOUNT)
    if not _COVER.search(decision) and not any(map(_COVER_NAMED.search, grounds)):
        yield Check(CheckCode.NO_COVER)


def _years(decision: str, *, on: date | None) -> Iterator[Check]:
    """The budget of a year is adopted before the year begins (kommuneloven § 14-3)."""
    if on is None or not asks_for_money(decision):
        return
    years = {int(year) for year in _YEAR.findall(decision)}
    if _THIS_YEAR.search(decision):
        years.add(on.year)
    if on.year in years:
        yield Check(CheckCode.BUDGET_ALREADY_ADOPTED, {"year": on.year, "adopted": on.year - 1})
    if on.month == 12 and on.year + 1 in years:
        yield Check(CheckCode.BUDGET_BEING_ADOPTED, {"year": on.year + 1})


def _grants(grounds: Sequence[str], *, proposed_decision: str) -> Iterator[Check]:
    for number, text in enumerate([*grounds, proposed_decision], start=1):
        if _GRANT.search(text):
            givers = list(dict.fromkeys(_GRANT_GIVERS.findall(text)))
            paragraph = number if number <= len(grounds) else None
            yield Check(CheckCode.GRANT_DEADLINE, {"givers": givers, "paragraph": paragraph})


def _conditions(texts: Sequence[str]) -> Iterator[Check]:
    for text in texts:
        for match in _CONDITION.finditer(text):
            params = {"number": int(match["number"]), "of": match["of"], "text": match[0]}
            yield Check(CheckCode.CONDITION_BY_OTHERS, params)


def _sources(grounds: Sequence[str]) -> Iterator[Check]:
    for number, text in enumerate(grounds, start=1):
        if _CITATION.search(text):
            continue
        ranks = [match[0] for match in _RANK.finditer(text)]
        # A named year makes a ranking possible to look up.
        if ranks and not _YEAR.search(text):
            yield Check(CheckCode.RANK_WITHOUT_SOURCE, {"texts": ranks, "paragraph": number})
        for match in _VAGUE_SOURCE.finditer(text):
            yield Check(CheckCode.SOURCE_NOT_NAMED, {"text": match[0], "paragraph": number})


def _reports(texts: Sequence[str], *, on: date | None) -> Iterator[Check]:
    """A municipality's yearly report is due on 31 March of the year after (kommuneloven § 14-7)."""
    for text in texts:
        for match in _REPORT.finditer(text):
            due = date(int(match[1]) + 1, 3, 31)
            if on and on < due:
                params = {"text": match[0], "year": int(match[1]), "due": due.isoformat()}
                yield Check(CheckCode.REPORT_NOT_DUE_YET, params)
