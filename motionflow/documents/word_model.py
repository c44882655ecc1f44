"""What a Word document holds, as its reader finds it: blocks, runs, and what somebody has changed in them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from motionflow.documents.looks import PLAIN, Look


class ChangeKind(StrEnum):
    """What a tracked change does to what it stands on."""

    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_HERE = "moved_here"
    MOVED_AWAY = "moved_away"
    FORMATTED = "formatted"


@dataclass(frozen=True)
class Change:
    """One tracked change: who and when as the file says, and its number in reading order."""

    number: int
    kind: ChangeKind
    author: str = ""
    date: str = ""


Chosen = Callable[[Change], bool]


def everything(_: Change) -> bool:
    """Choose every change: the text as it becomes when all are accepted."""
    return True


def nothing(_: Change) -> bool:
    """Choose no change: the text as it was before anyone changed it."""
    return False


@dataclass(frozen=True)
class Run:
    """Text with one look, and the changes that brought it, take it away or gave it its look."""

    text: str
    look: Look = PLAIN
    link: str = ""
    note: str = ""
    inserted: Change | None = None
    deleted: Change | None = None
    formatted: Change | None = None
    former_look: Look = PLAIN

    def is_in(self, chosen: Chosen) -> bool:
        """Whether the run stands in the text that the chosen changes give."""
        return _stands(self.inserted, self.deleted, chosen)

    def seen(self, chosen: Chosen) -> "Run":
        """The run as it looks in the text that the chosen changes give."""
        look = self.former_look if self.formatted and not chosen(self.formatted) else self.look
        return replace(self, look=look, inserted=None, deleted=None, formatted=None, former_look=PLAIN)


@dataclass(frozen=True)
class Item:
    """That a paragraph is an item of a list: its level from 0, and how it is counted where it is numbered.

    Lists with one ``counter`` count on from each other; a list counts anew on the levels that are in
    its ``restarts``. ``number`` is given when it is known which items stand in the text.
    """

    level: int
    is_numbered: bool = False
    counter: str = ""
    list_id: str = ""
    start: int = 1
    restarts: tuple[int, ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class Shape:
    """What a paragraph is: a heading of a level, an item, a quote, the rest of an item, or none of these."""

    heading: int = 0
    item: Item | None = None
    is_quote: bool = False
    goes_on: bool = False
    is_right_aligned: bool = False
    is_title: bool = False
    is_rule: bool = False


@dataclass
class Paragraph:
    """A paragraph; its mark, which ends it, may be brought or taken away too.

    ``runs_on`` when it is the large first letter of the next one.
    """

    shape: Shape = Shape()
    runs: list[Run] = field(default_factory=list)
    mark_inserted: Change | None = None
    mark_deleted: Change | None = None
    formatted: Change | None = None
    former_shape: Shape = Shape()
    comments: list[tuple[int, str]] = field(default_factory=list)
    runs_on: bool = False

    @property
    def text(self) -> str:
        """Its text, with what is deleted too."""
        return "".join(run.text for run in self.runs)

    def ends_in(self, chosen: Chosen) -> bool:
        """Whether the paragraph ends where it does in the text that the chosen changes give."""
        return not self.runs_on and _stands(self.mark_inserted, self.mark_deleted, chosen)


@dataclass
class Cell:
    """A cell of a table; ``width`` is how many columns it covers, ``is_covered`` that one above covers it."""

    blocks: "list[Block]" = field(default_factory=list)
    width: int = 1
    is_covered: bool = False


@dataclass
class Row:
    """A row of a table."""

    cells: list[Cell] = field(default_factory=list)
    inserted: Change | None = None
    deleted: Change | None = None

    def is_in(self, chosen: Chosen) -> bool:
        """Whether the row stands in the text that the chosen changes give."""
        return _stands(self.inserted, self.deleted, chosen)


@dataclass
class Table:
    """A table."""

    rows: list[Row] = field(default_factory=list)


Block = Paragraph | Table


@dataclass(frozen=True)
class Comment:
    """A comment in the margin: who, when, what, and the words it stands at."""

    author: str
    date: str
    text: str
    about: str = ""


@dataclass
class WordText:
    """A whole document: its blocks, its notes by number, its comments, and what could not be read as text."""

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, list[Block]] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Give every paragraph of the body in reading order, those in tables too."""
        yield from paragraphs_in(self.blocks)


def paragraphs_in(blocks: "list[Block]") -> Iterator[Paragraph]:
    """Give every paragraph of some blocks in reading order, those in tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs_in(cell.blocks)


def _stands(inserted: Change | None, deleted: Change | None, chosen: Chosen) -> bool:
    return (inserted is None or chosen(inserted)) and (deleted is None or not chosen(deleted))
