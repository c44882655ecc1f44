"""The commands that compare texts and list changes: any kind of file in, Word and JSON out, no database."""

import json
from pathlib import Path

import pytest

from motionflow import cli
from motionflow.documents.redline import read_changes
from tests.documents.motion_samples import typed_docx

OLD = "# Buss\n\nVi vil ha dyr buss.\n\nSist."
NEW = "# Buss\n\nVi vil ha gratis buss.\n\nMer.\n\nSist."


@pytest.fixture
def compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A Word file with the changes between two texts."""
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "new.txt").write_text(NEW)
    out = tmp_path / "changed.docx"
    files = [str(tmp_path / "old.md"), str(tmp_path / "new.txt")]
    assert cli.main(["compare", *files, "--out", str(out), "--author", "Kari Eksempel"]) == 0
    assert capsys.readouterr().out == f"What was changed is in {out}\n"
    return out


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.main(["changes", *arguments]) == 0
    return capsys.readouterr().out


def test_two_texts_are_compared_into_a_word_file_whose_changes_are_listed(
    compared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = json.loads(said([str(compared), "--json"], capsys))

    assert [(one["kind"], one["old"], one["new"], one["paragraph"]) for one in listed] == [
        ("replacement", "dyr", "gratis", 2),
        ("insertion", "", "Mer.", 3),
    ]
    assert {one["author"] for one in listed} == {"Kari Eksempel"}
    assert said([str(compared), "--accept"], capsys) == NEW + "\n"
    assert said([str(compared), "--reject"], capsys) == OLD + "\n"
    assert said([str(compared)], capsys).startswith("2: replacement by Kari Eksempel 2")


def test_word_files_are_compared_too(tmp_path: Path, compared: Path) -> None:
    (tmp_path / "a.docx").write_bytes(typed_docx())
    out = tmp_path / "b.docx"

    assert cli.main(["compare", str(tmp_path / "a.docx"), str(compared), "--out", str(out)]) == 0
    assert read_changes(out.read_bytes(), name="b.docx").accepted == NEW


def test_two_texts_that_say_the_same_are_not_called_changed(
    tmp_path: Path, compared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "same.txt").write_bytes(NEW.replace("\n", "\r\n").encode("utf-16"))
    out = tmp_path / "none.docx"

    assert cli.main(["compare", str(compared), str(tmp_path / "same.txt"), "--out", str(out)]) == 0

    assert capsys.readouterr().out == f"Nothing was changed: the text without changes is in {out}\n"
    assert read_changes(out.read_bytes(), name="none.docx").revisions == []


def test_a_file_that_is_compared_is_not_written_over(
    tmp_path: Path, compared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, old = compared.read_bytes(), str(tmp_path / "old.md")
    elsewhere = str(compared.parent / ".." / compared.parent.name / compared.name)

    assert cli.main(["compare", old, str(compared), "--out", elsewhere]) == 1
    assert cli.main(["compare", old, old, "--out", old]) == 1

    assert compared.read_bytes() == before
    assert "is one of the files to compare" in capsys.readouterr().err.splitlines()[0]


def test_what_cannot_be_read_or_written_is_one_sentence(
    tmp_path: Path, compared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"not a zip")

    assert cli.main(["changes", str(broken), "--json"]) == 1
    assert cli.main(["changes", str(tmp_path / "none.docx")]) == 1
    assert cli.main(["compare", str(compared), str(broken), "--out", str(tmp_path / "b.docx")]) == 1
    assert cli.main(["compare", str(compared), str(compared), "--out", str(tmp_path / "no" / "b.docx")]) == 1
    assert cli.main(["changes", str(tmp_path / "old.md")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 5
    assert told.err.splitlines()[2].startswith("broken.docx: The file is damaged")
    assert "Traceback" not in told.err
