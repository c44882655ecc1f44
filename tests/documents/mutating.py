"""Word files changed by chance, each read in a bounded process of its own: how many ended how.

Run as a module with a seed and a count, since it forks; it prints what came of them as JSON. A process reads
several files, and where it does not come to its end, each of them is read again in a process of its own.
"""

import io
import json
import os
import random
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from motionflow.documents.compared import TextFile, compared_docx
from motionflow.documents.isolation import MEMORY_BYTES, SECONDS
from motionflow.documents.reading import TASKS, answer, bound
from motionflow.documents.remarks import By, Remark
from motionflow.domain.differences import compare
from tests.documents.letterheads import letterhead_docx
from tests.documents.motion_samples import typed_docx
from tests.documents.samples_with_everything import NEW, OLD

_AT_ONCE = 20
_TAG = re.compile(rb"<(/?)w:(\w+)")
_TABLE_LOOK = re.compile(rb'<w:style w:type="table".*?</w:style>', re.DOTALL)
_VALUE = re.compile(rb'"[^"<>]*"')
_ODD = (b'"-1"', b'"99999999999999999999"', b'""', b'"\xc3\xa6"', b'"0x41"', b'"../../x"', b'"rId1"')


def files() -> list[bytes]:
    """Return the sound files that are changed: typed, with changes, notes and comments, a letterhead."""
    by = By("Kari Eksempel", datetime(2019, 2, 9, tzinfo=UTC))
    place = next(place for place, one in enumerate(compare(OLD, NEW)) if one.kind != "same")
    remarks = {place: [Remark(by, "Fordi.")]}
    return [
        _lightened(typed_docx()),
        compared_docx(OLD, NEW, file=TextFile("Sak", by, remarks=remarks)),
        _lightened(letterhead_docx()),
    ]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return a file with something wrong in its archive or in one to three places of its parts."""
    if chance.random() < 0.15:
        return _scattered(content, chance)
    parts = _parts(content)
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    main = [name for name in names if re.search(r"document|footnotes|comments|styles|numbering|header", name)]
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(main if main and chance.random() < 0.8 else names)
        if name in parts:
            changed = chance.choice(_CHANGES)(parts[name], chance)
            if changed or chance.random() < 0.5:
                parts[name] = changed
            else:
                del parts[name]
    return _packed(parts)


def outcomes(tried: Sequence[tuple[bytes, str]]) -> list[str]:
    """Return how each file and task ended, bounded as in production: found, a code, or what broke."""
    ended, broken = _read(tried)
    if not broken:
        return ended
    return [broken] if len(tried) == 1 else [one for each in tried for one in outcomes([each])]


def _read(tried: Sequence[tuple[bytes, str]]) -> tuple[list[str], str]:
    """Return how each of some files ended in one forked process, and how that ended where it broke."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        os.close(reading)
        status = 1
        try:
            bound(memory=MEMORY_BYTES, seconds=SECONDS)
            for content, task in tried:
                said = answer(task, content, name="a.docx")
                json.dumps(said)
                os.write(writing, f"{said.get('refused', 'found')}\n".encode())
            status = 0
        except BaseException as error:
            os.write(writing, f"broke: {type(error).__name__}: {error}"[:300].encode())
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said_by_child = pipe.read().decode().splitlines()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return [], f"ended by signal {os.WTERMSIG(status)}"
    return said_by_child, said_by_child[-1] if status else ""


def _lightened(content: bytes) -> bytes:
    """Return a file without the looks of tables that Word's template brings and nothing in it uses."""
    parts = _parts(content)
    styles = {name: parts[name] for name in parts if name.startswith("word/styles")}
    return _packed(parts | {name: _TABLE_LOOK.sub(b"", part) for name, part in styles.items()})


def _cut(part: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.randrange(len(part) + 1) for _ in range(2))
    return part[:begin] + part[end:] if chance.random() < 0.3 else part[:begin] + part[begin + 40 :]


def _doubled(part: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(part) + 1)
    piece = part[begin : begin + chance.choice((20, 400, 4000))]
    return part[:begin] + piece * chance.choice((2, 5, 50)) + part[begin:]


def _renamed(part: bytes, chance: random.Random) -> bytes:
    """Give all elements of one name the name of others, which keeps the part well formed."""
    tags = sorted({found[2] for found in _TAG.finditer(part)}) or [b"p"]
    old, new = chance.choice(tags), chance.choice([*tags, b"ins", b"del", b"tbl", b"sdt", b"hyperlink"])
    return re.sub(rb"(</?)w:" + old + rb"\b", rb"\1w:" + new, part)


def _odd_value(part: bytes, chance: random.Random) -> bytes:
    places = list(_VALUE.finditer(part))
    if not places:
        return part
    place = chance.choice(places)
    return part[: place.start()] + chance.choice(_ODD) + part[place.end() :]


def _nested(part: bytes, chance: random.Random) -> bytes:
    tag, depth = chance.choice((b"p", b"ins", b"tbl", b"sdt")), chance.choice((5, 60, 500))
    opened = b"<w:" + tag + b">"
    return part.replace(b"<w:p>", opened * depth + b"</w:" + tag + b">" * depth + b"<w:p>", 1)


def _letters(part: bytes, chance: random.Random) -> bytes:
    odd = chance.choice(
        ("\u202e", "\u200f", "👍🏽", "&#x1;", "&#xFFFE;", "\x00", "\ue010", "&amp;" * 50, "&x;")
    )
    return part.replace(b"</w:t>", odd.encode() + b"</w:t>", 3)


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_cut, _doubled, _renamed, _renamed, _renamed, _odd_value, _odd_value, _odd_value, _nested, _letters),
)


def _scattered(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.choice((1, 5, 50))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made[: chance.randrange(len(made))] if chance.random() < 0.1 else made)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


if __name__ == "__main__":
    seed, count = map(int, sys.argv[1:])
    chance = random.Random(seed)
    sound, tasks, ended = files(), sorted(TASKS), Counter[str]()
    for start in range(0, count, _AT_ONCE):
        some = range(start, min(start + _AT_ONCE, count))
        ended.update(outcomes([(mutated(chance.choice(sound), chance), chance.choice(tasks)) for _ in some]))
    print(json.dumps(ended))
