"""The amendments of a meeting as one Word file: the texts with tracked changes, one amendment at a time."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from docx import Document

from motionflow.documents import marks
from motionflow.documents.blank import blank_docx
from motionflow.documents.desk import WordDesk
from motionflow.documents.phrases import LOCALES, Language
from motionflow.documents.remarks import By, Remark
from motionflow.documents.tracked import TrackedSetter
from motionflow.documents.word import Letterhead, one_line, write_edges, write_properties
from motionflow.domain.differences import ChangeKind, compare


@dataclass(frozen=True)
class TrackedText:
    """Two texts under a heading; ``heading`` may be empty."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class TrackedAmendment:
    """An amendment: what it is called, by whom Word is to say it is, its texts, and its grounds."""

    title: str
    by: By
    texts: tuple[TrackedText, ...]
    grounds: str = ""
    says: str = ""


@dataclass(frozen=True)
class AmendedMotion:
    """A motion with its amendments."""

    title: str
    amendments: tuple[TrackedAmendment, ...]


def tracked_booklet_docx(
    motions: Sequence[AmendedMotion],
    *,
    title: str,
    subtitle: str,
    language: Language,
    author: str,
    created_on: date,
    template: bytes | None = None,
) -> bytes:
    """Return a Word file in which accepting the changes under an amendment gives the text it wants.

    Grounds are comments by the first change. ``template`` is the body's own letterhead.
    """
    document = Document(io.BytesIO(template or blank_docx(LOCALES[language])))
    desk = WordDesk(document)
    put = document.element.body[-1].addprevious
    setter = TrackedSetter(desk)
    put(_line("Title", title))
    put(_line("Subtitle", subtitle))
    for motion in motions:
        put(_line("Heading1", motion.title))
        for amendment in motion.amendments:
            put(_line("Heading2", amendment.title))
            if amendment.says:
                put(_line("Normal", amendment.says))
            _put_texts(amendment, setter, put)
    write_edges(document, one_line(title), Letterhead(footer=author), language)
    write_properties(document, one_line(title), author, language, created_on)
    return desk.packed()


def _put_texts(amendment: TrackedAmendment, setter: TrackedSetter, put: Callable[[marks.Mark], None]) -> None:
    grounds = [Remark(amendment.by, amendment.grounds)] if amendment.grounds.strip() else []
    for text in amendment.texts:
        if text.heading:
            put(_line("Heading3", text.heading))
        changes = compare(text.old, text.new)
        first = next((place for place, one in enumerate(changes) if one.kind is not ChangeKind.SAME), None)
        remarks = {first: grounds} if first is not None and grounds else {}
        if remarks:
            grounds = []  # said once
        for made in setter.set(changes, by=amendment.by, remarks=remarks):
            put(made)


def _line(style: str, text: str) -> marks.Mark:
    made = marks.paragraph(style)
    marks.write(made, one_line(text))
    return made
