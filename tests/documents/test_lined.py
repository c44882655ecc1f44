"""The booklet breaks and numbers lines as the page does, whatever stands in the text."""

import dataclasses
import io

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from motionflow.documents.blank import W
from motionflow.documents.lined import between_marks, tree_with_lines
from motionflow.documents.word import make_paper
from motionflow.documents.words import lined
from motionflow.web.changes import shown_text
from tests.documents import samples

DECISION = """\
## Vilkår

Kommunen setter av **penger slik at ti ledere i helse og omsorg kan begynne på studiet** i \
[helseledelse](https://example.org/x), og legger fram en sak om hva det koster.

- Studiet tas ved siden av arbeid, og lederne får fri med lønn til samlingene som holdes i distriktet.
    - Også vikarer.

| År | Kroner |
|---|---|
| 2019 | 250 000 |"""
GROUNDS = (
    "Veien er smal, og mange kjører fortere enn de har lov til, særlig om morgenen når barna går der.\n\nHer."
)


def lines_of(content: bytes) -> list[tuple[int, str]]:
    """Return the numbered lines of a paper: each number, and the words after it."""
    found: list[tuple[int, str]] = []
    for paragraph in Document(io.BytesIO(content)).element.body.iter(f"{{{W}}}p"):
        style = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
        if style is None or not str(style.get(f"{{{W}}}val")).startswith("Lined"):
            continue
        for run in paragraph.iter(f"{{{W}}}r"):
            said = "".join(text.text or "" for text in run.iter(f"{{{W}}}t"))
            kind = run.find(f"{{{W}}}rPr/{{{W}}}rStyle")
            if kind is not None and kind.get(f"{{{W}}}val") == "ParagraphNumber":
                found.append((int(said), ""))
            else:
                found[-1] = (found[-1][0], found[-1][1] + said)
    return found


def shown_lines(text: str, *, first: int = 1) -> list[tuple[int, str]]:
    """Return the numbered lines of a text as its page shows them."""
    return [
        (
            line.number,
            (paragraph.marker if number == 0 else "")
            + " | ".join("".join(segment.text for segment in cell) for cell in line.cells),
        )
        for paragraph in shown_text(text, first=first)
        for number, line in enumerate(paragraph.lines)
    ]


def test_the_booklet_has_the_lines_of_the_page_and_counts_on_in_the_grounds() -> None:
    motion = dataclasses.replace(samples.BOOKLET.motions[0], proposed_decision=DECISION, grounds=GROUNDS)
    booklet = dataclasses.replace(samples.BOOKLET, motions=(motion,))
    first = len(shown_lines(DECISION)) + 1

    assert first == 10
    assert lines_of(make_paper(booklet, language="nb").content) == [
        *shown_lines(DECISION),
        *shown_lines(GROUNDS, first=first),
    ]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab \n\ue010\ue011text1|#-")))
def test_no_text_can_end_its_own_lines_or_begin_others(text: str) -> None:
    tree = tree_with_lines(f"Først.\n\n{lined(text)}\n\nSist.\n")

    assert [block.tag for block in tree] == ["p", "lined", "p"]


def test_a_paper_without_numbered_lines_is_read_as_before() -> None:
    assert [block.tag for block in tree_with_lines("# A\n\nB\n")] == ["h1", "p"]
    assert between_marks("a", kind="text", goes_on=True) == "\ue010text on\na\n\ue011"
