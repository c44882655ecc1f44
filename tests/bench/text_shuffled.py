"""The worst two texts to compare: 10,000 words, every one of them somewhere else."""

import re

from motionflow.domain.differences import accepted, compare
from tests.bench.measuring import Figure, milliseconds
from tests.bench.text_compare import OLD, changed_alone
from tests.bench.text_samples import dice

NAME = "text_compare_shuffled"
MOST_TIMES = 15.0
_WORDS_EACH = 68
_WORDS_AND_SIGNS = re.compile(r"\w+|[^\w\s]")


def measure() -> Figure:
    """Return the time of the comparison, against difflib on the changed paragraphs of an ordinary edit."""
    words = OLD.split()
    shuffled = dice(3).sample(words, len(words))
    new = "\n\n".join(
        " ".join(shuffled[start : start + _WORDS_EACH]) for start in range(0, len(shuffled), _WORDS_EACH)
    )
    assert accepted(compare(OLD, new)) == new
    alone = changed_alone(_WORDS_AND_SIGNS.findall)
    took, baseline, ratio = milliseconds(lambda: compare(OLD, new), alone, rounds=5, calls=1)
    return Figure(NAME, took, "ms", baseline, ratio, MOST_TIMES, is_kept=ratio <= MOST_TIMES)
