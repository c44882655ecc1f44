"""A text as numbered paragraphs: what is compared, merged, numbered and cited.

A heading, a list item and a row of a table are paragraphs of their own, as they are in Word. Their
markup is kept in the text, so that another heading level or kind of list is a change of words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from motionflow.domain.texts import LineKind, kind_of, tidy

_FENCES = ("```", "~~~")
_RUNS_ON = frozenset({LineKind.TEXT, LineKind.ITEM, LineKind.NOTE, LineKind.QUOTE})


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as it is written; ``is_tight`` when no blank line stands before it."""

    kind: LineKind
    text: str
    is_tight: bool = False


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text in order; ``text_of`` gives the tidy text back."""
    found: list[Paragraph] = []
    for kind, lines, is_tight in _groups(tidy(text).split("\n")):
        found.append(Paragraph(kind, "\n".join(lines), is_tight and bool(found)))
    return tuple(found)


def text_of(paragraphs: Iterable[Paragraph]) -> str:
    """Return paragraphs put together to a text; none runs into the one before."""
    parts: list[str] = []
    last: Paragraph | None = None
    for paragraph in paragraphs:
        if last is not None:
            is_tight = paragraph.is_tight and not _belongs(last.kind, paragraph.kind)
            parts.append("\n" if is_tight else "\n\n")
        parts.append(paragraph.text)
        last = paragraph
    return "".join(parts)


def _groups(lines: list[str]) -> Iterator[tuple[LineKind, list[str], bool]]:
    """Yield the lines of each paragraph, with its kind and whether it stands right under the one before."""
    kind, group, is_tight = LineKind.TEXT, list[str](), False
    fenced = False
    for line in lines:
        if fenced:
            group.append(line)
            fenced = not line.lstrip().startswith(_FENCES)
            if not fenced:
                yield kind, group, is_tight
                group, is_tight = [], True
            continue
        if not line.strip():
            if group:
                yield kind, group, is_tight
            group, is_tight = [], False
            continue
        fenced = line.lstrip().startswith(_FENCES)
        here = LineKind.CODE if fenced else kind_of(line)
        if group and not _belongs(kind, here):
            yield kind, group, is_tight
            group, is_tight = [], True
        if not group:
            kind = here
        group.append(line)
    if group:
        yield kind, group, is_tight


def _belongs(kind: LineKind, here: LineKind) -> bool:
    """Return whether a line of one kind goes on with the paragraph of another right above it."""
    if here is LineKind.QUOTE:
        return kind is LineKind.QUOTE
    return here is LineKind.TEXT and kind in _RUNS_ON
