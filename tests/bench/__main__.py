"""Print one JSON object a line, and exit 1 when a bound is broken."""

import sys
from collections.abc import Iterator
from functools import partial

from tests.bench import (
    case_list,
    case_page,
    paper,
    search_cases,
    text_compare,
    text_merge,
    text_shuffled,
    vote_count,
    vote_follow,
    vote_hall,
    vote_open,
    vote_rush,
    vote_sealed,
    word,
)
from tests.bench.measuring import Figure

MEASUREMENTS = (
    *(case_page.measure, case_list.measure, search_cases.measure),
    *(paper.measure, word.measure_two_pages, word.measure_booklet, word.measure_memory),
    *(text_compare.measure, text_shuffled.measure, text_merge.measure),
    *(partial(votes.measure, kind) for votes in (vote_open, vote_sealed) for kind in vote_hall.BOTH),
)


def main() -> int:
    """Measure everything and return the exit code."""
    broken = 0
    for figure in _figures():
        print(figure.line(), flush=True)
        if not figure.is_kept:
            broken += 1
            print(
                f"{figure.name}: its ratio {figure.ratio:.2f} breaks its bound {figure.bound}",
                file=sys.stderr,
            )
    return 1 if broken else 0


def _figures() -> Iterator[Figure]:
    for measure in MEASUREMENTS:
        yield measure()
    for kind in vote_hall.BOTH:
        yield from vote_rush.measure(kind)
        yield from vote_follow.measure(kind)
    yield from vote_count.measure()


sys.exit(main())
