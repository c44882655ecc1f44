"""A .docx as its parts: parsed without entities or network, found by their relations."""

import io
import posixpath
import zipfile

from lxml import etree

from motionflow.documents.blank import PACKAGE, R, W

Mark = etree._Element

NAME = f"{{{W}}}"
RELATION = f"{{{R}}}id"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (_STRICT + b"wordprocessingml/main", W.encode()),
    (_STRICT + b"officeDocument/relationships", R.encode()),
)
_RELATIONSHIP = f"{{{PACKAGE}/relationships}}Relationship"
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


class Archive:
    """The parts of one document, parsed when they are asked for."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._names = {name.lower(): name for name in archive.namelist()}
            self._blobs = {name: archive.read(name) for name in archive.namelist() if _is_wanted(name)}
        self.main = self._target("", "officeDocument") or "word/document.xml"

    def part(self, name: str) -> Mark | None:
        """Return a part as a tree, or None where there is none."""
        blob = self._blobs.get(self._names.get(name.lower(), ""))
        if blob is None:
            return None
        if _STRICT in blob:
            for old, new in _TRANSITIONAL:
                blob = blob.replace(old, new)
        return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))

    def beside(self, kind: str) -> Mark | None:
        """Return the part that the text leans on for its styles, notes, comments and so on."""
        target = self._target(self.main, kind)
        return self.part(target) if target else None

    def links(self, part: str) -> dict[str, str]:
        """Return the addresses that a part links to, by the ids of its relations."""
        return {
            row.get("Id", ""): row.get("Target", "")
            for row in self._relations(part)
            if row.get("Type", "").endswith("/hyperlink")
        }

    def targets(self, part: str) -> dict[str, str]:
        """Return the names of the parts that a part leans on, by the ids of its relations."""
        return {
            row.get("Id", ""): _beside(part, row.get("Target", ""))
            for row in self._relations(part)
            if row.get("TargetMode", "").lower() != "external"
        }

    def name_of(self, kind: str) -> str:
        """Return the name of the part that the text leans on for something, or an empty text."""
        return self._target(self.main, kind)

    def properties(self) -> dict[str, str]:
        """Return the document's own properties, which programs add by name."""
        part = self.part(self._target("", "custom-properties") or "docProps/custom.xml")
        if part is None:
            return {}
        return {row.get("name", ""): "".join(map(str, row.itertext())) for row in part.iter(_PROPERTY)}

    def _target(self, part: str, kind: str) -> str:
        for row in self._relations(part):
            if row.get("Type", "").endswith("/" + kind):
                return _beside(part, row.get("Target", ""))
        return ""

    def _relations(self, part: str) -> list[Mark]:
        folder, name = posixpath.split(part)
        found = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [] if found is None else list(found.iter(_RELATIONSHIP))


def _beside(part: str, target: str) -> str:
    """Return the name of a part from what another calls it."""
    return posixpath.normpath(
        target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
    )


def _is_wanted(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def value(of: Mark | None, name: str = "val") -> str:
    """Return an attribute of Word's, or an empty text."""
    return "" if of is None else str(of.get(NAME + name) or "")


def is_on(properties: Mark | None, name: str) -> bool | None:
    """Return whether a property is switched on; None where nothing is said of it."""
    found = None if properties is None else properties.find(NAME + name)
    if found is None:
        return None
    return value(found) not in {"0", "false", "off", "none"}
