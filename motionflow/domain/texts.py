"""Text as lines and paragraphs of Markdown. Joining printed lines again is in ``joining.py``."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

# Signs that end a line in Word, in a printed page or in Unicode.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control signs, zero-width and direction signs, soft hyphens and halves of signs: never text.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1d\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)


class LineKind(StrEnum):
    """What a line of Markdown is."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    TABLE = "table"
    QUOTE = "quote"
    CODE = "code"
    NOTE = "note"
    RULE = "rule"


@dataclass(frozen=True)
class Line:
    """One line, and how many blank lines stand before it."""

    kind: LineKind
    text: str
    gap: int
    indent: int = 0


_TELLING = 120  # signs; more than these need not be looked at
MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_KINDS = (
    (LineKind.HEADING, re.compile(r"#{1,6}\s+\S")),
    (LineKind.RULE, re.compile(r"([-*_])(?:\s*\1){2,}$|={3,}$")),
    (LineKind.NOTE, re.compile(r"\[\^[^\]\s]{1,40}\]:")),
    (LineKind.ITEM, re.compile(rf"(?:[-*+•▪●◦·–]|\d{{1,2}}[.)](?!\s+(?:{MONTHS})\b)|[a-zæøå]\))\s+\S")),
    (LineKind.TABLE, re.compile(r"\|")),
    (LineKind.QUOTE, re.compile(r">")),
)
# «16. januar» and «2019. Det» at the start of a paragraph are no list items.
_NOT_A_LIST = re.compile(rf"^(\d{{3,}}|\d{{1,2}}(?=\.\s+(?:{MONTHS})\b))\.(?=\s)", re.IGNORECASE)
_BULLET = re.compile(r"^[*+•▪●◦·–](?=\s)")


def tidy_lines(text: str) -> list[str]:
    """Return the lines of a text without control signs and trailing spaces, in composed Unicode (NFC)."""
    # None of them can be printed, and most texts hold none: hard spaces, as in numbers, are looked through.
    if not text.replace("\n", "").replace("\u00a0", "").isprintable():
        text = _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", text.replace("\x1e", "-")))
    text = unicodedata.normalize("NFC", text.replace("\u2011", "-"))  # hyphens that hold words together
    return [line.rstrip() for line in text.expandtabs(4).split("\n")]


def tidy(text: str) -> str:
    """Return a text to keep: clean lines, single blank lines, none at the ends."""
    clean = "\n".join(tidy_lines(text)).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", clean) if "\n\n\n" in clean else clean


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text as they stand, split at blank lines."""
    return [part for part in re.split(r"\n\s*\n", tidy(text)) if part.strip()]


def escape_start(line: str) -> str:
    """Return a line of prose that Markdown does not take for a numbered list: ``16\\. januar``."""
    return _NOT_A_LIST.sub(r"\1\\.", line)


def read_lines(text: str) -> list[Line]:
    """Return the lines that say something, each with its kind and the blank lines before it."""
    found: list[Line] = []
    gap = 0
    in_code = False
    for raw in tidy_lines(text):
        fence = raw.lstrip().startswith(("```", "~~~"))
        if in_code or fence:
            found.append(Line(LineKind.CODE, raw, gap))
            in_code = in_code is not fence
            gap = 0
        elif not raw.strip():
            gap += 1
        else:
            found.append(_line(raw, gap))
            gap = 0
    return found


def kind_of(line: str) -> LineKind:
    """Return what a line is that stands outside a block of code, told from how it begins."""
    if line[:2].isalpha():
        return LineKind.TEXT  # as most are
    text = re.sub(r"[ \t]+", " ", line.strip()[:_TELLING])
    return next((kind for kind, shape in _KINDS if shape.match(text)), LineKind.TEXT)


def _line(raw: str, gap: int) -> Line:
    text = re.sub(r"[ \t]+", " ", raw.strip())
    kind = kind_of(text)
    if kind is LineKind.TEXT:
        text = re.sub(r"^(\d+)\\\.(?=\s)", r"\1.", text)
    elif kind is LineKind.ITEM:
        text = _BULLET.sub("-", text)
    return Line(kind, text, gap, indent=len(raw) - len(raw.lstrip()))


_SPELLED = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "đ": "d", "ŋ": "n", "ŧ": "t"})


def slug_of(text: str) -> str:
    """Return a name as it stands in commands and file names: «Løken lag» as ``loken-lag``."""
    spelled = text.lower().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))
