"""Which parts of an old text answer to which of a new one: by likeness, in order, in bounded time."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

_ALL_PAIRS = 2_500  # up to this many pairs all are looked at; beyond it, those that share two rare neighbours
_COMMON = 64  # two words that are neighbours in so many pairs of parts tell nothing
_LEAST_ALIKE = 0.3
_LEAST_ALIKE_CLOSELY = 0.08
_LEAST_ALIKE_ALONE = 0.15  # one part against one part: most likely the same, rewritten
_EDGES_ALIKE = 0.5  # so large a share at the start and at the end, sign by sign, and no words are counted
_MOVED_ALIKE = 0.7
_MOVED_WORDS = 5


@dataclass(frozen=True)
class Part:
    """A part of a text: ``key`` is its signs or its tokens, ``size`` how much of the text it is.

    ``read`` gives its words, which are asked for only where what it answers to is not plain without them.
    """

    key: str | tuple[str, ...]
    size: int
    read: Callable[[], Sequence[str]]

    @cached_property
    def words(self) -> Sequence[str]:
        """Its words, small letters."""
        return self.read()

    @cached_property
    def bag(self) -> frozenset[str]:
        """Its words, each once: the small ones that come again and again say little of what it is about."""
        return frozenset(self.words)


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


def align(old: Sequence[Part], new: Sequence[Part], *, closely: bool = False) -> Alignment:
    """Return which parts answer to each other; what stands in no pair is removed or added.

    ``closely`` sets parts beside each other that share a few words only.
    """
    ahead, behind = shared_ends([part.key for part in old], [part.key for part in new])
    pairs = [Pair(number, number, 1.0) for number in range(ahead)]
    least = _LEAST_ALIKE_CLOSELY if closely else _LEAST_ALIKE
    middle = _align_middle(old[ahead : len(old) - behind], new[ahead : len(new) - behind], least)
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


def likeness(one: Part, other: Part) -> float:
    """Return how large a share of their words, each counted once, two parts have in common (0–1)."""
    total = len(one.bag) + len(other.bag)
    return 2 * len(one.bag & other.bag) / total if total else 0.0


def _align_middle(old: Sequence[Part], new: Sequence[Part], least: float) -> Alignment:
    """Align what is left between an equal beginning and an equal end."""
    equal = _equal_pairs(old, new)
    left, right = _besides(equal, old, new)
    if len(left) * len(right) <= _ALL_PAIRS:
        kept = _in_order([*equal, *_alike_pairs(old, left, new, right, least)], old)
    else:
        kept = _in_order(equal, old)
        for gap in list(_gaps(kept, len(old), len(new))):
            kept += _plain_pairs(
                old,
                [place for place in left if place in gap[0]],
                new,
                [place for place in right if place in gap[1]],
            )
        for here, there in _gaps(kept, len(old), len(new)):
            within = [place for place in left if place in here], [place for place in right if place in there]
            kept = [*kept, *_in_order(list(_alike_pairs(old, within[0], new, within[1], least)), old)]
    moved = [pair for pair in equal if old[pair.old].words]
    moved = _apart_from(kept, moved)
    left, right = _besides([*kept, *moved], old, new)
    moved += _apart_from(
        [*kept, *moved],
        sorted(
            (
                pair
                for pair in _alike_pairs(old, left, new, right, _MOVED_ALIKE)
                if len(old[pair.old].words) >= _MOVED_WORDS
            ),
            key=lambda pair: -pair.alike,
        ),
    )
    kept = [*kept, *_rewritten(old, new, kept, moved)]
    return Alignment(tuple(sorted(kept)), tuple(sorted(moved)))


def _besides(pairs: Iterable[Pair], old: Sequence[Part], new: Sequence[Part]) -> tuple[list[int], list[int]]:
    """Return the places of the parts that stand in none of some pairs."""
    pairs = list(pairs)
    same_old, same_new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    left = [place for place in range(len(old)) if place not in same_old]
    return left, [place for place in range(len(new)) if place not in same_new]


def _apart_from(taken: Iterable[Pair], pairs: Iterable[Pair]) -> list[Pair]:
    """Return those pairs, the first first, of which no part is taken."""
    taken = list(taken)
    olds, news = {pair.old for pair in taken}, {pair.new for pair in taken}
    found = []
    for pair in pairs:
        if pair.old not in olds and pair.new not in news:
            olds.add(pair.old)
            news.add(pair.new)
            found.append(pair)
    return found


def _gaps(kept: list[Pair], olds: int, news: int) -> Iterator[tuple[range, range]]:
    """Yield the places between pairs that are kept, where both texts have parts."""
    ends = [Pair(-1, -1, 0.0), *sorted(kept), Pair(olds, news, 0.0)]
    for one, following in pairwise(ends):
        here, there = range(one.old + 1, following.old), range(one.new + 1, following.new)
        if here and there:
            yield here, there


def _plain_pairs(
    old: Sequence[Part], gone: Sequence[int], new: Sequence[Part], come: Sequence[int]
) -> Iterator[Pair]:
    """Yield those of as many old and new parts that begin and end as the one in the same place does."""
    if len(gone) == len(come):
        for here, there in zip(gone, come, strict=True):
            one, other = old[here].key, new[there].key
            alike = sum(shared_edges(one, other)) / max(len(one), len(other), 1)
            if alike >= _EDGES_ALIKE:
                yield Pair(here, there, alike)


def shared_edges(old: str | tuple[str, ...], new: str | tuple[str, ...]) -> tuple[int, int]:
    """Return how much two texts, or rows of tokens, share at the start and, of the rest, at the end."""
    start, most = 0, min(len(old), len(new))
    high = most
    while start < high:
        middle = (start + high + 1) // 2
        start, high = (middle, high) if old[start:middle] == new[start:middle] else (start, middle - 1)
    size, high = 0, most - start
    while size < high:
        middle = (size + high + 1) // 2
        alike = old[len(old) - middle : len(old) - size] == new[len(new) - middle : len(new) - size]
        size, high = (middle, high) if alike else (size, middle - 1)
    return start, size


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


def _alike_pairs(
    old: Sequence[Part], left: Sequence[int], new: Sequence[Part], right: Sequence[int], least: float
) -> Iterator[Pair]:
    """Yield the pairs of parts that are alike enough to be one part changed."""
    for here, there in _worth_comparing(old, left, new, right):
        sizes = len(old[here].words), len(new[there].words)
        if 2 * min(sizes) >= least * sum(sizes):
            alike = likeness(old[here], new[there])
            if alike >= least:
                yield Pair(here, there, alike)


def _worth_comparing(
    old: Sequence[Part], left: Sequence[int], new: Sequence[Part], right: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Return the pairs to look at: all when they are few, else those that share two words side by side."""
    if len(left) * len(right) <= _ALL_PAIRS:
        return [(here, there) for here in left for there in right]
    heres: dict[tuple[str, str], set[int]] = defaultdict(set)
    theres: dict[tuple[str, str], set[int]] = defaultdict(set)
    for places, parts, found in ((left, old, heres), (right, new, theres)):
        for place in places:
            for neighbours in pairwise(["", *parts[place].words]):
                found[neighbours].add(place)
    return {
        (here, there)
        for neighbours, places in heres.items()
        if len(places) * len(theres.get(neighbours, ())) <= _COMMON
        for here in places
        for there in theres.get(neighbours, ())
    }


def _in_order(pairs: list[Pair], old: Sequence[Part]) -> list[Pair]:
    """Return those of the pairs that are in order on both sides and together hold most."""
    # Ends of the best chains so far: at ``places`` (rising) the chain up to there weighs ``sums`` (rising).
    places: list[int] = []
    sums: list[float] = []
    chains: list[_Link] = []
    by_old = sorted(pairs, key=lambda pair: (pair.old, -pair.new))
    for pair in by_old:
        at = bisect_left(places, pair.new)
        before = chains[at - 1] if at else None
        weight = pair.alike * (old[pair.old].size + 1) + (sums[at - 1] if at else 0.0)
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
            alike = likeness(old[left[0]], new[right[0]])
            if alike >= _LEAST_ALIKE_ALONE:
                found.append(Pair(left[0], right[0], alike))
    return found
