"""Footnotes of texts that are put together and taken apart: no note loses what it says, none gets another's.

A note is referred to as ``[^label]`` and said in a paragraph of its own, ``[^label]: …``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

_NAMED = re.compile(r"(?<!\\)\[\^([^\]\s]{1,40})\]")
_SAID = re.compile(r"\[\^([^\]\s]{1,40})\]:")


def labels_of(text: str) -> list[str]:
    """Return the labels of the notes that a text says, in their order."""
    return list(dict.fromkeys(said[1] for said in map(_SAID.match, text.split("\n")) if said))


def relabelled(text: str, names: Mapping[str, str]) -> str:
    """Return a text with other labels for its notes; those without a new name keep theirs."""
    return _NAMED.sub(lambda found: f"[^{names.get(found[1], found[1])}]", text) if names else text


def joined(parts: Iterable[str]) -> str:
    """Return texts as one, with all their notes at its end, numbered in their order."""
    words: list[str] = []
    notes: list[str] = []
    for part in parts:
        first = len(notes) + 1
        own = {label: str(number) for number, label in enumerate(labels_of(part), start=first)}
        before, said = apart(relabelled(part, own))
        words.append(before)
        notes += said
    return "\n\n".join(filter(None, [*words, *notes]))


def inside(text: str, *, begin: str, end: str) -> str:
    """Return a text in which each note stands between two marks where it is referred to.

    A reference to a note that nothing is said in stays as it was written, and so does a note that
    nothing refers to.
    """
    if "[^" not in text:
        return text
    words, said = apart(text)
    named = set(_NAMED.findall(words))
    by_label = {labels_of(note)[0]: note for note in said}
    left = [note for label, note in by_label.items() if label not in named]

    def noted(found: re.Match[str]) -> str:
        note = by_label.get(found[1])
        if note is None:
            return found[0]
        says = _NAMED.sub("", note[note.index(":") + 1 :].replace("|", "\\|"))
        return f"{begin}{' '.join(says.split())}{end}"

    return "\n\n".join([_NAMED.sub(noted, words), *left])


def signed(text: str, *, signs: str) -> tuple[str, dict[str, str]]:
    """Return a text whose references to notes are single signs, and what each note says by its sign.

    ``signs`` are taken in the order in which the notes are said; notes beyond them stay as they are.
    """
    words, said = apart(text)
    by_label = {labels_of(note)[0]: note for note in said}
    sign_of = dict(zip(by_label, signs, strict=False))
    left = [note for label, note in by_label.items() if label not in sign_of]
    says = {sign: by_label[label].partition(":")[2].strip() for label, sign in sign_of.items()}
    return _NAMED.sub(lambda found: sign_of.get(found[1], found[0]), "\n\n".join([words, *left])), says


def parted(text: str, heading: str) -> tuple[str, str]:
    """Return what stands before a heading and behind it, each with the notes it refers to, from number 1."""
    words, said = apart(text)
    before, _, behind = words.partition(heading)
    return _noted(before, said), _noted(behind, said)


def apart(text: str) -> tuple[str, list[str]]:
    """Return a text without what its notes say, and that."""
    words: list[str] = []
    notes: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        where = words
        lines = paragraph.split("\n")
        for place, line in enumerate(lines):
            if _SAID.match(line):
                where = notes
                notes.append(line)
            elif place == 0:
                words.append(line)
            else:
                where[-1] += f"\n{line}"
    return "\n\n".join(words).strip(), notes


def with_own(parts: Sequence[str], said: Sequence[str], *, elsewhere: str | None = None) -> list[str]:
    """Return the parts of a text and behind them the notes they refer to.

    With ``elsewhere``, the other words of the text, those that nothing refers to come along too.
    """
    here, there = set(_NAMED.findall("\n\n".join(parts))), set(_NAMED.findall(elsewhere or ""))
    labelled = [(labels_of(note)[0], note) for note in said]
    is_rest = elsewhere is not None
    return [*parts, *(note for label, note in labelled if label in here or (is_rest and label not in there))]


def aligned(labels: Sequence[str], wanted: Sequence[str], *, others: Iterable[str]) -> dict[str, str]:
    """Return new names by which ``labels`` become those ``wanted``, one for one, and others none of them."""
    names = dict(zip(labels, wanted, strict=False))
    free = (str(number) for number in count(1) if str(number) not in wanted)
    return names | {label: next(free) for label in others if label not in names}


def _noted(words: str, said: Sequence[str]) -> str:
    named = set(_NAMED.findall(words))
    own = [note for note in said if labels_of(note)[0] in named]
    return joined(["\n\n".join([words.strip(), *own])])
