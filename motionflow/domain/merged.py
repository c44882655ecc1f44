"""What a text put together from amendments is made of: traced words, and conflicts with their choices."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from motionflow.domain.differences import ChangeKind, PieceKind
from motionflow.domain.paragraphs import Paragraph, text_of

Ids = tuple[str, ...]
"""The amendments something comes from, by their ids."""


@dataclass(frozen=True)
class Edit:
    """An amendment as the text it wants. ``on`` is the id of the amendment it amends.

    ``order`` (then the id) decides what stands first where several add something at one place.
    ``is_whole``: its text stands instead of the whole, and with no other amendment.
    """

    id: str
    text: str
    on: str | None = None
    order: int = 0
    is_whole: bool = False


@dataclass(frozen=True)
class TracedPiece:
    """Some words, what became of them, and the amendments that did it."""

    kind: PieceKind
    text: str
    by: Ids = ()


@dataclass(frozen=True)
class MergedParagraph:
    """A paragraph of the text put together; ``old_number`` is its number in the text that was amended."""

    kind: ChangeKind
    old_number: int | None
    pieces: tuple[TracedPiece, ...]
    paragraph: Paragraph

    @property
    def stands_in_new(self) -> bool:
        """Whether the text put together has a paragraph at this place."""
        return self.kind not in (ChangeKind.REMOVED, ChangeKind.MOVED_AWAY)

    @property
    def by(self) -> Ids:
        """The amendments that changed it."""
        return ids_of(piece.by for piece in self.pieces)


@dataclass(frozen=True)
class Choice:
    """What a stretch would be under the amendments in ``by``: none of those in conflict when it is empty."""

    by: Ids
    text: str
    parts: tuple[MergedParagraph, ...] = field(repr=False, default=())


@dataclass(frozen=True)
class Conflict:
    """A stretch where amendments conflict, to be chosen for.

    ``old_numbers`` are the paragraphs it holds; none where amendments only add something after
    paragraph ``after``. ``on`` is the amendment whose own amendments are in conflict.
    """

    key: str
    by: Ids
    on: str | None
    after: int
    old_numbers: tuple[int, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Merged:
    """What amendments make of a text.

    ``taken`` are those that are put in, ``dropped`` those whose own amendment is not among them, ``idle``
    those that change nothing. ``inner`` holds conflicts between amendments to one amendment.
    """

    parts: tuple[MergedParagraph | Conflict, ...]
    taken: Ids = ()
    dropped: Ids = ()
    idle: Ids = ()
    inner: tuple[Conflict, ...] = ()

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every conflict that is not chosen for yet, the inner ones first."""
        return (*self.inner, *(part for part in self.parts if isinstance(part, Conflict)))

    @property
    def paragraphs(self) -> tuple[MergedParagraph, ...]:
        """The paragraphs outside conflicts, those that were removed among them."""
        return tuple(part for part in self.parts if isinstance(part, MergedParagraph))

    @property
    def text(self) -> str | None:
        """The text put together, or ``None`` while something is still to be chosen."""
        return None if self.conflicts else standing_text(self.paragraphs)


@dataclass(frozen=True)
class Clash:
    """Two amendments that conflict, and the paragraphs where they do (after ``after`` where both add)."""

    one: str
    other: str
    after: int
    old_numbers: tuple[int, ...]


def ids_of(groups: Iterable[Ids]) -> Ids:
    """Return every id once, in the order they come."""
    return tuple(dict.fromkeys(id for group in groups for id in group))


def standing_text(paragraphs: Iterable[MergedParagraph]) -> str:
    """Return the text of merged paragraphs."""
    return text_of(each.paragraph for each in paragraphs if each.stands_in_new)
