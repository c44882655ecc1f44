"""Clean lines, paragraphs as they stand, and printed lines joined again."""

import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionflow.domain.joining import Doubt, joined
from motionflow.domain.texts import LineKind, paragraphs, tidy, tidy_lines

LONG = (
    "Kommunen bør bygge lys langs hele veien før skolen begynner til høsten, slik at barna ser hvor de går. "
    "Lysene kan settes opp av kommunens egne folk. De har gjort det før, og da tok det ikke mer enn en uke.",
    "Veien er smal. Den er også mørk om vinteren, og mange kjører fortere enn de har lov til. Foreldrene har "
    "skrevet til fylket om dette i flere år uten å få annet svar enn at saken er mottatt.",
    "Derfor tar vi saken opp nå. Vi håper at partiet vil følge den helt fram.",
)


def texts_of(text: str) -> list[str]:
    return [block.text for block in joined(text)]


def test_tidy_text_has_one_kind_of_line_end_and_no_control_signs() -> None:
    assert tidy("\n\na \r\nb\x0bc\u2028d\x00\u200be\u00adf\ufeff\r\n\n\n\n\ng\n") == "a\nb\nc\ndef\n\ng"


def test_tidy_text_is_composed_so_that_equal_words_are_equal() -> None:
    assert tidy("A\u030alesund") == "Ålesund"


def test_tidying_twice_changes_nothing_more() -> None:
    once = tidy(" a \t b\r\r\r\rc\x1ed ")
    assert tidy(once) == once


def test_paragraphs_are_split_at_blank_lines_only() -> None:
    assert paragraphs("Første\nlinje\n\n \n- a\n- b\n") == ["Første\nlinje", "- a\n- b"]


@pytest.mark.parametrize("width", [62, 80, 95, 110])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
def test_printed_lines_are_joined_at_every_width_and_spacing(width: int, between: str) -> None:
    lines = [f"{line} " for paragraph in LONG for line in textwrap.wrap(paragraph, width)]

    assert texts_of(between.join(lines)) == list(LONG)


def test_typed_paragraphs_are_left_as_they_are() -> None:
    assert texts_of("\n\n".join(LONG)) == list(LONG)
    assert texts_of("\n".join(LONG)) == list(LONG)
    assert not any(block.doubts for block in joined("\n\n".join(LONG)))


def test_wrapped_lines_with_blank_lines_between_paragraphs_are_joined() -> None:
    assert texts_of("\n\n".join(textwrap.fill(paragraph, 72) for paragraph in LONG)) == list(LONG)


@pytest.mark.parametrize("width", range(50, 121))
def test_a_paragraph_put_together_wrongly_is_always_marked(width: int) -> None:
    blocks = joined("\n\n".join(line for paragraph in LONG for line in textwrap.wrap(paragraph, width)))

    assert [block.text for block in blocks] == list(LONG) or any(block.doubts for block in blocks)


def test_a_last_line_that_fills_the_page_cannot_be_told_and_is_marked() -> None:
    lines = textwrap.wrap(LONG[0], 66) + textwrap.wrap(LONG[1], 66) + textwrap.wrap(LONG[2], 66)
    blocks = joined("\n\n".join(lines))

    assert [block.text for block in blocks] == [LONG[0], f"{LONG[1]} {LONG[2]}"]
    assert [block.doubts for block in blocks] == [(), (Doubt.JOINED,)]


def test_a_line_known_to_begin_a_paragraph_does_so_after_a_full_line() -> None:
    lines = [line for paragraph in LONG for line in textwrap.wrap(paragraph, 66)]
    blocks = joined("\n\n".join(lines), starts_block=lambda line: line.startswith("Derfor"))

    assert [block.text for block in blocks] == list(LONG)


def test_a_list_keeps_its_items_and_its_depth() -> None:
    text = "Vi vil ha:\n• lys\n  – ved skolen\n  – ved butikken\n• skilt\n\n1. først\n\n2. så"

    assert texts_of(text) == [
        "Vi vil ha:",
        "- lys\n    - ved skolen\n    - ved butikken\n- skilt\n1. først\n2. så",
    ]


def test_tables_quotes_and_code_keep_their_lines() -> None:
    text = "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n> sitat\n> mer\n\n```\nx  =  1\n\ny\n```"

    assert [block.kind for block in joined(text)] == [LineKind.TABLE, LineKind.QUOTE, LineKind.CODE]
    assert texts_of(text) == text.split("\n\n", 2)


def test_a_date_that_begins_a_paragraph_is_no_list() -> None:
    assert texts_of("16. januar møttes vi.") == ["16\\. januar møttes vi."]
    assert texts_of("Vi møttes fredag kveld på biblioteket, og der ble alt dette i\n16\\. januar bestemt.")[
        0
    ].endswith("i 16. januar bestemt.")


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ("Vi vil at alle som arbeider i helse-\nog omsorgstjenesten skal få det bedre.", "helse- og"),
        (
            "Vi vil at alle som arbeider i kommune-\nstyret skal få det bedre. kommunestyret",
            "kommunestyret skal",
        ),
        ("Vi vil at alle som arbeider i Nord-\nSør kommune skal få det bedre.", "Nord-Sør"),
        ("Vi vil at alle som bor i nord-\nsør skal få det bedre. nord-sør", "nord-sør"),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_put_together(lines: str, word: str) -> None:
    assert word in texts_of(lines)[0]


def test_lines_in_capitals_are_not_glued_to_the_text_below() -> None:
    wrapped = "\n\n".join(line for paragraph in LONG for line in textwrap.wrap(paragraph, 60))

    assert texts_of(
        "EN LANG TITTEL MED STORE BOKSTAVER SOM GÅR OVER\n\nTO LINJER I SAKSHEFTET\n\n" + wrapped
    )[:2] == [
        "EN LANG TITTEL MED STORE BOKSTAVER SOM GÅR OVER TO LINJER I SAKSHEFTET",
        LONG[0],
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_joining_loses_no_letter_and_never_fails(text: str) -> None:
    before = "".join(sign for line in tidy_lines(text) for sign in line if sign.isalnum())

    assert "".join(sign for block in joined(text) for sign in block.text if sign.isalnum()) == before


def test_ten_thousand_lines_are_joined_at_once() -> None:
    started = time.perf_counter()
    joined(
        "\n\n".join(
            ["En linje som går videre over hele bredden av arket uten å slutte", "og så slutter."] * 5_000
        )
    )
    joined("- a\n" * 10_000)
    joined("en linje uten slutt som bare går og går til den er lang nok\n" * 10_000)

    assert time.perf_counter() - started < 5
