"""What an amendment does to headings, bold words, links, tables and notes: nobody is shown the signs."""

import html
import io
import re
import zipfile
from datetime import timedelta

import pytest
from flask import Flask

from motionflow import clock
from motionflow.db import db
from motionflow.domain.amendments import AmendmentState
from motionflow.domain.polls import Channel
from motionflow.models import MeetingRoom, Poll, Step
from motionflow.services import (
    amendment_polls,
    amendment_texts,
    dossiers,
    papers,
    tracked_booklets,
)
from motionflow.transaction import writing
from tests.kept import Kept
from tests.services import amending, builders, halls
from tests.services.builders import Party
from tests.services.halls import Hall
from tests.services.stored_papers import text_of
from tests.web import browsing

NOW = clock.now()
BEGUN = NOW - timedelta(minutes=30)
OLD = """\
Kommunen setter av 350 000 kroner til **bokbussen**.

Bussen går hver uke.[^1]

## Penger

- Staten betaler.

| År | Kroner |
|---|---|
| 2019 | 250 000 |

[^1]: Se ruteplanen."""
BOLD_SUM = OLD.replace("350 000", "**420 000**").replace("Se ruteplanen", "Se *neste* ruteplan")
ONLY_LOOKS = OLD.replace("hver uke", "**hver uke**").replace("## Penger", "### Penger")
MORE = OLD.replace(
    "betaler.\n", "betaler.\n- Se [biblioteket](https://eksempel.no/b) og `koden`.\n\n## Mer\n"
).replace("| 2019 | 250 000 |", "| 2019 | 250 000 |\n| 2020 | **50 000** |")
OTHER_SUM = OLD.replace("350 000", "*400 000*")
SIGNS = re.compile(r"\*\*|\*\w|\w\*|\]\(|\[\^|#{2}|-{3}|`|\| 20|^\|", re.MULTILINE)
NOT_SHOWN = re.compile(r"<(textarea|script|style)\b.*?</\1>", re.DOTALL)
Voted = tuple[Party, Hall, list[str]]


def make_amended_hall() -> Voted:
    """A branch meeting that is open now, with four amendments to a text that has everything in it."""
    party = builders.make_party(NOW - timedelta(days=400))
    hall = halls.fill_hall(party, voters=1, at=BEGUN, starts_at=BEGUN)
    db.session.get_one(Step, hall.step_id).received_text = OLD
    wanted = (BOLD_SUM, ONLY_LOOKS, MORE, OTHER_SUM)
    rows = [amending.amend(party.member, hall.step_id, text, at=BEGUN) for text in wanted]
    return party, hall, [row.id for row in rows]


@pytest.fixture
def amended(app: Flask, kept: Kept) -> Voted:
    made: Voted = kept.fill(app, make_amended_hall)
    return made


def shown(page: str) -> str:
    """Return what is read on a page; what is typed in forms is left out."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", NOT_SHOWN.sub("", page))).split())


def all_pages(app: Flask, amended: Voted) -> dict[str, str]:
    party, hall, ids = amended
    chair = app.test_client()
    browsing.sign_in(chair, app, party.branch_chair.id)
    with app.app_context():
        key = db.session.get_one(MeetingRoom, hall.meeting_id).screen_key
    paths = [
        *(f"/endringsforslag/{id}" for id in ids),
        *(f"/steg/{hall.step_id}/{page}" for page in ("endringsforslag", "voteringer", "vedtatt-tekst")),
        *(f"/mote/{hall.meeting_id}{page}" for page in ("", "/rom", "/delta")),
        f"/skjerm/{key}",
    ]
    found = {}
    for path in paths:
        answer = chair.get(path)
        assert answer.status_code == 200, path
        found[path] = answer.text
    return found


def with_signs(pages: dict[str, str]) -> dict[str, list[str]]:
    """Return the pages that show signs of Markdown, with those."""
    found = {path: SIGNS.findall(shown(page)) for path, page in pages.items()}
    return {path: signs for path, signs in found.items() if signs}


def open_poll(app: Flask, hall: Hall) -> None:
    with app.app_context(), writing():
        taken = {"item_id": hall.item_id, "channels": frozenset({Channel.ONLINE}), "at": NOW}
        poll = amendment_polls.plan_next(hall.chair, hall.meeting_id, **taken)  # type: ignore[arg-type]
        halls.open_(hall, db.session.get_one(Poll, poll.id), at=NOW)


def settle(app: Flask, amended: Voted, *, fallen: str = "") -> None:
    party, hall, _ = amended
    with app.app_context(), writing():
        for row in db.session.get_one(Step, hall.step_id).amendments:
            row.state = AmendmentState.FALLEN if row.id == fallen else AmendmentState.CARRIED
            row.settled_at, row.settled_by_id = NOW, party.branch_chair.id


def test_no_page_shows_the_signs_while_amendments_wait_and_while_one_is_voted_on(
    app: Flask, amended: Voted
) -> None:
    open_poll(app, amended[1])
    pages = all_pages(app, amended)
    assert with_signs(pages) == {}
    first, looks, more, _ = (pages[f"/endringsforslag/{id}"] for id in amended[2])
    assert "<strong>420 000</strong>" in first
    assert "[1] Se (tatt ut: ruteplanen ) (lagt til: neste ruteplan ) ." in shown(first)
    assert "(lagt til: hver uke ) (gjort fet)" in shown(looks)
    assert re.search(r"<del>.*?Penger.*?<ins>.*?Penger", looks, re.DOTALL)
    assert '<a href="https://eksempel.no/b"' in more
    assert re.search(r"<td><ins>.*?2020.*?</td><td><ins>.*?<strong>50 000</strong>", more, re.DOTALL)
    screen = next(page for path, page in pages.items() if path.startswith("/skjerm/"))
    assert "<strong>50 000</strong>" in screen


def test_nor_when_those_that_carried_are_put_together_and_each_change_names_its_amendment(
    app: Flask, amended: Voted
) -> None:
    party, hall, ids = amended
    settle(app, amended)
    assert with_signs(all_pages(app, amended)) == {}
    settle(app, amended, fallen=ids[3])
    with app.app_context(), writing():
        amendment_texts.put_together(party.branch_chair, hall.step_id, at=NOW)
    page = all_pages(app, amended)[f"/steg/{hall.step_id}/vedtatt-tekst"]
    assert SIGNS.findall(shown(page)) == []
    assert "<strong>420 000</strong>" in page
    said = shown(page)
    assert "(tatt ut: 350 000 ) A1 (lagt til: 420 000 ) A1" in said
    assert "(tatt ut: hver uke ) A2 (lagt til: hver uke ) (gjort fet) A2 ." in said
    assert "(lagt til: 50 000 ) A3" in said


def test_nor_does_any_paper_of_it(app: Flask, amended: Voted) -> None:
    party, hall, _ = amended
    settle(app, amended)
    with app.app_context(), writing():
        booklet = papers.make_booklet(hall.meeting, by=None, at=NOW)
        said = text_of(booklet)
        tracked, _ = tracked_booklets.tracked_booklet(party.member, hall.meeting_id, at=NOW)
        motion_id = db.session.get_one(Step, hall.step_id).motion_id
        dossier = dossiers.make_dossier(
            party.branch_chair, motion_id, at=NOW, progress=lambda *_: None
        ).content
        bold = booklet.content or b""
    with zipfile.ZipFile(io.BytesIO(dossier)) as files:
        told = files.read("dossier.docx")
    for content in (bold, tracked, told):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            xml = parts.read("word/document.xml").decode()
        words = "\n".join(
            "".join(re.findall(r"<w:(?:t|delText)\b[^>]*>([^<]*)<", line)) for line in xml.split("</w:p>")
        )
        assert SIGNS.findall(words) == []
        assert re.search(r"<w:b/>(?:(?!<w:r>).)*420 000", xml)
    assert "Avsnitt 1: «350 000» endres til «420 000»." in said
    assert "Avsnitt 2: «hver uke» settes med fet skrift." in said
    assert "Avsnitt 3: blir en overskrift på nivå 3: «Penger»" in said
    assert "Nytt punkt: «Se biblioteket og koden.»" in said
    assert "Ny rad i tabellen: «2020 | 50 000»" in said
    assert "Fotnote: «ruteplanen» endres til «neste ruteplan»." in said
