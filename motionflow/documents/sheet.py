"""«What happened to our motions» as a spreadsheet: one sheet of motions, one of totals.

What people wrote goes in as text and never as a formula, whatever it begins with.
"""

from datetime import date
from io import BytesIO

import xlsxwriter

from motionflow.documents import numbers
from motionflow.documents.annex_facts import AnnexMotion, AnnexPaper, AnnexTotals
from motionflow.documents.annex_sentences import AnnexSentences
from motionflow.documents.phrases import Language

_HEADS: dict[Language, tuple[str, ...]] = {
    "nb": (
        *("Sak", "Forslag", "Fra", "Foreslått", "Hva vi ba om", "Hvordan det gikk", "Avgjort", "Avgjort av"),
        *("Vedtak og stemmer", "Vedtatt i stedet", "Bedt om (kr)", "Bevilget (kr)", "Brukt (kr)", "Løfter"),
        *("Over fristen", "Nå", "Neste steg", "Frist"),
    ),
    "nn": (
        *("Sak", "Forslag", "Frå", "Føreslått", "Kva vi bad om", "Korleis det gjekk", "Avgjort"),
        *("Avgjort av", "Vedtak og stemmer", "Vedteke i staden", "Bede om (kr)", "Løyvd (kr)"),
        *("Brukt (kr)", "Lovnader", "Over fristen", "No", "Neste steg", "Frist"),
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
        say = AnnexSentences(language)
        _write(book, first, _HEADS[language], [_motion(one, say) for one in paper.motions])
        groups = [*paper.years, *paper.bodies, *paper.themes]
        _write(book, second, _TOTAL_HEADS[language], [_totals(row) for row in groups])
    return kept.getvalue()


def _motion(one: AnnexMotion, say: AnnexSentences) -> list[_Cell]:
    decisions = [f"{numbers.day(row.on)} {row.body}: {say.annex_outcome(row)}" for row in one.decisions]
    return [
        one.case_number,
        one.title,
        one.body,
        one.moved_on,
        one.asked_text,
        say.fate(one.verdict),
        one.decided_on,
        one.decided_by,
        "\n".join(decisions),
        one.changed_text,
        one.asked,
        one.granted,
        one.spent,
        "\n".join(say.annex_promise_in_short(promise) for promise in one.promises),
        sum(promise.is_overdue for promise in one.promises),
        one.status_line,
        one.next_step,
        one.next_due,
    ]


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
        cells = [row[column] for row in rows]
        longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        sheet.set_column(column, column, 16 if longest < 40 else 48)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(line, column, value, number)
            elif value:
                sheet.write_string(line, column, value[:_LONGEST_CELL], plain)
