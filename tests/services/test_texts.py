"""The versions of a case's text, who sees which, and what became of the founding body's words."""

import pytest
from flask import Flask

from motionflow.db import db
from motionflow.domain.amendments import Scope
from motionflow.domain.errors import NotFound
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.domain.versions import VersionKind
from motionflow.models import Motion
from motionflow.services import amendments, lineage, motions, recommendations, texts
from motionflow.services.access import Viewer, nobody
from motionflow.services.amendments import AmendmentGiven
from motionflow.services.recommendations import Advice
from tests.kept import Kept
from tests.services import builders
from tests.services.builders import BRANCH_MEETING, START, Party, Way, one_transaction

LONGER = "Kommunepartiet ber kommunen kjøpe en bokbuss og ansette en bokbussjåfør."
OTHER = "Kommunepartiet ber kommunen leie en bokbuss."


def kinds(viewer: Viewer, motion_id: str) -> list[VersionKind]:
    return [version.kind for version in texts.list_versions(viewer, motion_id).listed]


def make_motion(party: Party) -> str:
    """Return a corrected motion in the branch, with what its board recommends and an amendment to it."""
    motion = builders.hand_in(party)
    wording = motions.Wording(builders.TITLE, builders.GROUNDS, builders.TO_PARTY + " Den må ha lift.")
    motions.edit_motion(party.branch_secretary, motion, wording=wording, based_on=1, at=START)
    step = motion.steps[0]
    meeting = builders.call(party.branch_secretary, party.branch, starts_at=BRANCH_MEETING)
    builders.put_on_list(party.branch_secretary, step, meeting, at=START)
    advice = Advice(RecommendationBy.BOARD, Verb.ADOPT_WITH_CHANGES, OTHER, "Det er billigere.")
    recommendations.recommend(party.branch_secretary, step.id, advice=advice, at=START)
    given = AmendmentGiven(Scope.DECISION, LONGER, grounds="Noen må kjøre den.")
    amendments.add_amendment(party.member, step.id, given=given, at=START)
    return motion.id


@pytest.fixture
def motion_id(open_app: Flask, party: Party, kept: Kept) -> str:
    """A corrected motion in the branch, with what its board recommends and an amendment to it."""
    made: str = kept.fill(open_app, builders.make_party, make_motion)
    return made


def test_every_version_is_listed_with_who_when_and_why(party: Party, motion_id: str) -> None:
    listed = texts.list_versions(party.branch_secretary, motion_id).listed

    assert [(each.kind, each.by, each.why) for each in listed] == [
        (VersionKind.HANDED_IN, "Lise Medlem", ""),
        (VersionKind.CORRECTED, "Kari Eksempel", ""),
        (VersionKind.RECOMMENDED, "", "Det er billigere."),
        (VersionKind.MOVED, "Lise Medlem", "Noen må kjøre den."),
    ]
    assert {each.at for each in listed} == {START}
    assert [each.before for each in listed] == [None, "versjon-1", "versjon-2", "versjon-2"]


def test_outside_the_body_nobody_sees_what_was_recommended_or_moved(party: Party, way: Way) -> None:
    inside, outside = party.branch_secretary, party.party_secretary

    assert kinds(inside, way.motion_id) == [
        VersionKind.HANDED_IN,
        *[VersionKind.ADOPTED, VersionKind.RECEIVED] * 3,
        VersionKind.ADOPTED,
    ]
    assert kinds(outside, way.motion_id) == kinds(inside, way.motion_id)
    assert all(version.by != "Lise Medlem" for version in texts.list_versions(outside, way.motion_id).listed)


def test_of_a_text_that_was_corrected_the_public_sees_no_earlier_version(
    party: Party, motion_id: str
) -> None:
    with pytest.raises(NotFound):
        texts.list_versions(nobody(), motion_id)
    with one_transaction():
        db.session.get_one(Motion, motion_id).steps[0].opened_at = START

    assert kinds(nobody(), motion_id) == [VersionKind.CORRECTED]
    with pytest.raises(NotFound):
        texts.compare_versions(nobody(), motion_id, old="versjon-1", new="versjon-2")


def test_the_public_sees_of_a_case_what_the_council_got_and_decided(way: Way) -> None:
    assert kinds(nobody(), way.motion_id) == [VersionKind.RECEIVED, VersionKind.ADOPTED]


def test_two_versions_are_compared_within_a_step_and_across_hops(party: Party, way: Way) -> None:
    received, decided = f"mottatt-{way.step_ids[3]}", f"vedtak-{way.decision_ids[3]}"
    within = texts.compare_versions(party.member, way.motion_id, old=received, new=decided)
    across = texts.compare_versions(party.member, way.motion_id, old="versjon-1", new=decided)

    assert [(piece.kind.value, piece.text) for piece in within.text[0].pieces if piece.kind != "same"] == [
        ("removed", "oktober"),
        ("added", "desember"),
    ]
    assert (across.old.text, across.new.text) == (builders.TO_PARTY, builders.ADOPTED)
    assert texts.compare_versions(party.member, way.motion_id, old=None, new=None).old.key == received


def test_an_unknown_version_is_not_found(party: Party, way: Way) -> None:
    with pytest.raises(NotFound):
        texts.compare_versions(party.member, way.motion_id, old="versjon-1", new="versjon-9")


def test_the_lineage_follows_the_proposed_decision_to_what_the_council_adopted(
    party: Party, way: Way
) -> None:
    found = lineage.get_lineage(party.member, way.motion_id)

    assert [hop.version.text for hop in found.hops] == [
        *(builders.TO_PARTY, builders.TO_PARTY, builders.TO_GROUP, builders.TO_COUNCIL, builders.ADOPTED)
    ]
    assert found.origin is not None
    assert found.origin.key == f"mottatt-{way.step_ids[1]}"
    assert [version.text for version in found.adopted] == [builders.ADOPTED]
    assert [hop.kept.words if hop.kept else None for hop in found.hops] == [None, None, 2, 2, 2]
    assert found.kept is not None
    assert (found.kept.words, found.kept.of) == (2, 6)


def test_who_does_not_see_the_origin_is_told_no_share(way: Way) -> None:
    found = lineage.get_lineage(nobody(), way.motion_id)

    assert (found.origin, found.kept) == (None, None)
    assert [hop.version.text for hop in found.hops] == [builders.TO_COUNCIL, builders.ADOPTED]


def test_a_text_that_never_came_to_the_council_has_no_share_yet(party: Party, motion_id: str) -> None:
    found = lineage.get_lineage(party.member, motion_id)

    assert found.kept is None
    assert found.origin is not None
    assert found.origin.key == "versjon-2"


def test_texts_of_others_cases_are_not_found(party: Party, motion_id: str) -> None:
    with pytest.raises(NotFound):
        texts.list_versions(party.stranger, motion_id)
    with pytest.raises(NotFound):
        lineage.get_lineage(party.stranger, motion_id)
