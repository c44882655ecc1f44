"""Using the pages as a browser does: signing in, reading a page's forms and sending them."""

import re
from html.parser import HTMLParser

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

NOWHERE = "/finnes-ikke"
"""A page that is not there: it has the forms that every page has, and nothing of the database."""


class _Forms(HTMLParser):
    """The fields of every form of a page, as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        if not self.forms or (tag not in ("input", "select", "option", "textarea")):
            return
        fields = self.forms[-1][1]
        if tag == "input" and given.get("name"):
            is_box = given.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in given:
                fields[given["name"]] = given.get("value", "on" if is_box else "")
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select and ("selected" in given or self._select not in fields):
            fields[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._textarea = given.get("name", "")
            fields[self._textarea] = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1][1][self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            fields = self.forms[-1][1]
            # What follows <textarea> first is a line break that browsers drop.
            fields[self._textarea] = fields[self._textarea].removeprefix("\r\n").removeprefix("\n")
            self._textarea = ""


def forms_of(page: str) -> list[tuple[str, dict[str, str]]]:
    """Return the forms of a page: where each leads and its fields as they stand."""
    reader = _Forms()
    reader.feed(page)
    return reader.forms


def fields_of(page: str, *, action: str | None = None, with_field: str | None = None) -> dict[str, str]:
    """Return the fields of the page's first form that leads to ``action`` and has the field."""
    found = [
        fields
        for where, fields in forms_of(page)
        if (action is None or where == action) and (with_field is None or with_field in fields)
    ]
    assert len(found) >= 1, f"no such form; there are {forms_of(page)}"
    return found[0]


def csrf(client: FlaskClient, path: str = NOWHERE) -> str:
    """Return the token that a form of a page carries; without a path, of one that asks for nothing else."""
    return fields_of(client.get(path).text, with_field="csrf_token")["csrf_token"]


def send(
    client: FlaskClient, path: str, *, to: str | None = None, with_field: str | None = None, **typed: str
) -> TestResponse:
    """Open a page, fill in its form and send it; ``to`` where the form leads, else the page itself.

    ``with_field`` picks the form that has the field, on a page that has several.
    """
    page = client.get(path)
    assert page.status_code == 200, f"{path} answers {page.status_code}"
    target = path if to is None else to
    if to is None and with_field is None:
        with_field = next(iter(typed), "form_key")
    fields = fields_of(page.text, action=to, with_field=with_field)
    return client.post(target, data=fields | typed)


def sign_in(client: FlaskClient, app: Flask, person_id: str) -> None:
    """Give a browser the cookie of somebody who has signed in."""
    from motionflow import clock, transaction
    from motionflow.services import people

    with app.app_context():
        link = people.make_link(person_id, at=clock.now())
        token = people.sign_in(link, at=clock.now(), allows_reusable=False)
        transaction.commit()
    cookies = app.session_interface
    assert isinstance(cookies, SecureCookieSessionInterface)
    signer = cookies.get_signing_serializer(app)
    assert signer is not None
    kept = signer.dumps({"_permanent": True, "_user_id": token, "_fresh": True})
    client.set_cookie(cookies.get_cookie_name(app), kept)


def sign_in_by_link(client: FlaskClient, app: Flask, person_id: str) -> None:
    """Sign a browser in as a person who opens the link in her mail and presses the button of its page."""
    from motionflow import clock, transaction
    from motionflow.services import people

    with app.app_context():
        token = people.make_link(person_id, at=clock.now())
        transaction.commit()
    answer = send(client, f"/logg-inn/{token}")
    assert answer.status_code == 303, f"signing in answers {answer.status_code}"


def sign_out(client: FlaskClient) -> None:
    """Sign a browser out by the button in its menu."""
    answer = client.post("/logg-ut", data={"csrf_token": csrf(client)})
    assert answer.status_code == 303, f"signing out answers {answer.status_code}"


def without_tokens(page: str) -> str:
    """Return a page without what differs each time it is shown: tokens and keys of forms."""
    return re.sub(r'name="(csrf_token|form_key)"[^>]*', "", page)
