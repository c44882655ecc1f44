"""Printed lines joined to the paragraphs they were cut from.

A page copied from a PDF gives every printed line as a paragraph of its own. How far its full lines
reach is learned from the places where a sentence plainly runs on; with that, a line that stops
short of the margin is seen to end a paragraph.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from motionflow.domain.texts import Line, LineKind, escape_start, read_lines

_PRINTED_AT_MOST = 160  # no page prints more signs on a line
_SURE_LENGTH = 40  # a shorter line without a full stop may be an item or a name
_MANY = 0.15  # share of the pairs of lines at one distance where a sentence runs on
_SLACK = 1.05  # letters differ in width, so lines in signs differ too
_NEARLY = 0.8

_ENDS = re.compile(r"[.!?:;][»”\"')\]*_]*$")
_ENDS_SOFTLY = re.compile(r"[:;][»”\"')\]*_]*$")
_STARTS_LOW = re.compile(r"[«“\"'(*_]*[a-zæøåäöáéčđŋšŧž]")
_CUT_WORD = re.compile(r"([A-Za-zÆØÅæøå]+)-$")
_HANGING = {"og", "eller", "og/eller", "samt", "men", "til", "kontra"}


class Doubt(StrEnum):
    """Why a paragraph may have been put together wrongly."""

    JOINED = "joined"
    SPLIT = "split"
    HYPHEN = "hyphen"


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a whole list or a whole table, as Markdown."""

    kind: LineKind
    text: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class _Layout:
    """How a page was set: lines this far apart may belong together, and a full line is this wide."""

    gap: int
    width: int | None


@dataclass
class _Group:
    """Lines found to belong together."""

    lines: list[Line]
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def kind(self) -> LineKind:
        return self.lines[0].kind


def joined(text: str, *, starts_block: Callable[[str], bool] = lambda _: False) -> list[Block]:
    """Return the blocks of a text with printed lines joined to paragraphs.

    ``starts_block`` says of a line that it begins a paragraph whatever the line before looks like.
    """
    lines = read_lines(text)
    layout = _layout(lines)
    words = set(re.findall(r"[\w-]+", text.lower()))
    groups: list[_Group] = []
    for line in lines:
        if line.kind is LineKind.ITEM and starts_block(line.text):
            line = replace(line, kind=LineKind.TEXT)  # «1. Bakgrunn» is a heading
        joins, doubt = False, None
        if groups:
            joins, doubt = _judge(groups[-1], line, layout=layout, starts_block=starts_block)
        if joins:
            groups[-1].lines.append(line)
        else:
            groups.append(_Group([line]))
        if doubt:
            groups[-1].doubts.append(doubt)
    return [_block(group, words=words) for group in groups]


def _layout(lines: list[Line]) -> _Layout:
    """Learn from the places where a sentence runs on from one line to the next."""
    pairs = [(a, b) for a, b in pairwise(lines) if _is_prose(a) and b.kind is LineKind.TEXT]
    running = [(a, b) for a, b in pairs if _runs_on(a, b)]
    prose = [line for line in lines if _is_prose(line)]
    typed = sum(len(line.text) > _PRINTED_AT_MOST for line in prose)
    gap = 0
    if typed * 10 <= len(prose):
        for distance in {b.gap for _, b in running}:
            share = sum(b.gap == distance for _, b in running) / sum(b.gap == distance for _, b in pairs)
            gap = max(gap, distance if share >= _MANY else 0)
    running = [(a, b) for a, b in running if b.gap <= gap]
    longest = max((len(a.text) for a, _ in running), default=0)
    needs = sorted(_need(a, b) for a, b in running if len(a.text) >= 0.6 * longest)
    return _Layout(gap, min(needs[len(needs) // 10], longest) if needs else None)


def _is_prose(line: Line) -> bool:
    return line.kind in {LineKind.TEXT, LineKind.ITEM}


def _runs_on(line: Line, following: Line) -> bool:
    return (
        _SURE_LENGTH <= len(line.text) <= _PRINTED_AT_MOST
        and not _ENDS.search(line.text)
        and bool(_STARTS_LOW.match(following.text))
    )


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= 8


def _need(line: Line, following: Line) -> int:
    """Return how wide the page would have had to be for the next word to stay on the line."""
    return len(line.text) + 1 + len(following.text.split(" ", 1)[0])


def _judge(
    group: _Group, line: Line, *, layout: _Layout, starts_block: Callable[[str], bool]
) -> tuple[bool, Doubt | None]:
    """Return whether a line belongs to the lines before it, and the doubt about that."""
    last = group.lines[-1]
    same = group.kind is line.kind
    if LineKind.CODE in {group.kind, line.kind}:
        return same and line.gap == 0, None
    if starts_block(line.text):
        return False, None
    if same and line.kind in {LineKind.TABLE, LineKind.QUOTE}:
        return line.gap == 0, None
    if same and line.kind is LineKind.ITEM:
        return line.gap <= max(1, layout.gap), None
    if group.kind not in {LineKind.TEXT, LineKind.ITEM, LineKind.NOTE} or line.gap > layout.gap:
        return False, None
    if line.kind is LineKind.ITEM:
        # «… i» / «2. etasje»: a number that a sentence runs on to.
        low = re.match(r"\d+\. [a-zæøå]", line.text)
        return bool(low) and not _ENDS.search(last.text) and len(last.text) >= _SURE_LENGTH, None
    if line.kind is not LineKind.TEXT:
        return False, None
    return _judge_prose(last, line, width=layout.width)


def _judge_prose(last: Line, line: Line, *, width: int | None) -> tuple[bool, Doubt | None]:
    ends, ends_softly = bool(_ENDS.search(last.text)), bool(_ENDS_SOFTLY.search(last.text))
    if _is_capitals(last.text) or _is_capitals(line.text):
        return _is_capitals(last.text) and _is_capitals(line.text) and not ends, None
    need = _need(last, line)
    if _CUT_WORD.search(last.text):
        return True, None
    if _STARTS_LOW.match(line.text):
        return _judge_low(need, width=width, ends=ends, ends_softly=ends_softly)
    if ends_softly:
        return False, None
    if width is None:
        runs_on = not ends and len(last.text) >= 1.5 * _SURE_LENGTH
        return runs_on, Doubt.JOINED if runs_on else None
    if ends:
        if need > width:
            return True, Doubt.JOINED
        return False, Doubt.SPLIT if need * _SLACK > width else None
    if need > _NEARLY * width:
        return True, Doubt.JOINED if need <= width else None
    return False, None


def _judge_low(need: int, *, width: int | None, ends: bool, ends_softly: bool) -> tuple[bool, Doubt | None]:
    """Judge a line that starts with a small letter."""
    full = width is None or need > _NEARLY * width
    if ends_softly:
        full = width is not None and need > width
        return full, Doubt.JOINED if full else None
    if ends:  # by an abbreviation, most likely: «m.v.»
        return True, None if full else Doubt.JOINED
    if width is not None and need < 0.6 * width:
        return False, Doubt.SPLIT
    return True, None


def _block(group: _Group, *, words: set[str]) -> Block:
    doubts = list(group.doubts)
    texts = [line.text for line in group.lines]
    if group.kind in {LineKind.TEXT, LineKind.NOTE, LineKind.HEADING}:
        text = _one_line(texts, words=words, doubts=doubts)
        text = escape_start(text) if group.kind is LineKind.TEXT else text
    elif group.kind is LineKind.ITEM:
        text = _list(group.lines, words=words, doubts=doubts)
    else:
        text = "\n".join(texts)
    return Block(group.kind, text, tuple(dict.fromkeys(doubts)))


def _list(lines: list[Line], *, words: set[str], doubts: list[Doubt]) -> str:
    items: list[list[Line]] = []
    for line in lines:
        if line.kind is LineKind.ITEM:
            items.append([line])
        else:
            items[-1].append(line)
    indents: list[int] = []
    texts = []
    for item in items:
        while indents and item[0].indent < indents[-1]:
            indents.pop()
        if not indents or item[0].indent >= indents[-1] + 2:
            indents.append(item[0].indent)
        text = _one_line([line.text for line in item], words=words, doubts=doubts)
        texts.append("    " * (len(indents) - 1) + text)
    return "\n".join(texts)


def _one_line(texts: list[str], *, words: set[str], doubts: list[Doubt]) -> str:
    parts = texts[:1]
    for before, text in pairwise(texts):
        cut = _CUT_WORD.search(before)
        first = re.match(r"\w+", text)
        if not cut or not first or text.split(" ", 1)[0].strip(".,") in _HANGING:
            parts.append(" " + text)
            continue
        stem, rest = cut[1].lower(), first[0].lower()
        if text[0].islower() and f"{stem}-{rest}" not in words:
            parts[-1] = parts[-1][:-1]
            if stem + rest not in words:
                doubts.append(Doubt.HYPHEN)
        parts.append(text)
    return "".join(parts)
