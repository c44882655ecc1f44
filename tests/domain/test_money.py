"""Amounts as Norwegians write them, lines that balance, and codes that are valid on the date."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from motionflow.domain.errors import Code, RuleBroken
from motionflow.domain.kostra import CodeList, account_obstacles, code_obstacles, suggested
from motionflow.domain.money import (
    CoverBy,
    Line,
    LineKind,
    carried_on,
    effect_on_reserve,
    line_obstacles,
    read_amount,
    signed,
    sums_of,
    years_of,
)
from motionflow.i18n import words
from motionflow.services.kostra import codes_of


@pytest.mark.parametrize(
    ("written", "kroner"),
    [
        ("500 000", 500_000),
        ("500\u00a0000", 500_000),
        ("500.000", 500_000),
        ("500000", 500_000),
        ("kr 500 000,-", 500_000),
        ("Kr. 500.000,00", 500_000),
        ("500 000 kroner", 500_000),
        ("NOK 500'000", 500_000),
        ("1,5 mill.", 1_500_000),
        ("1.5 mill", 1_500_000),
        ("0,25 millioner kr", 250_000),
        ("250 tusen", 250_000),
        ("1 500 mill.", 1_500_000_000),
        ("250'000", 250_000),
        ("1,2 mrd.", 1_200_000_000),
        ("0", 0),
        ("", None),
        ("  ", None),
    ],
)
def test_an_amount_is_read_as_norwegians_write_it(written, kroner):
    assert read_amount(written) == kroner


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("500,50", Code.AMOUNT_INVALID),
        ("1,500", Code.AMOUNT_INVALID),
        ("1.5", Code.AMOUNT_INVALID),
        ("50.00.00", Code.AMOUNT_INVALID),
        ("ca. 500 000", Code.AMOUNT_INVALID),
        ("mye", Code.AMOUNT_INVALID),
        ("mill.", Code.AMOUNT_INVALID),
        ("1,0000005 mill.", Code.AMOUNT_INVALID),
        ("=1+1", Code.AMOUNT_INVALID),
        ("\u00b2", Code.AMOUNT_INVALID),
        ("-500 000", Code.AMOUNT_NEGATIVE),
        ("\u2212500 000", Code.AMOUNT_NEGATIVE),
        ("250'", Code.AMOUNT_INVALID),
        ("250 00", Code.AMOUNT_INVALID),
        ("2 50 mill.", Code.AMOUNT_INVALID),
        ("9" * 13, Code.AMOUNT_TOO_LARGE),
        ("1000 mrd", Code.AMOUNT_TOO_LARGE),
    ],
)
def test_an_amount_that_could_mean_something_else_is_refused(written, code):
    with pytest.raises(RuleBroken) as refused:
        read_amount(written)
    assert [each.code for each in refused.value.obstacles] == [code]


@settings(deadline=None)  # the first in a language reads its numbers
@given(some.integers(0, 999_999_999_999), some.sampled_from(["nb", "nn"]))
def test_what_a_page_writes_is_read_again(kroner, language):
    assert read_amount(words(language).amount(kroner)) == kroner


@given(some.text(max_size=30))
def test_any_text_is_an_amount_or_is_refused(text):
    try:
        amount = read_amount(text)
    except RuleBroken:
        return
    assert amount is None or 0 <= amount <= 999_999_999_999


def line(kind: LineKind | None = LineKind.COST, *amounts: int, year: int | None = 2020, **others) -> Line:
    filled = (*amounts, 0, 0, 0, 0)[:4]
    cover = CoverBy.RESERVE if kind is LineKind.COVER else None
    return Line(kind, "Studieplasser", year, filled, **{"cover_by": cover} | others)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (line(LineKind.COST, 1, year=None), Code.YEAR_MISSING, "first_year"),
        (line(LineKind.COST, 1, year=20), Code.YEAR_INVALID, "first_year"),
        (line(LineKind.COST), Code.AMOUNT_MISSING, "amount_1"),
        (line(LineKind.COVER), Code.COVER_AMOUNT_MISSING, "amount_1"),
        (line(LineKind.COVER, 1, cover_by=None), Code.COVER_BY_MISSING, "cover_by"),
        (line(LineKind.COVER, 1, cover_by=CoverBy.LOAN), Code.LOAN_FOR_OPERATIONS, "cover_by"),
        (line(LineKind.COST, 1, is_lasting=True), Code.LASTING_ENDS, "is_lasting"),
        (Line(LineKind.COST, " ", 2020, (1, 0, 0, 0)), Code.MEASURE_MISSING, "measure"),
        (line(None, 1), Code.CHOICE_INVALID, "kind"),
    ],
)
def test_a_line_says_what_it_lacks(wrong, code, field):
    assert [(each.code, each.field) for each in line_obstacles(wrong)] == [(code, field)]


def test_a_loan_can_pay_for_an_investment():
    assert not line_obstacles(line(LineKind.COVER, 1, cover_by=CoverBy.LOAN, is_investment=True))


def test_a_lasting_amount_goes_on_as_it_last_was():
    assert carried_on([100, None, 200, None], is_lasting=True) == (100, 100, 200, 200)
    assert carried_on([100, None, 200], is_lasting=False) == (100, 0, 200, 0)


def test_what_is_not_covered_is_shown_year_by_year():
    lines = [
        line(LineKind.COST, 250_000, 250_000, year=2019),
        line(LineKind.SUBSIDY, 150_000, year=2019),
        line(LineKind.COVER, 100_000, year=2019),
    ]
    assert years_of(lines) == [2019, 2020]
    first, second = sums_of(lines, years=[2019, 2020])
    assert (first.missing, first.is_balanced) == (0, True)
    assert (second.missing, second.is_balanced) == (250_000, False)


def test_in_a_change_table_a_cost_is_plus_and_its_cover_minus():
    assert signed(line(LineKind.COST, 5), year=2020) == 5
    assert signed(line(LineKind.COVER, 5), year=2020) == -5
    assert signed(line(LineKind.SUBSIDY, 5), year=2021) == 0


def test_the_reserve_shrinks_by_what_is_used_and_grows_by_what_is_set_aside():
    lines = [line(LineKind.COVER, 100, 100), line(LineKind.COST, 0, 30, art="540"), line(LineKind.COST, 7)]
    assert effect_on_reserve(lines, years=[2020, 2021, 2022]) == (-100, -70, 0)


@pytest.mark.parametrize(
    ("which", "code", "year", "refusal"),
    [
        (CodeList.FUNCTION, "254", 2019, None),
        (CodeList.FUNCTION, "254", 2023, None),
        (CodeList.FUNCTION, "254", 2024, Code.CODE_REPLACED),
        (CodeList.FUNCTION, "257", 2023, Code.CODE_NOT_YET),
        (CodeList.FUNCTION, "257", 2024, None),
        (CodeList.FUNCTION, "255", 2016, Code.CODE_RETIRED),
        (CodeList.FUNCTION, "190", 2020, Code.CODE_RETIRED),
        (CodeList.FUNCTION, "999", 2020, Code.CODE_UNKNOWN),
        (CodeList.FUNCTION, "253 Helse- og omsorgstjenester i institusjon", 2020, None),
        (CodeList.ART, "270", 2025, None),
        (CodeList.ART, "270", 2026, Code.CODE_REPLACED),
        (CodeList.ART, "271", 2025, Code.CODE_NOT_YET),
        (CodeList.ART, "", 2025, None),
    ],
)
def test_a_code_is_taken_only_in_the_years_it_is_valid(which, code, year, refusal):
    found = code_obstacles(code, among=codes_of(which), year=year, field=which)
    assert [each.code for each in found] == ([refusal] if refusal else [])


@pytest.mark.parametrize(
    ("which", "code", "is_investment", "refusal"),
    [
        (CodeList.FUNCTION, "841", False, Code.CODE_ONLY_INVESTMENT),
        (CodeList.FUNCTION, "841 Kompensasjon for merverdiavgift", True, None),
        (CodeList.FUNCTION, "840", True, Code.CODE_ONLY_OPERATIONS),
        (CodeList.FUNCTION, "840", False, None),
        (CodeList.FUNCTION, "253", True, None),
        (CodeList.ART, "590", True, Code.CODE_ONLY_OPERATIONS),
        (CodeList.ART, "150", True, None),
        (CodeList.ART, "", True, None),
    ],
)
def test_a_code_of_one_account_is_refused_in_the_other(which, code, is_investment, refusal):
    found = account_obstacles(code, is_investment=is_investment, field=which)
    assert [each.code for each in found] == ([refusal] if refusal else [])


def test_a_retired_code_says_which_took_its_place():
    [found] = code_obstacles("254", among=codes_of(CodeList.FUNCTION), year=2024, field=CodeList.FUNCTION)
    assert found.params["by"] == "257, 258"


def test_suggestions_are_valid_in_the_year():
    functions = codes_of(CodeList.FUNCTION)
    assert "254" in [each.code for each in suggested("hjemmeboende", among=functions, year=2019)]
    assert "254" not in [each.code for each in suggested("hjemmeboende", among=functions, year=2025)]
    assert [each.code for each in suggested("opplæring kurs", among=codes_of(CodeList.ART), year=2020)] == [
        "150"
    ]
