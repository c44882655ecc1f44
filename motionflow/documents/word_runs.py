"""What stands inside a run of a Word document: signs, fields, drawings with text in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from motionflow.documents.word_archive import NAME, Mark, value

_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_LINK = re.compile(r'^\s*HYPERLINK\s+"?([^"\s\\]+)"?', re.IGNORECASE)
_DRAWN = {
    "pic": "picture",
    "imagedata": "picture",
    "chart": "chart",
    "relIds": "diagram",
    "OLEObject": "object",
}
# Bullets and ticks of the picture fonts that Word writes as private signs.
_SYMBOLS = {0xA7: "▪", 0xB7: "•", 0xFC: "✓", 0xFE: "☑", 0xA8: "☐", 0xE0: "→", 0xD8: "➢", 0x76: "❖"}


@dataclass
class Field:
    """A field that the reader is inside of; it shows its result, not what it is told to do."""

    instruction: str = ""
    shows: bool = False
    link: str = ""

    def begin_to_show(self) -> None:
        """Note that the result begins, and where it leads if it is a link."""
        self.shows = True
        found = _LINK.match(self.instruction)
        self.link = found[1] if found else ""


def text_of(element: Mark) -> str:
    """Return the text that an element of a run stands for."""
    name = str(element.tag).rpartition("}")[2]
    if name in {"t", "delText"}:
        return element.text or ""
    if name == "br":
        return "\n" if value(element, "type") in {"", "textWrapping"} else ""
    if name == "sym":
        return _symbol(value(element, "char"))
    if name in {"oMath", "oMathPara"}:
        return "".join(one.text or "" for one in element.iter() if str(one.tag).endswith("}t"))
    return _SIGNS.get(name, "")


def text_boxes_in(drawing: Mark) -> list[Mark]:
    """Return the text boxes in a drawing, each once: Word keeps a second copy for older readers."""
    return list(_boxes(drawing))


def left_out_in(drawing: Mark) -> dict[str, int]:
    """Return what there is in a drawing that is not text, by its kind, and the text boxes set as text."""
    found: dict[str, int] = {}
    boxes = len(text_boxes_in(drawing))
    if boxes:
        found["text_box"] = boxes
    for child in _first_copies(drawing):
        what = _DRAWN.get(str(child.tag).rpartition("}")[2])
        if what:
            found[what] = found.get(what, 0) + 1
    return found


def _boxes(element: Mark) -> Iterator[Mark]:
    for child in _choices(element):
        if child.tag == f"{NAME}txbxContent":
            yield child
        else:
            yield from _boxes(child)


def _first_copies(element: Mark) -> Iterator[Mark]:
    yield element
    for child in _choices(element):
        if child.tag != f"{NAME}txbxContent":
            yield from _first_copies(child)


def _choices(element: Mark) -> Iterator[Mark]:
    """Give the children; of an AlternateContent only the first that holds anything."""
    if str(element.tag).endswith("}AlternateContent"):
        for copy in element:
            if len(copy):
                yield copy
                return
        return
    yield from element


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:
        return _SYMBOLS.get(number - 0xF000, "")
    return chr(number) if 0x20 <= number < 0xD800 else ""
