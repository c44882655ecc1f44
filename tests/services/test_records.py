"""What a council did, recorded once or differently by two, corrected, sourced, or answered by a link."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from motionflow.domain.council import AnswerKind
from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.domain.flow import Outcome, Route
from motionflow.services import answers, councils, motions, records
from motionflow.services.access import nobody
from motionflow.services.cases import get_case_for
from motionflow.services.councils import PartyGiven
from motionflow.services.decisions import TabledGiven
from motionflow.services.records import FileGiven, RecordGiven
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import Party, one_transaction

DAY = date(2019, 12, 16)
AT = datetime(2019, 12, 17, 9, 0, tzinfo=builders.UTC)
SEATS = (("Ap", 14), ("Sp", 9), ("FrP", 4), ("H", 3), ("KrF", 2), ("MDG", 1), ("R", 1), ("SV", 1))
OURS, RECOMMENDED, GREEN, FRP = "Ap og SV", "Innstillingen", "MDG og R", "FrP"
TABLED = (TabledGiven(OURS, "Ap, SV"), TabledGiven(RECOMMENDED), TabledGiven(GREEN))


def split(**votes: str) -> dict[str, dict[str, int]]:
    seats = dict(SEATS)
    return {party: {option: seats[party]} for party, option in votes.items()}


FIGURES = RecordGiven(
    DAY,
    tabled=TABLED,
    ours=OURS,
    first=split(
        Ap=OURS, SV=OURS, Sp=RECOMMENDED, FrP=RECOMMENDED, H=RECOMMENDED, KrF=RECOMMENDED, MDG=GREEN, R=GREEN
    ),
    text="Studieplasser for 250 000 kr i 2020.",
    source_title="Møtebok 16. desember 2019",
)
POINT = RecordGiven(
    DAY,
    ours="for",
    first=split(Ap="for", SV="for", MDG="for", R="for", KrF="for", Sp="against", FrP="against", H="against"),
    text="Kommunedirektøren legger fram sak innen 1. tertial 2020.",
)


def make_lying(party: Party) -> str:
    """Return a case that lies with the council, whose seats are known."""
    given = [PartyGiven(name, seats) for name, seats in SEATS]
    councils.set_seats(
        *(party.councillor, party.council_id),
        valid_from=date(2019, 10, 7),
        given=given,
        source="",
        at=builders.START,
    )
    motion = builders.hand_in(party)
    first = motion.steps[0]
    meeting = builders.call(party.branch_secretary, party.branch, starts_at=builders.BRANCH_MEETING)
    builders.put_on_list(party.branch_secretary, first, meeting, at=builders.START)
    after = builders.BRANCH_MEETING + timedelta(hours=3)
    builders.decide(party.branch_secretary, first, meeting=meeting, at=after)
    to_council = ("Bokbuss.", Route.BUDGET_FIGURES)
    step = builders.send_on(
        *(party.branch_secretary, first, party.council), text=to_council[0], at=after, route=to_council[1]
    )
    return step.id


@pytest.fixture
def lying(open_app: Flask, party: Party, kept: Kept) -> str:
    """A case that lies with the council, whose seats are known."""
    made: str = kept.fill(open_app, builders.make_party, make_lying)
    return made


def the(step_id: str):
    from motionflow.db import db
    from motionflow.models import Step

    return db.session.get_one(Step, step_id)


def record(party, step_id, given, *, by=None, **others):
    step = the(step_id)
    return records.record(by or party.councillor, step_id, given=given, seen=step.version, at=AT, **others)


def codes(refused) -> list[Code]:
    return [each.code for each in refused.value.obstacles]


def test_the_lost_figures_are_recorded_with_their_parties(party, lying):
    with one_transaction():
        decision = record(party, lying, FIGURES).decision
        assert decision.outcome is Outcome.FALLEN
        [event] = decision.votes
        assert dict(event.tally.votes) == {OURS: 15, RECOMMENDED: 18, GREEN: 2}
        assert event.tally.per_party["KrF"] == {RECOMMENDED: 2}
        assert [each.name for each in decision.tabled] == [OURS, RECOMMENDED, GREEN]


def test_the_text_point_is_carried_by_nineteen_to_sixteen(party, lying):
    with one_transaction():
        decision = record(party, lying, POINT).decision
        assert (decision.outcome, dict(decision.votes[0].tally.votes)) == (
            Outcome.ADOPTED,
            {"for": 19, "against": 16},
        )


def test_a_second_round_is_asked_for_and_kept_as_one(party, lying):
    tabled = (*TABLED[:2], TabledGiven(FRP), TabledGiven(GREEN))
    first = split(
        Ap=OURS, SV=OURS, Sp=RECOMMENDED, H=RECOMMENDED, KrF=RECOMMENDED, FrP=FRP, MDG=GREEN, R=GREEN
    )
    given = RecordGiven(DAY, tabled=tabled, ours=OURS, first=first, text="Bokbuss.")
    with one_transaction(), pytest.raises(RuleBroken) as refused:
        record(party, lying, given)
    assert codes(refused) == [Code.SECOND_ROUND_MISSING]
    second = split(
        Ap=OURS, SV=OURS, MDG=OURS, R=OURS, Sp=RECOMMENDED, H=RECOMMENDED, KrF=RECOMMENDED, FrP=RECOMMENDED
    )
    with one_transaction():
        again = RecordGiven(DAY, tabled=tabled, ours=OURS, first=first, second=second, text="Bokbuss.")
        decision = record(party, lying, again).decision
        assert [event.round for event in decision.votes] == [1, 2]
        assert decision.outcome is Outcome.FALLEN
        assert dict(decision.votes[1].tally.votes) == {OURS: 17, RECOMMENDED: 18}


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ({"Ap": {"for": 15}, "Sp": {"against": 9}}, Code.VOTES_ABOVE_SEATS),
        ({"V": {"for": 1}, "Ap": {"for": 14}, "Sp": {"against": 9}}, Code.PARTY_WITHOUT_SEATS),
        ({"Ap": {"for": 14}}, Code.TOO_FEW_VOTED),
    ],
)
def test_numbers_that_cannot_be_right_are_refused_and_nothing_is_written(party, lying, first, code):
    with one_transaction(), pytest.raises(RuleBroken) as refused:
        record(party, lying, RecordGiven(DAY, ours="for", first=first, text="x"))
    assert codes(refused) == [code]
    with one_transaction():
        assert the(lying).decisions == []


def test_a_tie_needs_the_chairs_vote(party, lying):
    tie = {"Ap": {"for": 14}, "Sp": {"against": 9}, "FrP": {"against": 4}, "SV": {"against": 1}}
    given = RecordGiven(DAY, Outcome.FALLEN, ours="for", first=tie, text="x")
    with one_transaction(), pytest.raises(RuleBroken) as refused:
        record(party, lying, given)
    assert Code.TIE_UNDECIDED in codes(refused)
    with one_transaction():
        decided = RecordGiven(DAY, ours="for", first=tie, tie="for", text="x")
        assert record(party, lying, decided).decision.outcome is Outcome.ADOPTED


def test_the_same_recorded_twice_is_known_and_something_else_is_kept_beside_it(party, lying):
    with one_transaction():
        first = record(party, lying, POINT).decision.id
        known = record(party, lying, POINT, by=party.group_secretary)
        assert (known.is_known, known.other) == (True, None)
        wrong = RecordGiven(DAY, Outcome.FALLEN, text="Falt.")
        kept = record(party, lying, wrong, by=party.group_secretary)
        assert (kept.decision.id, kept.other.holds) == (first, None)
    with one_transaction():
        [other] = records.list_differences(the(lying))
        assert records.given_of(other) == wrong
        case = get_case_for(party.councillor, the(lying).motion_id)
        assert case.steps[-1].differences == (other.id,)
        records.settle(party.councillor, other.id, holds=True, at=AT)
        step = the(lying)
        assert [each.outcome for each in step.decisions] == [Outcome.ADOPTED, Outcome.FALLEN]
        assert list(records.corrections_of(step)) == [first]
        with pytest.raises(RuleBroken):
            records.settle(party.councillor, other.id, holds=False, at=AT)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (RecordGiven(DAY), Code.CHOICE_INVALID),
        (RecordGiven(DAY, Outcome.SENT_BACK), Code.REASON_MISSING),
        (RecordGiven(DAY - timedelta(days=999), Outcome.FALLEN), Code.DATE_BEFORE_RECEIVED),
        (replace(POINT, outcome=Outcome.FALLEN), Code.OUTCOME_AGAINST_VOTES),
    ],
)
def test_what_could_not_hold_is_not_kept_beside_a_record(party, lying, wrong, code):
    with one_transaction():
        record(party, lying, POINT)
        with pytest.raises(RuleBroken) as refused:
            record(party, lying, wrong, by=party.group_secretary)
        assert code in codes(refused)
        assert records.list_differences(the(lying)) == []


def test_a_correction_adds_and_needs_a_reason(party, lying):
    with one_transaction():
        record(party, lying, POINT)
        step = the(lying)
        with pytest.raises(RuleBroken) as refused:
            records.correct(party.councillor, lying, given=FIGURES, why=" ", seen=step.version, at=AT)
        assert codes(refused) == [Code.CORRECTION_REASON_MISSING]
        records.correct(
            party.councillor, lying, given=FIGURES, why="Møteboka sier noe annet.", seen=step.version, at=AT
        )
        step = the(lying)
        assert [each.outcome for each in step.decisions] == [Outcome.ADOPTED, Outcome.FALLEN]
        case = get_case_for(party.councillor, step.motion_id)
        assert list(case.steps[-1].corrections.values()) == ["Møteboka sier noe annet."]


def test_a_record_without_a_source_can_get_the_minute_book_as_a_file(party, lying):
    with one_transaction():
        decision = record(party, lying, POINT).decision
        assert not records.has_source(decision)
        with pytest.raises(RuleBroken):
            records.add_source(party.councillor, decision.id, title="Møtebok", link="", file=None, at=AT)
        file = FileGiven("motebok.txt", b"Sak 47/19")
        row = records.add_source(party.councillor, decision.id, title="Møtebok", link="", file=file, at=AT)
        assert records.has_source(decision)
        assert motions.get_upload_for(party.councillor, row.upload_id).content == b"Sak 47/19"
        with_macros = FileGiven("motebok.docm", b"PK")
        with pytest.raises(RuleBroken):
            records.add_source(party.councillor, decision.id, title="x", link="", file=with_macros, at=AT)
        with pytest.raises(NotFound):
            motions.get_upload_for(party.stranger, row.upload_id)
        with pytest.raises((NotFound, NotAllowed)):
            records.add_source(party.member, decision.id, title="x", link="", file=file, at=AT)


def ask_and_open(party, step_id):
    answers.ask(party.group_secretary, step_id, person_id=party.councillor.id, at=AT)
    token = answers.make_link(party.councillor.id, step_id, at=AT)
    return token, answers.asked_by(token, at=AT, viewer=nobody())


def answer(asked, kind, *, given=POINT, moved_to=None):
    step = asked.step
    return answers.answer(asked, kind=kind, given=given, moved_to=moved_to, note="", seen=step.version, at=AT)


def test_a_link_answers_for_one_person_and_one_case_until_it_is_treated(party, lying):
    with one_transaction():
        token, asked = ask_and_open(party, lying)
        assert (asked.person.id, asked.step.id) == (party.councillor.id, lying)
        answer(asked, AnswerKind.NOT_YET)
        answer(asked, AnswerKind.MOVED, moved_to=date(2020, 2, 3))
        done = answer(asked, AnswerKind.TREATED)
        assert done.decision_id == the(lying).decision.id
        assert the(lying).decision.recorded_by_id == party.councillor.id
        assert [each.kind for each in answers.list_answers(the(lying))].count(AnswerKind.TREATED) == 1
        with pytest.raises(RuleBroken) as refused:
            answers.asked_by(token, at=AT, viewer=nobody())
        assert codes(refused) == [Code.LINK_USED_OR_OLD]


def test_a_link_ends_after_fourteen_days_and_is_nobody_elses(party, lying):
    with one_transaction():
        token, _ = ask_and_open(party, lying)
        assert answers.asked_by(token, at=AT + timedelta(days=13), viewer=party.councillor)
        for at, viewer, code in (
            (AT + timedelta(days=14), nobody(), Code.LINK_USED_OR_OLD),
            (AT, party.group_secretary, Code.LINK_OF_ANOTHER),
        ):
            with pytest.raises(RuleBroken) as refused:
                answers.asked_by(token, at=at, viewer=viewer)
            assert codes(refused) == [code]


@pytest.mark.parametrize(
    ("kind", "moved_to", "code"),
    [
        (None, None, Code.CHOICE_INVALID),
        (AnswerKind.MOVED, None, Code.DATE_MISSING),
        (AnswerKind.MOVED, date(2019, 12, 1), Code.DATE_PASSED),
    ],
)
def test_an_answer_says_what_it_lacks(party, lying, kind, moved_to, code):
    with one_transaction():
        _, asked = ask_and_open(party, lying)
        with pytest.raises(RuleBroken) as refused:
            answer(asked, kind, moved_to=moved_to)
        assert codes(refused) == [code]


def test_only_a_councillor_who_records_there_is_asked(party, lying):
    with one_transaction():
        with pytest.raises(RuleBroken):
            answers.ask(party.group_secretary, lying, person_id=party.member.id, at=AT)
        with pytest.raises(NotAllowed):
            answers.ask(party.member, lying, person_id=party.councillor.id, at=AT)
