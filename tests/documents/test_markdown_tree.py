"""Markdown is read without HTML, and hostile text does not make it slow."""

import random
import time
from dataclasses import replace
from xml.etree.ElementTree import Element, tostring

import pytest

from motionflow.documents.looks import Look
from motionflow.documents.markdown_tree import inlines_of, plain_parser, tree_of
from motionflow.documents.setting import plain
from motionflow.documents.text_lines import lines_of
from motionflow.documents.word_model import Run
from motionflow.documents.words import markdown_for
from motionflow.domain.paragraphs import paragraphs_of
from tests.documents import samples

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


def test_what_has_no_markup_is_passed_by_and_the_tree_is_the_same() -> None:
    markdown = markdown_for(samples.MINUTES, "nb").replace("\\", "")
    parser, root = plain_parser(), Element("div")
    parser.parser.parseChunk(root, markdown + "\n\n")
    for processor in parser.treeprocessors:
        processor.run(root)

    assert tostring(tree_of(markdown)) == tostring(root)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "**to ord** og flere",
            "før **midt** etter",
            "**ett****to**",
            "a**b**c **d**",
            "** luft ** **ord**",
        ),
        *('**"sitat"**ord', "***alt***", "**åpent", "**a**b**c**", "**kolon:** etter", "**a *b* c**"),
    ],
)
def test_bold_words_are_bold_by_the_same_rule_whichever_way_they_are_read(text: str) -> None:
    (read,) = inlines_of([text])
    bold = [(part.text or "", part.tail or "") for part in read if part.tag == "strong"]
    (line,) = lines_of(paragraphs_of(text)).by_number.values()

    assert "".join(run.text for run in line.runs) == "".join(read.itertext())
    if all(part.tag == "strong" and not len(part) for part in read):
        pieces = [(read.text or "", False)] + [
            piece for words, after in bold for piece in ((words, True), (after, False))
        ]
        assert line.runs == tuple(Run(words, Look(bold=is_bold)) for words, is_bold in pieces if words)


def test_bold_words_and_links_are_read_alike_whatever_else_the_line_holds() -> None:
    chance = random.Random(21)
    for _ in range(1_500):
        words = "".join(chance.choice(INLINE) for _ in range(chance.randrange(1, 7)))
        quick, slow = runs_in(f"ord {words} ord"), runs_in(f"ord {words} ord `x`")
        # Code is always read by Markdown itself, and the rest of the line with it.
        assert list(quick) == [*slow[:-2], replace(slow[-2], text=slow[-2].text.rstrip())]


INLINE = (
    *(
        "ord",
        "**",
        "**",
        "[",
        "]",
        "](",
        "(https://a.no/b-c)",
        "(http://x_y.no)",
        "(https://e.org/)",
        ")",
        "(",
    ),
    *(
        " ",
        ".",
        "å1",
        "«b»",
        ":",
        "[to ord](https://e.org/x)",
        "**fet skrift**",
        "[1](https://a.b)",
        "!",
        "-",
    ),
)


def runs_in(text: str) -> tuple[Run, ...]:
    (line,) = lines_of(paragraphs_of(text)).by_number.values()
    return line.runs


def test_blocks_taken_ahead_of_the_others_are_what_markdown_reads() -> None:
    chance = random.Random(20)
    for _ in range(1_500):
        text = "".join(chance.choice(BLOCKS) for _ in range(chance.randrange(1, 12))) + "\n\n"
        parser, root = plain_parser(), Element("div")
        parser.parser.parseChunk(root, text)
        for processor in parser.treeprocessors:
            processor.run(root)
        assert tostring(tree_of(text)) == tostring(root)


BLOCKS = (
    *("ord ord", "Tittel", "## ", "# ", "#", "\n\n", "\n\n", "\n\n", "\n", "\n:   felt", "\n:   to"),
    *("- punkt", "1. en", "    inn", "> sitat", "|a|b|\n|-|-|\n|1|2|", " ", "----", "===", ":", "a) b"),
)
