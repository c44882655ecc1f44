"""A group's budget proposal: collected from cases, balanced year by year, handed in once."""

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask

from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.domain.flow import Outcome
from motionflow.domain.money import CoverBy, LineKind
from motionflow.services import budget_lines, papers, point_fates, proposals
from motionflow.services.budget_lines import LineGiven
from motionflow.services.paper_budget_facts import budget_facts, measure_rows
from motionflow.services.point_fates import PointGiven
from motionflow.services.proposals import Frame
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import START, Party, one_transaction
from tests.services.stored_papers import text_of

AT = datetime(2019, 11, 14, 12, 0, tzinfo=UTC)
LATER = datetime(2019, 12, 17, 12, 0, tzinfo=UTC)
FRAME = Frame("Kommunedirektørens forslag", ("Ap", "SV"), reserve_before=12_000_000)
COST = LineGiven(LineKind.COST, "Studieplasser", 2020, (250_000, 0, 0, 0))
COVER = LineGiven(
    LineKind.COVER, "Mindre konsulentkjøp", 2020, (250_000, 0, 0, 0), cover_by=CoverBy.REDUCED_FRAME
)


def codes(refused) -> list[Code]:
    return [each.code for each in refused.value.obstacles]


def make_draft(party: Party) -> str:
    """Return a joint proposal for 2020 that costs more than it covers."""
    made = proposals.start_proposal(party.councillor, party.group, year=2020, frame=FRAME, at=AT)
    proposals.add_line(party.councillor, made.id, given=COST, at=AT)
    return made.id


@pytest.fixture
def draft(open_app: Flask, party: Party, kept: Kept) -> str:
    """A joint proposal for 2020 that costs more than it covers."""
    made: str = kept.fill(open_app, builders.make_party, make_draft)
    return made


def get(party, proposal_id):
    return proposals.get_proposal_for(party.councillor, proposal_id)


def test_it_says_which_year_does_not_balance_and_is_not_handed_in(party, draft):
    with one_transaction():
        [obstacle] = get(party, draft).obstacles
        assert (obstacle.code, obstacle.params) == (
            Code.YEAR_UNBALANCED,
            {"year": "2020", "amount": 250_000},
        )
        with pytest.raises(RuleBroken) as refused:
            proposals.hand_in(party.councillor, draft, at=AT)
        assert codes(refused) == [Code.YEAR_UNBALANCED]
        assert get(party, draft).papers == ()


def test_a_balanced_one_is_handed_in_with_its_paper_and_stands(party, draft):
    with one_transaction():
        reserve = LineGiven(
            LineKind.COVER, "Fondet", 2020, (100_000, 0, 0, 0), cover_by=CoverBy.RESERVE, art="940"
        )
        less = LineGiven(LineKind.COVER, "Ramme", 2020, (150_000, 0, 0, 0), cover_by=CoverBy.REDUCED_FRAME)
        for given in (reserve, less):
            proposals.add_line(party.councillor, draft, given=given, at=AT)
        proposals.add_point(party.councillor, draft, text="Sak legges fram innen 1. tertial.", at=AT)
        paper = proposals.hand_in(party.councillor, draft, at=AT)
        text = text_of(paper)
        for said in (
            "Forslag til årsbudsjett 2020 og økonomiplan 2020–2023 fra Ap og SV",
            "Pluss er økt utgift",
            "Sum endringer",
            "T1",
            "11\u00a0900\u00a0000\u00a0kr",
        ):
            assert said in text
        found = get(party, draft)
        assert not found.may_change
        assert found.balance.reserve_effect == (-100_000, 0, 0, 0)
        with pytest.raises(RuleBroken) as refused:
            proposals.add_line(party.councillor, draft, given=COST, at=AT)
        assert codes(refused) == [Code.PROPOSAL_FIXED]
        assert papers.make_anew(paper, by=None, at=AT).version == 2


def test_rows_are_numbered_as_page_paper_and_spreadsheet_show_them(party, draft):
    with one_transaction():
        invest = LineGiven(LineKind.COST, "Gangvei", 2021, (2_000_000, 0, 0, 0), is_investment=True)
        for given in (COVER, invest, replace(COST, measure="Reiser")):
            proposals.add_line(party.councillor, draft, given=given, at=AT)
        proposal = get(party, draft).proposal
        rows = [row for row, _ in measure_rows(proposal)]
        facts = budget_facts(proposal, on=AT.date())
        assert [(row.number, row.measure) for row in rows] == [
            ("1", "Studieplasser"),
            ("2", "Reiser"),
            ("3", "Mindre konsulentkjøp"),
            ("4", "Gangvei"),
        ]
        assert [*facts.measures, *facts.cover, *facts.investments] == rows


def test_too_much_cover_is_no_balance_either(party, draft):
    with one_transaction():
        double = LineGiven(LineKind.COVER, "Ramme", 2020, (500_000, 0, 0, 0), cover_by=CoverBy.REDUCED_FRAME)
        proposals.add_line(party.councillor, draft, given=double, at=AT)
        assert [each.code for each in get(party, draft).obstacles] == [Code.YEAR_OVERCOVERED]


def test_investments_balance_for_themselves(party, draft):
    with one_transaction():
        proposals.add_line(party.councillor, draft, given=COVER, at=AT)
        invest = LineGiven(LineKind.COST, "Gangvei", 2021, (2_000_000, 0, 0, 0), is_investment=True)
        row = proposals.add_line(party.councillor, draft, given=invest, at=AT)
        assert (row.first_year, row.amounts) == (2020, (0, 2_000_000, 0, 0))
        assert [(each.code, each.params["year"]) for each in get(party, draft).obstacles] == [
            (Code.INVESTMENT_UNBALANCED, "2021")
        ]


def test_lines_of_cases_are_collected_as_they_stand_in_its_years(party, draft):
    with one_transaction():
        motion = builders.hand_in(party)
        first = motion.steps[0]
        lasting = LineGiven(LineKind.COST, "Bokbuss", 2019, (800_000,) * 4, is_lasting=True)
        budget_lines.add_line(party.member, first.id, given=lasting, at=START)
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
        builders.put_on_list(party.branch_secretary, first, meeting, at=START)
        after = builders.BRANCH_MEETING.replace(hour=21)
        builders.decide(party.branch_secretary, first, meeting=meeting, at=after)
        builders.send_on(party.branch_secretary, first, party.group, text="Bokbuss.", at=after)
    with one_transaction():
        proposal = get(party, draft).proposal
        [(case, row)] = proposals.list_collectable(party.councillor, proposal)
        [taken] = proposals.collect_lines(party.councillor, draft, line_ids=[row.id], at=AT)
        assert (taken.motion_id, taken.amounts) == (case.id, (800_000,) * 4)
        assert proposals.list_collectable(party.councillor, proposal) == []
        with pytest.raises(RuleBroken):
            proposals.collect_lines(party.councillor, draft, line_ids=[row.id], at=AT)


def test_a_copy_goes_on_a_year_later_without_what_was_for_one_year(party, draft):
    with one_transaction():
        lasting = LineGiven(LineKind.COST, "Bibliotek", 2020, (10, 20, 30, 40), is_lasting=True)
        proposals.add_line(party.councillor, draft, given=lasting, at=AT)
        proposals.add_point(party.councillor, draft, text="Punkt", at=AT)
        new = proposals.copy_to_next_year(party.councillor, draft, at=AT)
        assert (new.year, [each.party for each in new.parties], len(new.points)) == (2021, ["Ap", "SV"], 1)
        assert [(row.measure, row.amounts) for row in new.lines] == [("Bibliotek", (20, 30, 40, 40))]


def test_a_code_that_is_retired_when_the_copy_counts_is_told_before_it_is_handed_in(party):
    in_2022 = datetime(2022, 11, 14, 12, 0, tzinfo=UTC)
    with one_transaction():
        old = proposals.start_proposal(party.councillor, party.group, year=2023, frame=FRAME, at=in_2022)
        at_home = replace(COST, first_year=2023, amounts=(250_000,) * 4, is_lasting=True, function="254")
        cover = replace(COVER, first_year=2023, amounts=(250_000,) * 4, is_lasting=True)
        for given in (at_home, cover):
            proposals.add_line(party.councillor, old.id, given=given, at=in_2022)
        assert get(party, old.id).obstacles == ()
        new = proposals.copy_to_next_year(party.councillor, old.id, at=in_2022)
        assert [each.code for each in get(party, new.id).obstacles] == [Code.CODE_REPLACED]
        with pytest.raises(RuleBroken) as refused:
            proposals.add_line(party.councillor, new.id, given=at_home, at=in_2022)
        assert codes(refused) == [Code.CODE_REPLACED]
        row = new.lines[0]
        given = replace(at_home, first_year=2024, function="257")
        proposals.change_line(party.councillor, new.id, row.id, given=given, at=in_2022)
        assert get(party, new.id).obstacles == ()


@pytest.mark.parametrize(
    ("year", "frame", "code"),
    [
        (2019, FRAME, Code.BUDGET_YEAR_CLOSED),
        (None, FRAME, Code.YEAR_MISSING),
        (20, FRAME, Code.YEAR_INVALID),
        (2020, Frame("", ("Ap",)), Code.BASE_MISSING),
        (2020, Frame("Utkastet", ("", " ")), Code.PROPOSER_MISSING),
        (2020, Frame("Utkastet", ("Ap", "AP")), Code.PARTY_TWICE),
    ],
)
def test_a_proposal_says_what_it_lacks_and_a_closed_year_gets_none(party, year, frame, code):
    with one_transaction(), pytest.raises(RuleBroken) as refused:
        proposals.start_proposal(party.councillor, party.group, year=year, frame=frame, at=AT)
    assert codes(refused) == [code]


def test_a_line_outside_its_years_is_refused(party, draft):
    late = LineGiven(LineKind.COST, "Senere", 2024, (1, 0, 0, 0))
    with one_transaction(), pytest.raises(RuleBroken) as refused:
        proposals.add_line(party.councillor, draft, given=late, at=AT)
    assert codes(refused) == [Code.LINE_OUTSIDE_YEARS]


def test_what_people_write_is_text_in_the_spreadsheet_and_sums_are_formulas_of_ours(party, draft):
    evil = LineGiven(LineKind.COVER, "=1+1", 2020, (250_000, 0, 0, 0), cover_by=CoverBy.INCOME, area="@x")
    with one_transaction():
        proposals.add_line(party.councillor, draft, given=evil, at=AT)
        proposals.add_point(party.councillor, draft, text='=HYPERLINK("http://x")', at=AT)
        name, content = proposals.spreadsheet_for(party.councillor, draft, at=AT)
        assert content == proposals.spreadsheet_for(party.councillor, draft, at=AT)[1]
    assert name == "2019-11-14-elvebygda-kommunestyregruppe-budget-2020.xlsx"
    with zipfile.ZipFile(BytesIO(content)) as book:
        sheets = [book.read(each).decode() for each in book.namelist() if "worksheets/sheet" in each]
        strings = book.read("xl/sharedStrings.xml").decode()
    formulas = [part.split("</f>")[0] for sheet in sheets for part in sheet.split("<f>")[1:]]
    assert "SUM(F6:F7)" in formulas
    assert not [each for each in formulas if not each.startswith("SUM(") and each != "0"]
    assert "=1+1" in strings
    assert "HYPERLINK" in strings


def test_outsiders_see_no_proposal_and_members_change_none(party, draft):
    with one_transaction():
        with pytest.raises(NotFound):
            proposals.get_proposal_for(party.member, draft)
        with pytest.raises(NotAllowed):
            proposals.list_proposals_for(party.party_secretary, party.group)
        with pytest.raises(NotAllowed):
            proposals.start_proposal(party.party_secretary, party.group, year=2020, frame=FRAME, at=AT)
        assert proposals.list_proposals_for(party.group_secretary, party.group)[0].year == 2020


# What the council did with it

VOTED = PointGiven(True, date(2019, 12, 16), 19, 16, "Møtebok")


@pytest.fixture
def point_id(party, draft):
    """A text point of no case, handed in for the council's meeting of December."""
    with one_transaction():
        proposals.add_line(party.councillor, draft, given=COVER, at=AT)
        point = proposals.add_point(party.councillor, draft, text="Ei plan.", at=AT)
        proposals.hand_in(party.councillor, draft, at=AT)
        return point.id


def test_a_text_point_is_recorded_by_itself_and_again_with_the_latest_holding(party, draft, point_id):
    with one_transaction():
        for given in (VOTED, replace(VOTED, is_adopted=False, votes_for=16, votes_against=19)):
            point_fates.record_point(party.councillor, point_id, given=given, at=LATER)
        point = point_fates.get_point_for(party.councillor, point_id)
        assert [row.is_adopted for row in point.records] == [True, False]
        fates = point_fates.fates_of(party.councillor, get(party, draft).proposal)
        assert fates[point_id].outcome is Outcome.FALLEN


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"is_adopted": None}, Code.CHOICE_INVALID),
        ({"on": None}, Code.DATE_MISSING),
        ({"on": date(2020, 12, 16)}, Code.DATE_IN_FUTURE),
        ({"on": date(2019, 11, 13)}, Code.DATE_BEFORE_HANDED_IN),
        ({"source_title": " "}, Code.SOURCE_MISSING),
        ({"votes_against": None}, Code.VOTES_MISSING),
        ({"votes_for": 20}, Code.VOTES_ABOVE_ENTITLED),
        ({"votes_for": 9, "votes_against": 3}, Code.TOO_FEW_VOTED),
        ({"is_adopted": False}, Code.OUTCOME_AGAINST_VOTES),
    ],
)
def test_a_points_record_that_is_wrong_is_refused(party, point_id, wrong, code):
    with one_transaction(), pytest.raises(RuleBroken) as refused:
        point_fates.record_point(party.councillor, point_id, given=replace(VOTED, **wrong), at=LATER)
    assert codes(refused) == [code]


def test_a_point_that_is_not_handed_in_or_a_cases_has_no_record_of_its_own(party, draft):
    with one_transaction():
        point = proposals.add_point(party.councillor, draft, text="Utkast", at=AT)
        with pytest.raises(NotFound):
            point_fates.get_point_for(party.councillor, point.id)
        with pytest.raises(NotFound):
            point_fates.get_point_for(party.member, point.id)
