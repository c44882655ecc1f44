"""Notes keep what they say when texts are put together, taken apart and numbered anew."""

from motionflow.domain.coherent import coherent_changes, text_with
from motionflow.domain.differences import compare
from motionflow.domain.notes import aligned, joined, labels_of, parted, relabelled

GROUNDS = "Vi mener det[^a], og mer[^b].\n\n[^a]: Fordi.\n[^b]: Se budsjettet."
DECISION = "Vi vil ha lys[^1].\n\n[^1]: Ved skolen.\n\nOg gangvei."


def test_two_texts_with_the_same_labels_keep_their_own_notes() -> None:
    whole = joined([GROUNDS, "## Forslag", DECISION])

    assert whole.split("\n\n") == [
        *("Vi mener det[^1], og mer[^2].", "## Forslag", "Vi vil ha lys[^3].", "Og gangvei."),
        *("[^1]: Fordi.", "[^2]: Se budsjettet.", "[^3]: Ved skolen."),
    ]
    before, behind = parted(whole, "## Forslag")
    assert (before, behind) == (joined([GROUNDS]), joined([DECISION]))


def test_a_new_note_gets_a_number_that_no_other_has() -> None:
    names = aligned(["1", "3"], ["1", "2"], others=["1", "2", "3"])

    assert names == {"1": "1", "3": "2", "2": "3"}
    assert relabelled("a[^1] b[^2] c[^3]\n\n[^3]: C", names) == "a[^1] b[^3] c[^2]\n\n[^2]: C"
    assert labels_of("a[^1]\n\n[^3]: C\n[^x]: D") == ["3", "x"]


def test_a_note_that_came_goes_with_the_words_that_name_it() -> None:
    old = "Første.\n\nAndre.\n\nTredje."
    new = "Første her.\n\nAndre[^1].\n\nTredje.\n\n[^1]: Se regnskapet."
    changes = compare(old, new)
    groups = coherent_changes(changes)

    assert len(groups) == 2
    assert text_with(changes, groups[1]) == "Første.\n\nAndre[^1].\n\nTredje.\n\n[^1]: Se regnskapet."
