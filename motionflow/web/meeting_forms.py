"""The forms of a meeting: calling or recording one, its items, who came, officers, ending it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput

from motionflow.domain.deadlines import OSLO, day_in_oslo, is_skipped, moment_in_oslo
from motionflow.domain.errors import Code, Obstacle
from motionflow.domain.meetings import MeetingKind, OfficerKind
from motionflow.domain.papers import PaperKind
from motionflow.i18n import N_
from motionflow.labels import sentence
from motionflow.services.agendas import Item, as_lines, read_lines, usual_agenda
from motionflow.web.forms import (
    Form,
    NorwegianDate,
    NorwegianTime,
    WholeNumber,
    choices_of,
    moment_of,
    reader_of,
)
from motionflow.web.session import current_words

LONGEST_AGENDA = 10_000
_YEARS = range(1900, 2101)

Named = TypeVar("Named", bound=Form)


class MeetingForm(Form):
    """A meeting that is called or recorded."""

    kind = SelectField(N_("Kind of meeting"), coerce=reader_of(MeetingKind), validate_choice=False)
    starts_at = NorwegianDate(N_("Date"))
    clock = NorwegianTime(N_("Time"), description=N_("Norwegian time, such as 18.00."))
    place = StringField(N_("Place"))
    link = StringField(N_("Link to a digital meeting"))
    agenda = TextAreaField(
        N_("Agenda"),
        description=N_(
            "One item a line: number and title. Points of an item are numbered as 2a, 2b. Cases are put "
            "on the list afterwards."
        ),
    )
    accepts_late = BooleanField(N_("Call the meeting all the same"))

    def offer(self) -> None:
        """Fill the choices."""
        self.kind.choices = choices_of(MeetingKind)

    def suggest(self, *, language: str) -> None:
        """Write the usual agenda of the chosen kind of meeting, in the body's language."""
        if self.kind.data is not None:
            self.agenda.data = as_lines(usual_agenda(self.kind.data, language=language))

    @property
    def day(self) -> date | None:
        """The day of the meeting, as far as one that can be was typed."""
        day: date | None = self.starts_at.data
        return day if day is not None and day.year in _YEARS else None

    @property
    def moment(self) -> datetime | None:
        """When the meeting starts, as far as it was typed."""
        return moment_of(self.day, self.clock.data)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that could be read from the agenda."""
        return read_lines(self.agenda.data or "")[0]

    def read(self) -> bool:
        """Return whether every field could be read, and the meeting has a day, a time and a place."""
        super().read()
        words = current_words()
        if self.day is None and not self.starts_at.errors:
            code = Code.DATE_MISSING if self.starts_at.data is None else Code.DATE_INVALID
            _add(self.starts_at, sentence(Obstacle(code), language=words))
        if self.clock.errors:
            self.clock.errors = [words(N_("Write the time as hours and minutes, such as 18.00."))]
        elif self.clock.data is None:
            _add(self.clock, words(N_("Give the time.")))
        elif self.day is not None and is_skipped(self.day, self.clock.data):
            _add(
                self.clock,
                words(N_("That night the clocks are put forward from 02.00 to 03.00. Write another time.")),
            )
        if not (self.place.data or "").strip() and not (self.link.data or "").strip():
            _add(self.place, words(N_("Write where the meeting is held, or give a link.")))
        unread = read_lines(self.agenda.data or "")[1]
        if len(self.agenda.data or "") > LONGEST_AGENDA:
            _add(self.agenda, words(N_("This is too long for an agenda. Keep each item to one line.")))
        elif unread:
            _add(
                self.agenda,
                words(
                    N_("Begin each line with its number, such as «6 Motions». Look at: {line}"),
                    line=unread[0],
                ),
            )
        return not self.errors


class AttendanceForm(Form):
    """How many came."""

    seen = WholeNumber(widget=HiddenInput())
    entitled = WholeNumber(N_("Entitled to vote"))
    present = WholeNumber(N_("Of these present"))
    guests = WholeNumber(N_("Guests"))


class ItemForm(Form):
    """One more item of the agenda, without a case."""

    number = StringField(N_("Number on the agenda"))
    title = StringField(N_("Title"))


class TreatmentForm(Form):
    """What the meeting did with an item; ``seen`` is the text that was shown when the writing began."""

    seen = HiddenField()
    treatment = TextAreaField(
        N_("What the meeting did"), description=N_("It stands like this in the minutes.")
    )


class OfficerForm(Form):
    """Who was elected to do what."""

    kind = SelectField(N_("Task"), coerce=reader_of(OfficerKind), validate_choice=False)
    person = SelectField(N_("Member"), validate_choice=False)

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Fill the choices: pairs of id and name."""
        self.kind.choices = choices_of(OfficerKind)
        empty = SelectChoice("", current_words()(N_("Choose a member")))
        self.person.choices = [empty, *(SelectChoice(*pair) for pair in people)]


class PersonForm(Form):
    """One press of a button beside a member's name."""

    person = HiddenField()


class RunForm(Form):
    """One press of a button; ``seen`` is the meeting's version on the page."""

    seen = WholeNumber(widget=HiddenInput())


class EndForm(RunForm):
    """The end of a meeting; of one that is recorded also when it was."""

    clock = NorwegianTime(N_("Ended at"), description=N_("Norwegian time, such as 20.30."))

    def ended_at(self, starts_at: datetime) -> datetime | None:
        """Return when a meeting that began then ended: the same day, or after midnight."""
        if self.clock.data is None:
            return None
        day = day_in_oslo(starts_at)
        if self.clock.data < starts_at.astimezone(OSLO).time():
            day += timedelta(days=1)
        return moment_in_oslo(day, self.clock.data)


class PaperForm(Form):
    """Which paper to make."""

    kind = HiddenField(filters=[reader_of(PaperKind)])


def named(form: Named, name: str) -> Named:
    """Return a form whose fields have ids of their own, on a page with several forms."""
    for field in form:
        field.id = f"{name}-{field.id}"
        field.label.field_id = field.id
    return form


def show_anew(form: Form, *, seen: object) -> None:
    """Let a refused form go out with what it has now been shown, so that it can be sent again."""
    form.seen.raw_data, form.seen.data = None, seen


def _add(field: StringField, problem: str) -> None:
    field.errors = [*field.errors, problem]
