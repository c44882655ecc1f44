"""A Word document as PDF, by LibreOffice where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120


class NoOffice(Exception):
    """LibreOffice is not installed on this machine."""


class NotMade(Exception):
    """LibreOffice made no PDF of the document."""


def pdf_of(content: bytes, *, seconds: int = SECONDS) -> bytes:
    """Return a document as PDF. Raises ``NoOffice`` or ``NotMade``.

    LibreOffice gets a folder and a profile of its own, and is ended when it takes too long.
    """
    office = shutil.which("soffice")
    if office is None:
        raise NoOffice
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "paper.docx").write_bytes(content)
        profile = (folder / "profile").as_uri()
        options = ["--headless", "--norestore", f"-env:UserInstallation={profile}"]
        command = [office, *options, "--convert-to", "pdf", "--outdir", name, str(folder / "paper.docx")]
        environment = {"HOME": name, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=seconds, env=environment)
            return (folder / "paper.pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise NotMade from error
