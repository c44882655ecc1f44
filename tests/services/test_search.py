"""Found is what one may see, and nothing else, alike on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.flow import Outcome
from motionflow.domain.searching import EntryKind
from motionflow.domain.themes import Theme
from motionflow.models import SearchEntry
from motionflow.services import following, motions, search, search_index
from motionflow.services.access import Viewer, nobody
from motionflow.services.search import Filters, Found
from tests.services import builders
from tests.services.builders import LONG_AFTER, START, Party, Way, one_transaction


def titles(found: Found) -> list[str]:
    return [hit.row.motion.title for hit in found.hits]


def finds(viewer: Viewer, typed: str, **filters: object) -> list[str]:
    return titles(search.search(viewer, typed, filters=Filters(**filters)))  # type: ignore[arg-type]


def test_texts_decisions_and_papers_are_found_in_every_form(party: Party, way: Way) -> None:
    for typed in ("bokbuss", "bokbussen", "BIBLIOTEKET grendene", "desember", "2019/1", "kommunedirektøren"):
        assert finds(party.member, typed) == [builders.TITLE], typed
    assert finds(party.member, "flygefisk") == []
    found = search.search(party.branch_secretary, "desember")
    assert {find.kind for hit in found.hits for find in hit.finds} >= {EntryKind.DECISION}


def test_nobody_finds_what_she_may_not_see(party: Party, way: Way) -> None:
    with one_transaction():
        builders.hand_in(party, at=LONG_AFTER, title="Hemmelig gangvei")
    assert finds(party.member, "gangvei") == ["Hemmelig gangvei"]
    for viewer in (party.stranger, party.party_member, nobody()):
        assert finds(viewer, "gangvei") == []
    # The council's decision is public, but neither the branch's words nor the group's.
    assert finds(nobody(), "desember") == [builders.TITLE]
    assert finds(nobody(), "grendene") == []
    assert finds(nobody(), "oktober") == []


def test_filters_narrow_down_and_tell_nothing_of_what_is_hidden(party: Party, way: Way) -> None:
    with one_transaction():
        following.set_themes(party.branch_secretary, way.motion_id, themes=[Theme.CULTURE], at=LONG_AFTER)
        builders.hand_in(party, at=LONG_AFTER + timedelta(days=365), title="Bokbuss igjen")
    both = ["Bokbuss igjen", builders.TITLE]
    assert sorted(finds(party.member, "bokbuss")) == sorted(both)
    assert finds(party.member, "bokbuss", year=2020) == ["Bokbuss igjen"]
    assert finds(party.member, "", year=2020) == ["Bokbuss igjen"]
    assert finds(party.member, "bokbuss", theme=Theme.CULTURE) == [builders.TITLE]
    assert finds(party.member, "", theme=Theme.CULTURE) == [builders.TITLE]
    assert finds(party.member, "bokbuss", is_open=True) == ["Bokbuss igjen"]
    assert finds(party.member, "bokbuss", body_id=party.council_id) == [builders.TITLE]
    assert finds(party.member, "bokbuss", outcome=Outcome.FALLEN) == []
    assert finds(nobody(), "desember", outcome=Outcome.ADOPTED) == []
    assert finds(nobody(), "desember", outcome=Outcome.ADOPTED_WITH_CHANGES) == [builders.TITLE]


def test_a_corrected_text_is_found_by_its_new_words_only(party: Party) -> None:
    with one_transaction():
        motion = builders.hand_in(party, title="Gatelys")
        wording = motions.Wording("Lyktestolper", "Det er mørkt.", "Kommunen setter opp stolper.")
        motions.edit_motion(party.member, motion, wording=wording, based_on=1, at=LONG_AFTER)
    assert finds(party.member, "lyktestolpe") == ["Lyktestolper"]
    found = search.search(party.member, "gatelys")
    assert [hit for hit in found.hits if any(piece.is_hit for piece in hit.title)] == []


def test_an_index_built_anew_is_the_one_that_was_kept(party: Party, way: Way) -> None:
    def kept() -> list[tuple[object, ...]]:
        rows = db.session.scalars(select(SearchEntry)).all()
        return sorted((row.kind, row.subject_id, row.title, row.content, row.is_inside) for row in rows)

    before = kept()
    assert {row[0] for row in before} == {EntryKind.TEXT, EntryKind.DECISION, EntryKind.PAPER}
    with one_transaction():
        assert search_index.rebuild() == 1
    assert kept() == before
    assert finds(party.member, "bokbuss") == [builders.TITLE]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Bedre ledelse", "ledelse"),
        ("Bedre ledelse", "ledelsen"),
        ("Betre leiing", "ledelse"),
        ("Begrunnelsen mangler", "begrunnelse"),
        ("Utsettelse av skolen", "utsettelsen"),
        ("Varene er dyre", "vare"),
        ("Saken oversendes", "oversendes"),
    ],
)
def test_endings_are_no_matter_on_either_database(party: Party, written: str, typed: str) -> None:
    with one_transaction():
        builders.hand_in(party, title=written)
    assert finds(party.member, typed) == [written]


def test_words_that_a_motion_and_its_paper_share_are_shown_once(party: Party, way: Way) -> None:
    (hit,) = search.search(party.member, "bokbuss").hits
    assert EntryKind.TEXT in {find.kind for find in hit.finds}
    assert len({find.pieces for find in hit.finds}) == len(hit.finds)


@pytest.mark.parametrize("typed", ["'", '"', "\\", "a' & b", "(((", "*", "NEAR(", "bok:*", "æøå" * 60])
def test_signs_are_no_fault(party: Party, typed: str) -> None:
    assert finds(party.member, typed) == []


def test_earlier_motions_like_one_are_shown(party: Party, way: Way) -> None:
    with one_transaction():
        builders.hand_in(party, at=START + timedelta(days=9), title="Gatelys ved skolen")
    alike = search.find_alike(party.branch_secretary, "En bokbuss til alle bygdene", "")
    assert [row.motion.title for row in alike] == [builders.TITLE]
    assert search.find_alike(party.stranger, "En bokbuss til alle bygdene", "") == ()
    assert search.find_alike(party.member, builders.TITLE, "", but=way.motion_id) == ()
