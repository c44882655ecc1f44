"""Texts as Word files: one to edit, and two compared with real tracked changes."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docx import Document

from motionflow.documents import marks
from motionflow.documents.blank import blank_docx
from motionflow.documents.desk import WordDesk
from motionflow.documents.phrases import LOCALES, Language
from motionflow.documents.reader import MARK
from motionflow.documents.remarks import By, Remark
from motionflow.documents.tracked import TrackedSetter
from motionflow.documents.word import Letterhead, one_line, write_edges, write_properties
from motionflow.domain.differences import compare


@dataclass(frozen=True)
class TextFile:
    """What stands around a text in its file: its title, whose it is, and our mark of what it was made from.

    ``is_to_edit`` numbers the paragraphs and has Word track what is changed.
    """

    title: str
    by: By
    language: Language = "nb"
    mark: str = ""
    footer: str = ""
    is_to_edit: bool = False
    remarks: Mapping[int, Sequence[Remark]] = field(default_factory=dict)


def compared_docx(old: str, new: str, *, file: TextFile) -> bytes:
    """Return a Word file in which accepting all changes gives the new text, rejecting all the old.

    ``file.remarks`` stand by the places of ``compare(old, new)``. The same texts give the same bytes.
    """
    document = Document(io.BytesIO(blank_docx(LOCALES[file.language])))
    desk = WordDesk(document)
    end = document.element.body[-1]
    if file.title:
        title = marks.paragraph("Title")
        marks.write(title, one_line(file.title))
        end.addprevious(title)
    setter = TrackedSetter(desk, shows_numbers=file.is_to_edit)
    for made in setter.set(compare(old, new), by=file.by, remarks=file.remarks):
        end.addprevious(made)
    if file.is_to_edit:
        desk.track_changes()
    desk.set_properties({MARK: file.mark or "text"})
    write_edges(document, one_line(file.title), Letterhead(footer=file.footer), file.language)
    write_properties(document, one_line(file.title), file.by.author, file.language, file.by.at.date())
    return desk.packed()


def text_docx(text: str, *, file: TextFile) -> bytes:
    """Return a text as a Word file."""
    return compared_docx(text, text, file=file)
