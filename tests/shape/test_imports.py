"""The import contracts of setup.cfg hold, and each of them can break."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the package that may be broken."""
    copytree(ROOT / "motionflow", tmp_path / "motionflow", ignore=ignore_patterns("__pycache__", "static"))
    copy(ROOT / "setup.cfg", tmp_path)
    return tmp_path


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run(
        [*command, "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_go_one_way(copied: Path) -> None:
    result = _lint(copied)

    assert result.returncode == 0, result.stdout


def _adds(path: str, line: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / "motionflow" / path
        file.write_text(
            (file.read_text(encoding="utf-8") if file.exists() else "") + f"\n{line}\n", encoding="utf-8"
        )

    return change


@pytest.mark.parametrize(
    ("change", "contract"),
    [
        (_adds("services/__init__.py", "import motionflow.web"), "Imports go one way"),
        (_adds("services/__init__.py", "import motionflow.clock"), "Imports go one way"),
        (_adds("documents/__init__.py", "import motionflow.models"), "Imports go one way"),
        (_adds("domain/__init__.py", "import motionflow.paths"), "Imports go one way"),
        (_adds("web/__init__.py", "import motionflow.cli"), "Imports go one way"),
        (_adds("a_new_module.py", ""), "Imports go one way"),
        (_adds("domain/__init__.py", "import flask"), "The domain knows no framework"),
        (_adds("domain/__init__.py", "import sqlalchemy"), "The domain knows no framework"),
        (_adds("services/__init__.py", "import flask"), "Services, documents and models know no web"),
        (_adds("models/__init__.py", "import flask_login"), "Services, documents and models know no web"),
        (
            _adds("documents/__init__.py", "import sqlalchemy"),
            "Documents are made from facts, not from tables",
        ),
        (
            _adds("documents/__init__.py", "import motionflow.db"),
            "Documents are made from facts, not from tables",
        ),
        (
            _adds("services/sessions.py", "import motionflow.services.people"),
            "No two modules need each other",
        ),
        (_adds("web/__init__.py", "import motionflow.models"), "Pages ask services, not tables"),
        (_adds("web/__init__.py", "import sqlalchemy"), "Pages ask services, not tables"),
    ],
)
def test_a_wrong_import_breaks_its_contract(
    copied: Path, change: Callable[[Path], None], contract: str
) -> None:
    change(copied)

    result = _lint(copied)

    assert result.returncode == 1
    assert f"{contract} BROKEN" in result.stdout
