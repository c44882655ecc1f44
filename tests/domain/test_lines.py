"""Lines with numbers that people can say: fixed, whole words, nothing lost."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from motionflow.domain.lines import LINE_LENGTH, ShownParagraph, break_lines, number_lines

TEXT = (
    "Kommunen setter av penger slik at ti ledere i helse og omsorg kan begynne på studiet i helseledelse, "
    "og legger fram en sak om hva det koster, hvordan det dekkes og hvilke tilskudd som kan søkes."
)


def lines_of(words: str) -> list[str]:
    return [words[start:end] for start, end in break_lines(words)]


def test_lines_are_broken_at_spaces_and_are_no_longer_than_a_line() -> None:
    assert lines_of(TEXT) == [
        "Kommunen setter av penger slik at ti ledere i helse og omsorg kan",
        "begynne på studiet i helseledelse, og legger fram en sak om hva det",
        "koster, hvordan det dekkes og hvilke tilskudd som kan søkes.",
    ]


def test_a_word_that_is_longer_than_a_line_is_cut() -> None:
    assert [len(line) for line in lines_of("Se " + "a" * (2 * LINE_LENGTH + 5))] == [
        2,
        LINE_LENGTH,
        LINE_LENGTH,
        5,
    ]


def test_a_number_with_hard_spaces_stays_on_one_line() -> None:
    words = "a" * (LINE_LENGTH - 4) + " 500\u00a0000"

    assert lines_of(words)[1] == "500\u00a0000"


def test_wide_signs_take_two_places() -> None:
    assert [len(line) for line in lines_of("語" * 50)] == [LINE_LENGTH // 2, 50 - LINE_LENGTH // 2]


def test_lines_are_counted_through_the_paragraphs_of_a_text() -> None:
    paragraphs = [
        ShownParagraph(1, "Overskrift"),
        ShownParagraph(2, TEXT),
        ShownParagraph(3, ""),
        ShownParagraph(4, "År og beløp " * 20, is_row=True),
        ShownParagraph(5, "Slutt."),
    ]
    found = number_lines(paragraphs, first=8)

    assert [(line.number, line.paragraph) for line in found] == [
        (8, 1),
        (9, 2),
        (10, 2),
        (11, 2),
        (12, 4),
        (13, 5),
    ]


@settings(deadline=None)
@given(st.text())
def test_no_word_of_any_text_is_lost_or_said_twice(words: str) -> None:
    places = break_lines(words)
    ends = [0, *(end for _, end in places)]

    assert all(before <= start < end for before, (start, end) in zip(ends, places, strict=False))
    assert "".join("".join(words[start:end].split()) for start, end in places) == "".join(words.split())


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abcæøå", min_size=1, max_size=100)))
def test_no_line_could_have_held_the_next_word(words: list[str]) -> None:
    text = " ".join(words)
    lines = lines_of(text)

    assert all(len(line) <= LINE_LENGTH for line in lines)
    for line, following in pairwise(lines):
        assert len(line) == LINE_LENGTH or len(line) + 1 + len(following.split(" ")[0]) > LINE_LENGTH
