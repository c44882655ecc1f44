"""Styles, scripts and pictures come to a browser once, small, and without asking who it is."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from motionflow.db import db
from motionflow.paths import STATIC
from motionflow.web.static_files import version_of

pytestmark = pytest.mark.once

PACKING = {"Accept-Encoding": "gzip, br"}


def fetch(client: FlaskClient, address: str, headers: dict[str, str] | None = None) -> TestResponse:
    """Return an answer whose file is read and closed."""
    return client.get(address, headers=headers or {}, buffered=True)


def addresses_on(client: FlaskClient, page: str) -> set[str]:
    return set(re.findall(r'"(/static/[^"#]+)', client.get(page).text))


def test_what_a_page_needs_is_kept_for_a_year_and_not_asked_for_again(client: FlaskClient) -> None:
    addresses = addresses_on(client, "/saker")

    assert len(addresses) >= 7
    for address in addresses:
        answer = fetch(client, address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, immutable, max-age=31536000"


def test_a_file_that_is_changed_added_or_renamed_gives_all_of_them_new_addresses(tmp_path: Path) -> None:
    folders = []
    for name, files in {
        "before": {"a.css": "a", "b.css": "b"},
        "changed": {"a.css": "a", "b.css": "c"},
        "added": {"a.css": "a", "b.css": "b", "c.css": ""},
        "renamed": {"a.css": "a", "c.css": "b"},
        "moved a letter": {"a.css": "", "b.css": "ab"},
    }.items():
        (tmp_path / name).mkdir()
        for file, content in files.items():
            (tmp_path / name / file).write_text(content)
        folders.append(tmp_path / name)

    assert len({version_of(folder) for folder in folders}) == len(folders)


@pytest.mark.parametrize("before", ["", "v0123456789ab/"], ids=["by name", "from before an upgrade"])
def test_other_addresses_of_a_file_lead_to_it_for_an_hour(client: FlaskClient, before: str) -> None:
    answer = fetch(client, f"/static/{before}vendor/inter.css")

    assert answer.data == (STATIC / "vendor" / "inter.css").read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize("name", ["app.css", "app.js", "icons.svg", "recount/recount.html"])
def test_what_is_text_comes_packed_to_those_who_can_unpack_it(client: FlaskClient, name: str) -> None:
    content = (STATIC / name).read_bytes()
    packed, plain = fetch(client, f"/static/{name}", PACKING), fetch(client, f"/static/{name}")

    assert plain.data == content == gzip.decompress(packed.data)
    assert len(packed.data) < len(content) / 2
    assert (packed.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert packed.mimetype == plain.mimetype
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_fonts_are_packed_already_and_pages_with_secrets_in_them_are_not(client: FlaskClient) -> None:
    for address in ("/static/vendor/inter-latin.woff2", "/logg-inn", "/saker"):
        answer = fetch(client, address, PACKING)
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers, address


def test_nobody_is_asked_for_and_the_database_not_at_all(own_app: Flask) -> None:
    client = own_app.test_client()
    (address, *_) = addresses_on(client, "/logg-inn")
    client.post("/sprak", data={"language": "nn"})
    asked: list[str] = []
    with own_app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    answer = fetch(client, address)

    assert (answer.status_code, asked) == (200, [])
    assert "Cookie" not in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("headers", [{}, PACKING], ids=["plain", "packed"])
@pytest.mark.parametrize(
    "name", ["nowhere.css", "vendor", "", "../headers.py", "%2e%2e/static_files.css", "v0123456789ab/"]
)
def test_what_is_no_file_of_these_is_not_found_and_not_kept(
    client: FlaskClient, name: str, headers: dict[str, str]
) -> None:
    answer = fetch(client, f"/static/{name}", headers)

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
