"""What a Word document is put together with: lists, links, notes, comments, properties, and its file."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from motionflow.documents import marks
from motionflow.documents.blank import NUMBERS, TYPE, R, content_types
from motionflow.documents.marks import Mark
from motionflow.documents.remarks import Remark

# The first day a zip file can tell; kept so that the same facts give the same bytes.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_QUICK = 1  # of zlib's levels; 6 takes twice the time and saves a tenth of a few kilobytes
_OWN = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_OWN_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OWN_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_INITIALS = 3


class WordDesk:
    """The parts of one document that its text leans on."""

    def __init__(self, document: DocxDocument) -> None:
        self._document = document
        self._notes: Mark | None = None
        self._remarks: Mark | None = None
        self._changes = 0
        self._note_part: Part | None = None

    def new_list(self, start: int, level: int) -> int:
        """Return the number of a fresh numbered list that begins at a number on a level."""
        numbering = self._document.part.numbering_part.element
        number = len(numbering) + 1
        added = marks.add(numbering, "num", numId=number)
        marks.add(added, "abstractNumId", val=NUMBERS)
        # The levels below begin anew by themselves under each number of this one.
        marks.add(marks.add(added, "lvlOverride", ilvl=level), "startOverride", val=start)
        return number

    def relation_to(self, address: str) -> str:
        """Return the relation of a link's address."""
        return self._related(self._document.part, address)

    def note_relation_to(self, address: str) -> str:
        """Return the relation of the address of a link that stands in a footnote."""
        if self._note_part is None:
            self._note_part = self._add_part("footnotes")
        return self._related(self._note_part, address)

    def new_note(self) -> tuple[int, Mark]:
        """Return the number of a fresh footnote and the paragraph its words are written in."""
        if self._notes is None:
            self._notes = marks.root("footnotes")
            for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
                line = marks.add(self._notes, "footnote", type=kind, id=number)
                marks.add(marks.add(marks.paragraph(within=line), "r"), kind)
        number = len(self._notes) - 1
        paragraph = marks.paragraph("FootnoteText", within=marks.add(self._notes, "footnote", id=number))
        run = marks.add(paragraph, "r")
        marks.add(marks.add(run, "rPr"), "rStyle", val="FootnoteReference")
        marks.add(run, "footnoteRef")
        marks.write(paragraph, " ")
        return number, paragraph

    def new_remark(self, remark: Remark) -> int:
        """Return the number of a fresh comment."""
        if self._remarks is None:
            self._remarks = marks.root("comments")
        number = len(self._remarks)
        words = remark.by.author.split()
        initials = "".join(word[0] for word in words)[:_INITIALS]
        made = marks.add(self._remarks, "comment", id=number, **remark.by.attributes, initials=initials)
        for place, text in enumerate(remark.text.split("\n")):
            paragraph = marks.paragraph("CommentText", within=made)
            if place == 0:
                run = marks.add(paragraph, "r")
                marks.add(marks.add(run, "rPr"), "rStyle", val="CommentReference")
                marks.add(run, "annotationRef")
            marks.write(paragraph, text)
        return number

    def next_change(self) -> int:
        """Return a number that no other tracked change has."""
        self._changes += 1
        return self._changes

    def track_changes(self) -> None:
        """Have Word track what is changed from now on."""
        settings = self._document.settings.element
        settings.insert(1, marks.element("trackRevisions"))  # behind the zoom, where the schema wants it

    def set_properties(self, properties: Mapping[str, str]) -> None:
        """Add properties of our own, by which the file is known when it comes back."""
        rows = "".join(
            f'<property fmtid="{_OWN_ID}" pid="{number}" name="{escape(name)}"><vt:lpwstr>{escape(value)}'
            "</vt:lpwstr></property>"
            for number, (name, value) in enumerate(properties.items(), start=2)
        )
        blob = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<Properties xmlns="{_OWN}" xmlns:vt="{_TYPES}">{rows}</Properties>'
        )
        package = self._document.part.package
        part = Part(PackURI("/docProps/custom.xml"), _OWN_TYPE, blob.encode(), package)
        package.relate_to(part, f"{R}/custom-properties")

    def packed(self) -> bytes:
        """Return the document's file, its parts sorted and dated: the same text makes the same bytes.

        ``document.save`` gives them no fixed order and date, and to zip again what it has zipped took a
        tenth of a paper's time.
        """
        if self._notes is not None:
            part = self._note_part or self._add_part("footnotes")
            part._blob = _whole(self._notes)
        if self._remarks is not None:
            self._add_part("comments")._blob = _whole(self._remarks)
        package = self._document.part.package
        blobs, added = {"_rels/.rels": _bytes(package.rels.xml)}, []
        for part in package.parts:
            blobs[part.partname.membername] = part.blob
            if part.partname not in content_types():
                added.append((str(part.partname), part.content_type))
            if len(part.rels):
                blobs[part.partname.rels_uri.membername] = _bytes(part.rels.xml)
        blobs["[Content_Types].xml"] = content_types(tuple(sorted(added))).encode()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name in sorted(blobs):
                entry = zipfile.ZipInfo(name, _ZIP_DAY)
                entry.create_system = 3  # the same on every machine
                archive.writestr(entry, blobs[name], zipfile.ZIP_DEFLATED, _QUICK)
        return packed.getvalue()

    def _add_part(self, name: str) -> Part:
        part = Part(PackURI(f"/word/{name}.xml"), f"{TYPE}.{name}+xml", b"", self._document.part.package)
        self._document.part.relate_to(part, f"{R}/{name}")
        return part

    def _related(self, part: Part, address: str) -> str:
        relation: str = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return relation


def _whole(root: Mark) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _bytes(xml: str | bytes) -> bytes:
    return xml.encode() if isinstance(xml, str) else xml  # python-docx says str and gives bytes
