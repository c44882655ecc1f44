"""Every route is walked as every role; whoever may not come gets 403 or 404 and writes nothing."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import Headers

from motionflow import clock
from motionflow.db import db
from motionflow.documents.blank import blank_docx
from motionflow.domain.papers import PaperKind
from motionflow.models import AgendaItem, Decision, Event, LetterheadVersion, Mail, Membership, Paper, Step
from motionflow.services import people
from motionflow.services.access import Viewer
from motionflow.web.access import access_of
from tests.kept import Kept
from tests.services import amending, builders, polled, promised
from tests.services.builders import Party, Way
from tests.web import browsing
from tests.web.permissions import ANYONE, GETS, POSTS

REFUSED = {403, 404}
# A mail program presses this one, with a signed link and nothing else (RFC 8058).
WITHOUT_A_TOKEN = {"following.stop"}
# Signing out is tested by itself, and the last two below.
ENDS_WHAT_THE_WALK_STANDS_ON = {
    "people.sign_out",
    "people.end_sessions",
    "people.sign_in_by_link",
    "bodies.erase_person",
    "bodies.end_role",
}


@dataclass(frozen=True)
class Place:
    """The application with a case in it, and a signed-in browser for each role."""

    app: Flask
    ids: dict[str, str]
    browsers: dict[str, FlaskClient]
    tokens: dict[str, str]


@dataclass(frozen=True)
class Opened:
    """What one role was answered when it opened one page."""

    endpoint: str
    path: str
    role: str
    status: int
    headers: Headers


@dataclass(frozen=True)
class Walk:
    """Every page opened as every role, and what had been written before and after."""

    opened: tuple[Opened, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True)
class Things:
    """The party, ids by the names that addresses use, and a link to sign in for each role."""

    party: Party
    ids: dict[str, str]
    links: dict[str, str]


def make_things(party: Party) -> Things:
    """Return the ids of a case that has come all the way, and of what is kept with it."""
    way = builders.go_all_the_way(party)
    ids = {
        "motion_id": way.motion_id,
        "step_id": way.step_ids[0],
        "meeting_id": way.meeting_ids[0],
        "body_id": party.branch_id,
        "person_id": party.member.id,
        "upload_id": "0" * 16,
        "line_id": "0" * 16,
        "job_id": "0" * 16,
        "proposal_id": "0" * 16,
        "point_id": "0" * 16,
        "other_id": "0" * 16,
        "token": "no-such-token",
        "theme": "health",
        "filename": "app.css",
        "key": "versjon-1",
    }
    ids |= kept_of(party, way)
    first = db.session.get_one(Step, way.step_ids[0])
    amendment, recommendation = amending.kept_on(party.member, first, at=builders.LONG_AFTER)
    ids |= {"amendment_id": amendment.id, "recommendation_id": recommendation.id}
    ids["version_id"] = a_letterhead(party)
    ids["paper_id"] = db.session.scalars(
        select(Paper.id).where(Paper.kind == PaperKind.NOTICE, Paper.body_id == party.branch_id)
    ).one()
    ids["item_id"] = db.session.scalars(
        select(AgendaItem.id).where(AgendaItem.meeting_id == way.meeting_ids[0]).limit(1)
    ).one()
    ids["membership_id"] = db.session.scalars(
        select(Membership.id).where(Membership.person_id == party.member.id)
    ).one()
    signed_in = [role for role in ANYONE if isinstance(getattr(party, role, None), Viewer)]
    return Things(party, ids, {role: link_for(party, role) for role in sorted(signed_in)})


def kept_of(party: Party, way: Way) -> dict[str, str]:
    """Return the ids of what is kept of the case: the branch's decision, a promise and a figure."""
    decision = db.session.scalars(select(Decision).where(Decision.step_id == way.step_ids[0])).one()
    promise = promised.promise(party.branch_secretary, decision, body=party.branch)
    figure = promised.figure(party.branch_secretary, way.motion_id)
    keys = polled.ids_of(party, way.meeting_ids[0], at=builders.LONG_AFTER)
    return keys | {"decision_id": decision.id, "commitment_id": promise.id, "indicator_id": figure.id}


def link_for(party: Party, role: str) -> str:
    """Return a link by which somebody signs in for as long as the tests may take."""
    viewer: Viewer = getattr(party, role)
    return people.make_link(viewer.id, at=clock.now(), lifetime=timedelta(hours=4), is_reusable=True)


def place_in(app: Flask, kept: Kept) -> Place:
    """Return the place in an application whose database is empty."""
    things: Things = kept.fill(app, builders.make_party, make_things)
    browsers = {role: app.test_client() for role in ANYONE}
    for role, link in things.links.items():
        browsing.send(browsers[role], f"/logg-inn/{link}")
    tokens = {role: browsing.csrf(browser) for role, browser in browsers.items()}
    return Place(app, things.ids, browsers, tokens)


@pytest.fixture
def place(app: Flask, kept: Kept) -> Place:
    return place_in(app, kept)


@pytest.fixture(scope="module")
def walk(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Every page opened as every role."""
    with kept.app(tmp_path_factory.mktemp("walk")) as app:
        place = place_in(app, kept)
        before = written(place)
        opened = []
        for endpoint, path in paths(place, "GET"):
            for role, browser in place.browsers.items():
                with browser.get(path) as answer:
                    opened.append(Opened(endpoint, path, role, answer.status_code, answer.headers))
        return Walk(tuple(opened), before, written(place))


def a_letterhead(party: Party) -> str:
    """Keep a letterhead that the branch may use, and return its id."""
    empty = blank_docx()
    version = LetterheadVersion(
        body_id=party.branch_id,
        name="Brevark.docx",
        content=empty,
        sha256="0" * 64,
        size=len(empty),
        sent_at=clock.now(),
        sent_by_id=party.branch_secretary.person_id,
        used_at=None,
    )
    db.session.add(version)
    db.session.flush()
    return version.id


def paths(place: Place, method: str) -> list[tuple[str, str]]:
    """Return every endpoint that takes a method, with its address for the place's objects."""
    found = []
    with place.app.test_request_context():
        for rule in place.app.url_map.iter_rules():
            if method in (rule.methods or ()):
                values = {name: place.ids[name] for name in rule.arguments}
                found.append((rule.endpoint, url_for(rule.endpoint, **values)))
    return found


def written(place: Place) -> tuple[int, ...]:
    counts = (select(func.count()).select_from(table).scalar_subquery() for table in (Event, Mail))
    with place.app.app_context():
        return tuple(db.session.execute(select(*counts)).one())


def test_every_route_declares_its_access_and_stands_in_the_table(app):
    with app.app_context():
        rules = list(app.url_map.iter_rules())
        assert [rule.endpoint for rule in rules if access_of(rule.endpoint) is None] == []
        gets = {rule.endpoint for rule in rules if "GET" in rule.methods}
        posts = {rule.endpoint for rule in rules if "POST" in rule.methods}
    assert gets == set(GETS)
    assert posts == set(POSTS)


def test_a_view_without_a_declaration_is_refused(own_app):
    own_app.add_url_rule("/glemt", "forgotten", lambda: "secret")
    assert own_app.test_client().get("/glemt").status_code == 404


@pytest.mark.once  # a thousand answers; who may come is read from the same few rows on both databases
def test_every_page_opens_for_those_who_may_and_for_nobody_else(walk):
    wrong = []
    for each in walk.opened:
        sent_elsewhere = each.status == 302
        got_in = each.status == 200
        if each.endpoint in ("motions.edit_text", "people.use_link"):
            got_in = False
        if got_in != (each.role in GETS[each.endpoint]) or not (
            got_in or sent_elsewhere or each.status in REFUSED | {410, 422, 200}
        ):
            wrong.append((each.endpoint, each.role, each.status))
    assert not wrong, "\n".join(map(str, wrong))
    assert {each.endpoint for each in walk.opened} == set(GETS)
    assert walk.after == walk.before  # no GET writes


@pytest.mark.once
def test_every_button_works_for_those_who_may_and_for_nobody_else(place):
    wrong = []
    for endpoint, path in paths(place, "POST"):
        if endpoint in ENDS_WHAT_THE_WALK_STANDS_ON:
            continue
        before = written(place)
        # Those who may not come press first: after them nothing is written.
        for may_come in (False, True):
            for role in place.browsers:
                if (role in POSTS[endpoint]) is may_come:
                    answer = place.browsers[role].post(path, data={"csrf_token": place.tokens[role]})
                    if (answer.status_code in REFUSED) is may_come or answer.status_code >= 500:
                        wrong.append((endpoint, role, answer.status_code))
            if not may_come and written(place) != before:
                wrong.append((endpoint, "one of the others", "wrote"))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("endpoint", ["bodies.erase_person", "bodies.end_role"])
def test_members_are_ended_and_erased_by_their_secretary_only(place, endpoint):
    path = dict(paths(place, "POST"))[endpoint]
    for role in ANYONE - POSTS[endpoint]:
        browser = place.browsers[role]
        answer = browser.post(path, data={"csrf_token": browsing.csrf(browser)})
        assert (role, answer.status_code in REFUSED) == (role, True)
    browser = place.browsers["branch_secretary"]
    assert browser.post(path, data={"csrf_token": browsing.csrf(browser)}).status_code == 303


def test_every_button_is_refused_without_a_token_of_ones_own(place):
    stolen = browsing.csrf(place.browsers["member"])
    browser = place.browsers["branch_secretary"]
    before = written(place)
    for endpoint, path in paths(place, "POST"):
        if endpoint in WITHOUT_A_TOKEN:
            continue
        for data in ({}, {"csrf_token": "x"}, {"csrf_token": stolen}):
            assert (endpoint, browser.post(path, data=data).status_code) == (endpoint, 400)
    assert written(place) == before


def test_others_things_and_things_that_never_were_answer_alike(place):
    unknown = dict.fromkeys(place.ids, "f" * 16) | {"filename": "no.css", "token": "no"}
    stranger = place.browsers["stranger"]
    with place.app.test_request_context():
        own = url_for("steps.show_step", step_id=place.ids["step_id"])
        none = url_for("steps.show_step", step_id=unknown["step_id"])
    hidden, missing = stranger.get(own), stranger.get(none)
    assert hidden.status_code == missing.status_code == 404

    def visible(text: str) -> str:
        return browsing.without_tokens(text)

    assert visible(hidden.text).replace(own, "") == visible(missing.text).replace(none, "")


@pytest.mark.once  # they are set after the database has been asked
def test_strict_headers_stand_on_every_answer(walk):
    for each in walk.opened:
        policy = each.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert each.headers["X-Content-Type-Options"] == "nosniff"
        assert each.headers["Cache-Control"] == "no-store" or each.path.startswith("/static/")


def test_a_request_for_another_host_is_refused(app):
    answer = app.test_client().get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
