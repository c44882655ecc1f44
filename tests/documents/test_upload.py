"""What may be uploaded: each refusal has a file that brings it about, and a sound file beside it."""

import random
import struct

import pytest
from docx.document import Document

from motionflow.documents import upload
from motionflow.documents.reader import read_text
from motionflow.documents.upload import Kind, check_upload, without_template
from motionflow.domain.errors import Code, RuleBroken
from tests.documents.motion_samples import made_docx, part_of, typed_docx, with_parts
from tests.documents.opened import parts

RELATIONSHIPS = "word/_rels/document.xml.rels"
SOUND = typed_docx()
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def refusal(content: bytes, name: str = "forslag.docx") -> Code:
    with pytest.raises(RuleBroken) as refused:
        check_upload(content, name=name)
    (obstacle,) = refused.value.obstacles
    assert obstacle.field == "file"
    return obstacle.code


def with_relationship(kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    extra = f'<Relationship Id="rIdX" Type="{REL}/{kind}" Target="{target}"{mode}/></Relationships>'
    rels = part_of(SOUND, RELATIONSHIPS).replace(b"</Relationships>", extra.encode())
    return with_parts(SOUND, {RELATIONSHIPS: rels})


def with_body(xml: str) -> bytes:
    part = part_of(SOUND, "word/document.xml").replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)
    return with_parts(SOUND, {"word/document.xml": part})


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Forslag.docx", SOUND, Kind.DOCX),
        ("forslag.TXT", b"Bedre veier", Kind.TXT),
        ("C:\\mappe\\forslag.md", b"# Bedre veier", Kind.MD),
    ],
)
def test_the_three_kinds_are_let_in(name: str, content: bytes, kind: Kind) -> None:
    assert check_upload(content, name=name) is kind


@pytest.mark.parametrize(
    "name", ["forslag.pdf", "forslag.odt", "forslag.doc", "forslag", "docx", "a.docx.exe"]
)
def test_other_kinds_are_refused_by_name(name: str) -> None:
    assert refusal(b"Bedre veier", name) is Code.FILE_KIND_UNKNOWN


@pytest.mark.parametrize("content", [SOUND, b"%PDF-1.7 ...", b"{\\rtf1 Bedre veier}"])
def test_other_kinds_under_a_text_name_are_refused(content: bytes) -> None:
    assert refusal(content, "forslag.txt") is Code.FILE_KIND_UNKNOWN


def test_bytes_that_are_no_text_are_refused() -> None:
    assert refusal(b"abc\x00\x01\x02", "forslag.txt") is Code.FILE_NOT_READABLE


def test_more_than_ten_megabytes_are_refused() -> None:
    assert refusal(b"a" * (upload.MAX_BYTES + 1), "forslag.txt") is Code.FILE_TOO_BIG
    assert check_upload(b"a" * upload.MAX_BYTES, name="forslag.txt") is Kind.TXT


@pytest.mark.parametrize("content", [b"not a zip", SOUND[:5000], SOUND[: len(SOUND) // 2] + b"x" * 500])
def test_a_broken_document_is_refused(content: bytes) -> None:
    assert refusal(content) is Code.FILE_NOT_READABLE


def test_an_encrypted_document_is_named_as_such() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500

    assert refusal(ole + "EncryptedPackage".encode("utf-16-le")) is Code.FILE_ENCRYPTED
    assert refusal(ole) is Code.FILE_KIND_UNKNOWN


def test_an_encrypted_entry_is_refused() -> None:
    content = bytearray(SOUND)
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)

    assert refusal(bytes(content)) is Code.FILE_ENCRYPTED


def test_a_bomb_by_ratio_is_refused() -> None:
    assert refusal(with_parts(SOUND, {"word/media/a.png": b"\0" * 5_000_000})) is Code.FILE_UNPACKS_TOO_BIG


def test_a_bomb_by_size_is_refused() -> None:
    noise = random.Random(1).randbytes(15_000) * 67  # packs 40 to 1, so the ratio does not tell
    media = {f"word/media/{number}.png": noise for number in range(50)}

    assert refusal(with_parts(SOUND, media)) is Code.FILE_UNPACKS_TOO_BIG
    assert check_upload(with_parts(SOUND, dict(list(media.items())[:9])), name="a.docx") is Kind.DOCX


def test_a_bomb_of_xml_is_refused_sooner_than_one_of_pictures() -> None:
    noise = random.Random(1).randbytes(7_500).hex()
    parts = {f"word/part{number}.xml": f"<a>{noise * 53}</a>".encode() for number in range(27)}

    assert refusal(with_parts(SOUND, parts)) is Code.FILE_UNPACKS_TOO_BIG


def test_a_bomb_by_number_of_entries_is_refused() -> None:
    many = {f"word/media/{number}.png": b"x" for number in range(upload.MAX_ENTRIES)}

    assert refusal(with_parts(SOUND, many)) is Code.FILE_UNPACKS_TOO_BIG


def test_a_size_that_lies_does_not_get_past() -> None:
    content = bytearray(with_parts(SOUND, {"word/media/a.png": b"\0" * 60_000_000}))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        name_at = content.index(b"word/media/a.png", content.rindex(mark) if offset == 24 else 0)
        struct.pack_into("<I", content, name_at - (46 if offset == 24 else 30) + offset, 100)

    assert refusal(bytes(content)) is Code.FILE_NOT_READABLE


def test_a_declared_size_is_enough_to_refuse_before_unpacking() -> None:
    content = bytearray(with_parts(SOUND, {f"word/media/{number}.png": b"x" for number in range(60)}))
    at = content.index(b"PK\x01\x02")
    while (at := content.find(b"word/media/", at + 1)) > 0:
        struct.pack_into("<I", content, at - 46 + 24, upload.RATIO_COUNTS_FROM - 1)

    assert refusal(bytes(content)) is Code.FILE_UNPACKS_TOO_BIG


def test_entries_that_share_their_bytes_are_refused() -> None:
    noise = random.Random(1).randbytes(400_000)
    content = bytearray(with_parts(SOUND, {"word/media/a.png": noise}))
    directory = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    record = content[content.rindex(b"PK\x01\x02") : end]
    copies = b"".join(record.replace(b"a.png", f"{n}.png".encode()) for n in range(5))
    content[end:end] = copies
    end += len(copies)
    count = struct.unpack_from("<H", content, end + 10)[0] + 5
    struct.pack_into("<HHII", content, end + 8, count, count, end - directory, directory)

    assert refusal(bytes(content)) is Code.FILE_UNPACKS_TOO_BIG


@pytest.mark.parametrize("entry", ["../a.xml", "/etc/a.xml", "word/../../a.xml", "C:/a.xml", "word\\a.xml"])
def test_an_entry_that_leads_out_is_refused(entry: str) -> None:
    assert refusal(with_parts(SOUND, {entry: b"<a/>"})) is Code.FILE_NOT_READABLE


def test_two_entries_of_one_name_are_refused() -> None:
    assert refusal(with_parts(SOUND, {"word/Document.XML": b"<a/>"})) is Code.FILE_NOT_READABLE


def test_macros_are_refused_by_name_type_and_part() -> None:
    types = part_of(SOUND, "[Content_Types].xml")
    main = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    renamed = types.replace(main, b"vnd.ms-word.document.macroEnabled.main+xml")

    assert refusal(SOUND, "forslag.docm") is Code.FILE_HAS_MACROS
    assert refusal(with_parts(SOUND, {"[Content_Types].xml": renamed})) is Code.FILE_HAS_MACROS
    assert refusal(with_parts(SOUND, {"word/vbaProject.bin": b"x"})) is Code.FILE_HAS_MACROS
    assert refusal(with_parts(SOUND, {"word/embeddings/oleObject1.bin": b"x"})) is Code.FILE_HAS_MACROS


def test_a_workbook_under_a_document_name_is_refused() -> None:
    types = part_of(SOUND, "[Content_Types].xml").replace(
        b"wordprocessingml.document", b"spreadsheetml.sheet"
    )

    assert refusal(with_parts(SOUND, {"[Content_Types].xml": types})) is Code.FILE_KIND_UNKNOWN


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "file:///C:/maler/lag.dotx"),
        ("image", "https://example.org/a.png"),
        ("oleObject", "https://example.org/a.bin"),
        ("aFChunk", "https://example.org/a.html"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", "file://server/share"),
        ("hyperlink", "\\\\server\\share"),
    ],
)
def test_external_targets_are_refused(kind: str, target: str) -> None:
    code = Code.FILE_HAS_TEMPLATE if kind == "attachedTemplate" else Code.FILE_HAS_EXTERNAL_TARGETS

    assert refusal(with_relationship(kind, target)) is code
    assert refusal(with_relationship(kind, target, mode="")) is code


SETTINGS = f'<w:attachedTemplate xmlns:r="{REL}" r:id="rIdX"/>'


@pytest.mark.parametrize(
    ("target", "is_own"),
    [
        ("file:///C:/Users/kari/maler/lag.dotx", True),
        ("file:///C:\\maler\\lag.dotx", True),
        ("file:////C:\\maler\\lag.dotx", True),
        ("file:////server/C:/maler/lag.dotx", False),
        ("D:\\maler\\lag.dotx", True),
        ("Normal.dotm", True),
        ("Macintosh%20HD:Users:kari:maler:lag.dotx", True),
        ("http:lag.dotx", False),
        ("../lag.dotx", False),
        ("file:///\\\\server\\lag.dotx", False),
        ("file://server/lag.dotx", False),
        ("file:////server/lag.dotx", False),
        ("\\\\server\\lag.dotx", False),
        ("https://example.org/lag.dotm", False),
    ],
)
def test_a_template_on_the_writers_own_machine_is_let_in_and_taken_away(target: str, is_own: bool) -> None:
    content = with_relationship("attachedTemplate", target)
    settings = part_of(content, "word/settings.xml")
    marked = settings.replace(b"</w:settings>", SETTINGS.encode() + b"</w:settings>")
    content = with_parts(content, {"word/settings.xml": marked})

    if not is_own:
        with pytest.raises(RuleBroken):
            check_upload(content, name="a.docx", with_own_template=True)
        return
    assert check_upload(content, name="a.docx", with_own_template=True) is Kind.DOCX
    kept = without_template(content)
    assert check_upload(kept, name="a.docx") is Kind.DOCX
    assert b"attachedTemplate" not in b"".join(parts(kept).values())
    assert parts(kept)["word/document.xml"] == parts(content)["word/document.xml"]
    assert without_template(kept) == kept
    assert read_text(content, name="a.docx").markdown == read_text(SOUND, name="a.docx").markdown


@pytest.mark.parametrize(
    "target", ["https://example.org/a?b=c", "HTTP://example.org", "mailto:a@example.org", "#her"]
)
def test_ordinary_links_are_let_in(target: str) -> None:
    assert check_upload(with_relationship("hyperlink", target), name="a.docx") is Kind.DOCX


def test_a_chunk_of_another_format_inside_is_refused() -> None:
    assert refusal(with_relationship("aFChunk", "a.html", mode="")) is Code.FILE_HAS_MACROS


def test_a_field_that_fetches_is_refused_even_in_pieces() -> None:
    def field(*pieces: str) -> str:
        runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
        return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>'

    assert refusal(with_body(field(" DDEAUTO c:\\\\x "))) is Code.FILE_HAS_FETCHING_FIELDS
    assert refusal(with_body(field("INCLUDEPI", "CTURE x"))) is Code.FILE_HAS_FETCHING_FIELDS
    assert check_upload(with_body(field(" PAGE ")), name="a.docx") is Kind.DOCX


def test_a_document_type_is_refused_in_any_encoding() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

    assert refusal(with_parts(SOUND, {"word/a.xml": bomb.encode()})) is Code.FILE_NOT_READABLE
    assert refusal(with_parts(SOUND, {"word/a.xml": bomb.encode("utf-16")})) is Code.FILE_NOT_READABLE
    assert refusal(with_parts(SOUND, {"[Content_Types].xml": bomb.encode()})) is Code.FILE_NOT_READABLE


def test_endless_nesting_is_refused() -> None:
    deep = b"<a>" * 5_000 + b"</a>" * 5_000

    assert refusal(with_parts(SOUND, {"word/a.xml": deep})) is Code.FILE_UNPACKS_TOO_BIG


def test_a_mutated_file_is_read_or_refused_and_never_crashes() -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("Kort", style="List Bullet")
        document.add_table(rows=2, cols=2)

    heavy = (
        "word/stylesWithEffects.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
        "docProps/thumbnail.jpeg",
    )
    whole = with_parts(made_docx(fill), dict.fromkeys(heavy))
    chance = random.Random(7)
    outcomes = set()
    for round_ in range(200):
        # In turn the archive itself, whose checksums then fail, and a part inside it, whose do not.
        name = ("word/document.xml", "word/numbering.xml", RELATIONSHIPS, None)[round_ % 4]
        content = bytearray(part_of(whole, name) if name else whole)
        for _ in range(chance.randint(1, 3)):
            content[chance.randrange(len(content))] = chance.choice(b' <>/"=0wp\x00\xff')
        try:
            read_text(with_parts(whole, {name: bytes(content)}) if name else bytes(content), name="a.docx")
            outcomes.add("read")
        except RuleBroken:
            outcomes.add("refused")

    assert outcomes == {"read", "refused"}
