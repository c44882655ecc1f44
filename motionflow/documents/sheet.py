"""«What happened to our motions» as a spreadsheet: one sheet of motions, one of totals.

What people wrote goes in as text and never as a formula, whatever it begins with.
"""

from datetime import date
from io import BytesIO

import xlsxwriter

from motionflow.documents import phrases
from motionflow.documents.annex_facts import AnnexPaper, AnnexTotals
from motionflow.documents.annex_sentences import FATES
from motionflow.documents.phrases import Language

_HEADS: dict[Language, tuple[str, ...]] = {
    "nb": (
        *("Sak", "Forslag", "Fra", "Foreslått", "Hvordan det gikk", "Avgjort", "Avgjort av"),
        *("Bedt om (kr)", "Bevilget (kr)", "Brukt (kr)", "Løfter", "Over fristen", "Nå"),
    ),
    "nn": (
        *("Sak", "Forslag", "Frå", "Føreslått", "Korleis det gjekk", "Avgjort", "Avgjort av"),
        *("Bede om (kr)", "Løyvd (kr)", "Brukt (kr)", "Lovnader", "Over fristen", "No"),
    ),
}
_TOTAL_HEADS: dict[Language, tuple[str, ...]] = {
    "nb": (
        *("", "Forslag", "Vedtatt", "Med endringer", "Ivaretatt", "Falt", "Annet", "Ikke behandlet"),
        *("Dager (median)", "Bedt om (kr)", "Bevilget (kr)", "Brukt (kr)"),
    ),
    "nn": (
        *("", "Forslag", "Vedteke", "Med endringar", "Vareteke", "Falle", "Anna", "Ikkje handsama"),
        *("Dagar (median)", "Bede om (kr)", "Løyvd (kr)", "Brukt (kr)"),
    ),
}
_SHEETS: dict[Language, tuple[str, str]] = {"nb": ("Forslag", "Tall"), "nn": ("Forslag", "Tal")}
_LONGEST_CELL = 32_000
_Cell = str | int | date | None


def make_sheet(paper: AnnexPaper, *, language: Language) -> bytes:
    """Return the spreadsheet (.xlsx) of an annex."""
    kept = BytesIO()
    # Text stays text: no formulas, no links and no numbers are read out of what people wrote.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(kept, options) as book:
        first, second = _SHEETS[language]
        fates = phrases.table(FATES, language)
        rows: list[list[_Cell]] = [
            [
                one.case_number,
                one.title,
                one.body,
                one.moved_on,
                fates[one.verdict],
                one.decided_on,
                one.decided_by,
                one.asked,
                one.granted,
                one.spent,
                len(one.promises),
                sum(promise.is_overdue for promise in one.promises),
                one.status_line,
            ]
            for one in paper.motions
        ]
        _write(book, first, _HEADS[language], rows)
        groups = [*paper.years, *paper.bodies, *paper.themes]
        _write(book, second, _TOTAL_HEADS[language], [_totals(row) for row in groups])
    return kept.getvalue()


def _totals(row: AnnexTotals) -> list[_Cell]:
    counts = (row.count, row.adopted, row.adopted_with_changes, row.covered, row.fallen, row.other)
    return [row.name, *counts, row.untreated, row.days, row.asked, row.granted, row.spent]


def _write(book: xlsxwriter.Workbook, name: str, heads: tuple[str, ...], rows: list[list[_Cell]]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d.m.yyyy", "valign": "top"})
    number = book.add_format({"num_format": "# ##0", "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, 40 if column in (1, len(heads) - 1) else 16)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(line, column, value, number)
            elif value:
                sheet.write_string(line, column, value[:_LONGEST_CELL], plain)
