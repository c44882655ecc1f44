"""The text of a Word document when some of its changes are accepted and the others rejected."""

from dataclasses import replace

from motionflow.documents.word_model import (
    Block,
    Cell,
    Chosen,
    Item,
    Paragraph,
    Row,
    Run,
    Shape,
    Table,
    WordText,
    everything,
    paragraphs_in,
)


def seen_text(text: WordText, chosen: Chosen = everything) -> WordText:
    """Return the document with the chosen changes accepted and all others rejected: none are left in it."""
    blocks = _seen(text.blocks, chosen)
    _count(blocks, {}, set())
    return replace(text, blocks=blocks, notes=_numbered_notes(text, blocks, chosen))


def _numbered_notes(text: WordText, blocks: list[Block], chosen: Chosen) -> dict[str, list[Block]]:
    """Return the notes that are still referred to, numbered anew in the order of their references."""
    numbers: dict[str, str] = {}
    for paragraph in paragraphs_in(blocks):
        for place, run in enumerate(paragraph.runs):
            if run.note:
                number = numbers.setdefault(run.note, str(len(numbers) + 1))
                paragraph.runs[place] = replace(run, note=number)
    return {number: _seen(text.notes.get(old, []), chosen) for old, number in numbers.items()}


def _seen(blocks: list[Block], chosen: Chosen) -> list[Block]:
    found: list[Block] = []
    held: list[Run] = []
    held_shape = Shape()
    for block in blocks:
        if isinstance(block, Table):
            if held:  # nothing joins a table
                found.append(Paragraph(held_shape, held))
                held = []
            rows = [
                Row([Cell(_seen(cell.blocks, chosen), cell.width, cell.is_covered) for cell in row.cells])
                for row in block.rows
                if row.is_in(chosen)
            ]
            if rows:
                found.append(Table(rows))
            continue
        own = [run.seen(chosen) for run in block.runs if run.is_in(chosen)]
        shape = block.former_shape if block.formatted and not chosen(block.formatted) else block.shape
        # Where a mark is taken away, the text joins the paragraph after it, which gives it its shape.
        if not own and held:
            shape = held_shape
        if block.ends_in(chosen):
            found.append(Paragraph(shape, joined([*held, *own])))
            held = []
        else:
            held, held_shape = [*held, *own], shape
    if held:
        found.append(Paragraph(held_shape, joined(held)))
    return found


def joined(runs: list[Run]) -> list[Run]:
    """Return runs with neighbours that look alike made one."""
    made: list[Run] = []
    for run in runs:
        last = made[-1] if made else None
        if last is not None and not run.note and not last.note and replace(last, text=run.text) == run:
            made[-1] = replace(last, text=last.text + run.text)
        else:
            made.append(run)
    return made


def _count(blocks: list[Block], counts: dict[str, list[int | None]], begun: set[str]) -> None:
    """Give the numbered items their numbers, in reading order."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    _count(cell.blocks, counts, begun)
        elif block.shape.item is not None and block.shape.item.is_numbered and block.text.strip():
            item = block.shape.item
            block.shape = replace(block.shape, item=replace(item, number=_number(item, counts, begun)))


def _number(item: Item, counts: dict[str, list[int | None]], begun: set[str]) -> int:
    of_counter = counts.setdefault(item.counter, [None] * 9)
    if item.list_id not in begun:
        begun.add(item.list_id)
        for level in item.restarts:
            of_counter[level] = None
    before = of_counter[item.level]
    number = item.start if before is None else before + 1
    of_counter[item.level] = number
    of_counter[item.level + 1 :] = [None] * (8 - item.level)
    return number
