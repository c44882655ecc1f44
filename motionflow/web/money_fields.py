"""Form fields for money and for several days at once."""

from datetime import date

from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from motionflow.domain.errors import RuleBroken
from motionflow.domain.money import read_amount
from motionflow.labels import sentence
from motionflow.web.forms import read_day
from motionflow.web.session import current_words


class Amount(StringField):  # type: ignore[misc]  # WTForms is untyped
    """Whole kroner as Norwegians write them; empty is ``None``."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else current_words().number(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount. Raises ``ValidationError`` with how to write one."""
        self.data = None
        try:
            self.data = read_amount(valuelist[0]) if valuelist else None
        except RuleBroken as broken:
            raise ValidationError(sentence(broken.obstacles[0], language=current_words())) from broken


class SeveralDays(TextAreaField):  # type: ignore[misc]  # likewise
    """Days, one a line or with commas between."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(current_words().short_date(day) for day in self.data or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the days. Raises ``ValidationError`` for one that is none."""
        self.data: list[date] = []
        text = valuelist[0] if valuelist else ""
        for part in text.replace(",", "\n").replace(";", "\n").splitlines():
            if part.strip():
                self.data.append(read_day(part.strip()))
