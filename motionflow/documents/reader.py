"""Uploaded .docx, .txt and .md as Markdown: the text as it came, not interpreted.

Pure from bytes to text, so that it can run in a process of its own.
"""

import io
from dataclasses import dataclass

import mammoth

from motionflow.documents.markdown_from_html import markdown_from_html
from motionflow.documents.upload import Kind, check_upload
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.texts import escape_start, tidy_lines

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='title'] => h1:fresh
p[style-name='Tittel'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
"""


@dataclass(frozen=True)
class ReadText:
    """What an uploaded file says: as Markdown, and as the bare lines or paragraphs in it."""

    kind: Kind
    markdown: str
    lines: tuple[str, ...]
    pictures: int = 0


def read_text(content: bytes, *, name: str) -> ReadText:
    """Return the text of an uploaded file.

    Raises ``RuleBroken`` with one FILE_ code when the file may not or cannot be read, or says nothing.
    """
    kind = check_upload(content, name=name)
    read = _read_docx(content, name=name) if kind is Kind.DOCX else _read_plain(content, kind=kind)
    if not read.markdown.strip():
        raise RuleBroken(Obstacle(Code.FILE_HAS_NO_TEXT, "file", {"name": name}))
    return read


def _read_docx(content: bytes, *, name: str) -> ReadText:
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: {}),
        )
        found = markdown_from_html(result.value)
    except Exception as error:
        # A file may be a sound archive and still break its reader in any way; nobody is to see a traceback.
        raise RuleBroken(Obstacle(Code.FILE_NOT_READABLE, "file", {"name": name})) from error
    lines = tuple(line for line in tidy_lines("\n".join(found.lines)) if line)
    return ReadText(Kind.DOCX, "\n".join(tidy_lines(found.markdown)), lines, found.pictures)


def _read_plain(content: bytes, *, kind: Kind) -> ReadText:
    lines = tidy_lines(_decoded(content))
    if kind is Kind.TXT:
        lines = [escape_start(line) for line in lines]
    return ReadText(kind, "\n".join(lines), tuple(line.strip() for line in lines if line.strip()))


def _decoded(content: bytes) -> str:
    """Return text in the encodings that Norwegian files come in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
