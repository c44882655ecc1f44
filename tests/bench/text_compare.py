"""Two texts of 10,000 words compared, against difflib on the changed paragraphs alone.

difflib is given what stands between the spaces of those paragraphs, and is told for nothing which they are. A
comparison parts words from their commas too; difflib on words and signs takes half as long again.
"""

from collections.abc import Callable
from difflib import SequenceMatcher

from motionflow.domain.differences import ChangeKind, accepted, compare, rejected
from tests.bench.measuring import Figure, Run, milliseconds
from tests.bench.text_samples import dice, edited, text

NAME = "text_compare_10000_words"
MOST_TIMES = 3.0

OLD = text(dice(1), paragraphs=148, words_each=68)
NEW = edited(dice(2), OLD, changes=218)


def measure() -> Figure:
    """Return the time of the comparison."""
    took, baseline, ratio = milliseconds(lambda: compare(OLD, NEW), changed_alone(), rounds=9, calls=3)
    return Figure(NAME, took, "ms", baseline, ratio, MOST_TIMES, is_kept=ratio <= MOST_TIMES)


def changed_alone(parted: Callable[[str], list[str]] = str.split) -> Run:
    """Return difflib at work on the paragraphs that changed, parted into words in some way."""
    changes = compare(OLD, NEW)
    assert (rejected(changes), accepted(changes)) == (OLD, NEW)
    changed = [each for each in changes if each.kind is ChangeKind.CHANGED]
    pairs = [(each.old.text, each.new.text) for each in changed if each.old and each.new]
    assert len(pairs) > 100

    def run() -> None:
        for old, new in pairs:
            matcher = SequenceMatcher(None, parted(old), parted(new), autojunk=False)
            matcher.get_opcodes()

    return run
