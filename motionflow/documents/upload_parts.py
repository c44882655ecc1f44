"""What one XML part of a .docx would do: fetch from elsewhere, embed a program, or exhaust its reader.

The parts are streamed through expat and never built as a tree.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from xml.parsers import expat  # nosec: the first document type declaration ends the parse

MAX_DEPTH = 120
MAX_ELEMENTS = 500_000

_OUT_OF_MEMORY = 1  # of expat's own codes
_LINK_SCHEMES = ("http://", "https://", "mailto:", "#")
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
# The template of whoever wrote the file, by a path on that machine: Word looks nowhere else for it.
_OWN_TEMPLATE = re.compile(
    r"(?:file:///+)?[a-z]:[/\\](?![/\\])|(?![a-z][a-z0-9+.-]*:)[^/\\]+$", re.IGNORECASE
)
_EMBEDDING = ("/oleobject", "/afchunk", "/control", "/vbaproject", "/frame", "/subdocument")
_FETCHING_FIELD = re.compile(
    r"^\s*(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK)\b", re.IGNORECASE
)


class FoundInPart(Enum):
    """Why a part cannot be let in."""

    BROKEN = auto()
    DOCUMENT_TYPE = auto()
    TOO_MUCH = auto()
    EXTERNAL_TARGET = auto()
    TEMPLATE = auto()
    OWN_TEMPLATE = auto()
    FETCHING_FIELD = auto()
    EMBEDDED_OBJECT = auto()


class _Stop(Exception):
    def __init__(self, found: FoundInPart) -> None:
        super().__init__(found.name)
        self.found = found


class _Look:
    """Watches one part go by."""

    def __init__(self, *, is_relationships: bool, lets: frozenset[FoundInPart] = frozenset()) -> None:
        self.is_relationships = is_relationships
        self.lets = lets
        self.depth = 0
        self.elements = 0
        self.field = ""
        self.in_field = False

    def document_type(self, *_: object) -> None:
        raise _Stop(FoundInPart.DOCUMENT_TYPE)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise _Stop(FoundInPart.TOO_MUCH)
        name = tag.rpartition(":")[2]
        if self.is_relationships and name == "Relationship":
            found = _relationship(attributes)
            if found is not None and found not in self.lets:
                raise _Stop(found)
        elif name == "fldChar":
            self.field = ""
        elif name == "fldSimple":
            self._check_field(next((v for k, v in attributes.items() if k.endswith("instr")), ""))
        self.in_field = name == "instrText"

    def text(self, text: str) -> None:
        if self.in_field:
            self.field = (self.field + text)[:200]
            self._check_field(self.field)

    def end(self, _: str) -> None:
        self.depth -= 1
        self.in_field = False

    def _check_field(self, instruction: str) -> None:
        if _FETCHING_FIELD.match(instruction):
            raise _Stop(FoundInPart.FETCHING_FIELD)


def look_through(
    chunks: Iterator[bytes], *, is_relationships: bool, lets: frozenset[FoundInPart] = frozenset()
) -> tuple[int, FoundInPart | None]:
    """Return the size of a part in bytes and the first thing in it that keeps the file out.

    What is in ``lets`` does not.
    """
    look = _Look(is_relationships=is_relationships, lets=lets)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = look.document_type
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    size = 0
    try:
        for chunk in chunks:
            size += len(chunk)
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _Stop as stop:
        return size, stop.found
    except expat.ExpatError as error:
        if error.code == _OUT_OF_MEMORY:
            raise MemoryError from error
        return size, FoundInPart.BROKEN
    return size, None


def content_types(part: bytes) -> dict[str, str] | None:
    """Return the content type of each extension and each /part, in lower case, or None if unreadable."""
    types: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in {"Default", "Override"}:
            key = attributes.get("Extension" if name == "Default" else "PartName", "")
            types[key.lower()] = attributes.get("ContentType", "")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _Look(is_relationships=False).document_type
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, _Stop):
        return None
    return types


def _relationship(attributes: dict[str, str]) -> FoundInPart | None:
    kind = attributes.get("Type", "").lower()
    target = attributes.get("Target", "").strip()
    is_external = attributes.get("TargetMode", "").lower() == "external"
    if is_external or _SCHEME.match(target):
        if kind.endswith("/hyperlink") and target.lower().startswith(_LINK_SCHEMES):
            return None
        if not kind.endswith("/attachedtemplate"):
            return FoundInPart.EXTERNAL_TARGET
        return FoundInPart.OWN_TEMPLATE if _OWN_TEMPLATE.match(target) else FoundInPart.TEMPLATE
    if kind.endswith(_EMBEDDING):
        return FoundInPart.EMBEDDED_OBJECT
    return None
