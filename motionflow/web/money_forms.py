"""The forms of money: a budget line, what was granted or spent, by which way a case goes."""

from collections.abc import Iterable

from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from motionflow.domain.money import YEARS, CoverBy, LineKind, MoneyKind, carried_on
from motionflow.i18n import N_
from motionflow.services.budget_lines import LineGiven
from motionflow.web.forms import Form, NorwegianDate, WholeNumber, choices_of, reader_of
from motionflow.web.money_fields import Amount
from motionflow.web.session import current_words


class LineForm(Form):
    """One line: what it is, how much in which year, and what covers it."""

    kind = SelectField(N_("This line is"), coerce=reader_of(LineKind), validate_choice=False)
    measure = StringField(N_("What for, or where from"), description=N_("Such as «Study places, 5 leaders»."))
    area = StringField(N_("Area"), description=N_("In plain words, such as «Health and care»."))
    first_year = WholeNumber(N_("First budget year"))
    amount_1 = Amount(N_("First year"))
    amount_2 = Amount(N_("Second year"))
    amount_3 = Amount(N_("Third year"))
    amount_4 = Amount(N_("Fourth year"))
    is_lasting = BooleanField(N_("Lasting: it goes on every year"))
    is_investment = BooleanField(N_("Investment, not operations"))
    cover_by = SelectField(N_("The money comes from"), coerce=reader_of(CoverBy), validate_choice=False)
    covers = SelectField(N_("It is meant for"), validate_choice=False)
    doubt = StringField(N_("What is doubtful"), description=N_("Such as «applied for, answer in May»."))
    function = StringField(N_("KOSTRA function"))
    art = StringField(N_("KOSTRA art"))

    def offer(self, *, costs: Iterable[tuple[str, str]]) -> None:
        """Fill the choices; ``costs`` are pairs of id and measure that a cover can be meant for."""
        words = current_words()
        self.kind.choices = choices_of(LineKind)
        self.cover_by.choices = choices_of(CoverBy, empty=N_("Choose"))
        self.covers.choices = [
            SelectChoice("", words(N_("all of it"))),
            *(SelectChoice(*pair) for pair in costs),
        ]

    def given(self) -> LineGiven:
        """Return the line as it was typed."""
        amounts = [getattr(self, f"amount_{number}").data for number in range(1, YEARS + 1)]
        return LineGiven(
            kind=self.kind.data,
            measure=self.measure.data or "",
            first_year=self.first_year.data,
            amounts=carried_on(amounts, is_lasting=bool(self.is_lasting.data)),
            is_lasting=bool(self.is_lasting.data),
            is_investment=bool(self.is_investment.data),
            area=self.area.data or "",
            function=self.function.data or "",
            art=self.art.data or "",
            cover_by=self.cover_by.data,
            covers_id=self.covers.data or None,
            doubt=self.doubt.data or "",
        )


class MoneyForm(Form):
    """What was granted for a year, or has been spent in it."""

    kind = SelectField(N_("What is recorded"), coerce=reader_of(MoneyKind), validate_choice=False)
    step = SelectField(
        N_("Who granted it"), validate_choice=False, description=N_("Only for what was granted.")
    )
    year = WholeNumber(N_("Budget year"))
    amount = Amount(N_("Amount in whole kroner"))
    on = NorwegianDate(N_("Date"), description=N_("When it was decided, or when the figure was reported."))
    source_title = StringField(N_("Source"), description=N_("Such as «Minutes of the council 17.6.2019»."))
    source_link = StringField(N_("Link to the source"))

    def offer(self, *, steps: Iterable[tuple[str, str]]) -> None:
        """Fill the choices; ``steps`` are pairs of id and name."""
        self.kind.choices = choices_of(MoneyKind)
        self.step.choices = [
            SelectChoice("", current_words()(N_("Nobody: it is what was spent"))),
            *(SelectChoice(*pair) for pair in steps),
        ]


class WayForm(Form):
    """By which way a case is to come before the council, and to which of its meetings."""

    route = SelectField(N_("Way into the council"), validate_choice=False)
    meeting = SelectField(N_("Which meeting"), validate_choice=False)
