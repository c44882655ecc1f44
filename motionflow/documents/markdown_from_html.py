"""The HTML that mammoth makes of a Word document, as Markdown with every word kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from motionflow.domain.texts import escape_start

_INDENT = "    "
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_MARKS = {"strong": "**", "em": "*"}
_BLOCKS = {"p", "ul", "ol", "table", *_HEADINGS}
_LOOKS_LIKE_BLOCK = re.compile(r"^(#{1,6}\s|>|={3,}$|-{3,}$|\||~~~|```)")


@dataclass(frozen=True)
class FromHtml:
    """A document as Markdown, and the bare text of each of its lines."""

    markdown: str
    lines: tuple[str, ...]
    pictures: int


def markdown_from_html(source: str) -> FromHtml:
    """Return the Markdown of a document's HTML; pictures are counted, not carried over."""
    if not source.strip():
        return FromHtml("", (), 0)
    root = html.fromstring(f"<div>{source}</div>", parser=html.HTMLParser(huge_tree=True))
    blocks = [block for block in _blocks(root) if block.strip()]
    lines = [line for line in _bare_lines(root) if line]
    return FromHtml("\n\n".join(blocks), tuple(lines), len(root.findall(".//img")))


def _blocks(parent: html.HtmlElement) -> Iterator[str]:
    for child in parent:
        tag = str(child.tag)
        if tag in _HEADINGS:
            text = " ".join(_inline(child).split())
            yield f"{'#' * _HEADINGS[tag]} {text}" if text else ""
        elif tag in {"ul", "ol"}:
            yield "\n".join(_list(child, depth=0))
        elif tag == "table":
            yield from _table(child)
        else:
            yield _paragraph(child)


def _paragraph(element: html.HtmlElement) -> str:
    lines = (escape_start(line.strip()) for line in _inline(element).split("\n"))
    return "\n".join(_LOOKS_LIKE_BLOCK.sub(r"\\\1", line) for line in lines if line)


def _list(element: html.HtmlElement, *, depth: int) -> Iterator[str]:
    for number, item in enumerate(element, start=1):
        mark = "- " if element.tag == "ul" else f"{number}. "
        if "note-" in item.get("id", ""):
            mark = f"[^{item.get('id', '').partition('note-')[2]}]: "
        own = " ".join(_inline(item, without={"ul", "ol"}).replace("↑", "").split())
        if own:
            yield _INDENT * depth + mark + own
        for inner in item:
            if inner.tag in {"ul", "ol"}:
                yield from _list(inner, depth=depth + 1)


def _table(element: html.HtmlElement) -> Iterator[str]:
    rows = [row for row in element.iter("tr") if _owner(row) is element]
    widest = max((len(row) for row in rows), default=0)
    # A table of one column, or holding others, is there for the look of the page: its cells are text.
    if widest < 2 or len(rows) < 2 or element.find(".//table") is not None:
        for row in rows:
            for cell in row:
                yield from _cell_blocks(cell)
        return
    texts = [[" ".join(_inline(cell).split()).replace("|", "\\|") for cell in row] for row in rows]
    lines = ["| " + " | ".join(row + [""] * (widest - len(row))) + " |" for row in texts]
    yield "\n".join([lines[0], "|" + " --- |" * widest, *lines[1:]])


def _owner(row: html.HtmlElement) -> html.HtmlElement | None:
    return next(row.iterancestors("table"), None)


def _cell_blocks(cell: html.HtmlElement) -> Iterator[str]:
    if any(child.tag in _BLOCKS for child in cell):
        yield from _blocks(cell)
    else:
        yield _paragraph(cell)


def _inline(element: html.HtmlElement, *, without: frozenset[str] | set[str] = frozenset()) -> str:
    parts = [_escaped(element.text or "")]
    for child in element:
        if child.tag not in without:
            parts.append(_inline_child(child))
        parts.append(_escaped(child.tail or ""))
    return "".join(parts)


def _inline_child(child: html.HtmlElement) -> str:
    tag = str(child.tag)
    if tag == "br":
        return "\n"
    text = _inline(child)
    if tag in _MARKS:
        return _marked(text, _MARKS[tag])
    if tag == "a":
        return _link(child, text)
    return text + (" " if tag in _BLOCKS or tag in {"td", "th", "li"} else "")


def _marked(text: str, mark: str) -> str:
    """Return text with its mark set close to the words: Markdown needs it so."""
    words = text.strip()
    if not words or "\n" in words:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{words}{mark}{after}"


def _link(element: html.HtmlElement, text: str) -> str:
    target: str = element.get("href", "")
    if element.get("id", "").startswith(("footnote-ref", "endnote-ref")):
        return "[^" + target.partition("note-")[2] + "]"
    if target.startswith(("#footnote-ref", "#endnote-ref")):
        return ""
    if not text.strip() or not target.lower().startswith(("http://", "https://", "mailto:")):
        return text
    if re.search(r"[\s()<>]", target):
        return text
    return text if text.strip() == target else f"[{text}]({target})"


def _escaped(text: str) -> str:
    """Return text in which only what Markdown would act on is escaped, so that prose stays as typed."""
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", text)
    for sign in "*`":
        if text.count(sign) > 1:
            text = text.replace(sign, "\\" + sign)
    text = re.sub(r"(?<!\w)_(?=\w)|(?<=\w)_(?!\w)", r"\\_", text)
    return re.sub(r"\[(?=[^\]\n]{0,500}\][(:\[])|\[(?=\^)", r"\\[", text)


def _bare_lines(root: html.HtmlElement) -> Iterator[str]:
    for element in root.iter("p", "li", "td", "th", *_HEADINGS):
        if any(child.tag in _BLOCKS for child in element):
            continue
        for line_break in element.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
        yield from (line.strip() for line in str(text).split("\n"))
