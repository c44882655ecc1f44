"""The example: everything its pages, desks and files promise is there, and nothing else is touched."""

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import func, select

from motionflow import create_app
from motionflow.db import db
from motionflow.documents.status_line import status_sentence
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.errors import NotFound
from motionflow.domain.flow import ENDED, Outcome, Route
from motionflow.domain.papers import PaperKind
from motionflow.domain.roles import Role
from motionflow.models import (
    Body,
    BudgetProposal,
    Decision,
    Event,
    FollowUp,
    Mail,
    Meeting,
    Membership,
    Motion,
    Paper,
    Person,
    Step,
)
from motionflow.models.outbox import MailKind
from motionflow.services import (
    audit,
    case_lists,
    case_money,
    case_status,
    cases,
    councils,
    erasure,
    example,
    meetings,
    notices,
    people,
    point_fates,
    proposals,
)
from motionflow.services.access import Viewer, nobody, viewer_of
from motionflow.services.desk import Task, desk_of
from motionflow.services.example import cast, council_texts, party_texts, present_texts
from motionflow.services.example.present import Calendar
from motionflow.transaction import writing
from tests.databases import Databases, settings_for

AT = datetime(2026, 11, 21, 21, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Loaded:
    """A database with the example in it, and what was told while it was loaded."""

    app: Flask
    lines: list[str]
    status_lines: list[str]
    seconds: float


@pytest.fixture(scope="module")
def loaded(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Loaded once; the tests below only read it, or roll back what they write."""
    home = tmp_path_factory.mktemp("example")
    with databases.copy(home) as address:
        app = create_app(settings_for(address, home=home))
        lines: list[str] = []
        status_lines: list[str] = []

        def note(line: str) -> None:
            lines.append(line)
            motion = db.session.scalar(select(Motion).order_by(Motion.started_at).limit(1))
            if motion is not None:
                status_lines.append(status_sentence(case_status.full_status(motion), "nb"))

        began = time.process_time()
        with app.app_context(), writing():
            example.load_example(at=AT, progress=note)
        yield Loaded(app, lines, status_lines, time.process_time() - began)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def story(loaded: Loaded) -> Iterator[Loaded]:
    """The loaded example with an open context; what a test writes is rolled back."""
    with loaded.app.app_context():
        yield loaded
        db.session.rollback()


def main_case() -> Motion:
    """Return the motion whose whole way is told."""
    return db.session.scalars(select(Motion).where(Motion.title == party_texts.TITLE)).one()


def role(label: str) -> Viewer:
    """Return whoever one signs in as to see a role."""
    person = people.find_person_by_address(dict(example.ROLES)[label])
    assert person is not None
    return viewer_of(person, on=day_in_oslo(AT))


def only_decision(outcome: Outcome, route: Route | None = None) -> Decision:
    """Return the main case's one decision with an outcome on a route."""
    found = [
        decision
        for step in main_case().steps
        for decision in step.decisions
        if decision.outcome is outcome and step.route is route
    ]
    assert len(found) == 1
    return found[0]


def test_the_load_holds_in_its_chains_and_papers(story):
    assert list(audit.find_faults()) == []


def test_loading_tells_of_every_meeting_and_is_quick(story):
    assert story.lines[0] == "Meeting 1 of 17: Løken Arbeiderforening 16.1.2019"
    assert [line.split(":")[0] for line in story.lines] == [f"Meeting {n} of 17" for n in range(1, 18)]
    assert story.seconds < 15


def test_loading_again_says_so_and_changes_nothing(story):
    told: list[str] = []
    before = db.session.scalar(select(func.count()).select_from(Event))

    example.load_example(at=AT, progress=told.append)
    audit.chain_events()

    assert told == ["The example is loaded already."]
    assert db.session.scalar(select(func.count()).select_from(Event)) == before


def test_an_empty_database_has_no_example(app):
    with app.app_context():
        assert not example.is_loaded()


def test_everything_is_marked_as_an_example(story):
    assert example.is_loaded()
    assert db.session.scalars(select(Body.name).where(~Body.is_example)).all() == []
    assert db.session.scalars(select(Motion.title).where(~Motion.is_example)).all() == []


def test_a_paper_of_the_example_says_that_it_is_one(story):
    for name, content in example.list_paper_files():
        [section] = Document(io.BytesIO(content)).sections
        heads = (section.header, section.first_page_header)
        assert any("oppdikt" in head._element.xpath("string(.)") for head in heads), name


def test_no_mail_waits_and_mail_is_queued_again_afterwards(story):
    assert db.session.scalars(select(Mail)).all() == []
    person = people.find_person_by_address(cast.address_of(cast.BERIT))
    assert person is not None

    notices.queue_mail(MailKind.SIGN_IN, person_id=person.id, at=AT)
    db.session.flush()

    assert len(db.session.scalars(select(Mail)).all()) == 1


def test_mail_is_queued_again_after_a_quiet_block_that_failed(story):
    person_id = db.session.scalars(select(Person.id).limit(1)).one()

    def fail() -> None:
        with notices.without_mail():
            notices.queue_mail(MailKind.SIGN_IN, person_id=person_id, at=AT)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    notices.queue_mail(MailKind.SIGN_IN, person_id=person_id, at=AT)
    db.session.flush()

    assert len(db.session.scalars(select(Mail)).all()) == 1


def test_people_are_invented_and_reached_nowhere(story):
    for person in db.session.scalars(select(Person)):
        assert person.address == cast.address_of(person.name or "")
        assert person.address.endswith("@example.org")


def test_memberships_run_on(story):
    assert db.session.scalars(select(Membership).where(Membership.until_on.is_not(None))).all() == []


def test_the_case_shows_every_kind_of_ending_that_the_example_promises(story):
    outcomes = [decision.outcome for step in main_case().steps for decision in step.decisions]

    assert outcomes == [
        Outcome.ADOPTED,
        Outcome.ADOPTED_WITH_CHANGES,
        Outcome.ADOPTED,
        Outcome.ANSWERED,
        Outcome.RECOMMENDED,
        Outcome.ADOPTED_WITH_CHANGES,
        Outcome.ADOPTED,
        Outcome.RECOMMENDED,
        Outcome.FALLEN,
        Outcome.ADOPTED,
        Outcome.NOTED,
        Outcome.NOTED,
    ]
    assert all(step.state in ENDED for step in main_case().steps)


def test_the_branch_voted_17_to_0_with_one_blank(story):
    decision = main_case().steps[0].decisions[0]
    [vote] = decision.votes

    assert (decision.decided_on, decision.agenda_number) == (date(2019, 1, 16), "6.1")
    assert (vote.tally.votes, vote.blanks, vote.entitled) == ({"for": 17, "against": 0}, 1, 18)
    assert decision.next_body is not None
    assert decision.next_body.name == cast.PARTY


def test_the_party_chose_the_majority_of_its_drafting_committee(story):
    step = main_case().steps[1]
    [decision] = step.decisions
    [vote] = decision.votes

    assert (decision.decided_on, decision.agenda_number) == (date(2019, 2, 9), "6.4")
    assert (list(vote.tally.votes.values()), vote.blanks, vote.entitled) == ([31, 9], 2, 42)
    assert [each.by.value for each in step.recommendations] == [
        "board",
        "drafting_majority",
        "drafting_minority",
    ]
    assert "500 000 kr" in decision.operative_text


def test_in_one_council_meeting_the_figures_fall_and_the_text_point_carries(story):
    figures = only_decision(Outcome.FALLEN, Route.BUDGET_FIGURES)
    text_point = only_decision(Outcome.ADOPTED, Route.BUDGET_TEXT)

    assert figures.decided_on == text_point.decided_on == date(2019, 12, 16)
    assert figures.step.body_id == text_point.step.body_id
    assert (figures.votes[0].result_votes, figures.votes[0].result_base) == (15, 35)
    assert (text_point.votes[0].result_votes, text_point.votes[0].result_base) == (19, 35)
    assert figures.votes[0].tally.per_party is not None
    assert sum(figures.votes[0].tally.per_party["Ap"].values()) == 14
    assert figures.votes[0].tally.votes[council_texts.RECOMMENDATION] == 18


def test_the_last_status_report_has_the_money_year_by_year_and_the_promises(story):
    files = dict(example.list_paper_files())
    report = Document(io.BytesIO(files[f"2021-01-18-{slug(cast.BRANCH)}-status.docx"]))
    [money] = [table for table in report.tables if table.cell(0, 1).text == "Omsøkt"]
    rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in money.rows[1:]]
    printed = report.element.body.xpath("string(.)").replace("\u00a0", " ")

    assert rows == [
        ["2019", "250 000 kr", "250 000 kr", "–"],
        ["2020", "250 000 kr", "–", "250 000 kr"],
        ["2021", "–", "100 000 kr", "100 000 kr"],
        ["I alt", "500 000 kr", "350 000 kr", "350 000 kr"],
    ]
    assert "7 av 10 plasser" in printed
    # The body answers for it in a paper that is long kept; the annex names the office-holder.
    assert f"Ansvar: {cast.GROUP}" in printed
    assert cast.ANNE not in printed


def test_a_record_of_the_text_point_shows_only_that_years_recommendation(story):
    files = dict(example.list_paper_files())
    record = Document(io.BytesIO(files[f"2019-12-16-{slug(cast.GROUP)}-record-2.docx"]))
    printed = [paragraph.text for paragraph in record.paragraphs]

    assert printed.count("Innstilling fra formannskapet") == 1
    assert not any("Fylkesmannen" in line for line in printed)


def test_the_council_case_has_its_numbers_and_its_source(story):
    decision = only_decision(Outcome.ADOPTED_WITH_CHANGES, Route.BUDGET_CHANGE)

    assert (decision.step.case_number, decision.step.archive_number) == ("047/19", "2019/874")
    assert decision.source_title.endswith("(eksempel)")
    assert decision.votes == []


def test_what_became_of_the_case_is_told_three_times(story):
    rows = db.session.execute(select(FollowUp.status, FollowUp.on).order_by(FollowUp.on)).all()

    assert [(status.value, on) for status, on in rows] == [
        ("delayed", date(2019, 8, 20)),
        ("under_way", date(2020, 4, 20)),
        ("partly_done", date(2021, 1, 18)),
    ]


def test_the_status_line_tells_the_story_as_it_goes(story):
    group, council = cast.GROUP, cast.COUNCIL
    waits = "venter på behandling"

    assert story.status_lines[:11] == [
        f"Sendt inn til {cast.BRANCH}, {waits}",
        f"Vedtatt i {cast.BRANCH} 16.1.2019, oversendt {cast.PARTY}, {waits}",
        f"Vedtatt med endringer i {cast.PARTY} 9.2.2019, oversendt {group}, {waits}",
        f"Vedtatt i {group} 4.3.2019, oversendt {council}, {waits}",
        f"Besvart i {council} 25.3.2019, oversendt {cast.EXECUTIVE}, {waits}",
        f"Innstilt i {cast.EXECUTIVE} 3.6.2019, oversendt {council}, {waits}",
        f"Forsinket per 20.8.2019, oversendt {group}, {waits}",
        f"Vedtatt i {group} 11.11.2019, forsinket per 20.8.2019, oversendt {cast.EXECUTIVE}, {waits}",
        f"Innstilt i {cast.EXECUTIVE} 25.11.2019, forsinket per 20.8.2019, oversendt {council}, {waits}",
        f"Vedtatt i {council} 16.12.2019, forsinket per 20.8.2019, oversendt {cast.BRANCH}, {waits}",
        f"Under arbeid per 20.4.2020, oversendt {council}, {waits}",
    ]
    assert set(story.status_lines[11:]) == {"Delvis gjennomført per 18.1.2021"}


def test_the_text_was_corrected_and_the_original_kept_as_it_came(story):
    motion = main_case()

    assert motion.original is not None
    assert motion.original.content == party_texts.original()
    assert [text.version for text in motion.texts] == [1, 2]
    assert "Aurskog Høland" in motion.texts[0].grounds
    assert "Aurskog Høland" not in motion.texts[1].grounds + motion.texts[1].proposed_decision
    assert len(motion.text.grounds.split("\n\n")) == 5
    assert len(motion.sources) == 3


def test_the_public_sees_the_opened_case_but_not_what_waits(story):
    titles = [row.motion.title for row in case_lists.list_cases_for(nobody()).rows]

    assert titles == [party_texts.TITLE]
    assert cases.get_case_for(nobody(), main_case().id).sees_texts


def test_the_money_is_what_was_asked_granted_and_spent(story):
    money = case_money.money_of(main_case())

    assert [(each.step.body.name, each.total) for each in money.asked] == [
        (cast.PARTY, 500_000),
        (cast.GROUP, 500_000),
        (cast.EXECUTIVE, 250_000),
        (cast.GROUP, 250_000),
    ]
    assert (money.total_asked, money.total_granted, money.total_spent) == (500_000, 350_000, 350_000)


def test_the_groups_proposal_for_2020_balances_and_its_third_point_is_the_cases(story):
    [proposal] = db.session.scalars(select(BudgetProposal).where(BudgetProposal.year == 2020))
    shown = proposals.get_proposal_for(role("councillor"), proposal.id)

    assert shown.balance.is_balanced
    assert [party.party for party in proposal.parties] == ["Ap", "SV"]
    assert [row.motion is not None for row in proposal.lines] == [True, True, True, False, False]
    assert [point.motion is not None for point in proposal.points] == [False, False, True]
    assert proposal.handed_in_on == date(2019, 11, 20)
    figures = point_fates.figures_of(role("councillor"), proposal)
    assert figures is not None
    assert figures.outcome is Outcome.FALLEN
    fates = point_fates.fates_of(role("councillor"), proposal)
    assert [fates[point.id].outcome for point in proposal.points] == [
        Outcome.FALLEN,
        Outcome.ADOPTED,
        Outcome.ADOPTED,
    ]


def test_the_councils_seats_are_known_from_its_first_meeting_of_2019_on(story):
    council = db.session.scalars(select(Body).where(Body.name == cast.COUNCIL)).one()
    seats = councils.seats_on(council, day=date(2019, 12, 16))

    assert seats is not None
    assert (seats.total, seats.third, seats.quorum) == (35, 12, 18)
    assert councils.seats_on(council, day=date(2019, 6, 17)) is None


# Papers


def slug(name: str) -> str:
    """Return a body's name as it stands in file names."""
    return db.session.scalars(select(Body.slug).where(Body.name == name)).one()


def test_there_is_a_word_file_of_every_kind(story):
    kinds = "|".join(kind.value for kind in PaperKind)
    name_of = re.compile(rf"\d{{4}}-\d\d-\d\d-[a-z0-9-]+?-({kinds})(-\d+)?\.docx")
    found = set()
    for name, content in example.list_paper_files():
        match = name_of.fullmatch(name)
        assert match is not None, name
        assert content.startswith(b"PK")
        found.add(match[1])

    assert found == {kind.value for kind in PaperKind}


def test_every_paper_has_a_name_of_its_own(story):
    names = [name for name, _ in example.list_paper_files()]

    assert len(names) == len(set(names)) == db.session.scalar(select(func.count()).select_from(Paper))
    assert f"2019-12-16-{slug(cast.GROUP)}-record.docx" in names
    assert f"2019-12-16-{slug(cast.GROUP)}-record-2.docx" in names


def test_papers_of_old_days_are_filed_under_them(story):
    names = [name for name, _ in example.list_paper_files()]

    assert names[0] == f"2018-12-19-{slug(cast.BRANCH)}-notice.docx"
    assert f"2019-01-18-{slug(cast.BRANCH)}-letter.docx" in names
    assert f"2021-01-18-{slug(cast.BRANCH)}-status.docx" in names
    assert not any(name.startswith(AT.date().isoformat()) for name in names)


def test_the_nynorsk_branch_writes_nynorsk(story):
    papers = db.session.execute(select(Paper.language, Body.name).join(Body, Body.id == Paper.body_id)).all()

    assert {language for language, name in papers if name == cast.NYNORSK_BRANCH} == {"nn"}
    assert {language for language, name in papers if name != cast.NYNORSK_BRANCH} == {"nb"}


def test_the_chain_heads_printed_in_minutes_hold(story):
    heads = []
    for name, content in example.list_paper_files():
        if name.endswith("-minutes.docx"):
            printed = Document(io.BytesIO(content)).element.body.xpath("string(.)")
            heads += re.findall(r"\d+:[0-9a-f]{64}", printed)

    assert len(heads) == 9
    assert not any(head.startswith("0:") for head in heads)
    assert [fault for head in heads for fault in audit.find_faults(head=head)] == []


def test_no_name_stands_where_erasing_does_not_reach(story):
    kari, berit = (people.find_person_by_address(cast.address_of(name)) for name in (cast.KARI, cast.BERIT))
    assert kari is not None
    assert berit is not None

    erasure.erase_person(viewer_of(kari, on=day_in_oslo(AT)), berit.id, at=AT)

    for name, content in example.list_paper_files():
        assert cast.BERIT not in Document(io.BytesIO(content)).element.body.xpath("string(.)"), name


# What waits now


def test_a_member_follows_a_case_and_can_follow_another(story):
    member = role("member")
    followed = [row.motion.title for row in desk_of(member, at=AT).followed]
    others = [
        row.motion for row in case_lists.list_cases_for(member).rows if row.motion.title not in followed
    ]

    assert followed == [party_texts.TITLE]
    assert any(cases.get_case_for(member, motion.id).may_follow for motion in others)


def test_a_case_waits_in_each_secretarys_inbox(story):
    for label, title in (
        ("branch secretary", "Benker langs veien til bussen"),
        ("party secretary", "Fast skyss til dagsenteret"),
    ):
        assert [item.step.motion.title for item in desk_of(role(label), at=AT).waiting_for(Task.ANSWER)] == [
            title
        ]


def test_a_meeting_waits_for_the_chair_with_a_case_on_its_list(story):
    chair = role("chair")
    [meeting] = meetings.list_coming_for(chair, at=AT)
    [item] = desk_of(chair, at=AT).waiting_for(Task.DECIDE)

    assert not meetings.is_called_late(meeting)
    assert item.agenda is not None
    assert (item.agenda.meeting_id, item.agenda.number) == (meeting.id, "6.1")


def test_the_case_in_the_partys_inbox_is_in_time_for_its_annual_meeting(story):
    [item] = desk_of(role("party secretary"), at=AT).waiting_for(Task.ANSWER)
    [meeting] = meetings.list_coming_for(role("party secretary"), at=AT)
    due = meetings.deadlines_for(meeting).motions_at

    assert due is not None
    assert item.step.received_at < AT < due


def test_a_council_step_waits_for_the_councillor(story):
    [item] = desk_of(role("councillor"), at=AT).waiting_for(Task.RECORD)

    assert (item.step.body.name, item.step.route) == (cast.COUNCIL, Route.QUESTION)


def test_the_councillor_has_a_case_with_a_last_day_a_promise_to_keep_and_a_budget_in_work(story):
    desk = desk_of(role("councillor"), at=AT)
    [case] = desk.waiting_for(Task.LIST)
    [asked] = desk.waiting_for(Task.RECORD)
    [promise], [work] = desk.promises, desk.proposals

    # 21.12.2026 less the 14 days it must lie open; the council meets that day.
    assert (case.step.motion.title, case.due_on) == (present_texts.CAFE.title, date(2026, 12, 7))
    assert asked.due_on == date(2026, 12, 21)
    assert (promise.standing.reached, promise.standing.target) == (1, 3)
    assert not promise.standing.is_ended
    assert promise.standing.due_on > AT.date()
    assert [(year.year, year.missing) for year in work.unbalanced] == [(2027, 260_000)]
    assert work.last_day == date(2026, 12, 7)


def test_the_administrator_administers_and_sees_no_case_inside(story):
    administrator = role("administrator")
    waiting = db.session.scalars(select(Step).where(Step.state.not_in(ENDED))).first()
    assert waiting is not None

    assert administrator.is_administrator
    assert desk_of(administrator, at=AT).items == ()
    with pytest.raises(NotFound):
        cases.get_motion_for(administrator, waiting.motion_id)


def test_old_meetings_are_marked_as_recorded_later_and_fresh_ones_were_called(story):
    for meeting in db.session.scalars(select(Meeting)):
        is_old = meeting.starts_at < AT - timedelta(days=365)
        is_of_group = meeting.body.name == cast.GROUP
        assert meeting.is_recorded_later is (is_old or is_of_group)
        assert not meetings.is_called_late(meeting)


@pytest.mark.parametrize("day", [date(2026, 12, 28) + timedelta(days=n) for n in range(7)])
def test_the_present_is_counted_from_the_latest_wednesday_that_is_over(day):
    wednesday = Calendar(day)(0)

    assert wednesday.weekday() == 2
    assert timedelta(days=1) <= day - wednesday <= timedelta(days=7)


@pytest.mark.once  # that it can be loaded on both is seen above; this asks of its days
def test_it_can_be_loaded_in_the_first_minutes_of_a_year(app):
    with app.app_context():
        with writing():
            example.load_example(at=datetime(2026, 12, 31, 23, 5, tzinfo=UTC), progress=lambda line: None)

        assert list(audit.find_faults()) == []
        assert db.session.scalars(select(Person.id).where(Person.erased_at.is_not(None))).all() == []
        assert {row.role for row in db.session.scalars(select(Membership))} >= {
            Role.MEMBER,
            Role.SECRETARY,
            Role.CHAIR,
            Role.BOARD,
            Role.COUNCILLOR,
            Role.ADMINISTRATOR,
        }


# Amendments


def test_the_partys_text_is_put_together_from_the_amendments_that_carried(story):
    step = next(step for step in main_case().steps if step.body.name == cast.PARTY)
    states = {row.shown_number: row.state.value for row in step.amendments}
    assert states == {
        "A1": "carried",
        "A2": "fallen",
        "A3": "carried",
        "A4": "carried",
        "A5": "fallen_away",
        "A6": "fallen_away",
    }
    assert step.amending.text == step.decision.operative_text == party_texts.PARTY_MAJORITY_TEXT


def test_one_amendment_came_as_a_word_file_with_tracked_changes(story):
    step = next(step for step in main_case().steps if step.body.name == cast.PARTY)
    (came,) = [row for row in step.amendments if row.source]
    assert came.source == "endringsforslag-setskog.docx (Olav Freistnad, 2019-02-08)"
    assert (came.body.name, came.text) == (
        cast.NYNORSK_BRANCH,
        step.received_text.replace(party_texts.STUDY_AMENDED, party_texts.STUDY_AS_AMENDED),
    )
