"""One invented motion in the three shapes that motions come in: typed, pasted from a PDF, plain text."""

import io
import textwrap
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document

TITLE = "TRYGGERE VEI TIL SKOLEN I PRØVEDAL OG NORDLIA"
GROUNDS = (
    "Altfor mange barn i Prøvedal blir kjørt til skolen fordi foreldrene ikke tør å la dem gå langs veien. "
    "Det gir mer trafikk ved skolen om morgenen, og det gjør veien farligere for de barna som fortsatt går.",
    "Kommunen har lagt gode planer før. Men planene har blitt liggende, og ingen har fått ansvar for å følge "
    "dem opp. Vi foreslår derfor å begynne med det enkleste. Lys, skilt og en smal gangvei koster lite, og "
    "det kan være på plass før neste skoleår, slik at barna i 3. klasse kan gå selv, også når det er mørkt.",
    "Nordlia har prøvd det, og der går barna nå selv",
    "Foreldrene i begge kretsene har sagt seg villige til å stille opp som trafikkvakter den første høsten. "
    "Det viser at folk vil være med, og at et lite bidrag fra kommunen kan utløse mye frivillig arbeid.",
)
DECISION_LINE = "Vedtak på årsmøte i Nordlia Arbeiderforening 14.2.2018:"
DISPOSITION = (
    "Saken oversendes til årsmøte i P-D Arbeiderparti, som holdes i mars, med følgende forslag til vedtak på "
    "årsmøte;"
)
PROPOSAL = (
    "P-D Arbeiderparti ber kommunestyregruppa foreslå at Prøvedal kommune setter av midler til lys, skilt og "
    "gangvei fram til skolen i 2018."
)
PARAGRAPHS = (TITLE, *GROUNDS, DECISION_LINE, DISPOSITION, PROPOSAL)


def printed_lines(width: int = 97) -> list[list[str]]:
    """Return the lines of each paragraph as a page of this width shows them."""
    return [textwrap.wrap(paragraph, width, break_on_hyphens=False) for paragraph in PARAGRAPHS]


def typed_docx() -> bytes:
    def fill(document: Document) -> None:
        document.add_paragraph(TITLE, style="Title")
        for paragraph in (*GROUNDS, DECISION_LINE, DISPOSITION, PROPOSAL):
            document.add_paragraph(paragraph)

    return made_docx(fill)


def pasted_docx(width: int = 97) -> bytes:
    def fill(document: Document) -> None:
        for lines in printed_lines(width):
            for line in lines:
                document.add_paragraph(f"{line} ")
                document.add_paragraph("")

    return made_docx(fill)


def pasted_text(width: int = 97) -> str:
    lines = [line for lines in printed_lines(width) for line in lines]
    return f" {lines[0]} \n\n" + " \n\n".join(lines[1:]) + "    \n  \n"


def made_docx(fill: Callable[[Document], None]) -> bytes:
    """Return the bytes of a Word document filled by a function."""
    document = docx.Document()
    fill(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes | None]) -> bytes:
    """Return a .docx with parts replaced or added, or taken out where None is given."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return target.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
