"""A stretch of text put together from edits that do not conflict there, every word traced."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from motionflow.domain.differences import ChangeKind, PieceKind, shared_space
from motionflow.domain.merged import Ids, MergedParagraph, TracedPiece, ids_of
from motionflow.domain.paragraphs import Paragraph, paragraphs_of
from motionflow.domain.tokens import Token, tokens_of
from motionflow.domain.touching import Addition, Spots, Touch, WordEdit, Written

_Item = tuple[PieceKind, Token, Ids]


def assemble(base: Sequence[Paragraph], spots: Spots, touches: Sequence[Touch]) -> list[MergedParagraph]:
    """Return a stretch of a text as edits make it, with what they remove in its place."""
    found: list[MergedParagraph] = []
    for spot in range(spots[0], spots[1] + 1):
        place, what = divmod(spot, 3)
        if what == 1:
            found.append(_standing(base, place, touches))
        else:
            found += _coming(base, spot, touches)
    return found


def _standing(base: Sequence[Paragraph], place: int, touches: Sequence[Touch]) -> MergedParagraph:
    paragraph = base[place]
    removers = ids_of(touch.removed.get(place, ()) for touch in touches)
    if removers:
        piece = TracedPiece(PieceKind.REMOVED, paragraph.text, removers)
        return MergedParagraph(ChangeKind.REMOVED, place + 1, (piece,), paragraph)
    movers = tuple(touch.id for touch in touches if place in touch.moved)
    if movers:
        piece = TracedPiece(PieceKind.SAME, paragraph.text, movers)
        return MergedParagraph(ChangeKind.MOVED_AWAY, place + 1, (piece,), paragraph)
    tight = [touch.tight[place] for touch in touches if place in touch.tight]
    return _worded(replace(paragraph, is_tight=[paragraph.is_tight, *tight][-1]), place, touches)


def _coming(base: Sequence[Paragraph], spot: int, touches: Sequence[Touch]) -> Iterator[MergedParagraph]:
    """Yield what is added at one place: what two edits both add once, and in their order otherwise."""
    several: dict[tuple[tuple[str, int | None], ...], list[tuple[Touch, list[Addition]]]] = {}
    for touch in touches:
        if spot in touch.added:
            additions = touch.added[spot]
            several.setdefault(tuple(each.says for each in additions), []).append((touch, additions))
    here = set()
    for same in several.values():
        for alike in zip(*(additions for _, additions in same), strict=True):
            place = alike[0].moved_from
            if place is None:
                yield _added(alike)
            elif place not in here:
                here.add(place)
                movers = tuple(touch.id for touch in touches if place in touch.moved)
                tight = replace(base[place], is_tight=alike[0].paragraph.is_tight)
                yield _worded(tight, place, touches, movers=movers)


def _added(additions: Sequence[Addition]) -> MergedParagraph:
    """Return a paragraph that one edit adds, or several in the same words."""
    columns = zip(*(addition.tokens for addition in additions), strict=True)
    items = [(PieceKind.ADDED, column[0].token, ids_of(each.by for each in column)) for column in columns]
    return MergedParagraph(ChangeKind.ADDED, None, _pieces_of(items), additions[0].paragraph)


def _worded(
    paragraph: Paragraph, place: int, touches: Sequence[Touch], *, movers: Ids = ()
) -> MergedParagraph:
    """Return a paragraph of the base with the words that edits change in it."""
    leads = [touch.leads[place] for touch in touches if place in touch.leads]
    items = _with_lead(list(_items(paragraph, place, touches)), paragraph, leads)
    pieces = _pieces_of(items)
    text = "".join(piece.text for piece in pieces if piece.kind is not PieceKind.REMOVED)
    kind = ChangeKind.SAME if text == paragraph.text else ChangeKind.CHANGED
    if not text.strip():  # one edit took the first half and another the second
        return MergedParagraph(ChangeKind.REMOVED, place + 1, pieces, paragraph)
    if movers:
        kind = ChangeKind.MOVED_HERE
        pieces = tuple(replace(each, by=each.by or movers) for each in pieces)
    now = paragraphs_of(text)
    line_kind = now[0].kind if kind is not ChangeKind.SAME and now else paragraph.kind
    return MergedParagraph(kind, place + 1, pieces, Paragraph(line_kind, text, paragraph.is_tight))


def _items(paragraph: Paragraph, place: int, touches: Sequence[Touch]) -> Iterator[_Item]:
    """Yield the tokens of a paragraph, and what became of each."""
    tokens = tokens_of(paragraph.text)
    edits = _together(edit for touch in touches for edit in touch.words.get(place, ()))
    spaces = {
        index: (space, (touch.id,))
        for touch in touches
        for index, space in touch.spaces.get(place, {}).items()
    }
    at = 0
    for edit in [*edits, WordEdit(len(tokens), len(tokens), (), ())]:
        for index in range(at, edit.start):
            yield from _kept(tokens[index], spaces.get(index))
        yield from ((PieceKind.REMOVED, token, edit.by) for token in tokens[edit.start : edit.end])
        yield from ((PieceKind.ADDED, each.token, each.by) for each in edit.tokens)
        at = max(at, edit.end)


def _kept(token: Token, change: tuple[str, Ids] | None) -> Iterator[_Item]:
    if change is None or change[0] == token.space:
        yield PieceKind.SAME, token, ()
        return
    yield PieceKind.REMOVED, Token(token.space, ""), change[1]
    yield PieceKind.ADDED, Token(change[0], ""), change[1]
    yield PieceKind.SAME, Token("", token.word), ()


def _together(edits: Iterable[WordEdit]) -> list[WordEdit]:
    """Return edits in the order of the text, with those that do the same as one."""
    found: dict[tuple[int, int, tuple[str, ...]], WordEdit] = {}
    for edit in edits:
        same = found.get(edit.says)
        if same is None:
            found[edit.says] = edit
            continue
        tokens = tuple(
            Written(one.token, ids_of([one.by, other.by]))
            for one, other in zip(same.tokens, edit.tokens, strict=True)
        )
        found[edit.says] = replace(same, tokens=tokens, by=ids_of([same.by, edit.by]))
    return sorted(found.values(), key=lambda edit: (edit.start, edit.end))


def _with_lead(items: list[_Item], paragraph: Paragraph, leads: Sequence[str]) -> list[_Item]:
    """Return the tokens with the space that the paragraph begins with, whatever token came to be first."""
    first = next((number for number, item in enumerate(items) if item[0] is not PieceKind.REMOVED), None)
    if first is None:
        return items
    kind, token, by = items[first]
    text = paragraph.text
    lead = leads[-1] if leads else text[: len(text) - len(text.lstrip())]
    if token.space == lead:
        return items
    now: Iterable[_Item] = _kept(token, (lead, ()))
    if kind is PieceKind.ADDED:
        now = [(kind, token._replace(space=lead), by)]
    return [*items[:first], *now, *items[first + 1 :]]


def _pieces_of(items: Iterable[_Item]) -> tuple[TracedPiece, ...]:
    """Return tokens as pieces; the space that what was removed and what came begin with stayed."""
    found: list[TracedPiece] = []
    for (kind, by), group in groupby(items, key=lambda item: (item[0], item[2])):
        text = "".join(token.text for _, token, _ in group)
        if kind is PieceKind.ADDED and found and found[-1].kind is PieceKind.REMOVED:
            removed = found[-1]
            shared = shared_space(removed.text, text)
            found[-1:] = [
                TracedPiece(PieceKind.SAME, shared),
                replace(removed, text=removed.text[len(shared) :]),
            ]
            text = text.removeprefix(shared)
        found.append(TracedPiece(kind, text, by))
    said = (piece for piece in found if piece.text)
    return tuple(
        TracedPiece(kind, "".join(piece.text for piece in group), by)
        for (kind, by), group in groupby(said, key=lambda piece: (piece.kind, piece.by))
    )
