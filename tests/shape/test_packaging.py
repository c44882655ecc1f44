"""What setup.cfg, the Makefile and the lock files say agrees with the tree."""

import os
import re
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _setup() -> ConfigParser:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def _locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z]+\])?==(\S+)", text, flags=re.MULTILINE))


def _names(lines: str) -> set[str]:
    return {re.split(r"[\[<>=]", line)[0].lower() for line in lines.split()}


def test_setup_cfg_lists_every_package() -> None:
    """A package that is not listed is left out of the wheel, and nothing says so."""
    listed = set(_setup()["options"]["packages"].split())
    found = {
        ".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / "motionflow").rglob("__init__.py")
    }

    assert listed == found | {"motionflow.templates", "motionflow.migrations"}


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {file.parent for file in (ROOT / "motionflow").rglob("*.py")}

    assert {folder for folder in folders if not (folder / "__init__.py").exists()} == set()


def test_the_lock_files_hold_every_dependency_of_setup_cfg() -> None:
    setup = _setup()
    run = _names(setup["options"]["install_requires"]) | _names(setup["options.extras_require"]["postgres"])
    dev = _names(setup["options.extras_require"]["dev"])

    assert run - set(_locked("run")) == set()
    assert (run | dev) - set(_locked("dev")) == set()


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    dev = _locked("dev")

    assert {name: dev.get(name) for name in _locked("run")} == _locked("run")


def test_lock_files_name_no_place_and_hold_hashes() -> None:
    for name in ("run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert re.findall(r"https?:|file:|--index|--find-links", text) == []
        assert len(re.findall(r"^[a-z].*== ?\S+ \\$", text, flags=re.MULTILINE)) == len(_locked(name))


def test_dependencies_md_gives_a_reason_for_each_dependency() -> None:
    setup = _setup()
    wanted = _names(setup["options"]["install_requires"])
    for extra in setup["options.extras_require"]:
        wanted |= _names(setup["options.extras_require"][extra])
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| ([A-Za-z0-9-]+)[^|]*\| [^|]*\| ([^|]+) \|", text, flags=re.MULTILINE))

    assert {name.lower() for name, reason in told.items() if reason.strip()} >= wanted


def test_ci_runs_what_everybody_runs() -> None:
    script = ROOT / ".ci" / "run"

    assert script.read_text(encoding="utf-8").splitlines()[-1] == "exec make test"
    assert os.access(script, os.X_OK)


def test_standing_files_name_only_paths_that_exist() -> None:
    """«To change X, edit Y» is worth nothing when Y has moved."""
    named = {
        (file.name, path)
        for file in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
        for path in re.findall(
            r"`((?:motionflow|templates|tests|migrations|requirements|docs)/[\w./-]*)`",
            file.read_text(encoding="utf-8"),
        )
    }

    assert {one for one in named if not (ROOT / one[1]).exists()} == set()
