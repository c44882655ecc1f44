"""The files of others are the ones that VENDORED.md tells of, byte for byte."""

import re
from hashlib import sha256
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "motionflow" / "web" / "static" / "vendor"
OURS = {"VENDORED.md", "inter.css"}


def _told() -> dict[str, str]:
    rows = (VENDOR / "VENDORED.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([^`]+)` \|.*\| ([0-9a-f]{64}) \|$", rows, flags=re.MULTILINE))


def test_vendored_md_tells_of_every_file_and_of_no_other() -> None:
    assert set(_told()) | OURS == {path.name for path in VENDOR.iterdir()}


def test_every_vendored_file_has_the_checksum_told() -> None:
    found = {name: sha256((VENDOR / name).read_bytes()).hexdigest() for name in _told()}

    assert found == _told()


def test_vendored_styles_fetch_nothing_from_elsewhere() -> None:
    for style in VENDOR.glob("*.css"):
        addresses = re.findall(r"url\(\s*[\"']?([^\"')]{4})", style.read_text(encoding="utf-8"))
        assert {address for address in addresses if address not in ("data", "inte")} == set(), style.name
        assert "@import" not in style.read_text(encoding="utf-8")


def test_our_styles_take_no_colour_that_the_theme_has_not() -> None:
    known = set(re.findall(r"(--ds-color-[\w-]+)\s*:", _styles(VENDOR)))
    used = set(re.findall(r"var\((--ds-color-[\w-]+)", _styles(VENDOR.parent)))
    # The colour of what one stands in, such as a tag, has no name of a theme's palette.
    assert sorted(used - known) == []


def _styles(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css")))
