"""What the command line does with texts in files, without a database: compare them, list what was changed."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from motionflow.administering import Refused, read_file, write_file
from motionflow.documents.compared import TextFile, compared_docx
from motionflow.documents.isolation import read_changes_apart, read_text_apart
from motionflow.documents.redline import Redline, Revision
from motionflow.documents.remarks import By
from motionflow.domain.differences import compare, is_unchanged
from motionflow.domain.errors import RuleBroken
from motionflow.i18n import words
from motionflow.labels import sentence


def compare_files(old: Path, new: Path, *, out: Path, author: str, at: datetime) -> bool:
    """Write a Word file with what was changed from one file to another; return whether anything was.

    Changes that are tracked in either file already count as accepted. Raises ``Refused``, ``RuleBroken``.
    """
    if out.suffix.lower() != ".docx":
        raise Refused(f"{out} is no name of a Word file; give one that ends in .docx.")
    if out.resolve() in (old.resolve(), new.resolve()):
        raise Refused(f"{out} is one of the files to compare; give another name, so that it is kept.")
    texts = [_text_in(file) for file in (old, new)]
    write_file(out, compared_docx(*texts, file=TextFile(title="", by=By(author, at))))
    return not is_unchanged(compare(*texts))


def _text_in(file: Path) -> str:
    try:
        return read_text_apart(read_file(file), name=file.name).markdown
    except RuleBroken as broken:  # of two files, which one it is about
        said = " ".join(sentence(obstacle, language=words("en")) for obstacle in broken.obstacles)
        raise Refused(f"{file.name}: {said}") from broken


def changes_in(file: Path) -> Redline:
    """Return what has been changed in a Word file. Raises ``Refused``, ``RuleBroken``."""
    if file.suffix.lower() != ".docx":
        raise Refused(f"{file.name} is no Word file (.docx), and no other has tracked changes.")
    return read_changes_apart(read_file(file), name=file.name)


def as_json(redline: Redline) -> list[dict[str, Any]]:
    """Return the changes in reading order as plain values; a date that the file does not tell is null."""
    return [{**asdict(one), "kind": one.kind.value, "date": one.date or None} for one in redline.revisions]


def lines_of(redline: Redline) -> Iterator[str]:
    """Yield a line for each change."""
    for one in redline.revisions:
        yield f"{one.paragraph}: {one.kind.value} by {one.author or '–'} {one.date[:10]}: {_words(one)}"
    for what, count in redline.left_out.items():
        yield f"Left out, or set as text: {what} ({count})"


def _words(one: Revision) -> str:
    shown = [" ".join(text.split()) for text in (one.old, one.new)]
    return " -> ".join(f"«{text}»" if text else "–" for text in shown)
