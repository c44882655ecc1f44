"""The list of contents of a Word document: written out, and marked for Word to fill in the pages."""

from motionflow.documents import marks
from motionflow.documents.marks import NAME, Mark

_LEVELS = {"Heading1": 1, "Heading2": 2}
_INDENT = 284


def put_contents(body: Mark) -> None:
    """Put a list of a document's headings before the first of them."""
    headings = [(paragraph, level) for paragraph in body if (level := _level(paragraph))]
    if not headings:
        return
    first = headings[0][0]
    for number, (heading, level) in enumerate(headings):
        line = marks.paragraph("Contents", left=_INDENT * (level - 1))
        if number == 0:
            # Dirty: Word works the field out when the file is opened; until then it shows what is written.
            marks.add(marks.add(line, "r"), "fldChar", fldCharType="begin", dirty="true")
            marks.instruction(line, ' TOC \\o "1-2" \\h \\z \\u ')
            marks.add(marks.add(line, "r"), "fldChar", fldCharType="separate")
        marks.write(line, "".join(text.text or "" for text in heading.iter(f"{NAME}t")))
        if number == len(headings) - 1:
            marks.add(marks.add(line, "r"), "fldChar", fldCharType="end")
        first.addprevious(line)


def _level(paragraph: Mark) -> int:
    style = paragraph.find(f"{NAME}pPr/{NAME}pStyle")
    return _LEVELS.get(style.get(f"{NAME}val") or "", 0) if style is not None else 0
