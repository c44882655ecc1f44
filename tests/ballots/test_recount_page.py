"""The page that recounts in a browser is small, independent, and holds nothing that a policy refuses."""

import re

from motionflow.paths import STATIC

FOLDER = STATIC / "recount"


def test_the_recount_is_at_most_a_hundred_lines_and_needs_no_file_of_others() -> None:
    script = (FOLDER / "recount.js").read_text(encoding="utf-8")

    assert len(script.splitlines()) <= 100
    assert max(map(len, script.splitlines())) <= 140
    assert "import" not in re.sub(r"importKey|//.*", "", script)
    assert {file.name for file in FOLDER.iterdir()} == {"recount.html", "recount.js", "recount.css"}


def test_the_recount_page_asks_nobody_for_anything() -> None:
    page = (FOLDER / "recount.html").read_text(encoding="utf-8")

    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["data:,", "recount.css", "recount.js"]
    assert not re.search(r"<style|<script(?! src)|\sstyle=|\son\w+=", page)
