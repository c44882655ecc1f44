"""Recommendations: drafted, published to the body and the mover, and answered."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.amendments import AmendmentState, Scope
from motionflow.domain.errors import Code, NotAllowed, NotFound, RuleBroken
from motionflow.domain.flow import StepState
from motionflow.domain.recommendations import Answer, RecommendationBy, Verb
from motionflow.models import Mail, Step
from motionflow.models.outbox import MailKind
from motionflow.services import amendments, recommendations, recommended_texts
from motionflow.services.amendments import AmendmentGiven
from motionflow.services.recommendations import Advice
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, START, Party, one_transaction

CHANGED = Advice(
    RecommendationBy.DRAFTING_MINORITY,
    Verb.ADOPT_WITH_CHANGES,
    text="Kommunen leier en bokbuss.",
    grounds="Det er billigere.",
    names=("Lise Medlem", "Elvebygda kommuneparti", "Gro Gjest"),
)


@pytest.fixture
def party(listed: tuple[Party, str]) -> Party:
    return listed[0]


def told(kind: MailKind) -> list[str]:
    return list(db.session.scalars(select(Mail.person_id).where(Mail.kind == kind)))


def codes(refused: pytest.ExceptionInfo[RuleBroken]) -> list[Code]:
    return [obstacle.code for obstacle in refused.value.obstacles]


@pytest.mark.parametrize(
    ("advice", "code"),
    [
        (replace(CHANGED, text=" "), Code.RECOMMENDED_TEXT_MISSING),
        (replace(CHANGED, verb=Verb.SEND_ON), Code.RECOMMENDED_TARGET_MISSING),
        (replace(CHANGED, verb=Verb.COVERED), Code.RECOMMENDED_TARGET_MISSING),
        (replace(CHANGED, by=None), Code.CHOICE_INVALID),
        (replace(CHANGED, verb=None), Code.CHOICE_INVALID),
    ],
)
def test_what_is_lacking_is_said(party: Party, step_id: str, advice: Advice, code: Code) -> None:
    with one_transaction():
        with pytest.raises(RuleBroken) as refused:
            recommendations.recommend(party.branch_secretary, step_id, advice=advice, at=START)
        assert codes(refused) == [code]
        with pytest.raises(NotAllowed):
            recommendations.recommend(party.member, step_id, advice=CHANGED, at=START)


def test_a_draft_is_seen_by_those_who_recommend_until_it_is_published(party: Party, step_id: str) -> None:
    with one_transaction():
        step = db.session.get_one(Step, step_id)
        row = recommendations.recommend(
            party.branch_secretary, step_id, advice=CHANGED, at=START, is_draft=True
        )
        assert recommendations.list_for(party.branch_secretary, step) == [row]
        assert recommendations.list_for(party.member, step) == []
        with pytest.raises(NotFound):
            recommendations.get_for(party.member, row.id)
        assert (step.recommendations, told(MailKind.RECOMMENDED)) == ([], [])

        recommendations.publish(party.branch_secretary, row.id, seen=row.version, at=START)

        assert recommendations.list_for(party.member, step) == [row]
        assert step.recommendations == [row]
        assert told(MailKind.RECOMMENDED) == [party.member.person_id]
        with pytest.raises(RuleBroken) as refused:
            recommendations.publish(party.branch_secretary, row.id, seen=row.version, at=START)
        assert codes(refused) == [Code.RECOMMENDATION_PUBLISHED]


def test_a_draft_is_written_anew_or_thrown_away(party: Party, step_id: str) -> None:
    with one_transaction():
        row = recommendations.recommend(
            party.branch_secretary, step_id, advice=CHANGED, at=START, is_draft=True
        )
        seen = row.version
        other = replace(CHANGED, verb=Verb.REJECT, names=("Kari Eksempel",))
        recommendations.change_draft(party.branch_secretary, row.id, advice=other, seen=seen, at=START)
        assert [each.person_id for each in row.recommenders] == [party.branch_secretary.person_id]
        with pytest.raises(RuleBroken) as refused:
            recommendations.change_draft(party.branch_secretary, row.id, advice=CHANGED, seen=seen, at=START)
        assert codes(refused) == [Code.CHANGED_MEANWHILE]
        step = recommendations.drop_draft(party.branch_secretary, row.id, seen=row.version, at=START)
        assert recommendations.list_for(party.branch_secretary, step) == []


def test_those_behind_it_are_tied_to_persons_and_bodies(party: Party, step_id: str) -> None:
    with one_transaction():
        row = recommendations.recommend(party.branch_secretary, step_id, advice=CHANGED, at=START)
        assert [(each.person_id, each.body_id, each.name) for each in row.recommenders] == [
            (party.member.person_id, None, ""),
            (None, party.party_id, ""),
            (None, None, "Gro Gjest"),
        ]


def test_the_mover_answers_and_the_secretary_is_told(party: Party, step_id: str) -> None:
    with one_transaction():
        row = recommendations.recommend(party.branch_secretary, step_id, advice=CHANGED, at=START)
        with pytest.raises(NotFound):
            recommendations.answer(party.party_member, row.id, answer=Answer.ACCEPTS, comment="", at=START)
        recommendations.answer(
            party.member, row.id, answer=Answer.KEEPS, comment=" Vi vil eie den. ", at=START
        )
        assert (row.answer, row.answer_comment) == (Answer.KEEPS, "Vi vil eie den.")
        assert told(MailKind.RECOMMENDATION_ANSWERED) == [party.branch_secretary.person_id]
        with pytest.raises(RuleBroken):
            recommendations.answer(party.member, row.id, answer=None, comment="", at=START)


def test_a_mover_who_withdraws_in_the_answer_has_withdrawn(party: Party, step_id: str) -> None:
    with one_transaction():
        given = AmendmentGiven(Scope.DECISION, "Kommunepartiet ber kommunen leie en bokbuss.")
        amendment = amendments.add_amendment(party.branch_chair, step_id, given=given, at=START)
        on_it = recommendations.recommend(
            party.branch_secretary, step_id, advice=CHANGED, at=START, amendment_id=amendment.id
        )
        on_motion = recommendations.recommend(party.branch_secretary, step_id, advice=CHANGED, at=START)
        recommendations.answer(party.branch_chair, on_it.id, answer=Answer.WITHDRAWS, comment="", at=START)
        assert amendment.state is AmendmentState.WITHDRAWN
        recommendations.answer(party.member, on_motion.id, answer=Answer.WITHDRAWS, comment="", at=START)
        step = db.session.get_one(Step, step_id)
        assert step.state is StepState.DECIDED
        assert step.recommendations == [on_motion]


def test_the_sending_body_answers_for_what_it_sent_on(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party)
        first = motion.steps[0]
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        builders.put_on_list(party.branch_secretary, first, meeting, at=START)
        builders.decide(party.branch_secretary, first, meeting=meeting, at=BRANCH_MEETING)
        second = builders.send_on(
            party.branch_secretary, first, party.party, text=builders.TO_PARTY, at=BRANCH_MEETING
        )
        row = recommendations.recommend(party.party_secretary, second.id, advice=CHANGED, at=BRANCH_MEETING)
        assert told(MailKind.RECOMMENDED) == [party.branch_secretary.person_id]
        assert recommendations.get_for(party.branch_secretary, row.id) is row
        with pytest.raises(NotFound):
            recommendations.get_for(party.member, row.id)
        recommendations.answer(
            party.branch_secretary, row.id, answer=Answer.ACCEPTS, comment="", at=BRANCH_MEETING
        )
        assert row.answered_by_id == party.branch_secretary.person_id


def test_a_recommended_text_is_taken_up_as_an_amendment_that_its_committee_moves(
    party: Party, step_id: str
) -> None:
    with one_transaction():
        row = recommendations.recommend(party.branch_secretary, step_id, advice=CHANGED, at=START)
        with pytest.raises(NotAllowed):
            recommended_texts.take_up_text(party.member, row.id, at=START)

        made = recommended_texts.take_up_text(party.branch_secretary, row.id, at=START)

        step = db.session.get_one(Step, step_id)
        assert (made.shown_number, made.scope, made.text) == ("A1", Scope.DECISION, CHANGED.text)
        assert made.mover_name == "Redaksjonskomiteens mindretall"
        assert recommended_texts.taken_up_as(step, row) == made
        with pytest.raises(RuleBroken) as refused:
            recommended_texts.take_up_text(party.branch_secretary, row.id, at=START)
        assert codes(refused) == [Code.RECOMMENDED_TEXT_TAKEN_UP]
        on_it = recommendations.recommend(
            party.branch_secretary,
            *(step_id,),
            advice=replace(CHANGED, text=f"{CHANGED.text} Straks."),
            at=START,
            amendment_id=made.id,
        )
        child = recommended_texts.take_up_text(party.branch_secretary, on_it.id, at=START)
        assert (child.scope, child.parent_id) == (Scope.AMENDMENT, made.id)
        without = recommendations.recommend(
            party.branch_secretary, step_id, advice=replace(CHANGED, verb=Verb.REJECT, text=""), at=START
        )
        with pytest.raises(RuleBroken) as refused:
            recommended_texts.take_up_text(party.branch_secretary, without.id, at=START)
        assert codes(refused) == [Code.RECOMMENDED_TEXT_MISSING]
