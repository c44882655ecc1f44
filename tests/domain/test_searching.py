"""Words in every form and in both written languages; finds marked as plain text."""

import pytest

from motionflow.domain.searching import excerpt, likeness, query_of, stem_of


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("vedtaket", "vedtaka"),
        ("kommunene", "kommunane"),
        ("skoler", "skulane"),
        ("forslag", "framlegget"),
        ("sykehjem", "sjukeheimen"),
        ("bevilget", "løyver"),
        ("ledere", "leiarane"),
    ],
)
def test_a_word_is_found_in_its_forms_and_in_the_other_language(typed: str, written: str) -> None:
    assert any(written.startswith(each) for each in query_of(typed).beginnings)


def test_a_short_word_keeps_three_letters() -> None:
    assert stem_of("veien") == "vei"
    assert stem_of("uke") == "uke"


def test_signs_mean_nothing_and_eight_words_are_enough() -> None:
    assert query_of('"bok" AND (buss* -) : ^').words == query_of("bok and buss").words
    assert len(query_of(" ".join(f"ord{n}" for n in range(20))).words) == 8
    assert query_of("  ").words == ()


def test_an_excerpt_marks_the_finds_and_changes_nothing_else() -> None:
    text = "<b>Kommunen</b> kjøper en bokbuss til bygdene. " + "Og mer. " * 60
    pieces = excerpt(text, query_of("bokbussen"))
    assert [piece.text for piece in pieces if piece.is_hit] == ["bokbuss"]
    assert text.startswith("".join(piece.text for piece in pieces).removesuffix(" …"))


def test_what_asks_for_the_same_is_alike() -> None:
    assert likeness("Bokbuss til bygdene", "En bokbuss for alle bygder") > 0.34
    assert likeness("Bokbuss til bygdene", "Gatelys ved skolen") < 0.34
