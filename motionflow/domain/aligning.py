"""Which parts of an old text answer to which of a new one: by likeness, in order, in bounded time."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_ALL_PAIRS = 2_500  # up to this many pairs all are looked at; beyond it, those that share a rare word
_COMMON_WORD = 64  # a word in so many pairs tells nothing
_LEAST_ALIKE = 0.3
_LEAST_ALIKE_ALONE = 0.15  # one part against one part: most likely the same, rewritten
_MOVED_ALIKE = 0.7
_MOVED_WORDS = 5


@dataclass(frozen=True)
class Part:
    """A part of a text: ``key`` is equal for equal parts, ``words`` says what it is about."""

    key: Hashable
    words: Counter[str]

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.words.total()


class Pair(NamedTuple):
    """The places of an old and a new part that answer to each other, and how alike they are (0–1)."""

    old: int
    new: int
    alike: float


@dataclass(frozen=True)
class Alignment:
    """``kept`` in both orders at once; ``moved`` answer to each other across it."""

    kept: tuple[Pair, ...]
    moved: tuple[Pair, ...]


def align(old: Sequence[Part], new: Sequence[Part]) -> Alignment:
    """Return which parts answer to each other; what stands in no pair is removed or added."""
    ahead, behind = shared_ends([part.key for part in old], [part.key for part in new])
    pairs = [Pair(number, number, 1.0) for number in range(ahead)]
    middle = _align_middle(old[ahead : len(old) - behind], new[ahead : len(new) - behind])
    pairs += [Pair(pair.old + ahead, pair.new + ahead, pair.alike) for pair in middle.kept]
    pairs += [Pair(len(old) - each, len(new) - each, 1.0) for each in range(behind, 0, -1)]
    moved = tuple(Pair(pair.old + ahead, pair.new + ahead, pair.alike) for pair in middle.moved)
    return Alignment(tuple(pairs), moved)


def shared_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """Return how many things two lists have in common at the start and, of the rest, at the end."""
    most = min(len(old), len(new))
    ahead = 0
    while ahead < most and old[ahead] == new[ahead]:
        ahead += 1
    behind = 0
    while behind < most - ahead and old[-1 - behind] == new[-1 - behind]:
        behind += 1
    return ahead, behind


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how large a share of the words of two parts they have in common (0–1)."""
    total = one.total() + other.total()
    if not total:
        return 0.0
    if len(one) > len(other):
        one, other = other, one
    return 2 * sum(min(count, other[word]) for word, count in one.items()) / total


def _align_middle(old: Sequence[Part], new: Sequence[Part]) -> Alignment:
    """Align what is left between an equal beginning and an equal end."""
    equal = _equal_pairs(old, new)
    alike = list(_alike_pairs(old, new, besides=equal))
    kept = _in_order([*equal, *alike], weights=[part.size + 1 for part in old])
    crossing = [pair for pair in equal if old[pair.old].size]
    crossing += sorted(
        (pair for pair in alike if pair.alike >= _MOVED_ALIKE and old[pair.old].size >= _MOVED_WORDS),
        key=lambda pair: -pair.alike,
    )
    taken_old, taken_new = {pair.old for pair in kept}, {pair.new for pair in kept}
    moved = []
    for pair in crossing:
        if pair.old not in taken_old and pair.new not in taken_new:
            taken_old.add(pair.old)
            taken_new.add(pair.new)
            moved.append(pair)
    kept += _rewritten(old, new, kept, moved)
    return Alignment(tuple(sorted(kept)), tuple(sorted(moved)))


def _equal_pairs(old: Sequence[Part], new: Sequence[Part]) -> list[Pair]:
    """Return equal parts, the first with the first where several are equal."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, part in enumerate(new):
        places[part.key].append(place)
    used: Counter[Hashable] = Counter()
    found = []
    for place, part in enumerate(old):
        if used[part.key] < len(places.get(part.key, ())):
            found.append(Pair(place, places[part.key][used[part.key]], 1.0))
            used[part.key] += 1
    return found


def _alike_pairs(old: Sequence[Part], new: Sequence[Part], *, besides: list[Pair]) -> Iterator[Pair]:
    """Yield the pairs of unequal parts that are alike enough to be one part changed."""
    same_old, same_new = {pair.old for pair in besides}, {pair.new for pair in besides}
    left = [place for place in range(len(old)) if place not in same_old]
    right = [place for place in range(len(new)) if place not in same_new]
    for here, there in _worth_comparing(old, left, new, right):
        sizes = old[here].size, new[there].size
        if 2 * min(sizes) >= _LEAST_ALIKE * sum(sizes):
            alike = likeness(old[here].words, new[there].words)
            if alike >= _LEAST_ALIKE:
                yield Pair(here, there, alike)


def _worth_comparing(
    old: Sequence[Part], left: list[int], new: Sequence[Part], right: list[int]
) -> Iterable[tuple[int, int]]:
    """Return the pairs to look at: all of them when they are few, else those that share a rare word."""
    if len(left) * len(right) <= _ALL_PAIRS:
        return [(here, there) for here in left for there in right]
    heres: dict[str, list[int]] = defaultdict(list)
    theres: dict[str, list[int]] = defaultdict(list)
    for here in left:
        for word in old[here].words:
            heres[word].append(here)
    for there in right:
        for word in new[there].words:
            theres[word].append(there)
    return {
        (here, there)
        for word, places in heres.items()
        if len(places) * len(theres.get(word, ())) <= _COMMON_WORD
        for here in places
        for there in theres.get(word, ())
    }


def _in_order(pairs: list[Pair], *, weights: list[int]) -> list[Pair]:
    """Return those of the pairs that are in order on both sides and together weigh most."""
    # Ends of the best chains so far: at ``places`` (rising) the chain up to there weighs ``sums`` (rising).
    places: list[int] = []
    sums: list[float] = []
    chains: list[_Link] = []
    by_old = sorted(pairs, key=lambda pair: (pair.old, -pair.new))
    for pair in by_old:
        at = bisect_left(places, pair.new)
        before = chains[at - 1] if at else None
        weight = pair.alike * weights[pair.old] + (sums[at - 1] if at else 0.0)
        beaten = at
        while beaten < len(places) and sums[beaten] <= weight:
            beaten += 1
        if at < len(places) and places[at] == pair.new and beaten == at:
            continue  # a heavier chain ends there already
        places[at:beaten] = [pair.new]
        sums[at:beaten] = [weight]
        chains[at:beaten] = [_Link(pair, before)]
    found = []
    link = chains[-1] if chains else None
    while link is not None:
        found.append(link.pair)
        link = link.before
    return found[::-1]


@dataclass(frozen=True)
class _Link:
    """A pair at the end of a chain of pairs."""

    pair: Pair
    before: "_Link | None"


def _rewritten(old: Sequence[Part], new: Sequence[Part], kept: list[Pair], moved: list[Pair]) -> list[Pair]:
    """Return the pairs where one part alone stands in the place of one part alone."""
    gone, come = {pair.old for pair in moved}, {pair.new for pair in moved}
    ends = [Pair(-1, -1, 0.0), *sorted(kept), Pair(len(old), len(new), 0.0)]
    found = []
    for one, following in pairwise(ends):
        left = [place for place in range(one.old + 1, following.old) if place not in gone]
        right = [place for place in range(one.new + 1, following.new) if place not in come]
        if len(left) == len(right) == 1:
            alike = likeness(old[left[0]].words, new[right[0]].words)
            if alike >= _LEAST_ALIKE_ALONE:
                found.append(Pair(left[0], right[0], alike))
    return found
