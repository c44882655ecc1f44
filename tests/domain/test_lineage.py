"""How many of our words are left: counted from the comparison that is shown."""

from hypothesis import given, settings

from motionflow.domain.lineage import Kept, kept_in
from tests.domain.edited_texts import edited, generated

OURS = "Kommunen bevilger 500 000 kr slik at 10 studenter kan starte i 2019."


def test_the_words_that_stand_unchanged_are_counted() -> None:
    theirs = "Kommunen bevilger 250 000 kr slik at 5 studenter kan starte i 2020."

    assert kept_in(OURS, theirs) == Kept(9, 12)
    assert round(kept_in(OURS, theirs).share, 2) == 0.75


def test_signs_do_not_count_and_numbers_do() -> None:
    assert kept_in("**Nei!** Vi vil ha 500 000 kr – nå.", "500 000 kr").of == 7


def test_words_of_a_paragraph_that_was_moved_are_kept() -> None:
    first, second = "Kommunen søker om tilskudd i god tid.", "Partiet følger saken helt fram."

    assert kept_in(f"{first}\n\n{second}", f"{second}\n\n{first}") == Kept(12, 12)


def test_a_word_that_stands_in_two_of_the_texts_counts_once() -> None:
    first, second = "Kommunen bygger lys.", "Partiet følger saken helt fram."

    assert kept_in(f"{first}\n\n{second}", first, first, second) == Kept(8, 8)


def test_of_another_text_nothing_is_kept() -> None:
    assert kept_in(OURS, "Saken avvises.") == Kept(0, 12)
    assert kept_in(OURS) == Kept(0, 12)
    assert kept_in("", OURS).share == 0


@settings(deadline=None)
@given(generated)
def test_of_the_same_text_all_is_kept(text: str) -> None:
    kept = kept_in(text, text)

    assert kept.words == kept.of


@settings(deadline=None)
@given(edited())
def test_no_more_is_kept_than_there_was(texts: tuple[str, str]) -> None:
    kept = kept_in(*texts)

    assert 0 <= kept.words <= kept.of


def test_the_few_words_that_are_left_of_a_rewritten_paragraph_are_found() -> None:
    theirs = "1. Det settes av 250 000 kr til studieplasser i helseledelse.\n2. Budsjettet endres."
    ours = "Partiet vil at ti ledere i helse og omsorg kan begynne på studiet i helseledelse."

    assert kept_in(ours, theirs) == Kept(2, 15)
