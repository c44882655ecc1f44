"""A body's own letterhead: what is taken of its file, what is refused, and papers made on it."""

import base64
import io
import random
import re
from dataclasses import replace

import docx
import pytest
from docx.document import Document

from motionflow.documents.isolation import read_letterhead_apart
from motionflow.documents.letterheads import look_of_letterhead, read_letterhead
from motionflow.documents.upload import check_upload
from motionflow.documents.word import make_paper
from motionflow.domain.errors import Code, RuleBroken
from tests.documents import samples
from tests.documents.letterheads import NAME, add_field, letterhead_docx, logo
from tests.documents.motion_samples import typed_docx, with_parts
from tests.documents.opened import W, parts, tree

HEAD = letterhead_docx()


def template_of(content: bytes) -> bytes:
    return base64.b64decode(read_letterhead(content, name="brevark.docx").template)


OURS = template_of(HEAD)


def refusal(content: bytes, name: str = "brevark.docx") -> Code:
    with pytest.raises(RuleBroken) as refused:
        read_letterhead_apart(content, name=name)
    (obstacle,) = refused.value.obstacles
    assert obstacle.field == "file"
    return obstacle.code


def text_in(content: bytes, part: str) -> str:
    return "".join(tree(content, f"word/{part}.xml").itertext())


def test_page_fonts_header_footer_and_logo_are_taken_and_nothing_else() -> None:
    look = look_of_letterhead(OURS)

    assert (look.width, look.height) == (210, 297)
    assert (look.margins["left"], look.margins["top"]) == (30, 35)
    assert look.fonts[:2] == ("Liberation Serif", "Liberation Sans") or "Liberation Serif" in look.fonts
    assert look.header[0] == NAME
    assert "Sammen får vi det til" in look.header
    assert look.footer == ("Postboks 1, 2100 Nordlia · nordlia.example.org",)
    assert look.pictures == 1
    assert b"ikke skal bli med" not in b"".join(parts(OURS).values())
    assert read_letterhead(HEAD, name="brevark.docx").left_out == {}


def test_a_paper_on_a_letterhead_has_its_looks_and_our_words() -> None:
    facts = replace(
        samples.LETTER,
        head=replace(samples.LETTER.head, issuer=replace(samples.LETTER.head.issuer, name=NAME)),
    )
    content = make_paper(facts, language="nb", template=OURS).content
    document = docx.Document(io.BytesIO(content))
    body = [paragraph.text for paragraph in document.paragraphs]

    assert document.sections[0].left_margin.cm == pytest.approx(3, abs=0.01)  # type: ignore[union-attr]
    assert document.styles["Normal"].font.name == "Liberation Serif"
    assert str(document.styles["Heading 1"].font.color.rgb) == "B81030"
    assert text_in(content, "header2").startswith(f"  {NAME}Sammen")
    assert "Postboks 1" in text_in(content, "footer1")
    assert " PAGE " in text_in(content, "footer1"), "it counts no pages itself, so we do"
    assert any(name.startswith("word/media/") for name in parts(content))
    assert not any(line.startswith(NAME) for line in body[:2]), "the letterhead says who sends it"
    assert check_upload(content, name="a.docx")


def test_a_foot_that_counts_pages_itself_is_left_as_it_is() -> None:
    template = template_of(letterhead_docx(counts_pages=True))
    content = make_paper(samples.LETTER, language="nn", template=template).content

    assert text_in(content, "footer1").count(" PAGE ") == 1
    assert b'w:val="nn-NO"' in parts(content)["word/styles.xml"]


def test_the_first_and_the_even_pages_have_their_own_headers_where_the_letterhead_has() -> None:
    def apart(document: Document) -> None:
        document.settings.odd_and_even_pages_header_footer = True
        section = document.sections[0]
        section.even_page_header.paragraphs[0].add_run("Partallsside")
        section.even_page_footer.paragraphs[0].add_run("Foten på partall")

    template = template_of(letterhead_docx(apart))
    content = make_paper(samples.BOOKLET, language="nb", template=template).content
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]

    assert document.settings.odd_and_even_pages_header_footer
    assert section.even_page_header.paragraphs[0].text == "Partallsside"
    assert "Sakshefte" in section.even_page_header.paragraphs[-1].text, "what paper it is stands there too"
    assert section.even_page_footer.paragraphs[0].text == "Foten på partall"
    assert section.first_page_header.paragraphs[0].text.endswith(NAME)
    assert section.header.paragraphs[0].text == NAME
    assert "Partallsside" in look_of_letterhead(template).header
    assert check_upload(content, name="a.docx")
    assert not docx.Document(io.BytesIO(OURS)).settings.odd_and_even_pages_header_footer


def test_the_same_facts_and_letterhead_make_the_same_bytes() -> None:
    made = [make_paper(samples.BOOKLET, language="nb", template=template_of(HEAD)).content for _ in range(2)]

    assert made[0] == made[1]
    assert made[0] != make_paper(samples.BOOKLET, language="nb").content


def test_tables_fill_the_letterheads_page() -> None:
    content = make_paper(samples.BOOKLET, language="nb", template=OURS).content
    widths = {
        sum(int(each.get(f"{W}w")) for each in table.iter(f"{W}gridCol"))
        for table in tree(content).iter(f"{W}tbl")
    }

    assert widths == {11906 - 2 * 1701}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"word/vbaProject.bin": b"x"}, Code.FILE_HAS_MACROS),
        ({"word/header1.xml": b"<!DOCTYPE a><a/>"}, Code.FILE_NOT_READABLE),
    ],
)
def test_what_could_do_harm_is_refused(change: dict[str, bytes | None], code: Code) -> None:
    assert refusal(with_parts(HEAD, change)) is code


@pytest.mark.parametrize(
    ("kind", "code"),
    [("attachedTemplate", Code.FILE_HAS_TEMPLATE), ("image", Code.FILE_HAS_EXTERNAL_TARGETS)],
)
def test_what_is_fetched_from_elsewhere_is_refused_with_its_reason(kind: str, code: Code) -> None:
    relations = parts(HEAD)["word/_rels/document.xml.rels"].decode()
    where = 'Target="https://example.org/a" TargetMode="External"'
    added = f'<Relationship Id="rIdX" Type="http://x/{kind}" {where}/>'
    changed = relations.replace("</Relationships>", f"{added}</Relationships>").encode()

    assert refusal(with_parts(HEAD, {"word/_rels/document.xml.rels": changed})) is code


def test_fields_that_fetch_are_refused_in_the_header_too() -> None:
    def fetch(document: Document) -> None:
        add_field(document.sections[0].header.paragraphs[0], ' INCLUDEPICTURE "https://example.org/a.png" ')

    assert refusal(letterhead_docx(fetch)) is Code.FILE_HAS_FETCHING_FIELDS


def test_a_page_without_room_and_a_picture_without_end_are_refused() -> None:
    def narrow(document: Document) -> None:
        document.sections[0].left_margin = document.sections[0].page_width // 2  # type: ignore[operator]

    large = re.search(r"word/media/\S+?\.png", " ".join(parts(HEAD)))
    assert large is not None

    assert refusal(letterhead_docx(narrow)) is Code.LETTERHEAD_TOO_NARROW
    assert (
        refusal(with_parts(HEAD, {large[0]: logo() + random.Random(1).randbytes(1_100_000)}))
        is Code.LETTERHEAD_PICTURES_TOO_BIG
    )
    assert refusal(b"not a word file") is Code.FILE_NOT_READABLE
    for name in ("brevark.txt", "brevark.exe"):
        assert refusal(b"text", name) is Code.FILE_NOT_WORD


def test_a_picture_that_is_none_is_left_out_and_counted() -> None:
    name = next(name for name in parts(HEAD) if name.startswith("word/media/"))
    read = read_letterhead(with_parts(HEAD, {name: b"<svg/>"}), name="a.docx")

    assert read.left_out == {"picture": 1}
    assert look_of_letterhead(base64.b64decode(read.template)).pictures == 0


def test_an_ordinary_file_is_a_letterhead_without_header() -> None:
    look = look_of_letterhead(template_of(typed_docx()))

    assert (look.header, look.footer, look.pictures) == ((), (), 0)
