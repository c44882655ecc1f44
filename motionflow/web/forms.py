"""Forms: CSRF, the key against double presses, and refusals shown at the fields they belong to."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask
from flask_login import current_user
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.i18n import N_, words
from motionflow.labels import name_of, sentence
from motionflow.labels.municipal import sitting_name
from motionflow.services import once
from motionflow.services.access import Viewer
from motionflow.web import filters
from motionflow.web.session import current_viewer, current_words, language
from motionflow.web.transaction import new_form_key

Made = TypeVar("Made")
Sent = TypeVar("Sent", bound="Form")

_DATE_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y")
_TIME_FORMATS = ("%H:%M", "%H.%M", "%H")

LONGEST_LINE = 300
LONGEST_LINK = 2_000
LONGEST_TEXT = 100_000
# No database and no paper holds these; Word's line break (\x0b) comes in by pasting.
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def install(app: Flask) -> None:
    """Protect every form, and give templates what they need to write one."""
    CSRFProtect(app)
    app.config["WTF_CSRF_TIME_LIMIT"] = 12 * 3600
    filters.install(app.jinja_env, current=current_words)

    # On the environment and not in a page's context, because macros are imported without one.
    app.jinja_env.globals["form_key"] = new_form_key
    app.jinja_env.globals["name_of"] = lambda code: name_of(code, language=current_words())
    app.jinja_env.globals["sitting_name"] = lambda code: sitting_name(code, language=current_words())

    @app.context_processor
    def known_to_pages() -> dict[str, object]:
        return {"viewer": current_user.viewer if current_user.is_authenticated else None}


def let_nameless_in(app: Flask) -> None:
    """Let pages that know nobody be posted to without a token of a session they do not have."""
    for view in app.view_functions.values():
        if getattr(view, "is_nameless", False):
            app.extensions["csrf"].exempt(view)


# What WTForms says by itself, where something was sent that the page did not offer.
_SAID_BY_WTFORMS = (N_("Not a valid choice."),)


class _Messages:
    """WTForms' own messages in the reader's language, from our catalogue."""

    def gettext(self, message: str) -> str:
        return words(language())(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return words(language())(singular if n == 1 else plural)


class _Cleaned:
    """Fields that hold text only, whatever was sent."""

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
        """Return a field that drops what is no text."""
        field = super().bind_field(form, unbound_field, options)  # type: ignore[misc]  # beside WTForms' Meta
        field.filters = (_text_only, *field.filters)
        return field


class Part(PlainForm):  # type: ignore[misc]  # WTForms is untyped
    """A group of fields within a form."""

    class Meta(_Cleaned, PlainForm.Meta):  # type: ignore[misc]  # likewise
        """Its fields are cleaned as the form's are."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether every field could be read and is short enough."""
        return bool(super().validate(extra_validators)) & _are_short(self)


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form with a key of its own; what a service refuses is shown at its fields."""

    form_key = HiddenField()

    class Meta(_Cleaned, FlaskForm.Meta):  # type: ignore[misc]  # likewise
        """Messages come from our catalogue: WTForms has none in nynorsk."""

        def get_translations(self, _form: FlaskForm) -> _Messages:
            """Return our messages."""
            return _Messages()

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether every field could be read and is short enough."""
        return bool(super().validate(extra_validators)) & _are_short(self)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[str] = []
        self.refused: set[Code] = set()
        if not self.form_key.data:
            self.form_key.data = new_form_key()

    def refuse(self, broken: RuleBroken) -> None:
        """Show what stands in the way: at its field where there is one, else at the top."""
        for obstacle in broken.obstacles:
            self.refused.add(obstacle.code)
            said = sentence(obstacle, language=current_words())
            field = self._fields.get(obstacle.field or "")
            if field is None:
                self.problems.append(said)
            else:
                field.errors = [*field.errors, said]

    def read(self) -> bool:
        """Return whether every field could be read; the errors are shown where they are."""
        return bool(self.validate())


def attempt(form: Form, act: Callable[[], Made]) -> Made | None:
    """Return what an act makes, or ``None`` when the form cannot be read or the act is refused.

    Then nothing of it is kept, and the form shows what stands in the way.
    """
    if not form.read():
        return None
    try:
        return act()
    except RuleBroken as broken:
        once.roll_back()
        form.refuse(broken)
        return None


class NorwegianDate(StringField):  # type: ignore[misc]  # WTForms is untyped
    """A day as people write it (16.1.2019) or as a browser's date field sends it."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day. Raises ``ValidationError`` with a sentence of how to write one."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            self.data = read_day(text)


class NorwegianTime(StringField):  # type: ignore[misc]  # likewise
    """A time of day: 18.00, 18:00 or 18."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%H:%M") if isinstance(self.data, time) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time. Raises ``ValidationError`` with a sentence."""
        text = valuelist[0].strip().removeprefix("kl.").removeprefix("kl").strip() if valuelist else ""
        self.data = _read(text, _TIME_FORMATS, Code.DATE_INVALID).time() if text else None


class WholeNumber(StringField):  # type: ignore[misc]  # likewise
    """A whole number, 0 or more, with or without spaces; empty is ``None``."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises ``ValidationError`` with a sentence."""
        text = "".join(valuelist[0].split()) if valuelist else ""
        self.data = None
        if not text:
            return
        # Ten million voters are a slip of the finger, and a sum of ten such must fit the database.
        if not (text.isascii() and text.isdigit() and len(text) < 8):
            raise _refused(Code.NUMBER_INVALID)
        self.data = int(text)


def choices_of(codes: Iterable[StrEnum], *, empty: str | None = None) -> list[SelectChoice]:
    """Return codes with their names for a select, in the reader's language."""
    language = current_words()
    named = [SelectChoice(str(code.value), name_of(code, language=language)) for code in codes]
    return named if empty is None else [SelectChoice("", language(empty)), *named]


def reader_of(kind: type[StrEnum]) -> Callable[[str | None], StrEnum | None]:
    """Return a reader for a select's value: the code, or ``None`` for one that is empty or unknown."""

    def read(value: str | None) -> StrEnum | None:
        try:
            return kind(value) if value else None
        except ValueError:
            return None

    return read


def moment_of(day: date | None, clock: time | None) -> datetime | None:
    """Return the moment of a day and a time in Norway; ``None`` when a part is missing."""
    return None if day is None or clock is None else moment_in_oslo(day, clock)


def read_day(text: str) -> date:
    """Return a day as people write it. Raises ``ValidationError`` with a sentence of how to write one."""
    return _read(text, _DATE_FORMATS, Code.DATE_INVALID).date()


def _text_only(value: Any) -> Any:
    if type(value) is not str:  # a code is a string too, and stays one
        return value
    return _NOT_TEXT.sub("", _LINE_BREAKS.sub("\n", value))


def _are_short(form: Iterable[Field]) -> bool:
    """Return whether no field is longer than can be kept; the others say so."""
    too_long = [field for field in form if isinstance(field.data, str) and len(field.data) > _longest(field)]
    for field in too_long:
        obstacle = Obstacle(Code.TEXT_TOO_LONG, field.name, {"most": _longest(field)})
        field.errors = [*field.errors, sentence(obstacle, language=current_words())]
    return not too_long


def _longest(field: Field) -> int:
    if isinstance(field, TextAreaField | HiddenField):
        return LONGEST_TEXT
    return LONGEST_LINK if "link" in field.name else LONGEST_LINE


def _read(text: str, formats: Iterable[str], code: Code) -> datetime:
    for each in formats:
        try:
            return datetime.strptime(text, each)  # noqa: DTZ007  # a day or a clock, not a moment
        except ValueError:
            continue
    raise _refused(code)


def _refused(code: Code) -> ValidationError:
    return ValidationError(sentence(Obstacle(code), language=current_words()))


def was_done(form: Sent, act: Callable[[Viewer, Sent], None]) -> bool:
    """Return whether what a form asks for was done; if not, nothing of it is kept, and the form says why."""

    def done() -> bool:
        act(current_viewer(), form)
        return True

    return attempt(form, done) is not None
