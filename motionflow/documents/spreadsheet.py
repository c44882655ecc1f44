"""A budget proposal as a spreadsheet: what people wrote is text, and only our own sums are formulas."""

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from motionflow.documents.facts import BudgetPaper, MeasureRow
from motionflow.documents.phrases import Language

_FIRST_AMOUNT = 5
_WORDS: dict[str, tuple[str, str]] = {
    "title": (
        "Forslag til årsbudsjett {first} og økonomiplan {years}",
        "Forslag til årsbudsjett {first} og økonomiplan {years}",
    ),
    "base": ("Legges til grunn", "Blir lagt til grunn"),
    "sign": (
        "Hele kroner. Pluss er økt utgift eller mindre inntekt, minus er mindre utgift eller økt inntekt.",
        "Heile kroner. Pluss er auka utgift eller mindre inntekt, minus er mindre utgift eller auka inntekt.",
    ),
    "number": ("Nr.", "Nr."),
    "measure": ("Tiltak", "Tiltak"),
    "area": ("Rammeområde", "Rammeområde"),
    "function": ("Funksjon", "Funksjon"),
    "art": ("Art", "Art"),
    "basis": ("Grunnlag", "Grunnlag"),
    "operations": ("Drift", "Drift"),
    "investments": ("Investering", "Investering"),
    "sum": ("Sum endringer (skal være 0)", "Sum endringar (skal vere 0)"),
    "reserve": ("Virkning på disposisjonsfondet", "Verknad på disposisjonsfondet"),
    "points": ("Tekstforslag", "Tekstforslag"),
}


def budget_sheet(paper: BudgetPaper, *, language: Language) -> bytes:
    """Return the proposal as an .xlsx file. The same facts give the same bytes."""
    say = {key: words[language == "nn"] for key, words in _WORDS.items()}
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": paper.title, "created": datetime(paper.head.dated.year, 1, 1)})  # noqa: DTZ001
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    money = book.add_format({"num_format": "#,##0;-#,##0;0"})
    total = book.add_format({"bold": True, "num_format": "#,##0;-#,##0;0", "top": 1})
    heading = (
        f"{say['title'].format(first=paper.years[0].year, years=paper.title)}, {', '.join(paper.parties)}"
    )
    for name, rows in (
        (say["operations"], (*paper.measures, *paper.cover)),
        (say["investments"], (*paper.investments, *paper.investment_cover)),
    ):
        sheet = book.add_worksheet(name)
        _head(sheet, say, heading, paper, bold)
        _rows(sheet, say, rows, paper, money, total)
    points = book.add_worksheet(say["points"])
    points.set_column(0, 0, 8)
    points.set_column(1, 1, 100)
    for row, point in enumerate(paper.text_points):
        points.write_string(row, 0, point.number, bold)
        points.write_string(row, 1, point.text, wrap)
    book.close()
    return file.getvalue()


def _head(sheet: Worksheet, say: dict[str, str], heading: str, paper: BudgetPaper, bold: Format) -> None:
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 22)
    sheet.set_column(3, 4, 10)
    sheet.set_column(_FIRST_AMOUNT, _FIRST_AMOUNT + len(paper.years), 14)
    sheet.write_string(0, 0, heading, bold)
    sheet.write_string(1, 0, f"{say['base']}: {paper.base}")
    sheet.write_string(2, 0, say["sign"])
    for column, key in enumerate(("number", "measure", "area", "function", "art")):
        sheet.write_string(4, column, say[key], bold)
    for column, year in enumerate(paper.years, start=_FIRST_AMOUNT):
        sheet.write_number(4, column, year.year, bold)
    sheet.write_string(4, _FIRST_AMOUNT + len(paper.years), say["basis"], bold)
    sheet.freeze_panes(5, 2)


def _rows(
    sheet: Worksheet,
    say: dict[str, str],
    rows: Sequence[MeasureRow],
    paper: BudgetPaper,
    money: Format,
    total: Format,
) -> None:
    for number, row in enumerate(rows, start=5):
        # write_string and never write: what begins with = is somebody's text, not a formula.
        for column, text in enumerate((row.number, row.measure, row.frame_area, row.function, row.art)):
            sheet.write_string(number, column, text)
        for column, amount in enumerate(row.amounts, start=_FIRST_AMOUNT):
            sheet.write_number(number, column, amount, money)
        sheet.write_string(number, _FIRST_AMOUNT + len(paper.years), row.basis)
    last = 5 + len(rows)
    sheet.write_string(last, 1, say["sum"], total)
    for column in range(_FIRST_AMOUNT, _FIRST_AMOUNT + len(paper.years)):
        at = column - _FIRST_AMOUNT
        value = sum(row.amounts[at] for row in rows)
        cells = f"{xl_rowcol_to_cell(5, column)}:{xl_rowcol_to_cell(last - 1, column)}"
        formula = f"=SUM({cells})" if rows else "=0"
        sheet.write_formula(last, column, formula, total, value)
        if sheet.get_name() == say["operations"]:
            sheet.write_number(last + 2, column, paper.years[at].effect, money)
    if sheet.get_name() == say["operations"]:
        sheet.write_string(last + 2, 1, say["reserve"])
