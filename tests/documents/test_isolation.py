"""Foreign files are read in a process of their own, which may break or be ended without harm."""

import json
import random
import resource
import subprocess
import sys
from pathlib import Path

import docx.oxml
import pytest
from docx.document import Document
from docx.oxml.ns import nsdecls

from motionflow.documents.isolation import done_apart, read_text_apart
from motionflow.documents.reader import read_text
from motionflow.domain.errors import Code, RuleBroken
from motionflow.paths import PACKAGE
from tests.documents.motion_samples import PARAGRAPHS, made_docx, typed_docx, with_parts

SOUND = typed_docx()


def heavy_docx(paragraphs: int) -> bytes:
    def fill(document: Document) -> None:
        chance = random.Random(1)
        inner = "".join(
            f"<w:p><w:r><w:t>{chance.getrandbits(160):x}</w:t></w:r></w:p>" for _ in range(paragraphs)
        )
        body = docx.oxml.parse_xml(f"<w:body {nsdecls('w')}>{inner}</w:body>")
        document.element.body.extend(list(body))

    return made_docx(fill)


def refusal(content: bytes, **bounds: int) -> Code:
    with pytest.raises(RuleBroken) as refused:
        done_apart("text", content, name="forslag.docx", **bounds)
    (obstacle,) = refused.value.obstacles
    assert obstacle.field == "file"
    return obstacle.code


def test_a_file_read_apart_says_the_same_as_one_read_here() -> None:
    read = read_text_apart(SOUND, name="Forslag.DOCX")

    assert read == read_text(SOUND, name="Forslag.DOCX")
    assert read.lines == PARAGRAPHS


def test_a_refusal_comes_back_with_its_reason() -> None:
    with_macro = with_parts(SOUND, {"word/vbaProject.bin": b"x"})

    assert refusal(with_macro) is Code.FILE_HAS_MACROS
    assert refusal(b"not a zip") is Code.FILE_NOT_READABLE


def test_a_file_that_wants_more_memory_than_it_may_have_is_given_up() -> None:
    content = heavy_docx(25_000)

    assert refusal(content, memory=64_000_000) is Code.FILE_TAKES_TOO_MUCH
    assert len(done_apart("text", content, name="a.docx")["lines"]) == 25_000


def test_a_file_that_takes_too_long_is_given_up_and_its_process_ended() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    assert refusal(heavy_docx(60_000), seconds=1) is Code.FILE_TAKES_TOO_MUCH
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 2


def test_the_process_that_reads_may_write_no_file(tmp_path: Path) -> None:
    tried = (
        "from motionflow.documents.reading import bound; bound(memory=10**9, seconds=5); "
        f"open({str(tmp_path / 'left')!r}, 'w').write('x')"
    )

    subprocess.run([sys.executable, "-c", tried], cwd=PACKAGE.parent, capture_output=True, check=False)

    assert not (tmp_path / "left").exists() or not (tmp_path / "left").read_bytes()


@pytest.mark.parametrize("count", [200, pytest.param(10_000, marks=pytest.mark.long)])
def test_files_changed_by_chance_are_read_or_refused_with_a_reason(count: int) -> None:
    command = [sys.executable, "-m", "tests.documents.mutating", "2019", str(count)]
    told = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True, check=True).stdout
    ended: dict[str, int] = json.loads(told)

    assert sum(ended.values()) == count
    assert set(ended) <= {"found", *(code.value for code in Code)}, ended
    assert min(ended["found"], ended["file_not_readable"]) > count // 10, (
        "the changes are neither all nor none"
    )
