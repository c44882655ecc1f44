"""The pages of a case's texts: versions with lines, what differs marked for eyes and ears, and lineage."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from motionflow.db import db
from motionflow.documents.reader import read_word, tidy_markdown
from motionflow.documents.word_model import everything, nothing
from motionflow.documents.word_views import seen_text
from motionflow.domain.differences import compare
from motionflow.models import Step
from motionflow.services import motions, papers, rooms
from motionflow.web.changes import shown_text, stretches_of
from tests.documents.test_lined import lines_of
from tests.kept import Kept
from tests.services import builders, halls
from tests.web.world import LAST_MONTH, NOW, World, world

OLD = """\
Vi vil ha lys ved **skolen** innen 2019.[^1]

## Penger

| År | Kroner |
|---|---|
| 2019 | 250 000 |

[^1]: Se regnskapet."""
NEW = """\
Vi vil ha lys ved **skolen** innen 2020.[^1]

### Penger

| År | Kroner |
|---|---|
| 2019 | 200 000 |
| 2020 | 50 000 |

- <script>alert(1)</script>

[^1]: Se budsjettet."""


@dataclass
class Place:
    """A world with a case that went all the way, and one that was corrected."""

    world: World
    way: builders.Way
    motion_id: str

    def page(self, path: str, role: str = "branch_secretary") -> str:
        answer = self.world.browser(role).get(f"/sak/{path}")
        assert answer.status_code == 200
        return answer.text

    def status(self, path: str, role: str) -> int:
        client = self.world.app.test_client() if role == "anonymous" else self.world.browser(role)
        return client.get(f"/sak/{path}").status_code


@pytest.fixture(scope="module")
def place(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with world(kept, tmp_path_factory.mktemp("world")) as made:
        with made.writing():
            way = builders.go_all_the_way(made.party)
            motion = builders.hand_in(made.party, at=LAST_MONTH)
            secretary = made.party.branch_secretary
            for number, text in enumerate((OLD, NEW), start=1):
                wording = motions.Wording(builders.TITLE, builders.GROUNDS, text)
                motions.edit_motion(secretary, motion, wording=wording, based_on=number, at=NOW)
            motion_id = motion.id
        yield Place(made, way, motion_id)


def words_of(page: str, tag: str) -> list[str]:
    """Return what stands in every element of a kind, without what is only read aloud."""
    heard = re.sub(r'<span class="ds-sr-only"[^>]*>.*?</span>', "", page)
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", heard, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", each).strip() for each in found]


def test_the_list_has_every_version_and_a_way_to_what_changed(place: Place) -> None:
    page = place.page(f"{place.motion_id}/tekster")

    assert page.count("/tekster/versjon-") == 3
    assert f"/sak/{place.motion_id}/sammenlign?fra=versjon-2&amp;til=versjon-3" in page


@pytest.mark.parametrize("view", ["", "&visning=side-om-side"])
def test_what_differs_is_marked_in_words_headings_and_rows(place: Place, view: str) -> None:
    page = place.page(f"{place.motion_id}/sammenlign?fra=versjon-2&til=versjon-3{view}")
    removed, added = words_of(page, "del"), words_of(page, "ins")

    assert {"2019", "Penger", "250 000", "regnskapet"} <= set(removed)
    assert {"2020", "Penger", "200 000", "50 000", "budsjettet"} <= set(added)
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_what_differs_is_read_aloud_too(place: Place) -> None:
    page = place.page(f"{place.motion_id}/sammenlign?fra=versjon-2&til=versjon-3")

    assert re.search(r"<del><span[^>]*> \(tatt ut: </span>2019<span[^>]*>\) </span></del>", page)
    assert re.search(r'<div class="mf-diffs" lang="nb">', page)


def test_a_comparison_comes_as_word_with_changes_that_can_be_taken_or_left(place: Place) -> None:
    path = f"/sak/{place.motion_id}/sammenlign"
    page = place.page(f"{place.motion_id}/sammenlign?fra=versjon-2&til=versjon-3")
    link = f"{path}-i-word?fra=versjon-2&til=versjon-3"
    made = place.world.browser("branch_secretary").get(link).data
    read = read_word(made, name="a.docx")
    old, new = (tidy_markdown(seen_text(read, which)) for which in (nothing, everything))

    assert link.replace("&", "&amp;") in page
    assert (old[:20], new[:20]) == (OLD[:20], NEW[:20])
    assert (new.count("[^1]: Se budsjettet."), old.count("[^1]: Se regnskapet.")) == (1, 1)
    assert "## Begrunnelse" in old
    assert place.status(f"{place.motion_id}/sammenlign-i-word", "anonymous") == 404


def test_texts_that_say_the_same_are_said_to(place: Place) -> None:
    page = place.page(f"{place.motion_id}/sammenlign?fra=versjon-2&til=versjon-2")

    assert "sier det samme" in page
    assert words_of(page, "del") == ["tatt ut"]  # in the legend only


def test_a_version_has_numbered_lines_that_can_be_pointed_to(place: Place) -> None:
    page = place.page(f"{place.way.motion_id}/tekster/versjon-1")

    assert re.findall(r'id="linje-(\d+)"', page) == ["1", "2", "3"]
    assert "Linje </span>2" in page


def test_the_lineage_tells_the_share_and_how_it_is_counted(place: Place) -> None:
    page = place.page(f"{place.way.motion_id}/ordene-vare")

    assert "2 av 6" in page
    assert re.search(r'<p class="mf-share__figure"><strong>33,3\s%</strong>', page)
    assert "Slik er det regnet" in page


@pytest.mark.parametrize("path", ["tekster/versjon-1", "sammenlign?fra=versjon-1&til=versjon-1"])
def test_a_version_that_one_may_not_see_is_not_found(place: Place, path: str) -> None:
    assert place.status(f"{place.way.motion_id}/{path}", "member") == 200
    assert place.status(f"{place.way.motion_id}/{path}", "stranger") == 404
    assert place.status(f"{place.way.motion_id}/{path}", "anonymous") == 404


@pytest.mark.parametrize("path", ["tekster", "sammenlign", "ordene-vare", "tekster/versjon-1"])
def test_others_cases_are_not_found(place: Place, path: str) -> None:
    assert place.status(f"{place.motion_id}/{path}", "stranger") == 404
    assert place.status(f"0000000000000000/{path}", "member") == 404


@pytest.mark.parametrize("query", ["fra=&til=", "fra=ukjent", "til=%00", "fra=versjon-1&til=versjon-99"])
def test_an_unknown_version_is_no_fault(place: Place, query: str) -> None:
    assert place.status(f"{place.motion_id}/sammenlign?{query}", "member") in (200, 400, 404)


def numbered_lines(page: str) -> list[tuple[int, str]]:
    """Return the numbered lines of a page: each number, and the words after it."""
    line = re.compile(r'<p class="mf-numbered__line" id="linje-(\d+)">(.*?)</p>', re.DOTALL)
    number = re.compile(r'<span class="mf-numbered__number">.*?\d+</span>', re.DOTALL)
    return [
        (int(each[1]), html.unescape(re.sub(r"<[^>]+>", "", number.sub("", each[2]))).strip())
        for each in line.finditer(page)
    ]


def test_page_screen_and_booklet_break_and_number_lines_alike(place: Place) -> None:
    party = place.world.party
    with place.world.writing():
        hall = halls.fill_hall(party, voters=1, at=NOW, starts_at=NOW - timedelta(hours=1))
        rooms.take_up_item(party.branch_chair, hall.meeting_id, item_id=hall.item_id, at=NOW)
        room = rooms.find_room(hall.meeting_id)
        assert room is not None
        key, motion_id = room.screen_key, db.session.get_one(Step, hall.step_id).motion_id
        booklet = papers.make_booklet(hall.meeting, by=None, at=NOW).content or b""
    screen = numbered_lines(place.world.app.test_client().get(f"/skjerm/{key}").text)
    page = numbered_lines(place.page(f"{motion_id}/tekster/versjon-1", "member"))

    assert [number for number, _ in page] == [1, 2, 3]
    assert page[0] == (1, builders.TO_PARTY)
    assert screen == page[: len(screen)] != []
    assert lines_of(booklet) == page


def test_long_stretches_without_changes_are_folded() -> None:
    same = [f"Avsnitt nummer {number} er likt." for number in range(9)]
    stretches = stretches_of(compare("\n\n".join(same), "\n\n".join([*same, "Nytt."])))

    assert [(each.is_folded, each.count) for each in stretches] == [
        (False, 1),
        (True, 7),
        (False, 1),
        (False, 1),
    ]


def test_side_by_side_what_went_stands_beside_what_came() -> None:
    stretches = stretches_of(compare("Gammelt og borte.", "Helt andre ord nå."))
    ((before, after),) = stretches[0].groups[0].pairs

    assert before is not None
    assert after is not None
    assert (before.kind, after.kind) == ("removed", "added")


def test_a_moved_paragraph_says_where_from_and_where_to() -> None:
    first, second = (
        "Kommunen søker om tilskudd i god tid.",
        "Partiet følger saken helt fram til den er avgjort.",
    )
    blocks = [
        block
        for stretch in stretches_of(compare(f"{first}\n\n{second}", f"{second}\n\n{first}"))
        for group in stretch.groups
        for block in group.blocks
    ]
    assert [(block.kind, block.old_number, block.new_number) for block in blocks] == [
        ("moved_away", 1, 2),
        ("same", 2, 1),
        ("moved_here", 1, 2),
    ]


def test_lines_are_shown_with_their_markup() -> None:
    (shown,) = shown_text("Vi vil ha **lys** ved skolen.")

    assert [(segment.text, segment.is_strong) for segment in shown.lines[0].cells[0]] == [
        ("Vi vil ha ", False),
        ("lys", True),
        (" ved skolen.", False),
    ]
