"""Footnotes of papers. In a paper's Markdown a note stands between two marks, where it is referred to."""

import re
from typing import Protocol

from motionflow.documents import marks
from motionflow.documents.looks import PLAIN, Look, look_of
from motionflow.documents.marks import Mark

BEGIN, END = "\ue012", "\ue013"
_MARKS = re.compile(f"([{BEGIN}{END}])")
_NOTE = re.compile(f"{BEGIN}[^{END}]*{END}?")


class NoteDesk(Protocol):
    """What notes are set with."""

    def relation_to(self, address: str) -> str:
        """Return the relation of a link's address."""

    def note_relation_to(self, address: str) -> str:
        """Return the relation of the address of a link that stands in a footnote."""

    def new_note(self) -> tuple[int, Mark]:
        """Return the number of a fresh footnote and the paragraph its words are written in."""


class NoteWriter:
    """Writes the words of a paper, those between the marks of a note into a footnote."""

    def __init__(self, desk: NoteDesk) -> None:
        self._desk = desk
        self._note: Mark | None = None
        self._around = PLAIN

    def begin_block(self) -> None:
        """Leave a note whose end is missing; no note goes on in another block."""
        self._note = None

    def write(self, parent: Mark, text: str, look: Look = PLAIN) -> None:
        """Write text into a paragraph, or into the note that it stands in."""
        if self._note is None and BEGIN not in text:  # as nearly all
            marks.write(parent, text, look)
            return
        for piece in _MARKS.split(text):
            if piece == BEGIN:
                number, self._note = self._desk.new_note()
                self._around = look
                marks.note_reference(parent, number=number)
            elif piece == END:
                self._note = None
            else:
                marks.write(self.target(parent), piece, self._look(look))

    def target(self, parent: Mark) -> Mark:
        """Return what is written in now: a paragraph, or the note that has begun in it."""
        if self._note is None or parent.getparent() is self._note:  # the latter is a link in the note
            return parent
        return self._note

    def link(self, parent: Mark, address: str) -> Mark:
        """Add a link and return it for its runs."""
        if self._note is None:
            return marks.link(parent, relation=self._desk.relation_to(address))
        return marks.link(self._note, relation=self._desk.note_relation_to(address))

    def _look(self, look: Look) -> Look:
        """Return a look in a note without that of the words which the note stands by."""
        if self._note is None:
            return look
        around = self._around
        bold, italic = look.bold and not around.bold, look.italic and not around.italic
        return look_of(bold=bold, italic=italic, code=look.code, link=look.link and not around.link)


def without_notes(text: str) -> str:
    """Return a text without the notes in it."""
    return _NOTE.sub("", text) if BEGIN in text else text
