"""A letterhead as a party's secretary would make it in Word: a logo, its own fonts, first page apart."""

import io
import struct
import zlib
from collections.abc import Callable

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from tests.documents.motion_samples import made_docx

NAME = "Nordlia Arbeiderforening"


def logo(side: int = 96) -> bytes:
    """Return a small picture: a red square with a white cross."""
    rows = b""
    for y in range(side):
        rows += b"\0"
        for x in range(side):
            is_cross = abs(x - side // 2) < 8 or abs(y - side // 2) < 8
            rows += b"\xff\xff\xff" if is_cross else b"\xb8\x10\x30"

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def letterhead_docx(
    change: Callable[[Document], None] = lambda document: None, *, counts_pages: bool = False
) -> bytes:
    """Return a letterhead, changed by a function."""

    def fill(document: Document) -> None:
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(3)
        section.top_margin = Cm(3.5)
        section.different_first_page_header_footer = True
        normal = document.styles["Normal"]
        normal.font.name, normal.font.size = "Liberation Serif", Pt(12)
        heading = document.styles["Heading 1"]
        heading.font.name, heading.font.color.rgb = "Liberation Sans", RGBColor(0xB8, 0x10, 0x30)
        own = document.styles.add_style("Slagord", WD_STYLE_TYPE.PARAGRAPH)
        own.font.italic = True
        first = section.first_page_header
        first.paragraphs[0].add_run().add_picture(io.BytesIO(logo()), width=Cm(1.6))
        first.paragraphs[0].add_run(f"  {NAME}").bold = True
        first.add_paragraph("Sammen får vi det til", style="Slagord")
        section.header.paragraphs[0].add_run(NAME)
        for footer in (section.footer, section.first_page_footer):
            footer.paragraphs[0].add_run("Postboks 1, 2100 Nordlia · nordlia.example.org")
            if counts_pages:
                add_field(footer.paragraphs[0], " PAGE ")
        document.add_paragraph("Dette er et brev som ikke skal bli med.")
        change(document)

    return made_docx(fill)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field to a paragraph."""
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        made = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            made.text = text
        else:
            made.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(made)
