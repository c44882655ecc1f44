"""Slips that can be told for certain; a doubtful word is left in peace."""

import pytest

from motionflow.domain.spelling import NAME, REPEATED, SPELLING, find_spellings


def slips(text: str, *names: str) -> list[tuple[str, object]]:
    return [
        (kind, params.get("suggested", params.get("word")))
        for kind, params in find_spellings([text], names=names)
    ]


@pytest.mark.parametrize("written", ["Nord Sør", "Nord-Sør"])
def test_a_known_name_written_otherwise_is_found(written: str) -> None:
    found = slips(f"Vi bor i {written} kommune.", "Nord-Sør")

    assert found == ([(NAME, "Nord-Sør")] if written == "Nord Sør" else [])


def test_a_name_is_known_from_a_longer_one() -> None:
    assert slips("Vi bor i Nord Sør, og Nord Sør er fint.", "Nord-Sør kommune") == [(NAME, "Nord-Sør")]


def test_a_name_is_known_from_its_other_spelling_in_the_text() -> None:
    assert slips("Nord-Sør er fint. Vi bor i Nord Sør.") == [(NAME, "Nord-Sør")]


def test_a_name_is_known_from_the_initials_of_a_body() -> None:
    assert slips("N-S Arbeiderparti ber Nord Sør kommune.") == [(NAME, "Nord-Sør")]
    assert slips("N-S Arbeiderparti ber Lia Prøvevik kommune.") == []


def test_a_name_spelled_right_is_left_in_peace() -> None:
    assert slips("N-S Arbeiderparti ber Nord-Sør kommune.", "Nord-Sør") == []


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("omsorgsektoren", "omsorgssektoren"),
        ("OMSORGTJENESTER", "OMSORGSTJENESTER"),
        ("utdanningtilbud", "utdanningstilbud"),
    ],
)
def test_a_missing_s_in_a_compound_is_found(written: str, right: str) -> None:
    assert slips(f"Vi ser på {written} nå.") == [(SPELLING, right)]


@pytest.mark.parametrize(
    "word", ["omsorgssektoren", "omsorgen", "omsorgsfull", "omsorga", "utdanningene", "arbeiderlag"]
)
def test_right_words_are_left_in_peace(word: str) -> None:
    assert slips(f"Vi ser på {word} nå.") == []


def test_the_genitive_of_an_acronym_is_found_only_if_the_text_has_the_acronym() -> None:
    assert slips("Vi spurte NAV. Navs svar var nei.") == [(SPELLING, "NAVs")]
    assert slips("Navs svar var nei.") == []
    assert find_spellings(["HER ER IS", "Iss er kaldt."], names=()) == []


def test_a_grave_accent_for_an_apostrophe_is_found() -> None:
    assert slips("Se KS`nye tall.") == [(SPELLING, "KS’ nye")]
    assert slips("Se `kode` her.") == []


@pytest.mark.parametrize(
    "text", ["Vi går og og ser.", "Vi bor i i Lia.", "I rapporten ble tjenestene i Lia ble lys ikke nevnt."]
)
def test_a_word_written_twice_is_found(text: str) -> None:
    assert [kind for kind, _ in slips(text)] == [REPEATED]


@pytest.mark.parametrize(
    "text",
    [
        "Veien ble bygd og lyset ble slått på.",
        "Da veien ble bygd, ble lyset slått på.",
        "Veien som ble bygd der huset ble revet.",
        "Veien ble bygd. Lyset ble slått på.",
        "Det er det det er.",
    ],
)
def test_a_word_rightly_used_twice_is_left_in_peace(text: str) -> None:
    assert slips(text) == []
