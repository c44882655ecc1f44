"""The wheel built from the sdist works in an empty environment, from another folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, ignore_patterns
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_SOURCE = ignore_patterns(
    ".git", ".venv", "var", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", "tests"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist and that from a copy, so that no old build/ is shipped."""
    folder = tmp_path_factory.mktemp("build")
    copytree(ROOT, folder / "source", ignore=NOT_SOURCE)
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, cwd=folder / "source")
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and what the lock file says, nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    # Our own pip installs into it; compiled is then what the programs import, and not all there is.
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    install = (*pip, "--python", folder / "bin" / "python", "install", "--no-compile")
    _run(*install, "--require-hashes", "--requirement", ROOT / "requirements" / "run.txt", cwd=folder)
    _run(*install, "--no-deps", "--no-index", wheel, cwd=folder)
    return folder / "bin"


def _run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def _environment(home: Path) -> dict[str, str]:
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("MOTIONFLOW_", "PYTHON"))
    }
    return ours | {"MOTIONFLOW_HOME": str(home)}


def test_the_wheel_ships_every_file_that_is_no_module(wheel: Path) -> None:
    shipped = {name for name in ZipFile(wheel).namelist() if not name.endswith("/")}
    folders = {
        "motionflow/templates": ROOT / "templates",
        "motionflow/migrations/versions": ROOT / "migrations" / "versions",
        "motionflow": ROOT / "motionflow",
    }
    wanted = {
        f"{name}/{file.relative_to(folder).as_posix()}"
        for name, folder in folders.items()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }

    assert wanted - shipped == set()


def test_the_wheel_carries_its_licence_and_no_tests(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()

    assert [name for name in names if name.endswith("licenses/LICENSE")] != []
    assert [name for name in names if "tests" in name.split("/")] == []


def test_the_example_is_loaded_and_its_papers_written(programs: Path, tmp_path: Path) -> None:
    env = _environment(tmp_path / "home")

    _run(programs / "motionflow", "db", "upgrade", cwd=tmp_path, env=env)
    _run(programs / "motionflow", "demo", "--out", tmp_path / "papers", cwd=tmp_path, env=env)

    assert len(list((tmp_path / "papers").glob("*.docx"))) > 9


@pytest.fixture
def address(programs: Path, tmp_path: Path) -> Iterator[str]:
    """A server started from the wheel, with an empty database."""
    env = _environment(tmp_path / "home")
    _run(programs / "motionflow", "db", "upgrade", cwd=tmp_path, env=env)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [programs / "motionflow", "serve", "--port", str(port)],
            cwd=tmp_path, env=env, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}"
        assert server.poll() is None, (tmp_path / "log").read_text()
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _read(address: str) -> str:
    """Return what an address gives, waiting for the server to come up."""
    for _ in range(100):
        try:
            with urlopen(address) as answer:
                return str(answer.read().decode())
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    raise TimeoutError(address)


def test_the_server_answers_with_templates_translations_and_styles(address: str) -> None:
    assert '<html lang="nb"' in _read(f"{address}/")
    assert "--ds-" in _read(f"{address}/static/vendor/designsystemet-theme.css")
