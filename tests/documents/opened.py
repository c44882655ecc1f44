"""A Word document taken apart for tests."""

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a document by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(content: bytes, name: str = "word/document.xml") -> etree._Element:
    """Return one part of a document as a tree."""
    return etree.fromstring(parts(content)[name])


def text_of(element: etree._Element) -> str:
    """Return the text of an element; a tab stop is a tab."""
    marks = {f"{W}tab": "\t", f"{W}br": "\n"}
    return "".join(
        one.text or "" if one.tag == f"{W}t" else marks[one.tag]
        for one in element.iter(f"{W}t", *marks)
        if one.getparent().tag == f"{W}r"
    )


def style_of(paragraph: etree._Element) -> str:
    """Return the id of a paragraph's style."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "Normal" if found is None else found.get(f"{W}val", "")


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Return every paragraph of the text, those in tables too: style and text."""
    return [(style_of(one), text_of(one)) for one in tree(content).iter(f"{W}p")]


def lines(content: bytes) -> list[str]:
    """Return the text of every paragraph."""
    return [text for _, text in paragraphs(content)]
