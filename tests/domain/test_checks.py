"""What is pointed out in a motion, and what is left in peace."""

from datetime import date

import pytest

from motionflow.domain.checks import CheckCode, asks_for_money, find_amounts, find_checks

JANUARY = date(2019, 1, 16)
COVERED = "Kommunen bevilger 350 000 kr, dekt av disposisjonsfondet."


def codes(decision: str, *, grounds: tuple[str, ...] = (), on: date | None = JANUARY) -> list[str]:
    return [check.code.value for check in find_checks(decision, grounds=grounds, on=on)]


@pytest.mark.parametrize(
    ("text", "kroner"),
    [
        ("350 000 kr", 350_000),
        ("350\u00a0000 kroner", 350_000),
        ("kr 350.000,-", 350_000),
        ("kr. 350 000,00", 350_000),
        ("350000,-", 350_000),
        ("0,5 mill. kroner", 500_000),
        ("1 mill. kr", 1_000_000),
        ("2,25 millioner kroner", 2_250_000),
        ("3 millionar kroner", 3_000_000),
        ("1,2 mrd. kr", 1_200_000_000),
        ("500 tusen kroner", 500_000),
        ("NOK 75 000", 75_000),
        ("1 250 000 kr", 1_250_000),
    ],
)
def test_amounts_are_read_as_norwegians_write_them(text: str, kroner: int) -> None:
    (amount,) = find_amounts(f"Kommunen setter av {text} til lys i 2020.")

    assert (amount.kroner, amount.text) == (kroner, text)


@pytest.mark.parametrize(
    "text", ["i 2019", "10 studenter", "plass nr 17 av 90", "16.1.2019", "400 kroppsøvere", "§ 14-3"]
)
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert find_amounts(f"Vi vil {text}, og det er alt.") == []


def test_a_motion_that_pays_for_itself_is_left_in_peace() -> None:
    assert codes(COVERED) == []


@pytest.mark.parametrize(
    "decision", ["Kommunen bevilger midler til lys.", "Kommunen løyver pengar.", "Bussen skal være gratis."]
)
def test_money_without_amount_and_cover_is_pointed_out(decision: str) -> None:
    assert codes(decision) == ["no_amount", "no_cover"]


@pytest.mark.parametrize(
    "decision", ["Lia Ap støtter kravet om fred.", "Styret legger fram en sak.", "Partiet seier nei."]
)
def test_a_statement_needs_no_money(decision: str) -> None:
    assert not asks_for_money(decision)
    assert codes(decision) == []


def test_an_amount_in_the_grounds_alone_is_named() -> None:
    checks = find_checks(
        "Kommunen bevilger midler, innenfor rammen.", grounds=["Lys koster 0,5 mill. kroner."]
    )

    assert [(check.code, check.params) for check in checks] == [
        (CheckCode.AMOUNT_ONLY_IN_GROUNDS, {"amounts": ["0,5 mill. kroner"]})
    ]


@pytest.mark.parametrize(
    "cover",
    [
        "Inndekning: disposisjonsfondet.",
        "Pengene dekkes av redusert konsulentbruk.",
        "Summen blir dekt ved å redusere reiser.",
        "Det finansieres innenfor ramma.",
        "Inndekking: omdisponering.",
    ],
)
def test_cover_is_known_in_many_words(cover: str) -> None:
    assert codes(f"Kommunen bevilger 5 000 kr. {cover}") == []


def test_a_hope_for_grants_in_the_grounds_is_no_cover() -> None:
    assert "no_cover" in codes("Kommunen bevilger 5 000 kr.", grounds=("Vi kan dekke dette av et tilskudd.",))


def test_cover_named_in_the_grounds_is_enough() -> None:
    assert codes("Kommunen bevilger 5 000 kr.", grounds=("Inndekning: disposisjonsfondet.",)) == []


@pytest.mark.parametrize(
    ("year", "on", "found"),
    [
        ("i 2019", date(2019, 1, 1), ["budget_already_adopted"]),
        ("høsten 2019", date(2019, 12, 31), ["budget_already_adopted"]),
        ("skoleåret 2019/2020", date(2019, 1, 16), ["budget_already_adopted"]),
        ("i år", date(2019, 1, 16), ["budget_already_adopted"]),
        ("i 2020", date(2019, 12, 1), ["budget_being_adopted"]),
        ("i 2020", date(2019, 11, 30), []),
        ("i 2018", date(2019, 1, 16), []),
        ("i 2019", None, []),
    ],
)
def test_a_year_is_too_late_once_it_has_begun(year: str, on: date | None, found: list[str]) -> None:
    assert codes(f"{COVERED} Dette gjelder {year}.", on=on) == found


def test_a_year_does_not_matter_where_no_money_is_asked_for() -> None:
    assert codes("Styret legger fram en sak i 2019.") == []


def test_a_date_is_not_a_year_of_the_budget() -> None:
    assert codes(f"{COVERED} Jf. vedtaket 16.1.2019.") == []


def test_grants_hoped_for_are_named_with_their_givers() -> None:
    grounds = ["Først dette.", "Laget kan søke tilskudd fra Statsforvalteren eller KS."]

    assert [check.params for check in find_checks(COVERED, grounds=grounds)] == [
        {"givers": ["Statsforvalteren", "KS"], "paragraph": 2}
    ]


@pytest.mark.parametrize(
    ("sentence", "number", "of"),
    [
        ("Det forutsettes 30 studenter for at kurset blir holdt.", 30, "studenter"),
        ("Det krevst minst 12 deltakarar.", 12, "deltakarar"),
        ("Det trengs minimum 8 kommuner.", 8, "kommuner"),
    ],
)
def test_a_condition_that_others_must_meet_is_pointed_out(sentence: str, number: int, of: str) -> None:
    found = [check.params for check in find_checks(COVERED, grounds=[sentence])]

    assert [(params["number"], params["of"]) for params in found] == [(number, of)]


def test_a_rank_needs_a_source_or_a_year() -> None:
    assert codes(COVERED, grounds=("Vi er på plass nr 17 av 90.",)) == ["rank_without_source"]
    assert codes(COVERED, grounds=("Vi er på plass nr 17 i Barometeret 2018.",)) == []
    assert codes(COVERED, grounds=("Vi er på plass nr 17 (https://example.org).",)) == []


def test_a_source_without_a_name_is_pointed_out() -> None:
    assert codes(COVERED, grounds=("Forskning viser at lys hjelper.",)) == ["source_not_named"]
    assert codes(COVERED, grounds=("Forsking syner at lys hjelper.[^1]",)) == []


def test_a_report_told_of_before_it_is_due_is_pointed_out() -> None:
    grounds = ("Årsrapporten for 2018 nevner ikke lys.",)

    assert codes(COVERED, grounds=grounds, on=date(2019, 3, 30)) == ["report_not_due_yet"]
    assert codes(COVERED, grounds=grounds, on=date(2019, 3, 31)) == []


def test_a_motion_without_a_proposed_decision_is_told_so() -> None:
    assert codes(" ") == ["no_proposed_decision"]
