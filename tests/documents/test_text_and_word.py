"""Nothing is lost between a text and its Word file, nor between two texts and their comparison."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from motionflow.documents.compared import TextFile, compared_docx, text_docx
from motionflow.documents.reader import read_text, read_word, tidy_markdown
from motionflow.documents.redline import read_changes
from motionflow.documents.remarks import By, Remark
from motionflow.documents.word_model import everything, nothing
from motionflow.documents.word_views import seen_text
from motionflow.domain.differences import compare
from tests.documents.made_texts import texts, words
from tests.documents.motion_samples import with_parts
from tests.documents.opened import W, parts, tree

AT = datetime(2019, 2, 9, 17, 30, tzinfo=UTC)
FILE = TextFile(title="Gratis buss", by=By("Kari Eksempel", AT))
TO_EDIT = TextFile(title="Gratis buss", by=By("Kari Eksempel", AT), mark="text-1", is_to_edit=True)

WHOLE = """# Mål

Vi vil ha **gratis *buss*** for [elever](https://example.org/a?b=c).

- for elever
- for lærlinger
    1. først
    2. sist
        - innerst
- for alle[^1]

Midt i.

3. Tre

| År | Kroner |
| --- | ---: |
| 2020 | 100 \\| 200 |
| 2021 | **5** |

> Sitert *tekst*

16\\. januar møttes vi.
Ny linje

---

\\- ingen liste, og 1. ingen heller שלום 👍🏽

[^1]: En note med *kursiv*."""


ROWS = [("lys langs skoleveien", "350 000"), ("benker ved vannet", "120 000"), ("bro over elva", "70 000")]


def table(head: str, *rows: tuple[str, str]) -> str:
    lines = (f"| {what} | {cost} |" for what, cost in [(head, "Kroner"), ("---", "---"), *rows])
    return "\n".join(lines)


def read_back(content: bytes) -> str:
    return read_text(content, name="tekst.docx").markdown


@given(text=texts())
@settings(max_examples=40, deadline=None, derandomize=True)
@example(WHOLE)
def test_text_to_word_and_back_is_the_same_text(text: str) -> None:
    assert read_back(text_docx(text, file=FILE)) == text
    assert read_back(text_docx(text, file=TO_EDIT)) == text


@pytest.mark.parametrize("text", ["Vi krever[^1]: *lys* ved skolen.", "- Vi krever[^1]: lys", "[^1] : lys"])
def test_a_note_before_a_colon_is_a_note_all_the_same(text: str) -> None:
    noted = f"{text}\n\n[^1]: Ved Løren skole."
    made = text_docx(noted, file=FILE)

    assert read_back(made) == noted
    assert len(read_word(made, name="a.docx").notes) == 1


def test_a_note_at_the_start_before_a_colon_is_not_read_as_what_a_note_says() -> None:
    made = text_docx("[^1]lys[^2]\n\n[^1]: Ett.\n[^2]: To.", file=FILE)
    document = parts(made)["word/document.xml"].replace(b">lys<", b">: lys<")

    read = read_back(with_parts(made, {"word/document.xml": document}))

    assert read == "[^1] : lys[^2]\n\n[^1]: Ett.\n[^2]: To."


@pytest.mark.parametrize(
    "old", ["| --- | --- |\n| lys | vei |", "Sak.\n\n| --- |\n\n| --- | ---: |\n| lys | vei |\n\nSlutt."]
)
def test_a_table_without_a_head_is_compared_too(old: str) -> None:
    new = old.replace("lys", "buss")
    read = read_word(compared_docx(old, new, file=FILE), name="a.docx")

    assert "lys" in tidy_markdown(seen_text(read, nothing))
    assert "buss" in tidy_markdown(seen_text(read, everything))


@given(typed=st.lists(words, min_size=1, max_size=4).map(lambda some: "\n\n".join(["Sak.", *some])))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_whatever_is_typed_keeps_its_words_and_settles_at_once(typed: str) -> None:
    once = read_back(text_docx(typed, file=FILE))

    assert read_back(text_docx(once, file=FILE)) == once
    assert [one for one in once if one.isalpha()] == [one for one in typed if one.isalpha()]


@given(old=texts(), new=texts())
@settings(max_examples=30, deadline=None, derandomize=True)
@example(old="a\n\nb\n\nc\n\n1. ett\n2. to\n3. tre", new="1. c c\n2. to\n3. tre")
@example(
    old="a\n\na\nb b b a\n\n- a\n\nb b a\n\n1. a\n2. a\n3. b b b a\n4. b b b a",
    new="1. a **a a a a** a **a**\n2. b b b a\n3. a\n4. a",
)
@example(  # the rows of each table stand in the other one now
    old="\n\n".join([table("Først", *ROWS[:2]), "Midt i.", table("Sist", ROWS[2])]),
    new="\n\n".join([table("Først", ROWS[2]), "Et annet sted.", table("Sist", *ROWS[:2])]),
)
@example(
    old="\n\n".join([table("Først", ROWS[0]), "Midt i.", table("Sist", ROWS[1], ("mur", "5"), ROWS[2])]),
    new="\n\n".join([table("Først", ("mur", "5")), "Midt i.", table("Sist", ROWS[1], ROWS[0], ROWS[2])]),
)
def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old(old: str, new: str) -> None:
    for file in (FILE, TO_EDIT):
        read = read_word(compared_docx(old, new, file=file), name="a.docx")

        assert tidy_markdown(seen_text(read, everything)) == new
        assert tidy_markdown(seen_text(read, nothing)) == old


def test_the_changes_tell_who_and_when_and_what() -> None:
    made = compared_docx(WHOLE, WHOLE.replace("lærlinger", "studenter"), file=FILE)

    (change,) = read_changes(made, name="a.docx").revisions

    assert (change.kind, change.author, change.date) == (
        "replacement",
        "Kari Eksempel",
        "2019-02-09T17:30:00Z",
    )
    assert (change.old, change.new) == ("lærlinger", "studenter")


def test_grounds_stand_as_remarks_beside_what_they_are_about() -> None:
    old, new = "Første.\n\nAndre del.", "Første.\n\nAndre og tredje del."
    (place,) = (place for place, one in enumerate(compare(old, new)) if one.kind != "same")
    remark = Remark(By("Ola Prøve", AT), "Fordi det er tre.\nOg to.")
    file = TextFile(title="", by=By("Kari Eksempel", AT), remarks={place: [remark]})

    change, comment = read_changes(compared_docx(old, new, file=file), name="a.docx").revisions

    assert (change.kind, change.new) == ("insertion", " og tredje")
    assert (comment.kind, comment.author, comment.new) == (
        "comment",
        "Ola Prøve",
        "Fordi det er tre.\nOg to.",
    )
    assert (comment.old, comment.paragraph) == ("Andre og tredje del.", 2)


def test_a_file_to_edit_says_what_it_was_made_from_and_has_word_track_changes() -> None:
    made = text_docx(WHOLE, file=TO_EDIT)

    assert read_text(made, name="a.docx").made_from == "text-1"
    assert tree(made, "word/settings.xml").find(f"{W}trackRevisions") is not None
    assert read_text(text_docx(WHOLE, file=FILE), name="a.docx").made_from == "text"


def test_a_number_before_a_paragraph_is_no_part_of_its_text_but_what_is_typed_behind_it_is() -> None:
    made = text_docx("Første.\n\n- Andre.", file=TO_EDIT)
    numbers = [
        run
        for run in tree(made).iter(f"{W}r")
        if run.find(f"{W}rPr/{W}rStyle[@{W}val='ParagraphNumber']") is not None
    ]
    assert [run.findtext(f"{W}t") for run in numbers] == ["1", "2 "]

    typed = parts(made)["word/document.xml"].replace(b">2 </w:t>", b">2 Ny. </w:t>")

    assert read_back(made) == "Første.\n\n- Andre."
    assert "- Ny. Andre." in read_back(with_parts(made, {"word/document.xml": typed}))


def test_the_same_texts_make_the_same_bytes() -> None:
    new = WHOLE.replace("Midt i.", "Midt imellom.")

    assert compared_docx(WHOLE, new, file=FILE) == compared_docx(WHOLE, new, file=FILE)
