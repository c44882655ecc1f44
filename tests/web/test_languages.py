"""The example read in Norwegian, as each of its roles: no page has an English sentence left."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from motionflow.i18n import read_catalogue
from motionflow.paths import TEMPLATES
from motionflow.services import example, people
from tests.kept import Kept
from tests.services import builders
from tests.web.browsing import csrf, sign_in

pytestmark = pytest.mark.once

SHORTEST = 12
"""Shorter messages, such as «Open» and «Minutes», are also parts of other words."""
ALIKE = 3
"""How many pages of one kind are read as one role; what differs between them has been met by then."""
SEEN_AS = (None, *(role for role, _ in example.ROLES))
NOT_PAGES = ("/static/", "/papir/", "/fil/")
SAME_TWICE = {"/sprak", "/logg-ut"}
"""Where forms lead that need no key against a second press."""
NOWHERE = "/finnes-ikke"
FEEDS = {"application/atom+xml", "text/calendar"}
READ_ALOUD = ("alt", "aria-label", "data-busy", "data-sum-over", "placeholder", "title")


@pytest.fixture(scope="module")
def app(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the example, loaded once; the walk writes only the language chosen."""
    with kept.app(tmp_path_factory.mktemp("languages")) as app:
        kept.fill(app, builders.load_example)
        yield app


@dataclass(frozen=True)
class Page:
    """A page as a role met it: where, its language, all it says, and where its forms without a key lead."""

    path: str
    language: str
    said: str
    keyless: frozenset[str]


Walked = Callable[[str | None, str], tuple[Page, ...]]


@pytest.fixture(scope="module")
def walked(app: Flask) -> Walked:
    """The pages that a role meets who reads in a language. Each walk is gone once."""

    @cache
    def walk(role: str | None, language: str) -> tuple[Page, ...]:
        met = pages(browser_of(app, role, language=language))
        return tuple(page_at(path, text) for path, text in met)

    return walk


def page_at(path: str, text: str) -> Page:
    """Return what stands on a page: its text, and what is read aloud or shown on demand."""
    page = lxml.html.document_fromstring(text)
    spoken = page.xpath("//text() | " + " | ".join(f"//@{name}" for name in READ_ALOUD))
    keyless = page.xpath("//form[.//*[@name='csrf_token']][not(.//*[@name='form_key'])]")
    return Page(
        path,
        language=page.get("lang", ""),
        said=" ".join(" ".join(spoken).split()),
        keyless=frozenset(form.get("action", "") for form in keyless),
    )


def browser_of(app: Flask, role: str | None, *, language: str) -> FlaskClient:
    """Return a browser signed in as a role of the example, reading in a language."""
    client = app.test_client()
    if role is not None:
        with app.app_context():
            person = people.find_person_by_address(dict(example.ROLES)[role])
            assert person is not None
            person_id = person.id
        sign_in(client, app, person_id)
    client.post("/sprak", data={"csrf_token": csrf(client), "language": language, "next": "/"})
    return client


def pages(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Yield address and text of what links lead to, a few of each kind, and of a page that is not there."""
    ahead, met, kinds = ["/", NOWHERE], {"/"}, Counter[str]()
    while ahead:
        path = ahead.pop(0)
        kind = re.sub(r"[0-9a-f]{16}|(?<=/)\d+", "…", re.sub(r"=[^&]*", "", path))
        if kinds[kind] == ALIKE:
            continue
        kinds[kind] += 1
        answer = client.get(path)
        if answer.status_code == 302:
            ahead.append(answer.location)
            continue
        assert answer.status_code == (404 if path == NOWHERE else 200), f"{path} answers {answer.status_code}"
        if answer.mimetype != "text/html":
            is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
            assert is_file or answer.mimetype in FEEDS, f"{path} is {answer.mimetype}"
            continue
        yield path, answer.text
        for found in re.findall(r'href="(/[^"#]*)', answer.text):
            link = html.unescape(found)
            if link not in met and not link.startswith(NOT_PAGES):
                met.add(link)
                ahead.append(link)


@cache
def english_pieces(code: str) -> dict[str, str]:
    """Return the longest unchanging piece of each English message, if it is long, and the whole message.

    Those whose translation has the piece too are left out.
    """
    pieces = {}
    for entry in read_catalogue(code):
        sources = (entry.id,) if isinstance(entry.id, str) else entry.id
        targets = (entry.string,) if isinstance(entry.string, str) else entry.string
        for source, target in zip(sources, targets, strict=True):
            piece = max((part.strip() for part in re.split(r"\{\w+\}", source)), key=len, default="")
            if len(piece) > SHORTEST and piece not in target:
                pieces[piece] = source
    return pieces


def english_on(met: Sequence[Page], *, code: str) -> list[tuple[str, str]]:
    """Return each English message on some pages that a catalogue translates, with the first page it is on."""
    all_said = "\n".join(page.said for page in met)
    pieces = {piece: message for piece, message in english_pieces(code).items() if piece in all_said}
    found: dict[str, str] = {}
    for page in met:
        for piece, message in pieces.items():
            if piece in page.said and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", page.said):
                found.setdefault(message, page.path)
    return sorted(found.items())


# English that is written in the source stands there in every language; what a catalogue lacks is seen by
# ``tests/test_i18n.py``. So the second language is read as one role only.
@pytest.mark.parametrize(("code", "role"), [*(("nb", role) for role in SEEN_AS), ("nn", "party secretary")])
def test_no_page_of_the_example_has_english_left_in_it(walked: Walked, code: str, role: str | None) -> None:
    met = walked(role, code)
    assert english_on(met, code=code) == []
    assert [page.path for page in met if page.language != code] == []
    assert [page.path for page in met if not page.keyless <= SAME_TWICE] == []


def test_the_same_walk_in_english_meets_english_sentences(walked: Walked) -> None:
    """So that an empty list above means what it says."""
    pages = walked("party secretary", "en")
    met = english_on(pages, code="nb")
    assert {page.language for page in pages} == {"en"}
    assert len(met) > 150
    assert ("This page is not here", "/finnes-ikke") in met


def test_the_walk_comes_to_every_kind_of_page_a_secretary_has(walked: Walked) -> None:
    met = [page.path for page in walked("branch secretary", "nb")]
    kinds = {re.sub(r"[0-9a-f]{16}", "…", path).partition("?")[0] for path in met}
    assert kinds >= {
        "/",
        "/saker",
        "/sak/…",
        "/sak/…/oppfolging",
        "/sak/…/kilde",
        "/steg/…",
        "/steg/…/vedtak",
        "/oppgaver",
        "/organer",
        "/organ/…",
        "/organ/…/medlemmer",
        "/organ/…/innkall",
        "/mote/…",
        "/nytt-forslag",
        "/meg",
    }


def test_no_template_says_a_word_that_is_not_a_message() -> None:
    """Text beside the tags of a template, outside expressions, would be the same in all languages."""
    said_plainly = []
    for template in sorted(TEMPLATES.glob("**/*.html")):
        source = template.read_text(encoding="utf-8")
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "·", source, flags=re.DOTALL)
        text = re.sub(r'<[^>]*>|[a-z-]+="[^"]*"', "·", text)
        words = re.findall(r"[A-Za-zÆØÅæøå]{2,}", html.unescape(text))
        said_plainly += [(template.name, word) for word in words if word not in ("motionflow", "kB", "sha")]
    assert said_plainly == []
