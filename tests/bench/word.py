"""Papers out to Word, against their parts: the same Markdown read, the same paragraphs written with lxml.

Making the Markdown from facts, breaking and numbering lines and all else of ours stands on one side only.
Opening an empty document is in both baselines and is less than a hundredth of the booklet's.
"""

import io
import subprocess
import sys
from pathlib import Path

from docx import Document

from motionflow.documents.blank import blank_docx
from motionflow.documents.facts import Facts
from motionflow.documents.word import make_paper
from motionflow.documents.words import markdown_for
from tests.bench.measuring import Figure, milliseconds
from tests.bench.paper import lines_of, read, write
from tests.documents import samples

MOST_TIMES = 1.5
MOST_MEGABYTES = 300
MOTIONS = 300


def measure_two_pages() -> Figure:
    """Return the time of a motion of two pages."""
    return _measured("word_two_pages", samples.MOTION, rounds=15, calls=20)


def measure_booklet() -> Figure:
    """Return the time of a booklet of 300 motions."""
    return _measured("word_booklet_300", samples.long_booklet(MOTIONS), rounds=9, calls=1)


def measure_memory() -> Figure:
    """Return the memory of a process that makes a booklet of 300 motions, against one that makes none."""
    with_it, without = (_megabytes(motions) for motions in (MOTIONS, 1))
    kept = with_it < MOST_MEGABYTES
    ratio = with_it / without
    return Figure(
        "word_booklet_300_memory", with_it, "MB", without, ratio, MOST_MEGABYTES / without, is_kept=kept
    )


def _measured(name: str, facts: Facts, *, rounds: int, calls: int) -> Figure:
    markdown = markdown_for(facts, "nb")
    lines = lines_of(make_paper(facts, language="nb").content)

    def parts() -> bytes:
        document = Document(io.BytesIO(blank_docx()))
        read(markdown)
        write(document.element.body, lines)
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()

    assert lines_of(parts()) == lines
    took, baseline, ratio = milliseconds(
        lambda: make_paper(facts, language="nb"), parts, rounds=rounds, calls=calls
    )
    return Figure(name, took, "ms", baseline, ratio, MOST_TIMES, is_kept=ratio <= MOST_TIMES)


def _megabytes(motions: int) -> float:
    command = [sys.executable, "-m", "tests.bench.word", str(motions)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    make_paper(samples.long_booklet(int(sys.argv[1])), language="nb")
    # Not by ``getrusage``, which remembers what the process had that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
