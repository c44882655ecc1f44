"""Forms: CSRF, the key against double presses, and refusals shown at the fields they belong to."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum

from flask import Flask
from flask_login import current_user
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from motionflow.domain.deadlines import moment_in_oslo
from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.i18n import words
from motionflow.labels import name_of, sentence
from motionflow.web import filters
from motionflow.web.session import current_words, language
from motionflow.web.transaction import new_form_key

_DATE_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y")
_TIME_FORMATS = ("%H:%M", "%H.%M", "%H")


def install(app: Flask) -> None:
    """Protect every form, and give templates what they need to write one."""
    CSRFProtect(app)
    app.config["WTF_CSRF_TIME_LIMIT"] = 12 * 3600
    filters.install(app.jinja_env, current=current_words)

    # On the environment and not in a page's context, because macros are imported without one.
    app.jinja_env.globals["form_key"] = new_form_key
    app.jinja_env.globals["name_of"] = lambda code: name_of(code, language=current_words())

    @app.context_processor
    def known_to_pages() -> dict[str, object]:
        return {"viewer": current_user.viewer if current_user.is_authenticated else None}


class _Messages:
    """WTForms' own messages in the reader's language, from our catalogue."""

    def gettext(self, message: str) -> str:
        return words(language())(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return words(language())(singular if n == 1 else plural)


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form with a key of its own; what a service refuses is shown at its fields."""

    form_key = HiddenField()

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # likewise
        """Messages come from our catalogue: WTForms has none in nynorsk."""

        def get_translations(self, _form: FlaskForm) -> _Messages:
            """Return our messages."""
            return _Messages()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[str] = []
        if not self.form_key.data:
            self.form_key.data = new_form_key()

    def refuse(self, broken: RuleBroken) -> None:
        """Show what stands in the way: at its field where there is one, else at the top."""
        for obstacle in broken.obstacles:
            said = sentence(obstacle, language=current_words())
            field = self._fields.get(obstacle.field or "")
            if field is None:
                self.problems.append(said)
            else:
                field.errors = [*field.errors, said]

    def read(self) -> bool:
        """Return whether every field could be read; the errors are shown where they are."""
        return bool(self.validate())


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
            self.data = _read(text, _DATE_FORMATS, Code.DATE_INVALID).date()


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
        if not (text.isascii() and text.isdigit() and len(text) < 10):
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


def _read(text: str, formats: Iterable[str], code: Code) -> datetime:
    for each in formats:
        try:
            return datetime.strptime(text, each)  # noqa: DTZ007  # a day or a clock, not a moment
        except ValueError:
            continue
    raise _refused(code)


def _refused(code: Code) -> ValidationError:
    return ValidationError(sentence(Obstacle(code), language=current_words()))
