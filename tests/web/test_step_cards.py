"""A kept card is always the card that would be drawn now, for whoever looks."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask, g
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.errors import NotFound
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.domain.roles import Role
from motionflow.i18n import words
from motionflow.models import Meeting, Motion, Step
from motionflow.services import cases, papers, recommendations, steps
from motionflow.services.access import Viewer
from motionflow.services.recommendations import Advice
from motionflow.web import step_cards
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, START, TO_PARTY, Party, one_transaction

AFTER = BRANCH_MEETING + timedelta(hours=2)


def cards(app: Flask, viewer: Viewer, motion_id: str, language: str) -> list[tuple[str, str]]:
    """Return each visible step's kept card and the one drawn now."""
    with app.test_request_context():
        g.words = words(language)
        try:
            case = cases.get_case_for(viewer, motion_id)
        except NotFound:
            return []
        found = [(step_cards.card_of(view), step_cards.draw_card(view)) for view in case.steps]
        db.session.remove()
    return found


def test_a_kept_card_is_the_one_that_would_be_drawn_after_every_move(app):
    with app.app_context():
        with one_transaction():
            party = builders.make_party()
            motion = builders.hand_in(party)
            motion_id, step_id = motion.id, motion.steps[0].id
        db.session.remove()
    looked = 0
    for move in moves(party, step_id):
        with app.app_context():
            with one_transaction():
                move()
            db.session.remove()
        for viewer in (party.member, party.branch_secretary, party.party_secretary, party.stranger):
            for language in ("nb", "nn", "en"):
                for kept, drawn in cards(app, viewer, motion_id, language):
                    assert kept == drawn
                    looked += 1
    assert looked > 60


def test_a_card_that_was_drawn_for_the_secretary_is_not_shown_to_a_member(app):
    with app.app_context():
        with one_transaction():
            party = builders.make_party()
            motion_id = builders.hand_in(party).id
            reader = builders.make_viewer("Tor Leser", (party.branch, Role.MEMBER), at=START)
        db.session.remove()
    secretary, member = (
        cards(app, viewer, motion_id, "nb")[0][0] for viewer in (party.branch_secretary, reader)
    )
    assert secretary != member


def moves(party: Party, step_id: str) -> list[Callable[[], object]]:
    """Return the moves of a case through the branch and on to the party, one after the other."""
    secretary = party.branch_secretary

    def step() -> Step:
        return db.session.get_one(Step, step_id)

    def accept() -> None:
        steps.accept_step(secretary, step_id, seen=step().version, at=START)

    def put_on_list() -> None:
        from motionflow.services import meetings

        meeting = builders.call(secretary, party.branch, starts_at=BRANCH_MEETING)
        meetings.put_on_list(
            secretary, step_id, meeting_id=meeting.id, number="6.1", seen=step().version, at=START
        )

    def recommend() -> None:
        advice = Advice(RecommendationBy.BOARD, Verb.ADOPT, grounds="God idé.")
        recommendations.recommend(secretary, step_id, advice=advice, at=START)

    def decide() -> None:
        meeting = db.session.scalars(select(Meeting)).one()
        builders.decide(secretary, step(), meeting=meeting, at=AFTER)

    def make_paper_anew() -> None:
        papers.make_motion_paper(db.session.get_one(Motion, step().motion_id), by=secretary.id, at=AFTER)

    def open_it() -> None:
        steps.open_to_public(secretary, step_id, is_open=True, at=AFTER)

    def send_on() -> None:
        builders.send_on(secretary, step(), party.party, text=TO_PARTY, at=AFTER)

    return [accept, put_on_list, recommend, decide, make_paper_anew, open_it, send_on]
