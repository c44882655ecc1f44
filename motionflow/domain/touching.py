"""What one edited text does to the text it was edited from, and where two of them touch the same words.

Places are counted as ``spot``s, so that what stands between two paragraphs has a place too: of the
paragraph at place p (from 0), 3p lies before it, 3p+1 is the paragraph, and 3p+2 is what came in its stead.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from motionflow.domain.aligning import likeness
from motionflow.domain.differences import ChangeKind, ParagraphChange, compare
from motionflow.domain.merged import Ids
from motionflow.domain.paragraphs import Paragraph, paragraphs_of
from motionflow.domain.tokens import Token, part_of, spans_of, tokens_of

_ALTERNATIVES = 0.5  # so alike, two paragraphs added at one place are two proposals for one thing

Origin = Callable[[int, int], Ids]
"""Gives, of the paragraph at a place and the token in it, who wrote it."""


@dataclass(frozen=True)
class Written:
    """A token that came, and who wrote it."""

    token: Token
    by: Ids


@dataclass(frozen=True)
class WordEdit:
    """The tokens from ``start`` up to ``end`` of a paragraph become others; equal ends mean added."""

    start: int
    end: int
    tokens: tuple[Written, ...]
    by: Ids

    @property
    def says(self) -> tuple[int, int, tuple[str, ...]]:
        """What it does, whoever does it."""
        return self.start, self.end, tuple(each.token.word for each in self.tokens)


@dataclass(frozen=True)
class Addition:
    """A paragraph that comes: a new one, or (``moved_from``, a place) one that stood elsewhere."""

    paragraph: Paragraph
    tokens: tuple[Written, ...] = ()
    moved_from: int | None = None

    @property
    def says(self) -> tuple[str, int | None]:
        """What comes, whoever adds it."""
        return ("" if self.moved_from is not None else self.paragraph.text), self.moved_from


@dataclass(frozen=True)
class Hunk:
    """Paragraphs in a row that one edit removes, from ``start`` up to ``end``."""

    start: int
    end: int

    @property
    def spots(self) -> tuple[int, int]:
        """The first and the last spot of it."""
        return 3 * self.start + 1, 3 * self.end - 1


@dataclass
class Touch:
    """Everything one edit does to the text it was edited from, by place of the paragraph or by spot."""

    id: str
    words: dict[int, list[WordEdit]] = field(default_factory=dict)
    spaces: dict[int, dict[int, str]] = field(default_factory=dict)
    leads: dict[int, str] = field(default_factory=dict)
    tight: dict[int, bool] = field(default_factory=dict)
    removed: dict[int, Ids] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    added: dict[int, list[Addition]] = field(default_factory=dict)
    hunks: list[Hunk] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        """Whether it changes nothing that a reader sees."""
        return not (self.words or self.removed or self.moved or self.added or any(self.spaces.values()))


def touch_of(base: str, text: str, *, id: str, origin: Origin | None = None) -> Touch:
    """Return what an edited text does to the text it was edited from."""
    touch = Touch(id)
    written_by = origin or (lambda place, token: (id,))
    before = 0  # how many paragraphs of the old text lie behind
    run: list[int] = []
    for change in compare(base, text):
        if change.stands_in_old:
            if change.kind is not ChangeKind.REMOVED:
                run = []
            before += 1
        if change.kind is ChangeKind.REMOVED:
            run.append(before - 1)
            _remove(touch, run)
        elif change.kind is ChangeKind.MOVED_AWAY:
            touch.moved.setdefault(before - 1, -1)
        elif change.kind in (ChangeKind.ADDED, ChangeKind.MOVED_HERE):
            spot = 3 * run[-1] + 2 if run else 3 * before
            _add(touch, change, spot, written_by)
        else:
            _change_words(touch, change, written_by)
    return touch


def whole_touch_of(base: str, text: str, *, id: str, origin: Origin | None = None) -> Touch:
    """Return what a text does that stands instead of the whole, whatever the two have in common."""
    touch = Touch(id)
    count = len(paragraphs_of(base))
    written_by = origin or (lambda place, token: (id,))
    touch.removed = dict.fromkeys(range(count), (id,))
    touch.hunks = [Hunk(0, count)] if count else []
    touch.added = {
        max(0, 3 * count - 1): [
            Addition(paragraph, _written(paragraph.text, place, written_by))
            for place, paragraph in enumerate(paragraphs_of(text))
        ]
    }
    return touch


def _remove(touch: Touch, run: list[int]) -> None:
    touch.removed[run[-1]] = (touch.id,)
    if len(run) > 1:
        touch.hunks.pop()
    touch.hunks.append(Hunk(run[0], run[-1] + 1))


def _add(touch: Touch, change: ParagraphChange, spot: int, written_by: Origin) -> None:
    paragraph, place = _new(change)
    if change.kind is ChangeKind.MOVED_HERE and change.old_number:
        touch.moved[change.old_number - 1] = spot
        _change_words(touch, change, written_by)
        addition = Addition(paragraph, moved_from=change.old_number - 1)
    else:
        addition = Addition(paragraph, _written(paragraph.text, place, written_by))
    touch.added.setdefault(spot, []).append(addition)


def _change_words(touch: Touch, change: ParagraphChange, written_by: Origin) -> None:
    paragraph, new_place = _new(change)
    if change.old is None or change.old_number is None:
        return
    place = change.old_number - 1
    if change.old.is_tight is not paragraph.is_tight:
        touch.tight[place] = paragraph.is_tight
    if change.old.text == paragraph.text:
        return
    old, new = tokens_of(change.old.text), tokens_of(paragraph.text)
    written = _written(paragraph.text, new_place, written_by)
    for span in spans_of(old, new):
        if not span.is_same:
            edit = WordEdit(span.old_from, span.old_to, written[span.new_from : span.new_to], (touch.id,))
            touch.words.setdefault(place, []).append(edit)
            continue
        for index in range(span.old_to - span.old_from):
            one, other = old[span.old_from + index], new[span.new_from + index]
            if one.space != other.space:
                touch.spaces.setdefault(place, {})[span.old_from + index] = other.space
    if old and new and old[0].space != new[0].space:
        touch.leads[place] = new[0].space


def _new(change: ParagraphChange) -> tuple[Paragraph, int]:
    if change.new is None or change.new_number is None:
        raise ValueError("the paragraph does not stand in the new text")
    return change.new, change.new_number - 1


def _written(text: str, place: int, written_by: Origin) -> tuple[Written, ...]:
    return tuple(Written(token, written_by(place, number)) for number, token in enumerate(tokens_of(text)))


Spots = tuple[int, int]
"""The first and the last spot of a stretch of text."""


def clashes_between(one: Touch, other: Touch) -> Iterator[Spots]:
    """Yield the stretches where two edits touch the same words, or one what the other removes."""
    for place in one.words.keys() & other.words.keys():
        if any(_word_clash(mine, theirs) for mine in one.words[place] for theirs in other.words[place]):
            yield _spots_of(place)
    for mine, theirs in ((one, other), (other, one)):
        for place in mine.removed.keys() & (theirs.words.keys() | theirs.moved.keys()):
            yield _spots_of(place)
        yield from (hunk.spots for hunk in mine.hunks if any(_is_inside(spot, hunk) for spot in theirs.added))
    for place in one.removed.keys() & other.removed.keys():
        ends = {3 * hunk.end - 1 for touch in (one, other) for hunk in touch.hunks if _holds(hunk, place)}
        if any(_says(one, end) != _says(other, end) for end in ends):
            yield _spots_of(place)
    for place in one.moved.keys() & other.moved.keys():
        if one.moved[place] != other.moved[place]:
            yield _hull(3 * place + 1, one.moved[place], other.moved[place])
    for spot in one.added.keys() & other.added.keys():
        if _says(one, spot) != _says(other, spot) and _are_alternatives(one.added[spot], other.added[spot]):
            yield spot, spot


def stretch_around(spots: Spots, touches: Sequence[Touch]) -> Spots:
    """Return a stretch grown until no edit reaches across its ends: what is removed in a row, or moved."""
    first, last = spots
    while True:
        hunks = (hunk.spots for touch in touches for hunk in touch.hunks)
        moves = (_hull(3 * place + 1, spot) for touch in touches for place, spot in touch.moved.items())
        reach = [(low, high) for low, high in hunks if low <= last and first <= high]
        reach += [each for each in moves if (first <= each[0] <= last) != (first <= each[1] <= last)]
        grown = _hull(first, last, *chain.from_iterable(reach))
        if grown == (first, last):
            return grown
        first, last = grown


def _spots_of(place: int) -> Spots:
    return 3 * place + 1, 3 * place + 2


def _hull(*spots: int) -> Spots:
    return min(spots), max(spots)


def _holds(hunk: Hunk, place: int) -> bool:
    return hunk.start <= place < hunk.end


def _is_inside(spot: int, hunk: Hunk) -> bool:
    """Return whether a place between two paragraphs lies between two that are removed."""
    return spot % 3 == 0 and 3 * hunk.start < spot < 3 * hunk.end


def _says(touch: Touch, spot: int) -> list[tuple[str, int | None]]:
    return [addition.says for addition in touch.added.get(spot, ())]


def _word_clash(one: WordEdit, other: WordEdit) -> bool:
    if one.says == other.says:
        return False
    if one.start == one.end or other.start == other.end:
        # What is only added touches the words on both sides of it.
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def _are_alternatives(one: Sequence[Addition], other: Sequence[Addition]) -> bool:
    mine, theirs = (
        [part_of([each.token for each in addition.tokens]) for addition in side] for side in (one, other)
    )
    return any(likeness(here, there) >= _ALTERNATIVES for here in mine for there in theirs)
