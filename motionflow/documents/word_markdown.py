"""Blocks of a Word document, cleared of changes, as Markdown with every word kept."""

import re
from collections.abc import Iterator
from dataclasses import replace

from motionflow.documents.inline_markdown import inline
from motionflow.documents.word_model import Block, Cell, Paragraph, Run, Table, WordText, paragraphs_in
from motionflow.domain.texts import escape_start

_INDENT = "    "
_LOOKS_LIKE_BLOCK = re.compile(r"^(#{1,6}\s|>|={3,}$|-{3,}$|\||~~~|```|:\s)")
_BEGINS_WITH_NOTE = re.compile(r"^(\[\^\d+\])(?=:)")
# What people type by hand for a list is one; in a file that we have made it is text that was escaped.
_LOOKS_LIKE_ITEM = re.compile(r"^([-+*](?=\s)|\d+(?=\.\s))")


def markdown_of(text: WordText, *, is_ours: bool = False) -> str:
    """Return a document as Markdown. ``is_ours`` when every list in it is known to be one."""
    blocks = [block for block in _blocks(text.blocks, is_ours) if block.strip()]
    notes = [f"[^{number}]: {_in_one_line(_runs_of(inner))}" for number, inner in text.notes.items()]
    return "\n\n".join([*blocks, "\n".join(notes)] if notes else blocks)


def bare_lines(text: WordText) -> list[str]:
    """Return the bare text of every line of a document, its notes last."""
    paragraphs = [*text.paragraphs(), *(one for inner in text.notes.values() for one in paragraphs_in(inner))]
    return [line.strip() for one in paragraphs for line in one.text.split("\n") if line.strip()]


def _blocks(blocks: list[Block], is_ours: bool) -> Iterator[str]:
    number = 0
    while number < len(blocks):
        block = blocks[number]
        number += 1
        if isinstance(block, Table):
            yield from _table(block, is_ours)
        elif block.shape.item is not None and block.text.strip():
            last = number
            while last < len(blocks) and _belongs(blocks[last], to=block):
                last += 1
            items = [one for one in blocks[number - 1 : last] if isinstance(one, Paragraph)]
            yield "\n".join(_list(items))
            number = last
        else:
            yield _paragraph(block, is_ours)


def _paragraph(block: Paragraph, is_ours: bool) -> str:
    if block.shape.heading:
        words = _in_one_line(block.runs)
        return f"{'#' * block.shape.heading} {words}" if words else ""
    text = inline(block.runs)
    if block.shape.is_rule and not text.strip():
        return "---"
    lines = [_safe(line, is_ours) for line in text.split("\n") if line.strip()]
    return "\n".join(f"> {line}" for line in lines) if block.shape.is_quote else "\n".join(lines)


def _safe(line: str, is_ours: bool) -> str:
    line = escape_start(line.strip())
    if is_ours:
        line = _LOOKS_LIKE_ITEM.sub(lambda found: _escaped_start(found[1]), line)
    line = _BEGINS_WITH_NOTE.sub(r"\1 ", line)  # else it would be what the note says
    return _LOOKS_LIKE_BLOCK.sub(r"\\\1", line)


def _escaped_start(found: str) -> str:
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def _belongs(block: Block, *, to: Paragraph) -> bool:
    """Whether a block goes on with a list that another began: an item of its kind, or the rest of one."""
    if isinstance(block, Table):
        return False
    if not block.text.strip():  # an empty line between items is there for the look of the page
        return False
    item, first = block.shape.item, to.shape.item
    if item is None or first is None:
        return block.shape.goes_on
    return item.level > first.level or item.is_numbered == first.is_numbered


def _list(items: list[Paragraph]) -> Iterator[str]:
    levels: list[int] = []
    for one in items:
        item = one.shape.item
        words = _in_one_line(one.runs)
        if item is None:
            yield "\n" + _INDENT * len(levels) + words
            continue
        while levels and levels[-1] > item.level:
            levels.pop()
        if not levels or levels[-1] < item.level:
            levels.append(item.level)
        mark = "-" if item.number is None else f"{item.number}."
        yield f"{_INDENT * (len(levels) - 1)}{mark} {words}"


def _table(table: Table, is_ours: bool) -> Iterator[str]:
    rows = [row.cells for row in table.rows if row.cells]
    widest = max((sum(cell.width for cell in row) for row in rows), default=0)
    blocks_in = [block for row in rows for cell in row for block in cell.blocks]
    # A table of one column, or holding others, is there for the look of the page: its cells are text.
    if widest < 2 or len(rows) < 2 or any(isinstance(block, Table) for block in blocks_in):
        for row in rows:
            for cell in row:
                yield from _blocks(cell.blocks, is_ours)
        return
    texts = []
    if _is_bold(rows[0]):  # as a head is in any case, and some programs write it out
        rows[0] = [replace(cell, blocks=[_plain(block) for block in cell.blocks]) for cell in rows[0]]
    for row in rows:
        cells = []
        for cell in row:
            cells += [_cell(cell.blocks), *[""] * (cell.width - 1)]
        texts.append(cells + [""] * (widest - len(cells)))
    rule = "".join(" ---: |" if _is_right(rows, number) else " --- |" for number in range(widest))
    lines = ["| " + " | ".join(cells) + " |" for cells in texts]
    yield "\n".join([lines[0], "|" + rule, *lines[1:]])


def _is_bold(row: list[Cell]) -> bool:
    blocks = [block for cell in row for block in cell.blocks if isinstance(block, Paragraph)]
    runs = [run for block in blocks for run in block.runs if run.text.strip()]
    return bool(runs) and all(run.look.bold for run in runs)


def _plain(block: Block) -> Block:
    if isinstance(block, Paragraph):
        runs = [replace(run, look=replace(run.look, bold=False)) for run in block.runs]
        return replace(block, runs=runs)
    return block


def _cell(blocks: list[Block]) -> str:
    return _in_one_line(_runs_of(blocks), in_table=True)


def _is_right(rows: list[list[Cell]], number: int) -> bool:
    inner = [
        block
        for row in rows
        if number < len(row)
        for block in row[number].blocks
        if isinstance(block, Paragraph) and block.text.strip()
    ]
    return bool(inner) and all(block.shape.is_right_aligned for block in inner)


def _in_one_line(runs: list[Run], *, in_table: bool = False) -> str:
    """Return runs as a line of Markdown, a space where a line ends in them."""
    one_line = [replace(run, text=run.text.replace("\n", " ")) for run in runs]
    return " ".join(inline(one_line, in_table=in_table).split())


def _runs_of(blocks: list[Block]) -> list[Run]:
    """Return the runs of all paragraphs as of one, a space between them."""
    runs: list[Run] = []
    for one in paragraphs_in(blocks):
        runs += [Run(" "), *one.runs] if runs else one.runs
    return runs
