"""The forms of promises and figures."""

from decimal import Decimal, InvalidOperation

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from motionflow.domain.errors import Code, Obstacle, RuleBroken
from motionflow.domain.flow import FollowUpStatus
from motionflow.domain.money import read_amount
from motionflow.i18n import N_
from motionflow.labels import name_of, sentence
from motionflow.services.commitments import PromiseGiven, ReportGiven, Responsible
from motionflow.services.indicators import ReadingGiven
from motionflow.web.forms import Form, NorwegianDate, WholeNumber, reader_of
from motionflow.web.session import current_words


class Quantity(StringField):  # type: ignore[misc]  # WTForms is untyped
    """How much: 10, 500 000, 500.000 or 0,5 mill.; empty is ``None``."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else current_words().number(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises ``ValidationError`` with a sentence of how to write one."""
        self.data = None
        try:
            self.data = read_amount(valuelist[0] if valuelist else "")
        except RuleBroken:
            raise _refused(Code.TARGET_MISSING) from None


class Figure(StringField):  # type: ignore[misc]  # likewise
    """A figure with at most two decimals: 254 or 12,5."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the figure. Raises ``ValidationError`` with a sentence."""
        text = "".join(valuelist[0].split()).replace(",", ".") if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            figure = Decimal(text)
        except InvalidOperation:
            raise _refused(Code.FIGURE_INVALID) from None
        if not figure.is_finite() or figure != round(figure, 2):
            raise _refused(Code.FIGURE_INVALID)
        self.data = figure

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""


class PromiseForm(Form):
    """What a decision promises."""

    what = StringField(
        N_("What is promised"), description=N_("In plain words, such as: 10 leaders begin the training.")
    )
    responsible = SelectField(
        N_("Who answers for it"),
        description=N_("An elected body or office-holder, never the municipality's staff."),
        validate_choice=False,
    )
    due_on = NorwegianDate(N_("By when"))
    target = Quantity(N_("Measured by the number"), description=N_("How many or how much, such as 10."))
    unit = StringField(N_("What the number counts"), description=N_("Such as places or kr."))

    def offer(self, responsible: tuple[Responsible, ...]) -> None:
        """Fill the choices: each body, then its elected."""
        language = current_words()
        named = [
            SelectChoice(each.id, f"{each.name} ({each.body.name})" if each.name else each.body.name)
            for each in responsible
        ]
        self.responsible.choices = [SelectChoice("", language(N_("Choose who answers for it"))), *named]

    def given(self) -> PromiseGiven:
        """Return the promise as it was typed."""
        return PromiseGiven(
            self.what.data or "",
            self.responsible.data or "",
            self.target.data,
            self.unit.data or "",
            self.due_on.data,
        )


class ReportForm(Form):
    """How a promise goes."""

    seen = HiddenField()
    status = RadioField(N_("How it stands"), coerce=reader_of(FollowUpStatus), validate_choice=False)
    on = NorwegianDate(N_("As of"))
    reached = Quantity(N_("How much is done"))
    note = TextAreaField(N_("What has been done"))
    reason = TextAreaField(
        N_("Reason"), description=N_("Needed when it is delayed, stopped or no longer relevant.")
    )
    new_due_on = NorwegianDate(N_("New date"), description=N_("Only when it is delayed, and only once."))
    is_final = BooleanField(N_("This is the last report: no more will come of it"))
    source_title = StringField(N_("Source"), description=N_("Where this is known from."))
    source_link = StringField(N_("Link to the source"))

    def offer(self, statuses: tuple[FollowUpStatus, ...]) -> None:
        """Fill the choices with what can come next."""
        language = current_words()
        self.status.choices = [
            SelectChoice(str(each.value), name_of(each, language=language)) for each in statuses
        ]

    def given(self) -> ReportGiven:
        """Return the report as it was typed."""
        return ReportGiven(
            status=self.status.data,
            on=self.on.data,
            reached=self.reached.data,
            note=self.note.data or "",
            reason=self.reason.data or "",
            new_due_on=self.new_due_on.data,
            is_final=bool(self.is_final.data),
            source_title=self.source_title.data or "",
            source_link=self.source_link.data or "",
        )


class ReadingForm(Form):
    """A figure on a day."""

    on = NorwegianDate(N_("As of"))
    figure = Figure(N_("Figure"))
    out_of = WholeNumber(N_("Out of"), description=N_("For a rank: of how many, such as 427."))
    source_title = StringField(N_("Source"), description=N_("Where this is known from."))
    source_link = StringField(N_("Link to the source"))

    def reading(self) -> ReadingGiven:
        """Return the reading as it was typed."""
        return ReadingGiven(
            self.on.data,
            self.figure.data,
            self.out_of.data,
            self.source_title.data or "",
            self.source_link.data or "",
        )


class IndicatorForm(ReadingForm):
    """A figure to keep, with its first reading."""

    name = StringField(N_("What the figure is"), description=N_("Such as the rank among municipalities."))
    unit = StringField(N_("What it counts"), description=N_("Such as place, per cent or kr."))
    lower_is_better = BooleanField(N_("A lower figure is better"))


def _refused(code: Code) -> ValidationError:
    return ValidationError(sentence(Obstacle(code), language=current_words()))
