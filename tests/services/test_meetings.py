"""Meetings with the real database: calling, recording, the agenda, who came, and the end."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from motionflow.db import db
from motionflow.domain.deadlines import Periods, moment_in_oslo
from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.domain.flow import BodyKind, StepState
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.papers import PaperKind
from motionflow.models import AgendaItem, Event, Meeting, Paper
from motionflow.services import agendas, attendance, bodies, meeting_views, meetings, people, steps
from motionflow.services.access import Viewer
from motionflow.services.agendas import Item
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, START, Party, one_transaction

AFTER = BRANCH_MEETING + timedelta(days=1)


def rows() -> tuple[int, ...]:
    """Count what could have been written."""
    return tuple(
        db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (Meeting, AgendaItem, Paper, Event)
    )


def codes(refused: pytest.ExceptionInfo[RuleBroken]) -> list[tuple[Code, str | None]]:
    return [(each.code, each.field) for each in refused.value.obstacles]


def called(party: Party) -> str:
    with one_transaction():
        return builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING).id


def opened(party: Party) -> str:
    meeting_id = called(party)
    with one_transaction():
        meetings.open_meeting(party.branch_secretary, meeting_id, seen=1, at=BRANCH_MEETING)
    return meeting_id


def recorded(party: Party, *, agenda: tuple[Item, ...] = ()) -> str:
    with one_transaction():
        return meetings.record_meeting(
            party.branch_secretary,
            party.branch,
            kind=MeetingKind.ANNUAL,
            starts_at=BRANCH_MEETING,
            place="Grendehuset",
            at=AFTER,
            agenda=agenda,
        ).id


def of(meeting_id: str, viewer: Viewer) -> Meeting:
    return meetings.get_meeting_for(viewer, meeting_id)


def set_rules(party: Party) -> None:
    with one_transaction():
        periods = Periods(notice_days=14, motion_days=7, papers_days=3)
        bodies.set_rules(party.branch, valid_from=date(2018, 1, 1), by=None, at=START, periods=periods)


# Calling and recording


def test_a_called_meeting_has_its_agenda_in_order_and_a_notice(party: Party) -> None:
    agenda = (
        Item("10", "Avslutning"),
        Item("6.10", "Ti"),
        Item("2", "To"),
        Item("6.9", "Ni"),
        Item("2a", "A"),
    )
    with one_transaction():
        meeting = meetings.call_meeting(
            *(party.branch_secretary, party.branch),
            kind=MeetingKind.ANNUAL,
            starts_at=BRANCH_MEETING,
            place=" Grendehuset ",
            at=START,
            agenda=agenda,
        )
        meeting_id = meeting.id

    with one_transaction():
        seen = of(meeting_id, party.member)
        assert [item.number for item in seen.agenda] == ["2", "2a", "6.9", "6.10", "10"]
        assert (seen.place, seen.called_at, seen.opened_at) == ("Grendehuset", START, None)
        view = meeting_views.get_meeting_view_for(party.member, meeting_id)
        assert [paper.kind for paper in view.papers] == [PaperKind.NOTICE]


@pytest.mark.parametrize("starts_at", [START, START - timedelta(days=1)])
def test_a_meeting_cannot_be_called_in_the_past(party: Party, starts_at: datetime) -> None:
    before = rows()
    with pytest.raises(RuleBroken) as refused, one_transaction():
        builders.call(party.branch_secretary, party.branch, starts_at=starts_at)

    assert codes(refused) == [(Code.MEETING_IN_PAST, "starts_at")]
    assert rows() == before


def test_everything_wrong_with_a_new_meeting_is_said_at_once_and_nothing_is_written(party: Party) -> None:
    before = rows()
    with pytest.raises(RuleBroken) as refused, one_transaction():
        meetings.call_meeting(
            *(party.branch_secretary, party.branch),
            kind=None,
            starts_at=None,
            place="",
            link="javascript:alert(1)",
            at=START,
            agenda=(Item("1", "Åpning"), Item("1", "En til"), Item("x", "Uten tall")),
        )

    assert codes(refused) == [
        (Code.CHOICE_INVALID, "kind"),
        (Code.DATE_MISSING, "starts_at"),
        (Code.LINK_INVALID, "link"),
        (Code.AGENDA_NUMBER_INVALID, "agenda"),
        (Code.AGENDA_NUMBER_TAKEN, "agenda"),
    ]
    assert rows() == before


def test_who_calls_too_late_must_say_that_it_is_known(party: Party) -> None:
    set_rules(party)

    def call(*, accepts_late: bool) -> Meeting:
        return meetings.call_meeting(
            *(party.branch_secretary, party.branch),
            kind=MeetingKind.ANNUAL,
            starts_at=BRANCH_MEETING,
            place="Grendehuset",
            at=BRANCH_MEETING - timedelta(days=5),
            accepts_late=accepts_late,
        )

    with pytest.raises(RuleBroken) as refused, one_transaction():
        call(accepts_late=False)
    with one_transaction():
        meeting = call(accepts_late=True)
        assert meetings.is_called_late(meeting)

    assert codes(refused) == [(Code.NOTICE_TOO_LATE, "accepts_late")]


def test_deadlines_are_those_of_the_bodys_rules_on_the_day(party: Party) -> None:
    set_rules(party)
    due = meetings.deadlines_in(party.branch, day=date(2019, 1, 16))

    assert due.notice_at == moment_in_oslo(date(2019, 1, 2), time(23, 59, 59))
    assert due.motions_at == moment_in_oslo(date(2019, 1, 9), time(23, 59, 59))
    assert due.papers_at == moment_in_oslo(date(2019, 1, 13), time(23, 59, 59))


def test_a_recorded_meeting_is_marked_and_open_from_its_start(party: Party) -> None:
    meeting = of(recorded(party), party.member)

    assert meeting.is_recorded_later
    assert (meeting.called_at, meeting.opened_at, meeting.made_at) == (None, BRANCH_MEETING, AFTER)


def test_a_meeting_to_come_cannot_be_recorded(party: Party) -> None:
    with pytest.raises(RuleBroken) as refused, one_transaction():
        meetings.record_meeting(
            *(party.branch_secretary, party.branch),
            kind=MeetingKind.ANNUAL,
            starts_at=AFTER + timedelta(hours=1),
            place="Grendehuset",
            at=AFTER,
        )

    assert codes(refused) == [(Code.MEETING_NOT_PAST, "starts_at")]


def test_an_external_body_holds_no_meetings_here(party: Party) -> None:
    with pytest.raises(NotAllowed), one_transaction():
        builders.call(party.group_secretary, party.council, starts_at=BRANCH_MEETING)


@pytest.mark.parametrize("who", ["member", "party_secretary", "administrator", "stranger"])
def test_only_those_who_run_a_body_call_its_meetings(party: Party, who: str) -> None:
    with pytest.raises(NotAllowed), one_transaction():
        builders.call(getattr(party, who), party.branch, starts_at=BRANCH_MEETING)


# Seeing and running


@pytest.mark.parametrize("who", ["party_secretary", "councillor", "administrator", "stranger"])
def test_a_meeting_is_not_there_for_those_outside_its_body(party: Party, who: str) -> None:
    meeting_id = called(party)

    with pytest.raises(NotFound):
        meeting_views.get_meeting_view_for(getattr(party, who), meeting_id)


def test_a_member_sees_a_meeting_without_running_it_or_seeing_its_members(party: Party) -> None:
    meeting_id = called(party)
    view = meeting_views.get_meeting_view_for(party.member, meeting_id)
    running = meeting_views.get_meeting_view_for(party.branch_chair, meeting_id)

    assert (view.may_run, view.makeable, view.sees_members, view.members) == (False, (), False, ())
    assert (running.may_run, running.makeable) == (True, ())
    assert [person.name for person in running.members] == ["Kari Eksempel", "Lise Medlem", "Nils Utvalgt"]


def test_the_secretary_makes_minutes_only_of_a_meeting_that_has_ended(party: Party) -> None:
    meeting_id = opened(party)
    before = meeting_views.get_meeting_view_for(party.branch_secretary, meeting_id).makeable
    with one_transaction():
        meetings.end_meeting(party.branch_secretary, meeting_id, seen=2, at=AFTER)
    after = meeting_views.get_meeting_view_for(party.branch_secretary, meeting_id).makeable

    assert before == (PaperKind.NOTICE, PaperKind.BOOKLET)
    assert after == (PaperKind.NOTICE, PaperKind.BOOKLET, PaperKind.MINUTES)


def test_minutes_cannot_be_made_of_a_meeting_that_goes_on(party: Party) -> None:
    meeting_id = opened(party)

    with pytest.raises(RuleBroken) as refused, one_transaction():
        meeting_views.make_meeting_paper(
            party.branch_secretary, meeting_id, kind=PaperKind.MINUTES, at=BRANCH_MEETING
        )
    assert codes(refused) == [(Code.MEETING_NOT_ENDED, None)]


def test_a_paper_made_again_is_a_new_version(party: Party) -> None:
    meeting_id = called(party)
    with one_transaction():
        again = meeting_views.make_meeting_paper(
            party.branch_secretary, meeting_id, kind=PaperKind.NOTICE, at=AFTER
        )
        assert again.version == 2
    with pytest.raises(NotAllowed), one_transaction():
        meeting_views.make_meeting_paper(party.member, meeting_id, kind=PaperKind.NOTICE, at=AFTER)

    view = meeting_views.get_meeting_view_for(party.member, meeting_id)
    assert sorted(paper.version for paper in view.papers) == [1, 2]


def test_what_was_seen_must_still_stand(party: Party) -> None:
    meeting_id = called(party)
    with one_transaction():
        meetings.open_meeting(party.branch_chair, meeting_id, seen=1, at=BRANCH_MEETING)

    with pytest.raises(RuleBroken) as refused, one_transaction():
        attendance.set_attendance(
            *(party.branch_secretary, meeting_id), entitled=9, present=8, guests=0, seen=1, at=BRANCH_MEETING
        )
    assert codes(refused) == [(Code.CHANGED_MEANWHILE, None)]
    assert of(meeting_id, party.member).present is None


# The agenda


def test_an_item_needs_a_free_number_and_a_title(party: Party) -> None:
    meeting_id = called(party)

    for item, expected in (
        (Item("6", "Noe"), (Code.AGENDA_NUMBER_TAKEN, "number")),
        (Item("seks", "Noe"), (Code.AGENDA_NUMBER_INVALID, "number")),
        (Item("0", "Noe"), (Code.AGENDA_NUMBER_INVALID, "number")),
        (Item("7", "  "), (Code.TITLE_MISSING, "title")),
        (Item("7", "x" * 301), (Code.TITLE_TOO_LONG, "title")),
    ):
        with pytest.raises(RuleBroken) as refused, one_transaction():
            meetings.add_item(party.branch_secretary, meeting_id, item=item, at=START)
        assert codes(refused) == [expected]


def test_no_item_is_added_to_a_meeting_that_has_ended(party: Party) -> None:
    meeting_id = opened(party)
    with one_transaction():
        meetings.end_meeting(party.branch_secretary, meeting_id, seen=2, at=AFTER)

    with pytest.raises(RuleBroken) as refused, one_transaction():
        meetings.add_item(party.branch_secretary, meeting_id, item=Item("7", "Noe"), at=AFTER)
    assert codes(refused) == [(Code.MEETING_ENDED, None)]


def test_a_text_that_another_has_changed_meanwhile_is_not_overwritten(party: Party) -> None:
    meeting_id = called(party)
    item_id = of(meeting_id, party.member).agenda[0].id
    with one_transaction():
        meetings.set_treatment(
            party.branch_chair, item_id, treatment="Nils åpnet.\r\nVelkommen.", seen="", at=AFTER
        )

    with pytest.raises(RuleBroken) as refused, one_transaction():
        meetings.set_treatment(party.branch_secretary, item_id, treatment="Kari åpnet.", seen="", at=AFTER)
    assert codes(refused) == [(Code.TEXT_CHANGED_MEANWHILE, None)]
    with one_transaction():
        seen = "Nils åpnet.\r\nVelkommen."
        meetings.set_treatment(party.branch_secretary, item_id, treatment="Begge.", seen=seen, at=AFTER)
    assert of(meeting_id, party.member).agenda[0].treatment == "Begge."


def test_a_member_writes_no_minutes(party: Party) -> None:
    meeting_id = called(party)
    item_id = of(meeting_id, party.member).agenda[0].id

    with pytest.raises(NotAllowed), one_transaction():
        meetings.set_treatment(party.member, item_id, treatment="Noe", at=AFTER)
    with pytest.raises(NotFound), one_transaction():
        meetings.set_treatment(party.stranger, item_id, treatment="Noe", at=AFTER)
    with pytest.raises(NotFound), one_transaction():
        meetings.set_treatment(party.branch_secretary, "0" * 16, treatment="Noe", at=AFTER)


@pytest.mark.parametrize(
    ("agenda", "expected"),
    [
        ((), "1"),
        ((Item("1", "Åpning"), Item("2", "Avslutning")), "3"),
        ((Item("1", "Åpning"), Item("6", "Innkomne forslag")), "6.1"),
        ((Item("6", "Innkomne forslag"), Item("6.1", "En"), Item("6.12", "To")), "6.13"),
        # Points of another item must not draw the cases to them.
        (
            (Item("2", "Konstituering"), Item("2.1", "A"), Item("2.2", "B"), Item("6", "Innkomne framlegg")),
            "6.1",
        ),
        ((Item("2a", "Innkalling"), Item("3b", "Valg")), "4"),
    ],
)
def test_a_further_case_is_numbered_under_the_motions(
    party: Party, agenda: tuple[Item, ...], expected: str
) -> None:
    meeting = of(recorded(party, agenda=agenda), party.member)

    assert agendas.next_number(meeting) == expected


def test_without_an_item_for_motions_a_case_stands_beside_the_others(party: Party) -> None:
    meeting_id = recorded(party, agenda=(Item("1", "Åpning"), Item("2", "Saker"), Item("2a", "Valg")))
    with one_transaction():
        motion = builders.hand_in(party)
        meeting, step = of(meeting_id, party.member), motion.steps[0]
        builders.put_on_list(party.branch_secretary, step, meeting, at=START, number="2.4")

    assert agendas.next_number(of(meeting_id, party.member)) == "2.5"


def test_a_case_taken_off_the_list_waits_again(party: Party) -> None:
    meeting_id = called(party)
    with one_transaction():
        motion = builders.hand_in(party)
        step = motion.steps[0]
        builders.put_on_list(party.branch_secretary, step, of(meeting_id, party.member), at=START)
        step_id = step.id
    listed = meeting_views.get_meeting_view_for(party.member, meeting_id)
    assert [item.number for item in listed.undecided] == ["6.1"]
    assert listed.waiting == ()
    db.session.rollback()

    with one_transaction():
        step = meetings.take_off_list(
            party.branch_secretary, step_id, reason="Venter på tall.", seen=3, at=START
        )
        assert step.state is StepState.ACCEPTED
    view = meeting_views.get_meeting_view_for(party.member, meeting_id)
    assert [step.id for step in view.waiting] == [step_id]
    assert view.undecided == ()


def test_a_withdrawn_motion_is_not_counted_as_undecided(party: Party) -> None:
    meeting_id = called(party)
    with one_transaction():
        step = builders.hand_in(party).steps[0]
        builders.put_on_list(party.branch_secretary, step, of(meeting_id, party.member), at=START)
        steps.withdraw_step(party.member, step.id, seen=step.version, at=START)

    assert meeting_views.get_meeting_view_for(party.branch_secretary, meeting_id).undecided == ()


# Who came


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((10, 11, 0), (Code.ATTENDANCE_ABOVE_ENTITLED, "present")),
        ((10, 8, -1), (Code.NUMBER_INVALID, "guests")),
        ((-1, None, None), (Code.NUMBER_INVALID, "entitled")),
    ],
)
def test_impossible_numbers_are_refused(
    party: Party, numbers: tuple[int | None, int | None, int | None], expected: tuple[Code, str]
) -> None:
    meeting_id = opened(party)
    entitled, present, guests = numbers

    with pytest.raises(RuleBroken) as refused, one_transaction():
        attendance.set_attendance(
            *(party.branch_secretary, meeting_id),
            entitled=entitled,
            present=present,
            guests=guests,
            seen=2,
            at=BRANCH_MEETING,
        )
    assert codes(refused) == [expected]


def test_a_member_is_checked_in_once_goes_out_and_comes_back(party: Party) -> None:
    meeting_id = opened(party)
    who, person = party.branch_secretary, party.member.id
    for minutes, act in ((0, "in"), (1, "in"), (5, "out"), (6, "out"), (9, "in")):
        with one_transaction():
            do = attendance.check_in if act == "in" else attendance.check_out
            do(who, meeting_id, person_id=person, at=BRANCH_MEETING + timedelta(minutes=minutes))
    with one_transaction():
        meetings.end_meeting(who, meeting_id, seen=2, at=BRANCH_MEETING + timedelta(hours=2))

    came = [
        ((each.came_at - BRANCH_MEETING).seconds // 60, (each.left_at - BRANCH_MEETING).seconds // 60)
        for each in of(meeting_id, who).attendance
        if each.left_at is not None
    ]
    assert sorted(came) == [(0, 5), (9, 120)]


def test_in_a_recorded_meeting_a_member_came_when_it_began(party: Party) -> None:
    meeting_id = recorded(party)
    who, person = party.branch_secretary, party.member.id
    for act in (attendance.check_in, attendance.check_out, attendance.check_in):
        with one_transaction():
            act(who, meeting_id, person_id=person, at=AFTER)

    (only,) = of(meeting_id, who).attendance
    assert (only.came_at, only.left_at) == (BRANCH_MEETING, None)


def test_nobody_comes_before_the_meeting_is_open_or_after_its_end(party: Party) -> None:
    meeting_id = called(party)
    who, person = party.branch_secretary, party.member.id

    with pytest.raises(RuleBroken) as early, one_transaction():
        attendance.check_in(who, meeting_id, person_id=person, at=BRANCH_MEETING)
    with one_transaction():
        meetings.open_meeting(who, meeting_id, seen=1, at=BRANCH_MEETING)
        meetings.end_meeting(who, meeting_id, seen=2, at=AFTER)
    with pytest.raises(RuleBroken) as late, one_transaction():
        attendance.check_in(who, meeting_id, person_id=person, at=AFTER)

    assert [codes(each)[0][0] for each in (early, late)] == [Code.MEETING_NOT_STARTED, Code.MEETING_ENDED]


@pytest.mark.parametrize("who", ["stranger", "party_member"])
def test_only_people_of_the_body_are_checked_in_or_elected(party: Party, who: str) -> None:
    meeting_id, person_id = opened(party), getattr(party, who).id
    secretary = party.branch_secretary

    with pytest.raises(RuleBroken) as came, one_transaction():
        attendance.check_in(secretary, meeting_id, person_id=person_id, at=AFTER)
    kind, person = OfficerKind.CHAIR, people.get_person(person_id)
    with pytest.raises(RuleBroken) as elected, one_transaction():
        attendance.elect_officer(secretary, meeting_id, kind=kind, person=person, at=AFTER)
    assert codes(came) == codes(elected) == [(Code.CHOICE_INVALID, "person")]


def test_electing_twice_is_electing_once_and_can_be_taken_back(party: Party) -> None:
    meeting_id = opened(party)
    secretary, person_id = party.branch_secretary, party.member.id
    for _ in range(2):
        with one_transaction():
            person = people.get_person(person_id)
            attendance.elect_officer(secretary, meeting_id, kind=OfficerKind.TELLER, person=person, at=AFTER)
    assert [each.kind for each in of(meeting_id, secretary).officers] == [OfficerKind.TELLER]
    db.session.rollback()

    for _ in range(2):
        with one_transaction():
            attendance.remove_officer(
                secretary, meeting_id, kind=OfficerKind.TELLER, person_id=person_id, at=AFTER
            )
    assert of(meeting_id, secretary).officers == []
    names = db.session.scalars(select(Event.name).where(Event.subject_id == meeting_id)).all()
    assert [names.count("officer_elected"), names.count("officer_removed")] == [1, 1]


# The end


def test_a_meeting_ends_once_and_its_minutes_are_made(party: Party) -> None:
    meeting_id = opened(party)
    with one_transaction():
        meetings.end_meeting(party.branch_chair, meeting_id, seen=2, at=AFTER)
    with pytest.raises(RuleBroken) as refused, one_transaction():
        meetings.end_meeting(party.branch_chair, meeting_id, seen=3, at=AFTER)

    assert codes(refused) == [(Code.MEETING_ENDED, None)]
    kinds = [paper.kind for paper in meeting_views.get_meeting_view_for(party.member, meeting_id).papers]
    assert sorted(kinds) == [PaperKind.MINUTES, PaperKind.NOTICE]


def test_a_meeting_that_was_not_opened_cannot_end(party: Party) -> None:
    meeting_id = called(party)

    with pytest.raises(RuleBroken) as refused, one_transaction():
        meetings.end_meeting(party.branch_chair, meeting_id, seen=1, at=AFTER)
    assert codes(refused) == [(Code.MEETING_NOT_STARTED, None)]


# The usual agendas


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("kind", MeetingKind)
def test_every_kind_of_meeting_has_a_usual_agenda_that_reads_back_the_same(
    kind: MeetingKind, language: str
) -> None:
    usual = agendas.usual_agenda(kind, language=language)
    items, unread = agendas.read_lines(agendas.as_lines(usual))

    assert items == usual
    assert unread == ()
    assert agendas.agenda_obstacles(usual) == []


def test_the_annual_meetings_agenda_is_the_guides() -> None:
    usual = agendas.usual_agenda(MeetingKind.ANNUAL, language="nn")
    whole = [item.title for item in usual if item.number.isdigit()]

    assert whole == [
        *("Opning", "Konstituering", "Årsmelding", "Rekneskap", "Arbeidsplan og budsjett"),
        *("Innkomne forslag", "Politisk innleiing", "Val", "Avslutning"),
    ]


def test_agenda_lines_are_read_as_people_write_them() -> None:
    items, unread = agendas.read_lines("Sak 1. Åpning\n\n 2a) Innkalling \n6.1 Bokbuss\nuten nummer\n7\n")

    assert items == (Item("1", "Åpning"), Item("2a", "Innkalling"), Item("6.1", "Bokbuss"))
    assert unread == ("uten nummer", "7")


def test_a_council_group_usually_holds_group_meetings() -> None:
    assert agendas.usual_kind(BodyKind.COUNCIL_GROUP) is MeetingKind.GROUP
    assert agendas.usual_kind(BodyKind.BRANCH) is MeetingKind.ANNUAL
