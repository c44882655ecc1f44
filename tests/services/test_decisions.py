"""Recording decisions: what is kept, and the sentence-giving refusals of issue and law."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from motionflow.db import db
from motionflow.domain.errors import Code, RuleBroken
from motionflow.domain.flow import FollowUpStatus, Outcome, Route, StepState
from motionflow.domain.voting import RuleName, Verdict
from motionflow.models import Decision, Mail, Motion, Step
from motionflow.models.outbox import MailKind
from motionflow.services import cases, decisions
from motionflow.services.decisions import DecisionGiven, VotesGiven
from tests.services import builders
from tests.services.builders import (
    BRANCH_MEETING,
    COUNCIL_DAY,
    LONG_AFTER,
    START,
    Party,
    Way,
    one_transaction,
)

AFTER = BRANCH_MEETING + timedelta(hours=2)


def listed_step(party: Party) -> tuple[Step, DecisionGiven]:
    """Return a step on the branch meeting's list, and a decision that nothing is wrong with."""
    step = builders.hand_in(party).steps[0]
    meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
    builders.put_on_list(party.branch_secretary, step, meeting, at=START)
    given = DecisionGiven(
        Outcome.ADOPTED, date(2019, 1, 16), operative_text="Saken oversendes.", meeting_id=meeting.id
    )
    return step, given


def record(party: Party, step: Step, given: DecisionGiven) -> Decision:
    return decisions.record_decision(
        party.branch_secretary, step.id, given=given, seen=step.version, at=AFTER
    )


FOR_AND_AGAINST = VotesGiven((("for", 17), ("against", 0)), blanks=1, entitled=18, present=18)


def test_a_decision_keeps_rule_numbers_and_result_together(party):
    with one_transaction():
        step, given = listed_step(party)
        decision = record(party, step, replace(given, votes=FOR_AND_AGAINST))
        event = decision.votes[0]
        assert (event.verdict, event.result_votes, event.result_base) == (Verdict.CARRIED, 17, 17)
        assert event.rule.name is RuleName.ORDINARY
        assert (event.tally.votes, event.tally.blanks) == ({"for": 17, "against": 0}, 1)
        assert (step.state, decision.agenda_number) == (StepState.DECIDED, "6.1")


def test_a_count_that_was_not_recorded_is_allowed_and_stays_so(party):
    with one_transaction():
        step, given = listed_step(party)
        assert record(party, step, given).votes == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"operative_text": " "}, Code.TEXT_MISSING),
        ({"meeting_id": None}, Code.MEETING_MISSING),
        ({"outcome": None}, Code.CHOICE_INVALID),
        ({"outcome": Outcome.SENT_ON}, Code.NEXT_BODY_MISSING),
        ({"outcome": Outcome.DISMISSED}, Code.REASON_MISSING),
        ({"outcome": Outcome.COVERED, "reason": "Vedtatt før."}, Code.COVERING_LINK_MISSING),
        ({"outcome": Outcome.RECOMMENDED}, Code.OUTCOME_NOT_FOR_THIS_BODY),
        ({"outcome": Outcome.ANSWERED}, Code.OUTCOME_NOT_ON_THIS_ROUTE),
        ({"decided_on": None}, Code.DATE_MISSING),
        ({"decided_on": date(2019, 1, 18)}, Code.DATE_IN_FUTURE),
        ({"decided_on": date(2018, 12, 1)}, Code.DATE_BEFORE_RECEIVED),
        ({"source_link": "javascript:alert(1)"}, Code.LINK_INVALID),
        ({"votes": replace(FOR_AND_AGAINST, entitled=17)}, Code.VOTES_ABOVE_ENTITLED),
        ({"votes": replace(FOR_AND_AGAINST, present=17)}, Code.VOTES_ABOVE_PRESENT),
        ({"votes": replace(FOR_AND_AGAINST, deciding_option="against")}, Code.OUTCOME_AGAINST_VOTES),
        ({"votes": VotesGiven((("for", 4), ("against", 4)))}, Code.OUTCOME_AGAINST_VOTES),
        ({"votes": VotesGiven((("A", 4), ("A", 3)), "A")}, Code.OPTION_TWICE),
        ({"votes": VotesGiven((("A", 4), ("B", 3)), "C")}, Code.OPTION_UNKNOWN),
        ({"votes": replace(FOR_AND_AGAINST, per_party={"Ap": {"for": 3}})}, Code.PARTY_SPLIT_DIFFERS),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_decision_that_lacks_something_is_refused_and_writes_nothing(party, change, code):
    with one_transaction():
        step, given = listed_step(party)
        step_id, seen = step.id, step.version
    with pytest.raises(RuleBroken) as refused, one_transaction():
        decisions.record_decision(
            party.branch_secretary, step_id, given=replace(given, **change), seen=seen, at=AFTER
        )
    assert code in [each.code for each in refused.value.obstacles]
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 0
    assert db.session.get_one(Step, step_id).state is StepState.LISTED


def test_sending_on_without_words_for_the_next_body_is_refused(party):
    with one_transaction():
        step, given = listed_step(party)
        with pytest.raises(RuleBroken) as refused:
            record(party, step, replace(given, next_body_id=party.party_id))
    assert [each.code for each in refused.value.obstacles] == [Code.NEXT_TEXT_MISSING]


def test_a_postponed_case_waits_for_a_later_meeting_and_can_be_decided_there(party):
    with one_transaction():
        step, given = listed_step(party)
        record(party, step, replace(given, outcome=Outcome.POSTPONED, operative_text=""))
        assert (step.state, step.ended_at) == (StepState.POSTPONED, None)
        later = builders.call(
            party.branch_secretary, party.branch, starts_at=AFTER + timedelta(days=30), called_at=AFTER
        )
        # What was postponed comes onto the next meeting's list by itself.
        assert [item.step_id for item in later.agenda if item.step_id] == [step.id]
        assert step.state is StepState.LISTED
        given = replace(given, meeting_id=later.id, decided_on=date(2019, 2, 15))
        decisions.record_decision(
            party.branch_secretary, step.id, given=given, seen=step.version, at=AFTER + timedelta(days=30)
        )
        assert [each.outcome for each in step.decisions] == [Outcome.POSTPONED, Outcome.ADOPTED]


def test_what_is_sent_back_comes_to_its_sender_as_a_new_step(party, way):
    with one_transaction():
        motion = way.motion
        council = motion.steps[-1]
        new = builders.send_on(
            party.group_secretary,
            motion.steps[2],
            party.council,
            text="Nok en gang.",
            at=LONG_AFTER,
            route=Route.LISTED_CASE,
        )
        decisions.record_decision(
            party.councillor,
            new.id,
            given=DecisionGiven(Outcome.SENT_BACK, date(2019, 7, 1), reason="Mangler tall."),
            seen=new.version,
            at=LONG_AFTER,
        )
        assert (motion.steps[-1].body_id, motion.steps[-1].from_step_id) == (party.group_id, new.id)
        assert council.state is StepState.DECIDED


def test_the_council_takes_no_blanks_outside_elections(party, way):
    """Kommuneloven § 8-1."""
    with one_transaction():
        step = builders.send_on(
            party.group_secretary, way.motion.steps[2], party.council, text="Igjen.", at=LONG_AFTER
        )
        votes = VotesGiven((("for", 19), ("against", 15)), blanks=1, entitled=35)
        given = DecisionGiven(Outcome.ADOPTED, date(2019, 7, 1), operative_text="Vedtatt.", votes=votes)
        with pytest.raises(RuleBroken) as refused:
            decisions.record_decision(
                party.councillor, step.id, given=given, seen=step.version, at=LONG_AFTER
            )
        assert [each.code for each in refused.value.obstacles] == [Code.BLANKS_NOT_ALLOWED]
        election = replace(given, votes=replace(votes, rule=RuleName.COUNCIL_ELECTION))
        decisions.record_decision(party.councillor, step.id, given=election, seen=step.version, at=LONG_AFTER)


def test_in_one_council_meeting_the_figures_fall_and_the_text_point_carries(party, way):
    with one_transaction():
        group = way.motion.steps[2]
        figures, words = (
            builders.send_on(
                party.group_secretary, group, party.council, text=each, at=LONG_AFTER, route=route
            )
            for each, route in (("Tall.", Route.BUDGET_FIGURES), ("Tekst.", Route.BUDGET_TEXT))
        )
        budget = VotesGiven((("Innstillingen", 18), ("Ap+SV", 15), ("MDG+R", 2)), "Ap+SV", entitled=35)
        day = date(2019, 7, 1)
        decisions.record_decision(
            party.councillor,
            figures.id,
            given=DecisionGiven(Outcome.FALLEN, day, votes=budget),
            seen=figures.version,
            at=LONG_AFTER,
        )
        split = {"Ap": {"for": 14}, "KrF": {"for": 5}, "Sp": {"against": 16}}
        carried = VotesGiven((("for", 19), ("against", 16)), entitled=35, per_party=split)
        decisions.record_decision(
            party.councillor,
            words.id,
            given=DecisionGiven(Outcome.ADOPTED, day, operative_text="T3.", votes=carried),
            seen=words.version,
            at=LONG_AFTER,
        )
        assert [figures.decision.outcome, words.decision.outcome] == [Outcome.FALLEN, Outcome.ADOPTED]


def test_a_tie_in_the_council_needs_the_chairs_vote(party, way):
    with one_transaction():
        step = builders.send_on(
            party.group_secretary, way.motion.steps[2], party.council, text="Igjen.", at=LONG_AFTER
        )
        votes = VotesGiven((("for", 17), ("against", 17)), entitled=35)
        given = DecisionGiven(Outcome.FALLEN, date(2019, 7, 1), votes=votes)
        with pytest.raises(RuleBroken) as refused:
            decisions.record_decision(
                party.councillor, step.id, given=given, seen=step.version, at=LONG_AFTER
            )
        assert [each.code for each in refused.value.obstacles] == [Code.TIE_UNDECIDED]
        told = replace(given, votes=replace(votes, tie_option="against"))
        decisions.record_decision(party.councillor, step.id, given=told, seen=step.version, at=LONG_AFTER)


def test_an_outcome_shows_at_once_on_the_whole_way_and_is_mailed_to_those_who_follow(party, way):
    with one_transaction():
        case = cases.get_case_for(party.member, way.motion_id)
        assert [view.step.decision.outcome for view in case.steps][-1] is Outcome.ADOPTED_WITH_CHANGES
        assert case.status.latest.decided_on == COUNCIL_DAY
        told = db.session.scalars(
            select(Mail).where(Mail.person_id == party.member.person_id, Mail.kind == MailKind.CASE_DECIDED)
        ).all()
        assert len(told) == len(way.step_ids)


def test_what_became_of_a_case_has_a_day_and_a_source(party, way):
    given = {"note": "", "source_link": "", "at": LONG_AFTER}
    with one_transaction():
        for wrong, code in (
            ({"status": None, "on": date(2019, 7, 1), "source_title": "Brev"}, Code.CHOICE_INVALID),
            ({"status": FollowUpStatus.DONE, "on": None, "source_title": "Brev"}, Code.DATE_MISSING),
            (
                {"status": FollowUpStatus.DONE, "on": date(2019, 7, 1), "source_title": ""},
                Code.SOURCE_MISSING,
            ),
            (
                {"status": FollowUpStatus.DONE, "on": date(2020, 1, 1), "source_title": "x"},
                Code.DATE_IN_FUTURE,
            ),
        ):
            with pytest.raises(RuleBroken) as refused:
                decisions.set_follow_up(party.councillor, way.motion_id, **wrong, **given)
            assert [each.code for each in refused.value.obstacles] == [code]
        decisions.set_follow_up(
            party.councillor,
            way.motion_id,
            status=FollowUpStatus.DELAYED,
            on=date(2019, 7, 1),
            source_title="Brev fra kommunen",
            **given,
        )
        case = cases.get_case_for(party.member, way.motion_id)
        assert case.status.follow_up is FollowUpStatus.DELAYED


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET operative_text = '' WHERE outcome = 'adopted'",
        "UPDATE decisions SET outcome = 'dismissed', reason = ''",
        "UPDATE decisions SET outcome = 'covered', reason = 'x'",
        "UPDATE decisions SET outcome = 'sent_on', next_body_id = NULL",
        "UPDATE decisions SET outcome = 'perhaps'",
        "UPDATE steps SET ended_at = NULL WHERE state = 'decided'",
        "UPDATE steps SET ended_by_id = NULL WHERE state = 'decided'",
        "UPDATE steps SET state = 'declined'",
        "UPDATE steps SET number = 1",
        "UPDATE motion_texts SET title = ''",
        "UPDATE vote_events SET blanks = 1 WHERE rule_name = 'council'",
        "UPDATE vote_events SET result_votes = result_base + 1",
        "UPDATE vote_counts SET votes = -1",
        "UPDATE papers SET content = NULL",
        "UPDATE people SET name = NULL",
        "UPDATE memberships SET until_on = '2000-01-01'",
        "UPDATE memberships SET party = NULL WHERE role = 'councillor'",
        "UPDATE meetings SET called_at = NULL",
        "UPDATE meetings SET present = 5, entitled = 4",
        "UPDATE movers SET body_id = (SELECT id FROM bodies LIMIT 1)",
        "INSERT INTO steps (id) VALUES ('x')",
        "DELETE FROM people",
    ],
)
def test_the_database_makes_the_same_promise(way: Way, statement: str):
    """Each tries to write what the rules refuse, past the services."""
    with pytest.raises(IntegrityError):
        db.session.execute(text(statement))
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Motion)) == 1
