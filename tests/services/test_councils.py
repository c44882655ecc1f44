"""Seats, meeting days and deadlines of a council as the party keeps them, and the calendar made of them."""

from datetime import date

import pytest
from icalendar import Calendar

from motionflow.domain.calendar import DateKind
from motionflow.domain.council import Sitting
from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.domain.flow import Route
from motionflow.services import calendar, councils
from motionflow.services.councils import PartyGiven
from tests.services import builders
from tests.services.builders import LONG_AFTER, START, one_transaction

SEATS = (("Ap", 14), ("Sp", 9), ("FrP", 4), ("H", 3), ("KrF", 2), ("MDG", 1), ("R", 1), ("SV", 1))
GIVEN = tuple(PartyGiven(party, seats) for party, seats in SEATS)
CONSTITUTED = date(2019, 10, 7)


def codes(refused: pytest.ExceptionInfo[RuleBroken]) -> list[Code]:
    return [each.code for each in refused.value.obstacles]


def set_seats(party, *, by=None, valid_from=CONSTITUTED, given=GIVEN, at=START):
    return councils.set_seats(
        by or party.councillor, party.council_id, valid_from=valid_from, given=given, source="", at=at
    )


def add_meetings(party, *days, sitting=Sitting.BUDGET):
    return councils.add_meetings(
        party.councillor, party.council_id, days=days, sitting=sitting, source_link="", at=START
    )


def test_seats_hold_from_their_day_and_a_correction_of_it_takes_its_place(party):
    with one_transaction():
        set_seats(party, given=(PartyGiven("Ap", 13),))
        set_seats(party, at=LONG_AFTER)
    with one_transaction():
        council = party.council
        assert councils.seats_on(council, day=date(2019, 10, 6)) is None
        assert dict(councils.seats_on(council, day=CONSTITUTED).by_party) == dict(SEATS)
        assert [row.valid_from for row in councils.list_periods(council)] == [CONSTITUTED]
        assert (councils.size_of(council, day=CONSTITUTED), councils.constituted_on(council)) == (
            35,
            CONSTITUTED,
        )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"valid_from": None}, Code.DATE_MISSING),
        ({"given": ()}, Code.SEATS_MISSING),
        ({"given": (PartyGiven("Ap", None),)}, Code.SEATS_MISSING),
        ({"given": (PartyGiven("", 3),)}, Code.PARTY_NAME_MISSING),
        ({"given": (PartyGiven("Ap", 3), PartyGiven("ap ", 2))}, Code.PARTY_TWICE),
    ],
)
def test_seats_say_what_they_lack(party, changed, code):
    with one_transaction(), pytest.raises(RuleBroken) as refused:
        set_seats(party, **changed)
    assert codes(refused) == [code]


def test_only_those_who_record_for_a_council_keep_it(party):
    with one_transaction():
        with pytest.raises(NotAllowed):
            set_seats(party, by=party.branch_secretary)
        with pytest.raises(NotFound):
            councils.get_council_to_keep(party.group_secretary, party.group_id)


def test_a_day_is_written_down_once_and_a_cancelled_one_comes_back(party):
    with one_transaction():
        [row] = add_meetings(party, date(2019, 12, 16))
        with pytest.raises(RuleBroken) as refused:
            add_meetings(party, date(2019, 12, 16), date(2019, 12, 17))
        assert codes(refused) == [Code.MEETING_DAY_TAKEN]
        councils.cancel_meeting(party.councillor, row.id, at=START)
        assert councils.list_meetings(party.council) == []
        add_meetings(party, date(2019, 12, 16))
        assert [each.id for each in councils.list_meetings(party.council)] == [row.id]


def test_what_a_council_wants_by_when_is_its_own_and_dated(party):
    with one_transaction():
        for days, since in ((10, date(2015, 1, 1)), (5, date(2019, 10, 7))):
            councils.set_route_days(
                party.group_secretary,
                party.council_id,
                route=Route.INTERPELLATION,
                days=days,
                valid_from=since,
                source="reglementet § 9",
                at=START,
            )
        before = councils.route_days_on(party.council, route=Route.INTERPELLATION, day=date(2019, 6, 17))
        after = councils.route_days_on(party.council, route=Route.INTERPELLATION, day=date(2019, 12, 16))
        assert (before.days, after.days) == (10, 5)
        assert councils.route_days_on(party.council, route=Route.QUESTION, day=date(2019, 12, 16)) is None


def test_the_calendar_of_a_member_has_the_last_day_of_her_branch_for_the_budget(party):
    with one_transaction():
        builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
        builders.call(party.party_secretary, party.party, starts_at=builders.PARTY_MEETING)
        add_meetings(party, date(2019, 12, 16))
    with one_transaction():
        dates = calendar.list_dates_for(party.member, at=START)
        own = [(each.on, each.kind) for each in dates if each.body_id == party.branch_id]
        assert own == [(date(2019, 1, 16), DateKind.MEETING), (date(2019, 2, 9), DateKind.HANDED_ON)]
        assert [(each.on, each.kind) for each in dates if each.body_id == party.council_id] == [
            (date(2019, 12, 2), DateKind.PUBLICITY),
            (date(2019, 12, 16), DateKind.MEETING),
        ]
        # Another body's own meetings are not hers.
        assert not [each for each in dates if each.body_id == party.party_id]
        assert calendar.list_dates_for(party.stranger, at=START) == []


def test_a_calendar_file_can_be_read_by_another_program(party):
    with one_transaction():
        builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
        add_meetings(party, date(2019, 12, 16))
        content = calendar.calendar_file_for(
            party.member, name="motionflow", at=START, link_of=lambda each: f"https://example.org/{each.uid}"
        )
    events = {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}
    meeting = next(event for uid, event in events.items() if uid.startswith("meeting-"))
    assert (str(meeting["summary"]), str(meeting["location"])) == (
        "Nordre Elvebygda partilag har møte",
        "Grendehuset",
    )
    assert meeting["dtstart"].dt == builders.BRANCH_MEETING
    budget = next(event for uid, event in events.items() if uid.startswith("council-"))
    assert (budget["dtstart"].dt, budget["dtend"].dt) == (date(2019, 12, 16), date(2019, 12, 17))


def test_a_case_that_misses_the_budget_is_told_of_the_budget_change(party):
    with one_transaction():
        builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
        builders.call(party.party_secretary, party.party, starts_at=builders.PARTY_MEETING)
        add_meetings(party, date(2019, 12, 16))
        add_meetings(party, date(2020, 6, 15), sitting=Sitting.BUDGET_CHANGE)
        step = builders.hand_in(party).steps[0]
        in_time = calendar.prospect_for(step, plan=None, today=date(2019, 1, 2))
        too_late = calendar.prospect_for(step, plan=None, today=date(2019, 3, 1))
    assert (in_time.is_missed, in_time.aims_at.on) == (False, date(2019, 12, 16))
    assert (too_late.is_missed, too_late.next_chance.on) == (True, date(2020, 6, 15))
