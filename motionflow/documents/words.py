"""Facts of a paper -> Markdown, by ``templates/documents/<kind>.<language>.md``.

A template is Markdown with these conventions, which ``word.py`` knows how to set:

- ``#`` is the paper's title, a bold line right after it the subtitle, and what stands before it a mark;
  ``##`` and deeper are headings;
- a term with ``:   text`` under it is a field («Forslagsstiller   Løken Arbeiderforening»);
- a quote (``>``) is the text of a decision or proposal;
- ``---`` is a line to sign on, followed by who signs;
- what ``lined`` and ``lined_decision`` make is set in numbered lines, as the pages show it (``lined.py``);
- ``[text](#forslag-nr-4)`` leads to the heading that begins so.

Whatever is put into a template with ``{{ }}`` is plain text and is escaped, unless a filter has made it
Markdown: ``prose`` and ``quoted`` do that with text that users wrote as Markdown.
"""

import re
from enum import Enum
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from motionflow.documents import columns, footnotes, numbers
from motionflow.documents.annex_sentences import AnnexSentences
from motionflow.documents.facts import Facts
from motionflow.documents.lined import between_marks
from motionflow.documents.phrases import Language
from motionflow.documents.ready import Markdown
from motionflow.domain import notes
from motionflow.domain.texts import slug_of
from motionflow.paths import TEMPLATES

DEEPEST = 6

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")
_WHITE = re.compile(r"[ \t\n]+")
_TO_ESCAPE = re.compile(r"[\\`*_{}\[\]<>#|]|  | $|^[\W\d]")
_AT_START = re.compile(r"^(?:(\d+)\.(?= |$)|([-+:=]))")
_HEADING = re.compile(r"^(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"^ {0,3}((\*[ \t]*){3,}|(-[ \t]*){3,}|(_[ \t]*){3,})$")
_QUOTE_MARKS = re.compile(r"^[ >]*>")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+")
_MEANS_SOMETHING = re.compile(r"^( {0,3})([#:])")
# What XML cannot hold, and the marks by which Python-Markdown, ``lined.py`` and ``footnotes.py`` keep place.
_UNPRINTABLE = re.compile("[\ue010-\ue013\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def markdown_for(facts: Facts, language: Language) -> str:
    """Return the paper as Markdown in bokmål or nynorsk. Raises when a template lacks what it asks for."""
    template = _environment(language).get_template(f"{facts.kind}.{language}.md")
    return re.sub(r"\n{3,}", "\n\n", template.render(paper=facts)).strip() + "\n"


def escaped(value: object) -> Markdown:
    """Return plain text as one line of Markdown that shows exactly that text."""
    if hasattr(value, "__html__"):  # from a filter below or from a macro, where all has been escaped
        return Markdown(value)
    if not isinstance(value, str | int) or isinstance(value, bool | Enum):
        raise TypeError(f"a paper cannot show {value!r}")
    text = str(value)
    if text.isprintable() and not _TO_ESCAPE.search(text):
        return Markdown(text)  # as most are
    line = _WHITE.sub(" ", text if text.isprintable() else cleaned(text)).strip(" ")
    return Markdown(_AT_START.sub(_escape_start, _SPECIAL.sub(r"\\\1", line)))


def prose(text: str, level: int = DEEPEST) -> Markdown:
    """Return a user's Markdown so that it stays in its place.

    Its headings begin at ``level``, its quotes are quotes within the paper's own, and rules, which are
    lines to sign on, are left out. Lists, tables, bold, italics and links are kept.
    """
    return Markdown("\n".join(_placed(text, level, "> > ")))


def quoted(text: str) -> Markdown:
    """Return a user's Markdown as the text of a decision: a quote, whatever it holds."""
    lines = _placed(text, DEEPEST, "> ")
    if all(line.startswith("> ") or not line.strip() for line in lines):
        lines = [line[2:] for line in lines]  # all of it quoted: the box is quote enough
    return Markdown("\n".join(f"> {line}".rstrip() for line in lines))


def lined(text: str, *, goes_on: bool = False) -> Markdown:
    """Return a user's Markdown as text in numbered lines; it goes on from the lines before it, or anew."""
    return Markdown(between_marks(cleaned(text), kind="text", goes_on=goes_on))


def lined_decision(text: str) -> Markdown:
    """Return the text of a decision in numbered lines."""
    return Markdown(between_marks(cleaned(text), kind="decision", goes_on=False))


def link(address: str) -> Markdown:
    """Return an address as a link that shows itself; as plain text when it is no web address."""
    shown = cleaned(address).strip()
    if not _WEB_ADDRESS.fullmatch(shown):
        return escaped(shown)
    return Markdown(f"[{escaped(shown)}](<{shown}>)")


def anchor(number: str) -> str:
    """Return the number of a motion as it stands in the link to its heading."""
    return slug_of(number)


def hashes(level: int) -> Markdown:
    """Return the marks of a heading of a level."""
    return Markdown("#" * level)


def cleaned(text: str) -> str:
    """Return text without what cannot be printed, every line ended by a newline."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def _placed(text: str, level: int, quote: str) -> list[str]:
    lines: list[str] = []
    text = notes.inside(cleaned(text), begin=footnotes.BEGIN, end=footnotes.END)
    for line in text.expandtabs(4).strip("\n").split("\n"):
        heading = _HEADING.match(line)
        if _UNDERLINE.match(line) and lines and lines[-1].strip():
            lines[-1:] = ["", _as_heading(lines[-1].strip("# "), 1 if "=" in line else 2, level), ""]
        elif heading:
            lines += ["", _as_heading(heading[2] or "", len(heading[1]), level), ""]
        elif _RULE.match(line):
            lines.append("")
        elif _QUOTE_MARKS.match(line):
            lines.append(quote + _QUOTE_MARKS.sub("", line).lstrip("> "))
        else:
            lines.append(_MEANS_SOMETHING.sub(r"\1\\\2", line))
    return lines


def _as_heading(text: str, depth: int, level: int) -> str:
    return "#" * min(depth - 1 + level, DEEPEST) + " " + text if text else ""


def _escape_start(found: re.Match[str]) -> str:
    return f"{found[1]}\\." if found[1] else f"\\{found[2]}"


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "documents"),
        autoescape=True,  # marks what macros give as ready; ``finalize`` decides what is escaped, and how
        undefined=StrictUndefined,
        finalize=escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals["say"] = AnnexSentences(language)
    environment.globals |= {
        function.__name__: function
        for function in (
            columns.years_of,
            columns.amount_in,
            columns.total_of,
            columns.total_in,
            columns.sums,
            columns.amount_or_dash,
        )
    }
    environment.filters |= {
        "prose": prose,
        "quoted": quoted,
        "lined": lined,
        "lined_decision": lined_decision,
        "day": numbers.day,
        "short_day": numbers.short_day,
        "clock": numbers.clock,
        "kroner": numbers.kroner,
        "percent": numbers.percent,
        "thousands": numbers.thousands,
        "whole": numbers.whole,
        "bar": columns.bar,
        "capitalised": numbers.capitalised,
        "link": link,
        "anchor": anchor,
        "hashes": hashes,
    }
    return environment
