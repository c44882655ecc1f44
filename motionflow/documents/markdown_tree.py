"""Markdown -> a tree of elements, with nothing that a paper cannot or must not hold.

Raw HTML stays text, pictures and references are not read, and what makes Python-Markdown slow on
purpose is taken the edge off.
"""

import html
import re
import threading
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.util import ETX, STX, AtomicString

# 12,000 opening brackets in one block cost Python-Markdown half a minute.
BRACKETS_IN_A_BLOCK = 100
BRACKETS_IN_ALL = 2000
# Deeper than anyone can read; each level costs a call on the stack.
DEEPEST_LIST = 6

_BLANK_LINES = re.compile(r"(\n[ \t]*\n+)")
_MARKERS = re.compile(r"^( *)((?:(?:[-+*]|\d+\.)[ ]+)+)", re.MULTILINE)
_ONE_MARKER = re.compile(r"(?:[-+*]|\d+\.)[ ]+")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()<>#+.!|:=~-])")
_KEPT = re.compile(f"{STX}(\\d+){ETX}")
# A heading or a paragraph of one line, or a term with its field: none of them anything else to Markdown.
_ONE_LINE = re.compile(r"(?:(#{1,6}) +)?([^\W\d_](?:[^\n|#:]*[^\s|#:])?)")
_FIELD = re.compile(r"[^\W\d_][^\n|]*\n:   [^\s|][^\n|]*")
_BEGINS_MARKUP = re.compile(r"[`*_\[<]|  \n")

_per_thread = threading.local()


def tree_of(text: str) -> Element:
    """Return Markdown as a tree: h1–h6, p, ul, ol, li, blockquote, table, dl, hr; strong, em, a, code, br."""
    parser = _parser()
    parser.reset()
    root = Element("div")
    parser.parser.parseChunk(root, _tamed(text))
    _finish(parser, root)
    return root


def inlines_of(texts: Sequence[str]) -> list[Element]:
    """Return each text as a ``p`` of strong, em, a, code: what it is as a block is not asked."""
    parser = _parser()
    parser.reset()
    root = Element("div")
    found = [SubElement(root, "p") for _ in texts]
    for text, paragraph in zip(texts, found, strict=True):
        paragraph.text = _tamed(text).removesuffix("\n\n")
    _finish(parser, root)
    return found


def _finish(parser: markdown.Markdown, root: Element) -> None:
    # Half the time goes to looking for every kind of markup in every text, and most have none.
    for element in root.iter():
        if element.text and not _BEGINS_MARKUP.search(element.text):
            element.text = AtomicString(element.text)
    for processor in parser.treeprocessors:
        processor.run(root)  # each changes the tree it is given
    for code in root.iter("code"):
        code.text = html.unescape(_KEPT.sub(lambda kept: "\\" + chr(int(kept[1])), code.text or ""))


def _parser() -> markdown.Markdown:
    # One for each thread: it keeps the state of the text it is at, and making one takes 2 ms.
    if not hasattr(_per_thread, "parser"):
        parser = plain_parser()
        parser.parser.blockprocessors.register(_Plainly(parser.parser), "plainly", 200)
        _per_thread.parser = parser
    found: markdown.Markdown = _per_thread.parser
    return found


def plain_parser() -> markdown.Markdown:
    """Return Python-Markdown set up to read what a paper can hold."""
    parser = markdown.Markdown(extensions=["tables", "def_list", "sane_lists"])
    for name in ("code", "reference"):
        parser.parser.blockprocessors.deregister(name)
    for name in (
        *("escape", "html", "entity", "automail", "reference", "short_reference"),
        *("image_link", "image_reference", "short_image_ref"),
    ):
        parser.inlinePatterns.deregister(name)
    parser.treeprocessors.deregister("prettify")
    return parser


class _Plainly(BlockProcessor):
    """Takes most of a paper's blocks ahead of all others, each of which would look at every block."""

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block may be one of those; within a list none is."""
        return block[:1].isalpha() or block[:1] == "#"

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        """Put a block into the tree; ``False`` leaves it to the others."""
        if self.parser.state:
            return False
        line = _ONE_LINE.fullmatch(blocks[0])
        if line:
            del blocks[0]
            SubElement(parent, f"h{len(line[1])}" if line[1] else "p").text = line[2]
        elif _FIELD.fullmatch(blocks[0]):
            fields: BlockProcessor = self.parser.blockprocessors["deflist"]
            return fields.run(parent, blocks)
        else:
            return False
        return None


def _tamed(text: str) -> str:
    # This stands in for Python-Markdown's preprocessors; they know of HTML, which we do not read.
    text = text.replace(STX, "").replace(ETX, "").expandtabs(4)
    # Escapes are put away at once: one by one, as Python-Markdown does, 9,000 of them take a minute.
    text = _ESCAPED.sub(lambda found: _put_away(found[1]), text)
    return _with_few_brackets(_MARKERS.sub(_shallow, text)) + "\n\n"


def _with_few_brackets(text: str) -> str:
    brackets = text.count("[")
    if brackets <= BRACKETS_IN_A_BLOCK:
        return text  # as nearly all
    parts = _BLANK_LINES.split(text)
    if brackets <= BRACKETS_IN_ALL and all(part.count("[") <= BRACKETS_IN_A_BLOCK for part in parts):
        return text
    left = BRACKETS_IN_ALL
    blocks = []
    for block in parts:
        allowed = min(BRACKETS_IN_A_BLOCK, left)
        parts = block.split("[", allowed)
        left -= len(parts) - 1
        blocks.append("[".join((*parts[:-1], parts[-1].replace("[", _put_away("[")))))
    return "".join(blocks)


def _put_away(character: str) -> str:
    return f"{STX}{ord(character)}{ETX}"


def _shallow(found: re.Match[str]) -> str:
    indent = found[1][: 4 * DEEPEST_LIST]
    markers = _ONE_MARKER.findall(found[2])
    if len(markers) <= DEEPEST_LIST:
        return indent + found[2]
    return (
        indent
        + "".join(markers[:DEEPEST_LIST])
        + "".join(
            _put_away(one[0]) + " " if one[0] in "-+*" else one[:-2] + _put_away(".") + " "
            for one in markers[DEEPEST_LIST:]
        )
    )
