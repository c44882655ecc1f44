"""What templates may call: the words of the reader's language, and users' Markdown made safe.

``install`` sets them on the environment itself and not in the context of a page, because macros are
imported without a context. Templates find messages by the names ``_`` and ``plural`` (see ``babel.cfg``).
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

import nh3
from jinja2 import Environment
from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from motionflow.domain import notes
from motionflow.i18n import LANGUAGE_NAMES, Words

LONGEST_TEXT: Final = 200_000
"""Characters beyond which a text is shown as it was typed, without Markdown."""
BRACKETS_PER_BLOCK: Final = 200
BRACKETS_PER_TEXT: Final = 2_000
LINES_PER_BLOCK: Final = 300
DEEPEST_QUOTE: Final = 10
HEADINGS_DOWN: Final = 2
"""How far a heading in a text is moved down, so that the page's own headings stay above it."""

_SAID_BY_WORDS = (
    *("date", "short_date", "weekday_date", "moment", "time"),
    *("amount", "number", "percent", "list_of"),
)
_CACHED_LENGTH = 10_000
_TAGS = {
    *("p", "br", "hr", "em", "strong", "blockquote", "pre", "code", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
_SCHEMES = {"http", "https", "mailto"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    url_relative="deny",
    link_rel="nofollow noopener noreferrer",
)
_BRACKET = "\ufdd0"  # stands for a bracket that opens no link
_NOTE_SIGNS = "".join(map(chr, range(0xF0000, 0xF0100)))  # each stands for a note until all is clean
_NOTE_SIGN = re.compile(f"[{_NOTE_SIGNS}]")
_QUOTE_MARKS = re.compile(rf"^((?:[ ]{{0,3}}>[ ]?){{{DEEPEST_QUOTE}}})[ >]*", re.MULTILINE)


def install(environment: Environment, *, current: Callable[[], Words]) -> None:
    """Give templates the words of whoever reads, found anew at each call by ``current``."""

    def translate(message: str, **params: object) -> str:
        return current()(message, **params)

    def plural(singular: str, several: str, n: int, **params: object) -> str:
        return current().plural(singular, several, n, **params)

    def said(name: str) -> Callable[[object], str]:
        return lambda value: str(getattr(current(), name)(value))

    environment.globals["_"] = translate
    environment.globals["plural"] = plural
    environment.globals["language"] = lambda: current().code
    environment.globals["language_names"] = LANGUAGE_NAMES
    environment.filters.update({name: said(name) for name in _SAID_BY_WORDS})
    environment.filters["machine_date"] = machine_date
    environment.filters["markdown"] = markdown


def machine_date(day: date) -> str:
    """Return what stands in the ``datetime`` of a ``<time>``: a day, or a moment in UTC."""
    return day.astimezone(UTC).isoformat() if isinstance(day, datetime) else day.isoformat()


def markdown(text: str | None) -> Markup:
    """Return a user's Markdown as HTML that can do no harm; the only place that trusts a string.

    Raw HTML is shown as it was typed. Addresses are http, https and mailto. A text that is too long or
    too deep to read as Markdown is shown as it was typed, in paragraphs.
    """
    if not text:
        return Markup("")
    html = _short_as_html(text) if len(text) <= _CACHED_LENGTH else _as_html(text)
    return Markup(html)  # noqa: S704 - cleaned by nh3, or escaped, one line above


@lru_cache(maxsize=512)
def _short_as_html(text: str) -> str:
    return _as_html(text)


def _as_html(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        return _as_typed(text)
    said: dict[str, str] = {}
    if "[^" in text:
        text, said = notes.signed(_NOTE_SIGN.sub("", text), signs=_NOTE_SIGNS)
    try:
        html = _clean(text)
        if said:
            below = "".join(_clean(f"{sign} {says}") for sign, says in said.items())
            html += f'<div class="mf-notes">{below}</div>'
    except RecursionError:
        return _as_typed(text)
    return _NOTE_SIGN.sub(lambda found: f"<sup>[{_NOTE_SIGNS.index(found[0]) + 1}]</sup>", html)


def _clean(text: str) -> str:
    return _CLEANER.clean(_reader().convert(text)).replace(_BRACKET, "[")


def _as_typed(text: str) -> str:
    blocks = (block for block in re.split(r"\n\s*\n", text) if block.strip())
    return "".join(f"<p>{escape(block)}</p>" for block in blocks)


def _reader() -> Markdown:
    reader = Markdown(
        extensions=["sane_lists", "tables"],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    reader.preprocessors.register(_Limits(reader), "limits", 25)
    reader.treeprocessors.register(_LowerHeadings(reader), "lower_headings", 0)
    return reader


class _Limits(Preprocessor):
    """Keep the reader fast: it takes half a minute for 12 kB of opening brackets."""

    def run(self, lines: list[str]) -> list[str]:
        in_block = in_text = rows = 0
        kept: list[str] = []
        for line in lines:
            if not line.strip() or rows == LINES_PER_BLOCK:
                kept.append("")
                in_block = rows = 0
            here = line.count("[")
            in_block, in_text, rows = in_block + here, in_text + here, rows + 1
            if in_block > BRACKETS_PER_BLOCK or in_text > BRACKETS_PER_TEXT:
                line = line.replace("[", _BRACKET)
            kept.append(_QUOTE_MARKS.sub(r"\1", line))
        return kept


class _LowerHeadings(Treeprocessor):
    """Move the headings of a text below those of the page."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
                element.tag = f"h{min(6, int(element.tag[1]) + HEADINGS_DOWN)}"
