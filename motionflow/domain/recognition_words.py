"""The words by which the parts of a motion are known, in bokmål and nynorsk, and Norwegian dates.

To recognise another wording, add it here; ``recognition.py`` only acts on the parts.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motionflow.domain.texts import MONTHS

_MONTH_NUMBERS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_MONTH_WORD = rf"(?:{MONTHS}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|des)\b\.?)"
DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}\.?\s?{_MONTH_WORD}\s?\d{{4}}"
    r"|\d{1,2}\s?[./]\s?\d{1,2}\s?[./ –-]{1,2}\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)",
    re.IGNORECASE,
)
_MEETING = (
    r"(?:(?:eit|et|det|sitt?|vårt|ekstraordinær[te]?|ordinær[te]?|omframt)\s+)*"
    r"(?:årsmøte|medlemsmøte|styremøte|nominasjonsmøte|representantskapsmøte|gruppemøte|landsmøte|møte)(?:t|et)?"
)
_VERB = r"(?:vedtok|vedtar|vedtek|gjorde|fattet|fatta|fattar)"
_IN_DATE_LINE = re.compile(
    r"[\s,(]*\b(?:(?:den|dato|datert|(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn)dag)[\s,]*)*[\s,(]*$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(r"\)?(?P<tail>(?:[^:;.\n]|\.(?=\d)){0,80}?)\s*(?P<end>:|\.?$)")
_BODY = r"(?P<body>[^\s.,:;()«»][^:;()«»]{0,90}?)"
_DECIDED = re.compile(
    rf"(?:enstemmig\s+|samrøystes\s+|einstemmig\s+)?(?:vedtak|vedtaket|vedtatt|vedteke|vedtatte)\s+"
    rf"(?:på|i|fra|frå|av|hos)\s+(?:{_MEETING}\s+(?:i|til|for|hos|av)\s+)?{_BODY}(?:,\s[^:]{{1,60}})?$",
    re.IGNORECASE,
)
_MEETING_DECIDED = re.compile(
    rf"(?:på\s+)?{_MEETING}\s+(?:i|til|for)\s+{_BODY}(?P<verb>\s+{_VERB}\b[^:;]{{0,60}})?$", re.IGNORECASE
)
_BODY_DECIDED = re.compile(rf"{_BODY}(?P<verb>\s+{_VERB}\b[^:;]{{0,60}})$", re.IGNORECASE)
# What these decided is told in the grounds; it is not the decision that the paper carries.
_PUBLIC_BODY = re.compile(
    r"(?:kommunestyre|formannskap|bystyre|heradsstyre|herad|fylkesting|storting|regjering|utval)",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"\b(?:oversend\w*|sende\w*|send(?:er|es|ast|t)?)"
    r"(?:\s+(?:saken|saka|forslaget|framlegget|vedtaket|dette|det|over|videre|vidare|inn))*"
    r"(?:\s+(?:til|overfor|for))?\s+"
    rf"(?:(?:endelig\s+|endeleg\s+)?(?:behandling|handsaming)\s+(?:på|i)\s+)?(?:(?:{_MEETING}|styret)\s+(?:i|til|for)\s+)?"
    r"(?P<body>[^\s.,:;()«»][^.,:;()«»]{1,90})",
    re.IGNORECASE,
)
_BODY_STOPS = re.compile(
    r"\s+(?:med|for|til|som|der|dersom|slik|på|innen|innan|før|uten|utan|den|og\s+(?:ber|bed|sender|oppmoder))\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"[A-ZÆØÅ]|\w*(?:gruppe|gruppa|gruppen|parti|partiet|styre|styret|lag|laget|forening|foreninga|foreningen|utvalg|utval"
    r"|skap|skapet|komite|komité)",
)
_WITH_PROPOSAL = re.compile(
    r"\b(?:med|fremmer|fremjar|fremme|fremje)\s+(?:dette\s+|slikt\s+|følgende\s+|følgjande\s+)?"
    r"(?:forslag|framlegg|forslaget|framlegget|vedtaksforslag)(?:\s+til\s+\w+)?[^.:;]{0,60}(?:[:;]|\.?$)",
    re.IGNORECASE,
)
_PROPOSAL_TO = re.compile(
    rf"(?:forslag|framlegg)\s+til\s+\w+\s+(?:i|på|for)\s+(?:{_MEETING}\s+(?:i|til|for)\s+)?{_BODY}\s*:?$",
    re.I,
)
_OPENING_MARK = re.compile(r"^(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1")


class Part(StrEnum):
    """The parts of a motion that a label announces."""

    FORM = "form"
    TITLE = "title"
    MOVER = "mover"
    FACT = "fact"
    GROUNDS = "grounds"
    SECTION = "section"
    PROPOSAL = "proposal"
    DECISION = "decision"
    SOURCES = "sources"
    CLOSING = "closing"
    VOTE = "vote"
    PAGE = "page"


_LABELS = (
    (Part.TITLE, r"tittel|overskrift|sakstittel|sak(?:en)? gjelder|saka gjeld|sak|emne"),
    (
        Part.MOVER,
        r"forslagsstill(?:er|erne|ere|ar|arar|arane)|innsender|innsendar"
        r"|(?:fremmet|fremma|fremja|framsatt|framsett|innsendt|sendt inn|meldt inn) av",
    ),
    (Part.FACT, r"kontakt|sakstype|adressat|mottaker|mottakar|dato|sted|stad|e-post|telefon|til|fra|frå"),
    (Part.GROUNDS, r"bakgrunn|begrunnelse|grunngiving|grunngjeving|motivasjon|saksopplysning(?:er|ar)"),
    (
        Part.SECTION,
        r"økonomi|kostnad(?:er|ar)?|inndekning|inndekking|finansiering|vurdering|konsekvens(?:er|ar)",
    ),
    (
        Part.PROPOSAL,
        r"(?:forslag|framlegg) til (?:årsmøte)?(?:vedtak|uttalelse|uttale|fråsegn|resolusjon)"
        r"(?: (?:i|på|for) [^:]{1,80}?)?"
        r"|vedtaksforslag|vedtaksframlegg|forslag|framlegg|forslaget|framlegget",
    ),
    (Part.DECISION, r"vedtak|vedtaket|vedtatt|vedteke"),
    (Part.SOURCES, r"(?:kilder|kjelder|kilde|kjelde|vedlegg|referanser|referansar)(?: og vedlegg)?"),
)
_NUMBER = r"(?:\d{1,2}[.)]?\s+)?"
_WHOLE = tuple(
    (part, re.compile(rf"{_NUMBER}(?:{words})\s*[:;.]?$", re.IGNORECASE)) for part, words in _LABELS
)
_LEADING = tuple((part, re.compile(rf"{_NUMBER}(?:{words})\s*:", re.IGNORECASE)) for part, words in _LABELS)
# Lines known by how they begin, with or without a colon.
_LINES = (
    (
        Part.FORM,
        re.compile(r"(?:forslag|framlegg)\s+til\s+(?:det\s+)?årsmøtet?\b[^:]{0,120}(?::|$)", re.IGNORECASE),
    ),
    (Part.FORM, re.compile(r"(?:forslag|framlegg)\s+nr\.?\s*[\d/]+\s*:?", re.IGNORECASE)),
    (
        Part.CLOSING,
        re.compile(
            r"(?:med\s+)?(?:vennlig|vennleg|venleg|beste)\s+(?:hilsen|helsing)\b.{0,80}$|for\s+styret(?:\s+i\s[^.]{1,60})?[,:]?$",
            re.I,
        ),
    ),
    (
        Part.VOTE,
        re.compile(
            r"(?:(?:enstemmig|samrøystes|einstemmig)\s+)?(?:vedtatt|vedteke|votering|enstemmig|samrøystes)\b[^:]{0,80}$",
            re.I,
        ),
    ),
    (Part.PAGE, re.compile(r"side\s+\d{1,3}(?:\s*(?:av|/)\s*\d{1,3})?$", re.IGNORECASE)),
)
_ONLY_WITH_COLON = {Part.FACT, Part.TITLE}


@dataclass(frozen=True)
class Label:
    """A label found at the start of a block: what it announces, its own words, and the text after it."""

    part: Part
    words: str
    rest: str


@dataclass(frozen=True)
class DecisionLine:
    """A line that says who decided, and when; ``rest`` is what follows it in the same block."""

    body: str
    on: date | None
    words: str
    rest: str
    is_date_unsure: bool


def without_lead_marks(text: str) -> str:
    """Return a block without heading signs and without the emphasis that it opens with."""
    return _OPENING_MARK.sub(r"\2", re.sub(r"^#{1,6}\s+", "", text)).strip()


def find_label(text: str) -> Label | None:
    """Return the label that a block of text opens with, if it opens with one."""
    for part, shape in _LINES:
        match = shape.match(text)
        if match:
            return Label(part, text[: match.end()].strip(), text[match.end() :].strip())
    for part, shape in _WHOLE:
        if shape.match(text) and (part not in _ONLY_WITH_COLON or text.endswith(":")):
            return Label(part, text, "")
    for part, shape in _LEADING:
        match = shape.match(text)
        if match:
            return Label(part, text[: match.end()].strip(), text[match.end() :].strip(" *_"))
    return None


def find_decision_line(text: str) -> DecisionLine | None:
    """Return who decided and when, if a block of text opens by saying so."""
    found = DATE.search(text[:300])
    core, after = (text[: found.start()], text[found.end() :]) if found else _undated(text)
    tail = _AFTER_DATE.match(after)
    if not tail:
        return None
    core = _IN_DATE_LINE.sub("", core).strip()
    match = _DECIDED.match(core)
    if not match and found and tail["end"] == ":":
        match = _MEETING_DECIDED.match(core)
        if match and not match["verb"] and not re.search(_VERB, tail["tail"]):
            match = None
        match = match or _BODY_DECIDED.match(core)
    if not match or _PUBLIC_BODY.match(match["body"]):
        return None
    on, is_unsure = read_date(found[0]) if found else (None, False)
    end = len(text) - len(after) + tail.end()
    return DecisionLine(match["body"].strip(), on, text[:end].strip(), text[end:].strip(" *_"), is_unsure)


def _undated(text: str) -> tuple[str, str]:
    core = text[:300].partition(":")[0]
    return core, text[len(core) :]


def find_next_body(text: str) -> tuple[str, bool] | None:
    """Return the body that a decision sends the case to, and whether its name is plainly one."""
    match = _FORWARD.search(text) or _PROPOSAL_TO.match(text)
    if not match:
        return None
    body = _BODY_STOPS.split(DATE.split(match["body"])[0])[0].strip()
    return (body, bool(_ORGANISATION.match(body))) if body else None


def split_at_proposal(text: str) -> tuple[str, str] | None:
    """Return the sending on and the proposal it carries, if a text holds «… med følgende forslag: …»."""
    forward = _FORWARD.search(text)
    carried = _WITH_PROPOSAL.search(text, forward.start() if forward else 0)
    if not forward or not carried:
        return None
    return text[: carried.end()].strip(), text[carried.end() :].strip()


def read_date(text: str) -> tuple[date | None, bool]:
    """Return the date that a Norwegian way of writing means, and whether its century was guessed."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    word = re.search(r"[a-z]{3}", text, re.IGNORECASE)
    if word:
        numbers.insert(1, _MONTH_NUMBERS.index(word[0].lower()) + 1)
    if numbers[0] > 31:
        numbers.reverse()
    day, month, year = numbers
    try:
        return date(year + 2000 if year < 100 else year, month, day), year < 100
    except ValueError:
        return None, True
