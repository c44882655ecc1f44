"""Files as Markdown: what stands in them is kept, and nothing is interpreted."""

import resource
import time
from datetime import UTC, datetime

import docx.oxml
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml.ns import nsdecls

from motionflow.documents.compared import TextFile, compared_docx, text_docx
from motionflow.documents.reader import read_text
from motionflow.documents.remarks import By
from motionflow.documents.upload import Kind
from motionflow.domain.errors import Code, RuleBroken
from tests.documents.motion_samples import PARAGRAPHS, made_docx, pasted_docx, typed_docx


def markdown_of(content: bytes) -> str:
    return read_text(content, name="forslag.docx").markdown


def test_a_typed_document_keeps_its_paragraphs_and_its_title() -> None:
    read = read_text(typed_docx(), name="Forslag.DOCX")

    assert read.kind is Kind.DOCX
    assert read.markdown.split("\n\n") == [f"# {PARAGRAPHS[0]}", *PARAGRAPHS[1:]]
    assert read.lines == PARAGRAPHS


def test_a_pasted_document_keeps_every_printed_line_for_itself() -> None:
    read = read_text(pasted_docx(), name="forslag.docx")

    assert len(read.lines) == read.markdown.count("\n\n") + 1 > len(PARAGRAPHS)
    assert " ".join(read.lines).split() == " ".join(PARAGRAPHS).split()


def test_emphasis_lists_tables_and_links_become_markdown() -> None:
    def fill(document: Document) -> None:
        document.add_heading("Hva vi vil", level=2)
        paragraph = document.add_paragraph("Vi vil ha ")
        paragraph.add_run("gratis ").bold = True
        paragraph.add_run("buss").italic = True
        document.add_paragraph("for elever", style="List Bullet")
        document.add_paragraph("for lærlinger", style="List Bullet")
        document.add_paragraph("først", style="List Number")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ["År", "Kroner", "2020", "100 | 200"], strict=True):
            cell.text = text

    assert markdown_of(made_docx(fill)) == (
        "## Hva vi vil\n\nVi vil ha **gratis** *buss*\n\n- for elever\n- for lærlinger\n\n1. først\n\n"
        "| År | Kroner |\n| --- | --- |\n| 2020 | 100 \\| 200 |"
    )


def test_a_table_that_only_frames_the_page_is_read_as_text() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(rows=2, cols=1)
        table.cell(0, 0).text = "Første del"
        table.cell(1, 0).text = "Andre del"

    assert markdown_of(made_docx(fill)) == "Første del\n\nAndre del"


def test_the_text_of_a_text_box_is_kept() -> None:
    def fill(document: Document) -> None:
        run = document.add_paragraph("Før ruta.").add_run()
        run._r.append(
            docx.oxml.parse_xml(
                f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>'
                "<w:txbxContent><w:p><w:r><w:t>I ruta.</w:t></w:r></w:p></w:txbxContent>"
                "</v:textbox></v:shape></w:pict>"
            )
        )

    assert read_text(made_docx(fill), name="a.docx").lines == ("Før ruta.", "I ruta.")


def test_a_soft_line_break_is_a_new_line() -> None:
    def fill(document: Document) -> None:
        run = document.add_paragraph("Kari Eksempel").add_run()
        run.add_break(WD_BREAK.LINE)
        run.add_text("leder")

    assert markdown_of(made_docx(fill)) == "Kari Eksempel\nleder"


def test_a_bold_space_before_a_soft_line_break_is_left_unmarked() -> None:
    def fill(document: Document) -> None:
        run = document.add_paragraph().add_run("Kari Eksempel ")
        run.bold = True
        run.add_break(WD_BREAK.LINE)
        run.add_text("leder")

    assert markdown_of(made_docx(fill)) == "**Kari Eksempel**\n**leder**"


def test_bold_lines_that_become_one_line_are_bold_as_one() -> None:
    def fill(document: Document) -> None:
        cells = document.add_table(rows=2, cols=2).rows[1].cells
        for cell in cells:
            run = cell.paragraphs[0].add_run("Kari")
            run.bold = True
            run.add_break(WD_BREAK.LINE)
            run.add_text("Eksempel")
            cell.add_paragraph().add_run("leder").bold = True
        item = document.add_paragraph(style="List Bullet").add_run("Én")
        item.bold = True
        item.add_break(WD_BREAK.LINE)
        item.add_text("to")

    _, _, row, _, item = markdown_of(made_docx(fill)).split("\n")
    assert row == "| **Kari Eksempel leder** | **Kari Eksempel leder** |"
    assert item == "- **Én to**"


@pytest.mark.parametrize(
    ("typed", "markdown"),
    [
        ("16. januar møttes vi.", "16\\. januar møttes vi."),
        ("# ikke en overskrift", "\\# ikke en overskrift"),
        ("2 * 3 * 4", "2 \\* 3 \\* 4"),
        ("KS`ferske tall", "KS`ferske tall"),
        ("[trykk](http://example.org)", "\\[trykk](http://example.org)"),
        ("helse_og_omsorg", "helse_og_omsorg"),
    ],
)
def test_prose_that_markdown_would_act_on_is_escaped_and_no_other(typed: str, markdown: str) -> None:
    assert markdown_of(made_docx(lambda document: document.add_paragraph(typed) and None)) == markdown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    read = read_text("Bedre veier på Løren – nå\r\nog i år".encode(encoding), name="forslag.txt")

    assert read.markdown == "Bedre veier på Løren – nå\nog i år"
    assert read.lines == ("Bedre veier på Løren – nå", "og i år")


def test_control_signs_are_taken_out_of_plain_text() -> None:
    read = read_text("Bedre\x0bveier\x07 \u202ei\u00ad år\x0cslutt".encode(), name="forslag.md")

    assert read.markdown == "Bedre\nveier i år\nslutt"


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", made_docx(lambda document: None)])
def test_a_file_without_text_is_refused(content: bytes) -> None:
    name = "a.docx" if content.startswith(b"PK") else "a.txt"

    with pytest.raises(RuleBroken) as refused:
        read_text(content, name=name)

    assert [obstacle.code for obstacle in refused.value.obstacles] == [Code.FILE_HAS_NO_TEXT]


def test_ten_thousand_paragraphs_are_read_without_waiting_or_much_memory() -> None:
    def fill(document: Document) -> None:
        body = document.element.body
        for number in range(10_000):
            text = f"<w:r><w:t>Avsnitt {number} om veien til skolen.</w:t></w:r>"
            body.insert(0, docx.oxml.parse_xml(f"<w:p {nsdecls('w')}>{text}</w:p>"))

    content = made_docx(fill)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()

    read = read_text(content, name="stor.docx")

    assert len(read.lines) == 10_000
    assert time.perf_counter() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


def test_lines_to_write_on_and_points_with_letters_stay_as_they_were_typed() -> None:
    typed = ["Dato: «____» ______________ 20___ år.", "a) Lys ved skolen", "b) Gangvei", "_kursiv_ i __fet__"]

    def fill(document: Document) -> None:
        for line in typed:
            document.add_paragraph(line)

    once = read_text(made_docx(fill), name="a.docx")
    file = TextFile("", By("A", datetime(2019, 1, 1, tzinfo=UTC)))
    again = read_text(text_docx(once.markdown, file=file), name="a.docx")

    assert list(once.lines) == typed
    assert (again.markdown, list(again.lines)) == (once.markdown, typed)


def test_signs_that_a_file_cannot_hold_are_left_out_of_it() -> None:
    file = TextFile("", By("Ola\x01 Prøve", datetime(2019, 1, 1, tzinfo=UTC)))

    assert read_text(
        compared_docx("En\x02 to.", "En\x02 to\ufffe tre שלום\x03.", file=file), name="a.docx"
    ).lines
