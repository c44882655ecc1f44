"""Other programs accept and reject our tracked changes and come to the same two texts."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from motionflow.documents.compared import TextFile, compared_docx
from motionflow.documents.reader import read_text
from motionflow.documents.remarks import By
from tests.documents.samples_with_everything import NEW, OLD
from tests.documents.test_tracked_booklet import EDITS, TEXT, WITH_ALL, booklet

FILE = TextFile(title="", by=By("Kari Eksempel", datetime(2019, 2, 9, 12, tzinfo=UTC)))
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Settling"
 script:language="StarBasic">
Sub SettleBoth(sFrom As String, sAccepted As String, sRejected As String)
  Settle(sFrom, sAccepted, ".uno:AcceptAllTrackedChanges")
  Settle(sFrom, sRejected, ".uno:RejectAllTrackedChanges")
End Sub
Sub Settle(sFrom As String, sTo As String, sCommand As String)
  Dim oDoc, oHelper
  Dim a(0) As New com.sun.star.beans.PropertyValue
  Dim b(0) As New com.sun.star.beans.PropertyValue
  a(0).Name = "Hidden"
  a(0).Value = True
  oDoc = StarDesktop.loadComponentFromURL(ConvertToURL(sFrom), "_blank", 0, a())
  oHelper = createUnoService("com.sun.star.frame.DispatchHelper")
  oHelper.executeDispatch(oDoc.CurrentController.Frame, sCommand, "", 0, Array())
  b(0).Name = "FilterName"
  b(0).Value = "MS Word 2007 XML"
  oDoc.storeToURL(ConvertToURL(sTo), b())
  oDoc.close(True)
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Settling"/>
</library:library>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
  library:link="false"/>
</library:libraries>
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of LibreOffice with a macro in it that accepts or rejects every change of a file."""
    profile = tmp_path_factory.mktemp("office")
    run_office(profile, "--terminate_after_init")  # it makes the profile's own files, over any that are there
    basic = profile / "user" / "basic"
    (basic / "script.xlc").write_text(LIBRARIES)
    (basic / "Standard" / "script.xlb").write_text(LIBRARY)
    (basic / "Standard" / "Settling.xba").write_text(MACRO)
    return profile


def run_office(profile: Path, what: str) -> None:
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", what]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def settled(content: bytes, profile: Path) -> tuple[str, str]:
    """Return the texts of a file when LibreOffice has accepted every change in it, and rejected every one."""
    before, *after = (profile / f"{name}.docx" for name in ("before", "accepted", "rejected"))
    before.write_bytes(content)
    for each in after:
        each.unlink(missing_ok=True)
    names = ",".join(f'"{each}"' for each in (before, *after))
    run_office(profile, f"macro:///Standard.Settling.SettleBoth({names})")
    accepted, rejected = (read_text(each.read_bytes(), name="a.docx").markdown for each in after)
    return accepted, rejected


def by_pandoc(content: bytes, choice: str, folder: Path) -> list[str]:
    """Return the words of a file as pandoc reads it with every change accepted or rejected."""
    file = folder / "changed.docx"
    file.write_bytes(content)
    command = ["pandoc", f"--track-changes={choice}", "--to=plain", "--wrap=none", str(file)]
    return words(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text)


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), pytest.param(NEW, OLD, marks=pytest.mark.long)])
def test_libreoffice_comes_to_the_same_texts(office: Path, old: str, new: str) -> None:
    content = compared_docx(old, new, file=FILE)

    assert settled(content, office) == (new, old)


def test_libreoffice_comes_to_the_texts_of_the_booklet_with_and_without_its_amendments(office: Path) -> None:
    content = booklet(TEXT, EDITS)  # without comments, which LibreOffice 7.4 now and then crashes on
    accepted, rejected = settled(content, office)

    assert WITH_ALL in accepted
    assert TEXT in rejected
    assert accepted.replace(WITH_ALL, TEXT) == rejected


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (NEW, OLD)])
def test_pandoc_comes_to_the_same_words(tmp_path: Path, old: str, new: str) -> None:
    content = compared_docx(old, new, file=FILE)

    assert by_pandoc(content, "accept", tmp_path) == words(new)
    assert by_pandoc(content, "reject", tmp_path) == words(old)
