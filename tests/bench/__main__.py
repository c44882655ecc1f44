"""Print one JSON object a line, and exit 1 when a bound is broken."""

import sys
from functools import partial

from tests.bench import (
    case_list,
    case_page,
    paper,
    search_cases,
    text_compare,
    text_merge,
    text_shuffled,
    vote_hall,
    vote_open,
    vote_sealed,
    word,
)

MEASUREMENTS = (
    *(case_page.measure, case_list.measure, search_cases.measure),
    *(paper.measure, word.measure_two_pages, word.measure_booklet, word.measure_memory),
    *(text_compare.measure, text_shuffled.measure, text_merge.measure),
    *(partial(votes.measure, kind) for votes in (vote_open, vote_sealed) for kind in vote_hall.BOTH),
)


def main() -> int:
    """Measure everything and return the exit code."""
    broken = 0
    for measure in MEASUREMENTS:
        figure = measure()
        print(figure.line(), flush=True)
        if not figure.is_kept:
            broken += 1
            print(
                f"{figure.name}: its ratio {figure.ratio:.2f} breaks its bound {figure.bound}",
                file=sys.stderr,
            )
    return 1 if broken else 0


sys.exit(main())
