"""Markdown -> .docx: letterhead, styles, header and footer, and the same bytes each time."""

import gc
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Protocol

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.part import Part
from docx.parts.hdrftr import FooterPart, HeaderPart

from motionflow.documents import marks, numbers, phrases
from motionflow.documents.blank import (
    EVEN_FOOTER,
    EVEN_HEADER,
    FIRST_FOOTER,
    FIRST_HEADER,
    FOOTER,
    HEADER,
    TEXT_WIDTH,
    blank_docx,
)
from motionflow.documents.contents import put_contents
from motionflow.documents.desk import WordDesk
from motionflow.documents.facts import Facts, LetterPaper
from motionflow.documents.line_widths import USUAL_SIZE, set_lines_to_fit
from motionflow.documents.lined import tree_with_lines
from motionflow.documents.looks import Look
from motionflow.documents.phrases import LOCALES, Language
from motionflow.documents.setting import Progress, Setter
from motionflow.documents.words import cleaned, markdown_for
from motionflow.domain.texts import slug_of

_AROUND = (HEADER, FIRST_HEADER, FOOTER, FIRST_FOOTER)
_EVEN = (EVEN_HEADER, EVEN_FOOTER)
_WHITE = re.compile(r"[ \t\n]+")  # but not hard spaces
LONGEST_TITLE = 250
LONGEST_RUNNING_TITLE = 64


class OwnTexts(Protocol):
    """Sets a text in numbered lines in a way of its own, or leaves it to be set as usual."""

    def __call__(self, text: str, desk: WordDesk) -> list[marks.Mark] | None:
        """Return the paragraphs and tables of a text, ``None`` for one that is set as usual."""


@dataclass(frozen=True)
class Letterhead:
    """What stands around the text: sender, references and recipient above, the running lines on each page."""

    sender: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    mark: str = ""
    footer: str = ""


@dataclass(frozen=True)
class Paper:
    """A Word document with its title and the stem of its file name."""

    content: bytes = field(repr=False)
    title: str
    file_stem: str


def make_paper(
    facts: Facts,
    *,
    language: Language,
    progress: Progress | None = None,
    template: bytes | None = None,
    own: OwnTexts | None = None,
) -> Paper:
    """Return the paper that these facts make. The same facts on the same letterhead give the same bytes.

    ``progress`` is told how many of its blocks are set, of how many; ``template`` is the body's own
    letterhead, as ``letterheads.py`` makes it; ``own`` sets texts in numbered lines in its own way.
    """
    head = facts.head
    content, title = _made(
        markdown_for(facts, language),
        title=getattr(facts, "title", ""),
        language=language,
        author=head.issuer.name,
        created_on=head.dated,
        letterhead=letterhead_of(facts, language=language),
        progress=progress,
        template=template,
        own=own,
    )
    return Paper(
        content, title, f"{head.dated.isoformat()}-{slug_of(head.issuer.name) or 'organ'}-{facts.kind}"
    )


def make_docx(
    markdown: str,
    *,
    title: str,
    language: Language,
    author: str,
    created_on: date,
    letterhead: Letterhead = Letterhead(),
    has_contents: bool = False,
    template: bytes | None = None,
) -> bytes:
    """Return Markdown as a Word document, with a list of contents if wanted.

    ``template`` is a body's own letterhead; ``words.py`` tells what the Markdown can hold.
    """
    return _made(
        markdown,
        title=title,
        language=language,
        author=author,
        created_on=created_on,
        letterhead=letterhead,
        has_contents=has_contents,
        template=template,
    )[0]


def letterhead_of(facts: Facts, *, language: Language) -> Letterhead:
    """Return the letterhead of a paper: sender on the left, date and references on the right."""
    head, say = facts.head, phrases.phrases(language)
    references = [f"{say['date']}: {numbers.day(head.dated)}"]
    if head.reference:
        references.append(f"{say['reference']}: {head.reference}")
    if head.their_reference:
        references.append(f"{say['their_reference']}: {head.their_reference}")
    if head.version > 1:
        references.append(say["version"].format(n=head.version))
    recipient: tuple[str, ...] = ()
    if isinstance(facts, LetterPaper):
        leader = f" {say['care_of']} {facts.recipient_leader.name}" if facts.recipient_leader else ""
        recipient = tuple(filter(None, (facts.recipient.name + leader, facts.recipient.place)))
    return Letterhead(
        sender=tuple(filter(None, (head.issuer.name, head.issuer.place))),
        references=tuple(references),
        recipient=recipient,
        mark=say["example"] if head.is_example else "",
        footer=" · ".join(filter(None, (head.issuer.name, head.reference))),
    )


def _made(
    markdown: str,
    *,
    title: str,
    language: Language,
    author: str,
    created_on: date,
    letterhead: Letterhead,
    progress: Progress | None = None,
    has_contents: bool = False,
    template: bytes | None = None,
    own: OwnTexts | None = None,
) -> tuple[bytes, str]:
    document = Document(io.BytesIO(template or blank_docx(LOCALES[language])))
    body = document.element.body
    end = body[-1]  # the section's properties, which stay last
    if template is not None:
        letterhead = _on_own(document, letterhead, language)
    for made in _top(letterhead):
        end.addprevious(made)
    desk = WordDesk(document)
    room = _room(document) if template is not None else TEXT_WIDTH
    setter = Setter(
        end.addprevious,
        desk,
        progress,
        room=room,
        line_size=USUAL_SIZE if template is None else set_lines_to_fit(document, room=room),
        own=None if own is None else partial(own, desk=desk),
    )
    with _uncollected():
        setter.set(tree_with_lines(markdown))
    if has_contents:
        put_contents(body)
    full = _full_title(setter, title)
    write_edges(document, one_line(setter.title) or full, letterhead, language)
    write_properties(document, full, author, language, created_on)
    return desk.packed(), full


def _on_own(document: DocxDocument, letterhead: Letterhead, language: Language) -> Letterhead:
    """Return what stands around the text on a body's own letterhead, which may name the sender itself."""
    for said in document.styles.element.iter(f"{marks.NAME}lang"):
        said.set(f"{marks.NAME}val", LOCALES[language])
    header = document.part.rels[FIRST_HEADER].target_part.element
    told = " ".join("".join(header.itertext()).lower().split())
    is_told = bool(letterhead.sender) and one_line(letterhead.sender[0]).lower() in told
    return replace(letterhead, sender=()) if is_told else letterhead


def _room(document: DocxDocument) -> int:
    """Return the width of the text in twips."""
    size, around = (document.element.body[-1].find(f"{marks.NAME}{name}") for name in ("pgSz", "pgMar"))
    width, left, right = (
        int(of.get(f"{marks.NAME}{name}")) for of, name in ((size, "w"), (around, "left"), (around, "right"))
    )
    return width - left - right


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the garbage where it is meanwhile.

    A long paper makes hundreds of thousands of elements and drops none, and looking through them again
    and again for garbage took a tenth of its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _full_title(setter: Setter, title: str) -> str:
    shown = one_line(setter.title) or one_line(title)
    named = one_line(setter.subtitle or title)
    return (f"{shown} – {named}" if named and named not in shown else shown)[:LONGEST_TITLE]


def _top(letterhead: Letterhead) -> list[marks.Mark]:
    made = []
    for number in range(max(len(letterhead.sender), len(letterhead.references))):
        line = marks.paragraph("Sender")
        left = letterhead.sender[number : number + 1]
        right = letterhead.references[number : number + 1]
        marks.write(line, one_line("".join(left)), Look(bold=number == 0))
        marks.write(line, "\t" + one_line("".join(right)))
        made.append(line)
    for number, text in enumerate(letterhead.recipient):
        line = marks.paragraph("Recipient", before=480 if number == 0 else None)
        marks.write(line, one_line(text))
        made.append(line)
    return made


def write_edges(document: DocxDocument, title: str, letterhead: Letterhead, language: Language) -> None:
    """Write the running lines at the top and foot of the pages."""
    beside = document.part.rels
    around = {
        relation: _slot(beside[relation].target_part)
        for relation in _AROUND + _EVEN
        if relation in beside and not beside[relation].is_external
    }
    page = phrases.phrases(language)["page"]
    before, _, rest = page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for relation in (FOOTER, FIRST_FOOTER, EVEN_FOOTER):
        line = around.get(relation)
        if line is None:  # the body's own foot counts the pages
            continue
        marks.write(line, f"{one_line(letterhead.footer)}\t{before}")
        marks.field(line, "PAGE", cached="1")
        marks.write(line, between)
        marks.field(line, "NUMPAGES", cached="1")
        marks.write(line, after)
    shown = (
        title if len(title) <= LONGEST_RUNNING_TITLE else title[: LONGEST_RUNNING_TITLE - 1].rstrip() + "…"
    )
    first = around[FIRST_HEADER]
    if first is not None:
        marks.write(first, f"\t{letterhead.mark}" if letterhead.mark else "")
    for other in (around[HEADER], around.get(EVEN_HEADER)):
        if other is not None:
            marks.write(other, f"{shown}\t{letterhead.mark}")


def _slot(part: Part) -> marks.Mark | None:
    """Return the line of a header or footer that a paper writes in; a body's own need not have one."""
    if not isinstance(part, HeaderPart | FooterPart):
        return None  # something else that a document of many links leads to
    line = part.element[-1]
    style = line.find(f"{marks.NAME}pPr/{marks.NAME}pStyle")
    is_ours = style is not None and style.get(f"{marks.NAME}val") in ("Header", "Footer")
    return line if is_ours else None


def write_properties(
    document: DocxDocument, title: str, author: str, language: Language, created_on: date
) -> None:
    """Write what the file says of itself: title, author, language and day."""
    locale = LOCALES[language]
    properties = document.core_properties
    moment = datetime(created_on.year, created_on.month, created_on.day, 12)  # noqa: DTZ001 - UTC is implied
    properties.title = title
    properties.author = one_line(author)[:LONGEST_TITLE]
    properties.last_modified_by = "motionflow"
    properties.language = locale
    properties.created = properties.modified = moment


def one_line(text: str) -> str:
    """Return a text as one line without what cannot be printed."""
    return _WHITE.sub(" ", cleaned(text)).strip(" ")
