"""The second press that every form of a test gets is felt where it does something."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.wrappers import Request, Response

from motionflow import clock
from motionflow.models import Person
from motionflow.models.outbox import MailKind
from motionflow.services import notices, people
from motionflow.transaction import writing
from tests.pressed_again import PressedAgain

FORM = {"form_key": "abc"}


@pytest.fixture
def person_id(own_app: Flask) -> str:
    with own_app.app_context(), writing():
        made: Person = people.add_person("Kari Prøve", address="kari@example.org", at=clock.now())
        return made.id


@pytest.fixture
def careless(own_app: Flask, person_id: str) -> Iterator[FlaskClient]:
    """Somebody's browser, before an application that looks at no key."""
    presses: list[str] = []

    @Request.application
    def answer(request: Request) -> Response:
        presses.append(request.form.get("form_key", ""))
        if request.path == "/mail":
            with own_app.app_context(), writing():
                notices.queue_mail(MailKind.SIGN_IN, person_id=person_id, at=clock.now())
        where = f"/{len(presses)}" if request.path == "/elsewhere" else "/done"
        status = 422 if request.path == "/late" and len(presses) > 1 else 303
        return Response(status=status, headers={"Location": where})

    own_app.wsgi_app = answer  # type: ignore[method-assign, assignment]  # Flask's own way
    own_app.wsgi_app = PressedAgain(own_app)  # type: ignore[method-assign]  # Flask's own way
    yield own_app.test_client()
    assert set(presses) == {"abc"}


@pytest.mark.parametrize(
    ("path", "fault"),
    [("/mail", "does it twice"), ("/elsewhere", "leads elsewhere"), ("/late", "answers 422")],
)
def test_a_button_that_is_not_the_same_twice_is_found(path: str, fault: str, careless: FlaskClient) -> None:
    with pytest.raises(AssertionError, match=f"{path} {fault}"):
        careless.post(path, data=FORM)


def test_one_that_is_the_same_is_answered_as_it_was(careless: FlaskClient) -> None:
    answer = careless.post("/done", data=FORM, content_type="multipart/form-data")
    assert (answer.status_code, answer.location) == (303, "/done")
