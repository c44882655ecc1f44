"""Notes that users write become footnotes of the papers; letters from the right are set their way."""

import io
from dataclasses import replace
from datetime import date

import docx
from lxml import etree

from motionflow.documents.compared import TextFile, text_docx
from motionflow.documents.reader import read_text
from motionflow.documents.remarks import By
from motionflow.documents.word import make_docx, make_paper
from motionflow.documents.words import prose, quoted
from tests.documents import samples
from tests.documents.opened import W, tree
from tests.web.world import NOW

TEXT = """Vi vil ha lys[^a] og **vei[^b]**.

[^a]: Se *regnskapet* på [siden](https://example.org).
[^b]: 2 | 3."""
OTHER = "Gangvei[^a].\n\n[^a]: En annen note."


def notes_of(content: bytes) -> list[str]:
    rows = tree(content, "word/footnotes.xml").iter(f"{W}footnote")
    return ["".join(row.itertext()).strip() for row in rows if row.get(f"{W}type") is None]


def references(content: bytes) -> list[str]:
    return [each.get(f"{W}id") or "" for each in tree(content).iter(f"{W}footnoteReference")]


def made(markdown: str) -> bytes:
    return make_docx(markdown, title="T", language="nb", author="A", created_on=date(2019, 1, 16))


def test_notes_of_texts_with_the_same_labels_are_footnotes_of_one_paper() -> None:
    content = made("\n\n".join(("# T", prose(TEXT), quoted(OTHER), prose("Uten[^x] mål."))))
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)

    assert notes_of(content) == ["Se regnskapet på siden.", "2 | 3.", "En annen note."]
    assert references(content) == ["1", "2", "3"]
    assert "Vi vil ha lys og vei.\nGangvei.\nUten[^x] mål." in text


def test_notes_in_numbered_lines_are_footnotes_too() -> None:
    booklet = replace(samples.BOOKLET, motions=(replace(samples.BOOKLET.motions[0], grounds=TEXT),))
    content = make_paper(booklet, language="nb").content

    assert notes_of(content)[-2:] == ["Se regnskapet på siden.", "2 | 3."]
    assert "[a]" not in "".join(tree(content).itertext())


def test_a_text_with_notes_goes_to_a_paper_and_back() -> None:
    read = read_text(made(prose(TEXT)), name="a.docx").markdown

    assert read == (
        "Vi vil ha lys[^1] og **vei**[^2].\n\n"
        "[^1]: Se *regnskapet* på [siden](https://example.org).\n[^2]: 2 | 3."
    )


def test_letters_from_the_right_and_pictures_among_the_letters_are_kept_and_set_their_way() -> None:
    text = "שלום עולם, 2020\n\nVi sier **שלום** *עולם* til alle 👍🏽.\n\n- مرحبا"
    content = text_docx(text, file=TextFile(title="", by=By("A", NOW)))
    bidi, rtl = (list(tree(content).iter(f"{W}{name}")) for name in ("bidi", "rtl"))

    assert read_text(content, name="a.docx").markdown == text
    assert (len(bidi), len(rtl)) == (2, 4)
    looks = [[etree.QName(each).localname for each in run.getparent()] for run in rtl]
    assert [look for look in looks if len(look) > 1] == [["b", "bCs", "rtl"], ["i", "iCs", "rtl"]]
    assert "שלום עולם" in ["".join(run.itertext()) for run in tree(content).iter(f"{W}r")]
