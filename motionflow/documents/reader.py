"""Uploaded .docx, .txt and .md as Markdown: the text as it came, not interpreted.

Pure from bytes to text, so that it can run in a process of its own: see ``isolation.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from motionflow.documents.upload import Kind, check_upload, check_word
from motionflow.documents.word_body import read_document
from motionflow.documents.word_markdown import bare_lines, markdown_of
from motionflow.documents.word_model import Block, Paragraph, WordText
from motionflow.documents.word_views import seen_text
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.texts import escape_start, tidy_lines

MARK = "motionflow"


@dataclass(frozen=True)
class ReadText:
    """What an uploaded file says: as Markdown, and as the bare lines or paragraphs in it.

    ``left_out`` counts what is no text, by its kind; ``made_from`` is our mark of what it was made from.
    """

    kind: Kind
    markdown: str
    lines: tuple[str, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    made_from: str = ""


def read_text(content: bytes, *, name: str) -> ReadText:
    """Return the text of an uploaded file.

    Raises ``RuleBroken`` with one FILE_ code when the file may not or cannot be read, or says nothing.
    """
    kind = check_upload(content, name=name, with_own_template=True)
    read = _read_docx(content, name=name) if kind is Kind.DOCX else _read_plain(content, kind=kind)
    if not read.markdown.strip():
        raise RuleBroken(Obstacle(Code.FILE_HAS_NO_TEXT, "file", {"name": name}))
    return read


def read_word(content: bytes, *, name: str) -> WordText:
    """Return a .docx as it stands, changes and comments too. Raises as ``read_text`` does."""
    check_word(content, name=name, with_own_template=True)
    return _read_checked(content, name=name)


def _read_checked(content: bytes, *, name: str) -> WordText:
    try:
        return read_document(content)
    except MemoryError:
        raise
    except Exception as error:
        if "emory" in str(error):  # how lxml tells that there was no more of it
            raise MemoryError from error
        # A file may be a sound archive and still break its reader in any way; nobody is to see a traceback.
        raise RuleBroken(Obstacle(Code.FILE_NOT_READABLE, "file", {"name": name})) from error


def tidy_markdown(text: WordText) -> str:
    """Return a document without changes in it as Markdown; of our own only the text it was made for."""
    is_ours = MARK in text.properties
    if is_ours:
        text = replace(text, blocks=[block for block in text.blocks if not _is_title(block)])
    return "\n".join(tidy_lines(markdown_of(text, is_ours=is_ours))).strip("\n")


def _is_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.shape.is_title


def _read_docx(content: bytes, *, name: str) -> ReadText:
    text = seen_text(_read_checked(content, name=name))
    lines = tuple(line for line in tidy_lines("\n".join(bare_lines(text))) if line.strip())
    return ReadText(Kind.DOCX, tidy_markdown(text), lines, dict(text.left_out), text.properties.get(MARK, ""))


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
