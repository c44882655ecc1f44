"""The tracked changes and comments of a Word document as a list, and the texts they lead from and to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from motionflow.documents.inline_markdown import inline
from motionflow.documents.reader import MARK, read_word, tidy_markdown
from motionflow.documents.word_model import (
    Block,
    Change,
    ChangeKind,
    Paragraph,
    Run,
    Table,
    WordText,
    everything,
    nothing,
    paragraphs_in,
)
from motionflow.documents.word_views import seen_text
from motionflow.domain.errors import Code, Obstacle, RuleBroken


class Kind(StrEnum):
    """What somebody has done to a document."""

    INSERTION = "insertion"
    DELETION = "deletion"
    REPLACEMENT = "replacement"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"
    SPLIT = "split"
    JOIN = "join"
    FORMATTING = "formatting"
    COMMENT = "comment"


@dataclass(frozen=True)
class Revision:
    """One change or comment: by whom and when as the file says, the words before and after, and where.

    Of a comment ``old`` is what it is about and ``new`` what it says. ``paragraph`` counts those that
    have words in them, from 1, as Word shows them with all changes.
    """

    kind: Kind
    author: str
    date: str
    old: str
    new: str
    paragraph: int


@dataclass(frozen=True)
class Redline:
    """What has been changed in a document, and the texts: before, after, and with one author's only."""

    revisions: Sequence[Revision]
    rejected: str
    accepted: str
    by_author: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    made_from: str = ""


MOST_AUTHORS = 20
_OF = {
    ChangeKind.INSERTED: Kind.INSERTION,
    ChangeKind.DELETED: Kind.DELETION,
    ChangeKind.MOVED_HERE: Kind.MOVED_HERE,
    ChangeKind.MOVED_AWAY: Kind.MOVED_AWAY,
}
_ADDS = {Kind.INSERTION, Kind.MOVED_HERE}


def read_changes(content: bytes, *, name: str) -> Redline:
    """Return the tracked changes and comments of a .docx.

    Raises ``RuleBroken`` with one FILE_ code when the file may not or cannot be read, or says nothing.
    """
    text = read_word(content, name=name)
    found = list(_revisions(text))
    accepted, rejected = (tidy_markdown(seen_text(text, chosen)) for chosen in (everything, nothing))
    if not accepted.strip() and not rejected.strip():
        raise RuleBroken(Obstacle(Code.FILE_HAS_NO_TEXT, "file", {"name": name}))
    authors = dict.fromkeys(one.author for one in found if one.kind is not Kind.COMMENT)
    return Redline(
        found,
        rejected,
        accepted,
        {author: _by(text, author) for author in list(authors)[:MOST_AUTHORS]} if len(authors) > 1 else {},
        dict(text.left_out),
        text.properties.get(MARK, ""),
    )


def _by(text: WordText, author: str) -> str:
    """Return the text with one author's changes only."""
    return tidy_markdown(seen_text(text, lambda change: change.author == author))


def _revisions(text: WordText) -> Iterator[Revision]:
    number = 0
    paragraphs = list(_with_rows(text.blocks))
    for place, (paragraph, row) in enumerate(paragraphs):
        number += bool(paragraph.text.strip())
        here = max(number, 1)
        yield from _joined(_of_runs(paragraph, here, row))
        for run in paragraph.runs:
            for inner in paragraphs_in(text.notes.get(run.note, [])) if run.note else ():
                yield from _joined(_of_runs(inner, here, None))
        following = paragraphs[place + 1][0] if place + 1 < len(paragraphs) else None
        yield from _of_mark(paragraph, following, here)
        yield from _of_shape(paragraph, here)
        for _, comment in paragraph.comments:
            if comment in text.comments:
                said = text.comments[comment]
                yield Revision(Kind.COMMENT, said.author, said.date, said.about, said.text, here)


def _with_rows(blocks: Sequence[Block]) -> Iterator[tuple[Paragraph, Change | None]]:
    """Give every paragraph in reading order, with the change that its whole row of a table stands under."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    for paragraph, change in _with_rows(cell.blocks):
                        yield paragraph, change or row.deleted or row.inserted
        else:
            yield block, None


def _of_runs(paragraph: Paragraph, number: int, row: Change | None) -> Iterator[Revision | None]:
    """Give a revision for each changed run, and None where unchanged text stands between them."""
    for run in paragraph.runs:
        changes = [change for change in (run.inserted, run.deleted) if change is not None]
        if not changes and row is not None:
            changes = [row]
        for change in changes:
            kind = _OF[change.kind]
            old, new = ("", _said(run)) if kind in _ADDS else (_said(run), "")
            yield Revision(kind, change.author, change.date, old, new, number)
        if run.formatted is not None:
            old, new = (inline([replace(run, look=look, note="")]) for look in (run.former_look, run.look))
            yield Revision(
                Kind.FORMATTING, run.formatted.author, run.formatted.date, old.strip(), new.strip(), number
            )
        if not changes:
            yield None


def _said(run: Run) -> str:
    return f"[^{run.note}]" if run.note else run.text


def _joined(found: Iterator[Revision | None]) -> Iterator[Revision]:
    """Give revisions, those made one that somebody made in one place: a word taken out, another put in."""
    last: Revision | None = None
    for one in found:
        together = _together(last, one) if last is not None and one is not None else None
        if together is None and last is not None:
            yield last
        last = together or one
    if last is not None:
        yield last


def _together(one: Revision, other: Revision) -> Revision | None:
    if one.author != other.author:
        return None
    kinds = {one.kind, other.kind}
    if len(kinds) == 1 or kinds <= {Kind.INSERTION, Kind.DELETION, Kind.REPLACEMENT}:
        kind = one.kind if len(kinds) == 1 else Kind.REPLACEMENT
        date = max(one.date, other.date)
        return Revision(kind, one.author, date, one.old + other.old, one.new + other.new, one.paragraph)
    return None


def _of_mark(paragraph: Paragraph, following: Paragraph | None, number: int) -> Iterator[Revision]:
    """Give the paragraph that somebody has made of two, or the two of one."""
    brought, taken = paragraph.mark_inserted, paragraph.mark_deleted
    # Word marks the end of the paragraph before when a whole one is written or taken out behind it.
    if brought is not None and not _is_all(paragraph, brought=True) and not _is_new(following, brought=True):
        yield Revision(Kind.SPLIT, brought.author, brought.date, "", "\n", number)
    if taken is not None and not _is_all(paragraph, brought=False) and not _is_new(following, brought=False):
        yield Revision(Kind.JOIN, taken.author, taken.date, "\n", "", number)


def _is_new(paragraph: Paragraph | None, *, brought: bool) -> bool:
    if paragraph is None or not paragraph.runs:
        return False
    mark = paragraph.mark_inserted if brought else paragraph.mark_deleted
    return mark is None and _is_all(paragraph, brought=brought)


def _is_all(paragraph: Paragraph, *, brought: bool) -> bool:
    return all((run.inserted if brought else run.deleted) is not None for run in paragraph.runs)


def _of_shape(paragraph: Paragraph, number: int) -> Iterator[Revision]:
    change = paragraph.formatted
    if change is None:
        return
    old, new = (
        tidy_markdown(seen_text(WordText([Paragraph(shape, list(paragraph.runs))])))
        for shape in (paragraph.former_shape, paragraph.shape)
    )
    if old != new:
        yield Revision(Kind.FORMATTING, change.author, change.date, old, new, number)
