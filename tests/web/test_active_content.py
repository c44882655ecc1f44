"""Whatever people write is shown as text: no page and no Word file holds anything that runs or fetches."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select

from motionflow.db import db
from motionflow.domain.deadlines import day_in_oslo
from motionflow.domain.flow import FollowUpStatus
from motionflow.domain.meetings import OfficerKind
from motionflow.domain.recommendations import RecommendationBy, Verb
from motionflow.models import AgendaItem, Body, Meeting, Paper, Person, Step
from motionflow.services import attendance, decisions, meetings, motions, recommendations
from motionflow.services.agendas import Item
from motionflow.services.recommendations import Advice
from tests.kept import Kept
from tests.services import builders
from tests.web.browsing import fields_of
from tests.web.world import NOW, World, wait_for_people, world

PAYLOADS = (
    "<script>alert(1)</script>",
    "</title></textarea></script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    '" autofocus onfocus="alert(1)',
    "[klikk](javascript:alert(1))",
    "[klikk](JaVaScRiPt&colon;alert(1))",
    "![bilde](https://evil.example/pixel.gif)",
    '![x](x" onerror="alert(1))',
    "<javascript:alert(1)>",
    "[klikk](data:text/html;base64,PHNjcmlwdD4=)",
    "[klikk](vbscript:msgbox(1))",
    '[x]: javascript:alert(1) "x"\n\n[x]',
    "<iframe src=//evil.example></iframe>",
    "<style>@import '//evil.example/a.css'</style>",
    '<a href="//evil.example" style="position:fixed" onclick="alert(1)">x</a>',
    "<form action=//evil.example><button>x</button></form>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "{{ 'runs' ~ 'here' }}{% for x in [1] %}{{ config }}{% endfor %}",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style>",
    "<w:p><w:r><w:fldSimple w:instr='DDEAUTO c:\\\\cmd.exe'/></w:r></w:p>",
    "=cmd|' /C calc'!A0 \\* MERGEFORMAT { INCLUDEPICTURE http://evil.example/x }",
)
ALL = "\n\n".join(PAYLOADS)
LINE = " ".join(PAYLOADS[:4])
RUNS = {"script", "iframe", "object", "embed", "applet", "base", "meta", "style", "math", "frame", "link"}
FETCHES = {"img", "video", "audio", "source", "image"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Active(HTMLParser):
    """What would run or fetch, in a page as a browser reads it; what our own frame holds is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        is_ours = given.get("src", given.get("href", "")).startswith("/static/")
        is_ours = is_ours or given.get("rel") == "alternate"  # a feed's address; no browser fetches it
        if tag in RUNS | FETCHES and not is_ours and not (tag == "meta" and "http-equiv" not in given):
            self.found.append(f"<{tag} {given}>")
        for name, value in given.items():
            address = value.casefold().replace("\t", "").replace("\n", "")
            if name.startswith("on") or name == "style" or name == "srcdoc":
                self.found.append(f"<{tag} {name}={value[:60]!r}>")
            if name in ("href", "src", "action", "formaction", "xlink:href") and (
                address.startswith(("//", "\\", "javascript", "data", "vbscript"))
            ):
                self.found.append(f"<{tag} {name}={value[:60]!r}>")


def active_in(page: str) -> list[str]:
    reader = Active()
    reader.feed(page)
    reader.close()
    return reader.found


def active_in_word(content: bytes) -> list[str]:
    """Return fields that fetch and links to anything but the web, in a Word file."""
    found = []
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if not name.endswith((".xml", ".rels")):
                found.append(name)
                continue
            root = etree.fromstring(part)
            for element in root.iter():
                if element.tag == f"{W}fldSimple":
                    found.append(f"{name}: {element.attrib.values()}")
                if element.tag == f"{W}instrText" and (element.text or "").split()[:1] not in (
                    ["PAGE"],
                    ["NUMPAGES"],
                ):
                    found.append(f"{name}: {element.text}")
                is_link = (element.get("Type") or "").endswith("/hyperlink")
                target = element.get("Target", "")
                if element.get("TargetMode") == "External" and not (
                    is_link and target.startswith(("http", "mailto:"))
                ):
                    found.append(f"{name}: {target}")
    return found


@dataclass(frozen=True)
class Place:
    world: World
    pages: list[str]

    def browser(self) -> FlaskClient:
        return self.world.browser("branch_secretary")


@pytest.fixture(scope="module")
def place(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A world in which everything that can be written has been written by somebody hostile."""
    with world(kept, tmp_path_factory.mktemp("world")) as made:
        cases, party = wait_for_people(made), made.party
        secretary = party.branch_secretary
        with made.writing():
            for each in db.session.scalars(select(Person)):
                each.name = f"{each.name} {LINE}"
            for body in db.session.scalars(select(Body)):
                body.name = f"{body.name} {LINE}"
            motion = builders.hand_in(party, at=NOW, title=LINE[:290])
            wording = motions.Wording(LINE[:290], ALL, ALL)
            motions.edit_motion(party.member, motion, wording=wording, based_on=1, at=NOW)
            source = motions.SourceGiven(LINE, origin=LINE, link="https://example.org/?a=\"'><b>", doubt=ALL)
            motions.add_source(secretary, motion, source=source, at=NOW)
            by, verb = RecommendationBy.BOARD, Verb.ADOPT_WITH_CHANGES
            advice = Advice(by, verb, text=ALL, grounds=ALL, target=LINE, names=(LINE,))
            recommendations.recommend(secretary, motion.steps[0].id, advice=advice, at=NOW)
            status = FollowUpStatus.UNDER_WAY
            facts: dict[str, Any] = {
                "status": status,
                "on": day_in_oslo(NOW),
                "source_title": LINE,
            }
            decisions.set_follow_up(secretary, motion.id, **facts, source_link="", note=ALL, at=NOW)
            meeting = db.session.get_one(Meeting, cases.held)
            meeting.place, meeting.link = LINE, "https://example.org/?a=\"'><b>"
            db.session.flush()
            meetings.open_meeting(secretary, meeting.id, seen=meeting.version, at=NOW)
            item = meetings.add_item(secretary, meeting.id, item=Item("8", LINE[:290]), at=NOW)
            for other in db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)):
                meetings.set_treatment(secretary, other.id, treatment=ALL, at=NOW)
            person = db.session.get_one(Person, party.member.id)
            for kind in OfficerKind:
                attendance.elect_officer(secretary, meeting.id, kind=kind, person=person, at=NOW)
            listed = db.session.get_one(Step, cases.listed_step)
            votes = decisions.VotesGiven(((PAYLOADS[2], 12), (PAYLOADS[3], 3)), PAYLOADS[2], entitled=20)
            to: dict[str, Any] = {"next_body": party.party, "proposed": ALL, "votes": votes, "reason": ALL}
            others: dict[str, Any] = {"source_title": LINE, "place": LINE}
            builders.decide(secretary, listed, meeting=meeting, at=NOW, text=ALL, **to, **others)
            builders.send_on(secretary, listed, party.party, text=ALL, at=NOW)
            meetings.end_meeting(secretary, meeting.id, seen=meeting.version, at=NOW)
            council = db.session.get_one(Step, cases.council_step)
            split: dict[str, Any] = {PAYLOADS[0]: {"for": 19}, PAYLOADS[4]: {"for": 1}}
            counted = decisions.VotesGiven((("for", 20),), entitled=35, per_party=split)
            numbers: dict[str, Any] = {"case_number": PAYLOADS[1], "archive_number": PAYLOADS[3]}
            builders.decide(
                party.group_secretary, council, at=NOW, text=ALL, votes=counted, **others, **numbers
            )
            pages = [f"/sak/{each}" for each in (motion.id, cases.in_inbox, cases.listed, council.motion_id)]
            pages += [f"/steg/{each}" for each in (motion.steps[0].id, cases.listed_step, cases.council_step)]
            pages += [
                f"/mote/{meeting.id}",
                f"/mote/{meeting.id}?skriv={item.id}",
                "/",
                "/saker",
                "/oppgaver",
            ]
            pages += [f"/organ/{party.branch_id}{page}" for page in ("", "/medlemmer", "/innkall")]
            pages += [f"/sak/{motion.id}/{page}" for page in ("tekst", "kilde", "oppfolging")]
            pages += [f"/steg/{motion.steps[0].id}/vedtak", f"/steg/{cases.listed_step}/send-videre"]
            pages += [
                "/organer",
                "/meg",
                "/nytt-forslag",
                f"/organ/{party.branch_id}/medlemmer/{person.id}/slett",
            ]
        yield Place(made, pages)


def test_no_page_holds_anything_that_runs(place: Place) -> None:
    shown = 0
    for path in place.pages:
        page = place.browser().get(path)
        assert page.status_code == 200, path
        assert active_in(page.text) == [], path
        assert "runshere" not in page.text, path
        shown += "alert(1)" in page.text
    assert shown > 15  # what was written does stand there, as text


def test_what_is_refused_is_shown_as_text_too(place: Place) -> None:
    browser = place.browser()
    for path, field in (
        ("/nytt-forslag", "title"),
        (f"/organ/{place.world.party.branch_id}/innkall", "place"),
    ):
        fields = fields_of(browser.get(path).text, with_field=field)
        for payload in PAYLOADS:
            answer = browser.post(
                path, data=dict.fromkeys(fields, payload) | {"csrf_token": fields["csrf_token"]}
            )
            assert active_in(answer.text) == [], (path, payload)
    for payload in PAYLOADS:
        page = browser.get("/saker", query_string={"q": payload, "side": payload})
        assert active_in(page.text) == [], payload


def test_no_word_file_holds_anything_that_runs_or_fetches(place: Place) -> None:
    with place.world.app.app_context():
        papers = [(each.kind, each.content or b"") for each in db.session.scalars(select(Paper))]
    assert len({kind for kind, _ in papers}) >= 6
    for kind, content in papers:
        assert active_in_word(content) == [], kind


def test_what_looks_for_active_content_finds_it() -> None:
    for page in (
        "<script>1</script>",
        '<a href="java\tscript:x">',
        "<b onclick=x>",
        "<img src=x>",
        '<p style="x">',
    ):
        assert active_in(page), page
