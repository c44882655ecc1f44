"""Which uploaded files may be read at all: .docx, .txt and .md within fixed limits.

Nothing a file says about its own size is believed: every entry of a .docx is unpacked once, bounded,
before any other code sees it.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NoReturn

from lxml import etree

from motionflow.documents.upload_parts import FoundInPart, content_types, look_through
from motionflow.domain.errors import Code, Obstacle, RuleBroken

MAX_BYTES = 10_000_000
MAX_UNPACKED = 50_000_000
MAX_XML = 20_000_000
MAX_ENTRIES = 2_000
MAX_RATIO = 100
RATIO_COUNTS_FROM = 1_000_000

_CHUNK = 65_536
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OTHER_KINDS = (_ZIP, _OLE, b"%PDF-", b"{\\rtf")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO_WORDS = ("macroenabled", "vbaproject", "vbadata", "activex", "oleobject")
_OWN = frozenset({FoundInPart.OWN_TEMPLATE})
_MAY_NAME_TEMPLATE = (".rels", "settings.xml")
# All that zipfile raises over a broken or hostile archive.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    struct.error,
    KeyError,
    IndexError,
    OverflowError,
)


class Kind(StrEnum):
    """The kinds of file that can be read."""

    DOCX = "docx"
    TXT = "txt"
    MD = "md"


def check_upload(content: bytes, *, name: str, with_own_template: bool = False) -> Kind:
    """Return the kind of an uploaded file that is safe to read.

    ``with_own_template`` lets in a file that names a template on its writer's machine, as many do; it is
    kept by ``without_template``. Raises ``RuleBroken`` with one FILE_ code for the field ``file``.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if suffix == ".docm":
        _refuse(Code.FILE_HAS_MACROS, name=name)
    if suffix not in {".docx", ".txt", ".md"}:
        _refuse(Code.FILE_KIND_UNKNOWN, name=name)
    if len(content) > MAX_BYTES:
        _refuse(Code.FILE_TOO_BIG, megabytes=MAX_BYTES // 1_000_000)
    if not content:
        _refuse(Code.FILE_HAS_NO_TEXT)
    kind = Kind(suffix[1:])
    if kind is Kind.DOCX:
        _check_docx(content, name=name, lets=_OWN if with_own_template else frozenset())
    else:
        _check_text(content, name=name)
    return kind


def check_word(content: bytes, *, name: str, with_own_template: bool = False) -> None:
    """Check that a file that must be a .docx is safe to read. Raises as ``check_upload`` does."""
    try:
        kind = check_upload(content, name=name, with_own_template=with_own_template)
    except RuleBroken as refused:
        if refused.obstacles[0].code is not Code.FILE_KIND_UNKNOWN:
            raise
        kind = None
    if kind is not Kind.DOCX:
        _refuse(Code.FILE_NOT_WORD)


def without_template(content: bytes) -> bytes:
    """Return a .docx that was let in, without the template it names; any other file as it is."""
    if not content.startswith(_ZIP):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        changed = {
            entry.filename: now
            for entry in archive.infolist()
            if entry.filename.lower().endswith(_MAY_NAME_TEMPLATE)
            and (now := _unnamed(archive.read(entry))) is not None
        }
        if not changed:
            return content
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in archive.infolist():
                target.writestr(entry, changed.get(entry.filename) or archive.read(entry))
    return packed.getvalue()


def _unnamed(part: bytes) -> bytes | None:
    """Return a part without what names a template, ``None`` where nothing does."""
    if b"attachedTemplate" not in part:
        return None
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter()):
        tells = element.get("Type", "") if isinstance(element.tag, str) else ""
        if tells.endswith("/attachedTemplate") or str(element.tag).endswith("}attachedTemplate"):
            element.getparent().remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _check_text(content: bytes, *, name: str) -> None:
    if content.startswith(_OTHER_KINDS):
        _refuse(Code.FILE_KIND_UNKNOWN, name=name)
    if b"\x00" in content and not content.startswith(_WIDE_MARKS):
        _refuse(Code.FILE_NOT_READABLE, name=name)


def _check_docx(content: bytes, *, name: str, lets: frozenset[FoundInPart]) -> None:
    if content.startswith(_OLE):
        _refuse(Code.FILE_ENCRYPTED if _ENCRYPTED_PACKAGE in content else Code.FILE_KIND_UNKNOWN, name=name)
    if not content.startswith(_ZIP):
        _refuse(Code.FILE_NOT_READABLE, name=name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_directory(entries, packed=len(content), name=name)
            _check_parts(archive, entries, name=name, lets=lets)
    except _BROKEN_ZIP as error:
        raise RuleBroken(_obstacle(Code.FILE_NOT_READABLE, name=name)) from error


def _check_directory(entries: list[zipfile.ZipInfo], *, packed: int, name: str) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        _refuse(Code.FILE_UNPACKS_TOO_BIG, megabytes=MAX_UNPACKED // 1_000_000)
    for entry in entries:
        if entry.file_size > max(RATIO_COUNTS_FROM, MAX_RATIO * entry.compress_size):
            _refuse(Code.FILE_UNPACKS_TOO_BIG, megabytes=MAX_UNPACKED // 1_000_000)
        if entry.flag_bits & 0x1:
            _refuse(Code.FILE_ENCRYPTED, name=name)
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            _refuse(Code.FILE_NOT_READABLE, name=name)
    # Entries that lie over one another make a small file unpack to a large one.
    if sum(entry.compress_size for entry in entries) > packed:
        _refuse(Code.FILE_UNPACKS_TOO_BIG, megabytes=MAX_UNPACKED // 1_000_000)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names) or any(map(_leads_out, names)):
        _refuse(Code.FILE_NOT_READABLE, name=name)


def _leads_out(entry: str) -> bool:
    return entry.startswith("/") or "\\" in entry or ":" in entry or ".." in entry.split("/")


def _check_parts(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, name: str, lets: frozenset[FoundInPart]
) -> None:
    listed = {entry.filename.lower(): entry for entry in entries}
    if "[content_types].xml" not in listed:
        _refuse(Code.FILE_KIND_UNKNOWN, name=name)
    head = b"".join(_unpacked(archive, listed["[content_types].xml"], most=MAX_XML))
    types = content_types(head)
    if types is None:
        _refuse(Code.FILE_NOT_READABLE, name=name)
    if any(word in kind.lower() for kind in types.values() for word in _MACRO_WORDS):
        _refuse(Code.FILE_HAS_MACROS, name=name)
    if _MAIN not in types.values():
        _refuse(Code.FILE_KIND_UNKNOWN, name=name)
    left, xml_left = MAX_UNPACKED, MAX_XML
    for entry in entries:
        part = entry.filename.lower()
        if any(word in part for word in ("vbaproject", "oleobject", "activex")):
            _refuse(Code.FILE_HAS_MACROS, name=name)
        chunks = _unpacked(archive, entry, most=left)
        if not _is_xml(part, types=types):
            left -= sum(map(len, chunks))
            continue
        is_relationships = part.endswith(".rels")
        size, found = look_through(
            _counted(chunks, most=xml_left), is_relationships=is_relationships, lets=lets
        )
        left, xml_left = left - size, xml_left - size
        if found is not None:
            _refuse(_CODE_OF[found], name=name)


_CODE_OF = {
    FoundInPart.BROKEN: Code.FILE_NOT_READABLE,
    FoundInPart.DOCUMENT_TYPE: Code.FILE_NOT_READABLE,
    FoundInPart.TOO_MUCH: Code.FILE_UNPACKS_TOO_BIG,
    FoundInPart.EXTERNAL_TARGET: Code.FILE_HAS_EXTERNAL_TARGETS,
    FoundInPart.TEMPLATE: Code.FILE_HAS_TEMPLATE,
    FoundInPart.OWN_TEMPLATE: Code.FILE_HAS_TEMPLATE,
    FoundInPart.FETCHING_FIELD: Code.FILE_HAS_FETCHING_FIELDS,
    FoundInPart.EMBEDDED_OBJECT: Code.FILE_HAS_MACROS,
}


def _is_xml(part: str, *, types: dict[str, str]) -> bool:
    suffix = part.rpartition(".")[2]
    kind = types.get("/" + part, types.get(suffix, ""))
    return suffix in {"xml", "rels", "vml"} or kind.lower().endswith("xml")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, most: int) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        yield from _counted(iter(lambda: stream.read(_CHUNK), b""), most=most)


def _counted(chunks: Iterator[bytes], *, most: int) -> Iterator[bytes]:
    for chunk in chunks:
        most -= len(chunk)
        if most < 0:
            _refuse(Code.FILE_UNPACKS_TOO_BIG, megabytes=MAX_UNPACKED // 1_000_000)
        yield chunk


def _obstacle(code: Code, **params: object) -> Obstacle:
    return Obstacle(code, "file", params)


def _refuse(code: Code, **params: object) -> NoReturn:
    raise RuleBroken(_obstacle(code, **params))
