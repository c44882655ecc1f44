"""Two texts compared: whole words inside aligned paragraphs, and nothing lost either way."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from motionflow.domain.differences import (
    ParagraphChange,
    Piece,
    PieceKind,
    accepted,
    compare,
    compare_words,
    is_unchanged,
    rejected,
)
from motionflow.domain.paragraphs import paragraphs_of, text_of
from motionflow.domain.texts import LineKind, tidy
from motionflow.domain.tokens import shared_tokens, tokens_of
from tests.domain.edited_texts import WORDS, edited, generated


def shown(pieces: tuple[Piece, ...]) -> str:
    sides = {PieceKind.SAME: "{}", PieceKind.ADDED: "+{}+", PieceKind.REMOVED: "-{}-"}
    return "".join(sides[piece.kind].format(piece.text) for piece in pieces)


def kinds(changes: tuple[ParagraphChange, ...]) -> list[str]:
    return [change.kind.value for change in changes]


@settings(deadline=None)
@given(generated)
@example("a\n\n```\nb\n\nc\n```\nd")
@example("```\na\n\nb")
def test_a_text_is_its_paragraphs_put_together(text: str) -> None:
    assert text_of(paragraphs_of(text)) == tidy(text)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_its_paragraphs_put_together(text: str) -> None:
    assert text_of(paragraphs_of(text)) == tidy(text)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_its_tokens_put_together(text: str) -> None:
    assert "".join(token.text for token in tokens_of(text)) == text


@settings(deadline=None)
@given(
    *[st.lists(st.sampled_from(("ord", " ", " ", "1", "000", ".", "-", "\n", "**")), max_size=6).map("".join)]
    * 4
)
@example("det koster 1 ", "000", "500", " 000 kroner i året")
@example("to ", "", " ord", " til slutt")
def test_what_two_texts_share_at_their_edges_is_whole_tokens(
    start: str, one: str, other: str, end: str
) -> None:
    old, new = start + one + end, start + other + end
    ahead, behind = shared_tokens(old, new)

    for text in (old, new):
        middle = text[ahead : len(text) - behind]
        apart = [text[:ahead], middle, text[len(text) - behind :]]
        assert [token for part in apart for token in tokens_of(part)] == tokens_of(text)
    assert old[:ahead] == new[:ahead]
    assert old[len(old) - behind :] == new[len(new) - behind :]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Vi sier 👍🏽 til dette.", "Vi sier 👎🏽 til dette.", "Vi sier -👍🏽-+👎🏽+ til dette."),
        ("Heie på 🇳🇴 nå", "Heie på 🇳🇱 nå", "Heie på -🇳🇴-+🇳🇱+ nå"),
        ("For 👨‍👩‍👧 her", "For 👨‍👩‍👦 her", "For -👨‍👩‍👧-+👨‍👩‍👦+ her"),
        ("En خانه her", "En خانه‌ها her", "En -خانه-+خانه‌ها+ her"),
        ("En שָׁלוֹם her", "En שָׁלִים her", "En -שָׁלוֹם-+שָׁלִים+ her"),
    ],
)
def test_a_picture_or_a_letter_of_several_signs_is_not_parted(old: str, new: str, said: str) -> None:
    assert shown(compare_words(old, new)) == said


def test_in_a_long_text_too_paragraphs_that_begin_alike_answer_to_those_they_are_most_like() -> None:
    words = [f"punkt{number} fra{number} til{number} med{number}" for number in range(180)]
    olds = [f"Årsmøtet mener {' '.join(words[at : at + 3])}." for at in range(0, 180, 3)]
    changed = [text.replace("mener", "krever") for text in olds]
    gone, come = olds[30], "Et helt nytt avsnitt som ikke likner noe annet."
    news = [*changed[:30], *changed[31:40], come, *changed[40:]]

    changes = compare("\n\n".join(olds), "\n\n".join(news))

    assert [change.old.text for change in changes if change.kind == "removed" and change.old] == [gone]
    assert [change.new.text for change in changes if change.kind == "added" and change.new] == [come]


@settings(max_examples=150, deadline=None)
@given(edited())
def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old(texts: tuple[str, str]) -> None:
    old, new = texts
    changes = compare(old, new)

    assert accepted(changes) == tidy(new)
    assert rejected(changes) == tidy(old)


@settings(deadline=None)
@given(st.text(), st.text())
def test_nothing_is_lost_of_any_two_texts(old: str, new: str) -> None:
    changes = compare(old, new)

    assert (rejected(changes), accepted(changes)) == (tidy(old), tidy(new))


@settings(deadline=None)
@given(generated, st.booleans())
def test_a_text_does_not_differ_from_itself(text: str, with_spaces: bool) -> None:
    assert is_unchanged(compare(text, text + ("\n \n" if with_spaces else "")))


@settings(deadline=None)
@given(edited())
def test_paragraphs_are_numbered_as_they_stand_in_each_text(texts: tuple[str, str]) -> None:
    changes = compare(*texts)
    olds = [change.old_number for change in changes if change.stands_in_old]
    news = [change.new_number for change in changes if change.stands_in_new]

    assert olds == list(range(1, len(paragraphs_of(texts[0])) + 1))
    assert news == list(range(1, len(paragraphs_of(texts[1])) + 1))


@settings(deadline=None)
@given(edited())
def test_whole_words_are_compared(texts: tuple[str, str]) -> None:
    for change in compare(*texts):
        for place, piece in enumerate(change.pieces[1:], start=1):
            before = change.pieces[place - 1]
            if PieceKind.SAME in (piece.kind, before.kind):
                assert not (before.text[-1].isalpha() and piece.text[0].isalpha())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "bevilger midler til 10 studenter",
            "bevilger midler til 5 studenter",
            "bevilger midler til -10-+5+ studenter",
        ),
        ("Vi vil ha lys.", "Vi vil ha lys, og det snart.", "Vi vil ha lys+, og det snart+."),
        ("Alle ansatte får kurs.", "Ansatte får kurs.", "-Alle ansatte-+Ansatte+ får kurs."),
        ("en to tre", "en  to tre", "en- -+  +to tre"),
        ("## Bakgrunn", "### Bakgrunn", "-##-+###+ Bakgrunn"),
        ("- lys", "1. lys", "---+1.+ lys"),
        ("ber om svar", "ber om **svar**", "ber om +**+svar+**+"),
        (
            "inntil 500 000 kr i 2019",
            "inntil 500 000 kr over to år",
            "inntil 500 000 kr -i 2019-+over to år+",
        ),
        ("koster 500 000 kr", "koster 250 000 kr", "koster -500 000-+250 000+ kr"),
        ("A B", "", "-A B-"),
    ],
)
def test_a_changed_paragraph_shows_its_words(old: str, new: str, expected: str) -> None:
    assert shown(compare_words(old, new)) == expected


def test_a_little_word_between_two_rewritten_halves_does_not_break_them_up() -> None:
    old, new = "gode sykehjem og trygge hjem", "billige bussruter og vanlig drift"

    assert shown(compare_words(old, new)) == f"-{old}-+{new}+"


def test_a_heading_an_item_and_a_row_are_paragraphs_of_their_own() -> None:
    text = (
        "# Lys\nVeien er mørk\nom vinteren.\n- ved skolen\n  og barnehagen\n- ved brua\n\n| a |\n|---|\n| b |"
    )
    rows = [LineKind.TABLE] * 3
    expected = [LineKind.HEADING, LineKind.TEXT, LineKind.ITEM, LineKind.ITEM, *rows]

    assert [each.kind for each in paragraphs_of(text)] == expected


def test_a_moved_paragraph_is_told_from_a_removed_and_an_added_one() -> None:
    first, second, third = (
        "Lys langs hele veien.",
        "Kommunen dekker det som trengs.",
        "Svar innen påske, takk.",
    )
    changes = compare("\n\n".join([first, second, third]), "\n\n".join([third, first, second]))

    assert kinds(changes) == ["moved_here", "same", "same", "moved_away"]
    assert [(each.old_number, each.new_number) for each in changes] == [(3, 1), (1, 2), (2, 3), (3, 1)]


def test_a_paragraph_moved_and_changed_shows_its_words_where_it_came() -> None:
    stays = "Kommunen dekker det som trengs, og legger fram regnskapet for årsmøtet hvert eneste år."
    moves = "Lys langs hele veien innen påske."
    changes = compare(f"{moves}\n\n{stays}", f"{stays}\n\n{moves.replace('påske', 'jul')}")

    assert kinds(changes) == ["moved_away", "same", "moved_here"]
    assert shown(changes[2].pieces) == "Lys langs hele veien innen -påske-+jul+."


def test_a_removed_paragraph_stands_before_the_one_that_came_in_its_place() -> None:
    changes = compare("Først.\n\nGammelt og borte.\n\nSist.", "Først.\n\nNy tanke her.\n\nSist.")

    assert kinds(changes) == ["same", "removed", "added", "same"]


def test_a_new_row_in_a_table_is_one_added_row() -> None:
    table = "| År | Kroner |\n|---|---|\n| 2019 | 250 000 |"
    changes = compare(table, table + "\n| 2020 | 250 000 |")

    assert kinds(changes) == ["same", "same", "same", "added"]


def test_a_very_long_paragraph_is_still_compared_word_by_word() -> None:
    sentences = [f"Setning {number} handler om {WORDS[number % 20]} og lite annet." for number in range(400)]
    old = " ".join(sentences)
    new = old.replace("Setning 200 handler", "Setning 200 dreier seg").replace(
        "Setning 7 handler om bør og", ""
    )
    pieces = compare_words(old, new)

    assert len(tokens_of(old)) > 2_000
    assert len([piece for piece in pieces if piece.kind is not PieceKind.SAME]) <= 4
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.ADDED) == old


def test_the_worst_texts_are_compared_within_bounds() -> None:
    """Not a measure: without the bounds each of these takes minutes or hours."""
    chance = random.Random(4)
    shuffled = [" ".join(chance.choices(WORDS, k=60)) for _ in range(170)]
    two_words = " ".join(chance.choices(["ja", "nei"], k=8_000))
    pairs = [
        ("\n\n".join(shuffled), "\n\n".join(chance.sample(shuffled, len(shuffled)))),
        (two_words, " ".join(chance.choices(["ja", "nei"], k=8_000))),
        ("\n\n".join(["- lys"] * 5_000), "\n\n".join(["- lys"] * 4_000 + ["- mer lys"] * 900)),
        ("a " * 20_000, "b a " * 10_000),
        ("*" * 20_000 + "[" * 20_000, "[" * 20_000 + "*" * 20_000),
    ]
    for old, new in pairs:
        changes = compare(old, new)
        assert accepted(changes) == tidy(new)
