"""A text in numbered lines: what is seen is broken, whatever the markup, and numbered through."""

from hypothesis import given, settings
from hypothesis import strategies as st

from motionflow.documents.kept_words import with_kept_in_bold
from motionflow.documents.markdown_tree import inlines_of
from motionflow.documents.numbered import line_span, numbered_paragraphs
from motionflow.documents.text_lines import Set, lines_of
from motionflow.domain.lineage import kept_in
from motionflow.domain.paragraphs import Paragraph
from motionflow.domain.texts import LineKind
from tests.domain.edited_texts import edited, generated

TEXT = """\
## Vilkår

Kommunen setter av **500 000 kroner slik at ti ledere** i helse og omsorg kan begynne på \
[studiet](https://x.no/y) i helseledelse.[^1]

- Studiet tas ved siden av arbeid.
- Lederne får fri.

| År | Kroner |
|---|---:|
| 2019 | 250 000 |

[^1]: Se sakspapirene.
"""


def said(text: str, *, first: int = 1) -> list[tuple[int, str]]:
    return [
        (line.number, " ".join("".join(run.text for run in cell) for cell in line.cells))
        for paragraph in numbered_paragraphs(text, first=first)
        for line in paragraph.lines
    ]


def test_lines_are_numbered_through_headings_items_and_rows_as_they_are_seen() -> None:
    assert said(TEXT, first=3) == [
        (3, "Vilkår"),
        (4, "Kommunen setter av 500 000 kroner slik at ti ledere i helse og omsorg"),
        (5, "kan begynne på studiet i helseledelse."),
        (6, "Studiet tas ved siden av arbeid."),
        (7, "Lederne får fri."),
        (8, "År Kroner"),
        (9, "2019 250 000"),
    ]


def test_markup_that_goes_on_over_a_break_goes_on() -> None:
    long = "**" + "Lys langs hele veien fra skolen og helt fram til brua ved den gamle mølla, takk." + "**"
    (paragraph,) = numbered_paragraphs(long)

    assert len(paragraph.lines) == 2
    assert all(run.look.bold for line in paragraph.lines for run in line.runs)


def test_a_reference_to_a_note_stays_on_the_line_of_its_word() -> None:
    text = numbered_paragraphs(TEXT)[1]

    assert [run.note for run in text.lines[1].runs if run.note] == ["1"]


def test_a_paragraph_knows_its_first_and_last_line() -> None:
    heading, text, *_ = numbered_paragraphs(TEXT)

    assert (line_span(heading), line_span(text)) == ((1, 1), (2, 3))


def test_items_keep_their_marks_and_numbers() -> None:
    shapes = [(each.shape.set, each.counted) for each in numbered_paragraphs("3. Tre\n4. Fire\n\n- Punkt")]

    assert shapes == [(Set.NUMBER, 3), (Set.NUMBER, 4), (Set.BULLET, 0)]


@settings(deadline=None)
@given(generated)
def test_every_text_can_be_numbered_without_gaps(text: str) -> None:
    numbers = [number for number, _ in said(text)]

    assert numbers == list(range(1, len(numbers) + 1))


def test_the_words_that_are_left_are_bold_and_no_others() -> None:
    marked = with_kept_in_bold(
        "Kommunen bevilger midler til lys.", "Kommunen bevilger **ingen** midler til asfalt."
    )

    assert marked == "**Kommunen bevilger** ingen **midler til** asfalt."


@settings(deadline=None)
@given(edited())
def test_marking_what_is_left_changes_no_word(texts: tuple[str, str]) -> None:
    marked = with_kept_in_bold(*texts)

    assert (
        kept_in(texts[1].replace("**", ""), marked.replace("**", "")).words
        == kept_in(texts[1].replace("**", "")).of
    )


@settings(deadline=None)
@given(
    st.text(
        # Control signs and signs of private use are taken out of what people write.
        alphabet=st.characters(exclude_characters="\\`*_[]<>&!", exclude_categories=["Cc", "Co", "Cs"]),
        max_size=80,
    )
)
def test_words_without_markup_are_read_as_markdown_would_read_them(text: str) -> None:
    line = " ".join(text.split())
    (element,) = inlines_of([line])
    read = lines_of([Paragraph(LineKind.TEXT, line)]).by_number[1]

    assert "".join(run.text for run in read.runs) == "".join(element.itertext())
