"""40 amendments to one text of 50 paragraphs put together, against reading what each of them changes."""

from motionflow.domain.differences import compare
from motionflow.domain.merged import Edit
from motionflow.domain.merging import merge
from tests.bench.measuring import Figure, milliseconds
from tests.bench.text_samples import dice, text, words

NAME = "text_merge_40_amendments"
MOST_TIMES = 4.0

BASE = text(dice(5), paragraphs=50, words_each=60)
AMENDMENTS = 40


def measure() -> Figure:
    """Return the time of putting them together; some conflict, as they do."""
    edits = [Edit(f"A{number}", _amended(number)) for number in range(1, AMENDMENTS + 1)]
    assert merge(BASE, edits).conflicts

    def read() -> None:
        for edit in edits:
            compare(BASE, edit.text)

    took, baseline, ratio = milliseconds(lambda: merge(BASE, edits), read, rounds=9, calls=2)
    return Figure(NAME, took, "ms", baseline, ratio, MOST_TIMES, is_kept=ratio <= MOST_TIMES)


def _amended(number: int) -> str:
    """Return the base with three changes: words in two paragraphs, and a paragraph that goes or comes."""
    chance = dice(100 + number)
    parts = BASE.split("\n\n")
    for _ in range(2):
        place = chance.randrange(len(parts))
        said = parts[place].split(" ")
        at = chance.randrange(len(said) - 3)
        said[at : at + 2] = words(chance, 3)
        parts[place] = " ".join(said)
    if number % 2:
        del parts[chance.randrange(len(parts))]
    else:
        parts.insert(chance.randrange(len(parts)), " ".join(words(chance, 30)))
    return "\n\n".join(parts)
