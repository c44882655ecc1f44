"""Markdown is read without HTML, and hostile text does not make it slow."""

import time

import pytest

from motionflow.documents.markdown_tree import tree_of
from motionflow.documents.setting import plain

SECONDS = 5.0

SLOW_ON_PURPOSE = {
    "brackets": "[" * 12_000,
    "half links": "[a](<b" * 6_000,
    "escapes": "\\[" * 9_000,
    "many blocks of brackets": ("[" * 300 + "\n\n") * 60,
    "stars": "**a*" * 5_000,
    "underscores": "_a " * 8_000,
    "backticks": "`a``" * 5_000,
    "quotes": ">" * 3_000 + "a",
    "lists on a line": "- " * 3_000 + "a",
    "lists in lists": "\n".join("    " * depth + "- a" for depth in range(300)),
    "addresses": "<http://" * 4_000,
    "columns": "a|" * 9_000 + "\n" + "-|" * 9_000,
}


@pytest.mark.parametrize("name", SLOW_ON_PURPOSE)
def test_text_made_to_be_slow_is_read_in_seconds(name: str) -> None:
    begun = time.perf_counter()
    tree_of(SLOW_ON_PURPOSE[name])

    assert time.perf_counter() - begun < SECONDS


def test_html_and_pictures_are_text() -> None:
    root = tree_of('<div onclick="x">hei</div>\n\n![bilde](https://example.org/a.png) &lt;b&gt; <i>x</i>')
    tags = {element.tag for element in root.iter()}

    assert not {"i", "img"} & tags
    assert '<div onclick="x">hei</div>' in "".join(root.itertext())


def test_code_is_shown_as_written() -> None:
    assert plain(tree_of("`a < b & \\* \\d`")[0]) == "a < b & \\* \\d"


def test_lists_tables_quotes_and_fields_are_read() -> None:
    root = tree_of("- a\n\n    - b\n\n3. c\n\n> d\n\n| e |\n| --- |\n| f |\n\ng\n:   h")

    assert [block.tag for block in root] == ["ul", "ol", "blockquote", "table", "dl"]
    assert root[1].get("start") == "3"
