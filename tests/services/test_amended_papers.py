"""What papers tell of amendments and recommendations: everything inside the body, no person outside it."""

import pytest
from sqlalchemy import select

from motionflow.db import db
from motionflow.documents.facts import BookletPaper, ExtractPaper, MinutesPaper
from motionflow.documents.redline import Kind, read_changes
from motionflow.domain.amendments import Scope
from motionflow.domain.errors import NotFound
from motionflow.domain.papers import PaperKind
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.models import Meeting
from motionflow.services import (
    amendment_votes,
    amendments,
    meetings,
    papers,
    recommendations,
    tracked_booklets,
)
from motionflow.services.recommendations import Advice
from motionflow.services.votes import VotesGiven
from tests.services import amending, builders
from tests.services.builders import BRANCH_MEETING, START, TO_PARTY, Party, one_transaction
from tests.services.stored_papers import facts_of, only, text_of

LEASED = TO_PARTY.replace("kjøpe", "leie")
IN_2020 = TO_PARTY.replace("bokbuss.", "bokbuss i 2020.")
NAMES = ("Lise Medlem", "Kari Eksempel", "Nils Utvalgt", "Gro Gjest")


@pytest.fixture
def treated(party: Party) -> Party:
    """A party whose branch has voted on three amendments, and ended its meeting."""
    with one_transaction():
        motion = builders.hand_in(party)
        step = motion.steps[0]
        meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
        builders.put_on_list(party.branch_secretary, step, meeting, at=START)
        leased = amending.amend(party.member, step.id, LEASED, at=START, grounds="Det er billigere.")
        guests = amending.amend(
            party.branch_secretary, step.id, "En båt.", at=START, scope=Scope.ALTERNATIVE, mover="Gro Gjest"
        )
        late = amending.amend(party.branch_chair, step.id, IN_2020, at=START)
        for by, verb, name in (
            (RecommendationBy.DRAFTING_MINORITY, Verb.REJECT, "Nils Utvalgt"),
            (RecommendationBy.BOARD, Verb.ADOPT, "Elvebygda kommuneparti"),
            (RecommendationBy.DRAFTING_MAJORITY, Verb.ADOPT, "Lise Medlem"),
        ):
            for about in (None, leased.id):
                advice = Advice(by, verb, names=(name,))
                recommendations.recommend(
                    party.branch_secretary, step.id, advice=advice, at=START, amendment_id=about
                )
        papers.make_booklet(meeting, by=None, at=START)
        vote(party, guests.id, 3, 14)
        vote(party, leased.id, 15, 2)
        vote(party, late.id, 8, 9)
        meetings.open_meeting(party.branch_secretary, meeting.id, seen=meeting.version, at=BRANCH_MEETING)
        text = step.amending.text
        builders.decide(party.branch_secretary, step, meeting=meeting, at=BRANCH_MEETING, text=text)
        end(party, meeting)
    return party


def vote(party: Party, amendment_id: str, votes_for: int, votes_against: int) -> None:
    row = amendments.get_amendment_for(party.branch_chair, amendment_id)
    amendment_votes.record_vote(
        party.branch_chair,
        row.id,
        seen=row.version,
        at=BRANCH_MEETING,
        votes=VotesGiven((("for", votes_for), ("against", votes_against)), entitled=20),
    )


def end(party: Party, meeting: Meeting) -> None:
    meetings.end_meeting(party.branch_secretary, meeting.id, seen=meeting.version, at=BRANCH_MEETING)


def test_the_booklet_shows_advice_in_the_guides_order_and_each_amendment_with_its_own(treated: Party) -> None:
    facts = facts_of(only(PaperKind.BOOKLET))
    assert isinstance(facts, BookletPaper)
    (motion,) = facts.motions
    assert [(one.by.value, one.side.value) for one in motion.recommendations] == [
        ("board", "all"),
        ("drafting_committee", "majority"),
        ("drafting_committee", "minority"),
    ]
    assert [one.number for one in motion.amendments] == ["A1", "A2", "A3"]
    assert [len(one.recommendations) for one in motion.amendments] == [3, 0, 0]
    text = text_of(only(PaperKind.BOOKLET))
    assert "Endringsforslag A1 fra Lise Medlem" in text
    assert "Alternativt forslag A2 fra Gro Gjest" in text
    assert "«kjøpe» endres til «leie»." in text
    assert "Mindretallets innstilling (Nils Utvalgt)" in text


def test_the_minutes_tell_how_each_ended(treated: Party) -> None:
    facts = facts_of(only(PaperKind.MINUTES))
    assert isinstance(facts, MinutesPaper)
    text = text_of(only(PaperKind.MINUTES))
    assert "Vedtatt med 15 mot 2 stemmer" in text
    assert "Falt med 8 mot 9 stemmer" in text
    assert "Avsnitt 1 er endret etter A1." in text


def test_the_extract_for_other_bodies_tells_the_votes_and_names_no_person(treated: Party) -> None:
    paper = only(PaperKind.EXTRACT)
    facts = facts_of(paper)
    assert isinstance(facts, ExtractPaper)
    assert [one.number for one in facts.treatment.amendments] == ["A1", "A2", "A3"]
    assert {one.person for one in facts.treatment.amendments} == {None}
    text = text_of(paper)
    told = text.partition("Rett utskrift")[0]
    assert "Vedtatt med 15 mot 2 stemmer" in told
    assert [name for name in NAMES if name in told] == []
    assert "Elvebygda kommuneparti" in told


def test_the_booklet_comes_with_the_amendments_in_its_texts_as_tracked_changes(treated: Party) -> None:
    meeting = db.session.scalars(select(Meeting)).one()
    content, name = tracked_booklets.tracked_booklet(treated.member, meeting.id, at=BRANCH_MEETING)
    again, _ = tracked_booklets.tracked_booklet(treated.member, meeting.id, at=BRANCH_MEETING)
    found = read_changes(content, name=name)
    changes = [each for each in found.revisions if each.kind is not Kind.COMMENT]
    comments = [each for each in found.revisions if each.kind is Kind.COMMENT]

    assert content == again
    assert [(each.author.partition(" fra ")[0], each.old.strip(), each.new.strip()) for each in changes][
        :2
    ] == [("Endringsforslag A1", "kjøpe", "leie"), ("Endringsforslag A3", "", "i 2020")]
    assert {each.author for each in changes[2:]} == {"Alternativt forslag A2 fra Gro Gjest"}
    assert [each.new for each in comments] == ["Det er billigere."]
    assert LEASED.replace("bokbuss.", "bokbuss i 2020.") in found.accepted
    assert "En båt." in found.accepted.partition("Begrunnelse")[0]
    assert found.rejected.count(TO_PARTY) == 2  # the text itself, and under the alternative to it
    assert "Sakshefte til" in found.accepted
    assert "Votering og vedtak" in found.rejected


def test_a_meeting_that_one_does_not_see_gives_no_amendments_away(treated: Party) -> None:
    meeting = db.session.scalars(select(Meeting)).one()

    with pytest.raises(NotFound):
        tracked_booklets.tracked_booklet(treated.party_member, meeting.id, at=BRANCH_MEETING)
