"""Tracked changes as Word and LibreOffice write them: each is found, and both texts come out of the file."""

import docx.oxml
import pytest
from docx.document import Document
from docx.oxml.ns import nsdecls

from motionflow.documents.isolation import read_changes_apart
from motionflow.documents.redline import Redline, read_changes
from motionflow.domain.errors import Code, RuleBroken
from tests.documents.motion_samples import made_docx, part_of, with_parts

BY = 'w:author="Kari Eksempel" w:date="2019-02-09T12:00:00Z"'
OLA = 'w:author="Ola Prøve"'


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def ins(text: str, by: str = BY, name: str = "ins") -> str:
    return f'<w:{name} w:id="1" {by}>{run(text)}</w:{name}>'


def gone(text: str, by: str = BY, name: str = "del") -> str:
    return f'<w:{name} w:id="1" {by}>{run(text, "delText")}</w:{name}>'


def paragraph(*inner: str, mark: str = "", properties: str = "") -> str:
    mark = f'<w:rPr><w:{mark} w:id="1" {BY}/></w:rPr>' if mark else ""
    return f"<w:p><w:pPr>{properties}{mark}</w:pPr>{''.join(inner)}</w:p>"


def document_of(*blocks: str) -> bytes:
    def fill(document: Document) -> None:
        body = docx.oxml.parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")
        for place, block in enumerate(list(body)):
            document.element.body.insert(place, block)

    return made_docx(fill)


def changes(*blocks: str) -> Redline:
    return read_changes(document_of(*blocks), name="endret.docx")


def short(found: Redline) -> list[tuple[str, str, str, int]]:
    return [(one.kind.value, one.old, one.new, one.paragraph) for one in found.revisions]


def test_a_word_taken_out_and_one_put_in_are_one_change_with_who_and_when() -> None:
    found = changes(
        paragraph(run("Først.")), paragraph(run("Vi vil ha "), gone("dyr"), ins("gratis"), run(" buss."))
    )

    assert short(found) == [("replacement", "dyr", "gratis", 2)]
    assert (found.revisions[0].author, found.revisions[0].date) == ("Kari Eksempel", "2019-02-09T12:00:00Z")
    assert found.rejected == "Først.\n\nVi vil ha dyr buss."
    assert found.accepted == "Først.\n\nVi vil ha gratis buss."


def test_two_people_in_one_place_stay_two_changes_and_each_has_a_text_of_her_own() -> None:
    found = changes(paragraph(run("Vi vil ha "), gone("dyr"), ins("gratis", OLA), run(" buss.")))

    assert short(found) == [("deletion", "dyr", "", 1), ("insertion", "", "gratis", 1)]
    assert [one.date for one in found.revisions] == ["2019-02-09T12:00:00Z", ""]
    assert found.by_author == {"Kari Eksempel": "Vi vil ha  buss.", "Ola Prøve": "Vi vil ha dyrgratis buss."}


def test_what_one_puts_in_and_another_takes_out_stands_in_the_first_ones_text_only() -> None:
    nested = f'<w:ins w:id="1" {BY}>{run("svært ")}{gone("ofte ", OLA)}</w:ins>'
    found = changes(paragraph(run("Vi kjører "), nested, run("buss.")))

    assert found.rejected == "Vi kjører buss."
    assert found.accepted == "Vi kjører svært buss."
    assert found.by_author["Kari Eksempel"] == "Vi kjører svært ofte buss."


def test_whole_paragraphs_come_and_go_with_their_marks() -> None:
    found = changes(
        paragraph(run("Først.")),
        paragraph(gone("Bort."), mark="del"),
        paragraph(ins("Ny."), mark="ins"),
        paragraph(run("Sist.")),
    )

    assert short(found) == [("deletion", "Bort.", "", 2), ("insertion", "", "Ny.", 3)]
    assert found.rejected == "Først.\n\nBort.\n\nSist."
    assert found.accepted == "Først.\n\nNy.\n\nSist."


def test_a_paragraph_is_parted_and_two_are_joined() -> None:
    parted = changes(paragraph(run("Først. "), mark="ins"), paragraph(run("Så.")))
    joined = changes(paragraph(run("Først. "), mark="del"), paragraph(run("Så.")))

    assert short(parted) == [("split", "", "\n", 1)]
    assert (parted.rejected, parted.accepted) == ("Først. Så.", "Først.\n\nSå.")
    assert short(joined) == [("join", "\n", "", 1)]
    assert (joined.rejected, joined.accepted) == ("Først.\n\nSå.", "Først. Så.")


def test_a_move_is_seen_where_it_left_and_where_it_came() -> None:
    found = changes(
        paragraph(gone("Flyttet.", name="moveFrom"), mark="moveFrom"),
        paragraph(run("Midt.")),
        paragraph(ins("Flyttet.", name="moveTo"), mark="moveTo"),
        paragraph(run("Sist.")),
    )

    assert short(found) == [("moved_away", "Flyttet.", "", 1), ("moved_here", "", "Flyttet.", 3)]
    assert found.rejected == "Flyttet.\n\nMidt.\n\nSist."
    assert found.accepted == "Midt.\n\nFlyttet.\n\nSist."


def test_changes_inside_tables_and_rows_that_come_and_go_are_found() -> None:
    def cell(inner: str) -> str:
        return f"<w:tc>{paragraph(inner)}</w:tc>"

    def row(*cells: str, change: str = "") -> str:
        tracked = f'<w:trPr><w:{change} w:id="1" {BY}/></w:trPr>' if change else ""
        return f"<w:tr>{tracked}{''.join(map(cell, cells))}</w:tr>"

    found = changes(
        "<w:tbl>"
        + row(run("År"), run("Kroner"))
        + row(run("2020"), gone("100") + ins("200"))
        + row(run("2021"), run("300"), change="ins")
        + row(run("2022"), run("400"), change="del")
        + "</w:tbl>"
    )

    assert found.rejected == "| År | Kroner |\n| --- | --- |\n| 2020 | 100 |\n| 2022 | 400 |"
    assert found.accepted == "| År | Kroner |\n| --- | --- |\n| 2020 | 200 |\n| 2021 | 300 |"
    assert ("replacement", "100", "200", 4) in short(found)
    assert [one[0] for one in short(found)].count("insertion") == 2


def test_changes_inside_footnotes_are_found_and_a_note_goes_with_its_reference() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    whole = document_of(
        paragraph(run("Vedtak"), reference),
        paragraph(run("Mer"), f'<w:del w:id="1" {BY}>{reference}</w:del>'),
    )
    note = paragraph(run("Se "), ins("sak "), run("4."))
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'
    rels = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    extra = f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    related = part_of(whole, rels).replace(b"</Relationships>", extra.encode())
    found = read_changes(
        with_parts(whole, {"word/footnotes.xml": notes.encode(), rels: related}), name="a.docx"
    )

    assert found.rejected == "Vedtak[^1]\n\nMer[^1]\n\n[^1]: Se 4."
    assert found.accepted == "Vedtak[^1]\n\nMer\n\n[^1]: Se sak 4."
    assert ("insertion", "", "sak ", 1) in short(found)


def test_looks_that_changed_are_told_and_taken_back() -> None:
    look = f'<w:rPr><w:b/><w:rPrChange w:id="1" {BY}><w:rPr/></w:rPrChange></w:rPr>'
    found = changes(paragraph(run("Vi vil "), f"<w:r>{look}<w:t>alle</w:t></w:r>"))

    assert short(found) == [("formatting", "alle", "**alle**", 1)]
    assert (found.rejected, found.accepted) == ("Vi vil alle", "Vi vil **alle**")


def test_the_text_of_a_box_is_kept_and_what_is_left_out_is_told() -> None:
    box = (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:imagedata/><v:textbox>'
        f"<w:txbxContent>{paragraph(run('I ruta.'), ins(' Ny.'))}</w:txbxContent></v:textbox></v:shape>"
        "</w:pict></w:r>"
    )
    found = changes(paragraph(run("Før ruta."), box), paragraph(run("Etter.")))

    assert found.accepted == "Før ruta.\n\nI ruta. Ny.\n\nEtter."
    assert found.rejected == "Før ruta.\n\nI ruta.\n\nEtter."
    assert found.left_out == {"text_box": 1, "picture": 1}


def test_a_nested_table_a_soft_break_and_control_signs_are_text() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph(run('Innerst'))}</w:tc></w:tr></w:tbl>"
    broken = "<w:r><w:t>Linje én</w:t><w:br/><w:t>linje to</w:t><w:softHyphen/><w:t>\u00ad!</w:t></w:r>"
    found = changes(
        f"<w:tbl><w:tr><w:tc>{paragraph(run('Ytterst'))}{inner}{paragraph()}</w:tc>"
        f"<w:tc>{paragraph(run('Ved siden'))}</w:tc></w:tr></w:tbl>",
        paragraph(broken),
    )

    assert found.accepted == "Ytterst\n\nInnerst\n\nVed siden\n\nLinje én\nlinje to!"


def test_right_to_left_and_emoji_stay_in_their_order() -> None:
    found = changes(paragraph(run("שלום "), ins("👩‍👩‍👧 "), run("hei")))

    assert found.accepted == "שלום 👩‍👩‍👧 hei"


def test_a_file_that_may_not_be_read_is_refused_here_too() -> None:
    for content, name, code in (
        (b"not a zip", "a.docx", Code.FILE_NOT_READABLE),
        (b"text", "a.txt", Code.FILE_NOT_WORD),
        (b"MZ", "a.exe", Code.FILE_NOT_WORD),
        (document_of(), "a.docx", Code.FILE_HAS_NO_TEXT),
    ):
        with pytest.raises(RuleBroken) as refused:
            read_changes_apart(content, name=name)
        assert refused.value.obstacles[0].code is code


def test_changes_read_apart_are_the_same() -> None:
    content = document_of(paragraph(run("Vi "), gone("må"), ins("vil", OLA), run(" dit")))

    assert read_changes_apart(content, name="a.docx") == read_changes(content, name="a.docx")
